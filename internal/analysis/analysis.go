// Package analysis says what answers mean: states, gaps, decisions, verdicts, the plan and what
// would change if a step were done.
//
// It is a pure function of an assessment, its questionnaires and a date. It must not read a clock,
// store anything or write for people beyond the words of the method. Answers become states, states
// decisions, decisions verdicts and steps; no stage reaches past the next.
package analysis

import (
	"slices"
	"time"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Version is raised whenever the same input may lead to another verdict or decision.
const Version = "2"

// Input is all that a judgement depends on.
type Input struct {
	Assessment     assessment.Assessment
	Questionnaires []questionnaire.Questionnaire // the attached ones, core first
	Vocabulary     questionnaire.Vocabulary
	At             time.Time
}

// A Finding is one question with its answer and everything the analysis makes of it.
type Finding struct {
	Questionnaire questionnaire.ID
	Area          questionnaire.AreaID
	AreaTitle     string
	Question      questionnaire.Question
	Answer        assessment.Answer
	Applies       questionnaire.Truth      // No: it is not asked, not judged, not counted
	Aside         Aside                    // why Applies is No although its condition may hold
	Off           *Off                     // who switched it off, if anyone did
	Twin          questionnaire.QuestionID // of a core question and the solo question that mirrors it the other one
	Carried       bool                     // the level was given to the twin
	Severity      questionnaire.Severity
	Stage         questionnaire.Stage
	Escalation    *questionnaire.Escalation // what raised severity and stage, if anything did
	Due           Due
	State         State
	Decision      Decision // of a gap; else empty
	Raised        bool     // AI-written and not explainable yet: the decision is one stronger
	Acceptance    *assessment.Acceptance
	Expires       assessment.Date // last day of a held or proven state
	Unlocks       int             // questions that apply and need this one, directly or through others
}

// Gap tells whether the finding is a gap: it applies, was asked, and is not held.
func (f Finding) Gap() bool { return f.Applies != questionnaire.No && f.State.Gap() }

// Expired tells whether there is evidence, but all of it is too old.
func (f Finding) Expired() bool {
	return f.State == Claimed && len(f.Answer.Evidence) > 0 && !f.Reopened()
}

// Reopened tells whether the question changed after the answer, which is a claim until it is given
// again.
func (f Finding) Reopened() bool { return f.State == Claimed && f.Answer.Reopened != "" }

// Result is the judgement of one assessment on one day.
type Result struct {
	At         time.Time
	Today      assessment.Date
	Target     questionnaire.Stage
	Facts      map[questionnaire.FactID]questionnaire.Known
	Solo       bool      // the solo pack stands in for core
	Findings   []Finding // every question of the attached questionnaires, in their order, each once
	Verdicts   []Verdict // for each stage, earliest first
	ReadyFor   questionnaire.Stage
	Plan       []Step // one for each gap, in the order in which to do them
	Ask        Queue  // what was not asked yet
	Rules      []Rule
	ValidUntil assessment.Date // last day on which time alone changes nothing; empty: for ever

	ground *Ground
}

// Demo is the stage of a system that is ready for no stage yet.
const Demo questionnaire.Stage = ""

// Judge returns what the answers of an assessment mean on a day.
func Judge(in Input) Result { return newGround(in).judge(in) }

// Ground returns what the judgement rests on besides the answers, for the next one.
func (r Result) Ground() *Ground { return r.ground }

func (g *Ground) judge(in Input) Result {
	r := Result{
		At:       in.At.UTC(),
		Today:    assessment.DateOf(in.At),
		Target:   in.Assessment.Description.Target,
		Facts:    g.known,
		Solo:     g.solo,
		Findings: slices.Clone(g.findings),
		ground:   g,
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Answer, f.Carried = answerTo(f, in.Assessment.Answers)
		r.judge(f, in.Assessment.Acceptances)
	}
	r.Verdicts = r.verdicts()
	r.ReadyFor = r.readyFor()
	r.Plan = r.plan()
	r.orderBlocking()
	r.Ask = r.queue()
	r.Rules = r.rules()
	r.ValidUntil = r.validUntil()
	return r
}

// judge says what the answer of one finding means, seen by itself.
func (r Result) judge(f *Finding, accepted []assessment.Acceptance) {
	q := &f.Question
	f.State = StateOf(f.Answer, *q, r.Today)
	f.Expires = expires(f.State, f.Answer, q.Freshness)
	f.Due = DueAt(f.Stage, r.Target)
	if !f.Gap() {
		return
	}
	plain := Decide(f.State, f.Due, f.Severity, false)
	f.Decision = Decide(f.State, f.Due, f.Severity, f.Answer.AIWritten && f.Answer.Check == assessment.CannotYet)
	f.Raised = f.Decision != plain
	if f.State == Unknown {
		return // what nobody knows cannot be accepted
	}
	for i := range accepted {
		switch { // the latest word counts, so that an acceptance can be shortened
		case accepted[i].Covers(q.ID, r.Today):
			f.Acceptance = &accepted[i]
		case slices.Contains(accepted[i].Questions, q.ID):
			f.Acceptance = nil
		}
	}
}

// Finding returns the finding of a question.
func (r Result) Finding(id questionnaire.QuestionID) (Finding, bool) {
	i, ok := r.at(id)
	if !ok {
		return Finding{}, false
	}
	return r.Findings[i], true
}

// at returns the place of a question among the findings.
func (r Result) at(id questionnaire.QuestionID) (int, bool) {
	if r.ground == nil {
		return 0, false
	}
	i, ok := r.ground.index[id]
	return i, ok
}

// Gaps returns all gaps in the order of the plan.
func (r Result) Gaps() []Finding {
	gaps := make([]Finding, len(r.Plan))
	for i, s := range r.Plan {
		gaps[i] = r.Findings[r.ground.index[s.Question]]
	}
	return gaps
}

// NotSure returns the facts that are not sure, in the order of the vocabulary.
func (r Result) NotSure() []questionnaire.Fact {
	if r.ground == nil {
		return nil
	}
	return slices.DeleteFunc(r.ground.vocabulary.Facts(), func(f questionnaire.Fact) bool {
		return r.Facts[f.ID].Truth != questionnaire.Unsure
	})
}

// validUntil returns the last day on which no evidence and no acceptance has run out.
func (r Result) validUntil() assessment.Date {
	var last assessment.Date
	for i := range r.Findings {
		f := &r.Findings[i]
		ends := []assessment.Date{f.Expires}
		if f.Acceptance != nil {
			ends = append(ends, f.Acceptance.Until)
		}
		for _, d := range ends {
			if d != "" && (last == "" || d < last) {
				last = d
			}
		}
	}
	return last
}
