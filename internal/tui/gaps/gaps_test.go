package gaps_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/tui/gaps"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/questionnaires"
)

func now() time.Time { return time.Date(2026, time.November, 26, 14, 13, 0, 0, time.UTC) }

func service() *app.Service {
	n := 0
	id := func() string { n++; return fmt.Sprintf("%026d", n) }
	return &app.Service{
		Store:   store.New(memkv.New(), store.Options{Now: now, NewID: id, WrittenBy: "test"}),
		Library: &app.Library{Shipped: questionnaires.Files},
		Now:     now, NewID: id,
	}
}

// example returns the worked example.
func example(t testing.TB) app.View {
	t.Helper()
	v, err := service().Example(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// with returns the view judged again after its answers were changed.
func with(v app.View, change func(a *assessment.Assessment)) app.View {
	v.Assessment.Answers = maps.Clone(v.Assessment.Answers)
	change(&v.Assessment)
	v.Result = analysis.Judge(v.Input())
	return v
}

// all returns the view with every question answered.
func all(v app.View, x assessment.Answer) app.View {
	return with(v, func(a *assessment.Assessment) {
		for _, f := range v.Result.Findings {
			a.Answers[f.Question.ID] = x
		}
	})
}

func screen(v app.View) nav.Screen {
	return gaps.New(nav.Env{By: "Mei"}, nav.Open{Kind: nav.Gaps, View: v})
}

func press(s nav.Screen, actions ...theme.ActionID) nav.Screen {
	for _, a := range actions {
		s, _ = s.Update(nav.Do{Action: a})
	}
	return s
}

func area(width, height int) nav.Area {
	return nav.Area{Width: width, Height: height, Theme: theme.New(theme.Options{}), Now: now()}
}

// draw returns what a person sees, with header and footer as bare lines.
func draw(s nav.Screen, width, height int) string {
	f := s.Frame(area(width, height-4))
	return ansi.Strip(fmt.Sprintf("%s | %s\n%s\n", strings.Join(f.Crumbs, " › "), f.Status, trimmed(f.Body)))
}

func trimmed(body string) string {
	lines := strings.Split(body, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(ansi.Strip(lines[i]), " ")
	}
	return strings.Join(lines, "\n")
}

func accepted(v app.View) app.View {
	return with(v, func(a *assessment.Assessment) {
		a.Acceptances = []assessment.Acceptance{{
			Questions: []questionnaire.QuestionID{"res-failure-modes"}, By: "Ana", At: now(),
			Until: "2027-01-12", Reason: "ten known testers until then",
		}}
	})
}

func TestFrames(t *testing.T) {
	few := example(t)
	unasked := with(few, func(a *assessment.Assessment) { clear(a.Answers) })
	many := all(few, assessment.Answer{Level: assessment.Partial, By: "Ravi", At: now(), Since: now(), Owner: "Ravi", Due: "2026-12-04"})
	held := all(few, assessment.Answer{
		Level: assessment.InPlace, By: "Ravi", At: now(),
		Evidence: []assessment.Evidence{{Kind: assessment.Artefact, Reference: "x", Date: "2026-11-20"}},
	})
	for name, screen := range map[string]struct {
		screen        nav.Screen
		width, height int
	}{
		"few-80x24":          {screen(accepted(few)), 80, 24},
		"few-60x15":          {screen(few), 60, 15},
		"few-120x40":         {screen(accepted(few)), 120, 40},
		"few-why-80x24":      {press(screen(few), theme.ActDown, theme.ActWhy), 80, 24},
		"few-why-60x15":      {press(screen(few), theme.ActDown, theme.ActWhy), 60, 15},
		"few-why-120x40":     {press(screen(few), theme.ActDown, theme.ActWhy), 120, 40},
		"unasked-80x24":      {screen(unasked), 80, 24},
		"held-80x24":         {screen(held), 80, 24},
		"many-80x24":         {press(screen(many), theme.ActPageDown), 80, 24},
		"many-by-area-80x24": {press(screen(many), theme.ActSort, theme.ActBottom), 80, 24},
	} {
		golden.Check(t, name+".txt", draw(screen.screen, screen.width, screen.height))
	}
}

func TestEveryFrameFits(t *testing.T) {
	hostile := with(example(t), func(a *assessment.Assessment) {
		a.Description.Name = "票务\x1b[2J系统 👩‍👩‍👧‍👦 " + strings.Repeat("long", 50)
		for id, x := range a.Answers {
			x.Owner = "\x1b]0;owned\x07 佐藤\n👍🏽 e\u0301\u202egnp"
			a.Answers[id] = x
		}
	})
	for _, v := range []app.View{hostile, with(hostile, func(a *assessment.Assessment) { clear(a.Answers) })} {
		for _, s := range []nav.Screen{screen(v), press(screen(v), theme.ActWhy), press(screen(v), theme.ActFilter, theme.ActBottom)} {
			for width := 2; width <= 200; width += 11 {
				for _, height := range []int{1, 2, 4, 7, 11, 16, 20, 36, 60} {
					fits(t, s.Frame(area(width, height)), width, height)
				}
			}
		}
	}
}

func fits(t *testing.T, f nav.Frame, width, height int) {
	t.Helper()
	lines := strings.Split(f.Body, "\n")
	if len(lines) > height {
		t.Fatalf("%d×%d: %d lines", width, height, len(lines))
	}
	for _, line := range lines {
		if w := ansi.StringWidth(line); w > width {
			t.Fatalf("%d×%d: a line of %d columns: %q", width, height, w, line)
		}
	}
	text := strings.Join(f.Crumbs, "") + f.Status + strings.ReplaceAll(ansi.Strip(f.Body), "\n", "")
	if strings.ContainsAny(text, "\x1b\x07\n\u202e") || strings.Contains(text, "owned") {
		t.Fatalf("%d×%d: control characters in %q", width, height, text)
	}
	if c := f.Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.Y >= height) {
		t.Fatalf("%d×%d: cursor at %d, %d", width, height, c.X, c.Y)
	}
}

// selected returns the line with the pointer.
func selected(s nav.Screen) string {
	for line := range strings.SplitSeq(draw(s, 120, 40), "\n") {
		if rest, ok := strings.CutPrefix(line, " > "); ok {
			return rest
		}
	}
	return ""
}

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
		s = press(s, step.action)
		if line := selected(s); !strings.Contains(line, rows[step.want].Question.Title) {
			t.Errorf("%s: on %q, want %q", step.action, line, rows[step.want].Question.Title)
		}
	}
	s = press(s, theme.ActDown)
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

