package widget

import (
	"strings"

	"charm.land/lipgloss/v2"

	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/theme"
)

// Column is one column of a table.
type Column struct {
	Title string
	Right bool // numbers and dates
	Flex  bool // takes what room is left, and is cut first
	Drop  int  // which goes first when there is no room: 1 before 2; 0 never goes
}

// Cell is plain text with a style, or without: drawing in one takes long even if it changes nothing.
type Cell struct {
	Text  string
	Style *lipgloss.Style
}

const (
	wideGap   = 3  // between columns, if there is room
	narrowGap = 2  // if there is not
	leastFlex = 20 // columns that a flexible column keeps before others are dropped
)

// Table draws the titles and one line for each row, all of at most width columns. Every row has a
// cell for each column.
func Table(columns []Column, rows [][]Cell, width int, th theme.Theme) (titles string, lines []string) {
	head := make([]Cell, len(columns))
	for i, c := range columns {
		head[i] = Cell{Text: c.Title, Style: &th.Dim}
	}
	widths, gap := fitColumns(columns, append([][]Cell{head}, rows...), width)
	for _, row := range rows {
		lines = append(lines, tableLine(columns, row, widths, gap, width, th))
	}
	return tableLine(columns, head, widths, gap, width, th), lines
}

// fitColumns returns how wide each column is, -1 for those that are dropped, and the gap.
func fitColumns(columns []Column, rows [][]Cell, width int) (widths []int, gap int) {
	widths = make([]int, len(columns))
	for _, row := range rows {
		for i, c := range row {
			widths[i] = max(widths[i], Width(textsafe.Line(c.Text)))
		}
	}
	gap = wideGap
	over := func(least bool) int {
		total := -gap
		for i, w := range widths {
			if w < 0 {
				continue
			}
			if least && columns[i].Flex {
				w = min(w, leastFlex)
			}
			total += w + gap
		}
		return total - width
	}
	if over(false) > 0 {
		gap = narrowGap
	}
	for over(true) > 0 {
		drop := -1
		for i, c := range columns {
			if widths[i] >= 0 && c.Drop > 0 && (drop < 0 || c.Drop < columns[drop].Drop) {
				drop = i
			}
		}
		if drop < 0 {
			break
		}
		widths[drop] = -1
	}
	shrink(columns, widths, over(false))
	return widths, gap
}

// shrink takes columns of space away from the flexible columns, the widest first.
func shrink(columns []Column, widths []int, over int) {
	for ; over > 0; over-- {
		widest := -1
		for i, c := range columns {
			if c.Flex && widths[i] > 1 && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}

func tableLine(columns []Column, row []Cell, widths []int, gap, width int, th theme.Theme) string {
	var b strings.Builder
	total := 0 // measuring what was drawn takes longer
	for i, c := range row {
		if widths[i] < 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(spaces(gap))
			total += gap
		}
		total += widths[i]
		text := Clip(c.Text, widths[i], th)
		room := spaces(widths[i] - Width(text))
		if c.Style != nil {
			text = c.Style.Render(text)
		}
		if columns[i].Right {
			b.WriteString(room + text)
		} else {
			b.WriteString(text + room)
		}
	}
	line := strings.TrimRight(b.String(), " ")
	if total <= width {
		return line
	}
	return Cut(line, width, th)
}
