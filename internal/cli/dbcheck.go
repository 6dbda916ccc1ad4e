package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
)

// checkLimit is how long a check may take.
const checkLimit = 5 * time.Minute

// A finding is a line that the process that checks writes: it begins with a part, or is through with it.
type finding struct {
	Part    assessment.ID `json:"part,omitempty"` // empty: the file
	Begins  bool          `json:"begins,omitempty"`
	Changes int           `json:"changes,omitempty"`
	Fault   string        `json:"fault,omitempty"`
	Foreign bool          `json:"foreign,omitempty"` // no database: there is nothing to be damaged
	Ends    bool          `json:"ends,omitempty"`    // everything was looked at
	Done    int64         `json:"done,omitempty"`    // bytes of the file, of Total
	Total   int64         `json:"total,omitempty"`
}

// A checkup is what was found in a database.
type checkup struct {
	intact []finding // a system each
	faults []finding
}

// String counts what is intact.
func (c checkup) String() string { return count(len(c.intact), "system") }

// trouble returns errFaulty with the first fault.
func (c checkup) trouble() error {
	if len(c.faults) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s", errFaulty, c.faults[0].words())
}

func (f finding) words() string {
	if f.Part == "" {
		return f.Fault
	}
	return string(f.Part) + ": " + f.Fault
}

func (p *program) dbCheckCommand() *cobra.Command {
	var inside bool
	var skip []string
	limit := checkLimit
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Read everything and say what is intact and what is damaged",
		Long: `Reads every value and page of the database and the history of every system: each
checksum, each link of each history, and whether the answers are what the history adds
up to. A process of its own does it, because a damaged file can end a process. Nothing
is changed. Exit code 0: all is intact; 2: something is damaged, and what.`,
		Example:           "  prodfirst db check\n  prodfirst db check --db prodfirst-2026-11-26.db",
		Args:              takes(0, 0),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.present()
			if err != nil {
				return err
			}
			if inside {
				return p.checkInside(cmd.Context(), s, skip)
			}
			found, err := p.examine(cmd.Context(), p.settings.Database, limit)
			if err != nil {
				return err
			}
			return p.printCheckup(found)
		},
	}
	cmd.Flags().DurationVar(&limit, "limit", checkLimit, "give up after `TIME`, such as 30s")
	cmd.Flags().BoolVar(&inside, "inside", false, "check in this very process")
	cmd.Flags().StringArrayVar(&skip, "skip", nil, "leave out a part")
	for _, hidden := range []string{"inside", "skip"} {
		if err := cmd.Flags().MarkHidden(hidden); err != nil {
			panic(err) // the flag was added above
		}
	}
	return cmd
}

func (p *program) printCheckup(found checkup) error {
	if i := slices.IndexFunc(found.faults, func(f finding) bool { return f.Foreign }); i >= 0 {
		return fmt.Errorf("%s: %w", strings.TrimSuffix(found.faults[i].Fault, ": "+app.ErrForeign.Error()), app.ErrForeign)
	}
	for _, f := range found.intact {
		p.print("intact: %s (%s)", f.Part, count(f.Changes, "change"))
	}
	for _, f := range found.faults {
		p.print("damaged: %s", f.words())
	}
	if len(found.faults) == 0 {
		p.print("All is intact: %s in %s.", found, p.settings.Database)
		return nil
	}
	return hinted(fmt.Errorf("the database is damaged, and %s intact", are(len(found.intact))),
		"Nothing was written to it. Make a copy of the file before you do anything else.",
		"prodfirst db export DIR writes every intact system to a file.",
		"prodfirst db restore FILE puts a backup in its place.")
}

func are(n int) string {
	if n == 1 {
		return "1 system is"
	}
	return fmt.Sprintf("%d systems are", n)
}

