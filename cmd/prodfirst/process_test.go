package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/testutil/soak"
)

// program returns the test binary under the name by which it is the program.
func program(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "prodfirst")
	if err := os.Symlink(self, path); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	return path
}

// a person is a home directory and the commands run in it.
type person struct {
	program string
	dir     string
	name    string // PRODFIRST_NAME
}

func newPerson(t *testing.T) person {
	t.Helper()
	return person{program(t), t.TempDir(), "Ana"}
}

func (p person) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), p.program, args...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "PWD="+p.dir)
	for name, value := range home(p.dir) {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Env = append(cmd.Env, "PRODFIRST_NAME="+p.name)
	return cmd
}

// run carries out a command that has to succeed and returns its standard output.
func (p person) run(t *testing.T, args ...string) string {
	t.Helper()
	cmd := p.command(t, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("prodfirst %v: %v\n%s", args, err, stderr.String())
	}
	return string(out)
}

// notes returns every note in the history of a system.
func (p person) notes(t *testing.T) map[string]bool {
	t.Helper()
	path := filepath.Join(p.dir, ".local", "share", "prodfirst", "prodfirst.db")
	entries, err := service(boltkv.New(path, boltkv.Options{}), nil, time.Now).History(t.Context(), "shop")
	if err != nil {
		t.Fatalf("history: %v", err)
	}
	found := map[string]bool{}
	for _, e := range entries {
		if e.Change.Answer != nil {
			found[e.Change.Answer.Note] = true
		}
	}
	return found
}

func TestKillingTheProcessLosesNothingThatWasSaidToBeSaved(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the path of the database is that of Linux")
	}
	p := newPerson(t)
	p.run(t, "new", "Shop")
	said, kills := map[string]bool{}, soak.Count(100, 2000)
	over, done := soak.Share(t, 1, 1)(), 0
	for done < kills && !over() {
		for _, note := range killed(t, p, done) {
			said[note] = true
		}
		done++
	}
	kept := p.notes(t)
	lost := 0
	for note := range said {
		if !kept[note] {
			lost++
			t.Errorf("note %q was said to be saved, and is not there", note)
		}
	}
	t.Logf("%d answers said to be saved, %d lost", len(said), lost)
	soak.CoveredOf(t, done, kills, "kills while saving")
	if len(said) < done {
		t.Errorf("%d answers were said to be saved in %d kills, want at least one each", len(said), done)
	}
}

// killed saves notes without pause, kills the process as soon as it says of the first ones that they
// are saved, and returns those of which it did.
func killed(t *testing.T, p person, kill int) []string {
	t.Helper()
	cmd := p.command(t, "assess", "shop", "--plain")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var typed strings.Builder
	for n := range 8 {
		fmt.Fprintf(&typed, "t kill %d note %d\n", kill, n)
	}
	if _, err := in.Write([]byte(typed.String())); err != nil {
		t.Fatal(err)
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	var said []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if !strings.HasPrefix(lines.Text(), "Saved") {
			continue
		}
		said = append(said, fmt.Sprintf("kill %d note %d", kill, len(said)))
		if len(said) > kill%3 {
			break
		}
	}
	if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	return said
}

func TestADatabaseOfANewerVersionIsRefusedAndLeftAlone(t *testing.T) {
	p := newPerson(t)
	p.run(t, "new", "Shop", "--db", "shop.db")
	path := filepath.Join(p.dir, "shop.db")
	db := boltkv.New(path, boltkv.Options{})
	meta, err := db.Get(t.Context(), "meta")
	if err != nil {
		t.Fatal(err)
	}
	var record map[string]any
	if err := json.Unmarshal(meta.Value, &record); err != nil {
		t.Fatal(err)
	}
	record["schema"], record["min_reader"] = 99, 99
	value, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Commit(t.Context(), kv.Change{Key: "meta", Value: value, Base: meta.Revision}); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"list"},
		{"show", "shop"},
		{"gate", "shop"},
		{"report", "shop"},
		{"history", "shop"},
		{"new", "Other"},
		{"answer", "shop", "bak-restore-drill", "none"},
		{"assess", "shop", "--plain"},
	} {
		cmd := p.command(t, append(args, "--db", "shop.db")...)
		out, _ := cmd.CombinedOutput() // the exit code is looked at below
		if got := cmd.ProcessState.ExitCode(); got != 2 || !bytes.Contains(out, []byte("error: the database was written by a newer prodfirst")) {
			t.Errorf("prodfirst %v on a newer database: exit %d, want 2 and why:\n%s", args, got, out)
		}
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the newer database was changed (%v)", err)
	}
}

func TestHelpIsNotWiderThanATerminal(t *testing.T) {
	p := newPerson(t)
	commands := [][]string{nil}
	for line := range strings.Lines(p.run(t, "--help")) {
		if name, _, ok := strings.Cut(strings.TrimSpace(line), "  "); ok && strings.HasPrefix(line, "  ") &&
			!strings.HasPrefix(name, "-") && !strings.Contains(name, " ") {
			commands = append(commands, []string{name})
		}
	}
	commands = append(commands, []string{"db", "path"}, []string{"questionnaire", "list"},
		[]string{"questionnaire", "show"}, []string{"questionnaire", "lint"})
	if len(commands) < 20 {
		t.Fatalf("the help names only the commands %v", commands)
	}
	for _, command := range commands {
		text := p.run(t, append(command, "--help")...)
		if !strings.Contains(text, "\nExamples:\n") {
			t.Errorf("%v --help shows no example", command)
		}
		for line := range strings.Lines(text) {
			if width := len(strings.TrimSuffix(line, "\n")); width > 80 {
				t.Errorf("%v --help: a line of %d columns, want 80 at most: %s", command, width, line)
			}
		}
	}
}
