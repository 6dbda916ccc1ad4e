package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
)

// errUnconfirmed says that nobody agreed to a change that was shown.
var errUnconfirmed = errors.New("nothing was changed: nobody confirmed it")

type upgradeOptions struct {
	by          string
	dryRun, yes bool
}

func (p *program) questionnaireUpgrade() *cobra.Command {
	var o upgradeOptions
	cmd := &cobra.Command{
		Use:   "upgrade ID",
		Short: "Go over to the questionnaires as they are installed now",
		Long: `Shows which questions of a system are new, changed, retired or reworded in the
questionnaires that are installed now, and goes over to those. Before, it makes a
milestone. Answers "in place" and "proven" to changed questions count as claimed
until they are given again; a question has changed if its levels, severity, stage,
escalation or condition did, or how long evidence counts. All other answers stay
as they are. Answers to retired questions are archived: show lists them.`,
		Example: `  prodfirst questionnaire upgrade ticket-shop --dry-run
  prodfirst questionnaire upgrade ticket-shop --yes --by Ana`,
		Args:              takes(1, 1),
		ValidArgsFunction: p.complete(p.systemIDs),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := p.app()
			if err != nil {
				return err
			}
			v, err := s.Open(cmd.Context(), assessment.ID(args[0]))
			if err != nil {
				return err
			}
			for _, notice := range v.Notices {
				p.say("note: %s", notice)
			}
			u := v.Upgrade()
			if len(u.To) == 0 {
				p.print("Nothing to upgrade: the answers are for %s.", attached(v))
				return nil
			}
			p.printUpgrade(v, u)
			if o.dryRun {
				return nil
			}
			return p.upgrade(cmd.Context(), s, v, o)
		},
	}
	byFlag(cmd, &o.by)
	cmd.Flags().BoolVar(&o.dryRun, "dry-run", false, "only show what would change")
	cmd.Flags().BoolVar(&o.yes, "yes", false, "do not ask whether to go on")
	cmd.MarkFlagsMutuallyExclusive("dry-run", "yes")
	return cmd
}

// upgrade carries out what was shown, if a person agrees.
func (p *program) upgrade(ctx context.Context, s *app.Service, v app.View, o upgradeOptions) error {
	if !o.yes && !p.Terminal {
		return hinted(errUnconfirmed, fmt.Sprintf("prodfirst questionnaire upgrade %s --yes", v.Assessment.ID))
	}
	by, err := p.by(o.by)
	if err != nil {
		return err
	}
	if !o.yes {
		p.print("Upgrade? Type yes to go on.")
		answer, err := newLines(ctx, p.In).next(ctx)
		if ctx.Err() != nil {
			return err
		}
		if word := strings.ToLower(answer); word != "yes" && word != "y" {
			return errUnconfirmed
		}
	}
	v, u, err := s.Upgrade(ctx, v.Assessment.ID, by)
	if err != nil {
		return hinted(err, "Say it again: what is missing of the upgrade is done then.")
	}
	p.print("\nUpgraded to %s.", u.Names())
	if last := len(v.Assessment.Milestones) - 1; last >= 0 {
		p.print("What was is kept as the milestone %q.", v.Assessment.Milestones[last].Label)
	}
	return nil
}

// printUpgrade prints what an upgrade would do.
func (p *program) printUpgrade(v app.View, u assessment.Upgrade) {
	for i, to := range u.To {
		p.print("%s: from version %s to %s", to.ID, u.From[i].Version, to.Version)
	}
	p.print("%s.", u.Counted())
	claims := map[string]string{}
	for _, c := range u.Reopen(v.Assessment) {
		claims[string(c.Question)] = analysis.LevelWords(c.Answer.Level) + " becomes claimed"
	}
	for _, part := range []struct {
		title string
		all   []assessment.Difference
	}{
		{"New", u.New},
		{"Changed, so that answers in place or proven become claimed", u.Changed},
		{"Retired, with their answers archived", u.Retired},
		{"Reworded, with answers as they are", u.Reworded},
	} {
		if len(part.all) == 0 {
			continue
		}
		var t table
		for _, d := range part.all {
			id := d.Question.ID
			t.add("", string(id), d.Question.Title, strings.Join(d.What, ", "), claims[string(id)])
		}
		p.print("\n%s:", part.title)
		p.print("%s", t.block())
	}
}
