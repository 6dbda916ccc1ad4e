//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"prodfirst/internal/testutil/soak"
)

// shop returns a person who has described a shop and opened its walk in a window of 80×24.
func shop(t *testing.T) (person, *screen) {
	t.Helper()
	p := newPerson(t)
	p.run(t, "new", "Shop", "--by", "Ana", "--stage", "first-user")
	p.run(t, "answer", "shop", "users-first-ten", "partial", "--by", "Ana")
	s := p.walk(t, 80, 24)
	return p, s
}

// walk opens the quick session of the shop.
func (p person) walk(t *testing.T, width, height int) *screen {
	t.Helper()
	s := p.startIn(t, width, height, "assess", "shop", "--session", "quick")
	s.shows(t, "accountable") // for the system after launch day: the first question that is left
	return s
}

// restored fails the test unless the terminal is as it was before the program: not in the full
// screen, with a cursor, without a mouse or whatever else was switched on.
func (s *screen) restored(t *testing.T) {
	t.Helper()
	e := s.look()
	for mode, on := range e.modes {
		const wraps, cursor = 7, 25
		if on != (mode == wraps || mode == cursor) {
			t.Errorf("afterwards the mode %d of the terminal is %v", mode, on)
		}
	}
	if len(e.unknown) > 0 {
		t.Errorf("the emulator does not know %q", e.unknown)
	}
}

func TestAQuickSessionByKeys(t *testing.T) {
	p, s := shop(t)
	counter := regexp.MustCompile(`(\d+) of (\d+)`)
	var of int
	s.until(t, "the number of questions", func() bool {
		found := counter.FindStringSubmatch(s.look().frame())
		if len(found) == 3 {
			_, _ = fmt.Sscan(found[2], &of) // digits only
		}
		return of > 0
	})
	if of < 6 || of > 12 {
		t.Fatalf("a quick session of %d questions:\n%s", of, s.look().frame())
	}
	for n := 2; n <= of; n++ { // the first is answered already
		s.shows(t, fmt.Sprintf("%d of %d", n, of))
		s.press(t, strconv.Itoa(n%4))
		s.shows(t, "saved 14:13")
		s.press(t, "\r")
	}
	s.shows(t, "Can you ship it to production")
	s.press(t, "\x03\x03")
	s.end(t)
	s.restored(t)
	if got := strings.Count(p.run(t, "history", "shop"), ": "); got < of {
		t.Errorf("%d answers are in the history, want %d at least", got, of)
	}
}

// What is on the screen after a resize is what a program that starts in that size shows.
func TestResizeShowsWhatAStartInThatSizeShows(t *testing.T) {
	p, s := shop(t)
	for _, size := range [][2]int{{60, 15}, {20, 5}, {200, 60}, {80, 24}, {120, 40}, {20, 60}, {200, 5}, {80, 24}} {
		fresh := p.walk(t, size[0], size[1])
		fresh.signal(t, syscall.SIGTERM) // after which nothing of the frame is still to come
		fresh.ended(t)
		want := fresh.look().parting
		s.resize(t, size[0], size[1])
		s.until(t, fmt.Sprintf("this at %d×%d:\n%s", size[0], size[1], want), func() bool { return s.look().frame() == want })
	}
	s.press(t, "\x03\x03")
	s.end(t)
	s.restored(t)
}

func TestResizingWithoutPauseDoesNoHarm(t *testing.T) {
	_, s := shop(t)
	count, n := soak.Count(60, 5000), 0
	for over := soak.Share(t, 1, 1)(); n < count && !over(); n++ {
		s.resize(t, 20+n*37%181, 5+n*11%56)
		if n%20 == 0 { // right and left, so that there is always a question
			s.press(t, []string{"\x1b[C", "\x1b[D"}[n/20%2])
		}
	}
	s.resize(t, 80, 24)
	s.shows(t, "0  Don't know")
	s.press(t, "\x03\x03")
	s.end(t)
	s.restored(t)
	soak.CoveredOf(t, n, count, "sizes of a real terminal")
}

