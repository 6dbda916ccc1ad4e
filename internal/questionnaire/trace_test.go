package questionnaire_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/golden"
)

func shippedTrace(t testing.TB) []questionnaire.Claim {
	t.Helper()
	claims, problems := questionnaire.ParseTrace("trace.yaml", readFile(t, filepath.Join(shipped, "trace.yaml")))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return claims
}

func TestClaimsAreReadAsTheyAreWritten(t *testing.T) {
	data := `claims:
  - id: E1
    section: Opening
    claim: Everyone demos,
      nobody ships
    kind: thesis
    questions: [culture-word-production, own-unknowns-log]
    packs: [llm]
    feature: The report leads with the verdict
    built: [internal/report/build.go]
    missing: Nobody reads reports.
  - {id: E2, section: Opening, claim: Why?, kind: rule, questions: [own-unknowns-log]}
`
	got, problems := questionnaire.ParseTrace("f.yaml", []byte(data))
	want := []questionnaire.Claim{
		{
			ID: "E1", Section: "Opening", Text: "Everyone demos, nobody ships", Kind: "thesis",
			Questions: []questionnaire.QuestionID{"culture-word-production", "own-unknowns-log"},
			Packs:     []questionnaire.ID{"llm"}, Feature: "The report leads with the verdict",
			Built: []string{"internal/report/build.go"}, Missing: "Nobody reads reports.",
		},
		{ID: "E2", Section: "Opening", Text: "Why?", Kind: "rule", Questions: []questionnaire.QuestionID{"own-unknowns-log"}},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(questionnaire.Claim{}, "At")); len(problems) > 0 || diff != "" {
		t.Errorf("problems %v, (-want +got):\n%s", problems, diff)
	}
}

func TestEveryProblemOfTheTraceIsReportedWithItsPlace(t *testing.T) {
	_, problems := questionnaire.ParseTrace("trace.yaml", readFile(t, "testdata/broken-trace.yaml"))
	golden.Check(t, "trace.txt", problems.Error()+"\n")
}

func TestClaimsThatLeadNowhereAreReported(t *testing.T) {
	q := parseGood(t)
	data := `claims:
  - id: E1
    section: Opening
    claim: Everyone demos, nobody ships
    kind: thesis
    questions: [bak-restore-dril]
    packs: [llm, ` + string(q.ID) + `]
`
	claims, problems := questionnaire.ParseTrace("trace.yaml", []byte(data))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	got := questionnaire.CheckTrace("trace.yaml", claims, q).Error()
	for _, want := range []string{
		`trace.yaml:6:17: claim "E1": there is no question "bak-restore-dril": did you mean "bak-restore-drill"?`,
		`trace.yaml:7:13: claim "E1": there is no questionnaire "llm"`,
		`trace.yaml: no claim leads to the core question "bak-restore-drill"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("CheckTrace does not report %s:\n%s", want, got)
		}
	}
	if got := strings.Count(got, "\n") + 1; got != 3 {
		t.Errorf("%d problems, want 3", got)
	}
}

func TestShippedTraceAnswersForEveryClaim(t *testing.T) {
	claims := shippedTrace(t)
	if got, want := len(claims), 128; got != want {
		t.Errorf("%d claims, want %d", got, want)
	}
	if problems := questionnaire.CheckTrace("trace.yaml", claims, shippedQuestionnaires(t)...); len(problems) > 0 {
		t.Error(problems)
	}
	for _, c := range claims {
		for _, path := range c.Built {
			if info, err := os.Stat(filepath.Join("../..", path)); err != nil || info.IsDir() {
				t.Errorf("claim %q is built in %s, which is no file of the repository", c.ID, path)
			}
		}
	}
}

func FuzzParseTrace(f *testing.F) {
	f.Add(readFile(f, "testdata/broken-trace.yaml"))
	f.Add([]byte("claims:\n  - {id: E1, section: a, claim: b, kind: rule, packs: [llm], feature: c, built: [cmd/a]}\n"))
	f.Add([]byte("claims:\n  - &a [*a]\n"))
	f.Add([]byte("claims: \"a\\e[2J\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		claims, problems := questionnaire.ParseTrace("f.yaml", data)
		checkPlaces(t, data, problems)
		if problems.Err() != nil {
			return
		}
		for i, c := range claims {
			if c.ID == "" || c.Section == "" || c.Text == "" || c.Kind == "" {
				t.Fatalf("without errors, but claim %d is not complete: %+v", i, c)
			}
			if len(c.Questions)+len(c.Packs) == 0 && c.Feature == "" || c.Feature != "" && len(c.Built) == 0 && c.Missing == "" {
				t.Fatalf("without errors, but nothing answers for claim %d: %+v", i, c)
			}
		}
		for _, p := range questionnaire.CheckTrace("f.yaml", claims) {
			if p.Message == "" || strings.ContainsAny(p.Message, "\x00\x1b\n") {
				t.Fatalf("message: %q", p.Message)
			}
		}
	})
}
