// Package end is the screen after a session: what came out of it, three steps with owner and date,
// and the question to the person who answers for the system. It must not grade anyone.
package end

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// screen is the end of a session. Its lists are replaced, never changed.
type screen struct {
	env    nav.Env
	stored app.View // the newest that is known to be saved
	view   app.View // the same with own changes on top that are not saved yet
	steps  []questionnaire.QuestionID
	row    int

	ledger   *ledger
	count    int
	edits    []edit
	signing  *assessment.SignOff // on its way to the disk
	starting bool                // the next session is being saved

	form   form
	drafts map[draftKey]form
}

// New returns the end of the latest session of a view.
func New(env nav.Env, open nav.Open) nav.Screen {
	e := screen{env: env, stored: open.View, view: open.View, ledger: newLedger()}
	return e.planned()
}

// planned takes the steps to do now from the view. While a step is being given an owner, the steps
// stay where they are.
func (e screen) planned() screen {
	if e.Capturing() && e.form.ready == "" {
		return e
	}
	var selected questionnaire.QuestionID
	if e.row < len(e.steps) {
		selected = e.steps[e.row]
	}
	e.steps = nil
	for _, s := range e.view.Result.NowSteps() {
		e.steps = append(e.steps, s.Question)
	}
	if i := slices.Index(e.steps, selected); i >= 0 {
		e.row = i
	}
	e.row = max(0, min(e.row, len(e.steps)-1))
	return e
}

// Capturing tells whether a field has the keys.
func (e screen) Capturing() bool { return len(e.form.fields) > 0 }

// Waiting tells whether keys are meant for the session that is being started.
func (e screen) Waiting() bool { return e.starting }

// Update takes what people do and what became of saves.
func (e screen) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	e, done := e.settle()
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case nav.Refreshed:
		e = e.refresh(msg.View)
	case nav.Do:
		e, cmd = e.do(msg.Action)
	case tea.KeyPressMsg, tea.PasteMsg:
		if e.Capturing() {
			e, cmd = e.typed(msg)
		}
	}
	switch {
	case done == nil:
		return e, cmd
	case cmd == nil:
		return e, done
	}
	return e, tea.Batch(done, cmd)
}

// do carries out what a key asked for.
func (e screen) do(action theme.ActionID) (screen, tea.Cmd) {
	look := map[theme.ActionID]nav.Kind{
		theme.ActReport: nav.Report, theme.ActGaps: nav.Gaps, theme.ActPlan: nav.Plan, theme.ActHelp: nav.Help,
	}
	if kind, is := look[action]; is {
		return e, nav.Send(nav.Open{Kind: kind, View: e.view})
	}
	if ready, is := readyOf(action); is {
		return e.sign(ready), nil
	}
	switch action {
	case theme.ActUp:
		e.row = max(0, e.row-1)
	case theme.ActDown:
		e.row = max(0, min(e.row+1, len(e.steps)-1))
	case theme.ActOwner:
		if len(e.steps) > 0 {
			return e.assign(), nil
		}
	case theme.ActTab:
		if len(e.view.Result.Ask.Blockers) > 0 {
			return e.goOn()
		}
	case theme.ActEnter, theme.ActBack:
		return e, nav.Send(nav.Back{})
	}
	return e, nil
}

func readyOf(action theme.ActionID) (assessment.Ready, bool) {
	ready, is := map[theme.ActionID]assessment.Ready{
		theme.ActReadyYes: assessment.ReadyYes, theme.ActReadyNotYet: assessment.ReadyNotYet,
		theme.ActReadyUnknown: assessment.ReadyUnknown,
	}[action]
	return ready, is
}

// goOn starts a standard session and opens its walk.
func (e screen) goOn() (screen, tea.Cmd) {
	e.starting = true
	env, books, id := e.env, e.ledger, e.view.Assessment.ID
	return e, e.enqueue(func(ctx context.Context) tea.Msg {
		v, err := env.App.StartSession(ctx, id, env.By, assessment.Standard)
		books.add(outcome{view: v, err: err, started: true})
		return reply(v, err, "start the session")
	})
}

// Actions lists what can be done now, most useful first.
func (e screen) Actions() []nav.Action {
	if e.Capturing() {
		return e.form.actions()
	}
	ask := len(e.view.Result.Ask.Blockers)
	actions := []nav.Action{{ID: theme.ActEnter, Label: "done"}}
	if len(e.steps) > 0 {
		actions = append(actions, nav.Action{ID: theme.ActOwner})
	}
	actions = append(actions, nav.Action{ID: theme.ActReport})
	if ask > 0 {
		actions = append(actions, nav.Action{ID: theme.ActTab, Label: fmt.Sprintf("ask %s, %d min", blockers(ask), minutes(ask))})
	}
	for _, id := range []theme.ActionID{
		theme.ActReadyYes, theme.ActReadyNotYet, theme.ActReadyUnknown, theme.ActGaps, theme.ActPlan,
		theme.ActUp, theme.ActDown, theme.ActHelp, theme.ActBack,
	} {
		actions = append(actions, nav.Action{ID: id})
	}
	return actions
}

func blockers(n int) string {
	if n == 1 {
		return "1 blocker"
	}
	return fmt.Sprintf("%d blockers", n)
}

// minutes estimates how long n questions take, rounded up.
func minutes(n int) int { return (n*75 + 59) / 60 }

// signed returns what the owner said since the session began, on its way to the disk or on it.
func (e screen) signed() (s assessment.SignOff, saving, ok bool) {
	if e.signing != nil {
		return *e.signing, true, true
	}
	all := e.view.Assessment.SignOffs
	if len(all) == 0 || all[len(all)-1].At.Before(e.began()) {
		return assessment.SignOff{}, false, false
	}
	return all[len(all)-1], false, true
}

// began is when the session began, and the zero time without one.
func (e screen) began() time.Time {
	if s := e.view.Assessment.Session; s != nil {
		return s.Started
	}
	return time.Time{}
}

// proven returns the questions that became proven since the session began.
func (e screen) proven() []analysis.Finding {
	began := e.began()
	if began.IsZero() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(e.view.Result.Findings), func(f analysis.Finding) bool {
		lately := !f.Answer.At.Before(began) || f.Answer.Newest() >= assessment.DateOf(began)
		return f.State != analysis.Proven || !lately
	})
}

func with[K comparable, V any](m map[K]V, key K, value V) map[K]V {
	m = maps.Clone(m)
	if m == nil {
		m = map[K]V{}
	}
	m[key] = value
	return m
}
