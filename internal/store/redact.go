package store

import (
	"context"
	"errors"
	"maps"
	"slices"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
)

// redacts tells whether a record takes the bodies of earlier ones away.
func redacts(r assessment.Record) bool { return r.Kind == assessment.Redacting }

// Scrub takes the bodies away that redactions name, and all that was derived from them, and returns
// how many there were; zero if nothing was left to do. What was overwritten is still in unused parts of
// the file until Compact.
func (s *Store) Scrub(ctx context.Context, id assessment.ID) (int, error) {
	n := 0
	err := s.contest(ctx, func(ctx context.Context) (err error) {
		n, err = s.scrub(ctx, id)
		return err
	})
	return n, named(id, err)
}

func (s *Store) scrub(ctx context.Context, id assessment.ID) (int, error) {
	p, err := s.settled(ctx, id)
	if err != nil {
		return 0, err
	}
	stored, err := s.chain(ctx, id, p.head)
	if err != nil {
		return 0, err
	}
	by, err := assessment.Redacted(stored)
	if err != nil || len(by) == 0 {
		return 0, err
	}
	var c changes
	for _, seq := range slices.Sorted(maps.Keys(by)) {
		entry, err := s.get(ctx, eventKey(id, seq))
		if err != nil {
			return 0, err
		}
		r, err := decode[eventRecord](entry)
		if err != nil {
			return 0, err
		}
		if r.Body != nil {
			r.Body, r.Redacted = nil, by[seq]
			c.put(entry.Key, entry.Revision, r)
		}
	}
	bodies := len(c.list)
	if bodies == 0 {
		return 0, nil
	}
	switch summary, err := s.get(ctx, summaryKey(id)); {
	case err == nil:
		c.list = append(c.list, kv.Change{Key: summary.Key, Base: summary.Revision, Delete: true})
	case !errors.Is(err, kv.ErrNotFound):
		return 0, err
	}
	return bodies, s.commitAll(ctx, c)
}
