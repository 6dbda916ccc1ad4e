package analysis_test

import (
	"testing"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func TestStateFollowsTheTable(t *testing.T) {
	edge, late := today.Add(-90), today.Add(-91)
	both := append(artefact(today), drill(late)...)
	for _, c := range []struct {
		name string
		x    answer
		want analysis.State
	}{
		{"nothing", answer{}, analysis.Unasked},
		{"nothing but a note and evidence", answer{Note: "n", Evidence: drill(today)}, analysis.Unasked},
		{"a suggestion", answer{Level: assessment.Proven, Suggested: "scanner", Evidence: drill(today), Check: assessment.CanExplain}, analysis.Unknown},
		{"a suggestion that it does not apply", answer{Level: assessment.NotApplicable, Suggested: "scanner", Reason: "r"}, analysis.Unknown},
		{"a suggestion of none", answer{Level: assessment.None, Suggested: "scanner"}, analysis.Unknown},
		{"don't know", answer{Level: assessment.DontKnow, Evidence: drill(today)}, analysis.Unknown},
		{"none", answer{Level: assessment.None, Evidence: drill(today), Check: assessment.CanExplain}, analysis.None},
		{"partial", answer{Level: assessment.Partial, Evidence: drill(today), Check: assessment.CanExplain}, analysis.Partial},
		{"not applicable with a reason", answer{Level: assessment.NotApplicable, Reason: "r"}, analysis.NotApplicable},
		{"not applicable without a reason", answer{Level: assessment.NotApplicable, Reason: " "}, analysis.Unknown},

		{"in place, nothing shown", answer{Level: assessment.InPlace, Check: assessment.CanExplain}, analysis.Claimed},
		{"in place, artefact", answer{Level: assessment.InPlace, Evidence: artefact(today)}, analysis.Held},
		{"in place, artefact on its last day", answer{Level: assessment.InPlace, Evidence: artefact(edge)}, analysis.Held},
		{"in place, artefact a day too old", answer{Level: assessment.InPlace, Evidence: artefact(late)}, analysis.Claimed},
		{"in place, drill and explained", answer{Level: assessment.InPlace, Evidence: drill(today), Check: assessment.CanExplain}, analysis.Held},
		{"in place, one old and one new", answer{Level: assessment.InPlace, Evidence: both}, analysis.Held},

		{"proven, nothing shown", answer{Level: assessment.Proven, Check: assessment.CanExplain}, analysis.Claimed},
		{"proven, artefact alone", answer{Level: assessment.Proven, Evidence: artefact(today), Check: assessment.CanExplain}, analysis.Held},
		{"proven, drill, nobody asked", answer{Level: assessment.Proven, Evidence: drill(today)}, analysis.Held},
		{"proven, drill, partly explained", answer{Level: assessment.Proven, Evidence: drill(today), Check: assessment.Partly}, analysis.Held},
		{"proven, drill, not explained", answer{Level: assessment.Proven, Evidence: drill(today), Check: assessment.CannotYet}, analysis.Held},
		{"proven, drill, explained", answer{Level: assessment.Proven, Evidence: drill(today), Check: assessment.CanExplain}, analysis.Proven},
		{"proven, drill on its last day", answer{Level: assessment.Proven, Evidence: drill(edge), Check: assessment.CanExplain}, analysis.Proven},
		{"proven, drill a day too old", answer{Level: assessment.Proven, Evidence: drill(late), Check: assessment.CanExplain}, analysis.Claimed},
		{"in place, artefact, reopened", answer{Level: assessment.InPlace, Evidence: artefact(today), Reopened: "r"}, analysis.Claimed},
		{"proven, drill, explained, reopened", answer{Level: assessment.Proven, Evidence: drill(today), Check: assessment.CanExplain, Reopened: "r"}, analysis.Claimed},
		{"partial, reopened", answer{Level: assessment.Partial, Reopened: "r"}, analysis.Partial},
		{"proven, drill too old, artefact new", answer{Level: assessment.Proven, Evidence: both, Check: assessment.CanExplain}, analysis.Held},
	} {
		if got := analysis.StateOf(c.x, question{Freshness: 90}, today); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestFreshnessIsTheQuestions(t *testing.T) {
	for _, days := range questionnaire.Freshnesses() {
		x := answer{Level: assessment.InPlace, Evidence: drill(today.Add(-days))}
		q := question{Freshness: days}
		if got := analysis.StateOf(x, q, today); got != analysis.Held {
			t.Errorf("%d days, after %d: got %s, want held", days, days, got)
		}
		if got := analysis.StateOf(x, q, today.Add(1)); got != analysis.Claimed {
			t.Errorf("%d days, after %d: got %s, want claimed", days, days+1, got)
		}
	}
}

func TestFourStatesAreGaps(t *testing.T) {
	for _, s := range analysis.States() {
		want := s == analysis.Unknown || s == analysis.None || s == analysis.Partial || s == analysis.Claimed
		if got := s.Gap(); got != want {
			t.Errorf("%s: gap %v, want %v", s, got, want)
		}
	}
}

func TestExpiryIsTheLastDayOfAState(t *testing.T) {
	proven := answer{Level: assessment.Proven, Check: assessment.CanExplain, Evidence: append(artefact(today), drill(today.Add(-10))...)}
	for _, c := range []struct {
		name string
		x    answer
		want assessment.Date
	}{
		{"proven, by its drill", proven, today.Add(80)},
		{"held, by its newest", answer{Level: assessment.InPlace, Evidence: proven.Evidence}, today.Add(90)},
		{"claimed", answer{Level: assessment.InPlace}, ""},
		{"none", answer{Level: assessment.None, Evidence: drill(today)}, ""},
		{"unasked", answer{}, ""},
	} {
		f, _ := judged(asked{answer: c.x}).Finding("q0")
		if f.Expires != c.want {
			t.Errorf("%s: expires %q, want %q", c.name, f.Expires, c.want)
		}
	}
}
