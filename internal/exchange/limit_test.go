package exchange_test

import (
	"fmt"
	"strings"
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/exchange"
	"prodfirst/internal/questionnaire"
)

func TestExportIsReadUpToItsLimits(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	size := func(n int) string { return "{}" + strings.Repeat(" ", n-2) }
	for name, row := range map[string]struct{ at, beyond, want string }{
		"depth": {deep(32), deep(33), "nested deeper than 32 levels"},
		"size":  {size(exchange.MaxSize), size(exchange.MaxSize + 1), "are read"},
	} {
		if _, err := exchange.Read([]byte(row.at)); err == nil || strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: at the limit: got %v, want that it is no export", name, err)
		}
		if _, err := exchange.Read([]byte(row.beyond)); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: beyond the limit: got %v, want %q", name, err, row.want)
		}
	}
}

func TestAnswersAreReadUpToTheirLimits(t *testing.T) {
	many := func(n int) string {
		var b strings.Builder
		b.WriteString("schema: 1\nanswers:\n")
		for i := range n {
			fmt.Fprintf(&b, "- {question: q%d, level: none}\n", i)
		}
		return b.String()
	}
	size := func(n int) string { s := many(1); return s + strings.Repeat("#", n-len(s)) }
	for name, row := range map[string]struct {
		at, beyond, want string
		entries          int
	}{
		"answers": {many(exchange.MaxAnswers), many(exchange.MaxAnswers + 1), "at most 2000", exchange.MaxAnswers},
		"bytes":   {size(questionnaire.MaxSize), size(questionnaire.MaxSize + 1), "at most 1048576", 1},
	} {
		entries, problems := exchange.ReadAnswers("a.yaml", []byte(row.at), "Ana", assessment.Date("2026-11-22"))
		if len(problems) > 0 || len(entries) != row.entries {
			t.Errorf("%s: at the limit: got %d entries, %v", name, len(entries), problems.Err())
		}
		_, problems = exchange.ReadAnswers("a.yaml", []byte(row.beyond), "Ana", assessment.Date("2026-11-22"))
		if err := problems.Err(); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: beyond the limit: got %v, want %q", name, err, row.want)
		}
	}
}
