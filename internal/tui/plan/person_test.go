package plan_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/plan"
	"prodfirst/internal/tui/theme"
)

// flat returns what is drawn as one line.
func flat(s nav.Screen, width, height int) string {
	return strings.Join(strings.Fields(draw(s, width, height)), " ")
}

func TestEveryRankIsExplained(t *testing.T) {
	for _, v := range []app.View{example(t), chained(example(t)), deep(example(t))} {
		s := seat.Do(screen(v), theme.ActWhy)
		for range v.Result.Plan {
			frame := flat(s, 100, 60)
			if !strings.Contains(frame, "The order: word, then") && !strings.Contains(frame, "It takes no place of its own") {
				t.Fatalf("not explained: %s\n%s", selected(s), draw(s, 100, 60))
			}
			s = seat.Do(s, theme.ActDown)
		}
	}
	v := example(t)
	s := seat.Do(screen(v), theme.ActWhy)
	for _, want := range []string{
		"One of the three to do now.",
		fmt.Sprintf("Before 2, last restore drill: more questions wait for it: 5, for the next one %d.", must(v, "bak-restore-drill").Unlocks),
	} {
		if frame := flat(s, 100, 60); !strings.Contains(frame, want) {
			t.Errorf("no %q in %s", want, frame)
		}
	}
	if frame := flat(seat.Do(s, theme.ActDown), 100, 60); !strings.Contains(frame, "STOP comes before PROVE of a blocker.") {
		t.Errorf("the band does not decide: %s", frame)
	}
}

func must(v app.View, id questionnaire.QuestionID) analysis.Finding {
	f, _ := v.Result.Finding(id)
	return f
}

func TestWhatIfOfSeveralSteps(t *testing.T) {
	v := example(t)
	s := seat.Do(screen(v), theme.ActMark, theme.ActMark, theme.ActWhatIf)
	done := []questionnaire.QuestionID{v.Result.Plan[0].Question, v.Result.Plan[1].Question}
	e := analysis.EffectOf(v.Input(), v.Result, done...)
	frame := flat(s, 100, 60)
	for _, want := range []string{
		"2 of 7 steps marked", "If these 2 were done today: " + analysis.LowerFirst(e.Verdict), "5 of 7 steps would be left.",
		"Up among the next steps: likely failures (now 4); known unknowns (now 5).",
	} {
		if !strings.Contains(frame, want) {
			t.Errorf("no %q in\n%s", want, draw(s, 100, 60))
		}
	}
	s = seat.Do(s, theme.ActUp, theme.ActMark) // the second one is taken off
	if frame = flat(s, 100, 60); !strings.Contains(frame, "6 of 7 steps would be left.") {
		t.Errorf("the answer does not follow the marks:\n%s", draw(s, 100, 60))
	}
}

func TestHowToDoItSaysWhoMayDoWhat(t *testing.T) {
	v := example(t)
	for _, size := range [][2]int{{80, 60}, {120, 60}} {
		frame := flat(seat.Do(screen(v), theme.ActTab), size[0], size[1])
		for _, step := range must(v, v.Result.Plan[0].Question).Question.Steps {
			who := "(a person)"
			if step.By == questionnaire.AIDraft {
				who = "(an AI may draft it, a person checks it)"
			}
			if !strings.Contains(frame, strings.Join(strings.Fields(step.Do), " ")+" "+who) && size[0] == 80 {
				t.Errorf("%v: no %q %s", size, step.Do, who)
			}
		}
		if !strings.Contains(frame, "an AI may draft it") || !strings.Contains(frame, "Done when") {
			t.Errorf("%v: it does not say who or until when", size)
		}
	}
}

