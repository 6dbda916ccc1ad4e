package assessment

import (
	"slices"
	"time"

	"prodfirst/internal/questionnaire"
)

// EventID names an event for ever; saving an event twice under one id saves it once.
type EventID string

// Kind says what an event changed.
type Kind string

// The kinds of events this version knows. Others are kept, listed, and change nothing.
const (
	Described Kind = "described" // the description is the one given
	FactsSaid Kind = "facts"     // the facts given have the values given; Unsure takes one back; questionnaires as Attaching
	Attaching Kind = "attached"  // the questionnaires are the ones given
	Answered  Kind = "answered"  // the answer to one question is the one given
	SessionIs Kind = "session"   // the latest session is the one given
	Signed    Kind = "signed"    // an owner said whether it can go to production
	Accepted  Kind = "accepted"  // a person accepted gaps
	Decided   Kind = "decided"   // a person said go or no-go
	Shipped   Kind = "shipped"   // the system was shown, deployed or used
	Marked    Kind = "milestone" // a state was named for ever
	Redacting Kind = "redacted"  // texts were taken out of earlier events
)

// An Event is one change with the person and the time. Events are the truth; all else follows.
type Event struct {
	ID     EventID   `json:"id"`
	Seq    uint64    `json:"seq"` // 1, 2, 3 … within the assessment
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Kind   Kind      `json:"kind"`
	Undoes EventID   `json:"undoes,omitempty"` // the event this one takes back
	Change Change    `json:"change"`
}

// A Change holds what an event changed: the one field that its kind names.
type Change struct {
	Description    *Description                                 `json:"description,omitempty"`
	Facts          map[questionnaire.FactID]questionnaire.Truth `json:"facts,omitempty"`
	Questionnaires []Attached                                   `json:"questionnaires,omitempty"`
	Question       questionnaire.QuestionID                     `json:"question,omitempty"`
	Answer         *Answer                                      `json:"answer,omitempty"` // the whole answer afterwards
	Session        *Session                                     `json:"session,omitempty"`
	SignOff        *SignOff                                     `json:"sign_off,omitempty"`
	Acceptance     *Acceptance                                  `json:"acceptance,omitempty"`
	Call           *Call                                        `json:"call,omitempty"`
	Shipment       *Shipment                                    `json:"shipment,omitempty"`
	Milestone      *Milestone                                   `json:"milestone,omitempty"`
	Redaction      *Redaction                                   `json:"redaction,omitempty"`
	Withdrawn      bool                                         `json:"withdrawn,omitempty"` // what was signed, accepted, decided or shipped is taken back
}

// Apply returns the assessment after the event; a is left as it is.
func Apply(a Assessment, e Event) Assessment {
	a = a.clone()
	apply(&a, e)
	return a
}

// Fold returns what the events of an assessment add up to.
func Fold(id ID, events []Event) Assessment {
	a := Assessment{ID: id}
	for _, e := range events {
		apply(&a, e)
	}
	return a
}

func apply(a *Assessment, e Event) {
	a.Seq = e.Seq
	a.Changed = e.At
	if e.Seq == 1 {
		a.Created = e.At
	}
	c := e.Change
	switch {
	case e.Kind == Described:
		describe(a, c.Description)
	case e.Kind == FactsSaid:
		sayFacts(a, c.Facts)
		if c.Questionnaires != nil {
			a.Questionnaires = c.Questionnaires
		}
	case e.Kind == Attaching:
		a.Questionnaires = c.Questionnaires
	case e.Kind == Answered && c.Answer != nil:
		answer(a, c.Question, *c.Answer, e.Seq)
	case e.Kind == SessionIs:
		a.Session = c.Session
	case e.Kind == Signed:
		said(&a.SignOffs, c.SignOff, c.Withdrawn)
	case e.Kind == Accepted:
		said(&a.Acceptances, c.Acceptance, c.Withdrawn)
	case e.Kind == Decided:
		said(&a.Calls, c.Call, c.Withdrawn)
	case e.Kind == Shipped:
		ship(a, c)
	case e.Kind == Marked:
		mark(a, c.Milestone)
	case e.Kind == Redacting:
		renew(a, c.Redaction, e.Seq)
	}
}

// describe replaces the description, if there is one in the event.
func describe(a *Assessment, d *Description) {
	if d != nil {
		a.Description = *d
	}
}

// A given is what a person said on a day, and can be taken back.
type given interface {
	// said returns who said it and when, which no two have in common.
	said() (by string, at time.Time)
}

