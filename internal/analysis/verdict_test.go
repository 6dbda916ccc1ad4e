package analysis_test

import (
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

var (
	stop    = answer{Level: assessment.None}
	claimed = answer{Level: assessment.InPlace}
	held    = answer{Level: assessment.InPlace, Evidence: artefact(today)}
	unasked = answer{}
	unknown = answer{Level: assessment.DontKnow}
	excused = answer{Level: assessment.NotApplicable, Reason: "It does not matter here."}
	high    = question{Severity: questionnaire.High}
	medium  = question{Severity: questionnaire.Medium}
)

// accepting accepts the first n questions until a day.
func accepting(in analysis.Input, until assessment.Date, accepted ...id) analysis.Input {
	in.Assessment.Acceptances = append(in.Assessment.Acceptances,
		assessment.Acceptance{Questions: accepted, By: "Mei", Until: until, Reason: "later"})
	return in
}

func TestVerdictFollowsItsClauses(t *testing.T) {
	b := func(x answer) asked { return asked{answer: x} }
	h := func(x answer) asked { return asked{high, x} }
	later := func(x answer) asked { return asked{question{Stage: questionnaire.PublicLaunch}, x} }
	for _, c := range []struct {
		name     string
		in       analysis.Input
		want     analysis.Outcome
		blocking []id
	}{
		{"nothing to ask", input(), analysis.Reached, nil},
		{"all held", input(b(held), h(held)), analysis.Reached, nil},
		{"blocker none", input(b(stop), h(held)), analysis.NotYet, []id{"q0"}},
		{"blocker partial", input(b(answer{Level: assessment.Partial})), analysis.NotYet, []id{"q0"}},
		{"blocker unknown", input(b(unknown)), analysis.NotYet, []id{"q0"}},
		{"blocker claimed", input(b(claimed)), analysis.NotYet, []id{"q0"}},
		{"blocker unasked", input(b(unasked)), analysis.NotKnown, nil},
		{"high none", input(b(held), h(stop)), analysis.NotYet, []id{"q1"}},
		{"high unknown", input(h(unknown)), analysis.NotYet, []id{"q0"}},
		{"high claimed", input(h(claimed)), analysis.Reached, nil},
		{"high unasked", input(h(unasked)), analysis.NotKnown, nil},
		{"medium and low open", input(asked{medium, stop}, asked{question{Severity: questionnaire.Low}, unknown}), analysis.Reached, nil},
		{"medium unasked", input(asked{medium, unasked}), analysis.Reached, nil},
		{"open before unasked", input(b(unasked), h(stop)), analysis.NotYet, []id{"q1"}},
		{"not due", input(later(stop), later(unasked)), analysis.Reached, nil},
		{"accepted", accepting(input(b(stop), h(stop)), today, "q0", "q1"), analysis.ReachedWithRisks, nil},
		{"accepted claim", accepting(input(b(claimed)), today, "q0"), analysis.ReachedWithRisks, nil},
		{"accepted in vain", accepting(input(asked{medium, stop}, b(held)), today, "q0", "q1"), analysis.Reached, nil},
		{"unasked before accepted", accepting(input(b(stop), h(unasked)), today, "q0"), analysis.NotKnown, nil},
		{"one of two accepted", accepting(input(b(stop), b(stop)), today, "q0"), analysis.NotYet, []id{"q1"}},
		{"accepted until yesterday", accepting(input(b(stop)), today.Add(-1), "q0"), analysis.NotYet, []id{"q0"}},
		{"accepted, but unknown", accepting(input(b(unknown)), today, "q0"), analysis.NotYet, []id{"q0"}},
		{"accepted, but unasked", accepting(input(b(unasked)), today, "q0"), analysis.NotKnown, nil},
		{"does not apply", input(b(excused)), analysis.Reached, nil},
	} {
		v := analysis.Judge(c.in).Verdict(questionnaire.FirstUser)
		if v.Outcome != c.want || !slices.Equal(v.Blocking, c.blocking) {
			t.Errorf("%s: got %s, held back by %q, want %s, %q", c.name, v.Outcome, v.Blocking, c.want, c.blocking)
		}
		if open := c.want == analysis.Reached || c.want == analysis.ReachedWithRisks; v.Outcome.Open() != open {
			t.Errorf("%s: gate open %v, want %v", c.name, v.Outcome.Open(), open)
		}
	}
}

func TestWhatDoesNotApplyIsCountedAndListed(t *testing.T) {
	v := judged(asked{answer: excused}, asked{answer: held}, asked{high, excused}, asked{medium, excused}).Verdict(questionnaire.FirstUser)
	want := analysis.Verdict{
		Stage: questionnaire.FirstUser, Outcome: analysis.Reached, Excused: []id{"q0", "q2"},
		Blockers: analysis.Count{Of: 2, Held: 1, NotApplicable: 1}, Due: analysis.Count{Of: 4, Held: 1, NotApplicable: 3},
	}
	if diff := cmp.Diff(want, v); diff != "" {
		t.Errorf("verdict (-want +got):\n%s", diff)
	}
}

func TestAnAcceptedGapKeepsItsWordAndLeavesNow(t *testing.T) {
	r := analysis.Judge(accepting(input(asked{answer: stop}, asked{answer: stop}), today.Add(5), "q0"))
	f, _ := r.Finding("q0")
	s, _ := r.Step("q0")
	if f.Decision != analysis.Stop || f.Acceptance == nil || s.Now {
		t.Errorf("accepted: got %s, %v, now %v", f.Decision, f.Acceptance, s.Now)
	}
	v := r.Verdict(questionnaire.FirstUser)
	if !slices.Equal(v.Accepted, []id{"q0"}) || !slices.Equal(v.Blocking, []id{"q1"}) || len(r.NowSteps()) != 1 {
		t.Errorf("got accepted %q, held back by %q, %d steps now", v.Accepted, v.Blocking, len(r.NowSteps()))
	}
}

func TestReadyForNeedsAllEarlierStages(t *testing.T) {
	at := func(s questionnaire.Stage, x answer) asked { return asked{question{Stage: s}, x} }
	for _, c := range []struct {
		first, launch, scale answer
		ready, next          questionnaire.Stage
	}{
		{stop, held, held, analysis.Demo, questionnaire.FirstUser},
		{held, stop, held, questionnaire.FirstUser, questionnaire.PublicLaunch},
		{held, unasked, held, questionnaire.FirstUser, questionnaire.PublicLaunch},
		{held, held, claimed, questionnaire.PublicLaunch, questionnaire.Scale},
		{held, held, held, questionnaire.Scale, ""},
		{unasked, unasked, unasked, analysis.Demo, questionnaire.FirstUser},
	} {
		r := judged(at(questionnaire.FirstUser, c.first), at(questionnaire.PublicLaunch, c.launch), at(questionnaire.Scale, c.scale))
		next, more := r.NextStage()
		if r.ReadyFor != c.ready || next.Stage != c.next || more != (c.next != "") {
			t.Errorf("%+v: ready for %q, next %q (%v)", c, r.ReadyFor, next.Stage, more)
		}
	}
}

// TestVerdictAgreesWithTheClausesReadOneByOne holds the text of the method against every verdict.
func TestVerdictAgreesWithTheClausesReadOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(8).Draw(t, "input")
		r := analysis.Judge(in)
		for _, v := range r.Verdicts {
			var open, unasked, accepted, excused int
			for _, f := range r.Findings {
				isHigh, isBlocker := f.Severity == questionnaire.High, f.Severity == questionnaire.Blocker
				if f.Applies == questionnaire.No || analysis.DueAt(f.Stage, v.Stage) != analysis.Now || !isHigh && !isBlocker {
					continue
				}
				worse := f.State == analysis.Unknown || f.State == analysis.None || f.State == analysis.Partial
				switch {
				case worse || isBlocker && f.State == analysis.Claimed:
					if covered(in, f) {
						accepted++
					} else {
						open++
					}
				case f.State == analysis.Unasked:
					unasked++
				case f.State == analysis.NotApplicable:
					excused++
				}
			}
			want := analysis.Reached
			switch {
			case open > 0:
				want = analysis.NotYet
			case unasked > 0:
				want = analysis.NotKnown
			case accepted > 0:
				want = analysis.ReachedWithRisks
			}
			got := []int{len(v.Blocking), len(v.Unasked), len(v.Accepted), len(v.Excused)}
			if v.Outcome != want || !slices.Equal(got, []int{open, unasked, accepted, excused}) {
				t.Fatalf("%s: got %s %v, want %s %v", v.Stage, v.Outcome, got, want, []int{open, unasked, accepted, excused})
			}
		}
	})
}

