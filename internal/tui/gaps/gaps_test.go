package gaps_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/gaps"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// example returns the worked example.
func example(t testing.TB) app.View {
	t.Helper()
	_, v := seat.Example(t)
	return v
}

func screen(v app.View) nav.Screen {
	return gaps.New(nav.Env{By: "Mei"}, nav.Open{Kind: nav.Gaps, View: v})
}

func draw(s nav.Screen, width, height int) string { return seat.Draw(s, width, height, seat.Now()) }

func accepted(v app.View) app.View {
	return seat.With(v, func(a *assessment.Assessment) {
		a.Acceptances = []assessment.Acceptance{{
			Questions: []questionnaire.QuestionID{"res-failure-modes"}, By: "Ana", At: seat.Now(),
			Until: "2027-01-12", Reason: "ten known testers until then",
		}}
	})
}

func TestFrames(t *testing.T) {
	few := example(t)
	unasked := seat.With(few, func(a *assessment.Assessment) { clear(a.Answers) })
	many := seat.All(few, assessment.Answer{Level: assessment.Partial, By: "Ravi", At: seat.Now(), Since: seat.Now(), Owner: "Ravi", Due: "2026-12-04"})
	held := seat.All(few, assessment.Answer{
		Level: assessment.InPlace, By: "Ravi", At: seat.Now(),
		Evidence: []assessment.Evidence{{Kind: assessment.Artefact, Reference: "x", Date: "2026-11-20"}},
	})
	for name, screen := range map[string]struct {
		screen        nav.Screen
		width, height int
	}{
		"few-80x24":          {screen(accepted(few)), 80, 24},
		"few-60x15":          {screen(few), 60, 15},
		"few-120x40":         {screen(accepted(few)), 120, 40},
		"few-why-80x24":      {seat.Do(screen(few), theme.ActDown, theme.ActWhy), 80, 24},
		"few-why-60x15":      {seat.Do(screen(few), theme.ActDown, theme.ActWhy), 60, 15},
		"few-why-120x40":     {seat.Do(screen(few), theme.ActDown, theme.ActWhy), 120, 40},
		"few-200x60":         {seat.Do(screen(accepted(few)), theme.ActWhy), 200, 60},
		"menu-80x24":         {seat.Do(screen(few), theme.ActFilter, theme.ActEnter), 80, 24},
		"menu-60x15":         {seat.Do(screen(few), theme.ActFilter, theme.ActEnter), 60, 15},
		"menu-120x40":        {seat.Do(screen(few), theme.ActFilter, theme.ActEnter), 120, 40},
		"chart-80x24":        {seat.Do(screen(accepted(few)), theme.ActMatrix), 80, 24},
		"chart-60x15":        {seat.Do(screen(many), theme.ActMatrix), 60, 15},
		"chart-120x40":       {seat.Do(screen(many), theme.ActMatrix, theme.ActShape), 120, 40},
		"chart-200x60":       {seat.Do(screen(many), theme.ActMatrix), 200, 60},
		"spots-80x24":        {seat.Do(screen(few), theme.ActSpots), 80, 24},
		"marked-80x24":       {seat.Do(screen(few), theme.ActMark, theme.ActMark), 80, 24},
		"unasked-80x24":      {screen(unasked), 80, 24},
		"held-80x24":         {screen(held), 80, 24},
		"many-80x24":         {seat.Do(screen(many), theme.ActPageDown), 80, 24},
		"many-by-area-80x24": {seat.Do(screen(many), theme.ActSort, theme.ActSort, theme.ActBottom), 80, 24},
	} {
		golden.Check(t, name+".txt", draw(screen.screen, screen.width, screen.height))
	}
}

