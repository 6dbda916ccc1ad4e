package walk

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/risk"
)

// reverse takes the last change back, or does it again. What could not be saved goes first: it is
// the last that was done.
func (w screen) reverse(redo bool) (screen, tea.Cmd) {
	if q, left := w.Left(); left && !redo {
		w.Book = w.Drop(q)
		return w.standOn(q), nav.Send(nav.Say{Text: "Taken back: what could not be saved."})
	}
	return w, risk.Reverse(w.Book, redo)
}

const endSession = "end the session"

// end marks the session as ended and opens the screen after it, behind all saves before.
func (w screen) end() (screen, tea.Cmd) {
	w.ending = true
	env, id := w.Env, w.View.Assessment.ID
	return w, w.Save(endSession, func(ctx context.Context) edit.Outcome {
		v, err := env.App.EndSession(ctx, id, env.By)
		return edit.Outcome{View: v, Err: err}
	})
}
