package exchange_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/exchange"
)

const today assessment.Date = "2026-11-26"

func TestEveryProblemOfAnAnswersFileHasItsPlace(t *testing.T) {
	for name, row := range map[string]struct{ file, want string }{
		"empty":        {"", "a.yaml:1:1: the file is empty"},
		"no keys":      {"[]", `a.yaml:1:1: want the keys schema, answers`},
		"no schema":    {"answers:\n- {question: q, level: none}\n", `a.yaml:1:1: "schema" has to be 1`},
		"newer":        {"schema: 2\nanswers:\n- {question: q, level: none}\n", `a.yaml:1:9: "schema" has to be 1`},
		"no answers":   {"schema: 1\nanswers: []\n", `a.yaml:2:10: "answers" has to be a list of answers`},
		"unknown key":  {"schema: 1\nanswers:\n- {question: q, levels: none}\n", `a.yaml:3:17: unknown key "levels": did you mean "level"?`},
		"a key twice":  {"schema: 1\nanswers:\n- {question: q, note: a, note: b}\n", `a.yaml:3:26: the key "note" is there twice`},
		"no question":  {"schema: 1\nanswers:\n- {level: none}\n", `a.yaml:3:3: "question" is missing`},
		"nothing said": {"schema: 1\nanswers:\n- question: q\n", `a.yaml:3:3: nothing is said about "q"`},
		"level":        {"schema: 1\nanswers:\n- {question: q, level: 3}\n", `a.yaml:3:24: "level" has to be one of unknown, none`},
		"date":         {"schema: 1\nanswers:\n- {question: q, due: soon}\n", `a.yaml:3:22: "due": "soon" is not a date`},
		"flag":         {"schema: 1\nanswers:\n- {question: q, ai-written: maybe}\n", `a.yaml:3:29: "ai-written" has to be true or false`},
		"evidence":     {"schema: 1\nanswers:\n- {question: q, evidence: x}\n", `a.yaml:3:27: "evidence" has to be a list`},
		"no reference": {"schema: 1\nanswers:\n- {question: q, evidence: [{date: today}]}\n", `a.yaml:3:28: "evidence" has to name a link or a path`},
		"text":         {"schema: 1\nanswers:\n- {question: q, note: [x]}\n", `a.yaml:3:23: "note" has to be text`},
		"twice":        {"schema: 1\nanswers:\n- {question: q, note: a}\n- {question: q, note: b}\n", `a.yaml:4:14: question "q" is there twice: it was on line 3 already`},
		"alias":        {"schema: 1\nanswers:\n- &a {question: q, note: a}\n- *a\n", "a.yaml:3:3: the anchor &a is not allowed"},
		"escape":       {"schema: 1\nanswers:\n- {question: q, note: \"\\e]0;x\"}\n", "a.yaml:3:23: the control character U+001B is not allowed"},
		"deep":         {"schema: 1\nanswers: " + strings.Repeat("[", 40) + "\n", "nested deeper than 32 levels"},
		"large":        {strings.Repeat(" ", 1<<20+1), "at most 1048576 (1 MiB) are read"},
		"JSON":         {"{\"schema\": 1,\n\t\"answers\": [{\"question\": \"q\", \"level\": \"nine\"}]}", `a.yaml:2:41: "level" has to be one of`},
	} {
		_, problems := exchange.ReadAnswers("a.yaml", []byte(row.file), "Ana", today)
		if len(problems) == 0 || !strings.Contains(problems.Error(), row.want) {
			t.Errorf("%s: got %v\nwant %s", name, problems, row.want)
		}
	}
}

func TestWhatLooksLikeANumberIsText(t *testing.T) {
	entries, problems := exchange.ReadAnswers("a.yaml", []byte(
		"schema: 1\nanswers:\n- {question: q, note: 007, owner: yes, due: 2026-12-01, evidence: [1.50], drill: -2}\n"), "Ana", today)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	p := entries[0].Patch
	if *p.Note != "007" || *p.Owner != "yes" || *p.Due != "2026-12-01" || p.AddEvidence[0].Reference != "1.50" || p.AddEvidence[1].Date != "2026-11-24" {
		t.Errorf("got %+v", p)
	}
}

func TestAnswersSchemaNamesEveryKey(t *testing.T) {
	var schema struct {
		Properties struct {
			Answers struct {
				Items struct{ Properties map[string]any }
			}
		}
	}
	if err := json.Unmarshal(exchange.AnswersSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	for key := range schema.Properties.Answers.Items.Properties {
		_, problems := exchange.ReadAnswers("a.yaml", []byte("schema: 1\nanswers:\n- {question: q, "+key+": }\n"), "Ana", today)
		if strings.Contains(problems.Error(), "unknown key") {
			t.Errorf("the reader does not know %s", key)
		}
	}
	_, problems := exchange.ReadAnswers("a.yaml", []byte("schema: 1\nanswers:\n- {question: q, nonsense-key: 1}\n"), "Ana", today)
	_, list, _ := strings.Cut(problems.Error(), "there is ")
	for key := range strings.SplitSeq(strings.Split(list, "\n")[0], ", ") {
		if _, ok := schema.Properties.Answers.Items.Properties[key]; !ok {
			t.Errorf("the schema does not name %q", key)
		}
	}
	if !slices.Contains(strings.Split(strings.Split(list, "\n")[0], ", "), "level") {
		t.Errorf("no list of keys in %v", problems)
	}
}
