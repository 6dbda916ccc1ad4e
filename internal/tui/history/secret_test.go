package history_test

import (
	"fmt"
	"testing"

	"prodfirst/internal/testutil/seat"
)

func TestTheNameOfAMilestoneAsksAboutASecret(t *testing.T) {
	begin := func() *seat.Person {
		u := look(seat.NewMeeting(t, "Ticket shop"))
		u.Press("m")
		u.Type("with " + seat.Token())
		return u
	}
	seat.AsksAboutToken(t, begin, "enter", func(m *seat.Meeting) string { return fmt.Sprint(m.View().Assessment.Milestones) })
}
