package widget

import (
	"strings"

	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/theme"
)

// FormArea is where a form is drawn.
type FormArea struct {
	Indent int  // columns before the labels
	Labels int  // columns of a label
	Width  int  // columns of what is typed
	Above  bool // labels stand above what is typed
	Tall   int  // rows of a text of several lines
	Theme  theme.Theme
}

// Draw draws the fields below each other and what is wrong with them, and returns where in these
// lines the cursor is.
func (f Form) Draw(a FormArea) (lines []string, x, y int) {
	a.Width = max(1, a.Width)
	indent := a.Indent + a.Labels
	if a.Above {
		indent = a.Indent
	}
	for i, e := range f.Entries {
		style := a.Theme.Dim
		if i == f.Focus {
			style = a.Theme.Selected
		}
		mark := spaces(a.Indent) + style.Render(Pad(e.Label, a.Labels))
		if a.Above {
			lines, mark = append(lines, Cut(mark, a.Indent+a.Width, a.Theme)), spaces(a.Indent)
		}
		rows, cx, cy := f.rows(i, a)
		if i == f.Focus {
			x, y = indent+cx, len(lines)+cy
		}
		lines = append(lines, Hang(mark, rows)...)
		if f.Problem != "" && f.Wrong == e.Name {
			lines = append(lines, f.problem(indent, a)...)
		}
	}
	if f.Problem != "" && f.Wrong == "" {
		lines = append(lines, f.problem(a.Indent, a)...)
	}
	return lines, x, y
}

func (f Form) problem(indent int, a FormArea) []string {
	width := max(1, a.Indent+a.Labels+a.Width-indent)
	if a.Above {
		width = a.Width
	}
	return Indent(Style(Wrap(f.Problem, width), a.Theme.Trouble), indent)
}

// rows draws what a field holds and returns where in it the cursor is.
func (f Form) rows(i int, a FormArea) (rows []string, x, y int) {
	e, th := f.Entries[i], a.Theme
	if i != f.Focus {
		e.Input = e.Input.Blurred()
	}
	switch {
	case len(e.Choice) > 0:
		return []string{Cut(e.choice(i == f.Focus, a.Width, th), a.Width, th)}, 0, 0
	case e.Input.Block && e.Input.Text() != "":
		return e.Input.Rows(a.Width, a.Tall)
	}
	line, at := e.Input.View(a.Width, e.Hint, th)
	if i == f.Focus {
		line += th.Dim.Render(f.aid(e))
	}
	return []string{Cut(line, a.Width, th)}, at, 0
}

// aid is what follows on the field that is typed in: the rest of a name, how the text is understood.
func (f Form) aid(e Entry) string {
	typed, name := e.Input.Text(), e.completion()
	switch {
	case name != "" && f.Brisk:
		return textsafe.Line("  tab: " + name)
	case len(name) > len(typed):
		return textsafe.Line(name[len(typed):] + "  tab")
	case e.Aid != nil && e.Aid(typed) != "":
		return textsafe.Line("  " + e.Aid(typed))
	}
	return ""
}

// choice draws what can be chosen beside each other, or what is chosen where that has no room.
func (e Entry) choice(focused bool, width int, th theme.Theme) string {
	parts := make([]string, len(e.Choice))
	for i, words := range e.Choice {
		if parts[i] = th.Dim.Render(th.Glyphs.Off + " " + words); i == e.Chosen {
			parts[i] = th.Selected.Render(th.Glyphs.On + " " + words)
		}
	}
	line := strings.Join(parts, "   ")
	if Width(line) > width {
		line = parts[e.Chosen]
	}
	if focused {
		line += th.Dim.Render("   space")
	}
	return line
}
