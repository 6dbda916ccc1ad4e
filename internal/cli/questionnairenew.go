package cli

import (
	_ "embed" // for the start of a questionnaire
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// questionnaireStart is a complete questionnaire of one question, with comments that teach.
//
//go:embed questionnaire.yaml
var questionnaireStart string

// schemaFile is what editors check questionnaires by.
const schemaFile = "questionnaire.schema.json"

func (p *program) questionnaireNew() *cobra.Command {
	var id, title string
	cmd := &cobra.Command{
		Use:   "new FILE",
		Short: "Begin a questionnaire of your own",
		Long: `Writes a questionnaire with one complete question and comments that say how to
write the next, and beside it questionnaire.schema.json, from which editors
complete and check. A file that exists is never replaced. With - the
questionnaire goes to standard output.`,
		Example: `  prodfirst questionnaire new payments.yaml
  prodfirst questionnaire new rules.yaml --id house --title "House rules"
  prodfirst questionnaire new -`,
		Args: takes(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			path := args[0]
			s, err := p.quiet()
			if err != nil {
				return err
			}
			if path != "-" && filepath.Ext(path) != ".yaml" {
				return hinted(fmt.Errorf("%s does not end in .yaml, as every questionnaire does", path),
					"prodfirst questionnaire new "+strings.TrimSuffix(path, filepath.Ext(path))+".yaml")
			}
			data, err := startOf(s.Library, path, id, title)
			if err != nil {
				return err
			}
			if path == "-" {
				_, err = p.Out.Write(data)
				return err
			}
			if err := writeNew(path, data); err != nil {
				return err
			}
			return p.sayNext(s.Library, path)
		},
	}
	cmd.Flags().StringVar(&id, "id", "", "`ID` of the questionnaire; default the name of the file")
	cmd.Flags().StringVar(&title, "title", "", "its `TITLE` as people read it")
	return cmd
}

// startOf returns the start of a questionnaire under an id that is free.
func startOf(l *app.Library, path, id, title string) ([]byte, error) {
	if id == "" && path != "-" {
		id = string(assessment.Slug(strings.TrimSuffix(filepath.Base(path), ".yaml")))
	}
	text := strings.Replace(questionnaireStart, "questionnaire lint FILE", "questionnaire lint "+filepath.Base(path), 1)
	if id != "" {
		words := strings.Split(id, "-")
		text = strings.Replace(text, "\nid: ours ", "\nid: "+strconv.Quote(id)+" ", 1)
		text = strings.Replace(text, "id: ours-", "id: "+strings.Join(words[:min(2, len(words))], "-")+"-", 1)
	}
	if title != "" {
		text = strings.Replace(text, "\ntitle: Our questions\n", "\ntitle: "+strconv.Quote(title)+"\n", 1)
	}
	v, err := l.Vocabulary()
	if err != nil {
		return nil, err
	}
	q, problems := questionnaire.Parse(path, []byte(text), v)
	if len(problems) > 0 { // the first is the one that an id or a title made
		return nil, hinted(errors.New(problems[0].Message), `prodfirst questionnaire new FILE.yaml --id ID --title "TITLE"`)
	}
	all, _, err := l.Installed()
	if err != nil {
		return nil, err
	}
	for _, in := range all {
		if in.ID == q.ID {
			return nil, hinted(fmt.Errorf("there is a questionnaire %s already", q.ID), "Choose another name with --id ID.")
		}
	}
	return []byte(text), nil
}

// existsError says that a file is there.
type existsError struct{ path string }

func (e existsError) Error() string        { return e.path + " exists already, and is never replaced" }
func (e existsError) Is(target error) bool { return target == fs.ErrExist }

// writeNew writes a whole file where there is none.
func writeNew(path string, data []byte) error {
	claim, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // a person named it
	if errors.Is(err, fs.ErrExist) {
		return hinted(existsError{path}, "Name another file.")
	}
	if err != nil {
		return err
	}
	if err = claim.Close(); err == nil {
		err = WriteFile(path, data)
	}
	if err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// sayNext writes the schema beside a new questionnaire unless there is one, and says what to do.
func (p *program) sayNext(l *app.Library, path string) error {
	schema, err := fs.ReadFile(l.Shipped, schemaFile)
	if err != nil {
		return err
	}
	beside := ""
	if err := writeNew(filepath.Join(filepath.Dir(path), schemaFile), schema); err == nil {
		beside = ", and " + schemaFile + " beside it, from which editors complete and check"
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	s, err := p.config()
	if err != nil {
		return err
	}
	p.say("Written to %s%s.", path, beside)
	p.say("hint: prodfirst questionnaire lint %s", path)
	if !sameDirectory(filepath.Dir(path), s.Questionnaires) {
		p.say("hint: Then put it into %s, from where it is used; make the directory if there is none.", s.Questionnaires)
	}
	return nil
}

func sameDirectory(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}
