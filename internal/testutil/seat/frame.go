package seat

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

const bars = 4 // rows of header and footer

// Area is the room for a screen at some time.
func Area(width, height int, now time.Time) nav.Area {
	return nav.Area{Width: width, Height: height, Theme: theme.New(theme.Options{}), Now: now}
}

// Do asks a screen for actions, and forgets what it answers with.
func Do(s nav.Screen, actions ...theme.ActionID) nav.Screen {
	for _, a := range actions {
		s, _ = s.Update(nav.Do{Action: a})
	}
	return s
}

// Draw returns what a person sees of a screen in a window of that size, the header as a bare line.
func Draw(s nav.Screen, width, height int, now time.Time) string {
	f := s.Frame(Area(width, height-bars, now))
	return fmt.Sprintf("%s | %s\n%s\n", strings.Join(f.Crumbs, " › "), f.Status, Plain(f.Body))
}

// Golden compares the frame in the windows that were reviewed with stored ones: name-80x24.txt.
func (u *Person) Golden(name string) {
	u.T.Helper()
	for _, size := range [][2]int{{80, 24}, {60, 15}, {120, 40}, {200, 60}} {
		golden.Check(u.T, fmt.Sprintf("%s-%dx%d.txt", name, size[0], size[1]), u.Frame(size[0], size[1]-bars))
	}
}

// GoldenASCII compares the body without colours and with ASCII glyphs alone with ascii-80x24.txt.
func (u *Person) GoldenASCII() {
	u.T.Helper()
	area := Area(80, 24-bars, u.Now)
	area.Theme = theme.New(theme.Options{ASCII: true, Mono: true})
	body := u.Screen.Frame(area).Body
	if strings.Contains(body, "[38;") || strings.Contains(body, ";38;") {
		u.T.Errorf("colours: %q", body)
	}
	if strings.ContainsFunc(body, func(r rune) bool { return r > '~' }) {
		u.T.Errorf("not ASCII:\n%s", body)
	}
	golden.Check(u.T, "ascii-80x24.txt", Plain(body)+"\n")
}

// FitsEverySize fails the test if the screen does not fit into some area.
func (u *Person) FitsEverySize() {
	u.T.Helper()
	for width := 20; width <= 200; width += 1 + width/3 {
		for height := 1; height <= 60; height += 1 + height/4 {
			Fits(u.T, u.Screen, width, height, u.Now)
		}
	}
}

// Plain returns drawn lines without colours and without space at their ends.
func Plain(body string) string {
	lines := strings.Split(ansi.Strip(body), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// Selected returns the line that the pointer of a list stands at.
func Selected(frame string) string {
	for line := range strings.SplitSeq(frame, "\n") {
		if rest, ok := strings.CutPrefix(line, " > "); ok {
			return rest
		}
	}
	return ""
}

// Reporter is a test, or a run of one with drawn values.
type Reporter interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Fits fails the test if a screen does not fit into an area: too many lines or columns, control
// characters, or the cursor outside. Every other size is drawn in ASCII.
func Fits(t Reporter, s nav.Screen, width, height int, now time.Time) {
	t.Helper()
	const least = 20 // columns from which a cursor has room wherever it is
	area := Area(width, height, now)
	area.Theme = theme.New(theme.Options{ASCII: (width+height)%2 == 1})
	f := s.Frame(area)
	lines := strings.Split(f.Body, "\n")
	if len(lines) > height {
		t.Fatalf("%d×%d: %d lines", width, height, len(lines))
	}
	for _, line := range lines {
		if w := ansi.StringWidth(line); w > width {
			t.Fatalf("%d×%d: a line of %d columns: %q", width, height, w, line)
		}
	}
	text := strings.Join(f.Crumbs, "") + f.Status + ansi.Strip(strings.Join(lines, ""))
	if strings.ContainsAny(text, "\x1b\x07\n\u202e") || strings.Contains(text, "hijacked") {
		t.Fatalf("%d×%d: control characters in %q", width, height, text)
	}
	switch c := f.Cursor; {
	case c != nil && (c.X < 0 || c.X >= width || c.Y < 0 || c.Y >= len(lines)):
		t.Fatalf("%d×%d: cursor at %d,%d of %d lines", width, height, c.X, c.Y, len(lines))
	case c == nil && s.Capturing() && width >= least:
		t.Fatalf("%d×%d: no cursor while typing", width, height)
	}
}

// Key returns the message of a key press, by the key's name: "3", "enter", "ctrl+c", "space".
func Key(name string) tea.KeyPressMsg {
	var k tea.KeyPressMsg
	rest := name
	for _, m := range []struct {
		name string
		mod  tea.KeyMod
	}{{"ctrl+", tea.ModCtrl}, {"alt+", tea.ModAlt}, {"shift+", tea.ModShift}} {
		if after, ok := strings.CutPrefix(rest, m.name); ok {
			rest, k.Mod = after, k.Mod|m.mod
		}
	}
	special := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "backspace": tea.KeyBackspace,
		"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
		"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
		"delete": tea.KeyDelete, "f1": tea.KeyF1, "space": tea.KeySpace,
	}
	if code, ok := special[rest]; ok {
		k.Code = code
		if rest == "space" && k.Mod == 0 {
			k.Text = " "
		}
		return k
	}
	r := []rune(rest)
	if len(r) != 1 {
		panic(fmt.Sprintf("seat: no key is called %q", name))
	}
	k.Code = r[0]
	if k.Mod == 0 {
		k.Text = rest
	}
	return k
}
