package assessment_test

import (
	"errors"
	"strings"
	"testing"

	"prodfirst/internal/assessment"
)

func TestAnswerHoldsTextUpToItsLimit(t *testing.T) {
	// A full note, and lines up to the last byte of what one answer may have in all.
	filled := func(extra int) assessment.Patch {
		left := assessment.MaxAnswer - assessment.MaxNote - len("Ana") + extra
		p := assessment.Patch{Level: new(assessment.None), Note: new(strings.Repeat("n", assessment.MaxNote))}
		for left > 0 {
			n := min(left, assessment.MaxLine)
			p.Votes = append(p.Votes, assessment.Vote{Name: strings.Repeat("v", n), Level: assessment.None})
			left -= n
		}
		return p
	}
	if _, err := (assessment.Answer{}).With(filled(0), some, "Ana", noon); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	if _, err := (assessment.Answer{}).With(filled(1), some, "Ana", noon); !errors.Is(err, assessment.ErrInvalid) || !strings.Contains(err.Error(), "65537 bytes") {
		t.Errorf("beyond the limit: got %v, want ErrInvalid for 65537 bytes", err)
	}
}
