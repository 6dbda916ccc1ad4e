// Package risk is what the screens of the gaps and of the steps share: the form in which a person
// accepts gaps, the list of what nobody knows, and taking back what was done.
//
// It must not judge: what can be accepted is for package app to say.
package risk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/gloss"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// The fields of an acceptance.
const (
	untilField  = "until"
	reasonField = "reason"
	byField     = "by"
)

const (
	accepting = "accept the risk"
	usual     = 30 // days that are suggested
)

// Form is an acceptance as it is typed. The zero Form is closed. It stays until it is stored.
type Form struct {
	widget.Form
	questions []questionnaire.QuestionID
	title     string // plain: what would be accepted
	warning   string
	saving    bool
}

// Accept opens the form for some gaps. It returns why they cannot be accepted together.
func Accept(b edit.Book, ids ...questionnaire.QuestionID) (Form, error) {
	f := Form{questions: slices.Clone(ids)}
	var err error
	if f.warning, err = b.View.Acceptable(ids...); err != nil {
		return Form{}, errors.New(Words(b, err, ids...))
	}
	titles := make([]string, len(ids))
	for i, id := range ids {
		titles[i] = b.View.Title(id)
	}
	f.title = "Accept until a date: " + strings.Join(titles, "; ")
	if len(ids) > 1 {
		f.title = fmt.Sprintf("Accept %d gaps together until a date: %s", len(ids), strings.Join(titles, "; "))
	}
	until := b.DateEntry(untilField, "until", b.Today().Add(usual))
	until.Hint = fmt.Sprintf("a date, or +30; at most %d days ahead", assessment.MaxAcceptance)
	people := b.People()
	f.Form = widget.Form{Brisk: true, Entries: []widget.Entry{
		until,
		edit.ReasonEntry(reasonField, "because", "why one can live with it till then"),
		widget.Over(byField, "accepted by", b.Env.By, "the person who answers for it", people),
	}}
	return f, nil
}

// Words returns an error as people read it: with titles in place of ids.
func Words(b edit.Book, err error, ids ...questionnaire.QuestionID) string {
	text := err.Error()
	for _, sentinel := range []error{assessment.ErrInvalid, assessment.ErrDate} {
		text = strings.TrimSuffix(text, ": "+sentinel.Error())
	}
	for _, id := range ids {
		text = strings.Replace(text, string(id), fmt.Sprintf("%q", b.View.Title(id)), 1)
	}
	return text
}

// Saving tells whether the acceptance is on its way: keys wait for what becomes of it.
func (f Form) Saving() bool { return f.saving }

// Update takes a key or a paste.
func (f Form) Update(b edit.Book, msg tea.Msg) (Form, tea.Cmd) {
	var sign widget.Sign
	f.Form, sign = f.Form.Update(msg)
	switch sign {
	case widget.Left:
		return Form{}, nil
	case widget.Sent:
		return f.submit(b)
	case widget.Typed:
	}
	return f, nil
}

func (f Form) submit(b edit.Book) (Form, tea.Cmd) {
	until, field, problem := f.wrong(b)
	if problem != "" {
		f.Form = f.Refuse(field, problem)
		return f, nil
	}
	f.saving, f.Form = true, f.Refuse("", "")
	service, id, ids := b.Env.App.With(edit.Secrets(f.Form), nil), b.View.Assessment.ID, f.questions
	by, reason := f.Text(byField), f.Text(reasonField)
	said := fmt.Sprintf("Accepted until %s. u takes it back.", gloss.Meant(until, b.Today()))
	return f, b.Save(accepting, func(ctx context.Context) edit.Outcome {
		v, err := service.Accept(ctx, id, by, until, reason, ids...)
		return edit.Outcome{View: v, Err: err, Say: said}
	})
}

// wrong returns until when, or which field is wrong and why.
func (f Form) wrong(b edit.Book) (until assessment.Date, field, problem string) {
	today := b.Today()
	until, err := assessment.ParseDate(f.Text(untilField), today)
	last := today.Add(assessment.MaxAcceptance)
	by, reason := f.Text(byField), f.Text(reasonField)
	switch {
	case err != nil:
		return "", untilField, err.Error()
	case until < today:
		return "", untilField, gloss.Meant(until, today) + " has passed: a day to come"
	case until > last:
		return "", untilField, fmt.Sprintf("at most %d days ahead: %s is the last possible day", assessment.MaxAcceptance, gloss.Meant(last, today))
	case by == "":
		return "", byField, "a person answers for it: who?"
	}
	x := assessment.Acceptance{Questions: f.questions, By: by, Until: until, Reason: reason}
	if err := x.Valid(today); err != nil {
		return "", reasonField, fmt.Sprintf("a sentence of %d characters or more: what makes it bearable till then?", assessment.MinReason)
	}
	if _, err := b.View.Acceptable(f.questions...); err != nil {
		return "", "", Words(b, err, f.questions...)
	}
	return until, "", ""
}

// Settle takes in what became of a save, if it was this one.
func (f Form) Settle(o edit.Outcome) Form {
	switch {
	case o.What != accepting || !f.saving:
		return f
	case o.Err == nil:
		return Form{}
	}
	f.saving = false
	f.Form = f.Refuse("", "not saved: enter tries again, esc gives up")
	return f
}

// Actions lists what can be done while the form is open.
func (f Form) Actions() []nav.Action { return edit.FormActions(f.Form, "accept nothing") }

// Draw draws the form, with what to know before one types, in at most height lines around the
// cursor, which it returns.
func (f Form) Draw(width, height int, th theme.Theme) ([]string, *tea.Cursor) {
	const labels, indent = 13, widget.Indentation
	room := max(1, width-indent-1)
	lines := widget.Style(widget.Wrap(f.title, room), th.Strong)
	if len(lines) > 2 {
		lines = append(lines[:1], widget.Cut(lines[1]+th.Glyphs.Ellipsis, room, th))
	}
	lines = append(lines, widget.Style(widget.Wrap(f.warning, room), th.Trouble)...)
	if f.warning == "" {
		note := "It stays a gap, with its word. It holds nothing back until that day, and comes back then."
		lines = append(lines, widget.Style(widget.Wrap(note, room), th.Dim)...)
	}
	a := widget.FormArea{Labels: labels, Width: room - labels, Theme: th}
	if room < 3*labels {
		a = widget.FormArea{Width: room, Above: true, Theme: th}
	}
	fields, x, y := f.Form.Draw(a)
	y += len(lines)
	lines = append(lines, fields...)
	if f.saving {
		lines = append(lines, th.Dim.Render(widget.Clip("saving"+th.Glyphs.Ellipsis, room, th)))
	}
	first := 0
	if len(lines) > height {
		first = min(y, max(0, min(y-height+2, len(lines)-height)))
	}
	lines = lines[first:min(len(lines), first+max(0, height))]
	cursor := tea.NewCursor(min(indent+x, max(0, width-1)), y-first)
	if cursor.Y < 0 || cursor.Y >= len(lines) {
		cursor = nil
	}
	return widget.Indent(lines, indent), cursor
}
