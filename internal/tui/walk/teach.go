package walk

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// page is how far a page of the explanation scrolls.
const page = 10

// read moves in the explanation of a question, or closes it.
func (w screen) read(action theme.ActionID) (screen, tea.Cmd) {
	switch action {
	case theme.ActTeach, theme.ActBack, theme.ActNext, theme.ActEnter:
		w.teach = false
	case theme.ActUp:
		w.scroll--
	case theme.ActDown:
		w.scroll++
	case theme.ActPageUp:
		w.scroll -= page
	case theme.ActPageDown:
		w.scroll += page
	case theme.ActTop:
		w.scroll = 0
	case theme.ActBottom:
		w.scroll = w.lessonLength()
	case theme.ActHelp:
		return w, nav.Send(nav.Open{Kind: nav.Help, View: w.view})
	}
	w.scroll = min(max(0, w.scroll), w.lessonLength())
	return w, nil
}

// lessonLength is an upper limit of the explanation's lines in a narrow window.
func (w screen) lessonLength() int {
	f, _ := w.finding()
	return len(lesson(f, 30, theme.New(theme.Options{Mono: true})))
}

// lesson is all that is known of a question, as styled lines of at most width columns.
func lesson(f analysis.Finding, width int, th theme.Theme) []string {
	q := f.Question
	lines := widget.Style(widget.Wrap(q.Text, width), th.Strong)
	add := func(label, text string) {
		if body := widget.Wrap(text, width); len(body) > 0 {
			lines = append(append(lines, "", th.Accent.Render(label)), body...)
		}
	}
	add("Why", q.Why)
	add("In a prototype", q.Prototype)
	add("In production", q.Production)
	add("Ask to see", q.Verify)
	add("Listen for", q.ListenFor)
	add("Seen in AI-written code", q.AIFailure)
	if len(q.Steps) > 0 {
		lines = append(lines, "", th.Accent.Render("Steps"))
	}
	for i, s := range q.Steps {
		mark := fmt.Sprintf("%d  ", i+1)
		text := fmt.Sprintf("%s (%s)", s.Do, role(s.By))
		lines = append(lines, widget.Hang(mark, widget.Wrap(text, width-len(mark)))...)
	}
	add("Sources", strings.Join(q.References, ", "))
	add("Topics", strings.ReplaceAll(strings.Join(q.Topics, ", "), "-", " "))
	return lines
}

func role(r questionnaire.Role) string {
	switch r {
	case questionnaire.AIDraft:
		return "an AI may draft it, a person checks it"
	case questionnaire.ByPerson:
		return "a person"
	}
	return string(r)
}

// lessonBody draws the explanation as far as it fits.
func (w screen) lessonBody(f analysis.Finding, area nav.Area) []string {
	g := gridOf(area.Width)
	lines := append([]string{""}, lesson(f, g.measure, area.Theme)...)
	shown, _ := widget.Scroll(lines, w.scroll, g.measure, area.Height, area.Theme)
	return widget.Indent(shown, g.left)
}
