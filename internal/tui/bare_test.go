package tui_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/tui"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// poster is a screen with a text, which ctrl+e edits and P shows alone in the window.
type poster struct {
	env  nav.Env
	text string
	bare bool
}

func (p poster) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case nav.Edited:
		if msg.Err == nil {
			p.text = msg.Text
		}
	case nav.Point:
		p.text = fmt.Sprintf("row %d", msg.Row)
	case nav.Do:
		switch msg.Action {
		case theme.ActPresent:
			p.bare = !p.bare
		case theme.ActEditor:
			return p, p.env.Edit(p.text)
		}
	}
	return p, nil
}

func (p poster) Frame(area nav.Area) nav.Frame {
	rows := make([]string, area.Height)
	for i := range rows {
		rows[i] = fmt.Sprintf("%d of %d: %s", i+1, area.Height, p.text)
	}
	return nav.Frame{
		Crumbs: []string{"a", "b"}, Body: strings.Join(rows, "\n"), Done: 1, Of: 2, Cursor: tea.NewCursor(1, 1),
		Zones: []nav.Zone{{Y: area.Height - 3, Width: 5, Height: 1, Msg: nav.Point{Row: area.Height - 2}}},
	}
}

func (p poster) Actions() []nav.Action {
	return []nav.Action{{ID: theme.ActPresent}, {ID: theme.ActEditor}, {ID: theme.ActBack}}
}

func (p poster) Capturing() bool { return false }
func (p poster) Bare() bool      { return p.bare }

// postered is a terminal UI with a poster on top.
type postered struct{ root *tui.Root }

func newPoster(t *testing.T, editor tui.Editor) postered {
	t.Helper()
	o := options(fixture.Service(t, at))
	o.Now, o.Editor, o.Gauge = o.App.Now, editor, true
	o.After = func(time.Duration, tea.Msg) tea.Cmd { return nil }
	p := postered{root: tui.New(t.Context(), o)}
	p.root.Over(func(env nav.Env) nav.Screen { return poster{env: env, text: "before"} })
	return p.send(tea.WindowSizeMsg{Width: 80, Height: 24})
}

func (p postered) send(msg tea.Msg) postered {
	_, cmd := p.root.Update(msg)
	if cmd != nil {
		if answer := cmd(); answer != nil {
			p.root.Update(answer)
		}
	}
	return p
}

func (p postered) lines() []string {
	lines := strings.Split(ansi.Strip(p.root.View().Content), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

func TestABareScreenHasTheWholeWindow(t *testing.T) {
	p := newPoster(t, nil)
	if got := p.lines(); got[0] != " a › b" || got[2] != "1 of 20: before" {
		t.Errorf("with a frame: %q", got)
	}
	p.send(theme.Press("P"))
	got, view := p.lines(), p.root.View()
	if len(got) != 24 || got[0] != "1 of 24: before" || got[23] != "24 of 24: before" || view.Cursor.Y != 1 {
		t.Errorf("bare: %q, cursor %+v", got, view.Cursor)
	}
	if view.ProgressBar == nil || view.ProgressBar.Value != 50 {
		t.Errorf("progress bar %+v", view.ProgressBar)
	}
	p.send(tea.MouseClickMsg{X: 2, Y: 21, Button: tea.MouseLeft})
	if got := p.lines(); got[0] != "1 of 24: row 22" {
		t.Errorf("after a click: %q", got)
	}
}

func TestOnABareScreenWhatThereIsToSayIsSeen(t *testing.T) {
	p := newPoster(t, nil).send(theme.Press("P")).send(nav.Say{Text: "Undone."})
	if got := p.lines(); len(got) != 24 || got[23] != " Undone." || got[22] != "23 of 24: before" {
		t.Errorf("toast: %q", got)
	}
	p.send(nav.Failed{Err: errors.New("odd"), What: "save"})
	if got := p.lines(); len(got) != 24 || !strings.Contains(strings.Join(got[20:], "\n"), "Could not save: odd.") || got[19] != "20 of 24: before" {
		t.Errorf("failure: %q", got)
	}
	for w := 20; w < 90; w += 7 {
		for h := 5; h < 30; h += 3 {
			for i, line := range p.send(tea.WindowSizeMsg{Width: w, Height: h}).lines() {
				if i >= h || ansi.StringWidth(line) > w {
					t.Fatalf("%d×%d: line %d: %q", w, h, i, line)
				}
			}
		}
	}
}

func TestTheEditorAnswersTheScreenThatOpenedIt(t *testing.T) {
	p := newPoster(t, func(_ context.Context, text string, _ tui.Terminal) (string, error) { return text + " and after", nil })
	if got := p.send(theme.Press("ctrl+e")).lines(); got[2] != "1 of 20: before and after" {
		t.Errorf("got %q", got)
	}
}

func TestAnEditorThatFailsIsSaidAndChangesNothing(t *testing.T) {
	p := newPoster(t, func(context.Context, string, tui.Terminal) (string, error) {
		return "half", errors.New("vi: exit status 1")
	})
	got := strings.Join(p.send(theme.Press("ctrl+e")).lines(), "\n")
	if !strings.Contains(got, ": before\n") || !strings.Contains(got, "Could not take anything over from your editor: vi: exit status 1.") {
		t.Errorf("got %s", got)
	}
}