func covered(in analysis.Input, f analysis.Finding) bool {
	all := slices.DeleteFunc(slices.Clone(in.Assessment.Acceptances), func(x assessment.Acceptance) bool {
		return !slices.Contains(x.Questions, f.Question.ID)
	})
	return f.State != analysis.Unknown && len(all) > 0 && all[len(all)-1].Until >= today
}

func TestJudgingTwiceIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(8).Draw(t, "input")
		first := analysis.Judge(in)
		for range 50 {
			if again := analysis.Judge(in); !reflect.DeepEqual(first, again) {
				t.Fatalf("another judgement of the same:\n%s", cmp.Diff(first, again, cmpopts.IgnoreUnexported(analysis.Result{})))
			}
		}
	})
}

func TestJudgementHoldsUntilItsLastDay(t *testing.T) {
	// What time can change: states, decisions and acceptances; the rest follows.
	type word struct {
		State      analysis.State
		Decision   analysis.Decision
		Acceptance assessment.Acceptance
	}
	words := func(in analysis.Input, on assessment.Date) []word {
		in.At = on.Time().AddDate(0, 0, 1).Add(-1)
		var all []word
		for _, f := range analysis.Judge(in).Findings {
			w := word{State: f.State, Decision: f.Decision}
			if f.Acceptance != nil {
				w.Acceptance = *f.Acceptance
			}
			all = append(all, w)
		}
		return all
	}
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(8).Draw(t, "input")
		last := analysis.Judge(in).ValidUntil
		now := words(in, today)
		if last == "" {
			last = "2199-01-01"
		} else if cmp.Equal(now, words(in, last.Add(1))) {
			t.Fatalf("valid until %s, but nothing changes on the next day", last)
		}
		if diff := cmp.Diff(now, words(in, last)); diff != "" {
			t.Fatalf("valid until %s, but on that day (-now +then):\n%s", last, diff)
		}
	})
}

