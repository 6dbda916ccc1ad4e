package questionnaire_test

import (
	"fmt"
	"strconv"
	"testing"

	"prodfirst/internal/questionnaire"
)

// file returns a questionnaire with one area; each question is its id and what it needs, two lines apart.
func file(id questionnaire.ID, questions ...[]questionnaire.QuestionID) questionnaire.Questionnaire {
	q := questionnaire.Questionnaire{
		ID: id, Source: string(id) + ".yaml", At: questionnaire.Places{"id": {Line: 1, Column: 5}},
		Areas: []questionnaire.Area{{ID: "area"}},
	}
	for i, ids := range questions {
		line := 10 * (i + 1)
		at := questionnaire.Places{"": {Line: line, Column: 9}, "id": {Line: line, Column: 13}, "needs": {Line: line + 1, Column: 16}}
		for k := range ids[1:] {
			at["needs."+strconv.Itoa(k)] = questionnaire.Place{Line: line + 1, Column: 17 + k}
		}
		q.Areas[0].Questions = append(q.Areas[0].Questions, questionnaire.Question{ID: ids[0], Needs: ids[1:], At: at})
	}
	return q
}

type ids = []questionnaire.QuestionID

func TestCheckReportsWhatIsWrongBetweenFiles(t *testing.T) {
	mirror := file("solo", ids{"solo-one"})
	mirror.Areas[0].Questions[0].Mirrors = "bak-drlil"
	mirror.Areas[0].Questions[0].At["mirrors"] = questionnaire.Place{Line: 12, Column: 18}
	for _, c := range []struct {
		name  string
		files []questionnaire.Questionnaire
		want  string
	}{
		{"nothing", nil, ""},
		{"needs across files", []questionnaire.Questionnaire{file("core", ids{"bak-drill"}), file("event", ids{"event-a", "bak-drill"})}, ""},
		{
			"the same questionnaire id",
			[]questionnaire.Questionnaire{file("core"), file("event"), file("core")},
			`core.yaml:1:5: the id "core" is taken by core.yaml (L1)`,
		},
		{
			"the same question id",
			[]questionnaire.Questionnaire{file("core", ids{"bak-drill"}), file("event", ids{"event-a"}, ids{"bak-drill"})},
			`event.yaml:20:13: the id "bak-drill" is taken by core.yaml, line 10 (L1)`,
		},
		{
			"needs nobody has",
			[]questionnaire.Questionnaire{file("core", ids{"bak-drill", "bak-scope", "bak-dril"})},
			`core.yaml:11:17: warning: question "bak-drill": needs "bak-scope", which no questionnaire here has (L14)` + "\n" +
				`core.yaml:11:18: warning: question "bak-drill": needs "bak-dril", which no questionnaire here has: did you mean "bak-drill"? (L14)`,
		},
		{
			"mirrors nobody has",
			[]questionnaire.Questionnaire{file("core", ids{"bak-drill"}), mirror},
			`solo.yaml:12:18: warning: question "solo-one": mirrors "bak-drlil", which no questionnaire here has: did you mean "bak-drill"? (L14)`,
		},
		{
			"needs itself",
			[]questionnaire.Questionnaire{file("core", ids{"bak-drill", "bak-drill"})},
			`core.yaml:11:16: needs lead in a circle: bak-drill → bak-drill (L14)`,
		},
		{
			"circle over files, entered from outside",
			[]questionnaire.Questionnaire{
				file("core", ids{"a-in", "b-one"}, ids{"b-one", "c-two"}), file("event", ids{"c-two", "d-three"}, ids{"d-three", "b-one"}),
			},
			`core.yaml:21:16: needs lead in a circle: b-one → c-two → d-three → b-one (L14)`,
		},
		{
			"two circles",
			[]questionnaire.Questionnaire{
				file("core", ids{"a-one", "a-two"}, ids{"a-two", "a-one"}, ids{"b-one", "b-two"}, ids{"b-two", "b-one", "a-one"}),
			},
			"core.yaml:11:16: needs lead in a circle: a-one → a-two → a-one (L14)\n" +
				"core.yaml:31:16: needs lead in a circle: b-one → b-two → b-one (L14)",
		},
		{"two ways to one question are no circle", []questionnaire.Questionnaire{
			file("core", ids{"a-one", "a-two", "a-three"}, ids{"a-two", "a-four"}, ids{"a-three", "a-four"}, ids{"a-four"}),
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := questionnaire.Check(c.files...).Error(); got != c.want {
				t.Errorf("problems:\ngot  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestCheckFollowsLongChains(t *testing.T) {
	const n = 20_000
	chain := make([][]questionnaire.QuestionID, n)
	for i := range chain {
		chain[i] = ids{questionnaire.QuestionID(fmt.Sprintf("q-%d", i)), questionnaire.QuestionID(fmt.Sprintf("q-%d", i+1))}
	}
	chain[n-1] = chain[n-1][:1]
	if problems := questionnaire.Check(file("core", chain...)); len(problems) > 0 {
		t.Errorf("a chain of %d questions: %.200s", n, problems.Error())
	}
}

func TestWarningsAreNoError(t *testing.T) {
	problems := questionnaire.Check(file("core", ids{"bak-drill", "bak-scope"}))
	if problems.Err() != nil || len(problems.Warnings()) != 1 {
		t.Errorf("error %v, warnings %v: want none and one", problems.Err(), problems.Warnings())
	}
}
