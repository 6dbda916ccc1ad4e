package walk_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/app"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// twoTopics is a question of the fixture's session that names two topics.
func twoTopics(m meeting) (questionnaire.QuestionID, []questionnaire.Topic) {
	m.T.Helper()
	topics, err := m.App.Library.Topics()
	if err != nil {
		m.T.Fatal(err)
	}
	for _, f := range m.View().Result.Findings {
		if len(f.Question.Topics) != 2 {
			continue
		}
		var named []questionnaire.Topic
		for _, id := range f.Question.Topics {
			for _, t := range topics {
				if string(t.ID) == id {
					named = append(named, t)
				}
			}
		}
		return f.Question.ID, named
	}
	m.T.Fatal("no question names two topics")
	return "", nil
}

func TestTopicFramesLookAsTheyWereReviewed(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int
	}{{"80x24", 80, 20}, {"60x15", 60, 11}, {"120x40", 120, 36}} {
		t.Run(size.name, func(t *testing.T) {
			u := at(t, restore)
			u.Press("w")
			u.Frame(size.width, size.height)
			u.Press("end")
			golden.Check(t, "teach-end-"+size.name+".txt", u.Frame(size.width, size.height))
			u.Press("enter")
			golden.Check(t, "topic-"+size.name+".txt", u.Frame(size.width, size.height))
		})
	}
}

func TestATopicOpensUnderTheExplanationAndBackReturnsThere(t *testing.T) {
	u := at(t, restore)
	u.Press("w")
	u.Frame(80, 20)
	u.Press("down down")
	lesson := u.Frame(80, 20)
	u.Press("enter")
	u.Sees("Replica versus backup, isolated copy, recovery point and time")
	u.Frame(80, 20)
	u.Press("pgdown")
	if got := u.Frame(80, 20); strings.Contains(got, "three bad days") {
		t.Errorf("a page further the beginning is still there:\n%s", got)
	}
	u.Press("esc")
	if got := u.Frame(80, 20); got != lesson {
		t.Errorf("back from the topic:\n%s\nwant\n%s", got, lesson)
	}
	u.Press("enter w")
	u.Sees("0 Don't know")
}

func TestScrollingEndsWhereTheTextDoes(t *testing.T) {
	u := at(t, restore)
	u.Press("w enter")
	u.Frame(80, 20)
	u.Press("end")
	last := u.Frame(80, 20)
	if !strings.Contains(last, "until a better drill replaces it.") || strings.Contains(last, "more lines") {
		t.Errorf("the end of the text is not shown:\n%s", last)
	}
	u.Press("pgdown down up")
	if got := u.Frame(80, 20); got == last {
		t.Errorf("one line up from the end changes nothing:\n%s", got)
	}
}

func TestTheSecondTopicIsOneKeyFurther(t *testing.T) {
	m := newMeeting(t)
	id, topics := twoTopics(m)
	u := m.walk(id)
	u.Press("w enter")
	u.Sees(topics[0].Answers)
	u.Press("enter")
	u.Sees(topics[1].Answers)
	u.Press("left")
	u.Sees(topics[0].Answers)
}

func TestKeysTypedBeforeTheTopicsAreLoadedAreKept(t *testing.T) {
	u := at(t, restore)
	u.Hold = true
	u.Press("w enter")
	u.SeesNot("Why")
	u.Release()
	u.Sees("A physiotherapy practice has three bad days")
}

// ownTopics is a view in which a question names topics that are in no file.
func ownTopics(u *user) app.View {
	v := u.View()
	for i := range v.Result.Findings {
		if v.Result.Findings[i].Question.ID == restore {
			v.Result.Findings[i].Question.Topics = []string{"our-own-house", "fire-drills"}
		}
	}
	return v
}

func TestTopicsThatAreInNoFileAreNamedAndDoNotOpen(t *testing.T) {
	u := at(t, restore)
	u.Update(nav.Refreshed{View: ownTopics(u)})
	u.Hold = true
	u.Press("w enter enter")
	u.Release()
	u.Sees("our own house, fire drills")
	for _, a := range u.Screen.Actions() {
		if a.ID == theme.ActEnter {
			t.Errorf("%+v is offered, but there is nothing to open", a)
		}
	}
	u.Press("esc")
	u.Sees("0 Don't know")
}

func TestEveryFrameOfATopicFits(t *testing.T) {
	u := at(t, restore)
	u.Press("w enter")
	for width := 20; width <= 200; width += 9 {
		for height := 1; height <= 60; height += 1 + height/8 {
			u.Press("end up")
			lines := strings.Split(u.Frame(width, height), "\n")[2:]
			if got := len(lines) - 1; got > height {
				t.Fatalf("%d×%d: %d lines", width, height, got)
			}
			for _, line := range lines {
				if got := ansi.StringWidth(line); got > width {
					t.Fatalf("%d×%d: %d columns: %q", width, height, got, line)
				}
			}
		}
	}
}
