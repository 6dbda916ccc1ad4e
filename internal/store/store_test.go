package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
)

const shop assessment.ID = "ticket-shop"

// options returns a clock that stands still and ids that count.
func options() store.Options {
	n := 0
	return store.Options{
		Now: func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) },
		NewID: func() string {
			n++
			return fmt.Sprintf("made-%d", n)
		},
		WrittenBy: "prodfirst test",
	}
}

// minute returns a time that many minutes after the first event.
func minute(n int) time.Time { return time.Date(2026, 11, 22, 9, n, 0, 0, time.UTC) }

func file(text string) []byte { return []byte(text) }

// beginning returns the events that start an assessment, with ids that start with prefix.
func beginning(prefix string) []assessment.Event {
	return []assessment.Event{
		{
			ID: assessment.EventID(prefix + "-1"), At: minute(0), By: "Ann", Kind: assessment.Described,
			Change: assessment.Change{Description: &assessment.Description{
				Name: "Ticket Shop", Target: questionnaire.FirstUser, People: []string{"Ann", "Ben"}, FirstShown: "2026-10-01",
			}},
		},
		{
			ID: assessment.EventID(prefix + "-2"), At: minute(1), By: "Ann", Kind: assessment.FactsSaid,
			Change: assessment.Change{Facts: map[questionnaire.FactID]questionnaire.Truth{
				"payments": questionnaire.Yes, "personal-data": questionnaire.No,
			}},
		},
		{
			ID: assessment.EventID(prefix + "-3"), At: minute(2), By: "Ann", Kind: assessment.Attaching,
			Change: assessment.Change{Questionnaires: []assessment.Attached{{ID: "core", Version: "1.0.0", Digest: coreDigest}}},
		},
	}
}

const (
	core       = "id: core\nversion: 1.0.0\n"
	coreDigest = "sha256:d99d563f3f8632b370d3ff04c4c300160e9fe639e5dbeb7ef1ff051c00f0947a"
)

// answer returns the event that answers q.
func answer(id string, q questionnaire.QuestionID, level assessment.Level, by string) assessment.Event {
	x := assessment.Answer{Level: level, By: by, At: minute(5), Since: minute(5), Note: "<said> by " + by}
	return assessment.Event{
		ID: assessment.EventID(id), At: minute(5), By: by, Kind: assessment.Answered,
		Change: assessment.Change{Question: q, Answer: &x},
	}
}

// started returns a store in db with the assessment shop.
func started(t testing.TB, db kv.DB) *store.Store {
	t.Helper()
	s := store.New(db, options())
	if _, err := s.Create(t.Context(), shop, [][]byte{file(core)}, beginning("start")...); err != nil {
		t.Fatalf("create: %v", err)
	}
	return s
}

func mustLoad(t testing.TB, s *store.Store) assessment.Assessment {
	t.Helper()
	a, err := s.Load(t.Context(), shop)
	if err != nil {
		t.Fatalf("load: %v", err)
	}
	return a
}

func mustAppend(t testing.TB, s *store.Store, base uint64, e assessment.Event) assessment.Event {
	t.Helper()
	_, e, err := s.Append(t.Context(), shop, base, e)
	if err != nil {
		t.Fatalf("append %q: %v", e.ID, err)
	}
	return e
}

func mustHistory(t testing.TB, s *store.Store) []assessment.Event {
	t.Helper()
	events, err := s.History(t.Context(), shop)
	if err != nil {
		t.Fatalf("history: %v", err)
	}
	return events
}

// same reports a difference between two values; empty and missing maps and lists are the same.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// wantError reports an error of another class than want.
func wantError(t testing.TB, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got error %v, want %v", what, got, want)
	}
}

// A proxy passes calls on, counts them, and lets a test get in between.
type proxy struct {
	kv.DB
	calls  int
	get    func(key string) error
	before func([]kv.Change) error
	after  func() error
}

func (p *proxy) Get(ctx context.Context, key string) (kv.Entry, error) {
	p.calls++
	if p.get != nil {
		if err := p.get(key); err != nil {
			return kv.Entry{}, err
		}
	}
	return p.DB.Get(ctx, key)
}

func (p *proxy) Scan(ctx context.Context, prefix string) ([]kv.Entry, error) {
	p.calls++
	return p.DB.Scan(ctx, prefix)
}

func (p *proxy) Commit(ctx context.Context, changes ...kv.Change) error {
	p.calls++
	if p.before != nil {
		if err := p.before(changes); err != nil {
			return err
		}
	}
	if err := p.DB.Commit(ctx, changes...); err != nil || p.after == nil {
		return err
	}
	return p.after()
}

func TestCreatedAssessmentIsLoadedByAnotherStore(t *testing.T) {
	db := memkv.New()
	s := store.New(db, options())
	events := beginning("start")
	created, err := s.Create(t.Context(), shop, [][]byte{file(core)}, events...)
	if err != nil {
		t.Fatal(err)
	}
	for i := range events {
		events[i].Seq = uint64(i + 1)
	}
	want := assessment.Fold(shop, events)
	same(t, "created", created, want)
	other := store.New(db, options())
	same(t, "loaded", mustLoad(t, other), want)
	same(t, "history", mustHistory(t, other), events)
}

