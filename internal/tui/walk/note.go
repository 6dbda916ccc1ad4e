package walk

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/widget"
)

// split returns what stands before and after the cursor. A field does not tell where that is, but
// what is left after deleting to the end stands before it.
func split(f widget.Field) (before, after string) {
	cut, _ := f.Update(tea.KeyPressMsg{Code: 'k', Mod: tea.ModCtrl})
	before = cut.Text()
	return before, f.Text()[len(before):]
}

// steps moves the cursor by n characters.
func steps(f widget.Field, n int, code rune) widget.Field {
	for range n {
		f, _ = f.Update(tea.KeyPressMsg{Code: code})
	}
	return f
}

// above moves the cursor to the line before, to the same column if that is as long.
func above(f widget.Field) widget.Field {
	before, _ := split(f)
	start := strings.LastIndexByte(before, '\n') + 1
	if start == 0 {
		return f
	}
	column := characters(before[start:])
	line := before[strings.LastIndexByte(before[:start-1], '\n')+1 : start-1]
	back := max(0, characters(line)-column)
	return steps(f, column+1+back, tea.KeyLeft)
}

// below moves the cursor to the line after.
func below(f widget.Field) widget.Field {
	before, after := split(f)
	column := characters(before[strings.LastIndexByte(before, '\n')+1:])
	rest, next, more := strings.Cut(after, "\n")
	if !more {
		return f
	}
	line, _, _ := strings.Cut(next, "\n")
	return steps(f, characters(rest)+1+min(column, characters(line)), tea.KeyRight)
}

// characters counts what people see as characters.
func characters(s string) int {
	n := 0
	for s != "" {
		cluster, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		s = s[max(1, len(cluster)):]
		n++
	}
	return n
}

// fold breaks text into rows of at most width columns without losing a character, and returns where
// in them its end is.
func fold(text string, width int) (rows []string, x, y int) {
	row, columns := "", 0
	for text != "" {
		cluster, _ := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
		cluster = text[:max(1, len(cluster))]
		text = text[len(cluster):]
		if cluster == "\n" {
			rows, row, columns = append(rows, row), "", 0
			continue
		}
		shown := textsafe.Line(cluster)
		w := widget.Width(shown)
		if columns+w > width {
			carried := ""
			if i := strings.LastIndexByte(row, ' '); i > 0 && shown != " " {
				row, carried = row[:i+1], row[i+1:]
			}
			rows, row, columns = append(rows, strings.TrimRight(row, " ")), carried, widget.Width(carried)
			if shown == " " && columns == 0 {
				continue
			}
		}
		if w <= width {
			row, columns = row+shown, columns+w
		}
	}
	return append(rows, row), min(columns, width-1), len(rows)
}

// foldField returns at most height rows of a field around its cursor, and where in them that is.
func foldField(f widget.Field, width, height int) (rows []string, x, y int) {
	before, _ := split(f)
	all, _, _ := fold(f.Text(), width)
	// The end of a word may have moved with what follows it, so the row is found in the whole.
	_, x, y = fold(before+firstWord(f.Text()[len(before):]), width)
	x -= widget.Width(textsafe.Line(firstWord(f.Text()[len(before):])))
	if x < 0 {
		_, x, y = fold(before, width)
	}
	y = min(y, len(all)-1)
	first := widget.Offset(len(all), y, y+1, height)
	return all[first:min(len(all), first+height)], x, y - first
}

func firstWord(s string) string {
	if i := strings.IndexAny(s, " \n"); i >= 0 {
		return s[:i]
	}
	return s
}
