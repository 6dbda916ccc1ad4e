package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/tui/nav"
)

const (
	pollEvery = 500 * time.Millisecond
	toastFor  = 5 * time.Second
	slowAfter = 300 * time.Millisecond
)

type (
	// loadedMsg is what the first screen shows, or a list that is to be refreshed.
	loadedMsg struct {
		systems []app.Listed
		version uint64
		first   bool
		err     error
	}
	// openedMsg is a system that was loaded to be opened.
	openedMsg struct {
		ask   nav.OpenID
		view  app.View
		trial *app.Service // the example's own service
		list  []app.Listed
		err   error
	}
	pollMsg    struct{} // time to look whether anything was saved
	versionMsg struct {
		version uint64
		err     error
	}
	reloadedMsg  struct{ view app.View } // what another process may have changed
	drainedMsg   struct{ msgs []tea.Msg }
	toastOverMsg struct{ number int }
	slowMsg      struct{}
)

// own deals with the root's own messages.
func (r *Root) own(msg tea.Msg) {
	switch msg := msg.(type) {
	case loadedMsg:
		r.loaded(msg)
	case openedMsg:
		r.opened(msg)
	case pollMsg:
		r.send(r.options.After(pollEvery, pollMsg{}))
		r.send(r.env.Run(func(ctx context.Context) tea.Msg {
			v, err := r.env.App.Version(ctx)
			return versionMsg{version: v, err: err}
		}))
	case versionMsg:
		r.looked(msg)
	case reloadedMsg:
		if a := msg.view.Assessment; a.Seq > r.newest[place{id: a.ID}] && r.env.Saves.Pending() == 0 {
			r.refreshed(nav.Refreshed{View: msg.view})
		}
	case drainedMsg:
		r.drained(msg)
	case toastOverMsg:
		if msg.number == r.toasts && !r.stopping {
			r.toast = ""
		}
	case slowMsg:
		r.slow = true
	}
}

// load returns the command that lists the systems, for the first screen or to refresh it. The
// version is looked at first, so that what is saved meanwhile is noticed afterwards.
func (r *Root) load(first bool) tea.Cmd {
	return r.env.Run(func(ctx context.Context) tea.Msg {
		version, _ := r.env.App.Version(ctx) // whatever is wrong, List says it better
		systems, err := r.env.App.List(ctx)
		return loadedMsg{systems: systems, version: version, first: first, err: err}
	})
}

func (r *Root) loaded(msg loadedMsg) {
	if msg.first {
		r.loading--
	}
	switch {
	case msg.err != nil && msg.first:
		r.held = nil
		r.fail(nav.Failed{Err: msg.err, What: "open the database"})
	case msg.err != nil:
	case !msg.first:
		r.broadcast(nav.Listed{Systems: msg.systems}, func(l layer) bool { return !l.env.Trial })
	default:
		r.version = msg.version
		r.push(r.env, nav.Open{Kind: nav.Home}, msg.systems)
		if r.options.Start.ID != "" && !r.started {
			r.openID(r.options.Start)
		}
		r.started = true
	}
}

// openID loads a system; keys are held until it is there.
func (r *Root) openID(ask nav.OpenID) {
	env := r.env
	if len(r.layers) > 0 {
		env = r.layers[len(r.layers)-1].env
	}
	r.loading++
	r.send(env.Run(func(ctx context.Context) tea.Msg {
		v, err := env.App.Open(ctx, ask.ID)
		return openedMsg{ask: ask, view: v, err: err}
	}))
}

// example loads the finished example into memory.
func (r *Root) example() {
	if r.options.Trial == nil {
		r.say("There is no example here.")
		return
	}
	r.loading++
	r.send(r.env.Run(func(ctx context.Context) tea.Msg {
		service, id, err := r.options.Trial(ctx)
		if err != nil {
			return openedMsg{err: err}
		}
		list, err := service.List(ctx)
		return openedMsg{ask: nav.OpenID{Kind: nav.Home, ID: id}, trial: service, list: list, err: err}
	}))
}

func (r *Root) opened(msg openedMsg) {
	r.loading--
	if msg.err != nil {
		r.held = nil
		r.fail(nav.Failed{Err: msg.err, What: "open it"})
		return
	}
	env := r.env
	if len(r.layers) > 0 {
		env = r.layers[len(r.layers)-1].env
	}
	if msg.trial != nil {
		env.App, env.Trial = msg.trial, true
		r.push(env, nav.Open{Kind: nav.Home}, msg.list)
		return
	}
	ended := msg.view.Assessment.Session == nil || !msg.view.Assessment.Session.Ended.IsZero()
	if msg.ask.Kind == nav.Walk { // the agenda is below the walk, and all there is without a session
		r.show(env, nav.Open{Kind: nav.Agenda, View: msg.view, Replace: msg.ask.Replace})
		if ended {
			return
		}
		msg.ask.Replace = false
	}
	r.show(env, nav.Open{Kind: msg.ask.Kind, View: msg.view, Replace: msg.ask.Replace})
}

// looked reloads what is on the screens if anything was saved since the last look.
func (r *Root) looked(msg versionMsg) {
	if msg.err != nil || msg.version == r.version {
		return
	}
	if app.Restored(r.version, msg.version) {
		r.restored(msg.version)
		return
	}
	r.version = msg.version
	r.stale = true
	r.freshen()
	if id, ok := r.open(); ok {
		r.send(r.env.Run(func(ctx context.Context) tea.Msg {
			v, err := r.env.App.Open(ctx, id)
			if err != nil {
				return nil // the next look tries again, and the screen still shows what it knew
			}
			return reloadedMsg{view: v}
		}))
	}
}

// restored goes back to the list of systems, because what the screens know of them may never have
// happened in the database that is there now.
func (r *Root) restored(version uint64) {
	if len(r.layers) == 0 || r.env.Saves.Pending() > 0 {
		return // the next look finds it again
	}
	r.version = version
	clear(r.newest)
	r.layers = r.layers[:1]
	r.stale = true
	r.freshen()
	r.say("The database was restored from a backup: this is what it holds now.")
}

// freshen lists the systems again if home is seen and the list may be old.
func (r *Root) freshen() {
	if r.stale && len(r.layers) == 1 {
		r.stale = false
		r.send(r.load(false))
	}
}
