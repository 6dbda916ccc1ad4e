package help

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/gloss"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

const (
	indent  = widget.Indentation
	roomy   = 14 // rows from which there is space between the parts
	measure = 90 // columns of a line at most
)

// Frame draws the filter and the entries around the selected one.
func (m model) Frame(area nav.Area) nav.Frame {
	th := area.Theme
	frame := nav.Frame{Crumbs: []string{"prodfirst", "help"}}
	if len(m.shown) < len(m.entries) {
		frame.Status = fmt.Sprintf("%d of %d", len(m.shown), len(m.entries))
	}
	room := min(area.Width-indent-1, measure)
	label := th.Dim.Render("find  ")
	text, at := m.filter.View(room-widget.Width(label), "type a word: save, claimed, ctrl", th)
	lines := []string{widget.Cut(strings.Repeat(" ", indent)+label+text, area.Width, th)}
	if x := indent + widget.Width(label) + at; x < area.Width {
		frame.Cursor = tea.NewCursor(x, 0)
	}
	if len(m.shown) == 0 {
		none := widget.Wrap("Nothing matches. Esc shows everything again.", room)
		lines = append(append(lines, ""), widget.Indent(none, indent)...)
	} else {
		rows, selected := m.rows(area, room)
		list, _ := widget.List(rows, selected, area.Width, area.Height-len(lines), th)
		at := entries(rows, widget.RowsAt(rows, selected, area.Height-len(lines)))
		frame.Zones = nav.Rows(at, m.cursor, len(lines), area.Width)
		lines = append(lines, list...)
	}
	frame.Body = strings.Join(widget.Crop(lines, area.Width, area.Height), "\n")
	return frame
}

// entries turns numbers of rows, which count headings, into numbers of entries.
func entries(rows []widget.Row, at []int) []int {
	number, n := make([]int, len(rows)), 0
	for i, row := range rows {
		number[i] = n
		if !row.Heading {
			n++
		}
	}
	for i, row := range at {
		if row >= 0 {
			at[i] = number[row]
		}
	}
	return at
}

// rows draws every entry under the heading of its group, and tells which row is the selected one.
func (m model) rows(area nav.Area, room int) (rows []widget.Row, selected int) {
	th := area.Theme
	left := 0
	for _, e := range m.shown {
		left = max(left, widget.Width(e.left(th)))
	}
	left = min(left, room/3)
	group := ""
	for i, e := range m.shown {
		if e.group != group {
			group = e.group
			if area.Height >= roomy {
				rows = append(rows, widget.Row{Lines: []string{""}, Heading: true})
			}
			rows = append(rows, widget.Row{Lines: []string{th.Strong.Render(group)}, Heading: true})
		}
		if i == m.cursor {
			selected = len(rows)
		}
		rows = append(rows, widget.Row{Lines: e.draw(left, room, i == m.cursor, th)})
	}
	return rows, selected
}

// left returns what stands before the text: keys, or the word that is explained.
func (e entry) left(th theme.Theme) string {
	if e.action.ID == "" {
		return e.word
	}
	return th.All(e.key)
}

func (e entry) draw(left, room int, selected bool, th theme.Theme) []string {
	const gap = 3
	mark, style := th.Accent, th.Text
	text := textsafe.Line(e.text)
	switch {
	case e.action.ID == "":
		mark = *gloss.Style(analysis.Decision(e.word), th)
	case e.action.Disabled != "":
		mark, style = th.Dim, th.Dim
		text += " (not now: " + e.action.Disabled + ")"
	}
	if selected {
		style = style.Bold(true)
	}
	head := widget.Pad(mark.Render(widget.Cut(e.left(th), left, th)), left+gap)
	return widget.Hang(head, widget.Style(widget.Wrap(text, room-left-gap), style))
}
