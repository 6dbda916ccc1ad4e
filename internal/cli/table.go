package cli

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/textsafe"
)

// A table is rows of cells that are printed in columns.
type table struct{ rows [][]string }

// add adds a row. What is in its cells cannot steer a terminal or break the line.
func (t *table) add(cells ...string) {
	for i := range cells {
		cells[i] = textsafe.Line(cells[i])
	}
	t.rows = append(t.rows, cells)
}

// block returns the rows, each column as wide as its widest cell, without space at a line's end.
func (t *table) block() block {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], ansi.StringWidth(cell))
		}
	}
	lines := make([]string, len(t.rows))
	for n, row := range t.rows {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell + strings.Repeat(" ", widths[i]-ansi.StringWidth(cell)+2))
		}
		lines[n] = strings.TrimRight(b.String(), " ")
	}
	return block(strings.Join(lines, "\n"))
}

// textWidth is the width to which sentences are wrapped.
const textWidth = 80

// wrapped returns a text in lines, the first behind a head, the others below its start. Words stay
// whole, because they may be ids.
func wrapped(head, text string) block { return wrappedTo(textWidth, head, text) }

func wrappedTo(most int, head, text string) block {
	indent := strings.Repeat(" ", ansi.StringWidth(head))
	var b strings.Builder
	b.WriteString(head)
	column := 0
	for word := range strings.FieldsSeq(textsafe.Line(text)) {
		width := ansi.StringWidth(word)
		switch {
		case column == 0:
		case len(indent)+column+1+width > most:
			b.WriteString("\n" + indent)
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += width
	}
	return block(b.String())
}
