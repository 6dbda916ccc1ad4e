package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
)

// Listed is an assessment in a list.
type Listed struct {
	ID      assessment.ID
	Seq     uint64
	Changed time.Time
	Summary json.RawMessage // nil if there is none
	Fresh   bool            // the summary was computed after the last event
}

// List returns all assessments in the order of their ids.
func (s *Store) List(ctx context.Context) ([]Listed, error) {
	heads, err := s.scan(ctx, headPrefix)
	if err != nil {
		return nil, err
	}
	_, err = s.meta(ctx)
	if errors.Is(err, kv.ErrNotFound) {
		if len(heads) == 0 {
			return nil, nil
		}
		err = damaged(metaKey, "missing")
	}
	if err != nil {
		return nil, err
	}
	summaries, err := s.scan(ctx, summaryPrefix)
	if err != nil {
		return nil, err
	}
	list := make([]Listed, 0, len(heads))
	for _, e := range heads {
		id, err := nameIn(e, headPrefix)
		if err != nil {
			return nil, err
		}
		head, err := decode[headRecord](e)
		if err != nil {
			return nil, err
		}
		one := Listed{ID: assessment.ID(id), Seq: head.Seq, Changed: head.At}
		for len(summaries) > 0 && summaries[0].Key < summaryKey(one.ID) { // of no assessment
			summaries = summaries[1:]
		}
		if len(summaries) > 0 && summaries[0].Key == summaryKey(one.ID) {
			summary, err := decode[summaryRecord](summaries[0])
			if err != nil {
				return nil, err
			}
			one.Summary, one.Fresh = summary.Body, summary.Seq == head.Seq
		}
		list = append(list, one)
	}
	return list, nil
}

// PutSummary keeps what List returns for an assessment: a JSON value that was computed after event
// seq. A summary of a later event stays as it is.
func (s *Store) PutSummary(ctx context.Context, id assessment.ID, seq uint64, body []byte) error {
	if err := checkName("assessment", string(id)); err != nil {
		return err
	}
	if !json.Valid(body) {
		return named(id, fmt.Errorf("a summary that is not JSON: %w", assessment.ErrInvalid))
	}
	if _, err := s.writable(ctx); err != nil {
		return named(id, err)
	}
	return named(id, s.put(ctx, summaryKey(id), func(stored kv.Entry) (any, error) {
		if stored.Revision > 0 {
			old, err := decode[summaryRecord](stored)
			if err != nil || old.Seq > seq {
				return nil, err
			}
		}
		return summaryRecord{versioned{schema}, seq, body}, nil
	}))
}

// put writes what record makes of the stored entry (revision zero: none), until no other writer is
// in between. Nothing is written if that is nil.
func (s *Store) put(ctx context.Context, key string, record func(kv.Entry) (any, error)) error {
	patience, cancel := context.WithTimeout(ctx, s.options.Deadline)
	defer cancel()
	for try := 0; ; try++ {
		stored, err := s.get(ctx, key)
		if err != nil && !errors.Is(err, kv.ErrNotFound) {
			return err
		}
		r, err := record(stored)
		if r == nil || err != nil {
			return err
		}
		var c changes
		c.put(key, stored.Revision, r)
		err = s.commit(ctx, c, s.nextRevision())
		if !errors.Is(err, kv.ErrConflict) {
			return err
		}
		if !pause(patience, try) {
			return late(ctx, err)
		}
	}
}
