package theme_test

import (
	"fmt"
	"image/color"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/tui/theme"
)

func luminance(c color.Color) float64 {
	part := func(v uint32) float64 {
		x := float64(v) / 0xffff
		if x <= 0.03928 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

func contrast(a, b string) float64 {
	x, y := luminance(lipgloss.Color(a))+0.05, luminance(lipgloss.Color(b))+0.05
	return max(x, y) / min(x, y)
}

// least is the contrast that WCAG 2 asks for in text (AA).
const least = 4.5

func TestEveryTextColourCanBeRead(t *testing.T) {
	for _, o := range []theme.Options{{}, {Light: true}, {Unknown: true}} {
		for _, background := range theme.Backgrounds(o) {
			readable(t, o, background, nil)
		}
	}
}

// The 16 colours are the terminal's: these are what xterm, the Linux console, Windows Terminal and
// VTE make of them unless somebody changed that.
func TestBasicColoursCanBeRead(t *testing.T) {
	for name, sixteen := range map[string]string{
		"xterm":   "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
		"linux":   "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
		"windows": "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2",
		"vte":     "171421 c01c28 26a269 a2734c 12488b a347ba 2aa1b3 d0cfcc 5e5c64 f66151 33da7a e9ad0c 2a7bde c061cb 33c7de ffffff",
	} {
		t.Run(name, func(t *testing.T) {
			colours := strings.Fields(sixteen)
			readable(t, theme.Options{Basic: true}, "#"+colours[0], colours)
			readable(t, theme.Options{Basic: true, Light: true}, "#ffffff", colours)
			readable(t, theme.Options{Basic: true, Unknown: true}, "#"+colours[0], colours)
			readable(t, theme.Options{Basic: true, Unknown: true}, "#ffffff", colours)
		})
	}
}

// readable checks every style of a theme on a background. What has no colour of ours has those of
// the terminal.
func readable(t *testing.T, o theme.Options, background string, sixteen []string) {
	t.Helper()
	all := reflect.ValueOf(theme.New(o))
	for i := range all.NumField() {
		name := all.Type().Field(i).Name
		s, ok := reflect.TypeAssert[lipgloss.Style](all.Field(i))
		if !ok || name == "Rule" { // which is no text
			continue
		}
		if s.GetFaint() {
			t.Errorf("%+v: %s is faint, and nobody knows how much", o, name)
		}
		_, plainText := s.GetForeground().(lipgloss.NoColor)
		_, plainBack := s.GetBackground().(lipgloss.NoColor)
		if plainText && plainBack {
			continue
		}
		text, back := "#ffffff", background
		if luminance(lipgloss.Color(background)) > 0.5 {
			text = "#000000"
		}
		if !plainText {
			text = hex(s.GetForeground(), sixteen)
		}
		if !plainBack {
			back = hex(s.GetBackground(), sixteen)
		}
		if got := contrast(text, back); got < least { // the same if it is reversed
			t.Errorf("%+v: %s is %s on %s and has %.2f, want %.1f", o, name, text, back, got, least)
		}
	}
}

// hex returns a colour as #rrggbb; numbers are among the sixteen.
func hex(c color.Color, sixteen []string) string {
	if n, ok := c.(ansi.BasicColor); ok && sixteen != nil {
		return "#" + sixteen[n]
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

func TestMonoHasNoColour(t *testing.T) {
	th := theme.New(theme.Options{Mono: true})
	for _, s := range []lipgloss.Style{th.Text, th.Strong, th.Dim, th.Accent, th.Selected, th.Good, th.Stop, th.Prove, th.Next, th.Plan, th.Watch, th.Trouble, th.Rule} {
		if got := s.Render("x"); strings.Contains(got, "[3") || strings.Contains(got, ";3") {
			t.Errorf("%q has a colour", got)
		}
	}
	if th.Selected.Render("x") == "x" || th.Strong.Render("x") == "x" {
		t.Error("what is selected or strong cannot be told apart without colours")
	}
}

func TestBasicColoursAreThoseOfTheTerminal(t *testing.T) {
	for _, o := range []theme.Options{{Basic: true}, {Basic: true, Light: true}, {Basic: true, Unknown: true}} {
		p := theme.PaletteOf(o)
		for _, c := range []string{p.Dim, p.Accent, p.Good, p.Stop, p.Prove, p.Next, p.Plan, p.Rule} {
			if strings.HasPrefix(c, "#") {
				t.Errorf("%+v: %s is none of the 16", o, c)
			}
		}
	}
}

func TestGlyphsAreOneColumnAndAscii(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		g := theme.New(theme.Options{ASCII: ascii}).Glyphs
		narrow := []string{g.Light, g.Heavy, g.Pointer, g.On, g.Off, g.Saved, g.Crumb, g.Dot, g.Left, g.Right, g.Ellipsis, g.Times}
		for _, s := range narrow {
			if ansi.StringWidth(s) != 1 {
				t.Errorf("%q has %d columns", s, ansi.StringWidth(s))
			}
		}
		for _, s := range append(narrow, g.Up, g.Down, g.ArrowLeft, g.ArrowRight) {
			if ascii && strings.ContainsFunc(s, func(r rune) bool { return r > 126 }) {
				t.Errorf("%q is not ASCII", s)
			}
		}
	}
}

func TestKeyTable(t *testing.T) {
	seen := map[theme.ActionID]bool{}
	forbidden := []string{" ", "ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j", "ctrl+[", "ctrl+enter", "shift+enter"}
	for _, k := range theme.Keys() {
		if seen[k.ID] {
			t.Errorf("%s is there twice", k.ID)
		}
		seen[k.ID] = true
		if k.Long == "" || len(k.Keys) == 0 && k.Short == "" || !slices.Contains(theme.Groups(), k.Group) {
			t.Errorf("%s has no words or no group: %+v", k.ID, k)
		}
		for _, name := range k.Keys {
			if slices.Contains(forbidden, name) {
				t.Errorf("%s is on %q, which terminals do not send apart", k.ID, name)
			}
		}
		if slices.Contains(k.Keys, "esc") && len(k.Keys) < 2 {
			t.Errorf("%s is on esc alone, which is slow", k.ID)
		}
		if got := theme.Lookup(k.ID); fmt.Sprint(got) != fmt.Sprint(k) {
			t.Errorf("Lookup(%s) = %v, want %v", k.ID, got, k)
		}
	}
}

func TestPressOfAKeyIsThatKey(t *testing.T) {
	for _, k := range theme.Keys() {
		for _, name := range k.Keys {
			if got := theme.Press(name).String(); got != name {
				t.Errorf("%s: the press of %q is %q", k.ID, name, got)
			}
		}
	}
}

func TestMatch(t *testing.T) {
	walk := []theme.ActionID{theme.ActNext, theme.ActPrevious, theme.ActInPlace, theme.ActHelp, theme.ActBottom, theme.ActToggle}
	rows := []struct {
		msg  tea.KeyPressMsg
		want theme.ActionID
	}{
		{tea.KeyPressMsg{Code: tea.KeyEnter}, theme.ActNext},
		{tea.KeyPressMsg{Code: 'n', Text: "n"}, theme.ActNext},
		{tea.KeyPressMsg{Code: '3', Text: "3"}, theme.ActInPlace},
		{tea.KeyPressMsg{Code: '/', Mod: tea.ModShift, Text: "?"}, theme.ActHelp},
		{tea.KeyPressMsg{Code: ' ', Text: " "}, theme.ActToggle},
		{tea.KeyPressMsg{Code: 'д', BaseCode: 'l', Text: "д"}, theme.ActNext},
		{tea.KeyPressMsg{Code: 'п', BaseCode: 'g', Mod: tea.ModShift, Text: "П"}, theme.ActBottom},
		{tea.KeyPressMsg{Code: 'z', Text: "z"}, ""},
		{tea.KeyPressMsg{Code: 'n', Mod: tea.ModCtrl}, ""},
	}
	for _, row := range rows {
		if got, _ := theme.Match(row.msg, walk...); got != row.want {
			t.Errorf("%s: got %q, want %q", row.msg, got, row.want)
		}
	}
}
