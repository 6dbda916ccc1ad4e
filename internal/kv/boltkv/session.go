package boltkv

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"prodfirst/internal/kv"
)

const (
	dirPerm  = 0o700
	filePerm = 0o600
	oneTry   = 1                     // nanosecond: makes bbolt try its lock once
	retry    = 10 * time.Millisecond // between tries of bbolt's lock, which only foreign programs hold
)

// A session is the file while it is open.
type session struct {
	bolt *bolt.DB
	file fs.FileInfo
}

// look opens the file for reading if it is one that may be used, before anything is made beside it.
// It returns nil if there is no file.
func (d *DB) look() (*os.File, error) {
	info, err := os.Lstat(d.path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && d.seen.Load() == 0:
		return nil, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, d.gone()
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("not a regular file but %s: %w", info.Mode().Type(), kv.ErrForeign)
	}
	f, err := os.OpenFile(d.path, os.O_RDONLY|carefully, 0)
	if err != nil {
		return nil, err
	}
	if !hasMagic(f) {
		err = preflight(f)
	}
	if err != nil {
		_ = f.Close() // only read from
		return nil, err
	}
	return f, nil
}

// gone is the error for a file that this process has used and that is not there any more. It must
// not be made anew as if nothing had been in it.
func (d *DB) gone() error {
	return damaged("the file is gone, it was at revision %d", d.seen.Load())
}

// session opens the file, calls fn and closes it. The caller holds the lock.
func (d *DB) session(ctx context.Context, write bool, fn func(session) error) (err error) {
	var file *os.File
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			// bbolt may hold locks of its own, so its Close could wait for ever.
			abandon(file)
			err = damaged("%v", p)
		}
	}()
	db, err := d.open(ctx, write, &file)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err == nil {
		err = fn(session{bolt: db, file: info})
	}
	// What was written was synced before, and what was read was copied: closing can spoil neither.
	_ = db.Close()
	return err
}

// open opens the file with bbolt, waiting for bbolt's own lock until ctx is done.
func (d *DB) open(ctx context.Context, write bool, file **os.File) (*bolt.DB, error) {
	opts := &bolt.Options{
		Timeout:      oneTry,
		ReadOnly:     !write,
		FreelistType: bolt.FreelistMapType,
		NoSync:       d.opts.NoSync,
		NoGrowSync:   d.opts.NoSync,
		NoStatistics: true,
		OpenFile: func(path string, flag int, _ fs.FileMode) (f *os.File, err error) {
			f, err = openChecked(path, flag&^os.O_CREATE, write)
			*file = f
			return f, err
		},
	}
	ticks := time.NewTicker(retry)
	defer ticks.Stop()
	for {
		db, err := bolt.Open(d.path, filePerm, opts)
		switch {
		case err == nil:
			return db, nil
		case errors.Is(err, fs.ErrNotExist):
			return nil, d.gone()
		case !errors.Is(err, berrors.ErrTimeout):
			return nil, err
		}
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return nil, busy(ctx)
		}
	}
}

// openChecked opens, locks and checks the file on behalf of bbolt.
func openChecked(path string, flag int, write bool) (*os.File, error) {
	f, err := os.OpenFile(path, flag|carefully, 0) //nolint:gosec // the database, chosen by the user
	if err != nil {
		return nil, err
	}
	busy, err := flockBolt(f, write)
	if busy {
		err = berrors.ErrTimeout
	}
	if err == nil {
		err = preflight(f)
	}
	if err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	return f, nil
}
