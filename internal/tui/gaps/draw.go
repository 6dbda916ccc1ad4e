package gaps

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

const (
	indent    = widget.Indentation
	roomy     = 14  // rows from which there is space between the parts
	normal    = 70  // columns from which the verdict has room for both its halves
	wide      = 100 // columns from which the reason stands beside the list
	huge      = 160 // columns from which what is known of a gap always stands there
	leastPane = 40
	mostPane  = 72
	leastRows = 3 // of the list, while the reason stands below it
	leastList = 6 // of the body, while a form stands below it
)

// drawing is a frame on its way.
type drawing struct {
	area  nav.Area
	lines []string
	frame nav.Frame
}

// part adds lines with a cursor and zones that are relative to them.
func (d *drawing) part(lines []string, cursor *tea.Cursor, zones []nav.Zone) {
	for _, z := range zones {
		z.Y += len(d.lines)
		if z.Y < d.area.Height {
			d.frame.Zones = append(d.frame.Zones, z)
		}
	}
	if cursor != nil {
		cursor.Y += len(d.lines)
		d.frame.Cursor = cursor
	}
	d.lines = append(d.lines, lines...)
}

func (d *drawing) rest() nav.Area {
	area := d.area
	area.Height = max(0, area.Height-len(d.lines))
	return area
}

// Frame draws the verdict, the list and what stands beside or over it.
func (m model) Frame(area nav.Area) nav.Frame {
	d := drawing{area: area, frame: nav.Frame{
		Crumbs: []string{textsafe.Line(m.View.Assessment.Description.Name), "gaps"},
		Status: m.status(),
	}}
	var below []string
	var typing *tea.Cursor
	if m.form.IsOpen() {
		below, typing = m.form.Draw(area.Width, area.Height-1, area.Theme)
		d.area.Height = area.Height - len(below) - 1
		if d.area.Height < leastList {
			d.area.Height = min(1, max(0, area.Height-len(below)))
		}
	}
	m.fill(&d)
	if m.form.IsOpen() {
		d.lines = widget.Crop(d.lines, area.Width, max(0, d.area.Height))
		d.frame.Zones, d.frame.Cursor = nil, nil
		d.area = area
		if len(d.lines)+len(below) < area.Height {
			d.lines = append(d.lines, widget.Rule(area.Width, area.Theme))
		}
		d.part(below, typing, nil)
	}
	if c := d.frame.Cursor; c != nil && (c.Y >= area.Height || c.X >= area.Width) {
		d.frame.Cursor = nil
	}
	d.frame.Body = strings.Join(widget.Crop(d.lines, area.Width, area.Height), "\n")
	return d.frame
}

// fill draws everything but a form.
func (m model) fill(d *drawing) {
	switch m.mode {
	case spotting:
		d.part(m.spots.Draw(d.rest()))
		return
	case charting:
		d.part(m.headOf(d.area), nil, nil)
		d.part(m.chart(d.rest()))
		return
	case listing, choosing:
	}
	m.head(d)
	switch {
	case m.all == 0:
		d.part(m.empty(d.area), nil, nil)
	case m.mode == choosing && d.area.Width < wide:
		lines, at, zones := m.menuLines(d.rest())
		d.part(lines, pointer(at), zones)
	case len(m.rows) == 0 && m.mode != choosing:
		text := "The filter shows none of " + report.Several(m.all, "gap") + "."
		if !m.typing {
			text += " F shows all again."
		}
		d.part(append([]string{""}, widget.Indent(widget.Wrap(text, d.area.Width-indent-1), indent)...), nil, nil)
	default:
		m.body(d)
	}
}

// pointer is the terminal's cursor beside a row, if there is one.
func pointer(at int) *tea.Cursor {
	if at < 0 {
		return nil
	}
	c := tea.NewCursor(1, at)
	c.Blink = false
	return c
}

func (m model) status() string {
	text := report.Several(m.all, "gap")
	switch {
	case m.mode == spotting:
		return m.spots.Count()
	case m.all == 0:
		return "no gaps"
	case len(m.rows) < m.all:
		text = fmt.Sprintf("%d of %d gaps", len(m.rows), m.all)
	}
	if n := len(m.marked); n > 0 {
		text = fmt.Sprintf("%d marked, %s", n, text)
	}
	return text
}

