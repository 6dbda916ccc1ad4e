package walk

import (
	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/tui/nav"
)

const noEditor = "There is no editor to open: the variable EDITOR names one."

// editor opens the note that is being written in the person's editor.
func (w screen) editor() (screen, tea.Cmd) {
	if w.Env.Edit == nil {
		return w, nav.Send(nav.Say{Text: noEditor})
	}
	return w, w.Env.Edit(w.form.Entry(noteField).Input.Text())
}

// edited takes over what was written there. It is saved when the form is sent, as if it was typed.
func (w screen) edited(msg nav.Edited) screen {
	if msg.Err == nil && w.form.kind == noteForm {
		w.form.Form = w.form.Rewrite(noteField, msg.Text)
	}
	return w
}
