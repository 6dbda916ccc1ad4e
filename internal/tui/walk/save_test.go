package walk_test

import (
	"strings"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

func TestFailedSaveIsSaidAndRetried(t *testing.T) {
	u := at(t, record)
	u.DB.Refuse = app.ErrFull
	u.Press("3")
	u.Sees("not saved: the disk is full · in place · 3 tries again")
	if failed, ok := u.Said().(nav.Failed); !ok || failed.What != "save the answer" {
		t.Errorf("the root was told %#v, want a Failed", u.Said())
	}
	u.Press("right left")
	u.Sees("not saved: the disk is full")
	u.DB.Refuse = nil
	u.Press("3")
	u.Sees("✓ saved 14:02 · Ana: in place")
	if got := u.Stored(record).Level; got != assessment.InPlace {
		t.Errorf("stored %s, want in-place", got)
	}
}

func TestLaterSaveCarriesWhatAnEarlierCouldNot(t *testing.T) {
	u := at(t, record)
	u.DB.Refuse = app.ErrBusy
	u.Press("3 e")
	u.Type("https://ci.example/run/7")
	u.Press("enter")
	u.Sees("not saved: another program holds the database")
	u.DB.Refuse = nil
	u.Press("2")
	got := u.Stored(record)
	if got.Level != assessment.Partial || len(got.Evidence) != 1 {
		t.Errorf("stored %s with %d pieces of evidence, want partial with 1", got.Level, len(got.Evidence))
	}
	u.Sees("✓ saved")
}

func TestLeavingWithAnUnsavedAnswerIsHeldBackOnce(t *testing.T) {
	u := at(t, record)
	u.DB.Refuse = app.ErrFull
	u.Press("3 right esc")
	if say, ok := u.Said().(nav.Say); !ok || !strings.Contains(say.Text, "not saved") {
		t.Errorf("first esc: %#v, want a Say", u.Said())
	}
	u.Sees("Where does the server check")
	u.Press("esc")
	if _, ok := u.Said().(nav.Back); !ok {
		t.Errorf("second esc: %#v, want Back", u.Said())
	}
}

func TestAnswerFromElsewhereIsAConflictWithBothShown(t *testing.T) {
	u := at(t, record)
	u.Hold = true
	u.Press("3")
	u.meeting.elsewhere(record, assessment.Partial)
	u.Release()
	u.Sees("Mei answered this meanwhile. Which one holds? k Mei, 14:02 m Ana, 14:02, here partial in place")
	if got := u.Stored(record); got.By != "Mei" || got.Level != assessment.Partial {
		t.Fatalf("stored %s by %s, want Mei's partial", got.Level, got.By)
	}
	for _, a := range u.Screen.Actions()[:2] {
		if a.ID != theme.ActKeepTheirs && a.ID != theme.ActKeepMine {
			t.Errorf("first comes %s, want what to do about the conflict", a.ID)
		}
	}
	theirs := *u
	theirs.Press("k")
	theirs.SeesNot("meanwhile")
	theirs.Sees("Mei: partial")
	u.Press("m")
	u.Sees("✓ saved 14:02 · Ana: in place")
	if got := u.Stored(record); got.By != "Ana" || got.Level != assessment.InPlace {
		t.Errorf("stored %s by %s, want Ana's in-place", got.Level, got.By)
	}
}

func TestConflictFrames(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int
	}{{"80x24", 80, 20}, {"60x15", 60, 11}} {
		u := at(t, record)
		u.Press("2 t")
		u.Type("Ravi knows more of the routes")
		u.Hold = true
		u.Press("tab 3")
		u.meeting.elsewhere(record, assessment.None)
		u.Release()
		golden.Check(t, "conflict-"+size.name+".txt", u.Frame(size.width, size.height))
	}
}

func TestALevelKeyAnswersOverWhatSomebodyElseDid(t *testing.T) {
	u := at(t, record)
	u.Hold = true
	u.Press("3")
	u.meeting.elsewhere(record, assessment.Partial)
	u.Release()
	u.Press("3")
	u.Sees("✓ saved 14:02 · Ana: in place")
	if got := u.Stored(record); got.By != "Ana" || got.Level != assessment.InPlace {
		t.Errorf("stored %s by %s, want Ana's in-place", got.Level, got.By)
	}
}

