package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/report"
)

type assessOptions struct {
	by      string
	session assessment.SessionKind
	plain   bool
	agenda  bool
}

func (p *program) assessCommand() *cobra.Command {
	var o assessOptions
	cmd := &cobra.Command{
		Use:   "assess ID",
		Short: "Ask the questions of a session, or go on with the last one",
		Long: `Asks the questions of a session in the terminal UI: quick is 10 minutes, standard
45, deep everything that applies, recheck what has to be looked at again. Without
--session it goes on where the last session stopped.

With --plain it asks line by line without redrawing: for screen readers, simple
terminals and pipes. With --agenda it prints what will be asked, and what to bring,
as Markdown to send beforehand.`,
		Example: `  prodfirst assess ticket-shop
  prodfirst assess ticket-shop --session standard --plain
  prodfirst assess ticket-shop --session standard --agenda`,
		Args:              takes(1, 1),
		ValidArgsFunction: p.complete(p.systemIDs),
		RunE: func(cmd *cobra.Command, args []string) error {
			id := assessment.ID(args[0])
			if o.agenda {
				_, v, err := p.open(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				_, err = p.Out.Write(report.Markdown(v.Agenda(o.session)))
				return err
			}
			plain, err := p.plainly(o.plain)
			if err != nil {
				return err
			}
			if plain {
				return p.assessPlain(cmd.Context(), id, o)
			}
			return p.assessScreens(cmd.Context(), id, o)
		},
	}
	choose(cmd, &o.session, "session", "session", assessment.SessionKinds(), "start a new session")
	cmd.Flags().BoolVar(&o.plain, "plain", false, "ask line by line, without redrawing")
	cmd.Flags().BoolVar(&o.agenda, "agenda", false, "print what will be asked as Markdown")
	byFlag(cmd, &o.by)
	cmd.MarkFlagsMutuallyExclusive("plain", "agenda")
	return cmd
}

// plainly tells whether to ask line by line: it was asked for, or the terminal can do no more.
func (p *program) plainly(asked bool) (bool, error) {
	s, err := p.config()
	if err != nil || asked {
		return asked, err
	}
	if !p.Terminal {
		return false, hinted(errNoTerminal, "prodfirst assess ID --plain asks line by line, also from a pipe")
	}
	return s.Dumb || s.Accessible, nil
}

// assessScreens opens the terminal UI on a system's walk.
func (p *program) assessScreens(ctx context.Context, id assessment.ID, o assessOptions) error {
	s, v, err := p.open(ctx, string(id))
	if err != nil {
		return err
	}
	if o.session != "" {
		by, err := p.by(o.by)
		if err != nil {
			return err
		}
		if _, err := s.StartSession(ctx, id, by, o.session); err != nil {
			return emptySession(err, v)
		}
	}
	return p.screens(ctx, s, id)
}

// emptySession says what to do if a session has no questions.
func emptySession(err error, v app.View) error {
	if errors.Is(err, app.ErrNothing) {
		return hinted(errors.New("there is nothing to ask in such a session"),
			"prodfirst assess "+string(v.Assessment.ID)+" --session standard")
	}
	return err
}
