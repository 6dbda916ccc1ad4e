package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// wheelRows is how many rows one notch of the wheel moves.
const wheelRows = 3

// mouse takes what a mouse does. Nothing needs one: a click is what a key can do too. What is
// clicked while another screen is on its way was meant for a screen that is about to go.
func (r *Root) mouse(msg tea.MouseMsg) {
	if r.quitting || r.waiting() || r.options.NoMouse {
		return
	}
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft && msg.X >= 0 && msg.Y >= 0 && msg.X < r.width && msg.Y < r.height {
			r.click(msg.X, msg.Y)
		}
	case tea.MouseWheelMsg:
		r.wheel(msg.Button)
	}
}

// click does what is drawn in a cell of the window.
func (r *Root) click(x, y int) {
	if r.crash != nil || len(r.layers) == 0 {
		r.clickLeaving(x, y)
		return
	}
	if r.tiny() {
		return
	}
	top := r.layers[len(r.layers)-1]
	var d drawing
	if !r.guard(func() { d = r.draw(top) }) {
		return
	}
	switch {
	case !d.bare && y == r.height-1 && (r.roomy() || r.toast == ""):
		r.clickFooter(top, x)
	case !d.bare && y == 0:
		if r.onCrumb(d.frame, x) {
			r.key(theme.Press(r.keyOf(theme.ActBack, false)))
		}
	case y >= d.y && y < d.y+d.area.Height:
		r.clickBody(top, d.frame.Zones, x, y-d.y)
	}
}

// clickLeaving presses a key of the footer where there is no screen.
func (r *Root) clickLeaving(x, y int) {
	if hint, ok := widget.KeyAt(r.leaving(), r.width, x, r.theme); ok && y == r.height-1 {
		r.key(theme.Press(r.keyOf(hint.ID, false)))
	}
}

// clickFooter presses the key that is shown there. A key that writes a character is left alone where
// it would write one.
func (r *Root) clickFooter(top layer, x int) {
	hint, ok := widget.KeyAt(r.hints(top), r.width, x, r.theme)
	if !ok || hint.Key == "" || theme.Lookup(hint.ID).Show != "" { // several keys
		return
	}
	capturing := top.screen.Capturing()
	if msg := theme.Press(r.keyOf(hint.ID, capturing)); !capturing || msg.Text == "" {
		r.key(msg)
	}
}

// keyOf returns the name of the key that the footer shows for an action.
func (r *Root) keyOf(id theme.ActionID, capturing bool) string {
	if id == theme.ActHelp && capturing {
		return "f1"
	}
	return theme.Lookup(id).Keys[0]
}

// onCrumb tells whether one of the places above the present one is drawn in that column.
func (r *Root) onCrumb(f nav.Frame, x int) bool {
	end := 1
	for _, c := range f.Crumbs[:max(len(f.Crumbs)-1, 0)] {
		start := end
		if end += widget.Width(c); x >= start && x < end {
			return x < r.width-widget.Width(f.Status)-1
		}
		end += widget.Width(" " + r.theme.Glyphs.Crumb + " ")
	}
	return false
}

// clickBody gives a screen the message of its zone.
func (r *Root) clickBody(top layer, zones []nav.Zone, x, y int) {
	for _, z := range zones {
		if x < z.X || x >= z.X+z.Width || y < z.Y || y >= z.Y+z.Height {
			continue
		}
		r.settle()
		do, action := z.Msg.(nav.Do)
		switch {
		case !action || top.screen.Capturing():
			r.deliver(len(r.layers)-1, z.Msg)
		case slices.ContainsFunc(r.actions(top), func(a nav.Action) bool { return a.ID == do.Action }):
			r.act(do.Action)
		}
		return
	}
}

// wheel moves as up and down do, or by a page where there are no rows. A text field gets the keys.
func (r *Root) wheel(button tea.MouseButton) {
	row, page := theme.ActUp, theme.ActPageUp
	switch {
	case r.crash != nil || len(r.layers) == 0:
		return
	case button == tea.MouseWheelDown:
		row, page = theme.ActDown, theme.ActPageDown
	case button != tea.MouseWheelUp:
		return
	}
	top := r.layers[len(r.layers)-1]
	switch {
	case top.screen.Capturing():
		for range wheelRows {
			r.screenKey(theme.Press(r.keyOf(row, true)))
		}
	case r.can(top, row):
		for range wheelRows {
			r.act(row)
		}
	case r.can(top, page):
		r.act(page)
	}
}

// can tells whether a screen has an action, and can do it now.
func (r *Root) can(l layer, id theme.ActionID) bool {
	return slices.ContainsFunc(r.actions(l), func(a nav.Action) bool { return a.ID == id && a.Disabled == "" })
}