func TestAppendedEventIsReturnedAsItIsRead(t *testing.T) {
	db := memkv.New()
	s := started(t, db)
	e := answer("a1", "bak-drill", assessment.InPlace, "Ben")
	e.At = e.At.In(time.FixedZone("CET", 3600))
	e.By = "B\xffn"
	a, saved, err := s.Append(t.Context(), shop, 0, e)
	if err != nil {
		t.Fatal(err)
	}
	if saved.Seq != 4 || saved.At != e.At.UTC() || saved.By != "B\uFFFDn" || saved.Change.Answer.Rev != 4 {
		t.Errorf("saved: got %+v, want number and revision 4, UTC, valid text", saved)
	}
	events := mustHistory(t, s)
	same(t, "last of the history", events[3], saved)
	same(t, "returned", a, assessment.Fold(shop, events))
	same(t, "loaded", mustLoad(t, store.New(db, options())), a)
	if e.Change.Answer.Rev != 0 {
		t.Errorf("the caller's answer was changed: %+v", e.Change.Answer)
	}
}

func TestEventWithoutIDAndTimeGetsBoth(t *testing.T) {
	s := started(t, memkv.New())
	_, e, err := s.Append(t.Context(), shop, 0, assessment.Event{By: "Ann", Kind: "shipped"})
	if err != nil || !strings.HasPrefix(string(e.ID), "made-") || !e.At.Equal(options().Now()) {
		t.Errorf("got %+v, %v, want an id and the time", e, err)
	}
}

func TestReturnedAssessmentIsTheCallersOwn(t *testing.T) {
	s := started(t, memkv.New())
	mustAppend(t, s, 0, answer("a1", "q1", assessment.None, "Ann"))
	a := mustLoad(t, s)
	delete(a.Answers, "q1")
	a.Facts["payments"] = questionnaire.No
	a.Questionnaires[0].Version = "9"
	b, _, err := s.Append(t.Context(), shop, 0, assessment.Event{ID: "d", By: "Ann", Kind: assessment.Described})
	if err != nil || b.Answers["q1"].Level != assessment.None || b.Facts["payments"] != questionnaire.Yes {
		t.Errorf("got %+v, %v, want what is stored", b, err)
	}
	if err := s.Verify(t.Context(), shop); err != nil {
		t.Error(err)
	}
}

func TestTakenIDIsRefusedUnlessByTheSameEvents(t *testing.T) {
	db := memkv.New()
	s := started(t, db)
	_, err := s.Create(t.Context(), shop, nil, beginning("other")...)
	wantError(t, "other events", err, store.ErrExists)
	if want := `assessment "ticket-shop": exists already`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	a, err := s.Create(t.Context(), shop, nil, beginning("start")...)
	if err != nil || a.Seq != 3 {
		t.Errorf("same events: got %+v, %v, want the assessment", a, err)
	}
	_, err = s.Create(t.Context(), "second", nil, beginning("start")...)
	wantError(t, "events of another assessment", err, store.ErrExists)
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	for _, db := range []kv.DB{memkv.New(), func() kv.DB { db := memkv.New(); started(t, db); return db }()} {
		s := store.New(db, options())
		for _, id := range []assessment.ID{"none", "", "ticket-shop/x", "ticket"} {
			_, err := s.Load(t.Context(), id)
			wantError(t, "load", err, store.ErrNotFound)
			_, err = s.History(t.Context(), id)
			wantError(t, "history", err, store.ErrNotFound)
			_, _, err = s.Append(t.Context(), id, 0, answer("a", "q", assessment.None, "Ann"))
			wantError(t, "append", err, store.ErrNotFound)
		}
	}
}

func TestWhatCannotBeStoredIsRefused(t *testing.T) {
	s := started(t, memkv.New())
	valid := answer("a", "q", assessment.None, "Ann")
	noAnswer, noQuestion, noKind, badID := valid, valid, valid, valid
	noAnswer.Change.Answer = nil
	noQuestion.Change.Question = "a/b"
	noKind.Kind = ""
	badID.ID = "a\nb"
	for _, e := range []assessment.Event{noAnswer, noQuestion, noKind, badID} {
		_, _, err := s.Append(t.Context(), shop, 0, e)
		wantError(t, "append", err, assessment.ErrInvalid)
	}
	for _, id := range []assessment.ID{"", "a/b", "a\x00", "\xff", assessment.ID(strings.Repeat("x", 201))} {
		_, err := s.Create(t.Context(), id, nil, beginning("x")...)
		wantError(t, fmt.Sprintf("create %q", id), err, assessment.ErrInvalid)
	}
	_, err := s.Create(t.Context(), "empty", nil)
	wantError(t, "create without an event", err, assessment.ErrInvalid)
}

func TestLoadReadsAgainIfTheHeadMoved(t *testing.T) {
	db := memkv.New()
	other := started(t, db)
	p := &proxy{DB: db}
	moves := 0
	p.get = func(key string) error {
		if key == "doc/ticket-shop" && moves < 3 {
			moves++
			mustAppend(t, other, 0, answer(fmt.Sprintf("a%d", moves), questionnaire.QuestionID(fmt.Sprintf("q%d", moves)), assessment.None, "Ben"))
		}
		return nil
	}
	a := mustLoad(t, store.New(p, options()))
	if a.Seq != 6 || len(a.Answers) != 3 {
		t.Errorf("got event %d with %d answers, want 6 with 3", a.Seq, len(a.Answers))
	}
}

func TestVersionChangesWithEveryCommit(t *testing.T) {
	db := memkv.New()
	s := started(t, db)
	before, err := s.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, store.New(db, options()), 0, answer("a", "q", assessment.None, "Ann"))
	if after, err := s.Version(t.Context()); err != nil || after == before {
		t.Errorf("got %d, %v after a commit, want another than %d", after, err, before)
	}
	_, err = store.New(&proxy{DB: db}, options()).Version(t.Context())
	wantError(t, "a database that cannot tell", err, errors.ErrUnsupported)
}
