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
	u.Press("o")
	u.Type("me")
	u.Press("tab enter")
	u.Type("+4")
	u.Sees("+4 Mon 30 Nov")
	u.Hold = true
	u.Press("enter")
	u.Sees(u.title(step) + " Mei Mon 30 Nov")
	if got := u.View().Assessment.Answers[step]; got.Owner != "" {
		t.Fatalf("stored before the save: %q", got.Owner)
	}
	u.Release()
	if got := u.View().Assessment.Answers[step]; got.Owner != "Mei" || got.Due != "2026-11-30" {
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
		step := u.View().Result.NowSteps()[0].Question
		u.Press("o " + keys + " enter")
		u.Type("+4")
		u.Press("enter")
		if got := u.View().Assessment.Answers[step]; got.Owner != want || got.Due != "2026-11-30" {
			t.Errorf("%s: owner %q by %s, want %q by 2026-11-30", keys, got.Owner, got.Due, want)
		}
	}
}

func TestQuickChangesOfAStepAreNoConflict(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	step := u.unowned()
	u.Hold = true
	u.Press("o")
	u.Type("Mei")
	u.Press("enter enter o end")
	u.Type(" and Ravi")
	u.Press("enter enter")
	u.Release()
	if got := u.View().Assessment.Answers[step].Owner; got != "Mei and Ravi" {
		t.Errorf("stored owner %q", got)
	}
	if len(u.Told) != 0 {
		t.Errorf("the root was told %#v", u.Told)
	}
}

func TestChangeFromElsewhereIsNotOverwritten(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	step := u.unowned()
	u.Press("o")
	u.Type("Mei")
	note := "asked the hosting team"
	u.Answer("Ravi", step, assessment.Patch{Note: &note})
	u.Press("enter enter")
	if got := u.View().Assessment.Answers[step]; got.Owner != "" || got.Note != note {
		t.Fatalf("stored %+v", got)
	}
	if _, ok := u.Said().(nav.Failed); !ok {
		t.Errorf("the root was told %#v, want Failed", u.Said())
	}
	u.stand(step)
	u.Press("o")
	u.Sees("owner Mei")
	u.Sees("not saved")
	u.Press("enter enter")
	if got := u.View().Assessment.Answers[step]; got.Owner != "Mei" || got.Note != note {
		t.Errorf("saved anew: %+v", got)
	}
}

func TestFailedSaveKeepsWhatWasTyped(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	step := u.unowned()
	u.DB.Refuse = app.ErrFull
	u.Press("o")
	u.Type("Mei")
	u.Press("enter enter n")
	u.Type("No backups.")
	u.Press("enter")
	u.DB.Refuse = nil
	u.Press("o")
	u.Sees("owner Mei")
	u.Sees("not saved:")
	u.Press("enter enter n")
	u.Sees("No backups.")
	u.Press("enter")
	if got := u.View().Assessment; got.Answers[step].Owner != "Mei" || len(got.SignOffs) != 1 {
		t.Errorf("owner %q, %d sign-offs", got.Answers[step].Owner, len(got.SignOffs))
	}
}

func TestEscKeepsWhatWasTyped(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	u.unowned()
	u.Press("o")
	u.Type("Mei")
	u.Press("esc n")
	u.Type("Not before Tuesday")
	u.Press("esc y")
	if got := u.Frame(80, 20); strings.Contains(got, "Not before") {
		t.Errorf("the sentence to another answer:\n%s", got)
	}
	u.Press("esc n")
	u.Sees("Not before Tuesday")
	u.Press("esc o")
	u.Sees("owner Mei")
	if n := len(u.View().Assessment.SignOffs); n != 0 {
		t.Errorf("%d sign-offs", n)
	}
}

