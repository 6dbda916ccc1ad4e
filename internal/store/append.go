package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/questionnaire"
)

// ErrChanged says that an answer is no longer the one that the person saw.
var ErrChanged = errors.New("answered meanwhile")

// ErrSaved says that all was saved, and that what had to follow failed.
var ErrSaved = errors.New("it is saved, but what followed failed")

// A ChangedError is an ErrChanged with the answer that is stored now.
type ChangedError struct {
	Question questionnaire.QuestionID
	Stored   assessment.Answer
}

// Error names the question.
func (e *ChangedError) Error() string { return fmt.Sprintf("question %q: %v", e.Question, ErrChanged) }

// Unwrap returns ErrChanged.
func (e *ChangedError) Unwrap() error { return ErrChanged }

// Append saves e after the last event and returns the assessment after it and e with its number.
// The event gets an id and a time if it has none. If it had an id that is saved already, that event
// is returned and nothing is written.
//
// For an answer, base is the Rev of the one that the person saw (zero: none); if another one is
// stored, it returns a *ChangedError. Other events apply to whatever is stored. ErrNotFound if there
// is no such assessment; kv.ErrUnknown if it could not be found out whether e was saved; any other
// error means that nothing was written.
func (s *Store) Append(
	ctx context.Context, id assessment.ID, base uint64, e assessment.Event,
) (assessment.Assessment, assessment.Event, error) {
	return s.appendOne(ctx, id, base, e, e.ID == "")
}

// Add does as Append, for an event with an id that was made for it: nobody saves it twice, so that
// nothing is kept to find that out.
func (s *Store) Add(
	ctx context.Context, id assessment.ID, base uint64, e assessment.Event,
) (assessment.Assessment, assessment.Event, error) {
	return s.appendOne(ctx, id, base, e, true)
}

func (s *Store) appendOne(
	ctx context.Context, id assessment.ID, base uint64, e assessment.Event, ours bool,
) (assessment.Assessment, assessment.Event, error) {
	e, err := s.prepare(e)
	if err != nil {
		return assessment.Assessment{}, assessment.Event{}, named(id, err)
	}
	patience, cancel := context.WithTimeout(ctx, s.options.Deadline)
	defer cancel()
	select { // in the order of arrival, so that goroutines do not race with each other
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-patience.Done():
		return assessment.Assessment{}, assessment.Event{}, named(id, late(ctx, kv.ErrBusy))
	}
	p, e, err := s.append(ctx, patience, id, base, e, ours)
	if err != nil {
		return assessment.Assessment{}, assessment.Event{}, named(id, err)
	}
	return p.assessment(), e, nil
}

// append saves in a turn, where there are turns: what others saved is looked at and followed while nobody
// can be faster. Without a database there is no turn, and no assessment either.
func (s *Store) append(
	ctx, patience context.Context, id assessment.ID, base uint64, e assessment.Event, ours bool,
) (p position, saved assessment.Event, err error) {
	if turner, turns := s.db.(kv.Turner); turns {
		err = turner.Alone(ctx, func(ctx context.Context) error {
			p, saved, err = s.tries(ctx, patience, id, base, e, ours)
			return err
		})
		if !errors.Is(err, kv.ErrNotFound) {
			return p, saved, err
		}
	}
	return s.tries(ctx, patience, id, base, e, ours)
}

