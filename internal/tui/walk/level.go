package walk

import (
	"strconv"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

func levelName(l assessment.Level) string {
	words := analysis.LevelWords(l)
	return string(words[0]-'a'+'A') + words[1:]
}

// level is one row of the levels: what stands before the text, and the text in plain.
type level struct {
	mark   string
	text   []string
	width  int // columns for the text
	chosen bool
}

func (w screen) level(f analysis.Finding, row int, g grid, th theme.Theme) level {
	l := levels()[row]
	chosen := f.Answer.Level == l && f.State != analysis.Unasked
	pointer := " "
	if chosen {
		pointer = th.Accent.Bold(true).Render(th.Glyphs.Pointer)
	}
	key := th.Accent.Render(strconv.Itoa(row))
	if g.name == 0 {
		width := max(1, g.left+g.measure-5)
		return level{
			mark: pointer + " " + key + "  ", chosen: chosen, width: width,
			text: widget.Wrap(levelName(l)+": "+l.Statement(f.Question), width),
		}
	}
	name := widget.Pad(levelName(l), g.name-3)
	if chosen {
		name = th.Selected.Render(name)
	}
	width := g.measure - g.name
	return level{
		mark: " " + pointer + " " + key + "  " + name, chosen: chosen, width: width,
		text: widget.Wrap(l.Statement(f.Question), width),
	}
}

func (l level) lines(th theme.Theme) []string {
	if len(l.text) == 0 {
		return []string{l.mark}
	}
	if l.chosen {
		return widget.Hang(l.mark, widget.Style(l.text, th.Selected))
	}
	return widget.Hang(l.mark, l.text)
}

// levelLines draws all levels in full, airy with a blank line between them.
func (w screen) levelLines(f analysis.Finding, g grid, th theme.Theme, airy bool) []string {
	var lines []string
	for row := range levels() {
		if airy && row > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, w.level(f, row, g, th).lines(th)...)
	}
	return lines
}

// compact draws the levels in a few lines: one for each, more for the row in sight, and then for
// others as long as they fit whole.
func (w screen) compact(f analysis.Finding, g grid, th theme.Theme, height int) []string {
	rows := make([]level, len(levels()))
	for i := range rows {
		rows[i] = w.level(f, i, g, th)
	}
	spare := max(0, height-len(rows))
	room := make([]int, len(rows))
	for n := range rows {
		i := (w.row + n) % len(rows)
		more := max(0, len(rows[i].text)-1)
		room[i] = 1
		if more <= spare || i == w.row {
			room[i] += min(more, spare)
			spare -= min(more, spare)
		}
	}
	var lines []string
	top := 0
	for i, l := range rows {
		if n := room[i]; len(l.text) > n {
			l.text = append(l.text[:n-1:n-1], widget.Cut(l.text[n-1]+" "+l.text[n], l.width, th))
		}
		if i == w.row {
			top = len(lines)
		}
		lines = append(lines, l.lines(th)...)
	}
	first := widget.Offset(len(lines), top, top+room[w.row], height)
	return lines[first:min(len(lines), first+height)]
}
