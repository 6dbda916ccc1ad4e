package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/plan"
	"prodfirst/internal/tui/theme"
)

func TestFrames(t *testing.T) {
	few := example(t)
	unasked := seat.With(few, func(a *assessment.Assessment) { clear(a.Answers) })
	done := seat.All(few, assessment.Answer{
		Level: assessment.InPlace, By: "Ravi", At: seat.Now(),
		Evidence: []assessment.Evidence{{Kind: assessment.Artefact, Reference: "x", Date: "2026-11-20"}},
	})
	edited, _ := typed(seat.Do(screen(few), theme.ActDown, theme.ActOwner), "Ra")
	wrong, _ := typed(seat.Do(screen(few), theme.ActDown, theme.ActOwner), "enter", "soon", "enter")
	for name, f := range map[string]struct {
		screen        nav.Screen
		width, height int
	}{
		"few-80x24":      {screen(few), 80, 24},
		"few-60x15":      {seat.Do(screen(few), theme.ActDown), 60, 15},
		"few-120x40":     {screen(few), 120, 40},
		"chained-80x40":  {screen(chained(few)), 80, 40},
		"many-80x24":     {seat.Do(screen(deep(few)), theme.ActPageDown), 80, 24},
		"many-120x60":    {seat.Do(screen(deep(few)), theme.ActBottom), 120, 60},
		"what-if-80x24":  {seat.Do(screen(few), theme.ActWhatIf), 80, 24},
		"few-200x60":     {seat.Do(screen(chained(few)), theme.ActWhy, theme.ActDown), 200, 60},
		"how-80x24":      {seat.Do(screen(chained(few)), theme.ActDown, theme.ActTab), 80, 24},
		"how-60x15":      {seat.Do(screen(few), theme.ActTab), 60, 15},
		"why-80x24":      {seat.Do(screen(few), theme.ActWhy), 80, 24},
		"why-60x15":      {seat.Do(screen(few), theme.ActDown, theme.ActWhy), 60, 15},
		"why-120x40":     {seat.Do(screen(deep(few)), theme.ActPageDown, theme.ActWhy), 120, 40},
		"marked-80x24":   {seat.Do(screen(few), theme.ActMark, theme.ActMark, theme.ActWhatIf), 80, 24},
		"what-if-120x40": {seat.Do(screen(few), theme.ActWhatIf), 120, 40},
		"spots-80x24":    {seat.Do(screen(few), theme.ActSpots), 80, 24},
		"owner-80x24":    {edited, 80, 24},
		"owner-60x15":    {edited, 60, 15},
		"bad-date-80x24": {wrong, 80, 24},
		"unasked-80x24":  {screen(unasked), 80, 24},
		"no-steps-80x24": {screen(done), 80, 24},
	} {
		golden.Check(t, name+".txt", draw(f.screen, f.width, f.height))
	}
}

func TestEveryFrameFits(t *testing.T) {
	hostile := seat.With(chained(example(t)), func(a *assessment.Assessment) {
		a.Description.Name = "票务\x1b[2J系统 👩‍👩‍👧‍👦 " + strings.Repeat("long", 50)
		for id, x := range a.Answers {
			x.Owner = "\x1b]0;hijacked\x07 佐藤\n👍🏽 e\u0301\u202egnp" + strings.Repeat("長", 30)
			a.Answers[id] = x
		}
	})
	editing, _ := typed(seat.Do(screen(hostile), theme.ActOwner), "\x1b[2J佐藤", "enter", "never", "enter")
	for _, s := range []nav.Screen{
		screen(hostile), seat.Do(screen(hostile), theme.ActBottom), seat.Do(screen(hostile), theme.ActWhatIf), editing,
		seat.Do(screen(hostile), theme.ActWhy), seat.Do(screen(hostile), theme.ActTab, theme.ActDown, theme.ActMark), seat.Do(screen(hostile), theme.ActSpots),
		seat.Do(screen(deep(hostile)), theme.ActPageDown), screen(seat.With(hostile, func(a *assessment.Assessment) { clear(a.Answers) })),
	} {
		for width := 2; width <= 200; width += 11 {
			for _, height := range []int{1, 2, 4, 7, 11, 16, 20, 36, 60} {
				seat.Fits(t, s, width, height, seat.Now())
			}
		}
	}
}

// selected returns the line with the pointer.
func selected(s nav.Screen) string { return seat.Selected(draw(s, 120, 60)) }

