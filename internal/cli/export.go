package cli

import (
	"github.com/spf13/cobra"

	"prodfirst/internal/assessment"
)

func (p *program) exportCommand() *cobra.Command {
	var output string
	var schema, mask bool
	cmd := &cobra.Command{
		Use:   "export ID",
		Short: "Write everything about a system to one file",
		Long: `Writes the whole history of a system and the questionnaires it was answered against
as one JSON file: the same bytes as long as nothing is changed. prodfirst import takes it
in elsewhere, and commands with --file look at it without a database, so that a pipeline
judges what is committed. It names open weaknesses: share it as you would a security
finding. It is complete, also with what looks like a secret; with --mask there are masks
in its place, and the history in the file ends with that redaction.`,
		Example: `  prodfirst export ticket-shop --output ticket-shop.json
  prodfirst export --schema`,
		Args: func(cmd *cobra.Command, args []string) error {
			if schema {
				return takes(0, 0)(cmd, args)
			}
			return takes(1, 1)(cmd, args)
		},
		ValidArgsFunction: p.complete(p.systemIDs),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := p.app()
			if err != nil {
				return err
			}
			data := s.ExportSchema()
			if !schema {
				export := s.Export
				if mask {
					export = s.ExportMasked
				}
				if data, err = export(cmd.Context(), assessment.ID(args[0])); err != nil {
					return err
				}
			}
			return p.deliver(data, output)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to `FILE`, which only its owner can read if it is new")
	cmd.Flags().BoolVar(&mask, "mask", false, "write masks in place of what looks like a secret")
	cmd.Flags().BoolVar(&schema, "schema", false, "write the JSON Schema of an export instead")
	return cmd
}
