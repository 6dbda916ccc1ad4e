package app_test

import (
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
)

// last returns the latest entry in words.
func last(t *testing.T, s *app.Service, name app.Namer) string {
	t.Helper()
	entries, err := s.History(t.Context(), shop)
	if err != nil {
		t.Fatal(err)
	}
	return entries[len(entries)-1].Words(name)
}

func TestEntryTellsWhatIsNewAboutAnAnswer(t *testing.T) {
	s := started(t)
	patch := func(p assessment.Patch) {
		t.Helper()
		must(t)(s.Answer(t.Context(), shop, "bak-restore-drill", "Ana", app.AnyRevision, p))
	}
	for _, row := range []struct {
		patch assessment.Patch
		want  string
	}{
		{assessment.Patch{Level: new(assessment.DontKnow)}, "bak-restore-drill: don't know"},
		{assessment.Patch{Owner: new("Mei"), Due: new(assessment.Date("2026-12-01"))}, "bak-restore-drill: don't know; owner Mei; by 2026-12-01"},
		{assessment.Patch{Note: new("asked the platform")}, "bak-restore-drill: don't know; a note"},
		{assessment.Patch{Level: new(assessment.InPlace), Note: new("it is there")}, "bak-restore-drill: in place, was don't know"},
		{assessment.Patch{Check: new(assessment.CannotYet), CheckBy: new("Ravi")}, "bak-restore-drill: in place; asked who can explain it"},
		{assessment.Patch{Check: new(assessment.CanExplain), CheckBy: new("Mei")}, "bak-restore-drill: in place; Mei can explain it"},
		{assessment.Patch{AIWritten: new(true), Owner: new("")}, "bak-restore-drill: in place; no owner; written by an AI"},
	} {
		patch(row.patch)
		if got := last(t, s, app.ByID); got != row.want {
			t.Errorf("got %q, want %q", got, row.want)
		}
	}
}

func TestEventsOfAllKindsAreTold(t *testing.T) {
	s := started(t)
	title := func(v app.View, err error) app.Namer {
		t.Helper()
		return must(t)(v, err).Title
	}
	name := title(s.Answer(t.Context(), shop, "sec-secrets", "Ana", app.AnyRevision, assessment.Patch{Level: new(assessment.None)}))
	if got := last(t, s, name); got != "Where secrets live: none" {
		t.Errorf("an answer: %q", got)
	}
	until := assessment.DateOf(now()).Add(30)
	name = title(s.Accept(t.Context(), shop, "Mei", until, "one rack, and we watch it", "sec-secrets"))
	if got := last(t, s, name); got != "accepted until "+string(until)+": Where secrets live" {
		t.Errorf("an acceptance: %q", got)
	}
	name = title(s.Decide(t.Context(), shop, "Ana", assessment.NoGo, "", "nobody has restored a backup"))
	if got := last(t, s, name); got != "decided: no-go for first user: nobody has restored a backup" {
		t.Errorf("a decision: %q", got)
	}
	name = title(s.Ship(t.Context(), shop, "Ana", assessment.Shipment{Kind: assessment.ShipDemo}))
	if got := last(t, s, name); got != "shown on 2026-11-26" {
		t.Errorf("a demo: %q", got)
	}
	v, e, err := s.Undo(t.Context(), shop, "Mei")
	if err != nil {
		t.Fatal(err)
	}
	if got := app.TakenBack(e, v.Title); got != "shown on 2026-11-26, of 2026-11-26 by Ana" {
		t.Errorf("taken back: %q", got)
	}
	if got := last(t, s, name); got != "took back a change: shown on 2026-11-26" {
		t.Errorf("the undoing: %q", got)
	}
	name = title(s.SignOff(t.Context(), shop, "Ana", assessment.ReadyNotYet, "on Tuesday"))
	if got := last(t, s, name); got != "signed: can it go to production? not yet: on Tuesday" {
		t.Errorf("a sign-off: %q", got)
	}
	name = title(s.Milestone(t.Context(), shop, "Ana", "third"))
	if got := last(t, s, name); got != `milestone "third"` {
		t.Errorf("a milestone: %q", got)
	}
}

func TestUndoneAnswerIsToldAsItIsAgain(t *testing.T) {
	s := started(t)
	answer(t, s, "sec-secrets", assessment.None)
	answer(t, s, "sec-secrets", assessment.Partial)
	if _, _, err := s.Undo(t.Context(), shop, "Ana"); err != nil {
		t.Fatal(err)
	}
	v, e, err := s.Redo(t.Context(), shop, "Ana")
	if err != nil {
		t.Fatal(err)
	}
	if got := app.DoneAgain(v, e, app.ByID); got != "sec-secrets: partial" {
		t.Errorf("got %q", got)
	}
}
