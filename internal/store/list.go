package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
)

// Listed is an assessment in a list.
type Listed struct {
	ID      assessment.ID
	Summary json.RawMessage // nil if there is none
	Fresh   bool            // nothing has happened since the summary was computed
}

// List returns all assessments in the order of their ids. It reads no head, because there may be
// very many.
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
		one := Listed{ID: assessment.ID(id)}
		for len(summaries) > 0 && summaries[0].Key < summaryKey(one.ID) { // of no assessment
			summaries = summaries[1:]
		}
		if len(summaries) > 0 && summaries[0].Key == summaryKey(one.ID) {
			summary, body, err := decodeSummary(summaries[0])
			if err != nil {
				return nil, err
			}
			one.Summary, one.Fresh = body, summary.Head == e.Revision
		}
		list = append(list, one)
	}
	return list, nil
}

// decodeSummary returns the record and the body in e, which is not looked at.
func decodeSummary(e kv.Entry) (summaryRecord, json.RawMessage, error) {
	line, body, _ := bytes.Cut(e.Value, []byte{'\n'})
	e.Value = line
	r, err := decode[summaryRecord](e)
	return r, body, err
}

// PutSummary keeps what List returns for an assessment: a JSON value that was computed after event
// seq. Nothing is kept if more has happened since.
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
	entry, _, err := s.head(ctx, id)
	if err != nil {
		return named(id, err)
	}
	head, err := decode[headRecord](entry)
	if err != nil || head.Seq != seq {
		return named(id, err)
	}
	line, err := json.Marshal(summaryRecord{versioned{schema}, seq, entry.Revision})
	if err != nil {
		return named(id, err)
	}
	value := slices.Concat(line, []byte{'\n'}, body)
	return named(id, s.put(ctx, summaryKey(id), func(stored kv.Entry) ([]byte, error) {
		if stored.Revision > 0 {
			old, _, err := decodeSummary(stored)
			if err != nil || old.Seq > seq {
				return nil, err
			}
		}
		return value, nil
	}))
}

// put writes what value makes of the stored entry (revision zero: none), until no other writer is
// in between. Nothing is written if that is nil.
func (s *Store) put(ctx context.Context, key string, value func(kv.Entry) ([]byte, error)) error {
	patience, cancel := context.WithTimeout(ctx, s.options.Deadline)
	defer cancel()
	for try := 0; ; try++ {
		stored, err := s.get(ctx, key)
		if err != nil && !errors.Is(err, kv.ErrNotFound) {
			return err
		}
		v, err := value(stored)
		if v == nil || err != nil {
			return err
		}
		c := changes{list: []kv.Change{{Key: key, Value: v, Base: stored.Revision}}}
		err = s.commit(ctx, c, s.nextRevision())
		if !errors.Is(err, kv.ErrConflict) {
			return err
		}
		if !pause(patience, try) {
			return late(ctx, err)
		}
	}
}
