package app

import (
	"io/fs"

	"prodfirst/internal/questionnaire"
)

// Trace returns the claims that the questions answer for, in their order.
func (l *Library) Trace() ([]questionnaire.Claim, error) {
	data, err := fs.ReadFile(l.Shipped, traceFile)
	if err != nil {
		return nil, err
	}
	claims, problems := questionnaire.ParseTrace(traceFile, data)
	return claims, problems.Err()
}
