package facts_test

import (
	"strings"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/facts"
	"prodfirst/internal/tui/nav"
)

// sit puts Ana before the facts of a system that is stored.
func sit(t *testing.T) *seat.Person {
	t.Helper()
	u := seat.NewMeeting(t, "Ticket shop").Sit(facts.New, nav.Open{Kind: nav.Facts})
	return &u
}

// begin puts her before those of a new system.
func begin(t *testing.T) *seat.Person {
	t.Helper()
	draft := app.Start{By: "Ana", Description: assessment.Description{
		Name: "Door list", Target: questionnaire.FirstUser, People: []string{"Ana"},
	}}
	u := seat.NewMeeting(t, "Ticket shop").Sit(func(env nav.Env, o nav.Open) nav.Screen {
		o.View, o.Draft = app.View{}, &draft
		return facts.New(env, o)
	}, nav.Open{Kind: nav.Facts})
	u.Update(nav.Open{Kind: nav.Facts, Draft: &draft})
	return &u
}

func TestFramesLookAsTheyWereReviewed(t *testing.T) {
	rows := []struct {
		name string
		make func(t *testing.T) *seat.Person
		keys string
	}{{"stored", sit, "down down"}, {"new", begin, "right down"}, {"second", begin, "right enter N down"}}
	for _, row := range rows {
		u := row.make(t)
		u.Press(row.keys)
		u.Golden(row.name)
	}
	u := sit(t)
	u.GoldenASCII()
}

func TestEveryFrameFits(t *testing.T) {
	for _, keys := range []string{"", "right", "end", "enter N end"} {
		u := begin(t)
		u.Press(keys)
		u.FitsEverySize()
	}
}

func TestUndoTakesBackOneChangeAfterTheOther(t *testing.T) {
	u := begin(t)
	u.Press("u")
	if say, ok := u.Said().(nav.Say); !ok || say.Text != "Nothing was changed here yet." {
		t.Errorf("undo of nothing: %#v", u.Said())
	}
	first := u.Frame(80, 20)
	u.Press("down space")
	second := u.Frame(80, 20)
	if !strings.Contains(second, "yes  people have accounts") {
		t.Fatalf("not said:\n%s", second)
	}
	u.Press("N")
	if strings.Contains(u.Frame(80, 20), "  ?   ") {
		t.Errorf("the rest is not no:\n%s", u.Frame(80, 20))
	}
	u.Press("u")
	if got := u.Frame(80, 20); got != second {
		t.Errorf("undo of the rest:\n%s", got)
	}
	u.Press("u up")
	if got := u.Frame(80, 20); got != first {
		t.Errorf("undo of the first:\n%s\nwant\n%s", got, first)
	}
	u.Press("right")
	u.Sees("shop or event")
	u.Press("u")
	u.Sees("nothing in particular")
}

func TestPacksThatComeWithTheFactsAreNamed(t *testing.T) {
	u := begin(t)
	u.SeesNot("Packs:")
	u.Press("right")
	u.Sees("Packs:")
	u.Sees("event registration")
	u.Press("enter enter")
	o, ok := u.Said().(nav.Open)
	if !ok || o.Kind != nav.Agenda || len(o.View.Questionnaires) < 2 {
		t.Errorf("the root was told %T, with %d questionnaires", u.Said(), len(o.View.Questionnaires))
	}
}

func TestWhatFollowsFromAnotherFactCannotBeDenied(t *testing.T) {
	u := sit(t)
	u.Press("down down down")
	u.Sees("> yes names, mail, the like implied")
	u.Press("space")
	if say, ok := u.Said().(nav.Say); !ok || !strings.HasPrefix(say.Text, "It follows from") {
		t.Errorf("it said %#v", u.Said())
	}
}

func TestAFailedSaveKeepsTheFacts(t *testing.T) {
	u := sit(t)
	u.Press("down space enter")
	u.DB.Refuse = app.ErrFull
	u.Press("enter")
	if _, ok := u.Said().(nav.Failed); !ok {
		t.Fatalf("the root was told %#v", u.Said())
	}
	u.DB.Refuse = nil
	u.Press("enter")
	if o, ok := u.Said().(nav.Open); !ok || o.View.Assessment.Facts["user-accounts"] != questionnaire.Yes {
		t.Errorf("the root was told %T, with %v", u.Said(), o.View.Assessment.Facts)
	}
}
