// Package agenda is the screen before a session: what there is to ask, area by area, and how long a
// session one wants. It doubles as the outline.
//
// It counts and offers. It must not choose the questions of a session.
package agenda

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

type screen struct {
	env      nav.Env
	view     app.View
	at       int  // the chosen kind
	starting bool // the session's beginning is being saved
	asks     map[assessment.SessionKind][]questionnaire.QuestionID
	invites  map[assessment.SessionKind][]string // the roles that each kind needs
	outline  outline
	upgrade  upgrade // to the questionnaires that are installed
	write    write
}

// write puts a whole file in the place of what is at path, or leaves that as it is.
type write = func(path string, data []byte) error

// started is what became of starting a session.
type started struct {
	view app.View
	err  error
}

// New returns the agenda of a view: a quick session is chosen until there are answers. Without write
// there is no file to be had.
func New(env nav.Env, open nav.Open, write write) nav.Screen {
	s := screen{env: env, view: open.View, write: write}.counted()
	for i, k := range assessment.SessionKinds() {
		if s.under(k) || len(s.view.Assessment.Answers) > 0 && s.running() == "" && k == assessment.Standard {
			s.at = i
		}
	}
	return s
}

func (s screen) counted() screen {
	s.upgrade.Upgrade = s.view.Upgrade()
	s.asks, s.invites = map[assessment.SessionKind][]questionnaire.QuestionID{}, map[assessment.SessionKind][]string{}
	for _, k := range assessment.SessionKinds() {
		s.asks[k] = s.list(k)
		s.invites[k] = s.invited(s.asks[k])
	}
	return s
}

// running returns the kind of the session that has not ended, if there is one.
func (s screen) running() assessment.SessionKind {
	if x := s.view.Assessment.Session; x != nil && x.Ended.IsZero() {
		return x.Kind
	}
	return ""
}

func (s screen) under(k assessment.SessionKind) bool { return s.running() == k }

func (s screen) kind() assessment.SessionKind { return assessment.SessionKinds()[s.at] }

// Capturing is never true: there is no text field.
func (s screen) Capturing() bool { return false }

// Waiting tells whether a session is about to begin, or other questions are about to be there.
func (s screen) Waiting() bool { return s.starting || s.upgrade.saving }

// Update chooses and starts a session.
func (s screen) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case nav.Refreshed:
		if msg.View.Assessment.ID == s.view.Assessment.ID {
			s.view = msg.View
			return s.counted(), nil
		}
	case nav.Named:
		s.env.By = msg.By
	case started:
		return s.begin(msg)
	case upgraded:
		return s.done(msg)
	case nav.Point:
		if s.outline.shown {
			return s.pointed(msg.Row), nil
		}
		s.at = msg.Row
	case nav.Do:
		switch {
		case s.upgrade.shown:
			return s.confirm(msg.Action)
		case s.outline.shown:
			return s.look(msg.Action)
		}
		return s.do(msg.Action)
	}
	return s, nil
}

func (s screen) do(action theme.ActionID) (nav.Screen, tea.Cmd) {
	last := len(assessment.SessionKinds()) - 1
	switch action {
	case theme.ActQuick:
		s.at = 0
	case theme.ActStandard:
		s.at = 1
	case theme.ActDeep:
		s.at = 2
	case theme.ActRecheck:
		s.at = last
	case theme.ActEnter:
		return s.start()
	case theme.ActUpgrade:
		s.upgrade.shown, s.upgrade.first, s.upgrade.last = true, 0, new(int)
	case theme.ActTab:
		s.outline.shown = true
	case theme.ActWrite:
		return s, s.file()
	case theme.ActBack:
		return s, nav.Send(nav.Back{})
	default:
		if kind, is := kinds()[action]; is {
			return s, s.open(kind)
		}
		s.at = widget.Move(action, s.at, last, 1)
	}
	return s, nil
}

