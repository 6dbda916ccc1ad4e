package agenda

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

const (
	indent  = 3
	measure = 84 // columns of running text
)

// Frame draws the agenda. In few rows the choice of sessions stays, the rest gives way.
func (s screen) Frame(area nav.Area) nav.Frame {
	f := nav.Frame{Crumbs: []string{textsafe.Line(s.view.Assessment.Description.Name), "before we start"}}
	if asked, due := s.asked(); asked > 0 {
		f.Crumbs[1] = "outline"
		f.Status = fmt.Sprintf("%d of %d asked", asked, due)
	}
	th, width := area.Theme, min(area.Width-2*indent, measure)
	if s.upgrade.shown {
		return s.upgrade.frame(f, area, width)
	}
	sessions, words := s.sessions(area), advice(width, th)
	if offer := s.upgrade.offer(width, th); len(offer)+len(sessions) < area.Height {
		sessions = append(offer, sessions...)
	}
	rows := area.Height - len(sessions)
	contrast, outline := s.contrast(width, area.Height, th), s.outline(width, shortNames, th)
	above := first(rows-len(words), slices.Concat(contrast, s.outline(width, fullNames, th)), slices.Concat(contrast, outline))
	if above == nil {
		head := append(widget.Indent(s.headline(width, th), indent), "")
		above = first(rows, slices.Concat(s.contrast(width, rows-len(outline), th), outline), head)
	}
	below := first(rows-len(above), words)
	if len(above)+len(below) < rows && len(above) > 0 {
		above = append([]string{""}, above...)
	}
	lines := slices.Concat(above, sessions, below)
	f.Body = strings.Join(widget.Crop(lines, area.Width, area.Height), "\n")
	y := len(above) + len(sessions) - len(assessment.SessionKinds()) + s.at
	f.Cursor = &tea.Cursor{Position: tea.Position{X: 1, Y: y}}
	return f
}

// first returns the first of the blocks that fits into so many rows.
func first(rows int, blocks ...[]string) []string {
	for _, b := range blocks {
		if len(b) <= rows {
			return b
		}
	}
	return nil
}

