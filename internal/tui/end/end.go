// Package end is the screen after a session: what came out of it, three steps with owner and date,
// and the question to the person who answers for the system. It must not grade anyone.
package end

import (
	"context"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/risk"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// screen is the end of a session. Its lists are replaced, never changed.
type screen struct {
	edit.Book
	steps  []questionnaire.QuestionID
	parked []questionnaire.QuestionID // questions with a parked remark
	row    int                        // of the steps, and then of the parked ones

	sent     map[int]form        // by the number of the edit that saves it
	pending  map[string][]form   // by what they are to be saved as; oldest first
	signing  *assessment.SignOff // on its way to the disk
	starting bool                // the next session is being saved

	form   form
	drafts map[draftKey]form
}

// New returns the end of the latest session of a view.
func New(env nav.Env, open nav.Open) nav.Screen {
	e := screen{Book: edit.New(env, open.View)}
	return e.planned()
}

// planned takes the steps to do now and the parked remarks from the view. While one of them is being
// given an owner, they stay where they are.
func (e screen) planned() screen {
	if e.form.key.question != "" {
		return e
	}
	selected, parked := e.selected()
	e.steps, e.parked = nil, nil
	for _, s := range e.View.Result.NowSteps() {
		e.steps = append(e.steps, s.Question)
	}
	for _, f := range e.View.Result.Findings {
		if f.Answer.Parked != "" && f.Applies != questionnaire.No {
			e.parked = append(e.parked, f.Question.ID)
		}
	}
	if i := slices.Index(e.steps, selected); i >= 0 && !parked {
		e.row = i
	}
	if i := slices.Index(e.parked, selected); i >= 0 && parked {
		e.row = len(e.steps) + i
	}
	e.row = max(0, min(e.row, e.rows()-1))
	return e
}

func (e screen) rows() int { return len(e.steps) + len(e.parked) }

// selected returns the question that the pointer is at, and whether it is at its parked remark.
func (e screen) selected() (q questionnaire.QuestionID, parked bool) {
	switch i := e.row - len(e.steps); {
	case i < 0:
		return e.steps[e.row], false
	case i < len(e.parked):
		return e.parked[i], true
	}
	return "", false
}

// Capturing tells whether a field has the keys.
func (e screen) Capturing() bool { return e.form.IsOpen() }

// Waiting tells whether keys are meant for the session that is being started.
func (e screen) Waiting() bool { return e.starting }

// Update takes what people do and what became of saves.
func (e screen) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	var done []edit.Outcome
	e.Book, done = e.Take(msg)
	e, next := e.settle(done)
	e = e.planned()
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case nav.Do:
		e, cmd = e.do(msg.Action)
	case nav.Point:
		if !e.Capturing() {
			e.row = max(0, min(msg.Row, e.rows()-1))
		}
	case tea.KeyPressMsg, tea.PasteMsg:
		if e.Capturing() {
			e, cmd = e.typed(msg)
		}
	}
	return e, tea.Batch(next, cmd)
}

// do carries out what a key asked for.
func (e screen) do(action theme.ActionID) (screen, tea.Cmd) {
	look := map[theme.ActionID]nav.Kind{
		theme.ActReport: nav.Report, theme.ActGaps: nav.Gaps, theme.ActPlan: nav.Plan, theme.ActHelp: nav.Help,
	}
	if kind, is := look[action]; is {
		return e, nav.Send(nav.Open{Kind: kind, View: e.View})
	}
	if ready, is := readyOf(action); is {
		return e.sign(ready), nil
	}
	if f, is := e.formOf(action); is {
		return e.reopen(f), nil
	}
	q, parked := e.selected()
	switch action {
	case theme.ActUp, theme.ActDown, theme.ActTop, theme.ActBottom:
		e.row = widget.Move(action, e.row, max(0, e.rows()-1), 1)
	case theme.ActOwner:
		if q != "" {
			return e.assign(q), nil
		}
	case theme.ActNote:
		if parked {
			return e.keepAsNote(q)
		}
	case theme.ActUndo, theme.ActRedo:
		return e, risk.Reverse(e.Book, action == theme.ActRedo)
	case theme.ActTab:
		if len(e.View.Result.Ask.Blockers) > 0 {
			return e.goOn()
		}
	case theme.ActEnter:
		if parked {
			return e, nav.Send(nav.Open{Kind: nav.Walk, View: e.View, Question: q})
		}
		return e, nav.Send(nav.Back{})
	case theme.ActBack:
		return e, nav.Send(nav.Back{})
	}
	return e, nil
}

