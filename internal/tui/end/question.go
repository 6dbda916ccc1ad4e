package end

import (
	"fmt"
	"strings"

	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// question draws the question to the person who answers for the system, and what was said.
func (e screen) question(area nav.Area) []part {
	th, pad := area.Theme, margin(area)
	text := "Can you ship it to production, where it matters?"
	if e.env.By != "" {
		text = safe(e.env.By) + ", you answer for this system. " + text
	}
	ask := widget.Style(widget.Wrap(text, measure(area)), th.Strong)
	choices := e.choices(th)
	last := len(ask) - 1
	if widget.Width(ask[last])+4+widget.Width(choices) <= measure(area) {
		ask[last] = widget.Join(ask[last], choices, measure(area), th)
	} else {
		ask = append(ask, widget.PadLeft(choices, min(measure(area), widget.Width(choices)+3)))
	}
	parts := []part{{lines: widget.Indent(ask, pad), rank: ownerRank}}
	if e.Capturing() && e.form.ready != "" {
		return append(parts, e.form.draw(e, pad, area))
	}
	s, saving, ok := e.signed()
	if !ok {
		return parts
	}
	mark := fmt.Sprintf("%s saved %s %s ", th.Glyphs.Saved, s.At.In(area.Now.Location()).Format("15:04"), th.Glyphs.Dot)
	if saving {
		mark = fmt.Sprintf("saving %s %s ", th.Glyphs.Ellipsis, th.Glyphs.Dot)
	}
	said := fmt.Sprintf("%s: %s.", s.By, readyWords(s.Ready))
	if s.Words != "" {
		said += fmt.Sprintf(" %q", s.Words)
	}
	quote := widget.Wrap(mark+safe(said), measure(area))
	if rest, ok := strings.CutPrefix(quote[0], mark); ok {
		quote[0] = th.Good.Render(mark) + rest
	}
	return append(parts, part{lines: widget.Indent(quote, pad), rank: ownerRank})
}

func (e screen) choices(th theme.Theme) string {
	said, _, ok := e.signed()
	var parts []string
	for _, action := range []theme.ActionID{theme.ActReadyYes, theme.ActReadyNotYet, theme.ActReadyUnknown} {
		k := theme.Lookup(action)
		words := k.Short
		if ready, _ := readyOf(action); ok && ready == said.Ready {
			words = th.Strong.Render(words)
		}
		parts = append(parts, th.Accent.Render(k.Keys[0])+" "+words)
	}
	return strings.Join(parts, "     ")
}

func readyWords(r assessment.Ready) string {
	switch r {
	case assessment.ReadyYes:
		return "yes"
	case assessment.ReadyNotYet:
		return "not yet"
	case assessment.ReadyUnknown:
		return "don't know"
	}
	return string(r)
}

// draw draws the fields from a column on, and what is wrong with them.
func (f form) draw(e screen, indent int, area nav.Area) part {
	th := area.Theme
	label := labels
	if f.ready != "" {
		label = len(f.fields[0].label) + 2
	}
	if area.Width < 40 {
		indent = 1
	}
	width := max(1, margin(area)+measure(area)-indent-label)
	var p part
	p.rank = stays
	for i, x := range f.fields {
		name := th.Dim.Render(widget.Pad(x.label, label))
		line, at := x.input.View(width, x.hint, th)
		if i == f.focus {
			name = th.Selected.Render(widget.Pad(x.label, label))
			p.focus, p.x = len(p.lines)+1, indent+label+at
			line += f.help(e, x, area)
		}
		p.lines = append(p.lines, strings.Repeat(" ", indent)+name+widget.Cut(line, width, th))
		if i == f.focus && f.err != "" {
			problem := widget.Style(widget.Wrap(f.err, width), th.Trouble)
			p.lines = append(p.lines, widget.Indent(problem, indent+label)...)
		}
	}
	return p
}

// help is what follows in the field that is being typed in: the rest of a name, the day meant.
func (f form) help(e screen, x field, area nav.Area) string {
	if f.ready != "" {
		return ""
	}
	typed := x.input.Text()
	if name := e.complete(); name != "" && len(name) > len(typed) {
		return area.Theme.Dim.Render(name[len(typed):] + "  tab")
	}
	if d, err := assessment.ParseDate(typed, e.today()); err == nil && f.focus == 1 {
		return area.Theme.Dim.Render("  " + day(d, e.today()))
	}
	return ""
}
