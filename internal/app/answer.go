package app

import (
	"context"
	"fmt"
	"slices"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// AnyRevision stands for an answer that nobody looked at before changing it: a script's.
const AnyRevision = ^uint64(0)

// Answer saves what a person says about a question. base is the Rev of the answer that the person
// saw, or AnyRevision; if the stored one is another, nothing is saved and a ChangedError carries it.
// The answer is on disk when Answer returns without an error. What is new in it and looks like a secret
// is a SecretError, unless the service is told otherwise; see With.
func (s *Service) Answer(ctx context.Context, id assessment.ID, q questionnaire.QuestionID, by string, base uint64, p assessment.Patch) (View, error) {
	f, err := s.asked(ctx, id, q, base)
	if err != nil {
		return View{}, err
	}
	if base == AnyRevision {
		base = f.Answer.Rev
	}
	if base != f.Answer.Rev {
		return View{}, &ChangedError{Question: q, Stored: f.Answer}
	}
	x, err := f.Answer.With(p, f.Question, by, s.Now().UTC())
	if err != nil {
		return View{}, err
	}
	e, err := s.screen(ctx, id, assessment.Event{
		By: by, Kind: assessment.Answered, Change: assessment.Change{Question: q, Answer: &x},
	}, assessment.Change{Answer: &f.Answer})
	if err != nil {
		return View{}, err
	}
	return s.append(ctx, id, base, e)
}

// asked returns a question with its stored answer; whoever changes only that needs no judgement. If the
// answer that was met last is the one that was seen, nothing is read: saving finds out if that is old.
func (s *Service) asked(ctx context.Context, id assessment.ID, q questionnaire.QuestionID, seen uint64) (Finding, error) {
	a, met := s.Store.Met(id)
	if !met || a.Answers[q].Rev != seen {
		var err error
		if a, err = s.Store.Load(ctx, id); err != nil {
			return Finding{}, s.named(ctx, id, err)
		}
	}
	v, err := s.gather(a, s.text(ctx))
	if err != nil {
		return Finding{}, err
	}
	f, ok := s.ground.Load().For(v.Input()).Asked(a, q)
	if !ok {
		v.Result = s.judge(v)
		return Finding{}, v.noQuestion(q)
	}
	return f, nil
}

// StartSession selects the questions of a session and keeps the list. It returns ErrNothing if
// there are none.
func (s *Service) StartSession(ctx context.Context, id assessment.ID, by string, k assessment.SessionKind) (View, error) {
	if !slices.Contains(assessment.SessionKinds(), k) {
		return View{}, unknown("session", k, assessment.SessionKinds())
	}
	v, err := s.Open(ctx, id)
	if err != nil {
		return View{}, err
	}
	questions := v.Result.Select(k)
	if len(questions) == 0 {
		return View{}, fmt.Errorf("%w to ask in a %s session of %q", ErrNothing, k, id)
	}
	return s.append(ctx, id, 0, assessment.Event{
		By: by, Kind: assessment.SessionIs,
		Change: assessment.Change{Session: &assessment.Session{
			Kind: k, Questions: questions, Started: s.Now().UTC(),
		}},
	})
}

// EndSession marks the latest session as ended. It changes nothing if it has ended already.
func (s *Service) EndSession(ctx context.Context, id assessment.ID, by string) (View, error) {
	v, err := s.Open(ctx, id)
	if err != nil {
		return View{}, err
	}
	if v.Assessment.Session == nil || !v.Assessment.Session.Ended.IsZero() {
		return v, nil
	}
	ended := *v.Assessment.Session
	ended.Ended = s.Now().UTC()
	return s.append(ctx, id, 0, assessment.Event{
		By: by, Kind: assessment.SessionIs, Change: assessment.Change{Session: &ended},
	})
}

// Position returns the list of the latest session, without what is set aside by now, and the place
// of its first question that may apply and was not asked yet, len(list) if there is none. Without a
// session the list is that of a quick one.
func (v View) Position() (list []questionnaire.QuestionID, at int) {
	if v.Assessment.Session != nil {
		list = slices.DeleteFunc(slices.Clone(v.Assessment.Session.Questions), func(id questionnaire.QuestionID) bool {
			f, there := v.Result.Finding(id)
			return !there || f.Aside != ""
		})
	} else {
		list = v.Result.Select(assessment.Quick)
	}
	at = slices.IndexFunc(list, func(id questionnaire.QuestionID) bool {
		f, _ := v.Result.Finding(id)
		return f.State == analysis.Unasked && f.Applies != questionnaire.No
	})
	if at < 0 {
		at = len(list)
	}
	return list, at
}
