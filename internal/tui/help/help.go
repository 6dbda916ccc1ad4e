// Package help is the screen that lists what can be done on the screen below it, with its keys, and
// says how answers count.
//
// What it lists comes from that screen and the table of keys: it knows no screen and no key itself.
package help

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// page is how many entries page up and page down move.
const page = 10

type model struct {
	entries []entry // all there are
	shown   []entry // what the filter leaves
	filter  widget.Field
	cursor  int // of shown
}

// entry is something that can be done, or something to read.
type entry struct {
	group  string
	action nav.Action // without an id: something to read
	key    theme.Key
	word   string // what is explained
	text   string
}

// New returns the help for the screen below.
func New(_ nav.Env, below nav.Screen) nav.Screen {
	m := model{}
	actions := below.Actions()
	for _, id := range []theme.ActionID{theme.ActTheme, theme.ActHelp, theme.ActSuspend, theme.ActStop} {
		if !slices.ContainsFunc(actions, func(a nav.Action) bool { return a.ID == id }) {
			actions = append(slices.Clip(actions), nav.Action{ID: id})
		}
	}
	keys := theme.Keys() // in whose order one looks for a key; that of the screen is by importance
	for _, group := range theme.Groups() {
		for _, k := range keys {
			for _, a := range actions {
				if a.ID == k.ID && k.Group == group {
					m.entries = append(m.entries, entry{group: group, action: a, key: k, text: words(a, k)})
				}
			}
		}
	}
	m.entries = append(m.entries, reading()...)
	return m.build()
}

// words says what an action does on that screen.
func words(a nav.Action, k theme.Key) string {
	if a.Label != "" {
		return a.Label
	}
	return k.Long
}

// build makes anew what the filter leaves.
func (m model) build() model {
	m.shown = nil
	wanted := strings.Fields(strings.ToLower(m.filter.Text()))
	for _, e := range m.entries {
		text := strings.ToLower(strings.Join([]string{e.group, e.word, e.text, strings.Join(e.key.Keys, " ")}, " "))
		if !slices.ContainsFunc(wanted, func(w string) bool { return !strings.Contains(text, w) }) {
			m.shown = append(m.shown, e)
		}
	}
	m.cursor = max(0, min(m.cursor, len(m.shown)-1))
	return m
}

// Capturing is always true: what is typed filters.
func (m model) Capturing() bool { return true }

// Update takes keys.
func (m model) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.PasteMsg:
		return m.typed(msg), nil
	case nav.Do: // a click
		return m.do(msg.Action)
	case nav.Point:
		m.cursor = msg.Row
	}
	return m, nil
}

func (m model) key(msg tea.KeyPressMsg) (nav.Screen, tea.Cmd) {
	empty := m.filter.Text() == ""
	if id, ok := theme.Match(msg, theme.ActHelp); ok && empty {
		return m.do(id)
	}
	if msg.Text == "" && msg.Mod == 0 {
		id, ok := theme.Match(msg, theme.ActUp, theme.ActDown, theme.ActPageUp, theme.ActPageDown, theme.ActTop,
			theme.ActBottom, theme.ActEnter, theme.ActBack)
		if ok && (id != theme.ActBack || empty || msg.Code == tea.KeyEscape) {
			return m.do(id)
		}
	}
	return m.typed(msg), nil
}

func (m model) typed(msg tea.Msg) model {
	before := m.filter.Text()
	m.filter, _ = m.filter.Update(msg)
	if m.filter.Text() != before {
		m.cursor = 0
	}
	return m.build()
}

func (m model) do(action theme.ActionID) (nav.Screen, tea.Cmd) {
	switch {
	case action == theme.ActEnter:
		return m, m.run()
	case action == theme.ActHelp, action == theme.ActBack && m.filter.Text() == "":
		return m, nav.Send(nav.Back{})
	case action == theme.ActBack:
		m.filter = m.filter.Set("")
		return m.build(), nil
	}
	last := len(m.shown) - 1
	m.cursor += map[theme.ActionID]int{
		theme.ActUp: -1, theme.ActDown: 1, theme.ActPageUp: -page, theme.ActPageDown: page,
		theme.ActTop: -last, theme.ActBottom: last,
	}[action]
	m.cursor = max(0, min(m.cursor, last))
	return m, nil
}

// run returns the command that does the selected action on the screen below.
func (m model) run() tea.Cmd {
	if len(m.shown) == 0 || m.shown[m.cursor].action.ID == "" {
		return nil
	}
	switch a := m.shown[m.cursor].action; {
	case a.Disabled != "":
		return nav.Send(nav.Say{Text: "Not now: " + a.Disabled})
	case a.ID == theme.ActHelp:
		return nav.Send(nav.Back{})
	case a.ID == theme.ActSuspend:
		return tea.Suspend
	case a.ID == theme.ActStop:
		return nav.Send(nav.Say{Text: "Press ctrl+c twice: it quits from anywhere, and saves are finished first."})
	default:
		return nav.Send(nav.Perform{Action: a.ID})
	}
}

// Actions lists what can be done with the list itself.
func (m model) Actions() []nav.Action {
	enter := nav.Action{ID: theme.ActEnter, Label: "do it"}
	switch {
	case len(m.shown) == 0:
		enter.Disabled = "nothing matches"
	case m.shown[m.cursor].action.ID == "":
		enter.Disabled = "this is to read"
	case m.shown[m.cursor].action.Disabled != "":
		enter.Disabled = m.shown[m.cursor].action.Disabled
	}
	back := nav.Action{ID: theme.ActBack, Label: "close"}
	if m.filter.Text() != "" {
		back.Label = "show all"
	}
	return []nav.Action{
		{ID: theme.ActUp},
		enter, back,
		{ID: theme.ActDown},
		{ID: theme.ActPageUp},
		{ID: theme.ActPageDown},
		{ID: theme.ActTop},
		{ID: theme.ActBottom},
	}
}
