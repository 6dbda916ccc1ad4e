package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
	"prodfirst/internal/testutil/golden"
)

// switchedOff is reached, with a due blocker and a question that does not apply switched off.
func switchedOff(t testing.TB) analysis.Input {
	t.Helper()
	in := reached(t)
	delete(in.Assessment.Answers, "sec-secrets")
	in.Questionnaires = append(in.Questionnaires, questionnaire.Questionnaire{
		ID: "acme", Version: "1.0.0", Title: "What Acme asks", Off: []questionnaire.Off{
			{Question: "sec-secrets", Because: "The platform team keeps | all secrets."}, {Question: "not-there", Because: "It is not there."},
		},
	})
	return in
}

func TestSwitchedOffQuestionsAreListedAndTheVerdictSaysSo(t *testing.T) {
	in := switchedOff(t)
	r := analysis.Judge(in)
	if r.ReadyFor == analysis.Demo {
		t.Fatalf("the stage is not reached: %+v", r.Verdicts[0])
	}
	golden.Check(t, "switched-off.md", string(report.Markdown(report.Build(in, r, report.Options{}))))
	f := report.NewFile(in, r)
	want := []report.FileOff{{Question: "sec-secrets", Title: "Where secrets live", By: "acme", Because: "The platform team keeps | all secrets."}}
	if diff := cmp.Diff(want, f.SwitchedOff); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]questionnaire.QuestionID{"sec-secrets"}, f.Verdicts[0].Off); diff != "" {
		t.Errorf("verdict (-want +got):\n%s", diff)
	}
}

func TestReportSaysWhenTheSoloPackIsNotEnough(t *testing.T) {
	in := small(t)
	solo := in.Questionnaires[0].Areas[0].Questions[0]
	solo.ID, solo.Mirrors = "solo-secrets", "sec-secrets"
	in.Questionnaires = append(in.Questionnaires, questionnaire.Questionnaire{
		ID: analysis.Solo, Areas: []questionnaire.Area{{ID: "people", Title: "People who open the link", Questions: []questionnaire.Question{solo}}},
	})
	in.Assessment.Answers["solo-secrets"] = said(assessment.None)
	in.Assessment.Facts = map[questionnaire.FactID]questionnaire.Truth{
		"solo-maintainer": questionnaire.Yes, "personal-data": questionnaire.No, "payments": questionnaire.No,
	}
	const line = "not enough once money"
	if text := strings.Join(strings.Fields(markdown(in)), " "); !strings.Contains(text, line) || strings.Contains(text, "Last restore drill") {
		t.Errorf("solo: the report does not say so, or speaks of core:\n%s", text)
	}
	carried := func() (from questionnaire.QuestionID, solo bool) {
		var f report.File
		data, err := report.JSON(in, analysis.Judge(in))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &f); err != nil {
			t.Fatal(err)
		}
		for _, q := range f.Questions {
			if q.Question == "sec-secrets" {
				from = q.Carried
			}
		}
		return from, f.Solo
	}
	if from, solo := carried(); from != "" || !solo {
		t.Errorf("solo: got carried from %q, solo %v", from, solo)
	}
	in.Assessment.Facts["payments"] = questionnaire.Yes
	if strings.Contains(markdown(in), line) {
		t.Error("with payments: the report speaks of the solo pack still")
	}
	if from, solo := carried(); from != "solo-secrets" || solo {
		t.Errorf("with payments: got carried from %q, solo %v", from, solo)
	}
}
