package plan

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// editor is two fields in which the owner of a step and the date are typed. It is replaced, never
// changed.
type editor struct {
	number   int
	question questionnaire.QuestionID
	base     uint64          // the revision the person saw
	fields   [2]widget.Field // owner, date
	focus    int
	trouble  string // what is wrong, for the field with the focus
	saving   bool
}

const (
	ownerField = iota
	dueField
)

// saved tells the screen what became of an editor.
type saved struct {
	number int
	stored assessment.Answer // what is stored instead, if someone else changed it
	err    error
}

// edit shows the fields for the selected step with what is known.
func (m model) edit() model {
	f, _ := m.view.Result.Finding(m.selected())
	m.edits++
	m.editor = &editor{
		number: m.edits, question: f.Question.ID, base: f.Answer.Rev,
		fields: [2]widget.Field{widget.Prefilled(f.Answer.Owner), widget.Prefilled(string(f.Answer.Due))},
	}
	return m
}

// typed takes a key or a paste while the fields are shown.
func (m model) typed(msg tea.Msg) (nav.Screen, tea.Cmd) {
	e := *m.editor
	if key, ok := msg.(tea.KeyPressMsg); ok {
		action, _ := theme.Match(key, theme.ActEnter, theme.ActTab, theme.ActBackTab, theme.ActBack)
		switch {
		case key.Code == tea.KeyEscape:
			m.editor = nil
			return m, nil
		case action == theme.ActEnter && e.focus == dueField:
			return m.save()
		case action == theme.ActEnter, action == theme.ActTab, action == theme.ActBackTab:
			if name := m.completion(); action == theme.ActTab && e.focus == ownerField && name != "" {
				e.fields[ownerField] = e.fields[ownerField].Set(name)
			}
			e.focus = 1 - e.focus
			m.editor = &e
			return m, nil
		}
	}
	var used bool
	if e.fields[e.focus], used = e.fields[e.focus].Update(msg); used {
		e.trouble = ""
	}
	m.editor = &e
	return m, nil
}

// completion returns the known name that begins with what was typed as the owner, if it says more.
func (m model) completion() string {
	typed := strings.ToLower(strings.TrimSpace(m.editor.fields[ownerField].Text()))
	if typed == "" {
		return ""
	}
	for _, name := range m.view.Assessment.KnownPeople() {
		if lower := strings.ToLower(name); lower != typed && strings.HasPrefix(lower, typed) {
			return name
		}
	}
	return ""
}

// save puts what was typed into the queue of saves, or says what is wrong with it.
func (m model) save() (nav.Screen, tea.Cmd) {
	e := *m.editor
	m.editor = &e
	owner, due := strings.TrimSpace(e.fields[ownerField].Text()), assessment.Date("")
	if text := e.fields[dueField].Text(); strings.TrimSpace(text) != "" {
		var err error
		if due, err = assessment.ParseDate(text, m.view.Result.Today); err != nil {
			e.trouble = err.Error()
			return m, nil
		}
	}
	f, _ := m.view.Result.Finding(e.question)
	if owner == f.Answer.Owner && due == f.Answer.Due {
		m.editor = nil
		return m, nil
	}
	patch := assessment.Patch{Owner: &owner, Due: &due}
	if _, err := f.Answer.With(patch, f.Question, m.env.By, m.env.App.Now()); err != nil {
		e.trouble = err.Error()
		return m, nil
	}
	e.saving = true
	return m, m.queued(e, patch)
}

// queued returns the command that saves, tells everyone, and then this screen.
func (m model) queued(e editor, patch assessment.Patch) tea.Cmd {
	env, id := m.env, m.view.Assessment.ID
	outcome := saved{number: e.number}
	run := env.Saves.Add(func(ctx context.Context) tea.Msg {
		v, err := env.App.Answer(ctx, id, e.question, env.By, e.base, patch)
		outcome.err = err
		if changed, ok := errors.AsType[*app.ChangedError](err); ok {
			outcome.stored = changed.Stored
			if v, err = env.App.Open(ctx, id); err == nil {
				return nav.Refreshed{View: v}
			}
		}
		if err != nil {
			return nav.Failed{Err: err, What: "save the owner"}
		}
		return nav.Refreshed{View: v, Own: true}
	})
	return func() tea.Msg {
		msg := run()
		return tea.BatchMsg{nav.Send(msg), nav.Send(outcome)}
	}
}

// settle takes in what became of a save. What was typed stays until it is stored.
func (m model) settle(s saved) model {
	if m.editor == nil || m.editor.number != s.number {
		return m
	}
	if s.err == nil {
		m.editor = nil
		return m
	}
	e := *m.editor
	e.saving = false
	e.trouble = "not saved: enter tries again, esc gives up"
	if errors.Is(s.err, app.ErrChanged) {
		e.base = s.stored.Rev
		e.trouble = fmt.Sprintf("changed meanwhile, now %s: enter writes yours, esc keeps that",
			ownerWords(s.stored.Owner, s.stored.Due, m.view.Result.Today))
	}
	m.editor = &e
	return m
}

// actions lists what can be done while the fields are shown.
func (e *editor) actions() []nav.Action {
	enter := "save"
	if e.focus == ownerField {
		enter = "date"
	}
	return []nav.Action{
		{ID: theme.ActEnter, Label: enter},
		{ID: theme.ActTab},
		{ID: theme.ActBack, Label: "leave as it was"},
	}
}

// draw draws the fields in at most width columns: what is typed, and below it what is wrong or how
// a date is written. The cursor is relative to the lines.
func (m model) draw(width int, th theme.Theme) (lines []string, x, y int) {
	e := m.editor
	labels := [2]string{"owner  ", "by     "}
	hints := [2]string{"one person", "2026-11-30, or +14 for in two weeks; empty for none"}
	for i := range e.fields {
		label, field := th.Dim.Render(labels[i]), e.fields[i].Blurred()
		if i == e.focus {
			label, field = th.Accent.Render(labels[i]), e.fields[i]
		}
		room := width - widget.Width(labels[i])
		text, at := field.View(room, hints[i], th)
		if name := m.completion(); i == ownerField && e.focus == i && name != "" {
			text += th.Dim.Render(widget.Clip("  tab: "+name, room-widget.Width(text), th))
		}
		lines = append(lines, widget.Cut(label+text, width, th))
		if i == e.focus {
			x, y = widget.Width(labels[i])+at, len(lines)-1
		}
	}
	switch {
	case e.saving:
		lines = append(lines, th.Dim.Render(widget.Clip("saving"+th.Glyphs.Ellipsis, width, th)))
	case e.trouble != "":
		lines = append(lines, widget.Style(widget.Wrap(e.trouble, width), th.Trouble)...)
	}
	return lines, x, y
}
