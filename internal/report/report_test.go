package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/testutil/golden"
	"prodfirst/questionnaires"
)

// now is a Thursday.
func now() time.Time { return time.Date(2026, 11, 26, 14, 2, 0, 0, time.UTC) }

const today assessment.Date = "2026-11-26"

// example returns the worked example, answered through the real use cases.
func example(t testing.TB) app.View {
	t.Helper()
	v, err := fixture.Service(t, now()).Example(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// small returns an assessment of six questions, two of each decisive kind, that nobody answered yet.
func small(t testing.TB) analysis.Input {
	t.Helper()
	facts, err := questionnaires.Files.ReadFile("facts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	voc, problems := questionnaire.ParseVocabulary("facts.yaml", facts)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	q, problems := questionnaire.Parse("small.yaml", data, voc)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return analysis.Input{
		At: now(), Vocabulary: voc, Questionnaires: []questionnaire.Questionnaire{q},
		Assessment: assessment.Assessment{
			ID: "ticket-shop", Seq: 3,
			Description: assessment.Description{Name: "Ticket shop", Target: questionnaire.FirstUser, People: []string{"Ana", "Mei"}},
			Facts:       map[questionnaire.FactID]questionnaire.Truth{"payments": questionnaire.Yes, "cloud-hosting": questionnaire.No},
			Answers:     map[questionnaire.QuestionID]assessment.Answer{},
		},
	}
}

func said(l assessment.Level) assessment.Answer {
	return assessment.Answer{Level: l, By: "Ana", At: now(), Since: now()}
}

func shown(e assessment.Evidence) assessment.Answer {
	x := said(assessment.InPlace)
	x.Evidence = []assessment.Evidence{e}
	return x
}

func proven(drilled assessment.Date) assessment.Answer {
	x := shown(assessment.Evidence{Kind: assessment.Drill, Reference: "docs/drill.md", Date: drilled, By: "Mei"})
	x.Level, x.Check, x.CheckBy = assessment.Proven, assessment.CanExplain, "Mei"
	return x
}

// reached answers every due question so that the stage is reached.
func reached(t testing.TB) analysis.Input {
	t.Helper()
	in := small(t)
	scan := assessment.Evidence{Kind: assessment.Artefact, Reference: "docs/scan.txt", Date: "2026-11-20", By: "Mei"}
	in.Assessment.Answers["users-first-ten"] = shown(scan)
	in.Assessment.Answers["id-record-access"] = proven("2026-11-01")
	in.Assessment.Answers["sec-secrets"] = shown(scan)
	in.Assessment.Answers["bak-restore-drill"] = proven("2026-10-15")
	in.Assessment.SignOffs = []assessment.SignOff{{By: "Ana", At: now(), Ready: assessment.ReadyYes}}
	in.Assessment.Session = &assessment.Session{Kind: assessment.Standard, Started: now(), Questions: []questionnaire.QuestionID{"sec-secrets"}}
	return in
}

func markdown(in analysis.Input) string {
	return string(report.Markdown(report.Build(in, analysis.Judge(in), report.Options{})))
}

func TestWorkedExampleReadsAsReviewed(t *testing.T) {
	v := example(t)
	golden.Check(t, "example.md", string(report.Markdown(v.Report())))
	for _, extent := range []report.Extent{report.Summary, report.Full} {
		d := report.Build(v.Input(), v.Result, report.Options{Extent: extent})
		golden.Check(t, fmt.Sprintf("example-%s.md", extent), string(report.Markdown(d)))
	}
	data, err := report.JSON(v.Input(), v.Result)
	if err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "example.json", string(data))
}

func TestReportReadsAsReviewed(t *testing.T) {
	accepted := reached(t)
	accepted.Assessment.Answers["users-first-ten"] = said(assessment.None)
	accepted.Assessment.Acceptances = []assessment.Acceptance{{
		Questions: []questionnaire.QuestionID{"users-first-ten"}, By: "Ana", At: now(), Until: "2027-01-15",
		Reason: "The choir of the town is the only user until January.",
	}}
	unknown := reached(t)
	delete(unknown.Assessment.Answers, "sec-secrets")
	excused := reached(t)
	excused.Assessment.Answers["bak-restore-drill"] = assessment.Answer{
		Level: assessment.NotApplicable, By: "Mei", At: now(), Reason: "All data is made anew every night.", Approver: "Ana",
	}
	excused.Assessment.Description.FirstShown = "2025-12-31"
	excused.Assessment.Description.Outside = &assessment.Outside{People: 1, On: "2026-11-01"}
	for name, in := range map[string]analysis.Input{
		"empty.md": small(t), "reached.md": reached(t), "accepted.md": accepted, "not-known.md": unknown, "excused.md": excused,
	} {
		t.Run(name, func(t *testing.T) { golden.Check(t, name, markdown(in)) })
	}
}

func TestSameInputGivesTheSameBytes(t *testing.T) {
	v := example(t)
	first, err := report.JSON(v.Input(), v.Result)
	if err != nil {
		t.Fatal(err)
	}
	text := markdown(v.Input())
	for range 20 {
		again, err := report.JSON(v.Input(), analysis.Judge(v.Input()))
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("JSON differs between two runs (error %v)", err)
		}
		if got := markdown(v.Input()); got != text {
			t.Fatal("Markdown differs between two runs")
		}
	}
}

