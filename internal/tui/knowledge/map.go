package knowledge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// grasp is how far something is understood. The order is the one in which a group shows it.
type grasp int

const (
	notYet    grasp = iota // asked, and nobody can explain it
	unchecked              // not asked yet
	partly
	explained
)

// entry is one question of the map.
type entry struct {
	f     analysis.Finding
	grasp grasp
	who   []string // who can explain it, if that is known
	works bool     // said to be in place or proven
}

// about tells whether the question rests on a topic.
func (e entry) about(id questionnaire.TopicID) bool {
	return slices.Contains(e.f.Question.Topics, string(id))
}

// machine tells whether an AI wrote it and nobody can explain it.
func (e entry) machine() bool { return e.f.Answer.AIWritten && e.grasp != explained }

// words says how far it is understood, and by whom.
func (e entry) words() string {
	words := ""
	switch e.grasp {
	case explained:
		if len(e.who) == 0 {
			return "someone can explain it"
		}
		return strings.Join(e.who, ", ") + " can explain it"
	case partly:
		words = "explained in part"
	case notYet:
		words = "nobody can explain it yet"
		if e.works {
			words = "works, nobody can explain it yet"
		}
	case unchecked:
		words = "not checked yet"
	}
	if e.f.Answer.AIWritten {
		words += ", an AI wrote it"
	}
	return words
}

// entries returns what is on the map: what is said to work, what was asked about, and what an AI
// wrote. What is only suggested is not known.
func entries(r analysis.Result) []entry {
	var all []entry
	for _, f := range r.Findings {
		x := f.Answer
		e := entry{f: f, works: x.Level == assessment.InPlace || x.Level == assessment.Proven}
		if f.Applies == questionnaire.No || x.Suggested != "" || !e.works && !checked(x) && !x.AIWritten {
			continue
		}
		switch x.Check {
		case assessment.Unchecked:
			e.grasp = unchecked
		case assessment.CannotYet:
			e.grasp = notYet
		case assessment.Partly:
			e.grasp = partly
		case assessment.CanExplain:
			e.grasp = explained
			for name := range strings.SplitSeq(x.CheckBy, ",") {
				if name = strings.TrimSpace(name); name != "" {
					e.who = append(e.who, name)
				}
			}
		}
		all = append(all, e)
	}
	return all
}

// group is an area or a topic with its questions.
type group struct {
	title   string
	topic   questionnaire.TopicID // empty for an area
	entries []entry
	of      int // questions of the group on the map, whatever is shown
	known   int // of these, those that can be explained
	people  []string
}

// one returns the only person who can explain anything of the group.
func (g group) one() (string, bool) {
	if len(g.people) != 1 {
		return "", false
	}
	return g.people[0], true
}

// heading says how much of the group can be explained, and by whom.
func (g group) heading(alone bool) string {
	words := fmt.Sprintf("%d of %d can be explained", g.known, g.of)
	if name, ok := g.one(); ok && !alone {
		return words + ", so far by " + name + " alone"
	}
	if len(g.people) > 0 {
		words += ", by " + strings.Join(g.people, ", ")
	}
	return words
}

// row is a question below the heading of its group, or that heading.
type row struct {
	entry
	heading bool
	group   int
}

// filter leaves some questions of the map.
type filter string

const (
	everything filter = ""
	unknown    filter = "works, but nobody can explain it yet"
	byOne      filter = "known to one person of its group"
	byMachine  filter = "written by an AI and not explained"
	unasked    filter = "not checked yet"
)

func filters() []filter { return []filter{everything, unknown, byOne, byMachine, unasked} }

func (f filter) passes(e entry, g group) bool {
	_, one := g.one()
	switch f {
	case everything:
		return true
	case unknown:
		return e.works && e.grasp == notYet
	case byOne:
		return one && e.grasp == explained
	case byMachine:
		return e.machine()
	case unasked:
		return e.grasp == unchecked
	}
	return false
}

// nextFilter returns the next filter that leaves something.
func (m model) nextFilter() filter {
	all := filters()
	at := slices.Index(all, m.show)
	for i := 1; i < len(all); i++ {
		if f := all[(at+i)%len(all)]; f == everything || m.counts[f] > 0 {
			return f
		}
	}
	return m.show
}

// count returns how many questions each filter leaves of the whole map.
func count(groups []group) map[filter]int {
	counts := map[filter]int{}
	for _, f := range filters() {
		seen := map[questionnaire.QuestionID]bool{}
		for _, g := range groups {
			for i := range g.entries {
				if e := &g.entries[i]; f.passes(*e, g) {
					seen[e.f.Question.ID] = true
				}
			}
		}
		counts[f] = len(seen)
	}
	return counts
}

// build makes the map anew and stands on a question, if it is shown. A filter that leaves nothing
// any more is taken off.
func (m model) build(stay questionnaire.QuestionID) model {
	m.all = entries(m.view.Result)
	m.whole = m.grouped()
	m.counts = count(m.whole)
	if m.counts[m.show] == 0 {
		m.show = everything
	}
	m.groups, m.rows = nil, nil
	for _, g := range m.whole {
		g.entries = slices.DeleteFunc(slices.Clone(g.entries), func(e entry) bool { return !m.show.passes(e, g) })
		if len(g.entries) == 0 {
			continue
		}
		slices.SortStableFunc(g.entries, func(a, b entry) int { return cmp.Compare(a.grasp, b.grasp) })
		m.rows = append(m.rows, row{heading: true, group: len(m.groups)})
		for _, e := range g.entries {
			m.rows = append(m.rows, row{entry: e, group: len(m.groups)})
		}
		m.groups = append(m.groups, g)
	}
	if i := slices.IndexFunc(m.rows, func(r row) bool { return !r.heading && r.f.Question.ID == stay }); i >= 0 {
		m.cursor = i
	}
	m.cursor = settleOn(m.rows, max(0, min(m.cursor, len(m.rows)-1)), 1)
	return m
}

// grouped returns the whole map in groups.
func (m model) grouped() []group {
	var groups []group
	add := func(title string, topic questionnaire.TopicID, of []entry) {
		if len(of) > 0 {
			groups = append(groups, newGroup(title, topic, of))
		}
	}
	if m.byTopic {
		for _, t := range m.topics {
			add(t.Title, t.ID, m.having(func(e entry) bool { return e.about(t.ID) }))
		}
		add("Other questions", "", m.having(func(e entry) bool {
			return !slices.ContainsFunc(m.topics, func(t questionnaire.Topic) bool { return e.about(t.ID) })
		}))
		return groups
	}
	for _, area := range m.view.Result.Areas() {
		add(area.Title, "", m.having(func(e entry) bool {
			return e.f.Questionnaire == area.Questionnaire && e.f.Area == area.Area
		}))
	}
	return groups
}

func (m model) having(pass func(entry) bool) []entry {
	var found []entry
	for _, e := range m.all {
		if pass(e) {
			found = append(found, e)
		}
	}
	return found
}

func newGroup(title string, topic questionnaire.TopicID, of []entry) group {
	g := group{title: title, topic: topic, entries: of, of: len(of)}
	for _, e := range of {
		if e.grasp != explained {
			continue
		}
		g.known++
		for _, name := range e.who {
			if !slices.Contains(g.people, name) {
				g.people = append(g.people, name)
			}
		}
	}
	slices.Sort(g.people)
	return g
}
