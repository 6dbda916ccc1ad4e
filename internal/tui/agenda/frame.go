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
	width := min(area.Width-2*indent, measure)
	sessions := s.sessions(area)
	contrast, outline := s.contrast(width, area.Theme), s.outline(width, area.Theme)
	head := append(widget.Indent(s.headline(width, area.Theme), indent), "")
	above := first(area.Height-len(sessions)-1, slices.Concat(contrast, outline), outline, head)
	above = append([]string{""}, above...)
	if area.Height <= len(sessions) {
		above = nil
	}
	below := first(area.Height-len(sessions)-len(above), advice(width, area.Theme))
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

// contrast sets beside each other what a demo shows and what people depend on, pack by pack.
func (s screen) contrast(width int, th theme.Theme) []string {
	var lines []string
	const label = 13
	titles := min(width/3, 18)
	for _, q := range s.view.Questionnaires {
		if q.ID == questionnaire.Core || q.Prototype == "" {
			continue
		}
		room := max(width-titles-indent-label, 10)
		before := widget.Hang(th.Dim.Render("prototype    "), widget.Style(widget.Wrap(q.Prototype, room), th.Dim))
		after := widget.Hang("production   ", widget.Wrap(q.Production, room))
		title := widget.Style(widget.Wrap(q.Title, titles), th.Strong)
		lines = append(lines, widget.Columns(title, append(before, after...), titles, indent, width)...)
	}
	if len(lines) == 0 {
		return nil
	}
	return append(widget.Indent(lines, indent), "")
}

func (s screen) headline(width int, th theme.Theme) []string {
	asked, of := s.asked()
	text := fmt.Sprintf("The part nobody sees: %d questions before %s, %d asked", of, before(s.view.Result.Target), asked)
	return widget.Style(widget.Wrap(text, width), th.Strong)
}

// outline counts the questions of each area.
func (s screen) outline(width int, th theme.Theme) []string {
	asked, _ := s.asked()
	due, later := s.areas()
	lines := s.headline(width, th)
	parts := make([]string, len(due))
	for i, a := range due {
		parts[i] = fmt.Sprintf("%s %d", textsafe.Line(a.Title), a.Due.Of)
		if done := a.Due.Of - a.Due.Unasked; asked > 0 {
			parts[i] = fmt.Sprintf("%s %d of %d", textsafe.Line(a.Title), done, a.Due.Of)
		}
	}
	lines = append(lines, flow(parts, " "+th.Glyphs.Dot+" ", width)...)
	if len(later) > 0 {
		text := strings.Join(later, ", ") + ": nothing due before " + before(s.view.Result.Target)
		lines = append(lines, widget.Style(widget.Wrap(text, width), th.Dim)...)
	}
	return append(widget.Indent(lines, indent), "")
}

// flow puts parts into lines and breaks only between them.
func flow(parts []string, separator string, width int) []string {
	var lines []string
	now := ""
	for _, p := range parts {
		switch {
		case now == "":
			now = p
		case widget.Width(now+separator+p) <= width:
			now += separator + p
		default:
			lines = append(lines, widget.Wrap(now, width)...)
			now = p
		}
	}
	return append(lines, widget.Wrap(now, width)...)
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
		return fmt.Sprintf("%d questions; enough for three steps", n)
	case assessment.Standard:
		return fmt.Sprintf("%d questions; every blocker, then the rest by area", n)
	case assessment.Deep:
		return fmt.Sprintf("%d questions; everything that applies, with evidence", n)
	case assessment.Recheck:
		if n == 0 {
			return "when there is something to re-check"
		}
		return fmt.Sprintf("%d questions; what ran out, and the last steps", n)
	}
	return ""
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
