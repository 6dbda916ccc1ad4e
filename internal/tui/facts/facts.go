// Package facts is the screen on which a person says what is true about a system, from a shape and
// in two pages. It begins a new system, or changes what was said of one.
//
// It must not know any fact by name: they come from the vocabulary.
package facts

import (
	"context"
	"errors"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// pages is on how many pages the facts are.
const pages = 2

type said = map[questionnaire.FactID]questionnaire.Truth

type screen struct {
	env     nav.Env
	view    app.View    // zero for a new system
	draft   app.Start   // what is to become of it, without facts
	secrets app.Secrets // what becomes of what looks like a secret in the draft
	voc     questionnaire.Vocabulary
	shape   int    // 1 + index of the shape; 0: none
	before  said   // what was said when the screen was opened
	own     said   // what was changed here; replaced, never changed
	past    []undo // what was said before each change here, oldest first
	page    int
	at      int // on the page: 0 is the shape, then the facts
	known   map[questionnaire.FactID]questionnaire.Known

	asked  int      // previews asked for; only the latest counts
	count  *preview // the latest that came back
	saving bool
}

// undo is what was said at one time.
type undo struct {
	shape int
	own   said
}

// preview is what the facts would mean.
type preview struct {
	number int
	view   app.View
	err    error
}

// outcome is what became of saving.
type outcome struct {
	view  app.View
	added []questionnaire.ID
	err   error
}

// New returns the screen for the draft of a new system, or for the system of the view.
func New(env nav.Env, open nav.Open) nav.Screen {
	s := screen{env: env, view: open.View, before: open.View.Assessment.Facts, voc: open.View.Vocabulary}
	if open.Draft != nil {
		s.draft, s.secrets = *open.Draft, open.Secrets
	}
	if len(s.voc.Prompts) == 0 {
		s.voc, _ = env.App.Library.Vocabulary() // shipped: a test reads it
	}
	return s.resolve()
}

func (s screen) isNew() bool { return s.view.Assessment.ID == "" }

// Capturing is never true: there is no text field.
func (s screen) Capturing() bool { return false }

// Waiting tells whether a save is under way that ends this screen.
func (s screen) Waiting() bool { return s.saving }

// Update takes what people do, and what became of previews and saves.
func (s screen) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case nav.Open: // opened, or brought back after another look at the description
		if msg.Draft != nil {
			s.draft, s.secrets = *msg.Draft, msg.Secrets
		}
		s.page, s.at = 0, 0
		return s.preview()
	case nav.Refreshed:
		if msg.View.Assessment.ID == s.view.Assessment.ID && !s.isNew() {
			s.view, s.before = msg.View, msg.View.Assessment.Facts
			return s.resolve(), nil
		}
	case preview:
		if msg.number == s.asked && msg.err == nil {
			s.count = &msg
		}
	case outcome:
		return s.ended(msg)
	case nav.Do:
		return s.do(msg.Action)
	case nav.Point:
		return s.point(msg.Row)
	}
	return s, nil
}

func (s screen) do(action theme.ActionID) (nav.Screen, tea.Cmd) {
	switch action {
	case theme.ActShape:
		return s.sideways(1)
	case theme.ActUnshape:
		return s.sideways(-1)
	case theme.ActToggle:
		return s.toggle()
	case theme.ActRestNo:
		return s.restNo()
	case theme.ActUndo:
		return s.takeBack()
	case theme.ActEnter:
		if s.page < pages-1 {
			s.page, s.at = s.page+1, 0
			return s, nil
		}
		return s.save()
	case theme.ActBack:
		if s.page > 0 {
			s.page, s.at = s.page-1, 0
			return s, nil
		}
		return s, nav.Send(nav.Back{Keep: true})
	}
	s.at = widget.Move(action, s.at, len(s.facts()), 1)
	return s, nil
}

