package app_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
)

const secrets questionnaire.QuestionID = "sec-secrets"

func TestAnswerIsStoredAndJudged(t *testing.T) {
	s := started(t)
	p := level(assessment.Partial)
	owner, note := "Mei", "half of them"
	p.Owner, p.Note = &owner, &note
	v := must(t)(s.Answer(t.Context(), shop, secrets, "Ana", 0, p))
	want := assessment.Answer{
		Level: assessment.Partial, By: "Ana", At: now(), Since: now(), Owner: "Mei", Note: "half of them", Rev: v.Assessment.Seq,
	}
	for name, v := range map[string]app.View{"returned": v, "stored": must(t)(s.Open(t.Context(), shop))} {
		f, _ := v.Result.Finding(secrets)
		if diff := cmp.Diff(want, f.Answer); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if f.State != analysis.Partial || f.Decision != analysis.Stop {
			t.Errorf("%s: got state %s, decision %s", name, f.State, f.Decision)
		}
	}
}

func TestAnswerNeedsAQuestionAPersonAndSense(t *testing.T) {
	s := started(t)
	_, err := s.Answer(t.Context(), shop, "sec-secret", "Ana", 0, level(assessment.None))
	unknown(t, err, "question", "sec-secret", "sec-secrets")
	_, err = s.Answer(t.Context(), "shop", secrets, "Ana", 0, level(assessment.None))
	unknown(t, err, "system", "shop", "")
	rows := []struct {
		by   string
		p    assessment.Patch
		want error
	}{
		{"", level(assessment.None), assessment.ErrNoPerson},
		{" \t", level(assessment.None), assessment.ErrNoPerson},
		{"Ana", level("fine"), assessment.ErrInvalid},
		{"Ana", level(assessment.NotApplicable), assessment.ErrNoReason},
	}
	for _, row := range rows {
		if _, err := s.Answer(t.Context(), shop, secrets, row.by, 0, row.p); !errors.Is(err, row.want) {
			t.Errorf("by %q, level %s: got error %v, want %v", row.by, *row.p.Level, err, row.want)
		}
	}
	if v := must(t)(s.Open(t.Context(), shop)); len(v.Assessment.Answers) > 0 {
		t.Errorf("got answers %v, want none", v.Assessment.Answers)
	}
}

func TestAnswerThatSomebodyChangedIsNotOverwritten(t *testing.T) {
	s := started(t)
	seen := answer(t, s, secrets, assessment.None).Assessment.Answers[secrets].Rev
	theirs := must(t)(s.Answer(t.Context(), shop, secrets, "Mei", seen, level(assessment.InPlace)))
	_, err := s.Answer(t.Context(), shop, secrets, "Ana", seen, level(assessment.Partial))
	changed, ok := errors.AsType[*app.ChangedError](err)
	if !ok || !errors.Is(err, app.ErrChanged) || changed.Question != secrets {
		t.Fatalf("got error %v, want a ChangedError of %s", err, secrets)
	}
	if diff := cmp.Diff(theirs.Assessment.Answers[secrets], changed.Stored); diff != "" {
		t.Errorf("the error carries another answer (-stored +got):\n%s", diff)
	}
	if _, err := s.Answer(t.Context(), shop, secrets, "Ana", 0, level(assessment.Partial)); !errors.Is(err, app.ErrChanged) {
		t.Errorf("as if nobody had answered: got error %v, want ErrChanged", err)
	}
	v := must(t)(s.Answer(t.Context(), shop, secrets, "Ana", app.AnyRevision, level(assessment.Partial)))
	if got := v.Assessment.Answers[secrets]; got.Level != assessment.Partial || got.By != "Ana" {
		t.Errorf("with any revision: got %+v", got)
	}
}