// tries tries until e is saved, or cannot be, or patience is at its end.
func (s *Store) tries(
	ctx, patience context.Context, id assessment.ID, base uint64, e assessment.Event, ours bool,
) (position, assessment.Event, error) {
	p, known := s.recall(id)
	fresh := false // whether p was found in the database by this call
	for try := 0; ; try++ {
		if !known || p.head.Lagging {
			var err error
			if p, err = s.settled(ctx, id); err != nil {
				return position{}, assessment.Event{}, err
			}
			fresh = true
		}
		next, saved, err := s.attempt(ctx, p, base, e, ours)
		switch {
		case err == nil:
			return next, saved, nil
		case errors.Is(err, kv.ErrUnknown):
			return s.resolve(ctx, id, e.ID, p.head.Seq, err)
		case errors.Is(err, kv.ErrConflict):
			p, known, err = s.after(ctx, p, fresh)
			fresh = known
		case errors.Is(err, ErrChanged):
			known = false
		}
		if !raced(err) {
			return position{}, assessment.Event{}, err
		}
		// This very event may be in there already, or what was remembered is not.
		if p, found, err := s.savedBefore(ctx, id, e.ID, ours || known); !errors.Is(err, ErrNotSaved) {
			return p, found, err
		}
		if fresh && errors.Is(err, ErrChanged) {
			return position{}, assessment.Event{}, err
		}
		if !pause(patience, try) {
			return position{}, assessment.Event{}, late(ctx, err)
		}
	}
}

// raced tells whether somebody else was faster, so that reading again may help.
func raced(err error) bool { return errors.Is(err, kv.ErrConflict) || errors.Is(err, ErrChanged) }

// after returns the position to try from after a conflict, if it is known without reading all anew,
// and kv.ErrConflict, unless trying again is of no use. What was read just now can only conflict
// with somebody faster, or with the remains of a write that broke off.
func (s *Store) after(ctx context.Context, p position, fresh bool) (next position, known bool, err error) {
	if next, known = s.follow(ctx, p); known {
		s.remember(next)
	}
	if fresh && !known {
		err = s.sweep(ctx, p.state.ID)
	}
	if err == nil {
		err = kv.ErrConflict
	}
	return next, known, err
}

// attempt commits e after p if that is allowed.
func (s *Store) attempt(
	ctx context.Context, p position, base uint64, e assessment.Event, ours bool,
) (position, assessment.Event, error) {
	if err := allowed(p, base, e); err != nil {
		return position{}, assessment.Event{}, err
	}
	return s.extend(ctx, p, changes{ours: ours}, e)
}

// allowed returns why e must not be written after p.
func allowed(p position, base uint64, e assessment.Event) error {
	if p.schema > schema {
		return newer(p.schema)
	}
	if e.Kind != assessment.Answered {
		return nil
	}
	var stored assessment.Answer
	if x, ok := p.answers[e.Change.Question]; ok {
		stored = *x.answer
	}
	if stored.Rev != base {
		return &ChangedError{Question: e.Change.Question, Stored: stored}
	}
	return nil
}

// savedBefore does as saved, for an event that somebody may be saving again: one whose id is ours
// nobody can.
func (s *Store) savedBefore(
	ctx context.Context, id assessment.ID, event assessment.EventID, ours bool,
) (position, assessment.Event, error) {
	if ours {
		return position{}, assessment.Event{}, ErrNotSaved
	}
	return s.saved(ctx, id, event)
}

// saved returns the event with that id, and the position now, or ErrNotSaved if it is not in there.
// It returns ErrExists if the event belongs to another assessment.
func (s *Store) saved(
	ctx context.Context, id assessment.ID, event assessment.EventID,
) (position, assessment.Event, error) {
	e, err := s.find(ctx, id, event)
	if err != nil {
		return position{}, assessment.Event{}, err
	}
	p, err := s.read(ctx, id)
	if err == nil && e.Seq > p.head.Seq { // beyond the head: of a batch that was not finished
		err = ErrNotSaved
	}
	if err != nil {
		return position{}, assessment.Event{}, err
	}
	return p, e, nil
}

