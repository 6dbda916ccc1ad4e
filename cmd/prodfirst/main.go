// Command prodfirst asks what a prototype hides. This package reads the process, picks the database
// driver, wires the parts and exits; it decides nothing else.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/cli"
	"prodfirst/internal/config"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/store"
	"prodfirst/internal/tui"
	"prodfirst/questionnaires"
)

func main() { os.Exit(run(time.Now)) }

// run carries out the command line of the process and returns its exit code.
func run(now func() time.Time) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // so that a second signal ends what does not listen
	return cli.Run(ctx, cli.Process{
		Args: os.Args[1:],
		In:   os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Terminal: term.IsTerminal(os.Stdin.Fd()) && term.IsTerminal(os.Stdout.Fd()),
		Width: func() int {
			width, _, _ := term.GetSize(os.Stdout.Fd()) // 0 if it is no terminal
			return width
		},
		Env:     os.LookupEnv,
		OS:      runtime.GOOS,
		Version: version(),
		Now:     now,
		Service: func(s config.Settings, waiting func()) *app.Service {
			return service(boltkv.New(s.Database, boltkv.Options{Waiting: waiting}), own(s.Questionnaires), now)
		},
		Trial: func(ctx context.Context, s config.Settings) (*app.Service, assessment.ID, error) {
			return trial(ctx, s, now)
		},
		Again: again,
		UI:    func(ctx context.Context, ui cli.UI) error { return screens(ctx, ui, now) },
	})
}

// service returns the use cases on a database. It touches neither that nor a questionnaire.
func service(db kv.DB, own fs.FS, now func() time.Time) *app.Service {
	newID := func() string { return fmt.Sprintf("%012x%s", now().UnixMilli(), rand.Text()) }
	return &app.Service{
		Store:   store.New(db, store.Options{Now: now, NewID: newID, WrittenBy: "prodfirst " + version()}),
		Library: &app.Library{Shipped: questionnaires.Files, Own: own},
		Now:     now,
		NewID:   newID,
	}
}

// own returns the user's directory of questionnaires, nil if there is none.
func own(dir string) fs.FS {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil
	}
	return os.DirFS(dir)
}

// trial returns the use cases on the finished example, which is kept nowhere.
func trial(ctx context.Context, s config.Settings, now func() time.Time) (*app.Service, assessment.ID, error) {
	trial := service(memkv.New(), own(s.Questionnaires), now)
	v, err := trial.Example(ctx)
	return trial, v.Assessment.ID, err
}

// screens runs the terminal UI.
func screens(ctx context.Context, ui cli.UI, now func() time.Time) error {
	s := ui.Settings
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	profile := colorprofile.Env(os.Environ()) // Detect would start a program inside tmux
	o := tui.Options{
		App:   ui.Service,
		Trial: func(ctx context.Context) (*app.Service, assessment.ID, error) { return trial(ctx, s, now) },
		By:    s.Name(), Now: now,
		ASCII: s.ASCII, Mono: s.Mono, Profile: &profile, NoMouse: s.NoMouse, Gauge: s.Gauge,
		Dir: dir, DatabasePath: s.ShownDatabase(),
		Write:     cli.WriteFile,
		Read:      cli.ReadExport(os.LookupEnv),
		KeepName:  s.KeepName,
		Editor:    cli.Editor(os.LookupEnv),
		CrashPath: filepath.Join(filepath.Dir(s.Database), "crash.txt"),
	}
	if o.Start.ID = ui.System; ui.System != "" {
		o.Start.Kind = "walk"
	}
	if s.Theme != config.Auto {
		o.Light = new(s.Theme == config.Light)
	}
	if ctx.Err() != nil {
		return cli.ErrInterrupted
	}
	defer time.AfterFunc(afterStart, giveBack).Stop()
	err = tui.Run(context.WithoutCancel(ctx), o) // which knows what a signal means while an editor is open
	if errors.Is(err, tui.ErrInterrupted) && !errors.Is(err, tui.ErrUnsaved) {
		return cli.ErrInterrupted
	}
	return err
}

// again returns the command that runs this program in another process.
func again(ctx context.Context, args ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		self = os.Args[0]
	}
	cmd := exec.CommandContext(ctx, self, args...) //nolint:gosec // this very program
	cmd.Args[0] = os.Args[0]
	return cmd
}

// version returns what the build says of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "unknown"
	}
	return strings.Trim(info.Main.Version, "()")
}
