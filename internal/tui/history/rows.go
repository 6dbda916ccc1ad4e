package history

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
	"prodfirst/internal/tui/gloss"
)

// item is one row: when, who, what, and more about it below. All of it is plain.
type item struct {
	heading  bool // only what, and not to be selected
	on       bool // it is marked
	when     string
	who      string
	what     string
	more     string
	question questionnaire.QuestionID // what enter opens
	label    string                   // of a state
	key      string                   // by which it is found again
}

// build makes the rows of the part anew.
func (m model) build() model {
	switch m.part {
	case comparing:
		m.items = m.stateRows()
	case trending:
		m.items = nil
	case changing:
		m.items = m.changeRows()
	case deciding:
		m.items = m.decisionRows()
	case shipping:
		m.items = m.shipRows()
	case accepting:
		m.items = m.acceptanceRows()
	}
	m.cursor = settleOn(m.items, max(0, min(m.cursor, len(m.items)-1)), 1)
	return m
}

func (m model) today() assessment.Date { return m.View.Result.Today }

func (m model) date(d assessment.Date) string { return gloss.Date(d, m.today()) }

func (m model) stateRows() []item {
	rows := make([]item, len(m.data.states))
	for i, s := range m.data.states {
		rows[i] = item{when: m.date(s.on), who: s.by, what: s.label, label: s.label, key: s.label, on: s.label == m.from}
		if p := s.point; p != nil {
			rows[i].more = fmt.Sprintf("%d of %d proven, %d of %d blockers open", p.Proven, p.Due, p.OpenBlockers, p.Blockers)
		}
	}
	return rows
}

// filter says which changes are shown: of one person, or of one question. The zero filter shows all.
type filter struct {
	by       string
	question questionnaire.QuestionID
}

func (f filter) passes(e app.Entry) bool {
	return (f.by == "" || e.By == f.by) && (f.question == "" || e.Change.Question == f.question)
}

func (m model) changeRows() []item {
	var rows []item
	day := assessment.Date("")
	zone := m.Env.App.Now().Location()
	for _, e := range m.data.entries {
		if !m.shown.passes(e) {
			continue
		}
		at := e.At.In(zone)
		if on := assessment.Date(at.Format("2006-01-02")); on != day {
			day = on
			rows = append(rows, item{heading: true, what: gloss.Day(on, m.today())})
		}
		it := item{when: at.Format("15:04"), who: app.Somebody(e.By), what: report.UpperFirst(e.Words(m.View.Title)), key: string(e.ID)}
		if _, there := m.View.Result.Finding(e.Change.Question); there {
			it.question = e.Change.Question
		}
		rows = append(rows, it)
	}
	return rows
}

// nextFilter goes through all, the selected question, and everyone who changed something.
func (m model) nextFilter() filter {
	var choices []filter
	if at, ok := m.selected(); ok && at.question != "" {
		choices = append(choices, filter{question: at.question})
	} else if m.shown.question != "" {
		choices = append(choices, m.shown)
	}
	var people []string
	for _, e := range m.data.entries {
		if e.By != "" && !slices.Contains(people, e.By) {
			people = append(people, e.By)
		}
	}
	slices.Sort(people)
	for _, by := range people {
		choices = append(choices, filter{by: by})
	}
	at := slices.Index(choices, m.shown)
	switch {
	case at+1 >= len(choices):
		return filter{}
	case m.shown.by == "" && m.shown.question == "":
		return choices[0]
	}
	return choices[at+1]
}

// decisionRows is the decision log with what owners signed, newest first.
func (m model) decisionRows() []item {
	a := m.View.Assessment
	type dated struct {
		at int64
		item
	}
	var all []dated
	for i, c := range a.Calls {
		all = append(all, dated{c.At.UnixNano(), item{
			when: m.date(assessment.DateOf(c.At)), who: c.By, key: fmt.Sprint("call", i),
			what: gloss.Call(c), more: c.Reason,
		}})
	}
	for i, s := range a.SignOffs {
		all = append(all, dated{s.At.UnixNano(), item{
			when: m.date(assessment.DateOf(s.At)), who: s.By, key: fmt.Sprint("sign", i),
			what: "Can it go to production, where it matters? " + report.UpperFirst(analysis.ReadyWords(s.Ready)), more: s.Words,
		}})
	}
	slices.SortStableFunc(all, func(a, b dated) int { return int(min(1, max(-1, b.at-a.at))) })
	rows := make([]item, len(all))
	for i, d := range all {
		rows[i] = d.item
	}
	return rows
}

// shipRows is the ship log, newest first.
func (m model) shipRows() []item {
	log := slices.Clone(m.View.Assessment.Shipments)
	slices.SortStableFunc(log, func(a, b assessment.Shipment) int { return strings.Compare(string(b.On), string(a.On)) })
	rows := make([]item, len(log))
	for i, s := range log {
		rows[i] = item{when: m.date(s.On), who: s.By, what: shipWords(s), more: s.Note, key: fmt.Sprint(s.Kind, s.At.UnixNano())}
	}
	return rows
}

func shipWords(s assessment.Shipment) string {
	switch s.Kind {
	case assessment.ShipDemo:
		return "Shown"
	case assessment.ShipDeploy:
		return "Deployed for its users"
	case assessment.ShipUsers:
		return "Used by " + report.People(s.People) + " in the week"
	}
	return string(s.Kind)
}

// acceptanceRows lists what was accepted, what ends next first and what has ended last.
func (m model) acceptanceRows() []item {
	today := m.today()
	list := slices.Clone(m.View.Assessment.Acceptances)
	slices.SortStableFunc(list, func(a, b assessment.Acceptance) int {
		switch over := a.Until < today; {
		case over != (b.Until < today) && over:
			return 1
		case over != (b.Until < today):
			return -1
		}
		return strings.Compare(string(a.Until), string(b.Until))
	})
	rows := make([]item, len(list))
	for i, x := range list {
		names := make([]string, len(x.Questions))
		for n, q := range x.Questions {
			names[n] = m.View.Title(q)
		}
		end := "ends " + m.date(x.Until)
		if x.Until < today {
			end = "ended " + m.date(x.Until)
		}
		rows[i] = item{when: end, who: x.By, what: strings.Join(names, ", "), more: x.Reason, key: x.At.String()}
		if f, there := m.View.Result.Finding(x.Questions[0]); there {
			rows[i].question = f.Question.ID
			if f.Gap() && f.Acceptance == nil && x.Until >= today {
				rows[i].more += " A later acceptance counts in its place."
			}
		}
	}
	return rows
}
