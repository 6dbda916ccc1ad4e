package analysis_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func ids(shifts []analysis.Shift) []id {
	var all []id
	for _, s := range shifts {
		all = append(all, s.Question)
	}
	return all
}

func TestCompareKeepsApartWhatPeopleDidAndWhatTimeDid(t *testing.T) {
	shown := func(on assessment.Date) []assessment.Evidence {
		return []assessment.Evidence{{Kind: assessment.Artefact, Reference: "x", Date: on}}
	}
	at := func(rev uint64, l assessment.Level, e []assessment.Evidence) answer {
		return answer{Level: l, By: "Ana", At: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), Evidence: e, Rev: rev}
	}
	q := func(x id) question { return question{ID: x} }
	before := judged(
		asked{q("better"), at(1, assessment.None, nil)},
		asked{q("worse"), at(1, assessment.InPlace, shown("2026-11-20"))},
		asked{q("stale"), at(1, assessment.InPlace, shown("2026-11-20"))},
		asked{q("known"), at(1, assessment.DontKnow, nil)},
		asked{q("first"), answer{}},
		asked{q("gone"), at(1, assessment.None, nil)},
		asked{q("same"), at(1, assessment.None, nil)},
		asked{q("excused"), at(1, assessment.None, nil)},
	)
	in := input(
		asked{q("better"), at(2, assessment.Partial, nil)},
		asked{q("worse"), at(2, assessment.DontKnow, nil)},
		asked{q("stale"), at(1, assessment.InPlace, shown("2026-11-20"))},
		asked{q("known"), at(2, assessment.None, nil)},
		asked{q("first"), at(2, assessment.None, nil)},
		asked{q("same"), at(2, assessment.None, nil)},
		asked{q("excused"), answer{Level: assessment.NotApplicable, Reason: "there is no such thing here", By: "Ana", Rev: 2}},
		asked{q("new"), answer{}},
	)
	in.At = in.At.AddDate(0, 0, 100)
	c := analysis.Compare(before, analysis.Judge(in))
	for name, x := range map[string]struct{ got, want []id }{
		"gained":    {ids(c.Gained), []id{"better"}},
		"lost":      {ids(c.Lost), []id{"worse"}},
		"expired":   {ids(c.Expired), []id{"stale"}},
		"found out": {ids(c.FoundOut), []id{"known"}},
		"asked":     {ids(c.Asked), []id{"first"}},
		"scope":     {ids(c.Scope), []id{"excused"}},
		"added":     {c.Added, []id{"new"}},
		"removed":   {c.Removed, []id{"gone"}},
	} {
		if !slices.Equal(x.got, x.want) {
			t.Errorf("%s: got %v, want %v", name, x.got, x.want)
		}
	}
	if c.Empty() {
		t.Error("nothing changed")
	}
}

func TestComparingWithItselfIsEmptyAndComparingIsComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(8).Draw(t, "input")
		r := analysis.Judge(in)
		if c := analysis.Compare(r, r); !c.Empty() {
			t.Fatalf("compared with itself: %+v", c)
		}
		later := in
		later.At = later.At.AddDate(0, 0, rapid.IntRange(0, 400).Draw(t, "days"))
		after := analysis.Judge(later)
		c := analysis.Compare(r, after)
		var want []id
		for _, f := range after.Findings {
			was, _ := r.Finding(f.Question.ID)
			if f.Applies != questionnaire.No && was.State != f.State {
				want = append(want, f.Question.ID)
			}
		}
		if diff := cmp.Diff(want, ids(c.Expired)); diff != "" {
			t.Fatalf("time alone (-changed +expired):\n%s\n%+v", diff, c)
		}
	})
}

func TestWorseIsWhatHeldBeforeAndNeverWhatWasNotAsked(t *testing.T) {
	shown := artefact(today)
	before := judged(
		asked{question{ID: "held"}, answer{Level: assessment.InPlace, Evidence: shown}},
		asked{question{ID: "partial"}, answer{Level: assessment.Partial}},
		asked{question{ID: "none"}, answer{Level: assessment.None}},
		asked{question{ID: "unasked"}, answer{}},
		asked{question{ID: "cleared"}, answer{Level: assessment.None}},
		asked{question{ID: "small", Severity: questionnaire.Medium}, answer{Level: assessment.InPlace, Evidence: shown}},
	)
	after := judged(
		asked{question{ID: "held"}, answer{Level: assessment.InPlace}},
		asked{question{ID: "partial"}, answer{Level: assessment.DontKnow}},
		asked{question{ID: "none"}, answer{Level: assessment.Partial}},
		asked{question{ID: "unasked"}, answer{Level: assessment.None}},
		asked{question{ID: "cleared"}, answer{}},
		asked{question{ID: "small", Severity: questionnaire.Medium}, answer{Level: assessment.None}},
		asked{question{ID: "new"}, answer{Level: assessment.None}},
	)
	got := analysis.Worse(before, after, questionnaire.FirstUser)
	slices.Sort(got)
	if diff := cmp.Diff([]id{"cleared", "held", "partial"}, got); diff != "" {
		t.Errorf("worse (-want +got):\n%s", diff)
	}
	if got := analysis.Worse(after, after, questionnaire.FirstUser); len(got) > 0 {
		t.Errorf("than itself: %v", got)
	}
}
