package tui

import (
	"context"
	"io"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/tui/nav"
)

// An Editor lets a person change a text in a program of their own, which has the terminal meanwhile.
// It returns what was written, or an error that says why nothing is to be changed.
type Editor func(ctx context.Context, text string, terminal Terminal) (string, error)

// Terminal is what a program reads from and writes to.
type Terminal struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// editing is one use of the editor, as Bubble Tea carries it out after it has let the terminal go.
type editing struct {
	Terminal
	root *Root
	text string
}

func (e *editing) SetStdin(in io.Reader)   { e.In = in }
func (e *editing) SetStdout(out io.Writer) { e.Out = out }
func (e *editing) SetStderr(err io.Writer) { e.Err = err }

// Run opens the editor and waits for its end.
func (e *editing) Run() (err error) {
	e.root.away.Store(true)
	defer e.root.away.Store(false)
	e.text, err = e.root.options.Editor(e.root.ctx, e.text, e.Terminal)
	return err
}

// edit returns the command that opens the editor on a text.
func (r *Root) edit(text string) tea.Cmd {
	e := &editing{root: r, text: text}
	return r.exec(e, func(err error) tea.Msg {
		if err != nil {
			return nav.Edited{Err: err}
		}
		return nav.Edited{Text: e.text}
	})
}

// here carries a command out without letting a terminal go, for those who have none.
func here(c tea.ExecCommand, done tea.ExecCallback) tea.Cmd {
	return func() tea.Msg { return done(c.Run()) }
}

// edited gives the screen on top what was written, and says it if nothing was.
func (r *Root) edited(msg nav.Edited) {
	if msg.Err != nil {
		r.fail(nav.Failed{Err: msg.Err, What: "take anything over from your editor"})
	}
	if len(r.layers) > 0 && r.crash == nil {
		r.deliver(len(r.layers)-1, msg)
	}
}