// headOf draws the verdict alone.
func (m model) headOf(area nav.Area) []string {
	if area.Height < roomy {
		return nil
	}
	return []string{"", widget.Cut(spaces(indent)+m.verdict(area), area.Width, area.Theme), ""}
}

// head draws the verdict, what is not in the list, and what is shown of it in which order.
func (m model) head(d *drawing) {
	area, th := d.area, d.area.Theme
	if m.covered(area) {
		return
	}
	var lines []string
	add := func(line string) { lines = append(lines, widget.Cut(line, area.Width, th)) }
	if area.Height >= roomy {
		add("")
	}
	if area.Height >= 5 && (area.Height >= 8 || m.mode != choosing) {
		add(spaces(indent) + m.verdict(area))
	}
	if area.Height >= roomy {
		lines = append(lines, m.besides(area)...)
	}
	d.part(lines, nil, nil)
	m.headShown(d)
	if area.Height >= roomy {
		d.lines = append(d.lines, "")
	}
}

// covered tells whether the reason takes the room of the head.
func (m model) covered(area nav.Area) bool {
	return m.why && m.mode == listing && area.Width < wide && area.Height < roomy && len(m.rows) > 0 && !m.typing
}

// headShown draws what is shown, or the words that are typed to show less.
func (m model) headShown(d *drawing) {
	area, th := d.area, d.area.Theme
	switch {
	case m.typing:
		const label = "Only: "
		line, at := m.words.View(max(1, min(area.Width-indent-len(label)-1, 40)), "words of the title, area, owner or note", th)
		cursor := tea.NewCursor(indent+len(label)+at, 0)
		d.part([]string{widget.Cut(spaces(indent)+th.Selected.Render(label)+line, area.Width, th)}, cursor, nil)
	case m.all > 0 && area.Height >= 7:
		shown := th.Strong.Render(m.shownWords())
		if !m.shown.on() {
			shown = m.shownWords()
		}
		line := spaces(indent) + th.Dim.Render("Shown: ") + shown + th.Dim.Render(", "+m.order.words())
		d.part([]string{widget.Cut(line, area.Width, th)}, nil, []nav.Zone{{Width: area.Width, Height: 1, Msg: nav.Do{Action: theme.ActFilter}}})
	}
}

// besides says what is not among the gaps, and which of them stand apart.
func (m model) besides(area nav.Area) []string {
	const tall = 24 // rows from which they may have more than one line
	r := m.View.Result
	var parts []string
	due, accepted, works, unexplainable := 0, 0, 0, 0
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Applies == questionnaire.No {
			continue
		}
		if f.Due == analysis.Now {
			due++
		}
		if f.Acceptance != nil {
			accepted++
		}
		if x := f.Answer; x.Suggested == "" && (x.Level == assessment.InPlace || x.Level == assessment.Proven) {
			works++
		}
		if unexplained(f) {
			unexplainable++
		}
	}
	if n := len(r.Ask.Due); n > 0 {
		parts = append(parts, fmt.Sprintf("Not asked: %d of %d due, %s", n, due, report.Several(len(r.Ask.Blockers), "blocker")))
	}
	if unexplainable > 0 {
		parts = append(parts, fmt.Sprintf("nobody can explain: %d of %d that work", unexplainable, works))
	}
	if accepted > 0 {
		parts = append(parts, fmt.Sprintf("%d of %s accepted", accepted, report.Several(m.all, "gap")))
	}
	lines := widget.Flow(parts, "; ", area.Width-indent-1)
	if area.Height < tall {
		lines = lines[:min(1, len(lines))]
	}
	return widget.Indent(widget.Style(lines, area.Theme.Dim), indent)
}

// verdict says for which stage the system is ready, and what the next one waits for.
func (m model) verdict(area nav.Area) string {
	r, th := m.View.Result, area.Theme
	text := "Ready for " + th.Strong.Render(analysis.StageWords(r.ReadyFor))
	v, more := r.NextStage()
	if !more {
		return text + th.Dim.Render(" "+th.Glyphs.Dot+" every stage is reached")
	}
	next := report.UpperFirst(analysis.StageWords(v.Stage)) + " " +
		th.Strong.Render(strings.ToUpper(v.Outcome.Words())) + ": " + holds(r, v)
	if area.Width < normal {
		return next
	}
	return text + " " + th.Dim.Render(th.Glyphs.Dot) + " " + next
}

