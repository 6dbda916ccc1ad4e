package end

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
	"prodfirst/internal/tui/gloss"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

const (
	gutter = 12 // columns before the title of a step
	whoMin = 4  // columns of the owner's name
	whoMax = 14
	byWide = 11 // columns of the date
	narrow = 56 // columns below which who and by stand under the title
)

// stepParts draws the steps to do now. Each decision word has its gloss at first sight.
func (e screen) stepParts(area nav.Area) []part {
	th, r := area.Theme, e.View.Result
	pad := strings.Repeat(" ", margin(area))
	if len(e.steps) == 0 {
		text := "Nothing to do now: no gap is open."
		if n := len(r.Ask.Blockers); n > 0 {
			text = fmt.Sprintf("Ask the %s not asked yet: standard session (tab).", report.Several(n, "blocker"))
		}
		return []part{labelled("Now", text, area, stays)}
	}
	who := e.whoWidth()
	heads := ""
	if area.Width >= narrow {
		heads = th.Dim.Render(widget.Pad("who", who+2) + widget.Pad("by", byWide))
	}
	width := min(area.Width, margin(area)+measure(area))
	title := pad + th.Strong.Render("Now") + "  "
	title += th.Dim.Render(glosses(e.decisions(e.steps), width-widget.Width(title)-widget.Width(heads)-1))
	parts := []part{{lines: []string{widget.Join(title, heads, width, th)}, rank: stays}}
	for i, q := range e.steps {
		parts = append(parts, e.step(i, q, who, area)...)
	}
	return parts
}

// whoWidth is how many columns the longest name takes.
func (e screen) whoWidth() int {
	w := whoMin
	for _, q := range e.steps {
		f, _ := e.View.Result.Finding(q)
		w = max(w, widget.Width(safe(f.Answer.Owner)))
	}
	return min(w, whoMax)
}

// step draws one step: its title, what comes first, its first action, or the form for its owner.
func (e screen) step(i int, q questionnaire.QuestionID, who int, area nav.Area) []part {
	th := area.Theme
	f, _ := e.View.Result.Finding(q)
	s, open := e.View.Result.Step(q)
	pointer := " "
	if i == e.row {
		pointer = th.Accent.Bold(true).Render(th.Glyphs.Pointer)
	}
	word := string(f.Decision)
	title := f.Title(s.Kind)
	if !open {
		word, title = "done", analysis.LowerFirst(f.Question.Title)
	}
	mark := fmt.Sprintf(" %s %d %s", pointer, i+1, widget.Pad(gloss.Style(f.Decision, th).Render(word), gutter-5))
	width := margin(area) + measure(area)
	style := th.Text
	if i == e.row {
		style = th.Selected
	}
	owner, by := ownerAndDate(f.Answer, e.Today(), th)
	var parts []part
	at := part{rank: stays, at: nav.Point{Row: i}}
	if i == e.row {
		at.focus, at.x, at.at = 1, 1, nav.Do{Action: theme.ActOwner}
	}
	if area.Width >= narrow {
		right := widget.Pad(widget.Cut(owner, who, th), who+2) + widget.Pad(by, byWide)
		at.lines = []string{widget.Join(mark+style.Render(safe(title)), right, width, th)}
		parts = append(parts, at)
	} else {
		text := widget.Style(widget.Wrap(title, max(1, area.Width-gutter-1)), style)
		at.lines = widget.Hang(mark, text)
		parts = append(parts, at, part{lines: []string{strings.Repeat(" ", gutter) + widget.Cut(owner+" "+by, max(1, area.Width-gutter-1), th)}, rank: actionRank})
	}
	if i == e.row && e.Capturing() && e.form.key.question == q {
		return append(parts, e.form.draw(gutter, area))
	}
	return append(parts, e.more(f, s, area)...)
}

