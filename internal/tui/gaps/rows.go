package gaps

import (
	"cmp"
	"slices"

	"prodfirst/internal/analysis"
	"prodfirst/internal/questionnaire"
)

// order is what the rows are sorted by.
type order int

const (
	byPlan order = iota
	byArea
	bySeverity
	byAge
)

func (o order) next() order { return (o + 1) % (byAge + 1) }

// words finish the sentence "12 gaps, …".
func (o order) words() string {
	switch o {
	case byPlan:
		return "in the order of the plan"
	case byArea:
		return "by area"
	case bySeverity:
		return "by severity"
	case byAge:
		return "oldest first"
	}
	return ""
}

// filter is one choice of what to show.
type filter struct {
	name string // as people read it; empty: all
	pass func(*analysis.Finding) bool
}

// choices returns the filters that leave some of the gaps, and first the one that leaves all.
func (m model) choices(gaps []analysis.Finding) []filter {
	state := func(states ...analysis.State) func(*analysis.Finding) bool {
		return func(f *analysis.Finding) bool { return slices.Contains(states, f.State) }
	}
	choices := []filter{
		{"STOP and PROVE", func(f *analysis.Finding) bool {
			return f.Decision == analysis.Stop || f.Decision == analysis.Prove
		}},
		{"don't know", state(analysis.Unknown)},
		{"none or partial", state(analysis.None, analysis.Partial)},
		{"claimed", state(analysis.Claimed)},
		{"accepted", func(f *analysis.Finding) bool { return f.Acceptance != nil }},
		{"without an owner", func(f *analysis.Finding) bool { return f.Answer.Owner == "" }},
		{"owned by you", func(f *analysis.Finding) bool { return f.Answer.Owner == m.env.By && m.env.By != "" }},
	}
	for _, area := range m.view.Result.Areas() {
		choices = append(choices, filter{area.Title, func(f *analysis.Finding) bool {
			return f.Questionnaire == area.Questionnaire && f.Area == area.Area
		}})
	}
	choices = slices.DeleteFunc(choices, func(c filter) bool {
		n := 0
		for i := range gaps {
			if c.pass(&gaps[i]) {
				n++
			}
		}
		return n == 0 || n == len(gaps)
	})
	return append([]filter{{"", func(*analysis.Finding) bool { return true }}}, choices...)
}

// nextFilter returns the name of the choice after the present one.
func (m model) nextFilter() string {
	i := slices.IndexFunc(m.filters, func(c filter) bool { return c.name == m.show })
	return m.filters[(i+1)%len(m.filters)].name
}

// build makes the rows anew and puts the cursor on a question, or leaves it where it is. A filter
// that nothing passes any more is taken off.
func (m model) build(stay questionnaire.QuestionID) model {
	gaps := m.view.Result.Gaps()
	m.all = len(gaps)
	m.filters = m.choices(gaps)
	i := max(0, slices.IndexFunc(m.filters, func(c filter) bool { return c.name == m.show }))
	m.show = m.filters[i].name
	m.rows = slices.DeleteFunc(gaps, func(f analysis.Finding) bool { return !m.filters[i].pass(&f) })
	m.sort()
	if at := slices.IndexFunc(m.rows, func(f analysis.Finding) bool { return f.Question.ID == stay }); at >= 0 {
		m.cursor = at
	}
	m.cursor = max(0, min(m.cursor, len(m.rows)-1))
	m.why = m.why && len(m.rows) > 0
	return m
}

// sort orders the rows, which are in the order of the plan.
func (m model) sort() {
	place := map[questionnaire.QuestionID]int{}
	for i, f := range m.view.Result.Findings {
		place[f.Question.ID] = i
	}
	severity := func(f analysis.Finding) int { return slices.Index(questionnaire.Severities(), f.Severity) }
	slices.SortStableFunc(m.rows, func(a, b analysis.Finding) int {
		switch m.order {
		case byPlan:
		case byArea:
			return cmp.Compare(place[a.Question.ID], place[b.Question.ID])
		case bySeverity:
			return cmp.Compare(severity(a), severity(b))
		case byAge:
			return a.Answer.Since.Compare(b.Answer.Since)
		}
		return 0
	})
}
