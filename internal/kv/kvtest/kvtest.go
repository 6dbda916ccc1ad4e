// Package kvtest is the contract of kv.DB as tests. Every driver runs it; nothing but tests imports it.
package kvtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/kv"
)

// Run tests the databases that open returns: each of them new, empty and used by one test.
func Run(t *testing.T, open func(t *testing.T) kv.DB) {
	t.Helper()
	for _, test := range []struct {
		name string
		run  func(t *testing.T, db kv.DB)
	}{
		{"EmptyDatabaseReadsAsEmpty", emptyReadsAsEmpty},
		{"CreatedEntryIsRead", createdIsRead},
		{"ConflictLeavesEverythingUntouched", conflictTouchesNothing},
		{"OneBadChangeAmongManyStopsAll", oneBadChangeStopsAll},
		{"RevisionsGrowAndAreEqualWithinACommit", revisionsGrow},
		{"DeletedKeyCanBeCreatedAgain", deleteAndRecreate},
		{"CommitWithoutChangesDoesNothing", noChanges},
		{"ScanIsInByteOrder", scanInByteOrder},
		{"ScanStopsAtThePrefix", scanStopsAtPrefix},
		{"BeyondALimitNothingIsWritten", limits},
		{"AtTheLimitEverythingIsWritten", atTheLimit},
		{"ValuesAreCopies", valuesAreCopies},
		{"CancelledContextIsRefused", cancelled},
		{"ClosedDatabaseIsRefused", closed},
		{"VersionChangesWithEachCommit", versionChanges},
		{"ConcurrentWritersLoseNoUpdate", noLostUpdate},
		{"DatabaseEqualsAMap", equalsMap},
	} {
		t.Run(test.name, func(t *testing.T) {
			db := open(t)
			t.Cleanup(func() {
				if err := db.Close(); err != nil {
					t.Errorf("Close: %v", err)
				}
			})
			test.run(t, db)
		})
	}
}

// put is a change that writes value to key, if the key is at base.
func put(key, value string, base kv.Revision) kv.Change {
	return kv.Change{Key: key, Value: []byte(value), Base: base}
}

func commit(t *testing.T, db kv.DB, changes ...kv.Change) {
	t.Helper()
	if err := db.Commit(t.Context(), changes...); err != nil {
		t.Fatalf("Commit(%v): %v", changes, err)
	}
}

func get(t *testing.T, db kv.DB, key string) kv.Entry {
	t.Helper()
	e, err := db.Get(t.Context(), key)
	if err != nil {
		t.Fatalf("Get(%q): %v", key, err)
	}
	return e
}

func scan(t *testing.T, db kv.DB, prefix string) []kv.Entry {
	t.Helper()
	entries, err := db.Scan(t.Context(), prefix)
	if err != nil {
		t.Fatalf("Scan(%q): %v", prefix, err)
	}
	return entries
}

func keys(entries []kv.Entry) []string {
	var found []string
	for _, e := range entries {
		found = append(found, e.Key)
	}
	return found
}

func wantError(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got error %v, want %v", what, err, want)
	}
}

func wantKeys(t *testing.T, db kv.DB, prefix string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, keys(scan(t, db, prefix))); diff != "" {
		t.Errorf("keys of Scan(%q) (-want +got):\n%s", prefix, diff)
	}
}

func emptyReadsAsEmpty(t *testing.T, db kv.DB) {
	for _, key := range []string{"a", "", strings.Repeat("k", kv.MaxKey+1)} {
		_, err := db.Get(t.Context(), key)
		wantError(t, fmt.Sprintf("Get(%.10q)", key), err, kv.ErrNotFound)
	}
	wantKeys(t, db, "")
	wantKeys(t, db, "a")
}

func createdIsRead(t *testing.T, db kv.DB) {
	commit(t, db, put("a", "one", 0), put("empty", "", 0))
	if got := get(t, db, "a"); got.Key != "a" || string(got.Value) != "one" || got.Revision == 0 {
		t.Errorf("Get(a) = %+v, want key a, value one and a revision", got)
	}
	if got := get(t, db, "empty"); len(got.Value) != 0 || got.Revision == 0 {
		t.Errorf("Get(empty) = %+v, want no value and a revision", got)
	}
	for _, key := range []string{"b", "", "a\x00", "A"} {
		_, err := db.Get(t.Context(), key)
		wantError(t, fmt.Sprintf("Get(%q)", key), err, kv.ErrNotFound)
	}
}

