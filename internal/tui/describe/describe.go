// Package describe is the screen on which a system gets its name, its people, what happens next and
// where its life stands; for a new system, and to change one.
//
// It checks what was typed where it was typed. It must not decide which questions apply.
package describe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// field is one line of the form, in the order of the screen.
type field int

const (
	name field = iota
	who
	others
	stage
	shown
	live
	outside
	fields // how many there are
)

type screen struct {
	env    nav.Env
	view   app.View // zero for a new system
	texts  [fields]widget.Field
	target int // index of the stage that is aimed at
	at     field
	tried  bool           // everything is checked, not only what was left
	seen   map[field]bool // fields that were left; replaced, never changed
	taken  string         // a name that another system has
	saving bool           // the change of a system is under way
	wary   bool           // what looks like a secret was pointed out
	kept   []string       // texts to save although something in them looks like a secret; replaced, never changed
}

// New returns the form for a new system, or for the one of the view.
func New(env nav.Env, open nav.Open) nav.Screen {
	s := screen{env: env, view: open.View, seen: map[field]bool{}}
	s.texts[who] = widget.Prefilled(env.By)
	d := open.View.Assessment.Description
	if open.View.Assessment.ID == "" {
		return s
	}
	people := slices.DeleteFunc(slices.Clone(d.People), func(p string) bool { return p == env.By })
	s.texts[name] = widget.Prefilled(d.Name)
	s.texts[others] = widget.NewField(strings.Join(people, ", "))
	s.texts[shown] = widget.Prefilled(momentText(d.FirstShown))
	s.texts[live] = widget.Prefilled(momentText(d.FirstLive))
	s.texts[outside] = widget.Prefilled(outsideText(d.Outside))
	s.target = max(0, slices.Index(questionnaire.Stages(), d.Target))
	for _, f := range named() {
		s.kept = append(s.kept, s.text(f))
	}
	return s
}

func (s screen) isNew() bool { return s.view.Assessment.ID == "" }

// Capturing is always true: nearly every line is a text field.
func (s screen) Capturing() bool { return true }

// Waiting tells whether a save is under way that ends this screen.
func (s screen) Waiting() bool { return s.saving }

// unsaved is a change that could not be saved.
type unsaved struct{ err error }

// Update takes keys, and what became of the save.
func (s screen) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.key(msg)
	case tea.PasteMsg:
		s, _ = s.typed(msg)
	case nav.Do: // from help
		return s.do(msg.Action)
	case nav.Point:
		return s.point(msg.Row), nil
	case nav.Refused:
		s.tried = true
		if errors.Is(msg.Err, app.ErrExists) {
			s.taken, s.at = s.texts[name].Text(), name
		}
		return s, nil
	case nav.Refreshed:
		if s.saving && msg.Own && msg.View.Assessment.ID == s.view.Assessment.ID {
			s.saving = false
			return s, nav.Send(nav.Back{})
		}
	case unsaved:
		s.saving = false
		return s, nav.Send(nav.Failed{Err: msg.err, What: "save the description"})
	}
	return s, nil
}

func (s screen) key(msg tea.KeyPressMsg) (nav.Screen, tea.Cmd) {
	if len(s.suspects()) > 0 {
		if action, is := theme.Match(msg, theme.ActMask, theme.ActKeepSecret); is {
			return s.decide(action)
		}
	}
	if s.at != stage || msg.Text == "" {
		if next, used := s.typed(msg); used {
			return next, nil
		}
	}
	if i := strings.Index("123", msg.Text); s.at == stage && len(msg.Text) == 1 && i >= 0 {
		s.target = i
		return s, nil
	}
	ids := make([]theme.ActionID, 0, len(s.Actions()))
	for _, a := range s.Actions() {
		ids = append(ids, a.ID)
	}
	action, _ := theme.Match(msg, append(ids, theme.ActToggle)...)
	return s.do(action)
}

func (s screen) do(action theme.ActionID) (nav.Screen, tea.Cmd) {
	switch action {
	case theme.ActTab:
		return s.move(s.at + 1), nil
	case theme.ActBackTab:
		return s.move(s.at - 1), nil
	case theme.ActUp:
		return s.vertical(-1), nil
	case theme.ActDown:
		return s.vertical(1), nil
	case theme.ActEnter:
		return s.submit()
	case theme.ActBack:
		return s, nav.Send(nav.Back{Keep: true})
	case theme.ActMask, theme.ActKeepSecret:
		return s.decide(action)
	case theme.ActToggle:
		s.target = (s.target + 1) % len(questionnaire.Stages())
	}
	return s, nil
}

// typed gives a key or a paste to the text field that the cursor is in.
func (s screen) typed(msg tea.Msg) (screen, bool) {
	if s.at == stage {
		return s, false
	}
	next, used := s.texts[s.at].Update(msg)
	s.texts[s.at] = next
	return s, used
}

