package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/report"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/gloss"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/widget"
)

const (
	indent    = widget.Indentation
	roomy     = 14  // rows from which there is space between the parts, and all three steps are in full
	normal    = 60  // columns from which details stand under the title
	wide      = 110 // columns from which they stand beside the steps
	measure   = 110 // columns of a line at most
	leastPane = 46
	mostPane  = 76
	mostName  = 16
	leastPage = 5 // rows of the steps, while a form stands below them
)

// Frame draws the steps, beside them the selected one, and below them what is typed or asked.
func (m model) Frame(area nav.Area) nav.Frame {
	frame := nav.Frame{
		Crumbs: []string{textsafe.Line(m.View.Assessment.Description.Name), "steps"},
		Status: m.status(),
	}
	var lines []string
	if m.spotting {
		lines, frame.Cursor, frame.Zones = m.spots.Draw(area)
		frame.Body = strings.Join(widget.Crop(lines, area.Width, area.Height), "\n")
		return within(frame, area)
	}
	panel, cursor := m.panel(area)
	rest := area
	rest.Height = max(0, rest.Height-len(panel))
	pane, beside := m.beside(rest)
	left := rest
	if beside {
		left.Width -= paneWidth(area) + indent
	}
	lines, at, zones := m.page(left, beside)
	if beside {
		lines = widget.Columns(lines, pane, left.Width, indent, area.Width)
	}
	lines = widget.Crop(lines, area.Width, rest.Height)
	switch {
	case cursor != nil:
		cursor.Y += len(lines)
		frame.Cursor = cursor
	case !m.Capturing() && at >= 0:
		frame.Cursor = tea.NewCursor(1, at)
		frame.Cursor.Blink = false
	}
	if !m.Capturing() {
		frame.Zones = zones
	}
	frame.Body = strings.Join(append(lines, widget.Crop(panel, area.Width, len(panel))...), "\n")
	return within(frame, area)
}

// within takes the cursor away where there is no room for it.
func within(frame nav.Frame, area nav.Area) nav.Frame {
	if c := frame.Cursor; c != nil && (c.X >= area.Width || c.Y >= area.Height) {
		frame.Cursor = nil
	}
	return frame
}

func (m model) status() string {
	if m.spotting {
		return m.spots.Count()
	}
	if k := len(m.marked); k > 0 {
		return fmt.Sprintf("%d of %d steps marked", k, len(m.View.Result.Plan))
	}
	if n := len(m.View.Result.Plan); n > 0 {
		return report.Several(n, "step")
	}
	return "nothing open"
}

// panel draws what stands below the steps: a form, or in few columns what was asked.
func (m model) panel(area nav.Area) (lines []string, cursor *tea.Cursor) {
	th := area.Theme
	most := max(1, area.Height/2-1)
	switch {
	case m.form.IsOpen():
		lines, cursor = m.form.Draw(area.Width, max(1, area.Height-1), th)
		if area.Height-len(lines)-1 < leastPage {
			return lines, cursor
		}
	case m.editor.IsOpen():
		fields, x, y := m.editor.draw(min(area.Width-indent-1, measure), th)
		if len(fields) > most {
			fields, y = fields[y:], 0
		}
		cursor = tea.NewCursor(indent+x, y)
		lines = widget.Indent(fields, indent)
		lines = lines[:min(len(lines), most)]
	case m.asked != nothing && area.Width < wide:
		lines, _ = widget.Scroll(widget.Indent(m.answer(area), indent), 0, area.Width, most, th)
	}
	if len(lines) == 0 || area.Height < 5 {
		return lines, cursor
	}
	if cursor != nil {
		cursor.Y++
	}
	return append([]string{widget.Rule(area.Width, th)}, lines...), cursor
}

// page draws the steps around the selected one.
func (m model) page(area nav.Area, beside bool) (lines []string, cursor int, zones []nav.Zone) {
	if len(m.items) == 0 {
		text := "No step is left: every question that is due was asked, and nothing is open. " +
			"Evidence runs out: press enter for a re-check."
		return append([]string{""}, widget.Indent(widget.Wrap(text, min(area.Width-indent-1, 72)), indent)...), -1, nil
	}
	p := painter{
		model: m, area: area, room: min(area.Width-indent-1, measure),
		digits: len(strconv.Itoa(len(m.items))), seen: map[analysis.Decision]bool{}, paned: beside,
	}
	selected := 0
	for i := range m.items {
		p.heading(i)
		if i == m.cursor {
			selected = len(p.rows)
		}
		p.item(i)
	}
	if !m.spots.Empty() {
		if area.Height >= roomy {
			p.add(true, "")
		}
		p.add(true, area.Theme.Dim.Render(m.spots.Count()+": b shows them"))
	}
	lines, cursor = widget.List(p.rows, selected, area.Width, area.Height, area.Theme)
	zones = nav.Rows(widget.RowsAt(p.rows, selected, area.Height), selected, 0, area.Width)
	for i, z := range zones {
		if at, ok := z.Msg.(nav.Point); ok {
			zones[i].Msg = nav.Point{Row: p.of[at.Row]}
		}
	}
	return lines, cursor, zones
}

