package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
)

func (p *program) importCommand() *cobra.Command {
	var name string
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Take in a system that was exported",
		Long: `Takes in what prodfirst export wrote, - for standard input. If the system is there
already and the file goes on where it ends, what happened since is added. If the two
have different histories, nothing is changed. The file is checked as a whole before
anything is saved: its hashes, its questionnaires, every event. What looks like a secret
is taken in as it is, and said.`,
		Example: `  prodfirst import ticket-shop.json
  prodfirst import ticket-shop.json --as ticket-shop-of-mei`,
		Args: takes(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := p.app()
			if err != nil {
				return err
			}
			data, err := p.readFile(args[0], app.MaxExport)
			if err != nil {
				return err
			}
			v, done, err := s.Import(cmd.Context(), data, name)
			if err != nil {
				return diverged(unusable(args[0], err), args[0])
			}
			id := v.Assessment.ID
			switch {
			case done.New:
				p.print("Imported %s (%s): %s.", v.Assessment.Description.Name, id, count(done.Added, "change"))
				p.print("%s", verdictWords(v.Result))
			case done.Added > 0:
				p.print("Brought %s up to date: %s added to the %d that were there.", id,
					count(done.Added, "change"), done.Events-done.Added)
				p.print("%s", verdictWords(v.Result))
			default:
				p.print("Nothing new: %s has all %s of the file.", id, count(done.Events, "change"))
			}
			for _, notice := range v.Notices {
				p.say("note: %s", notice)
			}
			if warning := done.Warning(); warning != "" {
				p.say("warning: %s", warning)
				p.say("hint: prodfirst redact %s", id)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&name, "as", "", "take it in under the id of that `NAME`")
	return cmd
}

// diverged says where a file and a stored system part, and what to do.
func diverged(err error, path string) error {
	e, ok := errors.AsType[*app.DivergedError](err)
	if !ok {
		return err
	}
	hints := []string{fmt.Sprintf("prodfirst import %s --as NAME keeps both, side by side.", path)}
	if e.Seq > assessment.Beginning {
		hints = append([]string{fmt.Sprintf("Stored: %s. In the file: %s.", eventWords(e.Stored), eventWords(e.File))}, hints...)
	}
	return hinted(err, hints...)
}

// eventWords says who changed what, and when.
func eventWords(e assessment.Event) string {
	return fmt.Sprintf("%s on %s UTC by %s", app.EventWords(e, app.ByID), e.At.UTC().Format("2006-01-02 15:04"), e.By)
}
