package assessment_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// one returns a questionnaire with these questions.
func one(version string, qs ...questionnaire.Question) questionnaire.Questionnaire {
	return questionnaire.Questionnaire{
		ID: "core", Version: version, Digest: fmt.Sprint(version, qs),
		Areas: []questionnaire.Area{{ID: "a", Questions: qs}},
	}
}

// What a change of each field of a question is. A new field has to be decided on here.
func TestEveryFieldOfAQuestionIsDecidedOn(t *testing.T) {
	condition := questionnaire.Condition{Op: questionnaire.Has, Fact: "payments"}
	rows := map[string]struct {
		value any
		want  string
	}{
		"Title":      {"x", "reworded"},
		"Text":       {"x", "reworded"},
		"Why":        {"x", "reworded"},
		"Severity":   {questionnaire.Blocker, "changed"},
		"Escalate":   {[]questionnaire.Escalation{{If: condition}}, "changed"},
		"Effort":     {questionnaire.Large, ""},
		"Stage":      {questionnaire.Scale, "changed"},
		"Applies":    {condition, "changed"},
		"Needs":      {[]questionnaire.QuestionID{"x"}, ""},
		"Mirrors":    {questionnaire.QuestionID("x"), ""},
		"Quick":      {true, ""},
		"Levels":     {questionnaire.Levels{Proven: "x"}, "changed"},
		"Verify":     {"x", "reworded"},
		"Explain":    {"x", "reworded"},
		"ListenFor":  {"x", "reworded"},
		"Freshness":  {90, "changed"},
		"Prototype":  {"x", "reworded"},
		"Production": {"x", "reworded"},
		"AIFailure":  {"x", "reworded"},
		"Steps":      {[]questionnaire.Step{{Do: "x"}}, "reworded"},
		"References": {[]string{"x"}, "reworded"},
		"Topics":     {[]string{"x"}, "reworded"},
		"Rules":      {[]string{"x"}, "reworded"},
		"Views":      {[]string{"x"}, "reworded"},
		"Reviewed":   {[]questionnaire.Reviewed{{Rule: "x"}}, ""},
		"At":         {questionnaire.Places{}, ""},
		"ID":         {questionnaire.QuestionID("x"), "another"},
	}
	fields := reflect.TypeFor[questionnaire.Question]()
	for i := range fields.NumField() {
		name := fields.Field(i).Name
		row, ok := rows[name]
		if !ok {
			t.Errorf("it is not decided what a change of %s is", name)
			continue
		}
		was := questionnaire.Question{ID: "q"}
		is := was
		reflect.ValueOf(&is).Elem().Field(i).Set(reflect.ValueOf(row.value))
		u := assessment.NewUpgrade([]questionnaire.Questionnaire{one("1.0.0", was)}, []questionnaire.Questionnaire{one("1.1.0", is)})
		got := ""
		switch {
		case len(u.New) == 1 && len(u.Retired) == 1:
			got = "another"
		case len(u.Changed) == 1:
			got = "changed"
		case len(u.Reworded) == 1:
			got = "reworded"
		}
		if got != row.want {
			t.Errorf("%s: got %q, want %q", name, got, row.want)
		}
	}
}

func TestQuestionThatMovesIsTheSame(t *testing.T) {
	q, p := questionnaire.Question{ID: "q", Title: "Q"}, questionnaire.Question{ID: "p"}
	pack := one("1.0.0", p)
	pack.ID = "pack"
	u := assessment.NewUpgrade(
		[]questionnaire.Questionnaire{one("1.0.0", q), pack},
		[]questionnaire.Questionnaire{one("1.1.0"), {ID: "pack", Version: "1.1.0", Areas: []questionnaire.Area{{Questions: []questionnaire.Question{q, p}}}}},
	)
	if got := u.Counted(); got != "no question differs" || u.Names() != "core 1.1.0 and pack 1.1.0" {
		t.Errorf("got %q to %q", got, u.Names())
	}
}

