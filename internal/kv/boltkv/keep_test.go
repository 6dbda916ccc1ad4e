package boltkv_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
)

func scan(t *testing.T, path string) []kv.Entry {
	t.Helper()
	entries, err := open(path).Scan(t.Context(), "")
	if err != nil {
		t.Fatalf("Scan: %v", err)
	}
	return entries
}

func open(path string) *boltkv.DB { return boltkv.New(path, boltkv.Options{NoSync: true}) }

// values are entries without their revisions.
func values(entries []kv.Entry) map[string]string {
	all := map[string]string{}
	for _, e := range entries {
		all[e.Key] = string(e.Value)
	}
	return all
}

// spoil damages the value at key a, wherever the file has it.
func spoil(t *testing.T, path string) {
	t.Helper()
	write(t, path, bytes.ReplaceAll(read(t, path), []byte("the payload of a"), []byte("the payload of b")))
}

func TestBackupIsTheDatabaseAndOverwritesNothing(t *testing.T) {
	path, want := sample(t)
	file := filepath.Join(t.TempDir(), "copy.db")
	var told int64
	progress := func(done, total int64) {
		if done < told || done > total {
			t.Errorf("progress went from %d to %d of %d", told, done, total)
		}
		told = done
	}
	if err := open(path).Backup(t.Context(), file, progress); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, scan(t, file)); diff != "" || told == 0 {
		t.Errorf("the copy (-want +got), told of %d bytes:\n%s", told, diff)
	}
	before := read(t, file)
	if err := open(path).Backup(t.Context(), file, nil); !errors.Is(err, os.ErrExist) {
		t.Errorf("to a file that is there: got %v, want %v", err, os.ErrExist)
	}
	if !bytes.Equal(before, read(t, file)) {
		t.Error("the file that was there was changed")
	}
	wantFiles(t, filepath.Dir(file), "copy.db")
}

func TestBackupOfADamagedDatabaseIsRefused(t *testing.T) {
	path, _ := sample(t)
	spoil(t, path)
	dir := t.TempDir()
	if err := open(path).Backup(t.Context(), filepath.Join(dir, "copy.db"), nil); !errors.Is(err, kv.ErrDamaged) {
		t.Errorf("got %v, want %v", err, kv.ErrDamaged)
	}
	wantFiles(t, dir)
}

