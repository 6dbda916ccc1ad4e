// Package tui is the terminal UI: the root model with its stack of screens, the frame around them,
// and running and ending it all in order.
//
// It routes and draws the frame. It must not know a database, and does no work in Update: work is
// done by commands, saves go through one queue.
package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
)

// Options are what the terminal UI is given. App and Now are needed, the rest is not.
type Options struct {
	App   *app.Service
	Trial func(ctx context.Context) (*app.Service, assessment.ID, error) // the finished example, in memory
	By    string                                                         // who answers, as far as known
	Start nav.OpenID                                                     // a system to open right away
	Now   func() time.Time

	ASCII   bool                  // no characters beyond ASCII in our own drawing
	Mono    bool                  // no colours
	Light   *bool                 // the background is light; nil: ask the terminal
	Profile *colorprofile.Profile // the terminal's colours; nil: find out, which takes time inside tmux
	NoMouse bool                  // the mouse is the terminal's own
	Gauge   bool                  // the terminal draws a progress bar of its own, and takes it for nothing else

	Dir          string                               // where reports are written to
	DatabasePath string                               // as people read it
	Write        func(path string, data []byte) error // writes a whole file or nothing; nil: reports are not written
	Read         func(path string) ([]byte, error)    // reads an export as a whole; nil: none is opened
	KeepName     func(name string) error              // keeps who answers for the next time; nil: asked again then
	Editor       Editor                               // changes a text in the person's editor; nil: there is none
	CrashPath    string                               // where the text of a panic is kept; empty: nowhere

	Input  io.Reader // nil: the terminal
	Output io.Writer // nil: the terminal

	// After delivers a message after some time; nil: by the clock. For tests.
	After func(d time.Duration, msg tea.Msg) tea.Cmd
}

// Errors of Run.
var (
	ErrInterrupted = errors.New("interrupted")              // by a signal or the caller's context
	ErrUnsaved     = errors.New("not everything was saved") // what was still to be saved at the end
)

const framesPerSecond = 120

// frameDrawn returns when what a key changed is on the screen: what a save needs of the processor
// would keep the person waiting for it.
func frameDrawn() {
	<-time.NewTimer(time.Second / framesPerSecond).C
}

// Run shows the terminal UI until the person quits, and carries out every save before it returns.
// It returns an ErrInterrupted if a signal or ctx ended it, an ErrUnsaved if a last save failed.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	root := New(ctx, o)
	root.env.Saves.Pause = frameDrawn
	root.exec = tea.Exec
	go root.listen(signals, cancel)
	root.early = begin(root.load(true)) // the terminal takes longer to be ready
	go ansi.StringWidthWc("─")          // makes the renderer's table of widths, which takes a millisecond
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler()}
	if o.Input != nil {
		options = append(options, tea.WithInput(o.Input))
	}
	if o.Output != nil {
		options = append(options, tea.WithOutput(o.Output))
	}
	if o.Profile != nil {
		options = append(options, tea.WithColorProfile(*o.Profile))
	}
	_, err := tea.NewProgram(root, options...).Run()
	if ctx.Err() != nil {
		err = ErrInterrupted
	}
	return errors.Join(err, root.Drain())
}

// listen ends the program at a signal. While an editor has the terminal, ctrl+c is for the editor,
// and the terminal sends it to both.
func (r *Root) listen(signals <-chan os.Signal, cancel context.CancelFunc) {
	for {
		select {
		case s := <-signals:
			if s != os.Interrupt || !r.away.Load() {
				cancel()
				return
			}
		case <-r.ctx.Done():
			return
		}
	}
}

// Drain carries out the saves that are left, and returns an ErrUnsaved for those that failed. Run
// calls it when the program has ended.
func (r *Root) Drain() error {
	var errs []error
	for _, msg := range r.env.Saves.Drain() {
		if failed, ok := msg.(nav.Failed); ok {
			errs = append(errs, fmt.Errorf("%w: %s: %w", ErrUnsaved, failed.What, failed.Err))
		}
	}
	return errors.Join(errs...)
}
