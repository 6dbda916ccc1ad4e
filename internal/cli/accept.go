package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func (p *program) acceptCommand() *cobra.Command {
	var by, until, reason string
	cmd := &cobra.Command{
		Use:   "accept ID QUESTION...",
		Short: "Live with gaps until a date, in somebody's name",
		Long: `Accepts gaps: a person says, with a reason, that the team lives with them until a
date at most 90 days ahead. The gaps keep their decisions and hold no stage back until
then. Blockers are accepted one at a time; what nobody knows or was asked about cannot be
accepted. The latest word counts, so an acceptance is ended early by accepting until today.`,
		Example: `  prodfirst accept ticket-shop del-rollback --by Ana --until +30 \
    --reason "one release a week, by hand, until the pipeline stands"`,
		Args:              takes(2, -1),
		ValidArgsFunction: p.complete(p.systemIDs, p.questionIDs),
		RunE: func(cmd *cobra.Command, args []string) error {
			who, err := p.by(by)
			if err != nil {
				return err
			}
			last, err := p.until(until)
			if err != nil {
				return err
			}
			questions := make([]questionnaire.QuestionID, len(args)-1)
			for i, id := range args[1:] {
				questions[i] = questionnaire.QuestionID(id)
			}
			s, before, err := p.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			warning, err := before.Acceptable(questions...)
			if err != nil {
				return missing(err, args[0])
			}
			v, err := s.Accept(cmd.Context(), assessment.ID(args[0]), who, last, reason, questions...)
			if err != nil {
				return missing(err, args[0])
			}
			if warning != "" {
				p.say("warning: %s", warning)
			}
			for _, id := range questions {
				f, _ := v.Result.Finding(id)
				p.print("Accepted by %s until %s: %s (%s, %s).", who, last, f.Question.Title, id, f.State.Words())
			}
			p.print("%s", verdictWords(v.Result))
			return nil
		},
	}
	byFlag(cmd, &by)
	p.secretFlags(cmd)
	cmd.Flags().StringVar(&until, "until", "", "the last `DATE` on which it is accepted: 2026-12-31, or +30; at most 90 days ahead")
	cmd.Flags().StringVar(&reason, "reason", "", "the `TEXT` that says why")
	p.completeFlag(cmd, "by", p.peopleNames)
	return cmd
}

// until reads the end of an acceptance.
func (p *program) until(text string) (assessment.Date, error) {
	if text == "" {
		return "", hinted(fmt.Errorf("no end: %w", assessment.ErrDate),
			fmt.Sprintf("--until DATE, at most %d days ahead: --until +30", assessment.MaxAcceptance))
	}
	return assessment.ParseDate(text, p.today())
}
