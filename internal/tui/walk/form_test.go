package walk_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
)

func TestEvidenceIsReadAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]assessment.Evidence{
		"https://ci.example/run/7":      {Kind: assessment.Artefact, Reference: "https://ci.example/run/7", Date: "2026-11-26", By: "Ana"},
		"docs/plan 2026-11-20.md":       {Kind: assessment.Artefact, Reference: "docs/plan 2026-11-20.md", Date: "2026-11-26", By: "Ana"},
		"2026-11-20":                    {Kind: assessment.Drill, Date: "2026-11-20", By: "Ana"},
		"20 Nov 2026":                   {Kind: assessment.Drill, Date: "2026-11-20", By: "Ana"},
		"drill yesterday 42 minutes":    {Kind: assessment.Drill, Date: "2026-11-25", Reference: "42 minutes", By: "Ana"},
		"Drill: 20 Nov 2026 by the ops": {Kind: assessment.Drill, Date: "2026-11-20", Reference: "by the ops", By: "Ana"},
		"drill of the restore":          {Kind: assessment.Drill, Date: "2026-11-26", Reference: "of the restore", By: "Ana"},
	} {
		u := at(t, restore)
		u.press("3 e")
		u.typeIn(typed)
		u.press("enter")
		if diff := cmp.Diff([]assessment.Evidence{want}, u.stored(restore).Evidence); diff != "" {
			t.Errorf("%q (-want +got):\n%s", typed, diff)
		}
	}
}

