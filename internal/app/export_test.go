package app_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
	"prodfirst/questionnaires"
)

const coreAccount questionnaire.QuestionID = "core-store-account" // of the small core

// exported returns the export of the shop.
func exported(t testing.TB, s *app.Service) []byte {
	t.Helper()
	data, err := s.Export(t.Context(), shop)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// imported imports into a service of its own, and returns that.
func imported(t testing.TB, data []byte) *app.Service {
	t.Helper()
	return importedBy(t, fixture.Service(t, now()).Library, data)
}

func importedBy(t testing.TB, l *app.Library, data []byte) *app.Service {
	t.Helper()
	s, n := fixture.Service(t, now()), 0
	s.Library = l
	s.NewID = func() string {
		n++
		return fmt.Sprint("other", n)
	}
	if _, _, err := s.Import(t.Context(), data, ""); err != nil {
		t.Fatal(err)
	}
	return s
}

// small returns a library with a small core and a pack, so that an export is small too.
func small(t testing.TB, packed string) *app.Library {
	t.Helper()
	vocabulary, err := fs.ReadFile(questionnaires.Files, "facts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	core := strings.ReplaceAll(pack(t, "core"), "has:mobile-app", "always")
	return &app.Library{Shipped: own("facts.yaml", string(vocabulary), "core.yaml", core), Own: own("acme.yaml", packed)}
}

// storyteller lets something random happen to the shop, or nothing if it is not possible just then.
type storyteller struct {
	t    *rapid.T
	tb   testing.TB
	s    *app.Service
	libs [2]*app.Library // with the old and the new version of a pack
}

func (st *storyteller) happen() {
	ctx, t, s := st.tb.Context(), st.t, st.s
	text := func(label string) string { return rapid.String().Draw(t, label) }
	questions := rapid.SampledFrom([]questionnaire.QuestionID{coreAccount, account, icon, push})
	levels := rapid.SampledFrom(assessment.Levels())
	all := map[string]func() error{
		"answer": func() error {
			p := level(levels.Draw(t, "level"))
			p.Note, p.Owner, p.Reason = new(text("note")), new(text("owner")), new("because of "+text("reason")+strings.Repeat("!", 15))
			p.AddEvidence = []assessment.Evidence{{Kind: assessment.Drill, Date: "2026-11-20", By: text("shown by")}}
			_, err := s.Answer(ctx, shop, questions.Draw(t, "question"), "Ana", app.AnyRevision, p)
			return err
		},
		"undo":   func() error { _, _, err := s.Undo(ctx, shop, "Mei"); return err },
		"redo":   func() error { _, _, err := s.Redo(ctx, shop, "Mei"); return err },
		"attach": func() error { _, err := s.Attach(ctx, shop, "Ana", "acme"); return err },
		"facts": func() error {
			truth := rapid.SampledFrom([]questionnaire.Truth{questionnaire.Yes, questionnaire.No, questionnaire.Unsure})
			_, _, err := s.SayFacts(ctx, shop, text("by")+"x", facts{"exposes-api": truth.Draw(t, "truth")})
			return err
		},
		"upgrade": func() error {
			st.libs[0], st.libs[1] = st.libs[1], st.libs[0]
			s.Library = st.libs[0]
			_, _, err := s.Upgrade(ctx, shop, "Mei")
			return err
		},
		"milestone": func() error { _, err := s.Milestone(ctx, shop, "Ana", text("label")); return err },
		"session":   func() error { _, err := s.StartSession(ctx, shop, "Ana", assessment.Quick); return err },
		"accept": func() error {
			_, err := s.Accept(ctx, shop, "Ana", "2026-12-20", "we look at it every day "+text("why"), questions.Draw(t, "gap"))
			return err
		},
		"decide": func() error {
			_, err := s.Decide(ctx, shop, "Ana", assessment.NoGo, questionnaire.FirstUser, "nobody can restore it "+text("why"))
			return err
		},
		"sign": func() error { _, err := s.SignOff(ctx, shop, "Ana", assessment.ReadyNotYet, text("words")); return err },
		"ship": func() error {
			_, err := s.Ship(ctx, shop, "Ana", assessment.Shipment{Kind: assessment.ShipDemo, On: "2026-11-20", Note: text("note")})
			return err
		},
		"suggest": func() error {
			_, _, err := s.Apply(ctx, shop, app.Apply{File: "f", Suggest: text("source"), Data: []byte(
				"schema: 1\nanswers:\n- {question: core-store-account, level: in-place, evidence: [a.txt]}\n")})
			return err
		},
		"take": func() error {
			_, err := s.AcceptSuggestion(ctx, shop, coreAccount, "Ravi", app.AnyRevision)
			return err
		},
	}
	what := rapid.SampledFrom([]string{
		"answer", "answer", "answer", "undo", "undo", "redo", "attach", "facts", "upgrade", "milestone", "session",
		"accept", "decide", "sign", "ship", "suggest", "take",
	}).Draw(t, "what")
	if err := all[what](); err != nil {
		t.Logf("%s: %v", what, err)
	}
}

func TestExportImportedAndExportedAgainIsTheSame(t *testing.T) {
	libs := [2]*app.Library{small(t, oldPack(t)), small(t, newPack(t))}
	rapid.Check(t, func(rt *rapid.T) {
		s := fixture.Service(t, now())
		s.Library = libs[0]
		must(t)(s.New(t.Context(), start(facts{"mobile-app": rapid.SampledFrom([]questionnaire.Truth{questionnaire.Yes, questionnaire.No}).Draw(rt, "pack")})))
		st := &storyteller{rt, t, s, libs}
		cut := exported(t, s)
		for range rapid.IntRange(0, 15).Draw(rt, "events") {
			st.happen()
			if rapid.Bool().Draw(rt, "cut") {
				cut = exported(t, s)
			}
		}
		data := exported(t, s)
		copied := importedBy(t, s.Library, data)
		if again := exported(t, copied); !bytes.Equal(again, data) {
			rt.Fatalf("exported again (-first +again):\n%s", cmp.Diff(string(data), string(again)))
		}
		want, got := must(t)(s.Open(t.Context(), shop)), must(t)(copied.Open(t.Context(), shop))
		if diff := cmp.Diff(want.Assessment, got.Assessment, cmpopts.EquateEmpty()); diff != "" {
			rt.Fatalf("imported (-want +got):\n%s", diff)
		}
		looked := must(t)(s.OpenFile(data))
		if diff := cmp.Diff(want.Result.Verdicts, looked.Result.Verdicts, cmpopts.EquateEmpty()); diff != "" {
			rt.Fatalf("the file itself (-want +got):\n%s", diff)
		}
		if err := copied.Store.Verify(t.Context(), shop); err != nil {
			rt.Fatal(err)
		}
		followed := importedBy(t, s.Library, cut)
		if _, done, err := followed.Import(t.Context(), data, ""); err != nil || done.New {
			rt.Fatalf("what happened since: %+v, %v", done, err)
		}
		if again := exported(t, followed); !bytes.Equal(again, data) {
			rt.Fatal("brought up to date, it is not the same")
		}
	})
}

func TestExportCannotSteerATerminal(t *testing.T) {
	s := started(t)
	note := "\u009b31mred \u202egnp.exe \x1b]0;title\x07 \u007f \ufeff \U000e0041 \\u009b \\ </script> \u2028 \xff"
	must(t)(s.Answer(t.Context(), shop, secrets, "Ana", app.AnyRevision, assessment.Patch{Note: &note}))
	data := exported(t, s)
	for _, r := range "\u009b\u202e\x1b\x07\u007f\ufeff\U000e0041" {
		if strings.ContainsRune(string(data), r) {
			t.Errorf("the export contains %U", r)
		}
	}
	if again := exported(t, imported(t, data)); !bytes.Equal(again, data) {
		t.Error("exported again, it is not the same")
	}
}

func TestImportOfWhatIsThereChangesNothing(t *testing.T) {
	s := started(t)
	old := exported(t, s)
	answer(t, s, secrets, assessment.None)
	for name, data := range map[string][]byte{"the same": exported(t, s), "an older one": old} {
		before := exported(t, s)
		_, done, err := s.Import(t.Context(), data, "")
		if err != nil || done.Added != 0 || done.New {
			t.Errorf("%s: got %+v, %v", name, done, err)
		}
		if !bytes.Equal(before, exported(t, s)) {
			t.Errorf("%s: changed what is stored", name)
		}
	}
}

func TestImportGoesOnWhereTheStoredHistoryEnds(t *testing.T) {
	s := started(t)
	other := imported(t, exported(t, s))
	answer(t, other, secrets, assessment.None)
	answer(t, other, "bak-restore-drill", assessment.DontKnow)
	v, done, err := s.Import(t.Context(), exported(t, other), "")
	if err != nil || done.Added != 2 || done.Events != 5 || done.New {
		t.Fatalf("got %+v, %v", done, err)
	}
	if x := v.Assessment.Answers[secrets]; x.Level != assessment.None || !bytes.Equal(exported(t, s), exported(t, other)) {
		t.Errorf("got %+v", x)
	}
}

func TestImportOfAnotherStoryIsRefusedAndKeptUnderAnotherName(t *testing.T) {
	s := started(t)
	other := imported(t, exported(t, s))
	answer(t, s, secrets, assessment.None)
	answer(t, other, secrets, assessment.Partial)
	before, data := exported(t, s), exported(t, other)
	_, _, err := s.Import(t.Context(), data, "")
	e, ok := errors.AsType[*app.DivergedError](err)
	if !ok || e.Seq != 4 || e.ID != shop || e.Stored.Change.Answer.Level != assessment.None || !errors.Is(err, app.ErrExists) {
		t.Fatalf("got error %v", err)
	}
	if !bytes.Equal(before, exported(t, s)) {
		t.Error("changed what is stored")
	}
	v, done, err := s.Import(t.Context(), data, "Shop of Mei")
	if err != nil || !done.New || v.Assessment.ID != "shop-of-mei" || v.Assessment.Answers[secrets].Level != assessment.Partial {
		t.Fatalf("got %+v, %+v, %v", v.Assessment, done, err)
	}
	if list, err := s.List(t.Context()); err != nil || len(list) != 2 {
		t.Errorf("got %v, %v, want both", list, err)
	}
	if _, _, err := s.Undo(t.Context(), "shop-of-mei", "Mei"); err != nil {
		t.Errorf("undo in the copy: %v", err)
	}
	if _, _, err := s.Import(t.Context(), data, "!!!"); !errors.Is(err, assessment.ErrInvalid) {
		t.Errorf("a name without a letter: %v", err)
	}
}

func TestImportKeepsWhatItDoesNotKnow(t *testing.T) {
	s := started(t)
	_, _, err := s.Store.Append(t.Context(), shop, 0, assessment.Event{ID: "from-later", At: now(), By: "Ana", Kind: "of-a-later-version"})
	if err != nil {
		t.Fatal(err)
	}
	data := exported(t, s)
	v := must(t)(s.OpenFile(data))
	if got := strings.Join(v.Notices, "\n"); !strings.Contains(got, "1 of 4 changes are of a kind that this version does not know") {
		t.Errorf("notices are %q", got)
	}
	if !bytes.Equal(exported(t, imported(t, data)), data) {
		t.Error("it was not kept")
	}
}

func TestFileIsJudgedByTheQuestionnairesInIt(t *testing.T) {
	s := fixture.Service(t, now())
	outdated(t, s)
	data := exported(t, s)
	s.Library = library(own()) // the pack is not installed here
	v := must(t)(s.OpenFile(data))
	if _, asked := v.Result.Finding(icon); !asked {
		t.Errorf("%s is not asked", icon)
	}
	got := must(t)(imported(t, data).Open(t.Context(), shop))
	if _, asked := got.Result.Finding(icon); !asked {
		t.Errorf("imported, %s is not asked", icon)
	}
}

func TestFileKnowsItsMilestones(t *testing.T) {
	s := started(t)
	answer(t, s, secrets, assessment.None)
	must(t)(s.Milestone(t.Context(), shop, "Ana", "before"))
	answer(t, s, secrets, assessment.Partial)
	data := exported(t, s)
	for label, want := range map[string]assessment.Level{"before": assessment.None, app.Now: assessment.Partial} {
		v := must(t)(s.FileAt(data, label))
		stored := must(t)(s.At(t.Context(), shop, label))
		if diff := cmp.Diff(stored.Result.Verdicts, v.Result.Verdicts, cmpopts.EquateEmpty()); diff != "" || v.Assessment.Answers[secrets].Level != want {
			t.Errorf("%s: got %+v (-stored +file):\n%s", label, v.Assessment.Answers[secrets], diff)
		}
	}
	if _, _, err := s.Import(t.Context(), data, "Copy"); err != nil {
		t.Fatal(err)
	}
	if v := must(t)(s.At(t.Context(), "copy", "before")); v.Assessment.Answers[secrets].Level != assessment.None {
		t.Errorf("a copy at its milestone: got %+v", v.Assessment.Answers[secrets])
	}
	_, err := s.FileAt(data, "befor")
	unknown(t, err, "milestone", "befor", "before")
}
