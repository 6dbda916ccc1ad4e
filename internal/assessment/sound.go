package assessment

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"prodfirst/internal/questionnaire"
)

// Limits on events that others wrote.
const (
	maxBody = 512 << 10 // bytes of one change
	maxList = 5000      // entries of one list
)

// Sound returns what is wrong with an event that another program wrote: whether it has what its kind
// says, and only words, dates and lengths that the rest of this program can deal with. What an event
// of an unknown kind holds is not looked at.
func (e Event) Sound() error {
	switch {
	case e.ID == "" || len(e.ID) > MaxLine || e.Kind == "" || len(e.Kind) > MaxLine:
		return fmt.Errorf("no id or kind, or a very long one: %w", ErrInvalid)
	case len(e.By) > MaxLine || len(e.Undoes) > MaxLine:
		return fmt.Errorf("a name of more than %d bytes: %w", MaxLine, ErrInvalid)
	}
	if err := soundTime(e.At); err != nil {
		return err
	}
	return e.Change.sound(e.Kind, e.Seq)
}

// sound returns what is wrong with the change that event seq of that kind makes.
func (c Change) sound(k Kind, seq uint64) error {
	switch k {
	case Described:
		return need(c.Description, Description.sound)
	case FactsSaid:
		return errors.Join(soundFacts(c.Facts), soundAttached(c.Questionnaires))
	case Attaching:
		return soundAttached(c.Questionnaires)
	case Answered:
		if err := soundID(c.Question); err != nil {
			return err
		}
		return need(c.Answer, Answer.sound)
	case SessionIs:
		return need(c.Session, Session.sound)
	case Signed:
		return need(c.SignOff, SignOff.Valid)
	case Accepted:
		return need(c.Acceptance, Acceptance.sound)
	case Decided:
		return need(c.Call, Call.sound)
	case Shipped:
		return errors.Join(maybe(c.Description, Description.sound), need(c.Shipment, Shipment.sound))
	case Marked:
		return need(c.Milestone, func(m Milestone) error { return m.sound(seq) })
	case Redacting:
		return need(c.Redaction, func(r Redaction) error { return r.sound(seq) })
	}
	return nil
}

// Sound returns what is wrong with a record that another program wrote, apart from its place.
func (r Record) Sound() error {
	if len(r.Body) > maxBody {
		return fmt.Errorf("a change of %d bytes, more than %d: %w", len(r.Body), maxBody, ErrInvalid)
	}
	e, err := r.Event()
	if err != nil || r.Body == nil {
		return err
	}
	return e.Sound()
}

func need[T any](x *T, sound func(T) error) error {
	if x == nil {
		return fmt.Errorf("it lacks what its kind names: %w", ErrInvalid)
	}
	return sound(*x)
}

func maybe[T any](x *T, sound func(T) error) error {
	if x == nil {
		return nil
	}
	return sound(*x)
}

func soundTime(at time.Time) error {
	if _, offset := at.Zone(); offset != 0 || at.Year() < 1970 || at.Year() >= 2200 {
		return fmt.Errorf("time %s, and only UTC from 1970 to 2200 is taken: %w", at.Format(time.RFC3339), ErrInvalid)
	}
	return nil
}

func soundID[T ~string](ids ...T) error {
	if len(ids) > maxList {
		return fmt.Errorf("more than %d ids: %w", maxList, ErrInvalid)
	}
	for _, id := range ids {
		s := string(id)
		if s == "" || len(s) > 100 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return fmt.Errorf("%.100q is no id: %w", s, ErrInvalid)
		}
	}
	return nil
}

func soundDate(d Date, must bool) error {
	if (must || d != "") && (d.Time().IsZero() || DateOf(d.Time()) != d) {
		return fmt.Errorf("%.40q: %w", string(d), ErrDate)
	}
	return nil
}

