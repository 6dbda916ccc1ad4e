package boltkv

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"

	"prodfirst/internal/kv"
)

const (
	newSuffix = ".new-*"
	fill      = 0.9 // of a page; events come in order
)

// A rewriting says how a new file is made from all values of another.
type rewriting struct {
	revision uint64                         // of every value; zero: as it was
	txid     uint64                         // of the new file, at least
	change   func(kv.Entry) ([]byte, error) // nil: values stay
	progress func(done, total int64)
}

// Compact writes what is in use into a new file that takes the place of the old one; see kv.Keeper.
func (d *DB) Compact(ctx context.Context, progress func(done, total int64)) (before, after int64, err error) {
	err = d.exclusively(ctx, func(h *hold) error {
		now, err := d.now(ctx, h)
		if err != nil {
			return err
		}
		before = now.size
		err = d.replace(ctx, h, d, "", rewriting{txid: now.txid + 1, progress: progress})
		if info, statErr := os.Stat(d.path); statErr == nil {
			after = info.Size()
		}
		return err
	})
	return before, after, err
}

// Rewrite puts change's result in place of every value; see kv.Keeper.
func (d *DB) Rewrite(ctx context.Context, still kv.Entry, suffix string, change func(kv.Entry) ([]byte, error)) error {
	return d.exclusively(ctx, func(h *hold) error {
		now, err := d.now(ctx, h)
		if err != nil {
			return err
		}
		checked := func(e kv.Entry) ([]byte, error) {
			if e.Key == still.Key && e.Revision != still.Revision {
				return nil, kv.ErrConflict
			}
			return change(e)
		}
		return d.replace(ctx, h, d, free(d.path+suffix), rewriting{txid: now.txid + 1, revision: now.txid + 1, change: checked})
	})
}

// Restore puts what is in file in place of the database; see kv.Keeper. It works on a database that
// is damaged or gone too.
func (d *DB) Restore(ctx context.Context, file, old string, progress func(done, total int64)) error {
	from := New(file, d.opts)
	if err := from.sound(ctx, file); err != nil {
		return from.wrap(err)
	}
	return d.exclusively(ctx, func(h *hold) error {
		f, err := os.Open(file) //nolint:gosec // looked at above
		if err != nil {
			return err
		}
		metas, err := readMetas(f)
		_ = f.Close() // only read from
		newest := max(metas[0].txid, metas[1].txid, h.last, d.seen.Load())
		if now, err := os.Open(d.path); err == nil {
			if metas, err := readMetas(now); err == nil {
				newest = max(newest, metas[0].txid, metas[1].txid)
			}
			_ = now.Close() // only read from
		}
		if err != nil {
			return err
		}
		// No value of before has this revision, nor has anyone seen a higher one.
		next := (newest/epoch + 1) * epoch
		return d.replace(ctx, h, from, old, rewriting{txid: next, revision: next, progress: progress})
	})
}

// exclusively calls fn while nobody else uses the database.
func (d *DB) exclusively(ctx context.Context, fn func(*hold) error) error {
	if err := d.ready(ctx); err != nil {
		return d.wrap(err)
	}
	err := d.onlyAFile()
	if err == nil {
		err = d.makeDir(filepath.Dir(d.path))
	}
	if err != nil {
		return d.wrap(classify(err))
	}
	wait, cancel := context.WithTimeoutCause(ctx, d.opts.LockTimeout, kv.ErrBusy)
	defer cancel()
	h, err := d.lock(wait, true)
	if err == nil {
		defer h.release()
		err = fn(h)
	}
	return d.wrap(classify(err))
}

// A state is what a sound database file is at.
type state struct {
	txid uint64
	size int64
}

func (d *DB) now(ctx context.Context, h *hold) (state, error) {
	if _, err := os.Lstat(d.path); errors.Is(err, fs.ErrNotExist) && h.last == 0 {
		return state{}, &fs.PathError{Op: "open", Path: d.path, Err: err}
	}
	var now state
	err := d.session(ctx, true, h.last, func(s *session) error { // for writing, so that rights are looked at
		now = state{txid: s.meta.txid, size: s.file.Size()}
		return nil
	})
	return now, err
}

// replace makes a new file from all that is in from and puts it in place of the database, which is
// kept in the file old unless that has no name. A kill leaves the old one or the new one.
func (d *DB) replace(ctx context.Context, h *hold, from *DB, old string, how rewriting) error {
	d.sweep()
	temp, err := os.CreateTemp(filepath.Dir(d.path), filepath.Base(d.path)+newSuffix)
	if err != nil {
		return err
	}
	name := temp.Name()
	txid, err := d.rewrite(ctx, h, from, temp, how)
	if err == nil {
		err = d.sound(ctx, name)
	}
	if err == nil && old != "" {
		err = d.keepOld(old)
	}
	if err == nil {
		err = os.Rename(name, d.path)
	}
	if err != nil {
		return errors.Join(err, remove(name))
	}
	drop(d.kept)
	d.seen.Store(max(d.seen.Load(), how.revision))
	if err := d.syncDir(filepath.Dir(d.path)); err != nil {
		return unknown("%v", err)
	}
	h.acknowledge(meta{txid: txid}) // not before: what it is said of could be lost in a power cut
	return nil
}

