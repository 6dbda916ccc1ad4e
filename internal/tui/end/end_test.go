package end_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
)

func paste(text string) tea.Msg { return tea.PasteMsg{Content: text} }

func TestOwnerAndDateOfAStepAreSaved(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	step := u.unowned()
	u.press("o")
	u.typeIn("me")
	u.press("tab enter")
	u.typeIn("+4")
	u.sees("+4 Mon 30 Nov")
	u.hold = true
	u.press("enter")
	u.sees(u.title(step) + " Mei Mon 30 Nov")
	if got := u.view().Assessment.Answers[step]; got.Owner != "" {
		t.Fatalf("stored before the save: %q", got.Owner)
	}
	u.release()
	if got := u.view().Assessment.Answers[step]; got.Owner != "Mei" || got.Due != "2026-11-30" {
		t.Errorf("stored owner %q due %q", got.Owner, got.Due)
	}
}

func TestTypingReplacesWhatAFieldHolds(t *testing.T) {
	for keys, want := range map[string]string{"Z o e": "Zoe", "end s": "Ravis", "backspace": "Rav"} {
		said := story()
		for i := range said {
			said[i].owner, said[i].due = "Ravi", "2026-12-04"
		}
		u := arrive(t, "Ticket shop", said)
		step := u.view().Result.NowSteps()[0].Question
		u.press("o " + keys + " enter")
		u.typeIn("+4")
		u.press("enter")
		if got := u.view().Assessment.Answers[step]; got.Owner != want || got.Due != "2026-11-30" {
			t.Errorf("%s: owner %q by %s, want %q by 2026-11-30", keys, got.Owner, got.Due, want)
		}
	}
}

func TestQuickChangesOfAStepAreNoConflict(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	step := u.unowned()
	u.hold = true
	u.press("o")
	u.typeIn("Mei")
	u.press("enter enter o end")
	u.typeIn(" and Ravi")
	u.press("enter enter")
	u.release()
	if got := u.view().Assessment.Answers[step].Owner; got != "Mei and Ravi" {
		t.Errorf("stored owner %q", got)
	}
	if len(u.told) != 0 {
		t.Errorf("the root was told %#v", u.told)
	}
}

func TestChangeFromElsewhereIsNotOverwritten(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	step := u.unowned()
	u.press("o")
	u.typeIn("Mei")
	note := "asked the hosting team"
	_, err := u.app.Answer(t.Context(), "ticket-shop", step, "Ravi", app.AnyRevision, assessment.Patch{Note: &note})
	u.must(err)
	u.press("enter enter")
	if got := u.view().Assessment.Answers[step]; got.Owner != "" || got.Note != note {
		t.Fatalf("stored %+v", got)
	}
	if _, ok := u.said().(nav.Failed); !ok {
		t.Errorf("the root was told %#v, want Failed", u.said())
	}
	u.stand(step)
	u.press("o")
	u.sees("owner Mei")
	u.sees("not saved")
	u.press("enter enter")
	if got := u.view().Assessment.Answers[step]; got.Owner != "Mei" || got.Note != note {
		t.Errorf("saved anew: %+v", got)
	}
}

func TestFailedSaveKeepsWhatWasTyped(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	step := u.unowned()
	u.db.refuse = app.ErrFull
	u.press("o")
	u.typeIn("Mei")
	u.press("enter enter n")
	u.typeIn("No backups.")
	u.press("enter")
	u.db.refuse = nil
	u.press("o")
	u.sees("owner Mei")
	u.sees("not saved:")
	u.press("enter enter n")
	u.sees("No backups.")
	u.press("enter")
	if got := u.view().Assessment; got.Answers[step].Owner != "Mei" || len(got.SignOffs) != 1 {
		t.Errorf("owner %q, %d sign-offs", got.Answers[step].Owner, len(got.SignOffs))
	}
}

func TestEscKeepsWhatWasTyped(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	u.unowned()
	u.press("o")
	u.typeIn("Mei")
	u.press("esc n")
	u.typeIn("Not before Tuesday")
	u.press("esc y")
	if got := u.frame(80, 20); strings.Contains(got, "Not before") {
		t.Errorf("the sentence to another answer:\n%s", got)
	}
	u.press("esc n")
	u.sees("Not before Tuesday")
	u.press("esc o")
	u.sees("owner Mei")
	if n := len(u.view().Assessment.SignOffs); n != 0 {
		t.Errorf("%d sign-offs", n)
	}
}

