// Package plan is the screen that shows the steps in the order in which to do them: the three for
// now in full, the others in a line each, and what was not asked yet.
//
// It must not rank: the order and the reasons are those of package analysis.
package plan

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/risk"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// page is how many steps page up and page down move.
const page = 5

type model struct {
	edit.Book
	items  []item
	cursor int // of items
	marked map[questionnaire.QuestionID]bool
	asked  question
	effect []string // sentences: what would change; empty unless that is asked
	how    bool     // what to do about the selected step stands below it
	editor editor
	form   risk.Form

	spotting bool // the blind spots are shown in place of the steps
	spots    risk.Spots
}

// question is what is asked about a step.
type question string

const (
	nothing question = ""
	whyHere question = "why"
	whatIf  question = "what-if"
)

// item is something that can be selected.
type item struct {
	step   analysis.Step
	number int  // place in the plan; 0 for what is done inside another step
	ask    bool // the step that asks what was not asked yet; step is empty
}

// New returns the screen for the view of open, standing on the step of its question.
func New(env nav.Env, open nav.Open) nav.Screen {
	m := model{Book: edit.New(env, open.View)}
	return m.build(open.Question)
}

// build makes the items anew: what is done now, then the rest, each with what has to be done before
// it, and the asking last.
func (m model) build(stay questionnaire.QuestionID) model {
	steps := map[questionnaire.QuestionID]analysis.Step{}
	for _, s := range m.View.Result.Plan {
		steps[s.Question] = s
	}
	m.items = nil
	number := 0
	for _, now := range []bool{true, false} {
		for _, s := range m.View.Result.Plan {
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
	m.spots = m.spots.Of(m.View)
	return m
}

// Capturing tells whether something is being typed.
func (m model) Capturing() bool { return m.editor.IsOpen() || m.form.IsOpen() }

// Waiting tells whether what was typed is being saved: keys wait for the outcome.
func (m model) Waiting() bool { return m.editor.saving || m.form.Saving() }

// Update moves, opens, copies, accepts and edits.
func (m model) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	m = m.take(msg)
	switch msg := msg.(type) {
	case nav.Do:
		return m.do(msg.Action)
	case nav.Point:
		switch {
		case m.Capturing():
		case m.spotting:
			m.spots = m.spots.Point(msg.Row)
		case msg.Row >= 0 && msg.Row < len(m.items):
			m = m.to(msg.Row)
		}
	case tea.KeyPressMsg, tea.PasteMsg:
		switch {
		case m.editor.IsOpen():
			return m.typed(msg)
		case m.form.IsOpen():
			var cmd tea.Cmd
			m.form, cmd = m.form.Update(m.Book, msg)
			return m, cmd
		}
	}
	return m, nil
}

// take takes in newer views and what became of the saves.
func (m model) take(msg tea.Msg) model {
	book, done := m.Take(msg)
	m.Book = book
	for _, o := range done {
		switch {
		case m.editor.saving:
			m = m.settle(o)
		case m.form.Saving():
			if m.form = m.form.Settle(o); !m.form.IsOpen() {
				m.marked = nil
			}
		}
	}
	if _, newer := msg.(nav.Refreshed); !newer && len(done) == 0 {
		return m
	}
	stay := m.selected()
	m = m.build(stay)
	switch {
	case m.asked != whatIf:
	case m.selected() != stay:
		m.asked, m.effect = nothing, nil
	default:
		m.effect = m.change()
	}
	return m
}

// to selects another step. What would change was asked about the one before.
func (m model) to(at int) model {
	if at == m.cursor {
		return m
	}
	m.cursor = at
	if m.asked == whatIf && len(m.marked) == 0 {
		m.asked, m.effect = nothing, nil
	}
	return m
}

func (m model) do(action theme.ActionID) (nav.Screen, tea.Cmd) {
	switch action {
	case theme.ActSpots:
		m.spotting = !m.spotting
		return m, nil
	case theme.ActGaps:
		return m, m.open(nav.Gaps)
	case theme.ActReport:
		return m, m.open(nav.Report)
	case theme.ActKnowledge:
		return m, m.open(nav.Knowledge)
	case theme.ActUndo, theme.ActRedo:
		return m, risk.Reverse(m.Book, action == theme.ActRedo)
	}
	return m.inPage(action)
}

// inPage does an action of the steps, or of the blind spots.
func (m model) inPage(action theme.ActionID) (nav.Screen, tea.Cmd) {
	switch {
	case m.spotting && action == theme.ActBack:
		m.spotting = false
		return m, nil
	case m.spotting && action == theme.ActEnter:
		return m, nav.Send(m.spots.Open())
	case m.spotting:
		m.spots = m.spots.Move(action, page)
		return m, nil
	case action == theme.ActBack:
		return m, nav.Send(nav.Back{})
	case action == theme.ActEnter && !m.onStep():
		return m, m.open(nav.Agenda)
	case action == theme.ActEnter:
		return m, m.open(nav.Walk)
	}
	m = m.to(widget.Move(action, m.cursor, len(m.items)-1, page))
	if !m.onStep() {
		return m, nil
	}
	return m.onSelected(action)
}

// onSelected does something with the selected step, or with those that are marked.
func (m model) onSelected(action theme.ActionID) (nav.Screen, tea.Cmd) {
	switch action {
	case theme.ActWhy:
		m = m.ask(whyHere)
	case theme.ActWhatIf:
		m = m.ask(whatIf)
	case theme.ActTab:
		m.how = !m.how
	case theme.ActOwner:
		m = m.assign()
	case theme.ActMark:
		return m.mark(), nil
	case theme.ActAccept:
		if form, err := risk.Accept(m.Book, m.targets()...); err == nil {
			m.form = form
		}
	case theme.ActCopy:
		return m, m.copied()
	default:
	}
	return m, nil
}

// ask shows the answer to a question, or hides it.
func (m model) ask(q question) model {
	m.effect = nil
	if m.asked == q {
		m.asked = nothing
		return m
	}
	m.asked = q
	if q == whatIf {
		m.effect = m.change()
	}
	return m
}

// mark marks the selected step, or takes the mark off, and goes on to the next one.
func (m model) mark() model {
	q := m.selected()
	if m.marked[q] {
		m.marked = edit.Without(m.marked, q)
	} else {
		m.marked = edit.With(m.marked, q, true)
	}
	if m.cursor < len(m.items)-1 && !m.items[m.cursor+1].ask {
		m.cursor++
	}
	if m.asked == whatIf {
		m.effect = m.change()
	}
	return m
}

// targets returns the marked steps in their order, else the selected one.
func (m model) targets() []questionnaire.QuestionID {
	var ids []questionnaire.QuestionID
	for _, it := range m.items {
		if !it.ask && m.marked[it.step.Question] && !slices.Contains(ids, it.step.Question) {
			ids = append(ids, it.step.Question)
		}
	}
	if len(ids) == 0 && m.onStep() {
		ids = append(ids, m.selected())
	}
	return ids
}

func (m model) open(k nav.Kind) tea.Cmd {
	return nav.Send(nav.Open{Kind: k, View: m.View, Question: m.selected()})
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
