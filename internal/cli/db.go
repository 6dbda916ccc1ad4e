package cli

import "github.com/spf13/cobra"

func (p *program) dbCommand() *cobra.Command {
	return parent(&cobra.Command{
		Use:     "db",
		Short:   "Say where the database is",
		Example: "  prodfirst db path",
	}, &cobra.Command{
		Use:               "path",
		Short:             "Print the path of the database file",
		Long:              `Prints the path of the database file, which need not exist yet. It is not opened.`,
		Example:           "  prodfirst db path",
		Args:              takes(0, 0),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(*cobra.Command, []string) error {
			s, err := p.config()
			if err != nil {
				return err
			}
			p.print("%s", s.Database)
			return nil
		},
	})
}
