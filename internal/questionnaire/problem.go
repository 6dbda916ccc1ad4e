package questionnaire

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// ProblemLevel says whether a problem makes a file unusable.
type ProblemLevel string

// The levels of a problem.
const (
	LevelError   ProblemLevel = "error"   // the file must not be used
	LevelWarning ProblemLevel = "warning" // a person should look at it
)

// A Place is a position in a file. Line and Column count from 1, columns in characters. The zero
// value is the place of a value that was not read from a file.
type Place struct {
	Line   int
	Column int
}

// Places holds where the fields of a value were written, by field: "why", "levels.none", "steps.0",
// and "" for the value itself. It is no part of the value.
type Places map[string]Place

// Of returns the place of a field, or else of the value itself.
func (p Places) Of(field string) Place {
	if at, ok := p[field]; ok {
		return at
	}
	return p[""]
}

// A Problem is one thing that is wrong in a file, at its place.
type Problem struct {
	File     string
	Line     int // from 1, or 0 if the value was not read from a file
	Column   int
	Rule     string // the lint rule, such as "L4"; empty for the form of the file
	Severity ProblemLevel
	Message  string
}

// String returns the problem as "core.yaml:12:5: message".
func (p Problem) String() string {
	text := p.Message
	if p.Severity == LevelWarning {
		text = "warning: " + text
	}
	if p.Rule != "" {
		text += " (" + p.Rule + ")"
	}
	if p.Line == 0 {
		return p.File + ": " + text
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, text)
}

// Problems holds everything that is wrong, in the order of the files and inside a file by line.
type Problems []Problem //nolint:errname // it is foremost a list that is shown, warnings included

// Error returns all problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Err returns the problems of level error as an error, or nil if there is none.
func (ps Problems) Err() error {
	if errs := ps.level(LevelError); len(errs) > 0 {
		return errs
	}
	return nil
}

// Warnings returns the problems of level warning.
func (ps Problems) Warnings() Problems { return ps.level(LevelWarning) }

func (ps Problems) level(l ProblemLevel) Problems {
	var found Problems
	for _, p := range ps {
		if p.Severity == l {
			found = append(found, p)
		}
	}
	return found
}

// sortPlaces orders the problems of one file by place, keeping the order of those at one place.
func (ps Problems) sortPlaces() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}
