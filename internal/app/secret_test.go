package app_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/report"
	"prodfirst/internal/testutil/fixture"
)

// sayings returns every use case that takes a text, saying that one.
func sayings(t *testing.T, text string) map[string]func(s *app.Service) error {
	ctx := t.Context()
	answer := func(p assessment.Patch) func(s *app.Service) error {
		return func(s *app.Service) error {
			_, err := s.Answer(ctx, redactShop, "sec-secrets", "Ana", app.AnyRevision, p)
			return err
		}
	}
	return map[string]func(s *app.Service) error{
		"note":     answer(assessment.Patch{Note: &text}),
		"owner":    answer(assessment.Patch{Owner: &text}),
		"parked":   answer(assessment.Patch{Parked: &text}),
		"evidence": answer(assessment.Patch{AddEvidence: []assessment.Evidence{{Kind: assessment.Artefact, Reference: text, Date: "2026-11-22"}}}),
		"votes":    answer(assessment.Patch{Votes: []assessment.Vote{{Name: text, Level: assessment.None}}}),
		"reason":   answer(assessment.Patch{Level: new(assessment.NotApplicable), Reason: &text, Approver: new("Mei")}),
		"by": func(s *app.Service) error {
			_, err := s.Answer(ctx, redactShop, "sec-secrets", text, app.AnyRevision, assessment.Patch{AIWritten: new(true)})
			return err
		},
		"label": func(s *app.Service) error {
			_, err := s.Milestone(ctx, redactShop, "Ana", text)
			return err
		},
		"words": func(s *app.Service) error {
			_, err := s.SignOff(ctx, redactShop, "Ana", assessment.ReadyNotYet, text)
			return err
		},
		"decision": func(s *app.Service) error {
			_, err := s.Decide(ctx, redactShop, "Ana", assessment.NoGo, "", text)
			return err
		},
		"acceptance": func(s *app.Service) error {
			_, err := s.Accept(ctx, redactShop, "Ana", "2026-12-01", text, "data-slow-queries")
			return err
		},
		"shipment": func(s *app.Service) error {
			_, err := s.Ship(ctx, redactShop, "Ana", assessment.Shipment{Kind: assessment.ShipDemo, Note: text})
			return err
		},
		"name": func(s *app.Service) error {
			_, err := s.Describe(ctx, redactShop, "Ana", assessment.Description{Name: text, Target: "first-user"})
			return err
		},
		"new": func(s *app.Service) error {
			_, err := s.New(ctx, app.Start{By: "Ana", Description: assessment.Description{Name: text, Target: "first-user"}})
			return err
		},
		"file": func(s *app.Service) error {
			_, _, err := s.Apply(ctx, redactShop, app.Apply{
				File: "a.yaml", By: "Ana", Data: []byte("schema: 1\nanswers:\n  - {question: sec-secrets, note: \"" + text + "\"}\n"),
			})
			return err
		},
	}
}

func TestSecretIsSavedByNoUseCase(t *testing.T) {
	text := "use " + madeUp() + " for it"
	for name, say := range sayings(t, text) {
		db := memkv.New()
		s := fixture.ServiceOn(db, redactClock)
		fixture.TicketShop(t, s)
		stored := func() bool {
			entries, err := db.Scan(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if bytes.Contains(e.Value, []byte(madeUp())) {
					return true
				}
			}
			return false
		}
		err := say(s)
		if !errors.Is(err, app.ErrSecret) || strings.Contains(err.Error(), madeUp()) || !strings.Contains(err.Error(), "GitHub token") || stored() {
			t.Errorf("%s: got %v, stored: %v, want a refusal that names the kind only", name, err, stored())
		}
		var told []app.Noticed
		if err := say(s.With(app.MaskSecrets, func(n app.Noticed) { told = append(told, n) })); err != nil || stored() || len(told) == 0 {
			t.Errorf("%s, masked: got %v, stored: %v, told %v", name, err, stored(), told)
		}
		if name == "label" || name == "file" { // taken, or the same by now
			continue
		}
		if err := say(s.With(app.KeepSecrets, nil)); err != nil || !stored() {
			t.Errorf("%s, kept: got %v, stored: %v", name, err, stored())
		}
	}
}

func TestKeptSecretIsNoHindrance(t *testing.T) {
	s, _ := leaky(t, memkv.New())
	keep := s.With(app.KeepSecrets, nil)
	if _, err := keep.Answer(t.Context(), redactShop, "sec-secrets", "Ana", app.AnyRevision, assessment.Patch{Note: new(madeUp())}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Answer(t.Context(), redactShop, "sec-secrets", "Mei", app.AnyRevision, assessment.Patch{Owner: new("Mei")}); err != nil {
		t.Errorf("another field: %v", err)
	}
}

func TestWhatIsShownIsMasked(t *testing.T) {
	s, _ := leaky(t, memkv.New())
	keep := s.With(app.KeepSecrets, nil)
	v, err := keep.Answer(t.Context(), redactShop, "sec-secrets", "Ana", app.AnyRevision,
		assessment.Patch{Level: new(assessment.None), Note: new("see " + madeUp()), Owner: new(madeUp())})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := s.Report(t.Context(), v, report.Full)
	if err != nil {
		t.Fatal(err)
	}
	md := string(report.Markdown(doc))
	data, err := v.ReportJSON()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := s.History(t.Context(), redactShop)
	if err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	for _, e := range entries {
		told.WriteString(e.Words(app.ByID) + "\n")
	}
	history := told.String()
	for name, text := range map[string]string{"Markdown": md, "JSON": string(data), "history": history} {
		if strings.Contains(text, madeUp()) {
			t.Errorf("%s: the token is in it", name)
		}
		if !strings.Contains(text, "redacted GitHub token") {
			t.Errorf("%s: no mask is in it", name)
		}
	}
	if want, _ := v.Assessment.Digest(); want == "" || !strings.Contains(md, strings.TrimPrefix(want, "sha256:")[:12]) {
		t.Error("the report has another digest than what is stored")
	}
}
