//go:build unix

package boltkv_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
)

func TestRightsOfOthersAreTakenAwayWithTheNextSave(t *testing.T) {
	path, _ := sample(t)
	if err := os.Chmod(path, 0o664); err != nil {
		t.Fatal(err)
	}
	value(t, open(path), "a")
	wantMode(t, path, 0o664)
	put(t, open(path), "new", "one", 0)
	wantMode(t, path, 0o600)
}

func wantMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	if info, err := os.Stat(path); err != nil || info.Mode() != want {
		t.Errorf("mode: got %v, %v, want %v", info.Mode(), err, want)
	}
}

func TestFileOfAnotherUserIsReadAndNotWritten(t *testing.T) {
	const test = "TestFileOfAnotherUserIsReadAndNotWritten"
	path := os.Getenv(pathVariable)
	if path == "" {
		if os.Getuid() != 0 {
			t.Skip("only root can give a file away")
		}
		path, _ := sample(t)
		for _, dir := range []string{filepath.Dir(filepath.Dir(path)), filepath.Dir(path)} {
			if err := os.Chmod(dir, 0o777); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(os.Chmod(path, 0o666), os.Chown(path, 12345, -1), os.Chmod(path+".lock", 0o666)); err != nil {
			t.Fatal(err)
		}
		out, err := again(t, test, userVariable+"=65534", pathVariable+"="+path).CombinedOutput()
		if err != nil || !strings.Contains(string(out), "--- PASS: "+test) {
			t.Errorf("as nobody: %v\n%s", err, out)
		}
		return
	}
	value(t, open(path), "a")
	if err := open(path).Commit(t.Context(), kv.Change{Key: "new"}); !errors.Is(err, kv.ErrReadOnly) {
		t.Errorf("Commit: got %v, want %v", err, kv.ErrReadOnly)
	}
}

func TestPanicOfBoltLeavesNoMapping(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("mappings are listed in /proc on Linux")
	}
	path, _ := sample(t)
	whole, page := read(t, path), os.Getpagesize()
	panics := 0
	for at := 2 * page; at < len(whole); at += page {
		b := append([]byte(nil), whole...)
		clear(b[at : at+page]) // a page of no kind, on which bbolt panics
		write(t, path, b)
		write(t, path+".lock", nil)
		db := boltkv.New(path, boltkv.Options{NoSync: true})
		for _, err := range errorsOf(t, db) {
			if err != nil {
				panics++
			}
		}
		_ = db.Close() // never fails
	}
	maps := string(read(t, "/proc/self/maps"))
	if n := strings.Count(maps, path); n > 0 || panics < 3 {
		t.Errorf("after %d errors the file is mapped %d times", panics, n)
	}
}

func TestLocalDiskIsNoCauseForAWarning(t *testing.T) {
	if notices := open(filepath.Join(t.TempDir(), "p.db")).Notices(); len(notices) > 0 {
		t.Errorf("got %q", notices)
	}
}
