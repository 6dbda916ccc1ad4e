//go:build unix

package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// nobody is a user without rights; a test that runs as root becomes that user, because nothing is
// read-only to root.
const nobody = 65534

func TestAReadOnlyDirectoryCanBeReadAndIsNotWrittenTo(t *testing.T) {
	p := newPerson(t)
	p.run(t, "new", "Shop")
	p.run(t, "answer", "shop", "bak-restore-drill", "none")
	data := filepath.Join(p.dir, ".local", "share", "prodfirst")
	root := os.Geteuid() == 0
	if root {
		p.program = copied(t, p.program)
		open(t, p.dir)
	}
	chmod(t, data, 0o555)
	for _, name := range []string{"prodfirst.db", "prodfirst.db.lock"} {
		if _, err := os.Stat(filepath.Join(data, name)); err == nil {
			chmod(t, filepath.Join(data, name), 0o444)
		}
	}
	t.Cleanup(func() { chmod(t, data, 0o755) })
	rows := []struct {
		args []string
		exit int
		want string
	}{
		{[]string{"list"}, 0, "shop"},
		{[]string{"gate", "shop"}, 1, "NOT YET"},
		{[]string{"report", "shop"}, 0, "# Shop"},
		{[]string{"answer", "shop", "bak-restore-drill", "partial"}, 2, "error: the database cannot be written to"},
		{[]string{"new", "Other"}, 2, "error: the database cannot be written to"},
	}
	for _, row := range rows {
		cmd := p.command(t, row.args...)
		if root {
			asNobody(cmd)
		}
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil {
			t.Skipf("cannot run as another user: %v", err)
		}
		if got := cmd.ProcessState.ExitCode(); got != row.exit || !bytes.Contains(out, []byte(row.want)) {
			t.Errorf("prodfirst %s in a read-only directory: exit %d, want %d and %q:\n%s",
				strings.Join(row.args, " "), got, row.exit, row.want, out)
		}
		if bytes.Contains(out, []byte("goroutine")) {
			t.Errorf("prodfirst %s: a stack trace:\n%s", strings.Join(row.args, " "), out)
		}
	}
}

func asNobody(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

// open lets everyone read below dir, and pass through the directories above it.
func open(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.Chmod(path, 0o755)
		}
		return os.Chmod(path, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	chmod(t, filepath.Dir(dir), 0o755)
}

// copied returns the program where everyone can run it.
func copied(t *testing.T, program string) string {
	t.Helper()
	from, err := os.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	dir := t.TempDir()
	chmod(t, filepath.Dir(dir), 0o755)
	to, err := os.OpenFile(filepath.Join(dir, "prodfirst"), os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return to.Name()
}

func chmod(t *testing.T, path string, mode fs.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}
