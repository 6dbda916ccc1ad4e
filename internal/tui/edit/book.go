// Package edit is what a person changes on a screen and what became of it: answers that are shown
// before they are saved, saves that failed, answers that someone else changed meanwhile, and the
// form for owner and date. It must not draw anything.
package edit

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
)

// Book is what one screen knows of an assessment. A screen embeds it and gives it every message.
// It is a value: its maps and lists are replaced, never changed.
type Book struct {
	Env    nav.Env
	Stored app.View // the newest that is known to be saved
	View   app.View // the same with own answers on top that are not saved yet

	ledger *ledger
	count  int                                    // of edits so far
	edits  []Edit                                 // oldest first
	based  map[questionnaire.QuestionID]uint64    // revision under the first edit that is under way
	acked  map[questionnaire.QuestionID]time.Time // when the last own edit was saved
}

// Edit is an own change of one answer that is not known to be saved.
type Edit struct {
	Number   int // counts from 1
	Question questionnaire.QuestionID
	Patch    assessment.Patch
	Secrets  app.Secrets // what becomes of what looks like a secret in it
	At       time.Time
	Err      error // why it was not saved; nil while it is under way
}

// Conflict tells whether someone else changed the answer meanwhile.
func (e Edit) Conflict() bool { return errors.Is(e.Err, app.ErrChanged) }

// Outcome is what became of a save.
type Outcome struct {
	What     string                   // was to be done: "save the answer"
	Number   int                      // of the edit; 0 if it was none
	Question questionnaire.QuestionID // whose answer it was about, if any
	View     app.View                 // as stored afterwards; zero if that is not known
	Say      string                   // to tell the person
	Err      error
}

// Conflict tells whether someone else changed the same meanwhile.
func (o Outcome) Conflict() bool { return errors.Is(o.Err, app.ErrChanged) }

// Failed returns the message that tells the root of an error.
func (o Outcome) Failed() nav.Failed { return nav.Failed{Err: o.Err, What: o.What} }

// New returns the book of a screen that starts from a view.
func New(env nav.Env, v app.View) Book {
	return Book{Env: env, Stored: v, View: v, ledger: newLedger()}
}

// Today is the day to which dates are relative.
func (b Book) Today() assessment.Date { return assessment.DateOf(b.Env.App.Now()) }

// People returns the names that can be completed, whoever answers first.
func (b Book) People() []string {
	known := slices.DeleteFunc(b.View.Assessment.KnownPeople(), func(n string) bool { return n == b.Env.By })
	if b.Env.By == "" {
		return known
	}
	return append([]string{b.Env.By}, known...)
}

// Rev returns the revision of the stored answer, which the person sees.
func (b Book) Rev(q questionnaire.QuestionID) uint64 {
	f, _ := b.Stored.Result.Finding(q)
	return f.Answer.Rev
}

// Patch shows an answer at once and puts its save into the queue; what says what is to be done. It
// returns what is wrong with the patch, and changes nothing then.
func (b Book) Patch(q questionnaire.QuestionID, p assessment.Patch, what string) (Book, tea.Cmd, error) {
	return b.PatchSeen(q, b.Rev(q), p, app.RefuseSecrets, what)
}

// PatchSeen does as Patch, for a person who saw the answer of an earlier revision, and said what is to
// become of what looks like a secret. While own edits are under way the revision is what the first of
// them was based on: they hide whatever came in between.
func (b Book) PatchSeen(q questionnaire.QuestionID, seen uint64, p assessment.Patch, secrets app.Secrets, what string) (Book, tea.Cmd, error) {
	at := b.Env.App.Now()
	shown, err := b.View.With(q, p, b.Env.By, at)
	if err != nil {
		return b, nil, err
	}
	if b.Saving(q) {
		seen = b.based[q]
	}
	b.count++
	b.based = With(b.based, q, seen)
	b.View, b.edits = shown, append(slices.Clip(b.edits), Edit{Number: b.count, Question: q, Patch: p, Secrets: secrets, At: at})
	env, books, id, number := b.Env, b.ledger, b.View.Assessment.ID, b.count
	return b, b.enqueue(func(ctx context.Context) Outcome {
		patch, secrets := books.due(q, p, secrets)
		v, err := env.App.With(secrets, nil).Answer(ctx, id, q, env.By, books.base(q, seen), patch)
		o := Outcome{What: what, Number: number, Question: q, View: v, Err: err}
		switch {
		case err == nil:
			// Read after writing, it may be someone else's by now; that one was not seen.
			if f, _ := v.Result.Finding(q); f.Answer.By == env.By || patch.Level == nil {
				books.wrote(q, f.Answer.Rev)
			}
		case errors.Is(err, assessment.ErrInvalid):
		default:
			books.owe(q, patch, secrets)
		}
		if err != nil { // so that screens which were opened meanwhile do not go on showing it
			o.View, _ = env.App.Open(ctx, id)
		}
		return o
	}), nil
}

// Save puts any other save into the queue. An outcome without a view changed nothing.
func (b Book) Save(what string, do func(ctx context.Context) Outcome) tea.Cmd {
	books := b.ledger
	return b.enqueue(func(ctx context.Context) Outcome {
		o := do(ctx)
		o.What = what
		if f, ok := o.View.Result.Finding(o.Question); ok && o.Err == nil {
			books.wrote(o.Question, f.Answer.Rev)
		}
		return o
	})
}

