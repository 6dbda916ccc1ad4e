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

	closeWithin = 100 * time.Millisecond // how long bbolt may take to close after a panic
)

// A session is the file while it is open.
type session struct {
	bolt *bolt.DB
	open *os.File
	file fs.FileInfo
	meta meta
	free []uint64 // pages that are not in use, in order
}

// there tells whether there is a file, and whether it is one that may be opened. Before a lock file is
// made beside it, it is looked at.
func (d *DB) there(write bool) (bool, error) {
	info, err := os.Lstat(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		if d.seen.Load() == 0 && lastOf(d.path) == 0 {
			return false, nil
		}
		// Another process may have made it meanwhile.
		if info, err = os.Lstat(d.path); err != nil {
			return false, d.gone()
		}
	}
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() {
		return true, fmt.Errorf("not a regular file but %s: %w", info.Mode().Type(), kv.ErrForeign)
	}
	if !write {
		return true, nil
	}
	if _, err := os.Lstat(d.path + lockSuffix); err == nil {
		return true, nil
	}
	f, err := os.OpenFile(d.path, os.O_RDONLY|carefully, 0)
	if err != nil {
		return true, err
	}
	if !hasMagic(f) {
		_, _, err = preflight(f, info.Size(), 0)
	}
	_ = f.Close() // only read from
	return true, err
}

// gone is the error for a file that something was saved in and that is not there any more. It must
// not be made anew as if nothing had been in it.
func (d *DB) gone() error {
	return damaged("the file is gone, and answers were saved in it; if that was meant, remove %s too", d.path+lockSuffix)
}

// session opens the file, calls fn and closes it. The caller holds the lock, and knows that the
// transaction last was acknowledged.
func (d *DB) session(ctx context.Context, write bool, last uint64, fn func(session) error) (err error) {
	var s session
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			s.abandon()
			err = damaged("%v", p)
		}
	}()
	if err := d.open(ctx, write, last, &s); err != nil {
		return err
	}
	err = fn(s)
	// What was written was synced before, and what was read was copied: closing can spoil neither.
	_ = s.bolt.Close()
	return err
}

// abandon closes the file after a panic. bbolt may hold locks of its own, so that its Close waits for
// ever: then it keeps its mapping, and at least nobody is locked out.
func (s *session) abandon() {
	if s.bolt != nil {
		closed := make(chan struct{})
		go func() {
			defer close(closed)
			defer func() { _ = recover() }() // as damaged as what led here
			_ = s.bolt.Close()
		}()
		timer := time.NewTimer(closeWithin)
		defer timer.Stop()
		select {
		case <-closed:
			return
		case <-timer.C:
		}
	}
	if s.open != nil {
		abandon(s.open)
	}
}

// open opens the file with bbolt, waiting for bbolt's own lock until ctx is done.
func (d *DB) open(ctx context.Context, write bool, last uint64, s *session) error {
	opts := &bolt.Options{
		Timeout:      oneTry,
		ReadOnly:     !write,
		FreelistType: bolt.FreelistMapType,
		NoSync:       d.opts.NoSync,
		NoGrowSync:   d.opts.NoSync,
		NoStatistics: true,
		OpenFile: func(path string, flag int, _ fs.FileMode) (*os.File, error) {
			return s.openFile(path, flag&^os.O_CREATE, write, last)
		},
	}
	for {
		db, err := bolt.Open(d.path, filePerm, opts)
		switch {
		case err == nil:
			s.bolt = db
			return nil
		case errors.Is(err, fs.ErrNotExist):
			return d.gone()
		case !errors.Is(err, berrors.ErrTimeout):
			return err
		}
		again := time.NewTimer(retry)
		select {
		case <-again.C:
		case <-ctx.Done():
			again.Stop()
			return busy(ctx)
		}
	}
}

// openFile opens, locks and checks the file on behalf of bbolt.
func (s *session) openFile(path string, flag int, write bool, last uint64) (*os.File, error) {
	f, err := os.OpenFile(path, flag|carefully, 0) //nolint:gosec // the database, chosen by the user
	if err != nil {
		return nil, err
	}
	busy, err := flockBolt(f, write)
	if busy {
		err = berrors.ErrTimeout
	}
	if err == nil {
		s.file, err = f.Stat()
	}
	if err == nil && write {
		err = keepPrivate(f, s.file)
	}
	if err == nil {
		s.meta, s.free, err = preflight(f, s.file.Size(), last)
	}
	if err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	s.open = f
	return f, nil
}
