package tui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/tui/tuitest"
)

// click clicks the first cell of a text that is on the screen.
func click(t *testing.T, u *tuitest.User, text string) {
	t.Helper()
	u.Sees(text)
	for y, line := range strings.Split(u.Frame(), "\n") {
		if before, _, ok := strings.Cut(line, text); ok {
			u.Send(tea.MouseClickMsg{X: ansi.StringWidth(before), Y: y, Button: tea.MouseLeft})
			return
		}
	}
}

func wheel(u *tuitest.User, button tea.MouseButton) { u.Send(tea.MouseWheelMsg{Button: button}) }

func TestClicksDoWhatKeysDo(t *testing.T) {
	u, _ := shop(t)
	click(t, u, "g gaps")
	u.Sees("› gaps")
	click(t, u, "Room booking ›")
	u.Sees("2 systems")
	click(t, u, "? keys")
	u.Sees("prodfirst › help")
	click(t, u, "prodfirst ›")
	u.Sees("2 systems")
}

func TestAClickSelectsAndTheNextOpens(t *testing.T) {
	u, _ := shop(t)
	other := strings.TrimSpace(strings.SplitN(strings.Split(u.Frame(), "\n")[5], "  ", 2)[1])
	name, _, _ := strings.Cut(other, "   ")
	click(t, u, name)
	u.Sees("> " + name)
	click(t, u, name)
	u.Sees(name + " ›")
}

func TestFirstRunCanBeClicked(t *testing.T) {
	u := empty(t)
	click(t, u, "Describe your system")
	u.Sees("What is it called?")
}

func TestClicksChooseFieldsFactsAndSessions(t *testing.T) {
	u := empty(t).Press("n").Type("Ticket shop")
	click(t, u, "Who else is here?")
	u.Type("Mei")
	click(t, u, "Anyone can come in")
	u.Sees("> ●  Anyone can come in", "Ticket shop", "Mei")
	click(t, u, "enter what is true")
	u.Sees("> Start from  ‹ nothing in particular")
	click(t, u, "nothing in particular")
	u.SeesNot("nothing in particular")
	click(t, u, "‹")
	u.Sees("nothing in particular")
	click(t, u, "health, beliefs")
	u.Sees("> yes  health, beliefs")
	click(t, u, "health, beliefs")
	u.Sees(">  no  health, beliefs")
	u.Press("enter", "enter").Sees("before we start")
	click(t, u, "Deep")
	u.Sees("> 3  Deep")
	click(t, u, "Deep")
	u.Sees("1 of ")
}

func TestClicksLoseNothingThatWasTyped(t *testing.T) {
	u := empty(t).Press("n").Type("Ticket shop")
	for y := range 24 {
		for x := 0; x < 80; x += 7 {
			u.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
			for range 3 { // wherever the click led
				if !strings.Contains(u.Frame(), "What is it called?") {
					u.Press("esc")
				}
			}
			if strings.Contains(u.Frame(), "Your demo works") {
				u.Press("n")
			}
			u.Sees("What is it called?", "Ticket shop")
		}
	}
}

func TestTheWheelMovesThreeRows(t *testing.T) {
	u, _ := shop(t)
	u.Press("?")
	third := u.Press("down", "down", "down").Frame()
	u.Press("up", "up", "up")
	wheel(u, tea.MouseWheelDown)
	if got := u.Frame(); got != third {
		t.Errorf("got\n%s\nwant\n%s", got, third)
	}
	wheel(u, tea.MouseWheelUp)
	if u.Frame() == third {
		t.Error("the wheel does not go back")
	}
}

func TestClicksThatMeanNothing(t *testing.T) {
	u, _ := shop(t)
	before := u.Styled()
	u.Send(tea.MouseClickMsg{X: 5, Y: 3, Button: tea.MouseRight}).Send(tea.MouseReleaseMsg{X: 5, Y: 3}).Send(tea.MouseMotionMsg{X: 9, Y: 9})
	u.Send(tea.MouseClickMsg{X: -1, Y: 500, Button: tea.MouseLeft}).Send(tea.MouseWheelMsg{Button: tea.MouseWheelLeft})
	if got := u.Styled(); got != before {
		t.Errorf("got\n%s\nwant\n%s", got, before)
	}
	u.Resize(30, 8)
	click(t, u, "needed")
	u.Resize(80, 24)
	if got := u.Styled(); got != before {
		t.Error("a click in a window that is too small did something")
	}
}

func TestAClickThatCannotBeDoneSaysWhy(t *testing.T) {
	u := empty(t).Press("n").Type("Ticket shop").Press("enter", "enter", "enter").Sees("before we start")
	click(t, u, "Re-check")
	click(t, u, "Re-check")
	u.Sees("There is nothing to re-check yet.")
}

func TestClicksDuringASaveGoNowhere(t *testing.T) {
	u := described(t).Hold().Press("enter", "right", "enter", "enter")
	click(t, u, "page before")
	u.Release().Sees("before we start")
}

func TestTheMouseCanBeSwitchedOff(t *testing.T) {
	s := fixture.Service(t, at)
	if got := tuitest.New(t, options(s), 80, 24).View().MouseMode; got != tea.MouseModeCellMotion {
		t.Errorf("mouse mode %v", got)
	}
	o := options(s)
	o.NoMouse = true
	u := tuitest.New(t, o, 80, 24)
	if got := u.View().MouseMode; got != tea.MouseModeNone {
		t.Errorf("mouse mode %v without a mouse", got)
	}
	click(t, u, "Describe your system")
	u.Sees("Your demo works")
}

func TestACrashCanBeLeftByClick(t *testing.T) {
	s := fixture.Service(t, at)
	s.Library = nil // the facts screen needs it
	u := tuitest.New(t, options(s), 80, 24).Press("n").Type("a").Press("enter").Sees("Something went wrong")
	click(t, u, "enter back to your systems")
	u.Sees("Your demo works")
}

func TestRandomClicksDoNoHarm(t *testing.T) {
	db := stored(t, hostile)
	keys := ways()
	var names []string
	for name := range keys {
		names = append(names, name)
	}
	rapid.Check(t, func(rt *rapid.T) {
		u := tuitest.New(t, options(copied(t, db)), 80, 24).Press(keys[rapid.SampledFrom(names).Draw(rt, "screen")]...)
		u.Resize(rapid.IntRange(20, 120).Draw(rt, "width"), rapid.IntRange(5, 40).Draw(rt, "height"))
		for range rapid.IntRange(1, 40).Draw(rt, "clicks") {
			x, y := rapid.IntRange(0, 120).Draw(rt, "x"), rapid.IntRange(0, 40).Draw(rt, "y")
			button := rapid.SampledFrom([]tea.MouseButton{tea.MouseLeft, tea.MouseLeft, tea.MouseWheelDown, tea.MouseWheelUp}).Draw(rt, "button")
			if button == tea.MouseLeft {
				u.Send(tea.MouseClickMsg{X: x, Y: y, Button: button})
			} else {
				wheel(u, button)
			}
			if u.Ended() {
				return
			}
			u.SeesNot("Something went wrong")
		}
	})
}