// enqueue puts a save into the queue. News of success reaches all screens; of a failure its command
// tells this one too. A conflict is told here alone, unless the program ends before.
func (b Book) enqueue(do func(ctx context.Context) Outcome) tea.Cmd {
	books := b.ledger
	var o Outcome
	run := b.Env.Saves.Add(func(ctx context.Context) tea.Msg {
		o = do(ctx)
		books.add(o)
		switch {
		case o.Err != nil:
			return o.Failed()
		case o.View.Assessment.ID == "":
			return settled{}
		}
		return nav.Refreshed{View: o.View, Own: true}
	})
	return func() tea.Msg {
		msg := run()
		news := tea.BatchMsg{nav.Send(settled{})}
		if o.View.Assessment.ID != "" {
			news = append(news, nav.Send(nav.Refreshed{View: o.View, Own: true}))
		}
		switch {
		case o.Conflict():
			return news
		case o.Err != nil:
			return append(news, nav.Send(msg))
		case o.Say != "":
			return tea.BatchMsg{nav.Send(msg), nav.Send(nav.Say{Text: o.Say})}
		}
		return msg
	}
}

// settled makes a screen give its book a message.
type settled struct{}

// Take takes in a message: what became of the saves before it, which it returns in their order,
// newer views, and who answers from now on.
func (b Book) Take(msg tea.Msg) (Book, []Outcome) {
	done := b.ledger.take()
	fresh := false
	b.edits = slices.Clone(b.edits)
	for _, o := range done {
		b, fresh = b.newer(o.View), true
		if o.Number > 0 {
			b = b.settle(o)
		}
	}
	switch msg := msg.(type) {
	case nav.Refreshed:
		b, fresh = b.newer(msg.View), true
	case nav.Named:
		b.Env.By = msg.By
	}
	if fresh {
		b = b.rebase()
	}
	return b, done
}

// newer takes in a view of this assessment that is not older than what is known.
func (b Book) newer(v app.View) Book {
	if a := v.Assessment; a.ID != "" && a.ID == b.Stored.Assessment.ID && a.Seq >= b.Stored.Assessment.Seq {
		b.Stored = v
	}
	return b
}

func (b Book) settle(o Outcome) Book {
	switch {
	case o.Err == nil:
		b.edits = slices.DeleteFunc(b.edits, func(e Edit) bool { return e.Question == o.Question && e.Number <= o.Number })
		b.acked = With(b.acked, o.Question, o.View.Result.At)
	case errors.Is(o.Err, assessment.ErrInvalid):
		b.edits = slices.DeleteFunc(b.edits, func(e Edit) bool { return e.Number == o.Number })
	default:
		for i := range b.edits {
			if b.edits[i].Number == o.Number {
				b.edits[i].Err = o.Err
			}
		}
	}
	return b
}

// rebase shows what is stored with the own answers on top that are not saved yet. Of an answer that
// someone else changed meanwhile, theirs is shown.
func (b Book) rebase() Book {
	b.View = b.Stored
	for _, e := range b.edits {
		if e.Conflict() {
			continue
		}
		if v, err := b.View.With(e.Question, e.Patch, b.Env.By, e.At); err == nil {
			b.View = v
		}
	}
	return b
}

// Count returns the number of the last edit.
func (b Book) Count() int { return b.count }

// Unsaved returns the newest own edit of a question that could not be saved, with all that those
// before it wanted.
func (b Book) Unsaved(q questionnaire.QuestionID) (Edit, bool) {
	var all Edit
	for _, e := range b.edits {
		if e.Question == q && e.Err != nil {
			e.Patch, e.Secrets = over(all.Patch, e.Patch), cmp.Or(e.Secrets, all.Secrets)
			all = e
		}
	}
	return all, all.Err != nil
}

// Left returns the question of the oldest edit that could not be saved.
func (b Book) Left() (questionnaire.QuestionID, bool) {
	for _, e := range b.edits {
		if e.Err != nil {
			return e.Question, true
		}
	}
	return "", false
}

// Conflict tells whether someone else changed what an own edit was about.
func (b Book) Conflict(q questionnaire.QuestionID) bool {
	e, ok := b.Unsaved(q)
	return ok && e.Conflict()
}

// Saving tells whether an own edit of a question is under way.
func (b Book) Saving(q questionnaire.QuestionID) bool {
	return slices.ContainsFunc(b.edits, func(e Edit) bool { return e.Question == q && e.Err == nil })
}

// Acked returns when the last own edit of a question was saved, if one was.
func (b Book) Acked(q questionnaire.QuestionID) (time.Time, bool) {
	at, ok := b.acked[q]
	return at, ok
}

// Drop gives up what could not be saved of a question.
func (b Book) Drop(q questionnaire.QuestionID) Book {
	b.ledger.forget(q)
	b.edits = slices.DeleteFunc(slices.Clone(b.edits), func(e Edit) bool { return e.Question == q && e.Err != nil })
	return b.rebase()
}

// With returns a copy of m in which key has the value.
func With[K comparable, V any](m map[K]V, key K, value V) map[K]V {
	m = maps.Clone(m)
	if m == nil {
		m = map[K]V{}
	}
	m[key] = value
	return m
}

// Without returns a copy of m without key.
func Without[K comparable, V any](m map[K]V, key K) map[K]V {
	m = maps.Clone(m)
	delete(m, key)
	return m
}
