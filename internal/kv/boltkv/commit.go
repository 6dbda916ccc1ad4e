package boltkv

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	bolt "go.etcd.io/bbolt"

	"prodfirst/internal/kv"
)

// Commit makes all changes or none, and has waited for the disk when it returns nil; see kv.DB for
// its errors. The first one creates the file and the directory it is in.
func (d *DB) Commit(ctx context.Context, changes ...kv.Change) error {
	return d.wrap(classify(d.commit(ctx, changes)))
}

func (d *DB) commit(ctx context.Context, changes []kv.Change) error {
	if err := d.ready(ctx); err != nil {
		return err
	}
	if err := kv.CheckLimits(changes); err != nil || len(changes) == 0 {
		return err
	}
	there, err := d.there(ctx, true)
	if err != nil {
		return err
	}
	if !there {
		for _, c := range changes {
			if c.Base != 0 {
				return conflict(c.Key)
			}
		}
		if err := d.makeDir(filepath.Dir(d.path)); err != nil {
			return err
		}
	}
	wait, cancel := context.WithTimeoutCause(ctx, d.opts.LockTimeout, kv.ErrBusy)
	defer cancel()
	h, err := d.lock(wait, true)
	if err != nil {
		return err
	}
	defer h.release()
	if !there {
		if err := d.create(); err != nil {
			return err
		}
	}
	return d.update(wait, h, changes)
}

// update writes the changes under the lock that the caller holds. When bbolt fails after it had
// accepted them, the file tells whether they are in it: an error of bbolt alone does not.
func (d *DB) update(ctx context.Context, h *hold, changes []kv.Change) error {
	var revision uint64 // zero until bbolt has accepted the changes
	var now meta
	saved := false
	err := d.session(ctx, true, h.last, func(s *session) error {
		if err := s.writable(h, changes); err != nil {
			return err
		}
		err := s.bolt.Update(func(tx *bolt.Tx) error {
			b, err := d.bucket(tx)
			if err != nil {
				return err
			}
			if b.Sequence() == 0 {
				// The process that made the file may have been killed before its name was on disk.
				if err := d.syncDir(filepath.Dir(d.path)); err != nil {
					return err
				}
			}
			if !d.opts.NoSync {
				s.grow(changes)
			}
			rev, err := apply(b, changes)
			s.wrote = rev != 0
			revision, now.txid = rev, uint64(tx.ID()) //nolint:gosec // counts up from zero
			return err
		})
		if err != nil {
			return err
		}
		saved = true
		file := s.file
		if s.check(true, now.txid) == nil {
			now = s.meta
		}
		return d.same(file)
	})
	if err != nil && !saved && revision != 0 {
		err = d.confirm(ctx, h, revision, err)
	}
	if err == nil {
		d.seen.Store(revision)
		h.acknowledge(now)
	}
	return err
}

// writable returns kv.ErrDamaged unless these changes can be made without harm to anything else.
func (s *session) writable(h *hold, changes []kv.Change) error {
	t, err := s.look()
	if err == nil && !h.vouches(s.meta) {
		err = t.sound(span{}) // so no page in use is in the list of free ones
	}
	for _, c := range changes {
		if err == nil {
			err = t.sound(only([]byte(c.Key)))
		}
	}
	return err
}

// apply puts the changes into b as one new revision, which it returns; zero with any error.
func apply(b *bolt.Bucket, changes []kv.Change) (uint64, error) {
	for _, c := range changes {
		var old kv.Entry
		if record := b.Get([]byte(c.Key)); record != nil {
			var err error
			if old, err = decode(b, []byte(c.Key), record); err != nil {
				return 0, err
			}
		}
		if old.Revision != c.Base {
			return 0, conflict(c.Key)
		}
	}
	b.FillPercent = fill
	rev, err := b.NextSequence()
	if err != nil {
		return 0, err
	}
	for _, c := range changes {
		key := []byte(c.Key)
		if c.Delete {
			err = b.Delete(key)
		} else {
			err = b.Put(key, encode(key, rev, c.Value))
		}
		if err != nil {
			return 0, err
		}
	}
	return rev, nil
}

// confirm finds out what became of a commit that bbolt accepted and then failed to write because of
// cause. A commit that is there is followed by an empty one, because a failed sync may have left its
// last page in memory only.
func (d *DB) confirm(ctx context.Context, h *hold, revision uint64, cause error) error {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), d.opts.LockTimeout, kv.ErrBusy)
	defer cancel()
	absent := false
	err := d.session(ctx, true, h.last, func(s *session) error {
		err := s.bolt.Update(func(tx *bolt.Tx) error {
			b, err := d.bucket(tx)
			if err != nil {
				return err
			}
			if absent = b.Sequence() != revision; absent {
				return cause
			}
			return nil
		})
		if err != nil {
			return err
		}
		return d.same(s.file)
	})
	if err == nil {
		return nil
	}
	if absent {
		return cause
	}
	return unknown("%v", cause)
}

// same returns kv.ErrUnknown unless the path still leads to file.
func (d *DB) same(file fs.FileInfo) error {
	now, err := os.Lstat(d.path)
	if err == nil && os.SameFile(file, now) {
		return nil
	}
	return unknown("deleted or replaced while saving")
}

// unknown keeps no more than the text of what it is given: the cause alone would mean not saved.
func unknown(format string, args ...any) error {
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), kv.ErrUnknown)
}

func conflict(key string) error {
	return fmt.Errorf("key %q: %w", key, kv.ErrConflict)
}

// classify puts an error that means that nothing was written into the words of package kv.
func classify(err error) error {
	switch {
	case err == nil || errors.Is(err, kv.ErrUnknown):
		return err
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: %w", kv.ErrReadOnly, err)
	case isFull(err):
		return fmt.Errorf("%w: %w", kv.ErrFull, err)
	}
	return err
}

func isFull(err error) bool {
	for _, full := range fullErrors() {
		// bbolt keeps only the text of an error when it grows the file.
		if errors.Is(err, full) || strings.Contains(err.Error(), full.Error()) {
			return true
		}
	}
	return false
}
