package tui_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/testutil/soak"
	"prodfirst/internal/tui"
	"prodfirst/internal/tui/agenda"
	"prodfirst/internal/tui/describe"
	"prodfirst/internal/tui/end"
	"prodfirst/internal/tui/facts"
	"prodfirst/internal/tui/gaps"
	"prodfirst/internal/tui/help"
	"prodfirst/internal/tui/home"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/plan"
	"prodfirst/internal/tui/preview"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/tuitest"
	"prodfirst/internal/tui/walk"
)

// ways are the keys that lead from home, where a system is chosen, to each screen and what opens on it.
func ways() map[string][]string {
	ending := append([]string{"enter", "1", "enter"}, slices.Repeat([]string{"right"}, 12)...)
	all := map[string][]string{
		"home": nil, "describe": {"d"}, "new": {"n"}, "facts": {"f"}, "facts-2": {"f", "enter"}, "agenda": {"g", "A"},
		"outline": {"g", "A", "tab"}, "walk": {"enter", "enter"}, "walk-back": {"enter", "enter", "left"}, "end": ending,
		"gaps": {"g"}, "plan": {"s"}, "report": {"r"}, "help": {"?"}, "palette": {":"}, "find": {"/"}, "filter": {"g", "/"},
		"knowledge": {"g", "K"}, "history": {"g", "H"}, "compare": {"g", "H", "c"}, "import": {"i"}, "example": {"e"},
		"matrix": {"g", "M"}, "blind-spots": {"g", "b"}, "accept": {"g", "a"}, "why-first": {"s", "w"}, "what-if": {"s", "i"},
		"shipped": append(slices.Clone(ending), "d"), "signed": append(slices.Clone(ending), "y"),
	}
	for name, key := range map[string]string{
		"palette-walk": ":", "find-walk": "/", "help-walk": "?", "owner": "o", "why": "w", "evidence": "e", "note": "t",
		"reason": "x", "park": "f", "votes": "v", "present": "P", "check": "c", "topic": "T",
	} {
		all[name] = []string{"enter", "enter", key}
	}
	return all
}

// kinds returns every kind of screen that package nav names.
func kinds(t *testing.T) []nav.Kind {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "nav/nav.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var all []nav.Kind
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if named, ok := v.Type.(*ast.Ident); ok && named.Name == "Kind" {
			value, _ := v.Values[0].(*ast.BasicLit)
			all = append(all, nav.Kind(strings.Trim(value.Value, `"`)))
		}
		return true
	})
	if len(all) < 10 {
		t.Fatalf("nav.go names only the screens %v", all)
	}
	return all
}

// stored returns a database that was filled once. Each of many ways begins at a copy of it: what one
// does, the others do not find.
func stored(t *testing.T, fill func(t *testing.T, s *app.Service)) *memkv.DB {
	t.Helper()
	db := memkv.New()
	fill(t, fixture.ServiceOn(db, func() time.Time { return at }))
	return db
}

// copied returns a service on a copy of a database.
func copied(t *testing.T, db *memkv.DB) *app.Service {
	t.Helper()
	return fixture.Named("copy", fixture.Copy(t, db), func() time.Time { return at })
}

