package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// walk is one line-by-line session.
type walk struct {
	*program
	service *app.Service
	view    app.View
	by      string
	in      lines
	list    []questionnaire.QuestionID
	at      int   // in list; its length: past the last question
	failed  error // of the last save that failed, until one succeeds
}

// errLeave says that a person wants to go.
var errLeave = errors.New("leave")

// run asks until the list or the input ends or the person leaves. It tells whether the list ended.
func (w *walk) run(ctx context.Context) (ended bool, err error) {
	w.print("%s: %d questions, %d to go. One line for each answer: 0 to 4, or ? for help.",
		w.view.Assessment.Description.Name, len(w.list), len(w.list)-w.at)
	for show := true; w.at < len(w.list); {
		if show {
			w.ask()
		}
		text, err := w.in.next(ctx)
		switch {
		case errors.Is(err, io.EOF):
			return false, nil
		case errors.Is(err, errLongLine):
			w.print("%v.", err)
			show = false
			continue
		case err != nil:
			return false, err
		}
		before := w.at
		if err := w.do(ctx, text); errors.Is(err, errLeave) || errors.Is(err, io.EOF) {
			return false, nil
		} else if err != nil {
			return false, err
		}
		show = w.at != before
	}
	return true, nil
}

func (w *walk) finding() analysis.Finding {
	f, _ := w.view.Result.Finding(w.list[w.at])
	return f
}

// do carries out what a line says. What cannot be done is printed; an error ends the walk.
func (w *walk) do(ctx context.Context, text string) error {
	word, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	if len(word) == 1 && "0" <= word && word <= "4" {
		return w.level(ctx, word, rest)
	}
	switch word {
	case "", "s":
		w.at++
	case "b":
		w.back()
	case "x":
		return w.excuse(ctx, rest)
	case "e", "d", "o", "t", "c", "a":
		return w.add(ctx, word, rest)
	case "u":
		return w.undo(ctx)
	case "w":
		w.teach()
	case "?":
		w.usage()
	case "q":
		return errLeave
	default:
		w.print("%q is nothing that can be done here. Type ? for help.", text)
	}
	return nil
}

func (w *walk) back() {
	if w.at == 0 {
		w.print("This is the first question.")
		return
	}
	w.at--
}

// level answers the question and goes on to the next one.
func (w *walk) level(ctx context.Context, digit, rest string) error {
	if rest != "" {
		w.print("Type the digit alone. Nothing was saved.")
		return nil
	}
	level := digits()[digit[0]-'0']
	ok, err := w.save(ctx, assessment.Patch{Level: &level})
	if ok {
		w.offer()
		w.at++
	}
	return err
}

// offer says after "in place" or "proven" what would back it.
func (w *walk) offer() {
	f := w.finding()
	if f.Answer.Level != assessment.InPlace && f.Answer.Level != assessment.Proven {
		return
	}
	if f.State == analysis.Claimed && f.Question.AIFailure != "" &&
		(f.Answer.AIWritten || w.view.Result.Facts["ai-assisted"].Truth == questionnaire.Yes) {
		w.print("Seen in AI-written code: %s", f.Question.AIFailure)
	}
	if f.Answer.Check == assessment.Unchecked {
		w.print("%s Type b to go back to it, then c yes, c partly or c not-yet.", f.Question.Explain)
	}
}

// excuse answers that the question does not apply, after asking for what that needs.
func (w *walk) excuse(ctx context.Context, reason string) error {
	f := w.finding()
	if reason == "" {
		w.print("Why does it not apply? One sentence; an empty line changes nothing.")
		text, err := w.in.next(ctx)
		if err != nil || text == "" {
			return eof(err)
		}
		reason = text
	}
	level := assessment.NotApplicable
	patch := assessment.Patch{Level: &level, Reason: &reason}
	if f.Question.Applies.Op == questionnaire.Always && f.Answer.Approver == "" {
		w.print("It is asked of every system. Who agrees that it does not apply? An empty line changes nothing.")
		text, err := w.in.next(ctx)
		if err != nil || text == "" {
			return eof(err)
		}
		patch.Approver = &text
	}
	ok, err := w.save(ctx, patch)
	if ok {
		w.at++
	}
	return err
}

// eof lets a line that is too long pass for an empty one.
func eof(err error) error {
	if errors.Is(err, errLongLine) {
		return nil
	}
	return err
}

// add adds to the answer of the question shown, and stays with it.
func (w *walk) add(ctx context.Context, word, rest string) error {
	patch, err := w.patch(word, rest)
	if err != nil {
		w.print("Not saved: %v.", err)
		return nil
	}
	_, err = w.save(ctx, patch)
	return err
}

