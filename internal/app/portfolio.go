package app

import (
	"cmp"
	"context"
	"slices"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
)

// Portfolio returns what all systems have in common: where each stands, which gaps recur in three
// or more of them, and what ends within two weeks. It reads the stored summaries and judges nothing
// that has not changed.
func (s *Service) Portfolio(ctx context.Context) (report.Portfolio, error) {
	listed, err := s.List(ctx)
	if err != nil {
		return report.Portfolio{}, err
	}
	p := report.Portfolio{On: assessment.DateOf(s.Now())}
	found := map[questionnaire.QuestionID]*report.Recurring{}
	for _, l := range listed {
		sum := l.Summary()
		row := report.System{
			ID: sum.ID, Name: sum.Name, ReadyFor: sum.ReadyFor, Next: sum.Next, Outcome: sum.Outcome, Stop: sum.Stop,
			Prove: sum.Prove, ToAsk: sum.ToAsk, Asked: sum.Asked, Due: sum.Due, Changed: assessment.DateOf(sum.Changed), Trouble: sum.Trouble,
		}
		if sum.Ends != "" && sum.ValidUntil <= p.On.Add(report.Soon) {
			row.Ends, row.EndsOn = sum.Ends, sum.ValidUntil
		}
		p.Systems = append(p.Systems, row)
		for decision, questions := range sum.Gaps {
			for _, q := range questions {
				if found[q] == nil {
					found[q] = &report.Recurring{Question: q, Decisions: map[string]int{}}
				}
				found[q].Systems = append(found[q].Systems, sum.ID)
				found[q].Decisions[string(decision)]++
			}
		}
	}
	const often = 3
	for _, r := range found {
		if len(r.Systems) >= often {
			p.Recurring = append(p.Recurring, *r)
		}
	}
	slices.SortFunc(p.Recurring, func(a, b report.Recurring) int {
		return cmp.Or(cmp.Compare(len(b.Systems), len(a.Systems)), cmp.Compare(b.Decisions["STOP"], a.Decisions["STOP"]), cmp.Compare(a.Question, b.Question))
	})
	return p, s.entitle(p.Recurring)
}

// entitle adds the titles of the questions as they are installed now. One that is not installed any
// more keeps its id as its title.
func (s *Service) entitle(recurring []report.Recurring) error {
	if len(recurring) == 0 {
		return nil
	}
	installed, _, err := s.Library.Installed()
	if err != nil {
		return err
	}
	titles := map[questionnaire.QuestionID]string{}
	for _, in := range installed {
		q, err := s.Library.Load(in.ID)
		if err != nil {
			continue // a broken one of the user's own is reported where it is used
		}
		for _, area := range q.Areas {
			for _, question := range area.Questions {
				titles[question.ID] = question.Title
			}
		}
	}
	for i := range recurring {
		recurring[i].Title = cmp.Or(titles[recurring[i].Question], string(recurring[i].Question))
	}
	return nil
}
