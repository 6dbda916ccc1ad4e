package gaps

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/tui/gloss"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// list draws the table, as many rows of it as there is room for, and what its words mean.
// Above its reason, the reason says what they mean.
func (m model) list(area nav.Area, above bool) (lines []string, cursor *tea.Cursor, zones []nav.Zone) {
	th := area.Theme
	var legend []string
	if !above {
		legend = m.legend(area)
	}
	height := area.Height - len(legend)
	titled := height >= 4
	if titled {
		height--
	}
	first := widget.Offset(len(m.rows), m.cursor, m.cursor+1, height)
	last := min(len(m.rows), first+max(height, 0))
	titles, drawn := m.table(area, first, last)
	if titled {
		lines = append(lines, spaces(indent)+titles)
	}
	shown, rows := widget.Window(len(m.rows), m.cursor, area.Width, height, th, func(i int) string { return drawn[i-first] })
	at := slices.Index(rows, m.cursor)
	if at >= 0 {
		at += len(lines)
	}
	zones = nav.Rows(rows, m.cursor, len(lines), area.Width)
	lines = append(lines, shown...)
	if area.Height >= roomy && !above {
		lines = append(lines, make([]string, max(0, area.Height-len(legend)-len(lines)))...)
	}
	return append(lines, legend...), pointer(at), zones
}

// legend explains the words of the list: all that occur, or in few rows those of the selected gap.
func (m model) legend(area nav.Area) []string {
	if area.Height < 6 {
		return nil
	}
	th := area.Theme
	explain := m.rows
	if area.Height < roomy {
		explain = m.rows[m.cursor : m.cursor+1]
	}
	occurs := func(pass func(g *analysis.Finding) bool) bool { return slices.ContainsFunc(explain, pass) }
	var parts []string
	for _, d := range analysis.Decisions() {
		if occurs(func(g *analysis.Finding) bool { return g.Decision == d }) {
			parts = append(parts, gloss.Style(d, th).Render(string(d))+" "+th.Dim.Render(d.Gloss()))
		}
	}
	if area.Width < wide {
		if occurs(func(g *analysis.Finding) bool {
			return g.State == analysis.Claimed && !g.Expired() && !g.Reopened() && !unexplained(g)
		}) {
			parts = append(parts, "claimed "+th.Dim.Render("nothing shown yet"))
		}
		if occurs(unexplained) {
			parts = append(parts, "unexplained "+th.Dim.Render("it works, but nobody can explain it"))
		}
	}
	lines := widget.Fill(parts, area.Width-indent-1, th)
	if area.Height >= roomy {
		lines = append([]string{""}, lines...)
	}
	return widget.Indent(lines, indent)
}

// table draws the titles and the rows from first up to last. The widths of its columns do not
// depend on which rows are shown.
func (m model) table(area nav.Area, first, last int) (titles string, lines []string) {
	long := area.Width >= wide
	about := "Severity"
	if m.order == byArea {
		about = "Area"
	}
	columns := []widget.Column{{}, {Title: "Question", Flex: true}, {Title: "Answer"}, {Title: about, Drop: 1}, {Title: "Owner", Drop: 2}}
	if m.hidesSeverity(area) {
		columns = slices.Delete(columns, 3, 4)
	}
	if long {
		columns = append(columns, widget.Column{Title: "Due"})
	}
	rows := make([][]widget.Cell, 0, last-first+1)
	longest, widths := make([]widget.Cell, len(columns)), make([]int, len(columns))
	for i := range m.rows {
		texts := m.texts(m.rows[i], long, m.hidesSeverity(area), area.Theme)
		for c, text := range texts {
			if len(text) <= widths[c] { // a character has as many bytes as columns, or more
				continue
			}
			if width := widget.Width(text); width > widths[c] {
				longest[c].Text, widths[c] = text, width
			}
		}
		if first <= i && i < last {
			rows = append(rows, m.styled(i, texts, area.Theme))
		}
	}
	titles, lines = widget.Table(columns, append(rows, longest), area.Width-indent-1, area.Theme)
	return titles, lines[:len(rows)]
}

// hidesSeverity tells whether what stands beside or below the list says how severe a gap is.
func (m model) hidesSeverity(area nav.Area) bool {
	return m.why && m.order != byArea && area.Width < wide
}

// texts returns the row of a gap: with a column for the date where there is room for it.
func (m model) texts(g *analysis.Finding, long, brief bool, th theme.Theme) []string {
	today := m.View.Result.Today
	most := 12
	if long {
		most = 20
	}
	owner, due := widget.Clip(g.Answer.Owner, most, th), ""
	if g.Answer.Due != "" {
		due = gloss.Date(g.Answer.Due, today)
	}
	if g.Acceptance != nil {
		due = "accepted to " + gloss.Date(g.Acceptance.Until, today)
	}
	switch {
	case g.Acceptance != nil && !long:
		owner = "" // who owns it is one key away
	case g.Acceptance == nil && owner == "":
		owner = "nobody"
	}
	texts := []string{string(g.Decision), g.Question.Title, answer(g, long)}
	switch {
	case brief:
	case m.order == byArea:
		texts = append(texts, g.AreaTitle)
	default:
		texts = append(texts, string(g.Severity))
	}
	if long {
		return append(texts, owner, due)
	}
	return append(texts, strings.Trim(owner+", "+due, ", "))
}

func (m model) styled(i int, texts []string, th theme.Theme) []widget.Cell {
	g := m.rows[i]
	cells := make([]widget.Cell, len(texts))
	for c, text := range texts {
		cells[c].Text = text
	}
	cells[0].Style = gloss.Style(g.Decision, th)
	if g.Acceptance != nil { // it stands back
		cells[0].Style = &th.Dim
	}
	if len(cells) > 4 { // of severity or area
		cells[3].Style = &th.Dim
	}
	if m.marked[g.Question.ID] {
		cells[1].Text = th.Glyphs.On + " " + cells[1].Text
	}
	if i == m.cursor {
		cells[1].Style = &th.Selected
	}
	return cells
}

// answer says in words what the answer amounts to.
func answer(g *analysis.Finding, long bool) string {
	switch {
	case unexplained(g) && long:
		return "claimed, nobody can explain it"
	case unexplained(g):
		return "unexplained"
	case !long || g.State != analysis.Claimed:
		return g.State.Words()
	case g.Reopened():
		return "claimed, the question changed"
	case g.Expired():
		return "claimed, shown too long ago"
	}
	return "claimed, nothing shown yet"
}
