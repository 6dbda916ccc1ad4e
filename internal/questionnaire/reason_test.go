package questionnaire_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/questionnaire"
)

func TestFileMayOnlySwitchQuestionsOff(t *testing.T) {
	data := string(readFile(t, "testdata/switches.yaml"))
	want := []questionnaire.Off{
		{Question: "cap-scale-out", Because: "One office uses it, and the number of desks is fixed."},
		{Question: "del-rollback", Because: "The supplier rolls back for us by contract."},
	}
	for name, file := range map[string]string{"without areas": data, "with none": data + "areas: []\n"} {
		q, problems := questionnaire.Parse("acme.yaml", []byte(file), vocabulary(t))
		if diff := cmp.Diff(want, q.Off); len(problems) > 0 || diff != "" {
			t.Errorf("%s: problems %v (-want +got):\n%s", name, problems, diff)
		}
		h, problems := questionnaire.ParseHeader("acme.yaml", []byte(file))
		if diff := cmp.Diff(q.Header(), h); len(problems) > 0 || diff != "" {
			t.Errorf("%s: problems of the header %v (-file +header):\n%s", name, problems, diff)
		}
		if problems := questionnaire.Lint(q); len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
	}
	for name, file := range map[string]string{
		"none is switched off": data[:strings.Index(data, "switch-off")] + "switch-off: []\n",
		"neither":              data[:strings.Index(data, "switch-off")],
		"areas are no list":    data + "areas: none\n",
		"after the areas":      data[:strings.Index(data, "switch-off")] + "areas: []\n" + data[strings.Index(data, "switch-off"):],
	} {
		if _, problems := questionnaire.Parse("acme.yaml", []byte(file), vocabulary(t)); problems.Err() == nil {
			t.Errorf("%s: no problems", name)
		}
	}
}

func TestQuestionsBesideSwitchesNeedTheirContrast(t *testing.T) {
	good := string(readFile(t, "testdata/good.yaml"))
	data := strings.Replace(good, "prototype: A screen that wows\n", "switch-off: [{question: a-b, because: We do not have that.}]\n", 1)
	if _, problems := questionnaire.Parse("good.yaml", []byte(data), vocabulary(t)); !strings.Contains(problems.Error(), `"prototype" is missing`) {
		t.Errorf("problems of the file: %v", problems)
	}
	if _, problems := questionnaire.ParseHeader("good.yaml", []byte(data)); !strings.Contains(problems.Error(), `"prototype" is missing`) {
		t.Errorf("problems of the header: %v", problems)
	}
}

func TestParseReadsAcknowledgements(t *testing.T) {
	good := string(readFile(t, "testdata/good.yaml"))
	one := "reviewed: [{rule: L16, because: It is as small as our team.}]\n"
	data := strings.Replace(good, "areas:\n", one+"areas:\n", 1) + "        " + one
	q, problems := questionnaire.Parse("good.yaml", []byte(data), vocabulary(t))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := []questionnaire.Reviewed{{Rule: "L16", Because: "It is as small as our team."}}
	if diff := cmp.Diff([][]questionnaire.Reviewed{want, want}, [][]questionnaire.Reviewed{q.Reviewed, q.Questions()[0].Reviewed}); diff != "" {
		t.Errorf("file and question (-want +got):\n%s", diff)
	}
	if at := q.Questions()[0].At.Of("reviewed.0"); at != (questionnaire.Place{Line: 47, Column: 20}) {
		t.Errorf("place: got %v, want 47:20", at)
	}
}

func TestCheckFindsTheQuestionsThatAreSwitchedOff(t *testing.T) {
	off := file("acme", ids{"acme-desk"})
	off.Off = []questionnaire.Off{
		{Question: "bak-drill", Because: "the supplier does it"},
		{Question: "bak-dril", Because: "the supplier does it"},
		{Question: "acme-desk", Because: "the supplier does it"},
	}
	for i, field := range []string{"switch-off.0", "switch-off.1", "switch-off.2"} {
		off.At[field] = questionnaire.Place{Line: 5 + i, Column: 5}
	}
	want := `acme.yaml:6:5: warning: switches "bak-dril" off, which no questionnaire here has: did you mean "bak-drill"? (L14)` + "\n" +
		`acme.yaml:7:5: switches "acme-desk" off, which is in this file, line 10: remove it there (L14)`
	if got := questionnaire.Check(file("core", ids{"bak-drill"}), off).Error(); got != want {
		t.Errorf("problems:\ngot  %s\nwant %s", got, want)
	}
}
