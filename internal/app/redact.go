package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/assessment"
	"prodfirst/internal/exchange"
	"prodfirst/internal/kv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/secret"
)

// Errors of taking texts out.
var (
	ErrNoText    = errors.New("no text")                      // that looks like a secret, or in that field
	ErrUncompact = errors.New("unused parts may hold it yet") // of the file; all else is done
)

// Where says where the text is that is to be taken out of everything.
type Where struct {
	Question questionnaire.QuestionID // in the answers to it; empty: anywhere
	Event    uint64                   // in that event; zero: in any
	Field    assessment.TextField     // all of that field; empty: what looks like a secret
}

// A Removal is what taking texts out would do. Its texts are secret: show Found and Places.
type Removal struct {
	ID         assessment.ID
	Texts      []assessment.Removal
	Places     []Place
	Milestones []string        // whose state loses a text
	Names      []uint64        // events in whose name of a person a text is: it stays there
	Elsewhere  []assessment.ID // other systems that a text is in: it stays there
}

// A Place is where a text would be taken out.
type Place struct {
	Event assessment.Event // masked
	Field assessment.TextField
	Kind  string
}

// FindRemoval returns what taking a text out of a system would do, or ErrNoText. It completes a removal
// that broke off.
func (s *Service) FindRemoval(ctx context.Context, id assessment.ID, where Where) (Removal, error) {
	if n, err := s.Store.Scrub(ctx, id); err != nil {
		return Removal{}, s.named(ctx, id, err)
	} else if n > 0 {
		if err := s.compact(ctx); err != nil {
			return Removal{}, err
		}
	}
	events, err := s.Store.History(ctx, id)
	if err != nil {
		return Removal{}, s.named(ctx, id, err)
	}
	r := Removal{ID: id}
	if r.Texts, err = where.texts(events); err != nil {
		return Removal{}, fmt.Errorf("assessment %q: %w", id, err)
	}
	parts, err := assessment.Redact(id, events, r.Texts)
	if err != nil {
		return Removal{}, err
	}
	if r.Places, r.Names, err = places(events, r.Texts); err != nil {
		return Removal{}, err
	}
	for _, p := range parts {
		for _, m := range assessment.Fold(id, events).Milestones {
			if slices.ContainsFunc(p.Milestones, func(x assessment.Renewed) bool { return x.Seq == m.Seq }) {
				r.Milestones = append(r.Milestones, secret.Mask(m.Label))
			}
		}
	}
	r.Elsewhere, err = s.elsewhere(ctx, r)
	return r, err
}

// texts returns the texts that w speaks of, longest first, so that none hides another.
func (w Where) texts(events []assessment.Event) ([]assessment.Removal, error) {
	if w.Event > uint64(len(events)) {
		return nil, fmt.Errorf("%w: there are %d events, and none is %d", ErrNoText, len(events), w.Event)
	}
	var texts []assessment.Removal
	add := func(text, kind string) {
		known := func(r assessment.Removal) bool { return r.Text == text }
		if text != "" && !slices.ContainsFunc(texts, known) {
			texts = append(texts, assessment.Removal{Text: text, Kind: kind, Mask: secret.Redacted(kind)})
		}
	}
	for _, e := range events {
		if w.Event != 0 && e.Seq != w.Event || w.Question != "" && e.Change.Question != w.Question {
			continue
		}
		for _, t := range assessment.Texts(&e.Change) {
			w.pick(t, add)
		}
	}
	if len(texts) == 0 {
		what := "nothing there looks like a secret"
		if w.Field != "" {
			what = fmt.Sprintf("%s is empty there", w.Field)
		}
		return nil, fmt.Errorf("%w to take out: %s", ErrNoText, what)
	}
	slices.SortStableFunc(texts, func(a, b assessment.Removal) int { return len(b.Text) - len(a.Text) })
	return texts, nil
}

// pick adds what w speaks of in a text.
func (w Where) pick(t assessment.Text, add func(text, kind string)) {
	switch {
	case w.Field == t.Field && *t.Value != secret.Redacted("text"):
		add(*t.Value, "text")
	case w.Field == "":
		for _, m := range secret.Find(*t.Value) {
			add((*t.Value)[m.Start:m.End], m.Kind)
		}
	}
}

// places returns where the texts are in the events, masked, and in whose names of persons.
func places(events []assessment.Event, texts []assessment.Removal) ([]Place, []uint64, error) {
	var found []Place
	var names []uint64
	for _, e := range events {
		clean, n, err := e.Change.Without(texts)
		if err != nil {
			return nil, nil, err
		}
		before, after := assessment.Texts(&e.Change), assessment.Texts(&clean)
		shown := e
		shown.Change, shown.By = clean, secret.Mask(e.By)
		for i := 0; n > 0 && i < len(before); i++ {
			if *before[i].Value == *after[i].Value {
				continue
			}
			kind := ""
			for _, r := range texts {
				if strings.Contains(*before[i].Value, r.Text) {
					kind = r.Kind
					break
				}
			}
			found = append(found, Place{shown, before[i].Field, kind})
		}
		if slices.ContainsFunc(texts, func(r assessment.Removal) bool { return r.Kind != "text" && strings.Contains(e.By, r.Text) }) {
			names = append(names, e.Seq)
		}
	}
	return found, names, nil
}