func (w *walk) patch(word, rest string) (assessment.Patch, error) {
	var p assessment.Patch
	if rest == "" && word != "a" && word != "c" {
		return p, fmt.Errorf("%s needs something after it, as ? says", word)
	}
	switch word {
	case "e":
		p.AddEvidence = []assessment.Evidence{{
			Kind: assessment.Artefact, Reference: rest, Date: w.today(), By: w.by,
		}}
	case "d":
		date, err := assessment.ParseDate(rest, w.today())
		if err != nil {
			return p, err
		}
		p.AddEvidence = []assessment.Evidence{{Kind: assessment.Drill, Date: date, By: w.by}}
	case "o":
		name, due := owner(rest, w.today())
		p.Owner = &name
		if due != "" {
			p.Due = &due
		}
	case "t":
		p.Note = &rest
	case "a":
		written := !w.finding().Answer.AIWritten
		p.AIWritten = &written
	case "c":
		check, err := nextCheck(w.finding().Answer.Check, rest)
		if err != nil {
			return p, err
		}
		p.Check = &check
	}
	return p, nil
}

// owner takes a name with a date after it apart; the date may be missing.
func owner(text string, today assessment.Date) (name string, due assessment.Date) {
	words := strings.Fields(text)
	for n := min(3, len(words)-1); n > 0; n-- { // a date has up to three words: 30 Nov 2026
		date, err := assessment.ParseDate(strings.Join(words[len(words)-n:], " "), today)
		if err == nil {
			return strings.Join(words[:len(words)-n], " "), date
		}
	}
	return text, ""
}

// nextCheck returns the outcome that was typed, or without one the next in turn.
func nextCheck(now assessment.Check, typed string) (assessment.Check, error) {
	all := assessment.Checks()
	if typed == "" {
		return all[(slices.Index(all, now)+1)%len(all)], nil
	}
	if c := assessment.Check(typed); slices.Contains(all, c) {
		return c, nil
	}
	return "", fmt.Errorf("c takes %s, not %q", listed(all), typed)
}

// save saves what was said of the question shown, and tells whether it was saved. What a person can
// put right is printed; whatever else fails is printed too, and nothing typed later is refused.
func (w *walk) save(ctx context.Context, patch assessment.Patch) (bool, error) {
	f := w.finding()
	v, err := w.service.Answer(ctx, w.view.Assessment.ID, f.Question.ID, w.by, f.Answer.Rev, patch)
	if err == nil {
		w.view, w.failed = v, nil
		w.print("Saved: %s.", w.said(patch))
		return true, nil
	}
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	lines, hints := words(err)
	w.print("Not saved: %s. %s", strings.Join(lines, ". "), strings.Join(hints, " "))
	switch {
	case errors.Is(err, app.ErrChanged):
		if v, err := w.service.Open(ctx, w.view.Assessment.ID); err == nil {
			w.view = v
		}
	case !errors.Is(err, assessment.ErrInvalid) && !errors.Is(err, assessment.ErrNoReason) &&
		!errors.Is(err, assessment.ErrNoPerson):
		w.failed = err
	}
	return false, nil
}

// said returns what was saved in words: the state, and what was added.
func (w *walk) said(patch assessment.Patch) string {
	f := w.finding()
	parts := []string{stateWords(f)}
	for _, e := range patch.AddEvidence {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%s of %s %s", e.Kind, e.Date, e.Reference)))
	}
	if patch.Owner != nil {
		parts = append(parts, whoWords(f.Answer))
	}
	if patch.Note != nil {
		parts = append(parts, "with the note")
	}
	if patch.AIWritten != nil {
		parts = append(parts, map[bool]string{true: "written by an AI", false: "not written by an AI"}[*patch.AIWritten])
	}
	if patch.Check != nil {
		parts = append(parts, "can someone explain it: "+strings.ReplaceAll(string(*patch.Check), "-", " "))
	}
	return strings.Join(parts, "; ")
}

// undo takes the last change back, and shows the question it was about.
func (w *walk) undo(ctx context.Context) error {
	v, e, err := w.service.Undo(ctx, w.view.Assessment.ID, w.by)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		lines, hints := words(err)
		w.print("Nothing was changed: %s. %s", strings.Join(lines, ". "), strings.Join(hints, " "))
		return nil
	}
	w.view = v
	w.print("%s.", takenBack(v, e))
	if at := slices.Index(w.list, e.Change.Question); at >= 0 {
		w.at = at
	}
	return nil
}