func conflictTouchesNothing(t *testing.T, db kv.DB) {
	commit(t, db, put("a", "one", 0))
	rev := get(t, db, "a").Revision
	for _, c := range []kv.Change{
		put("a", "two", 0),
		put("a", "two", rev+1),
		{Key: "a", Delete: true},
		{Key: "a", Delete: true, Base: rev + 1},
		put("b", "two", rev),
		{Key: "b", Delete: true, Base: rev},
	} {
		wantError(t, fmt.Sprintf("Commit(%+v)", c), db.Commit(t.Context(), c), kv.ErrConflict)
	}
	want := []kv.Entry{{Key: "a", Value: []byte("one"), Revision: rev}}
	if diff := cmp.Diff(want, scan(t, db, "")); diff != "" {
		t.Errorf("after conflicts (-want +got):\n%s", diff)
	}
}

func oneBadChangeStopsAll(t *testing.T, db kv.DB) {
	var changes []kv.Change
	for i := range kv.MaxChanges {
		changes = append(changes, put(fmt.Sprintf("k%02d", i), "new", 0))
	}
	commit(t, db, put("k50", "old", 0), put("other", "old", 0))
	before := scan(t, db, "")
	changes[0] = kv.Change{Key: "other", Delete: true, Base: get(t, db, "other").Revision}
	wantError(t, "Commit with one bad change", db.Commit(t.Context(), changes...), kv.ErrConflict)
	if diff := cmp.Diff(before, scan(t, db, "")); diff != "" {
		t.Errorf("after a commit with one bad change (-want +got):\n%s", diff)
	}
}

func revisionsGrow(t *testing.T, db kv.DB) {
	commit(t, db, put("a", "1", 0), put("b", "1", 0))
	first := get(t, db, "a").Revision
	if got := get(t, db, "b").Revision; got != first {
		t.Errorf("revisions within a commit: got %d and %d, want equal", first, got)
	}
	commit(t, db, put("c", "1", 0))
	commit(t, db, put("a", "2", first))
	second := get(t, db, "a").Revision
	if c := get(t, db, "c").Revision; first >= c || c >= second {
		t.Errorf("revisions of three commits: got %d, %d, %d, want growing", first, c, second)
	}
	if got := get(t, db, "b").Revision; got != first {
		t.Errorf("revision of a key that was not written: got %d, want %d", got, first)
	}
}

func deleteAndRecreate(t *testing.T, db kv.DB) {
	commit(t, db, put("a", "1", 0))
	first := get(t, db, "a").Revision
	commit(t, db, kv.Change{Key: "a", Delete: true, Base: first})
	_, err := db.Get(t.Context(), "a")
	wantError(t, "Get after delete", err, kv.ErrNotFound)
	wantError(t, "Commit on a deleted base", db.Commit(t.Context(), put("a", "2", first)), kv.ErrConflict)
	commit(t, db, kv.Change{Key: "a", Delete: true})
	commit(t, db, put("a", "3", 0))
	if got := get(t, db, "a"); string(got.Value) != "3" || got.Revision <= first {
		t.Errorf("recreated: got %+v, want value 3 and a revision above %d", got, first)
	}
}

func noChanges(t *testing.T, db kv.DB) {
	commit(t, db)
	wantKeys(t, db, "")
}

func scanInByteOrder(t *testing.T, db kv.DB) {
	want := []string{"\x00", "A", "a", "a\x00", "a\x7f", "a\x80", "a\xff", "a\xff\xff", "b", "\x80", "\xc3\xa4", "\xff"}
	for i := range want {
		commit(t, db, put(want[(i*5)%len(want)], "v", 0))
	}
	wantKeys(t, db, "", want...)
}

func scanStopsAtPrefix(t *testing.T, db kv.DB) {
	for _, key := range []string{"a", "a/", "a/1", "a/2/3", "a0", "a.", "b", "\xff", "\xff\xff1", "\xff\x80"} {
		commit(t, db, put(key, "v", 0))
	}
	wantKeys(t, db, "a/", "a/", "a/1", "a/2/3")
	wantKeys(t, db, "a0", "a0")
	wantKeys(t, db, "a", "a", "a.", "a/", "a/1", "a/2/3", "a0")
	wantKeys(t, db, "\xff", "\xff", "\xff\x80", "\xff\xff1")
	wantKeys(t, db, "\xff\xff", "\xff\xff1")
	wantKeys(t, db, "c")
	wantKeys(t, db, "b0")
}

func limits(t *testing.T, db kv.DB) {
	many := make([]kv.Change, kv.MaxChanges+1)
	for i := range many {
		many[i] = put(strconv.Itoa(i), "v", 0)
	}
	for name, changes := range map[string][]kv.Change{
		"too many changes": many,
		"a key twice":      {put("a", "1", 0), put("b", "1", 0), {Key: "a", Delete: true}},
		"long key":         {put("b", "1", 0), put(strings.Repeat("k", kv.MaxKey+1), "1", 0)},
		"big value":        {put("b", "1", 0), put("a", strings.Repeat("v", kv.MaxValue+1), 0)},
		"empty key":        {put("b", "1", 0), put("", "1", 0)},
	} {
		wantError(t, name, db.Commit(t.Context(), changes...), kv.ErrLimit)
	}
	wantKeys(t, db, "")
}