func TestSuspendGivesTheTerminalBackAndResumeTheFrame(t *testing.T) {
	p := newPerson(t)
	p.run(t, "new", "Shop", "--by", "Ana")
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash, which stops and resumes programs")
	}
	cmd := p.command(t)
	cmd.Path, cmd.Args = shell, []string{"bash", "--norc", "--noprofile", "--noediting", "-i"}
	cmd.Env = append(cmd.Env, "PS1=ready> ", "PROGRAM="+p.program, "HISTFILE=")
	s := inTerminal(t, cmd, 80, 24)
	s.shows(t, "ready>")
	s.press(t, "\"$PROGRAM\" assess shop --session quick\r")
	s.shows(t, "0  Don't know")
	before := s.look().frame()
	s.press(t, "\x1a")
	s.shows(t, "Stopped")
	s.restored(t)
	s.press(t, "stty -a\r")
	s.shows(t, " icanon ")
	s.shows(t, " echo ")
	s.resize(t, 100, 30)
	s.resize(t, 80, 24)
	s.press(t, "clear; fg\r")
	s.until(t, "the frame as it was", func() bool { return s.look().frame() == before })
	s.press(t, "2")
	s.shows(t, "saved 14:13")
	s.press(t, "\x03\x03")
	s.shows(t, "ready>")
	s.restored(t)
	s.press(t, "exit\r")
	s.ended(t)
	if history := p.run(t, "history", "shop"); !strings.Contains(history, ": partial\n") {
		t.Errorf("the answer given after resuming is not in the history:\n%s", history)
	}
}

// blocked keeps the database from being written to until it is called.
func (p person) blocked(t *testing.T) (release func()) {
	t.Helper()
	db := strings.TrimSpace(p.run(t, "db", "path"))
	if strings.HasPrefix(db, "~") {
		db = filepath.Join(p.dir, db[1:])
	}
	lock, err := os.OpenFile(db+".lock", os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	return func() { _ = lock.Close() }
}

func TestASignalDuringASaveLosesNothing(t *testing.T) {
	for _, row := range []struct {
		name string
		end  func(*testing.T, *screen)
		exit int // -1: whatever
	}{
		{"SIGHUP", func(t *testing.T, s *screen) { s.signal(t, syscall.SIGHUP) }, 130},
		{"SIGTERM", func(t *testing.T, s *screen) { s.signal(t, syscall.SIGTERM) }, 130},
		{"SIGINT", func(t *testing.T, s *screen) { s.signal(t, syscall.SIGINT) }, 130},
		{"ctrl+c twice", func(t *testing.T, s *screen) { s.press(t, "\x03\x03") }, 0},
		{"the window is closed", func(t *testing.T, s *screen) {
			if err := s.terminal.Close(); err != nil {
				t.Fatal(err)
			}
		}, -1},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, s := shop(t)
			s.press(t, "1")
			s.shows(t, "saved 14:13")
			release := p.blocked(t)
			s.press(t, "\x1b[C")
			s.shows(t, "3 of ")
			s.press(t, "2")
			s.until(t, "the second answer", func() bool { return strings.Contains(s.look().frame(), "> 2 ") })
			row.end(t, s)
			release()
			if code := s.ended(t); row.exit >= 0 && code != row.exit {
				t.Errorf("exit code %d, want %d", code, row.exit)
			}
			if row.exit >= 0 {
				s.restored(t)
			}
			history := p.run(t, "history", "shop")
			if !strings.Contains(history, ": none\n") {
				t.Errorf("the answer that was said to be saved is not in the history:\n%s", history)
			}
			if got := strings.Count(history, ": partial\n"); got != 2 {
				t.Errorf("the answer under way is not in the history:\n%s", history)
			}
		})
	}
}

func (s *screen) signal(t *testing.T, sig syscall.Signal) {
	t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
}

func TestOneCtrlCDoesNotQuit(t *testing.T) {
	_, s := shop(t)
	s.press(t, "\x03")
	s.shows(t, "Press ctrl+c again to quit")
	s.press(t, "3")
	s.shows(t, "saved 14:13")
	s.press(t, "\x03\x03")
	s.end(t)
}

// The terminal of these tests never answers. Programs that wait for it do so for seconds.
func TestTheFirstFrameNeedsNoAnswerFromTheTerminal(t *testing.T) {
	p := newPerson(t)
	s := p.start(t)
	s.shows(t, "Describe your system")
	s.mu.Lock()
	written := s.written.String()
	s.mu.Unlock()
	asked := strings.Contains(written, "\x1b]11;?") || strings.Contains(written, "$p")
	if !asked {
		t.Error("the program asks the terminal nothing any more: this test shows nothing then")
	}
	s.press(t, "\x03\x03")
	s.end(t)
}
