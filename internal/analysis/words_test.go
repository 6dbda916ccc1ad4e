package analysis_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func TestEveryWordIsReadByPeople(t *testing.T) {
	seen := map[string]string{}
	check := func(of, words string) {
		if words == "" || strings.Contains(words, "-") {
			t.Errorf("%s reads %q", of, words)
		}
		if other, twice := seen[words]; twice {
			t.Errorf("%s and %s both read %q", of, other, words)
		}
		seen[words] = of
	}
	for _, s := range analysis.States() {
		check("state "+string(s), s.Words())
	}
	for _, d := range analysis.Decisions() {
		check("decision "+string(d), d.Gloss())
	}
	clear(seen)
	for _, l := range append(assessment.Levels(), assessment.Unasked) {
		check("level "+string(l), analysis.LevelWords(l))
	}
	for _, s := range append(questionnaire.Stages(), analysis.Demo) {
		check("stage "+string(s), analysis.StageWords(s))
	}
	for _, o := range []analysis.Outcome{analysis.Reached, analysis.ReachedWithRisks, analysis.NotYet, analysis.NotKnown} {
		check("outcome "+string(o), o.Words())
	}
	clear(seen)
	for _, k := range []analysis.Kept{analysis.IsKept, analysis.IsNotKept, analysis.KeptNotKnown} {
		check("rule "+string(k), k.Words())
	}
	for _, k := range []analysis.StepKind{analysis.FindOut, analysis.ProveIt, analysis.Fix} {
		check("step "+string(k), k.Words())
	}
}

func TestAStepBeginsAndEndsByItsKind(t *testing.T) {
	q := question{
		Title: "Last restore drill", Verify: "drill record", Levels: questionnaire.Levels{InPlace: "A restore was tried."},
		Steps: []questionnaire.Step{{Do: "Restore last night's copy."}, {Do: "Write it down."}},
	}
	const shown = "it is shown, or the answer becomes none on the day it is due"
	for _, c := range []struct {
		x                       answer
		title, verb, text, done string
	}{
		{unknown, "Find out: last restore drill", "Look for", "drill record", shown},
		{claimed, "Show: last restore drill", "Look for", "drill record", shown},
		{stop, "Fix: last restore drill", "Start", "Restore last night's copy.", "A restore was tried."},
	} {
		r := judged(asked{q, c.x})
		f, k := r.Findings[0], r.Plan[0].Kind
		verb, text := f.FirstAction(k)
		if f.Title(k) != c.title || verb != c.verb || text != c.text || f.DoneWhen(k) != c.done {
			t.Errorf("got %q, %q %q, %q, want %q, %q %q, %q", f.Title(k), verb, text, f.DoneWhen(k), c.title, c.verb, c.text, c.done)
		}
	}
	f := analysis.Finding{Question: question{Verify: "a record"}}
	if verb, text := f.FirstAction(analysis.Fix); verb != "Look for" || text != "a record" {
		t.Errorf("without steps: got %q %q", verb, text)
	}
}

func TestLowerFirstLeavesAbbreviations(t *testing.T) {
	for in, want := range map[string]string{
		"Last drill": "last drill", "AI parts": "AI parts", "Ärger": "ärger", "A step": "a step", "x": "x", "": "",
	} {
		if got := analysis.LowerFirst(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestEverySentenceIsOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := analysis.Judge(anyInput(6).Draw(t, "input"))
		for _, f := range r.Findings {
			for _, s := range analysis.Explain(r, f.Question.ID) {
				if !strings.HasSuffix(s, ".") || strings.Contains(s, "  ") || strings.Contains(s, "%!") || strings.Contains(s, "because .") {
					t.Fatalf("%s: %q", f.Question.ID, s)
				}
			}
		}
	})
}
