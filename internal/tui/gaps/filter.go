package gaps

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/theme"
)

// facet is one thing by which gaps can be left out.
type facet int

const (
	ofDecision facet = iota
	ofState
	ofSeverity
	ofEffort
	ofOwner
	ofMark
	ofArea
)

func facets() []facet {
	return []facet{ofDecision, ofState, ofOwner, ofMark, ofSeverity, ofEffort, ofArea}
}

func (f facet) title() string {
	return [...]string{"Decision", "Answer", "Severity", "Effort", "Owner", "Besides", "Area"}[f]
}

// The values of ofMark.
const (
	isAccepted    = "accepted"
	isUnexplained = "works, but nobody can explain it"
	isLate        = "its date has passed"
	isByAI        = "written by an AI"
)

// filter is what is shown: of each facet one value, or any, and the words that have to occur.
type filter struct {
	chosen map[facet]string
	text   string
}

func (f filter) on() bool { return len(f.chosen) > 0 || strings.TrimSpace(f.text) != "" }

// with returns the filter with a value chosen, or any if it was.
func (f filter) with(by facet, key string) filter {
	now, was := f.chosen[by]
	f.chosen = maps.Clone(f.chosen)
	if f.chosen == nil {
		f.chosen = map[facet]string{}
	}
	if f.chosen[by] = key; was && now == key {
		delete(f.chosen, by)
	}
	return f
}

