// Package gaps is the screen that lists what is open: every gap with its decision, in the order of
// the plan or another one, and why it has this word and this place.
//
// It must not judge: it shows, filters and sorts what package analysis found.
package gaps

import (
	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// page is how many rows page up and page down move.
const page = 10

type model struct {
	env     nav.Env
	view    app.View
	filters []filter // the choices there are
	show    string   // name of the one that is on; empty: all
	order   order
	rows    []analysis.Finding // what the filter leaves, in that order
	all     int                // gaps without a filter
	cursor  int                // of rows
	why     bool
}

// New returns the screen for the view of open, standing on its question if that is a gap.
func New(env nav.Env, open nav.Open) nav.Screen {
	m := model{env: env, view: open.View}
	return m.build(open.Question)
}

// Capturing is never true: there is no text field.
func (m model) Capturing() bool { return false }

// Update moves, filters, sorts and opens.
func (m model) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case nav.Refreshed:
		if a, now := msg.View.Assessment, m.view.Assessment; a.ID != now.ID || a.Seq < now.Seq {
			return m, nil
		}
		m.view = msg.View
		return m.build(m.selected()), nil
	case nav.Named:
		m.env.By = msg.By
	case nav.Do:
		return m.do(msg.Action)
	}
	return m, nil
}

func (m model) do(action theme.ActionID) (nav.Screen, tea.Cmd) {
	empty := len(m.rows) == 0
	switch {
	case action == theme.ActBack:
		return m, nav.Send(nav.Back{})
	case action == theme.ActEnter && empty:
		return m, m.open(nav.Agenda)
	case action == theme.ActEnter:
		return m, m.open(nav.Walk)
	case action == theme.ActPlan:
		return m, m.open(nav.Plan)
	case action == theme.ActReport:
		return m, m.open(nav.Report)
	case action == theme.ActWhy:
		m.why = !m.why && !empty
	case action == theme.ActFilter:
		m.show = m.nextFilter()
		return m.build(m.selected()), nil
	case action == theme.ActSort:
		m.order = m.order.next()
		return m.build(m.selected()), nil
	}
	m.cursor = moved(m.cursor, len(m.rows)-1, action)
	return m, nil
}

// moved returns the row to which an action leads.
func moved(at, last int, action theme.ActionID) int {
	at += map[theme.ActionID]int{
		theme.ActUp: -1, theme.ActDown: 1, theme.ActPageUp: -page, theme.ActPageDown: page,
		theme.ActTop: -last, theme.ActBottom: last,
	}[action]
	return max(0, min(at, last))
}

func (m model) open(k nav.Kind) tea.Cmd {
	return nav.Send(nav.Open{Kind: k, View: m.view, Question: m.selected()})
}

// selected returns the question of the selected row, if there is one.
func (m model) selected() questionnaire.QuestionID {
	if len(m.rows) == 0 {
		return ""
	}
	return m.rows[m.cursor].Question.ID
}

// Actions lists what can be done with the selected gap and with the list.
func (m model) Actions() []nav.Action {
	if m.all == 0 {
		return []nav.Action{
			{ID: theme.ActEnter, Label: "choose a session"},
			{ID: theme.ActPlan},
			{ID: theme.ActReport},
			{ID: theme.ActBack},
			{ID: theme.ActWhy, Disabled: nothingOpen},
			{ID: theme.ActFilter, Disabled: nothingOpen},
			{ID: theme.ActSort, Disabled: nothingOpen},
		}
	}
	why := nav.Action{ID: theme.ActWhy}
	if m.why {
		why.Label = "hide why"
	}
	filter := nav.Action{ID: theme.ActFilter}
	if len(m.filters) == 1 {
		filter.Disabled = "every gap is alike"
	}
	return []nav.Action{
		{ID: theme.ActUp},
		{ID: theme.ActEnter, Label: "answer it"},
		why, filter,
		{ID: theme.ActSort},
		{ID: theme.ActPlan},
		{ID: theme.ActReport},
		{ID: theme.ActBack},
		{ID: theme.ActDown},
		{ID: theme.ActPageUp},
		{ID: theme.ActPageDown},
		{ID: theme.ActTop},
		{ID: theme.ActBottom},
	}
}

const nothingOpen = "there is no gap"
