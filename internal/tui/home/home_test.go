package home_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/home"
	"prodfirst/internal/tui/nav"
)

var now = time.Date(2026, 11, 26, 14, 2, 0, 0, time.UTC)

// summary is a system whose last change was so many days ago.
func summary(id, name string, days int, more func(s *app.Summary)) app.Listed {
	s := app.Summary{
		ID: assessment.ID(id), Name: name, Changed: now.AddDate(0, 0, -days), Target: questionnaire.FirstUser,
		Next: questionnaire.FirstUser, Outcome: analysis.NotYet, Asked: 12, Due: 62,
	}
	if more != nil {
		more(&s)
	}
	return s.Listed()
}

func some() []app.Listed {
	return []app.Listed{
		summary("ticket-shop", "Ticket shop", 0, func(s *app.Summary) {
			s.Stop, s.Prove, s.FirstShown, s.Outside = 6, 2, "2026-09-23", &assessment.Outside{}
			s.Step, s.StepOwner, s.StepDue = "Find out: what strangers can reach", "Mei", "2026-11-30"
		}),
		summary("room-booking", "会議室の予約 🗓️", 3, func(s *app.Summary) {
			s.ReadyFor, s.Next, s.Outcome, s.ToAsk = questionnaire.FirstUser, questionnaire.PublicLaunch, analysis.NotKnown, 5
		}),
		summary("broken", "broken", 9, func(s *app.Summary) { s.Trouble = "what was read is not what was written" }),
		summary("nightly", "Nightly export of everything that anybody has ever asked for in any meeting", 40, func(s *app.Summary) {
			s.ReadyFor, s.Next, s.Stop = questionnaire.PublicLaunch, questionnaire.Scale, 1
		}),
	}
}

// sit puts Ana in front of a list of systems.
func sit(t *testing.T, systems []app.Listed) *seat.Person {
	t.Helper()
	m := seat.NewMeeting(t, "Ticket shop")
	u := m.Sit(func(env nav.Env, _ nav.Open) nav.Screen {
		env.Home = "~/.local/share/prodfirst/prodfirst.db"
		env.Read = func(path string) ([]byte, error) { return nil, fmt.Errorf("open %s: %w", path, fs.ErrNotExist) }
		return home.New(env, systems)
	}, nav.Open{})
	return &u
}

func TestFramesLookAsTheyWereReviewed(t *testing.T) {
	for name, systems := range map[string][]app.Listed{"first": nil, "some": some()} {
		sit(t, systems).Golden(name)
	}
	u := sit(t, some())
	u.Press("down down")
	golden.Check(t, "damaged-80x24.txt", u.Frame(80, 20))
	u = sit(t, nil)
	u.Press("i")
	u.Type("~/nothing.json")
	u.Press("enter")
	golden.Check(t, "import-80x24.txt", u.Frame(80, 20))
	u = sit(t, many(1000))
	u.Press("pgdown pgdown")
	golden.Check(t, "many-80x24.txt", u.Frame(80, 20))
}

func many(n int) []app.Listed {
	systems := make([]app.Listed, n)
	for i := range systems {
		systems[i] = summary(fmt.Sprintf("system-%04d", i), fmt.Sprintf("System %04d", i), i/10, nil)
	}
	return systems
}

func TestEveryFrameFits(t *testing.T) {
	hostile := summary("x", "\x1b[31mRed\x1b[0m 票务商店 👩‍👩‍👧‍👦 "+strings.Repeat("endless", 30), 1, func(s *app.Summary) {
		s.Step, s.StepOwner, s.Trouble = "\x07"+strings.Repeat("長い", 50), "\u202ehijacked?", ""
		s.StepOwner = "名前" + "\x1b]0;x\x07"
	})
	for _, systems := range [][]app.Listed{nil, some(), append(many(30), hostile), {hostile}} {
		for _, keys := range []string{"", "i"} {
			u := sit(t, systems)
			u.Press(keys)
			u.FitsEverySize()
		}
	}
}

