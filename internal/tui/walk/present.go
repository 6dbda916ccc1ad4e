package walk

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/analysis"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// present starts present mode, or ends it.
func (w screen) present() (screen, tea.Cmd) {
	if w.bare = !w.bare; !w.bare {
		return w, nil
	}
	return w, nav.Send(nav.Say{Text: "The question alone. P leaves; all keys work."})
}

// Bare tells whether there is nothing in the window but the question. What is typed needs the footer,
// but for votes.
func (w screen) Bare() bool {
	_, ok := w.finding()
	return ok && w.bare && !w.teach && (!w.Capturing() || w.form.kind == votesForm)
}

// air is how much space there is in present mode.
type air struct {
	letters  bool // between the letters of the question too: crowded ones are hard to tell from afar
	question int  // blank lines between the lines of the question
	levels   int  // between levels
	around   int  // above and below the levels
}

// airs returns how much space there may be, most first.
func airs(g grid, area nav.Area) []air {
	const measure = 80 // columns from which on letters can be apart
	all := []air{{false, 1, 2, 3}, {false, 1, 1, 3}, {false, 1, 1, 2}, {false, 0, 1, 2}, {false, 0, 1, 1}, {false, 0, 0, 1}, {}}
	if g.measure >= measure && area.Height >= tall {
		return append([]air{{true, 1, 2, 3}, {true, 1, 1, 2}}, all...)
	}
	return all
}

// below returns how many blank lines the levels have below them.
func (a air) below(low part) int {
	if len(low.lines) == 0 {
		return min(a.around, 1)
	}
	return a.around
}

// ask draws the question.
func (a air) ask(text string, width int, th theme.Theme) []string {
	if !a.letters {
		return widget.Style(widget.Wrap(text, width), th.Strong)
	}
	lines := widget.Wrap(text, (width+1)/2)
	for i, line := range lines {
		var apart []string
		for line != "" {
			letter, _ := ansi.FirstGraphemeCluster(line, ansi.GraphemeWidth)
			letter = line[:max(len(letter), 1)]
			apart, line = append(apart, letter), line[len(letter):]
		}
		lines[i] = th.Strong.Render(strings.Join(apart, " "))
	}
	return lines
}

// drawBare lays the question out to be read from the back of a room: few columns, much space. What
// it gives up first is space.
func (w screen) drawBare(f analysis.Finding, area nav.Area) (part, *tea.Cursor) {
	const spacious, votes = 18, 5 // rows with room to part things; rows that are kept free for votes
	g, th := bareGrid(area.Width), area.Theme
	low, cursor := w.bareAnswer(f, g, area)
	if len(low.lines) > 0 && area.Height >= spacious {
		low = stack(low, blankLines(1))
	}
	foot := w.foot(f, g, area)
	room := area.Height - len(low.lines) - len(foot.lines)
	var question, choice part
	var gaps air
	for _, gaps = range airs(g, area) {
		question = part{lines: widget.Indent(spread(gaps.ask(f.Question.Text, g.measure, th), gaps.question), g.left)}
		choice = w.levelLines(f, g, th, gaps.levels).part(g)
		if len(question.lines)+len(choice.lines)+gaps.around+gaps.below(low) <= room {
			break
		}
	}
	if over := len(question.lines) + len(choice.lines) - room; over > 0 {
		question.lines = question.lines[:shortened(len(question.lines), room)]
		choice = w.compact(f, g, th, max(0, room-len(question.lines))).part(g)
	}
	all := stack(question, blankLines(gaps.around), choice)
	// The question stays where it is when votes come.
	top := (area.Height - len(foot.lines) - len(all.lines) - gaps.around - votes) * 2 / 5
	spare := room - len(all.lines) - gaps.below(low)
	top = max(0, min(top, spare))
	if cursor != nil {
		cursor.Y += top + len(all.lines) + gaps.below(low)
	}
	return stack(blankLines(top), all, blankLines(gaps.below(low)), low, blankLines(spare-top), foot), cursor
}

