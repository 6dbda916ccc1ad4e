package boltkv_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/kv/kvtest"
)

func TestBoltFileKeepsTheContract(t *testing.T) {
	kvtest.Run(t, func(t *testing.T) kv.DB {
		return boltkv.New(filepath.Join(t.TempDir(), "new", "p.db"), boltkv.Options{NoSync: true})
	})
}

func TestSyncedFileKeepsWhatItWasGiven(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	put(t, boltkv.New(path, boltkv.Options{}), "a", "one", 0)
	if got := value(t, boltkv.New(path, boltkv.Options{}), "a"); got != "one" {
		t.Errorf("read back %q, want one", got)
	}
}

func TestReadingCreatesNothing(t *testing.T) {
	dir := t.TempDir()
	db := boltkv.New(filepath.Join(dir, "sub", "p.db"), boltkv.Options{})
	if _, err := db.Get(t.Context(), "a"); !errors.Is(err, kv.ErrNotFound) {
		t.Errorf("Get: got %v, want %v", err, kv.ErrNotFound)
	}
	if entries, err := db.Scan(t.Context(), ""); err != nil || len(entries) != 0 {
		t.Errorf("Scan: got %v, %v, want nothing", entries, err)
	}
	if v, err := db.Version(t.Context()); v != 0 || err != nil {
		t.Errorf("Version: got %d, %v, want 0", v, err)
	}
	if err := db.Commit(t.Context(), kv.Change{Key: "a", Base: 3}); !errors.Is(err, kv.ErrConflict) {
		t.Errorf("Commit on a base: got %v, want %v", err, kv.ErrConflict)
	}
	wantFiles(t, dir)
}

func TestTwoDatabasesOnOneFileSeeEachOther(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	a, b := boltkv.New(path, boltkv.Options{NoSync: true}), boltkv.New(path, boltkv.Options{NoSync: true})
	put(t, a, "k", "one", 0)
	e, err := b.Get(t.Context(), "k")
	if err != nil {
		t.Fatal(err)
	}
	before := version(t, a)
	put(t, b, "k", "two", e.Revision)
	if got := value(t, a, "k"); got != "two" {
		t.Errorf("value after the other wrote: got %q, want two", got)
	}
	if after := version(t, a); after == before {
		t.Errorf("Version after the other wrote: still %d", after)
	}
	if err := a.Commit(t.Context(), kv.Change{Key: "k", Base: e.Revision}); !errors.Is(err, kv.ErrConflict) {
		t.Errorf("Commit on the old revision: got %v, want %v", err, kv.ErrConflict)
	}
}

func TestFirstCreationHasOneWinner(t *testing.T) {
	for range 20 {
		dir := t.TempDir()
		path := filepath.Join(dir, "sub", "p.db")
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				err := boltkv.New(path, boltkv.Options{NoSync: true}).Commit(t.Context(), kv.Change{Key: strconv.Itoa(i)})
				if err != nil {
					t.Errorf("first commit of %d: %v", i, err)
				}
			})
		}
		wg.Wait()
		entries, err := boltkv.New(path, boltkv.Options{}).Scan(t.Context(), "")
		if err != nil || len(entries) != 8 {
			t.Fatalf("after 8 first commits: got %d entries, %v", len(entries), err)
		}
		wantFiles(t, filepath.Dir(path), "p.db", "p.db.lock")
	}
}

func TestFileThatDisappearsIsNotMadeAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	db := boltkv.New(path, boltkv.Options{NoSync: true})
	put(t, db, "a", "one", 0)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	wantDamaged(t, db)
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file was made anew: %v", err)
	}
}

func TestFileThatGoesBackInTimeIsReported(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	db := boltkv.New(path, boltkv.Options{NoSync: true})
	put(t, db, "a", "one", 0)
	old := read(t, path)
	put(t, db, "b", "two", 0)
	write(t, path, old)
	wantDamaged(t, db)
	wantDamaged(t, boltkv.New(path, boltkv.Options{NoSync: true})) // as another process
}

// The file is removed as soon as it begins to grow, so most often before the commit is acknowledged.
func TestCommitIntoADeletedFileIsNotAcknowledged(t *testing.T) {
	big := make([]kv.Change, 40)
	for i := range big {
		big[i] = kv.Change{Key: fmt.Sprint("big", i), Value: make([]byte, kv.MaxValue)}
	}
	for range 50 {
		path := filepath.Join(t.TempDir(), "p.db")
		db := boltkv.New(path, boltkv.Options{NoSync: true})
		put(t, db, "a", "one", 0)
		removed := make(chan error)
		go func() {
			for {
				info, err := os.Stat(path)
				if err != nil || info.Size() > kv.MaxValue {
					removed <- errors.Join(err, os.Remove(path))
					return
				}
			}
		}()
		err := db.Commit(t.Context(), big...)
		if err := <-removed; err != nil {
			t.Fatal(err)
		}
		if errors.Is(err, kv.ErrUnknown) {
			return
		}
		if err != nil {
			t.Fatalf("Commit: got %v, want %v", err, kv.ErrUnknown)
		}
	}
	t.Error("50 commits were acknowledged before their file was removed")
}

func put(t *testing.T, db *boltkv.DB, key, value string, base kv.Revision) {
	t.Helper()
	if err := db.Commit(t.Context(), kv.Change{Key: key, Value: []byte(value), Base: base}); err != nil {
		t.Fatalf("Commit(%s): %v", key, err)
	}
}

func value(t *testing.T, db *boltkv.DB, key string) string {
	t.Helper()
	e, err := db.Get(t.Context(), key)
	if err != nil {
		t.Fatalf("Get(%s): %v", key, err)
	}
	return string(e.Value)
}

func version(t *testing.T, db *boltkv.DB) uint64 {
	t.Helper()
	v, err := db.Version(t.Context())
	if err != nil {
		t.Fatalf("Version: %v", err)
	}
	return v
}

// errorsOf returns what reading and writing say about a database.
func errorsOf(t *testing.T, db *boltkv.DB) map[string]error {
	t.Helper()
	_, get := db.Get(t.Context(), "a")
	_, scan := db.Scan(t.Context(), "")
	return map[string]error{"Get": get, "Scan": scan, "Commit": db.Commit(t.Context(), kv.Change{Key: "new"})}
}

func wantErrors(t *testing.T, db *boltkv.DB, want error) {
	t.Helper()
	for call, err := range errorsOf(t, db) {
		if !errors.Is(err, want) || !strings.Contains(err.Error(), db.Path()) {
			t.Errorf("%s: got error %v, want %v with the path", call, err, want)
		}
	}
}

func wantDamaged(t *testing.T, db *boltkv.DB) {
	t.Helper()
	wantErrors(t, db, kv.ErrDamaged)
}

func wantFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files in the directory (-want +got):\n%s", diff)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
