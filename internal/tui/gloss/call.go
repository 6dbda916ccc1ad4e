package gloss

import (
	"fmt"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
)

// Call writes what was decided, and about what: "NO GO for first user".
func Call(c assessment.Call) string {
	words := string(c.Word)
	switch c.Word {
	case assessment.Go:
		words = "GO"
	case assessment.Conditional:
		words = "GO, with conditions,"
	case assessment.NoGo:
		words = "NO GO"
	}
	return fmt.Sprintf("%s for %s", words, analysis.StageWords(c.Stage))
}
