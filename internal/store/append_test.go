package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
)

func TestSaveCostsOneCall(t *testing.T) {
	db := memkv.New()
	started(t, db)
	p := &proxy{DB: db}
	s := store.New(p, options())
	if _, err := s.List(t.Context()); err != nil {
		t.Fatal(err)
	}
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

func TestSaveAfterOthersReadsAgainOnce(t *testing.T) {
	db := memkv.New()
	other := started(t, db)
	s := store.New(db, options())
	base := uint64(0)
	for i := range 6 {
		if _, err := other.Create(t.Context(), assessment.ID(fmt.Sprint("other-", i)), nil, beginning(fmt.Sprint("o", i))...); err != nil {
			t.Fatal(err)
		}
		base = mustAppend(t, s, base, answer(fmt.Sprint("a", i), "q", assessment.None, "Ann")).Seq
	}
	if got := len(mustHistory(t, s)); got != 9 {
		t.Errorf("got %d events, want 9", got)
	}
}

func TestSecondAnswerToOneQuestionIsShownTheFirst(t *testing.T) {
	db := memkv.New()
	ann := started(t, db)
	ben := store.New(db, options())
	mustLoad(t, ben)
	first := mustAppend(t, ann, 0, answer("ann-1", "q", assessment.InPlace, "Ann"))
	_, _, err := ben.Append(t.Context(), shop, 0, answer("ben-1", "q", assessment.None, "Ben"))
	wantError(t, "second answer", err, store.ErrChanged)
	var changed *store.ChangedError
	if !errors.As(err, &changed) || changed.Question != "q" {
		t.Fatalf("got %v, want a ChangedError about q", err)
	}
	same(t, "stored", changed.Stored, *first.Change.Answer)
	if got := mustLoad(t, ben); got.Seq != 4 || got.Answers["q"].By != "Ann" {
		t.Errorf("got event %d by %s, want 4 by Ann", got.Seq, got.Answers["q"].By)
	}
	mustAppend(t, ben, changed.Stored.Rev, answer("ben-2", "q", assessment.None, "Ben"))
	if got := mustLoad(t, ann).Answers["q"]; got.By != "Ben" || got.Rev != 5 {
		t.Errorf("after seeing it: got %+v, want Ben's answer of event 5", got)
	}
}

func TestStaleBaseIsNeverReapplied(t *testing.T) {
	s := started(t, memkv.New())
	e := mustAppend(t, s, 0, answer("a1", "q", assessment.None, "Ann"))
	mustAppend(t, s, e.Seq, answer("a2", "q", assessment.Partial, "Ann"))
	for _, base := range []uint64{0, 4, 6} {
		_, _, err := s.Append(t.Context(), shop, base, answer("a3", "q", assessment.Proven, "Ben"))
		wantError(t, fmt.Sprint("base ", base), err, store.ErrChanged)
	}
	if got := len(mustHistory(t, s)); got != 5 {
		t.Errorf("got %d events, want 5", got)
	}
}

func TestAnswersToDifferentQuestionsDoNotCollide(t *testing.T) {
	db := memkv.New()
	stores := []*store.Store{started(t, db), store.New(db, options())}
	for _, s := range stores {
		mustLoad(t, s)
	}
	for i := range 20 {
		q := questionnaire.QuestionID(fmt.Sprint("q", i))
		mustAppend(t, stores[i%2], 0, answer(fmt.Sprint("a", i), q, assessment.None, "Ann"))
	}
	for _, s := range stores {
		if got := mustLoad(t, s); got.Seq != 23 || len(got.Answers) != 20 {
			t.Errorf("got event %d, %d answers, want 23, 20", got.Seq, len(got.Answers))
		}
	}
}

func TestOtherEventsApplyToWhatIsStored(t *testing.T) {
	db := memkv.New()
	ann, ben := started(t, db), store.New(db, options())
	mustLoad(t, ben)
	fact := func(id string, f questionnaire.FactID) assessment.Event {
		return assessment.Event{ID: assessment.EventID(id), By: "Ann", Kind: assessment.FactsSaid, Change: assessment.Change{
			Facts: map[questionnaire.FactID]questionnaire.Truth{f: questionnaire.Yes},
		}}
	}
	mustAppend(t, ann, 0, fact("f1", "stored-data"))
	mustAppend(t, ben, 0, fact("f2", "internet"))
	facts := mustLoad(t, ann).Facts
	if len(facts) != 4 || facts["stored-data"] != questionnaire.Yes || facts["internet"] != questionnaire.Yes {
		t.Errorf("got %v, want both facts and the first two", facts)
	}
}

func TestConcurrentAnswersAreAllKept(t *testing.T) {
	const writers, each = 8, 100
	db := memkv.New()
	started(t, db)
	stores := []*store.Store{store.New(db, options()), store.New(db, options())}
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				name := fmt.Sprintf("w%d-%d", w, i)
				_, _, err := stores[w%2].Append(t.Context(), shop, 0, answer(name, questionnaire.QuestionID(name), assessment.None, "Ann"))
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
	wg.Wait()
	a := mustLoad(t, stores[0])
	if a.Seq != 3+writers*each || len(a.Answers) != writers*each {
		t.Errorf("got event %d, %d answers, want %d, %d", a.Seq, len(a.Answers), 3+writers*each, writers*each)
	}
	if err := stores[0].Verify(t.Context(), shop); err != nil {
		t.Error(err)
	}
}

func TestSavingAnEventTwiceSavesItOnce(t *testing.T) {
	db := memkv.New()
	s := started(t, db)
	e := answer("a1", "q", assessment.None, "Ann")
	first := mustAppend(t, s, 0, e)
	mustAppend(t, s, first.Seq, answer("a2", "q", assessment.Partial, "Ann"))
	for _, s := range []*store.Store{s, store.New(db, options())} {
		for _, base := range []uint64{0, 5} {
			a, again, err := s.Append(t.Context(), shop, base, e)
			if err != nil || a.Seq != 5 {
				t.Errorf("again: got event %d, %v, want 5", a.Seq, err)
			}
			same(t, "again", again, first)
		}
	}
	if got := len(mustHistory(t, s)); got != 5 {
		t.Errorf("got %d events, want 5", got)
	}
}

func TestEventOfAnotherAssessmentIsRefused(t *testing.T) {
	s := started(t, memkv.New())
	if _, err := s.Create(t.Context(), "second", nil, beginning("second")...); err != nil {
		t.Fatal(err)
	}
	_, _, err := s.Append(t.Context(), shop, 0, answer("second-2", "q", assessment.None, "Ann"))
	wantError(t, "append", err, store.ErrExists)
}

func TestUnknownOutcomeIsResolvedByReadingBack(t *testing.T) {
	lost := fmt.Errorf("connection lost: %w", kv.ErrUnknown)
	for _, test := range []struct {
		name  string
		fault func(*proxy)
		want  error
		saved bool
	}{
		{"after the commit", func(p *proxy) { p.after = func() error { return lost } }, nil, true},
		{"before the commit", func(p *proxy) { p.before = func([]kv.Change) error { return lost } }, store.ErrNotSaved, false},
		{"after, unreadable", func(p *proxy) {
			p.after = func() error { return lost }
			p.get = func(string) error { return kv.ErrBusy }
		}, kv.ErrUnknown, true},
		{"before, unreadable", func(p *proxy) {
			p.before = func([]kv.Change) error { return lost }
			p.get = func(string) error { return kv.ErrBusy }
		}, kv.ErrUnknown, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			db := memkv.New()
			started(t, db)
			p := &proxy{DB: db}
			s := store.New(p, options())
			mustLoad(t, s)
			test.fault(p)
			e := answer("a1", "q", assessment.None, "Ann")
			a, saved, err := s.Append(t.Context(), shop, 0, e)
			wantError(t, "append", err, test.want)
			if err == nil && (saved.Seq != 4 || a.Answers["q"].Rev != 4) {
				t.Errorf("got %+v, %+v, want event 4", saved, a)
			}
			if errors.Is(err, store.ErrNotSaved) && errors.Is(err, kv.ErrUnknown) {
				t.Errorf("%v: both not saved and unknown", err)
			}
			*p = proxy{DB: db}
			if _, there := mustLoad(t, s).Answers["q"]; there != test.saved {
				t.Errorf("stored: got %v, want %v", there, test.saved)
			}
			if again := mustAppend(t, s, 0, e); again.Seq != 4 {
				t.Errorf("retried: got event %d, want 4", again.Seq)
			}
		})
	}
}

