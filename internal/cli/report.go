package cli

import (
	"github.com/spf13/cobra"
)

func (p *program) reportCommand() *cobra.Command {
	as := asMarkdown
	var output string
	cmd := &cobra.Command{
		Use:   "report ID",
		Short: "Write the report, as Markdown or JSON",
		Long: `Writes the report to standard output, or to a file, which is replaced as a whole or
not at all. It names open weaknesses: share it as you would a security finding.`,
		Example: `  prodfirst report ticket-shop --output ticket-shop.md
  prodfirst report ticket-shop --format json`,
		Args:              takes(1, 1),
		ValidArgsFunction: p.complete(p.systemIDs),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, v, err := p.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			data := s.ReportMarkdown(v)
			if as == asJSON {
				if data, err = s.ReportJSON(v); err != nil {
					return err
				}
				data = harmless(data)
			}
			if output == "" || output == "-" {
				_, err = p.Out.Write(data)
				return err
			}
			if err := WriteFile(output, data); err != nil {
				return hinted(err, "Nothing was written; name another file with --output FILE.")
			}
			p.say("Written to %s.", output)
			return nil
		},
	}
	choose(cmd, &as, "format", "format", []format{asMarkdown, asJSON}, "how to write it")
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to `FILE`, which only its owner can read if it is new")
	return cmd
}