// passes tells whether a gap is shown, whatever is chosen of the facets that are left open.
func (m model) passes(g *analysis.Finding, open ...facet) bool {
	for by, key := range m.shown.chosen {
		if !slices.Contains(open, by) && !m.has(g, by, key) {
			return false
		}
	}
	if strings.TrimSpace(m.shown.text) == "" {
		return true
	}
	text := strings.ToLower(strings.Join([]string{
		g.Question.Title, g.AreaTitle, g.Answer.Owner, string(g.Question.ID), g.State.Words(), g.Answer.Note,
	}, "\n"))
	for word := range strings.FieldsSeq(strings.ToLower(m.shown.text)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// has tells whether a gap has a value of a facet.
func (m model) has(g *analysis.Finding, by facet, key string) bool {
	switch by {
	case ofDecision:
		return string(g.Decision) == key
	case ofState:
		return string(g.State) == key
	case ofSeverity:
		return string(g.Severity) == key
	case ofEffort:
		return string(g.Question.Effort) == key
	case ofOwner:
		return g.Answer.Owner == key
	case ofArea:
		return areaKey(g) == key
	case ofMark:
		switch key {
		case isAccepted:
			return g.Acceptance != nil
		case isUnexplained:
			return unexplained(g)
		case isLate:
			return g.Answer.Due != "" && g.Answer.Due < m.View.Result.Today
		case isByAI:
			return g.Answer.AIWritten
		}
	}
	return false
}

func areaKey(g *analysis.Finding) string { return string(g.Questionnaire) + "/" + string(g.Area) }

// unexplained tells whether something is said to work, and nobody can explain it yet.
func unexplained(g *analysis.Finding) bool {
	x := g.Answer
	return x.Suggested == "" && x.Check == assessment.CannotYet && (x.Level == assessment.InPlace || x.Level == assessment.Proven)
}

// choice is one row of the menu of filters: a value of a facet, or the heading over its values.
type choice struct {
	by      facet
	heading bool
	key     string
	title   string // plain
	n       int    // gaps it leaves, with what is chosen of the other facets
}

// choices lists what can be chosen: of each facet the values that leave something.
func (m model) choices() []choice {
	var all []choice
	gaps := m.gaps()
	for _, by := range facets() {
		var some []choice
		for _, c := range m.values(by, gaps) {
			for _, g := range gaps {
				if m.has(g, by, c.key) && m.passes(g, by) {
					c.n++
				}
			}
			if now, on := m.shown.chosen[by]; c.n > 0 || on && now == c.key {
				some = append(some, c)
			}
		}
		if len(some) > 0 {
			all = append(append(all, choice{by: by, heading: true, title: by.title()}), some...)
		}
	}
	return all
}

// values returns the values of a facet in their order.
func (m model) values(by facet, gaps []*analysis.Finding) []choice {
	var all []choice
	add := func(key, title string) { all = append(all, choice{by: by, key: key, title: title}) }
	switch by {
	case ofDecision:
		for _, d := range analysis.Decisions() {
			add(string(d), string(d)+" "+d.Gloss())
		}
	case ofState:
		for _, s := range analysis.States() {
			add(string(s), s.Words())
		}
	case ofSeverity:
		for _, s := range questionnaire.Severities() {
			add(string(s), string(s))
		}
	case ofEffort:
		for _, e := range questionnaire.Efforts() {
			add(string(e), effortWords(e))
		}
	case ofOwner:
		return m.owners(gaps)
	case ofMark:
		for _, key := range []string{isAccepted, isUnexplained, isLate, isByAI} {
			add(key, key)
		}
	case ofArea:
		for _, a := range m.View.Result.Areas() {
			add(string(a.Questionnaire)+"/"+string(a.Area), a.Title)
		}
	}
	return all
}

// owners returns yours first, then nobody's, then the others by name.
func (m model) owners(gaps []*analysis.Finding) []choice {
	var all []choice
	if m.Env.By != "" {
		all = append(all, choice{by: ofOwner, key: m.Env.By, title: "yours: " + m.Env.By})
	}
	all = append(all, choice{by: ofOwner, title: "nobody"})
	for _, g := range gaps {
		name := g.Answer.Owner
		if !slices.ContainsFunc(all, func(c choice) bool { return c.key == name }) {
			all = append(all, choice{by: ofOwner, key: name, title: name})
		}
	}
	first := len(all)
	for i, c := range all {
		if c.key != "" && c.key != m.Env.By {
			first = i
			break
		}
	}
	slices.SortFunc(all[first:], func(a, b choice) int { return cmp.Compare(a.title, b.title) })
	return all
}

// effortWords says a size.
func effortWords(e questionnaire.Effort) string {
	switch e {
	case questionnaire.Small:
		return "S small"
	case questionnaire.Middle:
		return "M medium"
	case questionnaire.Large:
		return "L large"
	}
	return string(e)
}

// shownWords says what is shown.
func (m model) shownWords() string {
	var parts []string
	for _, by := range facets() {
		key, on := m.shown.chosen[by]
		switch {
		case !on:
		case by == ofOwner && key == "":
			parts = append(parts, "owned by nobody")
		case by == ofOwner:
			parts = append(parts, "owned by "+key)
		case by == ofState:
			parts = append(parts, analysis.State(key).Words())
		case by == ofEffort:
			parts = append(parts, "effort "+key)
		case by == ofArea:
			parts = append(parts, m.areaTitle(key))
		default:
			parts = append(parts, key)
		}
	}
	if text := strings.TrimSpace(m.shown.text); text != "" {
		parts = append(parts, `"`+text+`"`)
	}
	if len(parts) == 0 {
		return "all"
	}
	return textsafe.Line(strings.Join(parts, " and "))
}

func (m model) areaTitle(key string) string {
	for _, a := range m.View.Result.Areas() {
		if string(a.Questionnaire)+"/"+string(a.Area) == key {
			return a.Title
		}
	}
	return key
}

// inMenu does an action while the menu of filters is shown.
func (m model) inMenu(action theme.ActionID) model {
	switch action {
	case theme.ActBack, theme.ActFilter:
		m.mode = listing
		return m
	case theme.ActEnter, theme.ActMark:
		if m.choice < len(m.menu) && !m.menu[m.choice].heading {
			c := m.menu[m.choice]
			m.shown = m.shown.with(c.by, c.key)
			m = m.build(m.selected())
		}
		return m
	case theme.ActShowAll:
		m.shown = filter{}
		return m.build(m.selected())
	}
	return m.choose(moved(action, m.choice, m.menu))
}

func moved(action theme.ActionID, at int, menu []choice) (to, step int) {
	step = 1
	if action == theme.ActUp || action == theme.ActPageUp || action == theme.ActBottom {
		step = -1
	}
	return move(action, at, len(menu)), step
}

// choose selects the row at, or the next one in the direction of step that is no heading.
func (m model) choose(at, step int) model {
	for _, by := range []int{step, -step} {
		for i := at; i >= 0 && i < len(m.menu); i += by {
			if !m.menu[i].heading {
				m.choice = i
				return m
			}
		}
	}
	return m
}

// renew makes the menu anew and stays on its row.
func (m model) renew() model {
	stay := choice{}
	if m.choice < len(m.menu) {
		stay = m.menu[m.choice]
	}
	m.menu = m.choices()
	at := slices.IndexFunc(m.menu, func(c choice) bool { return c.by == stay.by && c.key == stay.key && !c.heading })
	if at < 0 {
		at = min(m.choice, max(0, len(m.menu)-1))
	}
	return m.choose(at, 1)
}