// formOf returns the form that an action opens, about no question.
func (e screen) formOf(action theme.ActionID) (form, bool) {
	switch action {
	case theme.ActShip:
		return shipForm(), true
	case theme.ActMilestone:
		return e.milestoneForm(), true
	case theme.ActDecide:
		return e.decideForm(), true
	}
	return form{}, false
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
	env, id := e.Env, e.View.Assessment.ID
	return e, e.Save(starting, func(ctx context.Context) edit.Outcome {
		v, err := env.App.StartSession(ctx, id, env.By, assessment.Standard)
		return edit.Outcome{View: v, Err: err}
	})
}

// Actions lists what can be done now, most useful first.
func (e screen) Actions() []nav.Action {
	if e.Capturing() {
		return edit.FormActions(e.form.Form, "keep for later")
	}
	ask := len(e.View.Result.Ask.Blockers)
	q, parked := e.selected()
	actions := []nav.Action{{ID: theme.ActEnter, Label: "done"}}
	if parked {
		actions = []nav.Action{{ID: theme.ActEnter, Label: "open question"}, {ID: theme.ActNote, Label: "make it a note"}}
	}
	_, _, signed := e.signed()
	_, decided := e.decided()
	next := signed && !decided
	if next {
		actions = append(actions, nav.Action{ID: theme.ActDecide})
	}
	if q != "" {
		actions = append(actions, nav.Action{ID: theme.ActOwner})
	}
	actions = append(actions, nav.Action{ID: theme.ActReport})
	if ask > 0 {
		actions = append(actions, nav.Action{ID: theme.ActTab, Label: fmt.Sprintf("ask %s, %d min", report.Several(ask, "blocker"), minutes(ask))})
	}
	if !next {
		actions = append(actions, nav.Action{ID: theme.ActDecide})
	}
	return append(
		actions, nav.Action{ID: theme.ActShip}, nav.Action{ID: theme.ActMilestone},
		nav.Action{ID: theme.ActReadyYes, Quiet: true}, nav.Action{ID: theme.ActReadyNotYet, Quiet: true},
		nav.Action{ID: theme.ActReadyUnknown, Quiet: true}, nav.Action{ID: theme.ActUndo}, nav.Action{ID: theme.ActRedo},
		nav.Action{ID: theme.ActGaps}, nav.Action{ID: theme.ActPlan},
		nav.Action{ID: theme.ActUp}, nav.Action{ID: theme.ActDown}, nav.Action{ID: theme.ActTop}, nav.Action{ID: theme.ActBottom},
		nav.Action{ID: theme.ActHelp}, nav.Action{ID: theme.ActBack},
	)
}

// minutes estimates how long n questions take, rounded up.
func minutes(n int) int { return (n*75 + 59) / 60 }

// signed returns what the owner said since the session began, on its way to the disk or on it.
func (e screen) signed() (s assessment.SignOff, saving, ok bool) {
	if e.signing != nil {
		return *e.signing, true, true
	}
	all := e.View.Assessment.SignOffs
	if len(all) == 0 || all[len(all)-1].At.Before(e.began()) {
		return assessment.SignOff{}, false, false
	}
	return all[len(all)-1], false, true
}

// began is when the session began, and the zero time without one.
func (e screen) began() time.Time {
	if s := e.View.Assessment.Session; s != nil {
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
	return slices.DeleteFunc(slices.Clone(e.View.Result.Findings), func(f analysis.Finding) bool {
		lately := !f.Answer.At.Before(began) || f.Answer.Newest() >= assessment.DateOf(began)
		return f.State != analysis.Proven || !lately
	})
}

// deployed returns what was put live today.
func (e screen) deployed() []assessment.Shipment {
	return slices.DeleteFunc(slices.Clone(e.View.Assessment.Shipments), func(s assessment.Shipment) bool {
		return s.Kind != assessment.ShipDeploy || s.On != e.Today()
	})
}

// accountable returns who is asked whether it can be shipped: whoever said so last, else whoever
// answers here. It is sure of the first only.
func (e screen) accountable() (name string, sure bool) {
	if e.signing != nil {
		return e.signing.By, true
	}
	if all := e.View.Assessment.SignOffs; len(all) > 0 {
		return all[len(all)-1].By, true
	}
	return e.Env.By, len(e.View.Assessment.Description.People) == 1
}
