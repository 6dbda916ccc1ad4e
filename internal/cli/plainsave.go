package cli

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
)

// outcome is what became of something that was typed.
type outcome string

const (
	saved   outcome = "saved"
	left    outcome = "left"    // as it was: theirs is kept, or the database has trouble
	refused outcome = "refused" // it has to be typed otherwise
)

// save saves what was said of the question shown, and says what became of it. An error ends the walk.
func (w *walk) save(ctx context.Context, patch assessment.Patch) (outcome, error) {
	for {
		f := w.finding()
		var v app.View
		err := w.careful(ctx, w.service, func(s *app.Service) (err error) {
			v, err = s.Answer(ctx, w.view.Assessment.ID, f.Question.ID, w.by, f.Answer.Rev, patch)
			return err
		})
		if err == nil {
			w.view, w.failed = v, nil
			f = w.finding()
			what := ""
			if judged(patch) {
				what = countsAs(f)
			}
			w.tell("Saved by %s: %s.%s", w.by, said(f.Answer, patch), what)
			return saved, nil
		}
		switch {
		case ctx.Err() != nil:
			return left, ctx.Err()
		case errors.Is(err, app.ErrChanged):
			mine, err := w.conflict(ctx, patch)
			if err != nil || !mine {
				return left, err
			}
			continue
		case errors.Is(err, app.ErrSecret):
			return left, nil
		case gone(err):
			return left, err
		}
		lines, hints := words(err)
		if typed(err) {
			w.tell("Not saved: %v.", err)
			return refused, nil
		}
		w.tell("Not saved: %s. %s", strings.Join(lines, ". "), strings.Join(hints, " "))
		w.failed = err
		return left, nil
	}
}

// judged tells whether a patch can change what an answer amounts to.
func judged(p assessment.Patch) bool {
	return p.Level != nil || p.AddEvidence != nil || p.Check != nil || p.AIWritten != nil || p.Clear != nil
}

// typed tells whether an error is about what was typed, and not about the database.
func typed(err error) bool {
	for _, is := range []error{assessment.ErrInvalid, assessment.ErrNoReason, assessment.ErrNoPerson, assessment.ErrDate} {
		if errors.Is(err, is) {
			return true
		}
	}
	return false
}

// conflict shows what somebody else answered meanwhile beside what was typed, and asks which of them
// is to hold. It tells whether that is what was typed.
func (w *walk) conflict(ctx context.Context, patch assessment.Patch) (bool, error) {
	f := w.finding()
	before := f.Answer
	mine, err := before.With(patch, f.Question, w.by, w.Now())
	if err != nil {
		return false, err // it was refused before it could be in conflict
	}
	v, err := w.service.Open(ctx, w.view.Assessment.ID)
	if err != nil {
		lines, hints := words(err)
		w.tell("Not saved: %s. %s", strings.Join(lines, ". "), strings.Join(hints, " "))
		w.failed = err
		return false, nil
	}
	w.view = v
	f = w.finding()
	w.tell("Not saved: %s changed this question meanwhile.", w.whoChanged(ctx, before))
	w.tell("Theirs: %s.%s", analysis.LevelWords(f.Answer.Level), countsAs(f))
	w.more(f)
	w.tell("Yours: %s.", said(mine, patch))
	w.tell("Type m to save yours over it, k or an empty line to keep theirs.")
	for {
		text, err := w.hear(ctx)
		if err != nil {
			return false, err
		}
		switch text {
		case "m":
			return true, nil
		case "", "k":
			w.tell("Theirs is kept.")
			return false, nil
		}
		w.tell("%q is neither m nor k.", text)
	}
}

// careful does something with use cases that refuse what looks like a secret; if they did, it asks what is to
// become of it, and does it again so. It returns the refusal if nothing is to be saved.
func (t talk) careful(ctx context.Context, s *app.Service, do func(s *app.Service) error) error {
	err := do(s)
	for errors.Is(err, app.ErrSecret) {
		chosen, unheard := t.secret(ctx, err)
		if unheard != nil || chosen == app.RefuseSecrets {
			return cmp.Or(unheard, err)
		}
		err = do(s.With(chosen, nil))
	}
	return err
}

// secret says what looks like a secret, and asks whether a mask of it is to be saved, or it as it is, or
// nothing.
func (t talk) secret(ctx context.Context, err error) (app.Secrets, error) {
	t.tell("Not saved: this looks like a secret (%v).", err)
	t.tell("Type m to save a mask in its place, s to save it as it is, or an empty line to save nothing.")
	for {
		text, err := t.hear(ctx)
		if err != nil {
			return app.RefuseSecrets, err
		}
		switch text {
		case "m":
			return app.MaskSecrets, nil
		case "s":
			return app.KeepSecrets, nil
		case "":
			t.tell("Nothing was saved.")
			return app.RefuseSecrets, nil
		}
		t.tell("%q is neither m nor s.", text)
	}
}

// whoChanged returns who made the last change to the question shown.
func (w *walk) whoChanged(ctx context.Context, before assessment.Answer) string {
	entries, err := w.service.History(ctx, w.view.Assessment.ID)
	if err != nil {
		return "somebody"
	}
	for _, e := range slices.Backward(entries) {
		if e.Kind == assessment.Answered && e.Change.Question == w.list[w.at] && e.Seq > before.Rev {
			return nobody(e.By)
		}
	}
	return "somebody"
}

// turn is Undo or Redo.
type turn func(*app.Service, context.Context, assessment.ID, string) (app.View, assessment.Event, error)

// reverse takes the last change back, or does it again, and goes to the question it was about.
func (w *walk) reverse(ctx context.Context, turn turn, what string) error {
	v, e, err := turn(w.service, ctx, w.view.Assessment.ID, w.by)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, app.ErrNothing):
		w.tell("Nothing was changed: there is nothing to do so with.")
		return nil
	case err != nil:
		lines, hints := words(err)
		w.tell("Nothing was changed: %s. %s", strings.Join(lines, ". "), strings.Join(hints, " "))
		return nil
	}
	w.view = v
	f, there := v.Result.Finding(e.Change.Question)
	if e.Kind != assessment.Answered || !there {
		w.tell("%s: %s, of %s by %s.", what, app.EventWords(e, app.ByID), assessment.DateOf(e.At), nobody(e.By))
		return nil
	}
	w.tell("%s: what %s said on %s of %s. The answer is now: %s.",
		what, nobody(e.By), assessment.DateOf(e.At), analysis.LowerFirst(f.Question.Title), analysis.LevelWords(f.Answer.Level))
	if w.heard[f.Question.ID] || slices.Contains(w.list, f.Question.ID) {
		w.visit(f.Question.ID)
	}
	return nil
}
