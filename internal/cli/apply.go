package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func (p *program) applyCommand() *cobra.Command {
	var o app.Apply
	var schema bool
	cmd := &cobra.Command{
		Use:   "apply ID FILE",
		Short: "Save many answers from a file, all or none",
		Long: `Saves many answers from a YAML or JSON file, - for standard input. Everything that
is wrong with it is reported, with its line, and then nothing is saved. What an entry does
not name is kept; evidence that is known is not added again, so a file may be applied twice.

With --suggest SOURCE they are suggestions of a tool: each counts as don't know until a
person accepts it (prodfirst suggestions ID), and what a person answered is left alone.`,
		Example: `  prodfirst apply ticket-shop answers.yaml --by Ana
  prodfirst apply ticket-shop scan.json --suggest scanner --dry-run
  prodfirst apply --schema`,
		Args: func(cmd *cobra.Command, args []string) error {
			if schema {
				return takes(0, 0)(cmd, args)
			}
			return takes(2, 2)(cmd, args)
		},
		ValidArgsFunction: p.completeFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := p.app()
			if err != nil || schema {
				return errors.Join(err, p.schema(s))
			}
			if o.By, err = p.by(o.By); err != nil && o.Suggest == "" {
				return err
			}
			o.File = args[1]
			if o.Data, err = p.readFile(o.File, app.MaxAnswersFile); err != nil {
				return err
			}
			v, done, err := s.Apply(cmd.Context(), assessment.ID(args[0]), o)
			if err != nil {
				return misread(err, args[0])
			}
			p.printApplied(v, done, o)
			return nil
		},
	}
	byFlag(cmd, &o.By)
	p.secretFlags(cmd)
	cmd.Flags().StringVar(&o.Suggest, "suggest", "", "they are only suggestions, by the tool `SOURCE`")
	cmd.Flags().BoolVar(&o.DryRun, "dry-run", false, "say what would change, and change nothing")
	cmd.Flags().BoolVar(&schema, "schema", false, "write the JSON Schema of the file instead")
	p.completeFlag(cmd, "by", p.peopleNames)
	return cmd
}

// schema writes the JSON Schema of files with answers.
func (p *program) schema(s *app.Service) error {
	if s == nil {
		return nil
	}
	_, err := p.Out.Write(s.AnswersSchema())
	return err
}

// completeFile completes the system first, then any file.
func (p *program) completeFile(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 1 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return p.complete(p.systemIDs)(cmd, args, word)
}

// misread says where to look if a file with answers cannot be taken.
func misread(err error, id string) error {
	if _, ok := errors.AsType[questionnaire.Problems](err); ok {
		return hinted(err, "Nothing was saved.", "prodfirst apply --schema says what the file may have; prodfirst show "+id+" lists the questions.")
	}
	return err
}

func (p *program) printApplied(v app.View, done app.Applied, o app.Apply) {
	verb := "Saved"
	if o.DryRun {
		verb = "Would save"
	}
	if o.Suggest != "" {
		p.print("%s: %s by %s.", verb, count(len(done.Changed), "suggestion"), o.Suggest)
	} else {
		p.print("%s: %s.", verb, count(len(done.Changed), "answer"))
	}
	var t table
	for _, f := range done.Changed {
		t.add("", string(f.Question.ID), stateWords(f))
	}
	for _, f := range done.Skipped {
		t.add("", string(f.Question.ID), "left as it is: "+f.Answer.By+" answered "+analysis.LevelWords(f.Answer.Level))
	}
	if len(t.rows) > 0 {
		p.print("%s", t.block())
	}
	if n := len(done.Same); n > 0 {
		p.print("Unchanged: %s.", count(n, "answer"))
	}
	for _, f := range done.Changed {
		if f.Applies == questionnaire.No {
			p.say("note: %s does not apply to this system: the answer is kept, and not judged", f.Question.ID)
		}
	}
	if o.Suggest != "" && len(done.Changed) > 0 && !o.DryRun {
		p.say("hint: prodfirst suggestions %s", v.Assessment.ID)
	}
}

func (p *program) suggestionsCommand() *cobra.Command {
	var by string
	var accept []string
	cmd := &cobra.Command{
		Use:   "suggestions ID",
		Short: "List what tools suggest, or accept it in your name",
		Long: `Lists the answers that tools suggested and nobody accepted yet. They count as don't
know. With --accept, the person named makes them answers of their own; to answer otherwise,
answer the question.`,
		Example: `  prodfirst suggestions ticket-shop
  prodfirst suggestions ticket-shop --accept sec-secrets --by Ravi`,
		Args:              takes(1, 1),
		ValidArgsFunction: p.complete(p.systemIDs),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, v, err := p.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if len(accept) == 0 {
				p.printSuggestions(v)
				return nil
			}
			who, err := p.by(by)
			if err != nil {
				return err
			}
			for _, id := range accept {
				q := questionnaire.QuestionID(id)
				if v, err = s.AcceptSuggestion(cmd.Context(), v.Assessment.ID, q, who, app.AnyRevision); err != nil {
					return missing(err, args[0])
				}
				f, _ := v.Result.Finding(q)
				p.print("Saved: %s: %s.", id, stateWords(f))
			}
			return nil
		},
	}
	byFlag(cmd, &by)
	cmd.Flags().StringArrayVar(&accept, "accept", nil, "make what is suggested for `QUESTION` your answer; may be repeated")
	p.completeFlag(cmd, "by", p.peopleNames)
	p.completeFlag(cmd, "accept", p.questionIDs)
	return cmd
}

func (p *program) printSuggestions(v app.View) {
	found := v.Suggestions()
	if len(found) == 0 {
		p.print("Nothing is suggested.")
		return
	}
	var t table
	for _, f := range found {
		var shown []string
		for _, e := range f.Answer.Evidence {
			shown = append(shown, strings.TrimSpace(fmt.Sprintf("%s %s", e.Reference, e.Date)))
		}
		t.add(string(f.Question.ID), analysis.LevelWords(f.Answer.Level), "by "+f.Answer.Suggested, strings.Join(shown, ", "))
	}
	p.print("%s", t.block())
	p.say("hint: prodfirst suggestions %s --accept %s --by NAME", v.Assessment.ID, found[0].Question.ID)
}
