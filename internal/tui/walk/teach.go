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

// lessons is what can be read about the question that is shown.
type lessons struct {
	topics []questionnaire.Topic // all there are; nil until they are loaded
	topic  int                   // the one that is open, of those the question names, from 1; 0 is none
	below  int                   // where the explanation below an open topic was scrolled to
	drawn  *extent
}

// extent remembers what was drawn last, so that scrolling ends where the text does.
type extent struct{ lines, height int }

// topicsMsg brings the topics.
type topicsMsg struct {
	topics []questionnaire.Topic
	err    error
}

// beginLesson opens the explanation, and loads the topics if the question names some: until then
// nobody has asked for them.
func (w screen) beginLesson(f analysis.Finding) (screen, tea.Cmd) {
	w.teach, w.scroll, w.lessons.topic, w.lessons.drawn = true, 0, 0, &extent{}
	if w.lessons.topics != nil || len(f.Question.Topics) == 0 {
		return w, nil
	}
	library := w.env.App.Library
	return w, func() tea.Msg {
		topics, err := library.Topics()
		return topicsMsg{topics, err}
	}
}

// loaded takes the topics.
func (w screen) loaded(msg topicsMsg) (screen, tea.Cmd) {
	if msg.err != nil {
		return w, nav.Send(nav.Failed{Err: msg.err, What: "open the topics"})
	}
	w.lessons.topics = msg.topics
	f, _ := w.finding()
	w.lessons.topic = min(w.lessons.topic, w.readable(f))
	return w, nil
}

// topicsOf returns the topics that a question names, in its order.
func (w screen) topicsOf(f analysis.Finding) []questionnaire.Topic {
	var found []questionnaire.Topic
	for _, id := range f.Question.Topics {
		for _, t := range w.lessons.topics {
			if string(t.ID) == id {
				found = append(found, t)
			}
		}
	}
	return found
}

// readable counts the topics that can be opened; until they are loaded, those the question names.
func (w screen) readable(f analysis.Finding) int {
	if w.lessons.topics == nil {
		return len(f.Question.Topics)
	}
	return len(w.topicsOf(f))
}

// read moves in the explanation of a question and in its topics, or closes them.
func (w screen) read(f analysis.Finding, action theme.ActionID) (screen, tea.Cmd) {
	whole := max(1, w.lessons.drawn.height-1) // the last line of a page is the first of the next
	last := max(0, w.lessons.drawn.lines-w.lessons.drawn.height)
	switch action {
	case theme.ActTeach:
		w.teach = false
	case theme.ActBack:
		if w.teach = w.lessons.topic > 0; w.teach {
			w.scroll, w.lessons.topic = w.lessons.below, 0
			return w, nil
		}
	case theme.ActEnter:
		if w.lessons.topic == 0 {
			w.lessons.below = w.scroll
			return w.turn(f, 1), nil
		}
	case theme.ActNext:
		return w.turn(f, 1), nil
	case theme.ActPrevious:
		return w.turn(f, -1), nil
	case theme.ActHelp:
		return w, nav.Send(nav.Open{Kind: nav.Help, View: w.view})
	}
	w.scroll += map[theme.ActionID]int{
		theme.ActUp: -1, theme.ActDown: 1, theme.ActPageUp: -whole, theme.ActPageDown: whole,
		theme.ActTop: -w.scroll, theme.ActBottom: last,
	}[action]
	w.scroll = min(max(0, w.scroll), last)
	return w, nil
}

// turn opens the next topic, or the one before.
func (w screen) turn(f analysis.Finding, by int) screen {
	if next := w.lessons.topic + by; next >= 1 && next <= w.readable(f) {
		w.scroll, w.lessons.topic, w.lessons.drawn = 0, next, &extent{}
	}
	return w
}

// lessonActions lists what can be done while something is read.
func (w screen) lessonActions(f analysis.Finding) []nav.Action {
	actions := []nav.Action{{ID: theme.ActUp, Label: "scroll"}}
	back := nav.Action{ID: theme.ActBack}
	switch at, last := w.lessons.topic, w.readable(f); {
	case at == 0 && last > 0:
		open := nav.Action{ID: theme.ActEnter, Label: "topic"}
		if topics := w.topicsOf(f); len(topics) > 0 {
			open.Label = "topic " + analysis.LowerFirst(topics[0].Title)
		}
		actions = append(actions, open)
	case at > 0:
		back.Label = "close the topic"
		if at < last {
			actions = append(actions, nav.Action{ID: theme.ActNext, Label: "next topic"})
		}
		if at > 1 {
			actions = append(actions, nav.Action{ID: theme.ActPrevious, Label: "topic before"})
		}
	}
	return append(
		actions,
		nav.Action{ID: theme.ActTeach, Label: "back to the question"}, back, nav.Action{ID: theme.ActDown},
		nav.Action{ID: theme.ActPageUp}, nav.Action{ID: theme.ActPageDown},
		nav.Action{ID: theme.ActTop}, nav.Action{ID: theme.ActBottom},
	)
}

// lesson is all that is known of a question, as styled lines of at most width columns.
func lesson(f analysis.Finding, topics []questionnaire.Topic, width int, th theme.Theme) []string {
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
	return append(lines, topicLines(q, topics, width, th)...)
}

// topicLines names the topics of a question with what each of them answers.
func topicLines(q questionnaire.Question, topics []questionnaire.Topic, width int, th theme.Theme) []string {
	if len(q.Topics) == 0 {
		return nil
	}
	lines := []string{"", th.Accent.Render("Topics, two minutes each")}
	if len(topics) == 0 { // not loaded yet, or of a questionnaire of one's own
		return append(lines, widget.Wrap(strings.ReplaceAll(strings.Join(q.Topics, ", "), "-", " "), width)...)
	}
	for i, t := range topics {
		mark := fmt.Sprintf("%d  ", i+1)
		text := append(widget.Wrap(t.Title, width-len(mark)), widget.Style(widget.Wrap(t.Answers, width-len(mark)), th.Dim)...)
		lines = append(lines, widget.Hang(mark, text)...)
	}
	return lines
}

// explainer is the text of a topic as styled lines of at most width columns.
func explainer(t questionnaire.Topic, width int, th theme.Theme) []string {
	lines := append(widget.Style(widget.Wrap(t.Title, width), th.Strong), widget.Style(widget.Wrap(t.Answers, width), th.Dim)...)
	for _, paragraph := range t.Paragraphs {
		lines = append(append(lines, ""), widget.Wrap(paragraph, width)...)
	}
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

// lessonBody draws the explanation, or the topic that is open, as far as it fits. A topic that is not
// loaded yet is an empty page.
func (w screen) lessonBody(f analysis.Finding, area nav.Area) []string {
	g, topics := gridOf(area.Width), w.topicsOf(f)
	lines := []string{""}
	switch at := w.lessons.topic; {
	case at == 0:
		lines = append(lines, lesson(f, topics, g.measure, area.Theme)...)
	case at <= len(topics):
		lines = append(lines, explainer(topics[at-1], g.measure, area.Theme)...)
	}
	*w.lessons.drawn = extent{lines: len(lines), height: area.Height}
	shown, _ := widget.Scroll(lines, w.scroll, g.measure, area.Height, area.Theme)
	return widget.Indent(shown, g.left)
}
