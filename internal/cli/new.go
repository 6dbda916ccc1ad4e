package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func (p *program) newCommand() *cobra.Command {
	var o struct {
		by           string
		stage        questionnaire.Stage
		facts        []string
		noOtherFacts bool
		packs        []string
		noPacks      []string
	}
	o.stage = questionnaire.FirstUser
	cmd := &cobra.Command{
		Use:   "new NAME",
		Short: "Describe a system, and print its id",
		Long: `Describes a system that is to be assessed, and prints the id that the other
commands take. Facts that are not given are not sure: their questions are asked.
At a terminal, without NAME and flags, it asks for all of that line by line.`,
		Example: `  prodfirst new "Ticket shop" --stage first-user --fact payments
  prodfirst new "Nightly export" --fact data-pipeline --fact payments=no`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && p.Terminal && cmd.Flags().NFlag() == 0 {
				return nil
			}
			return takes(1, 1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return p.describe(cmd.Context())
			}
			facts, err := parseFacts(o.facts)
			if err != nil {
				return err
			}
			s, err := p.app()
			if err != nil {
				return err
			}
			by, _ := p.by(o.by) // nobody has to be named to describe a system
			v, err := s.New(cmd.Context(), app.Start{
				By: by, Description: assessment.Description{Name: strings.TrimSpace(args[0]), Target: o.stage},
				Facts: facts, NoOtherFacts: o.noOtherFacts,
				Packs: ids[questionnaire.ID](o.packs), NoPacks: ids[questionnaire.ID](o.noPacks),
			})
			if errors.Is(err, app.ErrExists) {
				return hinted(err, "prodfirst assess "+string(assessment.Slug(args[0])), "Or give the new system another name.")
			}
			if err != nil {
				return err
			}
			p.print("%s", v.Assessment.ID)
			p.say("Questionnaires: %s. %d questions are due before %s.", attached(v), len(v.Result.Ask.Due), theStage(v.Result.Target))
			p.say("hint: prodfirst assess %s", v.Assessment.ID)
			return nil
		},
	}
	f := cmd.Flags()
	choose(cmd, &o.stage, "stage", "stage", questionnaire.Stages(), "what happens next")
	f.StringArrayVar(&o.facts, "fact", nil, "`FACT[=yes|no|unsure]` about it; may be repeated")
	f.BoolVar(&o.noOtherFacts, "no-other-facts", false, "every fact not given is no")
	f.StringArrayVar(&o.packs, "pack", nil, "add the questionnaire `ID` as well; may be repeated")
	f.StringArrayVar(&o.noPacks, "no-pack", nil, "leave the questionnaire `ID` out; may be repeated")
	byFlag(cmd, &o.by)
	p.secretFlags(cmd)
	p.completeFlag(cmd, "fact", p.factIDs)
	p.completeFlag(cmd, "pack", p.questionnaireIDs)
	p.completeFlag(cmd, "no-pack", p.questionnaireIDs)
	return cmd
}

// parseFacts reads facts as people give them: "payments", "payments=no".
func parseFacts(args []string) (map[questionnaire.FactID]questionnaire.Truth, error) {
	facts := map[questionnaire.FactID]questionnaire.Truth{}
	for _, arg := range args {
		name, word, given := strings.Cut(arg, "=")
		truth := questionnaire.Yes
		if given {
			c := choice[questionnaire.Truth]{"value of " + name, &truth, truths()}
			if err := c.Set(word); err != nil {
				return nil, err
			}
		}
		facts[questionnaire.FactID(name)] = truth
	}
	return facts, nil
}

func truths() []questionnaire.Truth {
	return []questionnaire.Truth{questionnaire.Yes, questionnaire.No, questionnaire.Unsure}
}

func ids[T ~string](names []string) []T {
	s := make([]T, len(names))
	for i, name := range names {
		s[i] = T(name)
	}
	return s
}