func TestNothingNewerIsNoUpgrade(t *testing.T) {
	core := one("1.0.0", questionnaire.Question{ID: "q"})
	for _, newer := range [][]questionnaire.Questionnaire{nil, {core}, {{ID: "pack", Version: "2.0.0"}}} {
		u := assessment.NewUpgrade([]questionnaire.Questionnaire{core}, newer)
		if len(u.To) > 0 || u.Counted() != "no question differs" {
			t.Errorf("%v: got %+v", newer, u)
		}
	}
}

// anyQuestions draws some of the questions a to f, each in one of a few versions.
func anyQuestions(t *rapid.T) []questionnaire.Question {
	var qs []questionnaire.Question
	for _, id := range []questionnaire.QuestionID{"a", "b", "c", "d", "e", "f"} {
		if rapid.IntRange(0, 4).Draw(t, "there") == 0 {
			continue
		}
		word := rapid.SampledFrom([]string{"x", "y"})
		qs = append(qs, questionnaire.Question{
			ID: id, Title: word.Draw(t, "title"), Levels: questionnaire.Levels{InPlace: word.Draw(t, "level")},
			Freshness: rapid.SampledFrom([]int{30, 30, 30, 90}).Draw(t, "freshness"),
		})
	}
	return qs
}

func anyAnswered(t *rapid.T) assessment.Assessment {
	events := begin()
	for range rapid.IntRange(0, 8).Draw(t, "answers") {
		x := assessment.Answer{
			Level: rapid.SampledFrom(append(assessment.Levels(), assessment.Unasked)).Draw(t, "level"), By: "Ana", At: noon,
			Note:      rapid.StringN(0, 5, -1).Draw(t, "note"),
			Suggested: rapid.SampledFrom([]string{"", "", "scanner"}).Draw(t, "suggested"),
		}
		id := rapid.SampledFrom([]questionnaire.QuestionID{"a", "b", "c", "d", "e", "f"}).Draw(t, "question")
		events = then(events, assessment.Answered, "", assessment.Change{Question: id, Answer: &x})
	}
	return assessment.Fold(shop, events)
}

// apply saves a change as the next event.
func apply(a assessment.Assessment, k assessment.Kind, c assessment.Change) assessment.Assessment {
	return assessment.Apply(a, assessment.Event{Seq: a.Seq + 1, At: noon, By: "Mei", Kind: k, Change: c})
}

func TestUpgradeKeepsEveryAnswerAndReopensThoseToChangedQuestions(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		was, is := anyQuestions(rt), anyQuestions(rt)
		before := anyAnswered(rt)
		u := assessment.NewUpgrade([]questionnaire.Questionnaire{one("1.0.0", was...)}, []questionnaire.Questionnaire{one("1.1.0", is...)})
		changed := map[questionnaire.QuestionID]bool{}
		for _, d := range u.Changed {
			changed[d.Question.ID] = true
		}
		after := before
		for _, c := range u.Reopen(before) {
			after = apply(after, assessment.Answered, c)
		}
		if !slices.Equal(slices.Sorted(maps.Keys(before.Answers)), slices.Sorted(maps.Keys(after.Answers))) {
			rt.Fatalf("answers to %v became answers to %v", before.Answers, after.Answers)
		}
		for id, x := range before.Answers {
			y := after.Answers[id]
			good := (x.Level == assessment.InPlace || x.Level == assessment.Proven) && x.Suggested == ""
			if changed[id] && good != (y.Reopened != "") {
				rt.Errorf("%s: %s was changed, reopened: %q", id, x.Level, y.Reopened)
			}
			if changed[id] && good {
				y.Reopened, y.Rev = "", x.Rev
			}
			if diff := cmp.Diff(bytes(rt, x), bytes(rt, y)); diff != "" {
				rt.Errorf("%s (-before +after): %s", id, diff)
			}
		}
		if again := u.Reopen(after); len(again) > 0 {
			rt.Errorf("done again it changes %v", again)
		}
		if got := apply(after, assessment.Attaching, u.Attach(after)).Questionnaires; len(u.To) > 0 && !slices.Equal(got, u.To) {
			rt.Errorf("attached is %v, want %v", got, u.To)
		}
	})
}

