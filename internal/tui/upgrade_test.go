package tui_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/tui/tuitest"
	"prodfirst/questionnaires"
)

// house returns a questionnaire of one's own with these questions, given as id, title and what is
// in place in turn.
func house(version string, texts ...string) fstest.MapFS {
	var b strings.Builder
	fmt.Fprintf(&b, "id: house\nversion: %s\ntitle: House rules\napplies: always\nprototype: It runs here.\nproduction: It runs there.\n", version)
	b.WriteString("areas:\n  - id: rules\n    title: Rules\n    ask: lead\n    questions:\n")
	for i := 0; i < len(texts); i += 3 {
		fmt.Fprintf(&b, "      - {id: house-%s, title: %s, question: Is it there?, why: Somebody asks.,", texts[i], texts[i+1])
		b.WriteString(" severity: high, effort: S, stage: first-user, applies: always, quick: true,")
		fmt.Fprintf(&b, " levels: {none: No., partial: Half of it., in-place: %s, proven: Somebody tried it this week.},", texts[i+2])
		b.WriteString(" verify: A picture., explain: Can someone explain it?, listen-for: a date, freshness: 90,")
		b.WriteString(" prototype: A logo., production: It is 2 a.m., ai-failure: It is made up.,")
		b.WriteString(" steps: [{do: Do it., by: person}, {do: Test it., by: person}], references: [], topics: [], rules: [], views: []}\n")
	}
	return fstest.MapFS{"house.yaml": {Data: []byte(b.String())}}
}

// houses returns the questionnaires before and after a change of the house rules, read once.
var houses = sync.OnceValues(func() (before, after *app.Library) {
	before = &app.Library{Shipped: questionnaires.Files, Own: house(
		"1.0.0", "bell", "Bell", "It rings.", "lamp", "Lamp", "It is lit.", "mat", "Mat", "It lies there.",
	)}
	after = &app.Library{Shipped: questionnaires.Files, Own: house(
		"1.1.0", "bell", "Bell", "It rings and somebody comes.", "mat", "Door mat", "It lies there.", "key", "Key", "Two people have it.",
	)}
	return before, after
})

// outdated returns a service whose one system was answered against an older questionnaire.
func outdated(t *testing.T) *app.Service {
	t.Helper()
	s := fixture.Service(t, at)
	before, after := houses()
	s.Library = before
	v := fixture.TicketShop(t, s)
	for _, id := range []questionnaire.QuestionID{"house-bell", "house-lamp"} {
		_, err := s.Answer(t.Context(), v.Assessment.ID, id, "Ana", 0, assessment.Patch{Level: new(assessment.InPlace), AddEvidence: []assessment.Evidence{
			{Kind: assessment.Artefact, Reference: "x.png", Date: assessment.DateOf(at)},
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	s.Library = after
	return s
}

func TestUpgradeIsOfferedShownAndCarriedOut(t *testing.T) {
	s := outdated(t)
	u := tuitest.New(t, options(s), 80, 24).Press("enter")
	u.Sees("house 1.1.0 is installed: 1 new, 1 changed, 1 retired (U upgrades)")
	u.Golden("upgrade-offer-80x24")
	u.Press("U").Golden("upgrade-80x24")
	u.Resize(40, 12).Golden("upgrade-40x12").Resize(80, 24)
	u.Press("esc").Sees("(U upgrades)").Press("U", "enter").SeesNot("installed", "U upgrade")
	v, err := s.Open(t.Context(), "ticket-shop")
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := v.Assessment.Attachment("house"); got.Version != "1.1.0" || len(v.Assessment.Milestones) != 1 {
		t.Errorf("attached is %s, milestones %v", got.Version, v.Assessment.Milestones)
	}
	u.Press("U").SeesNot("installed")
}

func TestUpgradeListEndsWhereItEnds(t *testing.T) {
	u := tuitest.New(t, options(outdated(t)), 60, 15).Press("enter", "U")
	top := u.Frame()
	u.Press("end").Sees("Door mat: the title")
	bottom := u.Frame()
	if u.Press("down", "pgdown", "end").Frame() != bottom || u.Press("up").Frame() == bottom || u.Press("home").Frame() != top {
		t.Errorf("got\n%s", u.Frame())
	}
}

func TestKeysDuringAnUpgradeReachTheNewQuestions(t *testing.T) {
	s := outdated(t)
	u := tuitest.New(t, options(s), 80, 24).Press("enter").Hold().Press("U", "enter", "3", "enter").Release()
	u.Sees("1 of ").SeesNot("installed")
	v, err := s.Open(t.Context(), "ticket-shop")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := v.Result.Finding("house-key"); !ok || v.Assessment.Session == nil || v.Assessment.Session.Kind != assessment.Deep {
		t.Errorf("the session is %+v, the new question is there: %v", v.Assessment.Session, ok)
	}
}

func TestReopenedAnswerSaysWhyUntilItIsGivenAgain(t *testing.T) {
	u := tuitest.New(t, options(outdated(t)), 80, 24).Press("enter", "U", "enter", "4", "enter", "right", "right", "right")
	u.Sees("Is it there?", "claimed, since house 1.1.0 changed the", "levels: answer it again")
	u.Press("3").SeesNot("since house 1.1.0").Sees("held, shown")
}

func TestUpgradeFitsEverySize(t *testing.T) {
	u := tuitest.New(t, options(outdated(t)), 80, 24).Press("enter")
	for range 2 {
		for w := 20; w <= 200; w += 30 {
			for h := 5; h <= 60; h += 5 {
				u.Resize(w, h)
			}
		}
		u.Press("U")
	}
}

func TestFailedUpgradeIsSaid(t *testing.T) {
	o := options(outdated(t))
	o.By = " "
	u := tuitest.New(t, o, 80, 24).Press("enter", "U", "enter")
	u.Sees("Could not upgrade the questionnaires", "(U upgrades)")
}
