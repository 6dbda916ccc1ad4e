package find

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// Group is a part of the command palette.
type Group struct {
	Title    string
	Commands []Command
}

// Command is one action with the keys that do it where the person is; there may be none.
type Command struct {
	Action nav.Action
	Keys   []string // as the table of keys names them
}

// palette is the command palette. Its lists are replaced, never changed.
type palette struct {
	crumb   string
	entries []entry
	shown   []entry
	pick    picker
}

type entry struct {
	Command
	group string
	name  string
	about string
	texts []string // name and about as they are searched
}

// NewPalette returns the palette of commands for a screen, whose first crumb it takes over. It asks
// for them by nav.Perform.
func NewPalette(crumb string, groups []Group) nav.Screen {
	m := palette{crumb: crumb}
	table := theme.Keys()
	for _, g := range groups {
		for _, c := range g.Commands {
			e := entry{Command: c, group: g.Title}
			e.name, e.about = words(c.Action, theme.Find(table, c.Action.ID))
			e.texts = []string{widget.Fold(e.name), widget.Fold(e.about)}
			if c.Action.Disabled != "" {
				e.about = "not now: " + strings.TrimSuffix(c.Action.Disabled, ".")
			}
			m.entries = append(m.entries, e)
		}
	}
	return m.build()
}

// words returns what a command is called, and what it does if the name does not say it.
func words(a nav.Action, k theme.Key) (name, about string) {
	if a.Label != "" {
		return a.Label, ""
	}
	for _, mark := range []string{": ", "; "} {
		if head, tail, ok := strings.Cut(k.Long, mark); ok {
			return head, tail
		}
	}
	if k.Short == "" || k.Show != "" || strings.HasPrefix(k.Long, k.Short) {
		return k.Long, ""
	}
	return k.Short, k.Long
}

// build makes anew what the filter leaves: what fits best first, without a filter as it was given.
func (m palette) build() palette {
	q := m.pick.query()
	m.shown = best(m.entries, func(e entry) int { return q.Rank(e.texts...) })
	m.pick = m.pick.of(len(m.shown))
	return m
}

// best returns what has a rank, the best first; those that are equal stay in their order. Guesses
// are taken only if nothing fits.
func best[T any](all []T, rank func(T) int) []T {
	type ranked struct{ at, rank int }
	var found []ranked
	fits := false
	for i := range all {
		if r := rank(all[i]); r != 0 {
			found = append(found, ranked{i, r})
			fits = fits || r > 0
		}
	}
	if fits {
		found = slices.DeleteFunc(found, func(f ranked) bool { return f.rank < 0 })
	}
	slices.SortStableFunc(found, func(a, b ranked) int { return cmp.Compare(b.rank, a.rank) })
	sorted := make([]T, len(found))
	for i, f := range found {
		sorted[i] = all[f.at]
	}
	return sorted
}

// Capturing is always true: what is typed filters.
func (m palette) Capturing() bool { return true }

// Update takes keys and clicks.
func (m palette) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok && key.Text == "" {
		if _, again := theme.Match(key, theme.ActPalette); again {
			return m, nav.Send(nav.Back{})
		}
	}
	var became pick
	m.pick, became = m.pick.update(msg)
	switch became {
	case typed:
		m = m.build()
	case closed:
		return m, nav.Send(nav.Back{})
	case chosen:
		a := m.shown[m.pick.cursor].Action
		if a.Disabled != "" {
			return m, nav.Send(nav.Say{Text: "Not now: " + a.Disabled})
		}
		return m, nav.Send(nav.Perform{Action: a.ID})
	case moved:
	}
	return m, nil
}

// Actions lists what can be done with the list itself.
func (m palette) Actions() []nav.Action {
	actions := m.pick.actions("do it", "close")
	if len(m.shown) > 0 && m.shown[m.pick.cursor].Action.Disabled != "" {
		actions[1].Disabled = m.shown[m.pick.cursor].Action.Disabled
	}
	return actions
}

// Frame draws the field and the commands, in groups while nothing is typed.
func (m palette) Frame(area nav.Area) nav.Frame {
	th := area.Theme
	frame := nav.Frame{Crumbs: []string{m.crumb, "all commands"}}
	if len(m.shown) < len(m.entries) {
		frame.Status = fmt.Sprintf("%d of %d", len(m.shown), len(m.entries))
	}
	lines := m.pick.head("do", "type a part of its name", area, &frame)
	if len(m.shown) == 0 {
		none := nothing(area, "No command is called that.", "Type less of it, or press esc to go back. Questions are found with /.")
		frame.Body = strings.Join(widget.Crop(append(lines, none...), area.Width, area.Height), "\n")
		return frame
	}
	rows, selected := m.rows(area)
	pens := pensOf(th)
	drawn, at := widget.Window(len(rows), selected, area.Width, area.Height-len(lines), th, func(i int) string {
		if rows[i].entry < 0 {
			return th.Strong.Render(widget.Clip(rows[i].heading, area.Width-indent, th))
		}
		return m.draw(rows[i].entry, area, pens)
	})
	for i, row := range at {
		if row >= 0 {
			at[i] = max(rows[row].entry, widget.NoRow)
		}
	}
	frame.Zones = nav.Rows(at, m.pick.cursor, len(lines), area.Width)
	frame.Body = strings.Join(widget.Crop(append(lines, drawn...), area.Width, area.Height), "\n")
	return frame
}

// row is a command, or the heading of a group.
type row struct {
	entry   int // of shown; -1: a heading, or nothing
	heading string
}

func (m palette) rows(area nav.Area) (rows []row, selected int) {
	group := ""
	for i, e := range m.shown {
		if e.group != group && m.pick.query().Empty() {
			if area.Height >= roomy && i > 0 {
				rows = append(rows, row{entry: -1})
			}
			rows = append(rows, row{entry: -1, heading: e.group})
			group = e.group
		}
		if i == m.pick.cursor {
			selected = len(rows)
		}
		rows = append(rows, row{entry: i})
	}
	return rows, selected
}

// draw draws a command: its name, what it does, and its keys at the end of the line.
func (m palette) draw(i int, area nav.Area, pens pens) string {
	const most, names = 90, 24 // columns of a line, and of the names
	th, e, q := area.Theme, m.shown[i], m.pick.query()
	room := min(area.Width-indent-1, most)
	shown := make([]string, len(e.Keys))
	for i, name := range e.Keys {
		shown[i] = th.KeyName(name)
	}
	keys := widget.Cut(strings.Join(shown, " "), room/3, th)
	pen, mark := pens.text, th.Accent
	switch {
	case e.Action.Disabled != "":
		pen, mark = pens.dim, th.Dim
	case i == m.pick.cursor:
		pen = pens.selected
	}
	left := room - len(gap) - widget.Width(keys)
	name := min(names, left)
	if e.about == "" {
		name = left
	}
	about := left - name - len(gap)
	row := line(q, th, cell{width: name, text: e.name, pen: pen}, cell{width: about, text: e.about, pen: pens.dim})
	return widget.Fit(row, left) + gap + mark.Render(keys)
}
