package app_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
)

const drill questionnaire.QuestionID = "bak-restore-drill"

// apply applies a file as Ana, or as suggestions of a source.
func apply(t testing.TB, s *app.Service, source, file string) (app.View, app.Applied, error) {
	t.Helper()
	o := app.Apply{File: "answers.yaml", Data: []byte(file), By: "Ana", Suggest: source}
	if source != "" {
		o.By = ""
	}
	return s.Apply(t.Context(), shop, o)
}

func mustApply(t testing.TB, s *app.Service, source, file string) (app.View, app.Applied) {
	t.Helper()
	v, done, err := apply(t, s, source, file)
	if err != nil {
		t.Fatal(err)
	}
	return v, done
}

const sheet = `schema: 1
answers:
  - question: sec-secrets
    level: in-place
    evidence: [docs/scan.txt, {reference: docs/keys.md, date: 2026-11-02}]
    explained: yes
    note: read by Ravi
  - question: bak-restore-drill
    level: none
    owner: Ravi
    due: +7
    ai-written: true
`

func TestManyAnswersAreSavedAtOnce(t *testing.T) {
	s := started(t)
	before := len(must2(t)(s.History(t.Context(), shop)))
	v, done := mustApply(t, s, "", sheet)
	x := v.Assessment.Answers[secrets]
	if x.Level != assessment.InPlace || x.By != "Ana" || x.Note != "read by Ravi" || x.Check != assessment.CanExplain ||
		!slices.Equal(x.Evidence, []assessment.Evidence{
			{Kind: assessment.Artefact, Reference: "docs/scan.txt", Date: "2026-11-26", By: "Ana"},
			{Kind: assessment.Artefact, Reference: "docs/keys.md", Date: "2026-11-02", By: "Ana"},
		}) {
		t.Errorf("got %+v", x)
	}
	if y := v.Assessment.Answers[drill]; y.Owner != "Ravi" || y.Due != "2026-12-03" || !y.AIWritten {
		t.Errorf("got %+v", y)
	}
	if len(done.Changed) != 2 || done.Changed[0].State != analysis.Held {
		t.Errorf("got %+v", done)
	}
	if n := len(must2(t)(s.History(t.Context(), shop))) - before; n != 2 {
		t.Errorf("got %d events, want 2", n)
	}
	if _, again := mustApply(t, s, "", sheet); len(again.Changed) != 0 || len(again.Same) != 2 {
		t.Errorf("applied again: got %+v, want nothing changed", again)
	}
}

