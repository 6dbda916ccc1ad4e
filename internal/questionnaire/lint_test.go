package questionnaire_test

import (
	"strings"
	"testing"

	"prodfirst/internal/questionnaire"
)

// parseSmall returns a pack of one good question that may be so small.
func parseSmall(t testing.TB) questionnaire.Questionnaire {
	t.Helper()
	q := parseGood(t)
	q.ID, q.Reviewed = "house", []questionnaire.Reviewed{{Rule: "L16", Because: "one question is what there is"}}
	return q
}

func TestGoodQuestionHasNothingToLint(t *testing.T) {
	if problems := questionnaire.Lint(parseSmall(t)); len(problems) > 0 {
		t.Error(problems)
	}
}

func TestLintReportsEachRuleAtItsField(t *testing.T) {
	type question = questionnaire.Question
	for _, c := range []struct {
		rule  string
		spoil func(*question)
		want  string // the end of each problem, one a line
	}{
		{
			"two question marks", func(q *question) { q.Text = "When was it? Where is the record of it?" },
			`14:19: question "bak-restore-drill": the question has to end in its only question mark, found 2 of them (L2)`,
		},
		{
			"text after the mark", func(q *question) { q.Text = "When was it restored last? Say it." },
			`14:19: question "bak-restore-drill": the question has to end in its only question mark, found 1 of them (L2)`,
		},
		{
			"short", func(q *question) { q.Text = "Who restores it?" },
			`14:19: question "bak-restore-drill": the question has 16 characters: want 20 to 160 (L3)`,
		},
		{
			"long to read", func(q *question) { q.Text = "Who " + strings.Repeat("can do it ", 11) + "then?" },
			`14:19: warning: question "bak-restore-drill": the question has 119 characters: up to 110 reads well aloud (L3)`,
		},
		{
			"opener", func(q *question) { q.Text = "Why did you not restore a backup?" },
			`14:19: question "bak-restore-drill": the question begins with "Why": begin with Who, Whose, What, Which, When, Where or How (L4)`,
		},
		{
			"opener is a word", func(q *question) { q.Text = "Whenever did you restore a backup?" },
			`14:19: question "bak-restore-drill": the question begins with "Whenever": begin with Who, Whose, What, Which, When, Where or How (L4)`,
		},
		{
			"and/or", func(q *question) { q.Text = "Who restores the data and/or the files?" },
			`14:19: question "bak-restore-drill": the question contains "and/or": ask for one thing (L5)`,
		},
		{
			"semicolon", func(q *question) { q.Text = "Who restores it; when was it done?" },
			`14:19: question "bak-restore-drill": the question contains ";": ask for one thing (L5)`,
		},
		{
			"two ideas", func(q *question) { q.Text = "Who restores the data and the files?" },
			`14:19: warning: question "bak-restore-drill": the question contains "and": check that it asks for one idea (L6)`,
		},
		{
			"yes or no", func(q *question) { q.Text = "Have you restored a backup?" },
			`14:19: question "bak-restore-drill": the question begins with "Have", which asks for yes or no: ask for a thing, a name, a number or a date (L7)`,
		},
		{
			"vague", func(q *question) { q.Why = "It is best practice."; q.Steps[1].Do = "Test it regularly." },
			`15:14: question "bak-restore-drill": "best practice" is vague: say what can be seen (L8)` + "\n" +
				`40:13: question "bak-restore-drill": "regularly" is vague: say what can be seen (L8)`,
		},
		{"vague where it is quoted", func(q *question) { q.Prototype = "We test regularly." }, ""},
		{
			"excluding", func(q *question) { q.ListenFor = "a kill switch" },
			`33:21: question "bak-restore-drill": "kill switch" shuts people out: use another word (L9)`,
		},
		{
			"product", func(q *question) {
				q.Text = "When did you last restore Amazon's backup?"
				q.Levels.None = "Nobody looked into Power BI."
			},
			`14:19: question "bak-restore-drill": "amazon" is a product or a vendor: say what kind of thing it is (L10)` + "\n" +
				`27:17: question "bak-restore-drill": "power bi" is a product or a vendor: say what kind of thing it is (L10)`,
		},
		{"product where it is shown", func(q *question) { q.Verify = "Export of the Jira board." }, ""},
		{
			"no artefact", func(q *question) { q.Verify = "Ask around." },
			`31:17: question "bak-restore-drill": verify names no artefact: name what to look at, such as a log, a list or a recording (L11)`,
		},
		{"artefacts", func(q *question) { q.Verify = "Inventories, somewhere." }, ""},
		{
			"no reference", func(q *question) { q.References = nil },
			`18:19: question "bak-restore-drill": severity blocker needs at least one reference (L13)`,
		},
		{"no reference needed", func(q *question) { q.References = nil; q.Severity = questionnaire.Medium }, ""},
		{
			"long why", func(q *question) { q.Why = strings.Repeat("It is so. ", 25) },
			`15:14: warning: question "bak-restore-drill": the why has 250 characters: want at most 240 (L17)` + "\n" +
				`15:14: warning: question "bak-restore-drill": the why has 25 sentences: want at most 3 (L17)`,
		},
		{
			"hard words", func(q *question) { q.Text = "Which organisational responsibility necessitates documentation?" },
			`14:19: warning: question "bak-restore-drill": the question reads at school grade 40.6: want at most 11, with shorter words (L18)`,
		},
		{
			"long level", func(q *question) { q.Levels.Partial = strings.Repeat("x", 151) },
			`28:20: question "bak-restore-drill": the level partial has 151 characters: want at most 150 (L19)`,
		},
		{
			"levels alike", func(q *question) {
				q.Levels.InPlace = "In the last 90 days someone else followed it into an empty place."
			},
			`30:19: question "bak-restore-drill": the levels in-place and proven share most of their words: two people would answer differently (L20)`,
		},
		{
			"proven without a date", func(q *question) { q.Levels.Proven = "Everyone trusts the copies completely." },
			`30:19: question "bak-restore-drill": the level proven says neither what was exercised nor how recently (L20)`,
		},
		{
			"in place some day", func(q *question) { q.Levels.InPlace = "A restore procedure is planned for every store." },
			`29:21: question "bak-restore-drill": the level in-place says "planned": describe what is there today (L20)`,
		},
		{
			"none is something", func(q *question) { q.Levels.None = "Copies are restored by hand." },
			`27:17: warning: question "bak-restore-drill": the level none describes no absence: say what is not there, or who does not know (L21)`,
		},
		{
			"few steps", func(q *question) { q.Steps = q.Steps[:2] },
			`39:11: question "bak-restore-drill": 2 steps: want 3 to 6 (L22)`,
		},
		{
			"no verb", func(q *question) { q.Steps[2].Do = "The next drill." },
			`41:13: warning: question "bak-restore-drill": step 3 begins with "The": begin with what to do, a verb (L23)`,
		},
		{
			"long contrast", func(q *question) { q.Prototype = strings.Repeat("y", 141) },
			`35:20: question "bak-restore-drill": prototype has 141 characters: want at most 140 (L24)`,
		},
		{
			"general contrast", func(q *question) { q.Production = "Backups come back." },
			`36:21: question "bak-restore-drill": production has no number, weekday or name: make it one situation (L24)`,
		},
		{"contrast with a name", func(q *question) { q.Production = "Then (after lunch) Amara read it back." }, ""},
		{
			"knowledge check", func(q *question) { q.Explain = "Can someone do it?" },
			`32:18: question "bak-restore-drill": the knowledge check has to begin with "Can" and contain one of explain, draw, show, describe, name, walk, point, read (L25)`,
		},
		{
			"long to read aloud", func(q *question) {
				for _, s := range []*string{&q.Levels.None, &q.Levels.Partial, &q.Levels.InPlace, &q.Levels.Proven, &q.Why} {
					*s += strings.Repeat(" o", 22)
				}
				q.Levels.InPlace, q.Levels.Partial = "No a b c d e f g h i j k l m n p q r s t u v w x y z", "Un"+strings.Repeat(" 2", 30)
			},
			`14:19: question "bak-restore-drill": question, why and levels have 174 words: want at most 150, one minute read aloud (L27)`,
		},
		{
			"freshness", func(q *question) { q.Freshness = 45 },
			`34:20: question "bak-restore-drill": freshness is 45 days: want one of 30, 90, 180, 365 (L28)`,
		},
		{
			"acknowledged", func(q *question) {
				q.Text = "Who restores the data and the files?"
				q.Reviewed = []questionnaire.Reviewed{{Rule: "L6", Because: "one person does both"}}
			}, "",
		},
		{
			"acknowledged, and something else is wrong", func(q *question) {
				q.Text = "Who restores the data and the files; when?"
				q.Reviewed = []questionnaire.Reviewed{{Rule: "L6", Because: "one person does both"}}
			}, `14:19: question "bak-restore-drill": the question contains ";": ask for one thing (L5)`,
		},
		{
			"acknowledged for nothing", func(q *question) {
				q.Reviewed = []questionnaire.Reviewed{{Rule: "L6", Because: "one person does both"}}
			}, `12:9: warning: question "bak-restore-drill": there is no warning L6 here any more: remove the acknowledgement (L33)`,
		},
		{
			"an error acknowledged", func(q *question) {
				q.Text = "Who restores it; when was it done?"
				q.Reviewed = []questionnaire.Reviewed{{Rule: "L5", Because: "one person does both"}}
			}, `12:9: question "bak-restore-drill": L5 is an error, which cannot be acknowledged: correct it (L33)` + "\n" +
				`14:19: question "bak-restore-drill": the question contains ";": ask for one thing (L5)`,
		},
		{
			"no such rule", func(q *question) {
				q.Reviewed = []questionnaire.Reviewed{{Rule: "L99\x1b[2J", Because: "one person does both"}}
			}, `12:9: question "bak-restore-drill": reviewed names the rule "L99\x1b[2J", which there is not (L33)`,
		},
		{"fields that Parse reports", func(q *question) { *q = question{ID: q.ID, At: q.At} }, ""},
	} {
		t.Run(c.rule, func(t *testing.T) {
			q := parseSmall(t)
			c.spoil(&q.Areas[0].Questions[0])
			got := strings.ReplaceAll(questionnaire.Lint(q).Error(), "good.yaml:", "")
			if got != c.want {
				t.Errorf("problems:\ngot  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestProblemWithoutAPlaceNamesItsFile(t *testing.T) {
	p := questionnaire.Problem{File: "core", Severity: questionnaire.LevelWarning, Rule: "L6", Message: "two ideas"}
	if got, want := p.String(), "core: warning: two ideas (L6)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNearestFindsSlipsAndNothingElse(t *testing.T) {
	have := []string{"severity", "stage", "steps", "payments", "bak-restore-drill", "S", "ask"}
	for want, near := range map[string]string{
		"severty": "severity", "sevreity": "severity", "Severity": "severity", "stages": "stage", "setps": "steps",
		"payment": "payments", "bak-restor-dril": "bak-restore-drill", "bak-restore": "", "askk": "ask", "ak": "ask",
		"zzz": "", "": "", "x": "", strings.Repeat("severity", 9): "", "weird": "",
	} {
		if got := questionnaire.Nearest(want, have); got != near {
			t.Errorf("Nearest(%q): got %q, want %q", want, got, near)
		}
	}
}
