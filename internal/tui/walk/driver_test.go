package walk_test

import (
	"strings"
	"testing"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/walk"
)

// meeting is a quick session of the ticket shop.
type meeting struct{ *seat.Meeting }

func newMeeting(t testing.TB) meeting {
	t.Helper()
	m := meeting{seat.NewMeeting(t, "Ticket shop")}
	m.Session(assessment.Quick)
	return m
}

// elsewhere answers as Mei would in another window.
func (m meeting) elsewhere(q questionnaire.QuestionID, level assessment.Level) app.View {
	m.T.Helper()
	return m.Answer("Mei", q, assessment.Patch{Level: &level})
}

// user is someone in front of the walk.
type user struct {
	seat.Person
	meeting meeting
}

func (m meeting) walk(q questionnaire.QuestionID) *user {
	m.T.Helper()
	return &user{Person: m.Sit(walk.New, nav.Open{Kind: nav.Walk, Question: q}), meeting: m}
}

// stand walks to a question of the session.
func (u *user) stand(q string) {
	u.T.Helper()
	f, ok := u.View().Result.Finding(questionnaire.QuestionID(q))
	if !ok {
		u.T.Fatalf("no question %q", q)
	}
	for range 12 {
		if strings.Contains(u.Frame(100, 40), f.Question.Text) {
			return
		}
		u.Press("right")
	}
	u.T.Fatalf("the session does not come to %q", q)
}

func newWalk(env nav.Env, v app.View) nav.Screen {
	return walk.New(env, nav.Open{Kind: nav.Walk, View: v, Question: record})
}
