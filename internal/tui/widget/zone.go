package widget

import "prodfirst/internal/tui/theme"

// What RowsAt returns for lines that belong to no row.
const (
	NoRow    = -1
	MoreUp   = -2 // the line that says how much there is above
	MoreDown = -3 // and below
)

// RowsAt returns for each line that List draws of the same rows in the same height which row it
// belongs to, NoRow for headings, MoreUp or MoreDown.
func RowsAt(rows []Row, selected, height int) []int {
	var at []int
	top, bottom := 0, 0
	for i, row := range rows {
		n := i
		if row.Heading {
			n = NoRow
		}
		for range row.Lines {
			at = append(at, n)
		}
		if i < selected {
			top = len(at)
		}
		if i <= selected {
			bottom = len(at)
		}
	}
	w := listed(len(at), top, bottom, height)
	at = at[w.first:w.last]
	if w.up {
		at[0] = MoreUp
	}
	if w.down {
		at[len(at)-1] = MoreDown
	}
	return at
}

// window is what a list shows of its lines.
type window struct {
	first, last int
	up, down    bool // the first or last line says how much there is beyond
}

// listed returns the window of that height around the lines from top up to bottom.
func listed(count, top, bottom, height int) window {
	const least = 5 // with fewer lines, none is given to say how many there are
	w := window{first: Offset(count, top, bottom, height)}
	w.last = min(count, w.first+max(height, 0))
	w.up = height >= least && w.first > 0 && top > w.first
	w.down = height >= least && w.last < count && bottom < w.last
	return w
}

// KeyAt returns the hint that KeyLine draws in a column.
func KeyAt(hints []Hint, width, column int, th theme.Theme) (Hint, bool) {
	x := 1
	for _, h := range fitting(hints, width, th) {
		end := x + hintWidth(h)
		if column >= x && column < min(end, width) {
			return h, true
		}
		x = end + Width(separator(th))
	}
	return Hint{}, false
}
