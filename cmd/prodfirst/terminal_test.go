//go:build unix

package main

import (
	"errors"
	"io"
	"os"
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

// A screen is a program that runs in a pseudo-terminal of 80×24.
type screen struct {
	terminal *os.File
	exited   chan error
	news     chan struct{} // gets an element when more was written

	mu      sync.Mutex // guards written
	written strings.Builder
}

func (p person) start(t *testing.T, args ...string) *screen {
	t.Helper()
	cmd := p.command(t, args...)
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := &screen{terminal: terminal, exited: make(chan error, 1), news: make(chan struct{}, 1)}
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
	late := time.After(patience)
	for !strings.Contains(s.text(), want) {
		select {
		case <-s.news:
		case <-late:
			t.Fatalf("waited for %q in vain; the program wrote:\n%s", want, s.text())
		}
	}
}

// end waits until the program has ended well.
func (s *screen) end(t *testing.T) {
	t.Helper()
	select {
	case err := <-s.exited:
		if err != nil {
			t.Fatalf("the program ended with %v; it wrote:\n%s", err, s.text())
		}
	case <-time.After(patience):
		t.Fatalf("the program did not end; it wrote:\n%s", s.text())
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
	s.see(t, "Question 1 of ")
	s.press(t, "1\n")
	s.see(t, "Saved: none.")
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
