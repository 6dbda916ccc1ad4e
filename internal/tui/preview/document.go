package preview

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"prodfirst/internal/report"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

const (
	gap      = 2  // columns between the columns of a table
	longWord = 16 // columns from which a word in a table may be broken
)

// lines draws a document in lines of at most width columns.
func lines(d report.Document, width int, th theme.Theme) []string {
	out := []string{""}
	out = append(out, wrap([]report.Span{{Text: d.Title, Style: report.Strong}}, width, th.Text, th)...)
	var above report.BlockKind
	for _, b := range d.Blocks {
		drawn := block(b, width, th)
		if len(drawn) == 0 {
			continue
		}
		if above != report.Heading {
			out = append(out, "")
		}
		out = append(out, drawn...)
		above = b.Kind
	}
	return append(out, "")
}

func block(b report.Block, width int, th theme.Theme) []string {
	switch b.Kind {
	case report.Heading:
		return heading(b, width, th)
	case report.Paragraph, report.Lead:
		return paragraph(b.Spans, width, th)
	case report.Quote, report.Note:
		bar := "│ "
		if th.ASCII {
			bar = "| "
		}
		quoted := wrap(b.Spans, width-widget.Width(bar), th.Text, th)
		for i := range quoted {
			quoted[i] = th.Rule.Render(bar) + quoted[i]
		}
		return quoted
	case report.Bullets:
		return bullets(b.Items, width, th)
	case report.Tasks:
		return tasks(b.Items, width, th)
	case report.Numbers:
		return numbers(b.Items, width, th)
	case report.Table:
		return table(b, width, th)
	case report.Details:
		return details(b, width, th)
	}
	return nil
}

// paragraph draws each line of a paragraph for itself.
func paragraph(spans []report.Span, width int, th theme.Theme) []string {
	var out []string
	for {
		end := slices.IndexFunc(spans, func(s report.Span) bool { return s.Style == report.Break })
		if end < 0 {
			return append(out, wrap(spans, width, th.Text, th)...)
		}
		out = append(out, wrap(spans[:end], width, th.Text, th)...)
		spans = spans[end+1:]
	}
}

func tasks(items []report.Item, width int, th theme.Theme) []string {
	var out []string
	for _, item := range items {
		out = append(out, listed(th.Dim.Render("[ ]")+" ", item, width, th)...)
	}
	return out
}

// details draws what a page can fold away under its summary.
func details(b report.Block, width int, th theme.Theme) []string {
	out := wrap([]report.Span{{Text: b.Summary}}, width, th.Dim, th)
	for _, inner := range b.Blocks {
		out = append(append(out, ""), block(inner, width, th)...)
	}
	return out
}

// heading draws the second level over a rule, so that it is found when scrolling.
func heading(b report.Block, width int, th theme.Theme) []string {
	drawn := wrap(b.Spans, width, th.Strong, th)
	if b.Level > 2 || len(drawn) == 0 {
		return drawn
	}
	return append(drawn, widget.Rule(width, th))
}

func bullets(items []report.Item, width int, th theme.Theme) []string {
	var out []string
	mark := th.Dim.Render(th.Glyphs.Dot) + " "
	for _, item := range items {
		out = append(out, listed(mark, item, width, th)...)
	}
	return out
}

func numbers(items []report.Item, width int, th theme.Theme) []string {
	var out []string
	digits := len(strconv.Itoa(len(items)))
	for i, item := range items {
		out = append(out, listed(th.Dim.Render(fmt.Sprintf("%*d.", digits, i+1))+" ", item, width, th)...)
	}
	return out
}

// listed draws an item behind a mark, and what stands below it moved in.
func listed(mark string, item report.Item, width int, th theme.Theme) []string {
	inner := width - widget.Width(mark)
	text := append(wrap(item.Spans, inner, th.Text, th), bullets(item.Sub, inner, th)...)
	return widget.Hang(mark, text)
}

// table draws columns as wide as their text if there is room, wrapped if not, and below that each
// row as a list of its cells.
func table(b report.Block, width int, th theme.Theme) []string {
	widths, wrapped := columns(b, width)
	if widths == nil {
		return stacked(b, width, th)
	}
	head := make([][]string, len(b.Header))
	for i, title := range b.Header {
		head[i] = wrap([]report.Span{{Text: title}}, widths[i], th.Dim, th)
	}
	out := row(head, widths)
	for n, cells := range b.Rows {
		if wrapped && n > 0 {
			out = append(out, "")
		}
		drawn := make([][]string, len(widths))
		for i := range widths {
			if i < len(cells) {
				drawn[i] = wrap(cells[i], widths[i], th.Text, th)
			}
		}
		out = append(out, row(drawn, widths)...)
	}
	return out
}

// columns returns how wide each column is and whether any of its cells has to be wrapped; nil if
// there is no room for columns. Words are not broken, unless they are very long.
func columns(b report.Block, width int) (widths []int, wrapped bool) {
	widths = make([]int, len(b.Header))
	least := make([]int, len(widths))
	total := gap * (len(widths) - 1)
	for i, title := range b.Header {
		cells := [][]report.Span{{{Text: title}}}
		for _, row := range b.Rows {
			if i < len(row) {
				cells = append(cells, row[i])
			}
		}
		for _, spans := range cells {
			widths[i] = max(widths[i], plainWidth(spans))
			for _, w := range split(spans) {
				least[i] = max(least[i], min(w.width(), longWord))
			}
		}
		total += widths[i]
	}
	for ; total > width; total-- {
		widest := -1
		for i := range widths {
			if widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return nil, false
		}
		widths[widest]--
		wrapped = true
	}
	return widths, wrapped
}

func plainWidth(spans []report.Span) int {
	n := -1
	for _, w := range split(spans) {
		n += 1 + w.width()
	}
	return max(n, 0)
}

// row puts cells side by side.
func row(cells [][]string, widths []int) []string {
	height := 0
	for _, c := range cells {
		height = max(height, len(c))
	}
	out := make([]string, height)
	for y := range out {
		var b strings.Builder
		for i, c := range cells {
			text := ""
			if y < len(c) {
				text = c[y]
			}
			b.WriteString(widget.Pad(text, widths[i]))
			b.WriteString(strings.Repeat(" ", gap))
		}
		out[y] = strings.TrimRight(b.String(), " ")
	}
	return out
}

// stacked draws the first cell of each row as a title, and the others below it with their headers.
func stacked(b report.Block, width int, th theme.Theme) []string {
	var out []string
	for n, cells := range b.Rows {
		if n > 0 {
			out = append(out, "")
		}
		for i, c := range cells {
			if i == 0 {
				out = append(out, wrap(strong(c), width, th.Strong, th)...)
				continue
			}
			if plainWidth(c) > 0 && i < len(b.Header) {
				spans := append([]report.Span{{Text: b.Header[i] + ": ", Style: report.Emph}}, c...)
				out = append(out, widget.Indent(wrap(spans, width-2, lipgloss.NewStyle(), th), 2)...)
			}
		}
	}
	return out
}

func strong(spans []report.Span) []report.Span {
	out := make([]report.Span, len(spans))
	for i, s := range spans {
		out[i] = report.Span{Text: s.Text, Style: report.Strong}
	}
	return out
}
