package app_test

import (
	"errors"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
)

// doings are the use cases that save who does something, and no other text.
func doings(t *testing.T) map[string]func(s *app.Service, by string) error {
	ctx := t.Context()
	return map[string]func(s *app.Service, by string) error{
		"session": func(s *app.Service, by string) error {
			_, err := s.StartSession(ctx, redactShop, by, assessment.Quick)
			return err
		},
		"facts": func(s *app.Service, by string) error {
			_, _, err := s.SayFacts(ctx, redactShop, by, map[questionnaire.FactID]questionnaire.Truth{"payments": questionnaire.No})
			return err
		},
		"pack": func(s *app.Service, by string) error {
			_, err := s.Attach(ctx, redactShop, by, "solo")
			return err
		},
		"level": func(s *app.Service, by string) error {
			_, err := s.Answer(ctx, redactShop, "sec-secrets", by, app.AnyRevision, assessment.Patch{Level: new(assessment.None)})
			return err
		},
		"undo": func(s *app.Service, by string) error {
			_, _, err := s.Undo(ctx, redactShop, by)
			return err
		},
		"removal": func(s *app.Service, by string) error {
			_, err := s.Remove(ctx, app.Removal{
				ID: redactShop, Texts: []assessment.Removal{{Text: "sandbox", Kind: "text", Mask: "gone"}},
			}, by)
			return err
		},
	}
}

func TestANameThatLooksLikeASecretIsSavedOnlyIfItIsKnown(t *testing.T) {
	for name, do := range doings(t) {
		s := fixture.ServiceOn(memkv.New(), redactClock)
		fixture.TicketShop(t, s)
		if _, err := s.Answer(t.Context(), redactShop, "sec-secrets", "Ana", app.AnyRevision, assessment.Patch{Note: new("the sandbox")}); err != nil {
			t.Fatal(err)
		}
		if err := do(s, madeUp()); !errors.Is(err, app.ErrSecret) {
			t.Errorf("%s by a secret: got %v, want ErrSecret", name, err)
		}
		v, err := s.Open(t.Context(), redactShop)
		if err != nil {
			t.Fatal(err)
		}
		d := v.Assessment.Description
		d.People = append(d.People, madeUp())
		if _, err := s.With(app.KeepSecrets, nil).Describe(t.Context(), redactShop, "Ana", d); err != nil {
			t.Fatal(err)
		}
		if err := do(s, madeUp()); err != nil {
			t.Errorf("%s by somebody known: %v", name, err)
		}
	}
}

func TestImportSaysWhatLooksLikeASecretAndChangesNothing(t *testing.T) {
	s, _ := leaky(t, memkv.New())
	data, err := s.Export(t.Context(), redactShop)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.FindRemoval(t.Context(), redactShop, app.Where{})
	if err != nil {
		t.Fatal(err)
	}
	other := fixture.ServiceOn(memkv.New(), redactClock)
	_, done, err := other.Import(t.Context(), data, "")
	if err != nil || done.Secrets != len(r.Texts) || done.Secrets == 0 || done.Warning() == "" {
		t.Errorf("imported %+v, %v, want %d secrets", done, err, len(r.Texts))
	}
	again, err := other.Export(t.Context(), redactShop)
	if err != nil || string(again) != string(data) {
		t.Errorf("it is exported otherwise than it was imported: %v", err)
	}
	if _, err := other.Remove(t.Context(), r, "Ana"); err != nil {
		t.Fatal(err)
	}
	if _, done, err := other.Import(t.Context(), data, ""); err != nil || done.Secrets != 0 || done.Warning() != "" {
		t.Errorf("after they were taken out: imported %+v, %v, want no secret", done, err)
	}
	if _, _, err := other.Import(t.Context(), data, "shop "+madeUp()); !errors.Is(err, assessment.ErrInvalid) {
		t.Errorf("under a secret: got %v, want ErrInvalid", err)
	}
}
