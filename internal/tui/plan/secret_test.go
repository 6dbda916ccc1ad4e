package plan_test

import (
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/plan"
)

func TestTheOwnerOfAStepAsksAboutASecret(t *testing.T) {
	begin := func() *seat.Person {
		m := seat.NewMeeting(t, "Ticket shop")
		m.Answer("Ana", "sec-secrets", assessment.Patch{Level: new(assessment.None)})
		u := m.Sit(plan.New, nav.Open{Question: "sec-secrets"})
		u.Press("o")
		u.Type(seat.Token())
		return &u
	}
	seat.AsksAboutToken(t, begin, "enter enter", func(m *seat.Meeting) string { return m.Stored("sec-secrets").Owner })
}
