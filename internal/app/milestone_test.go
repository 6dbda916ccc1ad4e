package app_test

import (
	"errors"
	"testing"
	"time"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
)

func TestMilestoneIsWhatItWasWhateverHappensLater(t *testing.T) {
	s := started(t)
	answer(t, s, "bak-restore-drill", assessment.None)
	must(t)(s.Milestone(t.Context(), shop, "Ana", "before the fix"))
	s.Now = at(now().AddDate(0, 0, 3))
	answer(t, s, "bak-restore-drill", assessment.Partial)
	then := must(t)(s.At(t.Context(), shop, "before the fix"))
	if f, _ := then.Result.Finding("bak-restore-drill"); f.Answer.Level != assessment.None || then.Result.Today != "2026-11-26" {
		t.Errorf("got %s on %s", f.Answer.Level, then.Result.Today)
	}
	c, err := s.Compare(t.Context(), shop, "", "")
	if err != nil || len(c.Gained) != 1 || c.Gained[0].Question != "bak-restore-drill" || c.From.Label != "before the fix" || c.To.Label != app.Now {
		t.Errorf("got %+v, %v", c, err)
	}
	if _, err := s.Milestone(t.Context(), shop, "Ana", "before the fix"); !errors.Is(err, assessment.ErrInvalid) {
		t.Errorf("the same label again: %v", err)
	}
	if _, err := s.Milestone(t.Context(), shop, "Ana", app.Now); !errors.Is(err, assessment.ErrInvalid) {
		t.Errorf("now as a label: %v", err)
	}
	var unknown *app.UnknownError
	if _, err := s.At(t.Context(), shop, "before the fax"); !errors.As(err, &unknown) || unknown.Nearest != "before the fix" {
		t.Errorf("an unknown label: %v", err)
	}
}

func TestCompareWithoutMilestoneSaysSo(t *testing.T) {
	if _, err := started(t).Compare(t.Context(), shop, "", ""); !errors.Is(err, app.ErrNothing) {
		t.Errorf("got %v", err)
	}
}

func TestTrendHasOnePointForEachDayAndEachMilestone(t *testing.T) {
	s := started(t)
	for day, l := range []assessment.Level{assessment.None, assessment.Partial, assessment.InPlace} {
		s.Now = at(now().AddDate(0, 0, day))
		answer(t, s, "bak-restore-drill", l)
		answer(t, s, "sec-secrets", assessment.None)
	}
	must(t)(s.Milestone(t.Context(), shop, "Ana", "third"))
	answer(t, s, "own-service-owner", assessment.None)
	s.Now = at(now().AddDate(0, 0, 9))
	points, err := s.Trend(t.Context(), shop)
	if err != nil {
		t.Fatal(err)
	}
	var days []assessment.Date
	for _, p := range points {
		days = append(days, p.On)
	}
	want := []assessment.Date{"2026-11-26", "2026-11-27", "2026-11-28", "2026-11-28", "2026-12-05"}
	if len(days) != len(want) || points[2].Label != "third" {
		t.Fatalf("got %v, label %q, want %v", days, points[2].Label, want)
	}
	for i := range want {
		if days[i] != want[i] {
			t.Fatalf("got %v, want %v", days, want)
		}
	}
	if first, last := points[0], points[len(points)-1]; first.OpenBlockers != 2 || last.OpenBlockers != 3 || last.Blockers < 3 {
		t.Errorf("open blockers: got %d, then %d of %d", first.OpenBlockers, last.OpenBlockers, last.Blockers)
	}
}

func TestTrendKeepsMilestonesOfManyDays(t *testing.T) {
	s := started(t)
	s.Now = at(now().Add(time.Hour))
	must(t)(s.Milestone(t.Context(), shop, "Ana", "early"))
	for day := range 80 {
		s.Now = at(now().AddDate(0, 0, day+1))
		answer(t, s, "sec-secrets", []assessment.Level{assessment.None, assessment.Partial}[day%2])
	}
	points, err := s.Trend(t.Context(), shop)
	if err != nil || len(points) != 60 || points[0].Label != "early" {
		t.Errorf("got %d points, the first %q, %v", len(points), points[0].Label, err)
	}
}

