package widget

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"prodfirst/internal/textsafe"
)

// Up moves the cursor to the line before, to the same column if that is as long.
func (f Field) Up() Field {
	start := strings.LastIndexByte(f.before, '\n') + 1
	if start == 0 {
		return f
	}
	column := characters(f.before[start:])
	line := strings.LastIndexByte(f.before[:start-1], '\n') + 1
	return f.at(line + columnOf(f.before[line:start-1], column))
}

// Down moves the cursor to the line after.
func (f Field) Down() Field {
	column := characters(f.before[strings.LastIndexByte(f.before, '\n')+1:])
	rest, next, more := strings.Cut(f.after, "\n")
	if !more {
		return f
	}
	line, _, _ := strings.Cut(next, "\n")
	return f.at(len(f.before) + len(rest) + 1 + columnOf(line, column))
}

// Home moves the cursor to the beginning of its line.
func (f Field) Home() Field { return f.at(strings.LastIndexByte(f.before, '\n') + 1) }

// End moves the cursor to the end of its line.
func (f Field) End() Field {
	line, _, _ := strings.Cut(f.after, "\n")
	return f.at(len(f.before) + len(line))
}

// limit is how many bytes fit.
func (f Field) limit() int {
	if f.Max == 0 {
		return 1 << 10
	}
	return f.Max
}

// full tells whether there may be characters for which there is no room any more.
func (f Field) full() bool { return len(f.Text()) > f.limit()-utf8.UTFMax }

// tooLong says why something was left out.
func (f Field) tooLong() string {
	const kilo = 1 << 10
	return fmt.Sprintf("%d KiB is all there is room for; the rest was left out", f.limit()/kilo)
}

// at puts the cursor behind so many bytes.
func (f Field) at(n int) Field {
	text := f.Text()
	f.before, f.after, f.fresh = text[:n], text[n:], false
	return f
}

// Rows returns at most height rows of the text around its cursor, and where in them that is.
func (f Field) Rows(width, height int) (rows []string, x, y int) {
	all, _, _ := fold(f.Text(), width)
	// The end of a word may have moved with what follows it, so the row is found in the whole.
	word := f.after
	if i := strings.IndexAny(word, " \n"); i >= 0 {
		word = word[:i]
	}
	_, x, y = fold(f.before+word, width)
	x -= Width(textsafe.Line(word))
	if x < 0 {
		_, x, y = fold(f.before, width)
	}
	y = min(y, len(all)-1)
	first := Offset(len(all), y, y+1, height)
	return all[first:min(len(all), first+height)], x, y - first
}

// fold breaks text into rows of at most width columns without losing a character, and returns where
// in them its end is.
func fold(text string, width int) (rows []string, x, y int) {
	row, columns := "", 0
	for text != "" {
		n := firstCluster(text)
		cluster := text[:n]
		text = text[n:]
		if cluster == "\n" {
			rows, row, columns = append(rows, row), "", 0
			continue
		}
		shown := textsafe.Line(cluster)
		w := Width(shown)
		if columns+w > width {
			carried := ""
			if i := strings.LastIndexByte(row, ' '); i > 0 && shown != " " {
				row, carried = row[:i+1], row[i+1:]
			}
			rows, row, columns = append(rows, strings.TrimRight(row, " ")), carried, Width(carried)
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

// characters counts what people see as characters.
func characters(s string) int {
	n := 0
	for ; s != ""; n++ {
		s = s[firstCluster(s):]
	}
	return n
}

// columnOf returns how many bytes the first n characters of a line have, or all of them.
func columnOf(line string, n int) int {
	at := 0
	for ; n > 0 && at < len(line); n-- {
		at += firstCluster(line[at:])
	}
	return at
}
