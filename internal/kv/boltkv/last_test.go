package boltkv_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
)

func TestAcknowledgedPositionAheadOfTheFileIsLoss(t *testing.T) {
	path, _ := sample(t)
	older := read(t, path)
	lock := read(t, path+".lock")
	put(t, open(path), "later", "one", 0)
	newer := read(t, path)

	write(t, path, older)
	wantDamaged(t, open(path))
	for name, line := range map[string][]byte{
		"behind": lock, "empty": nil, "text": []byte("somebody wrote something else into this\n"),
		"wrong sum": append([]byte("ffffffffffffffff"), lock[16:]...),
	} {
		write(t, path+".lock", line)
		if got := value(t, open(path), "a"); got != "the payload of a" {
			t.Errorf("position %s: read %q", name, got)
		}
	}
	write(t, path, newer)
	write(t, path+".lock", lock)
	if got := value(t, open(path), "later"); got != "one" {
		t.Errorf("a file ahead of the position: read %q", got)
	}
}

func TestFileThatIsGoneForAnotherProcessIsNotMadeAnew(t *testing.T) {
	path, _ := sample(t)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	wantDamaged(t, open(path))
	wantFiles(t, filepath.Dir(path), "p.db.lock")
	if err := os.Remove(path + ".lock"); err != nil {
		t.Fatal(err)
	}
	put(t, open(path), "a", "anew", 0) // as the error says
}

func TestOneBadMetaIsDamageUnlessNothingAcknowledgedIsMissing(t *testing.T) {
	path, _ := sample(t)
	whole, page := read(t, path), os.Getpagesize()
	var read [2]error
	for i := range 2 {
		b := append([]byte(nil), whole...)
		clear(b[i*page : i*page+100])
		write(t, path, b)
		_, read[i] = open(path).Get(t.Context(), "a")
	}
	newest := 0
	if read[0] == nil {
		newest = 1
	}
	if !errors.Is(read[newest], kv.ErrDamaged) || read[1-newest] != nil {
		t.Fatalf("meta 0 bad: %v; meta 1 bad: %v; want that of the last save to be damage, and only that", read[0], read[1])
	}
	b := append([]byte(nil), whole...)
	clear(b[(1-newest)*page : (1-newest)*page+100])
	write(t, path, b)
	put(t, open(path), "later", "one", 0)
	if faults, err := open(path).Check(t.Context(), nil); err != nil || len(faults) > 0 {
		t.Errorf("after a save: %v, %v", faults, err)
	}
}

func TestFreePageThatCannotBeIsReportedBeforeAWrite(t *testing.T) {
	path, _ := sample(t)
	whole, page := read(t, path), os.Getpagesize()
	damaged := 0
	for at := 2 * page; at < len(whole); at += page {
		if whole[at+8] != 0x10 || whole[at+10] == 0 { // a list of free pages with something in it
			continue
		}
		b := append([]byte(nil), whole...)
		copy(b[at+16:], []byte{255, 255, 255, 255, 255, 255, 255, 0})
		write(t, path, b)
		err := open(path).Commit(t.Context(), kv.Change{Key: "new"})
		if errors.Is(err, kv.ErrDamaged) {
			damaged++
		} else if err != nil {
			t.Errorf("page %d: got %v, want %v or nothing, if it is an old one", at/page, err, kv.ErrDamaged)
		}
		write(t, path, whole)
		write(t, path+".lock", nil)
	}
	if damaged != 1 {
		t.Errorf("%d lists of free pages were reported, want the one in use", damaged)
	}
}

func TestFileHasRoomAheadThatAFullDiskDoesNotTake(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	db := boltkv.New(path, boltkv.Options{})
	put(t, db, "a", "one", 0)
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	saves := 0
	for size := before.Size(); size == before.Size(); saves++ {
		put(t, db, string(rune('b'+saves)), string(make([]byte, 2000)), 0)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		size = info.Size()
	}
	t.Logf("%d saves of 2 kB fit into a file of %d KiB before it grows", saves, before.Size()>>10)
	if saves < 50 {
		t.Errorf("%d saves before the file grew, want 50 at least", saves)
	}
}