// painter draws items one after the other.
type painter struct {
	model
	area   nav.Area
	room   int // columns behind the pointer
	digits int // of the numbers
	rows   []widget.Row
	of     []int                      // the item of each row
	drawn  int                        // the item that is drawn
	paned  bool                       // the selected step stands in full beside the list
	seen   map[analysis.Decision]bool // words that were explained
}

func (p *painter) add(heading bool, lines ...string) {
	p.rows, p.of = append(p.rows, widget.Row{Lines: lines, Heading: heading}), append(p.of, p.drawn)
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
		for _, s := range p.View.Result.NowSteps() {
			f, _ := p.View.Result.Finding(s.Question)
			if !p.seen[f.Decision] {
				glosses = append(glosses, p.word(f, ""))
			}
		}
		now := widget.Pad(th.Strong.Render("Now"), p.hang(it))
		p.add(true, widget.Hang(now, widget.Fill(glosses, p.room-widget.Width(now), th))...)
	default:
		f, _ := p.View.Result.Finding(it.step.Question)
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
	text := gloss.Style(f.Decision, th).Render(string(f.Decision)) + which
	if p.seen[f.Decision] {
		return text
	}
	p.seen[f.Decision] = true
	return text + " " + th.Dim.Render(f.Decision.Gloss())
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
	p.drawn = i
	far := i < p.cursor-p.area.Height || i > p.cursor+p.area.Height
	switch {
	case far && !it.step.Now:
		p.add(false, "")
	case it.ask:
		right := fmt.Sprintf("%d min", analysis.Minutes(assessment.Standard))
		p.add(false, p.join(fmt.Sprintf("%*d  Ask %s", p.digits, it.number, report.Asking(p.View.Result)), right, i))
	case it.number == 0:
		f, _ := p.View.Result.Finding(it.step.Question)
		text := fmt.Sprintf("first: %s (%s)", analysis.LowerFirst(f.Question.Title), f.State.Words())
		hang := p.hang(p.items[p.served(i)])
		p.add(false, append([]string{p.join(strings.Repeat(" ", hang)+textsafe.Line(text), p.who(f), i)}, p.unfolded(i, hang)...)...)
	case it.step.Now:
		p.now(i)
	default:
		f, _ := p.View.Result.Finding(it.step.Question)
		line := p.join(fmt.Sprintf("%*d  %s", p.digits, it.number, p.mark(i)+textsafe.Line(f.Title(it.step.Kind))), p.who(f), i)
		p.add(false, append([]string{line}, p.unfolded(i, p.hang(it))...)...)
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
	f, _ := p.View.Result.Finding(it.step.Question)
	word := gloss.Style(f.Decision, th).Render(string(f.Decision))
	title := fmt.Sprintf("%*d %s %s", p.digits, it.number, widget.Pad(word, 6), p.title(p.mark(i)+textsafe.Line(f.Title(it.step.Kind)), i))
	lines := []string{widget.Join(title, p.who(f), p.room, th)}
	hang := p.hang(it)
	switch unfolded := p.unfolded(i, hang); {
	case len(unfolded) > 0:
		lines = append(lines, unfolded...)
	case p.area.Height >= roomy || i == p.cursor:
		verb, text := f.FirstAction(it.step.Kind)
		why := "Why"
		if it.number == 1 {
			why = "Why first"
		}
		details := [][2]string{{verb, text}, {"Done when", f.DoneWhen(it.step.Kind)}, {why, it.step.Reason}}
		if p.paned {
			details = slices.Delete(details, 1, 2)
		}
		for _, d := range details {
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

// mark is what stands before the title of a step that is marked.
func (p *painter) mark(i int) string {
	if p.marked[p.items[i].step.Question] {
		return p.area.Theme.Glyphs.On + " "
	}
	return ""
}

// unfolded draws how to do the selected step, if that is wanted and does not stand beside it.
func (p *painter) unfolded(i, hang int) []string {
	if !p.how || i != p.cursor || p.paned {
		return nil
	}
	return widget.Indent(p.detail(p.items[i].step, p.room-hang, p.area.Theme), hang)
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
	today := p.View.Result.Today
	text := ownerWords(widget.Clip(f.Answer.Owner, mostName, th), f.Answer.Due, today)
	switch {
	case f.Acceptance != nil:
		return th.Dim.Render("accepted until " + gloss.Day(f.Acceptance.Until, today))
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
	return owner + ", " + gloss.Day(due, today)
}
