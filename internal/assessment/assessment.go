// Package assessment says what was answered: a system with its facts, answers, acceptances and
// sign-offs, the history they follow from, and the changes that are allowed.
//
// It takes values and returns values. It must not read a clock, a file or a database, and it does
// not judge: what answers mean is known to package analysis.
package assessment

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"prodfirst/internal/questionnaire"
)

// ID names an assessment: the slug of its system's name, such as "ticket-shop".
type ID string

// An Assessment is one system with its facts, questionnaires, answers and history's outcome. It is
// what the events up to Seq fold to.
type Assessment struct {
	ID             ID                                           `json:"id"`
	Seq            uint64                                       `json:"seq"` // of the last event; 0: nothing happened yet
	Created        time.Time                                    `json:"created"`
	Changed        time.Time                                    `json:"changed"`
	Description    Description                                  `json:"description"`
	Facts          map[questionnaire.FactID]questionnaire.Truth `json:"facts,omitempty"` // as said; implied ones are not in it
	Questionnaires []Attached                                   `json:"questionnaires,omitempty"`
	Session        *Session                                     `json:"session,omitempty"` // the latest
	SignOffs       []SignOff                                    `json:"sign_offs,omitempty"`
	Acceptances    []Acceptance                                 `json:"acceptances,omitempty"`
	Calls          []Call                                       `json:"calls,omitempty"`      // the decision log, oldest first
	Shipments      []Shipment                                   `json:"shipments,omitempty"`  // the ship log, in the order in which it was written
	Milestones     []Milestone                                  `json:"milestones,omitempty"` // oldest first
	Answers        map[questionnaire.QuestionID]Answer          `json:"-"`
}

// A Description says what is assessed, by whom, and where its life stands.
type Description struct {
	Name       string              `json:"name"`
	Target     questionnaire.Stage `json:"target"`           // what happens next
	People     []string            `json:"people,omitempty"` // who takes part, whoever answers first
	FirstShown Moment              `json:"first_shown,omitempty"`
	FirstLive  Moment              `json:"first_live,omitempty"`
	Outside    *Outside            `json:"outside,omitempty"`
}

// Outside counts the people outside the team who used the system in a week.
type Outside struct {
	Unknown bool `json:"unknown,omitempty"`
	People  int  `json:"people"`
	On      Date `json:"on"` // when it was said
}

// Attached is a questionnaire as it was when it was attached or last upgraded.
type Attached struct {
	ID      questionnaire.ID `json:"id"`
	Version string           `json:"version"`
	Digest  string           `json:"digest"`
}

// SessionKind is the kind of a session.
type SessionKind string

// The kinds of sessions.
const (
	Quick    SessionKind = "quick"
	Standard SessionKind = "standard"
	Deep     SessionKind = "deep"
	Recheck  SessionKind = "recheck"
)

// SessionKinds returns all kinds, shortest first.
func SessionKinds() []SessionKind { return []SessionKind{Quick, Standard, Deep, Recheck} }

// A Session keeps its list of questions, so that it can be resumed.
type Session struct {
	Kind      SessionKind                `json:"kind"`
	Questions []questionnaire.QuestionID `json:"questions"`
	Started   time.Time                  `json:"started"`
	Ended     time.Time                  `json:"ended,omitzero"`
}

// A SignOff is what the owner says of the system at the end of a session: can it go to
// production, where it matters?
type SignOff struct {
	By    string    `json:"by"`
	At    time.Time `json:"at"`
	Ready Ready     `json:"ready"`
	Words string    `json:"words,omitempty"`
}

// Ready is an owner's answer to the last question of a session.
type Ready string

// The answers of an owner.
const (
	ReadyYes     Ready = "yes"
	ReadyNotYet  Ready = "not-yet"
	ReadyUnknown Ready = "unknown"
)

// An Acceptance is a person's word to live with some gaps until a date.
type Acceptance struct {
	Questions []questionnaire.QuestionID `json:"questions"`
	By        string                     `json:"by"`
	At        time.Time                  `json:"at"`
	Until     Date                       `json:"until"`
	Reason    string                     `json:"reason"`
}

// Covers tells whether the acceptance speaks of that question on that day.
func (x Acceptance) Covers(id questionnaire.QuestionID, day Date) bool {
	return day <= x.Until && slices.Contains(x.Questions, id)
}

// Attachment returns the attached questionnaire with that id.
func (a Assessment) Attachment(id questionnaire.ID) (Attached, bool) {
	i := slices.IndexFunc(a.Questionnaires, func(q Attached) bool { return q.ID == id })
	if i < 0 {
		return Attached{}, false
	}
	return a.Questionnaires[i], true
}

// KnownPeople returns everyone who takes part, answered, owns, shows, explains, accepted, decided or
// signed something, each once: first those of the description in their order, then the others by name.
func (a Assessment) KnownPeople() []string {
	others := map[string]bool{}
	for _, x := range a.Answers {
		for _, name := range []string{x.By, x.Owner, x.Approver, x.CheckBy} {
			others[name] = true
		}
		for _, e := range x.Evidence {
			others[e.By] = true
		}
	}
	for _, s := range a.SignOffs {
		others[s.By] = true
	}
	for _, x := range a.Acceptances {
		others[x.By] = true
	}
	for _, c := range a.Calls {
		others[c.By] = true
	}
	var known []string
	for _, name := range a.Description.People {
		if name != "" && !slices.Contains(known, name) {
			known = append(known, name)
		}
		delete(others, name)
	}
	delete(others, "")
	return append(known, slices.Sorted(maps.Keys(others))...)
}

// clone returns a copy whose maps and lists can be changed.
func (a Assessment) clone() Assessment {
	a.Facts = maps.Clone(a.Facts)
	a.Answers = maps.Clone(a.Answers)
	a.Questionnaires = slices.Clone(a.Questionnaires)
	a.SignOffs = slices.Clone(a.SignOffs)
	a.Acceptances = slices.Clone(a.Acceptances)
	a.Calls = slices.Clone(a.Calls)
	a.Shipments = slices.Clone(a.Shipments)
	a.Milestones = slices.Clone(a.Milestones)
	return a
}

// Valid returns what is missing or too long in the description.
func (d Description) Valid() error {
	switch {
	case strings.TrimSpace(d.Name) == "":
		return fmt.Errorf("a system needs a name: %w", ErrInvalid)
	case !slices.Contains(questionnaire.Stages(), d.Target):
		return fmt.Errorf("stage %q: %w", d.Target, ErrInvalid)
	case d.Outside != nil && d.Outside.People < 0:
		return fmt.Errorf("%d people: %w", d.Outside.People, ErrInvalid)
	case len(d.People) > MaxVotes:
		return fmt.Errorf("more than %d people: %w", MaxVotes, ErrInvalid)
	}
	for _, s := range append([]string{d.Name}, d.People...) {
		if len(s) > MaxLine {
			return fmt.Errorf("%q… has more than %d bytes: %w", s[:20], MaxLine, ErrInvalid)
		}
	}
	return nil
}
