package boltkv

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"

	"prodfirst/internal/kv"
)

// epoch is by how much the number of a transaction grows when another database takes the place of
// one: numbers never go back, and whoever looks at them learns what happened.
const epoch = 1 << 32

// Notices warns of a file system on which locks and syncs may not be what they say.
func (d *DB) Notices() []string {
	dir := filepath.Dir(d.path)
	if kind := networkKind(dir); kind != "" {
		return []string{"the database " + d.path + " is on " + kind + ", where locks and saved data are not as safe " +
			"as on a local disk: keep it on a local disk, and use it from one computer at a time"}
	}
	return nil
}

// Keys returns the keys that start with prefix, in order, as far as they can be read.
func (d *DB) Keys(ctx context.Context, prefix string) ([]string, error) {
	var keys []string
	err := d.view(ctx, func(_ *tree, b *bolt.Bucket) error {
		c := b.Cursor()
		for k, _ := c.Seek([]byte(prefix)); k != nil && bytes.HasPrefix(k, []byte(prefix)); k, _ = c.Next() {
			if len(keys) > 0 && string(k) <= keys[len(keys)-1] {
				return damaged("key %q after %q", k, keys[len(keys)-1])
			}
			keys = append(keys, string(k))
		}
		return ctx.Err()
	})
	return keys, d.wrap(err)
}

// Check reads every value and every page and returns what is damaged; see kv.Keeper.
func (d *DB) Check(ctx context.Context, progress func(done, total int64)) ([]error, error) {
	if err := d.ready(ctx); err != nil {
		return nil, d.wrap(err)
	}
	var faults []error
	err := d.view(ctx, func(t *tree, b *bolt.Bucket) error {
		total := b.Tx().Size()
		var done int64
		last := ""
		err := b.ForEach(func(k, v []byte) error {
			e, err := decode(b, k, v)
			if err == nil && e.Key <= last {
				err = damaged("key %q after %q", e.Key, last)
			}
			if err != nil {
				faults = append(faults, err)
			}
			last = string(k)
			done += int64(len(k) + len(v))
			report(progress, done, total)
			return ctx.Err()
		})
		if err == nil && len(faults) == 0 {
			err = t.sound(span{})
		}
		if err != nil {
			return err
		}
		report(progress, total, total)
		if len(faults) == 0 { // bbolt goes on for very long after its first one
			for err := range b.Tx().Check() {
				faults = append(faults, damaged("%v", err))
				break
			}
		}
		return nil
	})
	if errors.Is(err, kv.ErrDamaged) {
		return append(faults, d.wrap(err)), nil
	}
	return faults, d.wrap(err)
}

func report(progress func(done, total int64), done, total int64) {
	if progress != nil {
		progress(min(done, total), total)
	}
}

// Backup copies the database into a new file and reads that back; see kv.Keeper. Others wait only
// while bytes are copied.
func (d *DB) Backup(ctx context.Context, file string, progress func(done, total int64)) error {
	if err := d.ready(ctx); err != nil {
		return d.wrap(err)
	}
	return d.wrap(classify(d.backup(ctx, file, progress)))
}

func (d *DB) backup(ctx context.Context, file string, progress func(done, total int64)) error {
	if err := d.onlyAFile(); err != nil {
		return err
	}
	if _, err := os.Lstat(file); err == nil {
		return &fs.PathError{Op: "back up to", Path: file, Err: fs.ErrExist}
	}
	to, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+newSuffix)
	if err != nil {
		return err
	}
	err = d.copyTo(ctx, to, progress)
	if err == nil && !d.opts.NoSync {
		err = to.Sync()
	}
	if err = errors.Join(err, to.Close()); err == nil {
		err = d.sound(ctx, to.Name())
	}
	if err == nil {
		err = d.place(to.Name(), file)
	}
	return errors.Join(err, remove(to.Name()))
}

// copyTo copies the pages in use while nobody writes.
func (d *DB) copyTo(ctx context.Context, to io.Writer, progress func(done, total int64)) error {
	wait, cancel := context.WithTimeoutCause(ctx, d.opts.LockTimeout, kv.ErrBusy)
	defer cancel()
	h, err := d.lock(wait, false)
	if err != nil {
		return err
	}
	defer h.release()
	return d.session(wait, false, h.last, func(s *session) error {
		size := int64(s.meta.pages * s.meta.pageSize) //nolint:gosec // within the size of the file
		from := io.NewSectionReader(s.open, 0, size)
		for done := int64(0); done < size; {
			n, err := io.CopyN(to, from, min(step, size-done))
			if err = errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			done += n
			report(progress, done, size)
		}
		return nil
	})
}

// sound returns kv.ErrDamaged unless the database in a file, which nobody else uses, can be read to its end.
func (d *DB) sound(ctx context.Context, file string) error {
	return New(file, d.opts).viewUnlocked(ctx, func(t *tree, b *bolt.Bucket) error {
		if err := t.sound(span{}); err != nil {
			return err
		}
		return b.ForEach(func(k, v []byte) error {
			_, err := decode(b, k, v)
			return errors.Join(err, ctx.Err())
		})
	})
}

// viewUnlocked calls fn with the bucket of a file that is not the database, and so has no lock beside it.
func (d *DB) viewUnlocked(ctx context.Context, fn func(*tree, *bolt.Bucket) error) error {
	there, err := d.there(ctx, false)
	if !there && err == nil {
		err = &fs.PathError{Op: "open", Path: d.path, Err: fs.ErrNotExist}
	}
	if err != nil {
		return err
	}
	wait, cancel := context.WithTimeoutCause(ctx, d.opts.LockTimeout, kv.ErrBusy)
	defer cancel()
	return d.read(wait, 0, fn)
}

// place gives a finished file its name, which must be free, and waits until that is on disk.
func (d *DB) place(temp, file string) error {
	err := os.Link(temp, file)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		if _, there := os.Lstat(file); errors.Is(there, fs.ErrNotExist) {
			err = os.Rename(temp, file) // some file systems have no links
		}
	}
	if err != nil {
		return err
	}
	return d.syncDir(filepath.Dir(file))
}

func remove(file string) error {
	if err := os.Remove(file); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
