package walk_test

import (
	"fmt"
	"strings"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/nav"
)

func TestEveryFormOfTheWalkAsksAboutASecret(t *testing.T) {
	for _, row := range []struct{ open, typed, send string }{
		{"t", "use " + seat.Token(), "tab"},
		{"f", "use " + seat.Token(), "enter"},
		{"o", seat.Token(), "enter enter"},
		{"e", "https://example.org/?key=" + seat.Token(), "enter"},
		{"x", "we use " + seat.Token() + " in its place", "enter enter"},
		{"v", seat.Token() + " 3", "enter"},
	} {
		begin := func() *seat.Person {
			u := at(t, restore)
			u.Press(row.open)
			u.Type(row.typed)
			return &u.Person
		}
		seat.AsksAboutToken(t, begin, row.send, func(m *seat.Meeting) string {
			x := m.Stored(restore)
			return fmt.Sprint(x.Note, x.Parked, x.Owner, x.Evidence, x.Reason, x.Votes)
		})
	}
}

func TestSecretRefusalGoesWhenTheTextChanges(t *testing.T) {
	u := at(t, restore)
	u.Press("f")
	u.Type("use " + seat.Token())
	u.Press("enter")
	if first := u.Screen.Actions()[0].ID; first != "mask-secret" {
		t.Errorf("first comes %q, want the mask", first)
	}
	u.Press("ctrl+u")
	u.SeesNot("looks like a secret")
	u.Type("use the vault")
	u.Press("enter")
	if got := u.Stored(restore).Parked; got != "use the vault" {
		t.Errorf("got %q", got)
	}
}

func TestAKeptSecretIsSavedWhenTheSaveIsTriedAgain(t *testing.T) {
	u := at(t, restore)
	u.DB.Refuse = app.ErrFull
	u.Press("f")
	u.Type("use " + seat.Token())
	u.Press("enter ctrl+y")
	u.DB.Refuse = nil
	u.Press("1")
	if x := u.Stored(restore); x.Parked != "use "+seat.Token() || x.Level != assessment.None {
		t.Errorf("with the next answer: %+v", x)
	}
	u.Hold = true
	u.Press("t")
	u.Type("see " + seat.Token())
	u.Press("tab ctrl+y")
	u.meeting.elsewhere(restore, assessment.Partial)
	u.Release()
	u.Hold = false
	u.Press("m")
	if x := u.Stored(restore); x.Note != "see "+seat.Token() {
		t.Errorf("after a conflict: %+v", x)
	}
}

func TestWhoIsKnownByANameThatLooksLikeASecretGoesOn(t *testing.T) {
	m := newMeeting(t)
	d := m.View().Assessment.Description
	d.People = append(d.People, seat.Token())
	_, err := m.App.With(app.KeepSecrets, nil).Describe(t.Context(), m.ID, "Ana", d)
	m.Must(err)
	u := m.walk(restore)
	u.Update(nav.Named{By: seat.Token()})
	u.Press("2")
	if x := m.Stored(restore); x.Level != assessment.Partial || !strings.Contains(x.By, seat.Token()) {
		t.Errorf("stored %+v", x)
	}
}
