package cli

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"prodfirst/internal/assessment"
)

func (p *program) shipCommand() *cobra.Command {
	var by, date, note string
	cmd := &cobra.Command{
		Use:   "ship ID demo|deploy|users [N]",
		Short: "Log a demo, a deployment, or how many people used it",
		Long: `Writes into the ship log: demo, it was shown to someone; deploy, it was put live for its
users; users N, so many people outside the team used it in the last week. Demos stand beside
deployments, so that deployments are what is celebrated.`,
		Example: `  prodfirst ship ticket-shop demo --date yesterday
  prodfirst ship ticket-shop deploy --note "the door list, for one venue"
  prodfirst ship ticket-shop users 7`,
		Args: takes(2, 3),
		ValidArgsFunction: p.complete(p.systemIDs, func(*cobra.Command, []string) []string {
			return texts(assessment.ShipKinds())
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			x := assessment.Shipment{Note: note}
			if err := (choice[assessment.ShipKind]{"entry", &x.Kind, assessment.ShipKinds()}).Set(args[1]); err != nil {
				return err
			}
			var err error
			if x.People, err = people(cmd, x.Kind, args[2:]); err != nil {
				return err
			}
			if date != "" {
				if x.On, err = assessment.ParseDate(date, p.today()); err != nil {
					return err
				}
			}
			who, s, err := p.person(by)
			if err != nil {
				return err
			}
			v, err := s.Ship(cmd.Context(), assessment.ID(args[0]), who, x)
			if err != nil {
				return err
			}
			log := v.Assessment.ShipLog()
			last := v.Assessment.Shipments[len(v.Assessment.Shipments)-1]
			p.print("Saved: %s.", shipWords(last))
			p.print("So far: %s, %s.%s", count(log.Demos, "demo"), count(log.Deployments, "deployment"), reachedWords(log))
			return nil
		},
	}
	byFlag(cmd, &by)
	p.secretFlags(cmd)
	cmd.Flags().StringVar(&date, "date", "", "the `DATE` on which it happened: 2026-11-30, yesterday, -3; default today")
	cmd.Flags().StringVar(&note, "note", "", "the `TEXT` of a note")
	p.completeFlag(cmd, "by", p.peopleNames)
	return cmd
}

// people reads how many people used it: needed for users, and for nothing else.
func people(cmd *cobra.Command, kind assessment.ShipKind, args []string) (int, error) {
	switch {
	case kind != assessment.ShipUsers && len(args) > 0:
		return 0, hinted(fmt.Errorf("%s takes no number: %q", kind, args[0]), "prodfirst ship ID users N")
	case kind != assessment.ShipUsers:
		return 0, nil
	case len(args) == 0:
		return 0, hinted(fmt.Errorf("how many users? %w", assessment.ErrInvalid), "prodfirst ship ID users 7")
	}
	n, err := strconv.Atoi(args[0])
	if err != nil {
		return 0, hinted(fmt.Errorf("%q is not a number of people: %w", args[0], assessment.ErrInvalid), example(cmd))
	}
	return n, nil
}

// shipWords says an entry of the ship log: "deployed on 2026-11-20".
func shipWords(s assessment.Shipment) string {
	switch s.Kind {
	case assessment.ShipDemo:
		return fmt.Sprintf("shown on %s", s.On)
	case assessment.ShipDeploy:
		return fmt.Sprintf("deployed on %s", s.On)
	case assessment.ShipUsers:
		return fmt.Sprintf("used by %d people outside the team in the week to %s", s.People, s.On)
	}
	return string(s.Kind)
}

// reachedWords says how long it took from the first demo to the first real user.
func reachedWords(log assessment.ShipLog) string {
	if days, ok := log.DemoToUser(); ok {
		return fmt.Sprintf(" From the first demo to the first real user: %s.", count(days, "day"))
	}
	return " No real user yet."
}
