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
		u.press(key)
		if got := u.stored(record); got.Level != want || got.By != "Ana" {
			t.Errorf("after %s: stored %+v, want level %s by Ana", key, got, want)
		}
		if u.screen.Capturing() {
			t.Errorf("after %s: a prompt opened", key)
		}
		u.sees("✓ saved 14:02 · Ana: " + map[string]string{
			"0": "don't know · who finds out? (o)", "1": "none", "2": "partial",
			"3": "in place · claimed, nothing shown yet (e adds a link)",
			"4": "proven · claimed, nothing shown yet (e adds a link)",
		}[key])
		u.sees("Where does the server check")
	}
}

func TestWalkShowsNoDecisionWord(t *testing.T) {
	u := at(t, record)
	for _, key := range []string{"0", "1", "2", "3", "4", "w"} {
		u.press(key)
		for _, word := range []string{"STOP", "PROVE", "NEXT", "PLAN", "WATCH"} {
			u.seesNot(word)
		}
	}
}

func TestSameLevelTwiceIsSavedOnce(t *testing.T) {
	u := at(t, record)
	u.press("3")
	before := u.view().Assessment.Seq
	u.press("3 3 3")
	if got := u.view().Assessment.Seq; got != before {
		t.Errorf("3 pressed again: %d events, want %d", got, before)
	}
}

func TestAnswerShowsBeforeItIsSaved(t *testing.T) {
	u := at(t, record)
	u.hold = true
	u.press("3")
	u.sees("saving … · Ana: in place")
	u.seesNot("✓ saved")
	u.now = u.now.Add(time.Minute)
	u.release()
	u.sees("✓ saved 14:03 · Ana: in place")
}

