package history

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/report"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// drawForm draws the field for the name of a milestone.
func (m model) drawForm(d *drawing) {
	th := d.area.Theme
	if d.area.Height >= roomy {
		d.say("A milestone keeps this state for ever, under a name.")
	}
	lines, x, y := m.form.Draw(widget.FormArea{
		Indent: indent, Labels: 6, Width: min(d.area.Width-indent-7, 60), Tall: 1, Theme: th,
	})
	d.frame.Cursor = tea.NewCursor(x, len(d.lines)+y)
	d.add(lines...)
	if d.area.Height >= roomy {
		d.add(widget.Rule(d.area.Width, th))
	}
}

// drawComparing draws the states and what changed between two of them: beside each other, below each
// other, or the one that has the keys.
func (m model) drawComparing(d *drawing) {
	if len(m.data.states) < 2 {
		d.say("No milestone yet. A milestone keeps the state of a day under a name, so that you can see later what became of it. Press m to name this one.")
		return
	}
	width, height := d.area.Width, d.rest()
	list, diff := m.cursor, -1
	if m.inDiff {
		list, diff = -1, m.below
	}
	switch {
	case width >= wide:
		left := min(56, width*9/20)
		other := d.pane(m.diff, diff, true, left+2, width-left-2, height)
		d.add(widget.Columns(d.pane(m.items, list, false, 0, left, height), other, left, 2, width)...)
	case m.inDiff:
		d.list(m.diff, diff, true, height)
	case height >= leastBoth && len(m.diff) > 0:
		d.list(m.items, list, false, min(height/2, 2*len(m.items)+1))
		d.add(widget.Rule(width, d.area.Theme))
		d.list(m.diff, diff, true, d.rest())
	default:
		d.list(m.items, list, false, height)
	}
}

// drawTrend draws both counts over time, and says in sentences what is seen.
func (m model) drawTrend(d *drawing) {
	points := m.data.trend
	if len(points) == 0 {
		d.say("There is no trend yet: nothing was answered.")
		return
	}
	first, last := points[0], points[len(points)-1]
	proven := fmt.Sprintf("Proven: %s.", m.went(first, last, func(p analysis.Point) (int, int) { return p.Proven, p.Due }, "questions due"))
	open := fmt.Sprintf("Blockers open: %s.", m.went(first, last, func(p analysis.Point) (int, int) { return p.OpenBlockers, p.Blockers }, "blockers due"))
	if last.Unasked > 0 {
		open += fmt.Sprintf(" %d of %d were not asked yet.", last.Unasked, last.Blockers)
	}
	left := chart{proven, m.samples(func(p analysis.Point) int { return p.Proven })}
	right := chart{open, m.samples(func(p analysis.Point) int { return p.OpenBlockers })}
	legend := m.legend(d)
	height := d.rest() - len(legend)
	if d.area.Width >= wide {
		d.beside(left, right, height)
	} else {
		d.add(left.draw(0, (height-1)/2, d.area.Width, d.area.Theme)...)
		if d.area.Height >= roomy {
			d.add("")
		}
		d.add(right.draw(0, height/2, d.area.Width, d.area.Theme)...)
	}
	d.add(legend...)
}

// chart is a sentence and the picture of it.
type chart struct {
	words string
	widget.Chart
}

// went says how a count went from the first day to the last.
func (m model) went(first, last analysis.Point, count func(analysis.Point) (n, of int), what string) string {
	n, of := count(first)
	now, ofNow := count(last)
	if first.On == last.On {
		return fmt.Sprintf("%d of %d %s", now, ofNow, what)
	}
	return fmt.Sprintf("%d of %d on %s, %d of %d %s now", n, of, m.date(first.On), now, ofNow, what)
}

func (m model) samples(count func(analysis.Point) int) widget.Chart {
	points := m.data.trend
	const leastTop = 5 // so that one more is not a leap
	c := widget.Chart{Top: leastTop, First: m.date(points[0].On), Last: m.date(points[len(points)-1].On)}
	for _, p := range points {
		c.Samples = append(c.Samples, widget.Sample{Day: points[0].On.Days(p.On), Count: count(p), Mark: p.Label != ""})
	}
	return c
}

