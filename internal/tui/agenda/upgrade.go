package agenda

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// upgrade is the offer to go over to the questionnaires that are installed now.
type upgrade struct {
	assessment.Upgrade
	shown  bool // what it would do, over the agenda
	first  int  // the first line of that in sight
	last   *int // the last one that can be it, as it was drawn
	saving bool
}

// upgraded is what became of an upgrade.
type upgraded struct {
	view app.View
	err  error
}

// confirm takes a key while it is shown what an upgrade would do.
func (s screen) confirm(action theme.ActionID) (nav.Screen, tea.Cmd) {
	switch action {
	case theme.ActEnter:
		s.upgrade.shown, s.upgrade.saving = false, true
		service, id, by := s.env.App, s.view.Assessment.ID, s.env.By
		return s, s.env.Saves.Add(func(ctx context.Context) tea.Msg {
			v, _, err := service.Upgrade(ctx, id, by)
			return upgraded{view: v, err: err}
		})
	case theme.ActBack:
		s.upgrade.shown = false
	default:
		s.upgrade.first = widget.Move(action, s.upgrade.first, *s.upgrade.last, 10)
	}
	return s, nil
}

// done shows the new questions, or says why they are not there.
func (s screen) done(msg upgraded) (nav.Screen, tea.Cmd) {
	if !s.upgrade.saving {
		return s, nil
	}
	s.upgrade.saving = false
	if msg.err != nil {
		return s, nav.Send(nav.Failed{Err: msg.err, What: "upgrade the questionnaires"})
	}
	s.view = msg.view
	return s.counted(), nav.Send(nav.Refreshed{View: msg.view, Own: true})
}

func (u upgrade) actions() []nav.Action {
	return []nav.Action{
		{ID: theme.ActEnter, Label: "upgrade"},
		{ID: theme.ActBack, Label: "leave it as it is"},
		{ID: theme.ActUp, Label: "scroll"},
		{ID: theme.ActDown},
		{ID: theme.ActPageUp},
		{ID: theme.ActPageDown},
		{ID: theme.ActTop},
		{ID: theme.ActBottom},
	}
}

// offer is the line on the agenda.
func (u upgrade) offer(width int, th theme.Theme) []string {
	if len(u.To) == 0 {
		return nil
	}
	what := u.Upgrade
	if len(u.New)+len(u.Changed)+len(u.Retired) > 0 {
		what.Reworded = nil // the least of it
	}
	key := th.Shown(theme.Lookup(theme.ActUpgrade))
	text := fmt.Sprintf("%s installed: %s (%s upgrades)", are(what), what.Counted(), key)
	return append(widget.Indent(widget.Style(widget.Wrap(text, width), th.Accent), indent), "")
}

func are(u assessment.Upgrade) string {
	if len(u.To) > 1 {
		return u.Names() + " are"
	}
	return u.Names() + " is"
}

// frame shows what the upgrade would do.
func (u upgrade) frame(f nav.Frame, area nav.Area, width int) nav.Frame {
	f.Crumbs, f.Status = append(f.Crumbs[:1:1], "upgrade"), ""
	lines := widget.Indent(u.lines(width, area.Theme), indent)
	*u.last = max(0, len(lines)-area.Height)
	lines, _ = widget.Scroll(lines, u.first, area.Width, area.Height, area.Theme)
	f.Body = strings.Join(widget.Crop(lines, area.Width, area.Height), "\n")
	return f
}

func (u upgrade) lines(width int, th theme.Theme) []string {
	lines := append([]string{""}, widget.Style(widget.Wrap(are(u.Upgrade)+" installed: "+u.Counted(), width), th.Strong)...)
	text := "What is known now is kept as a milestone first. No answer is lost."
	lines = append(lines, widget.Style(widget.Wrap(text, width), th.Dim)...)
	for _, part := range []struct {
		title string
		all   []assessment.Difference
	}{
		{"New", u.New},
		{"Changed: in place and proven are claims until they are answered again", u.Changed},
		{"Retired: their answers are kept in the archive", u.Retired},
		{"Reworded: answers stay as they are", u.Reworded},
	} {
		if len(part.all) == 0 {
			continue
		}
		lines = slices.Concat(lines, []string{""}, widget.Style(widget.Wrap(part.title, width), th.Accent))
		for _, d := range part.all {
			line := d.Question.Title
			if len(d.What) > 0 {
				line += ": " + strings.Join(d.What, ", ")
			}
			lines = append(lines, widget.Indent(widget.Wrap(textsafe.Line(line), width-2), 2)...)
		}
	}
	return lines
}