// more is what comes before a step, and how it starts.
func (e screen) more(f analysis.Finding, s analysis.Step, area nav.Area) []part {
	width := max(3, margin(area)+measure(area)-gutter-1)
	var parts []part
	if len(s.First) > 0 {
		names := make([]string, len(s.First))
		for i, q := range s.First {
			first, _ := e.View.Result.Finding(q)
			names[i] = analysis.LowerFirst(first.Question.Title)
		}
		text := widget.Clip("first: "+strings.Join(names, ", "), width, area.Theme)
		parts = append(parts, part{lines: widget.Indent([]string{text}, gutter), rank: firstRank})
	}
	verb, action := f.FirstAction(s.Kind)
	text := widget.Wrap(verb+": "+analysis.LowerFirst(action), width)
	if len(text) > 1 {
		text = []string{widget.Wrap(text[0], width-2)[0] + " " + area.Theme.Glyphs.Ellipsis}
	}
	return append(parts, part{lines: widget.Indent(widget.Style(text, area.Theme.Dim), gutter), rank: actionRank})
}

func ownerAndDate(x assessment.Answer, today assessment.Date, th theme.Theme) (owner, by string) {
	owner = safe(x.Owner)
	if owner == "" {
		return th.Accent.Render("o"), th.Dim.Render("to assign")
	}
	if x.Due == "" {
		return owner, th.Dim.Render("no date")
	}
	return owner, gloss.Day(x.Due, today)
}

// decisions returns the words of some gaps, strongest first, each once.
func (e screen) decisions(qs []questionnaire.QuestionID) []analysis.Decision {
	var found []analysis.Decision
	for _, d := range analysis.Decisions() {
		for _, q := range qs {
			if f, _ := e.View.Result.Finding(q); f.Decision == d {
				found = append(found, d)
				break
			}
		}
	}
	return found
}

// glosses explains decision words, the strongest first, as many as have room.
func glosses(ds []analysis.Decision, room int) string {
	text := ""
	for _, d := range ds {
		more := fmt.Sprintf("%s: %s", d, d.Gloss())
		if text != "" {
			more = text + "; " + more
		}
		if widget.Width(more) > room {
			break
		}
		text = more
	}
	return text
}

// thenPart counts the steps that come after those to do now.
func (e screen) thenPart(area nav.Area) part {
	counts := map[analysis.Decision]int{}
	for _, s := range e.View.Result.Plan {
		if f, _ := e.View.Result.Finding(s.Question); !s.Now && f.Acceptance == nil {
			counts[f.Decision]++
		}
	}
	explained := e.decisions(e.steps)
	var parts []string
	for _, d := range analysis.Decisions() {
		if counts[d] == 0 {
			continue
		}
		text := fmt.Sprintf("%d %s", counts[d], d)
		if slices.Contains(explained, d) {
			text = fmt.Sprintf("%d more %s", counts[d], d)
		} else {
			text += fmt.Sprintf(" (%s)", d.Gloss())
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return part{}
	}
	return beside("Then", widget.Flow(parts, " "+area.Theme.Glyphs.Dot+" ", max(1, measure(area)-labels)), area, thenRank)
}

// parkedParts draws the remarks that were put aside.
func (e screen) parkedParts(area nav.Area) []part {
	if len(e.parked) == 0 {
		return nil
	}
	th := area.Theme
	said := "1 remark"
	if n := len(e.parked); n > 1 {
		said = fmt.Sprintf("%d remarks", n)
	}
	said = widget.Brief(said+": o gives an owner; t makes it a note, enter opens it", max(measure(area)-labels, len(said)))
	parts := []part{beside("Parked", []string{th.Dim.Render(said)}, area, stays)}
	for i, q := range e.parked {
		f, _ := e.View.Result.Finding(q)
		p := part{rank: parkedRank, at: nav.Point{Row: len(e.steps) + i}}
		lead, style := strings.Repeat(" ", gutter), th.Text
		selected := len(e.steps)+i == e.row
		if selected {
			lead, style = lead[2:]+th.Accent.Bold(true).Render(th.Glyphs.Pointer)+" ", th.Selected
			p.focus, p.x, p.at = 1, gutter-2, nav.Do{Action: theme.ActEnter}
		}
		text := widget.Clip(f.Question.Title+": "+f.Answer.Parked, max(1, margin(area)+measure(area)-gutter), th)
		p.lines = []string{lead + style.Render(text)}
		parts = append(parts, p)
		if selected && e.form.key.question == q {
			parts = append(parts, e.form.draw(gutter, area))
		}
	}
	return append(parts, part{lines: []string{""}, rank: blankRank})
}
