package walk

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
)

// reverse takes the last change back, or does it again. What could not be saved goes first: it is
// the last that was done.
func (w screen) reverse(redo bool) (screen, tea.Cmd) {
	if q, left := w.Left(); left && !redo {
		w.Book = w.Drop(q)
		return w.standOn(q), nav.Send(nav.Say{Text: "Taken back: what could not be saved."})
	}
	env, id := w.Env, w.View.Assessment.ID
	turn, what, none := env.App.Undo, "take the last change back", "Nothing to take back."
	words := func(v app.View, e assessment.Event) string { return "Taken back: " + app.TakenBack(e, v.Title) }
	if redo {
		turn, what, none = env.App.Redo, "do it again", "Nothing to do again."
		words = func(v app.View, e assessment.Event) string { return "Done again: " + app.DoneAgain(v, e, v.Title) }
	}
	return w, w.Save(what, func(ctx context.Context) edit.Outcome {
		v, event, err := turn(ctx, id, env.By)
		switch {
		case errors.Is(err, app.ErrNothing):
			return edit.Outcome{Say: none}
		case err != nil:
			return edit.Outcome{Err: err}
		}
		return edit.Outcome{Question: event.Change.Question, View: v, Say: safe(words(v, event)) + "."}
	})
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