// said adds what a person said to a list, or takes it out again.
func said[T given](list *[]T, x *T, withdrawn bool) {
	switch {
	case x == nil:
	case !withdrawn:
		*list = append(*list, *x)
	default:
		by, at := (*x).said()
		for i, old := range slices.Backward(*list) {
			if oldBy, oldAt := old.said(); oldBy == by && oldAt.Equal(at) {
				*list = slices.Delete(*list, i, i+1)
				return
			}
		}
	}
}

func (s SignOff) said() (by string, at time.Time)    { return s.By, s.At }
func (x Acceptance) said() (by string, at time.Time) { return x.By, x.At }
func (c Call) said() (by string, at time.Time)       { return c.By, c.At }
func (s Shipment) said() (by string, at time.Time)   { return s.By, s.At }

func sayFacts(a *Assessment, facts map[questionnaire.FactID]questionnaire.Truth) {
	if a.Facts == nil {
		a.Facts = map[questionnaire.FactID]questionnaire.Truth{}
	}
	for id, t := range facts {
		if t == questionnaire.Unsure {
			delete(a.Facts, id)
		} else {
			a.Facts[id] = t
		}
	}
}

// answer keeps an empty answer too, because its revision tells a later writer that it changed.
func answer(a *Assessment, id questionnaire.QuestionID, x Answer, seq uint64) {
	if a.Answers == nil {
		a.Answers = map[questionnaire.QuestionID]Answer{}
	}
	x.Rev = seq
	a.Answers[id] = x
}

// mark keeps the milestone that had the label first.
func mark(a *Assessment, m *Milestone) {
	if m != nil && !a.named(m.Label) {
		a.Milestones = append(a.Milestones, *m)
	}
}

// Undo returns the event that u would take back, and the change that does it: the last one that is
// still in effect and can be taken back. It reports false if there is none.
func Undo(id ID, events []Event) (Event, Change, bool) {
	void := map[EventID]bool{}
	for i, e := range slices.Backward(events) {
		if void[e.ID] {
			continue
		}
		if e.Undoes != "" {
			void[e.Undoes] = true
			continue
		}
		if c, ok := inverse(Fold(id, events[:i]), e); ok {
			return e, c, true
		}
	}
	return Event{}, Change{}, false
}

// Redo returns the undoing event that ctrl+r would take back, and the change that does it. It
// reports false if anything else happened since.
func Redo(id ID, events []Event) (Event, Change, bool) {
	void := map[EventID]bool{}
	for i, e := range slices.Backward(events) {
		if void[e.ID] {
			continue
		}
		if e.Undoes == "" {
			return Event{}, Change{}, false
		}
		undoes := slices.IndexFunc(events, func(o Event) bool { return o.ID == e.Undoes })
		if undoes >= 0 && events[undoes].Undoes != "" { // e is itself a redo
			void[e.Undoes] = true
			continue
		}
		c, ok := inverse(Fold(id, events[:i]), e)
		return e, c, ok
	}
	return Event{}, Change{}, false
}

// inverse returns the change that leads from the state after e back to before. What starts an
// assessment, sessions, milestones and redactions cannot be taken back.
func inverse(before Assessment, e Event) (Change, bool) {
	if e.Seq <= Beginning {
		return Change{}, false
	}
	switch e.Kind {
	case Described:
		d := before.Description
		return Change{Description: &d}, true
	case FactsSaid:
		facts := map[questionnaire.FactID]questionnaire.Truth{}
		for id := range e.Change.Facts {
			facts[id] = questionnaire.Unsure
			if t, ok := before.Facts[id]; ok {
				facts[id] = t
			}
		}
		c := Change{Facts: facts}
		if e.Change.Questionnaires != nil {
			c.Questionnaires = before.Questionnaires
		}
		return c, true
	case Attaching:
		return Change{Questionnaires: before.Questionnaires}, true
	case Answered:
		x := before.Answers[e.Change.Question]
		return Change{Question: e.Change.Question, Answer: &x}, true
	case Signed, Accepted, Decided:
		c := e.Change
		c.Withdrawn = !c.Withdrawn
		return c, true
	case Shipped:
		d, c := before.Description, e.Change
		c.Description, c.Withdrawn = &d, !c.Withdrawn
		return c, true
	case SessionIs, Marked, Redacting:
	}
	return Change{}, false
}

// Beginning is the number of events that start an assessment: description, facts, questionnaires.
const Beginning = 3
