package store_test

import (
	"fmt"
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/store"
)

// mark returns the mark of a summary that was computed after event seq.
func mark(seq uint64) store.Mark {
	return store.Mark{Seq: seq, Changed: minute(2), Judged: "2026-11-22", Until: "2027-01-15", Method: "1"}
}

func TestListIsInTheOrderOfIDsAndTellsFreshSummaries(t *testing.T) {
	db := memkv.New()
	s := store.New(db, options())
	if list, err := s.List(t.Context()); err != nil || len(list) != 0 {
		t.Fatalf("empty database: got %v, %v, want nothing", list, err)
	}
	for _, id := range []assessment.ID{"c", "a", "b", "a-b"} {
		if _, err := s.Create(t.Context(), id, nil, beginning(string(id))...); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []assessment.ID{"a", "c"} {
		if err := s.PutSummary(t.Context(), id, mark(3), fmt.Appendf(nil, `{"of": %q}`, id)); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"0-of-none", "aa-of-none"} {
		if err := db.Commit(t.Context(), kv.Change{Key: "summary/" + id, Value: []byte(`{"v":1}`)}); err != nil {
			t.Fatal(err)
		}
		wantError(t, id, s.PutSummary(t.Context(), assessment.ID(id), mark(3), []byte("{}")), store.ErrNotFound)
	}
	if _, _, err := s.Append(t.Context(), "c", 0, answer("x", "q", assessment.None, "Ann")); err != nil {
		t.Fatal(err)
	}
	got, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	same(t, "list", got, []store.Listed{
		{ID: "a", Mark: mark(3), Summary: []byte(`{"of": "a"}`), Fresh: true},
		{ID: "a-b"},
		{ID: "b"},
		{ID: "c", Mark: mark(3), Summary: []byte(`{"of": "c"}`)},
	})
}

func TestSummaryIsKeptOnlyOfTheLatestEvent(t *testing.T) {
	db := memkv.New()
	s := started(t, db)
	for _, test := range []struct {
		seq  uint64
		body string
		want string
	}{{2, "2", ""}, {3, "3", "3"}, {2, "22", "3"}, {4, "4", "3"}, {3, "33", "33"}} {
		if err := s.PutSummary(t.Context(), shop, mark(test.seq), []byte(test.body)); err != nil {
			t.Fatal(err)
		}
		list, err := s.List(t.Context())
		if err != nil || len(list) != 1 || string(list[0].Summary) != test.want {
			t.Errorf("after %+v: got %+v, %v", test, list, err)
		}
	}
	wantError(t, "no JSON", s.PutSummary(t.Context(), shop, mark(4), []byte("{")), assessment.ErrInvalid)
	wantError(t, "no method", s.PutSummary(t.Context(), shop, store.Mark{Seq: 4, Method: "1 2"}, []byte("{}")), assessment.ErrInvalid)
	wantError(t, "no id", s.PutSummary(t.Context(), "a/b", mark(4), []byte("{}")), assessment.ErrInvalid)
}

func TestSummaryLosesNoRace(t *testing.T) {
	db := memkv.New()
	other := started(t, db)
	raced := false
	p := &proxy{DB: db, before: func([]kv.Change) error {
		if raced {
			return nil
		}
		raced = true
		if _, _, err := other.Append(t.Context(), shop, 0, answer("x", "q", assessment.None, "Ann")); err != nil {
			return err
		}
		return other.PutSummary(t.Context(), shop, mark(4), []byte("4"))
	}}
	s := store.New(p, options())
	if err := s.PutSummary(t.Context(), shop, mark(3), []byte("3")); err != nil {
		t.Fatal(err)
	}
	if list, err := s.List(t.Context()); err != nil || string(list[0].Summary) != "4" {
		t.Errorf("got %+v, %v, want the later summary", list, err)
	}
}

func TestDamagedListIsReported(t *testing.T) {
	for name, tamper := range map[string]func(map[string]string){
		"summary":                 func(all map[string]string) { all["summary/ticket-shop"] = "{" },
		"summary with few fields": func(all map[string]string) { all["summary/ticket-shop"] = "1 2\n{}" },
		"summary without numbers": func(all map[string]string) { all["summary/ticket-shop"] = "1 2 x 4 a b c\n{}" },
		"key":                     func(all map[string]string) { all["head/a/b"] = all["head/ticket-shop"] },
		"meta":                    missing("meta"),
	} {
		all := sample(t)
		tamper(all)
		_, err := store.New(filled(t, all), options()).List(t.Context())
		wantError(t, name, err, kv.ErrDamaged)
	}
}