func TestEvidenceFieldsComeBeforeTheGuess(t *testing.T) {
	u := at(t, restore)
	u.press("4 e")
	u.typeIn("run/7")
	u.press("tab space tab")
	u.typeIn("-3")
	u.press("tab")
	u.typeIn("Ra")
	u.press("tab enter")
	want := []assessment.Evidence{{Kind: assessment.Drill, Reference: "run/7", Date: "2026-11-23", By: "Ravi"}}
	if diff := cmp.Diff(want, u.stored(restore).Evidence); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatIsWrongIsSaidBesideTheField(t *testing.T) {
	rows := []struct{ keys, typed, then, want string }{
		{"e", "", "enter", "a link or a path"},
		{"e", "2027-01-01", "enter", "2027-01-01 is in the future"},
		{"e", "run", "tab tab s o o n enter", `"soon" is not a date`},
		{"x", "no", "enter enter", "15 characters or more"},
		{"x", "there is nobody in this system", "enter enter", "someone has to agree"},
		{"o", "Mei", "enter x enter", `"x" is not a date`},
		{"o", "Mei", "enter 2 0 2 6 - 0 1 - 0 1 enter", "2026-01-01 has passed"},
		{"f", strings.Repeat("remark ", 146) + "xxxx", "enter", ""},
	}
	for _, row := range rows {
		u := at(t, owner)
		u.press(row.keys)
		u.update(tea.PasteMsg{Content: row.typed})
		u.press(row.then)
		u.sees(row.want)
		if before := u.stored(owner); row.want != "" && (!u.screen.Capturing() || !before.Empty()) {
			t.Errorf("%s %q: the form is gone or something was saved: %+v", row.keys, row.typed, before)
		}
		if row.typed != "" && row.want != "" {
			u.sees(row.typed)
		}
	}
}

func TestNotApplicableNeedsAReasonAndWhoAgrees(t *testing.T) {
	u := at(t, owner)
	u.press("x")
	u.typeIn("a demo that is thrown away on Friday")
	u.press("enter")
	u.typeIn("me")
	u.press("tab enter")
	got := u.stored(owner)
	if got.Level != assessment.NotApplicable || got.Reason != "a demo that is thrown away on Friday" || got.Approver != "Mei" {
		t.Errorf("stored %+v", got)
	}
	u.sees("Ana: does not apply · a demo that is thrown away on Friday")
}

func TestOwnerAndDueAreCompleted(t *testing.T) {
	u := at(t, record)
	u.press("0 o")
	u.typeIn("ra")
	u.press("tab enter")
	u.typeIn("+14")
	u.sees("+14 Thu 10 Dec")
	u.press("enter")
	if got := u.stored(record); got.Owner != "Ravi" || got.Due != "2026-12-10" {
		t.Errorf("stored owner %q due %q", got.Owner, got.Due)
	}
	u.sees("Ana: don't know · Ravi finds out by Thu 10 Dec")
	u.press("o enter enter")
	u.press("3 c o enter enter")
	u.typeIn("Mei")
	u.press("enter")
	u.sees("Can explain: yes (Mei)")
	u.sees("Ravi owns it by Thu 10 Dec")
}

func TestTypingReplacesNamesAndDatesButNoSentence(t *testing.T) {
	u := at(t, record)
	u.press("0 o")
	u.typeIn("Ravi")
	u.press("enter")
	u.typeIn("+7")
	u.press("enter o M e i enter + 1 4 enter")
	if got := u.stored(record); got.Owner != "Mei" || got.Due != "2026-12-10" {
		t.Errorf("typed over: owner %q due %q", got.Owner, got.Due)
	}
	u.press("o right s enter enter")
	if got := u.stored(record); got.Owner != "Meis" || got.Due != "2026-12-10" {
		t.Errorf("edited: owner %q due %q", got.Owner, got.Due)
	}
	u.press("f")
	u.typeIn("Ask Ravi")
	u.press("enter f")
	u.typeIn(" on Monday")
	u.press("enter")
	if got := u.stored(record).Parked; got != "Ask Ravi on Monday" {
		t.Errorf("parked %q", got)
	}
}

func TestEscKeepsWhatWasTyped(t *testing.T) {
	for key, typed := range map[string]string{
		"x": "because it is like that", "e": "https://half", "o": "Zoe", "t": "half a note", "f": "later",
	} {
		u := at(t, record)
		u.press(key)
		u.typeIn(typed)
		u.press("esc")
		if u.screen.Capturing() || !u.view().Assessment.Answers[record].Empty() {
			t.Errorf("%s: esc left the form open or saved something", key)
		}
		u.sees("begun:")
		u.press("right " + key)
		u.seesNot(typed)
		u.press("esc left " + key)
		u.sees(typed)
	}
}

func TestTypedTextIsKeptUntilItIsSaved(t *testing.T) {
	u := at(t, record)
	u.press("2")
	u.db.refuse = app.ErrFull
	u.press("t")
	u.typeIn("a note")
	u.press("tab")
	u.sees("not saved: the disk is full · a note")
	u.press("t")
	u.sees("a note")
	u.db.refuse = nil
	u.press("tab")
	if got := u.stored(record).Note; got != "a note" {
		t.Errorf("note %q", got)
	}
	u.sees("✓ saved")
	u.sees("note: a note")
}

func TestUntouchedFormsSaveNothing(t *testing.T) {
	u := at(t, record)
	u.press("3")
	before := u.view().Assessment.Seq
	u.press("o enter enter t tab f enter o esc")
	if got := u.view().Assessment.Seq; got != before {
		t.Errorf("%d events, want %d", got, before)
	}
	u.seesNot("begun:")
}

func TestKeysInAFieldAreText(t *testing.T) {
	u := at(t, record)
	u.press("f")
	u.typeIn("q?3u:gsr")
	u.press("enter")
	if got := u.stored(record).Parked; got != "q?3u:gsr" {
		t.Errorf("parked %q", got)
	}
	if _, left := u.said().(nav.Back); left {
		t.Error("q left the screen")
	}
}

func TestNoteIsEditedInLines(t *testing.T) {
	u := at(t, record)
	u.press("2 t")
	u.typeIn("one")
	u.press("enter")
	u.typeIn("second")
	u.press("enter")
	u.typeIn("三つ")
	u.press("up")
	u.typeIn("X")
	u.press("up")
	u.typeIn("Y")
	u.press("down down down")
	u.typeIn("Z")
	u.press("ctrl+s")
	if got, want := u.stored(record).Note, "oneY\nseXcond\n三つZ"; got != want {
		t.Errorf("note %q, want %q", got, want)
	}
}
