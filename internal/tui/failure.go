package tui

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// failure is what a person is told when something could not be done.
type failure struct {
	happened string
	todo     string // and what is safe
}

// fail shows what could not be done until the next key.
func (r *Root) fail(msg nav.Failed) {
	f := explain(msg.Err, msg.What)
	r.failure = &f
}

// explain says in words what happened, what is safe and what to do.
func explain(err error, what string) failure {
	if happened, todo, ok := app.Advice(err); ok {
		return failure{"Could not " + what + ": " + happened + ".", strings.Join(todo, " ")}
	}
	if errors.Is(err, assessment.ErrNoPerson) {
		return failure{
			"Could not " + what + ": nobody has said who is answering.",
			"Press d on the list of systems and fill in \"Who are you?\".",
		}
	}
	happened := "Could not " + what + ": " + strings.TrimSuffix(err.Error(), ".") + "."
	return failure{happened, "Everything that was said to be saved is saved."}
}

// crash is a mistake of ours that was caught.
type crash struct{ text string }

// guard runs a screen's code. A panic there must not tear the terminal down over a shared screen.
func (r *Root) guard(run func()) (ok bool) {
	defer func() {
		if p := recover(); p != nil {
			ok = false
			r.crashed(p)
		}
	}()
	run()
	return true
}

func (r *Root) crashed(p any) {
	if r.crash != nil {
		return
	}
	text := "Something went wrong inside prodfirst."
	if !r.saved.IsZero() {
		text += fmt.Sprintf(" Your answers up to %s are saved.", r.saved.In(r.now.Location()).Format("15:04"))
	} else {
		text += " What was said to be saved is saved."
	}
	if path := r.options.CrashPath; path != "" {
		details := fmt.Appendf(nil, "%v\n\n%s", p, debug.Stack())
		if os.WriteFile(path, details, 0o600) == nil {
			text += " What happened is described in " + textsafe.Line(path) + "."
		}
	}
	r.crash, r.held = &crash{text: text}, nil
}

// crashKey leaves the screen that went wrong.
func (r *Root) crashKey(msg tea.KeyPressMsg) {
	if _, ok := theme.Match(msg, theme.ActQuit); ok {
		r.quit()
		return
	}
	if _, ok := theme.Match(msg, theme.ActEnter, theme.ActBack); !ok {
		return
	}
	if len(r.layers) < 2 {
		r.quit()
		return
	}
	r.crash = nil
	r.layers = r.layers[:1]
}