func TestBlockersAreAcceptedOneAtATimeAndWithAWarning(t *testing.T) {
	s := started(t)
	const why = "we restore by hand until the drill"
	until := assessment.DateOf(now()).Add(30)
	accept := func(ids ...questionnaire.QuestionID) error {
		_, err := s.Accept(t.Context(), shop, "Mei", until, why, ids...)
		return err
	}
	answer(t, s, "bak-restore-drill", assessment.None)
	answer(t, s, "sec-secrets", assessment.None)
	answer(t, s, "own-service-owner", assessment.DontKnow)
	if err := accept("bak-restore-drill", "sec-secrets"); !errors.Is(err, assessment.ErrInvalid) {
		t.Errorf("two blockers: %v", err)
	}
	if err := accept("own-service-owner"); !errors.Is(err, assessment.ErrInvalid) {
		t.Errorf("don't know: %v", err)
	}
	if err := accept("obs-outside-check"); !errors.Is(err, assessment.ErrInvalid) {
		t.Errorf("not asked: %v", err)
	}
	var unknown *app.UnknownError
	if err := accept("bak-restore-dril"); !errors.As(err, &unknown) {
		t.Errorf("no such question: %v", err)
	}
	v := must(t)(s.Open(t.Context(), shop))
	if warning, err := v.Acceptable("bak-restore-drill"); warning != app.BlockerWarning || err != nil {
		t.Errorf("a blocker: %q, %v", warning, err)
	}
	if err := accept("bak-restore-drill"); err != nil {
		t.Fatal(err)
	}
	v = must(t)(s.Open(t.Context(), shop))
	if f, _ := v.Result.Finding("bak-restore-drill"); f.Acceptance == nil || f.Acceptance.By != "Mei" {
		t.Errorf("accepted: %+v", f.Acceptance)
	}
	s.Now = at(now().AddDate(0, 0, 31))
	v = must(t)(s.Open(t.Context(), shop))
	if f, _ := v.Result.Finding("bak-restore-drill"); f.Acceptance != nil {
		t.Error("the acceptance did not end")
	}
}

func TestDecisionsAndShipmentsAreKeptAndTakenBack(t *testing.T) {
	s := started(t)
	must(t)(s.Decide(t.Context(), shop, "Ana", assessment.NoGo, "", "nobody has restored a backup yet"))
	v := must(t)(s.Ship(t.Context(), shop, "Ana", assessment.Shipment{Kind: assessment.ShipUsers, People: 7}))
	a := v.Assessment
	if len(a.Calls) != 1 || a.Calls[0].Stage != questionnaire.FirstUser || len(a.Shipments) != 1 || a.Description.Outside.People != 7 {
		t.Fatalf("got %+v, %+v", a.Calls, a.Shipments)
	}
	for range 2 {
		var err error
		if v, _, err = s.Undo(t.Context(), shop, "Mei"); err != nil {
			t.Fatal(err)
		}
	}
	if a := v.Assessment; len(a.Calls) != 0 || len(a.Shipments) != 0 || a.Description.Outside != nil {
		t.Errorf("after taking both back: %+v, %+v", a.Calls, a.Shipments)
	}
}

func TestFactsThatAttachAPackAreTakenBackInOneUndo(t *testing.T) {
	s := fixture.Service(t, now())
	must(t)(s.New(t.Context(), start(facts{"user-accounts": questionnaire.Yes})))
	v, added, err := s.SayFacts(t.Context(), shop, "Ana", facts{"payments": questionnaire.Yes})
	if err != nil || len(added) != 1 || len(v.Assessment.Questionnaires) != 2 {
		t.Fatalf("added %v, %v", added, err)
	}
	v, _, err = s.Undo(t.Context(), shop, "Ana")
	if err != nil || len(v.Assessment.Questionnaires) != 1 || v.Assessment.Facts["payments"] != "" {
		t.Errorf("after one undo: %v, %v", v.Assessment.Questionnaires, err)
	}
}
