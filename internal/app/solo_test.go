package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
)

// mirrored holds the solo pack against core: seven questions are the same in both.
func mirrored(v app.View) map[questionnaire.QuestionID]questionnaire.QuestionID {
	pairs := map[questionnaire.QuestionID]questionnaire.QuestionID{}
	for _, f := range v.Result.Findings {
		if f.Question.Mirrors != "" {
			pairs[f.Question.ID] = f.Question.Mirrors
		}
	}
	return pairs
}

func TestASoloSystemGrowsAndShrinksAndKeepsItsAnswers(t *testing.T) {
	clock := now()
	s := fixture.ServiceOn(memkv.New(), func() time.Time { clock = clock.Add(time.Second); return clock })
	st := start(facts{"solo-maintainer": questionnaire.Yes, "stored-data": questionnaire.Yes, "internet-exposure": questionnaire.Yes, "cloud-hosting": questionnaire.Yes})
	st.NoOtherFacts = true
	v := must(t)(s.New(t.Context(), st))
	if got, want := attached(v), (packs{"core", "solo"}); !slices.Equal(got, want) {
		t.Fatalf("attached: got %v, want %v", got, want)
	}
	if len(v.Notices) != 1 || !strings.Contains(v.Notices[0], "not enough once money or other people's data") {
		t.Errorf("notices: got %q", v.Notices)
	}
	v = must(t)(s.StartSession(t.Context(), shop, "Ana", assessment.Quick))
	list, _ := v.Position()
	for _, q := range list {
		if f, _ := v.Result.Finding(q); f.Questionnaire != analysis.Solo {
			t.Errorf("%s is in the quick session", q)
		}
		v = answer(t, s, q, assessment.Partial)
	}
	pairs := mirrored(v)
	if len(pairs) != 7 || len(list) != 10 {
		t.Errorf("%d mirrored questions, %d asked, want 7 and 10", len(pairs), len(list))
	}
	counts := func(question questionnaire.QuestionID, want assessment.Level) {
		t.Helper()
		if f, _ := v.Result.Finding(question); f.Applies == questionnaire.No || f.Answer.Level != want {
			t.Errorf("%s applies %s, is answered %q, want %q", question, f.Applies, f.Answer.Level, want)
		}
	}
	v, added, err := s.SayFacts(t.Context(), shop, "Ana", facts{"payments": questionnaire.Yes})
	if err != nil || !slices.Equal(added, packs{"event"}) || len(v.Notices) != 0 {
		t.Fatalf("payments: got %v added, notices %q, error %v", added, v.Notices, err)
	}
	for solo, core := range pairs {
		f, _ := v.Result.Finding(solo)
		if f.Applies != questionnaire.No || slices.Contains(v.Result.Select(assessment.Deep), solo) {
			t.Errorf("%s is asked beside %s", solo, core)
		}
		if !f.Answer.Empty() {
			counts(core, assessment.Partial)
		}
	}
	if rest, _ := v.Position(); slices.Contains(rest, "solo-way-back") || !slices.Contains(rest, "solo-promise") {
		t.Errorf("the session goes on with %q", rest)
	}
	// What is carried is answered like any other, and the answer of the solo pack stays.
	f, _ := v.Result.Finding("del-rollback")
	v = must(t)(s.Answer(t.Context(), shop, "del-rollback", "Mei", f.Answer.Rev, level(assessment.InPlace)))
	counts("del-rollback", assessment.InPlace)
	if got := v.Assessment.Answers["solo-way-back"].Level; got != assessment.Partial {
		t.Errorf("the answer to solo-way-back is %q", got)
	}
	v, _, err = s.SayFacts(t.Context(), shop, "Ana", facts{"payments": questionnaire.No})
	if err != nil {
		t.Fatal(err)
	}
	if !v.Result.Solo {
		t.Error("without payments core is asked still")
	}
	for solo := range pairs {
		if slices.Contains(list, solo) && solo != "solo-way-back" {
			counts(solo, assessment.Partial)
		}
	}
	counts("solo-way-back", assessment.InPlace)
	if left := v.Result.Ask.All; len(left) > 0 {
		t.Errorf("asked again: %q", left)
	}
}

func TestAQuestionOfCoreThatIsSwitchedOffIsNoticed(t *testing.T) {
	s := fixture.Service(t, now())
	off := strings.Replace(pack(t, "acme"), "areas:", "switch-off:\n  - question: sec-secrets\n    because: The platform team keeps all secrets.\nareas:", 1)
	s.Library = &app.Library{Shipped: s.Library.Shipped, Own: own("acme.yaml", off)}
	st := start(nil)
	st.Packs = packs{"acme"}
	v := must(t)(s.New(t.Context(), st))
	if f, _ := v.Result.Finding(secrets); f.Aside != analysis.SwitchedOff || f.Applies != questionnaire.No {
		t.Errorf("got %+v", f)
	}
	want := "1 question that could hold the first user back was switched off by acme."
	if !slices.Equal(v.Notices, []string{want}) {
		t.Errorf("notices: got %q, want %q", v.Notices, want)
	}
}