// holds counts what a stage waits for, as gate does: "6 open, 2 claimed, 12 not asked".
func holds(r analysis.Result, v analysis.Verdict) string {
	claimed := 0
	for _, id := range v.Blocking {
		if f, _ := r.Finding(id); f.State == analysis.Claimed {
			claimed++
		}
	}
	var parts []string
	add := func(n int, words string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, words))
		}
	}
	add(len(v.Blocking)-claimed, "open")
	add(claimed, "claimed")
	add(len(v.Unasked), "not asked")
	return strings.Join(parts, ", ")
}

// body draws the list with its legend, and what stands beside or below it.
func (m model) body(d *drawing) {
	area := d.rest()
	if pane, ok := m.beside(area); ok {
		m.twoColumns(d, pane)
		return
	}
	if !m.why {
		d.part(m.list(area, false))
		return
	}
	reason := widget.Indent(m.reason(area.Width-indent-1, area.Theme), indent)
	least := 1
	if area.Height-len(reason)-1 >= leastRows {
		least = leastRows
	}
	top := area
	top.Height = min(area.Height, max(area.Height-len(reason)-1, least))
	d.part(m.list(top, true))
	if top.Height == area.Height {
		return
	}
	d.lines = append(d.lines, widget.Rule(area.Width, area.Theme))
	shown, _ := widget.Scroll(reason, m.scroll, area.Width, d.rest().Height, area.Theme)
	d.lines = append(d.lines, shown...)
}

// twoColumns draws the list, and beside it the menu of filters or what is known of the selected gap.
func (m model) twoColumns(d *drawing, pane int) {
	area := d.rest()
	left, right := area, area
	right.Width = pane
	left.Width -= pane + indent
	var lines []string
	var cursor *tea.Cursor
	var zones []nav.Zone
	if len(m.rows) > 0 {
		lines, cursor, zones = m.list(left, false)
	} else {
		lines = []string{spaces(indent) + "The filter shows none of " + report.Several(m.all, "gap") + "."}
	}
	if m.mode != choosing {
		beside := m.pane(right, area.Width >= huge)
		d.part(sideBySide(lines, beside, left.Width), cursor, zones)
		return
	}
	beside, at, clicks := m.menuLines(right)
	for i := range clicks {
		clicks[i].X += left.Width + indent
	}
	if cursor = pointer(at); cursor != nil {
		cursor.X += left.Width + indent
	}
	d.part(sideBySide(lines, beside, left.Width), cursor, clicks)
}

// sideBySide puts drawn lines, none of which is wider than width, beside each other.
func sideBySide(left, right []string, width int) []string {
	lines := make([]string, max(len(left), len(right)))
	copy(lines, left)
	for i, text := range right {
		if text != "" {
			lines[i] = widget.Pad(lines[i], width+indent) + text
		}
	}
	return lines
}

// empty says what it means that there is no gap, and how to go on.
func (m model) empty(area nav.Area) []string {
	ask := m.View.Result.Ask
	asked := 0
	for _, a := range m.View.Result.Areas() {
		asked += a.All.Of - a.All.Unasked
	}
	var text []string
	switch {
	case asked == 0:
		text = []string{
			"Nothing was asked yet, so nothing is known to be missing. That is no good news yet.",
			fmt.Sprintf("%d questions are due now, %d of them blockers.", len(ask.Due), len(ask.Blockers)),
			"Press enter to choose a session; the quick one takes ten minutes.",
		}
	case len(ask.Due) > 0:
		text = []string{
			fmt.Sprintf("No gap among the %d questions that were asked.", asked),
			fmt.Sprintf("%d questions that are due were not asked yet, %d of them blockers.", len(ask.Due), len(ask.Blockers)),
			"Press enter to choose a session.",
		}
	default:
		text = []string{
			fmt.Sprintf("No gap. All %d questions that were asked are held, proven or do not apply.", asked),
			"Evidence runs out: press enter for a re-check.",
		}
	}
	lines := []string{""}
	for _, t := range text {
		lines = append(lines, widget.Indent(widget.Wrap(t, min(area.Width-indent-1, 72)), indent)...)
	}
	return lines
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }
