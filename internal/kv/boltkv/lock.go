package boltkv

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"prodfirst/internal/kv"
)

// lock waits until this operation may use the file, or until ctx is done. The lock file is a queue
// in front of bbolt's own lock, which is polled and knows no queue. Where the lock file cannot be
// written a read goes on without.
func (d *DB) lock(ctx context.Context, write bool) (func(), error) {
	select {
	case d.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, busy(ctx)
	}
	f, err := os.OpenFile(d.path+".lock", os.O_RDWR|os.O_CREATE|carefully, filePerm)
	if err != nil {
		if !write && (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)) {
			return func() { <-d.turn }, nil
		}
		<-d.turn
		return nil, err
	}
	unlock := func() {
		_ = f.Close() // which also unlocks
		<-d.turn
	}
	if flock(f, write, false) == nil {
		return unlock, nil
	}
	var refused error
	done := make(chan struct{})
	go func() {
		refused = flock(f, write, true)
		close(done)
	}()
	select {
	case <-done:
		if refused != nil {
			unlock()
			return nil, refused
		}
		return unlock, nil
	case <-ctx.Done():
		// The turn is kept until the lock arrives, so that at most one goroutine of a DB waits for it.
		go func() {
			<-done
			unlock()
		}()
		return nil, busy(ctx)
	}
}

// busy says that another process holds the file, and why waiting for it ended.
func busy(ctx context.Context) error {
	if cause := context.Cause(ctx); !errors.Is(cause, kv.ErrBusy) {
		return fmt.Errorf("%w: %w", kv.ErrBusy, cause)
	}
	return kv.ErrBusy
}
