package walk

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/analysis"
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
	gap     int // columns between text and what stands beside it
	side    int // columns of what stands beside it; 0 if nothing does
}

const (
	longest = 90 // columns that are easy to read
	wide    = 140
	broad   = 110 // columns from which on an explanation goes beside the question
	deep    = 24  // rows for the same
	tall    = 30  // rows from which on there is room for air and help
	narrow  = 46
)

// gridOf returns the grid of a width. Where it is wide, the explanation always stands beside the
// question.
func gridOf(width int) grid {
	g := grid{left: 3, name: 15}
	if width < narrow {
		g = grid{left: min(2, max(0, width-18))}
	}
	g.measure = max(1, min(longest, width-g.left-1))
	if width >= wide {
		g.measure, g.gap = min(longest, width*55/100), 8
		g.side = min(longest-10, width-2*g.left-g.measure-g.gap)
	}
	return g
}

// grid returns the grid of an area, with the explanation that was asked for beside the question if
// there is room.
func (w screen) grid(area nav.Area) grid {
	g := gridOf(area.Width)
	if w.teach && g.side == 0 && area.Width >= broad && area.Height >= deep {
		g.gap = 5
		g.measure = (area.Width - g.left - g.gap) * 56 / 100
		g.side = area.Width - g.left - g.measure - g.gap - 2
	}
	return g
}

// part is some lines and what a click on them does.
type part struct {
	lines []string
	zones []nav.Zone // relative to the lines
}

// doing returns a part that does one thing wherever it is clicked.
func doing(lines []string, action theme.ActionID, width int) part {
	p := part{lines: lines}
	if action != "" && len(lines) > 0 {
		p.zones = []nav.Zone{{Width: width, Height: len(lines), Msg: nav.Do{Action: action}}}
	}
	return p
}

// body is what has to be drawn, from top to bottom; what is optional goes in the order of drops.
type body struct {
	question, why                                   []string
	levels                                          drawn
	saved, votes, parked, kept, warning, check, aid part
	blanks                                          bool
	width                                           int
}

// drops returns what gives way when there is not enough room, first things first.
func (b *body) drops() []func() {
	return []func(){
		func() { b.aid = part{} }, func() { b.why = nil }, func() { b.warning = part{} },
		func() { b.kept = part{} }, func() { b.votes = part{} }, func() { b.blanks = false },
	}
}

func (b *body) panel() []part {
	return []part{b.saved, b.votes, b.parked, b.kept, b.warning, b.check}
}

func (b *body) panelHeight() int {
	n := 0
	for _, p := range b.panel() {
		n += len(p.lines)
	}
	return n
}

// parts returns everything from top to bottom.
func (b *body) parts() []part {
	var blank part
	if b.blanks {
		blank.lines = []string{""}
	}
	all := []part{
		blank,
		{lines: b.question},
		{lines: b.why},
		blank,
		{lines: b.levels.lines, zones: b.levels.zones(b.width)},
	}
	if b.panelHeight() > 0 {
		all = append(append(all, blank), b.panel()...)
	}
	if len(b.aid.lines) > 0 {
		all = append(all, part{lines: []string{""}}, b.aid)
	}
	return all
}

func (b *body) height() int {
	n := 0
	for _, p := range b.parts() {
		n += len(p.lines)
	}
	return n
}

// top counts the lines above the panel.
func (b *body) top() int {
	n := len(b.question) + len(b.why) + len(b.levels.lines)
	if b.blanks {
		n += 3
	}
	return n
}

// stack puts parts below each other.
func stack(parts ...part) part {
	var all part
	for _, p := range parts {
		for _, z := range p.zones {
			z.Y += len(all.lines)
			all.zones = append(all.zones, z)
		}
		all.lines = append(all.lines, p.lines...)
	}
	return all
}

// Frame draws the question, its levels and what is known of the answer.
func (w screen) Frame(area nav.Area) nav.Frame {
	f, ok := w.finding()
	name := safe(w.View.Assessment.Description.Name)
	if !ok {
		lines := widget.Indent(widget.Wrap("There is nothing to ask in this session.", max(1, area.Width-3)), min(3, area.Width-1))
		return fill(nav.Frame{Crumbs: []string{name}}, part{lines: lines}, nil, area)
	}
	frame := nav.Frame{
		Crumbs: []string{name, safe(f.AreaTitle)}, Status: w.status(area.Theme),
		Done: w.countAsked(), Of: len(w.list),
	}
	g := w.grid(area)
	switch {
	case w.Bare():
		p, cursor := w.drawBare(f, area)
		return fill(frame, p, cursor, area)
	case w.teach && g.side == 0:
		return fill(frame, part{lines: w.lessonBody(f, area)}, nil, area)
	case g.side == 0:
		w.lessons.drawn.beside = false
	}
	p, cursor := w.draw(f, g, area)
	return fill(frame, p, cursor, area)
}

// fill puts a body into a frame: as much of it, and of what a click does, as there is room for.
func fill(frame nav.Frame, p part, cursor *tea.Cursor, area nav.Area) nav.Frame {
	lines := p.lines[:min(len(p.lines), area.Height)]
	frame.Body = strings.Join(widget.Crop(lines, area.Width, len(lines)), "\n")
	if cursor != nil && cursor.Y < area.Height && cursor.X < area.Width {
		frame.Cursor = cursor
	}
	for _, z := range p.zones {
		z.Width, z.Height = min(z.Width, area.Width-z.X), min(z.Height, len(lines)-z.Y)
		if z.Width > 0 && z.Height > 0 {
			frame.Zones = append(frame.Zones, z)
		}
	}
	return frame
}

