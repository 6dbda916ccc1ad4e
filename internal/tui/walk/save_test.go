package walk_test

import (
	"strings"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
)

func TestFailedSaveIsSaidAndRetried(t *testing.T) {
	u := at(t, record)
	u.db.refuse = app.ErrFull
	u.press("3")
	u.sees("not saved: the disk is full · in place · 3 tries again")
	if failed, ok := u.said().(nav.Failed); !ok || failed.What != "save the answer" {
		t.Errorf("the root was told %#v, want a Failed", u.said())
	}
	u.press("right left")
	u.sees("not saved: the disk is full")
	u.db.refuse = nil
	u.press("3")
	u.sees("✓ saved 14:02 · Ana: in place")
	if got := u.stored(record).Level; got != assessment.InPlace {
		t.Errorf("stored %s, want in-place", got)
	}
}

func TestLaterSaveCarriesWhatAnEarlierCouldNot(t *testing.T) {
	u := at(t, record)
	u.db.refuse = app.ErrBusy
	u.press("3 e")
	u.typeIn("https://ci.example/run/7")
	u.press("enter")
	u.sees("not saved: another program holds the database")
	u.db.refuse = nil
	u.press("2")
	got := u.stored(record)
	if got.Level != assessment.Partial || len(got.Evidence) != 1 {
		t.Errorf("stored %s with %d pieces of evidence, want partial with 1", got.Level, len(got.Evidence))
	}
	u.sees("✓ saved")
}

func TestLeavingWithAnUnsavedAnswerIsHeldBackOnce(t *testing.T) {
	u := at(t, record)
	u.db.refuse = app.ErrFull
	u.press("3 right esc")
	if say, ok := u.said().(nav.Say); !ok || !strings.Contains(say.Text, "not saved") {
		t.Errorf("first esc: %#v, want a Say", u.said())
	}
	u.sees("Where does the server check")
	u.press("esc")
	if _, ok := u.said().(nav.Back); !ok {
		t.Errorf("second esc: %#v, want Back", u.said())
	}
}

func TestAnswerFromElsewhereIsAConflictWithBothShown(t *testing.T) {
	u := at(t, record)
	u.hold = true
	u.press("3")
	u.elsewhere(record, assessment.Partial)
	u.release()
	u.sees("Mei answered this meanwhile: partial, 14:02. Yours: in place. k keep theirs · 3 press again to answer anyway")
	if got := u.stored(record); got.By != "Mei" || got.Level != assessment.Partial {
		t.Fatalf("stored %s by %s, want Mei's partial", got.Level, got.By)
	}
	kept := *u
	kept.press("k")
	kept.seesNot("meanwhile")
	kept.sees("Mei: partial")
	u.press("3")
	u.sees("✓ saved 14:02 · Ana: in place")
	if got := u.stored(record); got.By != "Ana" || got.Level != assessment.InPlace {
		t.Errorf("stored %s by %s, want Ana's in-place", got.Level, got.By)
	}
}

func TestConflictBetweenTwoQuickKeysIsFound(t *testing.T) {
	u := at(t, record)
	u.hold = true
	u.press("3")
	first := u.held[0]
	u.held = nil
	msg := first()
	u.elsewhere(record, assessment.None)
	u.press("2")
	u.deliver(msg)
	u.release()
	u.sees("Mei answered this meanwhile: none")
	u.sees("Yours: partial")
	if got := u.stored(record).Level; got != assessment.None {
		t.Errorf("stored %s, want Mei's none", got)
	}
}

func TestNewsFromElsewhereIsNoConflict(t *testing.T) {
	u := at(t, record)
	u.press("3")
	u.update(nav.Refreshed{View: u.elsewhere(record, assessment.Partial)})
	u.sees("Mei: partial")
	u.press("1")
	u.sees("✓ saved 14:02 · Ana: none")
}

func TestUndoAndRedoSayWhatAndWhose(t *testing.T) {
	u := at(t, record)
	u.press("3 2 u")
	u.sees("Ana: in place")
	if say, ok := u.said().(nav.Say); !ok || say.Text != `Taken back: the answer to "Access check per record", which Ana had changed.` {
		t.Errorf("undo: %#v", u.said())
	}
	u.press("ctrl+r")
	u.sees("Ana: partial")
	u.press("u u")
	if got := u.stored(record); got.Level != assessment.Unasked {
		t.Errorf("after two undos: %s, want unasked", got.Level)
	}
	u.press("3")
	u.sees("✓ saved 14:02 · Ana: in place")
	u.press("right right u")
	u.sees("Where does the server check")
}

func TestUndoBehindASaveUnderWayIsNoConflict(t *testing.T) {
	u := at(t, record)
	u.hold = true
	u.press("3 2 u 4")
	u.release()
	u.sees("✓ saved 14:02 · Ana: proven")
}

func TestUndoTakesBackWhatCouldNotBeSaved(t *testing.T) {
	u := at(t, record)
	u.press("3")
	u.db.refuse = app.ErrFull
	u.press("1")
	u.sees("not saved")
	u.press("u")
	u.sees("Ana: in place")
	u.seesNot("not saved")
}

func TestNothingToUndoIsSaid(t *testing.T) {
	u := newMeeting(t).walk("")
	u.press("u")
	if say, ok := u.said().(nav.Say); !ok || say.Text != "Nothing to take back." {
		t.Errorf("undo: %#v", u.said())
	}
}
