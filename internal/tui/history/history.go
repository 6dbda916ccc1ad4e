// Package history is the screen that looks back: two states side by side, the trend, who answered
// what when, what was decided, what was shipped, and what was accepted until when.
//
// It must not judge or compare: it shows what the use cases of package app return.
package history

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// page is how many rows page up and page down move.
const page = 10

// part is one section of the screen.
type part int

const (
	comparing part = iota
	trending
	changing
	deciding
	shipping
	accepting
)

func parts() []string {
	return []string{"Compare", "Trend", "Changes", "Decisions", "Shipped", "Accepted"}
}

type model struct {
	edit.Book
	data   data
	ready  bool // the data is there
	busy   bool // a comparison is on its way
	broken bool // the history could not be read

	part   part
	items  []item // of the part
	cursor int    // of items
	from   string // label of the state to compare from, if one was marked

	diff   []item // of the comparison
	below  int    // the cursor in it
	inDiff bool   // it has the keys

	shown filter // of the changes
	form  widget.Form
	saves bool    // the milestone is being saved
	wrong *string // why it cannot be, once that is known
}

// New returns the screen for the view of open. What it shows is loaded when it is opened.
func New(env nav.Env, open nav.Open) nav.Screen {
	return model{Book: edit.New(env, open.View)}
}

// Capturing tells whether the name of a milestone is being typed.
func (m model) Capturing() bool { return m.form.IsOpen() && !m.saves }

// Waiting tells whether keys are for what is on its way.
func (m model) Waiting() bool { return !m.ready && !m.broken || m.busy || m.saves }

// turn asks for another part: a click on its name.
type turn struct{ to part }

// point is a click on a row of the list, or of the comparison.
type point struct {
	row    int
	inDiff bool
}

// Update loads, moves, marks, names and opens.
func (m model) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	var done []edit.Outcome
	m.Book, done = m.Take(msg)
	for _, o := range done {
		m = m.settle(o)
	}
	switch msg := msg.(type) {
	case nav.Open, nav.Refreshed:
		if !m.ready || m.data.seq < m.Stored.Assessment.Seq {
			return m, m.load()
		}
	case data:
		return m.loaded(msg)
	case compared:
		return m.compared(msg)
	case nav.Do:
		return m.do(msg.Action)
	case turn:
		return m.turn(msg.to), nil
	case point:
		return m.click(msg), nil
	case tea.KeyPressMsg, tea.PasteMsg:
		if m.Capturing() {
			return m.typed(msg)
		}
	}
	return m, nil
}

func (m model) do(action theme.ActionID) (nav.Screen, tea.Cmd) {
	switch action {
	case theme.ActBack:
		if m.inDiff {
			m.inDiff = false
			return m, nil
		}
		return m, nav.Send(nav.Back{})
	case theme.ActReport:
		return m, nav.Send(nav.Open{Kind: nav.Report, View: m.View})
	case theme.ActKnowledge:
		return m, nav.Send(nav.Open{Kind: nav.Knowledge, View: m.View})
	}
	if !m.ready {
		return m, nil
	}
	last := part(len(parts()) - 1)
	switch action {
	case theme.ActTab:
		return m.turn((m.part + 1) % (last + 1)), nil
	case theme.ActBackTab:
		return m.turn((m.part + last) % (last + 1)), nil
	case theme.ActMilestone:
		m.form = widget.Form{Eager: true, Entries: []widget.Entry{
			widget.Line(label, "Name", "", `"before the launch", "after the drill"`),
		}}
		return m, nil
	case theme.ActFilter:
		m.shown = m.nextFilter()
		return m.build(), nil
	}
	return m.onRow(action)
}

// onRow moves in the list that has the keys, or does something with its selected row.
func (m model) onRow(action theme.ActionID) (nav.Screen, tea.Cmd) {
	at, ok := m.selected()
	switch {
	case m.part == comparing && !m.inDiff && (action == theme.ActEnter || action == theme.ActCompare):
		return m.compare()
	case m.part == comparing && !m.inDiff && action == theme.ActMarkFrom && ok:
		if m.from == at.label {
			m.from = ""
		} else {
			m.from = at.label
		}
		return m.build(), nil
	case action == theme.ActEnter && ok && at.question != "":
		return m, nav.Send(nav.Open{Kind: nav.Walk, View: m.View, Question: at.question})
	case m.inDiff:
		m.below = move(action, m.below, m.diff)
	default:
		m.cursor = move(action, m.cursor, m.items)
	}
	return m, nil
}

// move returns which item is selected after an action; headings are skipped.
func move(action theme.ActionID, at int, items []item) int {
	step := 1
	if action == theme.ActUp || action == theme.ActPageUp || action == theme.ActBottom {
		step = -1
	}
	return settleOn(items, widget.Move(action, at, len(items)-1, page), step)
}

