package describe

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// named returns the fields whose text is saved as it is.
func named() []field { return []field{name, who, others} }

func (s screen) text(f field) string { return strings.TrimSpace(s.texts[f].Text()) }

// suspect says what in a field looks like a secret that nobody said to keep, once that was pointed out.
func (s screen) suspect(f field) string {
	if !s.wary || !slices.Contains(named(), f) || slices.Contains(s.kept, s.text(f)) {
		return ""
	}
	return widget.Secret(s.text(f))
}

// suspects returns the fields in which something looks like a secret.
func (s screen) suspects() []field {
	return slices.DeleteFunc(named(), func(f field) bool { return s.suspect(f) == "" })
}

// secrets returns what becomes of what looks like a secret and was left where it is.
func (s screen) secrets() app.Secrets {
	for _, f := range named() {
		if slices.Contains(s.kept, s.text(f)) && widget.Secret(s.text(f)) != "" {
			return app.KeepSecrets
		}
	}
	return app.RefuseSecrets
}

// decide masks what looks like a secret, or keeps it, and goes on.
func (s screen) decide(action theme.ActionID) (nav.Screen, tea.Cmd) {
	for _, f := range s.suspects() {
		if action == theme.ActMask {
			s.texts[f] = s.texts[f].Set(app.MaskText(s.text(f)))
		} else {
			s.kept = append(slices.Clip(s.kept), s.text(f))
		}
	}
	return s.submit()
}
