package analysis_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func order(r analysis.Result) []id {
	var all []id
	for _, s := range r.Plan {
		all = append(all, s.Question)
	}
	return all
}

func TestTieBreaksDecideInTheirOrder(t *testing.T) {
	old, young := today.Time().AddDate(0, 0, -9), today.Time()
	q := func(name id, e questionnaire.Effort) question {
		return question{ID: name, Effort: e, Severity: questionnaire.Medium}
	}
	x := func(l assessment.Level, since time.Time) answer { return answer{Level: l, Since: since} }
	// In each pair the second wins by the criterion named, and loses by all later ones.
	for _, c := range []struct {
		name string
		qs   []asked
	}{
		{"band", []asked{
			{q("z", "S"), x(assessment.DontKnow, old)},
			{question{ID: "a", Effort: "L"}, x(assessment.Partial, young)},
			{question{ID: "y", Needs: []id{"z"}, Severity: questionnaire.Low}, held},
		}},
		{"unlocks more", []asked{
			{q("z", "S"), x(assessment.DontKnow, old)},
			{q("a", "L"), x(assessment.Partial, young)},
			{question{ID: "y", Needs: []id{"a"}, Severity: questionnaire.Low, Stage: questionnaire.Scale}, held},
		}},
		{"unknown before none", []asked{{q("z", "S"), x(assessment.None, old)}, {q("a", "L"), x(assessment.DontKnow, young)}}},
		{"none before partial", []asked{{q("z", "S"), x(assessment.Partial, old)}, {q("a", "L"), x(assessment.None, young)}}},
		{"partial before claimed", []asked{
			{question{ID: "z", Effort: "S", Severity: questionnaire.Low}, x(assessment.InPlace, old)},
			{question{ID: "a", Effort: "L", Severity: questionnaire.Low}, x(assessment.Partial, young)},
		}},
		{"smaller effort", []asked{{q("z", "L"), x(assessment.None, old)}, {q("a", "M"), x(assessment.None, young)}}},
		{"smallest effort", []asked{{q("z", "M"), x(assessment.None, old)}, {q("a", "S"), x(assessment.None, young)}}},
		{"older gap", []asked{{q("z", "S"), x(assessment.None, young)}, {q("a", "S"), x(assessment.None, old)}}},
	} {
		if got := order(judged(c.qs...)); !slices.Equal(got, []id{"a", "z"}) {
			t.Errorf("%s: got %q, want a before z", c.name, got)
		}
	}
	if got := order(judged(asked{q("z", "S"), x(assessment.None, old)}, asked{q("a", "S"), x(assessment.None, old)})); !slices.Equal(got, []id{"z", "a"}) {
		t.Errorf("questionnaire order: got %q, want z before a", got)
	}
}

func TestUnlocksCountWhatAppliesWhateverItsStageOrAnswer(t *testing.T) {
	in := input(
		asked{question{ID: "root"}, stop},
		asked{question{ID: "held", Needs: []id{"root"}}, held},
		asked{question{ID: "through", Needs: []id{"held", "root"}, Stage: questionnaire.Scale}, unasked},
		asked{question{ID: "hidden", Needs: []id{"root"}, Applies: has("c")}, stop},
		asked{question{ID: "behind", Needs: []id{"hidden"}}, excused},
		asked{question{ID: "else", Needs: []id{"nobody"}}, stop},
	)
	in.Assessment.Facts = map[questionnaire.FactID]questionnaire.Truth{"c": questionnaire.No}
	if f, _ := analysis.Judge(in).Finding("root"); f.Unlocks != 3 { // held, through, behind
		t.Errorf("root unlocks %d, want 3", f.Unlocks)
	}
}

