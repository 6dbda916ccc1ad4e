package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/secret"
)

// ErrSecret says that a text looks like a secret, and that nothing was saved.
var ErrSecret = errors.New("looks like a secret")

// Secrets says what becomes of a text that looks like a secret when it is to be saved.
type Secrets string

// What can become of it.
const (
	RefuseSecrets Secrets = ""     // nothing is saved: a SecretError
	MaskSecrets   Secrets = "mask" // a mask is saved in its place
	KeepSecrets   Secrets = "keep" // it is saved as it is
)

// Noticed is what looks like a secret, and where: never the secret itself.
type Noticed struct {
	Field assessment.TextField
	Kind  string // in words: "GitHub token"
}

// Words says what was noticed where: "note: GitHub token".
func (n Noticed) Words() string {
	return string(n.Field) + ": " + n.Kind
}

// A SecretError is an ErrSecret with what was noticed.
type SecretError struct{ Found []Noticed }

// Error says where something looks like which secret.
func (e *SecretError) Error() string {
	words := make([]string, len(e.Found))
	for i, n := range e.Found {
		words[i] = n.Words()
	}
	return strings.Join(words, "; ")
}

// Unwrap returns ErrSecret.
func (e *SecretError) Unwrap() error { return ErrSecret }

// With returns the same use cases, which do that with what looks like a secret. masked is told what a
// mask was saved for, and may be nil.
func (s *Service) With(secrets Secrets, masked func(Noticed)) *Service {
	return &Service{
		Store: s.Store, Library: s.Library, Now: s.Now, NewID: s.NewID, Secrets: secrets, Masked: masked,
	}
}

// MaskText returns a text with masks in place of what looks like a secret.
func MaskText(text string) string { return secret.Mask(text) }

// notice returns what looks like a secret in the texts of c, unless all of a text is known already, and c
// with masks in its place.
func notice(c assessment.Change, known ...string) ([]Noticed, assessment.Change, error) {
	clean := c
	var found []Noticed
	for i, t := range assessment.Texts(&c) {
		matches := secret.Find(*t.Value)
		if len(matches) == 0 || slices.Contains(known, *t.Value) {
			continue
		}
		if len(found) == 0 {
			var err error
			if clean, err = c.Clone(); err != nil {
				return nil, c, err
			}
		}
		for _, m := range matches {
			if n := (Noticed{t.Field, m.Kind}); !slices.Contains(found, n) {
				found = append(found, n)
			}
		}
		mask(assessment.Texts(&clean)[i])
	}
	return found, clean, nil
}

// mask puts masks in place of what looks like a secret in a text.
func mask(t assessment.Text) {
	masked := secret.Mask(*t.Value)
	if len(masked) > t.Max && masked != *t.Value {
		masked = secret.Redacted("text")
	}
	*t.Value = masked
}

// screen returns an event of a system as it may be saved, with regard to what looks like a secret and is
// neither a text of before nor the name of a person who is known there, or a SecretError.
func (s *Service) screen(ctx context.Context, id assessment.ID, e assessment.Event, before assessment.Change) (assessment.Event, error) {
	if s.Secrets == KeepSecrets {
		return e, nil
	}
	by, found := s.nameIn(ctx, id, e.By)
	known := []string{}
	if len(found) == 0 {
		known = append(known, e.By)
	}
	for _, t := range assessment.Texts(&before) {
		known = append(known, *t.Value)
	}
	texts, clean, err := notice(e.Change, known...)
	if err != nil {
		return e, err
	}
	e.By, e.Change = by, clean
	found = slices.DeleteFunc(found, func(n Noticed) bool { return slices.Contains(texts, n) })
	return e, s.settle(append(texts, found...))
}

// nameIn returns the name of who does something as it may stand under an event of a system, and what
// there looks like a secret: nothing in a name that is known there.
func (s *Service) nameIn(ctx context.Context, id assessment.ID, by string) (string, []Noticed) {
	matches := secret.Find(by)
	if s.Secrets == KeepSecrets || len(matches) == 0 {
		return by, nil
	}
	if a, err := s.Store.Load(ctx, id); err == nil && slices.Contains(a.KnownPeople(), by) {
		return by, nil
	}
	return secret.Mask(by), []Noticed{{assessment.TextBy, matches[0].Kind}}
}

// settle refuses what was noticed, or tells that it was masked.
func (s *Service) settle(found []Noticed) error {
	if len(found) > 0 && s.Secrets == RefuseSecrets {
		return &SecretError{found}
	}
	for _, n := range found {
		if s.Masked != nil {
			s.Masked(n)
		}
	}
	return nil
}

// Masked returns the view with masks in place of all that looks like a secret, as it may be shown to
// others. Nothing of it is to be saved.
func (v View) Masked() View {
	a, found := maskedAssessment(v.Assessment)
	if !found {
		return v
	}
	if sum, err := v.Assessment.Digest(); err == nil && v.digest == "" {
		v.digest = sum
	}
	v.Assessment = a
	v.Result = analysis.Judge(v.Input())
	return v
}

// maskedAssessment returns a copy with masks, and whether there is one.
func maskedAssessment(a assessment.Assessment) (assessment.Assessment, bool) {
	found := false
	clean := func(c assessment.Change) assessment.Change {
		n, masked, err := notice(c)
		found = found || err == nil && len(n) > 0
		return masked
	}
	a.Description = *clean(assessment.Change{Description: &a.Description}).Description
	answers := make(map[questionnaire.QuestionID]assessment.Answer, len(a.Answers))
	for id, x := range a.Answers {
		answers[id] = *clean(assessment.Change{Answer: &x}).Answer
	}
	a.Answers = answers
	a.SignOffs, a.Acceptances = slices.Clone(a.SignOffs), slices.Clone(a.Acceptances)
	a.Calls, a.Shipments, a.Milestones = slices.Clone(a.Calls), slices.Clone(a.Shipments), slices.Clone(a.Milestones)
	for i := range a.SignOffs {
		a.SignOffs[i] = *clean(assessment.Change{SignOff: &a.SignOffs[i]}).SignOff
	}
	for i := range a.Acceptances {
		a.Acceptances[i] = *clean(assessment.Change{Acceptance: &a.Acceptances[i]}).Acceptance
	}
	for i := range a.Calls {
		a.Calls[i] = *clean(assessment.Change{Call: &a.Calls[i]}).Call
	}
	for i := range a.Shipments {
		a.Shipments[i] = *clean(assessment.Change{Shipment: &a.Shipments[i]}).Shipment
	}
	for i := range a.Milestones {
		a.Milestones[i] = *clean(assessment.Change{Milestone: &a.Milestones[i]}).Milestone
	}
	return a, found
}

// maskedEvents returns events as they may be shown.
func maskedEvents(events []assessment.Event) ([]assessment.Event, error) {
	events = slices.Clone(events)
	for i, e := range events {
		_, clean, err := notice(e.Change)
		if err != nil {
			return nil, err
		}
		events[i].Change, events[i].By = clean, secret.Mask(e.By)
	}
	return events, nil
}
