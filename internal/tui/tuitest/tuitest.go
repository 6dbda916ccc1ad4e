// Package tuitest is a person at a keyboard, for tests: keys go in, frames come out. It runs the
// commands of the terminal UI itself, one after the other, without a terminal, a program or a
// clock. It must not be imported outside tests.
package tuitest

import (
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui"
)

// User presses keys and looks at frames. After every message the frame must fit the window.
type User struct {
	t             testing.TB
	root          *tui.Root
	view          tea.View // after the last message
	width, height int
	todo          []tea.Cmd
	timers        []timer
	held          bool
	ended         bool
}

type timer struct {
	after time.Duration
	msg   tea.Msg
}

// New starts the terminal UI in a window of that size and runs what it does at its start.
func New(t testing.TB, o tui.Options, width, height int) *User {
	t.Helper()
	u := Start(t, o)
	u.Resize(width, height)
	u.run()
	return u
}

// Start starts the terminal UI without a window; nothing was loaded yet. Resize and Release go on.
func Start(t testing.TB, o tui.Options) *User {
	t.Helper()
	u := &User{t: t, held: true}
	o.After = func(d time.Duration, msg tea.Msg) tea.Cmd {
		u.timers = append(u.timers, timer{after: d, msg: msg})
		return nil
	}
	if o.Now == nil {
		o.Now = o.App.Now
	}
	u.root = tui.New(t.Context(), o)
	u.view = u.root.View()
	u.todo = append(u.todo, u.root.Init())
	return u.unheld()
}

func (u *User) unheld() *User {
	u.held = false
	return u
}

// Press presses keys, by their names: "3", "enter", "ctrl+c", "shift+tab", "space".
func (u *User) Press(keys ...string) *User {
	u.t.Helper()
	for _, key := range keys {
		u.Send(seat.Key(key))
	}
	return u
}

// Type presses a key for each character.
func (u *User) Type(text string) *User {
	u.t.Helper()
	for _, r := range text {
		u.Send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return u
}

// Paste pastes a text.
func (u *User) Paste(text string) *User {
	u.t.Helper()
	return u.Send(tea.PasteMsg{Content: text})
}

// Resize changes the size of the window.
func (u *User) Resize(width, height int) *User {
	u.t.Helper()
	u.width, u.height = width, height
	return u.Send(tea.WindowSizeMsg{Width: width, Height: height})
}

// Tick lets time pass: everything that was to happen after at most d happens.
func (u *User) Tick(d time.Duration) *User {
	u.t.Helper()
	due := u.timers
	u.timers = nil
	for _, timer := range due {
		if timer.after <= d {
			u.Send(timer.msg)
		} else {
			u.timers = append(u.timers, timer)
		}
	}
	return u
}

// Poll lets so much time pass that changes by other processes are noticed.
func (u *User) Poll() *User {
	u.t.Helper()
	return u.Tick(time.Second)
}

// Hold keeps commands from running, saves and loads among them, until Release.
func (u *User) Hold() *User {
	u.held = true
	return u
}

// Release runs what was held back, in order.
func (u *User) Release() *User {
	u.t.Helper()
	u.held = false
	u.run()
	return u
}

// Send gives the terminal UI a message and runs the commands that it answers with.
func (u *User) Send(msg tea.Msg) *User {
	u.t.Helper()
	u.give(msg)
	u.run()
	return u
}

// Quit presses ctrl+c twice, and finishes the saves as the end of the program does.
func (u *User) Quit() *User {
	u.t.Helper()
	u.Press("ctrl+c", "ctrl+c")
	if err := u.root.Drain(); err != nil {
		u.t.Errorf("at the end: %v", err)
	}
	return u
}

// Root returns the terminal UI itself.
func (u *User) Root() *tui.Root { return u.root }

// Ended tells whether the terminal UI has ended.
func (u *User) Ended() bool { return u.ended }

// Frame returns what is on the screen, without colours and without space at the ends of lines.
func (u *User) Frame() string {
	return seat.Plain(u.view.Content) + "\n"
}

// Styled returns what is on the screen with colours; escape characters are written \e.
func (u *User) Styled() string {
	return strings.ReplaceAll(u.view.Content, "\x1b", `\e`) + "\n"
}

// View returns what the terminal is told to show.
func (u *User) View() tea.View { return u.view }

// Golden compares the frame with a stored one.
func (u *User) Golden(name string) *User {
	u.t.Helper()
	golden.Check(u.t, name, u.Frame())
	return u
}

// Sees fails the test if a text is not on the screen.
func (u *User) Sees(texts ...string) *User {
	u.t.Helper()
	frame := u.Frame()
	for _, text := range texts {
		if !strings.Contains(frame, text) {
			u.t.Fatalf("%q is not on the screen:\n%s", text, frame)
		}
	}
	return u
}

// SeesNot fails the test if a text is on the screen.
func (u *User) SeesNot(texts ...string) *User {
	u.t.Helper()
	frame := u.Frame()
	for _, text := range texts {
		if strings.Contains(frame, text) {
			u.t.Fatalf("%q is on the screen:\n%s", text, frame)
		}
	}
	return u
}

// give gives one message to the model and keeps its command.
func (u *User) give(msg tea.Msg) {
	u.t.Helper()
	if u.ended {
		return
	}
	if _, quits := msg.(tea.QuitMsg); quits {
		u.ended = true
		return
	}
	_, cmd := u.root.Update(msg)
	if cmd != nil {
		u.todo = append(u.todo, cmd)
	}
	u.view = u.root.View()
	u.fits(msg)
}

// run carries out commands in the order in which they came.
func (u *User) run() {
	u.t.Helper()
	for len(u.todo) > 0 && !u.held && !u.ended {
		cmd := u.todo[0]
		u.todo = u.todo[1:]
		if cmd == nil {
			continue
		}
		msg := cmd()
		if several, ok := commands(msg); ok {
			u.todo = append(several, u.todo...)
			continue
		}
		if msg != nil {
			u.give(msg)
		}
	}
}

// commands returns the commands of a batch or a sequence; a sequence's type has no exported name.
func commands(msg tea.Msg) ([]tea.Cmd, bool) {
	v := reflect.ValueOf(msg)
	if !v.IsValid() || !v.CanConvert(reflect.TypeFor[[]tea.Cmd]()) {
		return nil, false
	}
	several, ok := reflect.TypeAssert[[]tea.Cmd](v.Convert(reflect.TypeFor[[]tea.Cmd]()))
	return append([]tea.Cmd(nil), several...), ok
}

// fits fails the test if the frame is larger than the window.
func (u *User) fits(after tea.Msg) {
	u.t.Helper()
	if !u.view.AltScreen {
		u.t.Fatalf("after %v: the frame leaves the full screen", after)
	}
	if u.view.Content == "" {
		return
	}
	lines := strings.Split(u.view.Content, "\n")
	if len(lines) > u.height {
		u.t.Fatalf("after %v: %d lines in a window of %d×%d", after, len(lines), u.width, u.height)
	}
	for i, line := range lines {
		if w := ansi.StringWidth(line); w > u.width {
			u.t.Fatalf("after %v: line %d has %d columns in a window of %d×%d: %q", after, i, w, u.width, u.height, line)
		}
	}
}