func TestTwoServicesOnOneDatabaseSeeEachOther(t *testing.T) {
	db := memkv.New()
	a, b := fixture.ServiceOn(db, now), fixture.ServiceOn(db, now)
	ids := b.NewID
	b.NewID = func() string { return "b-" + ids() }
	version := func() uint64 {
		t.Helper()
		n, err := a.Version(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	must(t)(a.New(t.Context(), start(nil)))
	before := version()
	v := must(t)(b.Answer(t.Context(), shop, secrets, "Mei", 0, level(assessment.None)))
	if version() == before {
		t.Error("the version is the same after an answer of the other service")
	}
	if got := must(t)(a.Open(t.Context(), shop)).Assessment; !cmp.Equal(got, v.Assessment, cmpopts.EquateEmpty()) {
		t.Errorf("one service sees\n%+v\nthe other saved\n%+v", got, v.Assessment)
	}
	if _, err := a.Answer(t.Context(), shop, secrets, "Ana", 0, level(assessment.Partial)); !errors.Is(err, app.ErrChanged) {
		t.Errorf("an answer over the unseen one: got error %v, want ErrChanged", err)
	}
	before = version()
	must(t)(a.Open(t.Context(), shop))
	if version() != before {
		t.Error("opening changed the version")
	}
}

func TestWithShowsWhatAnswerSaves(t *testing.T) {
	s := started(t)
	before := answer(t, s, secrets, assessment.None)
	east := time.FixedZone("east", 9*3600)
	for _, x := range []struct {
		q questionnaire.QuestionID
		p assessment.Patch
	}{
		{secrets, level(assessment.Partial)},
		{"bak-restore-drill", level(assessment.DontKnow)},
		{"bak-restore-drill", assessment.Patch{Clear: []assessment.Field{assessment.FieldLevel}}},
	} {
		shown := must(t)(before.With(x.q, x.p, "Ana", now().In(east)))
		base := before.Assessment.Answers[x.q].Rev
		if got := shown.Assessment.Answers[x.q].Rev; got != base {
			t.Errorf("%s: shown with revision %d, want that of what is stored, %d", x.q, got, base)
		}
		saved := must(t)(s.Answer(t.Context(), shop, x.q, "Ana", base, x.p))
		numbers := cmpopts.IgnoreFields(assessment.Answer{}, "Rev")
		if diff := cmp.Diff(saved.Result, shown.Result, cmpopts.IgnoreUnexported(analysis.Result{}), cmpopts.EquateEmpty(), numbers); diff != "" {
			t.Errorf("%s (-saved +shown):\n%s", x.q, diff)
		}
		if diff := cmp.Diff(saved.Assessment, shown.Assessment, numbers, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(assessment.Assessment{}, "Seq")); diff != "" {
			t.Errorf("%s (-saved +shown):\n%s", x.q, diff)
		}
		before = saved
	}
	if _, err := before.With("sec-secret", level(assessment.None), "Ana", now()); err == nil {
		t.Error("a question that does not exist: got no error")
	}
	if _, err := before.With(secrets, level(assessment.None), "", now()); !errors.Is(err, assessment.ErrNoPerson) {
		t.Errorf("without a person: got error %v, want ErrNoPerson", err)
	}
}

func TestWithLeavesTheViewAsItIs(t *testing.T) {
	s := started(t)
	v := answer(t, s, secrets, assessment.None)
	must(t)(v.With(secrets, level(assessment.Proven), "Ana", now()))
	if f, _ := v.Result.Finding(secrets); v.Assessment.Answers[secrets].Level != assessment.None || f.State != analysis.None {
		t.Errorf("the view changed: answer %+v, state %s", v.Assessment.Answers[secrets], f.State)
	}
}

func TestUndoAndRedoTellTheWholeStory(t *testing.T) {
	s := started(t)
	answer(t, s, secrets, assessment.None)
	answer(t, s, secrets, assessment.Partial)
	levelNow := func(v app.View) assessment.Level { return v.Assessment.Answers[secrets].Level }
	steps := []struct {
		do   string
		want assessment.Level
	}{
		{"undo", assessment.None}, {"undo", assessment.Unasked}, {"redo", assessment.None}, {"redo", assessment.Partial}, {"undo", assessment.None},
	}
	for i, step := range steps {
		reverse := s.Undo
		if step.do == "redo" {
			reverse = s.Redo
		}
		v, e, err := reverse(t.Context(), shop, "Mei")
		if err != nil {
			t.Fatalf("step %d, %s: %v", i, step.do, err)
		}
		if levelNow(v) != step.want || e.Change.Question != secrets {
			t.Errorf("step %d, %s: got %s after %+v, want %s", i, step.do, levelNow(v), e, step.want)
		}
		if stored := must(t)(s.Open(t.Context(), shop)); levelNow(stored) != step.want {
			t.Errorf("step %d, %s: stored is %s, want %s", i, step.do, levelNow(stored), step.want)
		}
	}
	answer(t, s, "bak-restore-drill", assessment.None)
	if _, _, err := s.Redo(t.Context(), shop, "Mei"); !errors.Is(err, app.ErrNothing) {
		t.Errorf("redo after an answer: got error %v, want ErrNothing", err)
	}
	history, err := s.History(t.Context(), shop)
	if want := int(assessment.Beginning) + 2 + len(steps) + 1; err != nil || len(history) != want {
		t.Errorf("got %d entries, %v, want %d", len(history), err, want)
	}
}

func TestWhatStartsAnAssessmentCannotBeTakenBack(t *testing.T) {
	s := started(t)
	_, _, err := s.Undo(t.Context(), shop, "Ana")
	if !errors.Is(err, app.ErrNothing) || err.Error() != "nothing to take back" {
		t.Errorf("got error %v, want that there is nothing to take back", err)
	}
	_, _, err = s.Undo(t.Context(), "tiket-shop", "Ana")
	unknown(t, err, "system", "tiket-shop", "ticket-shop")
}

func TestHistoryHasTheAnswerBefore(t *testing.T) {
	s := started(t)
	answer(t, s, secrets, assessment.None)
	answer(t, s, "bak-restore-drill", assessment.DontKnow)
	answer(t, s, secrets, assessment.Partial)
	history, err := s.History(t.Context(), shop)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, e := range history {
		if e.Seq != uint64(i+1) {
			t.Errorf("entry %d has number %d", i, e.Seq)
		}
		line := string(e.Kind)
		if e.Change.Answer != nil {
			line += " " + string(e.Change.Question) + " " + string(e.Change.Answer.Level)
		}
		if e.Before != nil {
			line += " before " + string(e.Before.Level)
		}
		got = append(got, line)
	}
	want := []string{
		"described", "facts", "attached", "answered sec-secrets none", "answered bak-restore-drill unknown",
		"answered sec-secrets partial before none",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	_, err = s.History(t.Context(), "ticketshop")
	unknown(t, err, "system", "ticketshop", "ticket-shop")
}

func TestSessionKeepsItsListAndItsPlace(t *testing.T) {
	s := started(t)
	quick, place := must(t)(s.Open(t.Context(), shop)).Position()
	if place != 0 || len(quick) == 0 {
		t.Fatalf("without a session: got place %d in %v, want the start of a quick list", place, quick)
	}
	v := must(t)(s.StartSession(t.Context(), shop, "Ana", assessment.Standard))
	list, place := v.Position()
	if place != 0 || !slices.Equal(list, v.Result.Select(assessment.Standard)) || v.Assessment.Session.Started != now() {
		t.Errorf("got place %d in %v, started %s", place, list, v.Assessment.Session.Started)
	}
	answer(t, s, list[0], assessment.DontKnow)
	v = answer(t, s, list[2], assessment.None)
	again, place := v.Position()
	if place != 1 || !slices.Equal(again, list) {
		t.Errorf("with the first and third answered: got place %d in %v, want 1 in %v", place, again, list)
	}
	for _, q := range list {
		v = answer(t, s, q, assessment.None)
	}
	if _, place := v.Position(); place != len(list) {
		t.Errorf("all answered: got place %d, want %d", place, len(list))
	}
	s.Now = at(now().Add(time.Hour))
	v = must(t)(s.EndSession(t.Context(), shop, "Ana"))
	if got := v.Assessment.Session.Ended; got != now().Add(time.Hour) {
		t.Errorf("ended at %s", got)
	}
	if twice := must(t)(s.EndSession(t.Context(), shop, "Ana")); twice.Assessment.Seq != v.Assessment.Seq {
		t.Error("ending a session twice was written to the history")
	}
}

func TestSessionPassesOverWhatDoesNotApplyAnyMore(t *testing.T) {
	s := fixture.Service(t, now())
	st := start(facts{"payments": questionnaire.Yes, "event-capacity": questionnaire.Yes})
	must(t)(s.New(t.Context(), st))
	list, _ := must(t)(s.StartSession(t.Context(), shop, "Ana", assessment.Deep)).Position()
	const seat questionnaire.QuestionID = "event-last-seat"
	for _, q := range list {
		if q != seat {
			answer(t, s, q, assessment.None)
		}
	}
	v := must(t)(s.Open(t.Context(), shop))
	if _, place := v.Position(); list[place] != seat {
		t.Fatalf("got place %d, want that of %s", place, seat)
	}
	v, _, err := s.SayFacts(t.Context(), shop, "Ana", facts{"event-capacity": questionnaire.No})
	if err != nil {
		t.Fatal(err)
	}
	if _, place := v.Position(); place != len(list) {
		t.Errorf("without limited places: got place %d, want the end, %d", place, len(list))
	}
}

func TestSessionNeedsAKindAndQuestions(t *testing.T) {
	s := started(t)
	_, err := s.StartSession(t.Context(), shop, "Ana", "quik")
	unknown(t, err, "session", "quik", "quick")
	_, err = s.StartSession(t.Context(), shop, "Ana", assessment.Recheck)
	if want := `nothing to ask in a recheck session of "ticket-shop"`; !errors.Is(err, app.ErrNothing) || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
	if v := must(t)(s.EndSession(t.Context(), shop, "Ana")); v.Assessment.Session != nil {
		t.Error("ending no session made one")
	}
}

func TestSignOffKeepsWhatTheOwnerSays(t *testing.T) {
	s := started(t)
	must(t)(s.SignOff(t.Context(), shop, "Ana", assessment.ReadyNotYet, "On Tuesday."))
	v := must(t)(s.SignOff(t.Context(), shop, "Mei", assessment.ReadyUnknown, ""))
	want := []assessment.SignOff{
		{By: "Ana", At: now(), Ready: assessment.ReadyNotYet, Words: "On Tuesday."}, {By: "Mei", At: now(), Ready: assessment.ReadyUnknown},
	}
	if diff := cmp.Diff(want, v.Assessment.SignOffs); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, row := range []struct {
		by, words string
		ready     assessment.Ready
		want      error
	}{
		{" ", "", assessment.ReadyYes, assessment.ErrNoPerson},
		{"Ana", "", "perhaps", assessment.ErrInvalid},
		{"Ana", string(make([]byte, assessment.MaxLine+1)), assessment.ReadyYes, assessment.ErrInvalid},
	} {
		if _, err := s.SignOff(t.Context(), shop, row.by, row.ready, row.words); !errors.Is(err, row.want) {
			t.Errorf("by %q, ready %q, %d bytes: got error %v, want %v", row.by, row.ready, len(row.words), err, row.want)
		}
	}
}

func TestExampleHasTheDecisionsOfTheMethod(t *testing.T) {
	v := must(t)(fixture.Service(t, now()).Example(t.Context()))
	want := map[questionnaire.QuestionID]struct {
		state    analysis.State
		decision analysis.Decision
	}{
		"event-last-seat":   {analysis.None, analysis.Stop},
		"bak-restore-drill": {analysis.Unknown, analysis.Stop},
		"id-record-access":  {analysis.Claimed, analysis.Prove},
		"res-failure-modes": {analysis.None, analysis.ToNext},
		"own-unknowns-log":  {analysis.None, analysis.ToNext},
		"data-slow-queries": {analysis.Partial, analysis.Plan},
		"cap-scale-out":     {analysis.None, analysis.Watch},
		"sec-secrets":       {analysis.Held, ""},
	}
	for id, w := range want {
		f, ok := v.Result.Finding(id)
		if !ok || f.State != w.state || f.Decision != w.decision {
			t.Errorf("%s: got %s, %q (exists %v), want %s, %q", id, f.State, f.Decision, ok, w.state, w.decision)
		}
	}
	if len(v.Assessment.Answers) != len(want) || len(v.Result.Plan) != len(want)-1 {
		t.Errorf("got %d answers and %d steps", len(v.Assessment.Answers), len(v.Result.Plan))
	}
	if v.Result.ReadyFor != analysis.Demo || v.Result.Verdict(questionnaire.FirstUser).Outcome != analysis.NotYet {
		t.Errorf("ready for %q, first user %s", v.Result.ReadyFor, v.Result.Verdict(questionnaire.FirstUser).Outcome)
	}
	var now []questionnaire.QuestionID
	for _, step := range v.Result.NowSteps() {
		now = append(now, step.Question)
	}
	slices.Sort(now)
	if want := []questionnaire.QuestionID{"bak-restore-drill", "event-last-seat", "id-record-access"}; !slices.Equal(now, want) {
		t.Errorf("now: got %v, want %v", now, want)
	}
}
