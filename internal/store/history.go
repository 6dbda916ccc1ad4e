package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// History returns all events of an assessment, oldest first, after checking the chain up to its
// head. kv.ErrDamaged names the first event that does not fit. An event whose body was taken away
// has no change.
func (s *Store) History(ctx context.Context, id assessment.ID) ([]assessment.Event, error) {
	entry, _, err := s.head(ctx, id)
	if err != nil {
		return nil, named(id, err)
	}
	head, err := decode[headRecord](entry)
	if err != nil {
		return nil, named(id, err)
	}
	events, err := s.chain(ctx, id, head)
	return events, named(id, err)
}

func (s *Store) chain(ctx context.Context, id assessment.ID, head headRecord) ([]assessment.Event, error) {
	entries, err := s.scan(ctx, eventsPrefix(id))
	if err != nil {
		return nil, err
	}
	events := make([]assessment.Event, 0, len(entries))
	last := eventRecord{}
	prev := ""
	for _, entry := range entries {
		seq := last.Seq + 1
		if seq > head.Seq || entry.Key != eventKey(id, seq) {
			break
		}
		last, err = decode[eventRecord](entry)
		if err != nil {
			return nil, err
		}
		if why := last.misfit(seq, prev, head.Seq); why != "" {
			return nil, damaged(entry.Key, fmt.Sprintf("event %d %s", seq, why))
		}
		e, err := last.event()
		if err != nil {
			return nil, damaged(entry.Key, err.Error())
		}
		events, prev = append(events, e), last.hash()
	}
	switch {
	case last.Seq < head.Seq:
		return nil, damaged(eventKey(id, last.Seq+1), fmt.Sprintf("event %d of %d is missing", last.Seq+1, head.Seq))
	case prev != head.Hash || !last.At.Equal(head.At):
		return nil, damaged(headKey(id), fmt.Sprintf("does not lead to event %d", head.Seq))
	}
	return events, nil
}

// misfit says why the record cannot be event seq of an assessment with that many events, after the
// one with hash prev; it is empty if it can.
func (r eventRecord) misfit(seq uint64, prev string, events uint64) string {
	switch {
	case r.Seq != seq:
		return fmt.Sprintf("says that it is event %d", r.Seq)
	case r.Prev != prev:
		return "does not follow the one before"
	case r.Body != nil && digest(r.Body) != r.BodyHash:
		return "has another body than its hash says"
	case r.Body == nil && (r.Redacted <= seq || r.Redacted > events):
		return "has no body, and no later event that took it away"
	}
	return ""
}

// Verify returns kv.ErrDamaged if the chain of events has a fault, or if the stored assessment is
// not what they add up to.
func (s *Store) Verify(ctx context.Context, id assessment.ID) error {
	p, err := s.read(ctx, id)
	if err != nil {
		return named(id, err)
	}
	events, err := s.chain(ctx, id, p.head)
	if err != nil {
		return named(id, err)
	}
	return named(id, compare(p.assessment(), assessment.Fold(id, events)))
}

// compare returns kv.ErrDamaged with the first key whose value is not what the events add up to.
func compare(stored, folded assessment.Assessment) error {
	if err := same(docKey(stored.ID), stored, folded); err != nil {
		return err
	}
	all := map[questionnaire.QuestionID]assessment.Answer{}
	maps.Copy(all, stored.Answers)
	maps.Copy(all, folded.Answers)
	for _, q := range slices.Sorted(maps.Keys(all)) {
		if err := same(answerKey(stored.ID, q), stored.Answers[q], folded.Answers[q]); err != nil {
			return err
		}
	}
	return nil
}

// same compares what would be written.
func same(key string, stored, folded any) error {
	a, err := json.Marshal(stored)
	if err != nil {
		return damaged(key, err.Error())
	}
	b, err := json.Marshal(folded)
	if err != nil {
		return damaged(key, err.Error())
	}
	if !bytes.Equal(a, b) {
		return damaged(key, "not what the events add up to")
	}
	return nil
}
