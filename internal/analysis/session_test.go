package analysis_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func TestSessionsAreAskedInTwoRounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := analysis.Judge(anyInput(45).Draw(t, "input"))
		for _, k := range assessment.SessionKinds() {
			list := r.Select(k)
			round := func(name id) int {
				f, _ := r.Finding(name)
				switch {
				case f.Applies == questionnaire.No:
					t.Fatalf("%s: %s does not apply", k, name)
				case name == "q00":
					return 0
				case f.Severity == questionnaire.Blocker:
					return 1
				}
				return 2
			}
			for i := 1; i < len(list); i++ {
				x, y := list[i-1], list[i]
				if round(x) > round(y) || round(x) == round(y) && x >= y { // ids are in questionnaire order
					t.Fatalf("%s: %s before %s in %q", k, x, y, list)
				}
			}
		}
	})
}

func TestQuickAsksTheQuickSetAndDeepAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := analysis.Judge(anyInput(8).Draw(t, "input"))
		quick, deep := r.Select(assessment.Quick), r.Select(assessment.Deep)
		for _, f := range r.Findings {
			applies := f.Applies != questionnaire.No
			if got := slices.Contains(deep, f.Question.ID); got != applies {
				t.Fatalf("%s applies %s, in the deep session: %v", f.Question.ID, f.Applies, got)
			}
			if got := slices.Contains(quick, f.Question.ID); got != (applies && f.Question.Quick) {
				t.Fatalf("%s applies %s, quick %v, in the quick session: %v", f.Question.ID, f.Applies, f.Question.Quick, got)
			}
		}
	})
}

func TestStandardHoldsDueBlockersAndEveryAreaIfThereIsRoom(t *testing.T) {
	const room = 28
	rapid.Check(t, func(t *rapid.T) {
		r := analysis.Judge(anyInput(60).Draw(t, "input"))
		list := r.Select(assessment.Standard)
		must, areas, due, open := 0, map[questionnaire.AreaID]bool{}, 0, 0
		var missing []id
		for i, f := range r.Findings {
			if f.Applies == questionnaire.No || f.State == analysis.Proven {
				continue
			}
			areas[f.Area] = true
			isDue := f.Due == analysis.Now
			if isDue {
				due++
			}
			if isDue && f.Severity == questionnaire.Blocker || i == 0 {
				must++
				if !slices.Contains(list, f.Question.ID) {
					missing = append(missing, f.Question.ID)
				}
				if f.State == analysis.Unasked && !slices.Contains(list, f.Question.ID) {
					open++
				}
			}
		}
		if len(list) > room || len(list) < min(room, due) {
			t.Fatalf("%d questions, %d are due", len(list), due)
		}
		if must <= room && len(missing) > 0 {
			t.Fatalf("without the blockers %q, %d of %d", missing, must, room)
		}
		if open > 0 && slices.ContainsFunc(list[1:], func(name id) bool { f, _ := r.Finding(name); return f.State != analysis.Unasked }) {
			t.Fatalf("%d blockers not asked are left out for ones that were", open)
		}
		for _, name := range list {
			f, _ := r.Finding(name)
			delete(areas, f.Area)
			if f.State == analysis.Proven {
				t.Fatalf("%s is proven", name)
			}
		}
		if must+4 <= room && len(areas) > 0 { // there are at most four areas
			t.Fatalf("areas %v are absent, %d questions had to be there", areas, must)
		}
	})
}

func TestStandardRanksBySeverityAndUnlocks(t *testing.T) {
	var qs []asked
	for i := range 40 {
		q := question{ID: id(fmt.Sprintf("q%02d", i)), Severity: questionnaire.High}
		if i >= 20 {
			q.Severity = questionnaire.Medium
		}
		if i >= 35 { // what q30 to q34 unlock
			q.Needs = []id{id(fmt.Sprintf("q%02d", i-5))}
		}
		qs = append(qs, asked{question: q})
	}
	got := judged(qs...).Select(assessment.Standard)
	var want []id
	for i := range 40 {
		if i < 23 || i >= 30 && i < 35 {
			want = append(want, id(fmt.Sprintf("q%02d", i)))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestBlockersNotAskedComeBeforeThoseThatWere(t *testing.T) {
	qs := make([]asked, 41)
	for i := range qs {
		qs[i] = asked{question: question{ID: id(fmt.Sprintf("q%02d", i))}}
		if i < 29 {
			qs[i].answer = stop
		}
	}
	got := judged(qs...).Select(assessment.Standard)
	for i := 29; i < 41; i++ {
		if !slices.Contains(got, qs[i].ID) {
			t.Errorf("%s was not asked and is left out of %q", qs[i].ID, got)
		}
	}
	if len(got) != 28 {
		t.Errorf("got %d questions, want 28", len(got))
	}
}

func TestTheFirstQuestionOpens(t *testing.T) {
	qs := []asked{{question: question{ID: "users-first-ten", Severity: questionnaire.Low, Quick: true}}}
	for range 27 {
		qs = append(qs, asked{question: question{Quick: true}})
	}
	r := judged(qs...)
	for _, k := range []assessment.SessionKind{assessment.Quick, assessment.Standard, assessment.Deep} {
		if got := r.Select(k); len(got) != 28 || got[0] != "users-first-ten" {
			t.Errorf("%s opens with %q of %d", k, got[0], len(got))
		}
	}
}

func TestRecheckAsksWhatRanOutBlockersAndTheLastSteps(t *testing.T) {
	old := answer{Level: assessment.InPlace, Evidence: artefact(today.Add(-200))}
	low := question{Severity: questionnaire.Low}
	r := judged(
		asked{high, held}, asked{low, old}, asked{answer: stop}, asked{answer: held}, asked{high, unknown},
		asked{question{Severity: questionnaire.Low, Stage: questionnaire.Scale}, stop}, asked{answer: unasked}, asked{answer: claimed},
		asked{high, stop},
	)
	if got, want := r.Select(assessment.Recheck), []id{"q2", "q7", "q1", "q4"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	many := make([]asked, 40)
	for i := range many {
		many[i] = asked{answer: old}
	}
	if got := judged(many...).Select(assessment.Recheck); len(got) != 12 {
		t.Errorf("40 expired: got %d questions, want 12", len(got))
	}
	if got := judged().Select(assessment.Standard); len(got) != 0 {
		t.Errorf("nothing to ask: got %q", got)
	}
}

func TestLongerSessionsTakeLonger(t *testing.T) {
	minutes := map[assessment.SessionKind]int{assessment.Quick: 10, assessment.Standard: 45, assessment.Deep: 180, assessment.Recheck: 15}
	for _, k := range assessment.SessionKinds() {
		if got := analysis.Minutes(k); got != minutes[k] {
			t.Errorf("%s: %d minutes, want %d", k, got, minutes[k])
		}
	}
}
