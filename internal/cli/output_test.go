package cli_test

import (
	"os"
	"path/filepath"
	"testing"

	"prodfirst/internal/cli"
)

func TestAFileIsReplacedAsAWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.md")
	for _, text := range []string{"first", "second, longer", ""} {
		if err := cli.WriteFile(path, []byte(text)); err != nil {
			t.Fatalf("write %q: %v", text, err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("wrote %q: got %q, %v", text, got, err)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the directory holds %v, %v, want the report alone", entries, err)
	}
}

func TestOnlyARegularFileIsReplaced(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "target")
	if err := os.WriteFile(target, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	link, folder := filepath.Join(dir, "link"), filepath.Join(dir, "folder")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	refused := []string{folder, folder + "/", filepath.Join(dir, "none", "x"), filepath.Join(target, "x"), ""}
	if os.Symlink(target, link) == nil {
		refused = append(refused, link)
	}
	for _, path := range refused {
		if err := cli.WriteFile(path, []byte("new")); err == nil {
			t.Errorf("%q was written to, want an error", path)
		}
	}
	if got, err := os.ReadFile(target); err != nil || string(got) != "kept" {
		t.Errorf("the target of the link holds %q, %v, want %q", got, err, "kept")
	}
}
