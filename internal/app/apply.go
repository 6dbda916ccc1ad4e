package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/exchange"
	"prodfirst/internal/kv"
	"prodfirst/internal/questionnaire"
)

// MaxAnswersFile is the size in bytes above which no file with answers is read.
const MaxAnswersFile = questionnaire.MaxSize

// Apply says how many answers at once are to be taken.
type Apply struct {
	File    string // how problems call the file
	Data    []byte
	By      string // who says so
	Suggest string // the source, if these are suggestions; empty: they are By's answers
	DryRun  bool   // change nothing
}

// Applied says what many answers at once changed.
type Applied struct {
	Changed []Finding
	Same    []questionnaire.QuestionID // that say it already
	Skipped []Finding                  // suggestions to what a person answered
}

// Finding is a question with its answer, as analysis has it.
type Finding = analysis.Finding

// AnswersSchema returns the JSON Schema of the files that Apply takes.
func (s *Service) AnswersSchema() []byte { return exchange.AnswersSchema() }

// Apply saves many answers, or suggestions, all or none. It returns questionnaire.Problems with
// everything that is wrong with the file. Suggestions to questions that a person answered are
// skipped. The view is the one afterwards, after a dry run too.
func (s *Service) Apply(ctx context.Context, id assessment.ID, o Apply) (View, Applied, error) {
	for try := 0; ; try++ {
		v, done, err := s.apply(ctx, id, o)
		if errors.Is(err, kv.ErrConflict) && try < 20 { // somebody wrote meanwhile: look again
			continue
		}
		return v, done, err
	}
}

func (s *Service) apply(ctx context.Context, id assessment.ID, o Apply) (View, Applied, error) {
	v, err := s.Open(ctx, id)
	if err != nil {
		return View{}, Applied{}, err
	}
	if o.By == "" && o.Suggest == "" {
		return View{}, Applied{}, assessment.ErrNoPerson
	}
	at := s.Now().UTC()
	entries, problems := exchange.ReadAnswers(o.File, o.Data, o.By, assessment.DateOf(at))
	if len(problems) > 0 {
		return View{}, Applied{}, problems
	}
	var done Applied
	var events []assessment.Event
	var secrets error
	for _, e := range entries {
		f, known := v.Result.Finding(e.Question)
		switch {
		case !known:
			problems = append(problems, wrong(o.File, e, v.noQuestion(e.Question)))
			continue
		case o.Suggest != "" && f.Answer.OfPerson():
			done.Skipped = append(done.Skipped, f)
			continue
		}
		x, err := o.answer(f, e.Patch, at)
		switch {
		case err != nil:
			problems = append(problems, wrong(o.File, e, err))
		case unchanged(f.Answer, x):
			done.Same = append(done.Same, e.Question)
		default:
			event, err := s.screen(ctx, id, assessment.Event{
				ID: assessment.EventID(s.NewID()), At: at, By: cmp.Or(o.By, o.Suggest), Kind: assessment.Answered,
				Change: assessment.Change{Question: e.Question, Answer: &x},
			}, assessment.Change{Answer: &f.Answer})
			if err != nil {
				problems = append(problems, wrong(o.File, e, err))
				secrets = ErrSecret
			}
			events = append(events, event)
		}
	}
	if len(problems) > 0 {
		return View{}, Applied{}, errors.Join(problems, secrets)
	}
	after, err := s.applied(ctx, v, events, o.DryRun)
	for _, e := range events {
		f, _ := after.Result.Finding(e.Change.Question)
		done.Changed = append(done.Changed, f)
	}
	return after, done, err
}

// applied saves the events, all or none, and returns the view after them; with dry it saves nothing.
func (s *Service) applied(ctx context.Context, v View, events []assessment.Event, dry bool) (View, error) {
	a := v.Assessment
	switch {
	case len(events) == 0:
		return v, nil
	case dry:
		for _, e := range events {
			e.Seq = a.Seq + 1
			a = assessment.Apply(a, e)
		}
	default:
		var err error
		if a, err = s.Store.AppendAll(ctx, a.ID, a.Seq, events...); err != nil {
			return View{}, err
		}
	}
	return s.view(ctx, a)
}

// answer returns the answer to a question after what a file says of it.
func (o Apply) answer(f Finding, p assessment.Patch, at time.Time) (assessment.Answer, error) {
	for i, e := range p.AddEvidence {
		if e.Date != "" {
			continue
		}
		p.AddEvidence[i].Date = assessment.DateOf(at)
		for _, known := range f.Answer.Evidence {
			if known.Kind == e.Kind && known.Reference == e.Reference { // shown once more, it proves nothing new
				p.AddEvidence[i].Date, p.AddEvidence[i].By = known.Date, cmp.Or(known.By, e.By)
			}
		}
	}
	if o.Suggest != "" {
		return f.Answer.Suggest(p, f.Question, o.Suggest, at)
	}
	return f.Answer.With(p, f.Question, o.By, at)
}

// unchanged tells whether an answer says what it said before, whoever says so again.
func unchanged(before, after assessment.Answer) bool {
	after.By, after.At = before.By, before.At
	a, err := json.Marshal(before)
	b, afterErr := json.Marshal(after)
	return err == nil && afterErr == nil && bytes.Equal(a, b)
}

// wrong returns what is not possible about an entry of a file, at the field that it is about.
func wrong(file string, e exchange.Entry, err error) questionnaire.Problem {
	field := "level"
	switch unknown, ok := errors.AsType[*UnknownError](err); {
	case ok && unknown.Kind == "question":
		field = "question"
	case errors.Is(err, ErrSecret):
		if noticed, ok := errors.AsType[*SecretError](err); ok {
			field = string(noticed.Found[0].Field)
		}
	case errors.Is(err, assessment.ErrNoReason):
		err = fmt.Errorf("%w: give it as \"reason\"", err)
	case errors.Is(err, assessment.ErrNoPerson):
		err = fmt.Errorf("%w: name them as \"approver\"", err)
	}
	at := e.At.Of(field)
	return questionnaire.Problem{
		File: file, Line: at.Line, Column: at.Column, Severity: questionnaire.LevelError, Message: err.Error(),
	}
}