func TestEveryKeyDoesWhatHelpSays(t *testing.T) {
	v := example(t)
	steps := v.Result.Plan
	s := screen(v)
	for _, step := range []struct {
		action theme.ActionID
		want   string
	}{
		{theme.ActDown, title(v, 1)},
		{theme.ActUp, title(v, 0)},
		{theme.ActUp, title(v, 0)},
		{theme.ActBottom, "Ask the"},
		{theme.ActUp, title(v, len(steps)-1)},
		{theme.ActTop, title(v, 0)},
		{theme.ActPageDown, title(v, 5)},
		{theme.ActPageUp, title(v, 0)},
	} {
		s = seat.Do(s, step.action)
		if line := selected(s); !strings.Contains(line, step.want) {
			t.Errorf("%s: on %q, want %q", step.action, line, step.want)
		}
	}
	for action, want := range map[theme.ActionID]nav.Kind{
		theme.ActEnter: nav.Walk, theme.ActGaps: nav.Gaps, theme.ActReport: nav.Report,
	} {
		_, cmd := s.Update(nav.Do{Action: action})
		if open, ok := cmd().(nav.Open); !ok || open.Kind != want || open.Question != steps[0].Question {
			t.Errorf("%s opens %s on %s", action, open.Kind, open.Question)
		}
	}
	_, cmd := seat.Do(s, theme.ActBottom).Update(nav.Do{Action: theme.ActEnter})
	if open, ok := cmd().(nav.Open); !ok || open.Kind != nav.Agenda {
		t.Errorf("enter on the asking opens %s", open.Kind)
	}
	if _, cmd = s.Update(nav.Do{Action: theme.ActBack}); cmd() != any(nav.Back{}) {
		t.Error("back does not go back")
	}
	for _, a := range append(s.Actions(), seat.Do(s, theme.ActOwner).Actions()...) {
		if len(theme.Lookup(a.ID).Keys) == 0 {
			t.Errorf("%s has no key", a.ID)
		}
	}
}

func title(v app.View, i int) string {
	f, _ := v.Result.Finding(v.Result.Plan[i].Question)
	return f.Title(v.Result.Plan[i].Kind)
}

func TestEveryGapIsASelectableStepOnce(t *testing.T) {
	for _, v := range []app.View{example(t), chained(example(t)), deep(example(t))} {
		s := screen(v)
		seen := map[questionnaire.QuestionID]int{}
		for range 300 {
			_, cmd := s.Update(nav.Do{Action: theme.ActEnter})
			open, _ := cmd().(nav.Open)
			seen[open.Question]++
			before := selected(s)
			if s = seat.Do(s, theme.ActDown); selected(s) == before {
				break
			}
		}
		delete(seen, "")
		for _, step := range v.Result.Plan {
			if seen[step.Question] != 1 {
				t.Errorf("%s is there %d times", step.Question, seen[step.Question])
			}
		}
		if len(seen) != len(v.Result.Plan) {
			t.Errorf("%d steps on the screen, %d in the plan", len(seen), len(v.Result.Plan))
		}
	}
}

func TestWhatIfSaysTheDifference(t *testing.T) {
	v := example(t)
	id := v.Result.Plan[0].Question
	want := analysis.LowerFirst(analysis.Difference(v.Result, analysis.WhatIf(v.Input(), id)))
	s := seat.Do(screen(v), theme.ActWhatIf)
	if frame := draw(s, 100, 40); !strings.Contains(frame, want) {
		t.Errorf("no %q in\n%s", want, frame)
	}
	for _, action := range []theme.ActionID{theme.ActWhatIf, theme.ActDown} {
		if frame := draw(seat.Do(s, action), 120, 40); strings.Contains(frame, "If it were done") {
			t.Errorf("%s leaves it there:\n%s", action, frame)
		}
	}
}

func TestOwnerAndDateAreSaved(t *testing.T) {
	app, v := seat.Example(t)
	s := plan.New(env(app), nav.Open{View: v})
	s, cmd := typed(seat.Do(s, theme.ActOwner), "an", "tab", "+14", "enter")
	if w, ok := s.(nav.Waiter); !ok || !w.Waiting() || cmd == nil {
		t.Fatal("nothing is being saved")
	}
	s, msgs := settle(t, s, cmd)
	if r, ok := msgs[0].(nav.Refreshed); !ok || !r.Own {
		t.Fatalf("others are not told: %#v", msgs[0])
	}
	if s.Capturing() || !strings.Contains(selected(s), "Ana, Thu 10 Dec") {
		t.Errorf("after saving:\n%s", draw(s, 80, 24))
	}
	stored, err := app.Open(t.Context(), "ticket-shop")
	if err != nil {
		t.Fatal(err)
	}
	f, _ := stored.Result.Finding(v.Result.Plan[0].Question)
	if f.Answer.Owner != "Ana" || f.Answer.Due != "2026-12-10" || f.State != v.Result.Gaps()[0].State {
		t.Errorf("stored: %+v", f.Answer)
	}
}

