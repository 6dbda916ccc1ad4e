package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/cli"
)

func TestExportsAreReadBelowTheHomeDirectory(t *testing.T) {
	home := t.TempDir()
	read := cli.ReadExport(func(name string) (string, bool) { return home, name == "HOME" })
	if err := os.WriteFile(filepath.Join(home, "shop.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"~/shop.json", filepath.Join(home, "shop.json")} {
		if data, err := read(path); err != nil || string(data) != "{}" {
			t.Errorf("%s: %q, %v", path, data, err)
		}
	}
	large := filepath.Join(home, "large")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, app.MaxExport+1); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"~": "no regular file", large: "more than", "~ana/shop.json": "no such file"} {
		if _, err := read(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}
