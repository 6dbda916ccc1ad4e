//go:build unix

package boltkv_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
)

const faultVariable = "BOLTKV_TEST_FAULT"

// saveUnderFaults makes three commits while the tracer lets one system call fail, and prints which
// of them it was told are saved.
func saveUnderFaults(path string) {
	runtime.LockOSThread() // the tracer counts calls for each thread
	db := boltkv.New(path, boltkv.Options{})
	for _, key := range []string{"a", "b", "c"} {
		err := db.Commit(context.Background(), kv.Change{Key: key, Value: []byte(key)})
		switch {
		case err == nil:
			fmt.Println(key, "saved")
		case errors.Is(err, kv.ErrUnknown):
			fmt.Println(key, "unknown", err)
		default:
			fmt.Println(key, "refused", err)
		}
	}
}

// What a commit says is what is on disk, whichever write or sync fails.
func TestOutcomeIsTrueWhicheverCallFails(t *testing.T) {
	if testing.Short() {
		t.Skip("starts 19 processes")
	}
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	injected := 0
	for fault, calls := range map[string]int{"fdatasync:error=EIO": 7, "pwrite64:error=ENOSPC": 10, "linkat:error=EPERM": 1, "fsync:error=EIO": 1} {
		for call := 1; call <= calls; call++ {
			path := filepath.Join(t.TempDir(), "p.db")
			inject := fmt.Sprintf("inject=%s:when=%d", fault, call)
			log := path + ".strace"
			c := exec.CommandContext(t.Context(), strace, "-f", "-o", log, "-e", inject, os.Args[0])
			c.Env = append(os.Environ(), quickExit, faultVariable+"="+path)
			out, err := c.CombinedOutput()
			if err != nil {
				t.Skipf("strace cannot trace here: %v\n%s", err, out)
			}
			injected += strings.Count(string(read(t, log)), "(INJECTED)")
			wantTrueOutcomes(t, inject, path, string(out))
		}
	}
	if injected < 19 {
		t.Errorf("only %d faults were injected", injected)
	}
}

func wantTrueOutcomes(t *testing.T, inject, path, output string) {
	t.Helper()
	t.Logf("%s\n%s", inject, output)
	db := boltkv.New(path, boltkv.Options{})
	for line := range strings.Lines(output) {
		key, outcome, _ := strings.Cut(strings.TrimSpace(line), " ")
		_, err := db.Get(t.Context(), key)
		if outcome == "saved" && err != nil || strings.HasPrefix(outcome, "refused") && !errors.Is(err, kv.ErrNotFound) {
			t.Errorf("%s: %s was said to be %s, and reading it gives %v", inject, key, outcome, err)
		}
	}
	if lines := strings.Count(output, "\n"); lines != 3 {
		t.Errorf("%s: %d outcomes, want 3", inject, lines)
	}
}
