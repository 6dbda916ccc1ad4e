package risk

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/edit"
)

// Reverse takes the last change of the assessment back, or does it again.
func Reverse(b edit.Book, redo bool) tea.Cmd {
	env, id := b.Env, b.View.Assessment.ID
	turn, what, none := env.App.Undo, "take the last change back", "Nothing to take back."
	words := func(v app.View, e assessment.Event) string { return "Taken back: " + app.TakenBack(e, v.Title) }
	if redo {
		turn, what, none = env.App.Redo, "do it again", "Nothing to do again."
		words = func(v app.View, e assessment.Event) string { return "Done again: " + app.DoneAgain(v, e, v.Title) }
	}
	return b.Save(what, func(ctx context.Context) edit.Outcome {
		v, event, err := turn(ctx, id, env.By)
		switch {
		case errors.Is(err, app.ErrNothing):
			return edit.Outcome{Say: none}
		case err != nil:
			return edit.Outcome{Err: err}
		}
		return edit.Outcome{Question: event.Change.Question, View: v, Say: textsafe.Line(words(v, event)) + "."}
	})
}
