package analysis

import (
	"slices"

	"prodfirst/internal/questionnaire"
)

// Kept tells whether a rule is kept.
type Kept string

// Whether a rule is kept.
const (
	IsKept       Kept = "kept"
	IsNotKept    Kept = "not-kept"
	KeptNotKnown Kept = "not-known"
)

// A Rule is one of the five production-first rules and what the answers say of it.
type Rule struct {
	ID       string
	Title    string
	Kept     Kept
	Deciding []questionnaire.QuestionID // what decided it, in questionnaire order
}

// RuleTitles returns the five rules, without a judgement, in their order.
func RuleTitles() []Rule {
	return []Rule{
		{ID: "requirements", Title: "Start with production requirements"},
		{ID: "shipping-tools", Title: "Choose tools for shipping"},
		{ID: "validate", Title: "Validate everything"},
		{ID: "plan-for-failure", Title: "Plan for failure"},
		{ID: "ship-early", Title: "Ship early"},
	}
}

// rules judges the five rules by the due blockers and highs that speak to them.
func (r Result) rules() []Rule {
	rules := RuleTitles()
	for i := range rules {
		var broken, unknown, kept []questionnaire.QuestionID
		for j := range r.Findings {
			f := &r.Findings[j]
			if f.Applies == questionnaire.No || !speaksTo(f, rules[i].ID) {
				continue
			}
			switch f.State {
			case None, Partial:
				broken = append(broken, f.Question.ID)
			case Unknown, Claimed, Unasked:
				unknown = append(unknown, f.Question.ID)
			case Held, Proven:
				kept = append(kept, f.Question.ID)
			case NotApplicable:
			}
		}
		switch {
		case len(broken) > 0:
			rules[i].Kept, rules[i].Deciding = IsNotKept, broken
		case len(unknown) > 0 || len(kept) == 0:
			rules[i].Kept, rules[i].Deciding = KeptNotKnown, unknown
		default:
			rules[i].Kept, rules[i].Deciding = IsKept, kept
		}
	}
	return rules
}

// speaksTo tells whether the question has a say in a rule now.
func speaksTo(f *Finding, rule string) bool {
	return f.Due == Now && pressing(f.Severity) && slices.Contains(f.Question.Rules, rule)
}
