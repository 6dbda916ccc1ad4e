package describe_test

import (
	"strings"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/describe"
	"prodfirst/internal/tui/nav"
)

// sit puts Ana before the description of a new system, or of the one that is stored.
func sit(t *testing.T, stored bool) *seat.Person {
	t.Helper()
	m := seat.NewMeeting(t, "Ticket shop")
	if stored {
		for _, s := range []assessment.Shipment{{Kind: assessment.ShipDeploy, On: "2026-11-20"}, {Kind: assessment.ShipUsers, People: 3}} {
			_, err := m.App.Ship(t.Context(), m.ID, "Ana", s)
			m.Must(err)
		}
	}
	u := m.Sit(func(env nav.Env, o nav.Open) nav.Screen {
		if !stored {
			o.View = app.View{}
		}
		return describe.New(env, o)
	}, nav.Open{Kind: nav.Describe})
	return &u
}

func typed(u *seat.Person, fields ...string) {
	for _, text := range fields {
		u.Type(text)
		u.Press("tab")
	}
}

func TestFramesLookAsTheyWereReviewed(t *testing.T) {
	rows := []struct {
		name   string
		stored bool
		do     func(u *seat.Person)
	}{
		{"new", false, func(*seat.Person) {}},
		{"wrong", false, func(u *seat.Person) {
			typed(u, "Door list", "", "Mei, Ravi", "", "31 Dec 2026", "soon", "many")
			u.Press("enter")
		}},
		{"stored", true, func(u *seat.Person) { u.Press("tab tab tab") }},
	}
	for _, row := range rows {
		u := sit(t, row.stored)
		row.do(u)
		u.Golden(row.name)
	}
	u := sit(t, true)
	u.GoldenASCII()
}

func TestEveryFrameFits(t *testing.T) {
	for _, stored := range []bool{false, true} {
		u := sit(t, stored)
		for _, text := range []string{"\x1b[31mRed 票务商店 👩‍👩‍👧‍👦", strings.Repeat("endless", 30), "名前がとても長い人", "", "soon", "?", "-1"} {
			typed(u, text)
			u.FitsEverySize()
		}
	}
}

func TestReasonsStandBesideTheFieldAndWhatWasTypedStays(t *testing.T) {
	u := sit(t, false)
	typed(u, "Door list", "", "", "", "31 Dec 2026", "soon", "many")
	for _, want := range []string{
		"31 Dec 2026 that day is still to come", "soon 2026-09-23, \"not yet\" or ?", "many last week a number such as 25, or ?",
	} {
		u.Sees(want)
	}
	u.Press("enter")
	if len(u.Told) != 0 {
		t.Errorf("it went on: %#v", u.Told)
	}
}

func TestNotKnowingIsAnAnswer(t *testing.T) {
	u := sit(t, false)
	typed(u, "Door list", "", "", "", "?", "?", "?")
	u.Press("enter")
	o, ok := u.Said().(nav.Open)
	if !ok || o.Kind != nav.Facts || o.Draft == nil {
		t.Fatalf("enter: the root was told %T", u.Said())
	}
	d := o.Draft.Description
	if d.FirstShown != assessment.Unknown || d.FirstLive != assessment.Unknown || d.Outside == nil || !d.Outside.Unknown {
		t.Errorf("described: %+v", d)
	}
}

func TestTheShipLogIsShown(t *testing.T) {
	u := sit(t, true)
	u.Sees("Ship log: deployed once, shown once. From the first demo to the first user: 64 days.")
	u = sit(t, false)
	u.SeesNot("Ship log")
}

func TestAFailedSaveKeepsWhatWasTyped(t *testing.T) {
	u := sit(t, true)
	u.DB.Refuse = app.ErrFull
	u.Type("Door list")
	u.Press("enter")
	if _, ok := u.Said().(nav.Failed); !ok {
		t.Fatalf("the root was told %#v", u.Said())
	}
	u.DB.Refuse = nil
	u.Sees("What is it called? Door list")
	u.Press("enter")
	if got := u.View().Assessment.Description.Name; got != "Door list" {
		t.Errorf("stored under %q", got)
	}
}
