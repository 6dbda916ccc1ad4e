package boltkv

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// create makes an empty database. It is built beside and linked into place, because a file that is
// cut short while bbolt makes it can never be opened again. The first commit makes its name last. The
// caller holds the lock.
func (d *DB) create() error {
	if _, err := os.Lstat(d.path); err == nil {
		return nil // another process was first
	}
	f, err := os.CreateTemp(filepath.Dir(d.path), filepath.Base(d.path)+".new-*")
	if err != nil {
		return err
	}
	if err = d.build(f); err == nil {
		err = os.Link(f.Name(), d.path)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			// Some filesystems have no links. The lock keeps others of our kind out.
			err = os.Rename(f.Name(), d.path)
		}
	}
	_ = os.Remove(f.Name()) // it is gone after a rename
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// build writes an empty database into f, and closes f.
func (d *DB) build(f *os.File) error {
	db, err := bolt.Open(f.Name(), filePerm, &bolt.Options{
		Timeout:      oneTry,
		FreelistType: bolt.FreelistMapType,
		NoSync:       true, // synced below, once
		NoGrowSync:   true,
		OpenFile:     func(string, int, fs.FileMode) (*os.File, error) { return f, nil },
	})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		_, err := tx.CreateBucket([]byte(bucketName))
		return err
	})
	if err == nil && !d.opts.NoSync {
		err = db.Sync()
	}
	return errors.Join(err, db.Close())
}

// makeDir makes a directory and those above it, each of them on disk before the next.
func (d *DB) makeDir(dir string) error {
	err := os.Mkdir(dir, dirPerm)
	if errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir {
		if err := d.makeDir(filepath.Dir(dir)); err != nil {
			return err
		}
		err = os.Mkdir(dir, dirPerm)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		// A directory that exists may be refused for other reasons, such as a read-only filesystem.
		if info, statErr := os.Stat(dir); statErr == nil && info.IsDir() {
			return nil
		}
		return err
	}
	return d.syncDir(filepath.Dir(dir))
}

func (d *DB) syncDir(dir string) error {
	if d.opts.NoSync {
		return nil
	}
	return syncDir(dir)
}
