package walk_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
)

// at returns a user who stands on a question of the quick session.
func at(t testing.TB, q string) *user {
	t.Helper()
	u := newMeeting(t).walk("")
	u.stand(q)
	return u
}

func TestLevelKeysAnswerAndStay(t *testing.T) {
	for key, want := range map[string]assessment.Level{
		"0": assessment.DontKnow, "1": assessment.None, "2": assessment.Partial,
		"3": assessment.InPlace, "4": assessment.Proven,
	} {
		u := at(t, record)
		u.Press(key)
		if got := u.Stored(record); got.Level != want || got.By != "Ana" {
			t.Errorf("after %s: stored %+v, want level %s by Ana", key, got, want)
		}
		if u.Screen.Capturing() {
			t.Errorf("after %s: a prompt opened", key)
		}
		u.Sees("✓ saved 14:02 · Ana: " + map[string]string{
			"0": "don't know · who finds out? (o)", "1": "none", "2": "partial",
			"3": "in place · claimed, nothing shown yet (e adds a link)",
			"4": "proven · claimed, nothing shown yet (e adds a link)",
		}[key])
		u.Sees("Where does the server check")
	}
}

func TestWalkShowsNoDecisionWord(t *testing.T) {
	u := at(t, record)
	for _, key := range []string{"0", "1", "2", "3", "4", "P", "v", "esc", "w", "T"} {
		u.Press(key)
		for _, word := range []string{"STOP", "PROVE", "NEXT", "PLAN", "WATCH"} {
			u.SeesNot(word)
		}
	}
}

func TestSameLevelTwiceIsSavedOnce(t *testing.T) {
	u := at(t, record)
	u.Press("3")
	before := u.View().Assessment.Seq
	u.Press("3 3 3")
	if got := u.View().Assessment.Seq; got != before {
		t.Errorf("3 pressed again: %d events, want %d", got, before)
	}
}

func TestAnswerShowsBeforeItIsSaved(t *testing.T) {
	u := at(t, record)
	u.Hold = true
	u.Press("3")
	u.Sees("saving … · Ana: in place")
	u.SeesNot("✓ saved")
	u.Now = u.Now.Add(time.Minute)
	u.Release()
	u.Sees("✓ saved 14:03 · Ana: in place")
}

func TestQuickKeysSaveBothInOrder(t *testing.T) {
	for _, order := range [][]int{{0, 1}, {1, 0}} {
		u := at(t, record)
		u.Hold = true
		u.Press("3 2")
		u.Sees("saving … · Ana: partial")
		u.Release(order...)
		u.Sees("✓ saved 14:02 · Ana: partial")
		history, err := u.App.History(t.Context(), "ticket-shop")
		if err != nil {
			t.Fatal(err)
		}
		n := len(history)
		if got := []assessment.Level{history[n-2].Change.Answer.Level, history[n-1].Change.Answer.Level}; got[0] != assessment.InPlace || got[1] != assessment.Partial {
			t.Errorf("commands run in order %v: saved %v, want in-place, then partial", order, got)
		}
	}
}

func TestAnswersToManyQuestionsAreSavedWhileTyping(t *testing.T) {
	u := newMeeting(t).walk("")
	u.Hold = true
	u.Press("1 enter 2 enter 3 enter 0 enter 4 enter x esc left left 1")
	u.Release()
	if n := u.Env.Saves.Pending(); n != 0 {
		t.Fatalf("%d saves pending", n)
	}
	list, _ := u.View().Position()
	for i, want := range []assessment.Level{assessment.None, assessment.Partial, assessment.InPlace, assessment.None, assessment.Proven} {
		if got := u.Stored(list[i]).Level; got != want {
			t.Errorf("question %d: %s, want %s", i, got, want)
		}
	}
}

func TestMovingAndAsking(t *testing.T) {
	u := newMeeting(t).walk("")
	u.Press("0 enter 0 n 0 l 0 right")
	if got := u.Frame(80, 20); !strings.Contains(got, "5 of 12 · about 6 min left | 4/12") {
		t.Errorf("after four answers:\n%s", got)
	}
	u.Press("left h p tab")
	if got := u.Frame(80, 20); !strings.Contains(got, "5 of 12") {
		t.Errorf("tab goes to the first that was not asked:\n%s", got)
	}
}

func TestResumesAtTheFirstUnasked(t *testing.T) {
	m := newMeeting(t)
	u := m.walk("")
	u.Press("0 enter 0 enter 0")
	if got := m.walk("").Frame(80, 20); !strings.Contains(got, "4 of 12") {
		t.Errorf("a new walk:\n%s", got)
	}
	named := m.walk(record)
	named.Sees("Where does the server check")
}

