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
	if e.Capturing() && e.form.key.question == "" {
		return append(parts, e.form.draw(pad, area))
	}
	s, saving, ok := e.signed()
	if !ok {
		return parts
	}
	mark := fmt.Sprintf("%s saved %s %s ", th.Glyphs.Saved, s.At.In(area.Now.Location()).Format("15:04"), th.Glyphs.Dot)
	if saving {
		mark = fmt.Sprintf("saving %s %s ", th.Glyphs.Ellipsis, th.Glyphs.Dot)
	}
	said := fmt.Sprintf("%s: %s.", s.By, analysis.ReadyWords(s.Ready))
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