func TestTypingReplacesWhatAFieldHolds(t *testing.T) {
	for want, keys := range map[string][]string{
		"owner  Zoe\n": {"Zoe"}, "owner  Mei too\n": {"end", " too"}, "owner  Me  tab: Mei\n": {"backspace"},
		"owner  MeZi\n": {"tab", "tab", "left", "Z"},
	} {
		v := seat.With(example(t), func(a *assessment.Assessment) {
			for id, x := range a.Answers {
				x.Owner = "Mei"
				a.Answers[id] = x
			}
		})
		s, _ := typed(seat.Do(screen(v), theme.ActOwner), keys...)
		if frame := draw(s, 80, 24); !strings.Contains(frame, want) {
			t.Errorf("%q: no %q in\n%s", keys, want, frame)
		}
	}
}

func TestAnAnswerOfSomeoneElseIsNotWrittenOver(t *testing.T) {
	service, v := seat.Example(t)
	s := seat.Do(plan.New(env(service), nav.Open{View: v}), theme.ActOwner)
	theirs, id := "Zoe", v.Result.Plan[0].Question
	if _, err := service.Answer(t.Context(), "ticket-shop", id, "Ravi", app.AnyRevision, assessment.Patch{Owner: &theirs}); err != nil {
		t.Fatal(err)
	}
	s, cmd := typed(s, "Kim", "enter", "enter")
	s, _ = settle(t, s, cmd)
	frame := draw(s, 80, 24)
	if !s.Capturing() || !strings.Contains(frame, "changed meanwhile, now Zoe") || !strings.Contains(frame, "owner  Kim") {
		t.Fatalf("both are not shown:\n%s", frame)
	}
	s, cmd = typed(s, "enter")
	if s, _ = settle(t, s, cmd); s.Capturing() || !strings.Contains(selected(s), "Kim, ") {
		t.Errorf("a second enter does not write:\n%s", draw(s, 80, 24))
	}
}

func TestWhatCannotBeSavedStays(t *testing.T) {
	s := seat.Do(screen(example(t)), theme.ActOwner) // its service does not know the system
	s, cmd := typed(s, "Zoe", "enter", "enter")
	s, msgs := settle(t, s, cmd)
	if !slices.ContainsFunc(msgs, func(msg tea.Msg) bool { _, ok := msg.(nav.Failed); return ok }) {
		t.Fatalf("nobody is told: %#v", msgs)
	}
	if frame := draw(s, 80, 24); !s.Capturing() || !strings.Contains(frame, "owner  Zoe") || !strings.Contains(frame, "not saved") {
		t.Errorf("what was typed is gone:\n%s", frame)
	}
	if s, _ = typed(s, "esc"); s.Capturing() {
		t.Error("esc does not leave")
	}
}

func TestNothingChangedIsNotSaved(t *testing.T) {
	s, cmd := typed(seat.Do(screen(example(t)), theme.ActOwner), "enter", "enter")
	if cmd != nil || s.Capturing() {
		t.Error("an unchanged owner is saved")
	}
}

func TestCopyIsMarkdownOfTheStep(t *testing.T) {
	_, cmd := screen(chained(example(t))).Update(nav.Do{Action: theme.ActCopy})
	var text string
	said := false
	batch, _ := cmd().(tea.BatchMsg)
	for _, c := range batch {
		switch msg := c().(type) {
		case nav.Say:
			said = strings.Contains(msg.Text, "sent to the clipboard")
		default:
			text = fmt.Sprint(msg)
		}
	}
	golden.Check(t, "copy.md", text)
	if !said {
		t.Error("nobody is told")
	}
}

func TestRefreshedKeepsTheStepAndOlderViewsAreIgnored(t *testing.T) {
	v := example(t)
	s := seat.Do(screen(v), theme.ActDown, theme.ActDown)
	before, _, _ := strings.Cut(selected(s), "    ")
	newer := seat.With(v, func(a *assessment.Assessment) { delete(a.Answers, v.Result.Plan[0].Question); a.Seq++ })
	s, _ = s.Update(nav.Refreshed{View: newer})
	if got := selected(s); !strings.HasPrefix(got[2:], before[2:]) {
		t.Errorf("on %q, was on %q", got, before)
	}
	s, _ = s.Update(nav.Refreshed{View: v})
	if frame := draw(s, 80, 24); !strings.Contains(frame, "6 steps") {
		t.Errorf("an older view is shown:\n%s", frame)
	}
}

func TestAskingCannotBeOwned(t *testing.T) {
	s := seat.Do(screen(example(t)), theme.ActBottom)
	for _, a := range s.Actions() {
		if off := a.Disabled != ""; off != slices.Contains([]theme.ActionID{
			theme.ActOwner, theme.ActWhatIf, theme.ActCopy, theme.ActWhy, theme.ActTab, theme.ActAccept, theme.ActMark,
		}, a.ID) {
			t.Errorf("%s: disabled %q", a.ID, a.Disabled)
		}
	}
	before := draw(s, 80, 24)
	if after := draw(seat.Do(s, theme.ActOwner, theme.ActWhatIf), 80, 24); after != before {
		t.Errorf("changed:\n%s", after)
	}
}
