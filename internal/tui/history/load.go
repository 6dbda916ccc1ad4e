package history

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
)

// data is what the screen is made of, as it was read once.
type data struct {
	id      assessment.ID
	trial   bool
	seq     uint64
	entries []app.Entry // newest first
	trend   []analysis.Point
	states  []state              // the present, then the milestones, newest first
	latest  *analysis.Comparison // of the latest milestone with the present; nil if there is none
	err     error
}

// state is what can be compared: a milestone, or the present.
type state struct {
	label string // app.Now for the present
	by    string
	on    assessment.Date
	point *analysis.Point // nil if the trend does not go back so far
}

// load returns the command that reads everything.
func (m model) load() tea.Cmd {
	env, a := m.Env, m.Stored.Assessment
	d := data{id: a.ID, trial: env.Trial, seq: a.Seq}
	return env.Run(func(ctx context.Context) tea.Msg {
		if d.entries, d.err = env.App.History(ctx, d.id); d.err != nil {
			return d
		}
		slices.Reverse(d.entries)
		if d.trend, d.err = env.App.Trend(ctx, d.id); d.err != nil {
			return d
		}
		d.states = states(a, d.trend)
		if len(a.Milestones) > 0 {
			var c analysis.Comparison
			c, d.err = env.App.Compare(ctx, d.id, "", "")
			d.latest = &c
		}
		return d
	})
}

// states lists the present and the milestones, with what the trend knows of them.
func states(a assessment.Assessment, trend []analysis.Point) []state {
	var all []state
	if n := len(trend); n > 0 {
		all = append(all, state{label: app.Now, on: trend[n-1].On, point: &trend[n-1]})
	}
	for _, m := range slices.Backward(a.Milestones) {
		s := state{label: m.Label, by: m.By, on: assessment.DateOf(m.At)}
		if i := slices.IndexFunc(trend, func(p analysis.Point) bool { return p.Label == m.Label }); i >= 0 {
			s.point = &trend[i]
		}
		all = append(all, s)
	}
	return all
}

// loaded takes what was read, unless something newer is known.
func (m model) loaded(d data) (nav.Screen, tea.Cmd) {
	if d.id != m.Stored.Assessment.ID || d.trial != m.Env.Trial || m.ready && d.seq < m.data.seq {
		return m, nil
	}
	if d.err != nil {
		m.broken = !m.ready
		return m, nav.Send(nav.Failed{Err: d.err, What: "read the history"})
	}
	stay, _ := m.selected()
	m.data, m.ready, m.broken = d, true, false
	if d.latest != nil && !m.inDiff {
		m.diff = m.differences(*d.latest)
		m.below = settleOn(m.diff, 0, 1)
	}
	m = m.build()
	if i := slices.IndexFunc(m.items, func(it item) bool { return stay.key != "" && it.key == stay.key }); i >= 0 && !m.inDiff {
		m.cursor = i
	}
	return m, nil
}

// compared is a comparison that was asked for.
type compared struct {
	id    assessment.ID
	trial bool
	c     analysis.Comparison
	err   error
}

// compare asks for what changed from the marked state to the selected one, whichever is older first.
// Without a mark it is from the selected milestone to the present, or from the latest to the present.
func (m model) compare() (nav.Screen, tea.Cmd) {
	at, ok := m.selected()
	if !ok || len(m.data.states) < 2 {
		return m, nil
	}
	other := m.data.state(m.from)
	one := max(0, m.data.state(at.label))
	switch {
	case other >= 0 && other != one:
	case one == 0:
		other = 1
	default:
		other = 0
	}
	from, to := m.data.states[max(one, other)].label, m.data.states[min(one, other)].label
	m.busy = true
	env, id := m.Env, m.data.id
	return m, env.Run(func(ctx context.Context) tea.Msg {
		c, err := env.App.Compare(ctx, id, from, to)
		return compared{id: id, trial: env.Trial, c: c, err: err}
	})
}

func (m model) compared(msg compared) (nav.Screen, tea.Cmd) {
	if msg.id != m.data.id || msg.trial != m.Env.Trial || !m.busy {
		return m, nil
	}
	m.busy = false
	if msg.err != nil {
		return m, nav.Send(nav.Failed{Err: msg.err, What: "compare them"})
	}
	m.diff, m.inDiff = m.differences(msg.c), true
	m.below = settleOn(m.diff, 0, 1)
	return m, nil
}

// reason is what is wrong with a label, without the words that name the kind of the error.
func reason(err error) string {
	return strings.TrimSuffix(err.Error(), ": "+assessment.ErrInvalid.Error())
}
