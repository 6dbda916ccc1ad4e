package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Before says in one sentence why a step of the plan stands before another: the first rule of the
// order in which the two differ. It is empty unless both are gaps, the first one before.
func (r Result) Before(first, then questionnaire.QuestionID) string {
	x, y := r.place(first), r.place(then)
	if x < 0 || y < 0 || x >= y {
		return ""
	}
	return r.before(&r.Findings[r.ground.index[first]], &r.Findings[r.ground.index[then]], r.Plan[x], r.Plan[y])
}

func (r Result) place(id questionnaire.QuestionID) int {
	return slices.IndexFunc(r.Plan, func(s Step) bool { return s.Question == id })
}

// before compares as compare does. What remains can only be the order of needs.
func (r Result) before(x, y *Finding, sx, sy Step) string {
	state := func(f *Finding) int { return slices.Index(States(), f.State) }
	effort := func(f *Finding) int { return slices.Index(questionnaire.Efforts(), f.Question.Effort) }
	const waits = "The next one has to wait for what it needs."
	older := fmt.Sprintf("The older gap comes first: open since %s, the next one since %s.",
		assessment.DateOf(x.Answer.Since), assessment.DateOf(y.Answer.Since))
	if assessment.DateOf(x.Answer.Since) == assessment.DateOf(y.Answer.Since) {
		older = "The older gap comes first: both are of the same day, it was answered earlier."
	}
	for _, rule := range []struct {
		order int
		words string
	}{
		{cmp.Compare(sx.Band, sy.Band), r.bandWords(sx) + " comes before " + r.bandWords(sy) + "."},
		{cmp.Compare(y.Unlocks, x.Unlocks), fmt.Sprintf("More questions wait for it: %d, for the next one %d.", x.Unlocks, y.Unlocks)},
		{cmp.Compare(state(x), state(y)), fmt.Sprintf("What is known least comes first: %q before %q.", x.State.Words(), y.State.Words())},
		{cmp.Compare(effort(x), effort(y)), fmt.Sprintf("The smaller effort comes first: %s before %s.", x.Question.Effort, y.Question.Effort)},
		{x.Answer.Since.Compare(y.Answer.Since), older},
	} {
		switch {
		case rule.order < 0:
			return rule.words
		case rule.order > 0:
			return waits
		}
	}
	if r.ground.index[x.Question.ID] > r.ground.index[y.Question.ID] {
		return waits
	}
	return "They are alike by every rule; it is asked earlier in the questionnaire."
}

// bandWords names the band of a step, and whose it is if it is not its own.
func (r Result) bandWords(s Step) string {
	words := ""
	switch s.Band {
	case BandStop:
		words = string(Stop)
	case BandProveBlocker:
		words = string(Prove) + " of a blocker"
	case BandNext:
		words = string(ToNext)
	case BandProveHigh:
		words = string(Prove) + " of a high"
	case BandPlan:
		words = string(Plan)
	case BandWatch:
		words = string(Watch)
	}
	if s.Inherits() {
		serves, _ := r.Finding(s.Serves)
		words += fmt.Sprintf(" (of %q, which waits for it)", serves.Question.Title)
	}
	return words
}
