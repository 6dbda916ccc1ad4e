// Package preview is the screen that shows the report as it will be written, to read and scroll, to
// write to a file and to copy.
//
// It draws the document that package report builds and adds nothing to it.
package preview

import (
	"context"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/report"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// Write puts a whole file in the place of what is at path, or leaves that as it is.
type Write func(path string, data []byte) error

type model struct {
	env   nav.Env
	view  app.View
	doc   report.Document
	write Write
	first int   // line at the top
	drawn *page // what was drawn last
}

// page remembers how the document looks in one width, because drawing it all takes longer than a
// key may, and how much of it was seen.
type page struct {
	width  int
	look   theme.Options
	lines  []string
	height int
}

// New returns the screen for the view of open. Without write there is no file to be had.
func New(env nav.Env, open nav.Open, write Write) nav.Screen {
	return model{env: env, view: open.View, doc: open.View.Report(), write: write, drawn: &page{}}
}

// Capturing is never true: there is no text field.
func (m model) Capturing() bool { return false }

// Update scrolls, writes and copies.
func (m model) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case nav.Refreshed:
		if a, now := msg.View.Assessment, m.view.Assessment; a.ID != now.ID || a.Seq < now.Seq {
			return m, nil
		}
		m.view, m.doc = msg.View, msg.View.Report()
		m.drawn = &page{height: m.drawn.height}
	case nav.Do:
		return m.do(msg.Action)
	}
	return m, nil
}

func (m model) do(action theme.ActionID) (nav.Screen, tea.Cmd) {
	switch {
	case action == theme.ActBack:
		return m, nav.Send(nav.Back{})
	case action == theme.ActGaps:
		return m, nav.Send(nav.Open{Kind: nav.Gaps, View: m.view})
	case action == theme.ActPlan:
		return m, nav.Send(nav.Open{Kind: nav.Plan, View: m.view})
	case action == theme.ActWrite && m.write != nil:
		return m, m.file()
	case action == theme.ActCopy:
		text := "The whole report was sent to the clipboard. Some terminals refuse"
		if m.write != nil {
			text += "; w writes a file"
		}
		return m, tea.Batch(tea.SetClipboard(string(report.Markdown(m.doc))), nav.Send(nav.Say{Text: text + "."}))
	}
	whole := max(1, m.drawn.height-1) // the last line of a page is the first of the next
	last := max(0, len(m.drawn.lines)-m.drawn.height)
	m.first += map[theme.ActionID]int{
		theme.ActUp: -1, theme.ActDown: 1, theme.ActPageUp: -whole, theme.ActPageDown: whole, theme.ActEnter: whole,
		theme.ActTop: -m.first, theme.ActBottom: last,
	}[action]
	m.first = max(0, min(m.first, last))
	return m, nil
}

// file returns the command that writes the report and says where it is.
func (m model) file() tea.Cmd {
	path := filepath.Join(m.env.Dir, string(m.view.Assessment.ID)+"-report.md")
	doc, write := m.doc, m.write
	return m.env.Run(func(context.Context) tea.Msg {
		if err := write(path, report.Markdown(doc)); err != nil {
			return nav.Failed{Err: err, What: "write the report"}
		}
		return nav.Say{Text: "Written to " + textsafe.Line(path)}
	})
}

// Actions lists how to read on and what to do with the report.
func (m model) Actions() []nav.Action {
	write := nav.Action{ID: theme.ActWrite}
	if m.write == nil {
		write.Disabled = "no file can be written here"
	}
	return []nav.Action{
		{ID: theme.ActUp, Label: "scroll"},
		{ID: theme.ActEnter, Label: "next page"},
		write,
		{ID: theme.ActCopy},
		{ID: theme.ActGaps},
		{ID: theme.ActPlan},
		{ID: theme.ActBack},
		{ID: theme.ActDown, Label: "scroll down"},
		{ID: theme.ActPageUp},
		{ID: theme.ActPageDown},
		{ID: theme.ActTop},
		{ID: theme.ActBottom},
	}
}

// measure is how many columns a line of the report has at most.
const measure = 90

// Frame draws as much of the report as there is room for.
func (m model) Frame(area nav.Area) nav.Frame {
	p := m.drawn
	width := min(measure, area.Width-2*margin)
	if p.width != width || p.look != area.Theme.Options || p.lines == nil {
		p.width, p.look = width, area.Theme.Options
		p.lines = widget.Indent(lines(m.doc, width, area.Theme), margin)
	}
	p.height = area.Height
	shown, from := widget.Scroll(p.lines, m.first, area.Width, area.Height, area.Theme)
	return nav.Frame{
		Crumbs: []string{textsafe.Line(m.view.Assessment.Description.Name), "report"},
		Status: "report of " + report.Day(m.view.Result.Today),
		Done:   from + len(shown), Of: len(p.lines),
		Body: strings.Join(widget.Crop(shown, area.Width, area.Height), "\n"),
	}
}

const margin = widget.Indentation