func must2(t testing.TB) func([]app.Entry, error) []app.Entry {
	return func(e []app.Entry, err error) []app.Entry {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
}

func TestJSONIsTakenToo(t *testing.T) {
	s := started(t)
	v, _ := mustApply(t, s, "", "{\n\t\"schema\":1,\"answers\":[\n\t\t{\"question\":\"sec-secrets\",\"level\":\"none\",\"note\":\"a \\\"key\\\" \\ud83d\\ude00 \\\\ud83d\\/\"}\n\t]\n}\n")
	if x := v.Assessment.Answers[secrets]; x.Level != assessment.None || x.Note != `a "key" 😀 \ud83d/` {
		t.Errorf("got %+v", x)
	}
}

func TestDryRunSavesNothing(t *testing.T) {
	s := started(t)
	before := exported(t, s)
	v, done, err := s.Apply(t.Context(), shop, app.Apply{Data: []byte(sheet), By: "Ana", DryRun: true})
	if err != nil || len(done.Changed) != 2 || v.Assessment.Answers[secrets].Level != assessment.InPlace {
		t.Errorf("got %+v, %v", done, err)
	}
	if string(before) != string(exported(t, s)) {
		t.Error("something was saved")
	}
}

func TestEverythingWrongIsReportedAndNothingSaved(t *testing.T) {
	s := started(t)
	before := exported(t, s)
	_, _, err := apply(t, s, "", `schema: 1
answers:
  - question: sec-secrts
    level: none
  - question: sec-secrets
    level: not-applicable
  - question: bak-restore-drill
    level: proven
    drill: 2026-12-24
  - question: event-last-seat
    level: none
`)
	problems, ok := errors.AsType[questionnaire.Problems](err)
	want := []string{
		`answers.yaml:3:15: no question "sec-secrts": did you mean "sec-secrets"?`,
		`answers.yaml:6:12: a reason is needed: say in a sentence (15 characters or more) why sec-secrets does not apply: give it as "reason"`,
		`answers.yaml:8:12: evidence of 2026-12-24 is in the future: not possible`,
	}
	if !ok || problems.Error() != strings.Join(want, "\n") {
		t.Errorf("got %v\nwant %s", err, strings.Join(want, "\n"))
	}
	if string(before) != string(exported(t, s)) {
		t.Error("something was saved")
	}
}

func TestSuggestionCountsAsUnknownUntilAPersonAcceptsIt(t *testing.T) {
	s := started(t)
	suggestion := "schema: 1\nanswers:\n- {question: sec-secrets, level: in-place, evidence: [scan.txt], note: by a tool}\n"
	v, _ := mustApply(t, s, "scanner", suggestion)
	f, _ := v.Result.Finding(secrets)
	if f.State != analysis.Unknown || f.Answer.Suggested != "scanner" || f.Answer.By != "" || len(v.Suggestions()) != 1 {
		t.Fatalf("got %+v", f.Answer)
	}
	if people := v.Assessment.KnownPeople(); slices.Contains(people, "scanner") {
		t.Errorf("a tool is among the people: %q", people)
	}
	if _, done := mustApply(t, s, "scanner", suggestion); len(done.Changed) != 0 {
		t.Error("suggesting it again changed something")
	}
	note := assessment.Patch{Note: new("we look at it"), Owner: new("Mei")}
	v = must(t)(s.Answer(t.Context(), shop, secrets, "Mei", app.AnyRevision, note))
	if f, _ = v.Result.Finding(secrets); f.State != analysis.Unknown || f.Answer.Suggested != "scanner" {
		t.Errorf("a note made it an answer: %+v", f.Answer)
	}
	v = must(t)(s.AcceptSuggestion(t.Context(), shop, secrets, "Ravi", f.Answer.Rev))
	f, _ = v.Result.Finding(secrets)
	if f.State != analysis.Held || f.Answer.By != "Ravi" || f.Answer.Suggested != "" || f.Answer.Evidence[0].By != "Ravi" || f.Answer.Owner != "Mei" {
		t.Errorf("accepted: got %s, %+v", f.State, f.Answer)
	}
	v, _, err := s.Undo(t.Context(), shop, "Ravi")
	if f, _ = must(t)(v, err).Result.Finding(secrets); f.State != analysis.Unknown || f.Answer.Suggested != "scanner" {
		t.Errorf("taken back: got %+v", f.Answer)
	}
}

func TestSuggestionNeverOverridesAPerson(t *testing.T) {
	s := started(t)
	answer(t, s, secrets, assessment.None)
	v, done := mustApply(t, s, "scanner", "schema: 1\nanswers:\n- {question: sec-secrets, level: proven}\n- {question: bak-restore-drill, level: none}\n")
	if len(done.Skipped) != 1 || done.Skipped[0].Question.ID != secrets || v.Assessment.Answers[secrets].Level != assessment.None {
		t.Errorf("got %+v", done)
	}
	v = answer(t, s, drill, assessment.Partial)
	if x := v.Assessment.Answers[drill]; x.Suggested != "" || x.By != "Ana" {
		t.Errorf("a person answered: got %+v", x)
	}
}

func TestPersonsAnswerDropsWhatOnlyAToolShowed(t *testing.T) {
	s := started(t)
	mustApply(t, s, "scanner", "schema: 1\nanswers:\n- {question: sec-secrets, level: proven, evidence: [scan.txt]}\n")
	f, _ := answer(t, s, secrets, assessment.InPlace).Result.Finding(secrets)
	if f.State != analysis.Claimed || len(f.Answer.Evidence) != 0 {
		t.Errorf("got %s, %+v", f.State, f.Answer)
	}
}

func TestWhatOnlyAPersonCanSayIsNoSuggestion(t *testing.T) {
	s := started(t)
	for _, field := range []string{"owner: Mei", "due: +3", "explained: yes", "approver: Ana", "note: no level"} {
		level := "level: in-place, "
		if strings.HasPrefix(field, "note") {
			level = ""
		}
		_, _, err := apply(t, s, "scanner", "schema: 1\nanswers:\n- {question: sec-secrets, "+level+field+"}\n")
		if _, ok := errors.AsType[questionnaire.Problems](err); !ok {
			t.Errorf("%s: got error %v", field, err)
		}
	}
	if _, err := s.AcceptSuggestion(t.Context(), shop, secrets, "Ravi", app.AnyRevision); !errors.Is(err, app.ErrNothing) {
		t.Errorf("nothing is suggested: got error %v", err)
	}
	if _, _, err := s.Apply(t.Context(), shop, app.Apply{Data: []byte(sheet)}); !errors.Is(err, assessment.ErrNoPerson) {
		t.Errorf("nobody says so: got error %v", err)
	}
	_, _, err := s.Apply(t.Context(), "ticket-shp", app.Apply{Data: []byte(sheet), By: "Ana"})
	unknown(t, err, "system", "ticket-shp", "ticket-shop")
}

func TestReportSaysWhoSuggestedWhat(t *testing.T) {
	s := started(t)
	v, _ := mustApply(t, s, "scanner <b>", "schema: 1\nanswers:\n- {question: sec-secrets, level: in-place, evidence: [a.txt]}\n")
	d, err := s.ReportAlone(v, report.Full)
	if err != nil {
		t.Fatal(err)
	}
	text := string(report.Markdown(d))
	if n := strings.Count(text, `don't know: in place is suggested by scanner \<b`); n < 2 {
		t.Errorf("found %d times in the table and the list of all questions:\n%s", n, text)
	}
}
