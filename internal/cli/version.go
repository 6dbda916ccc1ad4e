package cli

import "github.com/spf13/cobra"

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "version",
		Short:             "Print the version",
		Example:           "  prodfirst version",
		Args:              takes(0, 0),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(*cobra.Command, []string) error {
			p.print("prodfirst version %s", p.Version)
			return nil
		},
	}
}