func TestOwnerSignsInWords(t *testing.T) {
	for key, want := range map[string]assessment.Ready{
		"y": assessment.ReadyYes, "n": assessment.ReadyNotYet, "0": assessment.ReadyUnknown,
	} {
		u := arrive(t, "Ticket shop", story())
		u.Press(key)
		u.Type(`I will know on "Tuesday"`)
		u.Hold = true
		u.Press("enter")
		u.Sees("saving …")
		u.Release()
		u.Sees("✓ saved 14:13 · Ana:")
		got := u.View().Assessment.SignOffs
		if len(got) != 1 || got[0].Ready != want || got[0].By != "Ana" || got[0].Words != `I will know on "Tuesday"` {
			t.Errorf("%s: %+v", key, got)
		}
	}
}

func TestReachedStageComesFirst(t *testing.T) {
	u := arrive(t, "Ticket shop", nil)
	for _, f := range u.View().Result.Findings {
		level, check := assessment.Proven, assessment.CanExplain
		u.Answer("Ana", f.Question.ID, assessment.Patch{
			Level: &level, Check: &check,
			AddEvidence: []assessment.Evidence{{Kind: assessment.Drill, Date: "2026-11-26", By: "Ravi"}},
		})
	}
	u.Update(nav.Refreshed{View: u.View()})
	u.Sees("FIRST USER REACHED, 26 Nov 2026, answered by Ana")
	u.Sees("Nothing to do now: no gap is open.")
	u.Sees("Rules all five kept")
	proven := 0
	for _, f := range u.View().Result.Findings {
		if f.State == analysis.Proven {
			proven++
		}
	}
	u.Sees(fmt.Sprintf("; %d more.", proven-3))
	if got := u.Frame(80, 20); !strings.Contains(strings.Split(got, "\n")[3], "REACHED") {
		t.Errorf("the first line:\n%s", got)
	}
}

func TestTabGoesOnWithTheBlockersNotAsked(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	for _, q := range u.View().Result.Ask.Blockers[3:] {
		level := assessment.DontKnow
		u.Answer("Ana", q, assessment.Patch{Level: &level})
	}
	u.Update(nav.Refreshed{View: u.View()})
	var label string
	for _, a := range u.Screen.Actions() {
		if strings.Contains(a.Label, "blockers") {
			label = a.Label
		}
	}
	if want := "ask 3 blockers, 4 min"; label != want {
		t.Errorf("label %q, want %q", label, want)
	}
	u.Hold = true
	u.Press("tab")
	if waiter, ok := u.Screen.(nav.Waiter); !ok || !waiter.Waiting() {
		t.Error("keys typed while the session starts do not wait")
	}
	u.Release()
	open, ok := u.Said().(nav.Open)
	if !ok || open.Kind != nav.Walk || !open.Replace || open.View.Assessment.Session.Kind != assessment.Standard {
		t.Errorf("tab: %#v", u.Said())
	}
}

func TestLeavingAndLooking(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	for key, want := range map[string]nav.Kind{"r": nav.Report, "g": nav.Gaps, "s": nav.Plan} {
		u.Press(key)
		if open, ok := u.Said().(nav.Open); !ok || open.Kind != want {
			t.Errorf("%s: %#v", key, u.Said())
		}
	}
	for _, key := range []string{"enter", "esc", "q"} {
		u.Told = nil
		u.Press(key)
		if _, ok := u.Said().(nav.Back); !ok {
			t.Errorf("%s: %#v, want Back", key, u.Said())
		}
	}
}

func TestStepsStayWhileOneIsGivenAnOwner(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	step, first := u.unowned(), u.View().Result.NowSteps()[0].Question
	line := fmt.Sprintf("%d STOP %s", u.place(step)+1, u.title(step))
	if step == first {
		t.Fatal("nothing comes before the step, so nothing could move it")
	}
	u.Press("o")
	u.Type("Mei")
	level := assessment.Proven
	u.Answer("Ravi", first, assessment.Patch{Level: &level})
	u.Update(nav.Refreshed{View: u.View()})
	u.Sees(line)
	u.Sees("owner Mei")
	u.Press("enter enter")
	if got := u.View().Assessment.Answers[step].Owner; got != "Mei" {
		t.Errorf("owner %q", got)
	}
}
