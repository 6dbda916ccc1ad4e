package questionnaire_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"prodfirst/internal/questionnaire"
)

// only returns the problems of one rule, one a line.
func only(rule string, problems questionnaire.Problems) string {
	var found questionnaire.Problems
	for _, p := range problems {
		if p.Rule == rule {
			found = append(found, p)
		}
	}
	return found.Error()
}

func TestLintComparesStages(t *testing.T) {
	type stages = map[questionnaire.QuestionID]questionnaire.Stage
	in := func(q questionnaire.Questionnaire, at stages) questionnaire.Questionnaire {
		for i, question := range q.Areas[0].Questions {
			q.Areas[0].Questions[i].Stage = at[question.ID]
		}
		return q
	}
	const first, public, scale = questionnaire.FirstUser, questionnaire.PublicLaunch, questionnaire.Scale
	core := in(file("core", ids{"bak-drill", "bak-scope"}, ids{"bak-scope"}), stages{"bak-drill": scale, "bak-scope": public})
	early := in(file("event", ids{"event-a", "event-b", "bak-scope", "nobody-has"}, ids{"event-b", "bak-scope"}), stages{"event-a": first, "event-b": public})
	other := in(file("api", ids{"api-key", "event-b"}), stages{"api-key": first})
	all := questionnaire.Lint(core, early, other)
	want := `event.yaml:11:17: question "event-a": due at first-user, it needs event-b, which is due at public-launch: a question needs none that is due later (L14)`
	if got := only("L14", all); got != want {
		t.Errorf("inside a file:\ngot  %s\nwant %s", got, want)
	}
	want = `event.yaml:11:18: warning: question "event-a": due at first-user, it pulls forward bak-scope, which is due at public-launch (L15)`
	if got := only("L15", all); got != want {
		t.Errorf("between files:\ngot  %s\nwant %s", got, want)
	}
}

// sized returns a questionnaire with an area for each number of questions; the first of them are quick and blockers.
func sized(id questionnaire.ID, quick, blockers int, areas ...int) questionnaire.Questionnaire {
	q := questionnaire.Questionnaire{ID: id, Source: string(id) + ".yaml", At: questionnaire.Places{"id": {Line: 1, Column: 5}}}
	asked := 0
	for i, n := range areas {
		a := questionnaire.Area{ID: questionnaire.AreaID("a" + strconv.Itoa(i)), At: questionnaire.Places{"questions": {Line: i + 2, Column: 7}}}
		for range n {
			question := questionnaire.Question{ID: questionnaire.QuestionID("q-" + strconv.Itoa(asked)), Quick: asked < quick, Severity: questionnaire.Low}
			if asked < blockers {
				question.Severity = questionnaire.Blocker
			}
			asked++
			a.Questions = append(a.Questions, question)
		}
		q.Areas = append(q.Areas, a)
	}
	return q
}

