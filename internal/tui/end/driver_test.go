package end_test

import (
	"slices"
	"testing"
	"time"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/end"
	"prodfirst/internal/tui/nav"
)

// user is someone in front of the end of a quick session.
type user struct{ seat.Person }

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
	m := seat.NewMeeting(t, name)
	return &user{arriveIn(m, said...)}
}

// arriveIn has a quick session in a meeting, and sits at its end.
func arriveIn(m *seat.Meeting, said ...answered) seat.Person {
	m.T.Helper()
	m.Session(assessment.Quick)
	for _, a := range said {
		p := assessment.Patch{Level: &a.level, Owner: &a.owner, Due: &a.due, Check: &a.check}
		if a.drill != "" {
			p.AddEvidence = []assessment.Evidence{{Kind: assessment.Drill, Date: a.drill, By: "Ravi"}}
		}
		m.Answer("Ana", a.question, p)
	}
	m.Now = m.Now.Add(11 * time.Minute)
	v, err := m.App.EndSession(m.T.Context(), m.ID, "Ana")
	m.Must(err)
	return m.Sit(end.New, nav.Open{Kind: nav.End, View: v})
}

// unowned returns the last of the steps shown that has no owner, and stands on it.
func (u *user) unowned() questionnaire.QuestionID {
	u.T.Helper()
	steps := u.View().Result.NowSteps()
	for _, s := range slices.Backward(steps) {
		if f, _ := u.View().Result.Finding(s.Question); f.Answer.Owner == "" {
			u.stand(s.Question)
			return s.Question
		}
	}
	u.T.Fatalf("every step has an owner: %+v", steps)
	return ""
}

// stand selects the step of a question.
func (u *user) stand(q questionnaire.QuestionID) {
	u.T.Helper()
	at := u.place(q)
	for range u.View().Result.NowSteps() {
		u.Press("up")
	}
	for range at {
		u.Press("down")
	}
}

// place returns the place of a question among the steps to do now, from 0.
func (u *user) place(q questionnaire.QuestionID) int {
	u.T.Helper()
	at := slices.IndexFunc(u.View().Result.NowSteps(), func(s analysis.Step) bool { return s.Question == q })
	if at < 0 {
		u.T.Fatalf("%s is no step to do now", q)
	}
	return at
}

// title returns the title of the step of a question.
func (u *user) title(q questionnaire.QuestionID) string {
	u.T.Helper()
	f, _ := u.View().Result.Finding(q)
	s, ok := u.View().Result.Step(q)
	if !ok {
		u.T.Fatalf("%s is no step", q)
	}
	return f.Title(s.Kind)
}

func seatArea(u *user) nav.Area { return seat.Area(80, 20, u.Now) }
