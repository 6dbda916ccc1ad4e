package agenda_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/report"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/agenda"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// written is a file that a screen wrote.
type written struct{ path, text string }

// press does an action and returns what became of it.
func press(s nav.Screen, action theme.ActionID) tea.Msg {
	_, cmd := s.Update(nav.Do{Action: action})
	if cmd == nil {
		return nil
	}
	return cmd()
}

func env() nav.Env {
	return nav.Env{Dir: "agendas", Run: func(work func(context.Context) tea.Msg) tea.Cmd {
		return func() tea.Msg { return work(context.Background()) }
	}}
}

func TestTheAgendaOfTheChosenSessionIsWrittenAsTheCommandLineHasIt(t *testing.T) {
	_, v := seat.Example(t)
	var got written
	s := agenda.New(env(), nav.Open{Kind: nav.Agenda, View: v}, func(path string, data []byte) error {
		got = written{path, string(data)}
		return nil
	})
	msg := press(seat.Do(s, theme.ActDeep), theme.ActWrite)
	want := written{filepath.Join("agendas", "ticket-shop-agenda-deep.md"), string(report.Markdown(v.Agenda("deep")))}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(written{})); diff != "" {
		t.Errorf("written, -want +got:\n%s", diff)
	}
	if say, ok := msg.(nav.Say); !ok || say.Text != "Written to "+want.path {
		t.Errorf("it said %#v, want where the file is", msg)
	}
}

func TestAnAgendaThatCannotBeWrittenIsSaid(t *testing.T) {
	_, v := seat.Example(t)
	full := errors.New("the disk is full")
	s := agenda.New(env(), nav.Open{Kind: nav.Agenda, View: v}, func(string, []byte) error { return full })
	if failed, ok := press(s, theme.ActWrite).(nav.Failed); !ok || !errors.Is(failed.Err, full) {
		t.Errorf("it said %#v, want that it could not be written", failed)
	}
	for _, a := range agenda.New(env(), nav.Open{Kind: nav.Agenda, View: v}, nil).Actions() {
		if a.ID == theme.ActWrite && a.Disabled == "" {
			t.Error("a file is offered although none can be written")
		}
	}
}