func atTheLimit(t *testing.T, db kv.DB) {
	many := make([]kv.Change, kv.MaxChanges)
	for i := range many {
		many[i] = put(strconv.Itoa(i), "v", 0)
	}
	commit(t, db, many...)
	long, big := strings.Repeat("k", kv.MaxKey), strings.Repeat("v", kv.MaxValue)
	commit(t, db, put(long, big, 0))
	if got := get(t, db, long); string(got.Value) != big {
		t.Errorf("value of %d bytes: read back %d bytes, or others", len(big), len(got.Value))
	}
	if got := len(scan(t, db, "")); got != kv.MaxChanges+1 {
		t.Errorf("Scan found %d entries, want %d", got, kv.MaxChanges+1)
	}
}

func valuesAreCopies(t *testing.T, db kv.DB) {
	value := []byte("one")
	commit(t, db, kv.Change{Key: "a", Value: value})
	copy(value, "XXX")
	copy(get(t, db, "a").Value, "YYY")
	copy(scan(t, db, "a")[0].Value, "ZZZ")
	if got := get(t, db, "a").Value; !bytes.Equal(got, []byte("one")) {
		t.Errorf("after writing into other copies: got %q, want one", got)
	}
}

func cancelled(t *testing.T, db kv.DB) {
	commit(t, db, put("a", "1", 0))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := db.Get(ctx, "a")
	wantError(t, "Get", err, context.Canceled)
	_, err = db.Scan(ctx, "a")
	wantError(t, "Scan", err, context.Canceled)
	wantError(t, "Commit", db.Commit(ctx, put("b", "1", 0)), context.Canceled)
	wantKeys(t, db, "", "a")
}

func closed(t *testing.T, db kv.DB) {
	commit(t, db, put("a", "1", 0))
	if err := db.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	_, err := db.Get(t.Context(), "a")
	wantError(t, "Get", err, kv.ErrClosed)
	_, err = db.Scan(t.Context(), "a")
	wantError(t, "Scan", err, kv.ErrClosed)
	wantError(t, "Commit", db.Commit(t.Context(), put("b", "1", 0)), kv.ErrClosed)
	if w, ok := db.(kv.Watcher); ok {
		_, err = w.Version(t.Context())
		wantError(t, "Version", err, kv.ErrClosed)
	}
}

func versionChanges(t *testing.T, db kv.DB) {
	w, ok := db.(kv.Watcher)
	if !ok {
		t.Skip("the driver is no kv.Watcher")
	}
	met := map[uint64]bool{}
	version := func() uint64 {
		t.Helper()
		v, err := w.Version(t.Context())
		if err != nil {
			t.Fatalf("Version: %v", err)
		}
		return v
	}
	if v := version(); v != 0 {
		t.Errorf("Version of a database that does not exist: got %d, want 0", v)
	}
	met[0] = true
	for i := range 10 {
		commit(t, db, put(strconv.Itoa(i), "v", 0))
		v := version()
		if met[v] {
			t.Errorf("Version after commit %d: got %d as before", i, v)
		}
		met[v] = true
		get(t, db, "0")
		if again := version(); again != v {
			t.Errorf("Version after a read: got %d, want %d", again, v)
		}
	}
}

func noLostUpdate(t *testing.T, db kv.DB) {
	const writers, each = 4, 25
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range each {
				if err := Increment(t.Context(), db, "counter"); err != nil {
					t.Errorf("increment: %v", err)
					return
				}
			}
		})
	}
	wg.Wait()
	if got := string(get(t, db, "counter").Value); got != strconv.Itoa(writers*each) {
		t.Errorf("counter after %d writers with %d increments each: got %s", writers, each, got)
	}
}

// Increment adds one to the decimal number at key, which starts as zero, until no other writer is in
// the way.
func Increment(ctx context.Context, db kv.DB, key string) error {
	for {
		n := 0
		e, err := db.Get(ctx, key)
		switch {
		case err == nil:
			if n, err = strconv.Atoi(string(e.Value)); err != nil {
				return err
			}
		case !errors.Is(err, kv.ErrNotFound):
			return err
		}
		err = db.Commit(ctx, put(key, strconv.Itoa(n+1), e.Revision))
		if !errors.Is(err, kv.ErrConflict) {
			return err
		}
	}
}
