package analysis

import (
	"slices"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// A Comparison says what became of the questions between two judgements of one assessment. Each
// question is in one list at most, in the order of the questionnaires.
type Comparison struct {
	Gained   []Shift // more holds than before, and somebody said so
	Lost     []Shift // less holds, or less is known, and somebody said so
	FoundOut []Shift // don't know became none
	Expired  []Shift // nobody said anything, but the evidence is too old by now
	Asked    []Shift // answered for the first time
	Scope    []Shift // applies now and did not, or the other way round, because facts changed or somebody said so

	// What changed about the questions themselves is kept apart from what changed about the system.
	Added, Removed []questionnaire.QuestionID // by a questionnaire that came, went or was upgraded
	Reworded       []Shift                    // claimed again, because the question changed

	From, To     Point
	Verdicts     []VerdictShift // of every stage whose outcome changed
	ReadyFor     [2]questionnaire.Stage
	ReadyChanged bool
}

// A Shift is a question in two states.
type Shift struct {
	Question questionnaire.QuestionID
	Title    string
	Severity questionnaire.Severity // afterwards
	Before   State
	After    State
	By       string          // who gave the level that holds afterwards
	On       assessment.Date // when
}

// A VerdictShift is the verdict for a stage, twice.
type VerdictShift struct {
	Stage         questionnaire.Stage
	Before, After Outcome
}

// Empty tells whether nothing changed.
func (c *Comparison) Empty() bool {
	n := len(c.Added) + len(c.Removed) + len(c.Verdicts)
	for _, shifts := range [][]Shift{c.Gained, c.Lost, c.FoundOut, c.Expired, c.Asked, c.Scope, c.Reworded} {
		n += len(shifts)
	}
	return n == 0 && !c.ReadyChanged
}

// Compare says what changed between two judgements.
func Compare(before, after Result) Comparison {
	c := Comparison{
		From: before.Point(), To: after.Point(),
		ReadyFor: [2]questionnaire.Stage{before.ReadyFor, after.ReadyFor}, ReadyChanged: before.ReadyFor != after.ReadyFor,
	}
	for _, f := range after.Findings {
		was, there := before.Finding(f.Question.ID)
		if !there {
			c.Added = append(c.Added, f.Question.ID)
			continue
		}
		if list := c.list(was, f); list != nil {
			*list = append(*list, Shift{
				Question: f.Question.ID, Title: f.Question.Title, Severity: f.Severity, Before: was.State, After: f.State,
				By: f.Answer.By, On: assessment.DateOf(f.Answer.At),
			})
		}
	}
	for _, f := range before.Findings {
		if _, there := after.Finding(f.Question.ID); !there {
			c.Removed = append(c.Removed, f.Question.ID)
		}
	}
	for _, v := range before.Verdicts {
		if now := after.Verdict(v.Stage); now.Outcome != v.Outcome {
			c.Verdicts = append(c.Verdicts, VerdictShift{Stage: v.Stage, Before: v.Outcome, After: now.Outcome})
		}
	}
	return c
}

// list returns the list into which a question belongs, or nil if nothing changed about it.
func (c *Comparison) list(was, is Finding) *[]Shift {
	applied, applies := was.Applies != questionnaire.No, is.Applies != questionnaire.No
	switch {
	case applied != applies:
		return &c.Scope
	case !applies || was.State == is.State:
		return nil
	case was.State == Unasked:
		return &c.Asked
	case was.State == NotApplicable || is.State == NotApplicable:
		return &c.Scope
	case is.Reopened() && !was.Reopened():
		return &c.Reworded
	case was.State == Unknown && is.State == None:
		return &c.FoundOut
	case holding(is.State) > holding(was.State):
		return &c.Gained
	case is.Answer.Rev == was.Answer.Rev:
		return &c.Expired
	}
	return &c.Lost
}

// holding orders states by how much holds. It is for comparing one question with itself, and never
// added up or shown.
func holding(s State) int { return slices.Index(States(), s) }

// A Point is what a trend shows of one day: two counts of the questions due at the target.
type Point struct {
	On           assessment.Date
	Label        string // of the milestone that names it; else empty
	Proven       int
	Held         int
	Due          int // questions due
	OpenBlockers int // due blockers that are unknown, none, partial or claimed
	Unasked      int // due blockers that were not asked
	Blockers     int // due blockers
}

// Point returns what a trend shows of the judgement.
func (r Result) Point() Point {
	v := r.Verdict(r.Target)
	b := v.Blockers
	return Point{
		On: r.Today, Proven: v.Due.Proven, Held: v.Due.Held, Due: v.Due.Of,
		OpenBlockers: b.Unknown + b.None + b.Partial + b.Claimed, Unasked: b.Unasked, Blockers: b.Of,
	}
}

// Worse returns the due blockers and highs of a stage that are worse than they were: what holds the
// stage back and did not, and what holds less, or is less known, than before. A question that was
// not asked, or did not exist, was not better, so that asking never closes a gate.
func Worse(before, after Result, stage questionnaire.Stage) []questionnaire.QuestionID {
	was, is := before.Verdict(stage), after.Verdict(stage)
	var worse []questionnaire.QuestionID
	for _, id := range is.Blocking {
		f, there := before.Finding(id)
		if !there || f.Applies == questionnaire.No || f.State == Unasked {
			continue
		}
		now, _ := after.Finding(id)
		if !slices.Contains(was.Blocking, id) || holding(now.State) < holding(f.State) && f.State != NotApplicable {
			worse = append(worse, id)
		}
	}
	for _, id := range is.Unasked {
		if f, there := before.Finding(id); there && f.Applies != questionnaire.No && f.State != Unasked {
			worse = append(worse, id)
		}
	}
	return worse
}