func TestAreasCountWhatApplies(t *testing.T) {
	in := input(asked{answer: stop}, asked{answer: excused}, asked{question{Stage: questionnaire.Scale}, unknown}, asked{question{Applies: has("c")}, stop})
	in.Assessment.Facts = map[questionnaire.FactID]questionnaire.Truth{"c": questionnaire.No}
	in.Questionnaires = append(in.Questionnaires, questionnaire.Questionnaire{ID: "event", Areas: []questionnaire.Area{
		{ID: "all", Title: "Same name", Questions: []question{{ID: "e0", Stage: questionnaire.FirstUser, Severity: questionnaire.High}}},
		{ID: "hidden", Questions: []question{{ID: "e1", Applies: has("c")}}},
	}})
	want := []analysis.AreaCount{
		{
			Questionnaire: "core", Area: "all", Title: "All",
			Due: analysis.Count{Of: 2, None: 1, NotApplicable: 1}, All: analysis.Count{Of: 3, None: 1, Unknown: 1, NotApplicable: 1},
		},
		{Questionnaire: "event", Area: "all", Title: "Same name", Due: analysis.Count{Of: 1, Unasked: 1}, All: analysis.Count{Of: 1, Unasked: 1}},
	}
	got := analysis.Judge(in).Areas()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("areas (-want +got):\n%s", diff)
	}
	if !got[0].Doubtful() || got[1].Doubtful() {
		t.Errorf("doubtful: got %v, %v, want the first", got[0].Doubtful(), got[1].Doubtful())
	}
	if quarter := (analysis.AreaCount{All: analysis.Count{Of: 4, NotApplicable: 1}}); quarter.Doubtful() {
		t.Error("a quarter is not above a quarter")
	}
}

func TestEveryStateIsCountedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := analysis.Judge(anyInput(8).Draw(t, "input"))
		applying, decided := 0, 0
		for _, f := range r.Findings {
			if f.Applies != questionnaire.No {
				applying++
			}
		}
		for _, a := range r.Areas() {
			c := a.All
			if c.Of != c.Unasked+c.Open()+c.Claimed+c.Held+c.Proven+c.NotApplicable {
				t.Fatalf("%+v does not add up", c)
			}
			applying -= c.Of
		}
		for _, n := range r.Decided() {
			decided += n
		}
		if applying != 0 || decided != len(r.Plan) || len(r.Gaps()) != len(r.Plan) {
			t.Fatalf("%d questions in no area, %d decisions, %d steps", applying, decided, len(r.Plan))
		}
	})
}

