package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
)

func (s *Store) keeper() (kv.Keeper, error) {
	if k, ok := s.db.(kv.Keeper); ok {
		return k, nil
	}
	return nil, fmt.Errorf("a database that is not a file: %w", errors.ErrUnsupported)
}

// Notices returns what a person should know of the place where the database is, in a sentence each.
func (s *Store) Notices() []string {
	if k, ok := s.db.(kv.Keeper); ok {
		return k.Notices()
	}
	return nil
}

// CheckFile reads everything and returns what is damaged. A damaged file may end the process, or keep
// it busy for ever. Progress is called with bytes done and in all.
func (s *Store) CheckFile(ctx context.Context, progress func(done, total int64)) ([]error, error) {
	k, err := s.keeper()
	if err != nil {
		return nil, err
	}
	return k.Check(ctx, progress)
}

// Backup copies the database into a new file, and reads that back.
func (s *Store) Backup(ctx context.Context, file string, progress func(done, total int64)) error {
	k, err := s.keeper()
	if err != nil {
		return err
	}
	return k.Backup(ctx, file, progress)
}

// Restore puts what is in a file in place of the database, which is kept in the new file old.
func (s *Store) Restore(ctx context.Context, file, old string, progress func(done, total int64)) error {
	k, err := s.keeper()
	if err == nil {
		err = k.Restore(ctx, file, old, progress)
	}
	if err == nil {
		s.forget()
	}
	return err
}

// Compact gives back to the disk what is not used, and returns the sizes in bytes.
func (s *Store) Compact(ctx context.Context, progress func(done, total int64)) (before, after int64, err error) {
	k, err := s.keeper()
	if err != nil {
		return 0, 0, err
	}
	return k.Compact(ctx, progress)
}

func (s *Store) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.positions)
}

// IDs returns the ids of all assessments of which anything can be found, in order, however damaged
// the rest is. The error says what could not be read.
func (s *Store) IDs(ctx context.Context) ([]assessment.ID, error) {
	k, err := s.keeper()
	if err != nil {
		return nil, err
	}
	found := map[assessment.ID]bool{}
	var first error
	for _, prefix := range []string{headPrefix, docKey(""), eventPrefix} {
		keys, err := k.Keys(ctx, prefix)
		first = cmp.Or(first, err)
		for _, key := range keys {
			id, _, _ := strings.Cut(strings.TrimPrefix(key, prefix), "/")
			if checkName("assessment", id) == nil {
				found[assessment.ID(id)] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found)), first
}
