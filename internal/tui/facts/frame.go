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

// drawn is the facts of a page: their lines, where each can be clicked, and where the pointer is.
type drawn struct {
	lines []string
	zones []nav.Zone
	x, y  int
}

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
	d := s.columns(area)
	facts := d.lines
	foot := s.foot(area)
	room := area.Height - len(head)
	if len(facts)+len(foot) > room {
		foot = nil
	}
	room = max(room-len(foot), 1)
	first := 0
	if len(facts) > room {
		first = widget.Offset(len(facts), d.y, d.y+1, room)
		facts = facts[first:min(first+room, len(facts))]
	}
	cursor := tea.Position{X: 1, Y: 0}
	if s.at > 0 {
		cursor = tea.Position{X: d.x, Y: len(head) + d.y - first}
	}
	lines := append(append(head, facts...), foot...)
	f.Body = strings.Join(widget.Crop(lines, area.Width, area.Height), "\n")
	if cursor.Y < area.Height {
		f.Cursor = tea.NewCursor(cursor.X, cursor.Y)
	}
	f.Zones = s.shapeZones(area.Width)
	for _, z := range d.zones {
		if z.Y -= first; z.Y >= 0 && z.Y < len(facts) {
			z.Y += len(head)
			f.Zones = append(f.Zones, z)
		}
	}
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

// shapeZones are those of the line with the shape: once it is selected, what is left of its title
// goes to the shape before.
func (s screen) shapeZones(width int) []nav.Zone {
	if s.at > 0 {
		return []nav.Zone{{Width: width, Height: 1, Msg: nav.Point{}}}
	}
	const title = indent + len("Start from  < ")
	return []nav.Zone{
		{Width: title, Height: 1, Msg: nav.Do{Action: theme.ActUnshape}},
		{Width: width, Height: 1, Msg: nav.Do{Action: theme.ActShape}},
	}
}

// pointer marks the selected row, in that many columns.
func pointer(columns int, th theme.Theme) string {
	return strings.Repeat(" ", columns-2) + th.Accent.Bold(true).Render(th.Glyphs.Pointer) + " "
}

// columns draws the facts under their prompts, in two columns if there is room.
func (s screen) columns(area nav.Area) drawn {
	left, right := s.prompts()
	th := area.Theme
	n := 0
	for _, p := range left {
		n += len(p.Facts)
	}
	if area.Width < twoWide {
		d := s.column(append(append([]questionnaire.Prompt(nil), left...), right...), 1, area.Width, indent, th)
		return drawn{lines: d.lines, zones: d.zones, x: 1, y: max(d.y, 0)}
	}
	one := s.column(left, 1, area.Width, indent, th)
	wide := 0
	for _, line := range one.lines {
		wide = max(wide, widget.Width(line))
	}
	wide = max(wide+1, min(area.Width/2, 44)-2)
	two := s.column(right, 1+n, area.Width-wide, indent-1, th)
	d := drawn{lines: widget.Columns(one.lines, two.lines, wide, 0, area.Width), x: 1, y: max(one.y, 0)}
	for _, z := range one.zones {
		z.Width = wide
		d.zones = append(d.zones, z)
	}
	for _, z := range two.zones {
		z.X = wide
		d.zones = append(d.zones, z)
	}
	if s.at > n {
		d.x, d.y = wide, max(two.y, 0)
	}
	return d
}

// column draws prompts one under the other; number is the place of their first fact. Without the
// pointer, y is negative.
func (s screen) column(prompts []questionnaire.Prompt, number, width, lead int, th theme.Theme) drawn {
	d := drawn{y: -1}
	longest := s.longestImplied(prompts)
	for i, p := range prompts {
		if i > 0 {
			d.lines = append(d.lines, "")
		}
		ask := widget.Style(widget.Wrap(p.Ask, width-lead), th.Strong)
		d.lines = append(d.lines, widget.Indent(ask, lead)...)
		for _, f := range p.Facts {
			start, style := strings.Repeat(" ", lead), th.Text
			if number == s.at {
				start, style, d.y = pointer(lead, th), th.Selected, len(d.lines)
			}
			label := textsafe.Line(f.Label)
			line := start + truth(s.known[f.ID], th) + "  " + style.Render(label)
			if s.known[f.ID].Implied {
				line += strings.Repeat(" ", longest-widget.Width(label)+2) + th.Dim.Render("implied")
			}
			d.zones = append(d.zones, nav.Zone{Y: len(d.lines), Width: width, Height: 1, Msg: nav.Point{Row: number}})
			d.lines = append(d.lines, widget.Cut(line, width, th))
			number++
		}
	}
	return d
}

// longestImplied returns how wide the widest of the facts that follow from others is.
func (s screen) longestImplied(prompts []questionnaire.Prompt) int {
	longest := 0
	for _, p := range prompts {
		for _, f := range p.Facts {
			if s.known[f.ID].Implied {
				longest = max(longest, widget.Width(textsafe.Line(f.Label)))
			}
		}
	}
	return longest
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
	text := fmt.Sprintf("%d questions before %s.", v.Result.Verdict(v.Result.Target).Due.Of, analysis.TheStage(v.Result.Target))
	if len(packs) > 0 {
		text += " Packs: " + strings.Join(packs, ", ") + "."
	}
	return text
}