func TestFiveRulesAreJudgedByDueBlockersAndHighs(t *testing.T) {
	speaks := func(q question, x answer) asked {
		q.Rules = []string{"validate"}
		return asked{q, x}
	}
	for _, c := range []struct {
		name     string
		qs       []asked
		want     analysis.Kept
		deciding []id
	}{
		{"nobody speaks to it", []asked{{answer: stop}}, analysis.KeptNotKnown, nil},
		{"none", []asked{speaks(high, stop), speaks(high, unknown), speaks(high, held)}, analysis.IsNotKept, []id{"q0"}},
		{"partial", []asked{speaks(question{}, answer{Level: assessment.Partial})}, analysis.IsNotKept, []id{"q0"}},
		{"unknown", []asked{speaks(high, unknown), speaks(high, held)}, analysis.KeptNotKnown, []id{"q0"}},
		{"claimed and unasked", []asked{speaks(high, held), speaks(high, claimed), speaks(high, unasked)}, analysis.KeptNotKnown, []id{"q1", "q2"}},
		{"held", []asked{speaks(high, held), speaks(medium, stop)}, analysis.IsKept, []id{"q0"}},
		{"held, later broken", []asked{speaks(high, held), speaks(question{Stage: questionnaire.Scale}, stop)}, analysis.IsKept, []id{"q0"}},
		{"all said not to apply", []asked{speaks(high, excused)}, analysis.KeptNotKnown, nil},
	} {
		rules := judged(c.qs...).Rules
		if got := rules[2]; got.ID != "validate" || got.Kept != c.want || !slices.Equal(got.Deciding, c.deciding) {
			t.Errorf("%s: got %+v, want %s by %q", c.name, got, c.want, c.deciding)
		}
	}
	for i, rule := range analysis.RuleTitles() {
		if rule.ID != questionnaire.Rules()[i] || rule.Title == "" {
			t.Errorf("rule %d: got %+v, want %s", i, rule, questionnaire.Rules()[i])
		}
	}
}

func TestTheQueueHoldsWhatWasNotAsked(t *testing.T) {
	in := input(
		asked{high, unasked}, asked{answer: unasked}, asked{answer: unknown}, asked{question{Stage: questionnaire.Scale}, unasked},
		asked{question{Applies: has("c")}, unasked}, asked{answer: answer{Note: "n"}},
	)
	in.Assessment.Facts = map[questionnaire.FactID]questionnaire.Truth{"c": questionnaire.No}
	want := analysis.Queue{Blockers: []id{"q1", "q5"}, Due: []id{"q0", "q1", "q5"}, All: []id{"q0", "q1", "q3", "q5"}}
	if diff := cmp.Diff(want, analysis.Judge(in).Ask); diff != "" {
		t.Errorf("queue (-want +got):\n%s", diff)
	}
}

func TestAMirroredQuestionIsNotAskedTwice(t *testing.T) {
	in := input(asked{question{ID: "bak-restore"}, stop})
	solo := questionnaire.Questionnaire{ID: "solo", Areas: []questionnaire.Area{{ID: "s", Questions: []question{
		{ID: "solo-restore", Mirrors: "bak-restore"}, {ID: "solo-other", Mirrors: "not-attached"}, {ID: "bak-restore"}, {ID: "solo-own"},
	}}}}
	in.Questionnaires = append(in.Questionnaires, solo)
	r := analysis.Judge(in)
	if got, want := r.Select(assessment.Deep), []id{"bak-restore", "solo-other", "solo-own"}; !slices.Equal(slices.Sorted(slices.Values(got)), want) {
		t.Errorf("asked: got %q, want %q", got, want)
	}
	if f, ok := r.Finding("solo-restore"); !ok || f.Aside != analysis.Mirrored || f.Applies != questionnaire.No || f.Twin != "bak-restore" {
		t.Errorf("the mirrored one: got %+v", f)
	}
}

func TestFactsNotSureAreNamed(t *testing.T) {
	in := input()
	in.Assessment.Facts = map[questionnaire.FactID]questionnaire.Truth{"a": questionnaire.Yes}
	got := analysis.Judge(in).NotSure() // a implies b
	if len(got) != 1 || got[0].ID != "c" {
		t.Errorf("got %+v, want c", got)
	}
}