func TestOwnerSignsInWords(t *testing.T) {
	for key, want := range map[string]assessment.Ready{
		"y": assessment.ReadyYes, "n": assessment.ReadyNotYet, "0": assessment.ReadyUnknown,
	} {
		u := arrive(t, "Ticket shop", story())
		u.press(key)
		u.typeIn(`I will know on "Tuesday"`)
		u.hold = true
		u.press("enter")
		u.sees("saving …")
		u.release()
		u.sees("✓ saved 14:13 · Ana:")
		got := u.view().Assessment.SignOffs
		if len(got) != 1 || got[0].Ready != want || got[0].By != "Ana" || got[0].Words != `I will know on "Tuesday"` {
			t.Errorf("%s: %+v", key, got)
		}
	}
}

func TestReachedStageComesFirst(t *testing.T) {
	u := arrive(t, "Ticket shop", nil)
	for _, f := range u.view().Result.Findings {
		level, check := assessment.Proven, assessment.CanExplain
		_, err := u.app.Answer(t.Context(), "ticket-shop", f.Question.ID, "Ana", app.AnyRevision, assessment.Patch{
			Level: &level, Check: &check,
			AddEvidence: []assessment.Evidence{{Kind: assessment.Drill, Date: "2026-11-26", By: "Ravi"}},
		})
		u.must(err)
	}
	u.update(nav.Refreshed{View: u.view()})
	u.sees("FIRST USER REACHED, 26 Nov 2026, answered by Ana")
	u.sees("Nothing to do now: no gap is open.")
	u.sees("Rules all five kept")
	proven := 0
	for _, f := range u.view().Result.Findings {
		if f.State == analysis.Proven {
			proven++
		}
	}
	u.sees(fmt.Sprintf("; %d more.", proven-3))
	if got := u.frame(80, 20); !strings.Contains(strings.Split(got, "\n")[3], "REACHED") {
		t.Errorf("the first line:\n%s", got)
	}
}

func TestTabGoesOnWithTheBlockersNotAsked(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	for _, q := range u.view().Result.Ask.Blockers[3:] {
		level := assessment.DontKnow
		_, err := u.app.Answer(t.Context(), "ticket-shop", q, "Ana", app.AnyRevision, assessment.Patch{Level: &level})
		u.must(err)
	}
	u.update(nav.Refreshed{View: u.view()})
	var label string
	for _, a := range u.screen.Actions() {
		if strings.Contains(a.Label, "blockers") {
			label = a.Label
		}
	}
	if want := "ask 3 blockers, 4 min"; label != want {
		t.Errorf("label %q, want %q", label, want)
	}
	u.hold = true
	u.press("tab")
	if waiter, ok := u.screen.(nav.Waiter); !ok || !waiter.Waiting() {
		t.Error("keys typed while the session starts do not wait")
	}
	u.release()
	open, ok := u.said().(nav.Open)
	if !ok || open.Kind != nav.Walk || !open.Replace || open.View.Assessment.Session.Kind != assessment.Standard {
		t.Errorf("tab: %#v", u.said())
	}
}

func TestLeavingAndLooking(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	for key, want := range map[string]nav.Kind{"r": nav.Report, "g": nav.Gaps, "s": nav.Plan} {
		u.press(key)
		if open, ok := u.said().(nav.Open); !ok || open.Kind != want {
			t.Errorf("%s: %#v", key, u.said())
		}
	}
	for _, key := range []string{"enter", "esc", "q"} {
		u.told = nil
		u.press(key)
		if _, ok := u.said().(nav.Back); !ok {
			t.Errorf("%s: %#v, want Back", key, u.said())
		}
	}
}

func TestStepsStayWhileOneIsGivenAnOwner(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	step, first := u.unowned(), u.view().Result.NowSteps()[0].Question
	line := fmt.Sprintf("%d STOP %s", u.place(step)+1, u.title(step))
	if step == first {
		t.Fatal("nothing comes before the step, so nothing could move it")
	}
	u.press("o")
	u.typeIn("Mei")
	level := assessment.Proven
	_, err := u.app.Answer(t.Context(), "ticket-shop", first, "Ravi", app.AnyRevision, assessment.Patch{Level: &level})
	u.must(err)
	u.update(nav.Refreshed{View: u.view()})
	u.sees(line)
	u.sees("owner Mei")
	u.press("enter enter")
	if got := u.view().Assessment.Answers[step].Owner; got != "Mei" {
		t.Errorf("owner %q", got)
	}
}
