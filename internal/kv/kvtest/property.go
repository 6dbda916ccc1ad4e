package kvtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"prodfirst/internal/kv"
)

// equalsMap compares the database with a map over random calls. Each sequence of calls has keys of
// its own, because a new database for each would take most of the time.
func equalsMap(t *testing.T, db kv.DB) {
	sequence := 0
	rapid.Check(t, func(rt *rapid.T) {
		sequence++
		m := &model{root: fmt.Sprintf("%05d/", sequence), db: db, entries: map[string]kv.Entry{}}
		rt.Repeat(map[string]func(*rapid.T){
			"commit": func(rt *rapid.T) { m.commit(t, rt) },
			"get":    func(rt *rapid.T) { m.get(t, rt) },
			"scan":   func(rt *rapid.T) { m.scan(t, rt) },
		})
	})
}

// A model is what the database has to hold below root.
type model struct {
	root    string
	db      kv.DB
	entries map[string]kv.Entry
	last    kv.Revision
}

// key draws a key that is likely to be drawn again.
func (m *model) key(rt *rapid.T) string {
	return m.root + rapid.StringOfN(rapid.SampledFrom([]rune{'/', 'a', 0, 'ÿ'}), 0, 2, -1).Draw(rt, "key")
}

func (m *model) change(rt *rapid.T) kv.Change {
	c := kv.Change{
		Key:    m.key(rt),
		Value:  rapid.SliceOfN(rapid.Byte(), 0, 2000).Draw(rt, "value"),
		Delete: rapid.Bool().Draw(rt, "delete"),
	}
	c.Base = m.entries[c.Key].Revision
	if rapid.IntRange(0, 9).Draw(rt, "stale") == 0 {
		c.Base = kv.Revision(rapid.Uint64Range(0, uint64(m.last)+1).Draw(rt, "base"))
	}
	return c
}

func (m *model) commit(t *testing.T, rt *rapid.T) {
	changes := rapid.SliceOfNDistinct(rapid.Custom(m.change), 1, 5, func(c kv.Change) string { return c.Key }).Draw(rt, "changes")
	conflict := slices.ContainsFunc(changes, func(c kv.Change) bool { return m.entries[c.Key].Revision != c.Base })
	err := m.db.Commit(t.Context(), changes...)
	if conflict {
		if !errors.Is(err, kv.ErrConflict) {
			rt.Fatalf("Commit: got %v, want a conflict", err)
		}
		return
	}
	if err != nil {
		rt.Fatalf("Commit: %v", err)
	}
	var rev kv.Revision
	for _, c := range changes {
		if c.Delete {
			delete(m.entries, c.Key)
			continue
		}
		if rev == 0 {
			rev = m.revision(t, rt, c.Key)
		}
		m.entries[c.Key] = kv.Entry{Key: c.Key, Value: c.Value, Revision: rev}
	}
}

// revision returns the one the database gave to the last commit, which wrote key.
func (m *model) revision(t *testing.T, rt *rapid.T, key string) kv.Revision {
	e, err := m.db.Get(t.Context(), key)
	if err != nil || e.Revision <= m.last {
		rt.Fatalf("Get(%q) after it was written: got revision %d, %v, want more than %d", key, e.Revision, err, m.last)
	}
	m.last = e.Revision
	return e.Revision
}

func (m *model) get(t *testing.T, rt *rapid.T) {
	key := m.key(rt)
	got, err := m.db.Get(t.Context(), key)
	want, exists := m.entries[key]
	if exists != (err == nil) || !exists && !errors.Is(err, kv.ErrNotFound) {
		rt.Fatalf("Get(%q): got error %v, want an entry: %t", key, err, exists)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		rt.Fatalf("Get(%q) (-want +got):\n%s", key, diff)
	}
}

func (m *model) scan(t *testing.T, rt *rapid.T) {
	prefix := m.key(rt)
	got, err := m.db.Scan(t.Context(), prefix)
	if err != nil {
		rt.Fatalf("Scan(%q): %v", prefix, err)
	}
	var want []kv.Entry
	for key, e := range m.entries {
		if strings.HasPrefix(key, prefix) {
			want = append(want, e)
		}
	}
	slices.SortFunc(want, func(a, b kv.Entry) int { return strings.Compare(a.Key, b.Key) })
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		rt.Fatalf("Scan(%q) (-want +got):\n%s", prefix, diff)
	}
}
