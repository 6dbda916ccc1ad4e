package end_test

import (
	"fmt"
	"strings"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

const why = "nobody has restored a backup yet"

// decide records no-go.
func (u *user) decide(reason string) {
	u.T.Helper()
	u.Press("D left enter enter")
	u.Type(reason)
	u.Press("enter")
}

func TestADecisionIsRecordedShownAndTakenBack(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	u.decide(why)
	calls := u.View().Assessment.Calls
	if len(calls) != 1 || calls[0].Word != assessment.NoGo || calls[0].Stage != "first-user" || calls[0].By != "Ana" || calls[0].Reason != why {
		t.Fatalf("decision log: %+v", calls)
	}
	if say, ok := u.Said().(nav.Say); !ok || say.Text != "Recorded. u takes it back." {
		t.Errorf("it said %#v", u.Said())
	}
	said := `✓ saved 14:13 · Ana: NO GO for first user. "nobody has restored a backup yet"`
	u.Sees(said)
	u.Press("u")
	u.SeesNot(said)
	if calls := u.View().Assessment.Calls; len(calls) != 0 {
		t.Errorf("after undo: %+v", calls)
	}
	u.Press("ctrl+r")
	u.Sees(said)
}

func TestAGoThatTheAnswersDoNotGiveIsSaidToBeOne(t *testing.T) {
	for keys, want := range map[string]string{"D": "GO for first user.", "D space": "GO, with conditions, for first user."} {
		u := arrive(t, "Ticket shop", story())
		u.Press(keys)
		u.Press("enter ctrl+u M e tab enter")
		u.Type("only with ten invited people")
		u.Press("enter")
		if say, ok := u.Said().(nav.Say); !ok || say.Text != "Recorded. The answers say: not yet." {
			t.Errorf("%s: it said %#v", keys, u.Said())
		}
		u.Sees("Mei: " + want)
		if calls := u.View().Assessment.Calls; len(calls) != 1 || calls[0].By != "Mei" {
			t.Errorf("%s: decision log: %+v", keys, calls)
		}
	}
}

func TestADecisionIsOfferedFirstAfterTheOwnerHasSpoken(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	for i, want := range []theme.ActionID{theme.ActOwner, theme.ActDecide, theme.ActOwner} {
		if got := u.Screen.Actions()[1].ID; got != want {
			t.Errorf("%d: second comes %s, want %s", i, got, want)
		}
		switch i {
		case 0:
			u.Press("n enter")
		case 1:
			u.decide(why)
		}
	}
}

func TestADecisionIsCheckedWhereItIsTyped(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	u.decide("not now")
	u.Sees("a reason is needed: say in a sentence (15 characters or more) why it is decided")
	u.Type(", and not so soon")
	u.Press("up ctrl+u enter enter")
	u.Sees("a name: a person decides")
	u.Press("esc D")
	u.Sees("not now, and not so soon")
	u.Type("Ravi")
	u.Press("enter enter")
	u.Sees("Ravi: NO GO for first user.")
	if calls := u.View().Assessment.Calls; len(calls) != 1 {
		t.Errorf("decision log: %+v", calls)
	}
}

func TestADecisionThatCouldNotBeSavedStays(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	u.DB.Refuse = app.ErrFull
	u.decide(why)
	u.SeesNot("NO GO")
	u.DB.Refuse = nil
	u.Press("D")
	u.Sees("not saved:")
	u.Press("enter")
	u.Sees("NO GO for first user.")
}

func TestADecisionAsksAboutASecret(t *testing.T) {
	begin := func() *seat.Person {
		u := arrive(t, "Ticket shop", story())
		u.Press("D enter enter")
		u.Type("once we have changed " + seat.Token())
		return &u.Person
	}
	seat.AsksAboutToken(t, begin, "enter", func(m *seat.Meeting) string { return fmt.Sprint(m.View().Assessment.Calls) })
}

func TestADecisionBeforeTheSessionIsNotShown(t *testing.T) {
	m := seat.NewMeeting(t, "Ticket shop")
	_, err := m.App.Decide(t.Context(), m.ID, "Ana", assessment.NoGo, "", why)
	m.Must(err)
	m.Now = m.Now.AddDate(0, 0, 1)
	u := &user{arriveIn(m)}
	u.SeesNot("NO GO")
}

func TestFramesOfADecision(t *testing.T) {
	for _, size := range [][2]int{{80, 20}, {60, 11}, {40, 8}, {120, 36}, {200, 56}} {
		u := arrive(t, "Ticket shop", story())
		u.Press("D left enter enter")
		u.Type("nobody has")
		golden.Check(t, fmt.Sprintf("decide-%dx%d.txt", size[0], size[1]+4), u.Frame(size[0], size[1]))
		u.Type(" restored a backup yet")
		u.Press("enter n")
		u.Type("I thought the platform made backups. I will know on Tuesday.")
		u.Press("enter")
		golden.Check(t, fmt.Sprintf("decided-%dx%d.txt", size[0], size[1]+4), u.Frame(size[0], size[1]))
	}
}

func TestEveryFrameOfADecisionFits(t *testing.T) {
	hostile := "\x1b[31mRed\x1b[0m 票务商店 👩‍👩‍👧‍👦 " + strings.Repeat("endless", 30)
	u := arrive(t, "Ticket shop", story())
	for _, keys := range []string{"D", "enter ctrl+u", "enter enter"} {
		u.Press(keys)
		if keys != "D" {
			u.Update(paste(hostile))
			u.Press("enter")
		}
		u.FitsEverySize()
	}
	if len(u.View().Assessment.Calls) != 1 {
		t.Error("nothing was decided")
	}
}
