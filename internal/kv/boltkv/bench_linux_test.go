package boltkv_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
)

// save is that of one answer: three values of 300 bytes.
func save(b *testing.B, db *boltkv.DB, base kv.Revision) error {
	b.Helper()
	value := bytes.Repeat([]byte("x"), 300)
	return db.Commit(b.Context(),
		kv.Change{Key: "event", Value: value, Base: base},
		kv.Change{Key: "state", Value: value, Base: base},
		kv.Change{Key: "head", Value: value, Base: base})
}

// rawWrite is what a disk needs at least: one page, synced.
func rawWrite(f *os.File, page []byte) error {
	if _, err := f.WriteAt(page, 0); err != nil {
		return err
	}
	return syscall.Fdatasync(int(f.Fd()))
}

func BenchmarkCommit(b *testing.B) {
	db := boltkv.New(filepath.Join(b.TempDir(), "p.db"), boltkv.Options{})
	var base kv.Revision
	for b.Loop() {
		if err := save(b, db, base); err != nil {
			b.Fatal(err)
		}
		base++
	}
}

func BenchmarkRawWrite(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	page := make([]byte, 4096)
	for b.Loop() {
		if err := rawWrite(f, page); err != nil {
			b.Fatal(err)
		}
	}
}

// The two above in turn, because a disk has moods: the median of a save as a multiple of the raw write.
func BenchmarkCommitOverRawWrite(b *testing.B) {
	db := boltkv.New(filepath.Join(b.TempDir(), "p.db"), boltkv.Options{})
	f, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var saves, writes []time.Duration
	page, base := make([]byte, 4096), kv.Revision(0)
	for b.Loop() {
		start := time.Now()
		if err := save(b, db, base); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		if err := rawWrite(f, page); err != nil {
			b.Fatal(err)
		}
		saves, writes = append(saves, middle.Sub(start)), append(writes, time.Since(middle))
		base++
	}
	slices.Sort(saves)
	slices.Sort(writes)
	b.ReportMetric(float64(saves[len(saves)/2])/float64(writes[len(writes)/2]), "p50/raw")
}

func BenchmarkGet(b *testing.B) {
	db := boltkv.New(filepath.Join(b.TempDir(), "p.db"), boltkv.Options{NoSync: true})
	if err := db.Commit(b.Context(), kv.Change{Key: "a"}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := db.Get(b.Context(), "a"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVersion(b *testing.B) {
	db := boltkv.New(filepath.Join(b.TempDir(), "p.db"), boltkv.Options{NoSync: true})
	if err := db.Commit(b.Context(), kv.Change{Key: "a"}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := db.Version(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
