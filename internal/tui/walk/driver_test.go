package walk_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/walk"
	"prodfirst/questionnaires"
)

// library is shared, so that the questionnaires are parsed once.
var library = &app.Library{Shipped: questionnaires.Files}

// faultyDB refuses to write while it has an error to give.
type faultyDB struct {
	*memkv.DB
	refuse error
}

func (d *faultyDB) Commit(ctx context.Context, changes ...kv.Change) error {
	if d.refuse != nil {
		return d.refuse
	}
	return d.DB.Commit(ctx, changes...)
}

// meeting is a database with one system and a clock that tests move.
type meeting struct {
	t   testing.TB
	db  *faultyDB
	app *app.Service
	now time.Time
}

func newMeeting(t testing.TB) *meeting {
	t.Helper()
	m := &meeting{t: t, db: &faultyDB{DB: memkv.New()}, now: time.Date(2026, 11, 26, 14, 2, 0, 0, time.UTC)}
	var ids atomic.Int64
	newID := func() string { return fmt.Sprintf("id%04d", ids.Add(1)) }
	now := func() time.Time { return m.now }
	m.app = &app.Service{
		Store:   store.New(m.db, store.Options{Now: now, NewID: newID, WrittenBy: "test"}),
		Library: library,
		Now:     now, NewID: newID,
	}
	_, err := m.app.New(t.Context(), app.Start{
		By: "Ana",
		Description: assessment.Description{
			Name: "Ticket shop", Target: questionnaire.FirstUser, People: []string{"Ana", "Mei", "Ravi"},
		},
		Facts: map[questionnaire.FactID]questionnaire.Truth{
			"payments": questionnaire.Yes, "event-capacity": questionnaire.Yes, "ai-assisted": questionnaire.Yes,
		},
	})
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	m.session(assessment.Quick)
	return m
}

func (m *meeting) session(k assessment.SessionKind) {
	m.t.Helper()
	if _, err := m.app.StartSession(m.t.Context(), "ticket-shop", "Ana", k); err != nil {
		m.t.Fatalf("StartSession: %v", err)
	}
}

func (m *meeting) view() app.View {
	m.t.Helper()
	v, err := m.app.Open(m.t.Context(), "ticket-shop")
	if err != nil {
		m.t.Fatalf("Open: %v", err)
	}
	return v
}

// stored returns what is on disk for a question.
func (m *meeting) stored(q questionnaire.QuestionID) assessment.Answer {
	m.t.Helper()
	return m.view().Assessment.Answers[q]
}

// elsewhere answers as Mei would in another window.
func (m *meeting) elsewhere(q questionnaire.QuestionID, level assessment.Level) app.View {
	m.t.Helper()
	v, err := m.app.Answer(m.t.Context(), "ticket-shop", q, "Mei", app.AnyRevision, assessment.Patch{Level: &level})
	if err != nil {
		m.t.Fatalf("Answer elsewhere: %v", err)
	}
	return v
}

// user is someone at a keyboard in front of one screen.
type user struct {
	*meeting
	screen nav.Screen
	queue  *nav.Queue
	hold   bool      // saves are held back
	held   []tea.Cmd //
	told   []tea.Msg // what the screen asked of the root
}

func (m *meeting) walk(q questionnaire.QuestionID) *user {
	m.t.Helper()
	u := &user{meeting: m, queue: nav.NewQueue(m.t.Context())}
	env := nav.Env{
		App: m.app, Saves: u.queue, By: "Ana",
		Run: func(work func(context.Context) tea.Msg) tea.Cmd {
			return func() tea.Msg { return work(m.t.Context()) }
		},
	}
	u.screen = walk.New(env, nav.Open{Kind: nav.Walk, View: m.view(), Question: q})
	return u
}

func (u *user) update(msg tea.Msg) {
	next, cmd := u.screen.Update(msg)
	u.screen = next
	u.run(cmd)
}

func (u *user) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if msg, sent := nav.Sent(cmd); sent {
		u.deliver(msg)
		return
	}
	if u.hold {
		u.held = append(u.held, cmd)
		return
	}
	u.deliver(cmd())
}

