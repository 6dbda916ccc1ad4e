// Package memkv is a database in memory, for tests and trial runs. It keeps nothing on disk.
package memkv

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"prodfirst/internal/kv"
)

// DB is a kv.DB and a kv.Watcher that lives as long as the process.
type DB struct {
	mu       sync.Mutex // guards all below
	entries  map[string]kv.Entry
	revision kv.Revision
	closed   bool
}

// New returns an empty database.
func New() *DB {
	return &DB{entries: make(map[string]kv.Entry)}
}

// Get returns a copy of the entry at key, or kv.ErrNotFound.
func (d *DB) Get(ctx context.Context, key string) (kv.Entry, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.ready(ctx); err != nil {
		return kv.Entry{}, err
	}
	e, ok := d.entries[key]
	if !ok {
		return kv.Entry{}, fmt.Errorf("key %q: %w", key, kv.ErrNotFound)
	}
	e.Value = slices.Clone(e.Value)
	return e, nil
}

// Scan returns copies of the entries whose key starts with prefix, in key order.
func (d *DB) Scan(ctx context.Context, prefix string) ([]kv.Entry, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.ready(ctx); err != nil {
		return nil, err
	}
	var found []kv.Entry
	for key, e := range d.entries {
		if strings.HasPrefix(key, prefix) {
			e.Value = slices.Clone(e.Value)
			found = append(found, e)
		}
	}
	slices.SortFunc(found, func(a, b kv.Entry) int { return strings.Compare(a.Key, b.Key) })
	return found, nil
}

// Commit makes all changes or none; see kv.DB for its errors.
func (d *DB) Commit(ctx context.Context, changes ...kv.Change) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.ready(ctx); err != nil {
		return err
	}
	if err := kv.CheckLimits(changes); err != nil || len(changes) == 0 {
		return err
	}
	for _, c := range changes {
		if d.entries[c.Key].Revision != c.Base {
			return fmt.Errorf("key %q: %w", c.Key, kv.ErrConflict)
		}
	}
	d.revision++
	for _, c := range changes {
		if c.Delete {
			delete(d.entries, c.Key)
			continue
		}
		d.entries[c.Key] = kv.Entry{Key: c.Key, Value: slices.Clone(c.Value), Revision: d.revision}
	}
	return nil
}

// Version returns the number of commits made.
func (d *DB) Version(ctx context.Context) (uint64, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return uint64(d.revision), d.ready(ctx)
}

// Close makes every later call return kv.ErrClosed.
func (d *DB) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	return nil
}

// ready reports why a call must not go on; the caller holds the mutex.
func (d *DB) ready(ctx context.Context) error {
	if d.closed {
		return kv.ErrClosed
	}
	return ctx.Err()
}
