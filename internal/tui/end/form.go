package end

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// form is what a person is typing: owner and date of a step, or the sentence of the owner.
type form struct {
	fields   []field
	focus    int
	err      string
	question questionnaire.QuestionID // the step's
	seen     uint64                   // the revision of the answer when the form came up
	ready    assessment.Ready         // what the owner said; empty for a step
}

type field struct {
	label  string
	hint   string
	input  widget.Field
	before string
}

// draftKey says where what was typed belongs: to a step, or to an answer of the owner.
type draftKey struct {
	question questionnaire.QuestionID
	ready    assessment.Ready
}

func (f form) key() draftKey { return draftKey{question: f.question, ready: f.ready} }

func (f form) text(i int) string { return strings.TrimSpace(f.fields[i].input.Text()) }

func (f form) touched() bool {
	return slices.ContainsFunc(f.fields, func(x field) bool { return x.input.Text() != x.before })
}

func line(label, value, hint string) field {
	return field{label: label, hint: hint, input: widget.Prefilled(value), before: value}
}

// assign opens owner and date of the selected step.
func (e screen) assign() screen {
	q := e.steps[e.row]
	f, _ := e.stored.Result.Finding(q)
	if draft, kept := e.drafts[draftKey{question: q}]; kept {
		draft.seen = f.Answer.Rev
		e.form = draft
		return e
	}
	shown, _ := e.view.Result.Finding(q)
	e.form = form{question: q, seen: f.Answer.Rev, fields: []field{
		line("owner", shown.Answer.Owner, strings.Join(e.people(), ", ")),
		line("by", string(shown.Answer.Due), "a date, or +14 for in two weeks"),
	}}
	return e
}

func signForm(ready assessment.Ready, words string) form {
	f := form{ready: ready, fields: []field{line("in a sentence", "", "why; it is quoted beside the verdict")}}
	f.fields[0].input = widget.NewField(words)
	return f
}

// sign opens the sentence of the owner.
func (e screen) sign(ready assessment.Ready) screen {
	e.form = signForm(ready, "")
	if draft, kept := e.drafts[e.form.key()]; kept {
		e.form = draft
	}
	return e
}

// people returns the names that can be completed, whoever answers first.
func (e screen) people() []string {
	known := slices.DeleteFunc(e.view.Assessment.KnownPeople(), func(n string) bool { return n == e.env.By })
	if e.env.By == "" {
		return known
	}
	return append([]string{e.env.By}, known...)
}

func (e screen) today() assessment.Date { return assessment.DateOf(e.env.App.Now()) }

// complete returns the known name that begins with what was typed as the owner, if that is not all.
func (e screen) complete() string {
	if e.form.ready != "" || e.form.focus != 0 {
		return ""
	}
	typed := strings.ToLower(e.form.text(0))
	for _, name := range e.people() {
		if lower := strings.ToLower(name); typed != "" && lower != typed && strings.HasPrefix(lower, typed) {
			return name
		}
	}
	return ""
}

// typed takes a key or a paste while a field is open.
func (e screen) typed(msg tea.Msg) (screen, tea.Cmd) {
	e.form.fields = slices.Clone(e.form.fields)
	now := &e.form.fields[e.form.focus]
	if press, isKey := msg.(tea.KeyPressMsg); isKey {
		action, _ := theme.Match(press, theme.ActEnter, theme.ActTab, theme.ActBackTab)
		switch {
		case press.Code == tea.KeyEscape:
			return e.setAside(), nil
		case action == theme.ActEnter && e.form.focus == len(e.form.fields)-1:
			return e.submit()
		case action == theme.ActTab && e.complete() != "":
			now.input = now.input.Set(e.complete())
			return e, nil
		case action == theme.ActEnter, action == theme.ActTab, press.Code == tea.KeyDown:
			e.form.focus = (e.form.focus + 1) % len(e.form.fields)
			return e, nil
		case action == theme.ActBackTab, press.Code == tea.KeyUp:
			e.form.focus = (e.form.focus + len(e.form.fields) - 1) % len(e.form.fields)
			return e, nil
		}
	}
	var used bool
	if now.input, used = now.input.Update(msg); used {
		e.form.err = ""
	}
	return e, nil
}

// setAside closes the form and keeps what was typed.
func (e screen) setAside() screen {
	if e.form.touched() {
		e.drafts = with(e.drafts, e.form.key(), e.form)
	} else {
		e.drafts = undrafted(e.drafts, e.form.key())
	}
	e.form = form{}
	return e.planned()
}

// submit saves what was typed, or says what is wrong with it.
func (e screen) submit() (screen, tea.Cmd) {
	if e.form.ready != "" {
		if words := e.form.text(0); len(words) > assessment.MaxLine {
			e.form.err = fmt.Sprintf("more than %d bytes: one sentence", assessment.MaxLine)
			return e, nil
		}
		s := assessment.SignOff{By: e.env.By, At: e.env.App.Now(), Ready: e.form.ready, Words: e.form.text(0)}
		e.drafts = undrafted(e.drafts, e.form.key())
		e.form = form{}
		return e.saveSignOff(s)
	}
	due, err := e.due()
	if err != nil {
		e.form.err, e.form.focus = err.Error(), 1
		return e, nil
	}
	owner := e.form.text(0)
	next, cmd, err := e.change(e.form.question, assessment.Patch{Owner: &owner, Due: &due})
	if err != nil {
		e.form.err, e.form.focus = err.Error(), 0
		return e, nil
	}
	next.drafts = undrafted(next.drafts, next.form.key())
	next.form = form{}
	return next.planned(), cmd
}

// due returns the date typed, or no date if nothing was typed.
func (e screen) due() (assessment.Date, error) {
	typed := e.form.text(1)
	if typed == "" || typed == e.form.fields[1].before {
		return assessment.Date(typed), nil
	}
	d, err := assessment.ParseDate(typed, e.today())
	if err == nil && d < e.today() {
		err = fmt.Errorf("%s has passed: a day to come", d)
	}
	return d, err
}

func (f form) actions() []nav.Action {
	enter := "save"
	if f.focus < len(f.fields)-1 {
		enter = "next field"
	}
	actions := []nav.Action{{ID: theme.ActEnter, Label: enter}}
	if len(f.fields) > 1 {
		actions = append(actions, nav.Action{ID: theme.ActTab})
	}
	return append(actions, nav.Action{ID: theme.ActBack, Label: "keep for later"})
}
