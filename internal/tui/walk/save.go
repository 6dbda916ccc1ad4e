package walk

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

// edit is an own change of one answer that is not known to be saved.
type edit struct {
	number   int
	question questionnaire.QuestionID
	patch    assessment.Patch
	at       time.Time
	err      error // why it was not saved; nil while it is under way
}

// outcome is what became of something that was put into the queue of saves.
type outcome struct {
	number   int                      // of the edit; 0 if it was none
	question questionnaire.QuestionID // what it was about, if anything
	view     app.View                 // as stored afterwards; zero if that is not known
	err      error
	say      string // to tell the person
	ended    bool   // the session is over
}

// ledger is what the saves of one screen share. Saves run one after the other, but not in step with
// the screen, which finds here what became of them.
type ledger struct {
	mu   sync.Mutex // guards all below
	own  map[questionnaire.QuestionID]uint64
	owed map[questionnaire.QuestionID]assessment.Patch // what earlier saves could not save
	done []outcome
}

func newLedger() *ledger {
	return &ledger{
		own:  map[questionnaire.QuestionID]uint64{},
		owed: map[questionnaire.QuestionID]assessment.Patch{},
	}
}

// base returns the revision that a save is based on: the one the person saw, or that of the own
// save that came after it. Both are numbers of events, so the later one is the larger.
func (l *ledger) base(q questionnaire.QuestionID, seen uint64) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(seen, l.own[q])
}

// due returns p with everything that is still owed to the question under it.
func (l *ledger) due(q questionnaire.QuestionID, p assessment.Patch) assessment.Patch {
	l.mu.Lock()
	defer l.mu.Unlock()
	return over(l.owed[q], p)
}

// wrote keeps the revision of an own save, after which nothing is owed.
func (l *ledger) wrote(q questionnaire.QuestionID, rev uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.own[q] = rev
	delete(l.owed, q)
}

func (l *ledger) owe(q questionnaire.QuestionID, p assessment.Patch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.owed[q] = p
}

func (l *ledger) forget(q questionnaire.QuestionID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.owed, q)
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

// over returns what saying below and then above says at once.
func over(below, above assessment.Patch) assessment.Patch {
	keep(&above.Level, below.Level)
	keep(&above.Note, below.Note)
	keep(&above.Owner, below.Owner)
	keep(&above.Due, below.Due)
	keep(&above.Reason, below.Reason)
	keep(&above.Approver, below.Approver)
	if above.Check == nil {
		keep(&above.Check, below.Check)
		keep(&above.CheckBy, below.CheckBy)
	}
	keep(&above.AIWritten, below.AIWritten)
	keep(&above.Parked, below.Parked)
	above.AddEvidence = slices.Concat(below.AddEvidence, above.AddEvidence)
	return above
}

func keep[T any](field **T, below *T) {
	if *field == nil {
		*field = below
	}
}

// change shows an answer at once and puts its save into the queue. It returns what is wrong with
// the patch, and changes nothing then.
func (w screen) change(q questionnaire.QuestionID, p assessment.Patch) (screen, tea.Cmd, error) {
	at := w.env.App.Now()
	shown, err := w.view.With(q, p, w.env.By, at)
	if err != nil {
		return w, nil, err
	}
	w.count++
	e := edit{number: w.count, question: q, patch: p, at: at}
	seen := w.seen(q)
	w.based = with(w.based, q, seen)
	w.view, w.edits = shown, append(slices.Clip(w.edits), e)
	env, books, id := w.env, w.ledger, w.view.Assessment.ID
	return w, w.enqueue(func(ctx context.Context) tea.Msg {
		patch := books.due(q, p)
		v, err := env.App.Answer(ctx, id, q, env.By, books.base(q, seen), patch)
		o := outcome{number: e.number, question: q, view: v, err: err}
		switch {
		case err == nil:
			// Read after writing, it may be someone else's by now; that one was not seen.
			if f, _ := v.Result.Finding(q); f.Answer.By == env.By || patch.Level == nil {
				books.wrote(q, f.Answer.Rev)
			}
		case errors.Is(err, assessment.ErrInvalid):
		default:
			books.owe(q, patch)
		}
		if changed(err) {
			o.view, _ = env.App.Open(ctx, id)
		}
		books.add(o)
		return reply(o, "save the answer")
	}), nil
}

// seen returns the revision that an answer given now is based on: while own edits are under way it
// is what the first of them was based on, because they hide whatever came in between.
func (w screen) seen(q questionnaire.QuestionID) uint64 {
	if w.saving(q) {
		return w.based[q]
	}
	f, _ := w.stored.Result.Finding(q)
	return f.Answer.Rev
}

