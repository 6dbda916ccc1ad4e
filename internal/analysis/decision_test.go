package analysis_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// table is the table of the method as it is written there: state, due, then blocker to low.
const table = `
unknown none partial | now        | STOP  NEXT  PLAN  WATCH
unknown none partial | next       | NEXT  PLAN  WATCH WATCH
unknown none partial | later      | PLAN  WATCH WATCH WATCH
claimed              | now        | PROVE PROVE WATCH WATCH
claimed              | next later | WATCH WATCH WATCH WATCH
`

type cell struct {
	state analysis.State
	due   analysis.Due
	sev   questionnaire.Severity
}

func cells() map[cell]analysis.Decision {
	all := map[cell]analysis.Decision{}
	for row := range strings.Lines(strings.TrimSpace(table)) {
		part := strings.Split(row, "|")
		for state := range strings.FieldsSeq(part[0]) {
			for due := range strings.FieldsSeq(part[1]) {
				for i, d := range strings.Fields(part[2]) {
					all[cell{analysis.State(state), analysis.Due(due), questionnaire.Severities()[i]}] = analysis.Decision(d)
				}
			}
		}
	}
	return all
}

func TestDecisionsFollowTheTable(t *testing.T) {
	all := cells()
	if len(all) != 4*3*4 {
		t.Fatalf("the table has %d cells, want 48", len(all))
	}
	lifted := map[analysis.Decision]analysis.Decision{
		"STOP": "STOP", "PROVE": "PROVE", "NEXT": "NEXT", "PLAN": "NEXT", "WATCH": "PLAN",
	}
	for c, want := range all {
		if got := analysis.Decide(c.state, c.due, c.sev, false); got != want {
			t.Errorf("%v: got %s, want %s", c, got, want)
		}
		if got := analysis.Decide(c.state, c.due, c.sev, true); got != lifted[want] {
			t.Errorf("%v, raised: got %s, want %s", c, got, lifted[want])
		}
	}
}

func TestWorseNeverWeakensTheBand(t *testing.T) {
	band := func(c cell, raised bool) analysis.Band {
		return analysis.BandOf(analysis.Decide(c.state, c.due, c.sev, raised), c.sev)
	}
	place := func(c cell) [3]int {
		return [3]int{
			max(0, slices.Index(analysis.States(), c.state)-slices.Index(analysis.States(), analysis.Partial)), // 0: open, 1: claimed
			slices.Index([]analysis.Due{analysis.Now, analysis.Next, analysis.Later}, c.due),
			slices.Index(questionnaire.Severities(), c.sev),
		}
	}
	for x := range cells() {
		for y := range cells() {
			a, b := place(x), place(y)
			if a[0] > b[0] || a[1] > b[1] || a[2] > b[2] {
				continue
			}
			for _, raised := range []bool{false, true} {
				if band(x, raised) > band(y, raised) || band(x, true) > band(y, raised) {
					t.Errorf("%v is at least as bad as %v, but has band %d, not %d (raised: %v)", x, y, band(x, raised), band(y, raised), raised)
				}
			}
		}
	}
}

func TestNotKnowingIsNeverBetterThanNone(t *testing.T) {
	for c := range cells() {
		if c.state != analysis.None {
			continue
		}
		unknown, none := analysis.Decide(analysis.Unknown, c.due, c.sev, false), analysis.Decide(c.state, c.due, c.sev, false)
		if unknown != none {
			t.Errorf("%v: don't know is %s, none is %s", c, unknown, none)
		}
	}
}

func TestTheAmplifierNeverMakesAStop(t *testing.T) {
	for c, plain := range cells() {
		if got := analysis.Decide(c.state, c.due, c.sev, true); got == analysis.Stop && plain != analysis.Stop {
			t.Errorf("%v: raised from %s to %s", c, plain, got)
		}
	}
}

func TestOnlyWrittenByAIAndNotExplainedRaises(t *testing.T) {
	for _, ai := range []bool{false, true} {
		for _, check := range append(assessment.Checks(), assessment.Unchecked) {
			x := answer{Level: assessment.None, AIWritten: ai, Check: check}
			f, _ := judged(asked{question{Severity: questionnaire.Medium}, x}).Finding("q0")
			want := ai && check == assessment.CannotYet
			if f.Raised != want || (f.Decision == analysis.ToNext) != want {
				t.Errorf("AI %v, check %q: got %s, raised %v, want raised %v", ai, check, f.Decision, f.Raised, want)
			}
		}
	}
	x := answer{Level: assessment.None, AIWritten: true, Check: assessment.CannotYet}
	if f, _ := judged(asked{answer: x}).Finding("q0"); f.Raised || f.Decision != analysis.Stop {
		t.Errorf("a STOP: got %s, raised %v, want nothing raised", f.Decision, f.Raised)
	}
}

