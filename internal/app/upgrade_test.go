package app_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
)

const (
	account questionnaire.QuestionID = "acme-store-account" // changed by newPack
	icon    questionnaire.QuestionID = "acme-icon"          // retired by it
	push    questionnaire.QuestionID = "acme-push"          // new in it
)

// oldPack returns a questionnaire with the questions account and icon.
func oldPack(t testing.TB) string {
	t.Helper()
	text := pack(t, "acme")
	at := strings.Index(text, "      - id: "+string(account))
	return text + strings.ReplaceAll(text[at:], string(account), string(icon))
}

// newPack returns the next version of it, in which evidence for account counts for less long.
func newPack(t testing.TB) string {
	t.Helper()
	return strings.NewReplacer("version: 1.0.0", "version: 1.1.0", string(icon), string(push), "freshness: 90", "freshness: 30").Replace(oldPack(t))
}

// outdated returns a service with answers to the old version, with the new one installed.
func outdated(t testing.TB, s *app.Service) app.View {
	t.Helper()
	s.Library = library(own("acme.yaml", oldPack(t)))
	must(t)(s.New(t.Context(), start(facts{"mobile-app": questionnaire.Yes})))
	for _, q := range []questionnaire.QuestionID{account, icon, secrets} {
		p := level(assessment.InPlace)
		p.AddEvidence = []assessment.Evidence{{Kind: assessment.Artefact, Reference: "x.png", Date: "2026-11-26"}}
		must(t)(s.Answer(t.Context(), shop, q, "Ana", app.AnyRevision, p))
	}
	s.Library = library(own("acme.yaml", newPack(t)))
	return must(t)(s.Open(t.Context(), shop))
}

func upgraded(t testing.TB, s *app.Service) app.View {
	t.Helper()
	v, _, err := s.Upgrade(t.Context(), shop, "Mei")
	return must(t)(v, err)
}

func TestUpgradeKeepsAnswersAndAsksAgainWhatChanged(t *testing.T) {
	s := fixture.Service(t, now())
	before := outdated(t, s)
	if got := before.Upgrade().Counted(); got != "1 new, 1 changed, 1 retired" {
		t.Errorf("the upgrade would be: %s", got)
	}
	v := upgraded(t, s)
	for id, want := range map[questionnaire.QuestionID]analysis.State{account: analysis.Claimed, push: analysis.Unasked, secrets: analysis.Held} {
		if f, ok := v.Result.Finding(id); !ok || f.State != want {
			t.Errorf("%s: got state %q, want %s", id, f.State, want)
		}
	}
	if _, asked := v.Result.Finding(icon); asked || !slices.Equal(v.Archived(), []questionnaire.QuestionID{icon}) {
		t.Errorf("%s is judged: %v; archived is %v", icon, asked, v.Archived())
	}
	for _, id := range []questionnaire.QuestionID{icon, secrets} {
		if diff := cmp.Diff(before.Assessment.Answers[id], v.Assessment.Answers[id]); diff != "" {
			t.Errorf("%s (-before +after):\n%s", id, diff)
		}
	}
	if got, _ := v.Assessment.Attachment("acme"); got.Version != "1.1.0" || len(v.Notices)+len(v.Newer) > 0 {
		t.Errorf("attached is %+v, notices %q", got, v.Notices)
	}
	if got := v.Assessment.Answers[account].Reopened; got != "acme 1.1.0 changed how long evidence counts" {
		t.Errorf("the reason is %q", got)
	}
}

func TestUpgradeMakesAMilestoneOfWhatWas(t *testing.T) {
	s := fixture.Service(t, now())
	before := outdated(t, s).Assessment
	m := upgraded(t, s).Assessment.Milestones
	if len(m) != 1 || m[0].Label != "before acme 1.1.0" || m[0].By != "Mei" || m[0].Seq != before.Seq {
		t.Fatalf("got milestones %+v", m)
	}
	entries, err := s.History(t.Context(), shop)
	if err != nil {
		t.Fatal(err)
	}
	var events []assessment.Event
	for _, e := range entries[:m[0].Seq] {
		events = append(events, e.Event)
	}
	for name, a := range map[string]assessment.Assessment{"loaded": before, "from history": assessment.Fold(shop, events)} {
		if sum, err := a.Digest(); err != nil || sum != m[0].Digest {
			t.Errorf("%s: digest %s, %v, want %s", name, sum, err, m[0].Digest)
		}
	}
}

func TestUpgradeAgainDoesNothing(t *testing.T) {
	s := fixture.Service(t, now())
	outdated(t, s)
	once := upgraded(t, s)
	if twice := upgraded(t, s); twice.Assessment.Seq != once.Assessment.Seq {
		t.Errorf("event %d after event %d", twice.Assessment.Seq, once.Assessment.Seq)
	}
}

func TestUpgradeNeedsAPersonAndASystem(t *testing.T) {
	s := fixture.Service(t, now())
	before := outdated(t, s)
	if _, _, err := s.Upgrade(t.Context(), shop, " "); !errors.Is(err, assessment.ErrNoPerson) {
		t.Errorf("got error %v", err)
	}
	if after := must(t)(s.Open(t.Context(), shop)); after.Assessment.Seq != before.Assessment.Seq {
		t.Errorf("events were saved")
	}
	_, _, err := s.Upgrade(t.Context(), "ticket-shpo", "Mei")
	unknown(t, err, "system", "ticket-shpo", "ticket-shop")
}

