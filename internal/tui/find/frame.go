package find

import (
	"fmt"
	"strings"

	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/widget"
)

// Frame draws the field, what was found, and more about what is chosen.
func (m finder) Frame(area nav.Area) nav.Frame {
	th := area.Theme
	pens := pensOf(th)
	frame := nav.Frame{Crumbs: []string{"prodfirst", "find a system"}, Status: m.status()}
	hint := "a part of a system's name"
	if name := m.view.Assessment.Description.Name; name != "" {
		frame.Crumbs[0] = textsafe.Line(name)
	}
	if !m.among {
		frame.Crumbs[1], hint = "find a question", "a word of it, an area, an owner, an answer"
	}
	lines := m.pick.head("find", hint, area, &frame)
	var about []string
	var draw func(i int) string
	if m.among {
		w := m.broad.fitSystems(area)
		draw = func(i int) string { return m.drawSystem(i, w, pens, area) }
	} else {
		w := m.wide.fit(area)
		draw = func(i int) string { return m.drawQuestion(i, w, pens, th) }
		if area.Height >= 8 {
			about = m.aboutQuestion(area, w, pens, min(3, area.Height/4))
		}
	}
	switch {
	case m.pick.count > 0:
	case m.among:
		lines = append(lines, m.emptySystems(area)...)
	default:
		lines = append(lines, m.emptyQuestions(area)...)
	}
	if len(about) > 0 {
		about = append([]string{""}, widget.Indent(about, indent)...)
	}
	height := area.Height - len(lines) - len(about)
	drawn, at := widget.Window(m.pick.count, m.pick.cursor, area.Width, height, th, draw)
	frame.Zones = nav.Rows(at, m.pick.cursor, len(lines), area.Width)
	lines = append(append(lines, drawn...), about...)
	frame.Body = strings.Join(widget.Crop(lines, area.Width, area.Height), "\n")
	return frame
}

// status says how many there are, and how many of them are shown.
func (m finder) status() string {
	all, noun := len(m.questions), "question"
	if m.among {
		all, noun = len(m.systems), "system"
	}
	if all != 1 {
		noun += "s"
	}
	switch {
	case m.reading:
		return ""
	case m.pick.count < all:
		return fmt.Sprintf("%d of %d %s", m.pick.count, all, noun)
	}
	return fmt.Sprintf("%d %s", all, noun)
}
