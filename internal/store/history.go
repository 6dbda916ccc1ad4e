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
	records, err := s.Records(ctx, id)
	if err != nil {
		return nil, err
	}
	events, err := events(id, records)
	return events, named(id, err)
}

// Records returns the events as they are stored, with their chain, which was checked as History does.
// None has a body that a redaction took away, even if it is still in the database.
func (s *Store) Records(ctx context.Context, id assessment.ID) ([]assessment.Record, error) {
	entry, _, err := s.head(ctx, id)
	if err != nil {
		return nil, named(id, err)
	}
	head, err := decode[headRecord](entry)
	if err != nil {
		return nil, named(id, err)
	}
	records, err := s.chain(ctx, id, head)
	if err != nil {
		return nil, named(id, err)
	}
	records, err = assessment.Bare(records)
	return records, named(id, err)
}

func (s *Store) chain(ctx context.Context, id assessment.ID, head headRecord) ([]assessment.Record, error) {
	entries, err := s.scan(ctx, eventsPrefix(id))
	if err != nil {
		return nil, err
	}
	records := make([]assessment.Record, 0, len(entries))
	last := assessment.Record{}
	prev := ""
	for _, entry := range entries {
		seq := last.Seq + 1
		if seq > head.Seq || entry.Key != eventKey(id, seq) {
			break
		}
		r, err := decode[eventRecord](entry)
		if err != nil {
			return nil, err
		}
		if why := r.Misfit(seq, prev, head.Seq); why != "" {
			return nil, damaged(entry.Key, fmt.Sprintf("event %d %s", seq, why))
		}
		last, prev = r.Record, r.Hash()
		records = append(records, last)
	}
	switch {
	case last.Seq < head.Seq:
		return nil, damaged(eventKey(id, last.Seq+1), fmt.Sprintf("event %d of %d is missing", last.Seq+1, head.Seq))
	case prev != head.Hash || !last.At.Equal(head.At):
		return nil, damaged(headKey(id), fmt.Sprintf("does not lead to event %d", head.Seq))
	}
	return records, nil
}

// events decodes the records of an assessment.
func events(id assessment.ID, records []assessment.Record) ([]assessment.Event, error) {
	events, err := assessment.Events(records)
	if err != nil {
		return nil, damaged(eventsPrefix(id), err.Error())
	}
	return events, nil
}

// Verify returns kv.ErrDamaged if the chain of events has a fault, or if the stored assessment is
// not what they add up to.
func (s *Store) Verify(ctx context.Context, id assessment.ID) error {
	p, err := s.read(ctx, id)
	if err != nil {
		return named(id, err)
	}
	records, err := s.chain(ctx, id, p.head)
	if err != nil {
		return named(id, err)
	}
	all, err := events(id, records)
	if err != nil {
		return named(id, err)
	}
	return named(id, compare(p.assessment(), assessment.Fold(id, all)))
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
