package analysis_test

import (
	"fmt"
	"testing"
	"time"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// full returns an assessment of n questions, each needing the one before it, all answered.
func full(n int) analysis.Input {
	at := time.Date(2026, 11, 26, 14, 2, 0, 0, time.UTC)
	levels := assessment.Levels()[:5]
	qn := questionnaire.Questionnaire{ID: questionnaire.Core, Areas: []questionnaire.Area{{ID: "all"}}}
	a := assessment.Assessment{ID: "x", Answers: map[questionnaire.QuestionID]assessment.Answer{}}
	a.Description.Target = questionnaire.FirstUser
	for i := range n {
		q := questionnaire.Question{
			ID: questionnaire.QuestionID(fmt.Sprintf("a-%03d", i)), Title: "A question", Freshness: 90,
			Severity: questionnaire.Severities()[i%4], Effort: questionnaire.Efforts()[i%3],
			Stage: questionnaire.Stages()[i%3], Levels: questionnaire.Levels{InPlace: "it is there"},
		}
		if i%4 != 0 {
			q.Needs = []questionnaire.QuestionID{qn.Areas[0].Questions[i-1].ID, qn.Areas[0].Questions[i/2].ID}
		}
		qn.Areas[0].Questions = append(qn.Areas[0].Questions, q)
		a.Answers[q.ID] = assessment.Answer{
			Level: levels[i%len(levels)], By: "Ana", At: at, Since: at,
			Evidence: []assessment.Evidence{{Kind: assessment.Drill, Date: "2026-11-01"}},
		}
	}
	return analysis.Input{Assessment: a, Questionnaires: []questionnaire.Questionnaire{qn}, At: at}
}

func BenchmarkJudge(b *testing.B) {
	for _, n := range []int{60, 120, 240, 480} {
		in := full(n)
		b.Run(fmt.Sprintf("%d questions", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				analysis.Judge(in)
			}
		})
	}
}

// BenchmarkJudgeAgain judges the same once more, as after an answer.
func BenchmarkJudgeAgain(b *testing.B) {
	in := everything(b)
	ground := analysis.Judge(in).Ground()
	b.ReportAllocs()
	for b.Loop() {
		ground.Judge(in)
	}
}

// everything returns all shipped questionnaires with every fact yes and every question answered.
func everything(t testing.TB) analysis.Input {
	v, all := shipped(t, "core.yaml", "aidev.yaml", "api.yaml", "collab.yaml", "culture.yaml", "event.yaml",
		"internal.yaml", "llm.yaml", "mobile.yaml", "pipeline.yaml", "solo.yaml")
	a := assessment.Assessment{
		ID: "x", Answers: map[questionnaire.QuestionID]assessment.Answer{}, Facts: map[questionnaire.FactID]questionnaire.Truth{},
	}
	a.Description.Target = questionnaire.FirstUser
	for _, f := range v.Facts() {
		a.Facts[f.ID] = questionnaire.Yes
	}
	levels := assessment.Levels()[:5]
	for i, qn := range all {
		for j, q := range qn.Questions() {
			a.Answers[q.ID] = assessment.Answer{
				Level: levels[(i+j)%len(levels)], By: "Ana", At: today.Time(), Since: today.Time(),
				Evidence: []assessment.Evidence{{Kind: assessment.Drill, Date: today.Add(-j)}},
			}
		}
	}
	return analysis.Input{Assessment: a, Questionnaires: all, Vocabulary: v, At: today.Time()}
}