// elsewhere returns the other systems that hold one of the texts.
func (s *Service) elsewhere(ctx context.Context, r Removal) ([]assessment.ID, error) {
	listed, err := s.Store.List(ctx)
	if err != nil {
		return nil, err
	}
	var ids []assessment.ID
	for _, l := range listed {
		if l.ID == r.ID {
			continue
		}
		events, err := s.Store.History(ctx, l.ID)
		if err != nil {
			return nil, err
		}
		if found, _, err := places(events, r.Texts); err != nil || len(found) > 0 {
			ids = append(ids, l.ID)
		}
	}
	return ids, nil
}

// Remove takes the texts out of everything that ever happened to a system: bodies of events, answers,
// milestones, the summary and unused parts of the file. What is left is saved as an event by that
// person, so that the chain can still be proven. ErrUncompact means that only the last of it is not done.
func (s *Service) Remove(ctx context.Context, r Removal, by string) (View, error) {
	if strings.TrimSpace(by) == "" {
		return View{}, assessment.ErrNoPerson
	}
	by, found := s.nameIn(ctx, r.ID, by)
	if err := s.settle(found); err != nil {
		return View{}, err
	}
	var a assessment.Assessment
	for try := 0; ; try++ {
		events, err := s.Store.History(ctx, r.ID)
		if err != nil {
			return View{}, s.named(ctx, r.ID, err)
		}
		parts, err := assessment.Redact(r.ID, events, r.Texts)
		if err != nil {
			return View{}, err
		}
		if len(parts) == 0 {
			return View{}, fmt.Errorf("%w to take out of %q", ErrNoText, r.ID)
		}
		a, err = s.Store.AppendAll(ctx, r.ID, uint64(len(events)), s.redactions(by, parts)...)
		if errors.Is(err, kv.ErrConflict) && try < 20 { // somebody wrote meanwhile: look again
			continue
		}
		if err != nil {
			return View{}, err
		}
		break
	}
	v, err := s.view(ctx, a)
	if err != nil {
		return View{}, err
	}
	s.summarise(ctx, v)
	return v, s.compact(ctx)
}

func (s *Service) redactions(by string, parts []assessment.Redaction) []assessment.Event {
	events := make([]assessment.Event, len(parts))
	for i := range parts {
		events[i] = assessment.Event{
			ID: assessment.EventID(s.NewID()), At: s.Now().UTC(), By: by, Kind: assessment.Redacting,
			Change: assessment.Change{Redaction: &parts[i]},
		}
	}
	return events
}

func (s *Service) compact(ctx context.Context) error {
	_, _, err := s.Store.Compact(ctx, nil)
	if err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("%w: %w", ErrUncompact, err)
	}
	return nil
}

// ExportMasked is Export with masks in place of all that looks like a secret. Its history ends with the
// redaction, which is not stored.
func (s *Service) ExportMasked(ctx context.Context, id assessment.ID) ([]byte, error) {
	records, err := s.Store.Records(ctx, id)
	if err != nil {
		return nil, s.named(ctx, id, err)
	}
	events, err := assessment.Events(records)
	if err != nil {
		return nil, err
	}
	texts, err := Where{}.texts(events)
	if errors.Is(err, ErrNoText) {
		return s.Export(ctx, id)
	}
	if err != nil {
		return nil, err
	}
	parts, err := assessment.Redact(id, events, texts)
	if err != nil {
		return nil, err
	}
	last := records[len(records)-1]
	for i := range parts {
		r, err := assessment.Seal(assessment.Event{
			ID: assessment.EventID(fmt.Sprintf("masked-%d-%.16s", i+1, strings.TrimPrefix(last.Hash(), "sha256:"))), Seq: last.Seq + 1, At: last.At,
			By: "prodfirst export --mask", Kind: assessment.Redacting, Change: assessment.Change{Redaction: &parts[i]},
		}, last.Hash())
		if err != nil {
			return nil, err
		}
		records, last = append(records, r), r
	}
	if records, err = assessment.Bare(records); err != nil {
		return nil, err
	}
	f, err := exchange.New(id, records, func(digest string) ([]byte, error) { return s.Store.Questionnaire(ctx, digest) })
	if err != nil {
		return nil, fmt.Errorf("assessment %q: %w", id, err)
	}
	return f.Bytes()
}
