package walk

import (
	"cmp"
	"fmt"
	"maps"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// side is one of two answers to the same question.
type side struct {
	do    theme.ActionID
	title string   // plain
	says  []string // plain
}

// conflict shows what somebody else answered meanwhile and what was answered here, beside each other
// where there is room, and where a click keeps which.
func (w screen) conflict(f analysis.Finding, e edit.Edit, g grid, area nav.Area) part {
	const apart, least, tight = 4, 56, 18
	th := area.Theme
	told := safe(f.Answer.By) + " answered this meanwhile. Which one holds?"
	p := part{lines: widget.Indent(widget.Style(widget.Wrap(told, g.measure), th.Trouble), g.left)}
	theirs, mine := w.sides(f, e, area)
	if g.measure < least || area.Height < tight {
		for _, s := range []side{theirs, mine} {
			one := side{do: s.do, title: s.title}
			for i, said := range s.says {
				one.title += map[bool]string{true: ": ", false: " " + th.Glyphs.Dot + " "}[i == 0] + said
			}
			at := len(p.lines)
			p.lines = append(p.lines, widget.Indent(one.lines(g.measure, th), g.left)...)
			p.zones = append(p.zones, nav.Zone{Y: at, Width: g.left + g.measure, Height: len(p.lines) - at, Msg: nav.Do{Action: s.do}})
		}
		return p
	}
	column := (g.measure - apart) / 2
	left, right := theirs.lines(column, th), mine.lines(column, th)
	both := widget.Indent(widget.Columns(left, right, column, apart, g.measure), g.left)
	for i, s := range []side{theirs, mine} {
		p.zones = append(p.zones, nav.Zone{
			X: g.left + i*(column+apart), Y: len(p.lines), Width: column, Height: len(both), Msg: nav.Do{Action: s.do},
		})
	}
	p.lines = append(p.lines, both...)
	return p
}

// lines draws a side: its key and whose it is, and below what it says.
func (s side) lines(width int, th theme.Theme) []string {
	key := th.Accent.Render(theme.Lookup(s.do).Keys[0]) + "  "
	text := widget.Wrap(s.title, width-widget.Width(key))
	for _, said := range s.says {
		text = append(text, widget.Wrap(said, width-widget.Width(key))...)
	}
	return widget.Hang(key, text)
}

// sides says who answered what and when.
func (w screen) sides(f analysis.Finding, e edit.Edit, area nav.Area) (theirs, mine side) {
	theirs = side{
		do: theme.ActKeepTheirs, title: fmt.Sprintf("%s, %s", safe(f.Answer.By), when(f.Answer.At, area.Now)),
		says: w.said(f.Answer, e.Patch),
	}
	mine = side{
		do: theme.ActKeepMine, title: fmt.Sprintf("%s, %s, here", safe(w.Env.By), when(e.At, area.Now)),
	}
	x, err := f.Answer.With(e.Patch, f.Question, w.Env.By, e.At)
	if err != nil { // it does not go together with theirs: only what was wanted can be shown
		mine.says = []string{yours(e)}
		return theirs, mine
	}
	mine.says = w.said(x, e.Patch)
	return theirs, mine
}

// said lists of an answer the level and what a patch is about.
func (w screen) said(x assessment.Answer, p assessment.Patch) []string {
	says := []string{analysis.LevelWords(x.Level)}
	add := func(about bool, label, text string) {
		if about {
			says = append(says, label+": "+cmp.Or(safe(text), "nothing"))
		}
	}
	add(p.Reason != nil, "because", x.Reason)
	add(len(p.Votes) > 0, "fingers", fingers(x.Votes))
	shown := ""
	if n := len(x.Evidence); n > 0 {
		last := x.Evidence[n-1]
		shown = cmp.Or(last.Reference, string(last.Kind)) + ", " + shortDate(last.Date, w.Today())
	}
	add(len(p.AddEvidence) > 0, "shown", shown)
	add(p.Owner != nil, "owner", x.Owner)
	add(p.Due != nil, "by", shortDate(x.Due, w.Today()))
	add(p.Note != nil, "note", x.Note)
	add(p.Parked != nil, "parked", x.Parked)
	if p.Check != nil && x.Check != assessment.Unchecked {
		says = append(says, explains(x))
	}
	if p.AIWritten != nil {
		says = append(says, map[bool]string{true: "AI-written", false: "not AI-written"}[x.AIWritten])
	}
	return says
}

// keepTheirs gives up what was answered here. What was typed is there when its form is opened again.
func (w screen) keepTheirs(f analysis.Finding) (screen, tea.Cmd) {
	if !w.Conflict(f.Question.ID) {
		return w, nil
	}
	w.Book = w.Drop(f.Question.ID)
	w.drafts = maps.Clone(w.drafts)
	for key, draft := range w.drafts {
		if key.question == f.Question.ID {
			draft.number = 0
			w.drafts[key] = draft
		}
	}
	kept, _ := w.View.Result.Finding(f.Question.ID)
	return w.arrive(), nav.Send(nav.Say{
		Text: fmt.Sprintf("Kept: %s, %s.", safe(kept.Answer.By), answerWords(kept)),
	})
}

// keepMine answers again what was answered here, over what somebody else has answered meanwhile.
func (w screen) keepMine(f analysis.Finding) (screen, tea.Cmd) {
	e, _ := w.Unsaved(f.Question.ID)
	if !e.Conflict() {
		return w, nil
	}
	w, cmd, err := w.change(f.Question.ID, e.Patch, e.Secrets)
	if err != nil {
		return w, nav.Send(nav.Failed{Err: err, What: "save the answer"})
	}
	if f, ok := w.finding(); ok {
		w.row = max(0, rowOf(f.Answer.Level))
	}
	return w, cmd
}
