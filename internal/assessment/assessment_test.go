package assessment_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func TestKnownPeopleAreNamedOnce(t *testing.T) {
	a := assessment.Assessment{
		Description: assessment.Description{People: []string{"Ravi", "Ana", "", "Ravi"}},
		Answers: map[questionnaire.QuestionID]assessment.Answer{
			"q1": {By: "Ana", Owner: "Zoe", Evidence: []assessment.Evidence{{By: "Shower"}, {}}},
			"q2": {By: "Mei", Approver: "Boss", CheckBy: "Expert", Votes: []assessment.Vote{{Name: "Voter"}}, Suggested: "scanner"},
		},
		SignOffs:    []assessment.SignOff{{By: "Owner"}},
		Acceptances: []assessment.Acceptance{{By: "Brave"}},
	}
	want := []string{"Ravi", "Ana", "Boss", "Brave", "Expert", "Mei", "Owner", "Shower", "Zoe"}
	if diff := cmp.Diff(want, a.KnownPeople()); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
	if got := (assessment.Assessment{}).KnownPeople(); len(got) != 0 {
		t.Errorf("nobody: got %q", got)
	}
}

func TestAnAcceptanceCoversItsQuestionsUntilItsDay(t *testing.T) {
	x := assessment.Acceptance{Questions: []questionnaire.QuestionID{"q1", "q2"}, Until: today}
	for _, c := range []struct {
		id   questionnaire.QuestionID
		day  assessment.Date
		want bool
	}{{"q1", today, true}, {"q2", today.Add(-30), true}, {"q1", today.Add(1), false}, {"q3", today, false}} {
		if got := x.Covers(c.id, c.day); got != c.want {
			t.Errorf("%s on %s: got %v", c.id, c.day, got)
		}
	}
}

func TestAttachmentFindsByID(t *testing.T) {
	a := assessment.Assessment{Questionnaires: []assessment.Attached{{ID: "core", Version: "1.0.0"}}}
	if got, ok := a.Attachment("core"); !ok || got.Version != "1.0.0" {
		t.Errorf("core: got %+v, %v", got, ok)
	}
	if got, ok := a.Attachment("event"); ok {
		t.Errorf("event: got %+v", got)
	}
}

func TestDescriptionsNeedANameAndAStage(t *testing.T) {
	good := assessment.Description{Name: "Shop", Target: questionnaire.Scale, People: []string{"Ana"}, Outside: &assessment.Outside{}}
	if err := good.Valid(); err != nil {
		t.Errorf("a good one: %v", err)
	}
	long := strings.Repeat("é", assessment.MaxLine/2+1)
	for name, change := range map[string]func(*assessment.Description){
		"no name":     func(d *assessment.Description) { d.Name = " " },
		"long name":   func(d *assessment.Description) { d.Name = long },
		"no stage":    func(d *assessment.Description) { d.Target = "" },
		"odd stage":   func(d *assessment.Description) { d.Target = "beta" },
		"long person": func(d *assessment.Description) { d.People = []string{long} },
		"a crowd":     func(d *assessment.Description) { d.People = make([]string, assessment.MaxVotes+1) },
		"fewer than nobody": func(d *assessment.Description) {
			d.Outside = &assessment.Outside{People: -1}
		},
	} {
		d := good
		change(&d)
		if err := d.Valid(); !errors.Is(err, assessment.ErrInvalid) {
			t.Errorf("%s: got %v, want ErrInvalid", name, err)
		}
	}
}
