package end_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

func TestFramesLookAsTheyWereReviewed(t *testing.T) {
	rows := []struct {
		name string
		said []answered
		do   func(u *user)
	}{
		{"arrived", story(), func(*user) {}},
		{"owner", story(), func(u *user) {
			u.unowned()
			u.press("o")
			u.typeIn("Me")
		}},
		{"bad-date", story(), func(u *user) {
			u.unowned()
			u.press("o")
			u.typeIn("Ravi")
			u.press("enter")
			u.typeIn("soon")
			u.press("enter")
		}},
		{"sentence", story(), func(u *user) {
			u.press("n")
			u.typeIn("I thought the platform made backups.")
		}},
		{"signed", story(), func(u *user) {
			u.press("n")
			u.typeIn("I thought the platform made backups. I will know on Tuesday.")
			u.press("enter")
		}},
		{"proven", append(story(), answered{
			question: "bak-restore-drill", level: assessment.Proven, drill: "2026-11-26", check: assessment.CanExplain,
		}), func(*user) {}},
		{"nothing-asked", nil, func(*user) {}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			u := arrive(t, "Ticket shop", row.said)
			row.do(u)
			golden.Check(t, row.name+"-80x24.txt", u.frame(80, 20))
		})
	}
}

func TestFramesOfOtherSizes(t *testing.T) {
	for _, size := range [][2]int{{60, 11}, {40, 8}, {120, 36}, {200, 56}} {
		name := fmt.Sprintf("arrived-%dx%d.txt", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			golden.Check(t, name, arrive(t, "Ticket shop", story()).frame(size[0], size[1]))
		})
	}
}

func TestEveryFrameFits(t *testing.T) {
	hostile := "\x1b[31mRed\x1b[0m 票务商店 👩‍👩‍👧‍👦 " + strings.Repeat("endless", 30)
	said := story()
	said[3].owner, said[4].owner = hostile, "名前がとても長い人"
	for _, name := range []string{"Ticket shop", hostile} {
		u := arrive(t, name, said)
		for _, keys := range []string{"", "o", "enter", "esc n"} {
			u.press(keys)
			if keys == "esc n" {
				u.update(paste(hostile))
			}
			for width := 20; width <= 200; width += 1 + width/3 {
				for height := 1; height <= 60; height += 1 + height/4 {
					fits(t, u, width, height)
				}
			}
		}
	}
}

func fits(t *testing.T, u *user, width, height int) {
	t.Helper()
	for _, ascii := range []bool{false, true} {
		f := u.screen.Frame(nav.Area{Width: width, Height: height, Theme: theme.New(theme.Options{ASCII: ascii}), Now: u.now})
		lines := strings.Split(f.Body, "\n")
		if len(lines) > height {
			t.Fatalf("%d×%d: %d lines", width, height, len(lines))
		}
		for _, line := range lines {
			if got := ansi.StringWidth(line); got > width {
				t.Fatalf("%d×%d: %d columns: %q", width, height, got, line)
			}
		}
		if u.screen.Capturing() && f.Cursor == nil {
			t.Fatalf("%d×%d: no cursor", width, height)
		}
		if c := f.Cursor; c != nil && (c.X < 0 || c.X >= width || c.Y < 0 || c.Y >= len(lines)) {
			t.Fatalf("%d×%d: cursor at %d,%d of %d lines", width, height, c.X, c.Y, len(lines))
		}
	}
}
