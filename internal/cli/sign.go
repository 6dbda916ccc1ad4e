package cli

import (
	"github.com/spf13/cobra"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/report"
)

func (p *program) signCommand() *cobra.Command {
	var by, words string
	cmd := &cobra.Command{
		Use:   "sign ID yes|not-yet|unknown",
		Short: "Say whether you can ship it, as the one who answers for it",
		Long: `Keeps what the accountable owner says: can you ship it to production, where it matters?
The answer is quoted in the report beside the verdict, with the sentence, and changes no verdict.`,
		Example: `  prodfirst sign ticket-shop not-yet --by Ana --words "I will know on Tuesday."
  prodfirst sign ticket-shop yes --by Ana`,
		Args: takes(2, 2),
		ValidArgsFunction: p.complete(p.systemIDs, func(*cobra.Command, []string) []string {
			return texts(readies())
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			var ready assessment.Ready
			if err := (choice[assessment.Ready]{"answer", &ready, readies()}).Set(args[1]); err != nil {
				return err
			}
			who, s, err := p.person(by)
			if err != nil {
				return err
			}
			v, err := s.SignOff(cmd.Context(), assessment.ID(args[0]), who, ready, words)
			if err != nil {
				return err
			}
			p.print("Signed by %s. Can you ship it to production, where it matters? %s.", who, report.UpperFirst(analysis.ReadyWords(ready)))
			p.print("%s", verdictWords(v.Result))
			return nil
		},
	}
	byFlag(cmd, &by)
	p.secretFlags(cmd)
	cmd.Flags().StringVar(&words, "words", "", "the `SENTENCE` that is quoted")
	p.completeFlag(cmd, "by", p.peopleNames)
	return cmd
}

func readies() []assessment.Ready {
	return []assessment.Ready{assessment.ReadyYes, assessment.ReadyNotYet, assessment.ReadyUnknown}
}
