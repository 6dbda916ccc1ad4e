package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/find"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// From how many on there is something to see.
const (
	firstChecks     = 3 // answers with a knowledge check, for the knowledge map
	firstMilestones = 2 // for the history
)

// leads returns the screens of the open system to which an action leads from everywhere.
func leads() map[theme.ActionID]nav.Kind {
	return map[theme.ActionID]nav.Kind{
		theme.ActAgenda: nav.Agenda, theme.ActWalk: nav.Walk, theme.ActGaps: nav.Gaps, theme.ActPlan: nav.Plan,
		theme.ActKnowledge: nav.Knowledge, theme.ActHistory: nav.History, theme.ActReport: nav.Report,
		theme.ActDescribe: nav.Describe, theme.ActFacts: nav.Facts, theme.ActNew: nav.Describe,
	}
}

// direct are the actions whose keys work on every screen that has no other use for them. The others
// are in the palette.
func direct() []theme.ActionID {
	return []theme.ActionID{
		theme.ActPalette, theme.ActFind, theme.ActAgenda, theme.ActGaps, theme.ActPlan, theme.ActKnowledge,
		theme.ActHistory, theme.ActReport, theme.ActTheme,
	}
}

// shown returns the newest view of the system that is open, if one is.
func (r *Root) shown() (app.View, bool) {
	for _, l := range slices.Backward(r.layers) {
		if l.place.id != "" {
			return l.view, true
		}
	}
	return app.View{}, false
}

// ofSystem returns where one can go in the open system. What is not needed in the first hour comes
// when it is.
func ofSystem(v app.View) []nav.Action {
	none := ""
	if len(v.Assessment.Answers) == 0 {
		none = "Nothing was answered yet."
	}
	checks := 0
	for _, x := range v.Assessment.Answers {
		if x.Check != "" {
			checks++
		}
	}
	actions := []nav.Action{{ID: theme.ActAgenda}}
	if s := v.Assessment.Session; s != nil && s.Ended.IsZero() {
		actions = append(actions, nav.Action{ID: theme.ActWalk})
	}
	actions = append(actions, nav.Action{ID: theme.ActGaps, Disabled: none}, nav.Action{ID: theme.ActPlan, Disabled: none})
	if checks >= firstChecks {
		actions = append(actions, nav.Action{ID: theme.ActKnowledge})
	}
	if len(v.Assessment.Milestones) >= firstMilestones {
		actions = append(actions, nav.Action{ID: theme.ActHistory})
	}
	return append(
		actions, nav.Action{ID: theme.ActReport}, nav.Action{ID: theme.ActDecide}, nav.Action{ID: theme.ActDescribe},
		nav.Action{ID: theme.ActFacts},
	)
}

// ofProgram returns what can be done whatever is open.
func (r *Root) ofProgram(l layer) []nav.Action {
	typing := ""
	if r.typing() {
		typing = "Something is being typed: enter keeps it, esc leaves it."
	}
	actions := []nav.Action{{ID: theme.ActFind}, {ID: theme.ActHome, Disabled: typing}}
	if !l.env.Trial {
		actions = append(actions, nav.Action{ID: theme.ActNew, Disabled: typing}, nav.Action{ID: theme.ActExample, Disabled: typing})
	}
	return append(
		actions, nav.Action{ID: theme.ActPalette}, nav.Action{ID: theme.ActTheme}, nav.Action{ID: theme.ActHelp},
		nav.Action{ID: theme.ActQuit, Disabled: typing},
	)
}

// typing tells whether something is being typed that would be lost if its screen went. Describe and
// facts keep it.
func (r *Root) typing() bool {
	return slices.ContainsFunc(r.layers, func(l layer) bool {
		switch l.place.kind {
		case nav.Palette, nav.Find, nav.Help, nav.Describe, nav.Facts:
			return false
		case nav.Home, nav.Agenda, nav.Walk, nav.End, nav.Gaps, nav.Plan, nav.Report, nav.Knowledge, nav.History:
		}
		return l.screen.Capturing()
	})
}

// staying tells whether an action leads to where one is.
func staying(l layer, a nav.Action) bool {
	kind, leads := leads()[a.ID]
	return leads && kind == l.place.kind && a.ID != theme.ActNew || a.ID == theme.ActHome && l.place.kind == nav.Home
}

// lists tells whether an action is among some.
func lists(all []nav.Action, id theme.ActionID) bool {
	return slices.ContainsFunc(all, func(a nav.Action) bool { return a.ID == id })
}

// everywhere returns what can be done on a screen although it is none of its own actions, without
// what leads to where one is.
func (r *Root) everywhere(l layer) []nav.Action {
	var all []nav.Action
	if v, open := r.shown(); open {
		all = ofSystem(v)
	}
	own := r.actions(l)
	return slices.DeleteFunc(append(all, r.ofProgram(l)...), func(a nav.Action) bool { return staying(l, a) || lists(own, a.ID) })
}

// reach does one of the actions that can be done everywhere. It tells whether there is such a one.
func (r *Root) reach(l layer, id theme.ActionID) bool {
	all := r.everywhere(l)
	i := slices.IndexFunc(all, func(a nav.Action) bool { return a.ID == id })
	if i < 0 {
		return false
	}
	if why := all[i].Disabled; why != "" {
		r.say(why)
		return true
	}
	v, _ := r.shown()
	switch id {
	case theme.ActHome:
		r.goHome()
	case theme.ActExample:
		r.example()
	case theme.ActPalette:
		r.navigate(nav.Open{Kind: nav.Palette})
	case theme.ActFind:
		r.show(l.env, nav.Open{Kind: nav.Find, View: v})
	case theme.ActNew:
		r.navigate(nav.Open{Kind: nav.Describe})
	case theme.ActDecide:
		r.show(l.env, nav.Open{Kind: nav.End, View: v})
		r.act(id)
	default:
		r.show(l.env, nav.Open{Kind: leads()[id], View: v})
	}
	return true
}

