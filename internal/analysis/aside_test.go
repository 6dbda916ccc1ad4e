package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/golden"
)

type facts = map[questionnaire.FactID]questionnaire.Truth

// alone returns the facts of a system for which the solo pack is enough.
func alone() facts {
	return facts{"solo-maintainer": questionnaire.Yes, "personal-data": questionnaire.No, "payments": questionnaire.No}
}

// grown returns the same with one fact changed.
func grown(f questionnaire.FactID, t questionnaire.Truth) facts {
	fs := alone()
	fs[f] = t
	return fs
}

// pair is a core questionnaire of three questions and a solo pack that mirrors the first two.
func pair(said facts, answers map[id]answer) analysis.Input {
	q := func(name string, mirrors id) question {
		return question{
			ID: id(name), Title: "Title of " + name, Mirrors: mirrors, Severity: questionnaire.Blocker,
			Stage: questionnaire.FirstUser, Effort: questionnaire.Small, Freshness: 90,
		}
	}
	var voc questionnaire.Vocabulary
	voc.Prompts = []questionnaire.Prompt{{Facts: []questionnaire.Fact{
		{ID: "solo-maintainer", Is: "one person keeps it running alone", IsNot: "more than one person keeps it running"},
		{ID: "personal-data", Is: "it holds names", IsNot: "it holds nothing about a person"},
		{ID: "user-accounts", Is: "people have accounts", IsNot: "nobody has an account", Implies: []questionnaire.FactID{"personal-data"}},
		{ID: "payments", Is: "it takes payments", IsNot: "no money passes through it"},
	}}}
	needing := q("pack-own", "")
	needing.Needs = []id{"core-restore"}
	a := assessment.Assessment{ID: "shop", Facts: said, Answers: map[id]answer{}}
	a.Description.Target = questionnaire.FirstUser
	for name, x := range answers {
		if x.By == "" {
			x.By = "Ana"
		}
		if x.At.IsZero() {
			x.At = today.Time()
		}
		a.Answers[name] = x
	}
	area := func(qs ...question) []questionnaire.Area {
		return []questionnaire.Area{{ID: "all", Title: "All", Questions: qs}}
	}
	return analysis.Input{
		Assessment: a, Vocabulary: voc, At: today.Time(),
		Questionnaires: []questionnaire.Questionnaire{
			{ID: questionnaire.Core, Areas: area(q("core-secrets", ""), q("core-restore", ""), q("core-only", ""))},
			{ID: "pack", Areas: area(needing)},
			{ID: analysis.Solo, Areas: area(q("solo-secrets", "core-secrets"), q("solo-restore", "core-restore"), q("solo-only", ""))},
		},
	}
}

func askedOf(r analysis.Result) []id {
	var ids []id
	for _, f := range applying(r) {
		ids = append(ids, f.Question.ID)
	}
	return ids
}

func TestSoloReplacesCoreOnlyWhereItIsCertainlyEnough(t *testing.T) {
	solo := []id{"pack-own", "solo-secrets", "solo-restore", "solo-only"}
	both := []id{"core-secrets", "core-restore", "core-only", "pack-own", "solo-only"}
	for name, c := range map[string]struct {
		facts facts
		want  []id
	}{
		"alone":                       {alone(), solo},
		"nothing said":                {nil, both},
		"not sure whether alone":      {grown("solo-maintainer", questionnaire.Unsure), both},
		"not alone":                   {grown("solo-maintainer", questionnaire.No), both},
		"personal data":               {grown("personal-data", questionnaire.Yes), both},
		"not sure of personal data":   {grown("personal-data", questionnaire.Unsure), both},
		"implied personal data":       {grown("user-accounts", questionnaire.Yes), both},
		"payments":                    {grown("payments", questionnaire.Yes), both},
		"not sure whether it is paid": {grown("payments", questionnaire.Unsure), both},
	} {
		r := analysis.Judge(pair(c.facts, nil))
		if got := askedOf(r); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		if said := r.SoloWords() != ""; said != r.Solo || r.Solo != slices.Equal(c.want, solo) {
			t.Errorf("%s: solo %v, said %v", name, r.Solo, said)
		}
	}
	without := pair(alone(), nil)
	without.Questionnaires = without.Questionnaires[:2]
	if got, want := askedOf(analysis.Judge(without)), both[:4]; !slices.Equal(got, want) {
		t.Errorf("the solo pack is not attached: got %q, want %q", got, want)
	}
}

