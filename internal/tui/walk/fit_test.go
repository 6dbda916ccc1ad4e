package walk_test

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/walk"
)

const hostile = "\x1b[31mRed\x1b[0m \x07 票务商店的记录 👩‍👩‍👧‍👦 e\u0301\u0301 " +
	"aVeryLongWordWithoutAnySpaceInItThatHasToBeBrokenSomewhereBecauseNoWindowIsThatWide \u202edrow"

// hostileView is a view in which every text is made to break a layout.
func hostileView(u *user) app.View {
	v := u.View()
	v.Assessment.Description.Name = hostile
	v.Assessment.Description.People = []string{hostile, "Ana"}
	v.Questionnaires = slices.Clone(v.Questionnaires)
	for i := range v.Questionnaires {
		qn := &v.Questionnaires[i]
		qn.Areas = slices.Clone(qn.Areas)
		for a := range qn.Areas {
			qn.Areas[a].Title = hostile
			qn.Areas[a].Questions = slices.Clone(qn.Areas[a].Questions)
			for n := range qn.Areas[a].Questions {
				q := &qn.Areas[a].Questions[n]
				q.Text, q.Why, q.Explain, q.AIFailure = strings.Repeat(hostile, 3), hostile, hostile, strings.Repeat(hostile+". ", 4)
				q.Levels = questionnaire.Levels{None: hostile, Partial: strings.Repeat(hostile, 4), InPlace: "", Proven: hostile}
				q.Verify, q.ListenFor, q.Prototype, q.Production = hostile, "", hostile, hostile
			}
		}
	}
	level := assessment.InPlace
	note := strings.Repeat(hostile+"\n", 40)
	votes := []assessment.Vote{{Name: hostile, Level: level}, {Level: assessment.Partial}}
	parked := hostile
	v, err := v.With(record, assessment.Patch{Level: &level, Note: &note, Votes: votes, Parked: &parked}, hostile, u.Now)
	if err != nil {
		u.T.Fatal(err)
	}
	return v
}

func TestEveryFrameFits(t *testing.T) {
	plain := at(t, record)
	evil := at(t, record)
	env := nav.Env{App: evil.App, Saves: evil.Env.Saves, By: hostile}
	view := hostileView(evil)
	keys := []string{"", "3", "w", "x", "e", "o", "t", "f", "v", "P", "P v", "P 3", "T"}
	rapid.Check(t, func(rt *rapid.T) {
		u := *plain
		if rapid.Bool().Draw(rt, "hostile") {
			u = *evil
			u.Screen = walk.New(env, nav.Open{View: view, Question: record})
		}
		u.Hold = true
		u.Press(rapid.SampledFrom(keys).Draw(rt, "key"))
		if u.Screen.Capturing() && rapid.Bool().Draw(rt, "typed") {
			u.Update(tea.PasteMsg{Content: strings.Repeat(hostile, 2)})
			u.Press(rapid.SampledFrom([]string{"enter", "left", "up", "tab"}).Draw(rt, "then"))
		}
		width, height := rapid.IntRange(20, 200).Draw(rt, "width"), rapid.IntRange(1, 60).Draw(rt, "height")
		seat.Fits(rt, u.Screen, width, height, u.Now)
		for _, z := range u.Screen.Frame(seat.Area(width, height, u.Now)).Zones {
			if z.X < 0 || z.Y < 0 || z.Width < 1 || z.Height < 1 || z.X+z.Width > width || z.Y+z.Height > height {
				rt.Fatalf("%d×%d: a zone at %+v", width, height, z)
			}
		}
	})
}

func TestQuestionLevelsAndSavedLineAreAlwaysThere(t *testing.T) {
	u := at(t, record)
	u.Press("3")
	for width := 40; width <= 200; width += 16 {
		for height := 10; height <= 60; height += 1 + height/10 {
			got := u.Frame(width, height)
			for _, text := range []string{"Where does the server", "0  Don't know", "> 3  In place", "4  Proven", "saved 14:02"} {
				if !strings.Contains(got, text) {
					t.Fatalf("%d×%d does not show %q:\n%s", width, height, text, got)
				}
			}
		}
	}
}

func TestRandomKeysNeverPanic(t *testing.T) {
	keys := strings.Fields("0 1 2 3 4 x e o t f c a w v P T y m ctrl+e u ctrl+r right left tab up down enter esc space backspace k p n ctrl+s")
	m := newMeeting(t)
	rapid.Check(t, func(rt *rapid.T) {
		u := m.walk("")
		for range 10 {
			name := rapid.SampledFrom(keys).Draw(rt, "key")
			u.Try(name)
			if got := len(strings.Split(u.Frame(60, 11), "\n")); got > 14 {
				rt.Fatalf("%d lines after %s", got, name)
			}
		}
	})
}
