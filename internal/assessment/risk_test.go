package assessment_test

import (
	"errors"
	"strings"
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

const sentence = "the provider restores within a day"

func TestAcceptanceNeedsPersonReasonAndAnEnd(t *testing.T) {
	today := assessment.DateOf(noon)
	good := assessment.Acceptance{Questions: []questionnaire.QuestionID{"q1"}, By: "Ana", Until: today.Add(90), Reason: sentence}
	if err := good.Valid(today); err != nil {
		t.Errorf("a good one: %v", err)
	}
	for name, c := range map[string]struct {
		change func(*assessment.Acceptance)
		want   error
	}{
		"nobody":     {func(x *assessment.Acceptance) { x.By = " " }, assessment.ErrNoPerson},
		"nothing":    {func(x *assessment.Acceptance) { x.Questions = nil }, assessment.ErrInvalid},
		"no end":     {func(x *assessment.Acceptance) { x.Until = "" }, assessment.ErrDate},
		"over":       {func(x *assessment.Acceptance) { x.Until = today.Add(-1) }, assessment.ErrInvalid},
		"too far":    {func(x *assessment.Acceptance) { x.Until = today.Add(91) }, assessment.ErrInvalid},
		"no reason":  {func(x *assessment.Acceptance) { x.Reason = "later" }, assessment.ErrNoReason},
		"long story": {func(x *assessment.Acceptance) { x.Reason = strings.Repeat("x", 2000) }, assessment.ErrInvalid},
	} {
		x := good
		c.change(&x)
		if err := x.Valid(today); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestDecisionNeedsPersonAndReason(t *testing.T) {
	good := assessment.Call{Word: assessment.Conditional, Stage: questionnaire.FirstUser, By: "Ana", Reason: sentence}
	if err := good.Valid(); err != nil {
		t.Errorf("a good one: %v", err)
	}
	for name, c := range map[string]struct {
		change func(*assessment.Call)
		want   error
	}{
		"nobody":    {func(x *assessment.Call) { x.By = "" }, assessment.ErrNoPerson},
		"maybe":     {func(x *assessment.Call) { x.Word = "maybe" }, assessment.ErrInvalid},
		"nowhere":   {func(x *assessment.Call) { x.Stage = "moon" }, assessment.ErrInvalid},
		"no reason": {func(x *assessment.Call) { x.Reason = "" }, assessment.ErrNoReason},
	} {
		x := good
		c.change(&x)
		if err := x.Valid(); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestShipLogKeepsTheDescriptionUpToDate(t *testing.T) {
	today := assessment.DateOf(noon)
	events := begin()
	log := func(kind assessment.ShipKind, on assessment.Date, people int) {
		s := assessment.Shipment{Kind: kind, On: on, People: people, By: "Ana", At: noon.Add(1)}
		if err := s.Valid(today); err != nil {
			t.Fatal(err)
		}
		events = then(events, assessment.Shipped, "", assessment.Change{Shipment: &s})
	}
	log(assessment.ShipDemo, today.Add(-9), 0)
	log(assessment.ShipDemo, today.Add(-20), 0)
	log(assessment.ShipDemo, today, 0)
	log(assessment.ShipDeploy, today.Add(-2), 0)
	log(assessment.ShipUsers, today, 12)
	log(assessment.ShipUsers, today.Add(-7), 3)
	d := assessment.Fold(shop, events).Description
	if d.FirstShown != assessment.Moment(today.Add(-20)) || d.FirstLive != assessment.Moment(today.Add(-2)) || d.Outside == nil || d.Outside.People != 12 {
		t.Errorf("got %+v, outside %+v", d, d.Outside)
	}
	for range 3 {
		events, _ = back(events, assessment.Undo)
	}
	if d := assessment.Fold(shop, events).Description; d.FirstLive != "" || d.Outside != nil {
		t.Errorf("after taking users and deployment back: got %+v", d)
	}
	for name, s := range map[string]assessment.Shipment{
		"nobody":       {Kind: assessment.ShipDemo, On: today},
		"a thing":      {Kind: "boat", On: today, By: "Ana"},
		"no day":       {Kind: assessment.ShipDemo, By: "Ana"},
		"future":       {Kind: assessment.ShipDemo, On: today.Add(1), By: "Ana"},
		"fewer than 0": {Kind: assessment.ShipUsers, On: today, By: "Ana", People: -1},
		"demo users":   {Kind: assessment.ShipDemo, On: today, By: "Ana", People: 4},
	} {
		if s.Valid(today) == nil {
			t.Errorf("%s: possible", name)
		}
	}
}

func TestUndoingFactsTakesTheirPackAlong(t *testing.T) {
	core := assessment.Attached{ID: "core", Version: "1.0.0"}
	events := then(begin(), assessment.FactsSaid, "", assessment.Change{
		Facts:          map[questionnaire.FactID]questionnaire.Truth{"event-capacity": questionnaire.Yes},
		Questionnaires: []assessment.Attached{core, {ID: "event", Version: "1.0.0"}},
	})
	if got := assessment.Fold(shop, events); len(got.Questionnaires) != 2 {
		t.Fatalf("attached: %v", got.Questionnaires)
	}
	events, _ = back(events, assessment.Undo)
	if got := assessment.Fold(shop, events); len(got.Questionnaires) != 1 || got.Facts["event-capacity"] != "" {
		t.Errorf("after one undo: %v, %v", got.Questionnaires, got.Facts)
	}
	events, _ = back(events, assessment.Redo)
	if got := assessment.Fold(shop, events); len(got.Questionnaires) != 2 {
		t.Errorf("after redo: %v", got.Questionnaires)
	}
}

func TestShipLogCountsFromTheFirstDemoToTheFirstRealUser(t *testing.T) {
	today := assessment.DateOf(noon)
	a := assessment.Assessment{Description: assessment.Description{FirstShown: assessment.Moment(today.Add(-64)), FirstLive: assessment.NotYet}}
	if l := a.ShipLog(); l.Demos != 1 || l.Deployments != 0 || l.FirstDemo != today.Add(-64) {
		t.Errorf("described only: %+v", l)
	}
	if _, ok := a.ShipLog().DemoToUser(); ok {
		t.Error("nobody uses it, and days are counted")
	}
	a.Shipments = []assessment.Shipment{
		{Kind: assessment.ShipDemo, On: today.Add(-30)},
		{Kind: assessment.ShipDeploy, On: today.Add(-4)},
		{Kind: assessment.ShipUsers, On: today.Add(-3)},
		{Kind: assessment.ShipUsers, On: today.Add(-1), People: 7},
	}
	l := a.ShipLog()
	if days, ok := l.DemoToUser(); l.Demos != 2 || l.Deployments != 1 || l.FirstUser != today.Add(-1) || !ok || days != 63 {
		t.Errorf("got %+v, %d days, %v", l, days, ok)
	}
}
