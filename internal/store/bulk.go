package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/questionnaire"
)

// maxBatch is about how many bytes one commit of many has: an etcd request takes hardly more.
const maxBatch = 1 << 20

// AppendAll saves events after the first n of an assessment. They become visible all at once, or not
// at all. It returns kv.ErrConflict if the assessment has more or fewer than n events by now. Unlike
// after Append, saving them again under the same ids saves them twice.
func (s *Store) AppendAll(
	ctx context.Context, id assessment.ID, n uint64, events ...assessment.Event,
) (assessment.Assessment, error) {
	p, err := s.read(ctx, id)
	if err != nil {
		return assessment.Assessment{}, named(id, err)
	}
	if p.head.Seq != n {
		return assessment.Assessment{}, named(id, kv.ErrConflict)
	}
	records := make([]assessment.Record, len(events))
	prev := p.head.Hash
	for i, e := range events {
		e, err := s.prepare(e)
		if err != nil {
			return assessment.Assessment{}, named(id, err)
		}
		e.Seq = n + uint64(i) + 1
		if records[i], err = assessment.Seal(e, prev); err != nil {
			return assessment.Assessment{}, named(id, err)
		}
		prev = records[i].Hash()
	}
	return s.Extend(ctx, id, nil, records...)
}

// Extend saves records of events after those that an assessment has, or starts one, after keeping
// the questionnaires (file contents) that are not kept yet. They become visible all at once, or not
// at all. It returns kv.ErrConflict if the first does not follow the last event stored, and
// kv.ErrUnknown if it could not be found out whether they were saved.
func (s *Store) Extend(
	ctx context.Context, id assessment.ID, questionnaires [][]byte, records ...assessment.Record,
) (assessment.Assessment, error) {
	err := checkName("assessment", string(id))
	if err == nil && len(records) == 0 {
		err = fmt.Errorf("no event to save: %w", assessment.ErrInvalid)
	}
	if err == nil {
		err = s.putQuestionnaires(ctx, questionnaires)
	}
	if err == nil {
		err = s.extendBy(ctx, id, records)
	}
	if err != nil {
		return assessment.Assessment{}, named(id, err)
	}
	var a assessment.Assessment
	if slices.ContainsFunc(records, redacts) {
		_, err = s.Scrub(ctx, id)
	}
	if err == nil {
		a, err = s.Load(ctx, id)
	}
	if err != nil {
		err = named(id, fmt.Errorf("%w: %w", ErrSaved, err))
	}
	return a, err
}

// extendBy writes the events beyond the head, then moves the head over all of them, then what
// follows from them. If it breaks off in between, readers see nothing of it, or all: while the head
// says that it lags, they add up the events themselves.
func (s *Store) extendBy(ctx context.Context, id assessment.ID, records []assessment.Record) error {
	if err := s.sweep(ctx, id); err != nil { // before the position is read, because it writes the head
		return err
	}
	p, err := s.settled(ctx, id)
	if errors.Is(err, ErrNotFound) {
		p, err = position{state: assessment.Assessment{ID: id}}, nil
	}
	if err != nil {
		return err
	}
	if err := p.admits(records); err != nil {
		return err
	}
	if err := s.beyond(ctx, id, records); err != nil {
		return err
	}
	if err := s.move(ctx, id, p, records); err != nil {
		return err
	}
	_, _ = s.settled(ctx, id) // all is saved: if not now, the next one who writes does this
	return nil
}

// beyond writes events where nobody sees them.
func (s *Store) beyond(ctx context.Context, id assessment.ID, records []assessment.Record) error {
	c, err := s.opening(ctx)
	if err != nil {
		return err
	}
	for _, r := range records {
		c.put(eventKey(id, r.Seq), 0, eventRecord{versioned{schema}, r})
	}
	return s.commitAll(ctx, c)
}

// admits returns why the records cannot follow: kv.ErrConflict, or kv.ErrLimit if there would be more
// besides the answers than one value holds.
func (p position) admits(records []assessment.Record) error {
	if why := follows(p.head, records); why != "" {
		return fmt.Errorf("%s: %w", why, kv.ErrConflict)
	}
	events, err := events(p.state.ID, records)
	if err != nil {
		return err
	}
	doc := p.assessment()
	for _, e := range events {
		doc = assessment.Apply(doc, e)
	}
	value, err := json.Marshal(docRecord{versioned{schema}, doc})
	if err == nil && len(value) > kv.MaxValue {
		err = fmt.Errorf("what is kept besides the answers has %d bytes: %w", len(value), kv.ErrLimit)
	}
	return err
}

// follows says why the records cannot come after a head.
func follows(head headRecord, records []assessment.Record) string {
	seq, prev := head.Seq, head.Hash
	last := records[len(records)-1].Seq
	for _, r := range records {
		seq++
		if why := r.Misfit(seq, prev, last); why != "" {
			return fmt.Sprintf("event %d %s", seq, why)
		}
		prev = r.Hash()
	}
	return ""
}