func TestQuickKeysSaveBothInOrder(t *testing.T) {
	for _, order := range [][]int{{0, 1}, {1, 0}} {
		u := at(t, record)
		u.hold = true
		u.press("3 2")
		u.sees("saving … · Ana: partial")
		u.release(order...)
		u.sees("✓ saved 14:02 · Ana: partial")
		history, err := u.app.History(t.Context(), "ticket-shop")
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
	u.hold = true
	u.press("1 enter 2 enter 3 enter 0 enter 4 enter x esc left left 1")
	u.release()
	if n := u.queue.Pending(); n != 0 {
		t.Fatalf("%d saves pending", n)
	}
	list, _ := u.view().Position()
	for i, want := range []assessment.Level{assessment.None, assessment.Partial, assessment.InPlace, assessment.None, assessment.Proven} {
		if got := u.stored(list[i]).Level; got != want {
			t.Errorf("question %d: %s, want %s", i, got, want)
		}
	}
}

func TestMovingAndAsking(t *testing.T) {
	u := newMeeting(t).walk("")
	u.press("0 enter 0 n 0 l 0 right")
	if got := u.frame(80, 20); !strings.Contains(got, "5 of 12 · about 6 min left | 4/12") {
		t.Errorf("after four answers:\n%s", got)
	}
	u.press("left h p tab")
	if got := u.frame(80, 20); !strings.Contains(got, "5 of 12") {
		t.Errorf("tab goes to the first that was not asked:\n%s", got)
	}
}

func TestResumesAtTheFirstUnasked(t *testing.T) {
	m := newMeeting(t)
	u := m.walk("")
	u.press("0 enter 0 enter 0")
	if got := m.walk("").frame(80, 20); !strings.Contains(got, "4 of 12") {
		t.Errorf("a new walk:\n%s", got)
	}
	named := m.walk(record)
	named.sees("Where does the server check")
}

func TestRecheckAsksAgainWhatWasAnswered(t *testing.T) {
	m := newMeeting(t)
	m.elsewhere(record, assessment.InPlace)
	m.elsewhere(restore, assessment.None)
	m.now = m.now.Add(48 * time.Hour)
	m.session(assessment.Recheck)
	u := m.walk("")
	u.sees("Last time, Thu 26 Nov · Mei:")
	if got := u.frame(80, 20); !strings.Contains(got, "0/2") {
		t.Errorf("nothing was asked in this session yet:\n%s", got)
	}
	u.press("3")
	u.sees("✓ saved 14:02 · Ana: in place")
	if got := u.frame(80, 20); !strings.Contains(got, "1/2") {
		t.Errorf("one was asked:\n%s", got)
	}
}

func TestLastQuestionEndsTheSession(t *testing.T) {
	u := newMeeting(t).walk("")
	u.press("right right right right right right right right right right right 0")
	u.hold = true
	u.press("enter")
	waiter, ok := u.screen.(nav.Waiter)
	if !ok || !waiter.Waiting() {
		t.Error("keys typed while the session ends do not wait")
	}
	u.release()
	open, ok := u.said().(nav.Open)
	if !ok || open.Kind != nav.End || !open.Replace || open.View.Assessment.Session.Ended.IsZero() {
		t.Errorf("enter on the last question: %#v", u.said())
	}
}

func TestQuestionOutsideTheSessionStandsAlone(t *testing.T) {
	m := newMeeting(t)
	list, _ := m.view().Position()
	var outside questionnaire.QuestionID
	for _, f := range m.view().Result.Findings {
		if !f.Question.Quick && f.Applies != questionnaire.No {
			outside = f.Question.ID
		}
	}
	u := m.walk(outside)
	if got := u.frame(80, 20); !strings.Contains(got, "1 of 1 |") {
		t.Errorf("%s is not among %v:\n%s", outside, list, got)
	}
	u.press("0 enter")
	if _, ok := u.said().(nav.Back); !ok || u.stored(outside).Level != assessment.DontKnow {
		t.Errorf("enter: %#v, want Back with the answer saved", u.said())
	}
}

func TestLooksAreOpenedWithTheAnswerUnderWay(t *testing.T) {
	u := at(t, record)
	u.hold = true
	u.press("2")
	for key, want := range map[string]nav.Kind{"g": nav.Gaps, "s": nav.Plan, "r": nav.Report, "?": nav.Help} {
		u.press(key)
		open, ok := u.said().(nav.Open)
		if !ok || open.Kind != want || open.View.Assessment.Answers[record].Level != assessment.Partial {
			t.Errorf("%s: %#v", key, u.said())
		}
	}
	u.press("q")
	if _, ok := u.said().(nav.Back); !ok {
		t.Errorf("q: %#v", u.said())
	}
}

func TestCheckAndMarkCycle(t *testing.T) {
	u := at(t, record)
	u.press("c")
	if _, ok := u.said().(nav.Say); !ok {
		t.Errorf("c before an answer: %#v, want the reason why not", u.said())
	}
	u.press("3")
	u.sees("c Can someone show the line of code")
	for _, want := range []string{"yes (Ana)", "partly", "not yet", "yes (Ana)"} {
		u.press("c")
		u.sees("Can explain: " + want)
	}
	for _, want := range []bool{true, false} {
		u.press("a")
		if got := u.stored(record).AIWritten; got != want {
			t.Errorf("a: AI-written %v, want %v", got, want)
		}
	}
}

func TestTypicalFailureGoesOnceSomethingIsShown(t *testing.T) {
	u := at(t, record)
	u.press("3")
	u.sees("Seen in AI-written code:")
	u.press("e")
	u.typeIn("docs/access.md")
	u.press("enter")
	u.seesNot("Seen in AI-written code:")
	u.sees("held, shown today")
}

func TestAfterNinetySecondsDontKnowIsOffered(t *testing.T) {
	u := at(t, record)
	u.seesNot("fine answer")
	u.now = u.now.Add(2 * time.Minute)
	u.sees("Don't know, with a name, is a fine answer.")
}

func TestTeachScrollsAndCloses(t *testing.T) {
	u := at(t, record)
	u.press("w")
	first := u.frame(80, 20)
	u.press("down pgdown end")
	if u.frame(80, 20) == first {
		t.Error("nothing scrolled")
	}
	u.press("home")
	if u.frame(80, 20) != first {
		t.Error("home does not lead to the top")
	}
	u.press("esc")
	u.sees("0 Don't know")
}

func TestPastedTextIsNormalised(t *testing.T) {
	u := at(t, record)
	u.press("2 t")
	u.update(tea.PasteMsg{Content: "one\r\ntwo\rthree \x1b[31mred\x1b[0m"})
	u.press("ctrl+s")
	if got, want := u.stored(record).Note, "one\ntwo\nthree red"; got != want {
		t.Errorf("note %q, want %q", got, want)
	}
}
