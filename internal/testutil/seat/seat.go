// Package seat is a person in front of one screen of the terminal UI, for tests: keys go in, frames
// come out, and saves can be held back. It must not be imported outside tests.
package seat

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// DB is a database in memory that refuses to write while it has an error to give.
type DB struct {
	*memkv.DB
	Refuse error
}

// Commit implements kv.DB; its errors are those of kv.DB, and Refuse.
func (d *DB) Commit(ctx context.Context, changes ...kv.Change) error {
	if d.Refuse != nil {
		return d.Refuse
	}
	return d.DB.Commit(ctx, changes...)
}

// Meeting is a database with one system and a clock that tests move.
type Meeting struct {
	T   testing.TB
	DB  *DB
	App *app.Service
	Now time.Time
	ID  assessment.ID
}

// NewMeeting describes a system under a name, at 14:02; nothing was asked yet.
func NewMeeting(t testing.TB, name string) *Meeting {
	t.Helper()
	m := &Meeting{T: t, DB: &DB{DB: memkv.New()}, Now: time.Date(2026, 11, 26, 14, 2, 0, 0, time.UTC)}
	m.App = fixture.ServiceOn(m.DB, func() time.Time { return m.Now })
	v, err := m.App.New(t.Context(), app.Start{
		By: "Ana",
		Description: assessment.Description{
			Name: name, Target: questionnaire.FirstUser, People: []string{"Ana", "Mei", "Ravi"},
			FirstShown: "2026-09-23", FirstLive: assessment.NotYet, Outside: &assessment.Outside{On: "2026-11-26"},
		},
		Facts: map[questionnaire.FactID]questionnaire.Truth{
			"payments": questionnaire.Yes, "event-capacity": questionnaire.Yes, "ai-assisted": questionnaire.Yes,
		},
	})
	m.Must(err)
	m.ID = v.Assessment.ID
	return m
}

// Must ends the test after an error.
func (m *Meeting) Must(err error) {
	m.T.Helper()
	if err != nil {
		m.T.Fatal(err)
	}
}

// Session starts a session.
func (m *Meeting) Session(k assessment.SessionKind) {
	m.T.Helper()
	_, err := m.App.StartSession(m.T.Context(), m.ID, "Ana", k)
	m.Must(err)
}

// View returns what is stored.
func (m *Meeting) View() app.View {
	m.T.Helper()
	v, err := m.App.Open(m.T.Context(), m.ID)
	m.Must(err)
	return v
}

// Stored returns what is stored for a question.
func (m *Meeting) Stored(q questionnaire.QuestionID) assessment.Answer {
	m.T.Helper()
	return m.View().Assessment.Answers[q]
}

// Answer answers a question as someone does in another window.
func (m *Meeting) Answer(by string, q questionnaire.QuestionID, p assessment.Patch) app.View {
	m.T.Helper()
	v, err := m.App.Answer(m.T.Context(), m.ID, q, by, app.AnyRevision, p)
	m.Must(err)
	return v
}

// Person is Ana in front of one screen. She is a value: a copy is at the same place of the same
// meeting.
type Person struct {
	*Meeting
	Env    nav.Env
	Screen nav.Screen
	Hold   bool      // saves are held back
	Held   []tea.Cmd // oldest first
	Told   []tea.Msg // what the screen asked of the root
}

// Sit opens a screen; without a view, on what is stored.
func (m *Meeting) Sit(screen func(nav.Env, nav.Open) nav.Screen, open nav.Open) Person {
	m.T.Helper()
	env := nav.Env{
		App: m.App, Saves: nav.NewQueue(m.T.Context()), By: "Ana",
		Run: func(work func(context.Context) tea.Msg) tea.Cmd {
			return func() tea.Msg { return work(m.T.Context()) }
		},
	}
	if open.View.Assessment.ID == "" {
		open.View = m.View()
	}
	return Person{Meeting: m, Env: env, Screen: screen(env, open)}
}

// Update gives the screen a message and carries out what it answers with.
func (u *Person) Update(msg tea.Msg) {
	next, cmd := u.Screen.Update(msg)
	u.Screen = next
	u.run(cmd)
}

func (u *Person) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	msg, sent := nav.Sent(cmd)
	switch {
	case sent:
	case u.Hold:
		u.Held = append(u.Held, cmd)
		return
	default:
		msg = cmd()
	}
	u.Deliver(msg)
}

// Deliver takes a message where the root would bring it.
func (u *Person) Deliver(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, cmd := range msg {
			u.run(cmd)
		}
	case nav.Open, nav.Back, nav.Say, nav.Failed:
		u.Told = append(u.Told, msg)
	default:
		u.Update(msg)
	}
}

// Release lets the saves go that were held back, in the order given, or as they came.
func (u *Person) Release(order ...int) {
	held := u.Held
	u.Held, u.Hold = nil, false
	if order == nil {
		for i := range held {
			order = append(order, i)
		}
	}
	for _, i := range order {
		u.run(held[i])
	}
}

// Press presses keys by name, with spaces between.
func (u *Person) Press(keys string) {
	u.T.Helper()
	for name := range strings.FieldsSeq(keys) {
		if !u.Try(name) {
			u.T.Fatalf("key %q does nothing here", name)
		}
	}
}

// Try presses a key and tells whether it does something here. Of what cannot be done now the reason
// is told.
func (u *Person) Try(name string) bool {
	msg := Key(name)
	if u.Screen.Capturing() {
		u.Update(msg)
		return true
	}
	actions := u.Screen.Actions()
	ids := make([]theme.ActionID, len(actions))
	for i, a := range actions {
		ids[i] = a.ID
	}
	id, ok := theme.Match(msg, ids...)
	if !ok {
		return false
	}
	if off := actions[slices.Index(ids, id)].Disabled; off != "" {
		u.Told = append(u.Told, nav.Say{Text: off})
		return true
	}
	u.Update(nav.Do{Action: id})
	return true
}

// Type presses a key for each character.
func (u *Person) Type(text string) {
	for _, r := range text {
		u.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// Said returns the last thing the screen asked of the root, nil if there is none.
func (u *Person) Said() tea.Msg {
	if len(u.Told) == 0 {
		return nil
	}
	return u.Told[len(u.Told)-1]
}

// Frame draws the screen as plain text, with its header and where the cursor is.
func (u *Person) Frame(width, height int) string {
	f := u.Screen.Frame(Area(width, height, u.Now))
	head := fmt.Sprintf("%s | %s", strings.Join(f.Crumbs, " > "), f.Status)
	if f.Of > 0 {
		head += fmt.Sprintf(" | %d/%d", f.Done, f.Of)
	}
	if f.Cursor != nil {
		head += fmt.Sprintf(" | cursor %d,%d", f.Cursor.X, f.Cursor.Y)
	}
	return head + "\n" + strings.Repeat("-", width) + "\n" + Plain(f.Body) + "\n"
}

// Sees fails the test if a text is not on the screen, however it is broken into lines.
func (u *Person) Sees(text string) {
	u.T.Helper()
	if frame := u.Frame(100, 40); !strings.Contains(strings.Join(strings.Fields(frame), " "), text) {
		u.T.Errorf("the screen does not say %q:\n%s", text, frame)
	}
}

// SeesNot fails the test if a text is on the screen.
func (u *Person) SeesNot(text string) {
	u.T.Helper()
	if frame := u.Frame(100, 40); strings.Contains(strings.Join(strings.Fields(frame), " "), text) {
		u.T.Errorf("the screen says %q:\n%s", text, frame)
	}
}
