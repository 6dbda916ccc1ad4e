package find_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/tui/find"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

func groups() []find.Group {
	return []find.Group{
		{Title: "On this screen", Commands: []find.Command{
			{Action: nav.Action{ID: theme.ActEnter, Label: "answer it"}, Keys: []string{"enter"}},
			{Action: nav.Action{ID: theme.ActFilter, Disabled: "Every gap is alike."}, Keys: []string{"f"}},
			{Action: nav.Action{ID: theme.ActBack}, Keys: []string{"esc", "q"}},
		}},
		{Title: "Ticket shop", Commands: []find.Command{
			{Action: nav.Action{ID: theme.ActAgenda}, Keys: []string{"A"}},
			{Action: nav.Action{ID: theme.ActReport}, Keys: []string{"r"}},
			{Action: nav.Action{ID: theme.ActFacts}},
		}},
		{Title: "Everywhere", Commands: []find.Command{{Action: nav.Action{ID: theme.ActHome}}, {Action: nav.Action{ID: theme.ActQuit}}}},
	}
}

func commands(t testing.TB, g ...find.Group) *person {
	return &person{t: t, screen: find.NewPalette("Ticket shop", g)}
}

func TestPaletteFrames(t *testing.T) {
	for name, p := range map[string]*person{
		"palette":         commands(t, groups()...),
		"palette-found":   commands(t, groups()...).press("re"),
		"palette-nothing": commands(t, groups()...).press("zzz"),
	} {
		golden.Check(t, name+"-80x24.txt", p.frame(80, 24))
	}
	golden.Check(t, "palette-60x15.txt", commands(t, groups()...).press("end").frame(60, 15))
	golden.Check(t, "palette-120x40.txt", commands(t, groups()...).frame(120, 40))
}

func TestChosenCommandIsAskedFor(t *testing.T) {
	p := commands(t, groups()...).press("report", "enter")
	if got, want := p.last(), tea.Msg(nav.Perform{Action: theme.ActReport}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if p = commands(t, groups()...).press("down", "down", "down", "enter"); p.last() != tea.Msg(nav.Perform{Action: theme.ActAgenda}) {
		t.Errorf("the fourth command asks for %v", p.last())
	}
}

func TestDisabledCommandSaysWhyAndStays(t *testing.T) {
	p := commands(t, groups()...).press("filter").sees("not now: Every gap is alike").press("enter")
	if got, want := p.last(), tea.Msg(nav.Say{Text: "Not now: Every gap is alike."}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if a := p.screen.Actions()[1]; a.ID != theme.ActEnter || a.Disabled == "" {
		t.Errorf("the footer offers %v", a)
	}
}

func TestEscAndItsOwnKeyCloseThePalette(t *testing.T) {
	for _, keys := range [][]string{{"esc"}, {"re", "esc"}, {"ctrl+p"}, {"re", "down", "ctrl+p"}, {"backspace"}} {
		p := commands(t, groups()...).press(keys...)
		if len(p.sent) != 1 || p.last() != tea.Msg(nav.Back{}) {
			t.Errorf("%v asks for %v, want to go back", keys, p.sent)
		}
	}
	commands(t, groups()...).press(":").sees("do  :")
}

func TestClickOnACommandChoosesItAndOnAHeadingDoesNothing(t *testing.T) {
	p := commands(t, groups()...)
	zones := p.screen.Frame(nav.Area{Width: 80, Height: 20, Theme: theme.New(theme.Options{})}).Zones
	if len(zones) != 8 {
		t.Fatalf("%d zones, want one for each command", len(zones))
	}
	if p.give(zones[4].Msg); !strings.Contains(p.chosen(), "report") {
		t.Errorf("chosen is %q", p.chosen())
	}
}

func TestHostilePaletteFits(t *testing.T) {
	nasty := "\x1b[2J佐藤👩‍👩‍👧‍👦\n\u202e" + strings.Repeat("長い", 30)
	g := append(groups(), find.Group{Title: nasty, Commands: []find.Command{
		{Action: nav.Action{ID: theme.ActNew, Label: nasty, Disabled: nasty}, Keys: []string{"n", "up", "ctrl+x"}},
	}})
	rapid.Check(t, func(rt *rapid.T) {
		p := commands(t, g...).press(rapid.SampledFrom([]string{"down", "end", "長", "e"}).Draw(rt, "key"))
		w, h := rapid.IntRange(1, 210).Draw(rt, "width"), rapid.IntRange(1, 60).Draw(rt, "height")
		lines := strings.Split(p.screen.Frame(nav.Area{Width: w, Height: h, Theme: theme.New(theme.Options{})}).Body, "\n")
		if len(lines) > h {
			rt.Fatalf("%d lines of %d", len(lines), h)
		}
		for _, line := range lines {
			if got := ansi.StringWidth(line); got > w || strings.ContainsAny(ansi.Strip(line), "\x1b\x07\u202e") {
				rt.Fatalf("%d columns of %d: %q", got, w, line)
			}
		}
	})
}
