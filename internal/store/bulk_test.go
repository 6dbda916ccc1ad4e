package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
)

// many returns answers to n questions, each answered twice.
func many(n int) []assessment.Event {
	var events []assessment.Event
	for i := range 2 * n {
		q := questionnaire.QuestionID(fmt.Sprint("q", i%n))
		events = append(events, answer(fmt.Sprint("m", i), q, assessment.Levels()[i%5], "Ann"))
	}
	return events
}

// sealed returns the events as records after those of a history.
func sealed(t testing.TB, before []assessment.Record, events ...assessment.Event) []assessment.Record {
	t.Helper()
	prev := ""
	if n := len(before); n > 0 {
		prev = before[n-1].Hash()
	}
	records := make([]assessment.Record, len(events))
	for i, e := range events {
		e.Seq = uint64(len(before) + i + 1)
		r, err := assessment.Seal(e, prev)
		if err != nil {
			t.Fatal(err)
		}
		records[i], prev = r, r.Hash()
	}
	return records
}

func mustRecords(t testing.TB, s *store.Store) []assessment.Record {
	t.Helper()
	records, err := s.Records(t.Context(), shop)
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func TestWhatIsSavedAndCannotBeReadBackIsSaidToBeSaved(t *testing.T) {
	records := mustRecords(t, started(t, memkv.New()))
	db, moved := memkv.New(), false
	p := &proxy{DB: db, before: func(changes []kv.Change) error {
		moved = moved || slices.ContainsFunc(changes, func(c kv.Change) bool { return strings.HasPrefix(c.Key, "head/") })
		return nil
	}}
	p.get = func(string) error {
		if moved {
			return kv.ErrDamaged
		}
		return nil
	}
	_, err := store.New(p, options()).Extend(t.Context(), shop, nil, records...)
	wantError(t, "what it says", err, store.ErrSaved)
	wantError(t, "and why", err, kv.ErrDamaged)
	if got := mustHistory(t, store.New(db, options())); len(got) != len(records) {
		t.Errorf("got %d events, want %d", len(got), len(records))
	}
}

func TestManyEventsAreSavedAsIfOneByOne(t *testing.T) {
	one, all := memkv.New(), memkv.New()
	single, bulk := started(t, one), started(t, all)
	rev := map[questionnaire.QuestionID]uint64{}
	for _, e := range many(150) {
		rev[e.Change.Question] = mustAppend(t, single, rev[e.Change.Question], e).Seq
	}
	got, err := bulk.AppendAll(t.Context(), shop, 3, many(150)...)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "returned", got, mustLoad(t, single))
	want, found := dump(t, one), dump(t, all)
	for _, e := range many(150) {
		delete(want, "idem/"+string(e.ID))
	}
	delete(want, "doc/ticket-shop") // it says after which event it was written
	delete(found, "doc/ticket-shop")
	same(t, "stored", found, want)
	mustAppend(t, bulk, got.Answers["q1"].Rev, answer("later", "q1", assessment.None, "Ben"))
	if err := bulk.Verify(t.Context(), shop); err != nil {
		t.Error(err)
	}
}

func TestRecordsStartAnAssessmentThatIsTheSame(t *testing.T) {
	first := started(t, memkv.New())
	if _, err := first.AppendAll(t.Context(), shop, 3, many(60)...); err != nil {
		t.Fatal(err)
	}
	db := memkv.New()
	second := store.New(db, options())
	got, err := second.Extend(t.Context(), shop, [][]byte{file(core)}, mustRecords(t, first)...)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "loaded", got, mustLoad(t, first))
	same(t, "records", mustRecords(t, second), mustRecords(t, first))
	same(t, "read by another", mustLoad(t, store.New(db, options())), got)
	if _, err := second.Extend(t.Context(), "a-copy", nil, mustRecords(t, first)...); err != nil {
		t.Errorf("a second copy beside the first: %v", err)
	}
	if list, err := second.List(t.Context()); err != nil || len(list) != 2 {
		t.Errorf("got %v, %v, want two", list, err)
	}
}

func TestRecordsThatDoNotFollowAreRefused(t *testing.T) {
	db := memkv.New()
	s := started(t, db)
	records := mustRecords(t, s)
	before := dump(t, db)
	for name, bad := range map[string][]assessment.Record{
		"what is there already": records,
		"another beginning":     sealed(t, nil, beginning("other")...),
		"a gap":                 sealed(t, append(records, records[2]), many(1)...),
		"another predecessor":   sealed(t, append(records[:2:2], sealed(t, nil, beginning("x")[0])[0]), many(1)...),
	} {
		_, err := s.Extend(t.Context(), shop, nil, bad...)
		wantError(t, name, err, kv.ErrConflict)
	}
	_, err := s.AppendAll(t.Context(), shop, 2, many(1)...)
	wantError(t, "an old position", err, kv.ErrConflict)
	_, err = s.AppendAll(t.Context(), "other", 2, many(1)...)
	wantError(t, "no such assessment", err, store.ErrNotFound)
	_, err = s.Extend(t.Context(), shop, nil)
	wantError(t, "no event", err, assessment.ErrInvalid)
	same(t, "stored", dump(t, db), before)
}

