package boltkv_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/testutil/soak"
)

// Whatever is written and deleted, the pages of a sound file are found sound.
func TestSoundFileIsNeverReported(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 1))
	db := boltkv.New(filepath.Join(t.TempDir(), "p.db"), boltkv.Options{NoSync: true})
	stored := map[string]kv.Entry{}
	commits := soak.Count(60, 3000)
	for n := range commits {
		changes := map[string]kv.Change{}
		for range 1 + chance.IntN(40) {
			key := fmt.Sprintf("%s/%04d", strings.Repeat("key", 1+chance.IntN(60)), chance.IntN(50))
			old := stored[key]
			c := kv.Change{Key: key, Base: old.Revision, Delete: old.Revision > 0 && (n/40%2 == 0 || chance.IntN(3) == 0)}
			if !c.Delete {
				c.Value = make([]byte, chance.IntN([]int{10, 600, 9000}[chance.IntN(3)]))
			}
			changes[key] = c
		}
		var list []kv.Change
		for _, c := range changes {
			list = append(list, c)
		}
		if err := db.Commit(t.Context(), list...); err != nil {
			t.Fatalf("commit %d: %v", n, err)
		}
		for key := range changes {
			e, err := db.Get(t.Context(), key)
			if changes[key].Delete && errors.Is(err, kv.ErrNotFound) {
				delete(stored, key)
				continue
			}
			if err != nil {
				t.Fatalf("Get after commit %d: %v", n, err)
			}
			stored[key] = e
		}
		if faults, err := db.Check(t.Context(), nil); err != nil || len(faults) > 0 {
			t.Fatalf("Check after commit %d: %v, %v", n, faults, err)
		}
	}
	entries, err := db.Scan(t.Context(), "")
	if err != nil || len(entries) != len(stored) {
		t.Errorf("Scan: got %d entries, %v, want %d", len(entries), err, len(stored))
	}
	soak.Covered(t, commits, "commits to a file that is found sound after each")
}
