package gaps_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/gaps"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// meeting has two highs and a blocker that are known to be missing, and one that nobody knows.
func meeting(t testing.TB) *seat.Meeting {
	m := seat.NewMeeting(t, "Ticket shop")
	none, unknown := assessment.None, assessment.DontKnow
	for _, f := range m.View().Result.Findings {
		switch f.Question.ID {
		case "res-failure-modes", "users-first-ten", "sec-secrets":
			m.Answer("Ravi", f.Question.ID, assessment.Patch{Level: &none})
		case "bak-restore-drill":
			m.Answer("Ravi", f.Question.ID, assessment.Patch{Level: &unknown})
		}
	}
	return m
}

// on sits before the list, with a gap selected.
func on(m *seat.Meeting, q questionnaire.QuestionID) seat.Person {
	return m.Sit(gaps.New, nav.Open{Question: q})
}

func acceptance(m *seat.Meeting, q questionnaire.QuestionID) *assessment.Acceptance {
	f, _ := m.View().Result.Finding(q)
	return f.Acceptance
}

func TestAPersonAcceptsAGapUntilADate(t *testing.T) {
	m := meeting(t)
	u := on(m, "res-failure-modes")
	u.Press("a")
	golden.Check(t, "accept-80x24.txt", u.Frame(80, 20))
	golden.Check(t, "accept-60x15.txt", u.Frame(60, 11))
	u.Press("enter")
	u.Type("too short")
	u.Sees("6 more")
	u.Press("enter enter")
	u.Sees("a sentence of 15 characters or more")
	u.Sees("too short")
	u.Type(", but ten testers know it")
	u.Press("tab tab")
	u.Type("+91")
	u.Press("enter enter enter")
	u.Sees("at most 90 days ahead: Wed 24 Feb is the last possible day")
	u.Press("backspace backspace backspace")
	u.Type("2026-11-25")
	u.Press("enter enter enter")
	u.Sees("Wed 25 Nov has passed")
	u.Press("home ctrl+k")
	u.Type("+14")
	u.Press("enter enter")
	u.Type("Mei")
	u.Press("enter")
	x := acceptance(m, "res-failure-modes")
	if x == nil || x.By != "Mei" || x.Until != "2026-12-10" || x.Reason != "too short, but ten testers know it" {
		t.Fatalf("stored: %+v", x)
	}
	u.Sees("accepted to 10 Dec")
	u.Press("u")
	if x := acceptance(m, "res-failure-modes"); x != nil {
		t.Errorf("not taken back: %+v", x)
	}
	u.SeesNot("accepted to")
	u.Press("ctrl+r")
	if acceptance(m, "res-failure-modes") == nil {
		t.Error("not done again")
	}
}

func TestABlockerIsAcceptedByItselfAfterAWarning(t *testing.T) {
	m := meeting(t)
	u := on(m, "sec-secrets")
	u.Press("a")
	u.Sees("may not be lawful")
	golden.Check(t, "accept-blocker-80x24.txt", u.Frame(80, 20))
	u.Press("esc space home")
	first := seat.Selected(u.Frame(100, 40))
	for !strings.Contains(first, "Likely failures") {
		u.Press("down")
		first = seat.Selected(u.Frame(100, 40))
	}
	u.Press("space a")
	said, _ := u.Said().(nav.Say)
	if u.Screen.Capturing() || !strings.Contains(said.Text, "blockers are accepted one at a time") || strings.Contains(said.Text, "sec-secrets") {
		t.Errorf("said %q", said.Text)
	}
}

func TestSeveralHighsAreAcceptedTogether(t *testing.T) {
	m := meeting(t)
	u := on(m, "res-failure-modes")
	u.Press("S end up space space") // by severity: the highs are last
	u.Sees("2 marked, 4 gaps")
	u.Press("a")
	u.Sees("Accept 2 gaps together until a date")
	u.Press("enter")
	u.Type("ten known testers until then")
	u.Press("enter enter")
	for _, q := range []questionnaire.QuestionID{"res-failure-modes", "users-first-ten"} {
		if x := acceptance(m, q); x == nil || x.Until != "2026-12-26" || x.By != "Ana" {
			t.Errorf("%s: %+v", q, x)
		}
	}
	u.SeesNot("marked")
}

func TestWhatNobodyKnowsCannotBeAccepted(t *testing.T) {
	u := on(meeting(t), "bak-restore-drill")
	u.Press("a")
	if said, _ := u.Said().(nav.Say); !strings.Contains(said.Text, "what nobody knows cannot be accepted") {
		t.Errorf("said %q", said.Text)
	}
}

func TestWhatWasTypedStaysUntilItIsSaved(t *testing.T) {
	m := meeting(t)
	u := on(m, "res-failure-modes")
	u.Press("a enter")
	u.Type("ten known testers until then")
	m.DB.Refuse = errors.New("disk on fire")
	u.Press("enter enter")
	u.Sees("not saved: enter tries again")
	u.Sees("ten known testers until then")
	if !u.Screen.Capturing() || acceptance(m, "res-failure-modes") != nil {
		t.Fatal("the form is closed")
	}
	m.DB.Refuse = nil
	u.Press("enter")
	if acceptance(m, "res-failure-modes") == nil || u.Screen.Capturing() {
		t.Error("not saved the second time")
	}
}

func TestKeysWaitWhileItIsSaved(t *testing.T) {
	m := meeting(t)
	u := on(m, "res-failure-modes")
	u.Press("a enter")
	u.Type("ten known testers until then")
	u.Hold = true
	u.Press("enter enter")
	w, ok := u.Screen.(nav.Waiter)
	if !ok || !w.Waiting() {
		t.Fatal("it does not wait")
	}
	u.Release()
	if w, _ = u.Screen.(nav.Waiter); w.Waiting() || acceptance(m, "res-failure-modes") == nil {
		t.Error("not saved")
	}
}

