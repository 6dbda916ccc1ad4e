package app_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
)

// attached returns the ids of the attached questionnaires.
func attached(v app.View) packs {
	var ids packs
	for _, q := range v.Assessment.Questionnaires {
		ids = append(ids, q.ID)
	}
	return ids
}

func TestNewAttachesCoreAndWhatCertainlyApplies(t *testing.T) {
	rows := []struct {
		name          string
		facts         facts
		with, without packs
		want          packs
	}{
		{"nothing said", nil, nil, nil, packs{"core"}},
		{"not sure is not certain", facts{"payments": questionnaire.Unsure}, nil, nil, packs{"core"}},
		{"a fact", facts{"payments": questionnaire.Yes}, nil, nil, packs{"core", "event"}},
		{"two facts", facts{"payments": questionnaire.Yes, "ai-assisted": questionnaire.Yes}, nil, nil, packs{"core", "aidev", "event"}},
		{"asked for", nil, packs{"event"}, nil, packs{"core", "event"}},
		{"asked for twice", facts{"payments": questionnaire.Yes}, packs{"event", "event"}, nil, packs{"core", "event"}},
		{"not wanted", facts{"payments": questionnaire.Yes}, nil, packs{"event"}, packs{"core"}},
	}
	for _, row := range rows {
		s := fixture.Service(t, now())
		st := start(row.facts)
		st.Packs, st.NoPacks = row.with, row.without
		v := must(t)(s.New(t.Context(), st))
		if diff := cmp.Diff(row.want, attached(v)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
		stored := must(t)(s.Open(t.Context(), v.Assessment.ID))
		if diff := cmp.Diff(v.Assessment, stored.Assessment, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: stored is another one (-returned +stored):\n%s", row.name, diff)
		}
		preview := must(t)(s.Preview(t.Context(), st))
		if diff := cmp.Diff(v.Result.Verdicts, preview.Result.Verdicts); diff != "" {
			t.Errorf("%s: preview judges otherwise (-new +preview):\n%s", row.name, diff)
		}
	}
}

func TestNewMakesTheIDFromTheName(t *testing.T) {
	s := fixture.Service(t, now())
	st := start(nil)
	st.Description.Name = "  Chœur d'Été – 2026! "
	v := must(t)(s.New(t.Context(), st))
	if got, want := v.Assessment.ID, assessment.ID("chœur-dété-2026"); got != want {
		t.Errorf("got id %q, want %q", got, want)
	}
	if v.Assessment.Seq != assessment.Beginning {
		t.Errorf("got %d events, want %d", v.Assessment.Seq, assessment.Beginning)
	}
}

func TestNewRefusesWhatCannotBe(t *testing.T) {
	s := started(t)
	before, err := s.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	same := start(nil)
	same.Description.Name = "ticket  SHOP"
	if _, err := s.New(t.Context(), same); !errors.Is(err, app.ErrExists) || !strings.Contains(err.Error(), `"ticket-shop"`) {
		t.Errorf("a name with the same id: got error %v, want ErrExists with the id", err)
	}
	for _, name := range []string{"", " ", "!?", strings.Repeat("x", assessment.MaxLine+1)} {
		st := start(nil)
		st.Description.Name = name
		if _, err := s.New(t.Context(), st); !errors.Is(err, assessment.ErrInvalid) {
			t.Errorf("name %.10q: got error %v, want ErrInvalid", name, err)
		}
	}
	st := start(facts{"payment": questionnaire.Yes})
	st.Description.Name = "Another"
	_, err = s.New(t.Context(), st)
	unknown(t, err, "fact", "payment", "payments")
	st.Facts = facts{"payments": "maybe"}
	if _, err := s.New(t.Context(), st); !errors.Is(err, assessment.ErrInvalid) {
		t.Errorf("a fact that is maybe: got error %v, want ErrInvalid", err)
	}
	st.Facts, st.Packs = nil, packs{"events"}
	_, err = s.New(t.Context(), st)
	unknown(t, err, "questionnaire", "events", "event")
	st.Packs, st.NoPacks = nil, packs{"vent"}
	_, err = s.New(t.Context(), st)
	unknown(t, err, "questionnaire", "vent", "event")
	_, err = s.Open(t.Context(), "ticket-shoq")
	unknown(t, err, "system", "ticket-shoq", "ticket-shop")
	if after, err := s.Version(t.Context()); after != before || err != nil {
		t.Errorf("something was written: version %d, was %d (error %v)", after, before, err)
	}
}

func TestFactsImplyOthersAndNoOtherFactsMakesTheRestNo(t *testing.T) {
	s := fixture.Service(t, now())
	st := start(facts{"payments": questionnaire.Yes, "cloud-hosting": questionnaire.Unsure})
	open := must(t)(s.Preview(t.Context(), st))
	if got := open.Result.Facts["personal-data"]; got != (questionnaire.Known{Truth: questionnaire.Yes, Implied: true}) {
		t.Errorf("personal-data with payments: got %+v, want yes, implied", got)
	}
	if len(open.Result.NotSure()) == 0 {
		t.Error("what was not said is sure")
	}
	st.NoOtherFacts = true
	closed := must(t)(s.New(t.Context(), st))
	var unsure []questionnaire.FactID
	for _, f := range closed.Result.NotSure() {
		unsure = append(unsure, f.ID)
	}
	if diff := cmp.Diff([]questionnaire.FactID{"cloud-hosting"}, unsure); diff != "" {
		t.Errorf("not sure with no other facts (-want +got):\n%s", diff)
	}
	if _, said := closed.Assessment.Facts["personal-data"]; said {
		t.Error("an implied fact is stored as said")
	}
}

func TestOfferedSaysWhatCertainlyApplies(t *testing.T) {
	offers, err := fixture.Service(t, now()).Offered(facts{"event-capacity": questionnaire.Yes})
	if err != nil {
		t.Fatal(err)
	}
	if offers[0].ID != questionnaire.Core || !offers[0].Applies {
		t.Errorf("first is %+v, want core", offers[0].Header)
	}
	for _, o := range offers {
		if want := o.ID == questionnaire.Core || o.ID == "event"; o.Applies != want {
			t.Errorf("%s applies: got %v, want %v", o.ID, o.Applies, want)
		}
	}
}

func TestPreviewStoresNothing(t *testing.T) {
	s := fixture.Service(t, now())
	must(t)(s.Preview(t.Context(), app.Start{}))
	list, err := s.List(t.Context())
	if err != nil || len(list) != 0 {
		t.Errorf("got %v, %v, want no assessment", list, err)
	}
}

func TestSayFactsAttachesWhatAppliesNowAndDetachesNothing(t *testing.T) {
	s := fixture.Service(t, now())
	must(t)(s.New(t.Context(), start(nil)))
	v, added, err := s.SayFacts(t.Context(), shop, "Mei", facts{"payments": questionnaire.Yes})
	if err != nil || !slices.Equal(added, packs{"event"}) || !slices.Equal(attached(v), packs{"core", "event"}) {
		t.Fatalf("payments: got %v added, %v attached, error %v", added, attached(v), err)
	}
	for _, truth := range []questionnaire.Truth{questionnaire.No, questionnaire.Unsure, questionnaire.Yes} {
		v, added, err = s.SayFacts(t.Context(), shop, "Mei", facts{"payments": truth})
		if err != nil || len(added) > 0 || !slices.Equal(attached(v), packs{"core", "event"}) {
			t.Errorf("payments %s: got %v added, %v attached, error %v", truth, added, attached(v), err)
		}
		if got := v.Result.Facts["payments"].Truth; got != truth {
			t.Errorf("payments %s: got %s", truth, got)
		}
	}
	_, _, err = s.SayFacts(t.Context(), shop, "Mei", facts{"paymets": questionnaire.Yes})
	unknown(t, err, "fact", "paymets", "payments")
	if _, _, err := s.SayFacts(t.Context(), shop, " ", facts{"payments": questionnaire.No}); !errors.Is(err, assessment.ErrNoPerson) {
		t.Errorf("without a person: got error %v, want ErrNoPerson", err)
	}
}

func TestPackThatWasNotWantedStaysAwayUntilItsFactChanges(t *testing.T) {
	s := fixture.Service(t, now())
	st := start(facts{"payments": questionnaire.Yes})
	st.NoPacks = packs{"event"}
	must(t)(s.New(t.Context(), st))
	v, added, err := s.SayFacts(t.Context(), shop, "Ana", facts{"user-accounts": questionnaire.Yes})
	if err != nil || len(added) > 0 || !slices.Equal(attached(v), packs{"core"}) {
		t.Errorf("another fact: got %v added, %v attached, error %v", added, attached(v), err)
	}
}

func TestAttachAddsOnceAndNamesWhatDoesNotExist(t *testing.T) {
	s := fixture.Service(t, now())
	must(t)(s.New(t.Context(), start(nil)))
	v := must(t)(s.Attach(t.Context(), shop, "Ana", "event", "aidev", "event"))
	if got, want := attached(v), (packs{"core", "event", "aidev"}); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if again := must(t)(s.Attach(t.Context(), shop, "Ana", "core")); again.Assessment.Seq != v.Assessment.Seq {
		t.Error("attaching what is attached was written to the history")
	}
	_, err := s.Attach(t.Context(), shop, "Ana", "aidef")
	unknown(t, err, "questionnaire", "aidef", "aidev")
}

func TestDescribeReplacesTheDescriptionAndKeepsTheID(t *testing.T) {
	s := started(t)
	d := assessment.Description{Name: "Box office", Target: questionnaire.PublicLaunch, FirstShown: "2026-09-01"}
	v := must(t)(s.Describe(t.Context(), shop, "Mei", d))
	if v.Assessment.ID != shop || v.Result.Target != questionnaire.PublicLaunch {
		t.Errorf("got id %q and target %q", v.Assessment.ID, v.Result.Target)
	}
	if diff := cmp.Diff(d, v.Assessment.Description); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	d.Target = "moon"
	if _, err := s.Describe(t.Context(), shop, "Mei", d); !errors.Is(err, assessment.ErrInvalid) {
		t.Errorf("target moon: got error %v, want ErrInvalid", err)
	}
}