// prompts returns those of the page, first the left column's, then the right one's.
func (s screen) prompts() (left, right []questionnaire.Prompt) {
	all := s.voc.Prompts
	half := (len(all) + pages - 1) / pages
	here := all[min(s.page*half, len(all)):min((s.page+1)*half, len(all))]
	middle := (len(here) + 1) / 2
	return here[:middle], here[middle:]
}

// facts returns those of the page in the order in which the cursor passes them.
func (s screen) facts() []questionnaire.Fact {
	left, right := s.prompts()
	var all []questionnaire.Fact
	for _, p := range slices.Concat(left, right) {
		all = append(all, p.Facts...)
	}
	return all
}

// sideways changes the shape, or goes to the other column.
func (s screen) sideways(by int) (nav.Screen, tea.Cmd) {
	if s.at == 0 {
		n := len(s.voc.Shapes) + 1
		s = s.remember()
		s.shape = (s.shape + by + n) % n
		return s.resolve().preview()
	}
	left, _ := s.prompts()
	inLeft := 0
	for _, p := range left {
		inLeft += len(p.Facts)
	}
	switch {
	case by > 0 && s.at <= inLeft:
		s.at = min(s.at+inLeft, len(s.facts()))
	case by < 0 && s.at > inLeft:
		s.at = min(s.at-inLeft, inLeft)
	}
	return s, nil
}

// all returns everything that is said: by the shape, before, and here.
func (s screen) all() said {
	all := said{}
	if s.shape > 0 {
		shape := s.voc.Shapes[s.shape-1]
		for _, id := range shape.Yes {
			all[id] = questionnaire.Yes
		}
		for _, id := range shape.No {
			all[id] = questionnaire.No
		}
	}
	maps.Copy(all, s.before)
	maps.Copy(all, s.own)
	return all
}

func (s screen) resolve() screen {
	s.known = s.voc.Resolve(s.all())
	return s
}

func (s screen) set(ids []questionnaire.FactID, to questionnaire.Truth) (nav.Screen, tea.Cmd) {
	own := maps.Clone(s.own)
	if own == nil {
		own = said{}
	}
	for _, id := range ids {
		own[id] = to
	}
	s = s.remember()
	s.own = own
	return s.resolve().preview()
}

// remember keeps what is said now, to be taken back to.
func (s screen) remember() screen {
	s.past = append(slices.Clip(s.past), undo{shape: s.shape, own: s.own})
	return s
}

// takeBack undoes the last change that was made here.
func (s screen) takeBack() (nav.Screen, tea.Cmd) {
	last := len(s.past) - 1
	s.shape, s.own, s.past = s.past[last].shape, s.past[last].own, s.past[:last]
	return s.resolve().preview()
}

// toggle goes from not sure to yes to no.
func (s screen) toggle() (nav.Screen, tea.Cmd) {
	if s.at == 0 {
		return s.sideways(1)
	}
	id := s.facts()[s.at-1].ID
	next := map[questionnaire.Truth]questionnaire.Truth{
		questionnaire.Unsure: questionnaire.Yes, questionnaire.Yes: questionnaire.No, questionnaire.No: questionnaire.Unsure,
	}
	return s.set([]questionnaire.FactID{id}, next[s.known[id].Truth])
}

// point goes to a fact and toggles it, unless it follows from another one; 0 is the shape.
func (s screen) point(row int) (nav.Screen, tea.Cmd) {
	s.at = row
	if row == 0 || s.follows() != "" {
		return s, nil
	}
	return s.toggle()
}

// restNo says no to everything on the page that nothing was said of.
func (s screen) restNo() (nav.Screen, tea.Cmd) {
	var rest []questionnaire.FactID
	for _, f := range s.facts() {
		if s.known[f.ID].Truth == questionnaire.Unsure {
			rest = append(rest, f.ID)
		}
	}
	return s.set(rest, questionnaire.No)
}

// start is what the system would be begun with.
func (s screen) start() app.Start {
	st := s.draft
	st.Facts = s.all()
	if !s.isNew() {
		st.By, st.Description = s.env.By, s.view.Assessment.Description
	}
	return st
}

