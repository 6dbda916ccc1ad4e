package walk

import (
	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/widget"
)

const labels = 15 // columns of a label and the space after it

// draw draws the form in as many lines as there is room for, around the field in focus, and returns
// where the cursor is.
func (f form) draw(w screen, g grid, area nav.Area) ([]string, *tea.Cursor) {
	th := area.Theme
	indent, width := g.left+labels, g.measure-labels
	if g.name == 0 {
		indent, width = g.left, g.measure
	}
	width = max(1, width)
	var lines []string
	cursor := tea.NewCursor(0, 0)
	top := 0
	for i, x := range f.fields {
		label := th.Dim.Render(widget.Pad(x.label, labels))
		if i == f.focus {
			label = th.Selected.Render(widget.Pad(x.label, labels))
		}
		mark := spaces(g.left) + label
		if g.name == 0 {
			lines, mark = append(lines, widget.Cut(mark, area.Width, th)), spaces(g.left)
		}
		rows, cx, cy := f.value(w, i, width, area)
		if i == f.focus {
			top = len(lines) + cy
			cursor.X, cursor.Y = indent+cx, top
		}
		lines = append(lines, widget.Hang(mark, rows)...)
		if f.wrong == x.name && f.err != "" {
			problem := widget.Style(widget.Wrap(f.err, width), th.Trouble)
			lines = append(lines, widget.Indent(problem, indent)...)
		}
	}
	if room := max(1, area.Height-1); len(lines) > room {
		first := widget.Offset(len(lines), top, top+1, room)
		lines = lines[first : first+room]
		cursor.Y -= first
	}
	return lines, cursor
}

// value draws what a field holds and returns where in it the cursor is.
func (f form) value(w screen, i, width int, area nav.Area) (rows []string, cx, cy int) {
	x, th := f.fields[i], area.Theme
	if i != f.focus {
		x.input = x.input.Blurred()
	}
	switch x.name {
	case kindField:
		return []string{widget.Cut(f.kinds(w, area), width, th)}, 0, 0
	case noteField:
		if x.input.Text() != "" {
			return foldField(x.input, width, max(1, min(7, area.Height/2)))
		}
	case dateField:
		x.hint = dayWords(w.evidence().Date, w.today())
	case reasonField, approverField, referenceField, shownByField, ownerField, dueField, canField, remarkField:
	}
	line, at := x.input.View(width, x.hint, th)
	if i == f.focus {
		typed := x.input.Text()
		if name := w.complete(x); name != "" && len(name) > len(typed) {
			line += th.Dim.Render(name[len(typed):] + "  tab")
		}
		if d, err := assessment.ParseDate(typed, w.today()); err == nil && x.name == dueField {
			line += th.Dim.Render("  " + dayWords(d, w.today()))
		}
	}
	return []string{widget.Cut(line, width, th)}, at, 0
}

// kinds draws the choice between the kinds of evidence.
func (f form) kinds(w screen, area nav.Area) string {
	th := area.Theme
	mark := func(k assessment.EvidenceKind, words string) string {
		if w.evidence().Kind == k {
			return th.Selected.Render(th.Glyphs.On + " " + words)
		}
		return th.Dim.Render(th.Glyphs.Off + " " + words)
	}
	line := mark(assessment.Artefact, "something to look at") + "   " + mark(assessment.Drill, "a drill: it was done")
	if f.fields[f.focus].name == kindField {
		line += th.Dim.Render("   space")
	}
	return line
}

// dayWords writes a day in words: "today, Sun 22 Nov", "Mon 30 Nov".
func dayWords(d, today assessment.Date) string {
	if d == today {
		return "today, " + d.Time().Format("Mon 2 Jan")
	}
	return shortDate(d, today)
}
