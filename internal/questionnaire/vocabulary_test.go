package questionnaire_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/questionnaire"
)

func TestParseVocabularyReadsEveryField(t *testing.T) {
	want := questionnaire.Vocabulary{
		Prompts: []questionnaire.Prompt{
			{Ask: "Whose data does it hold?", Facts: []questionnaire.Fact{
				{ID: "stored-data", Label: "data it must not lose", Is: "it stores data", IsNot: "it stores nothing"},
				{
					ID: "personal-data", Label: "personal data", Is: "it holds personal data", IsNot: "it holds no personal data",
					Implies: []questionnaire.FactID{"stored-data"},
				},
			}},
			{Ask: "What can it sell?", Facts: []questionnaire.Fact{{
				ID: "payments", Label: "payments", Is: "it takes payments", IsNot: "it takes no payments",
				Implies: []questionnaire.FactID{"personal-data"},
			}}},
		},
		Shapes: []questionnaire.Shape{{ID: "shop", Title: "shop or event", Yes: []questionnaire.FactID{"payments"}}},
	}
	got := vocabulary(t)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("facts.yaml (-want +got):\n%s", diff)
	}
	if f, ok := got.Fact("payments"); !ok || f.Is != "it takes payments" {
		t.Errorf("fact payments: got %+v, %v", f, ok)
	}
	if f, ok := got.Fact("nobody"); ok {
		t.Errorf("a fact that is not there: got %+v", f)
	}
}

func TestImpliedFactsAreYesWhateverWasSaid(t *testing.T) {
	type known = map[questionnaire.FactID]questionnaire.Known
	const y, n, u = questionnaire.Yes, questionnaire.No, questionnaire.Unsure
	for _, c := range []struct {
		said map[questionnaire.FactID]questionnaire.Truth
		want known
	}{
		{nil, known{"payments": {Truth: u}, "personal-data": {Truth: u}, "stored-data": {Truth: u}}},
		{
			map[questionnaire.FactID]questionnaire.Truth{"payments": y, "stored-data": n},
			known{"payments": {Truth: y}, "personal-data": {Truth: y, Implied: true}, "stored-data": {Truth: y, Implied: true}},
		},
		{
			map[questionnaire.FactID]questionnaire.Truth{"payments": n, "personal-data": y, "stored-data": y},
			known{"payments": {Truth: n}, "personal-data": {Truth: y}, "stored-data": {Truth: y}},
		},
	} {
		if diff := cmp.Diff(c.want, vocabulary(t).Resolve(c.said)); diff != "" {
			t.Errorf("Resolve(%v) (-want +got):\n%s", c.said, diff)
		}
	}
}
