package gaps

import (
	"fmt"

	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/risk"
	"prodfirst/internal/tui/theme"
)

const (
	nothingOpen  = "there is no gap"
	nothingShown = "the filter shows no gap: F shows all"
)

// Actions lists what can be done with the selected gap and with the list.
func (m model) Actions() []nav.Action {
	switch {
	case m.form.IsOpen():
		return m.form.Actions()
	case m.typing:
		return []nav.Action{
			{ID: theme.ActEnter, Label: "keep it"}, {ID: theme.ActBack, Label: "show all"}, {ID: theme.ActUp}, {ID: theme.ActDown},
		}
	}
	var actions []nav.Action
	switch m.mode {
	case listing:
		actions = m.listActions()
	case choosing:
		actions = []nav.Action{
			{ID: theme.ActUp},
			{ID: theme.ActEnter, Label: "only this, or any"},
			{ID: theme.ActShowAll, Disabled: m.unfiltered()},
			{ID: theme.ActBack, Label: "the list"},
			{ID: theme.ActMark, Label: "only this, or any", Quiet: true},
			{ID: theme.ActFilter, Label: "the list", Quiet: true},
			{ID: theme.ActMatrix},
			{ID: theme.ActSpots},
		}
	case charting:
		actions = []nav.Action{
			{ID: theme.ActUp, Label: "severity"},
			{ID: theme.ActShape, Label: "effort"},
			{ID: theme.ActEnter, Label: "list these"},
			{ID: theme.ActMatrix, Label: "the list"},
			{ID: theme.ActBack, Label: "the list"},
			{ID: theme.ActUnshape, Label: "smaller effort", Quiet: true},
			{ID: theme.ActSpots},
		}
	case spotting:
		actions = append(m.spots.Actions("the list"), nav.Action{ID: theme.ActMatrix})
	}
	return append(actions,
		nav.Action{ID: theme.ActPlan}, nav.Action{ID: theme.ActReport},
		nav.Action{ID: theme.ActUndo, Quiet: true}, nav.Action{ID: theme.ActRedo, Quiet: true},
		nav.Action{ID: theme.ActDown}, nav.Action{ID: theme.ActPageUp}, nav.Action{ID: theme.ActPageDown},
		nav.Action{ID: theme.ActTop}, nav.Action{ID: theme.ActBottom},
	)
}

func (m model) listActions() []nav.Action {
	none, noRow := "", ""
	enter := nav.Action{ID: theme.ActEnter, Label: "answer it"}
	switch {
	case m.all == 0:
		none, noRow, enter.Label = nothingOpen, nothingOpen, "choose a session"
	case len(m.rows) == 0:
		noRow, enter.Disabled = nothingShown, nothingShown
	}
	why := nav.Action{ID: theme.ActWhy, Disabled: noRow}
	if m.why {
		why.Label = "hide why"
	}
	accept := nav.Action{ID: theme.ActAccept, Disabled: noRow}
	if ids := m.targets(); len(ids) > 0 {
		if _, err := m.View.Acceptable(ids...); err != nil {
			accept.Disabled = risk.Words(m.Book, err, ids...)
		}
		if n := len(m.marked); n > 0 {
			accept.Label = fmt.Sprintf("accept %d", len(ids))
		}
	}
	mark := nav.Action{ID: theme.ActMark, Disabled: noRow}
	if m.marked[m.selected()] {
		mark.Label = "unmark"
	}
	all := nav.Action{ID: theme.ActShowAll, Disabled: m.unfiltered(), Quiet: !m.shown.on()}
	actions := []nav.Action{{ID: theme.ActUp, Disabled: noRow}, enter}
	if m.shown.on() {
		actions = append(actions, all)
	}
	actions = append(actions,
		why, nav.Action{ID: theme.ActFilter, Disabled: none}, accept,
		nav.Action{ID: theme.ActMatrix, Disabled: none}, nav.Action{ID: theme.ActBack},
		nav.Action{ID: theme.ActNarrow, Disabled: none}, nav.Action{ID: theme.ActSort, Disabled: none}, mark,
		nav.Action{ID: theme.ActSpots},
	)
	if !m.shown.on() {
		actions = append(actions, all)
	}
	if m.why {
		actions = append(actions,
			nav.Action{ID: theme.ActShape, Label: "more of the reason", Quiet: true},
			nav.Action{ID: theme.ActUnshape, Label: "back in the reason", Quiet: true})
	}
	return actions
}

func (m model) unfiltered() string {
	if m.shown.on() {
		return ""
	}
	return "all are shown"
}