func TestTheListFollowsWhatIsTyped(t *testing.T) {
	u := on(meeting(t), "")
	u.Press("/")
	u.Type("secr")
	u.Sees("1 of 4 gaps")
	u.Press("enter")
	u.Sees(`Shown: "secr"`)
	if u.Screen.Capturing() {
		t.Error("enter does not keep it")
	}
	u.Press("F")
	u.Sees("| 4 gaps")
	u.Press("/")
	u.Type("nothing like it")
	u.Sees("The filter shows none of 4 gaps.")
	u.Press("enter enter a w space M esc")
	u.Press("/ esc")
	u.Sees("| 4 gaps")
}

func TestTheChartListsACell(t *testing.T) {
	m := meeting(t)
	u := on(m, "sec-secrets")
	u.Press("M")
	u.Sees("There is no score")
	f, _ := m.View().Result.Finding("sec-secrets")
	u.Press("enter")
	u.Sees(fmt.Sprintf("Shown: blocker and effort %s", f.Question.Effort))
	u.Sees("Where secrets live")
	u.Press("M left left left up up up enter")
	u.Sees("Shown: blocker and effort S")
	u.Press("M right right right down down down enter")
	u.Sees("The filter shows none of 4 gaps")
}

func TestAClickSelectsAndAnotherOpens(t *testing.T) {
	u := on(meeting(t), "")
	click := func(area nav.Area, y int) bool {
		for _, z := range u.Screen.Frame(area).Zones {
			if z.Y <= y && y < z.Y+z.Height {
				u.Update(z.Msg)
				return true
			}
		}
		return false
	}
	area := seat.Area(80, 20, u.Now)
	lines := strings.Split(seat.Plain(u.Screen.Frame(area).Body), "\n")
	row := 0
	for i, line := range lines {
		if strings.Contains(line, "Where secrets live") {
			row = i
		}
	}
	if !click(area, row) || !strings.Contains(seat.Selected(u.Frame(80, 20)), "Where secrets live") {
		t.Fatalf("not selected:\n%s", u.Frame(80, 20))
	}
	click(area, row)
	if open, _ := u.Said().(nav.Open); open.Kind != nav.Walk || open.Question != "sec-secrets" {
		t.Errorf("opens %+v", open.Kind)
	}
	for _, mode := range []theme.ActionID{theme.ActMatrix, theme.ActSpots, theme.ActFilter} {
		s := seat.Do(u.Screen, mode)
		for _, z := range s.Frame(area).Zones {
			if z.X < 0 || z.Y < 0 || z.X+z.Width > area.Width || z.Y+z.Height > area.Height {
				t.Errorf("%s: zone outside: %+v", mode, z)
			}
			s.Update(z.Msg)
		}
	}
}

func TestBlindSpotsLeadToTheirQuestions(t *testing.T) {
	m := meeting(t)
	place, no := assessment.InPlace, assessment.CannotYet
	m.Answer("Ravi", "obs-outside-check", assessment.Patch{Level: &place, Check: &no})
	u := on(m, "")
	u.Press("b")
	u.Sees("Don't know 1 of 5 asked")
	u.Sees("Works, but nobody can explain it 1 of 1 said to work")
	u.Press("home enter")
	if open, _ := u.Said().(nav.Open); open.Kind != nav.Walk || open.Question != "bak-restore-drill" {
		t.Errorf("opens %s on %s", open.Kind, open.Question)
	}
	u.Press("end enter")
	if open, _ := u.Said().(nav.Open); open.Kind != nav.Facts {
		t.Errorf("a fact opens %s", open.Kind)
	}
	u.Press("b")
	u.Sees("claimed, nobody can explain it")
}

// everything is a system with all packs of which every question was answered.
func everything(t testing.TB) (*seat.Meeting, app.View) {
	m := seat.NewMeeting(t, "All of it")
	v, err := m.App.New(t.Context(), app.Start{
		By: "Ana", Description: assessment.Description{Name: "All packs", Target: questionnaire.FirstUser},
		Packs: []questionnaire.ID{"aidev", "api", "collab", "culture", "event", "internal", "llm", "mobile", "pipeline"},
	})
	m.Must(err)
	v = seat.All(v, assessment.Answer{Level: assessment.Partial, By: "Ravi", At: m.Now, Since: m.Now, Owner: "Ravi", Due: "2026-12-04"})
	return m, v
}

// BenchmarkKeyAndFrame is a key and the frame after it in the largest window, with a gap for every
// question of core and nine packs.
func BenchmarkKeyAndFrame(b *testing.B) {
	_, v := everything(b)
	if n := len(v.Result.Plan); n < 200 {
		b.Fatalf("%d gaps", n)
	}
	area := seat.Area(200, 56, seat.Now())
	list := gaps.New(nav.Env{By: "Mei"}, nav.Open{View: v})
	for name, s := range map[string]nav.Screen{
		"list": list, "why": seat.Do(list, theme.ActWhy), "chart": seat.Do(list, theme.ActMatrix),
		"menu": seat.Do(list, theme.ActFilter), "spots": seat.Do(list, theme.ActSpots),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s = seat.Do(s, theme.ActDown)
				s.Frame(area)
				s.Actions()
			}
		})
	}
	b.Run("type", func(b *testing.B) {
		s := seat.Do(list, theme.ActNarrow)
		for b.Loop() {
			s, _ = s.Update(tea.KeyPressMsg{Code: 'a', Text: "a"})
			s.Frame(area)
			s, _ = s.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
		}
	})
}
