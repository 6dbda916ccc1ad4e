package tui_test

import (
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/tuitest"
)

func TestANewSystemWithASecretIsSavedAsThePersonSaid(t *testing.T) {
	for key, want := range map[string]string{"ctrl+x": "redacted-github-token", "ctrl+y": "ghp-a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8"} {
		s := fixture.Service(t, at)
		u := tuitest.New(t, options(s), 80, 24).Press("n").Paste(seat.Token()).Press("tab").Paste("Ana and " + seat.Token()).Press("enter")
		u.Sees("ctrl+x mask and save", "ctrl+y save as it is", "looks like a secret")
		u.Press(key, "right", "enter", "enter")
		u.Sees("Quick")
		u.Press("enter", "3").Sees("saved")
		v, err := s.Open(t.Context(), assessment.ID(want))
		if err != nil || len(v.Assessment.Answers) != 1 {
			t.Errorf("%s: %d answers, %v", key, len(v.Assessment.Answers), err)
		}
	}
}
