package boltkv_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
)

// impatient is another process that waits for nobody.
func impatient(path string) *boltkv.DB {
	return boltkv.New(path, boltkv.Options{NoSync: true, LockTimeout: time.Millisecond})
}

func TestFileThatIsKeptOpenKeepsNobodyOut(t *testing.T) {
	path, _ := sample(t)
	db := boltkv.New(path, boltkv.Options{NoSync: true})
	for i := range 5 {
		name := fmt.Sprint("ours", i)
		put(t, db, name, "one", 0)
		put(t, impatient(path), fmt.Sprint("theirs", i), "two", 0)
		if got := value(t, db, fmt.Sprint("theirs", i)); got != "two" {
			t.Errorf("got %q of what another process wrote", got)
		}
		put(t, db, name, "three", entry(t, db, name).Revision)
	}
}

func entry(t *testing.T, db *boltkv.DB, key string) kv.Entry {
	t.Helper()
	e, err := db.Get(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// What is open is of no use after any of these: a save must find what is at the path now.
func TestFileThatIsKeptOpenIsLookedAtAgain(t *testing.T) {
	for name, happens := range map[string]struct {
		to   func(t *testing.T, path string)
		want error
	}{
		"another file in its place": {func(t *testing.T, path string) {
			other := filepath.Join(t.TempDir(), "p.db")
			db := boltkv.New(other, boltkv.Options{NoSync: true})
			for i := range 30 {
				put(t, db, fmt.Sprint("other", i), "of another file", 0)
			}
			if err := os.Rename(other, path); err != nil {
				t.Fatal(err)
			}
		}, nil},
		"compacted": {func(t *testing.T, path string) {
			if _, _, err := boltkv.New(path, boltkv.Options{NoSync: true}).Compact(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
		}, nil},
		"damaged": {func(t *testing.T, path string) {
			b := read(t, path)
			f, err := os.OpenFile(path, os.O_WRONLY, 0) // not made anew
			if err == nil {
				_, err = f.WriteAt(bytes.ReplaceAll(b, []byte("the payload of a"), []byte("the payload of b")), 0)
			}
			if err := errors.Join(err, f.Close()); err != nil {
				t.Fatal(err)
			}
		}, kv.ErrDamaged},
		"cut short": {func(t *testing.T, path string) {
			if err := os.Truncate(path, 3*int64(os.Getpagesize())); err != nil {
				t.Fatal(err)
			}
		}, kv.ErrDamaged},
		"empty": {func(t *testing.T, path string) { write(t, path, nil) }, kv.ErrDamaged},
		"gone": {func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}, kv.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			path, _ := sample(t)
			db := boltkv.New(path, boltkv.Options{NoSync: true})
			put(t, db, "before", "one", 0)
			happens.to(t, path)
			err := db.Commit(t.Context(), kv.Change{Key: "after"}) // which comes next to a
			if !errors.Is(err, happens.want) {
				t.Fatalf("Commit: got %v, want %v", err, happens.want)
			}
			if err == nil {
				wantSound(t, path)
			}
		})
	}
}

func wantSound(t *testing.T, path string) {
	t.Helper()
	db := boltkv.New(path, boltkv.Options{NoSync: true})
	if got := value(t, db, "after"); got != "" {
		t.Errorf("got %q, want what was saved last", got)
	}
	if faults, err := db.Check(t.Context(), nil); err != nil || len(faults) > 0 {
		t.Errorf("Check: got %v and %v", faults, err)
	}
}

func TestFileIsLetGoWhenItIsOfNoUse(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("mappings are listed in /proc on Linux")
	}
	path, _ := sample(t)
	mapped := func() int { return strings.Count(string(read(t, "/proc/self/maps")), path) }
	db := boltkv.New(path, boltkv.Options{NoSync: true})
	put(t, db, "one", "ours", 0)
	if got := mapped(); got != 1 {
		t.Errorf("after a save the file is mapped %d times, want once", got)
	}
	version(t, db)
	value(t, db, "one")
	if got := mapped(); got != 1 {
		t.Errorf("after a look the file is mapped %d times, want once", got)
	}
	other := boltkv.New(path, boltkv.Options{NoSync: true})
	put(t, other, "two", "theirs", 0)
	version(t, db)
	if got := mapped(); got != 1 {
		t.Errorf("after seeing that another process saved, the file is mapped %d times, want once, by that", got)
	}
	put(t, db, "three", "ours", 0)
	_, _ = other.Close(), db.Close()
	if got := mapped(); got != 0 {
		t.Errorf("after Close the file is mapped %d times", got)
	}
}

func TestFileIsLetGoWhenNobodyRefersToIt(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("mappings are listed in /proc on Linux")
	}
	path, _ := sample(t)
	for i := range 100 {
		put(t, boltkv.New(path, boltkv.Options{NoSync: true}), fmt.Sprint("forgotten", i), "", 0)
	}
	for strings.Contains(string(read(t, "/proc/self/maps")), path) {
		runtime.GC()
	}
}

func TestTurnReadsWhatItWrote(t *testing.T) {
	path, _ := sample(t)
	db := boltkv.New(path, boltkv.Options{NoSync: true})
	err := db.Alone(t.Context(), func(ctx context.Context) error {
		for i := range 5 {
			before, err := db.Scan(ctx, "turn")
			if err != nil || len(before) != i {
				t.Errorf("got %d entries and %v, want %d", len(before), err, i)
			}
			wrong := kv.Change{Key: "a", Value: []byte("lost"), Base: 77}
			if err := db.Commit(ctx, kv.Change{Key: "never"}, wrong); !errors.Is(err, kv.ErrConflict) {
				t.Errorf("got %v, want %v", err, kv.ErrConflict)
			}
			if err := db.Commit(ctx, kv.Change{Key: fmt.Sprint("turn", i)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	other := boltkv.New(path, boltkv.Options{NoSync: true})
	if all, err := other.Scan(t.Context(), "turn"); err != nil || len(all) != 5 {
		t.Errorf("another process: got %d entries and %v, want 5", len(all), err)
	}
	if _, err := other.Get(t.Context(), "never"); !errors.Is(err, kv.ErrNotFound) {
		t.Errorf("of a commit with a conflict: got %v, want %v", err, kv.ErrNotFound)
	}
}
