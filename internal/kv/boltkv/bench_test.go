package boltkv_test

import (
	"bytes"
	"path/filepath"
	"testing"

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
