package history_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/history"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

func level(l assessment.Level) assessment.Patch { return assessment.Patch{Level: &l} }

// told is a meeting with three weeks behind it: two milestones, a decision, two demos and a
// deployment, and an acceptance that has ended.
func told(t testing.TB) *seat.Meeting {
	t.Helper()
	m := seat.NewMeeting(t, "Ticket shop")
	later := func(days int) { m.Now = m.Now.AddDate(0, 0, days) }
	ok := func(_ app.View, err error) { t.Helper(); m.Must(err) }
	ship := func(s assessment.Shipment) { t.Helper(); ok(m.App.Ship(t.Context(), m.ID, "Ana", s)) }
	m.Answer("Ana", "bak-restore-drill", level(assessment.DontKnow))
	m.Answer("Mei", "sec-secrets", level(assessment.Partial))
	m.Answer("Ravi", "res-failure-modes", level(assessment.None))
	m.Answer("Mei", "id-record-access", level(assessment.InPlace))
	ok(m.App.Milestone(t.Context(), m.ID, "Ana", "before the drill"))
	later(2)
	until := assessment.DateOf(m.Now).Add(5)
	ok(m.App.Accept(t.Context(), m.ID, "Mei", until, "one rack, and we watch it", "sec-secrets"))
	ok(m.App.Decide(t.Context(), m.ID, "Ana", assessment.NoGo, "", "nobody has restored a backup yet"))
	ship(assessment.Shipment{Kind: assessment.ShipDemo, Note: "the board liked it"})
	later(5)
	proven := level(assessment.Proven)
	yes, mei := assessment.CanExplain, "Mei"
	proven.Check, proven.CheckBy = &yes, &mei
	proven.AddEvidence = []assessment.Evidence{{Kind: assessment.Drill, Reference: "drills/restore.md", Date: assessment.DateOf(m.Now), By: "Ravi"}}
	m.Answer("Ravi", "bak-restore-drill", proven)
	m.Answer("Mei", "sec-secrets", level(assessment.None))
	ok(m.App.Milestone(t.Context(), m.ID, "Mei", "after the drill"))
	later(14)
	ship(assessment.Shipment{Kind: assessment.ShipDeploy})
	ship(assessment.Shipment{Kind: assessment.ShipUsers, People: 7})
	m.Answer("Ana", "own-service-owner", level(assessment.InPlace))
	ok(m.App.SignOff(t.Context(), m.ID, "Ana", assessment.ReadyNotYet, "I will know on Tuesday."))
	return m
}

// look sits down in front of the history, which is loaded.
func look(m *seat.Meeting) *seat.Person {
	u := m.Sit(history.New, nav.Open{Kind: nav.History})
	u.Update(nav.Open{Kind: nav.History})
	return &u
}

func TestFrames(t *testing.T) {
	m := told(t)
	for name, keys := range map[string]string{
		"compare": "", "compared": "down enter", "trend": "tab", "changes": "tab tab down", "decisions": "tab tab tab",
		"shipped": "shift+tab shift+tab", "accepted": "shift+tab",
	} {
		u := look(m)
		u.Press(keys)
		for _, size := range [][2]int{{80, 24}, {60, 15}, {120, 40}} {
			golden.Check(t, fmt.Sprintf("%s-%dx%d.txt", name, size[0], size[1]), seat.Draw(u.Screen, size[0], size[1], m.Now))
		}
	}
	naming := look(m)
	naming.Press("m")
	naming.Type("after the drill")
	naming.Press("enter")
	golden.Check(t, "milestone-taken-80x24.txt", seat.Draw(naming.Screen, 80, 24, m.Now))
	fresh := look(seat.NewMeeting(t, "Ticket shop"))
	golden.Check(t, "first-80x24.txt", seat.Draw(fresh.Screen, 80, 24, m.Now))
	ascii := look(m)
	ascii.Press("tab")
	area := seat.Area(80, 20, m.Now)
	area.Theme = theme.New(theme.Options{ASCII: true, Mono: true})
	golden.Check(t, "trend-ascii-80x24.txt", seat.Plain(ascii.Screen.Frame(area).Body)+"\n")
}

