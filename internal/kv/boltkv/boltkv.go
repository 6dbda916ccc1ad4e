// Package boltkv keeps a kv.DB in one bbolt file, which is locked only while an operation runs, so
// that several processes can share it. A lock file beside it puts them in a queue. Reading opens the file and
// closes it; the first save opens it, and later ones find it open as long as nobody else has written.
//
// bbolt has no checksums of its own and panics on some damaged files: every value is stored with a
// checksum, every file is looked at before bbolt may touch it, and a panic becomes kv.ErrDamaged.
// What a key means is not known here.
package boltkv

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"

	"prodfirst/internal/kv"
)

const (
	bucketName  = "prodfirst"
	lockTimeout = 10 * time.Second // a machine with too much to do holds up a commit for some of them
)

// Options of a DB. The zero value is the safe choice.
type Options struct {
	LockTimeout time.Duration // how long to wait for other processes; zero is ten seconds
	Waiting     func()        // called when an operation has waited for a tenth of that, unless nil
	NoSync      bool          // for tests: do not wait for the disk
}

// DB is a kv.DB and a kv.Watcher. It may be used by several goroutines, which take turns.
type DB struct {
	path   string
	opts   Options
	turn   chan struct{} // holds one element while an operation runs
	closed atomic.Bool
	seen   atomic.Uint64         // the last revision met, to notice a file that went away or back in time
	kept   *atomic.Pointer[kept] // the open file after a save, while nobody else writes
}

// New returns the database in the file at path. It does not touch the disk: the first Commit
// creates the file, and until then it reads as empty.
func New(path string, opts Options) *DB {
	if opts.LockTimeout == 0 {
		opts.LockTimeout = lockTimeout
	}
	if opts.Waiting == nil {
		opts.Waiting = func() {}
	}
	d := &DB{path: path, opts: opts, turn: make(chan struct{}, 1), kept: &atomic.Pointer[kept]{}}
	runtime.AddCleanup(d, drop, d.kept) // for who does not close it
	return d
}

// Path returns the path of the database file.
func (d *DB) Path() string { return d.path }

// Get returns the entry at key, kv.ErrNotFound, or kv.ErrDamaged if its checksum is wrong.
func (d *DB) Get(ctx context.Context, key string) (kv.Entry, error) {
	var e kv.Entry
	err := d.view(ctx, func(t *tree, b *bolt.Bucket) error {
		err := t.sound(only([]byte(key)))
		if err != nil {
			return err
		}
		if record := b.Get([]byte(key)); record != nil {
			e, err = decode(b, []byte(key), record)
		}
		return err
	})
	if err == nil && e.Revision == 0 {
		err = fmt.Errorf("key %q: %w", key, kv.ErrNotFound)
	}
	return e, d.wrap(err)
}

// Scan returns the entries whose key starts with prefix, in key order, or kv.ErrDamaged if any
// has a wrong checksum or is out of order.
func (d *DB) Scan(ctx context.Context, prefix string) ([]kv.Entry, error) {
	var found []kv.Entry
	err := d.view(ctx, func(t *tree, b *bolt.Bucket) error {
		if err := t.sound(starting([]byte(prefix))); err != nil {
			return err
		}
		c := b.Cursor()
		last := ""
		for k, v := c.Seek([]byte(prefix)); k != nil && bytes.HasPrefix(k, []byte(prefix)); k, v = c.Next() {
			e, err := decode(b, k, v)
			if err != nil {
				return err
			}
			if e.Key <= last {
				return damaged("key %q after %q", e.Key, last)
			}
			last = e.Key
			found = append(found, e)
		}
		return nil
	})
	if err != nil {
		return nil, d.wrap(err)
	}
	return found, nil
}

// Version returns the number of the last transaction in the file; zero if there is no file. It
// takes no lock and no turn: a few microseconds.
func (d *DB) Version(ctx context.Context) (uint64, error) {
	if err := d.ready(ctx); err != nil {
		return 0, d.wrap(err)
	}
	there, err := d.there(ctx, false)
	if err != nil || !there {
		return 0, d.wrap(err)
	}
	f, err := os.OpenFile(d.path, os.O_RDONLY|carefully, 0)
	if err != nil {
		return 0, d.wrap(err)
	}
	defer f.Close()
	metas, err := readMetas(f)
	version := max(metas[0].txid, metas[1].txid)
	if before := d.kept.Load(); before != nil && before.meta.txid != version && d.kept.CompareAndSwap(before, nil) {
		before.session.close() // of no use any more
	}
	return version, d.wrap(err)
}

// Close makes every later call return kv.ErrClosed, and lets go of the file.
func (d *DB) Close() error {
	d.closed.Store(true)
	drop(d.kept)
	return nil
}

func (d *DB) ready(ctx context.Context) error {
	if d.closed.Load() {
		return kv.ErrClosed
	}
	return ctx.Err()
}

func (d *DB) wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("database %s: %w", d.path, err)
}

// view calls fn with the bucket, or not at all if there is no file. What fn keeps has to be copied.
func (d *DB) view(ctx context.Context, fn func(*tree, *bolt.Bucket) error) error {
	if err := d.ready(ctx); err != nil {
		return err
	}
	if there, err := d.there(ctx, false); err != nil || !there {
		return err
	}
	wait, cancel := context.WithTimeoutCause(ctx, d.opts.LockTimeout, kv.ErrBusy)
	defer cancel()
	h, err := d.lock(wait, false)
	if err != nil {
		return err
	}
	defer h.release()
	return d.read(wait, h.last, fn)
}

// read calls fn with the bucket. The caller has the right to use the file, and knows that the transaction
// last was acknowledged.
func (d *DB) read(ctx context.Context, last uint64, fn func(*tree, *bolt.Bucket) error) error {
	return d.session(ctx, false, last, func(s *session) error {
		t, err := s.look()
		if err != nil {
			return err
		}
		return s.bolt.View(func(tx *bolt.Tx) error {
			b, err := d.bucket(tx)
			if err != nil {
				return err
			}
			return fn(t, b)
		})
	})
}

// bucket returns the bucket that holds everything. The caller has the turn.
func (d *DB) bucket(tx *bolt.Tx) (*bolt.Bucket, error) {
	b := tx.Bucket([]byte(bucketName))
	if b == nil {
		return nil, fmt.Errorf("bbolt file of another program: %w", kv.ErrForeign)
	}
	if seen := d.seen.Load(); b.Sequence() < seen {
		return nil, damaged("went back from revision %d to %d, as if replaced by an older file", seen, b.Sequence())
	}
	d.seen.Store(b.Sequence())
	return b, nil
}