func TestWhatWasTypedStaysWhenTheirsIsKept(t *testing.T) {
	u := at(t, record)
	u.Press("2 t")
	u.Type("Ravi knows more")
	u.Hold = true
	u.Press("tab")
	u.meeting.elsewhere(record, assessment.None)
	u.Release()
	u.Sees("k Mei, 14:02 m Ana, 14:02, here none none note: nothing note: Ravi knows more")
	theirs := *u
	theirs.Press("k")
	theirs.Sees("begun: note")
	theirs.Press("t")
	theirs.Sees("Ravi knows more")
	if got := u.Stored(record).Note; got != "" {
		t.Errorf("stored note %q", got)
	}
}

func TestEveryAnswerThatFailedIsInTheConflictAndKept(t *testing.T) {
	u := at(t, record)
	u.Hold = true
	u.Press("3 f")
	u.Type("later")
	u.Press("enter")
	u.meeting.elsewhere(record, assessment.None)
	u.Release()
	u.Sees("none in place parked: nothing parked: later")
	u.Press("m")
	if got := u.Stored(record); got.Level != assessment.InPlace || got.Parked != "later" || got.By != "Ana" {
		t.Errorf("stored %+v", got)
	}
}

func TestUndoTakesBackWhateverWasDoneLast(t *testing.T) {
	m := newMeeting(t)
	u := m.walk(record)
	for what, do := range map[string]func() error{
		"signed: ": func() error {
			_, err := m.App.SignOff(t.Context(), m.ID, "Ana", assessment.ReadyNotYet, "not yet")
			return err
		},
		"shown on ": func() error {
			_, err := m.App.Ship(t.Context(), m.ID, "Ana", assessment.Shipment{Kind: assessment.ShipDemo})
			return err
		},
	} {
		m.Must(do())
		u.Press("u")
		if say, ok := u.Said().(nav.Say); !ok || !strings.HasPrefix(say.Text, "Taken back: "+what) {
			t.Errorf("undo of %q: %#v", what, u.Said())
		}
	}
}

func TestConflictBetweenTwoQuickKeysIsFound(t *testing.T) {
	u := at(t, record)
	u.Hold = true
	u.Press("3")
	first := u.Held[0]
	u.Held = nil
	msg := first()
	u.meeting.elsewhere(record, assessment.None)
	u.Press("2")
	u.Deliver(msg)
	u.Release()
	u.Sees("Mei answered this meanwhile. Which one holds? k Mei, 14:02 m Ana, 14:02, here none partial")
	if got := u.Stored(record).Level; got != assessment.None {
		t.Errorf("stored %s, want Mei's none", got)
	}
}

func TestNewsFromElsewhereIsNoConflict(t *testing.T) {
	u := at(t, record)
	u.Press("3")
	u.Update(nav.Refreshed{View: u.meeting.elsewhere(record, assessment.Partial)})
	u.Sees("Mei: partial")
	u.Press("1")
	u.Sees("✓ saved 14:02 · Ana: none")
}

func TestUndoAndRedoSayWhatAndWhose(t *testing.T) {
	u := at(t, record)
	u.Press("3 2 u")
	u.Sees("Ana: in place")
	if say, ok := u.Said().(nav.Say); !ok || say.Text != "Taken back: Access check per record: partial, of 2026-11-26 by Ana." {
		t.Errorf("undo: %#v", u.Said())
	}
	u.Press("ctrl+r")
	u.Sees("Ana: partial")
	if say, ok := u.Said().(nav.Say); !ok || say.Text != "Done again: Access check per record: partial." {
		t.Errorf("redo: %#v", u.Said())
	}
	u.Press("u u")
	if got := u.Stored(record); got.Level != assessment.Unasked {
		t.Errorf("after two undos: %s, want unasked", got.Level)
	}
	u.Press("3")
	u.Sees("✓ saved 14:02 · Ana: in place")
	u.Press("right right u")
	u.Sees("Where does the server check")
}

func TestUndoBehindASaveUnderWayIsNoConflict(t *testing.T) {
	u := at(t, record)
	u.Hold = true
	u.Press("3 2 u 4")
	u.Release()
	u.Sees("✓ saved 14:02 · Ana: proven")
}

func TestUndoTakesBackWhatCouldNotBeSaved(t *testing.T) {
	u := at(t, record)
	u.Press("3")
	u.DB.Refuse = app.ErrFull
	u.Press("1")
	u.Sees("not saved")
	u.Press("u")
	u.Sees("Ana: in place")
	u.SeesNot("not saved")
}

func TestNothingToUndoIsSaid(t *testing.T) {
	u := newMeeting(t).walk("")
	u.Press("u")
	if say, ok := u.Said().(nav.Say); !ok || say.Text != "Nothing to take back." {
		t.Errorf("undo: %#v", u.Said())
	}
}
