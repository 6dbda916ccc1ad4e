package analysis

import (
	"slices"

	"prodfirst/internal/questionnaire"
)

// An Effect is what would be different if steps were done today.
type Effect struct {
	Verdict string                     // one sentence about the next stage
	After   Result                     // the judgement as it would be
	Now     []questionnaire.QuestionID // steps that would be among the next ones, and are not, in their order
	Free    []questionnaire.QuestionID // open questions that would wait for nothing any more, in questionnaire order
}

// EffectOf returns what would be different if the gaps of some questions were closed and proven.
func EffectOf(in Input, before Result, done ...questionnaire.QuestionID) Effect {
	e := Effect{After: WhatIf(in, done...)}
	e.Verdict = Difference(before, e.After)
	for _, s := range e.After.NowSteps() {
		if old, _ := before.Step(s.Question); !old.Now {
			e.Now = append(e.Now, s.Question)
		}
	}
	for i := range before.Findings {
		if f := &before.Findings[i]; before.waits(f) && !e.After.waits(f) && !slices.Contains(done, f.Question.ID) {
			e.Free = append(e.Free, f.Question.ID)
		}
	}
	return e
}

// waits tells whether a question is open or was not asked, and needs another one that is.
func (r Result) waits(f *Finding) bool {
	at := r.ground.index[f.Question.ID]
	return r.open(at) && slices.ContainsFunc(r.ground.needs.needs[at], r.open)
}

func (r Result) open(i int) bool {
	f := &r.Findings[i]
	return f.Gap() || f.Applies != questionnaire.No && f.State == Unasked
}
