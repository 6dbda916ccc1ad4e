package find

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

const (
	page   = 10 // rows that page up and page down move
	indent = widget.Indentation
	roomy  = 14 // rows from which there is space between the parts
)

// picker is a text field above a list: what is typed filters, arrows choose. It is a value.
type picker struct {
	field  widget.Field
	cursor int // of the entries that are left
	count  int // of them
}

// pick is what became of a message.
type pick string

const (
	moved  pick = "moved" // or nothing
	typed  pick = "typed" // the entries have to be filtered anew
	chosen pick = "chosen"
	closed pick = "closed"
)

// update takes keys, pastes and clicks.
func (p picker) update(msg tea.Msg) (picker, pick) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		id, ok := theme.Match(msg, theme.ActUp, theme.ActDown, theme.ActPageUp, theme.ActPageDown, theme.ActTop,
			theme.ActBottom, theme.ActEnter, theme.ActBack)
		if ok && msg.Text == "" && msg.Mod == 0 && (id != theme.ActBack || p.field.Text() == "" || msg.Code == tea.KeyEscape) {
			return p.do(id)
		}
		return p.typed(msg)
	case tea.PasteMsg:
		return p.typed(msg)
	case nav.Do:
		return p.do(msg.Action)
	case nav.Point:
		p.cursor = max(0, min(msg.Row, p.count-1))
	}
	return p, moved
}

func (p picker) do(action theme.ActionID) (picker, pick) {
	switch {
	case action == theme.ActBack:
		return p, closed
	case action == theme.ActEnter && p.count == 0:
		return p, moved
	case action == theme.ActEnter:
		return p, chosen
	}
	p.cursor = widget.Move(action, p.cursor, max(p.count-1, 0), page)
	return p, moved
}

func (p picker) typed(msg tea.Msg) (picker, pick) {
	before := p.field.Text()
	if p.field, _ = p.field.Update(msg); p.field.Text() == before {
		return p, moved
	}
	p.cursor = 0
	return p, typed
}

func (p picker) query() widget.Query { return widget.NewQuery(p.field.Text()) }

// of returns the picker for so many entries.
func (p picker) of(count int) picker {
	p.count = count
	p.cursor = max(0, min(p.cursor, count-1))
	return p
}

// actions lists what can be done with the list.
func (p picker) actions(enter, back string, more ...nav.Action) []nav.Action {
	choose := nav.Action{ID: theme.ActEnter, Label: enter}
	if p.count == 0 {
		choose.Disabled = "nothing matches"
	}
	actions := append([]nav.Action{{ID: theme.ActUp}, choose}, more...)
	return append(
		actions, nav.Action{ID: theme.ActBack, Label: back}, nav.Action{ID: theme.ActDown},
		nav.Action{ID: theme.ActPageUp}, nav.Action{ID: theme.ActPageDown},
		nav.Action{ID: theme.ActTop}, nav.Action{ID: theme.ActBottom},
	)
}

// head draws the field, and puts the cursor of a frame into it.
func (p picker) head(label, hint string, area nav.Area, frame *nav.Frame) []string {
	th := area.Theme
	lead := strings.Repeat(" ", indent) + th.Dim.Render(label) + "  "
	text, at := p.field.View(area.Width-widget.Width(lead)-1, hint, th)
	var lines []string
	if area.Height >= roomy {
		lines = append(lines, "")
	}
	if x := widget.Width(lead) + at; x < area.Width {
		frame.Cursor = tea.NewCursor(x, len(lines))
	}
	lines = append(lines, widget.Cut(lead+text, area.Width, th))
	if area.Height >= roomy {
		lines = append(lines, "")
	}
	return lines
}

// nothing says in a few sentences why the list is empty and what to do.
func nothing(area nav.Area, sentences ...string) []string {
	const measure = 72
	var lines []string
	for _, s := range sentences {
		lines = append(lines, widget.Indent(widget.Wrap(s, min(area.Width-indent-1, measure)), indent)...)
	}
	return lines
}

// gap is the space between two columns.
const gap = "   "

// pens draw the texts of a screen. They are made once for a frame.
type pens struct{ text, dim, selected, trouble widget.Pen }

func pensOf(th theme.Theme) pens {
	return pens{
		text: widget.NewPen(th.Text), dim: widget.NewPen(th.Dim),
		selected: widget.NewPen(th.Selected), trouble: widget.NewPen(th.Trouble),
	}
}

// cell is the text of one column of a row; one without a width is not shown.
type cell struct {
	width int
	text  string
	pen   widget.Pen
	exact bool // it is no part of what is searched
}

// line draws what stands side by side.
func line(q widget.Query, th theme.Theme, cells ...cell) string {
	var b strings.Builder
	for _, c := range cells {
		if c.width < 1 {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(gap)
		}
		if c.exact {
			q = widget.Query{}
		}
		b.WriteString(q.Draw(c.text, c.width, c.pen, th))
	}
	return b.String()
}
