package end

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
)

// edit is an own change of one answer that is on its way to the disk.
type edit struct {
	number   int
	question questionnaire.QuestionID
	patch    assessment.Patch
	at       time.Time
	form     form // what it was typed in
}

// outcome is what became of something that was put into the queue of saves.
type outcome struct {
	number  int // of the edit; 0 if it was none
	view    app.View
	err     error
	signed  bool
	started bool
}

// ledger is what the saves of this screen share with it; see the walk's.
type ledger struct {
	mu   sync.Mutex // guards all below
	own  map[questionnaire.QuestionID]uint64
	done []outcome
}

func newLedger() *ledger { return &ledger{own: map[questionnaire.QuestionID]uint64{}} }

// base returns the revision to save on: the one the person saw, or a later own one.
func (l *ledger) base(q questionnaire.QuestionID, seen uint64) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(seen, l.own[q])
}

func (l *ledger) wrote(q questionnaire.QuestionID, rev uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.own[q] = rev
}

func (l *ledger) add(o outcome) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done = append(l.done, o)
}

func (l *ledger) take() []outcome {
	l.mu.Lock()
	defer l.mu.Unlock()
	done := l.done
	l.done = nil
	return done
}

// settled tells the screen to look into its ledger.
type settled struct{}

// enqueue puts a save into the queue. News of success reaches all screens; of a failure its command
// tells this one too.
func (e screen) enqueue(job func(ctx context.Context) tea.Msg) tea.Cmd {
	run := e.env.Saves.Add(job)
	return func() tea.Msg {
		msg := run()
		if _, failed := msg.(nav.Failed); failed {
			return tea.BatchMsg{nav.Send(msg), nav.Send(settled{})}
		}
		return msg
	}
}

func reply(v app.View, err error, what string) tea.Msg {
	if err != nil {
		return nav.Failed{Err: err, What: what}
	}
	return nav.Refreshed{View: v, Own: true}
}

// change shows an answer at once and puts its save into the queue. It returns what is wrong with
// the patch, and changes nothing then.
func (e screen) change(q questionnaire.QuestionID, p assessment.Patch) (screen, tea.Cmd, error) {
	at := e.env.App.Now()
	shown, err := e.view.With(q, p, e.env.By, at)
	if err != nil {
		return e, nil, err
	}
	seen := e.form.seen
	if i := slices.IndexFunc(e.edits, func(o edit) bool { return o.question == q }); i >= 0 {
		seen = e.edits[i].form.seen // own changes hide whatever came in between
	}
	e.count++
	number := e.count
	e.view = shown
	e.edits = append(slices.Clip(e.edits), edit{number: number, question: q, patch: p, at: at, form: e.form})
	env, books, id := e.env, e.ledger, e.view.Assessment.ID
	return e, e.enqueue(func(ctx context.Context) tea.Msg {
		v, err := env.App.Answer(ctx, id, q, env.By, books.base(q, seen), p)
		o := outcome{number: number, view: v, err: err}
		if f, ok := v.Result.Finding(q); ok && err == nil {
			books.wrote(q, f.Answer.Rev)
		}
		if errors.Is(err, app.ErrChanged) {
			o.view, _ = env.App.Open(ctx, id)
		}
		books.add(o)
		return reply(v, err, "save owner and date")
	}), nil
}

// settle takes in what became of the saves.
func (e screen) settle() (screen, tea.Cmd) {
	done := e.ledger.take()
	var cmd tea.Cmd
	for _, o := range done {
		if o.view.Assessment.ID != "" && o.view.Assessment.Seq >= e.stored.Assessment.Seq {
			e.stored = o.view
		}
		switch {
		case o.number > 0:
			e = e.settleEdit(o)
		case o.signed:
			e = e.settleSignOff(o)
		case o.started:
			e.starting = false
			if o.err == nil {
				cmd = nav.Send(nav.Open{Kind: nav.Walk, View: o.view, Replace: true})
			}
		}
	}
	if len(done) > 0 {
		e = e.rebase()
	}
	return e, cmd
}

// settleEdit forgets an edit. What was typed and not saved comes up again when it is asked for.
func (e screen) settleEdit(o outcome) screen {
	i := slices.IndexFunc(e.edits, func(x edit) bool { return x.number == o.number })
	if i < 0 {
		return e
	}
	if o.err != nil {
		lost := e.edits[i].form
		lost.err = "not saved: " + o.err.Error()
		e.drafts = with(e.drafts, draftKey{question: e.edits[i].question}, lost)
	}
	e.edits = slices.Delete(slices.Clone(e.edits), i, i+1)
	return e
}

func (e screen) settleSignOff(o outcome) screen {
	if o.err != nil && e.signing != nil {
		key := draftKey{ready: e.signing.Ready}
		lost := signForm(e.signing.Ready, e.signing.Words)
		lost.err = "not saved: " + o.err.Error()
		e.drafts = with(e.drafts, key, lost)
	}
	e.signing = nil
	return e
}

// refresh takes in a newer view.
func (e screen) refresh(v app.View) screen {
	if v.Assessment.ID != e.stored.Assessment.ID || v.Assessment.Seq < e.stored.Assessment.Seq {
		return e
	}
	e.stored = v
	return e.rebase()
}

// rebase shows what is stored with the own changes on top that are not saved yet.
func (e screen) rebase() screen {
	e.view = e.stored
	for _, x := range e.edits {
		if v, err := e.view.With(x.question, x.patch, e.env.By, x.at); err == nil {
			e.view = v
		}
	}
	return e.planned()
}

// saveSignOff puts what the owner says into the queue.
func (e screen) saveSignOff(s assessment.SignOff) (screen, tea.Cmd) {
	e.signing = &s
	env, books, id := e.env, e.ledger, e.view.Assessment.ID
	return e, e.enqueue(func(ctx context.Context) tea.Msg {
		v, err := env.App.SignOff(ctx, id, s.By, s.Ready, s.Words)
		books.add(outcome{view: v, err: err, signed: true})
		return reply(v, err, "save what the owner says")
	})
}

// undrafted returns the drafts without one.
func undrafted(drafts map[draftKey]form, key draftKey) map[draftKey]form {
	drafts = maps.Clone(drafts)
	delete(drafts, key)
	return drafts
}
