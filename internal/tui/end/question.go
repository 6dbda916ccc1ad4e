package end

import (
	"fmt"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// question draws the question to the person who answers for the system, and what was said.
func (e screen) question(area nav.Area) []part {
	th, pad := area.Theme, margin(area)
	if e.form.key.what == deciding {
		text := fmt.Sprintf("Go or no-go for %s?", analysis.StageWords(e.View.Result.Target))
		ask := widget.Style(widget.Wrap(text, measure(area)), th.Strong)
		return []part{{lines: widget.Indent(ask, pad), rank: ownerRank}, e.form.draw(pad, area)}
	}
	text := "Can you ship it to production, where it matters?"
	switch name, sure := e.accountable(); {
	case sure:
		text = safe(name) + ", you answer for this system. " + text
	case name != "":
		text = safe(name) + ", do you answer for this system? " + text
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
	if _, _, said := e.signed(); said {
		parts[0].rank = askedRank
	}
	if e.Capturing() && e.form.key.question == "" {
		return append(parts, e.form.draw(pad, area))
	}
	return append(parts, e.answered(area), e.decision(area))
}

// answered draws what was said to the question.
func (e screen) answered(area nav.Area) part {
	th := area.Theme
	s, saving, ok := e.signed()
	if !ok {
		return part{}
	}
	mark := fmt.Sprintf("%s saved %s %s ", th.Glyphs.Saved, s.At.In(area.Now.Location()).Format("15:04"), th.Glyphs.Dot)
	if saving {
		mark = fmt.Sprintf("saving %s %s ", th.Glyphs.Ellipsis, th.Glyphs.Dot)
	}
	said := fmt.Sprintf("%s: %s.", s.By, analysis.ReadyWords(s.Ready))
	if s.Words != "" {
		said += fmt.Sprintf(" %q", s.Words)
	}
	return e.quote(mark, said, area)
}

// quote draws what somebody said, behind a mark of ours.
func (e screen) quote(mark, said string, area nav.Area) part {
	lines := widget.Wrap(mark+safe(said), measure(area))
	if rest, ok := strings.CutPrefix(lines[0], mark); ok {
		lines[0] = area.Theme.Good.Render(mark) + rest
	}
	return part{lines: widget.Indent(lines, margin(area)), rank: ownerRank}
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

// draw draws the form from a column on.
func (f form) draw(indent int, area nav.Area) part {
	label := labels
	for _, entry := range f.Entries {
		label = max(label, len(entry.Label)+2)
	}
	if area.Width < 40 {
		indent = 1
	}
	lines, x, y := f.Draw(widget.FormArea{
		Indent: indent, Labels: label, Width: margin(area) + measure(area) - indent - label, Theme: area.Theme,
	})
	return part{lines: lines, rank: stays, focus: y + 1, x: x}
}
