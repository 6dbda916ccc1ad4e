package plan

import (
	"fmt"

	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/risk"
	"prodfirst/internal/tui/theme"
)

// Actions lists what can be done with the selected step and with the plan.
func (m model) Actions() []nav.Action {
	var actions []nav.Action
	switch {
	case m.editor.IsOpen():
		return edit.FormActions(m.editor.Form, "leave as it was")
	case m.form.IsOpen():
		return m.form.Actions()
	case m.spotting:
		actions = m.spots.Actions("the steps")
	default:
		actions = append(m.stepActions(), nav.Action{ID: theme.ActBack}, nav.Action{ID: theme.ActSpots})
	}
	return append(
		actions, nav.Action{ID: theme.ActGaps}, nav.Action{ID: theme.ActReport},
		nav.Action{ID: theme.ActUndo, Quiet: true}, nav.Action{ID: theme.ActRedo, Quiet: true},
		nav.Action{ID: theme.ActDown}, nav.Action{ID: theme.ActPageUp}, nav.Action{ID: theme.ActPageDown},
		nav.Action{ID: theme.ActTop}, nav.Action{ID: theme.ActBottom},
	)
}

func (m model) stepActions() []nav.Action {
	off, enter := "", "answer it"
	switch {
	case len(m.items) == 0:
		off, enter = "there is no step", "choose a session"
	case !m.onStep():
		off, enter = "this step is to ask, not to fix", "choose a session"
	}
	ids := m.targets()
	many := ""
	if len(m.marked) > 0 && len(ids) > 0 {
		many = fmt.Sprintf(" %d", len(ids))
	}
	label := func(on bool, hide, words string) string {
		switch {
		case on:
			return hide
		case many == "":
			return ""
		}
		return words + many
	}
	why := nav.Action{ID: theme.ActWhy, Disabled: off, Label: "why this place"}
	if m.asked == whyHere {
		why.Label = "hide why"
	}
	accept := nav.Action{ID: theme.ActAccept, Disabled: off, Label: label(false, "", "accept")}
	if _, err := m.View.Acceptable(ids...); err != nil && len(ids) > 0 && off == "" {
		accept.Disabled = risk.Words(m.Book, err, ids...)
	}
	mark := nav.Action{ID: theme.ActMark, Disabled: off}
	if m.marked[m.selected()] {
		mark.Label = "unmark"
	}
	how := nav.Action{ID: theme.ActTab, Disabled: off, Label: "how to do it"}
	if m.how {
		how.Label = "less of it"
	}
	return []nav.Action{
		{ID: theme.ActUp},
		{ID: theme.ActEnter, Label: enter},
		{ID: theme.ActOwner, Label: "owner, date", Disabled: off},
		why,
		{ID: theme.ActWhatIf, Disabled: off, Label: label(m.asked == whatIf, "hide what if", "what if")},
		how,
		accept,
		mark,
		{ID: theme.ActCopy, Disabled: off, Label: label(false, "", "copy")},
	}
}
