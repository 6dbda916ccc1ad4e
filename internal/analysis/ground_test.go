package analysis_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// A judgement on the ground of the one before is the judgement made anew, whatever changed between.
func TestJudgingOnTheGroundOfAnEarlierJudgementMakesNoDifference(t *testing.T) {
	in := everything(t)
	all, kept := in.Questionnaires, 0
	ids := make([]questionnaire.QuestionID, 0, len(in.Assessment.Answers))
	for _, qn := range all {
		for _, q := range qn.Questions() {
			ids = append(ids, q.ID)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		in := in
		before := analysis.Judge(in)
		for range rapid.IntRange(1, 6).Draw(t, "changes") {
			change(t, &in, all, ids)
			after := before.Ground().Judge(in)
			if after.Ground() == before.Ground() {
				kept++
			}
			alike(t, analysis.Judge(in), after)
			before = after
		}
	})
	if kept == 0 {
		t.Error("the ground was always made anew")
	}
}

// change changes one thing that a judgement depends on.
func change(t *rapid.T, in *analysis.Input, all []questionnaire.Questionnaire, ids []questionnaire.QuestionID) {
	a := &in.Assessment
	id := rapid.SampledFrom(ids).Draw(t, "question")
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0:
		a.Facts = maps.Clone(a.Facts)
		fact := rapid.SampledFrom(in.Vocabulary.Facts()).Draw(t, "fact").ID
		a.Facts[fact] = rapid.SampledFrom([]questionnaire.Truth{questionnaire.Yes, questionnaire.No, questionnaire.Unsure}).Draw(t, "truth")
	case 1:
		a.Description.Target = rapid.SampledFrom(questionnaire.Stages()).Draw(t, "target")
	case 2:
		in.Questionnaires = slices.Clone(all[:rapid.IntRange(1, len(all)).Draw(t, "attached")])
	case 3:
		in.At = in.At.AddDate(0, 0, rapid.IntRange(-40, 400).Draw(t, "days"))
	case 4:
		a.Acceptances = append(slices.Clip(a.Acceptances), assessment.Acceptance{
			Questions: []questionnaire.QuestionID{id}, By: "Mei", Until: assessment.DateOf(in.At).Add(9), Reason: "for the demo",
		})
	default:
		a.Answers = maps.Clone(a.Answers)
		x := a.Answers[id]
		x.Level = rapid.SampledFrom(append(assessment.Levels(), assessment.Unasked)).Draw(t, "level")
		x.Check = rapid.SampledFrom([]assessment.Check{assessment.Unchecked, assessment.CanExplain, assessment.CannotYet}).Draw(t, "check")
		x.AIWritten, x.At, x.Reason = rapid.Bool().Draw(t, "ai"), in.At, "thrown away"
		a.Answers[id] = x
	}
}

// alike fails the test unless two judgements say the same, of themselves and when they are asked.
func alike(t *rapid.T, want, got analysis.Result) {
	if !reflect.DeepEqual(want, got) {
		t.Fatalf("(-anew +on the ground before):\n%s", cmp.Diff(want, got, cmpopts.IgnoreUnexported(analysis.Result{})))
	}
	for _, k := range assessment.SessionKinds() {
		if diff := cmp.Diff(want.Select(k), got.Select(k)); diff != "" {
			t.Fatalf("%s session (-anew +on the ground before):\n%s", k, diff)
		}
	}
}
