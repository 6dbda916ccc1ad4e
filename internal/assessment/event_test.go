package assessment_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

const shop assessment.ID = "shop"

// begin returns the events that start an assessment.
func begin() []assessment.Event {
	return numbered([]assessment.Event{
		{Kind: assessment.Described, Change: assessment.Change{Description: &assessment.Description{Name: "Shop", Target: questionnaire.FirstUser}}},
		{Kind: assessment.FactsSaid, Change: assessment.Change{Facts: map[questionnaire.FactID]questionnaire.Truth{"payments": questionnaire.Yes}}},
		{Kind: assessment.Attaching, Change: assessment.Change{Questionnaires: []assessment.Attached{{ID: "core", Version: "1.0.0"}}}},
	})
}

// numbered gives each event its number, id, person and time.
func numbered(events []assessment.Event) []assessment.Event {
	for i := range events {
		events[i].Seq = uint64(i + 1)
		events[i].ID = assessment.EventID(fmt.Sprint("e", i+1))
		events[i].At = noon.Add(time.Duration(i) * time.Minute)
		events[i].By = "Ana"
	}
	return events
}

// then adds a change to a history.
func then(events []assessment.Event, k assessment.Kind, undoes assessment.EventID, c assessment.Change) []assessment.Event {
	return numbered(append(slices.Clip(events), assessment.Event{Kind: k, Undoes: undoes, Change: c}))
}

func answered(id questionnaire.QuestionID, l assessment.Level) assessment.Change {
	return assessment.Change{Question: id, Answer: &assessment.Answer{Level: l, By: "Ana", At: noon}}
}

var undoable = []assessment.Kind{
	assessment.Described, assessment.FactsSaid, assessment.Attaching, assessment.Answered,
	assessment.Signed, assessment.Accepted, assessment.Decided, assessment.Shipped,
}

var final = []assessment.Kind{assessment.SessionIs, assessment.Marked, "sung"}

// anyChange draws a change of that kind.
func anyChange(t *rapid.T, k assessment.Kind) assessment.Change {
	n := rapid.IntRange(0, 4).Draw(t, "n")
	switch k {
	case assessment.Described:
		return assessment.Change{Description: &assessment.Description{Name: fmt.Sprint("name ", n), People: []string{"Mei"}}}
	case assessment.FactsSaid:
		truths := rapid.SampledFrom([]questionnaire.Truth{questionnaire.Yes, questionnaire.No, questionnaire.Unsure})
		facts := rapid.SampledFrom([]questionnaire.FactID{"payments", "team", "realtime"})
		return assessment.Change{Facts: rapid.MapOfN(facts, truths, 0, 3).Draw(t, "facts")}
	case assessment.Attaching:
		all := []assessment.Attached{{ID: "core", Version: "1.0.0"}, {ID: "event", Version: "0.1.0"}, {ID: "aidev", Version: "0.2.0"}}
		return assessment.Change{Questionnaires: all[:n%3+1]}
	case assessment.Answered:
		id := rapid.SampledFrom([]questionnaire.QuestionID{"q1", "q2", "q3"}).Draw(t, "question")
		return answered(id, rapid.SampledFrom(assessment.Levels()).Draw(t, "level"))
	case assessment.SessionIs:
		return assessment.Change{Session: &assessment.Session{Kind: assessment.Quick, Questions: []questionnaire.QuestionID{"q1"}, Started: noon}}
	case assessment.Signed:
		return assessment.Change{SignOff: &assessment.SignOff{By: "Mei", At: noon, Ready: assessment.ReadyNotYet, Words: fmt.Sprint("words ", n)}}
	case assessment.Accepted:
		return assessment.Change{Acceptance: &assessment.Acceptance{
			Questions: []questionnaire.QuestionID{"q1"}, By: "Mei", At: noon, Until: "2026-12-31", Reason: "later",
		}}
	case assessment.Decided:
		return assessment.Change{Call: &assessment.Call{
			Word: assessment.NoGo, Stage: questionnaire.FirstUser, By: "Mei", At: noon, Reason: fmt.Sprint("reason ", n),
		}}
	case assessment.Shipped:
		kind := rapid.SampledFrom(assessment.ShipKinds()).Draw(t, "shipped")
		return assessment.Change{Shipment: &assessment.Shipment{Kind: kind, On: assessment.DateOf(noon).Add(n - 4), By: "Mei", At: noon}}
	case assessment.Marked:
		return assessment.Change{Milestone: &assessment.Milestone{Label: fmt.Sprint("label ", n), By: "Mei", At: noon, Seq: 3}}
	case assessment.Redacting: // of texts that are in other events: see TestRedactionLeavesTheChainProvable
	}
	return assessment.Change{Question: "q1", Answer: &assessment.Answer{Level: assessment.Proven}}
}

