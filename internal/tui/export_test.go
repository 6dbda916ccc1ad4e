package tui

import (
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
)

// Over puts a screen on top of those that are there, made from what every screen is given.
func (r *Root) Over(screen func(nav.Env) nav.Screen) {
	r.layers = append(r.layers, layer{screen: screen(r.env), env: r.env, place: place{kind: nav.Walk}})
}

// Kinds returns the kinds of the screens that are open, home first.
func (r *Root) Kinds() []nav.Kind {
	kinds := make([]nav.Kind, len(r.layers))
	for i, l := range r.layers {
		kinds[i] = l.place.kind
	}
	return kinds
}

// Capturing tells whether text is typed on the screen on top.
func (r *Root) Capturing() bool {
	return len(r.layers) > 0 && r.layers[len(r.layers)-1].screen.Capturing()
}

// Shown returns the system that is open, if one is that is kept.
func (r *Root) Shown() (assessment.ID, bool) { return r.open() }

// Trial tells whether the screen on top shows the example, which is kept nowhere.
func (r *Root) Trial() bool { return len(r.layers) > 0 && r.layers[len(r.layers)-1].env.Trial }
