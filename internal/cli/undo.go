package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
)

func (p *program) undoCommand() *cobra.Command {
	return p.reversal(&cobra.Command{
		Use:   "undo ID",
		Short: "Take back the last change",
		Long: `Takes back the last change that is still in effect, whoever made it. What was
there before comes back as a new entry of the history; nothing disappears.`,
		Example: "  prodfirst undo ticket-shop --by Ana",
	}, takenBack, (*app.Service).Undo)
}

func (p *program) redoCommand() *cobra.Command {
	return p.reversal(&cobra.Command{
		Use:     "redo ID",
		Short:   "Take the last undo back",
		Long:    "Takes the last undo back, if nothing else was changed since.",
		Example: "  prodfirst redo ticket-shop --by Ana",
	}, doneAgain, (*app.Service).Redo)
}

func (p *program) reversal(
	cmd *cobra.Command, done func(app.View, assessment.Event) string,
	reverse func(*app.Service, context.Context, assessment.ID, string) (app.View, assessment.Event, error),
) *cobra.Command {
	var given string
	cmd.Args = takes(1, 1)
	cmd.ValidArgsFunction = p.complete(p.systemIDs)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		by, s, err := p.person(given)
		if err != nil {
			return err
		}
		v, e, err := reverse(s, cmd.Context(), assessment.ID(args[0]), by)
		if errors.Is(err, app.ErrNothing) {
			return hinted(err, "prodfirst history "+args[0])
		}
		if err != nil {
			return err
		}
		p.print("%s.", done(v, e))
		return nil
	}
	byFlag(cmd, &given)
	return cmd
}

// takenBack says what was undone.
func takenBack(_ app.View, e assessment.Event) string {
	return "Taken back: " + app.TakenBack(e, app.ByID)
}

// doneAgain says what holds again after the undoing event e was taken back.
func doneAgain(v app.View, e assessment.Event) string {
	return "Done again: " + app.DoneAgain(v, e, app.ByID)
}
