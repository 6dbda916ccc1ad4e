package store

import "prodfirst/internal/kv"

// SetStep makes a schema older than the present one, for tests: there is no such schema yet.
func (s *Store) SetStep(from int, change func(kv.Entry) ([]byte, error)) { s.steps[from] = change }
