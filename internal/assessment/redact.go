package assessment

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A Redaction takes texts out of earlier events: it holds what they say without them. The bodies of
// those events are taken away, and their hashes stay, so that the chain can still be proven.
type Redaction struct {
	Kinds      []string   `json:"kinds"` // what was taken out, in words: "GitHub token"
	Events     []Replaced `json:"events"`
	Milestones []Renewed  `json:"milestones,omitempty"`
}

// Replaced is what an earlier event changed, without the texts taken out.
type Replaced struct {
	Seq    uint64 `json:"seq"`
	Change Change `json:"change"`
}

// Renewed is the digest that a milestone has without the texts taken out. The one before belonged to
// its state until then.
type Renewed struct {
	Seq    uint64 `json:"seq"` // of Milestone.Seq
	Digest string `json:"digest"`
}

// A Text is a text of a person's in a change, and which part of it that is.
type Text struct {
	Field TextField
	Max   int // bytes
	Value *string
}

// TextField names a part of a change that holds a text of a person's.
type TextField string

// The parts of a change that hold a text of a person's.
const (
	TextNote     TextField = "note"
	TextOwner    TextField = "owner"
	TextReason   TextField = "reason"
	TextApprover TextField = "approver"
	TextEvidence TextField = "evidence"
	TextCheck    TextField = "explained" // who can explain it
	TextVotes    TextField = "votes"
	TextParked   TextField = "parked"
	TextName     TextField = "name"   // of a system
	TextPeople   TextField = "people" // who takes part
	TextWords    TextField = "words"  // of a sign-off
	TextLabel    TextField = "label"  // of a milestone
	TextBy       TextField = "by"     // who said, showed or suggested something
)

// TextFields returns the fields that texts can be taken out of.
func TextFields() []TextField {
	return []TextField{
		TextNote, TextOwner, TextReason, TextApprover, TextEvidence, TextCheck, TextVotes, TextParked,
		TextName, TextPeople, TextWords, TextLabel, TextBy,
	}
}

// Texts returns the texts of persons in c, also those in redactions. Who writes to them changes c.
func Texts(c *Change) []Text {
	var all []Text
	line := func(f TextField, values ...*string) {
		for _, v := range values {
			all = append(all, Text{f, MaxLine, v})
		}
	}
	if d := c.Description; d != nil {
		line(TextName, &d.Name)
		for i := range d.People {
			line(TextPeople, &d.People[i])
		}
	}
	if c.Answer != nil {
		all = append(all, answerTexts(c.Answer)...)
	}
	if s := c.SignOff; s != nil {
		line(TextWords, &s.Words)
		line(TextBy, &s.By)
	}
	if x := c.Acceptance; x != nil {
		line(TextReason, &x.Reason)
		line(TextBy, &x.By)
	}
	if x := c.Call; x != nil {
		line(TextReason, &x.Reason)
		line(TextBy, &x.By)
	}
	if s := c.Shipment; s != nil {
		line(TextNote, &s.Note)
		line(TextBy, &s.By)
	}
	if m := c.Milestone; m != nil {
		line(TextLabel, &m.Label)
		line(TextBy, &m.By)
	}
	if r := c.Redaction; r != nil {
		for i := range r.Events {
			all = append(all, Texts(&r.Events[i].Change)...)
		}
	}
	return all
}

func answerTexts(x *Answer) []Text {
	all := []Text{
		{TextNote, MaxNote, &x.Note},
		{TextOwner, MaxLine, &x.Owner},
		{TextReason, MaxLine, &x.Reason},
		{TextApprover, MaxLine, &x.Approver},
		{TextCheck, MaxLine, &x.CheckBy},
		{TextParked, MaxLine, &x.Parked},
		{TextBy, MaxLine, &x.By},
		{TextBy, MaxLine, &x.Suggested},
	}
	for i := range x.Evidence {
		all = append(all, Text{TextEvidence, MaxLine, &x.Evidence[i].Reference}, Text{TextBy, MaxLine, &x.Evidence[i].By})
	}
	for i := range x.Votes {
		all = append(all, Text{TextVotes, MaxLine, &x.Votes[i].Name})
	}
	return all
}

// Clone returns a copy that shares nothing with c.
func (c Change) Clone() (Change, error) {
	data, err := json.Marshal(c)
	if err != nil {
		return Change{}, err
	}
	var copied Change
	return copied, json.Unmarshal(data, &copied)
}

// A Removal is a text that is to be taken out, and what stands in its place.
type Removal struct {
	Text string
	Kind string // in words
	Mask string
}

// minPart is the length in bytes from which a text is also taken out of longer ones: a name of four
// letters is part of many words.
const minPart = 6

// from returns s without the text, if it is in it, and not more than limit bytes.
func (r Removal) from(s string, limit int) string {
	switch {
	case s == r.Text:
		return r.Mask
	case len(r.Text) < minPart || !strings.Contains(s, r.Text):
		return s
	}
	if s = strings.ReplaceAll(s, r.Text, r.Mask); len(s) > limit {
		return r.Mask
	}
	return s
}

