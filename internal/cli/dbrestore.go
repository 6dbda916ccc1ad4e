package cli

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

func (p *program) dbRestoreCommand() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of the database",
		Long: `Checks FILE as prodfirst db check does, and puts what is in it in the place of the
database. What was there, damaged or not, is kept in a file beside it. Open screens
notice. FILE itself is only read.`,
		Example: `  prodfirst db restore prodfirst-2026-11-26.db
  prodfirst db restore prodfirst-2026-11-26.db --yes`,
		Args: takes(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.restore(cmd.Context(), args[0], yes)
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask whether to go on")
	return cmd
}

// restore checks a backup and puts it in the place of the database, if a person agrees.
func (p *program) restore(ctx context.Context, file string, yes bool) error {
	s, err := p.app()
	if err != nil {
		return err
	}
	if _, err := os.Lstat(file); err != nil {
		return hinted(err, "Nothing was changed.")
	}
	found, err := p.examine(ctx, file, checkLimit)
	if err == nil {
		err = found.trouble()
	}
	if err != nil {
		return hinted(fmt.Errorf("%s is not put in the place of the database: %w", file, err),
			"Nothing was changed. prodfirst db check --db FILE says what is damaged in a file.")
	}
	path := p.settings.Database
	old := ""
	if info, err := os.Lstat(path); err == nil {
		ids, err := s.IDs(ctx)
		if err != nil && !info.Mode().IsRegular() {
			return hinted(err, "Nothing was changed.")
		}
		old = p.free("before-restore-")
		what := "cannot be read to its end"
		if err == nil {
			what = "holds " + count(len(ids), "system")
		}
		p.print("%s %s, and is kept as %s.", path, what, old)
	}
	p.print("%s holds %s, and takes its place.", file, found)
	if !yes {
		if err := p.agree(ctx, "Restore?", fmt.Sprintf("prodfirst db restore %s --yes", file)); err != nil {
			return err
		}
	}
	if err := s.Restore(ctx, file, old, p.progress("written")); err != nil {
		return hinted(err, "The database is as it was.")
	}
	p.print("Restored.")
	return nil
}

// agree asks a person to go on; without a terminal it says how to do it unasked.
func (p *program) agree(ctx context.Context, question, unasked string) error {
	if !p.Terminal {
		return hinted(errUnconfirmed, unasked)
	}
	p.print("%s Type yes to go on.", question)
	answer, err := newLines(ctx, p.In).next(ctx)
	if ctx.Err() != nil {
		return err
	}
	if word := strings.ToLower(answer); word != "yes" && word != "y" {
		return errUnconfirmed
	}
	return nil
}
