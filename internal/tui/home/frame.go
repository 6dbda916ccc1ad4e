package home

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

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
)

// Frame draws the list, or the first run.
func (s screen) Frame(area nav.Area) nav.Frame {
	f := nav.Frame{Crumbs: []string{"prodfirst"}, Status: s.status(), Of: -1}
	var lines []string
	if len(s.systems) == 0 {
		lines, f.Cursor = s.firstRun(area)
	} else {
		lines, f.Cursor = s.table(area)
	}
	f.Body = strings.Join(widget.Crop(lines, area.Width, area.Height), "\n")
	return f
}

// table draws the systems and, below, more about the selected one.
func (s screen) table(area nav.Area) ([]string, *tea.Cursor) {
	th := area.Theme
	about := s.about(area)
	room := area.Height - 2 - len(about) // a blank line and the titles come first
	if room < 3 {
		about, room = nil, area.Height-2
	}
	first := widget.Offset(len(s.systems), s.at, s.at+1, room)
	last := min(len(s.systems), first+max(room-1, 1))
	rows := [][]widget.Cell{plainCells(s.widest)}
	for i, l := range s.systems[first:last] {
		rows = append(rows, cells(l.Summary(), area.Now, first+i == s.at, th))
	}
	titles, lines := widget.Table(columns(), rows, area.Width-widget.Indentation, th)
	entries := make([]widget.Row, 0, len(lines))
	for _, line := range lines[1:] {
		entries = append(entries, widget.Row{Lines: []string{line}})
	}
	shown, cursor := widget.List(entries, s.at-first, area.Width, room, th)
	all := append([]string{"", strings.Repeat(" ", indent) + titles}, shown...)
	if len(shown) < len(s.systems) {
		all = append(all, "")
	}
	return append(all, about...), &tea.Cursor{Position: tea.Position{X: 1, Y: 2 + max(cursor, 0)}}
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
		row[3].Style = th.Stop
	}
	row[4].Style = th.Dim
	if selected {
		for _, i := range []int{0, 1, 2} {
			row[i].Style = th.Selected
		}
	}
	return row
}

func plainCells(texts []string) []widget.Cell {
	row := make([]widget.Cell, len(texts))
	for i, text := range texts {
		row[i] = widget.Cell{Text: text, Style: lipgloss.NewStyle()}
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
	parts := []string{analysis.LowerFirst(sum.Step), sum.StepOwner, day(sum.StepDue)}
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	return text + " " + area.Theme.Glyphs.Dot + " next: " + strings.Join(parts, ", ")
}

func day(d assessment.Date) string {
	if d == "" {
		return ""
	}
	return d.Time().Format("Mon 2 Jan")
}
