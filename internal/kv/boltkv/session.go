package boltkv

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"sync/atomic"
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

// A session is the file while it is open. After a save it stays so, for the next one, but without a lock:
// nobody is kept out, and it is of use only if nobody wrote meanwhile.
type session struct {
	bolt *bolt.DB
	open *os.File
	file fs.FileInfo
	meta meta
	free []uint64 // pages that are not in use, in order

	room  []byte // for the pages that are looked at
	wrote bool   // the file is not what was found
}

// A kept session is one that the next save may use, with the meta that the file had then.
type kept struct {
	session *session
	meta    meta
}

// there tells whether there is a file, and whether it is one that may be opened. Before a lock file is
// made beside it, it is looked at; in a turn, all that was done before.
func (d *DB) there(ctx context.Context, write bool) (bool, error) {
	if d.turnOf(ctx) != nil {
		return true, nil
	}
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
	if err := regular(info); err != nil || !write {
		return true, err
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

// onlyAFile returns kv.ErrForeign if there is something else at the path.
func (d *DB) onlyAFile() error {
	info, err := os.Lstat(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return regular(info)
}

func regular(info fs.FileInfo) error {
	if info.Mode().IsRegular() {
		return nil
	}
	return fmt.Errorf("not a file but %s: %w", kindOfFile(info.Mode()), kv.ErrForeign)
}

// kindOfFile names what is no regular file.
func kindOfFile(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link, which is not followed"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}

// gone is the error for a file that something was saved in and that is not there any more. It must
// not be made anew as if nothing had been in it.
func (d *DB) gone() error {
	return damaged("the file is gone, and answers were saved in it; if that was meant, remove %s too", d.path+lockSuffix)
}

// session opens the file, calls fn and closes it, or keeps it after a save. The caller holds the lock, and
// knows that the transaction last was acknowledged. A turn opens the file once, until something was written.
func (d *DB) session(ctx context.Context, write bool, last uint64, fn func(*session) error) (err error) {
	in := d.turnOf(ctx)
	var s *session
	switch {
	case in != nil && in.open != nil:
		s, in.open = in.open, nil
	case in != nil || write:
		s = d.resume(last)
	}
	if s == nil {
		s = &session{}
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			s.abandon()
			err = damaged("%v", p)
		}
	}()
	if s.bolt == nil {
		if err := d.open(ctx, write || in != nil, last, s); err != nil {
			return err
		}
	}
	err = fn(s)
	switch {
	case in != nil && !s.wrote:
		in.open = s
	case err == nil && write:
		d.keep(s)
	default:
		s.close()
	}
	return err
}

// close lets go of the file. What was written was synced before, and what was read was copied: closing can
// spoil neither.
func (s *session) close() { _ = s.bolt.Close() }

// keep lets others use the file, and keeps it open for the next save: opening and closing it takes as long as
// all else that a save does besides waiting for the disk.
func (d *DB) keep(s *session) {
	if !unlocked(s.open) {
		s.close()
		return
	}
	d.kept.Store(&kept{s, s.meta})
	if d.closed.Load() {
		drop(d.kept)
	}
}

// resume returns the session that was kept, or nil if it is of no use: the file at the path is another one
// now, or somebody wrote to it. The caller holds the lock.
func (d *DB) resume(last uint64) *session {
	before := d.kept.Swap(nil)
	if before == nil {
		return nil
	}
	s := before.session
	s.wrote = false
	busy, err := flockBolt(s.open, true)
	if err == nil && !busy {
		err = s.check(true, last)
	}
	if err == nil && !busy && s.meta == before.meta && d.same(s.file) == nil {
		return s
	}
	s.close()
	return nil
}

// drop closes the session that was kept.
func drop(from *atomic.Pointer[kept]) {
	if before := from.Swap(nil); before != nil {
		before.session.close()
	}
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
	long := time.NewTimer(d.opts.LockTimeout / 10)
	defer long.Stop()
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
		case <-long.C:
			d.opts.Waiting()
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
		s.open = f
		err = s.check(write, last)
	}
	if err != nil {
		s.open = nil
		_ = f.Close() // nothing was written
		return nil, err
	}
	return f, nil
}

// check looks at the file that is open.
func (s *session) check(write bool, last uint64) (err error) {
	if s.file, err = s.open.Stat(); err != nil {
		return err
	}
	if write {
		if err := keepPrivate(s.open, s.file); err != nil {
			return err
		}
	}
	s.meta, s.free, err = preflight(s.open, s.file.Size(), last)
	return err
}
