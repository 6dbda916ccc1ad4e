package end_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
	"prodfirst/internal/tui/end"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
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

// user is someone at a keyboard in front of the end of a quick session of the ticket shop.
type user struct {
	t      *testing.T
	db     *faultyDB
	app    *app.Service
	now    time.Time
	screen nav.Screen
	hold   bool
	held   []tea.Cmd
	told   []tea.Msg
}

// answered is what was said in the session that has ended.
type answered struct {
	question questionnaire.QuestionID
	level    assessment.Level
	owner    string
	due      assessment.Date
	drill    assessment.Date
	check    assessment.Check
}

func story() []answered {
	return []answered{
		{question: "users-first-ten", level: assessment.Partial},
		{question: "own-service-owner", level: assessment.InPlace},
		{question: "id-record-access", level: assessment.InPlace},
		{question: "sec-secrets", level: assessment.Partial, owner: "Ravi", due: "2026-12-04"},
		{question: "sec-exposed-surface", level: assessment.DontKnow},
		{question: "bak-restore-drill", level: assessment.DontKnow},
		{question: "obs-outside-check", level: assessment.None, owner: "Mei", due: "2026-11-30"},
		{question: "del-env-separation", level: assessment.Partial, owner: "Ravi", due: "2026-12-04"},
		{question: "del-rollback", level: assessment.None},
	}
}

func arrive(t *testing.T, name string, said []answered) *user {
	t.Helper()
	u := &user{t: t, db: &faultyDB{DB: memkv.New()}, now: time.Date(2026, 11, 26, 14, 2, 0, 0, time.UTC)}
	var ids atomic.Int64
	newID := func() string { return fmt.Sprintf("id%04d", ids.Add(1)) }
	now := func() time.Time { return u.now }
	u.app = &app.Service{
		Store:   store.New(u.db, store.Options{Now: now, NewID: newID, WrittenBy: "test"}),
		Library: library,
		Now:     now, NewID: newID,
	}
	v, err := u.app.New(t.Context(), app.Start{By: "Ana", Description: assessment.Description{
		Name: name, Target: questionnaire.FirstUser, People: []string{"Ana", "Mei", "Ravi"},
		FirstShown: "2026-09-23", FirstLive: assessment.NotYet, Outside: &assessment.Outside{On: "2026-11-26"},
	}, Facts: map[questionnaire.FactID]questionnaire.Truth{
		"payments": questionnaire.Yes, "event-capacity": questionnaire.Yes, "ai-assisted": questionnaire.Yes,
	}})
	u.must(err)
	id := v.Assessment.ID
	_, err = u.app.StartSession(t.Context(), id, "Ana", assessment.Quick)
	u.must(err)
	for _, a := range said {
		p := assessment.Patch{Level: &a.level, Owner: &a.owner, Due: &a.due, Check: &a.check}
		if a.drill != "" {
			p.AddEvidence = []assessment.Evidence{{Kind: assessment.Drill, Date: a.drill, By: "Ravi"}}
		}
		_, err = u.app.Answer(t.Context(), id, a.question, "Ana", app.AnyRevision, p)
		u.must(err)
	}
	u.now = u.now.Add(11 * time.Minute)
	v, err = u.app.EndSession(t.Context(), id, "Ana")
	u.must(err)
	env := nav.Env{
		App: u.app, Saves: nav.NewQueue(t.Context()), By: "Ana",
		Run: func(work func(context.Context) tea.Msg) tea.Cmd {
			return func() tea.Msg { return work(t.Context()) }
		},
	}
	u.screen = end.New(env, nav.Open{Kind: nav.End, View: v})
	return u
}

func (u *user) must(err error) {
	u.t.Helper()
	if err != nil {
		u.t.Fatal(err)
	}
}

func (u *user) view() app.View {
	u.t.Helper()
	v, err := u.app.Open(u.t.Context(), "ticket-shop")
	u.must(err)
	return v
}

// unowned returns the last of the steps shown that has no owner, and stands on it.
func (u *user) unowned() questionnaire.QuestionID {
	u.t.Helper()
	steps := u.view().Result.NowSteps()
	for _, s := range slices.Backward(steps) {
		if f, _ := u.view().Result.Finding(s.Question); f.Answer.Owner == "" {
			u.stand(s.Question)
			return s.Question
		}
	}
	u.t.Fatalf("every step has an owner: %+v", steps)
	return ""
}

// stand selects the step of a question.
func (u *user) stand(q questionnaire.QuestionID) {
	u.t.Helper()
	at := u.place(q)
	for range u.view().Result.NowSteps() {
		u.press("up")
	}
	for range at {
		u.press("down")
	}
}

// place returns the place of a question among the steps to do now, from 0.
func (u *user) place(q questionnaire.QuestionID) int {
	u.t.Helper()
	at := slices.IndexFunc(u.view().Result.NowSteps(), func(s analysis.Step) bool { return s.Question == q })
	if at < 0 {
		u.t.Fatalf("%s is no step to do now", q)
	}
	return at
}

// title returns the title of the step of a question.
func (u *user) title(q questionnaire.QuestionID) string {
	u.t.Helper()
	f, _ := u.view().Result.Finding(q)
	s, ok := u.view().Result.Step(q)
	if !ok {
		u.t.Fatalf("%s is no step", q)
	}
	return f.Title(s.Kind)
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
	msg, sent := nav.Sent(cmd)
	switch {
	case sent:
	case u.hold:
		u.held = append(u.held, cmd)
		return
	default:
		msg = cmd()
	}
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

func (u *user) release() {
	held := u.held
	u.held, u.hold = nil, false
	for _, cmd := range held {
		u.run(cmd)
	}
}

func (u *user) press(keys string) {
	u.t.Helper()
	for name := range strings.FieldsSeq(keys) {
		special := map[string]tea.KeyPressMsg{
			"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab},
			"shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
			"end": {Code: tea.KeyEnd}, "backspace": {Code: tea.KeyBackspace},
		}
		msg, ok := special[name]
		if !ok {
			msg = tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
		}
		if u.screen.Capturing() {
			u.update(msg)
			continue
		}
		var ids []theme.ActionID
		for _, a := range u.screen.Actions() {
			ids = append(ids, a.ID)
		}
		id, ok := theme.Match(msg, ids...)
		if !ok {
			u.t.Fatalf("key %q does nothing here", name)
		}
		u.update(nav.Do{Action: id})
	}
}

func (u *user) typeIn(text string) {
	for _, r := range text {
		u.update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func (u *user) frame(width, height int) string {
	f := u.screen.Frame(nav.Area{Width: width, Height: height, Theme: theme.New(theme.Options{Mono: true}), Now: u.now})
	head := fmt.Sprintf("%s | %s", strings.Join(f.Crumbs, " > "), f.Status)
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

func (u *user) said() tea.Msg {
	if len(u.told) == 0 {
		return nil
	}
	return u.told[len(u.told)-1]
}
