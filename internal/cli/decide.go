package cli

import (
	"github.com/spf13/cobra"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func (p *program) decideCommand() *cobra.Command {
	var by, reason string
	var stage questionnaire.Stage
	cmd := &cobra.Command{
		Use:   "decide ID go|conditional|no-go",
		Short: "Write a go or no-go into the decision log",
		Long: `Writes into the decision log who said go, go with conditions, or no-go, for which stage,
and why. It changes no verdict: what the answers say stands beside what was decided.`,
		Example: `  prodfirst decide ticket-shop no-go --by Ana \
    --reason "nobody has restored a backup yet"
  prodfirst decide ticket-shop conditional --by Ana \
    --reason "only with ten invited people"`,
		Args: takes(2, 2),
		ValidArgsFunction: p.complete(p.systemIDs, func(*cobra.Command, []string) []string {
			return texts(assessment.CallWords())
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			var word assessment.CallWord
			if err := (choice[assessment.CallWord]{"decision", &word, assessment.CallWords()}).Set(args[1]); err != nil {
				return err
			}
			who, s, err := p.person(by)
			if err != nil {
				return err
			}
			v, err := s.Decide(cmd.Context(), assessment.ID(args[0]), who, word, stage, reason)
			if err != nil {
				return missing(err, args[0])
			}
			calls := v.Assessment.Calls
			call := calls[len(calls)-1]
			p.print("Decided by %s: %s for %s.", who, call.Word, theStage(call.Stage))
			if outcome := v.Result.Verdict(call.Stage).Outcome; call.Word != assessment.NoGo && !outcome.Open() {
				p.say("note: by the answers, %s is %s; the report says both", theStage(call.Stage), outcome.Words())
			}
			return nil
		},
	}
	byFlag(cmd, &by)
	p.secretFlags(cmd)
	choose(cmd, &stage, "stage", "stage", questionnaire.Stages(), "what is decided about, by default the stage the system aims at")
	cmd.Flags().StringVar(&reason, "reason", "", "the `TEXT` that says why, and on which conditions")
	p.completeFlag(cmd, "by", p.peopleNames)
	return cmd
}