func TestFilterGoesThroughEveryChoiceAndBack(t *testing.T) {
	s := screen(accepted(example(t)))
	var seen []string
	for range 40 {
		_, rest, _ := strings.Cut(draw(s, 120, 40), "Shown: ")
		name, _, _ := strings.Cut(rest, ",")
		if len(seen) > 0 && name == "all" {
			break
		}
		seen = append(seen, name)
		s = press(s, theme.ActFilter)
	}
	want := "all|STOP and PROVE|don't know|none or partial|claimed|accepted|without an owner|owned by you|"
	if got := strings.Join(seen, "|"); !strings.HasPrefix(got, want) {
		t.Errorf("choices %q, want %q and then the areas", got, want)
	}
	if len(seen) < 10 || !strings.Contains(strings.Join(seen, "|"), "Backup & recovery") {
		t.Errorf("no areas among %q", seen)
	}
}

func TestFilterShowsWhatItSays(t *testing.T) {
	s := press(screen(example(t)), theme.ActFilter)
	frame := draw(s, 120, 40)
	for _, absent := range []string{"NEXT", "WATCH", "PLAN"} {
		if strings.Contains(frame, absent) {
			t.Errorf("STOP and PROVE shows %s:\n%s", absent, frame)
		}
	}
	if !strings.Contains(frame, "3 of 7 gaps") {
		t.Errorf("the header does not say how many of how many:\n%s", frame)
	}
}

func TestSortKeepsTheSelectedGap(t *testing.T) {
	v := example(t)
	rows := v.Result.Gaps()
	oldest := rows[len(rows)-1].Question
	v = with(v, func(a *assessment.Assessment) {
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
	s := press(screen(v), theme.ActDown)
	want := rows[1].Question.Title
	for i, first := range []questionnaire.Question{byArea, bySeverity, oldest, rows[0].Question} {
		s = press(s, theme.ActSort)
		if got := selected(s); !strings.Contains(got, want) {
			t.Errorf("order %d: the selection went to %q from %q", i+1, got, want)
		}
		if got := selected(press(s, theme.ActTop)); !strings.Contains(got, first.Title) {
			t.Errorf("order %d begins with %q, want %q", i+1, got, first.Title)
		}
	}
}

func TestRefreshedKeepsTheQuestionAndForgetsOthers(t *testing.T) {
	v := example(t)
	s := press(screen(v), theme.ActBottom, theme.ActWhy)
	before := selected(s)
	first := v.Result.Gaps()[0].Question.ID
	s, _ = s.Update(nav.Refreshed{View: with(v, func(a *assessment.Assessment) { delete(a.Answers, first) })})
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
	s := screen(with(example(t), func(a *assessment.Assessment) { clear(a.Answers) }))
	if open := opened(t, s, theme.ActEnter); open.Kind != nav.Agenda {
		t.Errorf("enter opens %s", open.Kind)
	}
	for _, a := range s.Actions() {
		if a.ID == theme.ActWhy && a.Disabled == "" {
			t.Error("why can be asked of nothing")
		}
	}
	press(s, theme.ActWhy, theme.ActFilter, theme.ActSort, theme.ActDown, theme.ActBottom).Frame(area(80, 20))
}

func TestOtherMessagesChangeNothing(t *testing.T) {
	s := screen(example(t))
	before := s.Frame(area(80, 20)).Body
	after, cmd := s.Update(tea.FocusMsg{})
	if cmd != nil || after.Frame(area(80, 20)).Body != before || after.Capturing() {
		t.Error("a message that is not for it changed the screen")
	}
}

func BenchmarkFrame(b *testing.B) {
	v, err := service().Example(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	s := press(screen(all(large(v), assessment.Answer{Level: assessment.Partial, By: "R", At: now()})), theme.ActWhy)
	for b.Loop() {
		s = press(s, theme.ActDown)
		s.Frame(area(200, 56))
		s.Actions()
	}
}

// large returns the view with every question ten times.
func large(v app.View) app.View {
	core := v.Questionnaires[0]
	areas := core.Areas
	for n := range 9 {
		for _, a := range areas {
			a.ID = questionnaire.AreaID(fmt.Sprintf("%s-%d", a.ID, n))
			a.Questions = slices.Clone(a.Questions)
			for i := range a.Questions {
				a.Questions[i].ID = questionnaire.QuestionID(fmt.Sprintf("%s-%d", a.Questions[i].ID, n))
			}
			core.Areas = append(slices.Clip(core.Areas), a)
		}
	}
	v.Questionnaires = append([]questionnaire.Questionnaire{core}, v.Questionnaires[1:]...)
	v.Result = analysis.Judge(v.Input())
	return v
}
