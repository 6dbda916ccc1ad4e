package app

import (
	"context"
	"encoding/json"
	"time"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
)

// Summary is what a list of systems shows of one: stored beside it, and made anew when the
// assessment, the day or the method changed.
type Summary struct {
	ID         assessment.ID       `json:"id"`
	Name       string              `json:"name"`
	Changed    time.Time           `json:"changed"`
	Target     questionnaire.Stage `json:"target"`
	ReadyFor   questionnaire.Stage `json:"ready_for"`            // empty: demo
	Next       questionnaire.Stage `json:"next_stage,omitempty"` // empty: all are reached
	Outcome    analysis.Outcome    `json:"outcome,omitempty"`    // of the next stage
	Stop       int                 `json:"stop"`
	Prove      int                 `json:"prove"`  // of blockers
	ToAsk      int                 `json:"to_ask"` // blockers and highs that keep the next stage from being known
	Asked      int                 `json:"asked"`  // of those due
	Due        int                 `json:"due"`
	FirstShown assessment.Moment   `json:"first_shown,omitempty"`
	Outside    *assessment.Outside `json:"outside,omitempty"`
	Step       string              `json:"step,omitempty"` // title of the first thing to do
	StepOwner  string              `json:"step_owner,omitempty"`
	StepDue    assessment.Date     `json:"step_due,omitempty"`
	ValidUntil assessment.Date     `json:"valid_until,omitempty"` // last day on which time alone changes nothing
	Gaps       SummaryGaps         `json:"gaps,omitempty"`        // those with STOP, PROVE or NEXT that nobody accepted
	Ends       string              `json:"ends,omitempty"`        // what ends on ValidUntil
	Trouble    string              `json:"-"`                     // why it could not be judged; then only ID is set
}

// SummaryGaps are gaps by their decision, in the order of the plan. There may be a thousand summaries
// in memory, so each question is named and no more.
type SummaryGaps map[analysis.Decision][]questionnaire.QuestionID

// Summarise returns the summary of a view, as it may be shown.
func (v View) Summarise() Summary {
	v = v.Masked()
	a, r := v.Assessment, v.Result
	sum := Summary{
		ID: a.ID, Name: a.Description.Name, Changed: a.Changed, Target: r.Target, ReadyFor: r.ReadyFor,
		FirstShown: a.Description.FirstShown, Outside: a.Description.Outside, ValidUntil: r.ValidUntil,
	}
	due := r.Verdict(r.Target).Due
	sum.Asked, sum.Due = due.Of-due.Unasked, due.Of
	if next, more := r.NextStage(); more {
		sum.Next, sum.Outcome, sum.ToAsk = next.Stage, next.Outcome, len(next.Unasked)
	}
	for _, f := range r.Findings {
		switch {
		case f.Acceptance != nil:
		case f.Decision == analysis.Stop:
			sum.Stop++
		case f.Decision == analysis.Prove && f.Severity == questionnaire.Blocker:
			sum.Prove++
		}
	}
	sum.Gaps = pressing(r)
	for _, e := range v.ending() {
		if e.On == sum.ValidUntil {
			sum.Ends = e.Words()
			break
		}
	}
	if now := r.NowSteps(); len(now) > 0 {
		f, _ := r.Finding(now[0].Question)
		sum.Step, sum.StepOwner, sum.StepDue = f.Title(now[0].Kind), f.Answer.Owner, f.Answer.Due
	}
	return sum
}

// pressing returns the gaps with STOP, PROVE or NEXT that nobody accepted.
func pressing(r analysis.Result) SummaryGaps {
	gaps := SummaryGaps{}
	for _, f := range r.Gaps() {
		word := f.Decision
		if f.Acceptance == nil && (word == analysis.Stop || word == analysis.Prove || word == analysis.ToNext) {
			gaps[word] = append(gaps[word], f.Question.ID)
		}
	}
	return gaps
}

// A Listed is a system in a list. Its summary is read when it is asked for, because there may be
// thousands and a screen shows twenty.
type Listed struct {
	ID      assessment.ID
	Changed time.Time

	summary *Summary
	body    json.RawMessage // of the summary, if that was not read yet
}

// Summary returns what is shown of the system.
func (l Listed) Summary() Summary {
	if l.summary != nil {
		return *l.summary
	}
	var sum Summary
	if err := json.Unmarshal(l.body, &sum); err != nil {
		return Summary{ID: l.ID, Name: string(l.ID), Trouble: err.Error()}
	}
	return sum
}

// Listed returns the summary as a list has it.
func (s Summary) Listed() Listed { return Listed{ID: s.ID, Changed: s.Changed, summary: &s} }

// List returns every assessment, by id. Stored summaries that still hold are taken as they are; the
// others are made anew and stored, if that is possible. An assessment that cannot be judged is
// listed with its trouble, and hides no other.
func (s *Service) List(ctx context.Context) ([]Listed, error) {
	stored, err := s.Store.List(ctx)
	if err != nil {
		return nil, err
	}
	today := assessment.DateOf(s.Now())
	list := make([]Listed, len(stored))
	for i, l := range stored {
		if l.Fresh && holds(l.Mark, today) {
			list[i] = Listed{ID: l.ID, Changed: l.Mark.Changed, body: l.Summary}
			continue
		}
		v, err := s.Open(ctx, l.ID)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			list[i] = Summary{ID: l.ID, Name: string(l.ID), Trouble: err.Error()}.Listed()
			continue
		}
		list[i] = s.summarise(ctx, v).Listed()
	}
	return list, nil
}

// summaryMethod is that of the analysis with the form of the summaries: both make old ones worthless.
const summaryMethod = analysis.Version + ".3"

// holds tells whether a summary still says what a judgement on that day would say.
func holds(m store.Mark, today assessment.Date) bool {
	return m.Method == summaryMethod && m.Judged <= today && (m.Until == "" || today <= m.Until)
}

// summarise stores the summary of a view. That it cannot be stored is no trouble: it is made anew
// when it is needed.
func (s *Service) summarise(ctx context.Context, v View) Summary {
	sum := v.Summarise()
	if body, err := json.Marshal(sum); err == nil {
		_ = s.Store.PutSummary(ctx, sum.ID, store.Mark{
			Seq: v.Assessment.Seq, Changed: sum.Changed, Judged: v.Result.Today,
			Until: sum.ValidUntil, Method: summaryMethod,
		}, body)
	}
	return sum
}

// Version returns a number that changes whenever anything is saved, by this process or another.
func (s *Service) Version(ctx context.Context) (uint64, error) { return s.Store.Version(ctx) }
