package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
)

func bolt(t testing.TB, path string) *boltkv.DB {
	t.Helper()
	db := boltkv.New(path, boltkv.Options{NoSync: true})
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestFileHoldsWhatMemoryHolds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	want := example(t)
	db := bolt(t, path)
	for key, value := range want {
		if err := db.Commit(t.Context(), kv.Change{Key: key, Value: []byte(value)}); err != nil {
			t.Fatal(err)
		}
	}
	again := bolt(t, path)
	same(t, "file", dump(t, again), want)
	s := store.New(again, options())
	if err := s.Verify(t.Context(), shop); err != nil {
		t.Error(err)
	}
}

func TestSaveIntoAFileCostsOneCall(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	started(t, bolt(t, path))
	p := &proxy{DB: bolt(t, path)}
	s := store.New(p, options())
	mustLoad(t, s)
	base := uint64(0)
	for i := range 5 {
		p.calls = 0
		base = mustAppend(t, s, base, answer(fmt.Sprint("a", i), "q", assessment.None, "Ann")).Seq
		if p.calls != 1 {
			t.Errorf("save %d: got %d calls of the database, want 1", i, p.calls)
		}
	}
}

// A slow one is a process that somebody is always faster than, except in its turns.
type slow struct {
	*boltkv.DB
	faster func()
	turn   bool
}

func (s *slow) Scan(ctx context.Context, prefix string) ([]kv.Entry, error) {
	if !s.turn {
		s.faster()
	}
	return s.DB.Scan(ctx, prefix)
}

func (s *slow) Alone(ctx context.Context, fn func(context.Context) error) error {
	s.faster()
	return s.DB.Alone(ctx, func(ctx context.Context) error {
		s.turn = true
		defer func() { s.turn = false }()
		return fn(ctx)
	})
}

func TestSlowProcessSavesInItsTurn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	started(t, bolt(t, path))
	rival, saved := store.New(bolt(t, path), options()), 0
	s := store.New(&slow{DB: bolt(t, path), faster: func() {
		name := fmt.Sprint("rival-", saved)
		mustAppend(t, rival, 0, answer(name, questionnaire.QuestionID(name), assessment.None, "Bob"))
		saved++
	}}, options())
	base := uint64(0)
	for i := range 3 {
		base = mustAppend(t, s, base, answer(fmt.Sprint("a", i), "q", assessment.None, "Ann")).Seq
	}
	if a := mustLoad(t, s); saved != 3 || len(a.Answers) != 4 {
		t.Errorf("somebody was faster %d times, and there are %d answers, want 3 and 4", saved, len(a.Answers))
	}
	mustAppend(t, rival, 0, answer("last", "last", assessment.None, "Bob"))
	if a := mustLoad(t, s); saved != 5 || len(a.Answers) != 7 {
		t.Errorf("somebody wrote %d times while it was read anew, and there are %d answers, want 5 and 7", saved, len(a.Answers))
	}
	_, _, err := s.Append(t.Context(), shop, 0, answer("late", "q", assessment.Partial, "Ann"))
	wantError(t, "based on an old answer", err, store.ErrChanged)
	if err := s.Verify(t.Context(), shop); err != nil {
		t.Error(err)
	}
}

func TestTurnThatCameLateIsUsed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	started(t, bolt(t, path))
	rival, o := store.New(bolt(t, path), options()), options()
	o.Deadline = 50 * time.Millisecond
	p := &slow{DB: bolt(t, path), faster: func() {}}
	s := store.New(p, o)
	mustLoad(t, s)
	p.faster = func() {
		mustAppend(t, rival, 0, answer("rival", "rival", assessment.None, "Bob"))
		late, cancel := context.WithTimeout(t.Context(), 2*o.Deadline)
		defer cancel()
		<-late.Done()
	}
	mustAppend(t, s, 0, answer("late", "q", assessment.None, "Ann"))
}

// Who may not write gets no turn.
type reader struct {
	slow
	refused error
}

func (r *reader) Alone(context.Context, func(context.Context) error) error { return r.refused }

func TestReaderThatGetsNoTurnReadsOn(t *testing.T) {
	for _, refused := range []error{kv.ErrReadOnly, fs.ErrPermission} {
		path := filepath.Join(t.TempDir(), "p.db")
		started(t, bolt(t, path))
		rival, times := store.New(bolt(t, path), options()), 0
		s := store.New(&reader{refused: refused, slow: slow{DB: bolt(t, path), faster: func() {
			if times++; times < 4 {
				name := fmt.Sprint("rival-", times)
				mustAppend(t, rival, 0, answer(name, questionnaire.QuestionID(name), assessment.None, "Bob"))
			}
		}}}, options())
		if a := mustLoad(t, s); len(a.Answers) != 3 || times != 4 {
			t.Errorf("got %d answers after %d times, want 3 and 4", len(a.Answers), times)
		}
	}
}

func TestWritersOfOneFileLoseNothing(t *testing.T) {
	const writers, each = 4, 40
	path := filepath.Join(t.TempDir(), "p.db")
	started(t, bolt(t, path))
	var wg sync.WaitGroup
	for w := range writers {
		s := store.New(bolt(t, path), options())
		wg.Go(func() {
			for i := range each {
				name := fmt.Sprintf("w%d-%d", w, i)
				_, _, err := s.Append(t.Context(), shop, 0, answer(name, questionnaire.QuestionID(name), assessment.None, "Ann"))
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
	wg.Wait()
	s := store.New(bolt(t, path), options())
	if a := mustLoad(t, s); len(a.Answers) != writers*each {
		t.Errorf("got %d answers, want %d", len(a.Answers), writers*each)
	}
	if err := s.Verify(t.Context(), shop); err != nil {
		t.Error(err)
	}
}

func BenchmarkList10000(b *testing.B) {
	db := bolt(b, filepath.Join(b.TempDir(), "p.db"))
	s := started(b, db)
	summary := fmt.Sprintf(`{"ready_for":"demo","words":%q}`, strings.Repeat("x", 300))
	if err := s.PutSummary(b.Context(), shop, mark(3), json.RawMessage(summary)); err != nil {
		b.Fatal(err)
	}
	all := dump(b, db)
	for i := range 200 {
		var changes []kv.Change
		for n := range 50 {
			id := fmt.Sprintf("%05d", i*50+n)
			changes = append(changes,
				kv.Change{Key: "head/" + id, Value: []byte(all["head/ticket-shop"])},
				kv.Change{Key: "summary/" + id, Value: []byte(all["summary/ticket-shop"])})
		}
		if err := db.Commit(b.Context(), changes...); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if list, err := s.List(b.Context()); err != nil || len(list) != 10001 {
			b.Fatal(len(list), err)
		}
	}
}

// big returns a store in db with an assessment that has 240 answers.
func big(b *testing.B, db kv.DB) *store.Store {
	b.Helper()
	s := started(b, db)
	for i := range 240 {
		mustAppend(b, s, 0, answer(fmt.Sprint("first-", i), questionnaire.QuestionID(fmt.Sprint("q", i)), assessment.None, "Ann"))
	}
	return s
}

func BenchmarkLoad(b *testing.B) {
	db := bolt(b, filepath.Join(b.TempDir(), "p.db"))
	s := big(b, db)
	for b.Loop() {
		mustLoad(b, s)
	}
}
