package store_test

import (
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
	"prodfirst/internal/testutil/golden"
)

// text writes each key and its value on a line of their own.
func text(all map[string]string) string {
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(all)) {
		b.WriteString(key + "\n\t" + strings.ReplaceAll(all[key], "\n", "\n\t") + "\n")
	}
	return b.String()
}

// parse reads what text wrote.
func parse(t testing.TB, written string) map[string]string {
	t.Helper()
	all := map[string]string{}
	key := ""
	for line := range strings.SplitSeq(strings.TrimSuffix(written, "\n"), "\n") {
		value, indented := strings.CutPrefix(line, "\t")
		switch old, there := all[key]; {
		case !indented:
			key = line
		case there:
			all[key] = old + "\n" + value
		default:
			all[key] = value
		}
	}
	return all
}

// example writes a database with an event of every kind.
func example(t testing.TB) map[string]string {
	t.Helper()
	db := memkv.New()
	s := started(t, db)
	x := assessment.Answer{
		Level: assessment.Proven, By: "Ann", At: minute(5), Since: minute(4), Note: "two\nlines & <more>", Owner: "Ben",
		Due: "2026-12-24", Check: assessment.CanExplain, CheckBy: "Ben", AIWritten: true, Parked: "later",
		Evidence: []assessment.Evidence{{Kind: assessment.Drill, Date: "2026-11-20", By: "Ann"}},
		Votes:    []assessment.Vote{{Name: "Ann", Level: assessment.Proven}, {Level: assessment.None}},
	}
	events := []assessment.Event{
		{ID: "e-4", Kind: assessment.Answered, Change: assessment.Change{Question: "bak-drill", Answer: &x}},
		{ID: "e-5", Kind: assessment.Answered, Change: assessment.Change{Question: "ops-alarm", Answer: &assessment.Answer{
			Level: assessment.NotApplicable, By: "Ann", At: minute(5), Reason: "nobody is woken up by it", Approver: "Ben",
		}}},
		{ID: "e-6", Kind: assessment.SessionIs, Change: assessment.Change{Session: &assessment.Session{
			Kind: assessment.Quick, Questions: []questionnaire.QuestionID{"bak-drill", "ops-alarm"}, Started: minute(3),
		}}},
		{ID: "e-7", Kind: assessment.Signed, Change: assessment.Change{SignOff: &assessment.SignOff{
			By: "Ben", At: minute(8), Ready: assessment.ReadyNotYet, Words: "First the drill.",
		}}},
		{ID: "e-8", Kind: assessment.Accepted, Change: assessment.Change{Acceptance: &assessment.Acceptance{
			Questions: []questionnaire.QuestionID{"ops-alarm"}, By: "Ben", At: minute(8), Until: "2027-01-15", Reason: "small",
		}}},
		{ID: "e-9", Kind: "of-a-later-version"},
	}
	for i, e := range events {
		e.At, e.By = minute(10+i), "Ann"
		mustAppend(t, s, 0, e)
	}
	undone, change, ok := assessment.Undo(shop, mustHistory(t, s)[:6]) // the rest is not what is taken back here
	if !ok {
		t.Fatal("nothing to undo")
	}
	mustAppend(t, s, 5, assessment.Event{
		ID: "e-10", At: minute(20), By: "Bärbel", Kind: undone.Kind, Undoes: undone.ID, Change: change,
	})
	if err := s.PutSummary(t.Context(), shop, mark(10), []byte(`{"ready_for":"demo"}`)); err != nil {
		t.Fatal(err)
	}
	return dump(t, db)
}

// A difference here is a new format: it needs a new schema number, a migration, and an example of
// the old schema that stays in testdata.
func TestWriterKeepsTheFormat(t *testing.T) {
	golden.Check(t, "database.txt", text(example(t)))
}

