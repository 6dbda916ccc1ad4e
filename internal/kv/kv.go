// Package kv is the interface between this program and a database of bytes: ordered string keys,
// values with revisions, and commits that are made as a whole or not at all.
//
// It holds the interface, its errors and its limits. Drivers live in packages below it and import
// nothing else of ours; what a key means is known to package store alone.
package kv

import (
	"context"
	"errors"
	"fmt"
)

// Limits that hold for every driver; a call beyond them returns ErrLimit and changes nothing.
const (
	MaxChanges = 100     // changes in one commit
	MaxKey     = 512     // bytes in a key
	MaxValue   = 1 << 20 // bytes in a value
)

// Errors of a DB. Callers use errors.Is.
var (
	ErrNotFound = errors.New("not found")
	ErrConflict = errors.New("changed meanwhile")              // a base revision did not match: nothing was written
	ErrUnknown  = errors.New("unknown whether it was saved")   // the commit may or may not be on disk: read it back
	ErrBusy     = errors.New("locked by another process")      // nothing was written
	ErrReadOnly = errors.New("read-only")                      // nothing was written
	ErrFull     = errors.New("no space left")                  // nothing was written
	ErrDamaged  = errors.New("damaged")                        // what was read is not what was written
	ErrForeign  = errors.New("not a prodfirst database")       // the file is something else, and untouched
	ErrNewer    = errors.New("written by a newer prodfirst")   // refused, untouched
	ErrLimit    = errors.New("beyond a limit of the database") // nothing was written
	ErrClosed   = errors.New("database closed")
)

// Revision counts the commits of a database. A key's revision is that of the commit that last
// wrote it; zero means that the key does not exist.
type Revision uint64

// An Entry is a key with its value and revision.
type Entry struct {
	Key      string
	Value    []byte
	Revision Revision
}

// A Change writes or deletes one key, if its revision still is Base (zero: it must not exist).
type Change struct {
	Key    string
	Value  []byte
	Base   Revision
	Delete bool
}

// DB is an ordered store of bytes.
type DB interface {
	// Get returns the entry at key, or ErrNotFound.
	Get(ctx context.Context, key string) (Entry, error)
	// Scan returns all entries whose key starts with prefix, in key order; none is no error.
	Scan(ctx context.Context, prefix string) ([]Entry, error)
	// Commit makes all changes or none. It returns ErrConflict when a base revision does not match,
	// ErrLimit when there are too many changes, a key twice or a value too large, ErrUnknown when it
	// cannot say whether the changes are on disk; after any other error they are not. Without changes
	// it does nothing.
	Commit(ctx context.Context, changes ...Change) error
	// Close lets go of what the driver holds. Calls after it return ErrClosed.
	Close() error
}

// A Watcher tells cheaply whether anything was committed, by this process or another.
type Watcher interface {
	// Version returns a number that is different after any commit; zero if the database does not
	// exist yet.
	Version(ctx context.Context) (uint64, error)
}

// CheckLimits returns ErrLimit, with the reason, if a commit of changes is beyond a limit.
func CheckLimits(changes []Change) error {
	if len(changes) > MaxChanges {
		return fmt.Errorf("%d changes, %d are allowed: %w", len(changes), MaxChanges, ErrLimit)
	}
	keys := make(map[string]struct{}, len(changes))
	for _, c := range changes {
		if _, twice := keys[c.Key]; twice {
			return fmt.Errorf("key %q twice: %w", c.Key, ErrLimit)
		}
		keys[c.Key] = struct{}{}
		switch {
		case c.Key == "":
			return fmt.Errorf("empty key: %w", ErrLimit)
		case len(c.Key) > MaxKey:
			return fmt.Errorf("key of %d bytes, %d are allowed: %w", len(c.Key), MaxKey, ErrLimit)
		case len(c.Value) > MaxValue:
			return fmt.Errorf("key %q: value of %d bytes, %d are allowed: %w", c.Key, len(c.Value), MaxValue, ErrLimit)
		}
	}
	return nil
}
