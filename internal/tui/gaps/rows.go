package gaps

import (
	"cmp"
	"slices"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// order is what the rows are sorted by.
type order int

const (
	byPlan order = iota
	bySeverity
	byArea
	byOwner
	byDue
	byAge
)

func (o order) next() order { return (o + 1) % (byAge + 1) }

// words finish the sentence "12 gaps, …".
func (o order) words() string {
	switch o {
	case byPlan:
		return "in the order of the plan"
	case bySeverity:
		return "by severity"
	case byArea:
		return "by area"
	case byOwner:
		return "by owner"
	case byDue:
		return "by date"
	case byAge:
		return "oldest first"
	}
	return ""
}

// gaps returns all gaps in the order of the plan.
func (m model) gaps() []*analysis.Finding {
	r := m.View.Result
	place := make(map[questionnaire.QuestionID]int, len(r.Plan))
	for i := range r.Plan {
		place[r.Plan[i].Question] = i
	}
	gaps := make([]*analysis.Finding, len(r.Plan))
	for i := range r.Findings {
		if at, ok := place[r.Findings[i].Question.ID]; ok {
			gaps[at] = &r.Findings[i]
		}
	}
	return gaps
}

// build makes the rows anew and puts the cursor on a question, or leaves it where it is.
func (m model) build(stay questionnaire.QuestionID) model {
	gaps := m.gaps()
	m.all = len(gaps)
	m.rows = slices.DeleteFunc(gaps, func(g *analysis.Finding) bool { return !m.passes(g) })
	m.sort()
	if at := slices.IndexFunc(m.rows, func(g *analysis.Finding) bool { return g.Question.ID == stay }); at >= 0 {
		m.cursor = at
	}
	m.cursor = max(0, min(m.cursor, len(m.rows)-1))
	if m.selected() != stay {
		m.scroll = 0
	}
	switch m.mode {
	case choosing:
		m = m.renew()
	case spotting:
		m.spots = m.spots.Of(m.View)
	case listing, charting:
	}
	return m
}

// sort orders the rows, which are in the order of the plan.
func (m model) sort() {
	if m.order == byPlan {
		return
	}
	index := map[questionnaire.QuestionID]int{}
	for i := range m.View.Result.Findings {
		index[m.View.Result.Findings[i].Question.ID] = i
	}
	slices.SortStableFunc(m.rows, func(a, b *analysis.Finding) int {
		switch m.order {
		case byPlan:
		case byArea:
			return cmp.Compare(index[a.Question.ID], index[b.Question.ID])
		case bySeverity:
			return cmp.Compare(severityOf(a), severityOf(b))
		case byOwner:
			return lastEmpty(a.Answer.Owner, b.Answer.Owner)
		case byDue:
			return lastEmpty(end(a), end(b))
		case byAge:
			return a.Answer.Since.Compare(b.Answer.Since)
		}
		return 0
	})
}

func severityOf(g *analysis.Finding) int { return slices.Index(questionnaire.Severities(), g.Severity) }

// end returns the day that stands in the row of a gap.
func end(g *analysis.Finding) assessment.Date {
	if g.Acceptance != nil {
		return g.Acceptance.Until
	}
	return g.Answer.Due
}

// lastEmpty compares so that nothing comes last.
func lastEmpty[S ~string](a, b S) int {
	switch {
	case a == b:
		return 0
	case a == "":
		return 1
	case b == "":
		return -1
	}
	return cmp.Compare(a, b)
}