// enqueue puts a save into the queue. News of success reaches all screens; of a failure its command
// tells this one too. A conflict is told here alone, unless the program ends before.
func (w screen) enqueue(job func(ctx context.Context) tea.Msg) tea.Cmd {
	run := w.env.Saves.Add(job)
	return func() tea.Msg {
		msg := run()
		failed, is := msg.(nav.Failed)
		switch {
		case is && changed(failed.Err):
			return settled{}
		case is:
			return tea.BatchMsg{nav.Send(msg), nav.Send(settled{})}
		}
		return msg
	}
}

// reply returns what everyone has to know of an outcome.
func reply(o outcome, what string) tea.Msg {
	if o.err != nil {
		return nav.Failed{Err: o.err, What: what}
	}
	return nav.Refreshed{View: o.view, Own: true}
}

// settle takes in what became of the saves.
func (w screen) settle() (screen, tea.Cmd) {
	done := w.ledger.take()
	if len(done) == 0 {
		return w, nil
	}
	var cmds []tea.Cmd
	w.edits = slices.Clone(w.edits)
	for _, o := range done {
		if o.view.Assessment.Seq >= w.stored.Assessment.Seq && o.view.Assessment.ID != "" {
			w.stored = o.view
		}
		if o.say != "" {
			cmds = append(cmds, nav.Send(nav.Say{Text: o.say}))
		}
		switch {
		case o.number > 0:
			w = w.settleEdit(o)
		case o.ended:
			w.ending = false
			if o.err == nil {
				cmds = append(cmds, nav.Send(nav.Open{Kind: nav.End, View: w.stored, Replace: true}))
			}
		case o.question != "" && o.err == nil:
			w = w.standOn(o.question)
		}
	}
	return w.rebase(), tea.Batch(cmds...)
}

func (w screen) settleEdit(o outcome) screen {
	if o.err == nil {
		w.edits = slices.DeleteFunc(w.edits, func(e edit) bool { return e.question == o.question && e.number <= o.number })
		w.acked = with(w.acked, o.question, o.view.Result.At)
		w.drafts = undrafted(w.drafts, o.question, o.number)
		return w
	}
	for i := range w.edits {
		if w.edits[i].number == o.number {
			w.edits[i].err = o.err
		}
	}
	if errors.Is(o.err, assessment.ErrInvalid) {
		w.edits = slices.DeleteFunc(w.edits, func(e edit) bool { return e.number == o.number })
	}
	return w
}

// undrafted returns the drafts without those of a question that were saved.
func undrafted(drafts map[draftKey]form, q questionnaire.QuestionID, number int) map[draftKey]form {
	drafts = maps.Clone(drafts)
	maps.DeleteFunc(drafts, func(k draftKey, f form) bool {
		return k.question == q && f.number > 0 && f.number <= number
	})
	return drafts
}

// rebase shows what is stored with the own answers on top that are not saved yet. Of an answer that
// someone else changed meanwhile, theirs is shown.
func (w screen) rebase() screen {
	w.view = w.stored
	for _, e := range w.edits {
		if changed(e.err) {
			continue
		}
		if v, err := w.view.With(e.question, e.patch, w.env.By, e.at); err == nil {
			w.view = v
		}
	}
	return w
}

// refresh takes in a newer view.
func (w screen) refresh(v app.View) screen {
	if v.Assessment.ID != w.stored.Assessment.ID || v.Assessment.Seq < w.stored.Assessment.Seq {
		return w
	}
	w.stored = v
	return w.rebase()
}

// unsaved returns the newest own edit of a question that could not be saved.
func (w screen) unsaved(q questionnaire.QuestionID) (edit, bool) {
	for _, e := range slices.Backward(w.edits) {
		if e.question == q && e.err != nil {
			return e, true
		}
	}
	return edit{}, false
}

// saving tells whether an own edit of a question is under way.
func (w screen) saving(q questionnaire.QuestionID) bool {
	return slices.ContainsFunc(w.edits, func(e edit) bool { return e.question == q && e.err == nil })
}

// drop gives up what could not be saved of a question.
func (w screen) drop(q questionnaire.QuestionID) screen {
	w.ledger.forget(q)
	w.edits = slices.DeleteFunc(slices.Clone(w.edits), func(e edit) bool { return e.question == q && e.err != nil })
	return w.rebase()
}
