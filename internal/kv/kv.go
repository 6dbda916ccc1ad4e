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
	// exist yet. Its upper 32 bits count how often another database was put in its place.
	Version(ctx context.Context) (uint64, error)
}

// A Turner gives turns, so that whoever loses races gets ahead. Only some drivers are one.
type Turner interface {
	// Alone calls fn, with a context for calls of the same DB: nobody commits between those. It returns
	// what fn returns, or ErrBusy if it did not get a turn.
	Alone(ctx context.Context, fn func(ctx context.Context) error) error
}

// A Keeper is a database in a file, which can be looked after. Only some drivers are one. Progress is
// called with bytes done and bytes in all, and may be nil. Whatever takes a file checks it before, and
// leaves everything as it was after an error; nobody else can write meanwhile.
type Keeper interface {
	// Notices returns what a person should know of the place where the database is, in a sentence each.
	Notices() []string
	// Keys returns the keys that start with prefix, in order, as far as they can be read, and then
	// ErrDamaged. Values are not looked at.
	Keys(ctx context.Context, prefix string) ([]string, error)
	// Check reads everything and returns what is damaged. A damaged file may end the process, or keep
	// it busy for ever: call it in a process of its own.
	Check(ctx context.Context, progress func(done, total int64)) (faults []error, err error)
	// Backup copies the database into a new file, and reads that back.
	Backup(ctx context.Context, file string, progress func(done, total int64)) error
	// Restore puts what is in a file in place of the database, every value with a new revision. What
	// was there before is kept in the new file old, if there was anything.
	Restore(ctx context.Context, file, old string, progress func(done, total int64)) error
	// Compact gives back to the disk what is not used. It returns the sizes in bytes.
	Compact(ctx context.Context, progress func(done, total int64)) (before, after int64, err error)
	// Rewrite puts change's result in place of every value, all at once, with a new revision. What was
	// there before is kept in a file beside the database whose name ends in suffix. It returns
	// ErrConflict if the entry still is not what is stored.
	Rewrite(ctx context.Context, still Entry, suffix string, change func(Entry) ([]byte, error)) error
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
