package preview_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/report"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/preview"
	"prodfirst/internal/tui/theme"
)

// example returns the worked example.
func example(t testing.TB) app.View {
	t.Helper()
	_, v := seat.Example(t)
	return v
}

func screen(v app.View, write preview.Write) nav.Screen {
	env := nav.Env{Dir: "reports", Run: func(work func(context.Context) tea.Msg) tea.Cmd {
		return func() tea.Msg { return work(context.Background()) }
	}}
	return preview.New(env, nav.Open{Kind: nav.Report, View: v}, write)
}

func draw(s nav.Screen, width, height int) string {
	f := s.Frame(seat.Area(width, height-4, seat.Now()))
	return fmt.Sprintf("%s | %s | %d of %d\n%s\n", strings.Join(f.Crumbs, " › "), f.Status, f.Done, f.Of, strings.TrimRight(seat.Plain(f.Body), "\n"))
}

func TestFrames(t *testing.T) {
	few := example(t)
	unasked := seat.With(few, func(a *assessment.Assessment) { clear(a.Answers) })
	many := seat.All(few, assessment.Answer{Level: assessment.Partial, By: "Ravi", At: seat.Now(), Since: seat.Now(), Owner: "Ravi", Due: "2026-12-04"})
	paged := screen(few, nil)
	paged.Frame(seat.Area(80, 20, seat.Now()))
	for name, f := range map[string]struct {
		screen        nav.Screen
		width, height int
	}{
		"few-80x24":      {screen(few, nil), 80, 24},
		"few-80x24-page": {seat.Do(paged, theme.ActEnter), 80, 24},
		"few-80x200":     {screen(few, nil), 80, 200},
		"few-60x15":      {screen(few, nil), 60, 15},
		"few-40x200":     {screen(few, nil), 40, 200},
		"few-120x40":     {screen(few, nil), 120, 40},
		"unasked-80x24":  {screen(unasked, nil), 80, 24},
		"many-80x60":     {screen(many, nil), 80, 60},
	} {
		golden.Check(t, name+".txt", draw(f.screen, f.width, f.height))
	}
}

func TestEveryFrameFits(t *testing.T) {
	v := seat.With(example(t), func(a *assessment.Assessment) {
		a.Description.Name = "票务\x1b[2J系统 👩‍👩‍👧‍👦 " + strings.Repeat("long", 50)
		for id, x := range a.Answers {
			x.Owner = "\x1b]0;hijacked\x07 佐藤\n👍🏽 e\u0301\u202egnp" + strings.Repeat("長", 60)
			x.Evidence = []assessment.Evidence{{Kind: assessment.Drill, Reference: strings.Repeat("wide長\x1b[31m", 40), Date: "2026-11-20"}}
			a.Answers[id] = x
		}
	})
	for width := 2; width <= 200; width += 11 {
		s := screen(v, nil)
		for _, height := range []int{1, 2, 4, 7, 11, 16, 20, 36, 60} {
			seat.Fits(t, s, width, height, seat.Now())
			seat.Fits(t, seat.Do(s, theme.ActPageDown, theme.ActPageDown), width, height, seat.Now())
			seat.Fits(t, seat.Do(s, theme.ActBottom), width, height, seat.Now())
		}
	}
}

// TestNothingIsLost compares the words on the screen with those of the document, in the widths in
// which tables have columns, wrapped columns and none.
func TestNothingIsLost(t *testing.T) {
	v := example(t)
	for _, width := range []int{200, 96, 70, 40, 24} {
		frame := screen(v, nil).Frame(seat.Area(width, 2000, seat.Now()))
		text := strings.Join(strings.Fields(ansi.Strip(frame.Body)), "")
		for _, b := range v.Report().Blocks {
			if b.Kind == report.Table {
				continue
			}
			for _, spans := range append([][]report.Span{b.Spans}, itemSpans(b.Items)...) {
				for _, s := range spans {
					for word := range strings.FieldsSeq(s.Text) {
						if !strings.Contains(text, word[:min(len(word), 5)]) {
							t.Errorf("at %d columns: no %q of %s", width, word, b.Kind)
						}
					}
				}
			}
		}
		for _, b := range v.Report().Blocks {
			for _, row := range b.Rows {
				for word := range strings.FieldsSeq(row[0][0].Text) {
					if width >= 96 && !strings.Contains(text, word) {
						t.Errorf("at %d columns: no %q of row %q", width, word, row[0][0].Text)
					}
				}
			}
		}
	}
}

func itemSpans(items []report.Item) [][]report.Span {
	var all [][]report.Span
	for _, item := range items {
		all = append(all, item.Spans)
		all = append(all, itemSpans(item.Sub)...)
	}
	return all
}