func TestSystemsCanBeSorted(t *testing.T) {
	u := sit(t, some())
	for _, want := range []string{"Ticket shop", "broken", "Ticket shop"} {
		u.Press("home")
		if got := seat.Selected(u.Frame(80, 20)); !strings.HasPrefix(got, want) {
			t.Errorf("first is %q, want %q", got, want)
		}
		u.Press("end S")
	}
	u.Press("S")
	u.Sees("by name")
	u.Press("home down S")
	if got := seat.Selected(u.Frame(80, 20)); !strings.HasPrefix(got, "Nightly") {
		t.Errorf("the selected system moved to %q", got)
	}
}

// asks returns what the screen asks of the root when a message comes.
func asks(s nav.Screen, msg tea.Msg) tea.Msg {
	_, cmd := s.Update(msg)
	sent, _ := nav.Sent(cmd)
	return sent
}

func TestTroubleOfOneSystemHidesNoOther(t *testing.T) {
	u := sit(t, some())
	u.Press("down down")
	u.Sees("It cannot be read: what was read is not what was written")
	u.Sees("Ticket shop demo")
	u.Press("enter")
	if say, ok := u.Said().(nav.Say); !ok || !strings.Contains(say.Text, "cannot be read") {
		t.Errorf("opening it: %#v", u.Said())
	}
	u.Press("down")
	if open, ok := asks(u.Screen, nav.Do{Action: "enter"}).(nav.OpenID); !ok || open.ID != "nightly" {
		t.Errorf("opening the next one: %#v", open)
	}
}

func TestExportIsOpened(t *testing.T) {
	from := seat.NewMeeting(t, "Door list")
	data, err := from.App.Export(t.Context(), from.ID)
	from.Must(err)
	m := seat.NewMeeting(t, "Ticket shop")
	u := m.Sit(func(env nav.Env, _ nav.Open) nav.Screen {
		env.Read = func(path string) ([]byte, error) {
			if path != "~/door.json" {
				return nil, errors.New("nothing there")
			}
			return data, nil
		}
		return home.New(env, nil)
	}, nav.Open{})
	u.Press("i enter")
	u.Sees("the path of a file that prodfirst export wrote")
	u.Type("~/door.jso")
	u.Press("enter")
	u.Sees("nothing there")
	u.Type("n")
	u.Hold = true
	u.Press("enter")
	if w, ok := u.Screen.(nav.Waiter); !ok || !w.Waiting() {
		t.Error("keys typed meanwhile do not wait")
	}
	u.Release()
	opened := false
	for _, msg := range u.Told {
		open, ok := msg.(nav.Open)
		opened = opened || ok && open.Kind == nav.Agenda && open.View.Assessment.ID == "door-list"
	}
	if !opened {
		t.Errorf("the agenda is not opened: %d messages", len(u.Told))
	}
	if v, err := m.App.Open(t.Context(), "door-list"); err != nil || v.Assessment.Description.Name != "Door list" {
		t.Errorf("stored: %v", err)
	}
}

func TestAnotherHistoryIsTakenInUnderAnotherName(t *testing.T) {
	from := seat.NewMeeting(t, "Ticket shop")
	from.Answer("Mei", "sec-secrets", assessment.Patch{Level: new(assessment.None)})
	data, err := from.App.Export(t.Context(), from.ID)
	from.Must(err)
	m := seat.NewMeeting(t, "Ticket shop")
	m.Answer("Ana", "sec-secrets", assessment.Patch{Level: new(assessment.Partial)})
	u := m.Sit(func(env nav.Env, _ nav.Open) nav.Screen {
		env.Read = func(string) ([]byte, error) { return data, nil }
		return home.New(env, nil)
	}, nav.Open{})
	u.Press("i")
	u.Type("shop.json")
	u.Press("enter")
	u.Sees("another name keeps both")
	u.Type("!")
	u.Press("enter")
	u.Sees("a letter or a digit is needed")
	u.Press("ctrl+u")
	u.Type("Shop of Mei")
	u.Press("enter")
	if _, err := m.App.Open(t.Context(), "shop-of-mei"); err != nil {
		t.Error(err)
	}
	if got := m.Stored("sec-secrets").Level; got != assessment.Partial {
		t.Errorf("the stored one was changed to %s", got)
	}
}

func BenchmarkThousandSystemsFrame(b *testing.B) {
	s := home.New(nav.Env{}, many(1000))
	for b.Loop() {
		s.Frame(seat.Area(200, 56, now))
	}
}
