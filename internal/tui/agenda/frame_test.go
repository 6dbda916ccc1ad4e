package agenda_test

import (
	"strings"
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/agenda"
	"prodfirst/internal/tui/nav"
)

func open(env nav.Env, o nav.Open) nav.Screen { return agenda.New(env, o, nil) }

// sit puts Ana before an agenda, with some answers of which one has run out.
func sit(t *testing.T, answered bool) *seat.Person {
	t.Helper()
	m := seat.NewMeeting(t, "Ticket shop")
	if answered {
		m.Answer("Mei", "sec-secrets", assessment.Patch{Level: new(assessment.None), Owner: new("Ravi")})
		m.Answer("Mei", "bak-restore-drill", assessment.Patch{
			Level:       new(assessment.InPlace),
			AddEvidence: []assessment.Evidence{{Kind: assessment.Drill, Date: "2026-05-01", By: "Ravi"}},
		})
	}
	u := m.Sit(open, nav.Open{Kind: nav.Agenda})
	return &u
}

func TestFramesLookAsTheyWereReviewed(t *testing.T) {
	rows := []struct {
		name     string
		answered bool
		keys     string
	}{{"before", false, ""}, {"after", true, "4"}, {"areas", true, "tab down down down down"}, {"questions", true, "tab down down down down enter down"}}
	for _, row := range rows {
		u := sit(t, row.answered)
		u.Press(row.keys)
		u.Golden(row.name)
	}
	u := sit(t, true)
	u.GoldenASCII()
}

func TestEveryFrameFits(t *testing.T) {
	hostile := "\x1b[31mRed\x1b[0m 票务商店 " + strings.Repeat("endless", 30)
	for _, keys := range []string{"", "3", "tab", "tab enter", "tab end enter end"} {
		u := sit(t, true)
		u.Answer(hostile, "sec-exposed-surface", assessment.Patch{Level: new(assessment.None), Owner: &hostile})
		u.Update(nav.Refreshed{View: u.View()})
		u.Press(keys)
		u.FitsEverySize()
	}
}

func TestOutlineOpensAQuestion(t *testing.T) {
	u := sit(t, true)
	u.Press("tab down down down down")
	u.Sees("> Security")
	u.Press("enter")
	u.Sees("Where secrets live none")
	u.Sees("What strangers can reach not asked, blocker")
	u.Press("down enter")
	if o, ok := u.Said().(nav.Open); !ok || o.Kind != nav.Walk || o.Question != "sec-exposed-surface" {
		t.Fatalf("enter: the root was told %T", u.Said())
	}
	u.Press("esc")
	u.SeesNot("Where secrets live none, ")
	u.Press("esc")
	u.Sees("Quick")
	u.Told = nil
	u.Press("esc")
	if _, ok := u.Said().(nav.Back); !ok {
		t.Errorf("esc on the agenda: the root was told %T", u.Said())
	}
}

func TestReCheckNamesWhatRanOut(t *testing.T) {
	u := sit(t, true)
	u.Sees("ran out: last restore drill")
	u = sit(t, false)
	u.Sees("when there is something to re-check")
}

func TestRolesOfTheChosenSessionAreNamed(t *testing.T) {
	u := sit(t, false)
	if got := u.Frame(80, 24); !strings.Contains(got, "Who should come: product owner, lead, engineering, security, operations.") {
		t.Errorf("quick:\n%s", got)
	}
	u.Press("3")
	if got := u.Frame(120, 36); !strings.Contains(got, "Deep session") || !strings.Contains(got, "legal") {
		t.Errorf("deep:\n%s", got)
	}
}

func TestAClickInTheOutlineSelects(t *testing.T) {
	u := sit(t, true)
	u.Press("tab")
	u.Update(nav.Point{Row: 4})
	u.Sees("> Security")
	u.Press("enter")
	u.Update(nav.Point{Row: 1})
	u.Sees("> What strangers can reach")
}

func BenchmarkFrame(b *testing.B) {
	for name, keys := range map[string]string{"agenda": "3", "outline": "tab enter"} {
		b.Run(name, func(b *testing.B) {
			u := seat.NewMeeting(b, "Ticket shop").Sit(open, nav.Open{Kind: nav.Agenda})
			u.Press(keys)
			for b.Loop() {
				u.Screen.Frame(seat.Area(200, 56, u.Now))
			}
		})
	}
}