func TestABandIsInheritedThroughGapsAndUnaskedOnly(t *testing.T) {
	low := question{ID: "low", Severity: questionnaire.Low}
	for _, c := range []struct {
		between answer
		want    analysis.Band
	}{
		{unknown, analysis.BandStop},
		{stop, analysis.BandStop},
		{claimed, analysis.BandStop},
		{unasked, analysis.BandStop},
		{held, analysis.BandWatch},
		{excused, analysis.BandWatch},
	} {
		r := judged(
			asked{low, stop},
			asked{question{ID: "mid", Severity: questionnaire.Low, Needs: []id{"low"}}, c.between},
			asked{question{ID: "top", Needs: []id{"mid"}}, stop},
		)
		if s, _ := r.Step("low"); s.Band != c.want || s.Inherits() != (c.want == analysis.BandStop) || s.Now == s.Inherits() {
			t.Errorf("through %q: got %+v, want band %d", c.between.Level, s, c.want)
		}
	}
}

func TestAPrerequisiteStandsInTheStepItServes(t *testing.T) {
	r := judged(
		asked{question{ID: "diagram", Severity: questionnaire.Low}, stop},
		asked{question{ID: "surface", Needs: []id{"diagram"}}, stop},
		asked{question{ID: "modes", Needs: []id{"diagram"}}, unknown},
		asked{question{ID: "other"}, unknown},
	)
	want := []analysis.Step{
		{Question: "diagram", Kind: analysis.Fix, Own: analysis.BandWatch, Band: analysis.BandStop, Serves: "modes"},
		{Question: "modes", Kind: analysis.FindOut, First: []id{"diagram"}, Now: true},
		{Question: "other", Kind: analysis.FindOut, Now: true},
		{Question: "surface", Kind: analysis.Fix, Now: true},
	}
	if diff := cmp.Diff(want, r.Plan, cmpopts.IgnoreFields(analysis.Step{}, "Reason")); diff != "" {
		t.Errorf("plan (-want +got):\n%s", diff)
	}
	if got := r.NowSteps(); len(got) != 3 || got[0].Question != "modes" {
		t.Errorf("now: got %v", got)
	}
	if _, ok := r.Step("nobody"); ok {
		t.Error("a step of nothing")
	}
}

// model computes the plan of a small assessment in the plainest way, from states and decisions.
func model(r analysis.Result) []analysis.Step {
	gap, conducts, band := map[id]bool{}, map[id]bool{}, map[id]analysis.Band{}
	for _, f := range r.Findings {
		name := f.Question.ID
		gap[name] = f.Decision != ""
		conducts[name] = gap[name] || f.Applies != questionnaire.No && f.State == analysis.Unasked
		band[name] = map[string]analysis.Band{
			"STOP": 0, "PROVE blocker": 1, "NEXT": 2, "PROVE high": 3, "PLAN": 4, "WATCH": 5,
		}[key(f)]
	}
	waits := closure(r, func(name id) bool { return conducts[name] })
	unlocks := unlocked(r)
	type ranked struct {
		rank []int
		step analysis.Step
	}
	var left []ranked
	for i, f := range r.Findings {
		name := f.Question.ID
		if !gap[name] {
			continue
		}
		s := analysis.Step{
			Question: name, Own: band[name], Band: band[name],
			Kind: map[analysis.State]analysis.StepKind{"unknown": "find-out", "none": "fix", "partial": "fix", "claimed": "prove"}[f.State],
		}
		for _, g := range r.Findings {
			if gap[g.Question.ID] && waits[name][g.Question.ID] {
				s.Band = min(s.Band, band[g.Question.ID])
			}
		}
		left = append(left, ranked{[]int{
			int(s.Band), -unlocks[name], slices.Index([]analysis.State{"unknown", "none", "partial", "claimed"}, f.State),
			slices.Index([]questionnaire.Effort{"S", "M", "L"}, f.Question.Effort), int(f.Answer.Since.Unix()), i,
		}, s})
	}
	var plan []analysis.Step
	for len(left) > 0 {
		best := -1
		for i, x := range left {
			free := !slices.ContainsFunc(left, func(y ranked) bool {
				return waits[y.step.Question][x.step.Question] && !waits[x.step.Question][y.step.Question]
			})
			if free && (best < 0 || slices.Compare(x.rank, left[best].rank) < 0) {
				best = i
			}
		}
		plan = append(plan, left[best].step)
		left = slices.Delete(left, best, best+1)
	}
	now := 0
	for i := range plan {
		s := &plan[i]
		if f, _ := r.Finding(s.Question); s.Band == s.Own && f.Acceptance == nil && now < 3 {
			s.Now = true
			now++
		}
		for j := range plan {
			if s.Band < s.Own && s.Serves == "" && waits[s.Question][plan[j].Question] && plan[j].Own == s.Band {
				s.Serves = plan[j].Question
				plan[j].First = append(plan[j].First, s.Question)
			}
		}
	}
	return plan
}