// find looks the event up by its id, wherever the head is. It returns ErrNotSaved if there is none.
func (s *Store) find(ctx context.Context, id assessment.ID, event assessment.EventID) (assessment.Event, error) {
	at, err := s.get(ctx, idemKey(event))
	if errors.Is(err, kv.ErrNotFound) {
		err = ErrNotSaved
	}
	if err != nil {
		return assessment.Event{}, err
	}
	where, err := decode[idemRecord](at)
	if err != nil {
		return assessment.Event{}, err
	}
	if where.Assessment != id {
		return assessment.Event{}, fmt.Errorf("event %q: %w in assessment %q", event, ErrExists, where.Assessment)
	}
	entry, err := s.get(ctx, eventKey(id, where.Seq))
	if errors.Is(err, kv.ErrNotFound) {
		err = damaged(eventKey(id, where.Seq), "missing")
	}
	if err != nil {
		return assessment.Event{}, err
	}
	r, err := decode[eventRecord](entry)
	if err != nil {
		return assessment.Event{}, err
	}
	if r.ID != event || r.Seq != where.Seq {
		return assessment.Event{}, damaged(entry.Key, "is not the event that its id leads to")
	}
	e, err := r.Event()
	if err != nil {
		return assessment.Event{}, damaged(entry.Key, err.Error())
	}
	return e, nil
}

// savedAfter looks for an event among those after the one with number seq, and does else as saved.
func (s *Store) savedAfter(
	ctx context.Context, id assessment.ID, event assessment.EventID, seq uint64,
) (position, assessment.Event, error) {
	records, err := s.Records(ctx, id)
	for _, r := range records {
		if r.Seq > seq && r.ID == event {
			e, err := r.Event()
			if err != nil {
				return position{}, assessment.Event{}, damaged(eventKey(id, r.Seq), err.Error())
			}
			p, err := s.read(ctx, id)
			return p, e, err
		}
	}
	if err == nil || errors.Is(err, ErrNotFound) {
		err = ErrNotSaved
	}
	return position{}, assessment.Event{}, err
}

// resolve finds out whether the event of a commit with unknown outcome was saved, after the event with
// number seq. It returns ErrNotSaved if not, and the unknown error itself if that cannot be read.
func (s *Store) resolve(
	ctx context.Context, id assessment.ID, event assessment.EventID, seq uint64, unknown error,
) (position, assessment.Event, error) {
	// Someone who stops waiting still wants to know.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.options.Deadline)
	defer cancel()
	p, e, err := s.savedAfter(ctx, id, event, seq)
	switch {
	case errors.Is(err, ErrNotSaved):
		err = fmt.Errorf("%w: %s", ErrNotSaved, unknown.Error())
	case err != nil:
		err = fmt.Errorf("%w; reading it back: %s", unknown, err.Error())
	}
	return p, e, err
}

// prepareAll prepares the events that start an assessment.
func (s *Store) prepareAll(id assessment.ID, events []assessment.Event) ([]assessment.Event, error) {
	if err := checkName("assessment", string(id)); err != nil {
		return nil, err
	}
	if len(events) == 0 {
		return nil, fmt.Errorf("an assessment without an event: %w", assessment.ErrInvalid)
	}
	prepared := make([]assessment.Event, 0, len(events))
	for _, e := range events {
		e, err := s.prepare(e)
		if err != nil {
			return nil, err
		}
		prepared = append(prepared, e)
	}
	return prepared, nil
}

// prepare gives e an id and a time, and returns assessment.ErrInvalid if it cannot be stored.
func (s *Store) prepare(e assessment.Event) (assessment.Event, error) {
	if e.ID == "" {
		e.ID = assessment.EventID(s.options.NewID())
	}
	if e.At.IsZero() {
		e.At = s.options.Now()
	}
	e.At = e.At.UTC()
	// The hash must be that of the text that JSON can hold.
	e.By = strings.ToValidUTF8(e.By, "\uFFFD")
	e.Undoes = assessment.EventID(strings.ToValidUTF8(string(e.Undoes), "\uFFFD"))
	if err := checkName("event", string(e.ID)); err != nil {
		return e, err
	}
	if err := checkName("kind of event", string(e.Kind)); err != nil {
		return e, err
	}
	if e.Kind != assessment.Answered {
		return e, nil
	}
	if e.Change.Answer == nil {
		return e, fmt.Errorf("event %q has no answer: %w", e.ID, assessment.ErrInvalid)
	}
	return e, checkName("question", string(e.Change.Question))
}
