package questionnaire_test

import (
	"strings"
	"testing"

	"prodfirst/internal/questionnaire"
)

// atLimit tells which of two files is refused: the one at a limit, the one beyond.
func atLimit(t *testing.T, name, at, beyond, want string) {
	t.Helper()
	if _, problems := questionnaire.LoadYAML("x.yaml", []byte(at)); strings.Contains(problems.Error(), want) {
		t.Errorf("%s: at the limit: %v", name, problems)
	}
	if _, problems := questionnaire.LoadYAML("x.yaml", []byte(beyond)); !strings.Contains(problems.Error(), want) {
		t.Errorf("%s: beyond the limit: got %v, want %q", name, problems, want)
	}
}

func TestFileIsReadUpToItsLimits(t *testing.T) {
	size := func(n int) string { return "a: b\n" + strings.Repeat("#", n-len("a: b\n")) }
	atLimit(t, "size", size(questionnaire.MaxSize), size(questionnaire.MaxSize+1), "at most 1048576 (1 MiB) are read")
	deep := func(n int) string { return strings.Repeat("[", n) + "1" + strings.Repeat("]", n) }
	atLimit(t, "depth", deep(32), deep(33), "32")
}