// unlocked counts the questions that apply and need one, directly or through others.
func unlocked(r analysis.Result) map[id]int {
	all := closure(r, func(id) bool { return true })
	counts := map[id]int{}
	for _, f := range r.Findings {
		counts[f.Question.ID] = 0
		for name := range all[f.Question.ID] {
			if g, _ := r.Finding(name); g.Applies != questionnaire.No {
				counts[f.Question.ID]++
			}
		}
	}
	return counts
}

// key is a decision as the bands name it.
func key(f analysis.Finding) string {
	if f.Decision == analysis.Prove {
		return string(f.Decision) + " " + string(f.Severity)
	}
	return string(f.Decision)
}

// closure tells for each question what waits for it, directly or through questions that conduct.
func closure(r analysis.Result, conducts func(id) bool) map[id]map[id]bool {
	waits := map[id]map[id]bool{}
	for _, f := range r.Findings {
		waits[f.Question.ID] = map[id]bool{}
	}
	for _, f := range r.Findings {
		for _, need := range f.Question.Needs {
			if waits[need] != nil && need != f.Question.ID {
				waits[need][f.Question.ID] = true
			}
		}
	}
	for range r.Findings {
		for x := range waits {
			for y := range waits[x] {
				for z := range waits[y] {
					if conducts(y) && z != x {
						waits[x][z] = true
					}
				}
			}
		}
	}
	return waits
}

func TestPlanIsThatOfThePlainestModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := analysis.Judge(anyInput(8).Draw(t, "input"))
		for name, want := range unlocked(r) {
			if f, _ := r.Finding(name); f.Unlocks != want {
				t.Fatalf("%s unlocks %d, want %d", name, f.Unlocks, want)
			}
		}
		if diff := cmp.Diff(model(r), r.Plan, cmpopts.IgnoreFields(analysis.Step{}, "Reason"), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("plan (-model +got):\n%s", diff)
		}
	})
}

// TestPlanKeepsItsPromises: bands never fall in the emitted order, because a prerequisite has at
// least the band of what waits for it; so a topological order costs nothing.
func TestPlanKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := analysis.Judge(anyInput(12).Draw(t, "input"))
		place := map[id]int{}
		now := 0
		for i, s := range r.Plan {
			if _, twice := place[s.Question]; twice {
				t.Fatalf("%s has two steps", s.Question)
			}
			place[s.Question] = i
			f, _ := r.Finding(s.Question)
			if !f.Gap() || s.Reason == "" {
				t.Fatalf("%s is %s, its reason %q", s.Question, f.State, s.Reason)
			}
			if i > 0 && s.Band < r.Plan[i-1].Band {
				t.Fatalf("%s of band %d comes after band %d", s.Question, s.Band, r.Plan[i-1].Band)
			}
			if s.Now && (s.Inherits() || f.Acceptance != nil || now == 3) {
				t.Fatalf("%s is to be done now: %+v", s.Question, s)
			}
			if s.Now {
				now++
			}
			if s.Inherits() != (s.Serves != "") {
				t.Fatalf("%s inherits: %v, serves %q", s.Question, s.Inherits(), s.Serves)
			}
			if served, ok := r.Step(s.Serves); ok && (!slices.Contains(served.First, s.Question) || served.Inherits() || served.Own != s.Band) {
				t.Fatalf("%+v serves %+v", s, served)
			}
			for _, first := range s.First {
				if step, _ := r.Step(first); step.Serves != s.Question {
					t.Fatalf("first %s, which serves %q and not %s", first, step.Serves, s.Question)
				}
			}
		}
		gaps := 0
		waits := closure(r, func(name id) bool {
			f, _ := r.Finding(name)
			return f.Gap() || f.Applies != questionnaire.No && f.State == analysis.Unasked
		})
		for _, f := range r.Findings {
			if f.Gap() {
				gaps++
			}
		}
		for x, i := range place {
			for y, j := range place {
				if waits[x][y] && !waits[y][x] && i > j {
					t.Fatalf("%s waits for %s, but comes before it", y, x)
				}
			}
		}
		if gaps != len(r.Plan) {
			t.Fatalf("%d gaps, %d steps", gaps, len(r.Plan))
		}
		byPlace := func(x, y id) int { return place[x] - place[y] }
		for _, v := range r.Verdicts {
			if !slices.IsSortedFunc(v.Blocking, byPlace) || !slices.IsSortedFunc(v.Accepted, byPlace) {
				t.Fatalf("%s: %q and %q are not in the order of the plan", v.Stage, v.Blocking, v.Accepted)
			}
		}
	})
}

func TestFollowingEveryStepLeavesNoGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(8).Draw(t, "input")
		before := analysis.Judge(in)
		after := analysis.WhatIf(in, order(before)...)
		if len(after.Plan) > 0 {
			t.Fatalf("left: %q", order(after))
		}
		for _, v := range after.Verdicts {
			if len(v.Blocking)+len(v.Accepted) > 0 {
				t.Fatalf("%s is held back by %q, accepted %q", v.Stage, v.Blocking, v.Accepted)
			}
		}
		if diff := cmp.Diff(before, analysis.Judge(in), cmpopts.IgnoreUnexported(analysis.Result{})); diff != "" {
			t.Fatalf("asking what if changed the answers:\n%s", diff)
		}
	})
}

func TestDoingOneStepChangesNoOtherDecision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(8).Draw(t, "input")
		before := analysis.Judge(in)
		for _, s := range before.Plan {
			after := analysis.WhatIf(in, s.Question)
			for i, f := range after.Findings {
				want := before.Findings[i].Decision
				if f.Question.ID == s.Question {
					want = ""
				}
				if f.Decision != want {
					t.Fatalf("%s done: %s is %q, want %q", s.Question, f.Question.ID, f.Decision, want)
				}
			}
			for i, v := range after.Verdicts {
				if b := before.Verdicts[i]; len(v.Blocking) > len(b.Blocking) || len(v.Unasked) != len(b.Unasked) || b.Outcome.Open() && !v.Outcome.Open() {
					t.Fatalf("%s done: %s goes from %s to %s", s.Question, v.Stage, b.Outcome, v.Outcome)
				}
			}
		}
	})
}

func TestDifferenceSaysWhatAStepChanges(t *testing.T) {
	b := func(x answer) asked { return asked{answer: x} }
	none := analysis.Input{}
	for _, c := range []struct {
		in   analysis.Input
		done []id
		want string
	}{
		{input(b(stop)), []id{"q0"}, "Then nothing holds the first user back: reached."},
		{accepting(input(b(stop), b(stop)), today, "q1"), []id{"q0"}, "Then nothing holds the first user back: reached, with accepted risks."},
		{input(b(stop), b(unknown), b(claimed)), []id{"q0"}, "Then 2 of 3 still hold the first user back."},
		{input(b(stop), b(unasked)), []id{"q0"}, "Then nothing that was asked holds the first user back; blockers and highs not asked: 1."},
		{input(b(unasked), b(unasked)), []id{"q0"}, "Then 1 of 2 blockers and highs are left to ask before the first user."},
		{input(b(stop), asked{medium, stop}), []id{"q1"}, "It does not hold the first user back."},
		{input(asked{question{Stage: questionnaire.Scale}, stop}), nil, "It does not hold scale back."},
		{none, nil, "All stages are reached already."},
	} {
		if got := analysis.Difference(analysis.Judge(c.in), analysis.WhatIf(c.in, c.done...)); got != c.want {
			t.Errorf("%q done: got %q, want %q", c.done, got, c.want)
		}
	}
}
