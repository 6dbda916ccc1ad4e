package analysis

import (
	"slices"

	"prodfirst/internal/questionnaire"
)

// Due tells when a question's stage comes, seen from the stage that is aimed at.
type Due string

// When a question is due.
const (
	Now   Due = "now"
	Next  Due = "next"
	Later Due = "later"
)

// dues returns when a question may be due, soonest first.
func dues() []Due { return []Due{Now, Next, Later} }

// DueAt returns when a question of that stage is due for a system aiming at target.
func DueAt(stage, target questionnaire.Stage) Due {
	distance := slices.Index(questionnaire.Stages(), stage) - slices.Index(questionnaire.Stages(), target)
	switch {
	case distance <= 0:
		return Now
	case distance == 1:
		return Next
	}
	return Later
}

// Decision is what a gap asks for.
type Decision string

// The decisions. The empty decision belongs to questions that are no gap.
const (
	Stop   Decision = "STOP"
	Prove  Decision = "PROVE"
	ToNext Decision = "NEXT"
	Plan   Decision = "PLAN"
	Watch  Decision = "WATCH"
)

// Decisions returns all decisions, strongest first.
func Decisions() []Decision { return []Decision{Stop, Prove, ToNext, Plan, Watch} }

// Decide returns the decision for a gap: the table of the method, which nothing else overrides.
// raised says that an AI wrote the part and nobody can explain it yet.
func Decide(s State, due Due, sev questionnaire.Severity, raised bool) Decision {
	d := Watch
	switch {
	case s == Claimed && due == Now && pressing(sev):
		d = Prove
	case s == Claimed:
	default:
		d = ladder(sev, due)
	}
	if raised {
		return lift(d)
	}
	return d
}

// ladder is the table for what is unknown, none or partial: each step of severity or time that is
// less pressing weakens the decision by one.
func ladder(sev questionnaire.Severity, due Due) Decision {
	rungs := []Decision{Stop, ToNext, Plan, Watch}
	down := slices.Index(questionnaire.Severities(), sev) + slices.Index(dues(), due)
	return rungs[min(down, len(rungs)-1)]
}

// lift raises what would otherwise wait; it never makes a STOP.
func lift(d Decision) Decision {
	switch d {
	case Watch:
		return Plan
	case Plan:
		return ToNext
	case Stop, Prove, ToNext:
	}
	return d
}

// Band is a gap's place in the order of the plan; smaller comes first.
type Band int

// The bands.
const (
	BandStop Band = iota
	BandProveBlocker
	BandNext
	BandProveHigh
	BandPlan
	BandWatch
)

// BandOf returns the band of a decision on a question of that severity.
func BandOf(d Decision, sev questionnaire.Severity) Band {
	switch d {
	case Stop:
		return BandStop
	case Prove:
		if sev == questionnaire.Blocker {
			return BandProveBlocker
		}
		return BandProveHigh
	case ToNext:
		return BandNext
	case Plan:
		return BandPlan
	case Watch:
	}
	return BandWatch
}
