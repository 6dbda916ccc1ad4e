package help_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/analysis"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/tui/help"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// below is a screen with the actions that a test wants.
type below []nav.Action

func (b below) Update(tea.Msg) (nav.Screen, tea.Cmd) { return b, nil }
func (b below) Frame(nav.Area) nav.Frame             { return nav.Frame{} }
func (b below) Actions() []nav.Action                { return b }
func (b below) Capturing() bool                      { return false }

func gaps() below {
	return below{
		{ID: theme.ActUp},
		{ID: theme.ActEnter, Label: "answer it"},
		{ID: theme.ActWhy},
		{ID: theme.ActFilter, Disabled: "every gap is alike"},
		{ID: theme.ActSort},
		{ID: theme.ActPlan},
		{ID: theme.ActReport},
		{ID: theme.ActBack},
		{ID: theme.ActDown},
		{ID: theme.ActPageUp},
		{ID: theme.ActPageDown},
		{ID: theme.ActTop},
		{ID: theme.ActBottom},
	}
}

func screen(b below) nav.Screen { return help.New(nav.Env{}, b) }

// press presses keys; more than one character that is no name of a key is typed.
func press(s nav.Screen, keys ...string) (nav.Screen, tea.Cmd) {
	codes := map[string]rune{
		"up": tea.KeyUp, "down": tea.KeyDown, "pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "home": tea.KeyHome,
		"end": tea.KeyEnd, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "backspace": tea.KeyBackspace,
	}
	var cmd tea.Cmd
	for _, k := range keys {
		if code, ok := codes[k]; ok {
			s, cmd = s.Update(tea.KeyPressMsg{Code: code})
			continue
		}
		for _, r := range k {
			s, cmd = s.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
	return s, cmd
}

func area(width, height int) nav.Area {
	return nav.Area{Width: width, Height: height, Theme: theme.New(theme.Options{}), Now: time.Unix(0, 0)}
}

func draw(s nav.Screen, width, height int) string {
	f := s.Frame(area(width, height-4))
	lines := strings.Split(ansi.Strip(f.Body), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return fmt.Sprintf("%s | %s\n%s\n", strings.Join(f.Crumbs, " › "), f.Status, strings.TrimRight(strings.Join(lines, "\n"), "\n"))
}

// selected returns the line with the pointer.
func selected(s nav.Screen) string {
	for line := range strings.SplitSeq(draw(s, 120, 90), "\n") {
		if rest, ok := strings.CutPrefix(line, " > "); ok {
			return rest
		}
	}
	return ""
}

func after(s nav.Screen, keys ...string) nav.Screen {
	s, _ = press(s, keys...)
	return s
}

func TestFrames(t *testing.T) {
	for name, f := range map[string]struct {
		screen        nav.Screen
		width, height int
	}{
		"gaps-80x24":     {screen(gaps()), 80, 24},
		"gaps-60x15":     {screen(gaps()), 60, 15},
		"gaps-120x60":    {screen(gaps()), 120, 60},
		"none-80x24":     {screen(nil), 80, 24},
		"filtered-80x24": {after(screen(gaps()), "claimed"), 80, 24},
		"nothing-80x24":  {after(screen(gaps()), "zzz"), 80, 24},
		"end-80x24":      {after(screen(gaps()), "end"), 80, 24},
	} {
		golden.Check(t, name+".txt", draw(f.screen, f.width, f.height))
	}
}

func TestEveryFrameFits(t *testing.T) {
	hostile := append(gaps(), nav.Action{ID: theme.ActNew, Label: "\x1b[2J佐藤👩‍👩‍👧‍👦\n\u202e", Disabled: strings.Repeat("長い\x07", 40)})
	pasted, _ := screen(hostile).Update(tea.PasteMsg{Content: strings.Repeat("佐藤\x1b[2J", 40)})
	for _, s := range []nav.Screen{screen(hostile), after(screen(hostile), "end"), after(screen(hostile), "n"), pasted, screen(nil)} {
		for width := 2; width <= 200; width += 22 {
			for _, height := range []int{1, 2, 4, 7, 11, 16, 20, 36, 60} {
				f := s.Frame(area(width, height))
				lines := strings.Split(f.Body, "\n")
				if len(lines) > height {
					t.Fatalf("%d×%d: %d lines", width, height, len(lines))
				}
				for _, line := range lines {
					if w := ansi.StringWidth(line); w > width {
						t.Fatalf("%d×%d: a line of %d columns: %q", width, height, w, line)
					}
				}
				if text := strings.ReplaceAll(ansi.Strip(f.Body), "\n", ""); strings.ContainsAny(text, "\x1b\x07\u202e") {
					t.Fatalf("%d×%d: control characters in %q", width, height, text)
				}
				if c := f.Cursor; c != nil && (c.X >= width || c.Y >= height) {
					t.Fatalf("%d×%d: cursor at %d, %d", width, height, c.X, c.Y)
				}
			}
		}
	}
}

func TestListsEveryActionWithItsKeysAndReason(t *testing.T) {
	frame := draw(screen(gaps()), 120, 90)
	th := theme.New(theme.Options{})
	for _, a := range gaps() {
		if keys := th.All(theme.Lookup(a.ID)); !strings.Contains(frame, keys) {
			t.Errorf("%s: no keys %q", a.ID, keys)
		}
	}
	for _, want := range []string{"answer it", "not now: every gap is alike", "ctrl+c"} {
		if !strings.Contains(frame, want) {
			t.Errorf("no %q in\n%s", want, frame)
		}
	}
}

func TestSaysHowAnswersCount(t *testing.T) {
	frame := draw(screen(nil), 120, 90)
	for _, d := range analysis.Decisions() {
		if !strings.Contains(frame, string(d)) || !strings.Contains(frame, d.Gloss()) {
			t.Errorf("%s is not explained", d)
		}
	}
	for _, want := range []string{"Don't know", "None", "Partial", "In place", "Proven", "Does not apply", "Claimed", "Held", "Demo"} {
		if !strings.Contains(frame, want+" ") {
			t.Errorf("%q is not explained in\n%s", want, frame)
		}
	}
	for _, stage := range questionnaire.Stages() {
		if !strings.Contains(strings.ToLower(frame), analysis.StageWords(stage)) {
			t.Errorf("%s is not explained", stage)
		}
	}
}

func TestEnterDoesItOnTheScreenBelow(t *testing.T) {
	for _, a := range gaps() {
		s := screen(gaps())
		for !strings.HasPrefix(selected(s), theme.New(theme.Options{}).All(theme.Lookup(a.ID))+" ") {
			before := selected(s)
			if s = after(s, "down"); selected(s) == before {
				t.Fatalf("%s is not there", a.ID)
			}
		}
		_, cmd := press(s, "enter")
		if a.Disabled != "" {
			if say, ok := cmd().(nav.Say); !ok || !strings.Contains(say.Text, a.Disabled) {
				t.Errorf("%s: the reason is not said", a.ID)
			}
			continue
		}
		if got := cmd(); got != tea.Msg(nav.Perform{Action: a.ID}) {
			t.Errorf("%s: %#v", a.ID, got)
		}
	}
}

func TestTypingFilters(t *testing.T) {
	s := after(screen(gaps()), "an", "other")
	if line := selected(s); !strings.Contains(line, "another order") {
		t.Fatalf("on %q", line)
	}
	if frame := draw(s, 80, 24); strings.Contains(frame, "STOP") || !strings.Contains(frame, "1 of ") {
		t.Errorf("shows more than it should:\n%s", frame)
	}
	if _, cmd := press(s, "enter"); cmd() != tea.Msg(nav.Perform{Action: theme.ActSort}) {
		t.Error("enter does something else")
	}
	s, cmd := press(s, "esc")
	if cmd != nil || !strings.Contains(draw(s, 120, 90), "STOP") {
		t.Error("esc does not show everything again")
	}
	if _, cmd = press(s, "esc"); cmd() != any(nav.Back{}) {
		t.Error("a second esc does not close")
	}
	s = after(screen(gaps()), "q?j", "backspace", "backspace", "backspace")
	if _, cmd = press(s, "?"); cmd() != any(nav.Back{}) {
		t.Error("? does not close help when nothing is typed")
	}
}

func TestMovingAround(t *testing.T) {
	s := screen(gaps())
	first := selected(s)
	for _, step := range []struct {
		key  string
		want string
	}{
		{"up", first},
		{"end", "--no-mouse"},
		{"down", "--no-mouse"},
		{"home", first},
		{"pgdown", selected(after(s, "down", "down", "down", "down", "down", "down", "down", "down", "down", "down"))},
		{"pgup", first},
	} {
		s = after(s, step.key)
		if got := selected(s); !strings.Contains(got, step.want) {
			t.Errorf("%s: on %q, want %q", step.key, got, step.want)
		}
	}
	for _, a := range s.Actions() {
		if len(theme.Lookup(a.ID).Keys) == 0 {
			t.Errorf("%s has no key", a.ID)
		}
	}
	if _, cmd := press(after(s, "end"), "enter"); cmd != nil {
		t.Error("something to read can be done")
	}
}
