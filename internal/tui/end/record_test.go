package end_test

import (
	"strings"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/tui/nav"
)

func TestDeployedTodayIsTwoKeysAndLeads(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	u.Press("d enter")
	if got := u.View().Assessment.Shipments; len(got) != 1 || got[0].Kind != assessment.ShipDeploy || got[0].On != "2026-11-26" || got[0].By != "Ana" {
		t.Fatalf("ship log: %+v", got)
	}
	lines := strings.Split(u.Frame(80, 20), "\n")
	if lines[3] != "   Deployed today: Ana." {
		t.Errorf("the first line: %q", lines[3])
	}
	if say, ok := u.Said().(nav.Say); !ok || say.Text != "In the ship log: deployed today, Thu 26 Nov." {
		t.Errorf("it said %#v", u.Said())
	}
}

func TestADemoNeverLeads(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	u.Press("d space enter")
	if got := u.View().Assessment.Shipments; len(got) != 1 || got[0].Kind != assessment.ShipDemo {
		t.Fatalf("ship log: %+v", got)
	}
	if lines := strings.Split(u.Frame(80, 20), "\n"); !strings.HasPrefix(lines[3], "   Ready for: demo") {
		t.Errorf("the first line: %q", lines[3])
	}
}

func TestShipLogIsCheckedWhereItIsTyped(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	u.Press("d tab")
	u.Type("+2")
	u.Press("enter")
	u.Sees("is still to come")
	u.Press("ctrl+u")
	u.Type("yesterday")
	u.Press("tab")
	u.Type("7")
	u.Press("enter")
	u.Sees("only if it was used")
	u.Press("shift+tab shift+tab left enter")
	if got := u.View().Assessment.Shipments; len(got) != 1 || got[0].People != 7 || got[0].On != "2026-11-25" {
		t.Errorf("ship log: %+v", got)
	}
	u.Press("d left enter")
	u.Sees("a number such as 25")
}

func TestMilestoneIsSuggestedAndTakenNamesAreRefused(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	u.Press("m")
	u.Sees("milestone quick session 26 Nov")
	u.Press("enter m")
	u.Sees("milestone quick session 26 Nov (2)")
	u.Type("quick session 26 Nov")
	u.Press("enter")
	u.Sees("there is a milestone of that name")
	if got := u.View().Assessment.Milestones; len(got) != 1 || got[0].Label != "quick session 26 Nov" {
		t.Errorf("milestones: %+v", got)
	}
}

func TestWhatCouldNotBeRecordedStays(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	u.DB.Refuse = app.ErrFull
	u.Press("m")
	u.Type("before the drill")
	u.Press("enter d")
	u.Press("end tab tab tab")
	u.Type("the door list")
	u.Press("enter")
	u.DB.Refuse = nil
	u.Press("m")
	u.Sees("milestone before the drill")
	u.Sees("not saved:")
	u.Press("enter d")
	u.Sees("the door list")
	u.Press("enter")
	a := u.View().Assessment
	if len(a.Milestones) != 1 || len(a.Shipments) != 1 || a.Shipments[0].Note != "the door list" {
		t.Errorf("milestones %+v, ship log %+v", a.Milestones, a.Shipments)
	}
}

// park puts remarks aside and shows the screen what was stored.
func (u *user) park(remarks map[questionnaire.QuestionID]string) {
	for q, remark := range remarks {
		u.Answer("Ana", q, assessment.Patch{Parked: &remark})
	}
	u.Update(nav.Refreshed{View: u.View()})
}

func TestParkedRemarksBecomeNotesOrGetAnOwner(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	u.park(map[questionnaire.QuestionID]string{"sec-secrets": "rotate the old key", "bak-restore-drill": "ask the hosting team"})
	u.Sees("Parked 2 remarks: o gives an owner; t makes it a note, enter opens it")
	golden.Check(t, "parked-80x24.txt", u.Frame(80, 20))
	u.Press("down down down")
	u.Sees("> Where secrets live: rotate the old key")
	u.Press("enter")
	if open, ok := u.Said().(nav.Open); !ok || open.Kind != nav.Walk || open.Question != "sec-secrets" {
		t.Errorf("enter: the root was told %T", u.Said())
	}
	u.Press("t")
	if x := u.Stored("sec-secrets"); x.Note != "rotate the old key" || x.Parked != "" || x.Level != assessment.Partial {
		t.Errorf("as a note: %+v", x)
	}
	u.Sees("Parked 1 remark:")
	u.Press("o")
	u.Type("Mei")
	u.Press("enter enter")
	if x := u.Stored("bak-restore-drill"); x.Owner != "Mei" || x.Note != "ask the hosting team" || x.Parked != "" {
		t.Errorf("with an owner: %+v", x)
	}
	u.SeesNot("Parked")
}

func TestTheOneWhoAnswersForItIsAskedByName(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	u.Sees("Ana, do you answer for this system? Can you ship it to production, where it matters?")
	u.Press("n shift+tab")
	u.Type("Me")
	u.Press("tab tab")
	u.Type("No backups.")
	u.Press("enter")
	u.Sees("Mei, you answer for this system. Can you ship it")
	u.Sees("Mei: not yet. \"No backups.\"")
	if got := u.View().Assessment.SignOffs; len(got) != 1 || got[0].By != "Mei" {
		t.Errorf("sign-offs: %+v", got)
	}
	u.Press("y shift+tab ctrl+u enter enter")
	u.Sees("a name: a person answers for it")
}

func TestARowCanBeClicked(t *testing.T) {
	u := arrive(t, "Ticket shop", story())
	var rows []nav.Point
	for _, z := range u.Screen.Frame(seatArea(u)).Zones {
		if p, ok := z.Msg.(nav.Point); ok {
			rows = append(rows, p)
		}
	}
	if len(rows) != 2 || rows[0].Row != 1 || rows[1].Row != 2 {
		t.Fatalf("rows to click: %+v", rows)
	}
	u.Update(rows[1])
	u.Sees("> 3 STOP")
}
