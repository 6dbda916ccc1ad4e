package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
)

// fileFlag adds --file, which takes the place of ID.
func (p *program) fileFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.file, "file", "", "look at the export in `FILE` instead of a system in the database; - is standard input")
}

// onSystem takes from least to most arguments, of which the first is the ID of a system and is left
// out with --file.
func (p *program) onSystem(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if p.file == "" {
			return takes(least, most)(cmd, args)
		}
		if n := len(args); n < least-1 || n > most-1 {
			return hinted(fmt.Errorf("with --file, %s takes no ID: the system is the one in the file", cmd.CommandPath()),
				fmt.Sprintf("%s --file FILE%s", cmd.CommandPath(), strings.TrimPrefix(cmd.Use, cmd.Name()+" ID")))
		}
		return nil
	}
}

// look returns the system that the arguments or --file name, and the other arguments. It says on
// standard error what a person should know of it.
func (p *program) look(ctx context.Context, args []string) (app.View, []string, error) {
	if p.file == "" {
		_, v, err := p.open(ctx, args[0])
		return v, args[1:], err
	}
	v, err := p.openFile(p.file)
	for _, notice := range v.Notices {
		p.say("note: %s", notice)
	}
	return v, args, err
}

// looking makes of cmd a command that shows one system, as a text or as a value for JSON.
func (p *program) looking(cmd *cobra.Command, value func(app.View) any, text func(app.View)) *cobra.Command {
	var as format
	cmd.Args = p.onSystem(1, 1)
	cmd.ValidArgsFunction = p.complete(p.systemIDs)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		v, _, err := p.look(cmd.Context(), args)
		if err != nil {
			return err
		}
		if as == asJSON {
			return p.json(value(v))
		}
		text(v)
		return nil
	}
	formatFlag(cmd, &as)
	p.fileFlag(cmd)
	return cmd
}

// openFile returns the system in an export, judged with the questionnaires in it.
func (p *program) openFile(path string) (app.View, error) {
	if p.flags.Database == "" {
		p.flags.Database = os.DevNull // no database is looked at, and a pipeline may have no place for one
	}
	s, err := p.app()
	if err != nil {
		return app.View{}, err
	}
	data, err := p.readFile(path, app.MaxExport)
	if err != nil {
		return app.View{}, err
	}
	v, err := s.OpenFile(data)
	return v.Masked(), unusable(path, err)
}

// readFile returns what is in a file, or comes in on standard input for "-". It refuses more than
// limit bytes before it has read them.
func (p *program) readFile(path string, limit int64) ([]byte, error) {
	in := p.In
	if path != "-" {
		f, err := os.Open(path) //nolint:gosec // the file that the person names
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }() // it was only read
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("%s has more than %d MiB, and no more are read", path, limit>>20)
	}
	return data, err
}

// unusable names the file that an error is about, and says what to do.
func unusable(path string, err error) error {
	switch {
	case errors.Is(err, app.ErrExportNewer):
		return hinted(fmt.Errorf("%s: %w", path, err), "Install the newer version; the file was only read.")
	case errors.Is(err, app.ErrExport):
		return hinted(fmt.Errorf("%s: %w", path, err), "prodfirst export ID --output FILE writes one; it is used as it was written, or not at all.")
	}
	return err
}

// again returns what a command has to be given to show the same system again.
func (p *program) again(v app.View) string {
	switch {
	case p.file == "":
		return string(v.Assessment.ID)
	case strings.ContainsAny(p.file, " \t'\"\\$&;()<>|*?"):
		return "--file " + strconv.Quote(p.file)
	}
	return "--file " + p.file
}
