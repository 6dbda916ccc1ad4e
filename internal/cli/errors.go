package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// ErrInterrupted says that a person, or the system, ended the terminal UI.
var ErrInterrupted = errors.New("interrupted")

// errNo says that the answer is no. It has been printed already.
var errNo = errors.New("no")

// hintError is an error with what to do about it.
type hintError struct {
	error
	hints []string
}

func (e *hintError) Unwrap() error { return e.error }

// hinted adds what to do to an error.
func hinted(err error, hints ...string) error { return &hintError{err, hints} }

// exit says what went wrong and returns the exit code.
func (p *program) exit(ctx context.Context, err error) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errNo):
		return exitNo
	case errors.Is(err, ErrInterrupted), ctx.Err() != nil && errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	p.complain(err)
	return exitTrouble
}

// complain writes an error as its error and hint lines.
func (p *program) complain(err error) {
	lines, hints := words(err)
	for _, line := range lines {
		p.say("error: %s", line)
	}
	for _, hint := range hints {
		p.say("hint: %s", hint)
	}
}

// words returns an error in words for people, and what to do about it.
func words(err error) (lines, hints []string) {
	if problems, ok := errors.AsType[questionnaire.Problems](err); ok {
		for _, problem := range problems {
			lines = append(lines, problem.String())
		}
		if errors.Is(err, app.ErrSecret) {
			hints = []string{secretHint}
		}
		if own, ok := errors.AsType[*hintError](err); ok {
			return lines, append(hints, own.hints...)
		}
		if hints != nil {
			return lines, hints
		}
		return lines, []string{"prodfirst questionnaire lint"}
	}
	lines = []string{err.Error()}
	if unknown, ok := errors.AsType[*app.UnknownError](err); ok {
		lines, hints = unknownWords(unknown)
	} else if what, todo, ok := app.Advice(err); ok {
		lines, hints = []string{fmt.Sprintf("%s (%v)", what, err)}, todo
	} else if absent, ok := errors.AsType[*pflag.NotExistError](err); ok && len(absent.GetSpecifiedName()) == 1 {
		lines = []string{"no flag -" + absent.GetSpecifiedName()}
	}
	if noticed, ok := errors.AsType[*app.SecretError](err); ok {
		hints = append(hints, secretWords(noticed))
	}
	if changed, ok := errors.AsType[*app.ChangedError](err); ok {
		x := changed.Stored
		lines = append(lines, fmt.Sprintf("stored is: %s, by %s on %s",
			analysis.LevelWords(x.Level), x.By, assessment.DateOf(x.At)))
	}
	if own, ok := errors.AsType[*hintError](err); ok {
		hints = append(hints, own.hints...)
	}
	return lines, hints
}

// secretWords says what to do about what looks like a secret. Not every command that takes a name has
// the flags for texts.
func secretWords(e *app.SecretError) string {
	text := func(n app.Noticed) bool { return n.Field != assessment.TextBy }
	if slices.ContainsFunc(e.Found, text) {
		return secretHint
	}
	return "--by NAME says who you are."
}

func unknownWords(e *app.UnknownError) (lines, hints []string) {
	lines = []string{fmt.Sprintf("no %s %q", e.Kind, e.Name)}
	if near := near(e); len(near) > 0 {
		hints = append(hints, "Did you mean "+strings.Join(near, " or ")+"?")
	}
	if few := 8; len(e.Known) > 0 && len(e.Known) <= few {
		hints = append(hints, "There is "+strings.Join(e.Known, ", ")+".")
	}
	if where := listing(e.Kind); where != "" {
		hints = append(hints, where)
	}
	return lines, hints
}

// listing returns which command lists all of a kind.
func listing(kind string) string {
	return map[string]string{
		"system":        "prodfirst list",
		"fact":          "prodfirst facts ID lists the facts",
		"questionnaire": "prodfirst questionnaire list",
		"command":       "prodfirst --help",
	}[kind]
}

// near returns at most three names that may be meant: a slip, or one that has the name as a part.
func near(e *app.UnknownError) []string {
	var names []string
	if e.Nearest != "" {
		names = append(names, e.Nearest)
	}
	for _, known := range e.Known {
		part := len(e.Name) >= 3 && (strings.Contains(known, e.Name) || strings.Contains(e.Name, known))
		if part && known != e.Nearest && len(names) < 3 {
			names = append(names, known)
		}
	}
	return names
}

// unknown returns the error for a name that is none of the known ones.
func unknown[T ~string](kind, name string, known []T) *app.UnknownError {
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	return &app.UnknownError{
		Kind: kind, Name: name, Nearest: questionnaire.Nearest(name, names), Known: names,
	}
}
