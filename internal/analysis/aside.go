package analysis

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Solo is the pack that stands in for core while a system can harm nobody's data and money.
const Solo questionnaire.ID = "solo"

// soloIsEnough returns the condition under which it does.
func soloIsEnough() questionnaire.Condition {
	has := func(id questionnaire.FactID) questionnaire.Condition {
		return questionnaire.Condition{Op: questionnaire.Has, Fact: id}
	}
	not := func(c questionnaire.Condition) questionnaire.Condition {
		return questionnaire.Condition{Op: questionnaire.Not, Args: []questionnaire.Condition{c}}
	}
	return questionnaire.Condition{Op: questionnaire.All, Args: []questionnaire.Condition{
		has("solo-maintainer"), not(has("personal-data")), not(has("payments")),
	}}
}

// Aside is why a question is not asked although its condition may hold.
type Aside string

// Why a question is set aside. The empty one belongs to questions that are not.
const (
	Replaced    Aside = "replaced"     // it is of core, and the solo pack stands in for that
	Mirrored    Aside = "mirrored"     // the core question it stands for is there
	SwitchedOff Aside = "switched-off" // by a questionnaire that is attached
)

// Off says which questionnaire switched a question off, and why.
type Off struct {
	By      questionnaire.ID
	Because string
}

// standsIn tells whether the solo pack is attached and enough.
func standsIn(qs []questionnaire.Questionnaire, facts map[questionnaire.FactID]questionnaire.Truth) bool {
	return soloIsEnough().Eval(facts) == questionnaire.Yes &&
		slices.ContainsFunc(qs, func(q questionnaire.Questionnaire) bool { return q.ID == Solo })
}

// setAside takes out what is not asked although its condition may hold, and pairs twins.
func (g *Ground) setAside() {
	for i := range g.findings {
		f := &g.findings[i]
		if j, ok := g.index[f.Question.Mirrors]; ok {
			f.Twin, g.findings[j].Twin = g.findings[j].Question.ID, f.Question.ID
		}
	}
	off := switchedOff(g.questionnaires)
	for i := range g.findings {
		f := &g.findings[i]
		f.Off = off[f.Question.ID]
		if f.Applies == questionnaire.No {
			continue
		}
		if f.Aside = g.aside(f); f.Aside != "" {
			f.Applies = questionnaire.No
		}
	}
}

// answerTo returns the answer to a question, its own or the one that was given to its twin, and
// whether it was.
func answerTo(f *Finding, answers map[questionnaire.QuestionID]assessment.Answer) (x assessment.Answer, carried bool) {
	x = answers[f.Question.ID]
	if f.Applies == questionnaire.No || f.Twin == "" {
		return x, false
	}
	return x.Carry(answers[f.Twin], f.Question)
}

// aside returns why a question whose condition may hold is not asked.
func (g *Ground) aside(f *Finding) Aside {
	_, mirrored := g.index[f.Question.Mirrors]
	switch {
	case g.solo && f.Questionnaire == questionnaire.Core:
		return Replaced
	case mirrored && !g.solo:
		return Mirrored
	case f.Off != nil:
		return SwitchedOff
	}
	return ""
}

// switchedOff returns what the questionnaires switch off; the first to do so is named.
func switchedOff(qs []questionnaire.Questionnaire) map[questionnaire.QuestionID]*Off {
	off := map[questionnaire.QuestionID]*Off{}
	for i := range qs {
		for _, o := range qs[i].Off {
			if off[o.Question] == nil {
				off[o.Question] = &Off{By: qs[i].ID, Because: o.Because}
			}
		}
	}
	return off
}

// inPlaceOf returns the index of the question that is asked in the place of i: its twin if i is
// set aside for it, else i itself.
func inPlaceOf(i int, fs []Finding, index map[questionnaire.QuestionID]int) int {
	f := &fs[i]
	if j, ok := index[f.Twin]; ok && (f.Aside == Replaced || f.Aside == Mirrored) {
		return j
	}
	return i
}

// SoloWords says that the solo pack stands in for core, why, and how long that is enough. It is
// empty if core is asked.
func (r Result) SoloWords() string {
	if !r.Solo {
		return ""
	}
	return fmt.Sprintf("The solo pack stands in for the core questions, because %s. It is not enough once money or "+
		"other people's data is involved: then the core questions are asked, and what was answered counts there too.",
		r.because(soloIsEnough()))
}

// OffWords says how many questions that decide a verdict were switched off, and by which
// questionnaires. It is empty if none were.
func (r Result) OffWords(v Verdict) string {
	var by []string
	for _, id := range v.Off {
		f, _ := r.Finding(id)
		if name := string(f.Off.By); !slices.Contains(by, name) {
			by = append(by, name)
		}
	}
	what := "questions that could hold %s back were"
	switch len(v.Off) {
	case 0:
		return ""
	case 1:
		what = "question that could hold %s back was"
	}
	return fmt.Sprintf("%d "+what+" switched off by %s.", len(v.Off), theStage(v.Stage), strings.Join(by, " and "))
}

// whyAside says why a question is not asked although its condition may hold.
func (r Result) whyAside(f Finding) string {
	switch f.Aside {
	case Replaced:
		text := fmt.Sprintf("It is not asked now: the solo pack stands in for the core questions, because %s.", r.because(soloIsEnough()))
		if f.Twin != "" {
			text += fmt.Sprintf(" %s is asked in its place.", r.named(f.Twin))
		}
		return text
	case Mirrored:
		return fmt.Sprintf("It is not asked, because it stands for %s, which takes its place.", r.named(f.Twin))
	case SwitchedOff:
		return fmt.Sprintf("It is not asked: questionnaire %s switched it off. %s", f.Off.By, sentence(f.Off.Because))
	}
	return ""
}

// named returns a question by title and id.
func (r Result) named(id questionnaire.QuestionID) string {
	f, _ := r.Finding(id)
	return fmt.Sprintf("%q (%s)", f.Question.Title, id)
}