func TestDueComparesStages(t *testing.T) {
	want := map[questionnaire.Stage]string{ // for each target: first user, public launch, scale
		questionnaire.FirstUser: "now next later", questionnaire.PublicLaunch: "now now next", questionnaire.Scale: "now now now",
		analysis.Demo: "next later later",
	}
	for target, words := range want {
		for i, stage := range questionnaire.Stages() {
			if got := analysis.DueAt(stage, target); string(got) != strings.Fields(words)[i] {
				t.Errorf("%s, target %q: got %s, want %s", stage, target, got, strings.Fields(words)[i])
			}
		}
	}
}

func TestBandsAreInTheOrderOfTheMethod(t *testing.T) {
	type of struct {
		d   analysis.Decision
		sev questionnaire.Severity
	}
	for i, x := range []of{
		{analysis.Stop, questionnaire.Blocker},
		{analysis.Prove, questionnaire.Blocker},
		{analysis.ToNext, questionnaire.High},
		{analysis.Prove, questionnaire.High},
		{analysis.Plan, questionnaire.Medium},
		{analysis.Watch, questionnaire.Low},
	} {
		if got := analysis.BandOf(x.d, x.sev); got != analysis.Band(i) {
			t.Errorf("%v: band %d, want %d", x, got, i)
		}
	}
}

func TestTheFirstEscalationThatMayHoldReplaces(t *testing.T) {
	q := question{Severity: questionnaire.Low, Stage: questionnaire.Scale, Escalate: []questionnaire.Escalation{
		{If: has("a"), Severity: questionnaire.Blocker, Stage: questionnaire.FirstUser},
		{If: has("b"), Severity: questionnaire.High, Stage: questionnaire.PublicLaunch},
	}}
	for _, c := range []struct {
		a, b questionnaire.Truth
		want string
	}{
		{questionnaire.Yes, questionnaire.No, "blocker first-user"}, // and b is implied
		{questionnaire.Unsure, questionnaire.No, "blocker first-user"},
		{questionnaire.No, questionnaire.Yes, "high public-launch"},
		{questionnaire.No, questionnaire.Unsure, "high public-launch"},
		{questionnaire.No, questionnaire.No, "low scale"},
	} {
		in := input(asked{q, answer{Level: assessment.None}})
		in.Assessment.Facts = map[questionnaire.FactID]questionnaire.Truth{"a": c.a, "b": c.b}
		f, _ := analysis.Judge(in).Finding("q0")
		if got := string(f.Severity) + " " + string(f.Stage); got != c.want || (f.Escalation == nil) != (c.want == "low scale") {
			t.Errorf("a %s, b %s: got %s, %v, want %s", c.a, c.b, got, f.Escalation, c.want)
		}
	}
}

func TestNotBeingSureNeverHidesAQuestion(t *testing.T) {
	for _, c := range []questionnaire.Condition{has("c"), formula(questionnaire.Not, has("c")), formula(questionnaire.All, has("c"), formula(questionnaire.Not, has("b")))} {
		if f, _ := judged(asked{question{Applies: c}, answer{Level: assessment.None}}).Finding("q0"); f.Applies != questionnaire.Unsure || f.Decision != analysis.Stop {
			t.Errorf("%s with nothing said: applies %s, %s, want STOP", c, f.Applies, f.Decision)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		in := input(asked{question{Applies: anyCondition(t, 3)}, answer{Level: assessment.None}})
		in.Assessment.Facts = anyFacts(t)
		hidden, _ := analysis.Judge(in).Finding("q0")
		for f := range in.Assessment.Facts {
			said := in.Assessment.Facts[f]
			if f == "a" && in.Assessment.Facts["b"] == questionnaire.No {
				continue // a implies b; without it the no counts
			}
			delete(in.Assessment.Facts, f)
			if got, _ := analysis.Judge(in).Finding("q0"); hidden.Applies != questionnaire.No && got.Applies == questionnaire.No {
				t.Fatalf("%s hides it when %s (%s) is not sure", hidden.Question.Applies, f, said)
			}
			in.Assessment.Facts[f] = said
		}
	})
}

func TestWhatDoesNotApplyIsNotJudged(t *testing.T) {
	in := input(
		asked{question{Applies: has("c")}, answer{Level: assessment.None}},
		asked{question{Applies: has("c")}, answer{}},
		asked{question{Needs: []id{"q0"}}, answer{Level: assessment.Proven, Check: assessment.CanExplain, Evidence: drill(today)}},
	)
	in.Assessment.Facts = map[questionnaire.FactID]questionnaire.Truth{"c": questionnaire.No}
	r := analysis.Judge(in)
	if len(r.Plan) != 0 || len(r.Ask.All) != 0 || r.ReadyFor != questionnaire.Scale || r.Areas()[0].All.Of != 1 {
		t.Errorf("got plan %v, ask %v, ready for %q, %d counted", r.Plan, r.Ask.All, r.ReadyFor, r.Areas()[0].All.Of)
	}
	if f, _ := r.Finding("q0"); f.State != analysis.None || f.Decision != "" || f.Gap() {
		t.Errorf("the answer: got %s, %q, want it kept without a decision", f.State, f.Decision)
	}
}
