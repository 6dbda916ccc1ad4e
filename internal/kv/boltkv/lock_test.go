//go:build unix

package boltkv_test

import (
	"context"
	"errors"
	"os"
	"syscall"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
)

func TestLockHeldByAnotherProcessIsBusy(t *testing.T) {
	path, _ := sample(t)
	for name, hold := range map[string]func(*testing.T, string) func(){"queue": holdQueue, "bbolt": holdBolt} {
		t.Run(name, func(t *testing.T) {
			release := hold(t, path)
			told := 0
			db := boltkv.New(path, boltkv.Options{NoSync: true, LockTimeout: 100 * time.Millisecond, Waiting: func() { told++ }})
			start := time.Now()
			wantErrors(t, db, kv.ErrBusy)
			if told == 0 {
				t.Error("nobody was told of the wait")
			}
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("three calls with a lock timeout of 100 ms took %v", took)
			}
			release()
			if got := value(t, boltkv.New(path, boltkv.Options{}), "a"); got != "the payload of a" {
				t.Errorf("after the lock was let go: read %q", got)
			}
		})
	}
}

func TestWaitingForALockEndsWithTheContext(t *testing.T) {
	for name, hold := range map[string]func(*testing.T, string) func(){"queue": holdQueue, "bbolt": holdBolt} {
		t.Run(name, func(t *testing.T) {
			path, _ := sample(t)
			release := hold(t, path)
			db := boltkv.New(path, boltkv.Options{NoSync: true, LockTimeout: time.Hour})
			for range 3 {
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
				err := db.Commit(ctx, kv.Change{Key: "new"})
				cancel()
				if !errors.Is(err, kv.ErrBusy) || !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("Commit: got %v, want %v and %v", err, kv.ErrBusy, context.DeadlineExceeded)
				}
			}
			release()
			put(t, db, "new", "one", 0)
		})
	}
}

func TestNobodyCommitsBetweenTheCallsOfATurn(t *testing.T) {
	path, _ := sample(t)
	db := boltkv.New(path, boltkv.Options{NoSync: true})
	other := boltkv.New(path, boltkv.Options{NoSync: true, LockTimeout: 30 * time.Millisecond})
	err := db.Alone(t.Context(), func(ctx context.Context) error {
		if err := other.Commit(t.Context(), kv.Change{Key: "between"}); !errors.Is(err, kv.ErrBusy) {
			t.Errorf("Commit of another process: got %v, want %v", err, kv.ErrBusy)
		}
		if err := db.Commit(ctx, kv.Change{Key: "one"}); err != nil {
			t.Errorf("Commit: %v", err)
		}
		if _, err := db.Get(ctx, "one"); err != nil {
			t.Errorf("Get: %v", err)
		}
		return kv.ErrFull
	})
	if !errors.Is(err, kv.ErrFull) {
		t.Errorf("Alone: got %v, want what the function returned", err)
	}
	put(t, boltkv.New(path, boltkv.Options{NoSync: true}), "after", "the turn is over", 0)
	release := holdQueue(t, path)
	defer release()
	err = other.Alone(t.Context(), func(context.Context) error { return errors.New("called") })
	if !errors.Is(err, kv.ErrBusy) {
		t.Errorf("Alone while another process has the lock: got %v, want %v", err, kv.ErrBusy)
	}
}

func TestWaiterGetsTheLockWhenItIsLetGo(t *testing.T) {
	path, _ := sample(t)
	release := holdQueue(t, path)
	db := boltkv.New(path, boltkv.Options{NoSync: true, LockTimeout: time.Hour})
	done := make(chan error)
	go func() { done <- db.Commit(t.Context(), kv.Change{Key: "new"}) }()
	select {
	case err := <-done:
		t.Fatalf("Commit went past the lock: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	release()
	if err := <-done; err != nil {
		t.Errorf("Commit: %v", err)
	}
}

// holdQueue holds the lock file as another process would.
func holdQueue(t *testing.T, path string) (release func()) {
	t.Helper()
	f, err := os.OpenFile(path+".lock", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return func() { _ = f.Close() }
}

// holdBolt has the file open as another program would.
func holdBolt(t *testing.T, path string) (release func()) {
	t.Helper()
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return func() { _ = db.Close() }
}
