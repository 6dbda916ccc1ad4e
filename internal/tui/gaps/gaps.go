// Package gaps is the screen that lists what is open: every gap with its decision, in the order of
// the plan or another one, why it has this word and this place, and severity by effort in one
// picture. A person accepts gaps here until a date.
//
// It must not judge: it shows, filters and sorts what package analysis found.
package gaps

import (
	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/risk"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// page is how many rows page up and page down move.
const page = 10

// mode is what is shown of the gaps.
type mode int

const (
	listing  mode = iota
	choosing      // the menu of filters
	charting      // severity by effort
	spotting      // the blind spots
)

type model struct {
	edit.Book
	mode   mode
	shown  filter
	order  order
	rows   []*analysis.Finding // what the filter leaves, in that order; of the result
	all    int                 // gaps without a filter
	cursor int                 // of rows
	marked map[questionnaire.QuestionID]bool
	why    bool
	scroll int // lines of the reason that are above its window

	typing bool // the words to filter by
	words  widget.Field
	menu   []choice
	choice int  // of menu
	cell   cell // that is selected in the chart
	spots  risk.Spots
	form   risk.Form
}

// New returns the screen for the view of open, standing on its question if that is a gap.
func New(env nav.Env, open nav.Open) nav.Screen {
	m := model{Book: edit.New(env, open.View)}
	return m.build(open.Question)
}

// Capturing tells whether something is being typed.
func (m model) Capturing() bool { return m.form.IsOpen() || m.typing }

// Waiting tells whether what was typed is being saved: keys wait for the outcome.
func (m model) Waiting() bool { return m.form.Saving() }

// Update moves, filters, sorts, accepts and opens.
func (m model) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	stay := m.selected()
	book, done := m.Take(msg)
	m.Book = book
	for _, o := range done {
		was := m.form.Saving()
		if m.form = m.form.Settle(o); was && !m.form.IsOpen() {
			m.marked = nil
		}
	}
	_, newer := msg.(nav.Refreshed)
	_, named := msg.(nav.Named)
	if newer || named || len(done) > 0 {
		m = m.build(stay)
	}
	switch msg := msg.(type) {
	case nav.Do:
		return m.do(msg.Action)
	case nav.Point:
		return m.point(msg.Row), nil
	case tea.KeyPressMsg, tea.PasteMsg:
		switch {
		case m.form.IsOpen():
			var cmd tea.Cmd
			m.form, cmd = m.form.Update(m.Book, msg)
			return m, cmd
		case m.typing:
			return m.typed(msg), nil
		}
	}
	return m, nil
}

// typed takes a key or a paste while the words of the filter are typed: the list follows at once.
func (m model) typed(msg tea.Msg) model {
	if press, ok := msg.(tea.KeyPressMsg); ok && press.Text == "" {
		action, _ := theme.Match(press, theme.ActUp, theme.ActDown, theme.ActEnter)
		switch {
		case press.Code == tea.KeyEscape:
			m.words, m.typing = m.words.Set(""), false
		case action == theme.ActEnter:
			m.typing = false
			return m
		case action != "":
			return m.to(move(action, m.cursor, len(m.rows)))
		}
	}
	if m.typing {
		m.words, _ = m.words.Update(msg)
	}
	m.shown.text = m.words.Text()
	return m.build(m.selected())
}

func (m model) do(action theme.ActionID) (nav.Screen, tea.Cmd) {
	if cmd, leads := m.lead(action); leads {
		return m, cmd
	}
	switch action {
	case theme.ActUndo, theme.ActRedo:
		return m, risk.Reverse(m.Book, action == theme.ActRedo)
	case theme.ActMatrix:
		return m.toggle(charting), nil
	case theme.ActSpots:
		return m.toggle(spotting), nil
	}
	switch m.mode {
	case choosing:
		return m.inMenu(action), nil
	case charting:
		return m.inChart(action), nil
	case spotting:
		return m.inSpots(action)
	case listing:
	}
	return m.inList(action)
}

// lead asks for another screen.
func (m model) lead(action theme.ActionID) (tea.Cmd, bool) {
	switch {
	case action == theme.ActBack && m.mode == listing:
		return nav.Send(nav.Back{}), true
	case action == theme.ActEnter && m.mode == listing && m.all == 0:
		return m.open(nav.Agenda), true
	case action == theme.ActEnter && m.mode == listing && len(m.rows) > 0:
		return m.open(nav.Walk), true
	case action == theme.ActPlan:
		return m.open(nav.Plan), true
	case action == theme.ActReport:
		return m.open(nav.Report), true
	case action == theme.ActKnowledge:
		return m.open(nav.Knowledge), true
	}
	return nil, false
}

