package walk_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/walk"
)

// watched is a user whose clocks are kept until they are let run out.
type watched struct {
	*user
	clocks *[]tea.Msg
}

func newWatched(t *testing.T) watched {
	t.Helper()
	m := newMeeting(t)
	clocks := new([]tea.Msg)
	w := watched{clocks: clocks, user: &user{meeting: m}}
	w.Person = m.Sit(func(env nav.Env, open nav.Open) nav.Screen {
		env.After = func(_ time.Duration, msg tea.Msg) tea.Cmd {
			*clocks = append(*clocks, msg)
			return nil
		}
		return walk.New(env, open)
	}, nav.Open{Kind: nav.Walk})
	w.Update(nav.Open{Kind: nav.Walk, View: m.View()})
	return w
}

// runOut lets the one clock that runs end.
func (w watched) runOut() {
	w.T.Helper()
	if len(*w.clocks) != 1 {
		w.T.Fatalf("%d clocks run, want 1", len(*w.clocks))
	}
	msg := (*w.clocks)[0]
	*w.clocks = nil
	w.Update(msg)
}

func TestAfterNinetySecondsDontKnowIsOffered(t *testing.T) {
	const kind = "Don't know, with a name, is a fine answer."
	w := newWatched(t)
	w.SeesNot(kind)
	w.runOut()
	w.Sees(kind)
	w.Press("right")
	w.SeesNot(kind)
	w.Press("P")
	w.runOut()
	w.Sees(kind)
	w.Press("2")
	w.SeesNot(kind)
}

func TestAClockThatRanForAnotherQuestionRunsAgain(t *testing.T) {
	w := newWatched(t)
	for range 50 {
		w.Press("right left")
	}
	w.Now = w.Now.Add(time.Second)
	w.Press("right")
	w.runOut()
	w.SeesNot("fine answer")
	w.runOut()
	w.Sees("fine answer")
}
