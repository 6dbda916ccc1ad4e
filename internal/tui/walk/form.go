package walk

import (
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
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
)

// fieldName names a field of a form.
type fieldName string

const (
	reasonField    fieldName = "reason"
	approverField  fieldName = "approver"
	referenceField fieldName = "reference"
	kindField      fieldName = "kind"
	dateField      fieldName = "date"
	shownByField   fieldName = "shown by"
	ownerField     fieldName = "owner"
	dueField       fieldName = "due"
	canField       fieldName = "can explain"
	noteField      fieldName = "note"
	remarkField    fieldName = "remark"
)

// form is what a person is typing about a question, in place of the saved line.
type form struct {
	kind   formKind
	fields []field
	focus  int
	chosen assessment.EvidenceKind // what the evidence is, if the person said so
	wrong  fieldName               // the field that err is about
	err    string
	number int // of the edit that saves it; 0 before
}

type field struct {
	name   fieldName
	label  string
	hint   string
	input  widget.Field
	before string // what it held when the form came up
	person bool   // a name, which can be completed
}

// draftKey says where a form that was left belongs.
type draftKey struct {
	question questionnaire.QuestionID
	kind     formKind
}

func formOf(action theme.ActionID) (formKind, bool) {
	kind, is := map[theme.ActionID]formKind{
		theme.ActNotApply: reasonForm, theme.ActEvidence: evidenceForm, theme.ActOwner: ownerForm,
		theme.ActNote: noteForm, theme.ActPark: parkForm,
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
	w.form = form{kind: kind, fields: w.fields(f, kind)}
	return w
}

// fields returns the fields of a form as they are before anything is typed.
func (w screen) fields(f analysis.Finding, kind formKind) []field {
	line := func(name fieldName, label, value, hint string) field {
		return field{name: name, label: label, hint: hint, input: widget.NewField(value), before: value}
	}
	prefilled := func(name fieldName, label, value, hint string) field {
		x := line(name, label, value, hint)
		x.input, x.person = widget.Prefilled(value), name != dueField
		return x
	}
	x := f.Answer
	switch kind {
	case reasonForm:
		fields := []field{line(reasonField, "why not", x.Reason, "one sentence: why it does not apply here")}
		if f.Question.Applies.Op == questionnaire.Always {
			fields = append(fields, prefilled(approverField, "who agrees", x.Approver, "it applies to every system, so a second name"))
		}
		return fields
	case evidenceForm:
		return []field{
			line(referenceField, "show it", "", "a link, a path, or the day of a drill"),
			line(kindField, "it is", "", ""), line(dateField, "on", "", ""),
			prefilled(shownByField, "shown by", w.env.By, "a name"),
		}
	case ownerForm:
		fields := []field{
			prefilled(ownerField, "owner", x.Owner, strings.Join(w.people(), ", ")),
			prefilled(dueField, "by", string(x.Due), "a date, or +14 for in two weeks"),
		}
		if x.Check == assessment.CanExplain {
			fields = append(fields, prefilled(canField, "can explain", x.CheckBy, "a name"))
		}
		return fields
	case noteForm:
		note := line(noteField, "note", x.Note, "what was said, what to remember")
		note.input.Block, note.input.Max = true, assessment.MaxNote
		return []field{note}
	case parkForm:
		return []field{line(remarkField, "park", x.Parked, "a remark to come back to at the end")}
	case noForm:
	}
	return nil
}

// people returns the names that can be completed, whoever answers first.
func (w screen) people() []string {
	known := slices.DeleteFunc(w.view.Assessment.KnownPeople(), func(n string) bool { return n == w.env.By })
	if w.env.By == "" {
		return known
	}
	return append([]string{w.env.By}, known...)
}

// today is the day to which dates are relative.
func (w screen) today() assessment.Date { return assessment.DateOf(w.env.App.Now()) }

// typed takes a key or a paste while a form is open.
func (w screen) typed(msg tea.Msg) (screen, tea.Cmd) {
	press, isKey := msg.(tea.KeyPressMsg)
	if isKey && press.Code == tea.KeyEscape {
		return w.setAside(), nil
	}
	w.form.fields = slices.Clone(w.form.fields)
	if isKey && w.form.kind == noteForm {
		return w.typedNote(press)
	}
	if isKey {
		if next, cmd, done := w.between(press); done {
			return next, cmd
		}
	}
	now := &w.form.fields[w.form.focus]
	if now.name == kindField {
		if isKey && (press.Code == tea.KeySpace || press.Code == tea.KeyLeft || press.Code == tea.KeyRight) {
			w.form.chosen = other(w.evidence().Kind)
		}
		return w, nil
	}
	var used bool
	if now.input, used = now.input.Update(msg); used {
		w.form.err, w.form.wrong = "", ""
	}
	return w, nil
}

// between takes the keys that complete a field and lead to others.
func (w screen) between(press tea.KeyPressMsg) (next screen, cmd tea.Cmd, done bool) {
	now := &w.form.fields[w.form.focus]
	action, _ := theme.Match(press, theme.ActEnter, theme.ActTab, theme.ActBackTab)
	switch {
	case action == theme.ActEnter:
		next, cmd = w.enter()
		return next, cmd, true
	case action == theme.ActTab && w.complete(*now) != "":
		now.input = now.input.Set(w.complete(*now))
	case action == theme.ActTab, press.Code == tea.KeyDown:
		w.form.focus = (w.form.focus + 1) % len(w.form.fields)
	case action == theme.ActBackTab, press.Code == tea.KeyUp:
		w.form.focus = (w.form.focus + len(w.form.fields) - 1) % len(w.form.fields)
	default:
		return w, nil, false
	}
	return w, nil, true
}

// typedNote takes a key while a note is written: enter is a line break there.
func (w screen) typedNote(press tea.KeyPressMsg) (screen, tea.Cmd) {
	note := &w.form.fields[0]
	action, _ := theme.Match(press, theme.ActEnter, theme.ActTab)
	switch {
	case action == theme.ActTab, press.Code == 's' && press.Mod == tea.ModCtrl:
		return w.submit()
	case action == theme.ActEnter:
		note.input, _ = note.input.Update(tea.PasteMsg{Content: "\n"})
	case press.Code == tea.KeyUp:
		note.input = above(note.input)
	case press.Code == tea.KeyDown:
		note.input = below(note.input)
	default:
		note.input, _ = note.input.Update(press)
	}
	return w, nil
}

// complete returns the known name that begins with what was typed, if that is not all of it.
func (w screen) complete(f field) string {
	typed := strings.ToLower(strings.TrimSpace(f.input.Text()))
	if !f.person || typed == "" {
		return ""
	}
	for _, name := range w.people() {
		if lower := strings.ToLower(name); lower != typed && strings.HasPrefix(lower, typed) {
			return name
		}
	}
	return ""
}

// enter goes to the next field, from the last one it saves. Evidence is saved at once: what is in
// its other fields is usually right.
func (w screen) enter() (screen, tea.Cmd) {
	if w.form.kind != evidenceForm && w.form.focus < len(w.form.fields)-1 {
		w.form.focus++
		return w, nil
	}
	return w.submit()
}

// setAside closes the form and keeps what was typed.
func (w screen) setAside() screen {
	f, _ := w.finding()
	key := draftKey{f.Question.ID, w.form.kind}
	if w.form.touched() {
		w.drafts = with(w.drafts, key, w.form)
	} else if _, kept := w.drafts[key]; kept {
		w.drafts = with(w.drafts, key, form{})
		delete(w.drafts, key)
	}
	w.form = form{}
	return w
}

func (f form) touched() bool {
	return f.chosen != "" || slices.ContainsFunc(f.fields, func(x field) bool { return x.input.Text() != x.before })
}

func (f form) text(name fieldName) string {
	for _, x := range f.fields {
		if x.name == name {
			return strings.TrimSpace(x.input.Text())
		}
	}
	return ""
}

func (f form) has(name fieldName) bool {
	return slices.ContainsFunc(f.fields, func(x field) bool { return x.name == name })
}

// submit saves what was typed, or says beside the field what is wrong with it.
func (w screen) submit() (screen, tea.Cmd) {
	f, _ := w.finding()
	if !w.form.touched() && w.form.kind != reasonForm && w.form.kind != evidenceForm {
		w.form = form{}
		return w, nil
	}
	p, wrong, err := w.patch()
	if err == nil {
		var saved screen
		var cmd tea.Cmd
		if saved, cmd, err = w.change(f.Question.ID, p); err == nil {
			// What was typed is kept until it is saved.
			saved.form.number = saved.count
			saved.drafts = with(saved.drafts, draftKey{f.Question.ID, w.form.kind}, saved.form)
			saved.form = form{}
			return saved, cmd
		}
		wrong = w.blame(err)
	}
	w.form.err, w.form.wrong = err.Error(), wrong
	w.form.focus = max(0, slices.IndexFunc(w.form.fields, func(x field) bool { return x.name == wrong }))
	return w, nil
}

// blame returns the field that an error of the whole answer is about.
func (w screen) blame(err error) fieldName {
	if errors.Is(err, assessment.ErrNoPerson) && w.form.has(approverField) {
		return approverField
	}
	return w.form.fields[w.form.focus].name
}

// patch returns what the form says, or which field is wrong and why.
func (w screen) patch() (assessment.Patch, fieldName, error) {
	said := func(name fieldName) *string { s := w.form.text(name); return &s }
	var p assessment.Patch
	switch w.form.kind {
	case reasonForm:
		level := assessment.NotApplicable
		p.Level, p.Reason = &level, said(reasonField)
		if w.form.has(approverField) {
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
		due, err := w.due()
		if err != nil {
			return p, dueField, err
		}
		p.Owner, p.Due = said(ownerField), &due
		if w.form.has(canField) {
			p.CheckBy = said(canField)
		}
	case noteForm:
		p.Note = said(noteField)
	case parkForm:
		p.Parked = said(remarkField)
	case noForm:
	}
	return p, "", nil
}

// enough returns what is wrong with a reason, whoever agrees.
func (w screen) enough(p assessment.Patch) error {
	f, _ := w.finding()
	someone := "someone"
	p.Approver = &someone
	_, err := f.Answer.With(p, f.Question, w.env.By, w.env.App.Now())
	return err
}

// actions lists what can be done while a form is open.
func (f form) actions() []nav.Action {
	enter := "save"
	if f.kind != evidenceForm && f.focus < len(f.fields)-1 {
		enter = "next field"
	}
	switch {
	case f.kind == noteForm:
		return []nav.Action{
			{ID: theme.ActTab, Label: "save"},
			{ID: theme.ActEnter, Label: "new line"},
			{ID: theme.ActBack, Label: "keep for later"},
		}
	case len(f.fields) == 1:
		return []nav.Action{{ID: theme.ActEnter, Label: enter}, {ID: theme.ActBack, Label: "keep for later"}}
	}
	return []nav.Action{
		{ID: theme.ActEnter, Label: enter},
		{ID: theme.ActTab, Label: "next field"},
		{ID: theme.ActBack, Label: "keep for later"},
	}
}