// toggle shows something in place of the list, or the list again.
func (m model) toggle(to mode) model {
	if m.mode == to {
		m.mode = listing
		return m
	}
	m.mode, m.typing = to, false
	if to == charting && len(m.rows) > 0 {
		m.cell = cellOf(m.rows[m.cursor])
	}
	return m.build(m.selected())
}

func (m model) inSpots(action theme.ActionID) (nav.Screen, tea.Cmd) {
	switch action {
	case theme.ActBack:
		m.mode = listing
	case theme.ActEnter:
		return m, nav.Send(m.spots.Open())
	default:
		m.spots = m.spots.Move(action, page)
	}
	return m, nil
}

func (m model) inList(action theme.ActionID) (nav.Screen, tea.Cmd) {
	switch action {
	case theme.ActWhy:
		m.why, m.scroll = !m.why && len(m.rows) > 0, 0
	case theme.ActShape, theme.ActUnshape:
		const lines = 3
		if action == theme.ActUnshape {
			m.scroll = max(0, m.scroll-lines)
		} else {
			m.scroll = min(m.scroll+lines, longest)
		}
	case theme.ActFilter:
		if m.all > 0 {
			m.mode = choosing
			m = m.renew()
		}
	case theme.ActNarrow:
		m.typing = m.all > 0
		m.words = widget.NewField(m.shown.text)
	case theme.ActShowAll:
		m.shown = filter{}
		return m.build(m.selected()), nil
	case theme.ActSort:
		m.order = m.order.next()
		return m.build(m.selected()), nil
	case theme.ActMark:
		return m.mark(), nil
	case theme.ActAccept:
		return m.accept(), nil
	default:
		return m.to(move(action, m.cursor, len(m.rows))), nil
	}
	return m, nil
}

// longest is more lines than any reason has.
const longest = 200

func move(action theme.ActionID, at, rows int) int { return widget.Move(action, at, rows-1, page) }

func (m model) to(row int) model {
	if row != m.cursor {
		m.cursor, m.scroll = row, 0
	}
	return m
}

// point selects what was clicked.
func (m model) point(row int) model {
	switch m.mode {
	case listing:
		if row >= 0 && row < len(m.rows) && !m.form.IsOpen() {
			return m.to(row)
		}
	case choosing:
		if row >= 0 && row < len(m.menu) {
			return m.choose(row, 1)
		}
	case charting:
		if row >= 0 && row < rowsOfChart*columnsOfChart {
			m.cell = cell{row / columnsOfChart, row % columnsOfChart}
		}
	case spotting:
		m.spots = m.spots.Point(row)
	}
	return m
}

// mark marks the selected gap, or takes the mark off, and goes on to the next one.
func (m model) mark() model {
	q := m.selected()
	switch {
	case q == "":
		return m
	case m.marked[q]:
		m.marked = edit.Without(m.marked, q)
	default:
		m.marked = edit.With(m.marked, q, true)
	}
	return m.to(min(m.cursor+1, len(m.rows)-1))
}

// targets returns the marked gaps that are shown, else the selected one.
func (m model) targets() []questionnaire.QuestionID {
	var ids []questionnaire.QuestionID
	for _, g := range m.rows {
		if m.marked[g.Question.ID] {
			ids = append(ids, g.Question.ID)
		}
	}
	if len(ids) == 0 && len(m.rows) > 0 {
		ids = append(ids, m.selected())
	}
	return ids
}

// accept opens the form for the marked gaps or the selected one.
func (m model) accept() model {
	if ids := m.targets(); len(ids) > 0 {
		if form, err := risk.Accept(m.Book, ids...); err == nil {
			m.form = form
		}
	}
	return m
}

func (m model) open(k nav.Kind) tea.Cmd {
	return nav.Send(nav.Open{Kind: k, View: m.View, Question: m.selected()})
}

// selected returns the question of the selected row, if there is one.
func (m model) selected() questionnaire.QuestionID {
	if len(m.rows) == 0 {
		return ""
	}
	return m.rows[m.cursor].Question.ID
}
