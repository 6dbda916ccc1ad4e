// Package golden compares what a test produced with a file that was reviewed.
//
// The files lie under testdata/golden of the tested package, and nothing else lies there: CI deletes
// and rewrites them all. It must not be imported outside tests.
package golden

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const hint = "hint: if this is meant, run UPDATE_GOLDEN=1 go test ./... and read the change"

// Check compares got with the file testdata/golden/name; a slash in name is a folder. With the
// environment variable UPDATE_GOLDEN=1 it writes the file instead.
func Check(t testing.TB, name, got string) {
	t.Helper()
	if !filepath.IsLocal(name) {
		t.Fatalf("golden file %q: not a name below testdata/golden", name)
	}
	path := filepath.Join("testdata", "golden", filepath.FromSlash(name))
	if os.Getenv("UPDATE_GOLDEN") == "1" {
		write(t, path, got)
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("golden file: %v\n%s", err, hint)
	}
	// Whole lines as elements: go-cmp then quotes each, so that escapes and trailing spaces show.
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s\n%s", path, diff, hint)
	}
}

func write(t testing.TB, path, got string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatalf("golden file: %v", err)
	}
	if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
		t.Fatalf("golden file: %v", err)
	}
}
