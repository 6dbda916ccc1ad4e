package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func (p *program) factsCommand() *cobra.Command {
	var by string
	cmd := &cobra.Command{
		Use:   "facts ID [FACT[=yes|no|unsure]]...",
		Short: "Say what is true of a system, or list what was said",
		Long: `Sets facts, which decide which questions apply. Without facts it lists all there
are. A fact that nobody is sure of counts as possible: its questions are asked.`,
		Example: `  prodfirst facts ticket-shop
  prodfirst facts ticket-shop sends-mail payments=yes mobile-app=no`,
		Args:              takes(1, -1),
		ValidArgsFunction: p.complete(p.systemIDs, p.factIDs),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				_, v, err := p.open(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				p.printFacts(v)
				return nil
			}
			facts, err := parseFacts(args[1:])
			if err != nil {
				return err
			}
			return p.sayFacts(cmd.Context(), assessment.ID(args[0]), by, facts)
		},
	}
	byFlag(cmd, &by)
	return cmd
}

func (p *program) sayFacts(ctx context.Context, id assessment.ID, given string, facts map[questionnaire.FactID]questionnaire.Truth) error {
	by, s, err := p.person(given)
	if err != nil {
		return err
	}
	v, added, err := s.SayFacts(ctx, id, by, facts)
	if err != nil {
		return err
	}
	for _, f := range v.Vocabulary.Facts() {
		said, ok := facts[f.ID]
		if !ok {
			continue
		}
		known := v.Result.Facts[f.ID]
		p.print("Saved: %s.", factWords(f, known.Truth))
		if known.Truth != said {
			p.say("note: %s follows from another fact, so it stays yes", f.ID)
		}
	}
	if len(added) > 0 {
		p.say("Added the questionnaires that apply now: %s.", strings.Join(texts(added), ", "))
	}
	return nil
}

// printFacts lists all facts as sentences under their prompts.
func (p *program) printFacts(v app.View) {
	var t table
	for i, prompt := range v.Vocabulary.Prompts {
		if i > 0 {
			t.add("")
		}
		t.add(prompt.Ask)
		for _, f := range prompt.Facts {
			known := v.Result.Facts[f.ID]
			truth := string(known.Truth)
			if known.Implied {
				truth = "implied"
			}
			t.add("", truth, string(f.ID), factWords(f, known.Truth))
		}
	}
	p.print("%s", headed(t))
}

// factWords returns a fact with its value as a sentence without its full stop.
func factWords(f questionnaire.Fact, truth questionnaire.Truth) string {
	switch truth {
	case questionnaire.Yes:
		return f.Is
	case questionnaire.No:
		return f.IsNot
	case questionnaire.Unsure:
		return "nobody is sure whether " + f.Is
	}
	return f.Is
}
