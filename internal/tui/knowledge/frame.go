package knowledge

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

const (
	indent  = widget.Indentation
	roomy   = 14  // rows from which there is space between the parts
	wide    = 110 // columns from which the selected question is explained beside the map
	measure = 80  // columns of a line of text at most
	normal  = 56  // columns from which title and words stand in one line
)

// Frame draws the map, or the topic that is being read.
func (m model) Frame(area nav.Area) nav.Frame {
	frame := nav.Frame{Crumbs: []string{textsafe.Line(m.view.Assessment.Description.Name), "knowledge"}}
	var lines []string
	if area.Height >= roomy {
		lines = append(lines, "")
	}
	switch {
	case m.reading != nil:
		frame.Crumbs = append(frame.Crumbs, textsafe.Line(m.reading[m.open].Title))
		if n := len(m.reading); n > 1 {
			frame.Status = fmt.Sprintf("topic %d of %d", m.open+1, n)
		}
		lines = append(lines, m.text(area, area.Height-len(lines))...)
	case len(m.all) == 0:
		for _, s := range m.empty() {
			lines = append(lines, widget.Indent(widget.Wrap(s, min(area.Width-indent-1, measure)), indent)...)
			if area.Height >= roomy {
				lines = append(lines, "")
			}
		}
	default:
		frame.Status = fmt.Sprintf("%d of %d can be explained", m.counting(func(e entry) bool { return e.grasp == explained }), len(m.all))
		lines = append(lines, m.head(area)...)
		lines = append(lines, m.body(area, len(lines), &frame)...)
	}
	if c := frame.Cursor; c != nil && (c.Y >= area.Height || c.X >= area.Width) {
		frame.Cursor = nil
	}
	frame.Body = strings.Join(widget.Crop(lines, area.Width, area.Height), "\n")
	return frame
}

// empty explains the map while there is nothing on it.
func (m model) empty() []string {
	return []string{
		"Nothing is on the map yet.",
		"After an answer in place or proven, the walk asks whether someone can explain it (c). Who can, what rests on one person, " +
			"and what works although nobody can explain it is collected here. Who could not is never shown.",
		"Press enter to choose a session.",
	}
}

func (m model) counting(pass func(entry) bool) int { return len(m.having(pass)) }

// head says in counts what the map shows, and what is left out of it.
func (m model) head(area nav.Area) []string {
	n := len(m.all)
	var parts []string
	for _, c := range []struct {
		n    int
		what string
	}{
		{m.counts[unknown], "works, but nobody can explain it yet"},
		{m.counts[unasked], "not checked yet"},
		{m.counts[byMachine], "written by an AI and not explained"},
	} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%s: %d of %d", c.what, c.n, n))
		}
	}
	if len(parts) > 0 {
		parts[0] = report.UpperFirst(parts[0])
	}
	width := min(area.Width-indent-1, measure+measure/2)
	var lines []string
	if area.Height >= roomy {
		lines = widget.Flow(parts, " "+area.Theme.Glyphs.Dot+" ", width)
		lines = append(lines, widget.Style(widget.Wrap(m.carried(), width), area.Theme.Dim)...)
	}
	if m.show != everything {
		lines = append(lines, widget.Wrap("Shown: "+string(m.show)+".", width)...)
	}
	if len(lines) > 0 && area.Height >= roomy {
		lines = append(lines, "")
	}
	return widget.Indent(lines, indent)
}

// carried says how much rests on one person, kindly.
func (m model) carried() string {
	if m.alone() {
		return "You are alone: someone else means whoever follows your written steps without improvising."
	}
	one, of := 0, 0
	for _, g := range m.whole {
		if len(g.people) > 0 {
			of++
		}
		if _, ok := g.one(); ok {
			one++
		}
	}
	what := "areas"
	if m.byTopic {
		what = "topics"
	}
	switch {
	case of == 0 && m.counting(func(e entry) bool { return e.grasp == explained }) == 0:
		return "None of it can be explained yet: a good reason to sit down together."
	case of == 0:
		return "Who can explain it was not written down: with a name, others know whom to ask."
	case one == 0:
		return "In each of these " + what + " more than one person can explain something."
	}
	return fmt.Sprintf("%d of %d %s rest on one person so far: let them show it to someone else, so that they can be on holiday.", one, of, what)
}

