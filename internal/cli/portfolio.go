package cli

import (
	"github.com/spf13/cobra"

	"prodfirst/internal/report"
)

func (p *program) portfolioCommand() *cobra.Command {
	as := asMarkdown
	var output string
	cmd := &cobra.Command{
		Use:   "portfolio",
		Short: "Write the report over all systems",
		Long: `Writes where every system stands, which gaps recur in three or more of them, and what
ends within two weeks. It puts no system above another.`,
		Example: `  prodfirst portfolio
  prodfirst portfolio --format html --output portfolio.html`,
		Args:              takes(0, 0),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.app()
			if err != nil {
				return err
			}
			all, err := s.Portfolio(cmd.Context())
			if err != nil {
				return err
			}
			if len(all.Systems) == 0 {
				p.say("No systems yet.")
				p.say(`hint: prodfirst new "NAME" describes one`)
				return nil
			}
			if as == asJSON {
				data, err := report.PortfolioJSON(all)
				if err != nil {
					return err
				}
				return p.deliver(harmless(data), output)
			}
			d := report.BuildPortfolio(all)
			if as == asHTML {
				return p.deliver(report.HTML(d), output)
			}
			return p.deliver(report.Markdown(d), output)
		},
	}
	choose(cmd, &as, "format", "format", []format{asMarkdown, asHTML, asJSON}, "how to write it")
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to `FILE`, which only its owner can read if it is new")
	return cmd
}