func TestBackupWhileOthersWriteIsOneMoment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	put(t, open(path), "n0", "x", 0)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { // two keys in each commit, so that a torn copy has one without the other
		db := open(path)
		for base := kv.Revision(0); ; base++ {
			changes := []kv.Change{{Key: "a", Base: base, Value: make([]byte, 3000)}, {Key: "b", Base: base, Value: make([]byte, 3000)}}
			if base > 0 {
				changes[0].Base, changes[1].Base = base+1, base+1
			}
			if err := db.Commit(ctx, changes...); err != nil {
				if ctx.Err() != nil {
					err = nil
				}
				done <- err
				return
			}
		}
	}()
	for n := range 20 {
		file := filepath.Join(t.TempDir(), "copy.db")
		if err := open(path).Backup(t.Context(), file, nil); err != nil {
			t.Fatalf("backup %d: %v", n, err)
		}
		got := map[string]kv.Revision{}
		for _, e := range scan(t, file) {
			got[e.Key] = e.Revision
		}
		if got["a"] != got["b"] {
			t.Errorf("backup %d is torn: %v", n, got)
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestRestoreIsNoticedAndConflictsWithWhatWasSeen(t *testing.T) {
	path, want := sample(t)
	file, old := filepath.Join(t.TempDir(), "copy.db"), filepath.Join(filepath.Dir(path), "old.db")
	if err := open(path).Backup(t.Context(), file, nil); err != nil {
		t.Fatal(err)
	}
	other := open(path) // another process, which goes on
	put(t, other, "later", "one", 0)
	seen, err := other.Get(t.Context(), "later")
	if err != nil {
		t.Fatal(err)
	}
	before, lost := version(t, other), scan(t, path)
	if err := open(path).Restore(t.Context(), file, old, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lost, scan(t, old)); diff != "" {
		t.Errorf("what was there before (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(values(want), values(scan(t, path))); diff != "" {
		t.Errorf("restored (-want +got):\n%s", diff)
	}
	if after := version(t, other); after>>32 != before>>32+1 {
		t.Errorf("Version: from %x to %x, want one more in the upper 32 bits", before, after)
	}
	if _, err := other.Get(t.Context(), "later"); !errors.Is(err, kv.ErrNotFound) {
		t.Errorf("what is not in the backup: got %v, want %v", err, kv.ErrNotFound)
	}
	for _, e := range want {
		change := kv.Change{Key: e.Key, Base: e.Revision, Value: []byte("over it")}
		if err := other.Commit(t.Context(), change); !errors.Is(err, kv.ErrConflict) {
			t.Errorf("a change of %s based on what was before: got %v, want %v", e.Key, err, kv.ErrConflict)
		}
	}
	e, err := other.Get(t.Context(), "a")
	if err != nil || e.Revision <= seen.Revision {
		t.Fatalf("revision %d after %d, %v", e.Revision, seen.Revision, err)
	}
	put(t, other, "a", "two", e.Revision)
	if err := open(path).Restore(t.Context(), old, filepath.Join(filepath.Dir(path), "old2.db"), nil); err != nil {
		t.Errorf("back again: %v", err)
	}
	if diff := cmp.Diff(values(lost), values(scan(t, path))); diff != "" {
		t.Errorf("back again (-want +got):\n%s", diff)
	}
}

func TestRestoreTakesThePlaceOfWhatIsDamagedOrGone(t *testing.T) {
	for name, ruin := range map[string]func(t *testing.T, path string){
		"damaged": spoil,
		"garbage": func(t *testing.T, path string) { write(t, path, []byte("nothing of ours")) },
		"empty":   func(t *testing.T, path string) { write(t, path, nil) },
		"older":   func(t *testing.T, path string) { write(t, path, read(t, path+".copy")) },
		"gone": func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			path, want := sample(t)
			file := path + ".copy"
			if err := open(path).Backup(t.Context(), file, nil); err != nil {
				t.Fatal(err)
			}
			put(t, open(path), "later", "one", 0)
			ruin(t, path)
			ruined, _ := os.ReadFile(path) // nothing if it is gone
			wantDamagedOrForeign(t, open(path))
			if err := open(path).Restore(t.Context(), file, path+".old", nil); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(values(want), values(scan(t, path))); diff != "" {
				t.Errorf("restored (-want +got):\n%s", diff)
			}
			if name != "gone" && !bytes.Equal(read(t, path+".old"), ruined) {
				t.Error("what was there before was not kept as it was")
			}
			put(t, open(path), "later", "two", 0)
		})
	}
}

func wantDamagedOrForeign(t *testing.T, db *boltkv.DB) {
	t.Helper()
	if _, err := db.Get(t.Context(), "a"); !errors.Is(err, kv.ErrDamaged) && !errors.Is(err, kv.ErrForeign) {
		t.Errorf("Get: got %v, want %v or %v", err, kv.ErrDamaged, kv.ErrForeign)
	}
}

func TestRestoreOfABadFileChangesNothing(t *testing.T) {
	good, _ := sample(t)
	spoiled, _ := sample(t)
	spoil(t, spoiled)
	garbage := filepath.Join(t.TempDir(), "garbage")
	write(t, garbage, []byte("nothing of ours"))
	before := read(t, good)
	for file, want := range map[string]error{spoiled: kv.ErrDamaged, garbage: kv.ErrForeign, good + ".absent": os.ErrNotExist} {
		if err := open(good).Restore(t.Context(), file, good+".old", nil); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", filepath.Base(file), err, want)
		}
	}
	if !bytes.Equal(before, read(t, good)) {
		t.Error("the database was changed")
	}
	wantFiles(t, filepath.Dir(good), "p.db", "p.db.lock")
	for _, file := range []string{spoiled, garbage} {
		if entries, err := os.ReadDir(filepath.Dir(file)); err != nil || len(entries) > 2 {
			t.Errorf("beside %s: %v, %v", file, entries, err)
		}
	}
}

