package app

import (
	"context"
	"fmt"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Entry is one event with the answer as it was before.
type Entry struct {
	assessment.Event
	Before *assessment.Answer // for an answered question that was answered before
}

// History returns everything that happened to an assessment, oldest first, as it may be shown: with masks
// in place of what looks like a secret. The chain is verified.
func (s *Service) History(ctx context.Context, id assessment.ID) ([]Entry, error) {
	events, err := s.Store.History(ctx, id)
	if err != nil {
		return nil, s.named(ctx, id, err)
	}
	if events, err = maskedEvents(events); err != nil {
		return nil, err
	}
	entries := make([]Entry, len(events))
	last := map[questionnaire.QuestionID]*assessment.Answer{}
	for i, e := range events {
		entries[i] = Entry{Event: e}
		if e.Kind == assessment.Answered {
			entries[i].Before = last[e.Change.Question]
			last[e.Change.Question] = e.Change.Answer
		}
	}
	return entries, nil
}

// Undo takes back the last change that is still in effect, whoever made it, and returns it, or
// ErrNothing. What was there before comes back as a new event, so that history tells the whole story.
func (s *Service) Undo(ctx context.Context, id assessment.ID, by string) (View, assessment.Event, error) {
	return s.reverse(ctx, id, by, assessment.Undo)
}

// Redo takes the last Undo back, or returns ErrNothing if anything else happened since.
func (s *Service) Redo(ctx context.Context, id assessment.ID, by string) (View, assessment.Event, error) {
	return s.reverse(ctx, id, by, assessment.Redo)
}

type reversal func(assessment.ID, []assessment.Event) (assessment.Event, assessment.Change, bool)

func (s *Service) reverse(ctx context.Context, id assessment.ID, by string, find reversal) (View, assessment.Event, error) {
	events, err := s.Store.History(ctx, id)
	if err != nil {
		return View{}, assessment.Event{}, s.named(ctx, id, err)
	}
	target, change, ok := find(id, events)
	if !ok {
		return View{}, assessment.Event{}, fmt.Errorf("%w to take back", ErrNothing)
	}
	var base uint64
	if target.Kind == assessment.Answered {
		base = assessment.Fold(id, events).Answers[target.Change.Question].Rev
	}
	v, err := s.append(ctx, id, base, assessment.Event{
		By: by, Kind: target.Kind, Undoes: target.ID, Change: change,
	})
	return v, target, err
}
