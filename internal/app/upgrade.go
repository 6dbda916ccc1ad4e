package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Upgrade returns what would become of the questions if the attached questionnaires were replaced
// by the installed ones. Its To is empty if there is nothing to replace.
func (v View) Upgrade() assessment.Upgrade {
	return assessment.NewUpgrade(v.Questionnaires, v.Newer)
}

// Archived returns the questions with an answer that no attached questionnaire asks any more, by id.
func (v View) Archived() []questionnaire.QuestionID {
	asked := map[questionnaire.QuestionID]bool{}
	for _, qn := range v.Questionnaires {
		for _, area := range qn.Areas {
			for _, q := range area.Questions {
				asked[q.ID] = true
			}
		}
	}
	var ids []questionnaire.QuestionID
	for id, x := range v.Assessment.Answers {
		if !asked[id] && !x.Empty() {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// Upgrade replaces the attached questionnaires by the installed ones where those are newer, or were
// changed, and returns what it did; nothing, if To is empty. Before, it makes a milestone. Answers in
// place and proven to questions that changed become claims; all others stay as they are, and none is
// dropped.
//
// It saves one event after the other, the questionnaires last: if it breaks off in between, answers
// count for less, never for more, and the next Upgrade does the rest.
func (s *Service) Upgrade(ctx context.Context, id assessment.ID, by string) (View, assessment.Upgrade, error) {
	v, err := s.Open(ctx, id)
	if err != nil {
		return View{}, assessment.Upgrade{}, err
	}
	u := v.Upgrade()
	if len(u.To) == 0 {
		return v, u, nil
	}
	a, err := s.upgrade(ctx, v.Assessment, u, by)
	if err != nil {
		return View{}, u, err
	}
	v, err = s.view(ctx, a)
	return v, u, err
}

func (s *Service) upgrade(ctx context.Context, a assessment.Assessment, u assessment.Upgrade, by string) (assessment.Assessment, error) {
	for _, to := range u.To {
		data, err := s.Library.File(to.ID)
		if err != nil {
			return a, err
		}
		if err := s.Store.PutQuestionnaire(ctx, data); err != nil {
			return a, err
		}
	}
	m, needed, err := u.Milestone(a, by, s.Now().UTC())
	if err != nil {
		return a, err
	}
	if needed {
		a, err = s.record(ctx, a.ID, 0, assessment.Event{
			By: by, Kind: assessment.Marked, Change: assessment.Change{Milestone: &m},
		})
		if err != nil {
			return a, err
		}
	}
	if a, err = s.reopen(ctx, a, u, by); err != nil {
		return a, err
	}
	a, err = s.record(ctx, a.ID, 0, assessment.Event{By: by, Kind: assessment.Attaching, Change: u.Attach(a)})
	if err != nil {
		return a, err
	}
	return s.reopen(ctx, a, u, by) // what others answered meanwhile, they answered to the old questions
}

// reopen turns answers to questions that u changed into claims. Answers that were changed meanwhile
// are looked at again.
func (s *Service) reopen(ctx context.Context, a assessment.Assessment, u assessment.Upgrade, by string) (assessment.Assessment, error) {
	for changes := u.Reopen(a); len(changes) > 0; changes = u.Reopen(a) {
		next, err := s.record(ctx, a.ID, changes[0].Answer.Rev, assessment.Event{
			By: by, Kind: assessment.Answered, Change: changes[0],
		})
		if errors.Is(err, ErrChanged) {
			next, err = s.Store.Load(ctx, a.ID)
		}
		if err != nil {
			return a, err
		}
		a = next
	}
	return a, nil
}

// record saves one event and returns the assessment after it, not judged. What looks like a secret is
// looked for in the name alone; see screen.
func (s *Service) record(ctx context.Context, id assessment.ID, base uint64, e assessment.Event) (assessment.Assessment, error) {
	if strings.TrimSpace(e.By) == "" {
		return assessment.Assessment{}, assessment.ErrNoPerson
	}
	by, found := s.nameIn(ctx, id, e.By)
	if err := s.settle(found); err != nil {
		return assessment.Assessment{}, err
	}
	e.By, e.ID, e.At = by, assessment.EventID(s.NewID()), s.Now().UTC()
	a, _, err := s.Store.Add(ctx, id, base, e)
	if err != nil {
		return assessment.Assessment{}, s.named(ctx, id, err)
	}
	return a, nil
}
