package gaps

import (
	"fmt"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/gloss"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// beside tells whether something stands beside the list, and how wide it is.
func (m model) beside(area nav.Area) (width int, ok bool) {
	switch {
	case len(m.rows) == 0 && m.mode != choosing, area.Width < wide:
		return 0, false
	case area.Width < huge && !m.why && m.mode != choosing:
		return 0, false
	}
	return max(leastPane, min(mostPane, area.Width*2/5)), true
}

// pane draws what stands beside the list: what is known of the selected gap, and why it is there.
func (m model) pane(area nav.Area, all bool) []string {
	var lines []string
	if all {
		lines = m.detail(area.Width, area.Theme)
	}
	switch {
	case m.why && all:
		lines = append(lines, "", area.Theme.Strong.Render("Why it has this word and this place"))
		lines = append(lines, m.sentences(area.Width, area.Theme)...)
	case m.why:
		lines = m.reason(area.Width, area.Theme)
	}
	shown, _ := widget.Scroll(lines, m.scroll, area.Width, area.Height, area.Theme)
	return shown
}

// reason draws why the selected gap has its word and its place, and what to do about it first.
func (m model) reason(width int, th theme.Theme) []string {
	g := m.rows[m.cursor]
	lines := widget.Style(widget.Wrap(g.Question.Title, width), th.Strong)
	lines = append(lines, m.sentences(width, th)...)
	if step, ok := m.View.Result.Step(g.Question.ID); ok {
		verb, text := g.FirstAction(step.Kind)
		lines = append(lines, widget.Hang(th.Dim.Render(th.Glyphs.Dot)+" ", widget.Wrap(verb+": "+text, width-2))...)
	}
	return lines
}

func (m model) sentences(width int, th theme.Theme) []string {
	var lines []string
	for _, sentence := range analysis.Explain(m.View.Result, m.selected()) {
		lines = append(lines, widget.Hang(th.Dim.Render(th.Glyphs.Dot)+" ", widget.Wrap(sentence, width-2))...)
	}
	return lines
}

// detail draws what was answered, who owns it, what to do and when it is done.
func (m model) detail(width int, th theme.Theme) []string {
	g := m.rows[m.cursor]
	today := m.View.Result.Today
	x := g.Answer
	lines := widget.Style(widget.Wrap(g.Question.Text, width), th.Strong)
	lines = append(lines, widget.Style(widget.Wrap(fmt.Sprintf("%s, %s, effort %s", g.AreaTitle, g.Severity, effortWords(g.Question.Effort)), width), th.Dim)...)
	lines = append(lines, "")
	add := func(label, text string) {
		if strings.TrimSpace(text) == "" {
			return
		}
		lines = append(lines, widget.Hang(th.Dim.Render(widget.Pad(label, labels)), widget.Wrap(text, width-labels))...)
	}
	said := fmt.Sprintf("%s, %s on %s. %s", g.Words(), x.By, gloss.Day(assessment.DateOf(x.At), today), x.Level.Statement(g.Question))
	add("Answer", said)
	add("Note", x.Note)
	owner := x.Owner
	if owner == "" {
		owner = "nobody"
	}
	if x.Due != "" {
		owner += ", by " + gloss.Day(x.Due, today)
	}
	add("Owner", owner)
	if a := g.Acceptance; a != nil {
		add("Accepted", fmt.Sprintf("by %s until %s: %s", a.By, gloss.Day(a.Until, today), a.Reason))
	}
	if unexplained(g) {
		add("Careful", "it works, but nobody can explain it yet")
	}
	if step, ok := m.View.Result.Step(g.Question.ID); ok {
		lines = append(lines, "")
		verb, text := g.FirstAction(step.Kind)
		add(verb, text)
		add("Done when", g.DoneWhen(step.Kind))
		for i, s := range g.Question.Steps {
			label := ""
			if i == 0 {
				label = "Steps"
			}
			add(label, s.Do+" "+who(s))
		}
	}
	return lines
}

const labels = 11 // columns of a label and the space behind it

// who says who may do a step.
func who(s questionnaire.Step) string {
	if s.By == questionnaire.AIDraft {
		return "(an AI may draft it)"
	}
	return "(a person)"
}

// menuLines draws the menu of filters around its row, and returns where clicks count.
func (m model) menuLines(area nav.Area) (lines []string, cursor int, zones []nav.Zone) {
	th := area.Theme
	off := th.Dim.Render(th.Glyphs.Off)
	rows := make([]widget.Row, len(m.menu))
	first := widget.Offset(len(rows), m.choice, m.choice+1, area.Height)
	for i, c := range m.menu {
		now, on := m.shown.chosen[c.by]
		on = on && now == c.key
		far := i < first || i >= first+area.Height
		if c.heading {
			title := ""
			if !far {
				title = th.Dim.Render(c.title)
			}
			rows[i] = widget.Row{Heading: true, Lines: []string{title}}
			if area.Height >= roomy && i > 0 {
				rows[i].Lines = append([]string{""}, rows[i].Lines...)
			}
			continue
		}
		if far {
			rows[i].Lines = []string{""}
			continue
		}
		glyph := off
		text := textsafe.Line(c.title)
		if on {
			glyph = th.Accent.Render(th.Glyphs.On)
		}
		if on || i == m.choice {
			text = th.Selected.Render(text)
		}
		count := th.Dim.Render(fmt.Sprintf("%d of %d", c.n, m.all))
		rows[i].Lines = []string{widget.Join(glyph+" "+text, count, min(mostPane, area.Width-indent-1), th)}
	}
	lines, cursor = widget.List(rows, m.choice, area.Width, area.Height, th)
	return lines, cursor, nav.Rows(widget.RowsAt(rows, m.choice, area.Height), m.choice, 0, area.Width)
}
