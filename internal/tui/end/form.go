package end

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/widget"
)

// What is saved here besides owner and date.
const (
	signing  = "save what the owner says"
	starting = "start the session"
	shipping = "write into the ship log"
	naming   = "keep the milestone"
	deciding = "record the decision"
)

// The fields of the forms for the owner's sentence and for the milestone.
const (
	whoField   = "who"
	wordsField = "words"
	labelField = "label"
)

// form is what a person is typing: owner and date of a step, the sentence of the owner, a decision, an
// entry of the ship log, or the name of a milestone.
type form struct {
	widget.Form
	key  draftKey
	seen uint64 // the revision of the answer when the form came up
}

// draftKey says where what was typed belongs: to a question, to an answer of the owner, or to what it
// is to be saved as.
type draftKey struct {
	question questionnaire.QuestionID
	ready    assessment.Ready
	what     string
}

// assign opens owner and date of a question.
func (e screen) assign(q questionnaire.QuestionID) screen {
	f := form{key: draftKey{question: q}, Form: e.OwnerForm(q)}
	if draft, kept := e.drafts[f.key]; kept {
		f = draft
	}
	f.seen = e.Rev(q)
	e.form = f
	return e
}

// signForm asks who says it, and why; the sentence has the keys.
func (e screen) signForm(ready assessment.Ready, by, words string) form {
	people := e.People()
	who := widget.Over(whoField, "who says it", by, strings.Join(people, ", "), people)
	line := widget.Line(wordsField, "in a sentence", "", "why; it is quoted beside the verdict")
	line.Input = line.Input.Set(words)
	return form{key: draftKey{ready: ready}, Form: widget.Form{Entries: []widget.Entry{who, line}, Focus: 1}}
}

// sign opens the sentence of the owner.
func (e screen) sign(ready assessment.Ready) screen {
	by, _ := e.accountable()
	return e.reopen(e.signForm(ready, by, ""))
}

// reopen opens a form, as it was left if something was typed there.
func (e screen) reopen(f form) screen {
	if draft, kept := e.drafts[f.key]; kept {
		f = draft
	}
	e.form = f
	return e
}

// typed takes a key or a paste while a field is open.
func (e screen) typed(msg tea.Msg) (screen, tea.Cmd) {
	var sign widget.Sign
	e.form.Form, sign = e.form.Update(msg)
	switch sign {
	case widget.Left:
		return e.setAside(), nil
	case widget.Sent:
		return e.submit()
	case widget.Typed:
	}
	return e, nil
}

// setAside closes the form and keeps what was typed.
func (e screen) setAside() screen {
	if e.form.Touched() {
		e.drafts = edit.With(e.drafts, e.form.key, e.form)
		e.form = form{}
		return e.planned()
	}
	return e.close()
}

// close closes the form for good.
func (e screen) close() screen {
	e.drafts = edit.Without(e.drafts, e.form.key)
	e.form = form{}
	return e.planned()
}

// submit saves what was typed, or says what is wrong with it.
func (e screen) submit() (screen, tea.Cmd) {
	f := e.form
	switch {
	case f.key.ready != "":
		return e.submitSignOff()
	case f.key.what == shipping:
		return e.submitShipment()
	case f.key.what == naming:
		return e.submitMilestone()
	case f.key.what == deciding:
		return e.submitDecision()
	}
	p, err := e.OwnerPatch(f.Form)
	if err != nil {
		e.form.Form = f.Refuse(edit.Due, err.Error())
		return e, nil
	}
	if !f.Touched() {
		return e.close(), nil
	}
	secrets := edit.Secrets(f.Form)
	if _, parked := e.selected(); parked && f.Text(edit.Owner) != "" {
		p, secrets = e.noted(f.key.question, p), app.KeepSecrets // of the remark that is there
	}
	book, cmd, err := e.PatchSeen(f.key.question, f.seen, p, secrets, "save owner and date")
	if err != nil {
		e.form.Form = f.Refuse(edit.Owner, edit.Why(err))
		return e, nil
	}
	e.Book = book
	e.sent = edit.With(e.sent, e.Count(), f)
	return e.close(), cmd
}

func (e screen) submitSignOff() (screen, tea.Cmd) {
	words := e.form.Text(wordsField)
	if len(words) > assessment.MaxLine {
		e.form.Form = e.form.Refuse(wordsField, fmt.Sprintf("more than %d bytes: one sentence", assessment.MaxLine))
		return e, nil
	}
	by := e.form.Text(whoField)
	if by == "" {
		e.form.Form = e.form.Refuse(whoField, "a name: a person answers for it")
		return e, nil
	}
	s := assessment.SignOff{By: by, At: e.Env.App.Now(), Ready: e.form.key.ready, Words: words}
	service, id := e.useCases(), e.View.Assessment.ID
	e = e.close()
	e.signing = &s
	return e, e.Save(signing, func(ctx context.Context) edit.Outcome {
		v, err := service.SignOff(ctx, id, s.By, s.Ready, s.Words)
		return edit.Outcome{View: v, Err: err}
	})
}

// useCases are those that do with what looks like a secret in the form what the person said.
func (e screen) useCases() *app.Service { return e.Env.App.With(edit.Secrets(e.form.Form), nil) }

// settle takes in what became of the saves.
func (e screen) settle(done []edit.Outcome) (screen, tea.Cmd) {
	var cmds []tea.Cmd
	for _, o := range done {
		switch {
		case o.Number > 0:
			e = e.settleStep(o)
			if o.Conflict() {
				cmds = append(cmds, nav.Send(o.Failed()))
			}
		case o.What == signing:
			if o.Err != nil && e.signing != nil {
				e = e.giveBack(e.signForm(e.signing.Ready, e.signing.By, e.signing.Words), o.Err)
			}
			e.signing = nil
		case o.What == shipping, o.What == naming, o.What == deciding:
			e = e.settlePending(o)
		case o.What == starting:
			e.starting = false
			if o.Err == nil {
				cmds = append(cmds, nav.Send(nav.Open{Kind: nav.Walk, View: o.View, Replace: true}))
			}
		}
	}
	return e, tea.Batch(cmds...)
}

// settleStep takes in what became of owner and date of a step. What was typed and not saved comes
// up again when it is asked for.
func (e screen) settleStep(o edit.Outcome) screen {
	if o.Err != nil {
		e.Book = e.Drop(o.Question)
		if f, typed := e.sent[o.Number]; typed {
			e = e.giveBack(f, o.Err)
		}
	}
	e.sent = edit.Without(e.sent, o.Number)
	return e
}

func (e screen) giveBack(f form, err error) screen {
	f.Form = f.Refuse(f.Focused().Name, "not saved: "+err.Error())
	e.drafts = edit.With(e.drafts, f.key, f)
	return e
}
