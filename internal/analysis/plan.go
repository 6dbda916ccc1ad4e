package analysis

import (
	"cmp"
	"slices"
	"time"

	"prodfirst/internal/questionnaire"
)

// StepKind is what has to be done about a gap.
type StepKind string

// The kinds of steps.
const (
	FindOut StepKind = "find-out" // nobody knows
	ProveIt StepKind = "prove"    // someone says so
	Fix     StepKind = "fix"      // it is known to be missing
)

// A Step is what to do about one gap, with its place in the plan.
type Step struct {
	Question questionnaire.QuestionID
	Kind     StepKind
	Own      Band                       // by its own decision
	Band     Band                       // by what it unlocks, if that is stronger
	First    []questionnaire.QuestionID // gaps that have to be closed before it and hold a weaker band themselves
	Serves   questionnaire.QuestionID   // the first step that waits for it, if it inherits its band
	Now      bool                       // one of the three to do now
	Reason   string                     // why it has this place, in one sentence
}

// Inherits tells whether the step has its band only from what waits for it.
func (s Step) Inherits() bool { return s.Band < s.Own }

// nowSteps is how many steps are printed as the next ones.
const nowSteps = 3

// gap is what the order of the plan depends on, computed once for each gap.
type gap struct {
	index   int
	own     Band
	band    Band
	unlocks int
	state   int
	effort  int
	since   time.Time
	waiting set // the questions that wait for it, through gaps and what was not asked
}

// plan returns a step for every gap: by band, in topological order of needs.
func (r Result) plan() []Step {
	conducts := func(i int) bool {
		f := &r.Findings[i]
		return f.Gap() || f.Applies != questionnaire.No && f.State == Unasked
	}
	var gaps []gap
	at := make([]int, len(r.Findings)) // 1 + place in gaps
	for i := range r.Findings {
		f := &r.Findings[i]
		if !f.Gap() {
			continue
		}
		own := BandOf(f.Decision, f.Severity)
		gaps = append(gaps, gap{
			index: i, own: own, band: own, unlocks: f.Unlocks, since: f.Answer.Since,
			state:   slices.Index(States(), f.State),
			effort:  slices.Index(questionnaire.Efforts(), f.Question.Effort),
			waiting: r.ground.needs.dependents(i, conducts),
		})
		at[i] = len(gaps)
	}
	for i := range gaps {
		gaps[i].waiting.each(func(j int) {
			if at[j] > 0 {
				gaps[i].band = min(gaps[i].band, gaps[at[j]-1].own)
			}
		})
	}
	slices.SortFunc(gaps, compare)
	return r.steps(topological(gaps, len(r.Findings)))
}

// compare orders gaps by band, then by the tie-breaks of the method.
func compare(x, y gap) int {
	return cmp.Or(
		cmp.Compare(x.band, y.band),
		cmp.Compare(y.unlocks, x.unlocks),
		cmp.Compare(x.state, y.state),
		cmp.Compare(x.effort, y.effort),
		x.since.Compare(y.since),
		cmp.Compare(x.index, y.index),
	)
}

// topological returns the gaps so that each comes before those that wait for it, and otherwise in
// the order given. Gaps that wait for one another keep the order given.
func topological(gaps []gap, questions int) []gap {
	place := make([]int, questions) // 1 + place in gaps, by index
	for n, g := range gaps {
		place[g.index] = n + 1
	}
	blockers := make([]int, len(gaps))
	count := func(n, change int) {
		gaps[n].waiting.each(func(i int) {
			if m := place[i] - 1; m >= 0 && !gaps[m].waiting.has(gaps[n].index) {
				blockers[m] += change
			}
		})
	}
	for n := range gaps {
		count(n, 1)
	}
	order := make([]gap, 0, len(gaps))
	for len(order) < len(gaps) {
		n := slices.Index(blockers, 0)
		blockers[n] = -1
		order = append(order, gaps[n])
		count(n, -1)
	}
	return order
}

func (r Result) steps(order []gap) []Step {
	steps := make([]Step, len(order))
	now := 0
	for n, g := range order {
		f := &r.Findings[g.index]
		s := Step{Question: f.Question.ID, Kind: kindOf(f.State), Own: g.own, Band: g.band}
		if !s.Inherits() && f.Acceptance == nil && now < nowSteps {
			s.Now = true
			now++
		}
		steps[n] = s
	}
	for n, g := range order {
		if !steps[n].Inherits() {
			continue
		}
		serves := slices.IndexFunc(order, func(o gap) bool { return g.waiting.has(o.index) && o.own == g.band })
		steps[n].Serves = steps[serves].Question
		steps[serves].First = append(steps[serves].First, steps[n].Question)
	}
	for n, g := range order {
		steps[n].Reason = r.reason(&r.Findings[g.index], steps[n])
	}
	return steps
}

func kindOf(s State) StepKind {
	switch s {
	case Unknown:
		return FindOut
	case Claimed:
		return ProveIt
	case None, Partial, Unasked, Held, Proven, NotApplicable:
	}
	return Fix
}

// NowSteps returns at most three steps to do now.
func (r Result) NowSteps() []Step {
	return slices.DeleteFunc(slices.Clone(r.Plan), func(s Step) bool { return !s.Now })
}

// Step returns the step of a question's gap.
func (r Result) Step(id questionnaire.QuestionID) (Step, bool) {
	i := slices.IndexFunc(r.Plan, func(s Step) bool { return s.Question == id })
	if i < 0 {
		return Step{}, false
	}
	return r.Plan[i], true
}

// A Queue is what was not asked yet, each part in questionnaire order.
type Queue struct {
	Blockers []questionnaire.QuestionID // due blockers
	Due      []questionnaire.QuestionID // everything due, blockers included
	All      []questionnaire.QuestionID // everything that applies
}

func (r Result) queue() Queue {
	var q Queue
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Applies == questionnaire.No || f.State != Unasked {
			continue
		}
		q.All = append(q.All, f.Question.ID)
		if f.Due != Now {
			continue
		}
		q.Due = append(q.Due, f.Question.ID)
		if f.Severity == questionnaire.Blocker {
			q.Blockers = append(q.Blockers, f.Question.ID)
		}
	}
	return q
}