// anyHistory draws a history with undoing and redoing in it.
func anyHistory() *rapid.Generator[[]assessment.Event] {
	return rapid.Custom(func(t *rapid.T) []assessment.Event {
		events := begin()
		for range rapid.IntRange(0, 12).Draw(t, "length") {
			k := rapid.SampledFrom(append(append([]assessment.Kind{"undo", "undo", "redo", "redo"}, undoable...), final...)).Draw(t, "kind")
			find, isBack := map[assessment.Kind]reversal{"undo": assessment.Undo, "redo": assessment.Redo}[k]
			if isBack {
				events, _ = back(events, find)
			} else {
				events = then(events, k, "", anyChange(t, k))
			}
		}
		return events
	})
}

type reversal func(assessment.ID, []assessment.Event) (assessment.Event, assessment.Change, bool)

// back adds what undoing or redoing would add, if it is possible.
func back(events []assessment.Event, find reversal) ([]assessment.Event, bool) {
	target, change, ok := find(shop, events)
	if !ok {
		return events, false
	}
	return then(events, target.Kind, target.ID, change), true
}

// sameState compares what two histories add up to. What an answer's revision is, and that nothing was
// once something, is no part of the state.
func sameState(x, y []assessment.Event) string {
	state := func(events []assessment.Event) assessment.Assessment {
		a := assessment.Fold(shop, events)
		maps.DeleteFunc(a.Answers, func(_ questionnaire.QuestionID, x assessment.Answer) bool { return x.Empty() })
		return a
	}
	return cmp.Diff(state(x), state(y), cmpopts.EquateEmpty(),
		cmpopts.IgnoreFields(assessment.Assessment{}, "Seq", "Changed"), cmpopts.IgnoreFields(assessment.Answer{}, "Rev"))
}

func TestApplyingOneByOneIsFolding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := anyHistory().Draw(t, "history")
		a := assessment.Assessment{ID: shop}
		for i, e := range events {
			before := assessment.Fold(shop, events[:i])
			next := assessment.Apply(a, e)
			if diff := cmp.Diff(before, a); diff != "" {
				t.Fatalf("event %d changed what it was applied to (-want +got):\n%s", e.Seq, diff)
			}
			a = next
		}
		if diff := cmp.Diff(assessment.Fold(shop, events), a); diff != "" {
			t.Fatalf("fold and apply differ (-fold +apply):\n%s", diff)
		}
		if a.Seq != uint64(len(events)) || !a.Created.Equal(noon) || !a.Changed.Equal(events[len(events)-1].At) {
			t.Fatalf("got seq %d, created %v, changed %v", a.Seq, a.Created, a.Changed)
		}
	})
}

func TestWhatFollowsFromOneStateDoesNotMeet(t *testing.T) {
	events := begin()
	for range 3 { // so that the list of sign-offs has room left behind it
		events = then(events, assessment.Signed, "", assessment.Change{SignOff: &assessment.SignOff{By: "Mei"}})
	}
	a := assessment.Fold(shop, events)
	sign := func(by string) assessment.Assessment {
		return assessment.Apply(a, assessment.Event{Seq: 7, Kind: assessment.Signed, Change: assessment.Change{SignOff: &assessment.SignOff{By: by}}})
	}
	one, other := sign("Ana"), sign("Ravi")
	if one.SignOffs[3].By != "Ana" || other.SignOffs[3].By != "Ravi" {
		t.Errorf("got %+v and %+v", one.SignOffs, other.SignOffs)
	}
}

func TestRevisionIsTheEventThatLastChangedTheAnswer(t *testing.T) {
	events := then(begin(), assessment.Answered, "", answered("q1", assessment.None))
	events = then(events, assessment.Answered, "", answered("q2", assessment.None))
	events, _ = back(events, assessment.Undo)
	a := assessment.Fold(shop, events)
	if got := a.Answers["q1"].Rev; got != 4 {
		t.Errorf("q1: revision %d, want 4", got)
	}
	if x := a.Answers["q2"]; x.Rev != 6 || !x.Empty() {
		t.Errorf("q2, answered and taken back: got %+v, want an empty answer of revision 6", x)
	}
}

func TestUndoThenRedoChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := anyHistory().Draw(t, "history")
		undone := events
		n := 0
		for range rapid.IntRange(1, 6).Draw(t, "undos") {
			next, ok := back(undone, assessment.Undo)
			if !ok {
				break
			}
			undone = next
			n++
		}
		redone := undone
		for i := range n {
			next, ok := back(redone, assessment.Redo)
			if !ok {
				t.Fatalf("redo %d of %d is not possible", i+1, n)
			}
			redone = next
		}
		if diff := sameState(events, redone); diff != "" {
			t.Fatalf("%d undos and redos (-before +after):\n%s", n, diff)
		}
	})
}