func TestEveryFrameFits(t *testing.T) {
	hostile := seat.With(example(t), func(a *assessment.Assessment) {
		a.Description.Name = "票务\x1b[2J系统 👩‍👩‍👧‍👦 " + strings.Repeat("long", 50)
		for id, x := range a.Answers {
			x.Owner = "\x1b]0;hijacked\x07 佐藤\n👍🏽 e\u0301\u202egnp"
			a.Answers[id] = x
		}
	})
	for _, v := range []app.View{hostile, seat.With(hostile, func(a *assessment.Assessment) { clear(a.Answers) })} {
		for _, s := range []nav.Screen{
			screen(v), seat.Do(screen(v), theme.ActWhy), seat.Do(screen(v), theme.ActFilter, theme.ActBottom),
			seat.Do(screen(v), theme.ActMatrix), seat.Do(screen(v), theme.ActSpots), seat.Do(screen(v), theme.ActNarrow),
		} {
			for width := 2; width <= 200; width += 11 {
				for _, height := range []int{1, 2, 4, 7, 11, 16, 20, 36, 60} {
					seat.Fits(t, s, width, height, seat.Now())
				}
			}
		}
	}
}

// selected returns the line with the pointer.
func selected(s nav.Screen) string { return seat.Selected(draw(s, 120, 40)) }

func opened(t *testing.T, s nav.Screen, action theme.ActionID) nav.Open {
	t.Helper()
	_, cmd := s.Update(nav.Do{Action: action})
	if cmd == nil {
		t.Fatalf("%s: no command", action)
	}
	open, ok := cmd().(nav.Open)
	if !ok {
		t.Fatalf("%s: asks for no screen", action)
	}
	return open
}

func TestEveryKeyDoesWhatHelpSays(t *testing.T) {
	s := screen(example(t))
	rows := example(t).Result.Gaps()
	for _, step := range []struct {
		action theme.ActionID
		want   int // the row it leads to
	}{
		{theme.ActDown, 1},
		{theme.ActUp, 0},
		{theme.ActUp, 0},
		{theme.ActBottom, len(rows) - 1},
		{theme.ActDown, len(rows) - 1},
		{theme.ActTop, 0},
		{theme.ActPageDown, len(rows) - 1},
		{theme.ActPageUp, 0},
	} {
		s = seat.Do(s, step.action)
		if line := selected(s); !strings.Contains(line, rows[step.want].Question.Title) {
			t.Errorf("%s: on %q, want %q", step.action, line, rows[step.want].Question.Title)
		}
	}
	s = seat.Do(s, theme.ActDown)
	for action, kind := range map[theme.ActionID]nav.Kind{
		theme.ActEnter: nav.Walk, theme.ActPlan: nav.Plan, theme.ActReport: nav.Report,
	} {
		open := opened(t, s, action)
		if open.Kind != kind || open.Question != rows[1].Question.ID || open.View.Assessment.ID != "ticket-shop" {
			t.Errorf("%s opens %s on %q", action, open.Kind, open.Question)
		}
	}
	for _, a := range s.Actions() {
		if len(theme.Lookup(a.ID).Keys) == 0 {
			t.Errorf("%s has no key", a.ID)
		}
	}
}

func TestFilterShowsWhatItSays(t *testing.T) {
	s := seat.Do(screen(accepted(example(t))), theme.ActFilter)
	menu := draw(s, 80, 60)
	for _, want := range []string{
		"STOP before anyone comes in", "don't know", "yours: Mei", "nobody", "accepted", "S small", "Backup & recovery", "2 of 7",
	} {
		if !strings.Contains(menu, want) {
			t.Errorf("no %q to choose in\n%s", want, menu)
		}
	}
	s = seat.Do(s, theme.ActEnter, theme.ActBack) // STOP
	frame := draw(s, 120, 40)
	for _, absent := range []string{"NEXT", "WATCH", "PLAN", "PROVE"} {
		if strings.Contains(frame, absent) {
			t.Errorf("STOP shows %s:\n%s", absent, frame)
		}
	}
	if !strings.Contains(frame, "2 of 7 gaps") || !strings.Contains(frame, "Shown: STOP, ") {
		t.Errorf("it does not say what is shown, and how many of how many:\n%s", frame)
	}
	if frame = draw(seat.Do(s, theme.ActShowAll), 120, 40); !strings.Contains(frame, "| 7 gaps") || !strings.Contains(frame, "Shown: all") {
		t.Errorf("one key does not show all:\n%s", frame)
	}
}

