package analysis

import (
	"strings"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// State is what an answer amounts to on a day.
type State string

// The states, worst first; not-applicable stands outside that order.
const (
	Unasked       State = "unasked"
	Unknown       State = "unknown"
	None          State = "none"
	Partial       State = "partial"
	Claimed       State = "claimed" // said, but nothing was shown, or it is too long ago
	Held          State = "held"    // backed by an artefact or a drill
	Proven        State = "proven"  // drilled lately, and someone can explain it
	NotApplicable State = "not-applicable"
)

// States returns all states in the order above.
func States() []State {
	return []State{Unasked, Unknown, None, Partial, Claimed, Held, Proven, NotApplicable}
}

// Gap tells whether an applicable question in that state is a gap.
func (s State) Gap() bool {
	switch s {
	case Unknown, None, Partial, Claimed:
		return true
	case Unasked, Held, Proven, NotApplicable:
	}
	return false
}

// open tells whether it is known or possible that nothing holds here; a claim is more than that.
func (s State) open() bool { return s.Gap() && s != Claimed }

// StateOf returns the state of an answer to q on a day. The first rule that matches decides.
func StateOf(x assessment.Answer, q questionnaire.Question, today assessment.Date) State {
	if x.Suggested != "" {
		return Unknown
	}
	switch x.Level {
	case assessment.Unasked:
		return Unasked
	case assessment.DontKnow:
		return Unknown
	case assessment.None:
		return None
	case assessment.Partial:
		return Partial
	case assessment.NotApplicable:
		if strings.TrimSpace(x.Reason) == "" {
			return Unknown
		}
		return NotApplicable
	case assessment.InPlace, assessment.Proven:
	}
	if x.Reopened != "" || !fresh(x.Newest(), q.Freshness, today) {
		return Claimed
	}
	if x.Level == assessment.Proven && x.Check == assessment.CanExplain && fresh(newestDrill(x), q.Freshness, today) {
		return Proven
	}
	return Held
}

// fresh tells whether evidence of that date still counts today; no date never does.
func fresh(d assessment.Date, days int, today assessment.Date) bool {
	return d != "" && today <= d.Add(days)
}

// newestDrill returns the date of the latest drill, or no date.
func newestDrill(x assessment.Answer) assessment.Date {
	var newest assessment.Date
	for _, e := range x.Evidence {
		if e.Kind == assessment.Drill {
			newest = max(newest, e.Date)
		}
	}
	return newest
}

// expires returns the last day on which an answer in that state keeps it, or no date if time alone
// does not change it.
func expires(s State, x assessment.Answer, freshness int) assessment.Date {
	switch s {
	case Proven:
		return newestDrill(x).Add(freshness)
	case Held:
		return x.Newest().Add(freshness)
	case Unasked, Unknown, None, Partial, Claimed, NotApplicable:
	}
	return ""
}
