//go:build unix

package boltkv_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
)

func TestFirstCommitMakesPrivateFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x", "y", "p.db")
	put(t, boltkv.New(path, boltkv.Options{}), "a", "one", 0)
	wantFiles(t, filepath.Dir(path), "p.db", "p.db.lock")
	for name, want := range map[string]os.FileMode{
		path: 0o600, path + ".lock": 0o600, filepath.Dir(path): os.ModeDir | 0o700, filepath.Join(dir, "x"): os.ModeDir | 0o700,
	} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("mode of %s: got %v, want %v", filepath.Base(name), info.Mode(), want)
		}
	}
}

func TestPathThatIsNoRegularFileIsRefused(t *testing.T) {
	target, _ := sample(t)
	for name, c := range map[string]struct {
		create func(path string) error
		says   string
	}{
		"link":          {func(path string) error { return os.Symlink(target, path) }, "a symbolic link"},
		"dangling link": {func(path string) error { return os.Symlink(path+".target", path) }, "a symbolic link"},
		"directory":     {func(path string) error { return os.Mkdir(path, 0o700) }, "a directory"},
		"pipe":          {func(path string) error { return syscall.Mkfifo(path, 0o600) }, "a named pipe"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "p.db")
			if err := c.create(path); err != nil {
				t.Fatal(err)
			}
			db := boltkv.New(path, boltkv.Options{NoSync: true})
			wantErrors(t, db, kv.ErrForeign)
			backup := filepath.Join(t.TempDir(), "backup.db")
			_, _, compact := db.Compact(t.Context(), nil)
			for call, err := range map[string]error{
				"Compact": compact,
				"Backup":  db.Backup(t.Context(), backup, nil),
				"Restore": db.Restore(t.Context(), target, path+".old", nil),
			} {
				if !errors.Is(err, kv.ErrForeign) {
					t.Errorf("%s: got error %v, want %v", call, err, kv.ErrForeign)
				}
			}
			if _, err := db.Get(t.Context(), "a"); !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q in it", err, c.says)
			}
			wantFiles(t, filepath.Dir(path), "p.db")
		})
	}
	wantErrors(t, boltkv.New(os.DevNull, boltkv.Options{NoSync: true}), kv.ErrForeign)
}

func TestLinkInPlaceOfTheLockFileIsNotFollowed(t *testing.T) {
	path, _ := sample(t)
	victim := filepath.Join(t.TempDir(), "victim")
	if err := errors.Join(os.Remove(path+".lock"), os.Symlink(victim, path+".lock")); err != nil {
		t.Fatal(err)
	}
	for call, err := range errorsOf(t, boltkv.New(path, boltkv.Options{NoSync: true})) {
		if !errors.Is(err, syscall.ELOOP) {
			t.Errorf("%s: got %v, want %v", call, err, syscall.ELOOP)
		}
	}
	if _, err := os.Lstat(victim); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the target of the link was made: %v", err)
	}
}