// kinds returns the screens that keys open.
func kinds() map[theme.ActionID]nav.Kind {
	return map[theme.ActionID]nav.Kind{
		theme.ActGaps: nav.Gaps, theme.ActPlan: nav.Plan, theme.ActReport: nav.Report,
		theme.ActFacts: nav.Facts, theme.ActDescribe: nav.Describe,
	}
}

func (s screen) open(kind nav.Kind) tea.Cmd { return nav.Send(nav.Open{Kind: kind, View: s.view}) }

// start goes on with the session of that kind, or begins one.
func (s screen) start() (nav.Screen, tea.Cmd) {
	if s.under(s.kind()) {
		return s, s.open(nav.Walk)
	}
	s.starting = true
	service, id, by, kind := s.env.App, s.view.Assessment.ID, s.env.By, s.kind()
	return s, s.env.Saves.Add(func(ctx context.Context) tea.Msg {
		v, err := service.StartSession(ctx, id, by, kind)
		return started{view: v, err: err}
	})
}

func (s screen) begin(msg started) (nav.Screen, tea.Cmd) {
	if !s.starting {
		return s, nil
	}
	s.starting = false
	if msg.err != nil {
		return s, nav.Send(nav.Failed{Err: msg.err, What: "begin the session"})
	}
	s.view = msg.view
	return s.counted(), s.open(nav.Walk)
}

// file returns the command that writes the agenda of the chosen session, to send beforehand.
func (s screen) file() tea.Cmd {
	path := filepath.Join(s.env.Dir, fmt.Sprintf("%s-agenda-%s.md", s.view.Assessment.ID, s.kind()))
	doc, write := s.view.Agenda(s.kind()), s.write
	return s.env.Run(func(context.Context) tea.Msg {
		if err := write(path, report.Markdown(doc)); err != nil {
			return nav.Failed{Err: err, What: "write the agenda"}
		}
		return nav.Say{Text: "Written to " + textsafe.Line(path)}
	})
}

// Actions lists the sessions and where else one can go.
func (s screen) Actions() []nav.Action {
	if s.upgrade.shown {
		return s.upgrade.actions()
	}
	if s.outline.shown {
		return s.outline.actions()
	}
	enter := nav.Action{ID: theme.ActEnter, Label: "first question"}
	switch {
	case s.under(s.kind()):
		enter.Label = "go on"
	case len(s.asks[s.kind()]) == 0 && s.kind() == assessment.Recheck:
		enter.Disabled = "There is nothing to re-check yet."
	case len(s.asks[s.kind()]) == 0:
		enter.Disabled = "There is no question for that."
	}
	file := nav.Action{ID: theme.ActWrite, Disabled: enter.Disabled}
	if s.write == nil {
		file.Disabled = "No file can be written here."
	}
	none := ""
	if len(s.view.Assessment.Answers) == 0 {
		none = "Nothing was answered yet."
	}
	actions := []nav.Action{
		{ID: theme.ActQuick},
		enter,
		{ID: theme.ActTab, Label: "outline"},
		file,
		{ID: theme.ActBack},
		{ID: theme.ActFacts},
		{ID: theme.ActDescribe},
		{ID: theme.ActGaps, Disabled: none},
		{ID: theme.ActPlan, Disabled: none},
		{ID: theme.ActReport},
		{ID: theme.ActStandard},
		{ID: theme.ActDeep},
		{ID: theme.ActRecheck},
		{ID: theme.ActUp},
		{ID: theme.ActDown},
		{ID: theme.ActTop},
		{ID: theme.ActBottom},
	}
	if len(s.upgrade.To) > 0 {
		actions = slices.Insert(actions, 2, nav.Action{ID: theme.ActUpgrade})
	}
	return actions
}

// asked returns how many of the questions due were asked, and how many are due.
func (s screen) asked() (asked, due int) {
	c := s.view.Result.Verdict(s.view.Result.Target).Due
	return c.Of - c.Unasked, c.Of
}
