// Package store keeps assessments in any kv.DB: it alone knows the keys, the encoding, the chain of
// events and the schema numbers. It must not judge answers, and words nothing for people.
//
// Events are the truth. The rest is derived from them, in the same commit, and can be rebuilt. Each
// value is a JSON object with its version in v:
//
//	meta                     what the database is: schema, oldest schema that may read it, its id
//	head/ID                  the last event's number, hash and time; without it there is no assessment;
//	                         while it is lagging, doc and answer may be of earlier events
//	event/ID/SEQ             an event: a header, which is chained, and a body, whose hash the header has
//	idem/EVENT               where an event is that came with an id; makes saving it twice harmless
//	doc/ID                   the assessment without its answers, as of the last event that changed it
//	answer/ID/QUESTION       the answer to one question
//	summary/ID               what a list shows, and the number of the event it was computed after
//	quest/DIGEST/CHUNK       a questionnaire file in pieces; the first is written last and counts them
//
// SEQ has 16 hex digits, CHUNK four, DIGEST 64. Whatever lies beyond a head is not there: a batch
// may write events first and the head last. A migration has to write every head, because a running
// program learns of a newer schema only when a head it knows has changed.
package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/questionnaire"
)

// Errors of a Store. The errors of package kv pass through it.
var (
	ErrNotFound = errors.New("not found")
	ErrExists   = errors.New("exists already")
	ErrNotSaved = errors.New("not saved") // what became of a commit whose outcome was unknown at first
)

// Options are what a Store needs besides a database.
type Options struct {
	Now       func() time.Time // for events that have no time, and for a new database
	NewID     func() string    // for events that have no id, and for a new database
	WrittenBy string           // the program and its version
	Deadline  time.Duration    // how long lost races are repeated; zero means ten seconds
}

// A Store keeps assessments in a database. Its methods may be called from several goroutines.
type Store struct {
	db      kv.DB
	options Options
	steps   map[int]step  // to the next schema, by the one before
	turn    chan struct{} // holds one element while an event is appended

	mu        sync.Mutex                 // guards the fields below, and is not held during database calls
	positions map[assessment.ID]position // of the assessments used lately
	revision  kv.Revision                // a commit known to have been made; never above the database's newest
}

// New returns a store in db, which stays the caller's to close.
func New(db kv.DB, o Options) *Store {
	if o.Deadline == 0 {
		o.Deadline = 10 * time.Second
	}
	return &Store{db: db, options: o, steps: steps(), turn: make(chan struct{}, 1), positions: map[assessment.ID]position{}}
}

// Create starts an assessment with events 1 to n, after keeping the questionnaires (file contents)
// that are not kept yet. It returns ErrExists if the id is taken, unless by these very events.
// At most some 45 events fit (kv.ErrLimit).
func (s *Store) Create(
	ctx context.Context, id assessment.ID, questionnaires [][]byte, events ...assessment.Event,
) (assessment.Assessment, error) {
	a, err := s.create(ctx, id, questionnaires, events)
	return a, named(id, err)
}

func (s *Store) create(
	ctx context.Context, id assessment.ID, questionnaires [][]byte, events []assessment.Event,
) (assessment.Assessment, error) {
	prepared, err := s.prepareAll(id, events)
	if err != nil {
		return assessment.Assessment{}, err
	}
	patience, cancel := context.WithTimeout(ctx, s.options.Deadline)
	defer cancel()
	for try := 0; ; try++ {
		if err := s.vacant(ctx, id, prepared); err != nil {
			if p, _, lookErr := s.saved(ctx, id, prepared[0].ID); lookErr == nil && errors.Is(err, ErrExists) {
				return p.assessment(), nil
			}
			return assessment.Assessment{}, err
		}
		if try == 0 {
			if err := s.putQuestionnaires(ctx, questionnaires); err != nil {
				return assessment.Assessment{}, err
			}
		}
		c, err := s.opening(ctx)
		if err != nil {
			return assessment.Assessment{}, err
		}
		empty := position{state: assessment.Assessment{ID: id}, answers: map[questionnaire.QuestionID]kept{}}
		next, _, err := s.extend(ctx, empty, c, prepared...)
		switch {
		case err == nil:
			return next.assessment(), nil
		case errors.Is(err, kv.ErrUnknown):
			p, _, err := s.resolve(ctx, id, prepared[0].ID, 0, err)
			return p.assessment(), err
		case !errors.Is(err, kv.ErrConflict):
			return assessment.Assessment{}, err
		case !pause(patience, try):
			return assessment.Assessment{}, late(ctx, err)
		}
		if err := s.sweep(ctx, id); err != nil && !errors.Is(err, kv.ErrConflict) {
			return assessment.Assessment{}, err
		}
	}
}

// vacant returns ErrExists if there is an assessment with that id, or one of the events.
func (s *Store) vacant(ctx context.Context, id assessment.ID, events []assessment.Event) error {
	_, err := s.get(ctx, headKey(id))
	if err == nil {
		return ErrExists
	}
	if !errors.Is(err, kv.ErrNotFound) {
		return err
	}
	for _, e := range events {
		if _, err := s.find(ctx, id, e.ID); err != nil && !errors.Is(err, ErrNotSaved) {
			return err
		}
	}
	return nil
}

// opening returns what the first commit to a database has to write: what the database is.
func (s *Store) opening(ctx context.Context) (changes, error) {
	var c changes
	fresh, err := s.writable(ctx)
	if fresh {
		c.put(metaKey, 0, metaRecord{
			versioned: versioned{schema}, Schema: schema, MinReader: 1, Store: s.options.NewID(),
			Created: s.options.Now().UTC(), WrittenBy: s.options.WrittenBy,
		})
	}
	return c, err
}

// Load returns the assessment as it is stored now, or ErrNotFound.
func (s *Store) Load(ctx context.Context, id assessment.ID) (assessment.Assessment, error) {
	p, err := s.current(ctx, id)
	if err != nil {
		return assessment.Assessment{}, named(id, err)
	}
	return p.assessment(), nil
}

// Met returns the assessment as it was when it was loaded or saved last, without a look at the database.
func (s *Store) Met(id assessment.ID) (assessment.Assessment, bool) {
	p, known := s.recall(id)
	if !known {
		return assessment.Assessment{}, false
	}
	return p.assessment(), true
}

// Version returns a number that differs after any commit, by this process or another. It returns
// errors.ErrUnsupported if the database cannot tell.
func (s *Store) Version(ctx context.Context) (uint64, error) {
	w, ok := s.db.(kv.Watcher)
	if !ok {
		return 0, errors.ErrUnsupported
	}
	return w.Version(ctx)
}

// named says which assessment an error is about.
func named(id assessment.ID, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("assessment %q: %w", id, err)
}
