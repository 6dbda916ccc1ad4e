package app

import (
	"context"
	"fmt"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Suggestions returns what is only suggested, and may apply, in the order of the questionnaires.
func (v View) Suggestions() []analysis.Finding {
	var found []analysis.Finding
	for _, f := range v.Result.Findings {
		if f.Answer.Suggested != "" {
			found = append(found, f)
		}
	}
	return found
}

// AcceptSuggestion makes what is suggested the answer of a person, with what was shown for it. base is
// the Rev of the answer that the person saw, or AnyRevision, as for Answer. It returns ErrNothing if
// nothing is suggested.
func (s *Service) AcceptSuggestion(ctx context.Context, id assessment.ID, q questionnaire.QuestionID, by string, base uint64) (View, error) {
	v, err := s.Open(ctx, id)
	if err != nil {
		return View{}, err
	}
	f, ok := v.Result.Finding(q)
	if !ok {
		return View{}, v.noQuestion(q)
	}
	if base == AnyRevision {
		base = f.Answer.Rev
	}
	if base != f.Answer.Rev {
		return View{}, &ChangedError{Question: q, Stored: f.Answer}
	}
	if f.Answer.Suggested == "" {
		return View{}, fmt.Errorf("%w is suggested for question %q", ErrNothing, q)
	}
	x, err := f.Answer.Accept(f.Question, by, s.Now().UTC())
	if err != nil {
		return View{}, err
	}
	return s.append(ctx, id, base, assessment.Event{
		By: by, Kind: assessment.Answered, Change: assessment.Change{Question: q, Answer: &x},
	})
}
