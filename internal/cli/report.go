package cli

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
	"prodfirst/internal/report"
)

const (
	asHTML format = "html"
	asCSV  format = "csv"
)

// maxTemplate is how many bytes a template may have.
const maxTemplate = 1 << 20

// reporting is how a report is asked for.
type reporting struct {
	as       format
	extent   report.Extent
	table    report.CSVTable
	template string // a file
	schema   bool
}

func (p *program) reportCommand() *cobra.Command {
	want := reporting{as: asMarkdown, extent: report.Standard, table: report.GapsTable}
	var output string
	cmd := &cobra.Command{
		Use:   "report ID",
		Short: "Write the report, as Markdown, a page, JSON or CSV",
		Long: `Writes the report to standard output, or to a file, which is replaced as a whole or
not at all. The level says how much: summary is the first page, which is read in two
minutes; full has every question with its answer. JSON is always complete; its schema
is written by --schema. A template is a Go template over the names of the JSON. It names
open weaknesses: share it as you would a security finding.`,
		Example: `  prodfirst report ticket-shop --output ticket-shop.md
  prodfirst report ticket-shop --level summary
  prodfirst report ticket-shop --format html --output ticket-shop.html
  prodfirst report ticket-shop --format csv --table steps
  prodfirst report --schema`,
		Args: func(cmd *cobra.Command, args []string) error {
			if want.schema {
				return takes(0, 0)(cmd, args)
			}
			return p.onSystem(1, 1)(cmd, args)
		},
		ValidArgsFunction: p.complete(p.systemIDs),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("table") && want.as != asCSV {
				return hinted(errors.New("--table chooses a table of --format csv"), "Add --format csv.")
			}
			data, err := p.reported(cmd.Context(), args, want)
			if err != nil {
				return err
			}
			return p.deliver(data, output)
		},
	}
	p.fileFlag(cmd)
	f := cmd.Flags()
	choose(cmd, &want.as, "format", "format", []format{asMarkdown, asHTML, asJSON, asCSV}, "how to write it")
	choose(cmd, &want.extent, "level", "level", report.Extents(), "how much to tell")
	choose(cmd, &want.table, "table", "table", report.CSVTables(), "the table to write as CSV")
	f.StringVar(&want.template, "template", "", "write what the Go template in `FILE` makes of it")
	f.StringVarP(&output, "output", "o", "", "write to `FILE`, which only its owner can read if it is new")
	f.BoolVar(&want.schema, "schema", false, "write the JSON Schema of --format json instead")
	return cmd
}

// reported returns the report on a system as it is asked for.
func (p *program) reported(ctx context.Context, args []string, want reporting) ([]byte, error) {
	if want.schema {
		return report.Schema, nil
	}
	v, _, err := p.look(ctx, args)
	if err != nil {
		return nil, err
	}
	switch {
	case want.template != "":
		return p.templated(v, want)
	case want.as == asJSON:
		data, err := v.ReportJSON()
		return harmless(data), err
	case want.as == asCSV:
		return report.CSV(v.Result, want.table), nil
	}
	d, err := p.document(ctx, v, want.extent)
	if err != nil {
		return nil, err
	}
	if want.as == asHTML {
		return report.HTML(d), nil
	}
	return report.Markdown(d), nil
}

// document returns the report before any format. What lies in a file has no history to draw a trend of.
func (p *program) document(ctx context.Context, v app.View, extent report.Extent) (report.Document, error) {
	s, err := p.app()
	if err != nil {
		return report.Document{}, err
	}
	if p.file != "" {
		return s.ReportAlone(v, extent)
	}
	return s.Report(ctx, v, extent)
}

// templated returns what a team's own template makes of a report, without what steers a terminal.
func (p *program) templated(v app.View, want reporting) ([]byte, error) {
	text, err := p.readFile(want.template, maxTemplate)
	if err != nil {
		return nil, err
	}
	data, err := report.Template(filepath.Base(want.template), string(text), report.NewFile(v.Input(), v.Result))
	if err != nil {
		return nil, hinted(err, "The guide has an example; prodfirst report --schema has every name.")
	}
	return []byte(strings.Map(steerless, string(data))), nil
}

// steerless drops control characters that are neither a line break nor a tab.
func steerless(r rune) rune {
	if unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r) {
		return -1
	}
	return r
}

// deliver writes a result to standard output, or to a file if there is one.
func (p *program) deliver(data []byte, output string) error {
	if output == "" || output == "-" {
		_, err := p.Out.Write(data)
		return err
	}
	if err := WriteFile(output, data); err != nil {
		return hinted(err, "Nothing was written; name another file with --output FILE.")
	}
	p.say("Written to %s.", output)
	return nil
}