// contrast sets beside each other what a demo shows and what people depend on, for the packs that
// have room in so many rows.
func (s screen) contrast(width, rows int, th theme.Theme) []string {
	const label, longest = 13, 18
	packs := slices.DeleteFunc(slices.Clone(s.view.Questionnaires), func(q questionnaire.Questionnaire) bool {
		return q.ID == questionnaire.Core || q.Prototype == ""
	})
	titles := 0
	for _, q := range packs {
		for word := range strings.FieldsSeq(textsafe.Line(short(q.Title))) {
			titles = max(titles, widget.Width(word))
		}
	}
	titles = min(titles, longest, width/3)
	var lines []string
	for _, q := range packs {
		room := max(width-titles-indent-label, 10)
		before := widget.Hang(th.Dim.Render("prototype    "), widget.Style(widget.Wrap(q.Prototype, room), th.Dim))
		after := widget.Hang("production   ", widget.Wrap(q.Production, room))
		title := widget.Style(widget.Wrap(short(q.Title), titles), th.Strong)
		pack := widget.Columns(title, append(before, after...), titles, indent, width)
		if len(lines)+len(pack) < rows {
			lines = append(lines, pack...)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return append(widget.Indent(lines, indent), "")
}

func (s screen) headline(width int, th theme.Theme) []string {
	asked, of := s.asked()
	text := fmt.Sprintf("The part nobody sees: %s before %s, %d asked", questions(of), before(s.view.Result.Target), asked)
	return widget.Style(widget.Wrap(text, width), th.Strong)
}

// outline counts the questions of each area.
func (s screen) outline(width int, names func([]analysis.AreaCount) []string, th theme.Theme) []string {
	asked, _ := s.asked()
	areas := s.view.Result.Areas()
	var due, later []string
	for i, name := range names(areas) {
		name, a := textsafe.Line(name), areas[i]
		switch {
		case a.Due.Of == 0:
			later = append(later, name)
		case asked > 0:
			due = append(due, fmt.Sprintf("%s %d of %d", name, a.Due.Of-a.Due.Unasked, a.Due.Of))
		default:
			due = append(due, fmt.Sprintf("%s %d", name, a.Due.Of))
		}
	}
	lines := append(s.headline(width, th), widget.Flow(due, " "+th.Glyphs.Dot+" ", width)...)
	if len(later) > 0 {
		text := strings.Join(later, ", ") + ": nothing due before " + before(s.view.Result.Target)
		lines = append(lines, widget.Style(widget.Wrap(text, width), th.Dim)...)
	}
	return append(widget.Indent(lines, indent), "")
}

func fullNames(areas []analysis.AreaCount) []string {
	names := make([]string, len(areas))
	for i, a := range areas {
		names[i] = a.Title
	}
	return names
}

// shortNames returns the short titles of areas, but the full one where two would read the same.
func shortNames(areas []analysis.AreaCount) []string {
	seen := map[string]int{}
	for _, a := range areas {
		seen[short(a.Title)]++
	}
	names := fullNames(areas)
	for i, a := range areas {
		if name := short(a.Title); seen[name] == 1 {
			names[i] = name
		}
	}
	return names
}

// short returns the first thing that a title names: "Backup" of "Backup & recovery".
func short(title string) string {
	end := len(title)
	for _, mark := range []string{" & ", ", ", " and ", " in "} {
		if i := strings.Index(title, mark); i > 0 {
			end = min(end, i)
		}
	}
	return title[:end]
}

// sessions draws the choice.
func (s screen) sessions(area nav.Area) []string {
	th := area.Theme
	var rows []widget.Row
	for i, k := range assessment.SessionKinds() {
		number, style := strconv.Itoa(i+1), th.Text
		if i == s.at {
			style = th.Selected
		}
		about := th.Dim.Render(widget.Brief(s.about(k), area.Width-widget.Indentation-23))
		if s.lengths[k] == 0 && !s.under(k) {
			number, style = " ", th.Dim
		}
		line := th.Accent.Render(number) + "  " + style.Render(widget.Pad(title(k), 11)) + widget.Pad(duration(k, th), 9) + about
		rows = append(rows, widget.Row{Lines: []string{line}})
	}
	lines, _ := widget.List(rows, s.at, area.Width, len(rows), th)
	return lines
}

func title(k assessment.SessionKind) string {
	switch k {
	case assessment.Quick:
		return "Quick"
	case assessment.Standard:
		return "Standard"
	case assessment.Deep:
		return "Deep"
	case assessment.Recheck:
		return "Re-check"
	}
	return string(k)
}

func duration(k assessment.SessionKind, th theme.Theme) string {
	if k == assessment.Deep {
		return fmt.Sprintf("%d %s 60", analysis.Minutes(k)/60, th.Glyphs.Times)
	}
	return fmt.Sprintf("%d min", analysis.Minutes(k))
}

// about says what a session asks, or how far the one under way is.
func (s screen) about(k assessment.SessionKind) string {
	if s.under(k) {
		list, at := s.view.Position()
		return fmt.Sprintf("under way: go on with question %d of %d", min(at+1, len(list)), len(list))
	}
	n := s.lengths[k]
	switch k {
	case assessment.Quick:
		return questions(n) + "; enough for three steps"
	case assessment.Standard:
		return questions(n) + "; every blocker, then the rest by area"
	case assessment.Deep:
		return questions(n) + "; everything that applies, with evidence"
	case assessment.Recheck:
		if n == 0 {
			return "when there is something to re-check"
		}
		return questions(n) + "; what ran out, and the last steps"
	}
	return ""
}

func questions(n int) string {
	if n == 1 {
		return "1 question"
	}
	return fmt.Sprintf("%d questions", n)
}

func advice(width int, th theme.Theme) []string {
	lines := []string{""}
	for _, text := range []string{
		"Answer what you can show. \"Don't know\" needs a name, not an excuse.",
		"We talk about the system, not about a person.",
		"Together: fingers up, 0 to 4, all at once; the lowest is kept.",
	} {
		lines = append(lines, widget.Indent(widget.Style(widget.Wrap(text, width), th.Dim), indent)...)
	}
	return lines
}

// before returns a stage as it stands after "before".
func before(s questionnaire.Stage) string {
	switch s {
	case questionnaire.FirstUser, questionnaire.PublicLaunch:
		return "the " + analysis.StageWords(s)
	case questionnaire.Scale:
	}
	return analysis.StageWords(s)
}