func soundLines(lines ...string) error {
	for _, s := range lines {
		if len(s) > MaxLine || !utf8.ValidString(s) {
			return fmt.Errorf("a text of more than %d bytes: %w", MaxLine, ErrInvalid)
		}
	}
	return nil
}

func (d Description) sound() error {
	if err := d.Valid(); err != nil {
		return err
	}
	for _, m := range []Moment{d.FirstShown, d.FirstLive} {
		if on, dated := m.Date(); dated {
			if err := soundDate(on, true); err != nil {
				return err
			}
		}
	}
	if d.Outside != nil {
		return soundDate(d.Outside.On, false)
	}
	return nil
}

func soundFacts(facts map[questionnaire.FactID]questionnaire.Truth) error {
	for id, t := range facts {
		if err := soundID(id); err != nil {
			return err
		}
		if t != questionnaire.Yes && t != questionnaire.No && t != questionnaire.Unsure {
			return fmt.Errorf("fact %q: %.40q: %w", id, string(t), ErrInvalid)
		}
	}
	return nil
}

func soundAttached(attached []Attached) error {
	seen := map[questionnaire.ID]bool{}
	for _, a := range attached {
		if err := errors.Join(soundID(a.ID), soundLines(a.Version, a.Digest)); err != nil {
			return err
		}
		if seen[a.ID] {
			return fmt.Errorf("questionnaire %q twice: %w", a.ID, ErrInvalid)
		}
		seen[a.ID] = true
	}
	return nil
}

func (x Answer) sound() error {
	if !slices.Contains(append(Levels(), Unasked), x.Level) {
		return fmt.Errorf("level %.40q: %w", string(x.Level), ErrInvalid)
	}
	if !slices.Contains(append(Checks(), Unchecked), x.Check) {
		return fmt.Errorf("knowledge check %.40q: %w", string(x.Check), ErrInvalid)
	}
	err := errors.Join(x.small(), soundLines(x.Reopened), soundDate(x.Due, false), soundTimes(x.At, x.Since))
	for _, e := range x.Evidence {
		if e.Kind != Artefact && e.Kind != Drill {
			return fmt.Errorf("evidence of kind %.40q: %w", string(e.Kind), ErrInvalid)
		}
		err = errors.Join(err, soundDate(e.Date, true))
	}
	for _, v := range x.Votes {
		if v.Level == NotApplicable || !slices.Contains(Levels(), v.Level) {
			return fmt.Errorf("a vote of %.40q: %w", string(v.Level), ErrInvalid)
		}
	}
	return err
}

// soundTimes takes times that may be missing.
func soundTimes(times ...time.Time) error {
	for _, t := range times {
		if err := soundTime(t); err != nil && !t.IsZero() {
			return err
		}
	}
	return nil
}

func (s Session) sound() error {
	if !slices.Contains(SessionKinds(), s.Kind) {
		return fmt.Errorf("session %.40q: %w", string(s.Kind), ErrInvalid)
	}
	return errors.Join(soundID(s.Questions...), soundTimes(s.Started, s.Ended))
}

func (x Acceptance) sound() error {
	return errors.Join(soundID(x.Questions...), soundDate(x.Until, true), soundLines(x.By, x.Reason), soundTime(x.At))
}

func (c Call) sound() error {
	if !slices.Contains(CallWords(), c.Word) || !slices.Contains(questionnaire.Stages(), c.Stage) {
		return fmt.Errorf("decision %.40q on stage %.40q: %w", string(c.Word), string(c.Stage), ErrInvalid)
	}
	return errors.Join(soundLines(c.By, c.Reason), soundTime(c.At))
}

func (s Shipment) sound() error { return errors.Join(s.Valid(s.On), soundTime(s.At)) }

func (m Milestone) sound(event uint64) error {
	if m.Label == "" || m.Seq >= event {
		return fmt.Errorf("a milestone without a label, or of what was not there yet: %w", ErrInvalid)
	}
	return errors.Join(soundLines(m.Label, m.By, m.Digest), soundTime(m.At))
}
