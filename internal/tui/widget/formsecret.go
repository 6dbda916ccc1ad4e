package widget

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/secret"
	"prodfirst/internal/tui/theme"
)

// Secret says what in a text looks like a secret, and which keys say what is to become of it; empty if
// nothing does.
func Secret(text string) string {
	found := secret.Find(text)
	if len(found) == 0 {
		return ""
	}
	return fmt.Sprintf("Not saved: this looks like a secret (%s). %s saves a mask in its place, %s saves it as it is.",
		found[0].Kind, theme.Lookup(theme.ActMask).Keys[0], theme.Lookup(theme.ActKeepSecret).Keys[0])
}

// Read returns the entry as one whose text is only read, as a date or a path is, and not saved as it is.
func (e Entry) Read() Entry {
	e.read = true
	return e
}

// Doubtful tells whether the form was not sent because something in it looks like a secret: two more
// keys say what is to become of that.
func (f Form) Doubtful() bool { return f.doubtful }

// Keeps tells whether what looks like a secret in the form is to be saved as it is.
func (f Form) Keeps() bool {
	return slices.ContainsFunc(f.Entries, func(e Entry) bool { return slices.Contains(f.kept, e.Text()) })
}

// secret returns the first field with something new in it that looks like a secret and that nobody said
// to keep.
func (f Form) secret() (Entry, bool) {
	i := slices.IndexFunc(f.Entries, func(e Entry) bool {
		return !e.read && len(e.Choice) == 0 && e.Touched() && !slices.Contains(f.kept, e.Text()) && Secret(e.Text()) != ""
	})
	if i < 0 {
		return Entry{}, false
	}
	return f.Entries[i], true
}

// send sends the form, or asks what is to become of what looks like a secret.
func (f Form) send() (Form, Sign) {
	if e, found := f.secret(); found {
		f = f.Refuse(e.Name, Secret(e.Text()))
		f.doubtful = true
		return f, Typed
	}
	return f, Sent
}

// decide takes the keys that say what is to become of what looks like a secret, and sends the form. A
// mask that does not fit is shown instead.
func (f Form) decide(press tea.KeyPressMsg) (next Form, sign Sign, done bool) {
	if !f.doubtful {
		return f, Typed, false
	}
	switch action, _ := theme.Match(press, theme.ActMask, theme.ActKeepSecret); action {
	case theme.ActMask:
		for e, found := f.secret(); found; e, found = f.secret() {
			if f = f.Rewrite(e.Name, secret.Mask(e.Input.Text())); f.Problem != "" {
				return f, Typed, true
			}
		}
	case theme.ActKeepSecret:
		f.kept = slices.Clip(f.kept)
		for e, found := f.secret(); found; e, found = f.secret() {
			f.kept = append(f.kept, e.Text())
		}
	default:
		return f, Typed, false
	}
	f, sign = f.Refuse("", "").send()
	return f, sign, true
}
