package home

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

const (
	indent  = 3
	measure = 74 // columns of running text

	paneFrom = 110 // columns from which more about a system stands beside the list
	paneMost = 60  // columns of that
)

// Frame draws the list, or the first run.
func (s screen) Frame(area nav.Area) nav.Frame {
	f := nav.Frame{Crumbs: []string{"prodfirst"}, Status: s.status(area.Theme), Of: -1}
	if s.Capturing() {
		return s.importFrame(f, area)
	}
	var lines []string
	if len(s.systems) == 0 {
		lines, f.Cursor, f.Zones = s.firstRun(area)
	} else {
		lines, f.Cursor, f.Zones = s.table(area)
	}
	f.Body = strings.Join(widget.Crop(lines, area.Width, area.Height), "\n")
	if f.Cursor.Y >= area.Height {
		f.Cursor = nil
	}
	return f
}

// table draws the systems and more about the selected one: beside them, if there is room, or below.
func (s screen) table(area nav.Area) ([]string, *tea.Cursor, []nav.Zone) {
	const y = 2 // a blank line and the titles come first
	th, width := area.Theme, area.Width
	var about, pane []string
	room := area.Height - y
	if area.Width >= paneFrom {
		wide := min(paneMost, area.Width/3)
		width = area.Width - wide - indent
		pane = s.pane(wide, area)
	} else if about = s.about(area); room-len(about) < 3 {
		about = nil
	}
	room -= len(about)
	rest := len(s.systems) > room
	if rest = rest && room > 3; rest {
		room--
	}
	first := widget.Offset(len(s.systems), s.at, s.at+1, room)
	last := min(len(s.systems), first+max(room, 1))
	rows := [][]widget.Cell{plainCells(s.widest)}
	for i, l := range s.systems[first:last] {
		rows = append(rows, cells(l.Summary(), area.Now, first+i == s.at, th))
	}
	titles, lines := widget.Table(columns(), rows, width-widget.Indentation, th)
	entries := make([]widget.Row, 0, len(lines))
	for _, line := range lines[1:] {
		entries = append(entries, widget.Row{Lines: []string{line}})
	}
	shown, cursor := widget.List(entries, s.at-first, width, room, th)
	at := widget.RowsAt(entries, s.at-first, room)
	for i, row := range at {
		if row >= 0 {
			at[i] += first
		}
	}
	all := append([]string{"", strings.Repeat(" ", indent) + titles}, shown...)
	if rest {
		more := fmt.Sprintf("%d above %s %d below", first, th.Glyphs.Dot, len(s.systems)-last)
		all = append(all, strings.Repeat(" ", indent)+th.Dim.Render(more))
	}
	all = append(all, about...)
	if pane != nil {
		all = widget.Columns(all, append([]string{""}, pane...), width, indent, area.Width)
	}
	return all, tea.NewCursor(1, y+max(cursor, 0)), nav.Rows(at, s.at, y, width)
}

func columns() []widget.Column {
	return []widget.Column{
		{Title: "System", Flex: true},
		{Title: "ready for", Drop: 2},
		{Title: "next stage", Drop: 3},
		{Title: "open"},
		{Title: "changed", Drop: 1},
	}
}

// texts returns the cells of a row that do not depend on the day.
func texts(sum app.Summary) []string {
	if sum.Trouble != "" {
		return []string{sum.Name, "", "cannot be read", ""}
	}
	next := "all stages reached"
	if sum.Next != "" {
		next = analysis.StageWords(sum.Next) + " " + strings.ToUpper(sum.Outcome.Words())
	}
	return []string{sum.Name, analysis.StageWords(sum.ReadyFor), next, open(sum)}
}

func cells(sum app.Summary, now time.Time, selected bool, th theme.Theme) []widget.Cell {
	row := plainCells(append(texts(sum), ago(sum.Changed, now)))
	if sum.Stop > 0 {
		row[3].Style = &th.Stop
	}
	row[4].Style = &th.Dim
	if selected {
		for _, i := range []int{0, 1, 2} {
			row[i].Style = &th.Selected
		}
	}
	return row
}

func plainCells(texts []string) []widget.Cell {
	row := make([]widget.Cell, len(texts))
	for i, text := range texts {
		row[i] = widget.Cell{Text: text}
	}
	return row
}

// measured is how many systems decide how wide the columns are: there may be thousands.
const measured = 60