func TestRecheckAsksAgainWhatWasAnswered(t *testing.T) {
	m := newMeeting(t)
	m.elsewhere(record, assessment.InPlace)
	m.elsewhere(restore, assessment.None)
	m.Now = m.Now.Add(48 * time.Hour)
	m.Session(assessment.Recheck)
	u := m.walk("")
	u.Sees("Last time, Thu 26 Nov · Mei:")
	if got := u.Frame(80, 20); !strings.Contains(got, "0/2") {
		t.Errorf("nothing was asked in this session yet:\n%s", got)
	}
	u.Press("3")
	u.Sees("✓ saved 14:02 · Ana: in place")
	if got := u.Frame(80, 20); !strings.Contains(got, "1/2") {
		t.Errorf("one was asked:\n%s", got)
	}
}

func TestLastQuestionEndsTheSession(t *testing.T) {
	u := newMeeting(t).walk("")
	u.Press("right right right right right right right right right right right 0")
	u.Hold = true
	u.Press("enter")
	waiter, ok := u.Screen.(nav.Waiter)
	if !ok || !waiter.Waiting() {
		t.Error("keys typed while the session ends do not wait")
	}
	u.Release()
	open, ok := u.Said().(nav.Open)
	if !ok || open.Kind != nav.End || !open.Replace || open.View.Assessment.Session.Ended.IsZero() {
		t.Errorf("enter on the last question: %#v", u.Said())
	}
}

func TestQuestionOutsideTheSessionStandsAlone(t *testing.T) {
	m := newMeeting(t)
	list, _ := m.View().Position()
	var outside questionnaire.QuestionID
	for _, f := range m.View().Result.Findings {
		if !f.Question.Quick && f.Applies != questionnaire.No {
			outside = f.Question.ID
		}
	}
	u := m.walk(outside)
	if got := u.Frame(80, 20); !strings.Contains(got, "1 of 1 |") {
		t.Errorf("%s is not among %v:\n%s", outside, list, got)
	}
	u.Press("0 enter")
	if _, ok := u.Said().(nav.Back); !ok || u.Stored(outside).Level != assessment.DontKnow {
		t.Errorf("enter: %#v, want Back with the answer saved", u.Said())
	}
}

func TestLooksAreOpenedWithTheAnswerUnderWay(t *testing.T) {
	u := at(t, record)
	u.Hold = true
	u.Press("2")
	for key, want := range map[string]nav.Kind{"g": nav.Gaps, "s": nav.Plan, "r": nav.Report, "?": nav.Help} {
		u.Press(key)
		open, ok := u.Said().(nav.Open)
		if !ok || open.Kind != want || open.View.Assessment.Answers[record].Level != assessment.Partial {
			t.Errorf("%s: %#v", key, u.Said())
		}
	}
	u.Press("q")
	if _, ok := u.Said().(nav.Back); !ok {
		t.Errorf("q: %#v", u.Said())
	}
}

func TestCheckAndMarkCycle(t *testing.T) {
	u := at(t, record)
	u.Press("c")
	if _, ok := u.Said().(nav.Say); !ok {
		t.Errorf("c before an answer: %#v, want the reason why not", u.Said())
	}
	u.Press("3")
	u.Sees("c Can someone show the line of code")
	for _, want := range []string{"yes (Ana)", "partly", "not yet", "yes (Ana)"} {
		u.Press("c")
		u.Sees("Can explain: " + want)
	}
	for _, want := range []bool{true, false} {
		u.Press("a")
		if got := u.Stored(record).AIWritten; got != want {
			t.Errorf("a: AI-written %v, want %v", got, want)
		}
	}
}

func TestTypicalFailureGoesOnceSomethingIsShown(t *testing.T) {
	u := at(t, record)
	u.Press("3")
	u.Sees("Seen in AI-written code:")
	u.Press("e")
	u.Type("docs/access.md")
	u.Press("enter")
	u.SeesNot("Seen in AI-written code:")
	u.Sees("held, shown today")
}

func TestTeachScrollsAndCloses(t *testing.T) {
	u := at(t, record)
	u.Press("w")
	first := u.Frame(80, 20)
	u.Press("down pgdown end")
	if u.Frame(80, 20) == first {
		t.Error("nothing scrolled")
	}
	u.Press("home")
	if u.Frame(80, 20) != first {
		t.Error("home does not lead to the top")
	}
	u.Press("esc")
	u.Sees("0 Don't know")
}

func TestPastedTextIsNormalised(t *testing.T) {
	u := at(t, record)
	u.Press("2 t")
	u.Update(tea.PasteMsg{Content: "one\r\ntwo\rthree \x1b[31mred\x1b[0m"})
	u.Press("ctrl+s")
	if got, want := u.Stored(record).Note, "one\ntwo\nthree red"; got != want {
		t.Errorf("note %q, want %q", got, want)
	}
}
