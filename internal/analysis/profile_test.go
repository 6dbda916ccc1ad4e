package analysis_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// profile is a typical system: the facts that hold, all others being no, and what it is asked.
type profile struct {
	Profile string                 `json:"profile"`
	Facts   []questionnaire.FactID `json:"facts"`
	Core    struct {
		Apply    int `json:"apply"`
		Due      int `json:"due_at_first_user"`
		Deciding int `json:"blocker_or_high"` // of those due
	} `json:"core"`
	Packs []questionnaire.ID `json:"packs"`
	Pack  struct {
		Apply    int `json:"apply"`
		Deciding int `json:"blocker_or_high"` // of those due at first user
	} `json:"pack"`
}

func TestProfilesAreAskedWhatTheBankSays(t *testing.T) {
	data, err := os.ReadFile("testdata/profiles.json")
	if err != nil {
		t.Fatal(err)
	}
	var profiles []profile
	if err := json.Unmarshal(data, &profiles); err != nil {
		t.Fatal(err)
	}
	if len(profiles) != 5 {
		t.Errorf("got %d profiles, want 5", len(profiles))
	}
	for _, want := range profiles {
		in := profiled(t, want.Facts)
		got := profile{Profile: want.Profile}
		for _, f := range in.Vocabulary.Facts() {
			if in.Vocabulary.Resolve(in.Assessment.Facts)[f.ID].Truth == questionnaire.Yes {
				got.Facts = append(got.Facts, f.ID)
			}
		}
		for _, qn := range in.Questionnaires[1:] {
			got.Packs = append(got.Packs, qn.ID)
		}
		for _, f := range applying(analysis.Judge(in)) {
			if f.Questionnaire != questionnaire.Core {
				got.Pack.Apply++
				got.Pack.Deciding += deciding(f)
			}
		}
		in.Questionnaires = in.Questionnaires[:1] // what waits, if the solo pack stands in for core
		for _, f := range applying(analysis.Judge(in)) {
			got.Core.Apply++
			got.Core.Deciding += deciding(f)
			if f.Due == analysis.Now {
				got.Core.Due++
			}
		}
		slices.Sort(got.Packs)
		slices.Sort(want.Packs)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", want.Profile, diff)
		}
	}
}

// profiled returns a system of which these facts hold and no others, with core and its packs.
func profiled(t testing.TB, yes []questionnaire.FactID) analysis.Input {
	in := everything(t)
	in.Assessment.Answers = nil
	facts := map[questionnaire.FactID]questionnaire.Truth{}
	for _, f := range in.Vocabulary.Facts() {
		facts[f.ID] = questionnaire.No
	}
	for _, id := range yes {
		if _, known := facts[id]; !known {
			t.Fatalf("no fact %q", id)
		}
		facts[id] = questionnaire.Yes
	}
	in.Assessment.Facts = facts
	in.Questionnaires = slices.DeleteFunc(in.Questionnaires, func(qn questionnaire.Questionnaire) bool {
		return qn.Applies.Eval(facts) != questionnaire.Yes
	})
	return in
}

func applying(r analysis.Result) []analysis.Finding {
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f analysis.Finding) bool { return f.Applies == questionnaire.No })
}

// deciding counts a finding that decides the verdict on the first user.
func deciding(f analysis.Finding) int {
	if f.Due == analysis.Now && (f.Severity == questionnaire.Blocker || f.Severity == questionnaire.High) {
		return 1
	}
	return 0
}

func TestASoloSystemIsAskedTheSoloPackInPlaceOfCore(t *testing.T) {
	in := profiled(t, []questionnaire.FactID{"solo-maintainer", "stored-data", "user-interface", "ai-assisted"})
	r := analysis.Judge(in)
	for _, f := range applying(r) {
		if f.Questionnaire == questionnaire.Core {
			t.Errorf("%s of core is asked", f.Question.ID)
		}
	}
	var want []id
	for _, f := range applying(r) {
		if f.Questionnaire == analysis.Solo {
			want = append(want, f.Question.ID)
		}
	}
	quick := r.Select(assessment.Quick)
	slices.Sort(quick)
	slices.Sort(want)
	if !slices.Equal(quick, want) || len(want) == 0 {
		t.Errorf("quick session: got %q, want the solo pack %q", quick, want)
	}
	if areas := r.Areas(); areas[0].Questionnaire != "aidev" {
		t.Errorf("first area with something to ask: got %+v, want one of aidev", areas[0])
	}
}
