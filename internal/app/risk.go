package app

import (
	"context"
	"fmt"
	"slices"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// BlockerWarning is what a person should know before accepting a blocker.
const BlockerWarning = "Accepting a blocker may not be lawful where other people's data or money are concerned."

// Acceptable returns why these gaps cannot be accepted together, or what a person should know before
// doing so, if anything. A blocker is accepted by itself, other gaps together; what nobody knows or
// was asked about cannot be accepted.
func (v View) Acceptable(ids ...questionnaire.QuestionID) (warning string, err error) {
	for _, id := range ids {
		f, ok := v.Result.Finding(id)
		switch {
		case !ok:
			return "", v.noQuestion(id)
		case f.Applies == questionnaire.No:
			return "", fmt.Errorf("%s does not apply, there is nothing to accept: %w", id, assessment.ErrInvalid)
		case f.State == analysis.Unasked || f.State == analysis.Unknown:
			return "", fmt.Errorf("%s: %s, and what nobody knows cannot be accepted: %w", id, f.State.Words(), assessment.ErrInvalid)
		case !f.Gap():
			return "", fmt.Errorf("%s is %s, there is nothing to accept: %w", id, f.State.Words(), assessment.ErrInvalid)
		case f.Severity != questionnaire.Blocker:
		case len(ids) > 1:
			return "", fmt.Errorf("%s is a blocker, and blockers are accepted one at a time: %w", id, assessment.ErrInvalid)
		default:
			warning = BlockerWarning
		}
	}
	return warning, nil
}

// Accept keeps a person's word to live with some gaps until a date. The latest word on a question
// counts. It returns what View.Acceptable and Acceptance.Valid find wrong, and saves nothing then.
func (s *Service) Accept(ctx context.Context, id assessment.ID, by string, until assessment.Date, reason string, questions ...questionnaire.QuestionID) (View, error) {
	v, err := s.Open(ctx, id)
	if err != nil {
		return View{}, err
	}
	questions = slices.Compact(slices.Sorted(slices.Values(questions)))
	if _, err := v.Acceptable(questions...); err != nil {
		return View{}, err
	}
	now := s.Now().UTC()
	x := assessment.Acceptance{Questions: questions, By: by, At: now, Until: until, Reason: reason}
	if err := x.Valid(assessment.DateOf(now)); err != nil {
		return View{}, err
	}
	return s.say(ctx, id, assessment.Event{By: by, Kind: assessment.Accepted, Change: assessment.Change{Acceptance: &x}})
}

// Decide keeps a go, a go with conditions or a no-go for a stage in the decision log; no stage
// stands for the target.
func (s *Service) Decide(ctx context.Context, id assessment.ID, by string, word assessment.CallWord, stage questionnaire.Stage, reason string) (View, error) {
	if stage == "" {
		v, err := s.Open(ctx, id)
		if err != nil {
			return View{}, err
		}
		stage = v.Result.Target
	}
	c := assessment.Call{Word: word, Stage: stage, By: by, At: s.Now().UTC(), Reason: reason}
	if err := c.Valid(); err != nil {
		return View{}, err
	}
	return s.say(ctx, id, assessment.Event{By: by, Kind: assessment.Decided, Change: assessment.Change{Call: &c}})
}

// SignOff keeps what an owner says of the system.
func (s *Service) SignOff(ctx context.Context, id assessment.ID, by string, ready assessment.Ready, words string) (View, error) {
	x := assessment.SignOff{By: by, At: s.Now().UTC(), Ready: ready, Words: words}
	if err := x.Valid(); err != nil {
		return View{}, err
	}
	return s.say(ctx, id, assessment.Event{By: by, Kind: assessment.Signed, Change: assessment.Change{SignOff: &x}})
}

// Ship writes into the ship log that the system was shown, deployed, or used by so many people; no
// date stands for today.
func (s *Service) Ship(ctx context.Context, id assessment.ID, by string, shipped assessment.Shipment) (View, error) {
	now := s.Now().UTC()
	today := assessment.DateOf(now)
	shipped.By, shipped.At = by, now
	if shipped.On == "" {
		shipped.On = today
	}
	if err := shipped.Valid(today); err != nil {
		return View{}, err
	}
	return s.say(ctx, id, assessment.Event{By: by, Kind: assessment.Shipped, Change: assessment.Change{Shipment: &shipped}})
}

// say saves what a person said besides answers, unless it looks like a secret.
func (s *Service) say(ctx context.Context, id assessment.ID, e assessment.Event) (View, error) {
	e, err := s.screen(ctx, id, e, assessment.Change{})
	if err != nil {
		return View{}, err
	}
	return s.append(ctx, id, 0, e)
}