// draw lays the question out. In few rows the why gives way first, then the typical AI failure,
// then blank lines; then levels become one line each, but for the one in sight.
func (w screen) draw(f analysis.Finding, g grid, area nav.Area) (part, *tea.Cursor) {
	th := area.Theme
	b := body{
		question: widget.Indent(widget.Style(widget.Wrap(f.Question.Text, g.measure), th.Strong), g.left),
		why:      widget.Indent(widget.Style(widget.Wrap(f.Question.Why, g.measure), th.Dim), g.left),
		levels:   w.levelLines(f, g, th, 0),
		blanks:   true, width: g.left + g.measure,
	}
	var cursor *tea.Cursor
	if w.Capturing() {
		b.saved.lines, cursor = w.form.draw(g, area)
	} else {
		w.panel(&b, f, g, area)
	}
	if g.side == 0 && area.Height >= tall {
		b.aid = doing(aid(f, g, th), theme.ActTeach, b.width)
	}
	drops := b.drops()
	for i := 0; b.height() > area.Height && i < len(drops); i++ {
		drops[i]()
	}
	if between := len(levels()) - 1; area.Height >= tall && b.height()+between <= area.Height {
		b.levels = w.levelLines(f, g, th, 1)
	}
	if b.height() > area.Height {
		w.squeeze(&b, f, g, area)
	}
	if cursor != nil {
		cursor.Y += b.top()
	}
	all := stack(b.parts()...)
	if g.side > 0 {
		text := w.besideBody(f, g, area, len(b.why) == 0, b.blanks)
		all.lines = widget.Columns(all.lines, text, g.left+g.measure, g.gap, area.Width)
	}
	return all, cursor
}

// squeeze makes the levels one line each, but for the one in sight, and shows as many of them as
// there is room for. The question and the saved line are only cut where nothing else is left.
func (w screen) squeeze(b *body, f analysis.Finding, g grid, area nav.Area) {
	room := func() int { return area.Height - len(b.question) - b.panelHeight() }
	if room() < len(levels())-1+len(w.level(f, w.row, g, area.Theme).text) {
		b.check = part{}
	}
	if room() < len(levels()) && len(b.question) > 2 {
		b.question = append(b.question[:1:1], widget.Cut(b.question[1]+" "+area.Theme.Glyphs.Ellipsis, area.Width, area.Theme))
	}
	const least = 3
	if room() < least {
		b.parked = part{}
	}
	if room() < least && !w.Capturing() && len(b.saved.lines) > 1 {
		b.saved.lines = b.saved.lines[:max(1, len(b.saved.lines)-least+room())]
	}
	if room() < 1 {
		b.question = b.question[:max(0, min(1, area.Height-len(b.saved.lines)))]
	}
	b.levels = w.compact(f, g, area.Theme, max(0, room()))
}

// panel draws what is known of the answer.
func (w screen) panel(b *body, f analysis.Finding, g grid, area nav.Area) {
	th := area.Theme
	dim := func(text string) []string {
		return widget.Indent(widget.Style(widget.Wrap(text, g.measure), th.Dim), g.left)
	}
	if e, failed := w.Unsaved(f.Question.ID); failed && e.Conflict() {
		b.saved = w.conflict(f, e, g, area)
		return
	}
	s := w.saved(f, area)
	style := th.Good
	if s.trouble {
		style = th.Trouble
	}
	saved := widget.Indent(paint(widget.Wrap(s.mark+s.words, g.measure), widget.Width(s.mark), style), g.left)
	b.saved = doing(saved, helps(f), b.width)
	b.votes = doing(dim(invitation(f.Answer)), theme.ActVotes, b.width)
	if f.Answer.Parked != "" {
		parked := th.Dim.Render(widget.Clip("parked: "+f.Answer.Parked, g.measure, th))
		b.parked = doing(widget.Indent([]string{parked}, g.left), theme.ActPark, b.width)
	}
	if kept := w.kept(f, th); kept != "" {
		b.kept = doing(widget.Indent([]string{th.Dim.Render(widget.Clip(kept, g.measure, th))}, g.left), theme.ActNote, b.width)
	}
	if w.warns(f) {
		b.warning = part{lines: widget.Indent(widget.Style(warning(f, g, th), th.Dim), g.left)}
	}
	key, words := w.check(f)
	lines := widget.Indent(widget.Wrap(words, g.measure), g.left)
	if key != "" {
		lines = widget.Hang(spaces(g.left)+th.Accent.Render(key)+"  ", widget.Wrap(words, g.measure-3))
		if w.alone() {
			alone := widget.Wrap("Alone: by your written steps, without improvising.", g.measure-3)
			lines = append(lines, widget.Indent(widget.Style(alone, th.Dim), g.left+3)...)
		}
	}
	b.check = doing(lines, theme.ActCheck, b.width)
}

// aiAssisted is the fact under which the typical failure of AI-written code is worth a line.
const aiAssisted questionnaire.FactID = "ai-assisted"

func (w screen) warns(f analysis.Finding) bool {
	return checkable(f.Answer) && len(f.Answer.Evidence) == 0 && w.View.Result.Facts[aiAssisted].Truth == questionnaire.Yes
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