func TestAnswersAreCarriedOverBothWays(t *testing.T) {
	before := today.Time().Add(-48 * time.Hour)
	shown := answer{Level: assessment.InPlace, Evidence: artefact(today.Add(-40)), At: before}
	for _, c := range []struct {
		name       string
		core, solo answer
		inCore     analysis.State
		inSolo     analysis.State
	}{
		{"only of solo", unasked, shown, analysis.Held, analysis.Held},
		{"only of core", shown, unasked, analysis.Held, analysis.Held},
		{"both, core later", stop, shown, analysis.None, analysis.None},
		{"both, solo later", shown, stop, analysis.None, analysis.None},
		{"both at once", shown, answer{Level: assessment.None, At: before}, analysis.Held, analysis.None},
		{"a note is no answer", answer{Note: "n"}, shown, analysis.Held, analysis.Held},
		{"a later suggestion is none", shown, answer{Level: assessment.Proven, Suggested: "scanner"}, analysis.Held, analysis.Unknown},
		{"a suggestion alone", unasked, answer{Level: assessment.Proven, Suggested: "scanner"}, analysis.Unknown, analysis.Unknown},
		{"nobody agreed that it does not apply", unasked, excused, analysis.Unasked, analysis.NotApplicable},
	} {
		answers := map[id]answer{"core-restore": c.core, "solo-restore": c.solo}
		core, _ := analysis.Judge(pair(grown("payments", questionnaire.Yes), answers)).Finding("core-restore")
		solo, _ := analysis.Judge(pair(alone(), answers)).Finding("solo-restore")
		if core.State != c.inCore || solo.State != c.inSolo {
			t.Errorf("%s: got %s in core and %s in solo, want %s and %s", c.name, core.State, solo.State, c.inCore, c.inSolo)
		}
	}
}

func TestACarriedAnswerIsJudgedByTheQuestionThatIsAsked(t *testing.T) {
	in := pair(grown("payments", questionnaire.Yes), map[id]answer{
		"solo-restore": {Level: assessment.InPlace, Evidence: artefact(today.Add(-40)), Rev: 7},
		"core-restore": {Note: "kept", Evidence: artefact(today.Add(-50)), Rev: 9},
	})
	in.Questionnaires[0].Areas[0].Questions[1].Freshness = 30
	f, _ := analysis.Judge(in).Finding("core-restore")
	if f.State != analysis.Claimed || !f.Carried || f.Answer.Rev != 9 || f.Answer.Note != "kept" || len(f.Answer.Evidence) != 2 {
		t.Errorf("got %s, carried %v, %+v", f.State, f.Carried, f.Answer)
	}
	if r := analysis.WhatIf(in, "core-restore"); !slices.Contains(askedOf(r), "core-restore") {
		t.Error("what if: core-restore is not asked")
	} else if f, _ := r.Finding("core-restore"); f.State != analysis.Proven {
		t.Errorf("what if it were done: got %s", f.State)
	}
}

func TestWhatNeedsACoreQuestionNeedsTheSoloOneInItsPlace(t *testing.T) {
	f, _ := analysis.Judge(pair(alone(), nil)).Finding("solo-restore")
	if f.Unlocks != 1 {
		t.Errorf("solo-restore unlocks %d, want 1", f.Unlocks)
	}
}

// TestNothingIsLostOrAskedTwiceWhenFactsChange walks a system through changing facts and answers.
func TestNothingIsLostOrAskedTwiceWhenFactsChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		answers := map[id]answer{}
		for step := range rapid.IntRange(1, 8).Draw(t, "steps") {
			said := grown("payments", rapid.SampledFrom([]questionnaire.Truth{questionnaire.Yes, questionnaire.No}).Draw(t, "payments"))
			in := pair(said, answers)
			r := analysis.Judge(in)
			asked := askedOf(r)
			for _, name := range []string{"secrets", "restore"} {
				core, solo := id("core-"+name), id("solo-"+name)
				if slices.Contains(asked, core) == slices.Contains(asked, solo) {
					t.Fatalf("%s: exactly one of both is asked, got %q", name, asked)
				}
				_, byCore := answers[core]
				_, bySolo := answers[solo]
				f, _ := r.Finding(core)
				if r.Solo {
					f, _ = r.Finding(solo)
				}
				if (byCore || bySolo) == (f.State == analysis.Unasked) || slices.Contains(r.Ask.All, f.Question.ID) == (byCore || bySolo) {
					t.Fatalf("%s: answered in core %v, in solo %v, but %s is %s", name, byCore, bySolo, f.Question.ID, f.State)
				}
			}
			for name, x := range answers { // the last answer to each thing counts wherever it is asked
				if f, _ := r.Finding(name); f.Applies != questionnaire.No && f.Answer.At.Before(x.At) {
					t.Fatalf("%s: an older answer counts", name)
				}
			}
			name := rapid.SampledFrom(asked).Draw(t, "answered")
			x := answer{
				Level: rapid.SampledFrom(assessment.Levels()[:5]).Draw(t, "level"),
				By:    "Ana", At: today.Time().Add(time.Duration(step) * time.Minute),
			}
			answers[name] = x
			f, _ := analysis.Judge(pair(said, answers)).Finding(name)
			if f.Answer.Level != x.Level || f.Carried {
				t.Fatalf("%s was answered %q, but is %q", name, x.Level, f.Answer.Level)
			}
		}
	})
}

