package plan_test

import (
	"context"
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/plan"
)

// example returns the worked example.
func example(t testing.TB) app.View {
	t.Helper()
	_, v := seat.Example(t)
	return v
}

func env(s *app.Service) nav.Env {
	return nav.Env{App: s, By: "Mei", Saves: nav.NewQueue(context.Background())}
}

// screen shows a view to which saves are not possible: its service does not know the system.
func screen(v app.View) nav.Screen {
	return plan.New(env(fixture.ServiceOn(memkv.New(), seat.Now)), nav.Open{Kind: nav.Plan, View: v})
}

// typed gives keys and text to the text fields of a screen.
func typed(s nav.Screen, keys ...string) (nav.Screen, tea.Cmd) {
	var cmd tea.Cmd
	for _, k := range keys {
		var msg tea.Msg = tea.PasteMsg{Content: k}
		if slices.Contains([]string{"enter", "tab", "esc", "end", "left", "backspace"}, k) {
			msg = seat.Key(k)
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

func draw(s nav.Screen, width, height int) string { return seat.Draw(s, width, height, seat.Now()) }

// deep returns a view with gaps that wait for others, an accepted one and proofs of both kinds.
func deep(v app.View) app.View {
	return seat.With(seat.All(v, assessment.Answer{Level: assessment.Partial, By: "Ravi", At: seat.Now(), Since: seat.Now(), Owner: "Ravi", Due: "2026-12-04"}),
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
				Questions: []questionnaire.QuestionID{"sec-secrets"}, By: "Ana", At: seat.Now(),
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