// Without returns c without the texts that are to be taken out, and how many places they were in.
func (c Change) Without(out []Removal) (Change, int, error) {
	clean, err := c.Clone()
	if err != nil {
		return Change{}, 0, err
	}
	places := 0
	for _, t := range Texts(&clean) {
		before := *t.Value
		for _, r := range out {
			*t.Value = r.from(*t.Value, t.Max)
		}
		if *t.Value != before {
			places++
		}
	}
	return clean, places, nil
}

// maxPart is about how many bytes one redaction has.
const maxPart = maxBody / 2

// Redact returns the redactions that take texts out of everything that ever happened to an assessment,
// none if they are nowhere.
func Redact(id ID, events []Event, out []Removal) ([]Redaction, error) {
	clean := slices.Clone(events)
	var part Redaction
	for _, r := range out {
		if !slices.Contains(part.Kinds, r.Kind) {
			part.Kinds = append(part.Kinds, r.Kind)
		}
	}
	kinds, size := part.Kinds, 0
	var parts []Redaction
	for i, e := range events {
		change, places, err := e.Change.Without(out)
		if err != nil {
			return nil, fmt.Errorf("event %d: %w", e.Seq, err)
		}
		if places == 0 {
			continue
		}
		clean[i].Change = change
		data, err := json.Marshal(change)
		if err != nil {
			return nil, fmt.Errorf("event %d: %w", e.Seq, err)
		}
		if size += len(data); size > maxPart && len(part.Events) > 0 {
			parts, part, size = append(parts, part), Redaction{Kinds: kinds}, len(data)
		}
		part.Events = append(part.Events, Replaced{e.Seq, change})
	}
	if len(part.Events) == 0 {
		return nil, nil
	}
	var err error
	part.Milestones, err = renewed(id, events, clean)
	return append(parts, part), err
}

// renewed returns the digests that milestones have after the events became clean. One that history did
// not lead to before stays as it is.
func renewed(id ID, events, clean []Event) ([]Renewed, error) {
	var all []Renewed
	for _, m := range Fold(id, events).Milestones {
		seq := min(m.Seq, uint64(len(events)))
		before, err := Fold(id, events[:seq]).Digest()
		if err != nil {
			return nil, err
		}
		after, err := Fold(id, clean[:seq]).Digest()
		if err != nil {
			return nil, err
		}
		if before == m.Digest && after != before {
			all = append(all, Renewed{m.Seq, after})
		}
	}
	return all, nil
}

// renew gives milestones the digests they have since event seq took texts away.
func renew(a *Assessment, r *Redaction, seq uint64) {
	if r == nil {
		return
	}
	for _, x := range r.Milestones {
		for i, m := range a.Milestones {
			if m.Seq == x.Seq {
				a.Milestones[i].Digest, a.Milestones[i].Redacted = x.Digest, seq
			}
		}
	}
}

// Redacted returns which event took the body of which other one away, as the redactions among the
// records say: the last one that did.
func Redacted(records []Record) (map[uint64]uint64, error) {
	by := map[uint64]uint64{}
	_, err := overlay(records, func(seq, redaction uint64) { by[seq] = redaction })
	return by, err
}

// Bare returns the records without the bodies that redactions among them took away.
func Bare(records []Record) ([]Record, error) {
	by, err := Redacted(records)
	if err != nil || len(by) == 0 {
		return records, err
	}
	records = slices.Clone(records)
	for i, r := range records {
		if n, gone := by[r.Seq]; gone && r.Body != nil {
			records[i].Body, records[i].Redacted = nil, n
		}
	}
	return records, nil
}

// Events returns the events of an assessment's records; where a redaction took texts away, without
// these.
func Events(records []Record) ([]Event, error) {
	return overlay(records, func(uint64, uint64) {})
}

// overlay returns the events of the records, the later ones first, because they say what is left of
// the earlier ones.
func overlay(records []Record, took func(seq, redaction uint64)) ([]Event, error) {
	events := make([]Event, len(records))
	left := map[uint64]Change{}
	for i, r := range slices.Backward(records) {
		change, gone := left[r.Seq]
		if gone {
			r.Body = nil
		}
		e, err := r.Event()
		if err != nil {
			return nil, fmt.Errorf("event %d: %w", r.Seq, err)
		}
		if gone {
			e.Change = change
		}
		events[i] = e
		if e.Kind != Redacting || e.Change.Redaction == nil {
			continue
		}
		for _, x := range e.Change.Redaction.Events {
			if _, later := left[x.Seq]; !later && x.Seq < r.Seq {
				left[x.Seq] = x.Change
				took(x.Seq, r.Seq)
			}
		}
	}
	return events, nil
}

func (r Redaction) sound(seq uint64) error {
	if len(r.Events) == 0 || len(r.Events) > maxList || len(r.Milestones) > maxList {
		return fmt.Errorf("a redaction of nothing, or of too much: %w", ErrInvalid)
	}
	if err := soundLines(r.Kinds...); err != nil {
		return err
	}
	for _, x := range r.Events {
		if x.Seq == 0 || x.Seq >= seq {
			return fmt.Errorf("a redaction of event %d, which was not there yet: %w", x.Seq, ErrInvalid)
		}
	}
	for _, x := range r.Milestones {
		if err := soundLines(x.Digest); err != nil {
			return err
		}
	}
	return nil
}
