package widget

import (
	"strconv"
	"strings"

	"prodfirst/internal/tui/theme"
)

// Sample is what was counted on a day.
type Sample struct {
	Day   int // days after the first sample, which is on day 0; no sample is earlier than the one before
	Count int // not negative
	Mark  bool
}

// Chart is a count over time, drawn as columns from a base line at 0 and with days to scale. A full
// column is a day on which something was counted; the shade behind it is that count until the next
// one. Marks stand below the base line. It does not speak for itself: whoever draws it writes what
// is counted, of how many, and the same in a sentence.
type Chart struct {
	Samples []Sample
	Top     int    // count at the upper end of the axis; raised to the largest count
	First   string // plain: the first day
	Last    string // plain: the last day
}

// ChartRows is how many lines a chart has besides its columns: the base line and the days.
const ChartRows = 2

// ink is what a chart is drawn with.
type ink struct {
	steps                    []string // parts of a cell from the bottom, the last one full
	shades                   []string // the same for a count that is still the last one
	axis, tick, corner, base string
	mark                     string
}

func inkOf(th theme.Theme) ink {
	if th.ASCII {
		return ink{steps: []string{"_", "=", "#"}, shades: []string{":"}, axis: "|", tick: "|", corner: "+", base: "-", mark: "^"}
	}
	return ink{
		steps:  []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
		shades: []string{"░"},
		axis:   "│", tick: "┤", corner: "└", base: "─", mark: "▲",
	}
}

// Draw draws the chart in height lines of at most width columns, ChartRows of which are below the
// columns. Without samples, or where not even a column would fit, it draws nothing.
func (c Chart) Draw(width, height int, th theme.Theme) []string {
	top := max(c.Top, 1)
	for _, s := range c.Samples {
		top = max(top, s.Count)
	}
	label := len(strconv.Itoa(top))
	room, rows := width-label-2, height-ChartRows
	if len(c.Samples) == 0 || room < 1 || rows < 1 {
		return nil
	}
	in := inkOf(th)
	columns := c.columns(room)
	var lines []string
	for row := range rows {
		axis := PadLeft("", label) + " " + in.axis
		if row == 0 {
			axis = PadLeft(strconv.Itoa(top), label) + " " + in.tick
		}
		var b strings.Builder
		for _, col := range columns {
			b.WriteString(col.cell(rows-1-row, rows, top, in, th))
		}
		lines = append(lines, th.Dim.Render(axis)+b.String())
	}
	return append(lines, c.base(columns, label, in, th), c.days(label, room, th))
}

// column is one column of cells.
type column struct {
	count   int
	counted bool // in it; else the count of a column before still stands
	mark    bool
}

// columns puts every sample where its day is. Of several in one column the last one is seen, and
// every mark.
func (c Chart) columns(room int) []column {
	span := max(c.Samples[len(c.Samples)-1].Day, 1)
	columns := make([]column, room)
	for _, s := range c.Samples {
		col := &columns[s.Day*(room-1)/span]
		col.count, col.counted, col.mark = s.Count, true, col.mark || s.Mark
	}
	last := 0
	for i := range columns {
		if columns[i].counted {
			last = columns[i].count
		} else if c.Samples[len(c.Samples)-1].Day > 0 {
			columns[i].count = last
		}
	}
	return columns
}

// cell draws the part of a column in one row, counted from the bottom. A count that is not 0 is
// never drawn as nothing.
func (c column) cell(row, rows, top int, in ink, th theme.Theme) string {
	set, style := in.shades, th.Dim
	if c.counted {
		set, style = in.steps, th.Accent
	}
	whole := rows * len(set)
	filled := (2*c.count*whole + top) / (2 * top) // the nearest
	if c.count > 0 {
		filled = max(filled, 1)
	}
	part := filled - row*len(set)
	if part <= 0 {
		return " "
	}
	return style.Render(set[min(part, len(set))-1])
}

func (c Chart) base(columns []column, label int, in ink, th theme.Theme) string {
	var b strings.Builder
	b.WriteString(PadLeft("0", label) + " " + in.corner)
	for _, col := range columns {
		if col.mark {
			b.WriteString(in.mark)
		} else {
			b.WriteString(in.base)
		}
	}
	return th.Dim.Render(b.String())
}

// days writes the first and the last day below their columns, or the last alone.
func (c Chart) days(label, room int, th theme.Theme) string {
	first, last := Clip(c.First, room, th), Clip(c.Last, room, th)
	text := PadLeft(last, room)
	switch {
	case c.Samples[len(c.Samples)-1].Day == 0:
		text = first
	case Width(first)+2+Width(last) <= room:
		text = Join(first, last, room, th)
	}
	return spaces(label+2) + th.Dim.Render(text)
}

// ChartInk returns what a counted column, the shade behind it and a mark look like, for a legend.
func ChartInk(th theme.Theme) (full, shade, mark string) {
	in := inkOf(th)
	return in.steps[len(in.steps)-1], in.shades[len(in.shades)-1], in.mark
}
