//go:build linux && !race

package fault_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"prodfirst/internal/testutil/soak"
)

// The test binary starts itself again as the process that something happens to.
const (
	roleVariable  = "PRODFIRST_FAULT_ROLE"
	countVariable = "PRODFIRST_FAULTS"
)

func TestMain(m *testing.M) {
	role := os.Getenv(roleVariable)
	if role == "" {
		os.Exit(m.Run())
	}
	if role != "crowd" {
		runtime.LockOSThread() // strace counts the calls of each thread
	}
	act, ok := roles()[role]
	if !ok {
		act = func(context.Context, []string) error { return fmt.Errorf("no role %q", role) }
	}
	if err := act(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func roles() map[string]func(ctx context.Context, args []string) error {
	return map[string]func(context.Context, []string) error{
		"save":        saveForever,
		"early":       acknowledgeEarly,
		"import":      importForever,
		"import once": importOnce,
		"script":      saveScript,
		"read":        readImages,
		"blind":       readBlindly,
		"crowd":       saveInACrowd,
		"fill":        fillUp,
		"keep":        keepForever,
		"keep once":   keepOnce,
	}
}

// child prepares a process that plays a role.
func child(ctx context.Context, role string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, os.Args[0], args...)
	c.Env = append(os.Environ(), roleVariable+"="+role)
	return c
}

// times returns how often a fault is tried. Without a number in the environment the test is skipped.
func times(t *testing.T, short, full int) int {
	t.Helper()
	said := os.Getenv(countVariable)
	n, err := strconv.Atoi(said)
	switch {
	case testing.Short() || said == "" && !soak.Full():
		t.Skip("takes long: .ci/faults runs it")
	case said == "" || said == "full":
		return full
	case said == "short":
		return short
	case err != nil || n < 1:
		t.Fatalf("%s=%q: want short, full or a number", countVariable, said)
	}
	return n
}

// spread tries n times, in as many goroutines as there are processors, until the time of the test is
// over or ten tries have failed, but once in each. It returns how many tries were made.
func spread(t *testing.T, n int, try func(ctx context.Context, worker, i int) error) int {
	t.Helper()
	var next, done, failed atomic.Int64
	var wg sync.WaitGroup
	for worker := range runtime.NumCPU() {
		wg.Go(func() {
			for first := true; first || timeLeft(t) && failed.Load() < 10; first = false {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := try(t.Context(), worker, i); err != nil {
					failed.Add(1)
					t.Errorf("try %d: %v", i, err)
				}
				done.Add(1)
			}
		})
	}
	wg.Wait()
	return int(done.Load())
}

// timeLeft reports whether there is time for more tries.
func timeLeft(t *testing.T) bool {
	t.Helper()
	left, limited := soak.Left(t)
	return !limited || left > 0
}

// covered says what was done if nothing was found, and fails if that is less than was to be done, unless
// a soak ran out of time.
func covered(t *testing.T, done, want int, format string, args ...any) {
	t.Helper()
	if !t.Failed() {
		soak.CoveredOf(t, done, want, fmt.Sprintf(format, args...))
	}
	if done < want && !soak.Full() {
		t.Errorf("%d tries of %d were made", done, want)
	}
}

// quickDir returns a directory in memory, if there is one, for tests that bring no disk into play.
func quickDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "prodfirst-fault-") //nolint:usetesting // in memory
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// output keeps what a process says on standard error.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write keeps the text.
func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}
