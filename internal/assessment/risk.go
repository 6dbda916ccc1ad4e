package assessment

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"prodfirst/internal/questionnaire"
)

// MaxAcceptance is how many days ahead a gap can be accepted.
const MaxAcceptance = 90

// Valid returns what is missing from an acceptance, or is not possible, on the day it is given.
// Which questions can be accepted is for the analysis to say.
func (x Acceptance) Valid(today Date) error {
	switch {
	case strings.TrimSpace(x.By) == "":
		return ErrNoPerson
	case len(x.Questions) == 0:
		return fmt.Errorf("no question to accept: %w", ErrInvalid)
	case x.Until.Time().IsZero():
		return fmt.Errorf("until %q: %w", x.Until, ErrDate)
	case x.Until < today:
		return fmt.Errorf("until %s is over: %w", x.Until, ErrInvalid)
	case today.Days(x.Until) > MaxAcceptance:
		return fmt.Errorf("until %s is more than %d days ahead; the last possible day is %s: %w",
			x.Until, MaxAcceptance, today.Add(MaxAcceptance), ErrInvalid)
	}
	return reason("accepted", x.Reason)
}

// A Call is an entry of the decision log: somebody with the right to do so said go or no-go.
type Call struct {
	Word   CallWord            `json:"call"`
	Stage  questionnaire.Stage `json:"stage"` // what was decided about
	By     string              `json:"by"`
	At     time.Time           `json:"at"`
	Reason string              `json:"reason"` // and the conditions, if there are any
}

// CallWord is what was decided.
type CallWord string

// What can be decided.
const (
	Go          CallWord = "go"
	Conditional CallWord = "conditional"
	NoGo        CallWord = "no-go"
)

// CallWords returns everything that can be decided.
func CallWords() []CallWord { return []CallWord{Go, Conditional, NoGo} }

// Valid returns what is missing from a decision, or is not possible.
func (c Call) Valid() error {
	switch {
	case strings.TrimSpace(c.By) == "":
		return ErrNoPerson
	case !slices.Contains(CallWords(), c.Word):
		return fmt.Errorf("decision %q: %w", c.Word, ErrInvalid)
	case !slices.Contains(questionnaire.Stages(), c.Stage):
		return fmt.Errorf("stage %q: %w", c.Stage, ErrInvalid)
	}
	return reason("decided", c.Reason)
}

// reason returns what is wrong with why something was done.
func reason(what, text string) error {
	if utf8.RuneCountInString(strings.TrimSpace(text)) < MinReason {
		return fmt.Errorf("%w: say in a sentence (%d characters or more) why it is %s", ErrNoReason, MinReason, what)
	}
	if len(text) > MaxLine {
		return fmt.Errorf("the reason has more than %d bytes: %w", MaxLine, ErrInvalid)
	}
	return nil
}

// Valid returns what is not possible about an owner's word.
func (s SignOff) Valid() error {
	switch {
	case strings.TrimSpace(s.By) == "":
		return ErrNoPerson
	case !slices.Contains([]Ready{ReadyYes, ReadyNotYet, ReadyUnknown}, s.Ready):
		return fmt.Errorf("ready %q: %w", s.Ready, ErrInvalid)
	case len(s.Words) > MaxLine:
		return fmt.Errorf("the sentence has more than %d bytes: %w", MaxLine, ErrInvalid)
	}
	return nil
}
