// Package knowledge is the screen that shows who can explain what: by area or by topic, with what
// rests on one person, what works although nobody can explain it, and what was not asked about yet.
//
// It names who can explain something and never who could not. It must not judge.
package knowledge

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// page is how many rows page up and page down move.
const page = 10

type model struct {
	env     nav.Env
	view    app.View
	topics  []questionnaire.Topic // all there are
	ready   bool                  // they are loaded, or cannot be
	byTopic bool                  // else by area
	show    filter
	all     []entry // the whole map, in the order of the questionnaires
	whole   []group
	counts  map[filter]int // what each filter leaves of it
	groups  []group        // what is shown
	rows    []row
	cursor  int // of rows

	reading []questionnaire.Topic // what is being read, of which the one at open is seen; nil: the map is
	open    int
	scroll  int
	drawn   *extent
}

// extent remembers what was drawn last, so that scrolling ends where the text does.
type extent struct{ lines, height int }

// New returns the screen for the view of open. The topics are loaded when it is opened.
func New(env nav.Env, open nav.Open) nav.Screen {
	return model{env: env, view: open.View, drawn: &extent{}}.build(open.Question)
}

// Capturing is never true: there is no text field.
func (m model) Capturing() bool { return false }

// Waiting tells whether the topics are on their way.
func (m model) Waiting() bool { return !m.ready }

// loaded brings the topics.
type loaded struct {
	topics []questionnaire.Topic
	err    error
}

// Update loads, moves, groups, filters and opens.
func (m model) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case nav.Open:
		if !m.ready {
			library := m.env.App.Library
			return m, m.env.Run(func(context.Context) tea.Msg {
				topics, err := library.Topics()
				return loaded{topics, err}
			})
		}
	case loaded:
		return m.take(msg)
	case nav.Refreshed:
		if a, now := msg.View.Assessment, m.view.Assessment; a.ID == now.ID && a.Seq >= now.Seq {
			stay := m.selected()
			m.view = msg.View
			return m.build(stay), nil
		}
	case nav.Named:
		m.env.By = msg.By
	case nav.Point:
		if msg.Row >= 0 && msg.Row < len(m.rows) && !m.rows[msg.Row].heading {
			m.cursor = msg.Row
		}
	case nav.Do:
		if m.reading != nil {
			return m.read(msg.Action), nil
		}
		return m.do(msg.Action)
	}
	return m, nil
}

// take keeps the topics. Without them the map still shows areas.
func (m model) take(msg loaded) (nav.Screen, tea.Cmd) {
	if m.ready {
		return m, nil
	}
	m.topics, m.ready = msg.topics, true
	m = m.build(m.selected())
	if msg.err != nil {
		return m, nav.Send(nav.Failed{Err: msg.err, What: "open the topics"})
	}
	return m, nil
}

func (m model) do(action theme.ActionID) (nav.Screen, tea.Cmd) {
	switch action {
	case theme.ActBack:
		return m, nav.Send(nav.Back{})
	case theme.ActEnter:
		if m.selected() == "" {
			return m, nav.Send(nav.Open{Kind: nav.Agenda, View: m.view})
		}
		return m, m.to(nav.Walk)
	case theme.ActGaps:
		return m, m.to(nav.Gaps)
	case theme.ActReport:
		return m, m.to(nav.Report)
	case theme.ActHistory:
		return m, m.to(nav.History)
	case theme.ActTab:
		m.byTopic = !m.byTopic
		return m.build(m.selected()), nil
	case theme.ActFilter:
		m.show = m.nextFilter()
		return m.build(m.selected()), nil
	case theme.ActTopic:
		m.reading, m.open, m.scroll, m.drawn = m.readable(), 0, 0, &extent{}
		return m, nil
	}
	m.cursor = move(action, m.cursor, m.rows)
	return m, nil
}

func (m model) to(k nav.Kind) tea.Cmd {
	return nav.Send(nav.Open{Kind: k, View: m.view, Question: m.selected()})
}