// settleOn returns the first item from at on that can be selected: in the direction of step, else in
// the other one.
func settleOn(items []item, at, step int) int {
	for _, by := range []int{step, -step} {
		for i := at; i >= 0 && i < len(items); i += by {
			if !items[i].heading {
				return i
			}
		}
	}
	return 0
}

// selected returns the item that the pointer is at.
func (m model) selected() (item, bool) {
	items, at := m.items, m.cursor
	if m.inDiff {
		items, at = m.diff, m.below
	}
	if at < 0 || at >= len(items) || items[at].heading {
		return item{}, false
	}
	return items[at], true
}

func (m model) turn(to part) model {
	if to != m.part {
		m.part, m.cursor, m.inDiff = to, 0, false
	}
	return m.build()
}

// click selects a row, and gives its list the keys.
func (m model) click(at point) model {
	items, now := m.items, &m.cursor
	if at.inDiff {
		items, now = m.diff, &m.below
	}
	if at.row < 0 || at.row >= len(items) || items[at.row].heading {
		return m
	}
	*now, m.inDiff = at.row, at.inDiff
	return m
}

// label is the name of the one field there is.
const label = "label"

// typed takes a key or a paste while a milestone is being named. What was typed stays until it is
// saved.
func (m model) typed(msg tea.Msg) (nav.Screen, tea.Cmd) {
	var sign widget.Sign
	m.form, sign = m.form.Update(msg)
	switch sign {
	case widget.Left:
		m.form = widget.Form{}
	case widget.Typed:
	case widget.Sent:
		m.saves, m.wrong = true, new(string)
		wrong := m.wrong
		service, by := m.Env.App.With(edit.Secrets(m.form), nil), m.Env.By
		id, name := m.View.Assessment.ID, m.form.Text(label)
		return m, m.Save("keep the milestone", func(ctx context.Context) edit.Outcome {
			v, err := service.Milestone(ctx, id, by, name)
			if errors.Is(err, assessment.ErrInvalid) {
				*wrong = reason(err)
				return edit.Outcome{} // it stands beside the field
			}
			return edit.Outcome{View: v, Err: err, Say: "Kept for ever: this state is " + name + "."}
		})
	}
	return m, nil
}

// settle takes in what became of the milestone.
func (m model) settle(o edit.Outcome) model {
	m.saves = false
	switch {
	case o.Err != nil:
		m.form = m.form.Refuse(label, "not saved: enter tries again, esc gives up")
	case o.View.Assessment.ID == "":
		m.form = m.form.Refuse(label, *m.wrong)
	default:
		m.form = widget.Form{}
	}
	return m
}

// Actions lists what can be done in the part that is shown.
func (m model) Actions() []nav.Action {
	if m.form.IsOpen() {
		return edit.FormActions(m.form, "give up")
	}
	next := parts()[(int(m.part)+1)%len(parts())]
	actions := append([]nav.Action{{ID: theme.ActTab, Label: lower(next)}}, m.rowActions()...)
	if m.part == changing {
		actions = append(actions, nav.Action{ID: theme.ActFilter})
	}
	back := nav.Action{ID: theme.ActBack}
	if m.inDiff {
		back.Label = "the list"
	}
	actions = append(
		actions, nav.Action{ID: theme.ActMilestone}, nav.Action{ID: theme.ActReport}, back,
		nav.Action{ID: theme.ActKnowledge, Quiet: true}, nav.Action{ID: theme.ActBackTab, Label: "part before"},
	)
	for _, id := range []theme.ActionID{theme.ActDown, theme.ActPageUp, theme.ActPageDown, theme.ActTop, theme.ActBottom} {
		actions = append(actions, nav.Action{ID: id})
	}
	return actions
}

// rowActions lists what can be done with the selected row.
func (m model) rowActions() []nav.Action {
	at, ok := m.selected()
	var actions []nav.Action
	if ok && (len(m.items) > 1 || m.inDiff) {
		actions = append(actions, nav.Action{ID: theme.ActUp})
	}
	switch {
	case m.part == comparing && !m.inDiff && len(m.data.states) > 1:
		return append(
			actions, nav.Action{ID: theme.ActEnter, Label: "compare"}, nav.Action{ID: theme.ActMarkFrom, Label: "mark"},
			nav.Action{ID: theme.ActCompare, Quiet: true},
		)
	case ok && at.question != "":
		return append(actions, nav.Action{ID: theme.ActEnter, Label: "open it"})
	case ok:
		return append(actions, nav.Action{ID: theme.ActEnter, Disabled: "This row is about no question.", Quiet: true})
	}
	return actions
}

// state finds a state by its label.
func (d data) state(label string) int {
	return slices.IndexFunc(d.states, func(s state) bool { return s.label == label })
}