// keepOld gives the present file, whatever it is, a second name.
func (d *DB) keepOld(old string) error {
	now, err := os.Open(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = now.Close() }() // only read from
	if os.Link(d.path, old) == nil {
		return d.syncDir(filepath.Dir(old))
	}
	copied, err := os.OpenFile(old, os.O_CREATE|os.O_EXCL|os.O_WRONLY|carefully, filePerm) //nolint:gosec // named by the user
	if err != nil {
		return err
	}
	_, err = io.Copy(copied, now)
	if err == nil && !d.opts.NoSync {
		err = copied.Sync()
	}
	if err = errors.Join(err, copied.Close()); err != nil {
		return errors.Join(err, remove(old))
	}
	return d.syncDir(filepath.Dir(old))
}

// free returns a name that starts with one and is not taken.
func free(name string) string {
	for n, try := 2, name; ; n++ {
		if _, err := os.Lstat(try); err != nil {
			return try
		}
		try = fmt.Sprintf("%s-%d", name, n)
	}
}

// sweep removes what a kill left of files that were being made. The caller holds the lock, under
// which alone they are made.
func (d *DB) sweep() {
	left, _ := filepath.Glob(globSafe(d.path) + newSuffix) // the pattern is well formed
	for _, name := range left {
		_ = os.Remove(name) // the next one tries again
	}
}

// globSafe escapes what means something in a pattern.
func globSafe(path string) string {
	var safe []byte
	for i := range len(path) {
		switch path[i] {
		case '*', '?', '[', '\\':
			safe = append(safe, '[', path[i], ']')
		default:
			safe = append(safe, path[i])
		}
	}
	return string(safe)
}

// rewrite writes all values of from into temp, closes it, and returns the number of its last transaction.
func (d *DB) rewrite(ctx context.Context, h *hold, from *DB, temp *os.File, how rewriting) (uint64, error) {
	var last uint64
	if from == d {
		last = h.last
	}
	db, err := bolt.Open(temp.Name(), filePerm, &bolt.Options{
		Timeout: oneTry, FreelistType: bolt.FreelistMapType, NoStatistics: true,
		NoSync: true, NoGrowSync: true, // synced below, once
		OpenFile: func(string, int, fs.FileMode) (*os.File, error) { return temp, nil },
	})
	if err != nil {
		return 0, errors.Join(err, temp.Close())
	}
	wait, cancel := context.WithTimeoutCause(ctx, d.opts.LockTimeout, kv.ErrBusy)
	defer cancel()
	err = from.session(wait, false, last, func(s *session) error {
		t, err := s.look()
		if err == nil {
			err = t.sound(span{}) // what is hidden now would be gone then
		}
		if err != nil {
			return err
		}
		return s.bolt.View(func(tx *bolt.Tx) error {
			b, err := from.bucket(tx)
			if err != nil {
				return err
			}
			return fillFrom(ctx, db, b, how)
		})
	})
	if err = errors.Join(err, db.Close()); err != nil {
		return 0, err
	}
	return d.number(temp.Name(), how.txid)
}

// fillFrom puts all values in b into an empty file, some of them in each transaction.
func fillFrom(ctx context.Context, db *bolt.DB, b *bolt.Bucket, how rewriting) error {
	revision := max(how.revision, b.Sequence())
	var done, inTx int64
	total := b.Tx().Size()
	c := b.Cursor()
	k, v := c.First()
	for first := true; first || k != nil; first = false {
		inTx = 0
		err := db.Update(func(tx *bolt.Tx) error {
			to, err := tx.CreateBucketIfNotExists([]byte(bucketName))
			if err != nil {
				return err
			}
			to.FillPercent = fill
			for ; k != nil && inTx < step; k, v = c.Next() {
				record, err := rewritten(b, k, v, how)
				if err != nil {
					return err
				}
				if err := to.Put(k, record); err != nil {
					return err
				}
				inTx += int64(len(k) + len(record))
			}
			return errors.Join(to.SetSequence(revision), ctx.Err())
		})
		if err != nil {
			return err
		}
		done += inTx
		report(how.progress, done, total)
	}
	report(how.progress, total, total)
	return nil
}

// rewritten returns the record that takes the place of one, whose checksum is looked at.
func rewritten(b *bolt.Bucket, key, record []byte, how rewriting) ([]byte, error) {
	e, err := decode(b, key, record)
	if err != nil {
		return nil, err
	}
	value, revision := e.Value, uint64(e.Revision)
	if how.change != nil {
		if value, err = how.change(e); err != nil {
			return nil, fmt.Errorf("key %q: %w", key, err)
		}
	}
	if how.revision != 0 {
		revision = how.revision
	}
	return encode(key, revision, value), nil
}

// number gives a closed file a transaction number from txid on, which it returns, and waits until all
// of it is on disk.
func (d *DB) number(file string, txid uint64) (uint64, error) {
	f, err := os.OpenFile(file, os.O_RDWR|carefully, 0) //nolint:gosec // made here
	if err != nil {
		return 0, err
	}
	metas, err := readMetas(f)
	newest := max(metas[0].txid, metas[1].txid)
	// bbolt writes a meta into the page that the last bit of its number says.
	txid += (txid ^ newest) & 1
	for i, m := range metas {
		page := make([]byte, metaEnd-pageHeader)
		at := int64(uint64(i)*m.pageSize + pageHeader) //nolint:gosec // one of the first two pages
		if err == nil {
			_, err = f.ReadAt(page, at)
		}
		binary.NativeEndian.PutUint64(page[48:], txid+m.txid-newest)
		sum := fnv.New64a()
		_, _ = sum.Write(page[:56])
		binary.NativeEndian.PutUint64(page[56:], sum.Sum64())
		if err == nil {
			_, err = f.WriteAt(page, at)
		}
	}
	if err == nil && !d.opts.NoSync {
		err = f.Sync()
	}
	return txid, errors.Join(err, f.Close())
}