func TestSwitchedOffQuestionsHoldNothingBackAndAreListed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(12).Draw(t, "input")
		all := in.Questionnaires[0].Questions()
		names := make([]id, len(all))
		for i, q := range all {
			names[i] = q.ID
		}
		chosen := rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID).Draw(t, "off")
		before := analysis.Judge(in)
		own := questionnaire.Questionnaire{ID: "acme"}
		for _, name := range chosen {
			own.Off = append(own.Off, questionnaire.Off{Question: name, Because: "The house has its own."})
		}
		in.Questionnaires = append(in.Questionnaires, own)
		r := analysis.Judge(in)
		for _, v := range r.Verdicts {
			said := 0
			for _, name := range chosen {
				f, _ := r.Finding(name)
				was, _ := before.Finding(name)
				if f.Off == nil || f.Off.By != "acme" || f.Applies != questionnaire.No || f.Decision != "" || slices.Contains(r.Ask.All, name) {
					t.Fatalf("%s: got %+v", name, f)
				}
				if slices.Contains(v.Blocking, name) || slices.Contains(v.Unasked, name) || slices.Contains(v.Accepted, name) {
					t.Fatalf("%s holds %s back", name, v.Stage)
				}
				decides := was.Severity == questionnaire.Blocker || was.Severity == questionnaire.High
				if was.Applies != questionnaire.No && decides && analysis.DueAt(was.Stage, v.Stage) == analysis.Now {
					said++
				}
			}
			if len(v.Off) != said || (r.OffWords(v) != "") != (said > 0) {
				t.Fatalf("%s: %d of %d switched off are said: %s", v.Stage, len(v.Off), said, r.OffWords(v))
			}
			if was := before.Verdict(v.Stage); said == 0 && was.Outcome != v.Outcome {
				t.Fatalf("%s turned from %s to %s and nothing is said", v.Stage, was.Outcome, v.Outcome)
			}
		}
	})
}

func TestWhatIsSetAsideIsExplained(t *testing.T) {
	answers := map[id]answer{"solo-restore": held, "core-secrets": stop}
	off := func(in analysis.Input) analysis.Input {
		in.Questionnaires = append(in.Questionnaires, questionnaire.Questionnaire{ID: "acme", Off: []questionnaire.Off{
			{Question: "core-only", Because: "The platform team does it"}, {Question: "pack-own", Because: "There is none."}, {Question: "nobody"},
		}})
		return in
	}
	var b strings.Builder
	for _, c := range []struct {
		name string
		in   analysis.Input
	}{
		{"solo", pair(alone(), answers)},
		{"core", pair(grown("payments", questionnaire.Yes), answers)},
		{"switched off", off(pair(grown("payments", questionnaire.Yes), answers))},
		{"solo, switched off", off(pair(alone(), answers))},
	} {
		r := analysis.Judge(c.in)
		fmt.Fprintf(&b, "%s\n", c.name)
		for _, words := range []string{r.SoloWords(), r.OffWords(r.Verdict(r.Target))} {
			if words != "" {
				fmt.Fprintf(&b, "  %s\n", words)
			}
		}
		for _, f := range r.Findings {
			fmt.Fprintf(&b, "  %s\n", f.Question.ID)
			for _, line := range analysis.Explain(r, f.Question.ID) {
				fmt.Fprintf(&b, "    %s\n", line)
			}
		}
	}
	golden.Check(t, "aside.txt", b.String())
}
