package gaps

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
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
	leastPane = 40
	mostPane  = 64
	leastRows = 3 // of the list, while the reason stands below it
)

// Frame draws the verdict, the list and, if asked for, the reason of the selected gap.
func (m model) Frame(area nav.Area) nav.Frame {
	frame := nav.Frame{
		Crumbs: []string{textsafe.Line(m.view.Assessment.Description.Name), "gaps"},
		Status: m.status(),
	}
	lines := m.head(area)
	if m.why && area.Width < wide && area.Height < roomy {
		lines = nil
	}
	if m.all == 0 {
		lines = append(lines, m.empty(area)...)
		frame.Body = strings.Join(widget.Crop(lines, area.Width, area.Height), "\n")
		return frame
	}
	rest := area
	rest.Height -= len(lines)
	body, cursor := m.body(rest)
	if cursor >= 0 {
		frame.Cursor = tea.NewCursor(1, len(lines)+cursor)
		frame.Cursor.Blink = false
	}
	lines = append(lines, body...)
	frame.Body = strings.Join(widget.Crop(lines, area.Width, area.Height), "\n")
	return frame
}

func (m model) status() string {
	switch {
	case m.all == 0:
		return "no gaps"
	case len(m.rows) < m.all:
		return fmt.Sprintf("%d of %d gaps", len(m.rows), m.all)
	case m.all == 1:
		return "1 gap"
	}
	return fmt.Sprintf("%d gaps", m.all)
}

// head draws the verdict and what is shown of the gaps in which order.
func (m model) head(area nav.Area) []string {
	th := area.Theme
	var lines []string
	if area.Height >= roomy {
		lines = append(lines, "")
	}
	if area.Height >= 5 {
		lines = append(lines, strings.Repeat(" ", indent)+m.verdict(area))
	}
	if m.all == 0 || area.Height < 7 {
		return cutAll(lines, area)
	}
	shown := "all"
	if m.show != "" {
		shown = textsafe.Line(m.show)
	}
	lines = append(lines, strings.Repeat(" ", indent)+th.Dim.Render("Shown: ")+shown+th.Dim.Render(", "+m.order.words()))
	if area.Height >= roomy {
		lines = append(lines, "")
	}
	return cutAll(lines, area)
}

func cutAll(lines []string, area nav.Area) []string {
	for i := range lines {
		lines[i] = widget.Cut(lines[i], area.Width, area.Theme)
	}
	return lines
}

// verdict says for which stage the system is ready, and what the next one waits for.
func (m model) verdict(area nav.Area) string {
	r, th := m.view.Result, area.Theme
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

// body draws the list with its legend, and the reason beside or below it.
func (m model) body(area nav.Area) (lines []string, cursor int) {
	if !m.why {
		return m.list(area)
	}
	if area.Width >= wide {
		pane := max(leastPane, min(mostPane, area.Width*2/5))
		left := area
		left.Width -= pane + indent
		lines, cursor = m.list(left)
		reason, _ := widget.Scroll(m.reason(pane, area.Theme), 0, pane, area.Height, area.Theme)
		return widget.Columns(lines, reason, left.Width, indent, area.Width), cursor
	}
	least := leastRows
	if area.Height < roomy {
		least = 1
	}
	reason := widget.Indent(m.reason(area.Width-indent-1, area.Theme), indent)
	top := area
	top.Height = min(area.Height, max(area.Height-len(reason)-1, least))
	lines, cursor = m.list(top)
	if top.Height == area.Height {
		return lines, cursor
	}
	lines = append(lines, widget.Rule(area.Width, area.Theme))
	reason, _ = widget.Scroll(reason, 0, area.Width, area.Height-len(lines), area.Theme)
	return append(lines, reason...), cursor
}

// legend explains the words of the list: all that occur, or in few rows those of the selected gap.
func (m model) legend(area nav.Area) []string {
	if area.Height < 6 || len(m.rows) == 0 || m.why {
		return nil
	}
	th := area.Theme
	explain := m.rows
	if area.Height < roomy {
		explain = m.rows[m.cursor : m.cursor+1]
	}
	var parts []string
	for _, d := range analysis.Decisions() {
		for i := range explain {
			if explain[i].Decision == d {
				parts = append(parts, decisionStyle(&explain[i], th).Render(string(d))+" "+th.Dim.Render(d.Gloss()))
				break
			}
		}
	}
	for i := range explain {
		if f := &explain[i]; f.State == analysis.Claimed && area.Width < wide && !f.Expired() && !f.Reopened() {
			parts = append(parts, "claimed "+th.Dim.Render("nothing shown yet"))
			break
		}
	}
	lines := flow(parts, " "+th.Dim.Render(th.Glyphs.Dot)+" ", area.Width-indent-1)
	if area.Height >= roomy {
		lines = append([]string{""}, lines...)
	}
	return widget.Indent(lines, indent)
}

// flow puts styled parts into as few lines as they fit in.
func flow(parts []string, separator string, width int) []string {
	var lines []string
	for _, p := range parts {
		last := len(lines) - 1
		if last >= 0 && widget.Width(lines[last]+separator+p) <= width {
			lines[last] += separator + p
			continue
		}
		lines = append(lines, p)
	}
	return lines
}

// reason draws why the selected gap has its word and its place, and what to do about it first.
func (m model) reason(width int, th theme.Theme) []string {
	f := m.rows[m.cursor]
	lines := widget.Style(widget.Wrap(f.Question.Title, width), th.Strong)
	for _, sentence := range analysis.Explain(m.view.Result, f.Question.ID) {
		lines = append(lines, widget.Hang(th.Dim.Render(th.Glyphs.Dot)+" ", widget.Wrap(sentence, width-2))...)
	}
	if step, ok := m.view.Result.Step(f.Question.ID); ok {
		verb, text := f.FirstAction(step.Kind)
		do := widget.Hang(th.Dim.Render(th.Glyphs.Dot)+" ", widget.Wrap(verb+": "+text, width-2))
		lines = append(lines, do...)
	}
	return lines
}

// empty says what it means that there is no gap, and how to go on.
func (m model) empty(area nav.Area) []string {
	ask := m.view.Result.Ask
	asked := 0
	for _, a := range m.view.Result.Areas() {
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
