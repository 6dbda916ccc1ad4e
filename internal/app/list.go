package app

import (
	"context"
	"encoding/json"
	"sync"
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
	ValidUntil assessment.Date     `json:"valid_until,omitempty"`
	Judged     assessment.Date     `json:"judged"`
	Method     string              `json:"method"`
	Trouble    string              `json:"-"` // why it could not be judged; then only ID is set
}

// Summarise returns the summary of a view.
func (v View) Summarise() Summary {
	a, r := v.Assessment, v.Result
	sum := Summary{
		ID: a.ID, Name: a.Description.Name, Changed: a.Changed, Target: r.Target, ReadyFor: r.ReadyFor,
		FirstShown: a.Description.FirstShown, Outside: a.Description.Outside,
		ValidUntil: r.ValidUntil, Judged: r.Today, Method: analysis.Version,
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
	if now := r.NowSteps(); len(now) > 0 {
		f, _ := r.Finding(now[0].Question)
		sum.Step, sum.StepOwner, sum.StepDue = f.Title(now[0].Kind), f.Answer.Owner, f.Answer.Due
	}
	return sum
}

// current tells whether a stored summary still says what a judgement on that day would say.
func (s Summary) current(today assessment.Date) bool {
	return s.Method == analysis.Version && s.Judged <= today && (s.ValidUntil == "" || today <= s.ValidUntil)
}

// List returns a summary of every assessment, by id. Stored summaries that still hold are taken as
// they are; the others are made anew and stored, if that is possible. An assessment that cannot be
// judged is listed with its trouble, and hides no other.
func (s *Service) List(ctx context.Context) ([]Summary, error) {
	listed, err := s.Store.List(ctx)
	if err != nil {
		return nil, err
	}
	sums := decode(listed)
	today := assessment.DateOf(s.Now())
	for i, l := range listed {
		if l.Fresh && sums[i].current(today) {
			continue
		}
		v, err := s.Open(ctx, l.ID)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			sums[i] = Summary{ID: l.ID, Name: string(l.ID), Trouble: err.Error()}
			continue
		}
		sums[i] = s.summarise(ctx, v)
	}
	return sums, nil
}

// decode returns the summaries as they are stored, the zero value for those that cannot be read.
// The first screen waits for it, so it is done on two cores.
func decode(listed []store.Listed) []Summary {
	sums := make([]Summary, len(listed))
	half := len(listed) / 2
	var both sync.WaitGroup
	for _, part := range [][2]int{{0, half}, {half, len(listed)}} {
		both.Go(func() {
			for i := part[0]; i < part[1]; i++ {
				if json.Unmarshal(listed[i].Summary, &sums[i]) != nil {
					sums[i] = Summary{}
				}
			}
		})
	}
	both.Wait()
	return sums
}

// summarise stores the summary of a view. That it cannot be stored is no trouble: it is made anew
// when it is needed.
func (s *Service) summarise(ctx context.Context, v View) Summary {
	sum := v.Summarise()
	if body, err := json.Marshal(sum); err == nil {
		_ = s.Store.PutSummary(ctx, v.Assessment.ID, v.Assessment.Seq, body)
	}
	return sum
}

// Version returns a number that changes whenever anything is saved, by this process or another.
func (s *Service) Version(ctx context.Context) (uint64, error) { return s.Store.Version(ctx) }
