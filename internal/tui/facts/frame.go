package facts

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

const (
	indent  = 3
	twoWide = 76 // columns from which the facts are in two columns
	none    = "nothing in particular"
)

// row is where a fact or the shape came to stand.
type row struct{ x, y int }

// Frame draws the page, as much of it as there is room for around the cursor.
func (s screen) Frame(area nav.Area) nav.Frame {
	name := s.draft.Description.Name
	f := nav.Frame{Done: 3 + s.page, Of: 2 * pages, Status: fmt.Sprintf("step 2 of 2 %s page %d of %d", area.Theme.Glyphs.Dot, s.page+1, pages)}
	if !s.isNew() {
		name = s.view.Assessment.Description.Name
		f.Status, f.Done, f.Of = fmt.Sprintf("page %d of %d", s.page+1, pages), s.page+1, pages
	}
	f.Crumbs = []string{textsafe.Line(name), "what is true about it?"}

	head := s.head(area)
	facts, at := s.columns(area)
	foot := s.foot(area)
	room := area.Height - len(head)
	if len(facts)+len(foot) > room {
		foot = nil
	}
	room = max(room-len(foot), 1)
	first := 0
	if len(facts) > room {
		first = widget.Offset(len(facts), at.y, at.y+1, room)
		facts = facts[first:min(first+room, len(facts))]
	}
	cursor := tea.Position{X: 1, Y: 0}
	if s.at > 0 {
		cursor = tea.Position{X: at.x, Y: len(head) + at.y - first}
	}
	lines := append(append(head, facts...), foot...)
	f.Body = strings.Join(widget.Crop(lines, area.Width, area.Height), "\n")
	f.Cursor = &tea.Cursor{Position: cursor}
	return f
}

// head is the line with the shape.
func (s screen) head(area nav.Area) []string {
	th := area.Theme
	title := none
	if s.shape > 0 {
		title = s.voc.Shapes[s.shape-1].Title
	}
	lead := strings.Repeat(" ", indent)
	if s.at == 0 {
		lead = pointer(indent, th)
	}
	line := lead + "Start from  " + th.Accent.Render(th.Glyphs.Left) + " " + th.Strong.Render(textsafe.Line(title)) + " " +
		th.Accent.Render(th.Glyphs.Right) + th.Dim.Render("     then change whatever is wrong")
	return []string{widget.Cut(line, area.Width, th), ""}
}

// pointer marks the selected row, in that many columns.
func pointer(columns int, th theme.Theme) string {
	return strings.Repeat(" ", columns-2) + th.Accent.Bold(true).Render(th.Glyphs.Pointer) + " "
}

// columns draws the facts under their prompts and returns where the cursor is.
func (s screen) columns(area nav.Area) ([]string, row) {
	left, right := s.prompts()
	th := area.Theme
	n := 0
	for _, p := range left {
		n += len(p.Facts)
	}
	if area.Width < twoWide {
		lines, y := s.column(append(append([]questionnaire.Prompt(nil), left...), right...), 1, area.Width, indent, th)
		return lines, row{x: 1, y: max(y, 0)}
	}
	leftLines, leftY := s.column(left, 1, area.Width, indent, th)
	wide := 0
	for _, line := range leftLines {
		wide = max(wide, widget.Width(line))
	}
	wide = max(wide+1, min(area.Width/2, 44)-2)
	rightLines, rightY := s.column(right, 1+n, area.Width-wide, indent-1, th)
	lines := widget.Columns(leftLines, rightLines, wide, 0, area.Width)
	if s.at > n {
		return lines, row{x: wide, y: max(rightY, 0)}
	}
	return lines, row{x: 1, y: max(leftY, 0)}
}

// column draws prompts one under the other; number is the place of their first fact.
func (s screen) column(prompts []questionnaire.Prompt, number, width, lead int, th theme.Theme) (lines []string, cursor int) {
	cursor = -1
	for i, p := range prompts {
		if i > 0 {
			lines = append(lines, "")
		}
		ask := widget.Style(widget.Wrap(p.Ask, width-lead), th.Strong)
		lines = append(lines, widget.Indent(ask, lead)...)
		for _, f := range p.Facts {
			start, style := strings.Repeat(" ", lead), th.Text
			if number == s.at {
				start, style, cursor = pointer(lead, th), th.Selected, len(lines)
			}
			line := start + truth(s.known[f.ID], th) + "  " + style.Render(textsafe.Line(f.Label))
			if s.known[f.ID].Implied {
				line += "  " + th.Dim.Render("implied")
			}
			lines = append(lines, widget.Cut(line, width, th))
			number++
		}
	}
	return lines, cursor
}

func truth(k questionnaire.Known, th theme.Theme) string {
	switch k.Truth {
	case questionnaire.Yes:
		return th.Accent.Render("yes")
	case questionnaire.No:
		return th.Dim.Render(" no")
	case questionnaire.Unsure:
	}
	return " ? "
}

// foot says what ? means, and what the facts amount to.
func (s screen) foot(area nav.Area) []string {
	width := area.Width - 2*indent
	lines := widget.Style(widget.Wrap("? means not sure: its questions are asked, and it is listed as not sure.", width), area.Theme.Dim)
	lines = append(lines, widget.Wrap(s.amount(), width)...)
	return append([]string{""}, widget.Indent(lines, indent)...)
}

func (s screen) amount() string {
	v := s.view
	if s.count != nil {
		v = s.count.view
	}
	if len(v.Questionnaires) == 0 {
		return ""
	}
	var packs []string
	for _, q := range v.Questionnaires {
		if q.ID != questionnaire.Core {
			packs = append(packs, analysis.LowerFirst(q.Title))
		}
	}
	text := fmt.Sprintf("%d questions before %s.", v.Result.Verdict(v.Result.Target).Due.Of, before(v.Result.Target))
	if len(packs) > 0 {
		text += " Packs: " + strings.Join(packs, ", ") + "."
	}
	return text
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
