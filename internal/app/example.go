package app

import (
	"context"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Example starts the finished example, a ticket shop before its first user, and returns it. It is
// meant for a Service whose database is thrown away.
func (s *Service) Example(ctx context.Context) (View, error) {
	today := assessment.DateOf(s.Now())
	v, err := s.New(ctx, Start{
		By: "Ana",
		Description: assessment.Description{
			Name: "Ticket shop", Target: questionnaire.FirstUser,
			People:     []string{"Ana", "Mei", "Ravi"},
			FirstShown: assessment.Moment(today.Add(-64)), FirstLive: assessment.NotYet,
			Outside: &assessment.Outside{On: today},
		},
		Facts: map[questionnaire.FactID]questionnaire.Truth{
			"payments": questionnaire.Yes, "event-capacity": questionnaire.Yes, "ai-assisted": questionnaire.Yes,
		},
	})
	if err != nil {
		return View{}, err
	}
	id := v.Assessment.ID
	for _, x := range exampleAnswers(today) {
		if _, err := s.Answer(ctx, id, x.question, x.by, AnyRevision, x.patch); err != nil {
			return View{}, err
		}
	}
	return s.SignOff(ctx, id, "Ana", assessment.ReadyNotYet,
		"I thought the platform made backups. I will know on Tuesday.")
}

type exampleAnswer struct {
	question questionnaire.QuestionID
	by       string
	patch    assessment.Patch
}

func exampleAnswers(today assessment.Date) []exampleAnswer {
	level := func(l assessment.Level) assessment.Patch { return assessment.Patch{Level: &l} }
	owned := func(l assessment.Level, owner string, days int) assessment.Patch {
		due := today.Add(days)
		return assessment.Patch{Level: &l, Owner: &owner, Due: &due}
	}
	unexplained := level(assessment.None)
	written, check := true, assessment.CannotYet
	unexplained.AIWritten, unexplained.Check = &written, &check
	scanned := owned(assessment.InPlace, "Ravi", 30)
	scanned.AddEvidence = []assessment.Evidence{{
		Kind: assessment.Artefact, Reference: "docs/secret-scan.txt", Date: today, By: "Ravi",
	}}
	return []exampleAnswer{
		{"event-last-seat", "Mei", owned(assessment.None, "Mei", 4)},
		{"bak-restore-drill", "Ana", owned(assessment.DontKnow, "Ravi", 1)},
		{"id-record-access", "Ana", owned(assessment.InPlace, "Mei", 1)},
		{"res-failure-modes", "Ravi", level(assessment.None)},
		{"own-unknowns-log", "Ana", unexplained},
		{"data-slow-queries", "Mei", level(assessment.Partial)},
		{"cap-scale-out", "Ravi", level(assessment.None)},
		{"sec-secrets", "Ravi", scanned},
	}
}