// sees fails the test if a text is not on a screen of 80×24, however it is broken into lines.
func sees(u *seat.Person, text string) {
	u.T.Helper()
	if frame := seat.Draw(u.Screen, 80, 24, u.Now); !strings.Contains(strings.Join(strings.Fields(frame), " "), text) {
		u.T.Errorf("the screen does not say %q:\n%s", text, frame)
	}
}

func TestTwoMilestonesAreComparedInWhicheverOrderTheyAreChosen(t *testing.T) {
	u := look(told(t))
	u.Press("down space down enter")
	sees(u, `"before the drill", 26 Nov, and "after the drill", 3 Dec`)
	sees(u, "Gained: 1")
	u.Press("esc up up enter")
	sees(u, `"after the drill", 3 Dec, and now, 17 Dec`)
	sees(u, "Asked for the first time: 1")
	u.Press("enter")
	open, ok := u.Said().(nav.Open)
	if !ok || open.Kind != nav.Walk || open.Question != "own-service-owner" {
		t.Errorf("enter on a question: %+v", u.Said())
	}
	u.Press("esc esc")
	if _, ok := u.Said().(nav.Back); !ok {
		t.Errorf("esc twice: %+v", u.Said())
	}
}

func TestChangesAreFilteredByQuestionAndPerson(t *testing.T) {
	m := told(t)
	u := look(m)
	u.Press("tab tab")
	for range 40 {
		if strings.Contains(seat.Selected(seat.Draw(u.Screen, 100, 40, m.Now)), "Last restore drill") {
			break
		}
		u.Press("down")
	}
	u.Sees("Last restore drill: proven, was don't know; Mei can explain it; shown: drills/restore.md of 2026-12-03")
	u.Press("f")
	u.Sees("Shown: what became of Last restore drill")
	u.SeesNot("Where secrets live")
	u.Press("f")
	u.Sees("Shown: what Ana changed")
	u.SeesNot("Ravi")
	u.Press("f f f")
	u.Sees("Every change, newest first")
}

func TestMilestoneIsNamedAndWhatWasTypedStaysWhenItIsTaken(t *testing.T) {
	m := told(t)
	u := look(m)
	u.Press("m")
	u.Type("after the drill")
	u.Press("enter")
	u.Sees("after the drill")
	u.Sees("there is a milestone \"after the drill\" already")
	u.Type(" 2")
	u.Press("enter")
	u.SeesNot("already")
	u.Sees("3 milestones")
	if got := m.View().Assessment.Milestones; len(got) != 3 || got[2].Label != "after the drill 2" || got[2].By != "Ana" {
		t.Errorf("stored: %+v", got)
	}
	u.Press("m enter")
	u.Sees("a milestone needs a label")
	u.Press("esc")
	u.SeesNot("a milestone needs a label")
}

func TestKeysWaitForTheHistoryAndForTheMilestone(t *testing.T) {
	m := told(t)
	u := m.Sit(history.New, nav.Open{Kind: nav.History})
	u.Hold = true
	u.Update(nav.Open{Kind: nav.History})
	u.Sees("Reading the history.")
	waits := func() bool {
		w, ok := u.Screen.(nav.Waiter)
		return ok && w.Waiting()
	}
	if !waits() {
		t.Error("keys would be lost while it loads")
	}
	u.Release()
	if waits() {
		t.Error("keys wait for nothing")
	}
	u.Press("m")
	u.Type("third")
	u.Hold = true
	u.Press("enter")
	if !waits() || u.Screen.Capturing() {
		t.Error("keys would change what is being saved")
	}
	u.Release()
	u.Sees("3 milestones")
}

func TestMilestoneThatCannotBeSavedIsStillTyped(t *testing.T) {
	m := told(t)
	u := look(m)
	u.Press("m")
	u.Type("third")
	m.DB.Refuse = kv.ErrFull
	u.Press("enter")
	if failed, ok := u.Said().(nav.Failed); !ok || failed.What != "keep the milestone" {
		t.Errorf("told: %+v", u.Said())
	}
	u.Sees("third")
	u.Sees("not saved: enter tries again")
	m.DB.Refuse = nil
	u.Press("enter")
	u.Sees("3 milestones")
}

