// Package home is the first screen: the systems there are, or what to do when there is none yet.
//
// It shows summaries. It must not judge a system or load one.
package home

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// page is how many rows page up and page down move.
const page = 10

type screen struct {
	env     nav.Env
	systems []app.Listed // latest change first; replaced, never changed
	widest  []string     // the widest cell of each column, so that columns stay where they are
	at      int          // the selected system, or the selected line of the first run
	order   order

	form      widget.Form // the export to be opened
	importing bool
}

// New returns the screen that lists these systems.
func New(env nav.Env, systems []app.Listed) nav.Screen {
	return screen{env: env}.list(systems)
}

// list takes over what systems there are; the selected one stays selected.
func (s screen) list(systems []app.Listed) screen {
	var selected assessment.ID
	if s.at < len(s.systems) {
		selected = s.systems[s.at].ID
	}
	s.systems = s.order.sorted(systems)
	s.at = 0
	if selected != "" {
		s.at = max(0, slices.IndexFunc(s.systems, func(x app.Listed) bool { return x.ID == selected }))
	}
	s.widest = widest(s.systems)
	return s
}

// Capturing tells whether the path of an export is being typed.
func (s screen) Capturing() bool { return s.form.IsOpen() }

// Waiting tells whether an export is being opened.
func (s screen) Waiting() bool { return s.importing }

// Update moves, opens, and takes over what was saved.
func (s screen) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case nav.Listed:
		return s.list(msg.Systems), nil
	case nav.Refreshed:
		sum := msg.View.Summarise()
		others := slices.DeleteFunc(slices.Clone(s.systems), func(x app.Listed) bool { return x.ID == sum.ID })
		return s.list(append(others, sum.Listed())), nil
	case nav.Do:
		return s.do(msg.Action)
	case nav.Point:
		s.at = msg.Row
	case imported:
		return s.imported(msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		if s.Capturing() {
			return s.typed(msg)
		}
	}
	return s, nil
}

func (s screen) do(action theme.ActionID) (nav.Screen, tea.Cmd) {
	last := max(len(s.systems), 1) - 1
	if len(s.systems) == 0 {
		last = len(beginnings()) - 1
	}
	switch action {
	case theme.ActNew:
		return s, nav.Send(nav.Open{Kind: nav.Describe})
	case theme.ActExample:
		return s, nav.Send(nav.Example{})
	case theme.ActImport:
		return s.ask(), nil
	case theme.ActFind:
		return s, nav.Send(nav.Open{Kind: nav.Find})
	case theme.ActSort:
		s.order = s.order.next()
		return s.list(s.systems), nil
	case theme.ActBack:
		return s, nav.Send(nav.Back{})
	case theme.ActEnter:
		if len(s.systems) == 0 {
			return s.do(beginnings()[s.at].action)
		}
		return s, s.open(nav.Walk)
	default:
		if kind, ok := kinds()[action]; ok && len(s.systems) > 0 {
			return s, s.open(kind)
		}
	}
	s.at = widget.Move(action, s.at, last, page)
	return s, nil
}

// kinds returns the screens that keys open for the selected system.
func kinds() map[theme.ActionID]nav.Kind {
	return map[theme.ActionID]nav.Kind{
		theme.ActGaps: nav.Gaps, theme.ActPlan: nav.Plan, theme.ActReport: nav.Report,
		theme.ActDescribe: nav.Describe, theme.ActFacts: nav.Facts,
	}
}

func (s screen) open(kind nav.Kind) tea.Cmd {
	return nav.Send(nav.OpenID{Kind: kind, ID: s.systems[s.at].ID})
}

// Actions lists what can be done with the selected system, and with none.
func (s screen) Actions() []nav.Action {
	if s.Capturing() {
		actions := edit.FormActions(s.form, "leave it")
		actions[0].Label = "open it"
		return actions
	}
	moving := []nav.Action{
		{ID: theme.ActPageUp}, {ID: theme.ActPageDown}, {ID: theme.ActTop}, {ID: theme.ActBottom},
	}
	leave := nav.Action{ID: theme.ActQuit}
	if s.env.Trial {
		leave = nav.Action{ID: theme.ActBack, Label: "leave the example"}
	}
	if len(s.systems) == 0 {
		return append([]nav.Action{
			{ID: theme.ActUp},
			{ID: theme.ActDown},
			{ID: theme.ActEnter},
			{ID: theme.ActHelp, Label: "help"},
			leave,
			{ID: theme.ActNew, Quiet: true},
			{ID: theme.ActExample, Quiet: true},
			{ID: theme.ActImport, Quiet: true, Disabled: s.unreadable()},
		}, moving...)
	}
	why := ""
	if trouble := s.systems[s.at].Summary().Trouble; trouble != "" {
		why = "It cannot be read: " + trouble
	}
	actions := []nav.Action{
		{ID: theme.ActEnter, Label: s.enter(), Disabled: why},
		{ID: theme.ActReport, Disabled: why},
		{ID: theme.ActGaps, Disabled: why},
		{ID: theme.ActPlan, Disabled: why},
	}
	if !s.env.Trial {
		actions = append(actions, nav.Action{ID: theme.ActNew})
	}
	actions = append(
		actions, nav.Action{ID: theme.ActFind}, nav.Action{ID: theme.ActHelp, Label: "keys"}, leave, nav.Action{ID: theme.ActUp, Quiet: true}, nav.Action{ID: theme.ActDown},
		nav.Action{ID: theme.ActDescribe, Disabled: why}, nav.Action{ID: theme.ActFacts, Disabled: why},
		nav.Action{ID: theme.ActSort, Label: "sort by " + s.order.next().words()},
	)
	if !s.env.Trial {
		actions = append(
			actions, nav.Action{ID: theme.ActExample, Quiet: true},
			nav.Action{ID: theme.ActImport, Quiet: true, Disabled: s.unreadable()},
		)
	}
	return append(actions, moving...)
}

func (s screen) enter() string {
	if s.systems[s.at].Summary().Asked > 0 {
		return "continue"
	}
	return "begin"
}

// status returns how many systems there are, and their order.
func (s screen) status(th theme.Theme) string {
	if s.env.Trial {
		return "an example; nothing is kept"
	}
	n := len(s.systems)
	switch n {
	case 0:
		return ""
	case 1:
		return "1 system"
	}
	text := fmt.Sprintf("%d systems", n)
	if s.order != byChange {
		text += " " + th.Glyphs.Dot + " by " + s.order.words()
	}
	return text
}
