package analysis

import (
	"cmp"
	"slices"

	"prodfirst/internal/questionnaire"
)

// Outcome is the verdict in a word.
type Outcome string

// The outcomes of a verdict.
const (
	Reached          Outcome = "reached"
	ReachedWithRisks Outcome = "reached-with-accepted-risks"
	NotYet           Outcome = "not-yet"
	NotKnown         Outcome = "not-known"
)

// Open tells whether the gate is open.
func (o Outcome) Open() bool { return o == Reached || o == ReachedWithRisks }

// A Verdict is the outcome for one stage with the answers that anchor it.
type Verdict struct {
	Stage    questionnaire.Stage
	Outcome  Outcome
	Blocking []questionnaire.QuestionID // gaps that hold the stage back, in the order of the plan
	Unasked  []questionnaire.QuestionID // due blockers and highs that were not asked
	Accepted []questionnaire.QuestionID // gaps that would hold it back, but a person accepted them
	Excused  []questionnaire.QuestionID // due blockers and highs that were said not to apply
	Off      []questionnaire.QuestionID // due blockers and highs that were switched off
	Blockers Count                      // the due blockers by state
	Due      Count                      // all due questions by state
}

// verdicts returns the verdict for every stage.
func (r Result) verdicts() []Verdict {
	var vs []Verdict
	for _, stage := range questionnaire.Stages() {
		vs = append(vs, r.verdict(stage))
	}
	return vs
}

func (r Result) verdict(stage questionnaire.Stage) Verdict {
	v := Verdict{Stage: stage}
	for i := range r.Findings {
		f := &r.Findings[i]
		switch {
		case DueAt(f.Stage, stage) != Now:
		case f.Applies != questionnaire.No:
			weigh(&v, f)
		case f.Aside == SwitchedOff && pressing(f.Severity):
			v.Off = append(v.Off, f.Question.ID)
		}
	}
	switch {
	case len(v.Blocking) > 0:
		v.Outcome = NotYet
	case len(v.Unasked) > 0:
		v.Outcome = NotKnown
	case len(v.Accepted) > 0:
		v.Outcome = ReachedWithRisks
	default:
		v.Outcome = Reached
	}
	return v
}

// weigh adds a due question that applies to a verdict.
func weigh(v *Verdict, f *Finding) {
	tally(&v.Due, f.State)
	if f.Severity == questionnaire.Blocker {
		tally(&v.Blockers, f.State)
	}
	if !pressing(f.Severity) {
		return
	}
	id := f.Question.ID
	switch {
	case f.State == Unasked:
		v.Unasked = append(v.Unasked, id)
	case f.State == NotApplicable:
		v.Excused = append(v.Excused, id)
	case !holdsBack(f):
	case f.Acceptance != nil:
		v.Accepted = append(v.Accepted, id)
	default:
		v.Blocking = append(v.Blocking, id)
	}
}

// pressing tells the severities that decide verdicts and rules.
func pressing(s questionnaire.Severity) bool {
	return s == questionnaire.Blocker || s == questionnaire.High
}

// orderBlocking puts what holds a stage back into the order of the plan.
func (r Result) orderBlocking() {
	place := make(map[questionnaire.QuestionID]int, len(r.Plan))
	for i, s := range r.Plan {
		place[s.Question] = i
	}
	for _, v := range r.Verdicts {
		for _, ids := range [][]questionnaire.QuestionID{v.Blocking, v.Accepted} {
			slices.SortFunc(ids, func(a, b questionnaire.QuestionID) int { return cmp.Compare(place[a], place[b]) })
		}
	}
}

// holdsBack tells whether a due blocker or high keeps its stage from being reached.
func holdsBack(f *Finding) bool {
	return f.State.open() || f.Severity == questionnaire.Blocker && f.State == Claimed
}

// Verdict returns the verdict for a stage.
func (r Result) Verdict(stage questionnaire.Stage) Verdict {
	i := slices.IndexFunc(r.Verdicts, func(v Verdict) bool { return v.Stage == stage })
	if i < 0 {
		return Verdict{Stage: stage}
	}
	return r.Verdicts[i]
}

// NextStage returns the first stage that is not reached, and false when all are.
func (r Result) NextStage() (Verdict, bool) {
	for _, v := range r.Verdicts {
		if !v.Outcome.Open() {
			return v, true
		}
	}
	return Verdict{}, false
}

// readyFor returns the highest stage that is reached with all earlier ones reached, or Demo.
func (r Result) readyFor() questionnaire.Stage {
	ready := Demo
	for _, v := range r.Verdicts {
		if !v.Outcome.Open() {
			break
		}
		ready = v.Stage
	}
	return ready
}

// A Count counts questions by state. It is never made into a percentage.
type Count struct {
	Of            int // all that were counted
	Unasked       int
	Unknown       int
	None          int
	Partial       int
	Claimed       int
	Held          int
	Proven        int
	NotApplicable int
}

// Open counts what is unknown, none or partial.
func (c Count) Open() int { return c.Unknown + c.None + c.Partial }

// tally adds a question in that state to a count.
func tally(c *Count, s State) {
	c.Of++
	switch s {
	case Unasked:
		c.Unasked++
	case Unknown:
		c.Unknown++
	case None:
		c.None++
	case Partial:
		c.Partial++
	case Claimed:
		c.Claimed++
	case Held:
		c.Held++
	case Proven:
		c.Proven++
	case NotApplicable:
		c.NotApplicable++
	}
}

// An AreaCount counts one area: its due questions and all that apply.
type AreaCount struct {
	Questionnaire questionnaire.ID
	Area          questionnaire.AreaID
	Title         string
	Due           Count
	All           Count
}

// Doubtful tells whether more than a quarter of the area was said not to apply.
func (a AreaCount) Doubtful() bool { return a.All.NotApplicable*4 > a.All.Of }

// Areas counts every area that has a question that applies, in the order of the questionnaires.
func (r Result) Areas() []AreaCount {
	var areas []AreaCount
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Applies == questionnaire.No {
			continue
		}
		last := len(areas) - 1
		if last < 0 || areas[last].Questionnaire != f.Questionnaire || areas[last].Area != f.Area {
			areas = append(areas, AreaCount{Questionnaire: f.Questionnaire, Area: f.Area, Title: f.AreaTitle})
			last++
		}
		tally(&areas[last].All, f.State)
		if f.Due == Now {
			tally(&areas[last].Due, f.State)
		}
	}
	return areas
}

// Decided counts the gaps by decision word.
func (r Result) Decided() map[Decision]int {
	counts := map[Decision]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Decision != "" {
			counts[f.Decision]++
		}
	}
	return counts
}

// Pressing returns the due blockers and highs of a stage that apply, in the order of the
// questionnaires: all that can hold it back.
func (r Result) Pressing(stage questionnaire.Stage) []Finding {
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool {
		return f.Applies == questionnaire.No || !pressing(f.Severity) || DueAt(f.Stage, stage) != Now
	})
}
