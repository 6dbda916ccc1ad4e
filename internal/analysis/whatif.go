package analysis

import (
	"fmt"
	"maps"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// WhatIf returns the judgement as it would be if the questions were proven today.
func WhatIf(in Input, done ...questionnaire.QuestionID) Result {
	in.Assessment.Answers = maps.Clone(in.Assessment.Answers)
	if in.Assessment.Answers == nil {
		in.Assessment.Answers = map[questionnaire.QuestionID]assessment.Answer{}
	}
	for _, id := range done {
		x := in.Assessment.Answers[id]
		x.Level, x.At, x.Suggested, x.Check = assessment.Proven, in.At, "", assessment.CanExplain
		x.Evidence = []assessment.Evidence{{Kind: assessment.Drill, Date: assessment.DateOf(in.At)}}
		in.Assessment.Answers[id] = x
	}
	return Judge(in)
}

// Difference says in one sentence what changed for the next stage between two judgements.
func Difference(before, after Result) string {
	b, more := before.NextStage()
	if !more {
		return "All stages are reached already."
	}
	a := after.Verdict(b.Stage)
	stage := theStage(b.Stage)
	switch {
	case a.Outcome.Open():
		return fmt.Sprintf("Then nothing holds %s back: %s.", stage, a.Outcome.Words())
	case len(a.Blocking) == 0 && len(b.Blocking) > 0:
		return fmt.Sprintf("Then nothing that was asked holds %s back; blockers and highs not asked: %d.", stage, len(a.Unasked))
	case len(a.Blocking) < len(b.Blocking):
		return fmt.Sprintf("Then %d of %d still hold %s back.", len(a.Blocking), len(b.Blocking), stage)
	case len(a.Unasked) < len(b.Unasked):
		return fmt.Sprintf("Then %d of %d blockers and highs are left to ask before %s.", len(a.Unasked), len(b.Unasked), stage)
	}
	return fmt.Sprintf("It does not hold %s back.", stage)
}
