package find_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/tui/find"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

var at = time.Date(2026, 11, 26, 14, 2, 0, 0, time.UTC)

// person drives one screen.
type person struct {
	t      testing.TB
	screen nav.Screen
	sent   []tea.Msg
}

func env(t testing.TB, s *app.Service) nav.Env {
	return nav.Env{App: s, By: "Ana", Run: func(work func(context.Context) tea.Msg) tea.Cmd {
		return func() tea.Msg { return work(t.Context()) }
	}}
}

// open opens the finder, and reads the systems if it wants them.
func open(t testing.TB, s *app.Service, v app.View) *person {
	t.Helper()
	p := &person{t: t, screen: find.New(env(t, s), nav.Open{Kind: nav.Find, View: v})}
	return p.give(nav.Open{Kind: nav.Find, View: v})
}

func (p *person) give(msg tea.Msg) *person {
	p.t.Helper()
	next, cmd := p.screen.Update(msg)
	p.screen = next
	if cmd == nil {
		return p
	}
	if sent, ok := nav.Sent(cmd); ok {
		p.sent = append(p.sent, sent)
		return p
	}
	return p.give(cmd())
}

// press presses keys; a text of several letters that names no key is typed.
func (p *person) press(keys ...string) *person {
	p.t.Helper()
	for _, key := range keys {
		if msg := theme.Press(key); msg.Text == "" || len([]rune(key)) == 1 {
			p.give(msg)
			continue
		}
		for _, r := range key {
			p.give(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
	return p
}

func (p *person) frame(width, height int) string {
	p.t.Helper()
	f := p.screen.Frame(nav.Area{Width: width, Height: height - 4, Theme: theme.New(theme.Options{}), Now: at})
	lines := strings.Split(ansi.Strip(f.Body), "\n")
	for i, line := range lines {
		if w := ansi.StringWidth(line); w > width {
			p.t.Errorf("line %d has %d columns of %d: %q", i, w, width, line)
		}
		lines[i] = strings.TrimRight(line, " ")
	}
	if len(lines) > max(height-4, 0) && height > 4 {
		p.t.Errorf("%d lines of %d", len(lines), height-4)
	}
	return fmt.Sprintf("%s | %s\n%s\n", strings.Join(f.Crumbs, " › "), f.Status, strings.TrimRight(strings.Join(lines, "\n"), "\n"))
}

func (p *person) sees(texts ...string) *person {
	p.t.Helper()
	for _, text := range texts {
		if frame := p.frame(80, 24); !strings.Contains(frame, text) {
			p.t.Errorf("%q is not on the screen:\n%s", text, frame)
		}
	}
	return p
}

// chosen returns the line with the pointer.
func (p *person) chosen() string {
	for line := range strings.SplitSeq(p.frame(80, 24), "\n") {
		if rest, ok := strings.CutPrefix(line, " > "); ok {
			return rest
		}
	}
	return ""
}

// last returns what was asked of the root last.
func (p *person) last() tea.Msg {
	if len(p.sent) == 0 {
		return nil
	}
	return p.sent[len(p.sent)-1]
}

func systems(t testing.TB, names ...string) (*app.Service, app.View) {
	t.Helper()
	s := fixture.Service(t, at)
	shop := fixture.TicketShop(t, s)
	for _, name := range names {
		_, err := s.New(t.Context(), app.Start{By: "Ana", Description: assessment.Description{
			Name: name, Target: questionnaire.PublicLaunch, People: []string{"Ana"},
		}})
		if err != nil {
			t.Fatal(err)
		}
	}
	return s, shop
}

func TestFrames(t *testing.T) {
	s, shop := systems(t, "Room booking", "Überweisung", "漢字のシステム")
	for name, p := range map[string]*person{
		"all":             open(t, s, shop),
		"restore":         open(t, s, shop).press("restore"),
		"dont-know":       open(t, s, shop).press("don't know"),
		"nothing":         open(t, s, shop).press("zzz"),
		"systems":         open(t, s, app.View{}),
		"systems-found":   open(t, s, shop).press("tab", "uber"),
		"systems-nothing": open(t, s, app.View{}).press("zzz"),
	} {
		golden.Check(t, name+"-80x24.txt", p.frame(80, 24))
	}
	for _, size := range [][2]int{{60, 15}, {120, 40}, {200, 60}} {
		name := fmt.Sprintf("restore-%dx%d.txt", size[0], size[1])
		golden.Check(t, name, open(t, s, shop).press("re").frame(size[0], size[1]))
	}
}

func TestQuestionIsFoundByEverythingThatIsKnownOfIt(t *testing.T) {
	s, shop := systems(t)
	f := shop.Result.Findings[0]
	for _, x := range shop.Result.Findings {
		if x.Answer.Owner != "" {
			f = x
		}
	}
	for _, query := range []string{
		f.Question.Title, string(f.Question.ID), f.Question.Text, strings.ToUpper(f.AreaTitle) + " " + f.Question.Title,
		f.State.Words() + " " + f.Question.Title, f.Answer.Owner + " " + f.Question.Title,
	} {
		p := open(t, s, shop).press(query, "enter")
		want := nav.Open{Kind: nav.Walk, Question: f.Question.ID, Replace: true}
		got, _ := p.last().(nav.Open)
		if got.View.Assessment.ID != "ticket-shop" {
			t.Errorf("%q: the walk has no view", query)
		}
		if got.Kind != want.Kind || got.Question != want.Question || !got.Replace {
			t.Errorf("%q: opens %s %s, want %s", query, got.Kind, got.Question, want.Question)
		}
	}
}

func TestWhatWasAnsweredLastComesFirst(t *testing.T) {
	s, shop := systems(t)
	last := shop.Result.Findings[len(shop.Result.Findings)-1]
	v, err := shop.With(last.Question.ID, assessment.Patch{Level: new(assessment.None)}, "Ana", at.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	p := open(t, s, shop)
	before := p.chosen()
	if p.give(nav.Refreshed{View: v}); p.chosen() != before {
		t.Errorf("a save moved the choice from %q to %q", before, p.chosen())
	}
	if got := p.press("home").chosen(); !strings.HasPrefix(got, last.Question.Title) {
		t.Errorf("first is %q, want %q", got, last.Question.Title)
	}
}

func TestBetterMatchesComeFirst(t *testing.T) {
	s, shop := systems(t)
	p := open(t, s, shop).press("drill")
	if got := p.chosen(); !strings.Contains(strings.ToLower(got), "drill") {
		t.Errorf("for drill, first is %q", got)
	}
	p.press("backspace", "backspace", "backspace", "backspace", "backspace").sees(fmt.Sprintf("%d questions", count(shop)))
}

// count counts the questions that apply.
func count(v app.View) int {
	n := 0
	for _, f := range v.Result.Findings {
		if f.Applies != questionnaire.No {
			n++
		}
	}
	return n
}

func TestSystemIsFoundWithoutItsMarks(t *testing.T) {
	s, shop := systems(t, "Überweisung")
	p := open(t, s, shop).press("tab", "uberw", "enter")
	if got, want := p.last(), tea.Msg(nav.OpenID{Kind: nav.Walk, ID: "überweisung", Replace: true}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	p.press("tab").sees("find a question", "uberw", "None of the")
}

func TestKeysTypedWhileSystemsAreReadAreForThem(t *testing.T) {
	s, _ := systems(t)
	screen := find.New(env(t, s), nav.Open{Kind: nav.Find})
	next, read := screen.Update(nav.Open{Kind: nav.Find})
	waiting := func(s nav.Screen) bool { w, ok := s.(nav.Waiter); return ok && w.Waiting() }
	if !waiting(next) {
		t.Error("does not wait for the systems")
	}
	if next, _ = next.Update(read()); waiting(next) {
		t.Error("still waits after they were read")
	}
}

func TestUnreadableSystemsAreSaid(t *testing.T) {
	s, _ := systems(t)
	ctx, cancel := context.WithCancel(t.Context())
	e := env(t, s)
	e.Run = func(work func(context.Context) tea.Msg) tea.Cmd { return func() tea.Msg { return work(ctx) } }
	cancel()
	p := &person{t: t, screen: find.New(e, nav.Open{Kind: nav.Find})}
	p.give(nav.Open{Kind: nav.Find})
	if frame := p.frame(80, 24); !strings.Contains(frame, "cannot be read") && !strings.Contains(frame, "Ticket shop") {
		t.Errorf("neither the systems nor why not:\n%s", frame)
	}
	p.press("enter", "down")
	if p.last() != nil {
		t.Errorf("asked for %v", p.last())
	}
}

func TestEscGoesBackAndNothingElseHappens(t *testing.T) {
	s, shop := systems(t)
	p := open(t, s, shop).press("drill", "down", "esc")
	if len(p.sent) != 1 || p.last() != tea.Msg(nav.Back{}) {
		t.Errorf("asked for %v, want to go back", p.sent)
	}
}

func TestClickChoosesAndThenOpens(t *testing.T) {
	s, shop := systems(t)
	p := open(t, s, shop)
	zones := p.screen.Frame(nav.Area{Width: 80, Height: 20, Theme: theme.New(theme.Options{}), Now: at}).Zones
	second := p.press("down").chosen()
	p.press("up").give(zones[1].Msg)
	if got := p.chosen(); got != second {
		t.Errorf("a click on the second row chooses %q, want %q", got, second)
	}
	zones = p.screen.Frame(nav.Area{Width: 80, Height: 20, Theme: theme.New(theme.Options{}), Now: at}).Zones
	if p.give(zones[1].Msg); p.last() == nil {
		t.Error("a click on the chosen row does nothing")
	}
}

func TestForeignTextIsHarmlessAndFits(t *testing.T) {
	nasty := "\x1b[2J佐藤👩‍👩‍👧‍👦\u202e" + strings.Repeat("長い", 30)
	s, shop := systems(t, nasty+"1")
	shop.Assessment.Description.Name = nasty
	for i := range shop.Result.Findings {
		f := &shop.Result.Findings[i]
		f.Question.Title, f.Question.Text, f.AreaTitle, f.Answer.Owner = nasty, nasty, nasty, nasty
	}
	rapid.Check(t, func(rt *rapid.T) {
		v := shop
		if rapid.Bool().Draw(rt, "systems") {
			v = app.View{}
		}
		p := open(t, s, v).give(tea.PasteMsg{Content: rapid.SampledFrom([]string{"", "長", "藤 い", "👩", "zz", nasty}).Draw(rt, "typed")})
		w, h := rapid.IntRange(1, 210).Draw(rt, "width"), rapid.IntRange(0, 60).Draw(rt, "height")
		f := p.screen.Frame(nav.Area{Width: w, Height: h, Theme: theme.New(theme.Options{}), Now: at})
		lines := strings.Split(f.Body, "\n")
		if len(lines) > max(h, 1) {
			rt.Fatalf("%d lines of %d", len(lines), h)
		}
		for _, line := range lines {
			if got := ansi.StringWidth(line); got > w {
				rt.Fatalf("%d columns of %d: %q", got, w, line)
			}
			if strings.ContainsAny(ansi.Strip(line), "\x1b\x07\u202e\u200d") {
				rt.Fatalf("not harmless: %q", line)
			}
		}
		for _, z := range f.Zones {
			if z.Y < 0 || z.Y >= h || z.X+z.Width > w {
				rt.Fatalf("zone %v outside of %d×%d", z, w, h)
			}
		}
	})
}
