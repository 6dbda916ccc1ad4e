package edit_test

import (
	"reflect"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
)

const question = "id-record-access"

// screen is the least that holds a book.
type screen struct {
	edit.Book
	done []edit.Outcome
}

func (s screen) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	s.Book, s.done = s.Take(msg)
	return s, nil
}

func (s screen) Frame(nav.Area) nav.Frame { return nav.Frame{} }
func (s screen) Actions() []nav.Action    { return nil }
func (s screen) Capturing() bool          { return false }

func newScreen(env nav.Env, open nav.Open) nav.Screen {
	return screen{Book: edit.New(env, open.View)}
}

// book returns the book of the person's screen.
func book(u *seat.Person) edit.Book {
	s, ok := u.Screen.(screen)
	if !ok {
		u.T.Fatalf("%T is no screen", u.Screen)
	}
	return s.Book
}

// patch changes an answer and carries out its save.
func patch(u *seat.Person, p assessment.Patch) {
	u.T.Helper()
	b, cmd, err := book(u).Patch(question, p, "save it")
	u.Must(err)
	u.Screen = screen{Book: b}
	u.Deliver(cmd())
}

// everything is a patch that says something of every field.
func everything(t *testing.T) assessment.Patch {
	t.Helper()
	p := assessment.Patch{
		Level: new(assessment.NotApplicable), Note: new("a note"), Owner: new("Mei"), Due: new(assessment.Date("2026-12-04")),
		Reason: new("thrown away on Friday"), Approver: new("Ravi"),
		AddEvidence: []assessment.Evidence{{Kind: assessment.Artefact, Reference: "run/7", Date: "2026-11-20", By: "Mei"}},
		Check:       new(assessment.CanExplain), CheckBy: new("Mei"), AIWritten: new(true),
		Votes: []assessment.Vote{{Name: "Mei", Level: assessment.Partial}}, Parked: new("later"),
		Clear: []assessment.Field{assessment.FieldNote},
	}
	for i := range reflect.ValueOf(p).NumField() {
		if reflect.ValueOf(p).Field(i).IsZero() {
			t.Fatalf("nothing is said of %s", reflect.TypeOf(p).Field(i).Name)
		}
	}
	return p
}

func TestLaterSaveCarriesAllThatIsOwed(t *testing.T) {
	laters := []assessment.Patch{{Note: new("another note")}, {Level: new(assessment.None)}, {Check: new(assessment.Partly)}}
	for _, f := range assessment.Fields() {
		laters = append(laters, assessment.Patch{Clear: []assessment.Field{f}})
	}
	for _, later := range laters {
		m := seat.NewMeeting(t, "Ticket shop")
		u := m.Sit(newScreen, nav.Open{})
		q, _ := m.View().Result.Finding(question)
		m.DB.Refuse = app.ErrFull
		patch(&u, everything(t))
		want, err := q.Answer.With(everything(t), q.Question, "Ana", m.Now)
		m.Must(err)
		want, err = want.With(later, q.Question, "Ana", m.Now)
		if err != nil {
			continue // not possible on top of the first either way
		}
		m.DB.Refuse = nil
		patch(&u, later)
		if diff := cmp.Diff(want, m.Stored(question), cmpopts.IgnoreFields(assessment.Answer{}, "Rev"), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", later, diff)
		}
		if _, failed := book(&u).Unsaved(question); failed {
			t.Errorf("%+v: still said to be unsaved", later)
		}
	}
}

func TestWhatCannotBePatchedChangesNothing(t *testing.T) {
	u := seat.NewMeeting(t, "Ticket shop").Sit(newScreen, nav.Open{})
	b, cmd, err := book(&u).Patch(question, assessment.Patch{Due: new(assessment.Date("soon"))}, "save it")
	if err == nil || cmd != nil || b.Saving(question) || u.Env.Saves.Pending() != 0 {
		t.Errorf("err %v, saving %v, %d pending", err, b.Saving(question), u.Env.Saves.Pending())
	}
}

func TestAFormThatIsOlderThanTheScreenIsAConflict(t *testing.T) {
	m := seat.NewMeeting(t, "Ticket shop")
	u := m.Sit(newScreen, nav.Open{})
	seen := book(&u).Rev(question)
	u.Update(nav.Refreshed{View: m.Answer("Mei", question, assessment.Patch{Level: new(assessment.None)})})
	b, cmd, err := book(&u).PatchSeen(question, seen, assessment.Patch{Owner: new("Ana")}, app.RefuseSecrets, "save it")
	m.Must(err)
	u.Screen = screen{Book: b}
	u.Deliver(cmd())
	got := book(&u)
	if !got.Conflict(question) || m.Stored(question).Owner != "" {
		t.Fatalf("no conflict; stored %+v", m.Stored(question))
	}
	if len(u.Told) != 0 {
		t.Errorf("the root was told %#v: a conflict belongs to the screen", u.Told)
	}
	if got = got.Drop(question); got.Conflict(question) || got.Saving(question) {
		t.Error("still there after it was given up")
	}
}