func bytes(t *rapid.T, x assessment.Answer) string {
	data, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestOnlyALevelSettlesWhatWasReopened(t *testing.T) {
	x := assessment.Answer{Level: assessment.InPlace, By: "Ana", At: noon, Since: noon, Reopened: "core 1.1.0 changed the levels"}
	note := "a note"
	rows := []struct {
		name  string
		patch assessment.Patch
		want  bool // it is still open
	}{
		{"a note", assessment.Patch{Note: &note}, true},
		{"evidence", assessment.Patch{AddEvidence: []assessment.Evidence{{Kind: assessment.Drill, Date: "2026-11-01"}}}, true},
		{"the same level", assessment.Patch{Level: &x.Level}, false},
		{"no level", assessment.Patch{Clear: []assessment.Field{assessment.FieldLevel}}, false},
	}
	for _, row := range rows {
		y, err := x.With(row.patch, questionnaire.Question{}, "Mei", noon)
		if err != nil || (y.Reopened != "") != row.want {
			t.Errorf("%s: got %q, %v", row.name, y.Reopened, err)
		}
	}
}

func TestMilestoneKeepsItsLabelForEver(t *testing.T) {
	a := assessment.Fold(shop, begin())
	first, err := a.Milestone("before the demo", "Ana", noon)
	if err != nil || first.Seq != 3 || !strings.HasPrefix(first.Digest, "sha256:") {
		t.Fatalf("got %+v, %v", first, err)
	}
	a = apply(a, assessment.Marked, assessment.Change{Milestone: &first})
	for _, label := range []string{"before the demo", "", " ", strings.Repeat("x", assessment.MaxLine+1)} {
		if _, err := a.Milestone(label, "Mei", noon); !errors.Is(err, assessment.ErrInvalid) {
			t.Errorf("label %.20q: got error %v", label, err)
		}
	}
	second := first
	second.By, second.Seq = "Mei", 4
	a = apply(a, assessment.Marked, assessment.Change{Milestone: &second})
	if diff := cmp.Diff([]assessment.Milestone{first}, a.Milestones); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDigestTellsStatesApart(t *testing.T) {
	events := then(begin(), assessment.Answered, "", answered("q1", assessment.Partial))
	seen := map[string]int{}
	for n := range len(events) + 1 {
		sum, err := assessment.Fold(shop, events[:n]).Digest()
		if err != nil {
			t.Fatal(err)
		}
		if other, there := seen[sum]; there {
			t.Errorf("after %d and %d events: %s", other, n, sum)
		}
		seen[sum] = n
	}
	// The digest of a milestone is compared years later: this one must not change.
	const want = "sha256:dace56af9b65e8efc86f7274ad329a088a26bf6104730aebfbf8f07c2eeb9e83"
	got, err := assessment.Fold(shop, events).Digest()
	if err != nil || got != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}

func TestUpgradeTakesTheMilestoneOfAnUpgradeThatBrokeOff(t *testing.T) {
	was := questionnaire.Question{ID: "a", Levels: questionnaire.Levels{None: "x"}}
	is := questionnaire.Question{ID: "a", Levels: questionnaire.Levels{None: "y"}}
	u := assessment.NewUpgrade([]questionnaire.Questionnaire{one("1.0.0", was)}, []questionnaire.Questionnaire{one("1.1.0", is)})
	a := apply(assessment.Fold(shop, begin()), assessment.Answered, answered("a", assessment.InPlace))
	m, needed, err := u.Milestone(a, "Mei", noon)
	if !needed || err != nil || m.Label != "before core 1.1.0" || m.Seq != a.Seq {
		t.Fatalf("got %+v, %v, %v", m, needed, err)
	}
	a = apply(a, assessment.Marked, assessment.Change{Milestone: &m})
	for range 2 {
		if got, needed, err := u.Milestone(a, "Ravi", noon.Add(time.Hour)); needed || err != nil || got != m {
			t.Errorf("got %+v, %v, %v, want the one there is", got, needed, err)
		}
		for _, c := range u.Reopen(a) {
			a = apply(a, assessment.Answered, c)
		}
	}
	a = apply(a, assessment.Answered, answered("b", assessment.None))
	if got, needed, err := u.Milestone(a, "Mei", noon); !needed || err != nil || got.Label != "before core 1.1.0 (2)" {
		t.Errorf("after another answer: got %+v, %v, %v", got, needed, err)
	}
}
