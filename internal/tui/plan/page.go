package plan

import (
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/report"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

const (
	indent  = widget.Indentation
	roomy   = 14  // rows from which there is space between the parts, and all three steps are in full
	normal  = 60  // columns from which details stand under the title
	measure = 110 // columns of a line at most
)

// Frame draws the steps, and below them what is being typed or asked about the selected one.
func (m model) Frame(area nav.Area) nav.Frame {
	frame := nav.Frame{
		Crumbs: []string{textsafe.Line(m.view.Assessment.Description.Name), "steps"},
		Status: m.status(),
	}
	panel, cursor := m.panel(area)
	rest := area
	rest.Height -= len(panel)
	lines, at := m.page(rest)
	lines = widget.Crop(lines, area.Width, rest.Height)
	switch {
	case cursor != nil:
		cursor.Y += len(lines)
		frame.Cursor = cursor
	case at >= 0:
		frame.Cursor = tea.NewCursor(1, at)
		frame.Cursor.Blink = false
	}
	frame.Body = strings.Join(append(lines, widget.Crop(panel, area.Width, len(panel))...), "\n")
	return frame
}

func (m model) status() string {
	switch n := len(m.view.Result.Plan); n {
	case 0:
		return "nothing open"
	case 1:
		return "1 step"
	default:
		return fmt.Sprintf("%d steps", n)
	}
}

// panel draws what stands below the steps, at most half of the area.
func (m model) panel(area nav.Area) (lines []string, cursor *tea.Cursor) {
	th := area.Theme
	room := min(area.Width-indent-1, measure)
	most := max(1, area.Height/2-1)
	switch {
	case m.editor != nil:
		fields, x, y := m.draw(room, th)
		if len(fields) > most {
			fields, y = fields[y:], 0
		}
		cursor = tea.NewCursor(indent+x, y)
		lines = widget.Indent(fields, indent)
	case m.whatIf != "":
		lines = widget.Indent(widget.Wrap("If it were done today: "+analysis.LowerFirst(m.whatIf), room), indent)
	}
	lines = lines[:min(len(lines), most)]
	if len(lines) == 0 || area.Height < 5 {
		return lines, cursor
	}
	if cursor != nil {
		cursor.Y++
	}
	return append([]string{widget.Rule(area.Width, th)}, lines...), cursor
}

// page draws the steps around the selected one.
func (m model) page(area nav.Area) (lines []string, cursor int) {
	if len(m.items) == 0 {
		text := "No step is left: every question that is due was asked, and nothing is open. " +
			"Evidence runs out: press enter for a re-check."
		return append([]string{""}, widget.Indent(widget.Wrap(text, min(area.Width-indent-1, 72)), indent)...), -1
	}
	p := painter{
		model: m, area: area, room: min(area.Width-indent-1, measure),
		digits: len(strconv.Itoa(len(m.items))), seen: map[analysis.Decision]bool{},
	}
	selected := 0
	for i := range m.items {
		p.heading(i)
		if i == m.cursor {
			selected = len(p.rows)
		}
		p.item(i)
	}
	return widget.List(p.rows, selected, area.Width, area.Height, area.Theme)
}

// painter draws items one after the other.
type painter struct {
	model
	area   nav.Area
	room   int // columns behind the pointer
	digits int // of the numbers
	rows   []widget.Row
	seen   map[analysis.Decision]bool // words that were explained
}

func (p *painter) add(heading bool, lines ...string) {
	p.rows = append(p.rows, widget.Row{Lines: lines, Heading: heading})
}

// heading draws what stands over the first step of a kind.
func (p *painter) heading(i int) {
	th := p.area.Theme
	it := p.items[i]
	if it.number == 0 || i > 0 && p.above(i) == p.part(i) {
		return
	}
	if p.area.Height >= roomy {
		p.add(true, "")
	}
	switch {
	case it.ask:
		p.add(true, th.Strong.Render("Ask"))
	case it.step.Now:
		var glosses []string
		for _, s := range p.view.Result.NowSteps() {
			f, _ := p.view.Result.Finding(s.Question)
			if !p.seen[f.Decision] {
				glosses = append(glosses, p.word(f, ""))
			}
		}
		now := widget.Pad(th.Strong.Render("Now"), p.hang(it))
		p.add(true, widget.Hang(now, p.flow(glosses, p.room-widget.Width(now)))...)
	default:
		f, _ := p.view.Result.Finding(it.step.Question)
		which := ""
		if f.Decision == analysis.Prove {
			which = " " + string(f.Severity) + "s"
		}
		p.add(true, p.word(f, which))
	}
}

// word draws a decision, and at its first sight what it asks for.
func (p *painter) word(f analysis.Finding, which string) string {
	th := p.area.Theme
	text := decisionStyle(f, th).Render(string(f.Decision)) + which
	if p.seen[f.Decision] {
		return text
	}
	p.seen[f.Decision] = true
	return text + " " + th.Dim.Render(f.Decision.Gloss())
}

// flow puts styled parts into as few lines as they fit in.
func (p *painter) flow(parts []string, width int) []string {
	var lines []string
	separator := " " + p.area.Theme.Dim.Render(p.area.Theme.Glyphs.Dot) + " "
	for _, part := range parts {
		last := len(lines) - 1
		if last >= 0 && widget.Width(lines[last]+separator+part) <= width {
			lines[last] += separator + part
			continue
		}
		lines = append(lines, part)
	}
	return lines
}

// part names the part of the page that an item belongs to.
func (p *painter) part(i int) string {
	switch it := p.items[i]; {
	case it.ask:
		return "ask"
	case it.step.Now:
		return "now"
	default:
		return fmt.Sprint(it.step.Band)
	}
}

// above returns the part of the numbered item before i.
func (p *painter) above(i int) string {
	for i--; i > 0 && p.items[i].number == 0; i-- {
	}
	return p.part(i)
}

// item draws one item. Far from the selected one its place is enough: it will not be seen.
func (p *painter) item(i int) {
	it := p.items[i]
	far := i < p.cursor-p.area.Height || i > p.cursor+p.area.Height
	switch {
	case far && !it.step.Now:
		p.add(false, "")
	case it.ask:
		right := fmt.Sprintf("%d min", analysis.Minutes(assessment.Standard))
		p.add(false, p.join(fmt.Sprintf("%*d  Ask %s", p.digits, it.number, report.Asking(p.view.Result)), right, i))
	case it.number == 0:
		f, _ := p.view.Result.Finding(it.step.Question)
		text := fmt.Sprintf("first: %s (%s)", analysis.LowerFirst(f.Question.Title), f.State.Words())
		p.add(false, p.join(strings.Repeat(" ", p.hang(p.items[p.served(i)]))+textsafe.Line(text), p.who(f), i))
	case it.step.Now:
		p.now(i)
	default:
		f, _ := p.view.Result.Finding(it.step.Question)
		p.add(false, p.join(fmt.Sprintf("%*d  %s", p.digits, it.number, textsafe.Line(f.Title(it.step.Kind))), p.who(f), i))
	}
}

// served returns the place of the step inside which an item is done.
func (p *painter) served(i int) int {
	for i > 0 && p.items[i].number == 0 {
		i--
	}
	return i
}

// hang is how far the text under a step is moved in.
func (p *painter) hang(it item) int {
	switch {
	case p.area.Width < normal:
		return 3
	case it.step.Now:
		return p.digits + 8
	}
	return p.digits + 2
}

// now draws one of the first steps in full.
func (p *painter) now(i int) {
	th := p.area.Theme
	it := p.items[i]
	f, _ := p.view.Result.Finding(it.step.Question)
	word := decisionStyle(f, th).Render(string(f.Decision))
	title := fmt.Sprintf("%*d %s %s", p.digits, it.number, widget.Pad(word, 6), p.title(textsafe.Line(f.Title(it.step.Kind)), i))
	lines := []string{widget.Join(title, p.who(f), p.room, th)}
	if p.area.Height >= roomy || i == p.cursor {
		verb, text := f.FirstAction(it.step.Kind)
		hang := p.hang(it)
		why := "Why"
		if it.number == 1 {
			why = "Why first"
		}
		for _, d := range [][2]string{
			{verb, text}, {"Done when", f.DoneWhen(it.step.Kind)}, {why, it.step.Reason},
		} {
			detail := widget.Wrap(d[0]+": "+d[1], p.room-hang)
			if len(detail) > 0 {
				head, tail, _ := strings.Cut(detail[0], ":")
				detail[0] = th.Dim.Render(head+":") + tail
			}
			lines = append(lines, widget.Indent(detail, hang)...)
		}
	}
	p.add(false, lines...)
}

// join puts the owner at the end of the line of an item.
func (p *painter) join(text, right string, i int) string {
	return widget.Join(p.title(text, i), right, p.room, p.area.Theme)
}

func (p *painter) title(text string, i int) string {
	if i == p.cursor {
		return p.area.Theme.Selected.Render(text)
	}
	return text
}

// who returns the owner and the date of a gap, or until when it is accepted.
func (p *painter) who(f analysis.Finding) string {
	th := p.area.Theme
	today := p.view.Result.Today
	text := textsafe.Line(ownerWords(f.Answer.Owner, f.Answer.Due, today))
	switch {
	case f.Acceptance != nil:
		return th.Dim.Render("accepted until " + day(f.Acceptance.Until, today))
	case f.Answer.Owner == "":
		return th.Dim.Render(text)
	}
	return widget.Cut(text, p.room/2, th)
}

// ownerWords says who does something by when.
func ownerWords(owner string, due, today assessment.Date) string {
	if owner == "" {
		owner = "no owner yet"
	}
	if due == "" {
		return owner
	}
	return owner + ", " + day(due, today)
}

// day returns a date as short as it can be understood.
func day(d, today assessment.Date) string {
	const half = 182
	if away := today.Days(d); away < -half || away > half {
		return d.Time().Format("2 Jan 2006")
	}
	return d.Time().Format("Mon 2 Jan")
}

// decisionStyle is how the decision of a gap is drawn.
func decisionStyle(f analysis.Finding, th theme.Theme) lipgloss.Style {
	switch f.Decision {
	case analysis.Stop:
		return th.Stop
	case analysis.Prove:
		return th.Prove
	case analysis.ToNext:
		return th.Next
	case analysis.Plan:
		return th.Plan
	case analysis.Watch:
		return th.Watch
	}
	return th.Text
}
