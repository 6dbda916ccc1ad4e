package edit

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/gloss"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// The fields of the form for owner and date.
const (
	Owner = "owner"
	Due   = "due"
)

// OwnerForm returns a form with who takes care of an answer and by when, as they are shown now.
func (b Book) OwnerForm(q questionnaire.QuestionID) widget.Form {
	f, _ := b.View.Result.Finding(q)
	people := b.People()
	due := b.DateEntry(Due, "by", f.Answer.Due)
	return widget.Form{Entries: []widget.Entry{
		widget.Over(Owner, "owner", f.Answer.Owner, strings.Join(people, ", "), people), due,
	}}
}

// DateEntry returns an entry for a date, which shows the day that is meant.
func (b Book) DateEntry(name, label string, d assessment.Date) widget.Entry {
	e := widget.Over(name, label, string(d), "a date, or +14 for in two weeks", nil).Read()
	e.Aid = func(text string) string {
		if d, err := assessment.ParseDate(text, b.Today()); err == nil {
			return gloss.Meant(d, b.Today())
		}
		return ""
	}
	return e
}

// ReasonEntry returns an entry for a reason, which shows how much of it is still missing.
func ReasonEntry(name, label, hint string) widget.Entry {
	e := widget.Line(name, label, "", fmt.Sprintf("%s: %d characters or more", hint, assessment.MinReason))
	e.Aid = func(text string) string {
		if n := assessment.MinReason - utf8.RuneCountInString(strings.TrimSpace(text)); n > 0 && text != "" {
			return fmt.Sprintf("%d more", n)
		}
		return ""
	}
	return e
}

// OwnerPatch returns what was changed in the form for owner and date, or what is wrong with the date.
func (b Book) OwnerPatch(f widget.Form) (assessment.Patch, error) {
	var p assessment.Patch
	if e := f.Entry(Owner); e.Touched() {
		owner := e.Text()
		p.Owner = &owner
	}
	if e := f.Entry(Due); e.Touched() {
		due, err := b.Coming(e.Text())
		if err != nil {
			return assessment.Patch{}, err
		}
		p.Due = &due
	}
	return p, nil
}

// Coming reads a date that has not passed; nothing typed is no date.
func (b Book) Coming(text string) (assessment.Date, error) {
	if text == "" {
		return "", nil
	}
	d, err := assessment.ParseDate(text, b.Today())
	if err == nil && d < b.Today() {
		err = fmt.Errorf("%s has passed: a day to come", d)
	}
	return d, err
}

// Secrets returns what is to become of what looks like a secret in a form that was sent.
func Secrets(f widget.Form) app.Secrets {
	if f.Keeps() {
		return app.KeepSecrets
	}
	return app.RefuseSecrets
}

// FormActions lists what can be done while a form is open; leave says what closing it does.
func FormActions(f widget.Form, leave string) []nav.Action {
	actions := typingActions(f, leave)
	if f.Doubtful() {
		return append(SecretActions(), actions...)
	}
	return actions
}

// SecretActions lists what can be done about what looks like a secret.
func SecretActions() []nav.Action {
	return []nav.Action{{ID: theme.ActMask}, {ID: theme.ActKeepSecret}}
}

func typingActions(f widget.Form, leave string) []nav.Action {
	back := nav.Action{ID: theme.ActBack, Label: leave}
	enter := nav.Action{ID: theme.ActEnter, Label: "save"}
	tab := nav.Action{ID: theme.ActTab}
	if !f.Eager && !f.OnLast() {
		enter.Label = "next field"
	}
	switch {
	case f.Focused().Input.Block:
		if f.OnLast() {
			tab.Label = "save"
		}
		return []nav.Action{tab, {ID: theme.ActEnter, Label: "new line"}, back}
	case len(f.Entries) == 1:
		return []nav.Action{enter, back}
	}
	return []nav.Action{enter, tab, back}
}

// Why says in a form why a patch is refused.
func Why(err error) string {
	if errors.Is(err, assessment.ErrNoPerson) {
		return "nobody has said who is answering: press d on the list of systems"
	}
	return err.Error()
}
