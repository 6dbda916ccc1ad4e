package store_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/store"
)

// dump returns all keys and values.
func dump(t testing.TB, db kv.DB) map[string]string {
	t.Helper()
	entries, err := db.Scan(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		all[e.Key] = string(e.Value)
	}
	return all
}

// filled returns a database with these keys and values.
func filled(t testing.TB, all map[string]string) *memkv.DB {
	t.Helper()
	db := memkv.New()
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if err := db.Commit(t.Context(), kv.Change{Key: key, Value: []byte(all[key])}); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// sample returns the values of a database with six events.
func sample(t testing.TB) map[string]string {
	t.Helper()
	db := memkv.New()
	s := started(t, db)
	mustAppend(t, s, 0, answer("a1", "q1", assessment.None, "Ann"))
	mustAppend(t, s, 4, answer("a2", "q1", assessment.Partial, "Ann"))
	mustAppend(t, s, 0, answer("a3", "q2", assessment.Proven, "Ben"))
	if err := s.PutSummary(t.Context(), shop, mark(6), []byte(`{"stop":1}`)); err != nil {
		t.Fatal(err)
	}
	return dump(t, db)
}

func event(n int) string { return fmt.Sprintf("event/ticket-shop/%016x", n) }

func replaced(key, from, to string) func(map[string]string) {
	return func(all map[string]string) {
		if !strings.Contains(all[key], from) {
			panic(key + " has no " + from)
		}
		all[key] = strings.Replace(all[key], from, to, 1)
	}
}

func missing(key string) func(map[string]string) {
	return func(all map[string]string) { delete(all, key) }
}

func TestTamperingWithTheHistoryIsReported(t *testing.T) {
	for _, test := range []struct {
		name   string
		tamper func(map[string]string)
		names  string // what the message has to name
	}{
		{"person", replaced(event(4), `"by":"Ann","kind"`, `"by":"Bob","kind"`), event(5)},
		{"person of the last", replaced(event(6), `"by":"Ben","kind"`, `"by":"Bob","kind"`), "event 6"},
		{"time", replaced(event(2), `09:01`, `09:02`), event(3)},
		{"kind", replaced(event(2), `"facts"`, `"fects"`), event(3)},
		{"id", replaced(event(4), `"a1"`, `"a9"`), event(5)},
		{"body", replaced(event(5), `"partial"`, `"proven"`), event(5)},
		{"body and its hash", func(all map[string]string) {
			other := sampleRecord(t, all[event(6)])
			r := sampleRecord(t, all[event(5)])
			r["body"], r["body_hash"] = other["body"], other["body_hash"]
			all[event(5)] = encoded(t, r)
		}, event(6)},
		{"body away", func(all map[string]string) {
			r := sampleRecord(t, all[event(5)])
			delete(r, "body")
			all[event(5)] = encoded(t, r)
		}, event(5)},
		{"number", replaced(event(4), `"seq":4`, `"seq":5`), event(4)},
		{"first missing", missing(event(1)), event(1)},
		{"middle missing", missing(event(5)), event(5)},
		{"last missing", missing(event(6)), event(6)},
		{"swapped", func(all map[string]string) { all[event(4)], all[event(5)] = all[event(5)], all[event(4)] }, event(4)},
		{"head's hash", replaced("head/ticket-shop", `"hash":"sha256:`, `"hash":"sha256:0`), "head/ticket-shop"},
		{"head's time", replaced("head/ticket-shop", `09:05`, `09:06`), "head/ticket-shop"},
		{"head beyond", replaced("head/ticket-shop", `"seq":6`, `"seq":9007199254740993`), event(7)},
		{"no JSON", func(all map[string]string) { all[event(3)] = `{"v":1,` }, event(3)},
		{"no version", replaced(event(3), `"v":1`, `"v":0`), event(3)},
		{"no meta", missing("meta"), "meta"},
	} {
		t.Run(test.name, func(t *testing.T) {
			all := sample(t)
			test.tamper(all)
			s := store.New(filled(t, all), options())
			for what, err := range map[string]error{
				"history": func() error { _, err := s.History(t.Context(), shop); return err }(),
				"verify":  s.Verify(t.Context(), shop),
			} {
				wantError(t, what, err, kv.ErrDamaged)
				if err != nil && !strings.Contains(err.Error(), test.names) {
					t.Errorf("%s: %v does not name %s", what, err, test.names)
				}
			}
		})
	}
}

func sampleRecord(t *testing.T, value string) map[string]json.RawMessage {
	t.Helper()
	var r map[string]json.RawMessage
	if err := json.Unmarshal([]byte(value), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func encoded(t *testing.T, v any) string {
	t.Helper()
	value, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(value)
}

func TestStateThatIsNotTheEventsOutcomeIsReported(t *testing.T) {
	const doc, q1, q2 = "doc/ticket-shop", "answer/ticket-shop/q1", "answer/ticket-shop/q2"
	for key, tamper := range map[string]func(map[string]string){
		doc:                           replaced(doc, `"Ticket Shop"`, `"Other Shop"`),
		q1:                            replaced(q1, `"partial"`, `"proven"`),
		q2:                            missing(q2),
		"answer/ticket-shop/q3":       func(all map[string]string) { all["answer/ticket-shop/q3"] = all[q2] },
		"answer/ticket-shop/q1\x01":   func(all map[string]string) { all["answer/ticket-shop/q1\x01"] = all[q2] },
		"answer/ticket-shop/q2/extra": func(all map[string]string) { all["answer/ticket-shop/q2/extra"] = all[q2] },
	} {
		all := sample(t)
		tamper(all)
		err := store.New(filled(t, all), options()).Verify(t.Context(), shop)
		wantError(t, key, err, kv.ErrDamaged)
		if err != nil && !strings.Contains(err.Error(), fmt.Sprintf("%q", key)) {
			t.Errorf("%v does not name %q", err, key)
		}
	}
}

func TestDamagedStateIsNeverLoaded(t *testing.T) {
	const doc, q1 = "doc/ticket-shop", "answer/ticket-shop/q1"
	for name, tamper := range map[string]func(map[string]string){
		"no document":      missing(doc),
		"document no JSON": func(all map[string]string) { all[doc] = "" },
		"other's document": replaced(doc, `"id":"ticket-shop"`, `"id":"other"`),
		"later document":   replaced(doc, `"seq":3`, `"seq":7`),
		"answer no JSON":   func(all map[string]string) { all[q1] = "partial" },
		"answer's type":    replaced(q1, `"partial"`, `4`),
		"later answer":     replaced(q1, `"rev":5`, `"rev":7`),
		"answer of none":   replaced(q1, `"rev":5`, `"rev":0`),
		"head no JSON":     func(all map[string]string) { all["head/ticket-shop"] = "[]" },
		"meta no JSON":     func(all map[string]string) { all["meta"] = "x" },
		"meta no schema":   replaced("meta", `"schema":1`, `"schema":0`),
	} {
		all := sample(t)
		tamper(all)
		s := store.New(filled(t, all), options())
		_, err := s.Load(t.Context(), shop)
		wantError(t, name, err, kv.ErrDamaged)
		_, _, err = s.Append(t.Context(), shop, 0, answer("x", "q9", assessment.None, "Ann"))
		wantError(t, name+", append", err, kv.ErrDamaged)
	}
}

func TestRedactedBodyLeavesTheChainProvable(t *testing.T) {
	all := sample(t)
	r := sampleRecord(t, all[event(4)])
	delete(r, "body")
	r["redacted"] = json.RawMessage("6")
	all[event(4)] = encoded(t, r)
	s := store.New(filled(t, all), options())
	events := mustHistory(t, s)
	if len(events) != 6 || events[3].By != "Ann" || events[3].Kind != assessment.Answered || events[3].Change.Answer != nil {
		t.Errorf("got %+v, want six events, the fourth without its change", events)
	}
	if err := s.Verify(t.Context(), shop); err != nil {
		t.Errorf("verify: %v", err)
	}
	for _, by := range []string{"3", "4", "7"} {
		r["redacted"] = json.RawMessage(by)
		all[event(4)] = encoded(t, r)
		_, err := store.New(filled(t, all), options()).History(t.Context(), shop)
		wantError(t, "taken away by event "+by, err, kv.ErrDamaged)
	}
}

func TestUnknownKindIsKeptAndChangesNothing(t *testing.T) {
	s := started(t, memkv.New())
	before := mustLoad(t, s)
	e := mustAppend(t, s, 0, assessment.Event{ID: "n1", By: "Ann", At: minute(9), Kind: "shipped"})
	events := mustHistory(t, s)
	same(t, "event", events[3], e)
	before.Seq, before.Changed = 4, minute(9)
	same(t, "state", mustLoad(t, s), before)
	if err := s.Verify(t.Context(), shop); err != nil {
		t.Error(err)
	}
}

func TestNewerDatabaseIsRefusedAndUntouched(t *testing.T) {
	for name, tamper := range map[string]func(map[string]string){
		"schema":          replaced("meta", `"schema":1,"min_reader":1`, `"schema":3,"min_reader":2`),
		"schema alone":    replaced("meta", `"schema":1,"min_reader":1`, `"schema":2`),
		"version of meta": func(all map[string]string) { all["meta"] = `{"v":2,"schema":"two"}` },
	} {
		all := sample(t)
		tamper(all)
		db := filled(t, all)
		s := store.New(db, options())
		_, err := s.Load(t.Context(), shop)
		wantError(t, name+", load", err, kv.ErrNewer)
		_, err = s.List(t.Context())
		wantError(t, name+", list", err, kv.ErrNewer)
		_, err = s.History(t.Context(), shop)
		wantError(t, name+", history", err, kv.ErrNewer)
		refusesToWrite(t, name, s)
		same(t, name, dump(t, db), all)
	}
}

func TestNewerDatabaseThatAllowsOldReadersIsReadOnly(t *testing.T) {
	all := sample(t)
	replaced("meta", `"schema":1`, `"schema":2`)(all)
	db := filled(t, all)
	s := store.New(db, options())
	mustLoad(t, s)
	mustHistory(t, s)
	if list, err := s.List(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("list: got %v, %v, want one", list, err)
	}
	refusesToWrite(t, "after reading", s)
	same(t, "database", dump(t, db), all)
}

func refusesToWrite(t *testing.T, name string, s *store.Store) {
	t.Helper()
	_, _, err := s.Append(t.Context(), shop, 0, answer("x", "q9", assessment.None, "Ann"))
	wantError(t, name+", append", err, kv.ErrNewer)
	_, err = s.Create(t.Context(), "new", [][]byte{file("new")}, beginning("new")...)
	wantError(t, name+", create", err, kv.ErrNewer)
	wantError(t, name+", summary", s.PutSummary(t.Context(), shop, mark(9), []byte("{}")), kv.ErrNewer)
	wantError(t, name+", questionnaire", s.PutQuestionnaire(t.Context(), file("new")), kv.ErrNewer)
}

func TestMigrationByANewerProgramIsNoticedWhileRunning(t *testing.T) {
	db := memkv.New()
	s := started(t, db)
	all := dump(t, db)
	replaced("meta", `"schema":1,"min_reader":1`, `"schema":2,"min_reader":2`)(all)
	for _, key := range []string{"meta", "head/ticket-shop"} {
		e, err := db.Get(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Commit(t.Context(), kv.Change{Key: key, Value: []byte(all[key]), Base: e.Revision}); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := s.Append(t.Context(), shop, 0, answer("x", "q", assessment.None, "Ann"))
	wantError(t, "append", err, kv.ErrNewer)
	same(t, "database", dump(t, db), all)
}
