//go:build unix

package cli_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"prodfirst/internal/app"
	"prodfirst/internal/cli"
	"prodfirst/internal/config"
)

// A process that ends while it reads a system leaves the others to another one.
func TestCheckGoesOnAfterAProcessThatCrashed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil { // which only has to be there
		t.Fatal(err)
	}
	var runs [][]string
	scripts := []string{
		`echo '{"begins":true}'; echo '{"part":"one","begins":true}'; echo '{"part":"one","changes":3}'; echo '{"part":"two","begins":true}'; kill -BUS $$`,
		`echo '{"part":"three","begins":true}'; echo '{"part":"three","changes":1}'; echo '{"ends":true}'`,
	}
	var out, errs bytes.Buffer
	exit := cli.Run(t.Context(), cli.Process{
		Args: []string{"db", "check", "--db", path}, In: strings.NewReader(""), Out: &out, Err: &errs, OS: "linux", Version: "test",
		Env:     func(string) (string, bool) { return "", false },
		Now:     func() time.Time { return noon },
		Service: func(config.Settings, func()) *app.Service { return newDesk().service },
		Again: func(ctx context.Context, args ...string) *exec.Cmd {
			runs = append(runs, args)
			return exec.CommandContext(ctx, "sh", "-c", scripts[len(runs)-1])
		},
	})
	if exit != 2 {
		t.Errorf("exit %d, want 2", exit)
	}
	for _, want := range []string{"intact: one (3 changes)\n", "intact: three (1 change)\n", "damaged: two: reading it ended the check (signal: bus error"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the output is without %q:\n%s", want, out.String())
		}
	}
	if !strings.Contains(errs.String(), "error: the database is damaged, and 2 systems are intact\n") {
		t.Errorf("errors: %s", errs.String())
	}
	if len(runs) != 2 || !slices.Contains(runs[1], "--skip=one") || !slices.Contains(runs[1], "--skip=two") || !slices.Contains(runs[1], "--skip=") {
		t.Errorf("runs: %q", runs)
	}
}
