package end_test

import (
	"fmt"
	"strings"
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/golden"
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
			u.Press("o")
			u.Type("Me")
		}},
		{"bad-date", story(), func(u *user) {
			u.unowned()
			u.Press("o")
			u.Type("Ravi")
			u.Press("enter")
			u.Type("soon")
			u.Press("enter")
		}},
		{"sentence", story(), func(u *user) {
			u.Press("n")
			u.Type("I thought the platform made backups.")
		}},
		{"signed", story(), func(u *user) {
			u.Press("n")
			u.Type("I thought the platform made backups. I will know on Tuesday.")
			u.Press("enter")
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
			golden.Check(t, row.name+"-80x24.txt", u.Frame(80, 20))
		})
	}
}

func TestFramesOfOtherSizes(t *testing.T) {
	for _, size := range [][2]int{{60, 11}, {40, 8}, {120, 36}, {200, 56}} {
		name := fmt.Sprintf("arrived-%dx%d.txt", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			golden.Check(t, name, arrive(t, "Ticket shop", story()).Frame(size[0], size[1]))
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
			u.Press(keys)
			if keys == "esc n" {
				u.Update(paste(hostile))
			}
			u.FitsEverySize()
		}
	}
}

func TestFrameWithoutColoursAndWithASCIIAlone(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	u.Press("d enter y")
	u.GoldenASCII()
}
