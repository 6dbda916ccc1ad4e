package store_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
)

// anyChange draws an event without id, or false if it wanted to undo and there is nothing to.
func anyChange(t *rapid.T, events []assessment.Event) (assessment.Event, bool) {
	kind := rapid.SampledFrom([]assessment.Kind{
		assessment.Answered, assessment.Answered, assessment.Described, assessment.FactsSaid, assessment.Attaching,
		assessment.SessionIs, assessment.Signed, assessment.Accepted, assessment.Marked, "shipped", "undo", "redo",
	}).Draw(t, "kind")
	e := assessment.Event{By: rapid.String().Draw(t, "by"), Kind: kind}
	switch kind { //nolint:exhaustive // the others, and those of later versions, are made of nothing
	case assessment.Answered:
		level := rapid.SampledFrom(assessment.Levels()).Draw(t, "level")
		e.Change.Question = rapid.SampledFrom([]questionnaire.QuestionID{"q1", "q2", "q3"}).Draw(t, "question")
		e.Change.Answer = &assessment.Answer{Level: level, Note: rapid.String().Draw(t, "note"), At: minute(7)}
	case assessment.Described:
		e.Change.Description = &assessment.Description{Name: rapid.String().Draw(t, "name")}
	case assessment.FactsSaid:
		truth := rapid.SampledFrom([]questionnaire.Truth{questionnaire.Yes, questionnaire.No, questionnaire.Unsure})
		e.Change.Facts = map[questionnaire.FactID]questionnaire.Truth{"payments": truth.Draw(t, "truth")}
	case assessment.Attaching:
		e.Change.Questionnaires = []assessment.Attached{{ID: "core", Version: rapid.String().Draw(t, "version")}}
	case assessment.SessionIs:
		e.Change.Session = &assessment.Session{Kind: assessment.Quick, Started: minute(1)}
	case assessment.Signed:
		e.Change.SignOff = &assessment.SignOff{By: "Ann", At: minute(1), Words: rapid.String().Draw(t, "words")}
	case assessment.Accepted:
		e.Change.Acceptance = &assessment.Acceptance{By: "Ann", At: minute(1), Until: "2027-01-01"}
	case assessment.Marked:
		e.Change.Milestone = &assessment.Milestone{Label: rapid.String().Draw(t, "label"), By: "Ann", At: minute(1), Seq: 2}
	case "undo", "redo":
		back := assessment.Undo
		if kind == "redo" {
			back = assessment.Redo
		}
		undone, change, ok := back(shop, events)
		e.Kind, e.Undoes, e.Change = undone.Kind, undone.ID, change
		return e, ok
	}
	return e, true
}

func TestStateIsTheFoldOfTheEvents(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		db := memkv.New()
		started(t, db)
		stores := []*store.Store{store.New(db, options()), store.New(db, options())}
		for i := range rapid.IntRange(1, 25).Draw(rt, "events") {
			s := stores[rapid.IntRange(0, 1).Draw(rt, "store")]
			events := mustHistory(t, s)
			e, ok := anyChange(rt, events)
			if !ok {
				continue
			}
			e.ID = assessment.EventID(fmt.Sprint("e", i))
			want := assessment.Fold(shop, events)
			base := want.Answers[e.Change.Question].Rev
			got, saved, err := s.Append(t.Context(), shop, base, e)
			if err != nil {
				rt.Fatalf("append %+v: %v", e, err)
			}
			want = assessment.Apply(want, saved)
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				rt.Fatalf("appended (-want +got):\n%s", diff)
			}
			loaded, err := store.New(db, options()).Load(t.Context(), shop)
			if diff := cmp.Diff(want, loaded, cmpopts.EquateEmpty()); err != nil || diff != "" {
				rt.Fatalf("loaded: %v (-want +got):\n%s", err, diff)
			}
		}
		if err := stores[0].Verify(t.Context(), shop); err != nil {
			rt.Fatal(err)
		}
	})
}
