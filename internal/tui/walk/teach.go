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

// extent remembers what was drawn last, so that scrolling ends where the text does, and keys that
// answer do so while the text stands beside the question.
type extent struct {
	lines, height int
	beside        bool
}

func (e extent) last() int { return max(0, e.lines-e.height) }

// topicsMsg brings the topics.
type topicsMsg struct {
	topics []questionnaire.Topic
	err    error
}

// covered tells whether an explanation stands in place of the question.
func (w screen) covered() bool { return w.teach && !w.lessons.drawn.beside }

// always tells whether there is so much room that the explanation stays beside the question.
func (w screen) always() bool { return w.lessons.drawn.beside && !w.teach && !w.bare }

// beginLesson opens the explanation, or closes the one beside the question; from topic 1 on, that
// topic of the question. It loads the topics if the question names some: until then nobody has asked
// for them.
func (w screen) beginLesson(f analysis.Finding, topic int) (screen, tea.Cmd) {
	open := w.teach
	if w.teach = !w.always(); topic == 0 && open {
		w.teach = false
	}
	if topic > w.readable(f) {
		topic = 0
	}
	w = w.turned(topic)
	if w.lessons.topics != nil || len(f.Question.Topics) == 0 {
		return w, nil
	}
	library := w.Env.App.Library
	return w, func() tea.Msg {
		topics, err := library.Topics()
		return topicsMsg{topics, err}
	}
}

// turned returns the screen with that topic open, 0 for the explanation, from its beginning.
func (w screen) turned(topic int) screen {
	w.scroll, w.lessons.topic = 0, topic
	w.lessons.drawn = &extent{beside: w.lessons.drawn.beside}
	return w
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

// read moves in an explanation that covers the question and in its topics, or closes them.
func (w screen) read(f analysis.Finding, action theme.ActionID) (screen, tea.Cmd) {
	switch action {
	case theme.ActTeach:
		w.teach = false
		return w.turned(0), nil
	case theme.ActTopic:
		return w.beginLesson(f, w.lessons.topic+1)
	case theme.ActBack:
		return w.closed(), nil
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
		return w, nav.Send(nav.Open{Kind: nav.Help, View: w.View})
	}
	return w.scrolled(action), nil
}

// closed closes the topic that is open, else the explanation.
func (w screen) closed() screen {
	if w.lessons.topic == 0 {
		w.teach = false
		return w
	}
	w.scroll, w.lessons.topic, w.lessons.below = w.lessons.below, 0, 0
	return w
}

// beside does what keys do to an explanation that stands beside the question.
func (w screen) beside(action theme.ActionID) (next screen, cmd tea.Cmd, done bool) {
	const enough = 20 // rows from which on the levels do not need up and down
	d := w.lessons.drawn
	if w.Bare() {
		return w, nil, false
	}
	switch action {
	case theme.ActBack:
		if !d.beside || !w.teach && w.lessons.topic == 0 {
			return w, nil, false
		}
		return w.closed(), nil, true
	case theme.ActUp, theme.ActDown:
		if !d.beside || d.last() == 0 || d.height < enough {
			return w, nil, false
		}
	case theme.ActPageUp, theme.ActPageDown, theme.ActTop, theme.ActBottom:
	default:
		return w, nil, false
	}
	return w.scrolled(action), nil, true
}

// scrolled moves in an explanation.
func (w screen) scrolled(action theme.ActionID) screen {
	last := w.lessons.drawn.last()
	whole := max(1, w.lessons.drawn.height-1) // the last line of a page is the first of the next
	w.scroll += map[theme.ActionID]int{
		theme.ActUp: -1, theme.ActDown: 1, theme.ActPageUp: -whole, theme.ActPageDown: whole,
		theme.ActTop: -w.scroll, theme.ActBottom: last,
	}[action]
	w.scroll = min(max(0, w.scroll), last)
	return w
}

// turn opens the next topic, or the one before.
func (w screen) turn(f analysis.Finding, by int) screen {
	if next := w.lessons.topic + by; next >= 1 && next <= w.readable(f) {
		return w.turned(next)
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
	if w.readable(f) > 0 {
		actions = append(actions, nav.Action{ID: theme.ActTopic, Quiet: true})
	}
	return append(
		actions,
		nav.Action{ID: theme.ActTeach, Label: "back to the question"}, back, nav.Action{ID: theme.ActDown},
		nav.Action{ID: theme.ActPageUp}, nav.Action{ID: theme.ActPageDown},
		nav.Action{ID: theme.ActTop}, nav.Action{ID: theme.ActBottom},
	)
}

// lesson is all that is known of a question, as styled lines of at most width columns, with the why
// or without.
func lesson(f analysis.Finding, topics []questionnaire.Topic, width int, th theme.Theme, why bool) []string {
	q := f.Question
	var lines []string
	add := func(label, text string) {
		if body := widget.Wrap(text, width); len(body) > 0 {
			lines = append(append(lines, "", th.Accent.Render(label)), body...)
		}
	}
	if why {
		add("Why", q.Why)
	}
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
	lines := []string{"", th.Accent.Render("Topics, two minutes each") + th.Dim.Render(" (T)")}
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

// lessonBody draws the explanation in place of the question, or the topic that is open, as far as it
// fits. A topic that is not loaded yet is an empty page.
func (w screen) lessonBody(f analysis.Finding, area nav.Area) []string {
	g, topics := gridOf(area.Width), w.topicsOf(f)
	lines := []string{""}
	if w.lessons.topic == 0 {
		lines = append(lines, widget.Style(widget.Wrap(f.Question.Text, g.measure), area.Theme.Strong)...)
		lines = append(lines, lesson(f, topics, g.measure, area.Theme, true)...)
	} else {
		lines = append(lines, w.explained(topics, g.measure, area.Theme)...)
	}
	*w.lessons.drawn = extent{lines: len(lines), height: area.Height}
	shown, _ := widget.Scroll(lines, w.scroll, g.measure, area.Height, area.Theme)
	return widget.Indent(shown, g.left)
}

// besideBody draws the same beside the question, with the why if that does not stand there already;
// a blank line comes first if one does there.
func (w screen) besideBody(f analysis.Finding, g grid, area nav.Area, why, blank bool) []string {
	topics := w.topicsOf(f)
	lines := lesson(f, topics, g.side, area.Theme, why)
	if w.lessons.topic > 0 {
		lines = append([]string{""}, w.explained(topics, g.side, area.Theme)...)
	}
	if !blank && len(lines) > 0 {
		lines = lines[1:]
	}
	*w.lessons.drawn = extent{lines: len(lines), height: area.Height, beside: true}
	shown, _ := widget.Scroll(lines, w.scroll, g.side, area.Height, area.Theme)
	return shown
}

// explained is the text of the topic that is open, nothing until it is loaded.
func (w screen) explained(topics []questionnaire.Topic, width int, th theme.Theme) []string {
	if w.lessons.topic > len(topics) {
		return nil
	}
	return explainer(topics[w.lessons.topic-1], width, th)
}
