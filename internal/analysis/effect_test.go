package analysis_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"prodfirst/internal/analysis"
	"prodfirst/internal/questionnaire"
)

// TestEveryNeighbourInThePlanIsExplained holds for any plan: what stands before has a reason that
// names a rule, and nothing is said the other way round.
func TestEveryNeighbourInThePlanIsExplained(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := analysis.Judge(anyInput(12).Draw(t, "input"))
		for i := 1; i < len(r.Plan); i++ {
			first, then := r.Plan[i-1].Question, r.Plan[i].Question
			if r.Before(first, then) == "" {
				t.Fatalf("%s stands before %s, and nobody knows why", first, then)
			}
			if got := r.Before(then, first); got != "" {
				t.Fatalf("%s stands after %s, but: %s", then, first, got)
			}
		}
	})
}

// TestEffectIsWhatComesTrue holds for any step: what is said to come up and to be freed is so once
// it is done.
func TestEffectIsWhatComesTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(12).Draw(t, "input")
		before := analysis.Judge(in)
		if len(before.Plan) == 0 {
			return
		}
		done := rapid.SampledFrom(before.Plan).Draw(t, "step").Question
		e := analysis.EffectOf(in, before, done)
		for _, id := range e.Now {
			if s, ok := e.After.Step(id); !ok || !s.Now {
				t.Fatalf("%s is not among the next steps: %+v", id, s)
			}
			if s, _ := before.Step(id); s.Now {
				t.Fatalf("%s was among them already", id)
			}
		}
		for _, id := range e.Free {
			f, _ := before.Finding(id)
			if !slices.Contains(f.Question.Needs, done) {
				t.Fatalf("%s never waited for %s", id, done)
			}
			for _, need := range f.Question.Needs {
				n, ok := e.After.Finding(need)
				if open := n.Gap() || n.Applies != questionnaire.No && n.State == analysis.Unasked; ok && open {
					t.Fatalf("%s still waits for %s", id, need)
				}
			}
		}
		if _, ok := e.After.Step(done); ok {
			t.Fatalf("%s is still a step", done)
		}
	})
}
