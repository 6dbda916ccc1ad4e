package theme_test

import (
	"fmt"
	"image/color"
	"math"
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

func TestEveryTextColourCanBeRead(t *testing.T) {
	const least = 4.5
	for _, o := range []theme.Options{{}, {Light: true}, {Unknown: true}} {
		p := theme.PaletteOf(o)
		for _, c := range []string{p.Dim, p.Accent, p.Good, p.Stop, p.Prove, p.Next, p.Plan} {
			for _, background := range theme.Backgrounds(o) {
				if got := contrast(c, background); got < least {
					t.Errorf("%+v: %s on %s has %.2f, want %.1f", o, c, background, got, least)
				}
			}
		}
	}
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
		if len(k.Keys) == 0 || k.Long == "" || !slices.Contains(theme.Groups(), k.Group) {
			t.Errorf("%s has no keys, no words or no group: %+v", k.ID, k)
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
