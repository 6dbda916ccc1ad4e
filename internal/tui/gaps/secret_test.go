package gaps_test

import (
	"testing"

	"prodfirst/internal/testutil/seat"
)

func TestAcceptingAsksAboutASecret(t *testing.T) {
	begin := func() *seat.Person {
		u := on(meeting(t), "res-failure-modes")
		u.Press("a enter")
		u.Type("until we have changed " + seat.Token())
		return &u
	}
	seat.AsksAboutToken(t, begin, "enter enter", func(m *seat.Meeting) string {
		if x := acceptance(m, "res-failure-modes"); x != nil {
			return x.Reason
		}
		return ""
	})
}
