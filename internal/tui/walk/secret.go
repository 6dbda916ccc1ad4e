package walk

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/theme"
)

// refuseSecret says beside the field what in it looks like a secret, and which keys settle that.
func (w screen) refuseSecret(found []app.Noticed) screen {
	field := w.form.Focused().Name
	for _, e := range w.form.Entries {
		if len(e.Choice) == 0 && app.MaskText(e.Text()) != e.Text() {
			field = e.Name
			break
		}
	}
	w.form.Form = w.form.Refuse(field, fmt.Sprintf("Not saved: this looks like a secret (%s). %s masks it, %s saves it as it is.",
		found[0].Kind, theme.Lookup(theme.ActMask).Keys[0], theme.Lookup(theme.ActKeepSecret).Keys[0]))
	w.form.secret = true
	return w
}

// settleSecret takes the keys that say what is to become of it. A mask is put into the text, where it
// can be seen before it is saved.
func (w screen) settleSecret(msg tea.Msg) (next screen, cmd tea.Cmd, done bool) {
	press, is := msg.(tea.KeyPressMsg)
	if !is || !w.form.secret {
		return w, nil, false
	}
	switch action, _ := theme.Match(press, theme.ActMask, theme.ActKeepSecret); action {
	case theme.ActMask:
		for _, e := range w.form.Entries {
			if len(e.Choice) == 0 {
				w.form.Form = w.form.Rewrite(e.Name, app.MaskText(e.Input.Text()))
			}
		}
		w.form.secret = false
		return w, nil, true
	case theme.ActKeepSecret:
		w, cmd = w.submit(true)
		return w, cmd, true
	}
	return w, nil, false
}

// changeKeeping is change, also for what looks like a secret if that is to be kept.
func (w screen) changeKeeping(q questionnaire.QuestionID, p assessment.Patch, keep bool) (screen, tea.Cmd, error) {
	if !keep {
		return w.change(q, p)
	}
	careful := w.Env.App
	w.Env.App = careful.With(app.KeepSecrets, nil)
	w, cmd, err := w.change(q, p)
	w.Env.App = careful
	return w, cmd, err
}