// move returns the row to which an action leads; headings are skipped.
func move(action theme.ActionID, at int, rows []row) int {
	step := 1
	if action == theme.ActUp || action == theme.ActPageUp || action == theme.ActBottom {
		step = -1
	}
	return settleOn(rows, widget.Move(action, at, len(rows)-1, page), step)
}

// settleOn returns the first row from at on that is no heading: in the direction of step, else in
// the other one.
func settleOn(rows []row, at, step int) int {
	for _, by := range []int{step, -step} {
		for i := at; i >= 0 && i < len(rows); i += by {
			if !rows[i].heading {
				return i
			}
		}
	}
	return 0
}

// selected returns the question of the selected row, if there is one.
func (m model) selected() questionnaire.QuestionID {
	if m.cursor >= len(m.rows) || m.rows[m.cursor].heading {
		return ""
	}
	return m.rows[m.cursor].f.Question.ID
}

// readable returns the topics that belong to the selected row, that of its group first.
func (m model) readable() []questionnaire.Topic {
	if m.selected() == "" {
		return nil
	}
	row := m.rows[m.cursor]
	var found []questionnaire.Topic
	for _, t := range m.topics {
		switch {
		case m.byTopic && t.ID == m.groups[row.group].topic:
			found = append([]questionnaire.Topic{t}, found...)
		case row.about(t.ID):
			found = append(found, t)
		}
	}
	return found
}

// read moves in a topic, goes to the next one, or closes it.
func (m model) read(action theme.ActionID) model {
	whole := max(1, m.drawn.height-1) // the last line of a page is the first of the next
	last := max(0, m.drawn.lines-m.drawn.height)
	turn := 0
	switch action {
	case theme.ActBack, theme.ActTopic:
		m.reading = nil
		return m
	case theme.ActNext:
		turn = 1
	case theme.ActPrevious:
		turn = -1
	}
	if to := m.open + turn; turn != 0 && to >= 0 && to < len(m.reading) {
		m.open, m.scroll, m.drawn = to, 0, &extent{}
		return m
	}
	m.scroll = widget.Move(action, min(m.scroll, last), last, whole)
	return m
}

// Actions lists what can be done with the map, or with the topic that is being read.
func (m model) Actions() []nav.Action {
	moving := []nav.Action{
		{ID: theme.ActDown}, {ID: theme.ActPageUp}, {ID: theme.ActPageDown}, {ID: theme.ActTop}, {ID: theme.ActBottom},
	}
	if m.reading != nil {
		actions := []nav.Action{{ID: theme.ActUp, Label: "scroll"}}
		if m.open+1 < len(m.reading) {
			actions = append(actions, nav.Action{ID: theme.ActNext, Label: "next topic"})
		}
		if m.open > 0 {
			actions = append(actions, nav.Action{ID: theme.ActPrevious, Label: "topic before"})
		}
		actions = append(actions, nav.Action{ID: theme.ActBack, Label: "back to the map"}, nav.Action{ID: theme.ActTopic, Quiet: true})
		return append(actions, moving...)
	}
	if len(m.all) == 0 {
		return []nav.Action{{ID: theme.ActEnter, Label: "choose a session"}, {ID: theme.ActGaps}, {ID: theme.ActReport}, {ID: theme.ActBack}}
	}
	topic := nav.Action{ID: theme.ActTopic}
	if len(m.readable()) == 0 {
		topic.Disabled = "This question names no topic."
	}
	by := "by topic"
	if m.byTopic {
		by = "by area"
	}
	filter := nav.Action{ID: theme.ActFilter}
	if m.nextFilter() == m.show {
		filter.Disabled = "There is nothing to leave out."
	}
	return append([]nav.Action{
		{ID: theme.ActUp},
		{ID: theme.ActEnter, Label: "open it"},
		topic,
		{ID: theme.ActTab, Label: by},
		filter,
		{ID: theme.ActGaps},
		{ID: theme.ActReport},
		{ID: theme.ActBack},
		{ID: theme.ActHistory, Quiet: true},
	}, moving...)
}

// alone tells whether there is nobody else to explain something to.
func (m model) alone() bool { return len(m.view.Assessment.KnownPeople()) <= 1 }

func checked(x assessment.Answer) bool { return x.Check != assessment.Unchecked }