// draw draws the sentence and below it the picture, in height lines or fewer; the picture begins
// after so many lines of words.
func (c chart) draw(words, height, width int, th theme.Theme) []string {
	const mostRows, mostColumns = 12, 100
	room := min(width-indent-1, mostColumns)
	lines := widget.Style(widget.Wrap(c.words, room), th.Strong)
	lines = widget.Crop(lines, room, max(words, len(lines)))
	lines = append(lines, c.Draw(room, min(height-len(lines), mostRows+widget.ChartRows), th)...)
	return widget.Indent(lines, indent)
}

// beside draws two charts side by side.
func (d *drawing) beside(left, right chart, height int) {
	half, th := min((d.area.Width-2)/2, measure), d.area.Theme
	words := max(len(widget.Wrap(left.words, half-indent-1)), len(widget.Wrap(right.words, half-indent-1)))
	d.add(widget.Columns(left.draw(words, height, half, th), right.draw(words, height, half, th), half, 2, d.area.Width)...)
}

// legend says how the picture is to be read, and names its marks.
func (m model) legend(d *drawing) []string {
	if d.area.Height < roomy {
		return nil
	}
	th := d.area.Theme
	full, shade, mark := widget.ChartInk(th)
	parts := []string{full + " counted that day", shade + " until the next count"}
	for _, p := range m.data.trend {
		if p.Label != "" {
			parts = append(parts, fmt.Sprintf("%s %s, %s", mark, p.Label, m.date(p.On)))
		}
	}
	lines := widget.Flow(parts, " "+th.Glyphs.Dot+" ", min(d.area.Width-indent-1, measure))
	const most = 3
	if len(lines) > most {
		lines = append(lines[:most-1], fmt.Sprintf("and more of %d milestones", len(m.data.states)-1))
	}
	return append([]string{""}, widget.Indent(widget.Style(lines, th.Dim), indent)...)
}

// shipHead sets demos beside deployments, and says how long it took to the first user.
func (m model) shipHead() []string {
	l := m.View.Assessment.ShipLog()
	lines := []string{fmt.Sprintf("%s, %s.", report.Several(l.Demos, "demo"), report.Several(l.Deployments, "deployment"))}
	if days, ok := l.DemoToUser(); ok {
		lines[0] += fmt.Sprintf(" From the first demo to the first real user: %s.", report.Several(days, "day"))
	} else if l.FirstDemo != "" {
		lines[0] += fmt.Sprintf(" First shown %s; no real user counted yet.", m.ago(l.FirstDemo))
	}
	if l.UsersOn != "" {
		lines = append(lines, fmt.Sprintf("Users outside the team: %s, counted on %s.", report.People(l.Users), m.date(l.UsersOn)))
	} else {
		lines = append(lines, "Users outside the team: nobody has counted them yet.")
	}
	if len(m.items) == 0 {
		lines = append(lines, "The ship log is empty. prodfirst ship keeps every demo, every deployment and how many used it.")
	}
	return lines
}

// drawShipped draws demos beside deployments, on one scale that begins at 0.
func (m model) drawShipped(d *drawing) {
	l, th := m.View.Assessment.ShipLog(), d.area.Theme
	room := min(40, d.area.Width-indent-20)
	most := max(l.Demos, l.Deployments)
	if most == 0 || room < 8 {
		return
	}
	for _, b := range []struct {
		name string
		n    int
	}{{"Demos", l.Demos}, {"Deployments", l.Deployments}} {
		d.add(fmt.Sprintf("%s%s %s %d", spaces(indent), widget.Pad(b.name, len("Deployments")), widget.Bar(b.n, most, room, th), b.n))
	}
	d.add("")
}

func (m model) ago(on assessment.Date) string {
	if n := on.Days(m.today()); n > 0 {
		return report.Several(n, "day") + " ago"
	}
	return "today"
}