func TestUndoingEverythingLeadsBackToTheBeginning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := anyHistory().Draw(t, "history")
		// What stays is the beginning and what cannot be taken back.
		want := begin()
		for _, e := range events[len(want):] {
			if e.Undoes == "" && !slices.Contains(undoable, e.Kind) {
				want = then(want, e.Kind, "", e.Change)
			}
		}
		steps := 0
		for more := true; more; steps++ {
			before := assessment.Fold(shop, events)
			if target, _, ok := assessment.Undo(shop, events); ok && (target.Seq <= assessment.Beginning || !slices.Contains(undoable, target.Kind)) {
				t.Fatalf("undo takes back event %d, %s", target.Seq, target.Kind)
			}
			if events, more = back(events, assessment.Undo); more {
				after := assessment.Fold(shop, events)
				if !cmp.Equal(before.Milestones, after.Milestones) || !cmp.Equal(before.Session, after.Session) {
					t.Fatalf("an undo changed a session or a milestone")
				}
			}
			if steps > 20 {
				t.Fatalf("undo does not end")
			}
		}
		if diff := sameState(want, events); diff != "" {
			t.Fatalf("after %d undos (-beginning +got):\n%s", steps, diff)
		}
	})
}

func TestUndoSkipsWhatCannotBeTakenBack(t *testing.T) {
	events := then(begin(), assessment.Answered, "", answered("q1", assessment.None))
	for _, k := range final {
		events = then(events, k, "", assessment.Change{})
	}
	target, change, ok := assessment.Undo(shop, events)
	if !ok || target.Seq != 4 || change.Question != "q1" || !change.Answer.Empty() {
		t.Errorf("got event %d, %+v, %v, want the answer taken back", target.Seq, change, ok)
	}
	if _, _, ok := assessment.Undo(shop, begin()); ok {
		t.Error("the beginning: got something to undo")
	}
	if _, _, ok := assessment.Undo(shop, nil); ok {
		t.Error("no history: got something to undo")
	}
}

func TestRedoEndsWithAnyOtherChange(t *testing.T) {
	answer := then(begin(), assessment.Answered, "", answered("q1", assessment.None))
	undone, _ := back(answer, assessment.Undo)
	if _, _, ok := assessment.Redo(shop, undone); !ok {
		t.Error("after an undo: nothing to redo")
	}
	for _, k := range append(append([]assessment.Kind{}, undoable...), final...) {
		if _, _, ok := assessment.Redo(shop, then(undone, k, "", assessment.Change{Question: "q2"})); ok {
			t.Errorf("after an undo and a change of kind %s: got something to redo", k)
		}
	}
	redone, _ := back(undone, assessment.Redo)
	for name, events := range map[string][]assessment.Event{"a redo": redone, "an answer": answer, "the beginning": begin(), "nothing": nil} {
		if _, _, ok := assessment.Redo(shop, events); ok {
			t.Errorf("after %s: got something to redo", name)
		}
	}
}

func TestUnknownKindsChangeNothing(t *testing.T) {
	answer := then(begin(), assessment.Answered, "", answered("q1", assessment.None))
	for _, k := range []assessment.Kind{"sung", "", "ANSWERED"} {
		c := answered("q1", assessment.Proven)
		c.Description, c.SignOff = &assessment.Description{Name: "other"}, &assessment.SignOff{By: "Mei"}
		c.Facts = map[questionnaire.FactID]questionnaire.Truth{"team": questionnaire.Yes}
		events := then(answer, k, "", c)
		if diff := sameState(answer, events); diff != "" {
			t.Errorf("kind %q (-before +after):\n%s", k, diff)
		}
		if got := assessment.Fold(shop, events).Seq; got != 5 {
			t.Errorf("kind %q: seq %d, want 5", k, got)
		}
	}
	for _, k := range []assessment.Kind{assessment.Described, assessment.Answered, assessment.Signed, assessment.Accepted, assessment.Decided, assessment.Shipped} {
		if diff := sameState(answer, then(answer, k, "", assessment.Change{})); diff != "" {
			t.Errorf("an empty change of kind %q (-before +after):\n%s", k, diff)
		}
	}
}

func TestEventsAndAssessmentsAreTheSameThroughJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := anyHistory().Draw(t, "history")
		var read []assessment.Event
		again(t, events, &read)
		if diff := cmp.Diff(events, read, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("events (-before +after):\n%s", diff)
		}
		a := assessment.Fold(shop, events)
		var b assessment.Assessment
		again(t, a, &b)
		if diff := cmp.Diff(a, b, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(a, "Answers")); diff != "" {
			t.Fatalf("assessment (-before +after):\n%s", diff)
		}
	})
}

// again writes v, reads it into p and checks that p is written in the same way.
func again(t *rapid.T, v, p any) {
	first, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(first, p); err != nil {
		t.Fatal(err)
	}
	second, err := json.Marshal(p)
	if err != nil || string(first) != string(second) {
		t.Fatalf("written twice: %v\n%s\n%s", err, first, second)
	}
}
