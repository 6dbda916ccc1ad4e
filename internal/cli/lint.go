package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
	"prodfirst/internal/questionnaire"
)

func (p *program) questionnaireLint() *cobra.Command {
	return &cobra.Command{
		Use:   "lint [ID | FILE.yaml]...",
		Short: "Check questionnaires; exit 1 if one has an error",
		Long: `Checks the questionnaires named, or all, by themselves and against the others,
and prints every problem with file, line and column. A file need not be
installed.`,
		Example: `  prodfirst questionnaire lint
  prodfirst questionnaire lint core
  prodfirst questionnaire lint ./payments.yaml`,
		Args: takes(0, -1),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := p.quiet()
			if err != nil {
				return err
			}
			problems, err := lint(s.Library, args)
			if err != nil {
				return err
			}
			for _, problem := range problems {
				p.print("%s", problem)
			}
			warnings := len(problems.Warnings())
			p.say("%s, %s.", count(len(problems)-warnings, "error"), count(warnings, "warning"))
			if problems.Err() != nil {
				return errNo
			}
			return nil
		},
	}
}

// lint returns the problems of the questionnaires named by id or file, or of all installed ones.
func lint(l *app.Library, names []string) (questionnaire.Problems, error) {
	if len(names) == 0 {
		return l.Lint()
	}
	var problems questionnaire.Problems
	for _, name := range names {
		found, err := lintOne(l, name)
		if err != nil {
			return nil, err
		}
		problems = append(problems, found...)
	}
	return problems, nil
}

func lintOne(l *app.Library, name string) (questionnaire.Problems, error) {
	if ext := filepath.Ext(name); ext != ".yaml" && ext != ".yml" && !strings.ContainsRune(name, filepath.Separator) {
		return l.Lint(questionnaire.ID(name))
	}
	data, err := readQuestionnaire(name)
	if err != nil {
		return nil, err
	}
	v, err := l.Vocabulary()
	if err != nil {
		return nil, err
	}
	q, problems := questionnaire.Parse(name, data, v)
	qs, err := others(l, q.ID)
	if err != nil {
		return nil, err
	}
	qs = append(qs, q)
	for _, found := range []questionnaire.Problems{questionnaire.Check(qs...), questionnaire.Lint(qs...)} {
		for _, problem := range found {
			if problem.File == name {
				problems = append(problems, problem)
			}
		}
	}
	return problems, nil
}

// others returns the installed questionnaires that can be read, without the one of that id.
func others(l *app.Library, id questionnaire.ID) ([]questionnaire.Questionnaire, error) {
	all, _, err := l.Installed()
	if err != nil {
		return nil, err
	}
	var qs []questionnaire.Questionnaire
	for _, in := range all {
		if q, err := l.Load(in.ID); err == nil && in.ID != id {
			qs = append(qs, q)
		}
	}
	return qs, nil
}

// readQuestionnaire reads a regular file, and no more of it than a questionnaire may have.
func readQuestionnaire(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file", path)
	}
	f, err := os.Open(path) //nolint:gosec // a person named it on the command line
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read from
	return io.ReadAll(io.LimitReader(f, questionnaire.MaxSize+1))
}