func TestEachFilterLeavesAsManyAsItsMenuSays(t *testing.T) {
	s := seat.Do(screen(accepted(example(t))), theme.ActFilter)
	row := ""
	for n := 0; ; n++ {
		next := seat.Selected(draw(s, 80, 60))
		if next == row {
			if n < 15 {
				t.Errorf("%d choices", n)
			}
			return
		}
		row = next
		count, _, _ := strings.Cut(row[strings.LastIndex(row, "  ")+2:], " of ")
		listed := draw(seat.Do(s, theme.ActEnter, theme.ActBack), 80, 60)
		if !strings.Contains(listed, "| "+count+" of 7 gaps") && !strings.Contains(listed, "| "+count+" gaps") {
			t.Errorf("%q leaves\n%s", row, listed)
		}
		s = seat.Do(s, theme.ActDown)
	}
}

func TestSortKeepsTheSelectedGap(t *testing.T) {
	v := example(t)
	rows := v.Result.Gaps()
	oldest := rows[len(rows)-1].Question
	v = seat.With(v, func(a *assessment.Assessment) {
		x := a.Answers[oldest.ID]
		x.Since = x.Since.AddDate(0, 0, -9)
		a.Answers[oldest.ID] = x
	})
	var byArea, bySeverity questionnaire.Question
	for _, f := range v.Result.Findings {
		if f.Gap() && byArea.ID == "" {
			byArea = f.Question
		}
	}
	for _, f := range rows {
		if f.Severity == questionnaire.Blocker && bySeverity.ID == "" {
			bySeverity = f.Question
		}
	}
	s := seat.Do(screen(v), theme.ActDown)
	want := rows[1].Question.Title
	byOwner, byDue := rows[0].Question, rows[1].Question // Mei before Ravi, 27 before 30 November
	for i, first := range []questionnaire.Question{bySeverity, byArea, byOwner, byDue, oldest, rows[0].Question} {
		s = seat.Do(s, theme.ActSort)
		if got := selected(s); !strings.Contains(got, want) {
			t.Errorf("order %d: the selection went to %q from %q", i+1, got, want)
		}
		if got := selected(seat.Do(s, theme.ActTop)); !strings.Contains(got, first.Title) {
			t.Errorf("order %d begins with %q, want %q", i+1, got, first.Title)
		}
	}
}

func TestRefreshedKeepsTheQuestionAndForgetsOthers(t *testing.T) {
	v := example(t)
	s := seat.Do(screen(v), theme.ActBottom, theme.ActWhy)
	before := selected(s)
	first := v.Result.Gaps()[0].Question.ID
	s, _ = s.Update(nav.Refreshed{View: seat.With(v, func(a *assessment.Assessment) { delete(a.Answers, first) })})
	if got := selected(s); got[:20] != before[:20] || !strings.Contains(draw(s, 120, 40), "6 gaps") {
		t.Errorf("after a refresh on %q, want %q:\n%s", got, before, draw(s, 120, 40))
	}
	other := v
	other.Assessment.ID = "other"
	if s, _ = s.Update(nav.Refreshed{View: other}); strings.Contains(draw(s, 120, 40), "7 gaps") {
		t.Error("shows another system")
	}
}

func TestAnEmptyListLeadsToASession(t *testing.T) {
	s := screen(seat.With(example(t), func(a *assessment.Assessment) { clear(a.Answers) }))
	if open := opened(t, s, theme.ActEnter); open.Kind != nav.Agenda {
		t.Errorf("enter opens %s", open.Kind)
	}
	for _, a := range s.Actions() {
		if a.ID == theme.ActWhy && a.Disabled == "" {
			t.Error("why can be asked of nothing")
		}
	}
	seat.Do(s, theme.ActWhy, theme.ActFilter, theme.ActSort, theme.ActDown, theme.ActBottom).Frame(seat.Area(80, 20, seat.Now()))
}

func TestOtherMessagesChangeNothing(t *testing.T) {
	s := screen(example(t))
	before := s.Frame(seat.Area(80, 20, seat.Now())).Body
	after, cmd := s.Update(tea.FocusMsg{})
	if cmd != nil || after.Frame(seat.Area(80, 20, seat.Now())).Body != before || after.Capturing() {
		t.Error("a message that is not for it changed the screen")
	}
}