// body draws the rows, and where there is room the selected question beside them.
func (m model) body(area nav.Area, y int, frame *nav.Frame) []string {
	height, width := max(0, area.Height-y), area.Width
	if area.Width >= wide {
		width = min(100, area.Width*3/5)
	}
	rows := m.draw(width-indent-1, height, area)
	shown, at := widget.List(rows, m.cursor, width, height, area.Theme)
	frame.Zones = nav.Rows(widget.RowsAt(rows, m.cursor, height), m.cursor, y, width)
	if at >= 0 {
		frame.Cursor = tea.NewCursor(1, y+at)
		frame.Cursor.Blink = false
	}
	if area.Width < wide {
		return shown
	}
	side := min(area.Width-width-2-1, measure)
	return widget.Columns(shown, m.side(side, area.Theme), width, 2, area.Width)
}

// draw draws the rows near the selected one, and of the others only their place.
func (m model) draw(width, height int, area nav.Area) []widget.Row {
	th := area.Theme
	title := 0
	for _, r := range m.rows {
		if !r.heading {
			title = max(title, widget.Width(textsafe.Line(r.f.Question.Title)))
		}
	}
	title = min(title, width/2-3)
	rows := make([]widget.Row, len(m.rows))
	for i, r := range m.rows {
		rows[i] = widget.Row{Heading: r.heading, Lines: []string{""}}
		switch {
		case i < m.cursor-height || i > m.cursor+height:
		case r.heading:
			rows[i].Lines = m.heading(i, width, area)
		default:
			style := th.Text
			if i == m.cursor {
				style = th.Selected
			}
			if width < normal {
				rows[i].Lines = append(widget.Style(widget.Wrap(r.f.Question.Title, width), style),
					widget.Style(widget.Wrap(r.words(), width), r.style(th))...)
				continue
			}
			name := style.Render(widget.Clip(r.f.Question.Title, title, th))
			words := widget.Style(widget.Wrap(r.words(), max(8, width-title-2)), r.style(th))
			rows[i].Lines = widget.Hang(widget.Pad(name, title+2), words)
		}
	}
	return rows
}

// style is how the words of an entry are drawn.
func (e entry) style(th theme.Theme) interface{ Render(...string) string } {
	switch {
	case e.grasp == explained:
		return th.Good
	case e.works && e.grasp == notYet, e.machine():
		return th.Next
	}
	return th.Dim
}

func (m model) heading(i, width int, area nav.Area) []string {
	th, g := area.Theme, m.groups[m.rows[i].group]
	words := g.heading(m.alone())
	lines := []string{}
	if i > 0 && area.Height >= roomy {
		lines = append(lines, "")
	}
	if widget.Width(textsafe.Line(g.title+words))+3 <= width {
		return append(lines, th.Strong.Render(textsafe.Line(g.title))+"   "+th.Dim.Render(textsafe.Line(words)))
	}
	lines = append(lines, widget.Style(widget.Wrap(g.title, width), th.Strong)...)
	return append(lines, widget.Style(widget.Wrap(words, width), th.Dim)...)
}

// side explains the selected question: what would have to be explained, and which topics it rests on.
func (m model) side(width int, th theme.Theme) []string {
	if m.selected() == "" || width < 20 {
		return nil
	}
	r := m.rows[m.cursor]
	lines := widget.Style(widget.Wrap(r.f.Question.Text, width), th.Strong)
	lines = append(lines, "")
	lines = append(lines, widget.Wrap(report.UpperFirst(r.words())+".", width)...)
	if r.f.Question.Explain != "" {
		lines = append(append(lines, "", th.Accent.Render("To be explained")), widget.Wrap(r.f.Question.Explain, width)...)
	}
	for _, t := range m.readable() {
		lines = append(append(lines, "", th.Accent.Render("Topic: "+textsafe.Line(t.Title))), widget.Style(widget.Wrap(t.Answers, width), th.Dim)...)
	}
	for i := range lines {
		lines[i] = widget.Cut(lines[i], width, th)
	}
	return lines
}

// text draws the topic that is being read.
func (m model) text(area nav.Area, height int) []string {
	th, width := area.Theme, min(area.Width-indent-1, measure)
	lines := explainer(m.reading[m.open], width, th)
	*m.drawn = extent{lines: len(lines), height: height}
	shown, _ := widget.Scroll(lines, m.scroll, width, height, th)
	return widget.Indent(shown, indent)
}

func explainer(t questionnaire.Topic, width int, th theme.Theme) []string {
	lines := append(widget.Style(widget.Wrap(t.Title, width), th.Strong), widget.Style(widget.Wrap(t.Answers, width), th.Dim)...)
	for _, paragraph := range t.Paragraphs {
		lines = append(append(lines, ""), widget.Wrap(paragraph, width)...)
	}
	return lines
}
