package walk_test

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/walk"
)

const hostile = "\x1b[31mRed\x1b[0m \x07 票务商店的记录 👩‍👩‍👧‍👦 e\u0301\u0301 " +
	"aVeryLongWordWithoutAnySpaceInItThatHasToBeBrokenSomewhereBecauseNoWindowIsThatWide \u202edrow"

// hostileView is a view in which every text is made to break a layout.
func hostileView(u *user) app.View {
	v := u.view()
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
	v, err := v.With(record, assessment.Patch{Level: &level, Note: &note}, hostile, u.now)
	if err != nil {
		u.t.Fatal(err)
	}
	return v
}

func TestEveryFrameFits(t *testing.T) {
	plain := at(t, record)
	evil := at(t, record)
	env := nav.Env{App: evil.app, Saves: evil.queue, By: hostile}
	view := hostileView(evil)
	keys := []string{"", "3", "w", "x", "e", "o", "t", "f"}
	rapid.Check(t, func(rt *rapid.T) {
		u := *plain
		if rapid.Bool().Draw(rt, "hostile") {
			u = *evil
			u.screen = walk.New(env, nav.Open{View: view, Question: record})
		}
		u.hold = true
		u.press(rapid.SampledFrom(keys).Draw(rt, "key"))
		if u.screen.Capturing() && rapid.Bool().Draw(rt, "typed") {
			u.update(tea.PasteMsg{Content: strings.Repeat(hostile, 2)})
			u.press(rapid.SampledFrom([]string{"enter", "left", "up", "tab"}).Draw(rt, "then"))
		}
		width, height := rapid.IntRange(20, 200).Draw(rt, "width"), rapid.IntRange(1, 60).Draw(rt, "height")
		th := theme.New(theme.Options{ASCII: rapid.Bool().Draw(rt, "ascii")})
		f := u.screen.Frame(nav.Area{Width: width, Height: height, Theme: th, Now: u.now})
		lines := strings.Split(f.Body, "\n")
		if len(lines) > height {
			rt.Fatalf("%d×%d: %d lines", width, height, len(lines))
		}
		for _, line := range lines {
			if got := ansi.StringWidth(line); got > width {
				rt.Fatalf("%d×%d: %d columns: %q", width, height, got, line)
			}
		}
		if strings.ContainsAny(ansi.Strip(f.Body), "\x1b\x07\u202e") {
			rt.Fatalf("a control character is drawn: %q", f.Body)
		}
		if c := f.Cursor; c != nil && (c.X < 0 || c.X >= width || c.Y < 0 || c.Y >= len(lines)) {
			rt.Fatalf("%d×%d: cursor at %d,%d of %d lines", width, height, c.X, c.Y, len(lines))
		}
		if u.screen.Capturing() && f.Cursor == nil {
			rt.Fatalf("%d×%d: no cursor in a form", width, height)
		}
	})
}

func TestQuestionLevelsAndSavedLineAreAlwaysThere(t *testing.T) {
	u := at(t, record)
	u.press("3")
	for width := 40; width <= 200; width += 16 {
		for height := 10; height <= 60; height += 1 + height/10 {
			got := u.frame(width, height)
			for _, text := range []string{"Where does the server", "0  Don't know", "> 3  In place", "4  Proven", "saved 14:02"} {
				if !strings.Contains(got, text) {
					t.Fatalf("%d×%d does not show %q:\n%s", width, height, text, got)
				}
			}
		}
	}
}

func TestRandomKeysNeverPanic(t *testing.T) {
	keys := strings.Fields("0 1 2 3 4 x e o t f c a w u ctrl+r right left tab up down enter esc space backspace k p n ctrl+s")
	m := newMeeting(t)
	rapid.Check(t, func(rt *rapid.T) {
		u := m.walk("")
		for range 10 {
			name := rapid.SampledFrom(keys).Draw(rt, "key")
			msg := press(name)
			if u.screen.Capturing() {
				u.update(msg)
			} else {
				var ids []theme.ActionID
				for _, a := range u.screen.Actions() {
					ids = append(ids, a.ID)
				}
				if id, ok := theme.Match(msg, ids...); ok {
					u.update(nav.Do{Action: id})
				}
			}
			if got := len(strings.Split(u.frame(60, 11), "\n")); got > 14 {
				rt.Fatalf("%d lines after %s", got, name)
			}
		}
	})
}
