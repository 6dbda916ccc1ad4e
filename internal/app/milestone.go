package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
)

// Now stands for the present state where a milestone could be named.
const Now = "now"

// Milestone names the present state for ever.
func (s *Service) Milestone(ctx context.Context, id assessment.ID, by, label string) (View, error) {
	a, err := s.Store.Load(ctx, id)
	if err != nil {
		return View{}, s.named(ctx, id, err)
	}
	if label == Now {
		return View{}, fmt.Errorf("%q names the present state already, and changes: %w", label, assessment.ErrInvalid)
	}
	m, err := a.Milestone(label, by, s.Now().UTC())
	if err != nil {
		return View{}, err
	}
	return s.say(ctx, id, assessment.Event{By: by, Kind: assessment.Marked, Change: assessment.Change{Milestone: &m}})
}

// At returns an assessment as it was at a milestone, judged on that day; Now is the present. It
// returns an UnknownError if there is no such milestone, ErrDamaged if history does not lead to it.
func (s *Service) At(ctx context.Context, id assessment.ID, label string) (View, error) {
	if label == Now {
		return s.Open(ctx, id)
	}
	a, err := s.Store.Load(ctx, id)
	if err != nil {
		return View{}, s.named(ctx, id, err)
	}
	events, err := s.Store.History(ctx, id)
	if err != nil {
		return View{}, s.named(ctx, id, err)
	}
	then, at, err := past(a, events, label)
	if err != nil {
		return View{}, err
	}
	v, err := s.judged(ctx, then, at)
	if i := slices.IndexFunc(a.Milestones, func(m assessment.Milestone) bool { return m.Label == label }); err == nil && i >= 0 {
		v.Notices = append(v.Notices, redacted(a.Milestones[i], events)...)
	}
	return v, err
}

// redacted says who took texts out of the state of a milestone, if anybody did.
func redacted(m assessment.Milestone, events []assessment.Event) []string {
	if m.Redacted == 0 || m.Redacted > uint64(len(events)) {
		return nil
	}
	e := events[m.Redacted-1]
	return []string{fmt.Sprintf("milestone %q is redacted: %s took texts out of it on %s, and its digest is the one without them",
		m.Label, Somebody(e.By), assessment.DateOf(e.At))}
}

// past returns an assessment as it was at a milestone, and when that was.
func past(a assessment.Assessment, events []assessment.Event, label string) (then assessment.Assessment, at time.Time, err error) {
	i := slices.IndexFunc(a.Milestones, func(m assessment.Milestone) bool { return m.Label == label })
	if i < 0 {
		labels := []string{Now}
		for _, m := range a.Milestones {
			labels = append(labels, m.Label)
		}
		return then, at, unknown("milestone", label, labels)
	}
	m := a.Milestones[i]
	then = assessment.Fold(a.ID, events[:min(m.Seq, uint64(len(events)))])
	if sum, err := then.Digest(); err != nil || sum != m.Digest {
		return then, at, errors.Join(fmt.Errorf("assessment %q: its history does not lead to milestone %q: %w", a.ID, label, kv.ErrDamaged), err)
	}
	return then, m.At, nil
}

// Compare says what changed from a milestone to another or to Now. An empty from stands for the
// latest milestone before to, an empty to for Now. It returns ErrNothing if there is no milestone.
func (s *Service) Compare(ctx context.Context, id assessment.ID, from, to string) (analysis.Comparison, error) {
	if to == "" {
		to = Now
	}
	after, err := s.At(ctx, id, to)
	if err != nil {
		return analysis.Comparison{}, err
	}
	if from == "" {
		known := after.Assessment.Milestones
		if len(known) == 0 {
			return analysis.Comparison{}, fmt.Errorf("%w to compare with: no milestone before %q", ErrNothing, to)
		}
		from = known[len(known)-1].Label
	}
	before, err := s.At(ctx, id, from)
	if err != nil {
		return analysis.Comparison{}, err
	}
	c := analysis.Compare(before.Result, after.Result)
	c.From.Label, c.To.Label = from, to
	return c, nil
}

// trendPoints is how many points a trend has at most.
const trendPoints = 60

// Trend returns what held on the days on which something changed, as it was judged then, oldest
// first, and the present as the last point. Of more than 60 days, milestones and the latest are kept.
func (s *Service) Trend(ctx context.Context, id assessment.ID) ([]analysis.Point, error) {
	events, err := s.Store.History(ctx, id)
	if err != nil {
		return nil, s.named(ctx, id, err)
	}
	var points []analysis.Point
	for _, end := range days(events) {
		then := assessment.Fold(id, events[:end])
		v, err := s.judged(ctx, then, then.Changed)
		if err != nil {
			return nil, err
		}
		p := v.Result.Point()
		if last := events[end-1]; last.Kind == assessment.Marked && last.Change.Milestone != nil {
			p.Label = last.Change.Milestone.Label
		}
		points = append(points, p)
	}
	now, err := s.judged(ctx, assessment.Fold(id, events), s.Now())
	if err != nil {
		return nil, err
	}
	if n := len(points); n == 0 || points[n-1].On != now.Result.Today {
		points = append(points, now.Result.Point())
	}
	return points, nil
}

// days returns after how many events a day ended or a milestone was made, of too many the milestones
// and the latest.
func days(events []assessment.Event) []int {
	var ends []int
	for i, e := range events {
		ended := i+1 == len(events) || assessment.DateOf(e.At) != assessment.DateOf(events[i+1].At)
		if i+1 > assessment.Beginning && (ended || e.Kind == assessment.Marked) {
			ends = append(ends, i+1)
		}
	}
	drop := len(ends) - trendPoints
	kept := slices.DeleteFunc(ends, func(end int) bool {
		if drop <= 0 || events[end-1].Kind == assessment.Marked {
			return false
		}
		drop--
		return true
	})
	return kept[max(0, len(kept)-trendPoints):]
}

// judged returns an assessment as it would have been judged at that time.
func (s *Service) judged(ctx context.Context, a assessment.Assessment, at time.Time) (View, error) {
	return s.then(at).view(ctx, a)
}

// then returns the service as it was at that time.
func (s *Service) then(at time.Time) *Service {
	return &Service{Store: s.Store, Library: s.Library, Now: func() time.Time { return at }, NewID: s.NewID}
}
