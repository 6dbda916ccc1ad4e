package walk

import (
	"errors"
	"maps"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// formKind says what is being typed.
type formKind string

const (
	noForm       formKind = ""
	reasonForm   formKind = "reason"
	evidenceForm formKind = "evidence"
	ownerForm    formKind = "owner"
	noteForm     formKind = "note"
	parkForm     formKind = "remark"
	votesForm    formKind = "votes"
)

// The fields of the forms, besides those for owner and date.
const (
	reasonField    = "reason"
	approverField  = "approver"
	referenceField = "reference"
	kindField      = "kind"
	dateField      = "date"
	shownByField   = "shown by"
	canField       = "can explain"
	noteField      = "note"
	remarkField    = "remark"
	votesField     = "fingers"
)

// form is what a person is typing about a question, in place of the saved line.
type form struct {
	widget.Form
	kind   formKind
	chosen assessment.EvidenceKind // what the evidence is, if the person said so
	number int                     // of the edit that saves it; 0 before
}

// draftKey says where a form that was left belongs.
type draftKey struct {
	question questionnaire.QuestionID
	kind     formKind
}

func formOf(action theme.ActionID) (formKind, bool) {
	kind, is := map[theme.ActionID]formKind{
		theme.ActNotApply: reasonForm, theme.ActEvidence: evidenceForm, theme.ActOwner: ownerForm,
		theme.ActNote: noteForm, theme.ActPark: parkForm, theme.ActVotes: votesForm,
	}[action]
	return kind, is
}

// open shows a form: as it was left, or with what the answer holds.
func (w screen) open(f analysis.Finding, kind formKind) screen {
	if draft, kept := w.drafts[draftKey{f.Question.ID, kind}]; kept {
		draft.number = 0
		w.form = draft
		return w
	}
	w.form = form{kind: kind, Form: w.blank(f, kind)}
	return w.guessed()
}

// blank returns a form as it is before anything is typed.
func (w screen) blank(f analysis.Finding, kind formKind) widget.Form {
	x := f.Answer
	switch kind {
	case reasonForm:
		fields := []widget.Entry{widget.Line(reasonField, "why not", x.Reason, "one sentence: why it does not apply here")}
		if f.Question.Applies.Op == questionnaire.Always {
			fields = append(fields, widget.Over(approverField, "who agrees", x.Approver,
				"it applies to every system, so a second name", w.People()))
		}
		return widget.Form{Entries: fields}
	case evidenceForm:
		return widget.Form{Eager: true, Entries: []widget.Entry{
			widget.Line(referenceField, "show it", "", "a link, a path, or the day of a drill"),
			{Name: kindField, Label: "it is", Choice: []string{"something to look at", "a drill: it was done"}},
			widget.Line(dateField, "on", "", "").Read(),
			widget.Over(shownByField, "shown by", w.Env.By, "a name", w.People()),
		}}
	case ownerForm:
		fields := w.OwnerForm(f.Question.ID)
		if x.Check == assessment.CanExplain {
			fields.Entries = append(fields.Entries, widget.Over(canField, "can explain", x.CheckBy, "a name", w.People()))
		}
		return fields
	case noteForm:
		note := widget.Line(noteField, "note", x.Note, "what was said, what to remember")
		note.Input.Block, note.Input.Max = true, assessment.MaxNote
		return widget.Form{Entries: []widget.Entry{note}}
	case parkForm:
		return widget.Form{Entries: []widget.Entry{
			widget.Line(remarkField, "park", x.Parked, "a remark to come back to at the end"),
		}}
	case votesForm:
		return w.voteForm(x)
	case noForm:
	}
	return widget.Form{}
}

// typed takes a key or a paste while a form is open.
func (w screen) typed(msg tea.Msg) (screen, tea.Cmd) {
	if press, is := msg.(tea.KeyPressMsg); is && w.form.kind == noteForm {
		if _, asked := theme.Match(press, theme.ActEditor); asked {
			return w.editor()
		}
	}
	before := w.form.Entry(kindField).Chosen
	var sign widget.Sign
	w.form.Form, sign = w.form.Update(msg)
	switch sign {
	case widget.Left:
		return w.setAside(), nil
	case widget.Sent:
		return w.submit()
	case widget.Typed:
	}
	if now := w.form.Entry(kindField).Chosen; now != before {
		w.form.chosen = kinds()[now]
	}
	return w.guessed(), nil
}

// setAside closes the form and keeps what was typed.
func (w screen) setAside() screen {
	f, _ := w.finding()
	key := draftKey{f.Question.ID, w.form.kind}
	if w.form.touched() {
		w.drafts = edit.With(w.drafts, key, w.form)
	} else {
		w.drafts = edit.Without(w.drafts, key)
	}
	w.form = form{}
	return w
}

// undrafted returns the drafts without those of a question that were saved.
func undrafted(drafts map[draftKey]form, q questionnaire.QuestionID, number int) map[draftKey]form {
	drafts = maps.Clone(drafts)
	maps.DeleteFunc(drafts, func(k draftKey, f form) bool {
		return k.question == q && f.number > 0 && f.number <= number
	})
	return drafts
}

func (f form) touched() bool { return f.chosen != "" || f.Touched() }

// telling tells whether sending the form says something although nothing in it was changed.
func (f form) telling() bool {
	switch f.kind {
	case reasonForm, evidenceForm:
		return true
	case votesForm:
		return f.Text(votesField) != ""
	case ownerForm, noteForm, parkForm, noForm:
	}
	return false
}

// submit saves what was typed, or says beside the field what is wrong with it.
func (w screen) submit() (screen, tea.Cmd) {
	f, _ := w.finding()
	if !w.form.touched() && !w.form.telling() {
		w.form = form{}
		return w, nil
	}
	p, wrong, err := w.patch()
	if err == nil {
		var saved screen
		var cmd tea.Cmd
		if saved, cmd, err = w.change(f.Question.ID, p, edit.Secrets(w.form.Form)); err == nil {
			// What was typed is kept until it is saved.
			saved.form.number = saved.Count()
			saved.drafts = edit.With(saved.drafts, draftKey{f.Question.ID, w.form.kind}, saved.form)
			saved.form = form{}
			if p.Level != nil {
				saved.row = max(0, rowOf(*p.Level))
			}
			return saved, cmd
		}
		w.form.Form = w.refused(err)
		return w, nil
	}
	w.form.Form = w.form.Refuse(wrong, err.Error())
	return w, nil
}

// refused returns the form with what is wrong with the whole answer, beside the field that it is about.
func (w screen) refused(err error) widget.Form {
	if errors.Is(err, assessment.ErrNoPerson) && w.form.Has(approverField) {
		return w.form.Refuse(approverField, err.Error())
	}
	return w.form.Refuse(w.form.Focused().Name, edit.Why(err))
}

// patch returns what the form says, or which field is wrong and why.
func (w screen) patch() (assessment.Patch, string, error) {
	said := func(name string) *string { s := w.form.Text(name); return &s }
	var p assessment.Patch
	switch w.form.kind {
	case reasonForm:
		level := assessment.NotApplicable
		p.Level, p.Reason = &level, said(reasonField)
		if w.form.Has(approverField) {
			p.Approver = said(approverField)
		}
		if err := w.enough(p); err != nil {
			return p, reasonField, err
		}
	case evidenceForm:
		e, wrong, err := w.checkedEvidence()
		if err != nil {
			return p, wrong, err
		}
		p.AddEvidence = []assessment.Evidence{e}
	case ownerForm:
		var err error
		if p, err = w.OwnerPatch(w.form.Form); err != nil {
			return p, edit.Due, err
		}
		if w.form.Has(canField) {
			p.CheckBy = said(canField)
		}
	case noteForm:
		p.Note = said(noteField)
	case parkForm:
		p.Parked = said(remarkField)
	case votesForm:
		var err error
		if p, err = votePatch(*said(votesField)); err != nil {
			return p, votesField, err
		}
	case noForm:
	}
	return p, "", nil
}

// enough returns what is wrong with a reason, whoever agrees.
func (w screen) enough(p assessment.Patch) error {
	f, _ := w.finding()
	someone := "someone"
	p.Approver = &someone
	_, err := f.Answer.With(p, f.Question, w.Env.By, w.Env.App.Now())
	return err
}

// draw draws the form in as many lines as there is room for, around the field in focus, and returns
// where the cursor is.
func (f form) draw(g grid, area nav.Area) ([]string, *tea.Cursor) {
	const labels = 15 // columns of a label and the space after it
	at := widget.FormArea{
		Indent: g.left, Labels: labels, Width: g.measure - labels, Above: g.name == 0,
		Tall: max(1, min(7, area.Height/2), min(14, area.Height/3)), Theme: area.Theme,
	}
	if at.Above {
		at.Width = g.measure
	}
	lines, x, y := f.Draw(at)
	if room := max(1, area.Height-1); len(lines) > room {
		first := widget.Offset(len(lines), y, y+1, room)
		lines, y = lines[first:first+room], y-first
	}
	return lines, tea.NewCursor(x, y)
}
