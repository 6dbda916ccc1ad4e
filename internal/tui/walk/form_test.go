package walk_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/walk"
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
		u.Press("3 e")
		u.Type(typed)
		u.Press("enter")
		if diff := cmp.Diff([]assessment.Evidence{want}, u.Stored(restore).Evidence); diff != "" {
			t.Errorf("%q (-want +got):\n%s", typed, diff)
		}
	}
}

func TestEvidenceFieldsComeBeforeTheGuess(t *testing.T) {
	u := at(t, restore)
	u.Press("4 e")
	u.Type("run/7")
	u.Press("tab space tab")
	u.Type("-3")
	u.Press("tab")
	u.Type("Ra")
	u.Press("tab enter")
	want := []assessment.Evidence{{Kind: assessment.Drill, Reference: "run/7", Date: "2026-11-23", By: "Ravi"}}
	if diff := cmp.Diff(want, u.Stored(restore).Evidence); diff != "" {
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
		u.Press(row.keys)
		u.Update(tea.PasteMsg{Content: row.typed})
		u.Press(row.then)
		u.Sees(row.want)
		if before := u.Stored(owner); row.want != "" && (!u.Screen.Capturing() || !before.Empty()) {
			t.Errorf("%s %q: the form is gone or something was saved: %+v", row.keys, row.typed, before)
		}
		if row.typed != "" && row.want != "" {
			u.Sees(row.typed)
		}
	}
}

func TestNotApplicableNeedsAReasonAndWhoAgrees(t *testing.T) {
	u := at(t, owner)
	u.Press("x")
	u.Type("a demo that is thrown away on Friday")
	u.Press("enter")
	u.Type("me")
	u.Press("tab enter")
	got := u.Stored(owner)
	if got.Level != assessment.NotApplicable || got.Reason != "a demo that is thrown away on Friday" || got.Approver != "Mei" {
		t.Errorf("stored %+v", got)
	}
	u.Sees("Ana: does not apply · a demo that is thrown away on Friday")
}

func TestOwnerAndDueAreCompleted(t *testing.T) {
	u := at(t, record)
	u.Press("0 o")
	u.Type("ra")
	u.Press("tab enter")
	u.Type("+14")
	u.Sees("+14 Thu 10 Dec")
	u.Press("enter")
	if got := u.Stored(record); got.Owner != "Ravi" || got.Due != "2026-12-10" {
		t.Errorf("stored owner %q due %q", got.Owner, got.Due)
	}
	u.Sees("Ana: don't know · Ravi finds out by Thu 10 Dec")
	u.Press("o enter enter")
	u.Press("3 c o enter enter")
	u.Type("Mei")
	u.Press("enter")
	u.Sees("Can explain: yes (Mei)")
	u.Sees("Ravi owns it by Thu 10 Dec")
}

func TestTypingReplacesNamesAndDatesButNoSentence(t *testing.T) {
	u := at(t, record)
	u.Press("0 o")
	u.Type("Ravi")
	u.Press("enter")
	u.Type("+7")
	u.Press("enter o M e i enter + 1 4 enter")
	if got := u.Stored(record); got.Owner != "Mei" || got.Due != "2026-12-10" {
		t.Errorf("typed over: owner %q due %q", got.Owner, got.Due)
	}
	u.Press("o right s enter enter")
	if got := u.Stored(record); got.Owner != "Meis" || got.Due != "2026-12-10" {
		t.Errorf("edited: owner %q due %q", got.Owner, got.Due)
	}
	u.Press("f")
	u.Type("Ask Ravi")
	u.Press("enter f")
	u.Type(" on Monday")
	u.Press("enter")
	if got := u.Stored(record).Parked; got != "Ask Ravi on Monday" {
		t.Errorf("parked %q", got)
	}
}

func TestEscKeepsWhatWasTyped(t *testing.T) {
	for key, typed := range map[string]string{
		"x": "because it is like that", "e": "https://half", "o": "Zoe", "t": "half a note", "f": "later",
	} {
		u := at(t, record)
		u.Press(key)
		u.Type(typed)
		u.Press("esc")
		if u.Screen.Capturing() || !u.View().Assessment.Answers[record].Empty() {
			t.Errorf("%s: esc left the form open or saved something", key)
		}
		u.Sees("begun:")
		u.Press("right " + key)
		u.SeesNot(typed)
		u.Press("esc left " + key)
		u.Sees(typed)
	}
}

func TestTypedTextIsKeptUntilItIsSaved(t *testing.T) {
	u := at(t, record)
	u.Press("2")
	u.DB.Refuse = app.ErrFull
	u.Press("t")
	u.Type("a note")
	u.Press("tab")
	u.Sees("not saved: the disk is full · a note")
	u.Press("t")
	u.Sees("a note")
	u.DB.Refuse = nil
	u.Press("tab")
	if got := u.Stored(record).Note; got != "a note" {
		t.Errorf("note %q", got)
	}
	u.Sees("✓ saved")
	u.Sees("note: a note")
}

func TestFormOfNobodySaysWhereANameIsGiven(t *testing.T) {
	u := at(t, record)
	u.Env.By = ""
	u.Screen = walk.New(u.Env, nav.Open{View: u.View(), Question: record})
	u.Press("t")
	u.Type("a note")
	u.Press("tab")
	u.Sees("nobody has said who is answering: press d on the list of systems")
	u.Sees("a note")
	if got := u.Stored(record); got.Rev != 0 {
		t.Errorf("stored %+v", got)
	}
}

func TestUntouchedFormsSaveNothing(t *testing.T) {
	u := at(t, record)
	u.Press("3")
	before := u.View().Assessment.Seq
	u.Press("o enter enter t tab f enter o esc")
	if got := u.View().Assessment.Seq; got != before {
		t.Errorf("%d events, want %d", got, before)
	}
	u.SeesNot("begun:")
}

func TestKeysInAFieldAreText(t *testing.T) {
	u := at(t, record)
	u.Press("f")
	u.Type("q?3u:gsr")
	u.Press("enter")
	if got := u.Stored(record).Parked; got != "q?3u:gsr" {
		t.Errorf("parked %q", got)
	}
	if _, left := u.Said().(nav.Back); left {
		t.Error("q left the screen")
	}
}

func TestNoteIsEditedInLines(t *testing.T) {
	u := at(t, record)
	u.Press("2 t")
	u.Type("one")
	u.Press("enter")
	u.Type("second")
	u.Press("enter")
	u.Type("三つ")
	u.Press("up")
	u.Type("X")
	u.Press("up")
	u.Type("Y")
	u.Press("down down down")
	u.Type("Z")
	u.Press("ctrl+s")
	if got, want := u.Stored(record).Note, "oneY\nseXcond\n三つZ"; got != want {
		t.Errorf("note %q, want %q", got, want)
	}
}