func TestCompactKeepsEverythingAndGivesSpaceBack(t *testing.T) {
	path, want := sample(t)
	other := open(path)
	for range 3 {
		put(t, other, "big", string(make([]byte, kv.MaxValue)), 0)
		e, err := other.Get(t.Context(), "big")
		if err != nil {
			t.Fatal(err)
		}
		if err := other.Commit(t.Context(), kv.Change{Key: "big", Base: e.Revision, Delete: true}); err != nil {
			t.Fatal(err)
		}
	}
	seen := version(t, other)
	before, after, err := open(path).Compact(t.Context(), nil)
	if err != nil || after > before/2 {
		t.Fatalf("from %d to %d bytes, %v", before, after, err)
	}
	if diff := cmp.Diff(want, scan(t, path)); diff != "" {
		t.Errorf("compacted (-want +got):\n%s", diff)
	}
	if now := version(t, other); now <= seen || now>>32 != seen>>32 {
		t.Errorf("Version: from %x to %x, want a little more", seen, now)
	}
	for n := range 5 { // each in the place that the number of the one before leaves to it
		put(t, other, "key0", "changed", want[1].Revision)
		if want[1].Revision = scan(t, path)[1].Revision; n > 0 && want[1].Revision == 0 {
			t.Error("no revision")
		}
	}
	if faults, err := open(path).Check(t.Context(), nil); err != nil || len(faults) > 0 {
		t.Errorf("Check: %v, %v", faults, err)
	}
	wantFiles(t, filepath.Dir(path), "p.db", "p.db.lock")
}

func TestRewriteChangesAllOrNothing(t *testing.T) {
	path, entries := sample(t)
	other := open(path)
	change := func(e kv.Entry) ([]byte, error) { return append([]byte("new "), e.Value...), nil }
	stop := errors.New("stop")
	for name, test := range map[string]struct {
		still  kv.Entry
		change func(kv.Entry) ([]byte, error)
		want   error
	}{
		"another revision": {kv.Entry{Key: "a", Revision: 99}, change, kv.ErrConflict},
		"an error late": {entries[0], func(e kv.Entry) ([]byte, error) {
			if e.Key == "key9" {
				return nil, stop
			}
			return e.Value, nil
		}, stop},
	} {
		if err := open(path).Rewrite(t.Context(), test.still, ".old", test.change); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
		if diff := cmp.Diff(entries, scan(t, path)); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", name, diff)
		}
	}
	wantFiles(t, filepath.Dir(path), "p.db", "p.db.lock")
	if err := open(path).Rewrite(t.Context(), entries[0], ".old", change); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(entries, scan(t, path+".old")); diff != "" {
		t.Errorf("what was before (-want +got):\n%s", diff)
	}
	got := scan(t, path)
	for i, e := range got {
		if string(e.Value) != "new "+string(entries[i].Value) || e.Revision != got[0].Revision || e.Revision <= entries[len(entries)-1].Revision {
			t.Errorf("%s: revision %d, value %.20q", e.Key, e.Revision, e.Value)
		}
	}
	if err := other.Commit(t.Context(), kv.Change{Key: "a", Base: entries[0].Revision}); !errors.Is(err, kv.ErrConflict) {
		t.Errorf("a change based on what was before: got %v, want %v", err, kv.ErrConflict)
	}
}

func TestCheckAndKeysGoOnAfterADamagedValue(t *testing.T) {
	path, entries := sample(t)
	if faults, err := open(path).Check(t.Context(), nil); err != nil || len(faults) > 0 {
		t.Errorf("Check of a sound file: %v, %v", faults, err)
	}
	spoil(t, path)
	faults, err := open(path).Check(t.Context(), nil)
	if err != nil || len(faults) != 1 || !errors.Is(faults[0], kv.ErrDamaged) {
		t.Errorf("Check: got %v, %v, want one fault", faults, err)
	}
	keys, err := open(path).Keys(t.Context(), "")
	if err != nil || len(keys) != len(entries) {
		t.Errorf("Keys: got %q, %v, want %d", keys, err, len(entries))
	}
	if keys, err = open(path).Keys(t.Context(), "key"); err != nil || len(keys) != len(entries)-1 {
		t.Errorf("Keys with a prefix: got %q, %v, want %d", keys, err, len(entries)-1)
	}
}
