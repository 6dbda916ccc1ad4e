package walk

import (
	"slices"
	"strconv"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
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
	switch {
	case chosen && f.Answer.Suggested != "":
		chosen, pointer = false, th.Accent.Render("?")
	case chosen:
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
		mark: spaces(g.left-2) + pointer + " " + key + "  " + name, chosen: chosen, width: width,
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

// drawn is the levels, or some of them, as they are drawn.
type drawn struct {
	lines []string
	of    []int // which level each line belongs to, -1 for none
}

func (d drawn) with(row int, lines ...string) drawn {
	for _, line := range lines {
		d.lines, d.of = append(d.lines, line), append(d.of, row)
	}
	return d
}

// zones are where a click answers.
func (d drawn) zones(width int) []nav.Zone {
	var zones []nav.Zone
	for y, row := range d.of {
		if row >= 0 {
			zones = append(zones, nav.Zone{Y: y, Width: width, Height: 1, Msg: nav.Do{Action: levelActions()[row]}})
		}
	}
	return zones
}

// levelLines draws all levels in full, with blank lines between them.
func (w screen) levelLines(f analysis.Finding, g grid, th theme.Theme, blanks int) drawn {
	var d drawn
	for row := range levels() {
		if row > 0 {
			d = d.with(-1, make([]string, blanks)...)
		}
		d = d.with(row, w.level(f, row, g, th).lines(th)...)
	}
	return d
}

// compact draws the levels in a few lines: one for each, more for the row in sight, and then for
// others as long as they fit whole.
func (w screen) compact(f analysis.Finding, g grid, th theme.Theme, height int) drawn {
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
	var d drawn
	top := 0
	for i, l := range rows {
		if n := room[i]; len(l.text) > n {
			l.text = append(l.text[:n-1:n-1], widget.Cut(l.text[n-1]+" "+l.text[n], l.width, th))
		}
		if i == w.row {
			top = len(d.lines)
		}
		d = d.with(i, l.lines(th)...)
	}
	first := widget.Offset(len(d.lines), top, top+room[w.row], height)
	last := min(len(d.lines), first+height)
	return drawn{lines: d.lines[first:last], of: d.of[first:last]}
}

// levels returns the rows of levels from top to bottom.
func levels() []assessment.Level {
	return []assessment.Level{
		assessment.DontKnow, assessment.None, assessment.Partial, assessment.InPlace, assessment.Proven,
	}
}

func rowOf(l assessment.Level) int { return slices.Index(levels(), l) }

func levelActions() []theme.ActionID {
	return []theme.ActionID{
		theme.ActDontKnow, theme.ActNone, theme.ActPartial, theme.ActInPlace, theme.ActProven,
	}
}

func levelOf(action theme.ActionID) (assessment.Level, bool) {
	i := slices.Index(levelActions(), action)
	if i < 0 {
		return assessment.Unasked, false
	}
	return levels()[i], true
}
