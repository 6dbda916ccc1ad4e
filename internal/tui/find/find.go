// Package find is the two screens that find something by a part of its name: a question or a system,
// and a command of the screen below.
//
// It shows what it is given and asks the root to go there. It must not judge, and it does no command
// itself.
package find

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// finder finds questions of the open system, or systems. Its lists are replaced, never changed.
type finder struct {
	env  nav.Env
	view app.View // of the open system; its id is empty if there is none
	pick picker

	questions []question
	aside     []question // those that do not apply, which are only counted
	wide      widths     // of questions
	found     []question
	apart     int // of those aside that match

	among   bool // systems are looked for, not questions
	systems []system
	broad   widths // of systems
	left    []system
	read    bool // the systems were read
	reading bool
	trouble string // why they could not be
}

// New returns the finder for the view of open; without one it looks for systems.
func New(env nav.Env, open nav.Open) nav.Screen {
	m := finder{env: env, view: open.View, among: open.View.Assessment.ID == ""}
	return m.index().build()
}

// Capturing is always true: what is typed is looked for.
func (m finder) Capturing() bool { return true }

// Waiting tells whether the systems are being read: what is typed meanwhile is for them.
func (m finder) Waiting() bool { return m.reading }

// Update takes keys and clicks, and what was read or saved.
func (m finder) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case nav.Open:
		return m.look()
	case systemsMsg:
		if !m.reading {
			return m, nil
		}
		m.systems, m.trouble, m.read, m.reading = msg.systems, msg.trouble, msg.trouble == "", false
		m.broad = widestSystems(m.systems)
		return m.build(), nil
	case nav.Refreshed:
		return m.refreshed(msg.View), nil
	case tea.KeyPressMsg:
		if id, ok := theme.Match(msg, theme.ActTab); ok && id == theme.ActTab {
			return m.other()
		}
	case nav.Do:
		if msg.Action == theme.ActTab {
			return m.other()
		}
	}
	var became pick
	m.pick, became = m.pick.update(msg)
	switch became {
	case typed:
		return m.build(), nil
	case closed:
		return m, nav.Send(nav.Back{})
	case chosen:
		return m, m.open()
	case moved:
	}
	return m, nil
}

// other goes from questions to systems and back.
func (m finder) other() (nav.Screen, tea.Cmd) {
	if m.view.Assessment.ID == "" {
		return m, nil
	}
	m.among, m.pick.cursor = !m.among, 0
	return m.look()
}

// look reads the systems if they are looked for and were not read yet.
func (m finder) look() (nav.Screen, tea.Cmd) {
	if !m.among || m.read || m.reading {
		return m.build(), nil
	}
	m.reading, m.trouble = true, ""
	service := m.env.App
	return m.build(), m.env.Run(func(ctx context.Context) tea.Msg { return readSystems(ctx, service) })
}

// refreshed takes over a newer view; the chosen question stays chosen.
func (m finder) refreshed(v app.View) finder {
	if v.Assessment.ID != m.view.Assessment.ID || v.Assessment.Seq < m.view.Assessment.Seq || m.view.Assessment.ID == "" {
		return m
	}
	var chosen questionnaire.QuestionID
	if !m.among && m.pick.count > 0 {
		chosen = m.found[m.pick.cursor].id
	}
	m.view = v
	m = m.index().build()
	if i := slices.IndexFunc(m.found, func(q question) bool { return q.id == chosen }); i >= 0 && !m.among {
		m.pick.cursor = i
	}
	return m
}

// index makes the questions ready to be searched.
func (m finder) index() finder {
	if m.view.Assessment.ID != "" {
		m.questions, m.aside = questionsOf(m.view)
		m.wide = widest(m.questions)
	}
	return m
}

// build makes anew what is left by what was typed.
func (m finder) build() finder {
	q := m.pick.query()
	if m.among {
		m.left = best(m.systems, func(s system) int { return q.Rank(s.texts...) })
		m.pick = m.pick.of(len(m.left))
		return m
	}
	ids := strings.Contains(m.pick.field.Text(), "-") // else half an area is found for the letters its ids begin with
	rank := func(x question) int {
		if ids {
			return q.Rank(x.texts...)
		}
		return q.Rank(x.texts[:len(x.texts)-1]...)
	}
	m.found, m.apart = best(m.questions, rank), len(best(m.aside, rank))
	m.pick = m.pick.of(len(m.found))
	return m
}

// open goes to what is chosen.
func (m finder) open() tea.Cmd {
	if !m.among {
		return nav.Send(nav.Open{Kind: nav.Walk, View: m.view, Question: m.found[m.pick.cursor].id, Replace: true})
	}
	s := m.left[m.pick.cursor]
	if s.trouble != "" {
		return nav.Send(nav.Say{Text: "Not now: it cannot be read: " + widget.Clip(s.trouble, len(s.trouble), theme.Theme{})})
	}
	return nav.Send(nav.OpenID{Kind: nav.Walk, ID: s.id, Replace: true})
}

// Actions lists what can be done with the list.
func (m finder) Actions() []nav.Action {
	if m.view.Assessment.ID == "" {
		return m.pick.actions("open it", "back")
	}
	if m.among {
		return m.pick.actions("open it", "back", nav.Action{ID: theme.ActTab, Label: "questions"})
	}
	return m.pick.actions("go there", "back", nav.Action{ID: theme.ActTab, Label: "systems"})
}
