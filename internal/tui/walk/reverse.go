package walk

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
)

// reverse takes the last change back, or does it again. What could not be saved goes first: it is
// the last that was done.
func (w screen) reverse(redo bool) (screen, tea.Cmd) {
	if q, left := w.leftBehind(); left && !redo {
		w = w.drop(q).standOn(q)
		return w, nav.Send(nav.Say{Text: "Taken back: what could not be saved."})
	}
	env, books, id, view := w.env, w.ledger, w.view.Assessment.ID, w.view
	turn, what, none := env.App.Undo, "take the last change back", "Nothing to take back."
	if redo {
		turn, what, none = env.App.Redo, "do it again", "Nothing to do again."
	}
	return w, w.enqueue(func(ctx context.Context) tea.Msg {
		v, event, err := turn(ctx, id, env.By)
		if errors.Is(err, app.ErrNothing) {
			return nav.Say{Text: none}
		}
		q := event.Change.Question
		o := outcome{question: q, view: v, err: err}
		if err == nil {
			o.say = reversed(event, view, redo)
		}
		if f, ok := v.Result.Finding(q); ok && err == nil {
			books.wrote(q, f.Answer.Rev)
		}
		books.add(o)
		return reply(o, what)
	})
}

// reversed says what was taken back and whose it was.
func reversed(e assessment.Event, v app.View, redo bool) string {
	what := "a change"
	switch e.Kind {
	case assessment.Answered:
		if f, ok := v.Result.Finding(e.Change.Question); ok {
			what = fmt.Sprintf("the answer to %q", safe(f.Question.Title))
		}
	case assessment.Described:
		what = "the description"
	case assessment.FactsSaid:
		what = "what is true about it"
	case assessment.Attaching:
		what = "the list of questionnaires"
	case assessment.SessionIs, assessment.Signed, assessment.Accepted, assessment.Marked:
	}
	if redo {
		return fmt.Sprintf("Done again: %s.", what)
	}
	return fmt.Sprintf("Taken back: %s, which %s had changed.", what, safe(e.By))
}

// end marks the session as ended and opens the screen after it, behind all saves before.
func (w screen) end() (screen, tea.Cmd) {
	w.ending = true
	env, books, id := w.env, w.ledger, w.view.Assessment.ID
	return w, w.enqueue(func(ctx context.Context) tea.Msg {
		v, err := env.App.EndSession(ctx, id, env.By)
		o := outcome{view: v, err: err, ended: true}
		books.add(o)
		return reply(o, "end the session")
	})
}