func TestLintMeasuresWholeQuestionnaires(t *testing.T) {
	for _, c := range []struct {
		name string
		file questionnaire.Questionnaire
		want string
	}{
		{"a good core", sized("core", 12, 10, 9, 9, 9, 9, 9, 5), ""},
		{"areas", sized("core", 10, 0, 10, 4), "core.yaml:2:7: questions in the area a0: 10, want 5 to 9 (L16)\n" +
			"core.yaml:3:7: questions in the area a1: 4, want 5 to 9 (L16)"},
		{"few quick", sized("core", 9, 0, 9, 9), "core.yaml:1:5: quick questions: 9, want 10 to 12 (L16)"},
		{"many quick", sized("core", 13, 0, 9, 9), "core.yaml:1:5: quick questions: 13, want 10 to 12 (L16)"},
		{"blockers", sized("core", 10, 4, 9, 9), "core.yaml:1:5: blockers (one question in five at most): 4, want 0 to 3 (L16)"},
		{"a good pack", sized("event", 0, 20, 1, 19), ""},
		{"a short pack", sized("event", 0, 0, 9), "event.yaml:1:5: warning: questions in a pack: 9, want 10 to 20 (L16)"},
		{"a long pack", sized("event", 0, 0, 21), "event.yaml:1:5: warning: questions in a pack: 21, want 10 to 20 (L16)"},
		{"no question", sized("acme", 0, 0), ""},
	} {
		if got := only("L16", questionnaire.Lint(c.file)); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

// saying returns a questionnaire in which each question has one why.
func saying(id questionnaire.ID, whys ...string) questionnaire.Questionnaire {
	q := file(id)
	for i, why := range whys {
		q.Areas[0].Questions = append(q.Areas[0].Questions, questionnaire.Question{
			ID: questionnaire.QuestionID(string(id) + "-" + strconv.Itoa(i)), Why: why,
			At: questionnaire.Places{"why": {Line: i + 1, Column: 9}},
		})
	}
	return q
}

func TestLintFindsWordsThatManyQuestionsShare(t *testing.T) {
	const run = "nobody knows where the key is"
	for _, c := range []struct {
		name  string
		files []questionnaire.Questionnaire
		want  string
	}{
		{"three", []questionnaire.Questionnaire{saying("core", run, run, run)}, ""},
		{"three, often", []questionnaire.Questionnaire{saying("core", run, run+". "+run, run)}, ""},
		{
			"four in two files",
			[]questionnaire.Questionnaire{saying("core", "Then "+run, run+" kept."), saying("event", "Nobody knows: where the key is!", run+". It is "+run+"?")},
			`core.yaml:1:9: question "core-0": "nobody knows where the key is" stands in 4 questions, such as event-1: at most 3 may share 6 words in a row (L32)` + "\n" +
				`core.yaml:2:9: question "core-1": "nobody knows where the key is" stands in 4 questions, such as core-0: at most 3 may share 6 words in a row (L32)` + "\n" +
				`event.yaml:1:9: question "event-0": "nobody knows where the key is" stands in 4 questions, such as core-0: at most 3 may share 6 words in a row (L32)` + "\n" +
				`event.yaml:2:9: question "event-1": "nobody knows where the key is" stands in 4 questions, such as core-0: at most 3 may share 6 words in a row (L32)` + "\n" +
				`event.yaml:2:9: question "event-1": "nobody knows where the key is" stands in 4 questions, such as core-0: at most 3 may share 6 words in a row (L32)`,
		},
		{"five words", []questionnaire.Questionnaire{saying("core", "nobody knows where the key", "nobody knows where the key", "nobody knows where the key", "nobody knows where the key")}, ""},
		{"a time limit is one word", []questionnaire.Questionnaire{saying("core",
			"it broke in the last 90 days and", "it broke in the last 90 days so", "it broke in the last 90 days then", "it broke in the last 90 days again")}, ""},
		{"every text of a question counts once", func() []questionnaire.Questionnaire {
			q := saying("core", run, run, run)
			for i := range q.Areas[0].Questions {
				q.Areas[0].Questions[i].ListenFor = run
			}
			return []questionnaire.Questionnaire{q}
		}(), ""},
	} {
		if got := only("L32", questionnaire.Lint(c.files...)); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestLintTimeIsLinear(t *testing.T) {
	same, reviewed := make([]string, 20_000), saying("core", "x")
	for i := range same {
		same[i] = "nobody knows where the key is"
	}
	for i := range 30_000 {
		reviewed.Areas[0].Questions[0].Reviewed = append(reviewed.Areas[0].Questions[0].Reviewed, questionnaire.Reviewed{Rule: strconv.Itoa(i)})
	}
	for name, q := range map[string]questionnaire.Questionnaire{
		"questions alike": saying("core", same...),
		"one long text":   saying("core", strings.Repeat("a b c d e f g ", 80_000)),
		"reviewed":        reviewed,
	} {
		start := time.Now()
		if len(questionnaire.Lint(q)) == 0 {
			t.Errorf("%s: want problems", name)
		}
		// A quadratic step takes minutes here; the bound leaves room for the race detector.
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}
