package tui

import (
	"github.com/charmbracelet/colorprofile"

	"prodfirst/internal/tui/theme"
)

// profile takes over how many colours the terminal has.
func (r *Root) profile(p colorprofile.Profile) {
	r.look.Basic = p == colorprofile.ANSI
	r.look.Mono = r.options.Mono || p == colorprofile.ASCII || p == colorprofile.NoTTY
	r.theme = theme.New(r.look)
}

// background takes over what the terminal says of its background, unless the person has chosen.
func (r *Root) background(light bool) {
	if r.chosen {
		return
	}
	r.look.Light, r.look.Unknown = light, false
	r.theme = theme.New(r.look)
}

// otherTheme changes between colours for a light and for a dark background. From then on the
// terminal is not listened to.
func (r *Root) otherTheme() {
	if r.look.Mono {
		r.say("There are no colours here: the terminal has none, or NO_COLOR is set.")
		return
	}
	r.look.Light, r.look.Unknown, r.chosen = !r.look.Light && !r.look.Unknown, false, true
	r.theme = theme.New(r.look)
	if r.look.Light {
		r.say("Colours for a light background.")
	} else {
		r.say("Colours for a dark background.")
	}
}