// move leaves a field for another one.
func (s screen) move(to field) screen {
	left := map[field]bool{s.at: true}
	for f := range s.seen {
		left[f] = true
	}
	s.seen = left
	s.at = (to + fields) % fields
	return s
}

// point goes to a field; behind the fields come the choices of what happens next.
func (s screen) point(row int) screen {
	if row >= int(fields) {
		s.target, row = row-int(fields), int(stage)
	}
	return s.move(field(row))
}

// vertical moves between fields, and inside the choice of what happens next.
func (s screen) vertical(by int) screen {
	if to := s.target + by; s.at == stage && to >= 0 && to < len(questionnaire.Stages()) {
		s.target = to
		return s
	}
	return s.move(s.at + field(by))
}

// submit goes on to the facts, or saves the change. If something is wrong, the cursor goes there.
func (s screen) submit() (nav.Screen, tea.Cmd) {
	s.tried = true
	for f := range fields {
		if s.wrong(f) != "" {
			s.at = f
			return s, nil
		}
	}
	s.wary = true
	if found := s.suspects(); len(found) > 0 {
		s.at = found[0]
		return s, nil
	}
	if s.isNew() {
		draft := app.Start{By: s.by(), Description: s.description()}
		return s, nav.Send(nav.Open{Kind: nav.Facts, Draft: &draft, Secrets: s.secrets()})
	}
	s.saving = true
	service, id, by, d := s.env.App.With(s.secrets(), nil), s.view.Assessment.ID, s.by(), s.description()
	save := s.env.Saves.Add(func(ctx context.Context) tea.Msg {
		v, err := service.Describe(ctx, id, by, d)
		if err != nil {
			return unsaved{err: err}
		}
		return nav.Refreshed{View: v, Own: true}
	})
	if by != s.env.By {
		return s, tea.Batch(save, nav.Send(nav.Named{By: by}))
	}
	return s, save
}

func (s screen) by() string { return strings.TrimSpace(s.texts[who].Text()) }

// people returns who takes part, whoever answers first.
func (s screen) people() []string {
	people := []string{s.by()}
	for p := range strings.FieldsFuncSeq(s.texts[others].Text(), func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if p = strings.TrimSpace(p); p != "" && !slices.Contains(people, p) {
			people = append(people, p)
		}
	}
	return people
}

func (s screen) today() assessment.Date { return assessment.DateOf(s.env.App.Now()) }

// description returns what the form says; fields that are wrong count as empty.
func (s screen) description() assessment.Description {
	d := assessment.Description{
		Name:   strings.TrimSpace(s.texts[name].Text()),
		Target: questionnaire.Stages()[s.target],
		People: s.people(),
	}
	d.FirstShown, _ = assessment.ParseMoment(s.texts[shown].Text(), s.today()) // wrong reports it
	d.FirstLive, _ = assessment.ParseMoment(s.texts[live].Text(), s.today())
	d.Outside, _ = parseOutside(s.texts[outside].Text(), s.today())
	return d
}

// wrong says what is wrong with a field, in a few words; empty if nothing is.
func (s screen) wrong(f field) string {
	text := s.text(f)
	switch f {
	case name:
		return s.wrongName(text)
	case who:
		if text == "" {
			return "your name is needed: answers are signed"
		}
	case others:
		if len(s.people()) > assessment.MaxVotes {
			return fmt.Sprintf("at most %d people", assessment.MaxVotes)
		}
	case shown, live:
		if _, err := assessment.ParseMoment(text, s.today()); errors.Is(err, assessment.ErrDate) {
			return "2026-09-23, \"not yet\" or ?"
		} else if err != nil {
			return "that day is still to come"
		}
	case outside:
		if _, ok := parseOutside(text, s.today()); !ok {
			return "a number such as 25, or ?"
		}
	case stage, fields:
	}
	return ""
}

func (s screen) wrongName(text string) string {
	switch {
	case text == "":
		return "a name is needed"
	case assessment.Slug(text) == "":
		return "a letter or a digit is needed"
	case len(text) > assessment.MaxLine:
		return "that is too long"
	case s.taken != "" && text == strings.TrimSpace(s.taken):
		return fmt.Sprintf("%s exists already: choose another name", assessment.Slug(text))
	}
	return ""
}

// Actions lists what works; keys reach this screen as they are.
func (s screen) Actions() []nav.Action {
	enter := "what is true"
	if !s.isNew() {
		enter = "save"
	}
	var actions []nav.Action
	if len(s.suspects()) > 0 {
		actions = edit.SecretActions()
	}
	return append(actions, []nav.Action{
		{ID: theme.ActTab},
		{ID: theme.ActUp},
		{ID: theme.ActDown},
		{ID: theme.ActEnter, Label: enter},
		{ID: theme.ActBack, Label: "back (kept)"},
		{ID: theme.ActBackTab},
		{ID: theme.ActHelp, Label: "keys"},
	}...)
}
