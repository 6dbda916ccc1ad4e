package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"prodfirst/internal/kv"
)

// A step returns the value that takes the place of one in the schema after. It is given every value,
// that of meta among them, and leaves as it is what does not change.
type step func(kv.Entry) ([]byte, error)

// steps returns how each earlier schema becomes the next. Schema 1 is the first.
func steps() map[int]step { return map[int]step{} }

// migrated returns meta after bringing the whole database to the present schema, if there are steps
// from the one it has. Every step is made as a whole or not at all, and what was there before is kept
// in a file of its own, which older programs can go on with.
func (s *Store) migrated(ctx context.Context, meta kv.Entry) (kv.Entry, error) {
	for {
		var m struct {
			Schema int `json:"schema"`
		}
		_ = json.Unmarshal(meta.Value, &m) // what cannot be read has no step, and is reported as damage
		change, ok := s.steps[m.Schema]
		if !ok {
			return meta, nil
		}
		keeper, err := s.keeper()
		if err != nil {
			return kv.Entry{}, err
		}
		err = keeper.Rewrite(ctx, meta, fmt.Sprintf(".schema-%d", m.Schema), change)
		if err != nil && !errors.Is(err, kv.ErrConflict) { // in which case another process was faster
			return kv.Entry{}, fmt.Errorf("bringing it from schema %d to %d: %w", m.Schema, m.Schema+1, err)
		}
		if meta, err = s.get(ctx, metaKey); err != nil {
			return kv.Entry{}, err
		}
	}
}
