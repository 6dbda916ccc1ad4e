package walk

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// grid is where things stand from left to right.
type grid struct {
	left    int // columns before text
	measure int // columns of text
	name    int // columns of a level's name and what comes before the statement; 0: it stands in the statement
	side    int // columns of the side text; 0 if there is none
}

const (
	longest = 90 // columns that are easy to read
	gap     = 8  // columns between text and side text
	wide    = 140
	tall    = 30 // rows from which on there is room for air and help
	narrow  = 46
)

func gridOf(width int) grid {
	g := grid{left: 3, name: 15}
	if width < narrow {
		g = grid{left: min(2, max(0, width-18))}
	}
	g.measure = max(1, min(longest, width-g.left-1))
	if width >= wide {
		g.side = min(longest-20, width-2*g.left-g.measure-gap)
	}
	return g
}

// body is what has to be drawn, from top to bottom; what is optional goes in the order of drops.
type body struct {
	question, why, levels, saved, kept, warning, check, aid []string
	blanks                                                  bool
}

// drops returns what gives way when there is not enough room, first things first.
func (b *body) drops() []func() {
	return []func(){
		func() { b.aid = nil }, func() { b.why = nil }, func() { b.warning = nil },
		func() { b.kept = nil }, func() { b.blanks = false },
	}
}

func (b *body) panel() []string { return slices.Concat(b.saved, b.kept, b.warning, b.check) }

func (b *body) lines() []string {
	var blank []string
	if b.blanks {
		blank = []string{""}
	}
	lines := slices.Concat(blank, b.question, b.why, blank, b.levels)
	if len(b.panel()) > 0 {
		lines = slices.Concat(lines, blank, b.panel())
	}
	if len(b.aid) > 0 {
		lines = slices.Concat(lines, []string{""}, b.aid)
	}
	return lines
}

// top counts the lines above the panel.
func (b *body) top() int {
	n := len(b.question) + len(b.why) + len(b.levels)
	if b.blanks {
		n += 3
	}
	return n
}

// Frame draws the question, its levels and what is known of the answer.
func (w screen) Frame(area nav.Area) nav.Frame {
	f, ok := w.finding()
	name := safe(w.view.Assessment.Description.Name)
	if !ok {
		lines := widget.Indent(widget.Wrap("There is nothing to ask in this session.", max(1, area.Width-3)), min(3, area.Width-1))
		return nav.Frame{Crumbs: []string{name}, Body: crop(lines, area)}
	}
	frame := nav.Frame{
		Crumbs: []string{name, safe(f.AreaTitle)}, Status: w.status(area.Theme),
		Done: w.countAsked(), Of: len(w.list),
	}
	if w.teach {
		frame.Body = crop(w.lessonBody(f, area), area)
		return frame
	}
	lines, cursor := w.draw(f, area)
	frame.Body = crop(lines, area)
	if cursor != nil && cursor.Y < area.Height && cursor.X < area.Width {
		frame.Cursor = cursor
	}
	return frame
}

func crop(lines []string, area nav.Area) string {
	if len(lines) > area.Height {
		lines = lines[:area.Height]
	}
	return strings.Join(widget.Crop(lines, area.Width, len(lines)), "\n")
}

// draw lays the question out. In few rows the why gives way first, then the typical AI failure,
// then blank lines; then levels become one line each, but for the one in sight.
func (w screen) draw(f analysis.Finding, area nav.Area) ([]string, *tea.Cursor) {
	g, th := gridOf(area.Width), area.Theme
	b := body{
		question: widget.Indent(widget.Style(widget.Wrap(f.Question.Text, g.measure), th.Strong), g.left),
		why:      widget.Indent(widget.Style(widget.Wrap(f.Question.Why, g.measure), th.Dim), g.left),
		levels:   w.levelLines(f, g, th, false),
		blanks:   true,
	}
	var cursor *tea.Cursor
	if w.Capturing() {
		b.saved, cursor = w.form.draw(w, g, area)
	} else {
		w.panel(&b, f, g, area)
	}
	if g.side == 0 && area.Height >= tall {
		b.aid = aid(f, g, th)
	}
	drops := b.drops()
	for i := 0; len(b.lines()) > area.Height && i < len(drops); i++ {
		drops[i]()
	}
	if between := len(levels()) - 1; area.Height >= tall && len(b.lines())+between <= area.Height {
		b.levels = w.levelLines(f, g, th, true)
	}
	if len(b.lines()) > area.Height {
		w.squeeze(&b, f, g, area)
	}
	if cursor != nil {
		cursor.Y += b.top()
	}
	lines := b.lines()
	if g.side > 0 {
		lines = widget.Columns(lines, side(f, g, th), g.left+g.measure, gap, area.Width)
	}
	return lines, cursor
}