func TestOlderGoneAndBrokenQuestionnairesAreNoUpgrade(t *testing.T) {
	older := strings.Replace(newPack(t), "1.1.0", "0.9.0", 1)
	for name, text := range map[string]string{"older": older, "gone": "id: [", "broken": strings.Replace(newPack(t), "freshness: 30", "freshness: 31", 1)} {
		s := fixture.Service(t, now())
		outdated(t, s)
		s.Library = library(own("acme.yaml", text))
		v := must(t)(s.Open(t.Context(), shop))
		if u := v.Upgrade(); len(u.To) > 0 || len(v.Notices) != 1 {
			t.Errorf("%s: upgrade to %v, notices %q", name, u.To, v.Notices)
		}
		if after := upgraded(t, s); after.Assessment.Seq != v.Assessment.Seq {
			t.Errorf("%s: something was saved", name)
		}
	}
}

func TestUndoTakesAnUpgradeBackStepByStep(t *testing.T) {
	s := fixture.Service(t, now())
	before := outdated(t, s)
	upgraded(t, s)
	undo := func() app.View {
		t.Helper()
		v, _, err := s.Undo(t.Context(), shop, "Ana")
		return must(t)(v, err)
	}
	v := undo() // the questionnaires
	f, _ := v.Result.Finding(account)
	if got, _ := v.Assessment.Attachment("acme"); got.Version != "1.0.0" || f.State != analysis.Claimed || len(v.Archived()) > 0 {
		t.Errorf("after one: attached %s, state %s, archived %v", got.Version, f.State, v.Archived())
	}
	v = undo() // the answer
	if f, _ = v.Result.Finding(account); f.State != analysis.Held {
		t.Errorf("after two: state %s", f.State)
	}
	for id, x := range before.Assessment.Answers {
		y := v.Assessment.Answers[id]
		if y.Rev = x.Rev; !cmp.Equal(x, y) {
			t.Errorf("%s: %s", id, cmp.Diff(x, y))
		}
	}
	v = upgraded(t, s)
	if got := v.Assessment.Milestones; len(got) != 2 || got[1].Label != "before acme 1.1.0 (2)" {
		t.Errorf("upgraded anew: milestones %+v", got)
	}
}

// frail is a database that takes so many more commits and no other.
type frail struct {
	kv.DB
	left int
}

func (f *frail) Commit(ctx context.Context, changes ...kv.Change) error {
	if f.left--; f.left < 0 {
		return kv.ErrFull
	}
	return f.DB.Commit(ctx, changes...)
}

func TestUpgradeThatBreaksOffIsFinishedByTheNext(t *testing.T) {
	whole := fixture.Service(t, now())
	outdated(t, whole)
	want := upgraded(t, whole)
	for n := 0; ; n++ {
		db := &frail{DB: memkv.New(), left: 1000}
		s := fixture.ServiceOn(db, now)
		outdated(t, s)
		db.left = n
		_, _, err := s.Upgrade(t.Context(), shop, "Mei")
		db.left = 1000
		if err == nil {
			if n < 4 {
				t.Errorf("%d commits were enough: file, milestone, answer and questionnaires are four", n)
			}
			return
		}
		if !errors.Is(err, app.ErrFull) {
			t.Fatalf("after %d commits: %v", n, err)
		}
		between := must(t)(s.Open(t.Context(), shop))
		if a, _ := between.Assessment.Attachment("acme"); a.Version != "1.0.0" || len(between.Assessment.Answers) != 3 {
			t.Errorf("after %d commits: attached %s, %d answers", n, a.Version, len(between.Assessment.Answers))
		}
		got := upgraded(t, s)
		if diff := cmp.Diff(want.Assessment, got.Assessment); diff != "" {
			t.Errorf("after %d commits and the rest (-want +got):\n%s", n, diff)
		}
	}
}

// meddling is a database in which somebody else answers before one of the commits.
type meddling struct {
	kv.DB
	in int
	do func()
}

func (m *meddling) Commit(ctx context.Context, changes ...kv.Change) error {
	if m.in--; m.in == 0 {
		m.do()
	}
	return m.DB.Commit(ctx, changes...)
}

func TestAnswersGivenDuringAnUpgradeAreReopenedToo(t *testing.T) {
	for n := 1; n <= 4; n++ {
		db := &meddling{DB: memkv.New()}
		s := fixture.ServiceOn(db, now)
		outdated(t, s)
		other := fixture.ServiceOn(db.DB, now)
		other.NewID = func() string { return "other" }
		other.Library = library(own("acme.yaml", oldPack(t)))
		db.do = func() {
			p := level(assessment.InPlace)
			p.AddEvidence = []assessment.Evidence{{Kind: assessment.Artefact, Reference: "y.png", Date: "2026-11-26"}}
			must(t)(other.Answer(t.Context(), shop, account, "Ravi", app.AnyRevision, p))
		}
		db.in = n
		v := upgraded(t, s)
		f, _ := v.Result.Finding(account)
		if f.State != analysis.Claimed || f.Answer.By != "Ravi" || len(f.Answer.Evidence) != 2 {
			t.Errorf("before commit %d: got %s by %s with %v", n, f.State, f.Answer.By, f.Answer.Evidence)
		}
		if a, _ := v.Assessment.Attachment("acme"); a.Version != "1.1.0" {
			t.Errorf("before commit %d: attached is %s", n, a.Version)
		}
	}
}
