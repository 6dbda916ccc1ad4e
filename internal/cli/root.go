package cli

import (
	"errors"

	"github.com/spf13/cobra"
)

// errNoTerminal says that the terminal UI has no terminal to run in.
var errNoTerminal = errors.New("the terminal UI needs a terminal, and there is none")

// root returns the command tree.
func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "prodfirst",
		Short: "Ask what a prototype hides, and say what to do next",
		Long: `prodfirst walks a team through production-first questions, keeps the answers in
a local database, and turns them into a gap analysis with the next three steps.

Without a command it opens the terminal UI.`,
		Example: `  prodfirst
  prodfirst new "Ticket shop" --stage first-user --fact payments
  prodfirst assess ticket-shop
  prodfirst gate ticket-shop`,
		Version:           p.Version,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			_, err := subcommand(cmd, args[0])
			return err
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return p.home(cmd.Context()) },
	}
	f := root.PersistentFlags()
	f.StringVar(&p.flags.Database, "db", "", "database `FILE`; default PRODFIRST_DB, or as the platform has it")
	f.StringVar(&p.flags.Questionnaires, "questionnaires", "", "read your own questionnaires from `DIR`")
	f.BoolVar(&p.flags.ASCII, "ascii", false, "draw with ASCII characters only")
	f.StringVar(&p.flags.Theme, "theme", "", "colours for a `BACKGROUND`: auto, light or dark; default PRODFIRST_THEME, or auto")
	f.BoolVar(&p.flags.NoMouse, "no-mouse", false, "leave the mouse to the terminal, as PRODFIRST_MOUSE=no does")
	groups := p.groups()
	for _, g := range groups {
		root.AddCommand(g.commands...)
	}
	root.SetHelpCommand(p.helpCommand(root))
	root.SetHelpFunc(help(groups))
	root.SetFlagErrorFunc(flagError)
	return root
}

func (p *program) groups() []group {
	return []group{
		{"Start", []*cobra.Command{p.newCommand(), p.factsCommand()}},
		{"Ask", []*cobra.Command{p.assessCommand(), p.answerCommand(), p.applyCommand(), p.suggestionsCommand(), p.undoCommand(), p.redoCommand()}},
		{"Look", []*cobra.Command{
			p.listCommand(), p.showCommand(), p.gapsCommand(), p.nextCommand(), p.whyCommand(), p.historyCommand(),
		}},
		{"Decide", []*cobra.Command{
			p.reportCommand(), p.portfolioCommand(), p.gateCommand(), p.acceptCommand(), p.decideCommand(), p.signCommand(),
		}},
		{"Keep track", []*cobra.Command{p.milestoneCommand(), p.compareCommand(), p.shipCommand()}},
		{"More", []*cobra.Command{
			p.exportCommand(), p.importCommand(), p.redactCommand(), p.questionnaireCommand(), p.dbCommand(), p.completionCommand(), p.versionCommand(),
		}},
	}
}
