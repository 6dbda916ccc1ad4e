package golden_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"prodfirst/internal/testutil/golden"
)

// recorder is a testing.TB that keeps what a failing check says.
type recorder struct {
	testing.TB
	said  []string
	fatal bool
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	r.fatal = true
	runtime.Goexit()
}

// check runs golden.Check on a goroutine of its own, because Fatalf ends the goroutine.
func check(t *testing.T, name, got string) *recorder {
	t.Helper()
	r := &recorder{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		golden.Check(r, name, got)
	}()
	<-done
	return r
}

func TestUpdateWritesWhatCheckThenAccepts(t *testing.T) {
	t.Chdir(t.TempDir())
	const frame = "\x1b[1mhello\x1b[m  \nworld"
	t.Setenv("UPDATE_GOLDEN", "1")
	if r := check(t, "frames/home.txt", frame); len(r.said) > 0 {
		t.Fatalf("update: got %q, want no complaint", r.said)
	}
	written, err := os.ReadFile(filepath.Join("testdata", "golden", "frames", "home.txt"))
	if err != nil || string(written) != frame {
		t.Fatalf("file: got %q, %v, want %q", written, err, frame)
	}
	t.Setenv("UPDATE_GOLDEN", "")
	if r := check(t, "frames/home.txt", frame); len(r.said) > 0 {
		t.Errorf("same text: got %q, want no complaint", r.said)
	}
}

func TestMismatchShowsQuotedLinesAndTheHint(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("UPDATE_GOLDEN", "1")
	check(t, "a.txt", "one\ntwo\nthree")
	t.Setenv("UPDATE_GOLDEN", "")
	r := check(t, "a.txt", "one\n\x1b[31mtwo\nthree")
	if r.fatal || len(r.said) != 1 {
		t.Fatalf("got %q (fatal %v), want one error that lets the test go on", r.said, r.fatal)
	}
	for _, want := range []string{`\x1b[31m`, "a.txt differs", "UPDATE_GOLDEN=1 go test ./..."} {
		if !strings.Contains(r.said[0], want) {
			t.Errorf("message lacks %q:\n%s", want, r.said[0])
		}
	}
	if strings.ContainsRune(r.said[0], '\x1b') {
		t.Errorf("message holds a raw escape: %q", r.said[0])
	}
}

func TestMissingFinalNewlineIsADifference(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("UPDATE_GOLDEN", "1")
	check(t, "a.txt", "one\n")
	t.Setenv("UPDATE_GOLDEN", "")
	if r := check(t, "a.txt", "one"); len(r.said) != 1 {
		t.Errorf("got %q, want one error", r.said)
	}
}

func TestMissingFileAndNameOutsideStopTheTest(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("UPDATE_GOLDEN", "")
	for _, name := range []string{"none.txt", "../none.txt", "/none.txt", ""} {
		if r := check(t, name, "x"); !r.fatal {
			t.Errorf("name %q: got %q, want the test to stop", name, r.said)
		}
	}
}