// examine checks the database in a file by processes of its own: when one ends before its time, the
// part that it was at is damaged, and another one does the rest.
func (p *program) examine(ctx context.Context, file string, limit time.Duration) (checkup, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var found checkup
	for skip := []string(nil); ; {
		args := []string{"db", "check", "--inside", "--db", file}
		for _, part := range skip {
			args = append(args, "--skip="+part)
		}
		at, err := p.follow(ctx, args, &found)
		if err == nil {
			return found, nil
		}
		if errors.Is(ctx.Err(), context.Canceled) {
			return found, ctx.Err()
		}
		if ctx.Err() != nil {
			return found, hinted(fmt.Errorf("checking %s took longer than %s and was ended", file, limit),
				"A large database may need more, with --limit 30m. A damaged one may never come to its end.",
				"prodfirst db export DIR writes every intact system to a file.")
		}
		found.faults = append(found.faults, finding{Part: at, Fault: fmt.Sprintf("reading it ended the check (%v)", err)})
		if slices.Contains(skip, string(at)) {
			return found, nil
		}
		skip = append(skip, string(at))
		for _, f := range slices.Concat(found.intact, found.faults) {
			if !slices.Contains(skip, string(f.Part)) {
				skip = append(skip, string(f.Part))
			}
		}
		if !slices.Contains(skip, "") {
			skip = append(skip, "")
		}
	}
}

// follow runs one process that checks and takes in what it finds. It returns the part at which the
// process ended without having looked at everything, and why.
func (p *program) follow(ctx context.Context, args []string, found *checkup) (assessment.ID, error) {
	cmd := p.Again(ctx, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return "", err
	}
	var at assessment.ID
	ended, tell := false, p.progress("checked")
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var f finding
		if err := json.Unmarshal(lines.Bytes(), &f); err != nil {
			continue // not of ours: the end of the process tells
		}
		switch {
		case f.Ends:
			ended = true
		case f.Total > 0:
			if tell != nil {
				tell(f.Done, f.Total)
			}
		case f.Begins:
			at = f.Part
		case f.Fault != "":
			found.faults = append(found.faults, f)
		default:
			found.intact = append(found.intact, f)
		}
	}
	err = cmd.Wait()
	switch {
	case ended:
		return "", nil
	case err == nil:
		err = errors.New("no reason given")
	}
	if line, _, _ := bytes.Cut(said.Bytes(), []byte{'\n'}); len(line) > 0 {
		err = fmt.Errorf("%w: %s", err, line)
	}
	return at, err
}

// checkInside checks in this process, and writes what it finds as lines of JSON.
func (p *program) checkInside(ctx context.Context, s *app.Service, skip []string) error {
	lines := json.NewEncoder(p.Out)
	var failed error
	sound := true
	write := func(f finding) {
		if err := lines.Encode(f); err != nil {
			failed = err
		}
	}
	if !slices.Contains(skip, "") {
		write(finding{Begins: true})
		last := p.Now()
		faults, err := s.CheckFile(ctx, func(done, total int64) {
			if now := p.Now(); now.Sub(last) >= time.Second {
				last = now
				write(finding{Done: done, Total: total})
			}
		})
		if err != nil {
			faults = append(faults, err)
		}
		for _, fault := range faults {
			sound = false
			write(finding{Fault: fault.Error(), Foreign: errors.Is(fault, app.ErrForeign)})
		}
	}
	ids, err := s.IDs(ctx)
	if err != nil && sound {
		write(finding{Fault: err.Error()})
	}
	for _, id := range ids {
		if slices.Contains(skip, string(id)) {
			continue
		}
		write(finding{Part: id, Begins: true})
		err := s.Verify(ctx, id)
		_, changes, lost := s.Rescue(ctx, id)
		switch {
		case lost != nil:
			write(finding{Part: id, Fault: lost.Error()})
		case err != nil:
			write(finding{Part: id, Fault: fmt.Sprintf("all of its history is intact, and what follows from it cannot be trusted (%v)", err)})
		default:
			write(finding{Part: id, Changes: changes})
		}
	}
	write(finding{Ends: true})
	return failed
}
