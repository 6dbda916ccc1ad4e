// Package plan is the screen that shows the steps in the order in which to do them: the three for
// now in full, the others in a line each, and what was not asked yet.
//
// It must not rank: the order and the reasons are those of package analysis.
package plan

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// page is how many steps page up and page down move.
const page = 5

type model struct {
	env    nav.Env
	view   app.View
	items  []item
	cursor int    // of items
	whatIf string // what would change if the selected step were done; empty: not asked
	editor *editor
	edits  int // editors so far
}

// item is something that can be selected.
type item struct {
	step   analysis.Step
	number int  // place in the plan; 0 for what is done inside another step
	ask    bool // the step that asks what was not asked yet; step is empty
}

// New returns the screen for the view of open, standing on the step of its question.
func New(env nav.Env, open nav.Open) nav.Screen {
	m := model{env: env, view: open.View}
	return m.build(open.Question)
}

// build makes the items anew: what is done now, then the rest, each with what has to be done before
// it, and the asking last.
func (m model) build(stay questionnaire.QuestionID) model {
	steps := map[questionnaire.QuestionID]analysis.Step{}
	for _, s := range m.view.Result.Plan {
		steps[s.Question] = s
	}
	m.items = nil
	number := 0
	for _, now := range []bool{true, false} {
		for _, s := range m.view.Result.Plan {
			if s.Now != now || s.Inherits() {
				continue
			}
			number++
			m.items = append(m.items, item{step: s, number: number})
			for _, id := range s.First {
				m.items = append(m.items, item{step: steps[id]})
			}
		}
	}
	if m.asking() {
		m.items = append(m.items, item{ask: true, number: number + 1})
	}
	if at := slices.IndexFunc(m.items, func(i item) bool { return !i.ask && i.step.Question == stay }); at >= 0 {
		m.cursor = at
	}
	m.cursor = max(0, min(m.cursor, len(m.items)-1))
	return m
}

// Capturing tells whether owner and date are being typed.
func (m model) Capturing() bool { return m.editor != nil }

// Waiting tells whether what was typed is being saved: keys wait for the outcome.
func (m model) Waiting() bool { return m.editor != nil && m.editor.saving }

// Update moves, opens, copies and edits.
func (m model) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case nav.Refreshed:
		return m.refreshed(msg.View), nil
	case saved:
		return m.settle(msg), nil
	case nav.Named:
		m.env.By = msg.By
	case nav.Do:
		return m.do(msg.Action)
	case tea.KeyPressMsg, tea.PasteMsg:
		if m.editor != nil {
			return m.typed(msg)
		}
	}
	return m, nil
}

func (m model) refreshed(v app.View) model {
	if a, now := v.Assessment, m.view.Assessment; a.ID != now.ID || a.Seq < now.Seq {
		return m
	}
	stay := m.selected()
	m.view = v
	m = m.build(stay)
	if m.selected() != stay {
		m.whatIf = ""
	} else if m.whatIf != "" {
		m.whatIf = m.change()
	}
	return m
}

func (m model) do(action theme.ActionID) (nav.Screen, tea.Cmd) {
	switch {
	case action == theme.ActBack:
		return m, nav.Send(nav.Back{})
	case action == theme.ActEnter && !m.onStep():
		return m, m.open(nav.Agenda)
	case action == theme.ActEnter:
		return m, m.open(nav.Walk)
	case action == theme.ActGaps:
		return m, m.open(nav.Gaps)
	case action == theme.ActReport:
		return m, m.open(nav.Report)
	}
	if at := moved(m.cursor, len(m.items)-1, action); at != m.cursor {
		m.cursor, m.whatIf = at, ""
	}
	if !m.onStep() {
		return m, nil
	}
	switch {
	case action == theme.ActWhatIf && m.whatIf != "":
		m.whatIf = ""
	case action == theme.ActWhatIf:
		m.whatIf = m.change()
	case action == theme.ActOwner:
		m = m.edit()
	case action == theme.ActCopy:
		return m, tea.Batch(tea.SetClipboard(m.markdown()), nav.Send(nav.Say{Text: "The step was sent to the clipboard."}))
	}
	return m, nil
}

// moved returns the item to which an action leads.
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

// onStep tells whether a step about a gap is selected.
func (m model) onStep() bool { return len(m.items) > 0 && !m.items[m.cursor].ask }

// selected returns the question of the selected step, if it is about one.
func (m model) selected() questionnaire.QuestionID {
	if !m.onStep() {
		return ""
	}
	return m.items[m.cursor].step.Question
}

// change says in one sentence what would be different if the selected step were done.
func (m model) change() string {
	after := analysis.WhatIf(m.view.Input(), m.selected())
	return analysis.Difference(m.view.Result, after)
}

// Actions lists what can be done with the selected step and with the plan.
func (m model) Actions() []nav.Action {
	if m.editor != nil {
		return m.editor.actions()
	}
	why := ""
	enter := "answer it"
	switch {
	case len(m.items) == 0:
		why, enter = "there is no step", "choose a session"
	case !m.onStep():
		why, enter = "this step is to ask, not to fix", "choose a session"
	}
	whatIf := nav.Action{ID: theme.ActWhatIf, Disabled: why}
	if m.whatIf != "" {
		whatIf.Label = "hide what if"
	}
	return []nav.Action{
		{ID: theme.ActUp},
		{ID: theme.ActEnter, Label: enter},
		{ID: theme.ActOwner, Label: "owner, date", Disabled: why},
		whatIf,
		{ID: theme.ActCopy, Disabled: why},
		{ID: theme.ActGaps},
		{ID: theme.ActReport},
		{ID: theme.ActBack},
		{ID: theme.ActDown},
		{ID: theme.ActPageUp},
		{ID: theme.ActPageDown},
		{ID: theme.ActTop},
		{ID: theme.ActBottom},
	}
}
