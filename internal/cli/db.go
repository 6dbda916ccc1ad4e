package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
)

// errFaulty says that a database, or a part of it, cannot be used.
var errFaulty = errors.New("not all of it is intact")

func (p *program) dbCommand() *cobra.Command {
	return parent(&cobra.Command{
		Use:     "db",
		Short:   "Check, back up and look after the database",
		Example: "  prodfirst db check\n  prodfirst db backup",
	}, p.dbPathCommand(), p.dbCheckCommand(), p.dbBackupCommand(), p.dbRestoreCommand(), p.dbCompactCommand(), p.dbExportCommand())
}

func (p *program) dbPathCommand() *cobra.Command {
	return &cobra.Command{
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
	}
}

func (p *program) dbBackupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup [FILE]",
		Short: "Copy the database into a new file",
		Long: `Copies the database into a new file while others go on working, reads the copy back
and checks it as prodfirst db check does. Without FILE the copy lies beside the database
and has today's date in its name. Nothing is ever overwritten.`,
		Example: `  prodfirst db backup
  prodfirst db backup /mnt/stick/prodfirst.db`,
		Args: takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := p.present()
			if err != nil {
				return err
			}
			file := p.free("")
			if len(args) > 0 {
				file = args[0]
			}
			if err := s.Backup(cmd.Context(), file, p.progress("copied")); err != nil {
				return hinted(err, "No backup was made; the database is as it was.")
			}
			found, err := p.examine(cmd.Context(), file, checkLimit)
			if err == nil {
				err = found.trouble()
			}
			if err != nil {
				return hinted(fmt.Errorf("the copy is written to %s, and it is no more intact than the database: %w", file, err), "prodfirst db check says what is damaged.")
			}
			p.print("Backed up to %s: %s, all checked.", file, found)
			return nil
		},
	}
}

func (p *program) dbCompactCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "compact",
		Short: "Give unused space of the database back to the disk",
		Long: `Writes everything that is in use into a new file, reads that back and puts it in the
place of the old one. Others wait meanwhile. If it is interrupted, the old file stays.`,
		Example:           "  prodfirst db compact",
		Args:              takes(0, 0),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.present()
			if err != nil {
				return err
			}
			before, after, err := s.Compact(cmd.Context(), p.progress("written"))
			if err != nil {
				return err
			}
			p.print("Compacted: %s before, %s now.", size(before), size(after))
			return nil
		},
	}
}

func (p *program) dbExportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "export DIR",
		Short: "Write every intact system to a file of its own",
		Long: `Writes each system that is intact into DIR as prodfirst export does, under its id, and
names those that are not. DIR is made; a file that is there is not overwritten. This is
the way out of a damaged database: prodfirst import takes each file in elsewhere.`,
		Example: "  prodfirst db export rescued",
		Args:    takes(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := p.present()
			if err != nil {
				return err
			}
			return p.rescue(cmd.Context(), s, args[0])
		},
	}
}

// rescue writes every intact system into dir.
func (p *program) rescue(ctx context.Context, s *app.Service, dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	ids, unread := s.IDs(ctx)
	if unread != nil && len(ids) == 0 {
		return unread
	}
	lost := 0
	for _, id := range ids {
		data, changes, err := s.Rescue(ctx, id)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			file := filepath.Join(dir, string(id)+".json")
			if _, statErr := os.Lstat(file); statErr == nil {
				err = fmt.Errorf("%s is there already", file)
			} else {
				err = WriteFile(file, data)
			}
		}
		if err != nil {
			lost++
			p.print("not written: %s: %s", id, err)
			continue
		}
		p.print("written: %s (%s)", id, count(changes, "change"))
	}
	if unread != nil {
		p.print("not all could be read: %s", unread)
	}
	if lost > 0 || unread != nil {
		return hinted(fmt.Errorf("%d of %s written to %s: %w", len(ids)-lost, count(len(ids), "system"), dir, errFaulty),
			"The database was only read. prodfirst import FILE --db NEW takes each file in elsewhere.")
	}
	return nil
}

// present returns the use cases on a database that exists.
func (p *program) present() (*app.Service, error) {
	s, err := p.app()
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(p.settings.Database); errors.Is(err, os.ErrNotExist) {
		return nil, hinted(fmt.Errorf("there is no database yet: %s", p.settings.Database), "prodfirst new NAME makes it, and prodfirst db restore FILE.")
	}
	return s, nil
}

// free returns a name that is not taken beside the database, with a word and the day in it.
func (p *program) free(word string) string {
	path := p.settings.Database
	ext := filepath.Ext(path)
	base := strings.TrimSuffix(path, ext) + "-" + word + string(p.today())
	name := base + ext
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); err != nil {
			return name
		}
		name = fmt.Sprintf("%s-%d%s", base, n, ext)
	}
}

// progress returns a function that tells a person each second how far a long work is.
func (p *program) progress(done string) func(n, total int64) {
	if !p.Terminal {
		return nil
	}
	last := p.Now()
	return func(n, total int64) {
		if now := p.Now(); now.Sub(last) >= time.Second {
			last = now
			p.say("%s of %s %s", size(n), size(total), done)
		}
	}
}

// size returns bytes in words.
func size(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KiB", (n+1023)>>10)
	}
	return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
}