// directly does what a key does everywhere. On a screen where text is typed, only keys that write
// nothing count.
func (r *Root) directly(l layer, msg tea.KeyPressMsg) bool {
	id, ok := theme.Match(msg, direct()...)
	if !ok || l.screen.Capturing() && (id != theme.ActPalette || msg.Text != "" || l.place.kind == nav.Palette) {
		return false
	}
	return r.reach(l, id)
}

// perform goes back to the screen below and does an action there. Where text is typed, the action's
// key does it: the screen knows best what enter means in which field.
func (r *Root) perform(msg nav.Perform) {
	r.back(nav.Back{})
	if len(r.layers) == 0 {
		return
	}
	top := r.layers[len(r.layers)-1]
	if lists(r.actions(top), msg.Action) && top.screen.Capturing() {
		if key := theme.Press(r.keyOf(msg.Action, true)); key.Text == "" {
			r.key(key)
			return
		}
	}
	r.act(msg.Action)
}

// goHome leaves one screen after the other, as esc would, until home or until one has a reason to
// stay.
func (r *Root) goHome() {
	for top := len(r.layers) - 1; top > 0 && r.layers[top].place.kind != nav.Home && !r.waiting(); top = len(r.layers) - 1 {
		before := r.layers[top]
		if before.screen.Capturing() {
			r.deliver(top, theme.Press("esc"))
		} else {
			r.deliver(top, nav.Do{Action: theme.ActBack})
		}
		if len(r.layers) <= top {
			continue
		}
		closed := !slices.Equal(before.screen.Actions(), r.layers[top].screen.Actions()) // a panel of it
		if !closed || r.toast != "" || before.screen.Capturing() {
			return
		}
	}
}

// commands returns what the palette lists over a screen, with the keys that work there.
func (r *Root) commands(l layer) []find.Group {
	own, program := r.actions(l), r.ofProgram(l)
	moving := []theme.ActionID{
		theme.ActUp, theme.ActDown, theme.ActPageUp, theme.ActPageDown, theme.ActTop, theme.ActBottom,
		theme.ActTab, theme.ActBackTab,
	}
	var mine []nav.Action
	for _, a := range own {
		if !slices.Contains(moving, a.ID) && !lists(program, a.ID) {
			mine = append(mine, a)
		}
	}
	groups := []find.Group{{Title: "On this screen", Commands: r.keyed(l, own, mine)}}
	if v, open := r.shown(); open {
		rest := slices.DeleteFunc(ofSystem(v), func(a nav.Action) bool { return staying(l, a) || lists(own, a.ID) })
		groups = append(groups, find.Group{Title: v.Assessment.Description.Name, Commands: r.keyed(l, own, rest)})
	}
	program = slices.DeleteFunc(program, func(a nav.Action) bool { return staying(l, a) || a.ID == theme.ActPalette })
	return append(groups, find.Group{Title: "Everywhere", Commands: r.keyed(l, own, program)})
}

// keyed gives actions the keys that do them on a screen with these own ones. While text is typed
// there, of the root's keys only that of help works.
func (r *Root) keyed(l layer, own, actions []nav.Action) []find.Command {
	typing := l.screen.Capturing()
	var taken []string
	for _, a := range own {
		taken = append(taken, theme.Lookup(a.ID).Keys...)
	}
	commands := make([]find.Command, len(actions))
	for i, a := range actions {
		commands[i].Action = a
		keys := theme.Lookup(a.ID).Keys
		switch {
		case typing && a.ID == theme.ActTheme:
		case lists(own, a.ID):
			commands[i].Keys = working(keys, nil, typing)
		case !typing && slices.Contains(direct(), a.ID):
			commands[i].Keys = working(keys, taken, typing)
		}
	}
	return commands
}

// palette returns the palette over the screen on top.
func (r *Root) palette() nav.Screen {
	crumb := "prodfirst"
	if v, open := r.shown(); open {
		crumb = textsafe.Line(v.Assessment.Description.Name)
	}
	return find.NewPalette(crumb, r.commands(r.layers[len(r.layers)-1]))
}

// working returns the keys that do something: not those that are taken, and while text is typed none
// that writes or moves in it.
func working(keys, taken []string, typing bool) []string {
	editing := []string{"backspace", "left", "right", "home", "end"}
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool {
		return slices.Contains(taken, key) || typing && (theme.Press(key).Text != "" || slices.Contains(editing, key))
	})
}

// full is a screen with everything that can be done on it, for help.
type full struct {
	nav.Screen
	actions []nav.Action
}

// Actions lists the screen's own actions and those that its keys reach besides.
func (f full) Actions() []nav.Action { return f.actions }

// complete returns the screen of a layer with everything that keys do there.
func (r *Root) complete(l layer) nav.Screen {
	actions := r.actions(l)
	for _, a := range r.everywhere(l) {
		if slices.Contains(direct(), a.ID) && (!l.screen.Capturing() || a.ID == theme.ActPalette) {
			actions = append(actions, a)
		}
	}
	return full{Screen: l.screen, actions: actions}
}
