package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// key takes a key press: the root's own keys first, then the screen on top.
func (r *Root) key(msg tea.KeyPressMsg) {
	global, _ := theme.Match(msg, theme.ActStop, theme.ActSuspend)
	if global == theme.ActStop {
		r.stop()
		return
	}
	if r.stopping {
		r.stopping, r.toast = false, ""
	}
	switch {
	case global == theme.ActSuspend:
		r.send(tea.Suspend)
	case r.quitting:
	case r.crash != nil:
		r.crashKey(msg)
	case r.waiting():
		r.hold(msg)
	case len(r.layers) == 0: // the first load failed
		r.failure = nil
		if id, ok := theme.Match(msg, theme.ActBack); ok && id == theme.ActBack {
			r.quit()
			return
		}
		r.loading++
		r.send(r.load(true))
	default:
		r.settle()
		r.screenKey(msg)
	}
}

// settle takes away what was said: somebody goes on.
func (r *Root) settle() { r.toast, r.failure, r.stopping = "", nil, false }

// screenKey gives a key to the screen on top: as it is to a text field, else as an action.
func (r *Root) screenKey(msg tea.KeyPressMsg) {
	top := r.layers[len(r.layers)-1]
	if top.screen.Capturing() {
		if msg.String() == "f1" {
			r.navigate(nav.Open{Kind: nav.Help})
			return
		}
		if !r.directly(top, msg) {
			r.deliver(len(r.layers)-1, msg)
		}
		return
	}
	actions := r.actions(top)
	ids := make([]theme.ActionID, len(actions))
	for i, a := range actions {
		ids[i] = a.ID
	}
	if id, ok := theme.Match(msg, ids...); ok {
		r.act(id)
		return
	}
	r.directly(top, msg)
}

// act does an action of the screen on top, or says why it cannot be done now.
func (r *Root) act(id theme.ActionID) {
	if len(r.layers) == 0 || r.crash != nil {
		return
	}
	top := r.layers[len(r.layers)-1]
	own := r.actions(top)
	i := slices.IndexFunc(own, func(a nav.Action) bool { return a.ID == id })
	if i >= 0 && own[i].Disabled != "" {
		r.say(own[i].Disabled)
		return
	}
	switch id {
	case theme.ActHelp:
		r.navigate(nav.Open{Kind: nav.Help})
	case theme.ActQuit:
		r.quit()
	case theme.ActTheme:
		r.otherTheme()
	case theme.ActSuspend:
		r.send(tea.Suspend)
	case theme.ActStop:
		r.stop()
	default:
		if i < 0 && r.reach(top, id) {
			return
		}
		r.deliver(len(r.layers)-1, nav.Do{Action: id})
	}
}

// actions returns what can be done on a screen: its own actions, and help and the theme on all.
func (r *Root) actions(l layer) []nav.Action {
	var own []nav.Action
	r.guard(func() { own = l.screen.Actions() })
	has := func(id theme.ActionID) bool {
		for _, a := range own {
			if a.ID == id {
				return true
			}
		}
		return false
	}
	all := append([]nav.Action(nil), own...)
	if !has(theme.ActHelp) && l.place.kind != nav.Help {
		all = append(all, nav.Action{ID: theme.ActHelp})
	}
	if !has(theme.ActTheme) {
		all = append(all, nav.Action{ID: theme.ActTheme, Quiet: true})
	}
	return all
}

func (r *Root) paste(msg tea.PasteMsg) {
	switch {
	case r.crash != nil || r.quitting:
	case r.waiting():
		r.hold(msg)
	case len(r.layers) > 0 && r.layers[len(r.layers)-1].screen.Capturing():
		r.deliver(len(r.layers)-1, msg)
	}
}