func (u *user) deliver(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, cmd := range msg {
			u.run(cmd)
		}
	case nav.Open, nav.Back, nav.Say, nav.Failed:
		u.told = append(u.told, msg)
	default:
		u.update(msg)
	}
}

// release lets the saves go that were held back, in the order given, or as they came.
func (u *user) release(order ...int) {
	held := u.held
	u.held, u.hold = nil, false
	if order == nil {
		for i := range held {
			order = append(order, i)
		}
	}
	for _, i := range order {
		u.run(held[i])
	}
}

// press presses keys by name, with spaces between.
func (u *user) press(keys string) {
	u.t.Helper()
	for name := range strings.FieldsSeq(keys) {
		u.key(name)
	}
}

func (u *user) key(name string) {
	u.t.Helper()
	msg := press(name)
	if u.screen.Capturing() {
		u.update(msg)
		return
	}
	var ids []theme.ActionID
	actions := u.screen.Actions()
	for _, a := range actions {
		ids = append(ids, a.ID)
	}
	id, ok := theme.Match(msg, ids...)
	if !ok {
		u.t.Fatalf("key %q does nothing here", name)
	}
	for _, a := range actions {
		if a.ID == id && a.Disabled != "" {
			u.told = append(u.told, nav.Say{Text: a.Disabled})
			return
		}
	}
	u.update(nav.Do{Action: id})
}

func (u *user) typeIn(text string) {
	u.t.Helper()
	for _, r := range text {
		u.update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func press(name string) tea.KeyPressMsg {
	special := map[string]tea.KeyPressMsg{
		"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab},
		"shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
		"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "space": {Code: tea.KeySpace, Text: " "},
		"backspace": {Code: tea.KeyBackspace}, "pgdown": {Code: tea.KeyPgDown}, "end": {Code: tea.KeyEnd},
		"home": {Code: tea.KeyHome}, "pgup": {Code: tea.KeyPgUp},
		"ctrl+r": {Code: 'r', Mod: tea.ModCtrl}, "ctrl+s": {Code: 's', Mod: tea.ModCtrl},
	}
	if msg, ok := special[name]; ok {
		return msg
	}
	r := []rune(name)[0]
	return tea.KeyPressMsg{Code: r, Text: name}
}

// frame draws the screen as plain text, with its header.
func (u *user) frame(width, height int) string {
	u.t.Helper()
	f := u.screen.Frame(nav.Area{Width: width, Height: height, Theme: theme.New(theme.Options{Mono: true}), Now: u.now})
	head := fmt.Sprintf("%s | %s | %d/%d", strings.Join(f.Crumbs, " > "), f.Status, f.Done, f.Of)
	if f.Cursor != nil {
		head += fmt.Sprintf(" | cursor %d,%d", f.Cursor.X, f.Cursor.Y)
	}
	lines := strings.Split(ansi.Strip(f.Body), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return head + "\n" + strings.Repeat("-", width) + "\n" + strings.Join(lines, "\n") + "\n"
}

func (u *user) sees(text string) {
	u.t.Helper()
	if got := strings.Join(strings.Fields(u.frame(100, 40)), " "); !strings.Contains(got, text) {
		u.t.Errorf("the screen does not say %q:\n%s", text, u.frame(100, 40))
	}
}

func (u *user) seesNot(text string) {
	u.t.Helper()
	if got := strings.Join(strings.Fields(u.frame(100, 40)), " "); strings.Contains(got, text) {
		u.t.Errorf("the screen says %q:\n%s", text, u.frame(100, 40))
	}
}

// said returns the last thing the screen asked of the root.
func (u *user) said() tea.Msg {
	if len(u.told) == 0 {
		return nil
	}
	return u.told[len(u.told)-1]
}

// stand walks to a question of the session.
func (u *user) stand(q string) {
	u.t.Helper()
	f, ok := u.view().Result.Finding(questionnaire.QuestionID(q))
	if !ok {
		u.t.Fatalf("no question %q", q)
	}
	for range 12 {
		if strings.Contains(u.frame(200, 60), f.Question.Text) {
			return
		}
		u.press("right")
	}
	u.t.Fatalf("the session does not come to %q", q)
}
