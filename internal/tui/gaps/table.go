package gaps

import (
	"strings"

	"charm.land/lipgloss/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// list draws the table, as many rows of it as there is room for, and what its words mean.
func (m model) list(area nav.Area) (lines []string, cursor int) {
	th := area.Theme
	legend := m.legend(area)
	height := area.Height - len(legend)
	titled := height >= 4
	if titled {
		height--
	}
	first := widget.Offset(len(m.rows), m.cursor, m.cursor+1, height)
	last := min(len(m.rows), first+max(height, 0))
	titles, drawn := m.table(area, first, last)
	rows := make([]widget.Row, len(m.rows))
	for i := range rows {
		line := ""
		if first <= i && i < last {
			line = drawn[i-first]
		}
		rows[i].Lines = []string{line}
	}
	if titled {
		lines = append(lines, strings.Repeat(" ", indent)+titles)
	}
	shown, cursor := widget.List(rows, m.cursor, area.Width, height, th)
	if cursor >= 0 {
		cursor += len(lines)
	}
	lines = append(lines, shown...)
	if area.Height >= roomy && !m.why {
		lines = widget.Crop(lines, area.Width, area.Height-len(legend))
	}
	return append(lines, legend...), cursor
}

// table draws the titles and the rows from first up to last. The widths of its columns do not
// depend on which rows are shown.
func (m model) table(area nav.Area, first, last int) (titles string, lines []string) {
	long := area.Width >= wide
	columns := []widget.Column{{}, {Title: "Question", Flex: true}, {Title: "Answer"}}
	if !m.why {
		columns = append(columns, widget.Column{Title: "Severity", Drop: 1})
	}
	columns = append(columns, widget.Column{Title: "Owner", Drop: 2})
	if long {
		columns = append(columns, widget.Column{Title: "Due"})
	}
	rows := make([][]widget.Cell, 0, last-first+1)
	longest := make([]widget.Cell, len(columns))
	for i := range m.rows {
		texts := m.texts(&m.rows[i], long)
		for c, text := range texts {
			if len(text) > len(longest[c].Text) {
				longest[c].Text = text
			}
		}
		if first <= i && i < last {
			rows = append(rows, m.styled(i, texts, area.Theme))
		}
	}
	titles, lines = widget.Table(columns, append(rows, longest), area.Width-indent-1, area.Theme)
	return titles, lines[:len(rows)]
}

// texts returns the row of a gap: with a column for the date where there is room for it.
func (m model) texts(f *analysis.Finding, long bool) []string {
	today := m.view.Result.Today
	owner, due := f.Answer.Owner, ""
	if f.Answer.Due != "" {
		due = day(f.Answer.Due, today)
	}
	if f.Acceptance != nil {
		due = "accepted to " + day(f.Acceptance.Until, today)
	}
	switch {
	case f.Acceptance != nil && !long:
		owner = "" // who owns it is one key away
	case f.Acceptance == nil && owner == "":
		owner = "nobody"
	}
	texts := []string{string(f.Decision), f.Question.Title, answer(f, long)}
	if !m.why { // the reason says how severe it is
		texts = append(texts, string(f.Severity))
	}
	if long {
		return append(texts, owner, due)
	}
	return append(texts, strings.Trim(owner+", "+due, ", "))
}

func (m model) styled(i int, texts []string, th theme.Theme) []widget.Cell {
	cells := make([]widget.Cell, len(texts))
	for c, text := range texts {
		cells[c] = widget.Cell{Text: text, Style: th.Text}
	}
	cells[0].Style = decisionStyle(&m.rows[i], th)
	if !m.why {
		cells[3].Style = th.Dim
	}
	if i == m.cursor {
		cells[1].Style = th.Selected
	}
	return cells
}

// answer says in words what the answer amounts to.
func answer(f *analysis.Finding, long bool) string {
	switch {
	case !long || f.State != analysis.Claimed:
		return f.State.Words()
	case f.Reopened():
		return "claimed, the question changed"
	case f.Expired():
		return "claimed, shown too long ago"
	}
	return "claimed, nothing shown yet"
}

// day returns a date as short as it can be understood.
func day(d, today assessment.Date) string {
	const half = 182
	if away := today.Days(d); away < -half || away > half {
		return d.Time().Format("2 Jan 2006")
	}
	return d.Time().Format("2 Jan")
}

// decisionStyle is how the decision of a gap is drawn; an accepted one stands back.
func decisionStyle(f *analysis.Finding, th theme.Theme) lipgloss.Style {
	if f.Acceptance != nil {
		return th.Dim
	}
	switch f.Decision {
	case analysis.Stop:
		return th.Stop
	case analysis.Prove:
		return th.Prove
	case analysis.ToNext:
		return th.Next
	case analysis.Plan:
		return th.Plan
	case analysis.Watch:
		return th.Watch
	}
	return th.Text
}