// widest returns the widest text of each column.
func widest(systems []app.Listed) []string {
	wide := []string{"", "", "", "", "yesterday"}
	for _, l := range systems[:min(len(systems), measured)] {
		for i, text := range texts(l.Summary()) {
			if text = textsafe.Line(text); widget.Width(text) > widget.Width(wide[i]) {
				wide[i] = text
			}
		}
	}
	return wide
}

func open(sum app.Summary) string {
	var parts []string
	if sum.Stop > 0 {
		parts = append(parts, fmt.Sprintf("%d STOP", sum.Stop))
	}
	if sum.Prove > 0 {
		parts = append(parts, fmt.Sprintf("%d PROVE", sum.Prove))
	}
	switch {
	case len(parts) > 0:
		return strings.Join(parts, " ")
	case sum.ToAsk > 0:
		return fmt.Sprintf("%d to ask", sum.ToAsk)
	}
	return "nothing"
}

// ago says how many days have passed.
func ago(then, now time.Time) string {
	switch days := assessment.DateOf(then).Days(assessment.DateOf(now)); {
	case days < 1:
		return "today"
	case days == 1:
		return "yesterday"
	default:
		return fmt.Sprintf("%d days", days)
	}
}

// about says more about the selected system.
func (s screen) about(area nav.Area) []string {
	sum, th := s.systems[s.at].Summary(), area.Theme
	name := widget.Pad(widget.Clip(sum.Name, 14, th), 14)
	var text []string
	width := min(area.Width-indent-17, measure)
	if sum.Trouble != "" {
		text = widget.Wrap("It cannot be read: "+sum.Trouble, width)
	} else {
		text = append(widget.Wrap(life(sum, area), width), widget.Wrap(next(sum, area), width)...)
	}
	if len(text) == 0 {
		return nil
	}
	lines := widget.Indent(widget.Hang(th.Strong.Render(name)+"   ", widget.Style(text, th.Dim)), indent)
	return append([]string{"", ""}, lines...)
}

// pane says more about the selected system, one fact below the other.
func (s screen) pane(width int, area nav.Area) []string {
	const label = 12
	sum, th := s.systems[s.at].Summary(), area.Theme
	lines := append([]string{""}, widget.Style(widget.Wrap(sum.Name, width), th.Strong)...)
	lines = append(lines, "")
	if sum.Trouble != "" {
		return append(lines, widget.Style(widget.Wrap("It cannot be read: "+sum.Trouble, width), th.Trouble)...)
	}
	said := texts(sum)
	facts := []struct{ label, text string }{
		{"Ready for", said[1]},
		{"Next stage", said[2]},
		{"Open", said[3]},
		{"Asked", fmt.Sprintf("%d of %d before %s", sum.Asked, sum.Due, analysis.StageWords(sum.Target))},
		{"Its life", life(sum, area)},
		{"Next step", step(sum)},
		{"Changed", ago(sum.Changed, area.Now)},
	}
	for _, f := range facts {
		if f.text != "" {
			lines = append(lines, widget.Hang(th.Dim.Render(widget.Pad(f.label, label)), widget.Wrap(f.text, width-label))...)
		}
	}
	return lines
}

// life is where the system stands in its life.
func life(sum app.Summary, area nav.Area) string {
	var parts []string
	if day, ok := sum.FirstShown.Date(); ok {
		parts = append(parts, shown(day.Days(assessment.DateOf(area.Now))))
	}
	switch o := sum.Outside; {
	case o == nil:
	case o.Unknown:
		parts = append(parts, "nobody knows how many people used it last week")
	case o.People == 1:
		parts = append(parts, "1 person used it last week")
	default:
		parts = append(parts, fmt.Sprintf("%d people used it last week", o.People))
	}
	return strings.Join(parts, " "+area.Theme.Glyphs.Dot+" ")
}

func shown(days int) string {
	switch {
	case days < 1:
		return "first shown today"
	case days == 1:
		return "first shown yesterday"
	}
	return fmt.Sprintf("first shown %d days ago", days)
}

// next is how much was asked and what to do first.
func next(sum app.Summary, area nav.Area) string {
	text := fmt.Sprintf("%d of %d asked before %s", sum.Asked, sum.Due, analysis.StageWords(sum.Target))
	if sum.Step == "" {
		return text
	}
	return text + " " + area.Theme.Glyphs.Dot + " next: " + step(sum)
}

// step is what to do first, who does it and by when.
func step(sum app.Summary) string {
	parts := []string{analysis.LowerFirst(sum.Step), sum.StepOwner, day(sum.StepDue)}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
}

func day(d assessment.Date) string {
	if d == "" {
		return ""
	}
	return d.Time().Format("Mon 2 Jan")
}
