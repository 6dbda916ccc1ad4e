package describe_test

import (
	"fmt"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/describe"
	"prodfirst/internal/tui/nav"
)

func TestEveryNameInADescriptionAsksAboutASecret(t *testing.T) {
	for _, to := range []string{"home", "tab", "tab tab"} {
		begin := func() *seat.Person {
			u := sit(t, true)
			u.Press(to)
			u.Type(" and " + seat.Token() + " ")
			return u
		}
		seat.AsksAboutToken(t, begin, "enter", func(m *seat.Meeting) string { return fmt.Sprint(m.View().Assessment.Description) })
	}
}

func TestWhatWasKeptInADescriptionIsNotAskedAgain(t *testing.T) {
	u := sit(t, true)
	u.Press("tab tab")
	u.Type(", " + seat.Token())
	u.Press("enter ctrl+y")
	v := u.View()
	again := u.Sit(describe.New, nav.Open{Kind: nav.Describe, View: v})
	again.Type("Door list")
	again.Press("enter")
	if d := again.View().Assessment.Description; d.Name != "Door list" || len(d.People) != 4 {
		t.Errorf("stored %+v", d)
	}
}

func TestANewSystemIsBegunWithWhatThePersonSaid(t *testing.T) {
	for key, want := range map[string]struct {
		name    string
		secrets app.Secrets
	}{
		"ctrl+x": {"Shop «redacted GitHub token»", app.RefuseSecrets},
		"ctrl+y": {"Shop " + seat.Token(), app.KeepSecrets},
	} {
		u := sit(t, false)
		u.Type("Shop " + seat.Token())
		u.Press("enter")
		if _, left := u.Said().(nav.Open); left {
			t.Fatal("it went on without asking")
		}
		u.Press(key)
		open, ok := u.Said().(nav.Open)
		if !ok || open.Kind != nav.Facts || open.Draft.Description.Name != want.name || open.Secrets != want.secrets {
			t.Errorf("%s: the root was told %+v", key, u.Said())
		}
	}
}
