package knowledge_test

import (
	"fmt"
	"strings"
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/knowledge"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

func answer(l assessment.Level, check assessment.Check, by string) assessment.Patch {
	p := assessment.Patch{Level: &l}
	if check != assessment.Unchecked {
		p.Check = &check
	}
	if by != "" {
		p.CheckBy = &by
	}
	return p
}

// asked is a meeting that has spoken of who can explain what.
func asked(t testing.TB) *seat.Meeting {
	t.Helper()
	m := seat.NewMeeting(t, "Ticket shop")
	m.Answer("Ana", "bak-restore-drill", answer(assessment.Proven, assessment.CanExplain, "Mei"))
	m.Answer("Ana", "bak-automatic", answer(assessment.InPlace, assessment.CannotYet, "Ravi"))
	m.Answer("Ana", "id-record-access", answer(assessment.InPlace, assessment.Unchecked, ""))
	m.Answer("Ana", "id-auth-component", answer(assessment.InPlace, assessment.CanExplain, "Mei"))
	m.Answer("Ana", "id-admin-access", answer(assessment.InPlace, assessment.CanExplain, "Ravi"))
	m.Answer("Ana", "sec-secrets", answer(assessment.InPlace, assessment.Partly, "Ravi"))
	machine := answer(assessment.Partial, assessment.Unchecked, "")
	yes := true
	machine.AIWritten = &yes
	m.Answer("Ana", "res-failure-modes", machine)
	m.Answer("Ana", "obs-outside-check", answer(assessment.None, assessment.Unchecked, ""))
	return m
}

func look(m *seat.Meeting) *seat.Person {
	u := m.Sit(knowledge.New, nav.Open{Kind: nav.Knowledge})
	u.Update(nav.Open{Kind: nav.Knowledge})
	return &u
}

// stand moves to the question with that title.
func stand(u *seat.Person, title string) {
	u.T.Helper()
	for range 40 {
		if strings.HasPrefix(seat.Selected(seat.Draw(u.Screen, 80, 24, u.Now)), title) {
			return
		}
		u.Press("down")
	}
	u.T.Fatalf("%q is not on the map", title)
}

func TestFrames(t *testing.T) {
	m := asked(t)
	for name, keys := range map[string]string{"area": "down", "topic": "tab", "filter": "f", "reading": "down T"} {
		u := look(m)
		u.Press(keys)
		for _, size := range [][2]int{{80, 24}, {60, 15}, {120, 40}} {
			golden.Check(t, fmt.Sprintf("%s-%dx%d.txt", name, size[0], size[1]), seat.Draw(u.Screen, size[0], size[1], m.Now))
		}
	}
	golden.Check(t, "empty-80x24.txt", seat.Draw(look(seat.NewMeeting(t, "Ticket shop")).Screen, 80, 24, m.Now))
}

func TestWhoCouldNotExplainIsNeverNamed(t *testing.T) {
	m := seat.NewMeeting(t, "Ticket shop")
	m.Answer("Ana", "bak-automatic", answer(assessment.InPlace, assessment.CannotYet, "Zebedee"))
	m.Answer("Ana", "sec-secrets", answer(assessment.InPlace, assessment.Partly, "Zebedee"))
	u := look(m)
	u.Sees("works, nobody can explain it yet")
	u.Sees("explained in part")
	for range 3 {
		u.SeesNot("Zebedee")
		u.Press("tab")
		u.SeesNot("Zebedee")
		u.Try("f")
	}
}

func TestFiltersLeaveWhatTheySay(t *testing.T) {
	u := look(asked(t))
	u.Press("f")
	u.Sees("Shown: works, but nobody can explain it yet.")
	u.SeesNot("Mei can explain it")
	u.Press("f")
	u.Sees("Shown: known to one person of its group.")
	u.Sees("Last restore drill")
	u.SeesNot("Ravi can explain it")
	u.Press("f")
	u.Sees("Shown: written by an AI and not explained.")
	u.Sees("not checked yet, an AI wrote it")
	u.Press("f")
	u.Sees("Shown: not checked yet.")
	u.Press("f")
	u.SeesNot("Shown:")
}

func TestTopicIsOneKeyAway(t *testing.T) {
	m := asked(t)
	u := look(m)
	stand(u, "Last restore drill")
	u.Press("T")
	topics, err := m.App.Library.Topics()
	m.Must(err)
	for _, topic := range topics {
		if string(topic.ID) == "backup-and-recovery" {
			u.Sees(topic.Title)
			u.Sees(topic.Answers)
		}
	}
	u.Press("esc")
	u.Sees("can be explained")
}

func TestEnterOpensTheQuestionInTheWalk(t *testing.T) {
	m := asked(t)
	u := look(m)
	stand(u, "Last restore drill")
	u.Press("enter")
	if open, ok := u.Said().(nav.Open); !ok || open.Kind != nav.Walk || open.Question != "bak-restore-drill" {
		t.Errorf("told: %+v", u.Said())
	}
	empty := look(seat.NewMeeting(t, "Room booking"))
	empty.Press("enter")
	if open, ok := empty.Said().(nav.Open); !ok || open.Kind != nav.Agenda {
		t.Errorf("on the empty map: %+v", empty.Said())
	}
}

func TestMapFollowsAnswersAndStaysWhereItIs(t *testing.T) {
	m := asked(t)
	u := look(m)
	u.Press("end")
	was := seat.Selected(seat.Draw(u.Screen, 80, 24, m.Now))
	u.Update(nav.Refreshed{View: m.Answer("Mei", "bak-automatic", answer(assessment.InPlace, assessment.CanExplain, "Ravi"))})
	if is := seat.Selected(seat.Draw(u.Screen, 80, 24, m.Now)); is != was {
		t.Errorf("stood on %q, now on %q", was, is)
	}
	u.Press("home")
	u.SeesNot("works, nobody can explain it yet")
}

func TestKeysWaitForTheTopics(t *testing.T) {
	m := asked(t)
	u := m.Sit(knowledge.New, nav.Open{Kind: nav.Knowledge})
	u.Hold = true
	u.Update(nav.Open{Kind: nav.Knowledge})
	w, ok := u.Screen.(nav.Waiter)
	if !ok || !w.Waiting() {
		t.Error("a T would be lost")
	}
	u.Release()
	if w, ok := u.Screen.(nav.Waiter); !ok || w.Waiting() {
		t.Error("keys wait for nothing")
	}
}

func TestAloneNobodyIsTheOnlyOne(t *testing.T) {
	m := asked(t)
	v := m.View()
	v.Assessment.Description.People = nil
	for id := range v.Assessment.Answers {
		if id != "bak-restore-drill" {
			delete(v.Assessment.Answers, id)
		}
	}
	x := v.Assessment.Answers["bak-restore-drill"]
	x.CheckBy = x.By
	v.Assessment.Answers["bak-restore-drill"] = x
	u := m.Sit(knowledge.New, nav.Open{Kind: nav.Knowledge, View: seat.With(v, func(*assessment.Assessment) {})})
	u.Update(nav.Open{Kind: nav.Knowledge})
	u.Sees("You are alone")
	u.SeesNot("so far by")
}

func TestEveryFrameFits(t *testing.T) {
	name := "票务\x1b[2J 👩‍👩‍👧‍👦 \x1b]0;hijacked\x07\n\u202e" + strings.Repeat("長", 40)
	m := asked(t)
	m.Answer(name, "own-service-owner", answer(assessment.InPlace, assessment.CanExplain, name))
	for _, keys := range []string{"", "end", "tab", "f", "down T", "down T end"} {
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
	m := asked(b)
	u := look(m)
	check := assessment.CanExplain
	v := seat.All(m.View(), assessment.Answer{Level: assessment.InPlace, Check: check, CheckBy: "Mei", By: "Ana", At: m.Now})
	u.Screen, _ = u.Screen.Update(nav.Refreshed{View: v})
	for b.Loop() {
		u.Screen, _ = u.Screen.Update(nav.Do{Action: theme.ActDown})
		u.Screen.Frame(seat.Area(200, 56, m.Now))
		u.Screen.Actions()
	}
}