func TestACardForEachMarkedStep(t *testing.T) {
	v := example(t)
	_, cmd := seat.Do(screen(v), theme.ActMark, theme.ActMark).Update(nav.Do{Action: theme.ActCopy})
	batch, _ := cmd().(tea.BatchMsg)
	var parts []string
	for _, c := range batch {
		parts = append(parts, fmt.Sprint(c()))
	}
	text := strings.Join(parts, "\n")
	for _, want := range []string{
		"# Ticket shop: 2 steps", "## Fix: last seat sold once", "## Find out: last restore drill", "**Done when:**", "2 steps were sent",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestAStepIsAcceptedAndTakenBack(t *testing.T) {
	m := seat.NewMeeting(t, "Ticket shop")
	none := assessment.None
	m.Answer("Ravi", "res-failure-modes", assessment.Patch{Level: &none})
	u := m.Sit(plan.New, nav.Open{Question: "res-failure-modes"})
	u.Press("a enter")
	u.Type("ten known testers until then")
	u.Press("enter enter")
	u.Sees("accepted until Sat 26 Dec")
	if f := must(m.View(), "res-failure-modes"); f.Acceptance == nil || f.Acceptance.By != "Ana" {
		t.Fatalf("stored: %+v", f.Acceptance)
	}
	u.Press("u")
	u.SeesNot("accepted until")
	if f := must(m.View(), "res-failure-modes"); f.Acceptance != nil {
		t.Error("not taken back")
	}
}

func TestAClickOnAStepSelectsIt(t *testing.T) {
	s := screen(chained(example(t)))
	area := seat.Area(80, 40, seat.Now())
	lines := strings.Split(seat.Plain(s.Frame(area).Body), "\n")
	for i, line := range lines {
		if !strings.Contains(line, "first: adding capacity") && !strings.Contains(line, "Fix: known unknowns") {
			continue
		}
		clicked := s
		for _, z := range s.Frame(area).Zones {
			if z.Y == i {
				clicked, _ = s.Update(z.Msg)
			}
		}
		got := seat.Selected(draw(clicked, 80, 44))
		if !strings.Contains(strings.TrimSpace(line), strings.TrimSpace(got)) {
			t.Errorf("clicked %q, on %q", line, got)
		}
	}
}

func TestBlindSpotsAreOneKeyAway(t *testing.T) {
	s := screen(example(t))
	if frame := draw(s, 80, 60); !strings.Contains(frame, "blind spots: b shows them") {
		t.Errorf("nobody is told:\n%s", frame)
	}
	s = seat.Do(s, theme.ActSpots)
	if frame := draw(s, 80, 60); !strings.Contains(frame, "Don't know  1 of ") || !strings.Contains(frame, "Nothing was asked about") {
		t.Errorf("no blind spots:\n%s", frame)
	}
	if frame := draw(seat.Do(s, theme.ActBack), 80, 60); !strings.Contains(frame, "| 7 steps") {
		t.Errorf("back does not lead to the steps:\n%s", frame)
	}
}

// BenchmarkKeyAndFrame is a key and the frame after it in the largest window, with a step for every
// question of core and nine packs.
func BenchmarkKeyAndFrame(b *testing.B) {
	m := seat.NewMeeting(b, "All of it")
	v, err := m.App.New(b.Context(), app.Start{
		By: "Ana", Description: assessment.Description{Name: "All packs", Target: questionnaire.FirstUser},
		Packs: []questionnaire.ID{"aidev", "api", "collab", "culture", "event", "internal", "llm", "mobile", "pipeline"},
	})
	m.Must(err)
	v = seat.All(v, assessment.Answer{Level: assessment.Partial, By: "Ravi", At: m.Now, Since: m.Now, Owner: "Ravi", Due: "2026-12-04"})
	if n := len(v.Result.Plan); n < 200 {
		b.Fatalf("%d steps", n)
	}
	area := seat.Area(200, 56, seat.Now())
	for name, s := range map[string]nav.Screen{
		"steps": screen(v), "why": seat.Do(screen(v), theme.ActWhy), "spots": seat.Do(screen(v), theme.ActSpots),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s = seat.Do(s, theme.ActDown)
				s.Frame(area)
				s.Actions()
			}
		})
	}
	b.Run("what-if", func(b *testing.B) {
		s := screen(v)
		for b.Loop() {
			s = seat.Do(s, theme.ActWhatIf)
			s.Frame(area)
		}
	})
}
