//go:build unix

package boltkv_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/kv/kvtest"
)

// The test binary starts itself again to have several processes, or one with fewer rights.
const (
	pathVariable = "BOLTKV_TEST_PATH"
	userVariable = "BOLTKV_TEST_USER"
	quickExit    = "GORACE=atexit_sleep_ms=0" // else a process with the race detector ends a second late
)

func TestMain(m *testing.M) {
	if path := os.Getenv(keepVariable); path != "" {
		keepWithoutEnd(path)
		return
	}
	if path := os.Getenv(queueVariable); path != "" {
		saveInTurns(path)
		return
	}
	if user, err := strconv.Atoi(os.Getenv(userVariable)); err == nil {
		if err := syscall.Setuid(user); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
	}
	os.Exit(m.Run())
}

// again prepares a run of one test in a process of its own.
func again(t *testing.T, test string, env ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+test+"$", "-test.v")
	c.Env = append(append(os.Environ(), quickExit), env...)
	return c
}

func TestProcessesLoseNoUpdate(t *testing.T) {
	const processes, each = 4, 50
	if path := os.Getenv(pathVariable); path != "" {
		db := boltkv.New(path, boltkv.Options{NoSync: true})
		for range each {
			if err := kvtest.Increment(t.Context(), db, "counter"); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	path := filepath.Join(t.TempDir(), "new", "p.db")
	var output [processes]strings.Builder
	var commands [processes]*exec.Cmd
	for i := range commands {
		c := again(t, "TestProcessesLoseNoUpdate", pathVariable+"="+path)
		c.Stdout, c.Stderr = &output[i], &output[i]
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		commands[i] = c
	}
	for i, c := range commands {
		if err := c.Wait(); err != nil {
			t.Errorf("process %d: %v\n%s", i, err, output[i].String())
		}
	}
	if got := value(t, boltkv.New(path, boltkv.Options{}), "counter"); got != strconv.Itoa(processes*each) {
		t.Errorf("counter after %d processes with %d increments each: got %s", processes, each, got)
	}
}

func TestReadOnlyPlaceCanBeReadAndNotWritten(t *testing.T) {
	if os.Getuid() == 0 {
		// Permissions do not bind root: go on as nobody.
		out, err := again(t, "TestReadOnlyPlaceCanBeReadAndNotWritten", userVariable+"=65534").CombinedOutput()
		if err != nil || !strings.Contains(string(out), "--- PASS: TestReadOnlyPlaceCanBeReadAndNotWritten/file") {
			t.Errorf("as nobody: %v\n%s", err, out)
		}
		return
	}
	for name, modes := range map[string][2]os.FileMode{"file": {0o400, 0o700}, "directory": {0o600, 0o500}, "both": {0o400, 0o500}} {
		t.Run(name, func(t *testing.T) {
			path, entries := sample(t)
			if err := os.Remove(path + ".lock"); err != nil {
				t.Fatal(err)
			}
			before := read(t, path)
			if err := errors.Join(os.Chmod(path, modes[0]), os.Chmod(filepath.Dir(path), modes[1])); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.Chmod(filepath.Dir(path), 0o700) })
			db := boltkv.New(path, boltkv.Options{NoSync: true})
			got, err := db.Scan(t.Context(), "")
			if err != nil || len(got) != len(entries) {
				t.Errorf("Scan: got %d entries, %v, want %d", len(got), err, len(entries))
			}
			if err := db.Commit(t.Context(), kv.Change{Key: "new"}); !errors.Is(err, kv.ErrReadOnly) {
				t.Errorf("Commit: got %v, want %v", err, kv.ErrReadOnly)
			}
			if string(read(t, path)) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
	t.Run("new file", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"p.db", "sub/p.db"} {
			err := boltkv.New(filepath.Join(dir, name), boltkv.Options{}).Commit(t.Context(), kv.Change{Key: "new"})
			if !errors.Is(err, kv.ErrReadOnly) {
				t.Errorf("Commit to a new %s: got %v, want %v", name, err, kv.ErrReadOnly)
			}
		}
		wantFiles(t, dir)
	})
}

func TestFullDiskKeepsWhatWasSaved(t *testing.T) {
	path := os.Getenv(pathVariable)
	if path == "" {
		out, err := again(t, "TestFullDiskKeepsWhatWasSaved", pathVariable+"="+filepath.Join(t.TempDir(), "p.db")).CombinedOutput()
		if err != nil {
			t.Errorf("with a limit for files: %v\n%s", err, out)
		}
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	limitFiles(t, 1<<18)
	db := boltkv.New(path, boltkv.Options{NoSync: true})
	saved := 0
	var err error
	for ; err == nil; saved++ {
		err = db.Commit(t.Context(), kv.Change{Key: strconv.Itoa(saved), Value: make([]byte, 20_000)})
	}
	saved--
	if !errors.Is(err, kv.ErrFull) || errors.Is(err, kv.ErrUnknown) || saved < 5 {
		t.Errorf("commit %d: got %v, want %v", saved, err, kv.ErrFull)
	}
	if entries, err := db.Scan(t.Context(), ""); err != nil || len(entries) != saved {
		t.Errorf("after the disk was full: %d entries, %v, want %d", len(entries), err, saved)
	}
	other := path + ".other"
	limitFiles(t, 1<<12)
	if err := boltkv.New(other, boltkv.Options{}).Commit(t.Context(), kv.Change{Key: "a"}); !errors.Is(err, kv.ErrFull) {
		t.Errorf("first commit: got %v, want %v", err, kv.ErrFull)
	}
	wantFiles(t, filepath.Dir(path), "p.db", "p.db.lock", "p.db.other.lock")
	limitFiles(t, 1<<30)
	for _, db := range []*boltkv.DB{db, boltkv.New(other, boltkv.Options{})} {
		put(t, db, "later", "one", 0)
	}
}

// limitFiles makes the system refuse files of more than size bytes.
func limitFiles(t *testing.T, size int64) {
	t.Helper()
	var limit syscall.Rlimit
	err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit)
	assign(&limit.Cur, size)
	if err = errors.Join(err, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)); err != nil {
		t.Fatal(err)
	}
}

// assign is for a field that is signed on some systems.
func assign[T int64 | uint64](field *T, n int64) { *field = T(n) }
