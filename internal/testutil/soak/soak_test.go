package soak_test

import (
	"testing"

	"prodfirst/internal/testutil/soak"
)

func TestCountIsFullOnlyWhenAskedFor(t *testing.T) {
	t.Setenv("PRODFIRST_SOAK", "")
	if got := soak.Count(10, 1000); got != 10 && got != 2 {
		t.Errorf("in every run: got %d, want 10, or 2 under the race detector", got)
	}
	if got := soak.Count(1, 1000); got != 1 {
		t.Errorf("once: got %d, want 1", got)
	}
	t.Setenv("PRODFIRST_SOAK", "1")
	if got := soak.Count(10, 1000); got != 1000 {
		t.Errorf("in .ci/soak: got %d, want 1000", got)
	}
}