func TestEveryKeyDoesWhatHelpSays(t *testing.T) {
	v := example(t)
	s := screen(v, func(string, []byte) error { return nil })
	of := s.Frame(seat.Area(80, 20, seat.Now())).Of
	for _, step := range []struct {
		action theme.ActionID
		want   int // the last line in sight
	}{
		{theme.ActDown, 21},
		{theme.ActUp, 20},
		{theme.ActUp, 20},
		{theme.ActPageDown, 39},
		{theme.ActEnter, 58},
		{theme.ActPageUp, 39},
		{theme.ActTop, 20},
		{theme.ActBottom, of},
		{theme.ActDown, of},
		{theme.ActUp, of - 1},
	} {
		s = seat.Do(s, step.action)
		if got := s.Frame(seat.Area(80, 20, seat.Now())).Done; got != step.want {
			t.Errorf("%s: down to line %d, want %d", step.action, got, step.want)
		}
	}
	for action, want := range map[theme.ActionID]nav.Kind{theme.ActGaps: nav.Gaps, theme.ActPlan: nav.Plan} {
		_, cmd := s.Update(nav.Do{Action: action})
		if open, ok := cmd().(nav.Open); !ok || open.Kind != want || open.View.Assessment.ID != "ticket-shop" {
			t.Errorf("%s opens %s", action, open.Kind)
		}
	}
	if _, cmd := s.Update(nav.Do{Action: theme.ActBack}); cmd() != any(nav.Back{}) {
		t.Error("back does not go back")
	}
	for _, a := range s.Actions() {
		if len(theme.Lookup(a.ID).Keys) == 0 || a.Disabled != "" {
			t.Errorf("%s has no key or is off", a.ID)
		}
	}
}

func TestWritesTheMarkdownReport(t *testing.T) {
	v := example(t)
	var path string
	var data []byte
	s := screen(v, func(p string, d []byte) error { path, data = p, d; return nil })
	_, cmd := s.Update(nav.Do{Action: theme.ActWrite})
	want := filepath.Join("reports", "ticket-shop-report.md")
	if say, ok := cmd().(nav.Say); !ok || say.Text != "Written to "+want {
		t.Errorf("says %q", say.Text)
	}
	if path != want || string(data) != string(report.Markdown(v.Report())) {
		t.Errorf("wrote %q", path)
	}
	full := errors.New("disk full")
	_, cmd = screen(v, func(string, []byte) error { return full }).Update(nav.Do{Action: theme.ActWrite})
	if failed, ok := cmd().(nav.Failed); !ok || !errors.Is(failed.Err, full) {
		t.Error("nobody is told that it was not written")
	}
	s = screen(v, nil)
	if _, cmd = s.Update(nav.Do{Action: theme.ActWrite}); cmd != nil {
		t.Error("writes without a way to")
	}
	if s.Actions()[2].Disabled == "" {
		t.Error("offers to write without a way to")
	}
}

func TestCopiesTheWholeReport(t *testing.T) {
	v := example(t)
	_, cmd := screen(v, nil).Update(nav.Do{Action: theme.ActCopy})
	var all []string
	batch, _ := cmd().(tea.BatchMsg)
	for _, c := range batch {
		all = append(all, fmt.Sprint(c()))
	}
	if all[0] != string(report.Markdown(v.Report())) || !strings.Contains(all[1], "sent to the clipboard. Some terminals refuse") {
		t.Errorf("copied %.60q, said %q", all[0], all[1])
	}
}

func TestRefreshedKeepsThePlace(t *testing.T) {
	v := example(t)
	s := screen(v, nil)
	s.Frame(seat.Area(80, 20, seat.Now()))
	s = seat.Do(s, theme.ActPageDown, theme.ActDown)
	before := s.Frame(seat.Area(80, 20, seat.Now())).Done
	newer := seat.With(v, func(a *assessment.Assessment) { a.Seq++; a.Description.Name = "Ticket office" })
	s, _ = s.Update(nav.Refreshed{View: newer})
	if f := s.Frame(seat.Area(80, 20, seat.Now())); f.Done != before || f.Crumbs[0] != "Ticket office" {
		t.Errorf("at %d under %q, was at %d", f.Done, f.Crumbs[0], before)
	}
	if s, _ = s.Update(nav.Refreshed{View: v}); s.Frame(seat.Area(80, 20, seat.Now())).Crumbs[0] != "Ticket office" {
		t.Error("an older view is shown")
	}
}

func BenchmarkFrame(b *testing.B) {
	v := example(b)
	s := screen(seat.All(v, assessment.Answer{Level: assessment.Partial, By: "R", At: seat.Now()}), nil)
	for b.Loop() {
		s = seat.Do(s, theme.ActDown)
		s.Frame(seat.Area(200, 56, seat.Now()))
	}
}