// However far a write of many gets, all of it is seen or nothing, and life goes on afterwards.
func TestWriteThatBreaksOffIsSeenAsAWholeOrNotAtAll(t *testing.T) {
	broken := errors.New("pulled the plug")
	for _, start := range []bool{false, true} {
		for cut := 0; ; cut++ {
			db := memkv.New()
			source := started(t, memkv.New())
			if !start {
				started(t, db)
			}
			if _, err := source.AppendAll(t.Context(), shop, 3, many(120)...); err != nil {
				t.Fatal(err)
			}
			records := mustRecords(t, source)
			if !start {
				records = records[3:]
			}
			commits := 0
			p := &proxy{DB: db, before: func([]kv.Change) error {
				if commits++; commits > cut {
					return broken
				}
				return nil
			}}
			_, err := store.New(p, options()).Extend(t.Context(), shop, nil, records...)
			name := fmt.Sprintf("start %v, %d commits, %v", start, cut, err)
			checkBroken(t, name, db, start, err == nil, source)
			if t.Failed() {
				return
			}
			if commits <= cut {
				if cut < 5 {
					t.Errorf("done after %d commits: too few to break off in between", cut)
				}
				break
			}
		}
	}
}

// checkBroken looks at a database after a write of many broke off, and writes to it.
func checkBroken(t *testing.T, name string, db kv.DB, start, saved bool, source *store.Store) {
	t.Helper()
	s := store.New(db, options())
	a, err := s.Load(t.Context(), shop)
	switch {
	case saved && err == nil:
		same(t, name, a, mustLoad(t, source))
	case !saved && start && errors.Is(err, store.ErrNotFound):
		_, err := s.Create(t.Context(), shop, nil, beginning("start")...)
		if err != nil {
			t.Fatalf("%s: create: %v", name, err)
		}
	case !saved && !start && err == nil && a.Seq == 3:
	default:
		t.Fatalf("%s: got %d events, %v", name, a.Seq, err)
	}
	if err := s.Verify(t.Context(), shop); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if _, _, err := s.Append(t.Context(), shop, a.Answers["q7"].Rev, answer("afterwards", "q7", assessment.None, "Ben")); err != nil {
		t.Errorf("%s: append: %v", name, err)
	}
	n := mustLoad(t, s).Seq
	if _, err := s.AppendAll(t.Context(), shop, n, many(40)...); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if err := s.Verify(t.Context(), shop); err != nil {
		t.Errorf("%s: in the end: %v", name, err)
	}
}

func TestManyAtOnceAndOneByOneLoseNothingToEachOther(t *testing.T) {
	db := memkv.New()
	started(t, db)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			s := store.New(db, options())
			for i := range 15 {
				if w%2 == 0 {
					e := answer(fmt.Sprintf("w%d-%d", w, i), questionnaire.QuestionID(fmt.Sprint("w", w)), assessment.None, "Ann")
					if _, _, err := s.Append(t.Context(), shop, mustLoad(t, s).Answers[e.Change.Question].Rev, e); err != nil {
						t.Errorf("append: %v", err)
					}
					continue
				}
				batch := many(60)
				for k := range batch {
					batch[k].ID = assessment.EventID(fmt.Sprintf("b%d-%d-%d", w, i, k))
				}
				_, err := s.AppendAll(t.Context(), shop, mustLoad(t, s).Seq, batch...)
				if err != nil && !errors.Is(err, kv.ErrConflict) {
					t.Errorf("all: %v", err)
				}
			}
		})
	}
	wg.Wait()
	s := store.New(db, options())
	events, err := s.History(t.Context(), shop)
	if err != nil {
		t.Fatal(err)
	}
	single, batches := 0, map[string]int{}
	for _, e := range events[3:] {
		if e.ID[0] == 'w' {
			single++
			continue
		}
		var w, i, k int
		if _, err := fmt.Sscanf(string(e.ID), "b%d-%d-%d", &w, &i, &k); err != nil {
			t.Fatal(err)
		}
		batches[fmt.Sprint(w, i)]++
	}
	if single != 30 {
		t.Errorf("got %d single events, want 30", single)
	}
	for name, n := range batches {
		if n != 120 {
			t.Errorf("batch %s: got %d events, want all 120", name, n)
		}
	}
	if err := s.Verify(t.Context(), shop); err != nil {
		t.Error(err)
	}
}