// move makes the events visible that were written beyond the head of p. It returns kv.ErrConflict if
// the head has moved, or if somebody took them for the remains of a write that broke off: whoever
// removes such remains removes the first one first.
func (s *Store) move(ctx context.Context, id assessment.ID, p position, records []assessment.Record) error {
	first, err := s.get(ctx, eventKey(id, records[0].Seq))
	if errors.Is(err, kv.ErrNotFound) {
		err = kv.ErrConflict
	}
	if err != nil {
		return err
	}
	wrote, err := json.Marshal(eventRecord{versioned{schema}, records[0]})
	if err != nil {
		return err
	}
	if !bytes.Equal(first.Value, wrote) {
		return kv.ErrConflict
	}
	last := records[len(records)-1]
	c := changes{list: []kv.Change{{Key: first.Key, Value: first.Value, Base: first.Revision}}}
	c.put(headKey(id), p.headRev, headRecord{
		versioned: versioned{schema}, Seq: last.Seq, Hash: last.Hash(), At: last.At, Lagging: true,
	})
	err = s.commit(ctx, c, s.nextRevision())
	if !errors.Is(err, kv.ErrUnknown) {
		return err
	}
	// Someone who stops waiting still wants to know.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.options.Deadline)
	defer cancel()
	saved, readErr := s.Records(ctx, id)
	switch n := int(last.Seq); { //nolint:gosec // a number of events in memory
	case errors.Is(readErr, ErrNotFound) || readErr == nil && (len(saved) < n || saved[n-1].Hash() != last.Hash()):
		return fmt.Errorf("%w: %s", ErrNotSaved, err.Error())
	case readErr != nil:
		return fmt.Errorf("%w; reading it back: %s", err, readErr.Error())
	}
	return nil
}

// settled returns the position that is in the database now, after writing what lags behind its head.
func (s *Store) settled(ctx context.Context, id assessment.ID) (position, error) {
	patience, cancel := context.WithTimeout(ctx, s.options.Deadline)
	defer cancel()
	for try := 0; ; try++ {
		p, err := s.read(ctx, id)
		if err != nil || !p.head.Lagging {
			return p, err
		}
		err = s.settle(ctx, p)
		if err != nil && !errors.Is(err, kv.ErrConflict) {
			return position{}, err
		}
		if !pause(patience, try) {
			return position{}, late(ctx, err)
		}
	}
}

// settle writes the answers and the document that follow from the events up to the head of p.
func (s *Store) settle(ctx context.Context, p position) error {
	if _, err := s.writable(ctx); err != nil {
		return err
	}
	var c changes
	for _, q := range p.behind {
		x := p.answers[q]
		c.put(answerKey(p.state.ID, q), x.revision, answerRecord{versioned{schema}, *x.answer})
	}
	if err := s.commitAll(ctx, c); err != nil {
		return err
	}
	head := p.head
	head.Lagging = false
	c = changes{}
	c.put(docKey(p.state.ID), p.docRev, docRecord{versioned{schema}, p.state})
	c.put(headKey(p.state.ID), p.headRev, head)
	return s.commit(ctx, c, s.nextRevision())
}

// caughtUp returns a position whose head lags as the events make it.
func (p position) caughtUp(records []assessment.Record) (position, error) {
	id := p.state.ID
	events, err := events(id, records)
	if err != nil {
		return position{}, err
	}
	p.state = assessment.Fold(id, events)
	answers := make(map[questionnaire.QuestionID]kept, len(p.state.Answers))
	for _, q := range slices.Sorted(maps.Keys(p.state.Answers)) {
		x, old := p.state.Answers[q], p.answers[q]
		answers[q] = kept{&x, old.revision}
		if old.answer == nil || !reflect.DeepEqual(*old.answer, x) {
			p.behind = append(p.behind, q)
		}
	}
	p.answers, p.state.Answers = answers, nil
	return p, nil
}

// sweep removes what a write that broke off left beyond the head, the first event first. It returns
// kv.ErrConflict if the head moved meanwhile, because it may have moved over what was found.
func (s *Store) sweep(ctx context.Context, id assessment.ID) error {
	entry, _, err := s.head(ctx, id)
	still := kv.Change{Key: headKey(id), Value: entry.Value, Base: entry.Revision, Delete: errors.Is(err, ErrNotFound)}
	if err != nil && !still.Delete {
		return err
	}
	var head headRecord
	if !still.Delete {
		if head, err = decode[headRecord](entry); err != nil {
			return err
		}
	}
	entries, err := s.scan(ctx, eventsPrefix(id))
	if err != nil {
		return err
	}
	var c changes
	for _, e := range entries {
		if e.Key > eventKey(id, head.Seq) {
			c.list = append(c.list, kv.Change{Key: e.Key, Base: e.Revision, Delete: true})
		}
	}
	if len(c.list) == 0 {
		return nil
	}
	c.list = slices.Insert(c.list, 0, still)
	return s.commitAll(ctx, c)
}

// commitAll makes the changes in their order, in as many commits as they need.
func (s *Store) commitAll(ctx context.Context, c changes) error {
	if c.err != nil {
		return c.err
	}
	size, from := 0, 0
	for i, change := range c.list {
		size += len(change.Key) + len(change.Value)
		if i > from && (i-from == kv.MaxChanges || size > maxBatch) {
			if err := s.commit(ctx, changes{list: c.list[from:i]}, s.nextRevision()); err != nil {
				return err
			}
			size, from = len(change.Key)+len(change.Value), i
		}
	}
	return s.commit(ctx, changes{list: c.list[from:]}, s.nextRevision())
}
