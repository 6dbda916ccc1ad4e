package end

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/gloss"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/widget"
)

// The fields of an entry of the ship log.
const (
	kindField   = "kind"
	peopleField = "people"
	onField     = "on"
	noteField   = "note"
)

// shipForm asks what happened; enter alone says that it was deployed today.
func shipForm() form {
	return form{key: draftKey{what: shipping}, Form: widget.Form{Eager: true, Entries: []widget.Entry{
		{Name: kindField, Label: "it was", Choice: []string{"deployed", "shown", "used"}},
		widget.Over(onField, "on", "today", "a day that has been: 2026-11-20, yesterday, -3", nil).Read(),
		widget.Line(peopleField, "people", "", "if it was used: how many outside the team, in the week before").Read(),
		widget.Line(noteField, "note", "", "if there is something to say"),
	}}}
}

// shipment returns what was typed, or which field is wrong and why.
func (e screen) shipment() (s assessment.Shipment, field, problem string) {
	f := e.form
	kinds := []assessment.ShipKind{assessment.ShipDeploy, assessment.ShipDemo, assessment.ShipUsers}
	s = assessment.Shipment{Kind: kinds[f.Entry(kindField).Chosen], Note: f.Text(noteField), By: e.Env.By}
	var err error
	if s.On, err = assessment.ParseDate(f.Text(onField), e.Today()); err != nil {
		return s, onField, err.Error()
	}
	if s.On > e.Today() {
		return s, onField, gloss.Meant(s.On, e.Today()) + " is still to come: a day that has been"
	}
	switch people := f.Text(peopleField); {
	case s.Kind == assessment.ShipUsers:
		if s.People, err = strconv.Atoi(people); err != nil || s.People < 0 || s.People > assessment.MaxPeople {
			return s, peopleField, "a number such as 25"
		}
	case people != "":
		return s, peopleField, "only if it was used"
	}
	if len(s.Note) > assessment.MaxLine {
		return s, noteField, fmt.Sprintf("more than %d bytes: one sentence", assessment.MaxLine)
	}
	return s, "", ""
}

func (e screen) submitShipment() (screen, tea.Cmd) {
	s, field, problem := e.shipment()
	if problem != "" {
		e.form.Form = e.form.Refuse(field, problem)
		return e, nil
	}
	service, id, by := e.useCases(), e.View.Assessment.ID, e.Env.By
	return e.record(func(ctx context.Context) edit.Outcome {
		v, err := service.Ship(ctx, id, by, s)
		return edit.Outcome{View: v, Err: err, Say: "In the ship log: " + shipped(s, e.Today()) + "."}
	})
}

// shipped says an entry of the ship log.
func shipped(s assessment.Shipment, today assessment.Date) string {
	on := gloss.Meant(s.On, today)
	switch s.Kind {
	case assessment.ShipDeploy:
		return "deployed " + on
	case assessment.ShipDemo:
		return "shown " + on
	case assessment.ShipUsers:
		return fmt.Sprintf("used by %d in the week to %s", s.People, on)
	}
	return string(s.Kind) + " " + on
}

// milestoneForm asks for the name under which the present state is kept, and suggests one.
func (e screen) milestoneForm() form {
	name := "session"
	if s := e.View.Assessment.Session; s != nil {
		name = string(s.Kind) + " session"
	}
	name += " " + e.Today().Time().Format("2 Jan")
	label := name
	for n := 2; e.taken(label); n++ {
		label = fmt.Sprintf("%s (%d)", name, n)
	}
	return form{key: draftKey{what: naming}, Form: widget.Form{Entries: []widget.Entry{
		widget.Over(labelField, "milestone", label, "a name for the state of today, for ever", nil),
	}}}
}

func (e screen) taken(label string) bool {
	return slices.ContainsFunc(e.View.Assessment.Milestones, func(m assessment.Milestone) bool { return m.Label == label })
}

func (e screen) submitMilestone() (screen, tea.Cmd) {
	label := e.form.Text(labelField)
	problem := ""
	switch {
	case label == "":
		problem = "a name for the state of today"
	case label == app.Now:
		problem = "that is what the present state is called, and it changes"
	case e.taken(label):
		problem = "there is a milestone of that name"
	case len(label) > assessment.MaxLine:
		problem = "that is too long"
	}
	if problem != "" {
		e.form.Form = e.form.Refuse(labelField, problem)
		return e, nil
	}
	service, id, by := e.useCases(), e.View.Assessment.ID, e.Env.By
	return e.record(func(ctx context.Context) edit.Outcome {
		v, err := service.Milestone(ctx, id, by, label)
		return edit.Outcome{View: v, Err: err, Say: "Kept for ever: " + safe(label) + "."}
	})
}

// record closes the form and saves what was typed there.
func (e screen) record(do func(ctx context.Context) edit.Outcome) (screen, tea.Cmd) {
	f := e.form
	e.pending = edit.With(e.pending, f.key.what, append(slices.Clip(e.pending[f.key.what]), f))
	return e.close(), e.Save(f.key.what, do)
}

// settlePending takes in what became of the oldest form that was to be saved as something.
func (e screen) settlePending(o edit.Outcome) screen {
	forms := e.pending[o.What]
	if len(forms) == 0 {
		return e
	}
	e.pending = edit.With(e.pending, o.What, forms[1:])
	if o.Err != nil {
		e = e.giveBack(forms[0], o.Err)
	}
	return e
}

// keepAsNote makes the parked remark of a question part of its note.
func (e screen) keepAsNote(q questionnaire.QuestionID) (screen, tea.Cmd) {
	book, cmd, err := e.PatchSeen(q, e.Rev(q), e.noted(q, assessment.Patch{}), app.KeepSecrets, "keep the remark as a note")
	if err != nil {
		return e, nav.Send(nav.Failed{Err: err, What: "keep the remark as a note"})
	}
	e.Book = book
	return e.planned(), cmd
}

// noted returns the patch with the parked remark of a question moved into its note.
func (e screen) noted(q questionnaire.QuestionID, p assessment.Patch) assessment.Patch {
	f, _ := e.View.Result.Finding(q)
	note := strings.TrimSpace(f.Answer.Note + "\n" + f.Answer.Parked)
	p.Note, p.Clear = &note, append(slices.Clip(p.Clear), assessment.FieldParked)
	return p
}
