package app

import (
	"fmt"
	"slices"
	"time"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
)

// A Gate says whether a system may go on to a stage, and what holds it back.
type Gate struct {
	View     View // aimed at the stage, so that the decision words speak of it
	Verdict  analysis.Verdict
	Baseline *View // if it only has to be no worse than this
	Open     bool
	Shut     []analysis.Finding // what was asked and keeps the gate shut, in the order of the plan
	Unasked  []analysis.Finding // what was not asked and keeps it shut, blockers first
	TooOld   string             // why the answers are too old, if they are; shuts the gate
	Ending   []Ending           // what counts still, and not in two weeks
}

// Ending is evidence or an acceptance that ends.
type Ending struct {
	Question questionnaire.QuestionID
	Accepted bool
	On       assessment.Date // the last day on which it counts
}

// Words returns what ends: "sec-secrets: the evidence counts until 2026-12-01".
func (e Ending) Words() string {
	if e.Accepted {
		return fmt.Sprintf("%s: accepted until %s", e.Question, e.On)
	}
	return fmt.Sprintf("%s: the evidence counts until %s", e.Question, e.On)
}

// GateOptions say what is asked of a gate. The zero value asks whether the stage that the system
// aims at is reached.
type GateOptions struct {
	Stage    questionnaire.Stage
	Baseline *View // the gate is open if nothing is worse than it was then
	MaxAge   int   // days since the last answer after which the gate is shut; 0: any
}

// Gate returns whether the system may go on. With a baseline, what was as bad then, or not asked,
// does not shut it, so that a gate can be put before a system that is old already.
func (v View) Gate(o GateOptions) Gate {
	if o.Stage != "" {
		v.Assessment.Description.Target = o.Stage
		v = v.AsOf(v.Result.At)
	}
	g := Gate{View: v, Verdict: v.Result.Verdict(v.Result.Target), Baseline: o.Baseline}
	shut, unasked := g.Verdict.Blocking, g.Verdict.Unasked
	if o.Baseline != nil {
		worse := analysis.Worse(o.Baseline.Result, v.Result, v.Result.Target)
		better := func(id questionnaire.QuestionID) bool { return !slices.Contains(worse, id) }
		shut = slices.DeleteFunc(slices.Clone(shut), better)
		unasked = slices.DeleteFunc(slices.Clone(unasked), better)
	}
	g.Shut, g.Unasked = v.findings(shut), v.findings(unasked)
	slices.SortStableFunc(g.Unasked, func(a, b analysis.Finding) int {
		return slices.Index(questionnaire.Severities(), a.Severity) - slices.Index(questionnaire.Severities(), b.Severity)
	})
	if age := assessment.DateOf(v.Assessment.Changed).Days(v.Result.Today); o.MaxAge > 0 && age > o.MaxAge {
		g.TooOld = fmt.Sprintf("The answers are %d days old, and may be %d.", age, o.MaxAge)
	}
	soon := v.Result.Today.Add(report.Soon)
	g.Ending = slices.DeleteFunc(v.ending(), func(e Ending) bool { return e.On > soon })
	g.Open = len(g.Shut)+len(g.Unasked) == 0 && g.TooOld == ""
	return g
}

func (v View) findings(ids []questionnaire.QuestionID) []analysis.Finding {
	found := make([]analysis.Finding, len(ids))
	for i, id := range ids {
		found[i], _ = v.Result.Finding(id)
	}
	return found
}

// ending returns what counts and will end, in the order of the questionnaires.
func (v View) ending() []Ending {
	var all []Ending
	for _, f := range v.Result.Findings {
		e := Ending{Question: f.Question.ID, On: f.Expires}
		if f.Acceptance != nil {
			e.On, e.Accepted = f.Acceptance.Until, true
		}
		if f.Applies != questionnaire.No && e.On != "" {
			all = append(all, e)
		}
	}
	return all
}

// AsOf returns the view as it would be judged at another time.
func (v View) AsOf(at time.Time) View {
	in := v.Input()
	in.At = at
	v.Result = analysis.Judge(in)
	return v
}