func TestSchemaOneLoadsForEver(t *testing.T) {
	written, err := os.ReadFile("testdata/schema-1.txt")
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(filled(t, parse(t, string(written))), options())
	a := mustLoad(t, s)
	if a.Seq != 10 || a.Description.Name != "Ticket Shop" || !a.Created.Equal(minute(0)) || !a.Changed.Equal(minute(20)) {
		t.Errorf("got %+v", a)
	}
	if a.Facts["payments"] != questionnaire.Yes || a.Session.Kind != assessment.Quick ||
		a.SignOffs[0].Ready != assessment.ReadyNotYet || a.Acceptances[0].Until != "2027-01-15" {
		t.Errorf("got %+v", a)
	}
	if x := a.Answers["bak-drill"]; x.Level != assessment.Proven || x.Evidence[0].Date != "2026-11-20" || x.Rev != 4 {
		t.Errorf("bak-drill: got %+v", x)
	}
	if x, ok := a.Answers["ops-alarm"]; !ok || !x.Empty() || x.Rev != 10 {
		t.Errorf("ops-alarm, taken back: got %+v", x)
	}
	if events := mustHistory(t, s); events[8].Kind != "of-a-later-version" || events[9].Undoes != "e-5" {
		t.Errorf("history: got %+v", events)
	}
	if err := s.Verify(t.Context(), shop); err != nil {
		t.Errorf("verify: %v", err)
	}
	if got, err := s.Questionnaire(t.Context(), a.Questionnaires[0].Digest); err != nil || string(got) != core {
		t.Errorf("questionnaire: got %q, %v", got, err)
	}
	if list, err := s.List(t.Context()); err != nil || !list[0].Fresh || string(list[0].Summary) != `{"ready_for":"demo"}` {
		t.Errorf("list: got %+v, %v", list, err)
	}
	if e := mustAppend(t, s, 4, answer("e-11", "bak-drill", assessment.None, "Ben")); e.Seq != 11 {
		t.Errorf("append: got event %d, want 11", e.Seq)
	}
}

// Whatever bytes an event's record has, it is read, or reported as damaged or newer.
func FuzzDecodeEvent(f *testing.F) {
	all := example(f)
	last := event(10)
	f.Add([]byte(all[last]))
	f.Add([]byte(all[event(9)]))
	for _, seed := range []string{
		"", "{}", "null", "[]", `{"v":1}`, `{"v":2}`, `{"v":1,"body":null}`, `{"v":-1,"seq":10}`,
		`{"v":1,"id":"e-10","seq":10,"redacted":18446744073709551615}`, `{"v":1,"id":"e-10","seq":80}`, `{"v":1,"at":"0000-01-01T00:00:00+24:00"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		changed := maps.Clone(all)
		changed[last] = string(value)
		s := store.New(filled(t, changed), options())
		events, err := s.History(t.Context(), shop)
		if err == nil && len(events) != 10 {
			t.Errorf("got %d events, want 10", len(events))
		}
		if err != nil && !errors.Is(err, kv.ErrDamaged) && !errors.Is(err, kv.ErrNewer) {
			t.Errorf("history: got error %v", err)
		}
		again := answer("e-10", "ops-alarm", assessment.None, "Ann")
		_, e, err := s.Append(t.Context(), shop, 10, again)
		if err == nil && e.ID != "e-10" {
			t.Errorf("got event %q, want the saved e-10", e.ID)
		}
		if err != nil && !errors.Is(err, kv.ErrDamaged) && !errors.Is(err, kv.ErrNewer) {
			t.Errorf("append: got error %v", err)
		}
	})
}

// Whatever two assessments and a question are called, they are refused or found again, each alone.
func FuzzKey(f *testing.F) {
	f.Add("ticket-shop", "ticket", "bak-drill")
	f.Add("a", "a/b", "c")
	f.Add("", "head/", "\x00")
	f.Add("öffnungs-zeiten", "x\xff", "\u2028")
	f.Add(strings.Repeat("x", 200), strings.Repeat("x", 201), strings.Repeat("q", 200))
	f.Fuzz(func(t *testing.T, first, second, question string) {
		s := store.New(memkv.New(), options())
		var want []assessment.ID
		for i, id := range []string{first, second} {
			events := beginning([]string{"one", "two"}[i])
			e := answer([]string{"a1", "a2"}[i], questionnaire.QuestionID(question), assessment.None, id)
			_, err := s.Create(t.Context(), assessment.ID(id), nil, append(events, e)...)
			if err == nil {
				want = append(want, assessment.ID(id))
			} else if !errors.Is(err, assessment.ErrInvalid) && (first != second || !errors.Is(err, store.ErrExists)) {
				t.Errorf("create %q: %v", id, err)
			}
		}
		slices.Sort(want)
		list, err := s.List(t.Context())
		if err != nil || len(list) != len(want) {
			t.Fatalf("got %v, %v, want %q", list, err, want)
		}
		for i, one := range list {
			a, err := s.Load(t.Context(), one.ID)
			if err != nil || one.ID != want[i] || a.ID != want[i] || len(a.Answers) != 1 {
				t.Errorf("load %q: got %+v, %v", want[i], a, err)
			}
			if _, ok := a.Answers[questionnaire.QuestionID(question)]; !ok {
				t.Errorf("got %v, want an answer to %q", a.Answers, question)
			}
		}
	})
}
