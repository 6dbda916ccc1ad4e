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

	index      map[questionnaire.QuestionID]int
	needs      graph
	vocabulary questionnaire.Vocabulary
}

// Demo is the stage of a system that is ready for no stage yet.
const Demo questionnaire.Stage = ""

// Judge returns what the answers of an assessment mean on a day.
func Judge(in Input) Result {
	r := Result{
		At:     in.At.UTC(),
		Today:  assessment.DateOf(in.At),
		Target: in.Assessment.Description.Target,
		Facts:  in.Vocabulary.Resolve(in.Assessment.Facts),
		index:  make(map[questionnaire.QuestionID]int, count(in.Questionnaires)),

		vocabulary: in.Vocabulary,
	}
	facts := make(map[questionnaire.FactID]questionnaire.Truth, len(r.Facts))
	for id, k := range r.Facts {
		facts[id] = k.Truth
	}
	r.Findings = r.find(in.Questionnaires, facts)
	r.Solo = standsIn(in.Questionnaires, facts)
	r.setAside(in)
	for i := range r.Findings {
		r.judge(&r.Findings[i], in.Assessment.Acceptances, facts)
	}
	r.needs = newGraph(r.Findings, r.index)
	for i := range r.Findings {
		r.Findings[i].Unlocks = r.needs.unlocks(i)
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

// find returns every question of the questionnaires, each once, and indexes it.
func (r Result) find(qs []questionnaire.Questionnaire, facts map[questionnaire.FactID]questionnaire.Truth) []Finding {
	found := make([]Finding, 0, count(qs))
	for i := range qs {
		for _, area := range qs[i].Areas {
			for _, q := range area.Questions {
				if _, twice := r.index[q.ID]; twice {
					continue
				}
				r.index[q.ID] = len(found)
				found = append(found, Finding{
					Questionnaire: qs[i].ID, Area: area.ID, AreaTitle: area.Title,
					Question: q, Applies: q.Applies.Eval(facts),
				})
			}
		}
	}
	return found
}

func count(qs []questionnaire.Questionnaire) int {
	n := 0
	for _, qn := range qs {
		for _, area := range qn.Areas {
			n += len(area.Questions)
		}
	}
	return n
}

// judge says what the answer of one finding means, seen by itself.
func (r Result) judge(f *Finding, accepted []assessment.Acceptance, facts map[questionnaire.FactID]questionnaire.Truth) {
	q := &f.Question
	f.Severity, f.Stage = q.Severity, q.Stage
	f.State = StateOf(f.Answer, *q, r.Today)
	f.Expires = expires(f.State, f.Answer, q.Freshness)
	for i := range q.Escalate {
		if e := &q.Escalate[i]; e.If.Eval(facts) != questionnaire.No {
			f.Severity, f.Stage, f.Escalation = e.Severity, e.Stage, e
			break
		}
	}
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
	i, ok := r.index[id]
	if !ok {
		return Finding{}, false
	}
	return r.Findings[i], true
}

// Gaps returns all gaps in the order of the plan.
func (r Result) Gaps() []Finding {
	gaps := make([]Finding, len(r.Plan))
	for i, s := range r.Plan {
		gaps[i] = r.Findings[r.index[s.Question]]
	}
	return gaps
}

// NotSure returns the facts that are not sure, in the order of the vocabulary.
func (r Result) NotSure() []questionnaire.Fact {
	return slices.DeleteFunc(r.vocabulary.Facts(), func(f questionnaire.Fact) bool {
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
