package plan

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// editor is the form in which the owner of a step and the date are typed. It stays until they are
// stored.
type editor struct {
	widget.Form
	question questionnaire.QuestionID
	seen     uint64 // the revision the person saw
	saving   bool
}

// assign shows the form for the selected step with what is known.
func (m model) assign() model {
	q := m.selected()
	f := m.OwnerForm(q)
	f.Brisk = true
	f = f.Change(edit.Owner, func(e *widget.Entry) { e.Hint = "one person" })
	f = f.Change(edit.Due, func(e *widget.Entry) { e.Hint = "2026-11-30, or +14 for in two weeks; empty for none" })
	m.editor = editor{Form: f, question: q, seen: m.Rev(q)}
	return m
}

// typed takes a key or a paste while the form is shown.
func (m model) typed(msg tea.Msg) (nav.Screen, tea.Cmd) {
	var sign widget.Sign
	m.editor.Form, sign = m.editor.Update(msg)
	switch sign {
	case widget.Left:
		m.editor = editor{}
	case widget.Sent:
		return m.submit()
	case widget.Typed:
	}
	return m, nil
}

// submit saves what was typed, or says what is wrong with it.
func (m model) submit() (nav.Screen, tea.Cmd) {
	e := m.editor
	if !e.Touched() {
		m.editor = editor{}
		return m, nil
	}
	p, err := m.OwnerPatch(e.Form)
	if err == nil {
		var cmd tea.Cmd
		var book edit.Book
		if book, cmd, err = m.PatchSeen(e.question, e.seen, p, edit.Secrets(e.Form), "save the owner"); err == nil {
			m.Book, m.editor.saving = book, true
			m.editor.Form = e.Refuse("", "")
			return m.build(e.question), cmd
		}
	}
	m.editor.Form = e.Refuse("", edit.Why(err))
	return m, nil
}

// settle takes in what became of a save. What was typed stays until it is stored.
func (m model) settle(o edit.Outcome) model {
	q := m.editor.question
	m.editor.saving = false
	if o.Err == nil {
		m.editor = editor{}
		return m
	}
	problem := "not saved: enter tries again, esc gives up"
	if o.Conflict() {
		f, _ := m.Stored.Result.Finding(q)
		m.editor.seen = f.Answer.Rev
		problem = fmt.Sprintf("changed meanwhile, now %s: enter writes yours, esc keeps that",
			ownerWords(f.Answer.Owner, f.Answer.Due, m.Today()))
	}
	m.editor.Form = m.editor.Refuse("", problem)
	m.Book = m.Drop(q)
	return m
}

// draw draws the form in width columns, and below it whether it is being saved.
func (e editor) draw(width int, th theme.Theme) (lines []string, x, y int) {
	const labels = 7
	lines, x, y = e.Draw(widget.FormArea{Labels: labels, Width: width - labels, Theme: th})
	if e.saving {
		lines = append(lines, th.Dim.Render(widget.Clip("saving"+th.Glyphs.Ellipsis, width, th)))
	}
	return lines, x, y
}
