package plan

import (
	"fmt"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// answer draws the answer to what was asked.
func (m model) answer(area nav.Area) []string {
	th, room := area.Theme, min(area.Width-indent-1, measure)
	sentences := m.effect
	if m.asked == whyHere && m.onStep() {
		sentences = m.reasons()
	}
	var lines []string
	for _, s := range sentences {
		lines = append(lines, widget.Hang(th.Dim.Render(th.Glyphs.Dot)+" ", widget.Wrap(s, room-2))...)
	}
	return lines
}

func paneWidth(area nav.Area) int { return max(leastPane, min(mostPane, area.Width*2/5)) }

// beside draws what stands beside the steps: the selected one in full, and what was asked about it.
func (m model) beside(area nav.Area) ([]string, bool) {
	if area.Width < wide || len(m.items) == 0 {
		return nil, false
	}
	th := area.Theme
	if !m.onStep() {
		text := "What was not asked has no step and no word. Enter chooses a session that asks it."
		return append([]string{""}, widget.Wrap(text, paneWidth(area))...), true
	}
	width := paneWidth(area)
	f, _ := m.View.Result.Finding(m.selected())
	lines := append([]string{""}, widget.Style(widget.Wrap(f.Question.Text, width), th.Strong)...)
	lines = append(lines, widget.Style(widget.Wrap(fmt.Sprintf("%s, %s, effort %s", f.AreaTitle, f.Severity, f.Question.Effort), width), th.Dim)...)
	lines = append(lines, "")
	lines = append(lines, m.detail(m.items[m.cursor].step, width, th)...)
	if m.asked != nothing {
		inner := area
		inner.Width = width + indent + 1
		title := "Why it stands here"
		if m.asked == whatIf {
			title = "What if"
		}
		lines = append(lines, "", th.Strong.Render(title))
		lines = append(lines, m.answer(inner)...)
	}
	for i := range lines {
		lines[i] = widget.Pad(lines[i], width)
	}
	shown, _ := widget.Scroll(lines, 0, width, area.Height, th)
	return shown, true
}

// detail draws what to do about a step, what has to be done first, when it is done, and who may do what.
func (m model) detail(s analysis.Step, width int, th theme.Theme) []string {
	const labels = 11
	f, _ := m.View.Result.Finding(s.Question)
	var lines []string
	add := func(label, text string) {
		if width < normal-labels {
			lines = append(lines, widget.Wrap(strings.TrimPrefix(label+": ", ": ")+text, width)...)
			return
		}
		lines = append(lines, widget.Hang(th.Dim.Render(widget.Pad(label, labels)), widget.Wrap(text, width-labels))...)
	}
	for _, id := range s.First {
		first, _ := m.View.Result.Finding(id)
		add("First", fmt.Sprintf("%s (%s)", analysis.LowerFirst(first.Question.Title), first.State.Words()))
	}
	verb, text := f.FirstAction(s.Kind)
	if s.Kind != analysis.Fix || len(f.Question.Steps) == 0 {
		add(verb, text)
	}
	for i, step := range f.Question.Steps {
		label := ""
		if i == 0 {
			label = "Steps"
		}
		who := "a person"
		if step.By == questionnaire.AIDraft {
			who = "an AI may draft it, a person checks it"
		}
		add(label, fmt.Sprintf("%d  %s (%s)", i+1, step.Do, who))
	}
	add("Done when", f.DoneWhen(s.Kind))
	return lines
}
