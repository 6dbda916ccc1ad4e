package widget

import (
	"fmt"

	"prodfirst/internal/tui/theme"
)

// Row is one entry of a list: one or more styled lines. A heading cannot be selected and has no
// pointer.
type Row struct {
	Lines   []string
	Heading bool
}

// Indentation is how many columns a list puts before its rows, for the pointer.
const Indentation = 3

// List draws as many lines as fit into height, around the selected row (its index, -1 for none),
// which has a pointer. It returns the lines and which of them is the first one of the selected row,
// -1 if there is none. Rows may be Indentation columns narrower than width.
func List(rows []Row, selected, width, height int, th theme.Theme) (lines []string, cursor int) {
	lines, top, bottom := rowLines(rows, selected, width, th)
	w := listed(len(lines), top, bottom, height)
	above, below := w.first, len(lines)-w.last
	lines = append([]string(nil), lines[w.first:w.last]...)
	cursor = top - w.first
	if selected < 0 || selected >= len(rows) || cursor < 0 || cursor >= len(lines) {
		cursor = -1
	}
	if w.up {
		lines[0] = more(th.Glyphs.Up, above+1, width, th)
	}
	if w.down {
		lines[len(lines)-1] = more(th.Glyphs.Down, below+1, width, th)
	}
	return lines, cursor
}

// Move returns which of the rows up to last is selected after an action that moves: up, down, a page
// of so many rows, top or bottom. Other actions leave it where it is.
func Move(action theme.ActionID, at, last, page int) int {
	to := map[theme.ActionID]int{
		theme.ActUp: at - 1, theme.ActDown: at + 1, theme.ActPageUp: at - page, theme.ActPageDown: at + page,
		theme.ActTop: 0, theme.ActBottom: last,
	}
	if moved, ok := to[action]; ok {
		at = moved
	}
	return max(0, min(at, last))
}

// Offset returns which of count lines to show first in a window of that height, so that the lines
// from top up to bottom are in its middle, and no room is left empty.
func Offset(count, top, bottom, height int) int {
	first := top - (height-(bottom-top))/2
	if bottom-top > height {
		first = top
	}
	return max(0, min(first, count-height))
}

// rowLines returns the lines of all rows, and from where to where the selected one's are.
func rowLines(rows []Row, selected, width int, th theme.Theme) (lines []string, top, bottom int) {
	for i, row := range rows {
		for n, line := range row.Lines {
			lead := spaces(Indentation)
			if i == selected && n == 0 && !row.Heading {
				lead = " " + th.Accent.Bold(true).Render(th.Glyphs.Pointer) + " "
			}
			lines = append(lines, Cut(lead+line, width, th))
		}
		if i < selected {
			top = len(lines)
		}
		if i <= selected {
			bottom = len(lines)
		}
	}
	return lines, top, bottom
}

func more(glyph string, n, width int, th theme.Theme) string {
	return Cut(spaces(Indentation)+th.Dim.Render(fmt.Sprintf("%s %d more lines", glyph, n)), width, th)
}

// Scroll shows styled lines from first on in a window of that height, and says in the last line that
// there is more. It returns the first line that is really shown: the last page is a full one.
func Scroll(lines []string, first, width, height int, th theme.Theme) (shown []string, from int) {
	first = max(0, min(first, len(lines)-height))
	last := min(len(lines), first+max(height, 0))
	for _, line := range lines[first:last] {
		shown = append(shown, Cut(line, width, th))
	}
	if rest := len(lines) - last; rest > 0 && len(shown) > 1 {
		shown[len(shown)-1] = more(th.Glyphs.Down, rest+1, width, th)
	}
	return shown, first
}