func TestUnknownOutcomeIsReadBackEvenIfNobodyWaits(t *testing.T) {
	db := memkv.New()
	started(t, db)
	ctx, cancel := context.WithCancel(t.Context())
	p := &proxy{DB: db, after: func() error { cancel(); return kv.ErrUnknown }}
	_, saved, err := store.New(p, options()).Append(ctx, shop, 0, answer("a1", "q", assessment.None, "Ann"))
	if err != nil || saved.Seq != 4 {
		t.Errorf("got event %d, %v, want 4", saved.Seq, err)
	}
}

func TestUnknownOutcomeOfCreateIsResolved(t *testing.T) {
	for _, afterwards := range []bool{true, false} {
		db := memkv.New()
		p := &proxy{DB: db}
		want := store.ErrNotSaved
		if afterwards {
			p.after, want = func() error { return kv.ErrUnknown }, nil
		} else {
			p.before = func([]kv.Change) error { return kv.ErrUnknown }
		}
		a, err := store.New(p, options()).Create(t.Context(), shop, nil, beginning("start")...)
		wantError(t, "create", err, want)
		if afterwards != (a.Seq == 3) {
			t.Errorf("committed %v: got event %d", afterwards, a.Seq)
		}
	}
}

func TestErrorsOfTheDatabasePassThroughAndNothingIsWritten(t *testing.T) {
	for _, class := range []error{kv.ErrFull, kv.ErrBusy, kv.ErrReadOnly, kv.ErrLimit, kv.ErrClosed} {
		db := memkv.New()
		started(t, db)
		p := &proxy{DB: db, before: func([]kv.Change) error { return class }}
		s := store.New(p, options())
		_, _, err := s.Append(t.Context(), shop, 0, answer("a1", "q", assessment.None, "Ann"))
		wantError(t, "append", err, class)
		if want := `assessment "ticket-shop": ` + class.Error(); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
		p.before = nil
		if e := mustAppend(t, s, 0, answer("a1", "q", assessment.None, "Ann")); e.Seq != 4 {
			t.Errorf("after %v: got event %d, want 4", class, e.Seq)
		}
	}
}

