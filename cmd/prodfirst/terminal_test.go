//go:build unix

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// patience is how long a test waits for something to appear. Nothing waits for all of it unless it
// fails.
const patience = time.Minute

// A screen is a program that runs in a pseudo-terminal, which answers no queries.
type screen struct {
	terminal *os.File
	cmd      *exec.Cmd
	exited   chan error
	news     chan struct{} // gets an element when more was written

	mu      sync.Mutex // guards what follows
	written strings.Builder
	drawn   int       // how much of that the picture shows
	picture *emulator // of what was written
}

// start runs the program in a terminal of 80×24.
func (p person) start(t *testing.T, args ...string) *screen {
	t.Helper()
	return p.startIn(t, 80, 24, args...)
}

func (p person) startIn(t *testing.T, width, height int, args ...string) *screen {
	t.Helper()
	return inTerminal(t, p.command(t, args...), width, height)
}

// inTerminal runs a command in a terminal of that size.
func inTerminal(t *testing.T, cmd *exec.Cmd, width, height int) *screen {
	t.Helper()
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)})
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := &screen{
		terminal: terminal, cmd: cmd, exited: make(chan error, 1), news: make(chan struct{}, 1),
		picture: newEmulator(width, height),
	}
	s.picture.modes[7] = true
	go func() {
		_, _ = io.Copy(s, terminal) // ends with an error of the terminal when the program does
		s.exited <- cmd.Wait()
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it has exited unless the test failed
		_ = terminal.Close()
	})
	return s
}

// Write takes what the program writes.
func (s *screen) Write(data []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.news <- struct{}{}:
	default:
	}
	return s.written.Write(data)
}

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return ansi.Strip(s.written.String())
}

// look returns what is on the screen now.
func (s *screen) look() *emulator {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.draw()
	return s.picture
}

func (s *screen) draw() {
	all := s.written.String()
	s.drawn = len(all) - len(s.picture.write(all[s.drawn:]))
}

// resize changes the size of the window.
func (s *screen) resize(t *testing.T, width, height int) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.draw()
	s.picture.resize(width, height)
	if err := pty.Setsize(s.terminal, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)}); err != nil {
		t.Fatal(err)
	}
}

// press types keys.
func (s *screen) press(t *testing.T, keys string) {
	t.Helper()
	if _, err := io.WriteString(s.terminal, keys); err != nil {
		t.Fatal(err)
	}
}

// see waits until the program has written a text.
func (s *screen) see(t *testing.T, want string) {
	t.Helper()
	s.until(t, fmt.Sprintf("%q", want), func() bool { return strings.Contains(s.text(), want) })
}

// shows waits until a text is on the screen.
func (s *screen) shows(t *testing.T, want string) {
	t.Helper()
	s.until(t, fmt.Sprintf("%q", want), func() bool { return strings.Contains(s.look().frame(), want) })
}

// until waits until something is so.
func (s *screen) until(t *testing.T, what string, is func() bool) {
	t.Helper()
	late := time.After(patience)
	for !is() {
		select {
		case <-s.news:
		case <-late:
			e := s.look()
			t.Fatalf("waited for %s in vain; on the screen:\n%s\nunknown sequences: %q", what, e.frame(), e.unknown)
		}
	}
}

// ended waits until the program has ended and returns its exit code.
func (s *screen) ended(t *testing.T) int {
	t.Helper()
	select {
	case err := <-s.exited:
		if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed {
			t.Fatal(err)
		}
		return s.cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		t.Fatalf("the program did not end; it wrote:\n%s", s.text())
	}
	return 0
}

// end waits until the program has ended well.
func (s *screen) end(t *testing.T) {
	t.Helper()
	if code := s.ended(t); code != 0 {
		t.Fatalf("the program ended with %d; it wrote:\n%s", code, s.text())
	}
}

func TestAPersonAtATerminalDescribesAnswersAndFindsItAgain(t *testing.T) {
	p := newPerson(t)
	p.name = ""
	s := p.start(t)
	s.see(t, "Describe your system")
	s.press(t, "n")
	s.see(t, "What happens next?")
	s.press(t, "Shop\tAna\r")
	s.see(t, "Whose data does it hold?")
	s.press(t, "\r\r")
	s.see(t, "Standard")
	s.press(t, "1\r")
	s.see(t, "Don't know")
	s.press(t, "0")
	s.see(t, "saved 14:13")
	s.press(t, "qqq")
	s.end(t)
	history := p.run(t, "history", "shop")
	if !strings.Contains(history, "  Ana  ") || !strings.Contains(history, ": don't know\n") {
		t.Errorf("the answer is not in the history:\n%s", history)
	}
	p.name = "Ana"
	again := p.start(t, "assess", "shop")
	again.see(t, "2 of ")
	again.press(t, "3")
	again.see(t, "saved 14:13")
	again.press(t, "\x03\x03")
	again.end(t)
	if history := p.run(t, "history", "shop"); !strings.Contains(history, ": in place\n") {
		t.Errorf("the second answer is not in the history:\n%s", history)
	}
}

func TestPlainModeAtATerminalAsksForTheNameOnce(t *testing.T) {
	p := newPerson(t)
	p.run(t, "new", "Shop")
	p.name = ""
	s := p.start(t, "assess", "shop", "--plain")
	s.see(t, "Who are you?")
	s.press(t, "Zoë\n")
	s.see(t, "Which session?")
	s.press(t, "1\n")
	s.see(t, "Question 1 of ")
	s.press(t, "1\n")
	s.see(t, "Saved by Zoë: none.")
	s.press(t, "q\n")
	s.end(t)
	if history := p.run(t, "history", "shop"); !strings.Contains(history, "  Zoë ") {
		t.Errorf("the answer is not Zoë's:\n%s", history)
	}
	again := p.start(t, "assess", "shop", "--plain")
	again.see(t, "Question 2 of ")
	again.press(t, "\x04")
	again.end(t)
}
