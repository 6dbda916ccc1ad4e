package assessment_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// suggested returns what a scanner suggests, after what is known.
func suggested(t *testing.T, x assessment.Answer) assessment.Answer {
	t.Helper()
	x, err := x.Suggest(assessment.Patch{
		Level: new(assessment.Proven), Note: new("found by a tool"),
		AddEvidence: []assessment.Evidence{{Kind: assessment.Artefact, Reference: "scan.txt", Date: "2026-11-20", By: "scanner"}},
	}, asked(), "scanner", clock(1))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func asked() questionnaire.Question { return questionnaire.Question{ID: "q"} }

func clock(minute int) time.Time { return time.Date(2026, 11, 22, 9, minute, 0, 0, time.UTC) }

func TestSuggestionKeepsWhatPersonsSaid(t *testing.T) {
	known := assessment.Answer{
		Note: "ask Mei", Owner: "Mei", Check: assessment.CanExplain, Parked: "later", Rev: 7,
		Evidence: []assessment.Evidence{{Kind: assessment.Drill, Date: "2026-11-01", By: "Mei"}},
	}
	x := suggested(t, known)
	if x.Note != "ask Mei" || x.Owner != "Mei" || x.Check != assessment.CanExplain || x.Parked != "later" || len(x.Evidence) != 2 || x.Rev != 7 {
		t.Errorf("got %+v", x)
	}
	if x.By != "" || x.Suggested != "scanner" || x.OfPerson() || x.Empty() {
		t.Errorf("got %+v, want a suggestion", x)
	}
	if twice := suggested(t, x); cmp.Diff(x, twice) != "" {
		t.Errorf("suggested twice: %s", cmp.Diff(x, twice))
	}
}

func TestSuggestionIsTakenOverOrReplacedByAPerson(t *testing.T) {
	x := suggested(t, assessment.Answer{})
	taken, err := x.Accept(asked(), "Ravi", clock(9))
	if err != nil || taken.By != "Ravi" || !taken.At.Equal(clock(9)) || taken.Suggested != "" || taken.Level != assessment.Proven || taken.Evidence[0].By != "Ravi" {
		t.Errorf("accepted: got %+v, %v", taken, err)
	}
	other, err := x.With(assessment.Patch{Level: new(assessment.Partial)}, asked(), "Ravi", clock(9))
	if err != nil || other.Suggested != "" || len(other.Evidence) != 0 {
		t.Errorf("answered otherwise: got %+v, %v", other, err)
	}
	cleared, err := x.With(assessment.Patch{Clear: []assessment.Field{assessment.FieldLevel}}, asked(), "Ravi", clock(9))
	if err != nil || cleared.Suggested != "" || len(cleared.Evidence) != 0 {
		t.Errorf("cleared: got %+v, %v", cleared, err)
	}
	if x.Evidence[0].By != "" {
		t.Error("the suggestion itself was changed")
	}
	for _, by := range []string{"", " "} {
		if _, err := x.Accept(asked(), by, clock(9)); !errors.Is(err, assessment.ErrNoPerson) {
			t.Errorf("accepted by %q: got error %v", by, err)
		}
	}
	if _, err := taken.Accept(asked(), "Ana", clock(9)); !errors.Is(err, assessment.ErrInvalid) {
		t.Errorf("nothing to accept: got error %v", err)
	}
	if _, err := taken.Suggest(assessment.Patch{Level: new(assessment.None)}, asked(), "scanner", clock(9)); !errors.Is(err, assessment.ErrInvalid) {
		t.Errorf("over a person's answer: got error %v", err)
	}
}

func TestSuggestionIsCarriedOnlyWhereNobodyAnswered(t *testing.T) {
	x := suggested(t, assessment.Answer{})
	got, carried := assessment.Answer{}.Carry(x, asked())
	if !carried || got.Suggested != "scanner" {
		t.Errorf("to an open question: got %+v, %v", got, carried)
	}
	person := assessment.Answer{Level: assessment.None, By: "Ana", At: clock(0)}
	if got, carried := person.Carry(x, asked()); carried || got.Suggested != "" {
		t.Errorf("to a person's answer: got %+v, %v", got, carried)
	}
	if got, carried := x.Carry(assessment.Answer{Level: assessment.None, By: "Ana", At: clock(5)}, asked()); !carried || got.Suggested != "" {
		t.Errorf("a person's answer to a suggested one: got %+v, %v", got, carried)
	}
}

func TestSourceIsNoPerson(t *testing.T) {
	x := suggested(t, assessment.Answer{})
	a := assessment.Assessment{Answers: map[questionnaire.QuestionID]assessment.Answer{"q": x}}
	if people := a.KnownPeople(); slices.Contains(people, "scanner") || len(people) != 0 {
		t.Errorf("got people %q", people)
	}
}