// shortened returns how many lines of the question are shown: all while the levels have a line each,
// then two, and in the end one.
func shortened(lines, room int) int {
	if lines > room-len(levels()) {
		lines = min(lines, 2)
	}
	return max(0, min(lines, max(room-1, 1), room))
}

// part returns the levels with where a click answers.
func (d drawn) part(g grid) part {
	return part{lines: d.lines, zones: d.zones(g.left + g.measure)}
}

// bareGrid has wide margins.
func bareGrid(width int) grid {
	const measure = 96
	g := grid{left: max(0, min(width/12, (width-20)/2)), name: 16}
	if width < narrow {
		g.name = 0
	}
	g.measure = max(1, min(measure, width-2*g.left))
	g.left = max(g.left, (width-g.measure)/2)
	return g
}

func blankLines(n int) part { return part{lines: make([]string, max(n, 0))} }

// spread puts blank lines between lines.
func spread(lines []string, blanks int) []string {
	var all []string
	for i, line := range lines {
		if i > 0 {
			all = append(all, make([]string, blanks)...)
		}
		all = append(all, line)
	}
	return all
}

// bareAnswer is the votes, and what cannot wait until present mode is left.
func (w screen) bareAnswer(f analysis.Finding, g grid, area nav.Area) (part, *tea.Cursor) {
	const least = 18 // rows from which on there is room to invite people to talk
	th := area.Theme
	if w.Capturing() {
		lines, cursor := w.form.draw(g, area)
		return part{lines: lines}, cursor
	}
	e, failed := w.Unsaved(f.Question.ID)
	switch {
	case failed && e.Conflict():
		return w.conflict(f, e, g, area), nil
	case failed, f.Answer.Suggested != "", w.long && f.State == analysis.Unasked:
		s := w.saved(f, area)
		return part{lines: widget.Indent(paint(widget.Wrap(s.mark+s.words, g.measure), widget.Width(s.mark), th.Trouble), g.left)}, nil
	}
	words := voted(f.Answer)
	if words == "" {
		return part{}, nil
	}
	lines := widget.Style(widget.Wrap(strings.ToUpper(words[:1])+words[1:], g.measure), th.Strong)
	if area.Height >= least {
		lines = append(lines, widget.Wrap(invitation(f.Answer), g.measure)...)
	}
	return doing(widget.Indent(lines, g.left), theme.ActVotes, g.left+g.measure), nil
}

// foot is the clock, and whether the answer is saved.
func (w screen) foot(f analysis.Finding, g grid, area nav.Area) part {
	const (
		least = 6  // rows from which on there is room for it
		airy  = 20 // and for one empty row below it, two for twice as many
	)
	if area.Height < least {
		return part{}
	}
	th := area.Theme
	count, _, _ := strings.Cut(w.status(th), " "+th.Glyphs.Dot+" ")
	saved := w.saved(f, area)
	mark, clock := saved.mark, w.spent(area)
	if saved.trouble { // it is said above
		mark = ""
	}
	fits := func(parts ...string) bool { return widget.Width(strings.Join(parts, "   ")) <= g.measure }
	if left := w.left(); left != "" && fits(mark, clock, left) {
		clock = strings.Join(slices.DeleteFunc([]string{clock, left}, func(s string) bool { return s == "" }), " "+th.Glyphs.Dot+" ")
	}
	if !fits(count, mark, clock) {
		count = ""
	}
	if !fits(count, mark, clock) {
		clock, _, _ = strings.Cut(clock, " on ")
	}
	left := th.Good.Render(mark)
	if count != "" {
		left = th.Dim.Render(count) + "   " + left
	}
	line := widget.Join(left, th.Dim.Render(clock), g.measure, th)
	return part{lines: append(widget.Indent([]string{line}, g.left), make([]string, area.Height/airy)...)}
}