// hostile stores systems with names that are hard to show, each with answers, checks and milestones.
func hostile(t *testing.T, s *app.Service) {
	t.Helper()
	ctx := t.Context()
	for i, name := range []string{
		"\x1b]0;own\x07\x1b[2JTicket\nshop", "漢字のとても長い名前のシステム漢字のとても長い名前", "👩‍💻⚠️🎉 a", strings.Repeat("verylong", 40), "\u202eright\u200f left a",
	} {
		v, err := s.New(ctx, app.Start{By: name, Description: assessment.Description{
			Name: fmt.Sprintf("%s %d", name, i), Target: questionnaire.FirstUser, People: []string{name, "Mei"},
			FirstShown: assessment.Unknown, Outside: &assessment.Outside{People: 3, On: "2026-11-20"},
		}})
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range v.Result.Select(assessment.Quick)[:6] {
			_, err := s.Answer(ctx, v.Assessment.ID, q, name, 0, assessment.Patch{
				Level: new(assessment.InPlace), Owner: &name, Note: &name, Check: new(assessment.CanExplain),
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, label := range []string{"before", "after " + name} {
			if _, err := s.Milestone(ctx, v.Assessment.ID, name, label); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// There is a way to every screen, and tuitest fails the test whenever a frame is larger than the window.
func TestEveryScreenFitsEverySize(t *testing.T) {
	db, step, sizes, all, reached := stored(t, hostile), 24, 0, 0, map[nav.Kind]bool{}
	if soak.Full() {
		step = 2
	}
	share := soak.Share(t, len(ways()), 1)
	for name, keys := range ways() {
		u, over := tuitest.New(t, options(copied(t, db)), 80, 24).Press("down").Press(keys...), share()
		open := u.Root().Kinds()
		reached[open[len(open)-1]] = true
		for w := 20; w <= 200; w += step {
			for h := 5; h <= 60; h += step - step/6 {
				if all++; over() {
					continue
				}
				sizes++
				u.Resize(w, h)
				if strings.TrimSpace(u.Frame()) == "" {
					t.Fatalf("%s: nothing at %d×%d", name, w, h)
				}
			}
		}
		for _, size := range [][2]int{{1, 1}, {2, 3}, {200, 1}, {1, 60}, {39, 9}, {40, 10}, {59, 15}, {60, 14}, {60, 15}} {
			u.Resize(size[0], size[1])
		}
		for line := range strings.SplitSeq(u.Resize(80, 24).Frame(), "\n") {
			if strings.ContainsAny(line, "\x1b\x07\u202e\u200f\u200d") {
				t.Errorf("%s: %q", name, line)
			}
		}
	}
	for _, kind := range kinds(t) {
		if !reached[kind] {
			t.Errorf("no way leads to the screen %q: add one, so that it is tested as the others are", kind)
		}
	}
	soak.CoveredOf(t, sizes, all, "frames in windows of all sizes, one after the other")
}

// A key that two actions of one screen have would do only the first of them.
func TestNoScreenHasAKeyTwice(t *testing.T) {
	s := fixture.Service(t, at)
	v := fixture.TicketShop(t, s)
	queue := nav.NewQueue(t.Context())
	env := nav.Env{App: s, Saves: queue, By: "Ana", Run: func(func(context.Context) tea.Msg) tea.Cmd { return nil }}
	open := nav.Open{View: v}
	walking := walk.New(env, open)
	teaching, _ := walking.Update(nav.Do{Action: theme.ActTeach})
	listing := home.New(env, []app.Listed{v.Summarise().Listed()})
	inFacts, _ := facts.New(env, open).Update(nav.Do{Action: theme.ActDown})
	screens := map[string]nav.Screen{
		"first-run": home.New(env, nil), "home": listing, "describe": describe.New(env, open),
		"facts": facts.New(env, open), "facts-row": inFacts, "agenda": agenda.New(env, open, nil),
		"walk": walking, "teach": teaching, "end": end.New(env, open), "gaps": gaps.New(env, open),
		"plan": plan.New(env, open), "report": preview.New(env, open, nil), "help": help.New(env, listing),
	}
	for name, screen := range screens {
		taken := map[string]theme.ActionID{}
		for _, a := range screen.Actions() {
			k := theme.Lookup(a.ID)
			if len(k.Keys) == 0 {
				t.Errorf("%s: %s has no key", name, a.ID)
			}
			for _, key := range k.Keys {
				if other, twice := taken[key]; twice && other != a.ID {
					t.Errorf("%s: %q is both %s and %s", name, key, other, a.ID)
				}
				taken[key] = a.ID
			}
		}
		if _, leaves := taken["q"]; !leaves && !screen.Capturing() {
			t.Errorf("%s: nothing leaves it: %v", name, slices.Sorted(maps.Keys(taken)))
		}
	}
}

func TestRunIsInterruptedByItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := options(fixture.Service(t, at))
	o.Now = o.App.Now
	read, write := io.Pipe()
	defer write.Close()
	o.Input, o.Output = read, writer(func() { cancel() })
	if err := tui.Run(ctx, o); !errors.Is(err, tui.ErrInterrupted) {
		t.Errorf("got %v, want %v", err, tui.ErrInterrupted)
	}
}

// writer calls itself at the first frame.
type writer func()

func (w writer) Write(p []byte) (int, error) {
	w()
	return len(p), nil
}

func BenchmarkKeyAndFrame(b *testing.B) {
	for name, keys := range ways() {
		b.Run(name, func(b *testing.B) {
			s := fixture.Service(b, at)
			fixture.TicketShop(b, s)
			o := options(s)
			u := tuitest.New(b, o, 200, 60).Press(keys...).Hold()
			for b.Loop() {
				u.Press("down")
			}
		})
	}
}