// squeeze makes the levels one line each, but for the one in sight, and shows as many of them as
// there is room for. The question and the saved line are only cut where nothing else is left.
func (w screen) squeeze(b *body, f analysis.Finding, g grid, area nav.Area) {
	room := func() int { return area.Height - len(b.question) - len(b.panel()) }
	if room() < len(levels())-1+len(w.level(f, w.row, g, area.Theme).text) {
		b.check = nil
	}
	if room() < len(levels()) && len(b.question) > 2 {
		b.question = append(b.question[:1:1], widget.Cut(b.question[1]+" "+area.Theme.Glyphs.Ellipsis, area.Width, area.Theme))
	}
	if least := 3; room() < least && !w.Capturing() && len(b.saved) > 1 {
		b.saved = b.saved[:max(1, len(b.saved)-least+room())]
	}
	if room() < 1 {
		b.question = b.question[:max(0, min(1, area.Height-len(b.saved)))]
	}
	b.levels = w.compact(f, g, area.Theme, max(0, room()))
}

// panel draws what is known of the answer.
func (w screen) panel(b *body, f analysis.Finding, g grid, area nav.Area) {
	th := area.Theme
	s := w.saved(f, area)
	style := th.Good
	if s.trouble {
		style = th.Trouble
	}
	b.saved = widget.Indent(paint(widget.Wrap(s.mark+s.words, g.measure), widget.Width(s.mark), style), g.left)
	if kept := w.kept(f, th); kept != "" {
		b.kept = widget.Indent([]string{th.Dim.Render(widget.Clip(kept, g.measure, th))}, g.left)
	}
	if w.warns(f) {
		b.warning = widget.Indent(widget.Style(warning(f, g, th), th.Dim), g.left)
	}
	key, words := w.check(f)
	if key != "" {
		b.check = widget.Hang(spaces(g.left)+th.Accent.Render(key)+"  ", widget.Wrap(words, g.measure-3))
		if w.alone() {
			alone := widget.Wrap("Alone: by your written steps, without improvising.", g.measure-3)
			b.check = append(b.check, widget.Indent(widget.Style(alone, th.Dim), g.left+3)...)
		}
	} else {
		b.check = widget.Indent(widget.Wrap(words, g.measure), g.left)
	}
}

// aiAssisted is the fact under which the typical failure of AI-written code is worth a line.
const aiAssisted questionnaire.FactID = "ai-assisted"

func (w screen) warns(f analysis.Finding) bool {
	good := f.Answer.Level == assessment.InPlace || f.Answer.Level == assessment.Proven
	return good && len(f.Answer.Evidence) == 0 && w.view.Result.Facts[aiAssisted].Truth == questionnaire.Yes
}

// warning is the typical failure in at most two lines: as many whole sentences as fit.
func warning(f analysis.Finding, g grid, th theme.Theme) []string {
	text := "Seen in AI-written code: " + analysis.LowerFirst(f.Question.AIFailure)
	for whole := text; whole != ""; {
		if lines := widget.Wrap(whole, g.measure); len(lines) <= 2 {
			return lines
		}
		i := strings.LastIndex(strings.TrimSuffix(whole, "."), ". ")
		whole = whole[:i+1]
	}
	lines := widget.Wrap(text, g.measure)
	return []string{lines[0], widget.Cut(lines[1]+" "+lines[2], g.measure, th)}
}

// paint draws the first columns of wrapped text in a style.
func paint(lines []string, columns int, style lipgloss.Style) []string {
	for i, line := range lines {
		if columns <= 0 {
			break
		}
		head := ansi.Truncate(line, columns, "")
		lines[i] = style.Render(head) + line[len(head):]
		columns -= widget.Width(line) + 1
	}
	return lines
}

func spaces(n int) string { return strings.Repeat(" ", max(0, n)) }

// aid is what helps to ask, below the answer where there is room.
func aid(f analysis.Finding, g grid, th theme.Theme) []string {
	var lines []string
	for _, part := range [][2]string{{"Ask to see", f.Question.Verify}, {"Listen for", f.Question.ListenFor}} {
		text := widget.Style(widget.Wrap(part[1], max(1, g.measure-g.name)), th.Dim)
		lines = append(lines, widget.Hang(spaces(g.left)+th.Dim.Render(widget.Pad(part[0], g.name)), text)...)
	}
	return lines
}

// side is what helps to ask, beside the question in a wide window.
func side(f analysis.Finding, g grid, th theme.Theme) []string {
	var lines []string
	for _, part := range [][2]string{
		{"Ask to see", f.Question.Verify},
		{"Listen for", f.Question.ListenFor},
		{"In a prototype", f.Question.Prototype},
		{"In production", f.Question.Production},
	} {
		if text := widget.Wrap(part[1], g.side); len(text) > 0 {
			lines = append(append(lines, "", th.Accent.Render(part[0])), widget.Style(text, th.Dim)...)
		}
	}
	return lines
}
