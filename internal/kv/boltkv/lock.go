package boltkv

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"prodfirst/internal/kv"
)

// A hold is the right to use the file until release.
type hold struct {
	file    *os.File // the lock file; nil where it cannot be opened
	last    uint64   // the number of the last transaction that was acknowledged, as far as is known
	list    uint32   // the checksum of its list of free pages, or zero
	open    *session // of a turn: the file since it was used first, or nil
	release func()
}

// turn is the key of the hold that Alone puts into a context.
type turn struct{ db *DB }

// Alone calls fn while this DB holds the lock; see kv.Turner.
func (d *DB) Alone(ctx context.Context, fn func(context.Context) error) error {
	if err := d.ready(ctx); err != nil {
		return d.wrap(err)
	}
	if there, err := d.there(ctx, true); err != nil || !there {
		return d.wrap(cmp.Or(err, kv.ErrNotFound))
	}
	wait, cancel := context.WithTimeoutCause(ctx, d.opts.LockTimeout, kv.ErrBusy)
	defer cancel()
	h, err := d.lock(wait, true)
	if err != nil {
		return d.wrap(classify(err))
	}
	defer h.release()
	defer func() {
		if h.open != nil {
			d.keep(h.open)
		}
	}()
	return fn(context.WithValue(ctx, turn{d}, h))
}

// turnOf returns the hold of a turn of this DB that ctx is in, or nil.
func (d *DB) turnOf(ctx context.Context) *hold {
	h, _ := ctx.Value(turn{d}).(*hold)
	return h
}

// lock waits until this operation may use the file, or until ctx is done. The lock file is a queue
// in front of bbolt's own lock, which is polled and knows none. A read makes none, and where it cannot
// be written it goes on without.
func (d *DB) lock(ctx context.Context, write bool) (*hold, error) {
	if h := d.turnOf(ctx); h != nil {
		return holding(h.file, func() {}), nil
	}
	select {
	case d.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, busy(ctx)
	}
	flag := os.O_RDWR | carefully
	if write {
		flag |= os.O_CREATE
	}
	f, err := os.OpenFile(d.path+lockSuffix, flag, filePerm)
	if err != nil {
		if !write && (errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)) {
			return &hold{last: lastOf(d.path), release: func() { <-d.turn }}, nil
		}
		<-d.turn
		return nil, err
	}
	unlock := func() {
		_ = f.Close() // which also unlocks
		<-d.turn
	}
	if nobodyWaits(f) && flock(f, write, false) == nil {
		return holding(f, unlock), nil
	}
	return d.stand(ctx, f, write, unlock)
}

// stand stands in line for the lock of f, and calls unlock if it does not get it.
func (d *DB) stand(ctx context.Context, f *os.File, write bool, unlock func()) (*hold, error) {
	var refused error
	done := make(chan struct{})
	go func() {
		refused = lockInTurn(f, write)
		close(done)
	}()
	long := time.NewTimer(d.opts.LockTimeout / 10)
	defer long.Stop()
	for {
		select {
		case <-long.C:
			d.opts.Waiting()
		case <-done:
			if refused != nil {
				unlock()
				return nil, refused
			}
			return holding(f, unlock), nil
		case <-ctx.Done():
			// The turn is kept until the lock arrives, so that at most one goroutine of a DB waits for it.
			go func() {
				<-done
				unlock()
			}()
			return nil, busy(ctx)
		}
	}
}

// holding returns the hold of who has locked the lock file.
func holding(f *os.File, release func()) *hold {
	h := &hold{file: f, release: release}
	h.last, h.list = readLast(f)
	return h
}

// lockInTurn waits for the lock of f. Where there can be no line, as on some network file systems, it does
// without.
func lockInTurn(f *os.File, write bool) error {
	_ = queue(f)
	defer leaveQueue(f)
	return flock(f, write, true)
}

// busy says that another process holds the file, and why waiting for it ended.
func busy(ctx context.Context) error {
	if cause := context.Cause(ctx); !errors.Is(cause, kv.ErrBusy) {
		return fmt.Errorf("%w: %w", kv.ErrBusy, cause)
	}
	return kv.ErrBusy
}
