package gaps

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/gloss"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

const (
	rowsOfChart    = 4 // severities
	columnsOfChart = 3 // efforts
)

// cell is a place in the chart: severity down, effort across.
type cell struct{ row, column int }

func cellOf(g *analysis.Finding) cell {
	return cell{severityOf(g), slices.Index(questionnaire.Efforts(), g.Question.Effort)}
}

// inChart does an action while severity by effort is shown.
func (m model) inChart(action theme.ActionID) model {
	c := m.cell
	switch action {
	case theme.ActBack:
		m.mode = listing
	case theme.ActUp, theme.ActPageUp:
		c.row = max(0, c.row-1)
	case theme.ActDown, theme.ActPageDown:
		c.row = min(rowsOfChart-1, c.row+1)
	case theme.ActShape:
		c.column = min(columnsOfChart-1, c.column+1)
	case theme.ActUnshape:
		c.column = max(0, c.column-1)
	case theme.ActTop:
		c = cell{}
	case theme.ActBottom:
		c = cell{rowsOfChart - 1, columnsOfChart - 1}
	case theme.ActEnter:
		m.mode = listing
		for by, key := range map[facet]string{
			ofSeverity: string(questionnaire.Severities()[c.row]), ofEffort: string(questionnaire.Efforts()[c.column]),
		} {
			if m.shown.chosen[by] != key {
				m.shown = m.shown.with(by, key)
			}
		}
		m.cursor = 0
		return m.build("")
	}
	m.cell = c
	return m
}

// cells returns the gaps of each cell, whatever the list shows of severity and effort.
func (m model) cells() (cells [rowsOfChart][columnsOfChart][]*analysis.Finding, shown int) {
	for _, g := range m.gaps() {
		if c := cellOf(g); c.row >= 0 && c.column >= 0 && m.passes(g, ofSeverity, ofEffort) {
			cells[c.row][c.column] = append(cells[c.row][c.column], g)
			shown++
		}
	}
	return cells, shown
}

// chart draws severity by effort, with the titles for which there is room.
func (m model) chart(area nav.Area) (lines []string, cursor *tea.Cursor, zones []nav.Zone) {
	const narrow, gap = 56, 2
	th := area.Theme
	cells, shown := m.cells()
	foot := m.chartFoot(area, shown)
	label := len("blocker") + gap
	if area.Width < narrow {
		label = len("blo") + 1
	}
	width := max(1, (area.Width-indent-label-columnsOfChart*gap)/columnsOfChart)
	height := max(1, (area.Height-1-len(foot))/rowsOfChart)
	ruled := height >= 3
	heads := []string{spaces(indent + label)}
	for _, e := range questionnaire.Efforts() {
		words := effortWords(e)
		if widget.Width(words)+2 > width {
			words = string(e)
		}
		heads = append(heads, widget.Fit("  "+th.Dim.Render(words), width+gap))
	}
	lines = append(lines, strings.Join(heads, ""))
	for r, severity := range questionnaire.Severities() {
		name := string(severity)
		if area.Width < narrow {
			name = name[:3]
		}
		room := height
		if ruled {
			room--
		}
		block := make([]string, room)
		block[0] = spaces(indent) + widget.Pad(th.Strong.Render(name), label)
		for i := 1; i < room; i++ {
			block[i] = spaces(indent + label)
		}
		for c := range columnsOfChart {
			on := m.cell == cell{r, c}
			for i, line := range drawCell(cells[r][c], shown, on, width, room, th) {
				block[i] += widget.Fit(line, width) + spaces(gap)
			}
			x := indent + label + c*(width+gap)
			z := nav.Zone{X: x, Y: len(lines), Width: width, Height: room, Msg: nav.Point{Row: r*columnsOfChart + c}}
			if on {
				z.Msg = nav.Do{Action: theme.ActEnter}
				cursor = tea.NewCursor(x, len(lines))
				cursor.Blink = false
			}
			zones = append(zones, z)
		}
		lines = append(lines, block...)
		if ruled {
			lines = append(lines, spaces(indent)+widget.Rule(area.Width-indent-1, th))
		}
	}
	return append(lines, foot...), cursor, zones
}

func (m model) chartFoot(area nav.Area, shown int) []string {
	if area.Height < roomy {
		return nil
	}
	words := fmt.Sprintf("%d of %d gaps. Severity is what it can do to people, effort a rough size of the work. There is no score: "+
		"what to do first is in the steps.", shown, m.all)
	if m.shown.on() {
		words = "Shown: " + m.shownWords() + ". " + words
	}
	return widget.Indent(widget.Style(widget.Wrap(words, area.Width-indent-1), area.Theme.Dim), indent)
}

// drawCell draws how many gaps a cell has and which, in room lines.
func drawCell(gaps []*analysis.Finding, of int, on bool, width, room int, th theme.Theme) []string {
	lines := make([]string, room)
	count := fmt.Sprintf("%d of %d", len(gaps), of)
	switch {
	case on:
		lines[0] = th.Accent.Bold(true).Render(th.Glyphs.Pointer) + " " + th.Selected.Render(count)
	case len(gaps) == 0:
		lines[0] = "  " + th.Dim.Render(count)
	default:
		lines[0] = "  " + count
	}
	top := 1
	if len(gaps) > room-1 && room > 1 {
		lines[1] = "  " + decisions(gaps, th)
		top++
	}
	for i, g := range gaps[:min(len(gaps), max(0, room-top))] {
		if left := len(gaps) - i; top+i == room-1 && left > 1 {
			lines[top+i] = "  " + th.Dim.Render(fmt.Sprintf("and %d more", left))
			break
		}
		word := gloss.Style(g.Decision, th)
		if g.Acceptance != nil {
			word = &th.Dim
		}
		lines[top+i] = "  " + word.Render(string(g.Decision)) + " " + widget.Clip(g.Question.Title, width-3-len(g.Decision), th)
	}
	for i := range lines {
		lines[i] = widget.Cut(lines[i], width, th)
	}
	return lines
}

// decisions counts gaps by their word: "8 STOP 3 PROVE".
func decisions(gaps []*analysis.Finding, th theme.Theme) string {
	var parts []string
	for _, d := range analysis.Decisions() {
		n := 0
		for _, g := range gaps {
			if g.Decision == d {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d ", n)+gloss.Style(d, th).Render(string(d)))
		}
	}
	return strings.Join(parts, " ")
}
