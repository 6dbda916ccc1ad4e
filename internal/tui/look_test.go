package tui_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/tui/tuitest"
)

func TestThemeIsSwitchedAtOnceAndSaid(t *testing.T) {
	u := empty(t)
	unknown := u.Styled()
	u.Press("ctrl+t").Sees("Colours for a dark background.").Press("down", "up")
	dark := u.Styled()
	u.Press("ctrl+t").Sees("Colours for a light background.").Press("down", "up")
	light := u.Styled()
	if dark == light || dark == unknown || light == unknown {
		t.Error("two of the themes are drawn the same")
	}
	u.Send(tea.BackgroundColorMsg{}) // the terminal says dark, late
	if got := u.Styled(); got != light {
		t.Error("the terminal overrules the person")
	}
	if got := u.Press("ctrl+t", "down", "up").Styled(); got != dark {
		t.Error("the theme does not come back")
	}
}

func TestThemeIsSwitchedOnEveryScreenButWhereTextIsTyped(t *testing.T) {
	db := stored(t, shopping)
	for name, keys := range ways() {
		u := tuitest.New(t, options(copied(t, db)), 80, 24).Press("down").Press(keys...)
		before := u.Frame()
		typing := strings.Contains(before, "F1 ") || strings.HasPrefix(name, "help") // ? would be typed there
		u.Press("ctrl+t")
		if said := strings.Contains(u.Frame(), "Colours for a dark background."); said == typing {
			t.Errorf("%s: switched is %v; before\n%s\nafter\n%s", name, said, before, u.Frame())
		}
	}
}

func TestThemeCanBeSwitchedFromHelp(t *testing.T) {
	empty(t).Press("?").Type("light or a dark").Press("enter").Sees("Colours for a dark background.", "Your demo works")
}

func TestWithoutColoursThereIsNothingToSwitch(t *testing.T) {
	o := options(fixture.Service(t, at))
	o.Mono = true
	u := tuitest.New(t, o, 80, 24)
	before := u.Styled()
	if got := u.Press("ctrl+t").Sees("There are no colours here").Press("down", "up").Styled(); got != before {
		t.Errorf("got %s, want %s", got, before)
	}
}

func TestAChosenThemeIsKeptWhateverTheTerminalSays(t *testing.T) {
	o := options(fixture.Service(t, at))
	o.Light = new(true)
	u := tuitest.New(t, o, 80, 24)
	before := u.Styled()
	if got := u.Send(tea.BackgroundColorMsg{}).Send(tea.ColorProfileMsg{Profile: colorprofile.TrueColor}).Styled(); got != before {
		t.Error("the theme changed")
	}
}

// Whoever cannot bear motion has none: nothing moves by itself, and the cursor does not blink.
func TestNothingMovesByItself(t *testing.T) {
	db := stored(t, shopping)
	for name, keys := range ways() {
		u := tuitest.New(t, options(copied(t, db)), 80, 24).Press("down").Press(keys...)
		before := u.View()
		if before.Cursor != nil && before.Cursor.Blink {
			t.Errorf("%s: the cursor blinks", name)
		}
		for range 10 {
			u.Tick(time.Second)
			if got := u.View(); got.Content != before.Content || got.WindowTitle != before.WindowTitle {
				t.Fatalf("%s: the frame changed\n%s", name, u.Frame())
			}
		}
	}
}

func TestWindowTitleSaysSystemAndScreen(t *testing.T) {
	u, _ := shop(t)
	for _, step := range []struct{ key, want string }{
		{"", "prodfirst"},
		{"?", "prodfirst: help"},
		{"esc", "prodfirst"},
		{"down", "prodfirst"},
		{"g", "prodfirst: Ticket shop · gaps"},
		{"esc", "prodfirst"},
		{"enter", "prodfirst: Ticket shop · 1 of 12"},
	} {
		if step.key != "" {
			u.Press(step.key)
		}
		if step.key == "enter" && strings.Contains(u.Frame(), "outline") {
			u.Press("1", "enter")
		}
		if got := u.View().WindowTitle; got != step.want {
			t.Errorf("after %q: %q, want %q", step.key, got, step.want)
		}
	}
}

func TestProgressBarOfTheTerminalFollowsTheWalk(t *testing.T) {
	s := fixture.Service(t, at)
	fixture.TicketShop(t, s)
	o := options(s)
	walking := ways()["walk"]
	if got := tuitest.New(t, o, 80, 24).Press(walking...).View().ProgressBar; got != nil {
		t.Errorf("a terminal without one gets %+v", got)
	}
	o.Gauge = true
	u := tuitest.New(t, o, 80, 24)
	if got := u.View().ProgressBar; got != nil {
		t.Errorf("home has a progress bar: %+v", got)
	}
	before := u.Press(walking...).View().ProgressBar
	if before == nil || before.State != tea.ProgressBarDefault {
		t.Fatalf("the walk has %+v", before)
	}
	if got := u.Press("tab", "0").View().ProgressBar; got == nil || got.Value <= before.Value || got.Value > 100 {
		t.Errorf("after an answer: %+v, before it: %+v", got, before)
	}
	if got := u.Press("?").View().ProgressBar; got != nil {
		t.Errorf("help has a progress bar: %+v", got)
	}
	if got := u.Press("esc", "esc").View().ProgressBar; got != nil {
		t.Errorf("after the walk there is %+v", got)
	}
}