func TestLostRaceIsRepeatedUntilTheDeadline(t *testing.T) {
	db := memkv.New()
	started(t, db)
	lose := 5
	p := &proxy{DB: db, before: func([]kv.Change) error {
		if lose--; lose >= 0 {
			return kv.ErrConflict
		}
		return nil
	}}
	o := options()
	o.Deadline = 50 * time.Millisecond
	s := store.New(p, o)
	mustAppend(t, store.New(p, options()), 0, answer("a1", "q1", assessment.None, "Ann"))
	lose = 1 << 30
	_, _, err := s.Append(t.Context(), shop, 0, answer("a2", "q2", assessment.None, "Ann"))
	wantError(t, "for ever", err, kv.ErrConflict)
	ctx, cancel := context.WithCancel(t.Context())
	p.get = func(string) error { cancel(); return nil }
	_, _, err = s.Append(ctx, shop, 0, answer("a3", "q3", assessment.None, "Ann"))
	wantError(t, "cancelled", err, context.Canceled)
	if got := len(mustHistory(t, store.New(db, options()))); got != 4 {
		t.Errorf("got %d events, want 4", got)
	}
}

func TestEventsBeyondTheHeadAreNotThere(t *testing.T) {
	db := memkv.New()
	s := started(t, db)
	before := dump(t, db)
	mustAppend(t, s, 0, answer("a1", "q", assessment.None, "Ann"))
	after := dump(t, db)
	after["head/ticket-shop"] = before["head/ticket-shop"]
	delete(after, "answer/ticket-shop/q")
	unfinished := filled(t, after)
	o := options()
	o.Deadline = 20 * time.Millisecond
	s = store.New(unfinished, o)
	if got := len(mustHistory(t, s)); got != 3 {
		t.Errorf("got %d events, want 3", got)
	}
	if err := s.Verify(t.Context(), shop); err != nil {
		t.Error(err)
	}
	if _, _, err := s.Append(t.Context(), shop, 0, answer("a1", "q", assessment.None, "Ann")); err == nil {
		t.Error("an event of an unfinished batch was reported as saved")
	}
}
