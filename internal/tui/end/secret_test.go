package end_test

import (
	"fmt"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/seat"
)

func TestEveryFormOfTheEndAsksAboutASecret(t *testing.T) {
	for _, row := range []struct{ open, send string }{
		{"n", "enter"},
		{"y shift+tab", "enter enter"},
		{"d tab tab tab", "enter"},
		{"m", "enter"},
		{"o", "enter enter"},
	} {
		begin := func() *seat.Person {
			u := arrive(t, "Ticket shop", story())
			u.Press(row.open)
			u.Type(seat.Token())
			return &u.Person
		}
		seat.AsksAboutToken(t, begin, row.send, func(m *seat.Meeting) string {
			a := m.View().Assessment
			return fmt.Sprint(a.SignOffs, a.Shipments, a.Milestones, a.KnownPeople())
		})
	}
}

func TestAKeptRemarkBecomesANoteAsItIs(t *testing.T) {
	for _, keys := range []string{"t", "o M e i enter enter"} {
		u := arrive(t, "Ticket shop", story())
		remark := "rotate " + seat.Token()
		_, err := u.App.With(app.KeepSecrets, nil).Answer(t.Context(), u.ID, "sec-secrets", "Ana", app.AnyRevision, assessment.Patch{Parked: &remark, Owner: new("")})
		u.Must(err)
		u.park(map[questionnaire.QuestionID]string{})
		u.Press("down down down")
		u.Press(keys)
		if x := u.Stored("sec-secrets"); x.Note != remark || x.Parked != "" {
			t.Errorf("%s: stored %+v", keys, x)
		}
	}
}
