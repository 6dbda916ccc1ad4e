package nav_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/tui/nav"
)

func TestSentKnowsCommandsOfSend(t *testing.T) {
	for _, want := range []tea.Msg{nav.Back{}, nav.Say{Text: "x"}} {
		if got, ok := nav.Sent(nav.Send(want)); !ok || got != want {
			t.Errorf("got %v, %v, want %v", got, ok, want)
		}
	}
	called := false
	other := func() tea.Msg { called = true; return nil }
	if _, ok := nav.Sent(other); ok || called {
		t.Error("another command was taken for one of Send, or run")
	}
	if _, ok := nav.Sent(nil); ok {
		t.Error("no command was taken for one of Send")
	}
}