func TestReportNeverSaysWhoCouldNotExplainOrWhoVoted(t *testing.T) {
	in := reached(t)
	for id, check := range map[questionnaire.QuestionID]assessment.Check{
		"users-first-ten": assessment.CannotYet, "sec-secrets": assessment.Partly,
	} {
		x := in.Assessment.Answers[id]
		x.Check, x.CheckBy, x.AIWritten = check, "Zoe", true
		x.Votes = []assessment.Vote{{Name: "Vera", Level: assessment.Partial}, {Name: "Otto", Level: assessment.InPlace}}
		in.Assessment.Answers[id] = x
	}
	data, err := report.JSON(in, analysis.Judge(in))
	if err != nil {
		t.Fatal(err)
	}
	full := string(report.Markdown(report.Build(in, analysis.Judge(in), report.Options{Extent: report.Full})))
	for form, text := range map[string]string{"Markdown": markdown(in), "full Markdown": full, "JSON": string(data)} {
		for _, name := range []string{"Zoe", "Vera", "Otto"} {
			if strings.Contains(text, name) {
				t.Errorf("%s names %s", form, name)
			}
		}
		if !strings.Contains(text, "Mei") {
			t.Errorf("%s does not name Mei, who can explain a restore", form)
		}
	}
	if got := in.Assessment.Answers["sec-secrets"]; got.CheckBy != "Zoe" || got.Votes[0].Name != "Vera" {
		t.Errorf("the report changed the answer it was given: %+v", got)
	}
}

func TestJSONHasItsSchemaAndJudgement(t *testing.T) {
	v := example(t)
	data, err := report.JSON(v.Input(), v.Result)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Schema    int                  `json:"schema"`
		Judged    string               `json:"judged"`
		ReadyFor  string               `json:"ready_for"`
		Verdicts  []report.FileVerdict `json:"verdicts"`
		Steps     []report.FileStep    `json:"steps"`
		Questions []map[string]any     `json:"questions"`
		Facts     map[string]string    `json:"facts"`
		SignOffs  []assessment.SignOff `json:"sign_offs"`
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if got.Schema != 1 || got.Judged != "2026-11-26" || got.ReadyFor != "demo" || got.Verdicts[0].Outcome != analysis.NotYet {
		t.Errorf("got schema %d, judged %s, ready for %s, verdict %v", got.Schema, got.Judged, got.ReadyFor, got.Verdicts)
	}
	if len(got.Steps) != len(v.Result.Plan) || !got.Steps[0].Now || got.Steps[0].Question != v.Result.Plan[0].Question {
		t.Errorf("got steps %+v, want the plan", got.Steps)
	}
	if got.Facts["personal-data"] != "yes" || len(got.SignOffs) != 1 {
		t.Errorf("got facts %v and sign-offs %v, want implied facts and one sign-off", got.Facts, got.SignOffs)
	}
	for _, q := range got.Questions {
		if _, answered := q["answer"]; answered != (q["state"] != "unasked") {
			t.Errorf("question %v in state %v: has an answer: %v", q["question"], q["state"], answered)
		}
	}
}

func TestPhrasesSpeakOfDaysAndPeople(t *testing.T) {
	outside := func(people int, on assessment.Date) *assessment.Outside {
		return &assessment.Outside{People: people, On: on}
	}
	rows := []struct {
		d    assessment.Description
		want string
	}{
		{assessment.Description{}, ""},
		{assessment.Description{FirstShown: "2026-11-26", FirstLive: "2026-11-25"}, "First shown today (26 November). First live yesterday (25 November)."},
		{assessment.Description{FirstShown: "2025-11-26"}, "First shown 365 days ago (26 November 2025)."},
		{assessment.Description{FirstShown: assessment.Unknown, FirstLive: assessment.NotYet}, "Nobody knows when it was first shown. Not live yet."},
		{assessment.Description{Outside: outside(0, today)}, "Used last week by 0 people outside the team."},
		{assessment.Description{Outside: outside(1, "2026-11-19")}, "Used last week by 1 person outside the team."},
		{assessment.Description{Outside: outside(7, "2026-11-18")}, "Used by 7 people outside the team in the week before 18 November 2026."},
		{assessment.Description{Outside: &assessment.Outside{Unknown: true}}, "Nobody knows how many people outside the team use it."},
	}
	for _, row := range rows {
		if got := report.Life(row.d, today); got != row.want {
			t.Errorf("Life(%+v):\ngot  %s\nwant %s", row.d, got, row.want)
		}
	}
	if got, want := report.ShortDay("2027-01-04", today), "Mon 4 January 2027"; got != want {
		t.Errorf("ShortDay: got %q, want %q", got, want)
	}
	if got, want := report.Counted("blockers due", analysis.Count{}), "No blockers due."; got != want {
		t.Errorf("Counted: got %q, want %q", got, want)
	}
}
