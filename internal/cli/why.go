package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// whyJSON is what why writes as JSON.
type whyJSON struct {
	Schema   int                      `json:"schema"`
	System   assessment.ID            `json:"system"`
	Judged   assessment.Date          `json:"judged"` // UTC
	Question questionnaire.QuestionID `json:"question"`
	Title    string                   `json:"title"`
	State    analysis.State           `json:"state"`
	Decision analysis.Decision        `json:"decision,omitempty"` // of a gap
	Because  []string                 `json:"because"`            // sentences, from the answer to the place in the plan
}

func (p *program) whyCommand() *cobra.Command {
	var as format
	cmd := &cobra.Command{
		Use:   "why ID QUESTION",
		Short: "Explain the decision on a question",
		Long: `Explains how an answer became a state, the state a decision, and the decision a
place in the plan: everything can be recomputed by hand.`,
		Example: `  prodfirst why ticket-shop bak-restore-drill
  prodfirst why ticket-shop bak-restore-drill --format json
  prodfirst why --file ticket-shop.json bak-restore-drill`,
		Args:              p.onSystem(2, 2),
		ValidArgsFunction: p.complete(p.systemIDs, p.questionIDs),
		RunE: func(cmd *cobra.Command, args []string) error {
			v, args, err := p.look(cmd.Context(), args)
			if err != nil {
				return err
			}
			f, ok := v.Result.Finding(questionnaire.QuestionID(args[0]))
			if !ok {
				return p.noQuestion(v, args[0])
			}
			because := analysis.Explain(v.Result, f.Question.ID)
			if as == asJSON {
				return p.json(whyJSON{
					schemaNumber, v.Assessment.ID, v.Result.Today, f.Question.ID, f.Question.Title,
					f.State, f.Decision, because,
				})
			}
			p.print("%s (%s): %s", f.Question.Title, f.Question.ID, outcomeWords(f))
			for _, sentence := range because {
				p.print("%s", wrapped("  ", sentence))
			}
			return nil
		},
	}
	formatFlag(cmd, &as)
	p.fileFlag(cmd)
	return cmd
}

// outcomeWords returns the decision with its gloss, or the state of what is no gap.
func outcomeWords(f analysis.Finding) string {
	if f.Decision == "" {
		return f.State.Words()
	}
	return fmt.Sprintf("%s, %s", f.Decision, f.Decision.Gloss())
}

// noQuestion names the question of a system that may be meant.
func (p *program) noQuestion(v app.View, name string) error {
	var ids []questionnaire.QuestionID
	for _, f := range v.Result.Findings {
		ids = append(ids, f.Question.ID)
	}
	return hinted(unknown("question", name, ids), "prodfirst show "+p.again(v))
}
