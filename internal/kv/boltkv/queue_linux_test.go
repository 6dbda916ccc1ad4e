package boltkv_test

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
)

// The last number that was taken is in the lock file after the 34 bytes of what was acknowledged.
func taken(t *testing.T, path string) uint64 {
	t.Helper()
	b := read(t, path+".lock")
	if len(b) < 42 {
		return 0
	}
	return binary.BigEndian.Uint64(b[34:])
}

func TestWaitersGetTheLockInTheOrderInWhichTheyCame(t *testing.T) {
	const waiters = 8
	path, _ := sample(t)
	release := holdQueue(t, path)
	var wg sync.WaitGroup
	for i := range waiters {
		db := boltkv.New(path, boltkv.Options{NoSync: true, LockTimeout: time.Hour})
		wg.Go(func() {
			if err := db.Commit(t.Context(), kv.Change{Key: fmt.Sprint("waiter", i)}); err != nil {
				t.Errorf("waiter %d: %v", i, err)
			}
		})
		for taken(t, path) != uint64(i+1) {
			runtime.Gosched()
		}
	}
	release()
	late := boltkv.New(path, boltkv.Options{NoSync: true, LockTimeout: time.Hour})
	put(t, late, "late", "", 0)
	wg.Wait()
	before := kv.Revision(0)
	for i := range waiters {
		revision := entry(t, late, fmt.Sprint("waiter", i)).Revision
		if revision <= before {
			t.Errorf("waiter %d saved as revision %d, the one before it as %d", i, revision, before)
		}
		before = revision
	}
}

// What is in the lock file is not to be relied on, nor that it can be written.
func TestQueueLivesWithAnyNumber(t *testing.T) {
	for name, number := range map[string][]byte{
		"none": nil, "cut short": {1, 2}, "the last": {0, 1, 0, 0, 0, 0, 0, 0}, "too high": {255, 255, 255, 255, 255, 255, 255, 255},
	} {
		t.Run(name, func(t *testing.T) {
			path, _ := sample(t)
			lock := read(t, path+".lock")
			write(t, path+".lock", append(lock[:34:34], number...))
			release := holdQueue(t, path)
			db := boltkv.New(path, boltkv.Options{NoSync: true, LockTimeout: time.Hour})
			done := make(chan error)
			before := taken(t, path)
			go func() { done <- db.Commit(t.Context(), kv.Change{Key: "new"}) }()
			for taken(t, path) == before {
				runtime.Gosched()
			}
			release()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
}