// preview asks what the facts would mean.
func (s screen) preview() (nav.Screen, tea.Cmd) {
	s.asked++
	number, service, st := s.asked, s.env.App, s.start()
	return s, s.env.Run(func(ctx context.Context) tea.Msg {
		v, err := service.Preview(ctx, st)
		return preview{number: number, view: v, err: err}
	})
}

// save begins the system, or saves what was changed.
func (s screen) save() (nav.Screen, tea.Cmd) {
	if !s.isNew() && len(s.changed()) == 0 {
		return s, nav.Send(nav.Back{})
	}
	s.saving = true
	service, st, id, by, own := s.env.App, s.start(), s.view.Assessment.ID, s.env.By, s.changed()
	if s.isNew() {
		service = service.With(s.secrets, nil)
		return s, s.env.Saves.Add(func(ctx context.Context) tea.Msg {
			v, err := service.New(ctx, st)
			return outcome{view: v, err: err}
		})
	}
	return s, s.env.Saves.Add(func(ctx context.Context) tea.Msg {
		v, added, err := service.SayFacts(ctx, id, by, own)
		return outcome{view: v, added: added, err: err}
	})
}

// changed returns what differs from what was said before.
func (s screen) changed() said {
	changed := said{}
	for id, t := range s.all() {
		was, ok := s.before[id]
		if !ok {
			was = questionnaire.Unsure
		}
		if t != was {
			changed[id] = t
		}
	}
	return changed
}

func (s screen) ended(msg outcome) (nav.Screen, tea.Cmd) {
	if !s.saving {
		return s, nil
	}
	s.saving = false
	switch {
	case errors.Is(msg.err, app.ErrExists) && s.isNew():
		return s, nav.Send(nav.Refused{Err: msg.err})
	case msg.err != nil:
		return s, nav.Send(nav.Failed{Err: msg.err, What: "save what is true about it"})
	}
	return s, nav.Send(nav.Open{Kind: nav.Agenda, View: msg.view, Reset: true})
}

// Actions lists what works on the row that the cursor is on.
func (s screen) Actions() []nav.Action {
	enter := nav.Action{ID: theme.ActEnter, Label: "next page"}
	if s.page == pages-1 {
		enter.Label = "save"
	}
	back := nav.Action{ID: theme.ActBack, Label: "back (kept)"}
	if s.page > 0 {
		back.Label = "page before"
	}
	toggle := nav.Action{ID: theme.ActToggle, Disabled: s.follows()}
	rest := nav.Action{ID: theme.ActRestNo, Label: "rest no"}
	help := nav.Action{ID: theme.ActHelp, Label: "keys"}
	sideways := nav.Action{ID: theme.ActShape, Quiet: true}
	actions := []nav.Action{toggle, rest, enter, back, help}
	if s.at == 0 {
		sideways = nav.Action{ID: theme.ActShape}
		actions = []nav.Action{sideways, rest, enter, back, help, {ID: theme.ActToggle, Quiet: true}}
	} else {
		actions = append(actions, sideways)
	}
	return append(
		actions, nav.Action{ID: theme.ActUnshape}, nav.Action{ID: theme.ActUp, Quiet: true}, nav.Action{ID: theme.ActDown},
		nav.Action{ID: theme.ActTop}, nav.Action{ID: theme.ActBottom}, nav.Action{ID: theme.ActUndo, Disabled: s.unchanged()},
	)
}

// unchanged says why nothing can be taken back; empty if something can.
func (s screen) unchanged() string {
	if len(s.past) == 0 {
		return "Nothing was changed here yet."
	}
	return ""
}

// follows says from which fact the one under the cursor follows; empty if from none.
func (s screen) follows() string {
	if s.at == 0 || !s.known[s.facts()[s.at-1].ID].Implied {
		return ""
	}
	id := s.facts()[s.at-1].ID
	for _, f := range s.voc.Facts() {
		if s.known[f.ID].Truth == questionnaire.Yes && slices.Contains(f.Implies, id) {
			return "It follows from \"" + f.Label + "\"."
		}
	}
	return ""
}
