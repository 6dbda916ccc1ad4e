package assessment_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func TestACarriedAnswerKeepsWhatOnlyOneOfThemKnows(t *testing.T) {
	at := time.Date(2026, 11, 26, 14, 2, 0, 0, time.UTC)
	piece := func(n int) assessment.Evidence {
		return assessment.Evidence{Kind: assessment.Artefact, Reference: fmt.Sprint("docs/", n), Date: "2026-11-20"}
	}
	own := assessment.Answer{
		Level: assessment.None, By: "Mei", At: at, Note: "own note", Owner: "Mei", Check: assessment.CanExplain, CheckBy: "Mei",
		Evidence: []assessment.Evidence{piece(1), piece(2)}, Rev: 4,
	}
	from := assessment.Answer{
		Level: assessment.InPlace, By: "Ana", At: at.Add(time.Hour), Since: at.Add(time.Hour), Note: "its note", Due: "2026-12-01",
		AIWritten: true, Evidence: []assessment.Evidence{piece(2), piece(3)}, Rev: 9,
	}
	got, carried := own.Carry(from, questionnaire.Question{})
	want := from
	want.Note, want.Owner, want.Check, want.CheckBy, want.Rev = "own note", "Mei", assessment.CanExplain, "Mei", 4
	want.Evidence = []assessment.Evidence{piece(2), piece(3), piece(1)}
	if diff := cmp.Diff(want, got); diff != "" || !carried {
		t.Errorf("carried %v (-want +got):\n%s", carried, diff)
	}
	if back, carried := from.Carry(own, questionnaire.Question{}); carried || !cmp.Equal(back, from) {
		t.Errorf("an older answer was carried: %+v", back)
	}
	for i := range assessment.MaxEvidence {
		own.Evidence = append(own.Evidence, piece(10+i))
	}
	if got, _ := own.Carry(from, questionnaire.Question{}); len(got.Evidence) != assessment.MaxEvidence {
		t.Errorf("got %d pieces of evidence, want %d", len(got.Evidence), assessment.MaxEvidence)
	}
}
