package cli

import (
	"github.com/spf13/cobra"

	"prodfirst/internal/assessment"
)

func (p *program) milestoneCommand() *cobra.Command {
	var by string
	cmd := &cobra.Command{
		Use:   "milestone ID [LABEL]",
		Short: "Name the present state for ever; without LABEL, list milestones",
		Long: `Names the present state. A milestone cannot be changed or taken away, and compare shows what
became of it. Without LABEL the milestones are listed.`,
		Example: `  prodfirst milestone ticket-shop "before the restore drill" --by Ana
  prodfirst milestone ticket-shop`,
		Args:              takes(1, 2),
		ValidArgsFunction: p.complete(p.systemIDs, nothing),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				return p.milestones(cmd, args[0])
			}
			who, s, err := p.person(by)
			if err != nil {
				return err
			}
			if _, err := s.Milestone(cmd.Context(), assessment.ID(args[0]), who, args[1]); err != nil {
				return err
			}
			p.print("Milestone %q is kept.", args[1])
			p.say("hint: prodfirst compare %s shows what changed since", args[0])
			return nil
		},
	}
	byFlag(cmd, &by)
	p.secretFlags(cmd)
	return cmd
}

func (p *program) milestones(cmd *cobra.Command, id string) error {
	_, v, err := p.open(cmd.Context(), id)
	if err != nil {
		return err
	}
	if len(v.Assessment.Milestones) == 0 {
		p.say("No milestones yet.")
		p.say(`hint: prodfirst milestone %s "LABEL" names the present state`, id)
		return nil
	}
	var t table
	for _, m := range v.Assessment.Milestones {
		t.add(string(assessment.DateOf(m.At)), m.Label, nobody(m.By))
	}
	p.print("%s", t.block())
	return nil
}

func nothing(*cobra.Command, []string) []string { return nil }
