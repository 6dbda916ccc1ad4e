package home

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// beginning is something to do when there is no system yet.
type beginning struct {
	action theme.ActionID
	title  string
	about  string
}

func beginnings() []beginning {
	return []beginning{
		{theme.ActNew, "Describe your system", "2 minutes, then 12 questions in 10"},
		{theme.ActExample, "See a finished example", "a ticket shop to look around in; nothing kept"},
		{theme.ActImport, "Open someone's export", "a file a colleague sent you"},
	}
}

const (
	promise = "Your demo works. Now let someone depend on it."
	pitch   = "The part people see takes an afternoon. This asks about the rest: who gets " +
		"in, what happens when it breaks, who notices, how the data comes back, and " +
		"who answers for it. An AI cannot tell you what you do not know to ask."
)

// firstRun draws what is seen before there is a system. In few rows the explanations give way.
func (s screen) firstRun(area nav.Area) ([]string, *tea.Cursor, []nav.Zone) {
	th := area.Theme
	width := min(area.Width-2*indent, measure)
	title := append([]string{""}, widget.Indent(widget.Style(widget.Wrap(promise, width), th.Strong), indent)...)
	text := append([]string{""}, widget.Indent(widget.Wrap(pitch, width), indent)...)
	choices, at := s.choices(area)
	more := s.explain(area)
	room := area.Height - len(title) - len(choices) - 1
	if room+1 == len(text) {
		title, room = title[1:], room+1
	}
	lines := title
	if room >= len(text) {
		lines = append(lines, text...)
		room -= len(text)
	}
	blank := 1
	if room >= len(more)+2 {
		blank = 2
	}
	lines = append(lines, make([]string, blank)...)
	cursor := tea.NewCursor(1, len(lines)+at)
	var zones []nav.Zone
	for i, b := range beginnings() {
		zones = append(zones, nav.Zone{Y: len(lines) + i, Width: area.Width, Height: 1, Msg: nav.Do{Action: b.action}})
	}
	lines = append(lines, choices...)
	if room >= len(more)+blank-1 {
		lines = append(lines, make([]string, blank-1)...)
		lines = append(lines, more...)
	}
	return lines, cursor, zones
}

func (s screen) choices(area nav.Area) (lines []string, cursor int) {
	th := area.Theme
	var rows []widget.Row
	for i, b := range beginnings() {
		style := th.Text
		if i == s.at {
			style = th.Selected
		}
		line := th.Accent.Render(th.Shown(theme.Lookup(b.action))) + "  " + style.Render(widget.Pad(b.title, 25)) +
			"  " + th.Dim.Render(widget.Brief(b.about, area.Width-widget.Indentation-30))
		rows = append(rows, widget.Row{Lines: []string{line}})
	}
	return widget.List(rows, s.at, area.Width, len(rows), th)
}

// explain says what comes out of it and where answers are kept.
func (s screen) explain(area nav.Area) []string {
	th := area.Theme
	facts := []struct{ label, text string }{
		{"You get", "the stage you are ready for, what blocks the next one,\nthree steps for this week, a Markdown report"},
		{"No score", "Ready for a stage, or not yet. \"Don't know\" is a good answer: it becomes a small step, not a surprise."},
		{"Your answers", "stay on this computer, saved one by one in\n" + s.env.Home},
	}
	const column, longest = 14, 61
	lines := []string{""}
	width := min(area.Width-indent-2-column, longest)
	for _, f := range facts {
		if width < longest {
			f.text = strings.ReplaceAll(f.text, "\n", " ")
		}
		text := widget.Wrap(f.text, width)
		lines = append(lines, widget.Hang(th.Accent.Render(f.label)+strings.Repeat(" ", column-len(f.label)), text)...)
	}
	return append(lines[:1], widget.Indent(lines[1:], indent)...)
}