func TestChangeFromAnotherWindowIsSeen(t *testing.T) {
	m := told(t)
	u := look(m)
	u.Press("tab tab")
	u.SeesNot("Knowing before users tell you")
	v := m.Answer("Ravi", "obs-outside-check", level(assessment.None))
	u.Update(nav.Refreshed{View: v})
	u.Sees("Knowing before users tell you: none")
}

func TestTrendSaysInWordsWhatItDraws(t *testing.T) {
	m := told(t)
	u := look(m)
	u.Press("tab")
	frame := strings.Join(strings.Fields(seat.Draw(u.Screen, 80, 24, m.Now)), " ")
	r := m.View().Result.Verdict(questionnaire.FirstUser)
	for _, want := range []string{
		fmt.Sprintf("Proven: 0 of %d on 26 Nov, 1 of %d questions due now.", r.Due.Of, r.Due.Of),
		fmt.Sprintf("Blockers open: 3 of %d on 26 Nov, 3 of %d blockers due now.", r.Blockers.Of, r.Blockers.Of),
		fmt.Sprintf("%d of %d were not asked yet.", r.Blockers.Unasked, r.Blockers.Of),
	} {
		if !strings.Contains(frame, want) {
			t.Errorf("the trend does not say %q:\n%s", want, frame)
		}
	}
}

func TestClicksTurnAndSelect(t *testing.T) {
	m := told(t)
	u := look(m)
	click := func(text string) {
		t.Helper()
		f := u.Screen.Frame(seat.Area(80, 20, m.Now))
		for y, line := range strings.Split(seat.Plain(f.Body), "\n") {
			x := strings.Index(line, text)
			for _, z := range f.Zones {
				if x >= z.X && x < z.X+z.Width && y >= z.Y && y < z.Y+z.Height && x >= 0 {
					u.Update(z.Msg)
					return
				}
			}
		}
		t.Fatalf("%q is not to be clicked:\n%s", text, f.Body)
	}
	click("Decisions")
	u.Sees("NO GO for first user")
	click("Compare")
	click("before the drill")
	click("before the drill")
	u.Sees("Gained: 1")
}

func TestEveryFrameFits(t *testing.T) {
	name := "票务\x1b[2J 👩‍👩‍👧‍👦 \x1b]0;hijacked\x07\n\u202e" + strings.Repeat("長", 40)
	m := seat.NewMeeting(t, "shop")
	m.Answer(name, "bak-restore-drill", level(assessment.None))
	_, err := m.App.Milestone(t.Context(), m.ID, name, name)
	m.Must(err)
	_, err = m.App.Decide(t.Context(), m.ID, name, assessment.Go, "", name)
	m.Must(err)
	_, err = m.App.Ship(t.Context(), m.ID, name, assessment.Shipment{Kind: assessment.ShipDemo, Note: name})
	m.Must(err)
	m.Now = m.Now.Add(72 * time.Hour)
	m.Answer(name, "bak-restore-drill", level(assessment.Partial))
	for _, keys := range []string{"", "enter", "tab", "tab tab", "tab tab tab", "tab tab tab tab", "shift+tab", "m"} {
		u := look(m)
		u.Press(keys)
		for width := 2; width <= 210; width += 26 {
			for _, height := range []int{1, 2, 3, 5, 8, 13, 14, 20, 36, 56} {
				seat.Fits(t, u.Screen, width, height, m.Now)
			}
		}
	}
}

func BenchmarkFrame(b *testing.B) {
	m := told(b)
	u := look(m)
	u.Press("tab tab")
	for b.Loop() {
		u.Screen, _ = u.Screen.Update(nav.Do{Action: theme.ActDown})
		u.Screen.Frame(seat.Area(200, 56, m.Now))
	}
}
