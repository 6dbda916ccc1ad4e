package tui

import (
	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/tui/agenda"
	"prodfirst/internal/tui/describe"
	"prodfirst/internal/tui/end"
	"prodfirst/internal/tui/facts"
	"prodfirst/internal/tui/find"
	"prodfirst/internal/tui/gaps"
	"prodfirst/internal/tui/help"
	"prodfirst/internal/tui/history"
	"prodfirst/internal/tui/home"
	"prodfirst/internal/tui/knowledge"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/plan"
	"prodfirst/internal/tui/preview"
	"prodfirst/internal/tui/walk"
)

// navigate does what a screen asked for.
func (r *Root) navigate(msg tea.Msg) {
	switch msg := msg.(type) {
	case nav.Open:
		if len(r.layers) > 0 {
			r.show(r.layers[len(r.layers)-1].env, msg)
		}
	case nav.OpenID:
		r.openID(msg)
	case nav.Back:
		r.back(msg)
	case nav.Refused:
		r.back(nav.Back{Keep: true})
		if len(r.layers) > 0 {
			r.deliver(len(r.layers)-1, msg)
		}
	case nav.Example:
		r.example()
	case nav.Say:
		r.say(msg.Text)
	case nav.Failed:
		r.quitting = false
		r.fail(msg)
	case nav.Named:
		r.named(msg.By)
	}
}

// show opens a screen on top, or brings back the one that was left with something typed in it.
func (r *Root) show(env nav.Env, open nav.Open) {
	switch {
	case open.Reset:
		clear(r.kept)
		r.layers = r.layers[:min(len(r.layers), r.homes())]
	case open.Replace && len(r.layers) > 1:
		r.layers = r.layers[:len(r.layers)-1]
	}
	if open.Draft != nil && open.Draft.By != "" {
		r.named(open.Draft.By)
		env.By = open.Draft.By
	}
	env.By = person(env.By, open.View)
	at := placeOf(env, open)
	if a := open.View.Assessment; a.Seq > r.newest[known(env, a.ID)] {
		r.spread(nav.Refreshed{View: open.View, Own: true}, env.Trial)
	}
	if screen, ok := r.kept[at]; ok {
		delete(r.kept, at)
		r.layers = append(r.layers, layer{screen: screen, env: env, place: at, view: open.View})
	} else if !r.push(env, open, nil) {
		return
	}
	r.deliver(len(r.layers)-1, open)
}

// named takes over who is answering.
func (r *Root) named(by string) {
	if keep := r.options.KeepName; keep != nil && by != "" && by != r.env.By {
		r.send(func() tea.Msg {
			if err := keep(by); err != nil {
				return nav.Say{Text: "Your name could not be kept for the next time: " + err.Error()}
			}
			return nil
		})
	}
	r.env.By = by
	for i := range r.layers {
		r.layers[i].env.By = by
	}
	r.broadcast(nav.Named{By: by}, func(layer) bool { return true })
}

// homes counts the layers that a Reset leaves: home, and the example's home above it.
func (r *Root) homes() int {
	n := 0
	for i, l := range r.layers {
		if l.place.kind == nav.Home {
			n = i + 1
		}
	}
	return n
}

func placeOf(env nav.Env, open nav.Open) place {
	return place{kind: open.Kind, id: open.View.Assessment.ID, trial: env.Trial}
}

// push makes a screen and puts it on top.
func (r *Root) push(env nav.Env, open nav.Open, systems []app.Listed) (ok bool) {
	var screen nav.Screen
	if ok = r.guard(func() { screen = r.make(env, open, systems) }); ok {
		r.layers = append(r.layers, layer{screen: screen, env: env, place: placeOf(env, open), view: open.View})
	}
	return ok
}

// make is the one place that knows all screens.
func (r *Root) make(env nav.Env, open nav.Open, systems []app.Listed) nav.Screen {
	switch open.Kind {
	case nav.Home:
		return home.New(env, systems)
	case nav.Describe:
		return describe.New(env, open)
	case nav.Facts:
		return facts.New(env, open)
	case nav.Agenda:
		return agenda.New(env, open, r.options.Write)
	case nav.Walk:
		return walk.New(env, open)
	case nav.End:
		return end.New(env, open)
	case nav.Gaps:
		return gaps.New(env, open)
	case nav.Plan:
		return plan.New(env, open)
	case nav.Report:
		return preview.New(env, open, r.options.Write)
	case nav.Knowledge:
		return knowledge.New(env, open)
	case nav.History:
		return history.New(env, open)
	case nav.Help:
		return help.New(env, r.complete(r.layers[len(r.layers)-1]))
	case nav.Find:
		return find.New(env, open)
	case nav.Palette:
		return r.palette()
	}
	return home.New(env, systems)
}

// back goes to the screen below, and ends the program on the lowest.
func (r *Root) back(msg nav.Back) {
	top := len(r.layers) - 1
	if top < 1 {
		r.quit()
		return
	}
	if msg.Keep {
		r.kept[r.layers[top].place] = r.layers[top].screen
	}
	r.layers = r.layers[:top]
	r.freshen()
}

// stop is ctrl+c: the second one in a row quits, and does not wait for a screen to agree.
func (r *Root) stop() {
	if r.quitting {
		r.send(tea.Quit) // Run finishes the saves
		return
	}
	if r.stopping {
		r.quit()
		return
	}
	r.stopping, r.toast = true, "Press ctrl+c again to quit. Everything that was said to be saved is saved."
}

// quit ends the program after the saves under way.
func (r *Root) quit() {
	if r.env.Saves.Pending() == 0 {
		r.send(tea.Quit)
		return
	}
	r.quitting, r.toast = true, "Finishing saves."
	r.send(func() tea.Msg { return drainedMsg{msgs: r.env.Saves.Drain()} })
}

func (r *Root) drained(msg drainedMsg) {
	for _, m := range msg.msgs {
		r.route(m)
	}
	if r.quitting { // a save that failed has something to say first
		r.send(tea.Quit)
	}
}
