package plan_test

import (
	"context"
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
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/plan"
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

func env(s *app.Service) nav.Env {
	return nav.Env{App: s, By: "Mei", Saves: nav.NewQueue(context.Background())}
}

func screen(v app.View) nav.Screen {
	return plan.New(env(service()), nav.Open{Kind: nav.Plan, View: v})
}

func press(s nav.Screen, actions ...theme.ActionID) nav.Screen {
	for _, a := range actions {
		s, _ = s.Update(nav.Do{Action: a})
	}
	return s
}

// typed gives keys and text to the text fields of a screen.
func typed(s nav.Screen, keys ...string) (nav.Screen, tea.Cmd) {
	var cmd tea.Cmd
	for _, k := range keys {
		var msg tea.Msg = tea.PasteMsg{Content: k}
		switch k {
		case "enter":
			msg = tea.KeyPressMsg{Code: tea.KeyEnter}
		case "tab":
			msg = tea.KeyPressMsg{Code: tea.KeyTab}
		case "esc":
			msg = tea.KeyPressMsg{Code: tea.KeyEscape}
		case "end":
			msg = tea.KeyPressMsg{Code: tea.KeyEnd}
		case "left":
			msg = tea.KeyPressMsg{Code: tea.KeyLeft}
		case "backspace":
			msg = tea.KeyPressMsg{Code: tea.KeyBackspace}
		}
		s, cmd = s.Update(msg)
	}
	return s, cmd
}

// settle gives a screen what its command brings.
func settle(t *testing.T, s nav.Screen, cmd tea.Cmd) (nav.Screen, []tea.Msg) {
	t.Helper()
	if cmd == nil {
		return s, nil
	}
	msg := cmd()
	batch, ok := msg.(tea.BatchMsg)
	if !ok {
		s, _ = s.Update(msg)
		return s, []tea.Msg{msg}
	}
	var all []tea.Msg
	for _, c := range batch {
		var msgs []tea.Msg
		s, msgs = settle(t, s, c)
		all = append(all, msgs...)
	}
	return s, all
}

func area(width, height int) nav.Area {
	return nav.Area{Width: width, Height: height, Theme: theme.New(theme.Options{}), Now: now()}
}

func draw(s nav.Screen, width, height int) string {
	f := s.Frame(area(width, height-4))
	lines := strings.Split(ansi.Strip(f.Body), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return fmt.Sprintf("%s | %s\n%s\n", strings.Join(f.Crumbs, " › "), f.Status, strings.Join(lines, "\n"))
}

// deep returns a view with gaps that wait for others, an accepted one and proofs of both kinds.
func deep(v app.View) app.View {
	return with(all(v, assessment.Answer{Level: assessment.Partial, By: "Ravi", At: now(), Since: now(), Owner: "Ravi", Due: "2026-12-04"}),
		func(a *assessment.Assessment) {
			for i, f := range v.Result.Findings {
				x := a.Answers[f.Question.ID]
				if i%3 == 0 {
					x.Level = assessment.InPlace
				}
				if i%4 == 0 {
					x.Owner, x.Due = "", ""
				}
				a.Answers[f.Question.ID] = x
			}
			a.Acceptances = []assessment.Acceptance{{
				Questions: []questionnaire.QuestionID{"sec-secrets"}, By: "Ana", At: now(),
				Until: "2027-01-12", Reason: "ten known testers until then",
			}}
		})
}

// chained returns a view in which a now step waits for a question that is weaker by itself.
func chained(v app.View) app.View {
	core := v.Questionnaires[0]
	core.Areas = slices.Clone(core.Areas)
	for i, a := range core.Areas {
		core.Areas[i].Questions = slices.Clone(a.Questions)
		for j, q := range a.Questions {
			switch q.ID {
			case "bak-restore-drill":
				core.Areas[i].Questions[j].Needs = []questionnaire.QuestionID{"cap-scale-out"}
			case "own-unknowns-log":
				core.Areas[i].Questions[j].Needs = []questionnaire.QuestionID{"data-slow-queries"}
			}
		}
	}
	v.Questionnaires = append([]questionnaire.Questionnaire{core}, v.Questionnaires[1:]...)
	v.Result = analysis.Judge(v.Input())
	return v
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
