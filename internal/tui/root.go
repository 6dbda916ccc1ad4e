package tui

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// Root is the model of the whole program: it alone is a tea.Model.
type Root struct {
	early   tea.Cmd         // the first load, if it was begun before the program
	ctx     context.Context //nolint:containedctx // the root hands it to commands and does no work itself
	options Options
	env     nav.Env
	exec    func(tea.ExecCommand, tea.ExecCallback) tea.Cmd // lets the terminal go for a program
	away    atomic.Bool                                     // such a program has the terminal
	look    theme.Options
	chosen  bool // light or dark was chosen, whatever the terminal says
	theme   theme.Theme
	width   int
	height  int
	now     time.Time // to the minute

	layers  []layer              // the screens, home first; empty until there is something to show
	kept    map[place]nav.Screen // screens that were left with something typed in them
	started bool                 // the first load has come back
	loading int                  // loads under way that will open a screen
	held    []tea.Msg            // keys that are for the screen that is being opened
	slow    bool                 // the first load takes so long that something should be seen

	toast    string
	toasts   int // so that only the latest toast's end counts
	failure  *failure
	crash    *crash
	stopping bool // ctrl+c was pressed once
	quitting bool // saves are being finished

	version uint64           // of the database, when it was last looked at
	stale   bool             // something was saved since home was listed
	newest  map[place]uint64 // the latest event that screens know of
	saved   time.Time        // when the last own change was saved
	outbox  []tea.Cmd        // of the message under way
}

// layer is a screen of the stack with what it was made from.
type layer struct {
	screen nav.Screen
	env    nav.Env
	place  place
	view   app.View // the newest that is known of its system, if it has one
}

// place names a screen for one system.
type place struct {
	kind  nav.Kind
	id    assessment.ID
	trial bool
}

// New returns the root. Saves outlive ctx.
func New(ctx context.Context, o Options) *Root {
	if o.After == nil {
		o.After = func(d time.Duration, msg tea.Msg) tea.Cmd {
			return tea.Tick(d, func(time.Time) tea.Msg { return msg })
		}
	}
	r := &Root{
		ctx:     ctx,
		options: o,
		exec:    here,
		chosen:  o.Light != nil,
		look:    theme.Options{ASCII: o.ASCII, Mono: o.Mono, Unknown: o.Light == nil},
		kept:    map[place]nav.Screen{},
		newest:  map[place]uint64{},
	}
	if o.Light != nil {
		r.look.Light = *o.Light
	}
	r.theme = theme.New(r.look)
	r.env = nav.Env{
		App: o.App, Saves: nav.NewQueue(context.WithoutCancel(ctx)), By: o.By, Dir: o.Dir,
		Home: o.DatabasePath, After: o.After, Read: o.Read,
		Run: func(work func(context.Context) tea.Msg) tea.Cmd {
			return func() tea.Msg { return work(ctx) }
		},
	}
	if o.Editor != nil {
		r.env.Edit = r.edit
	}
	r.clock()
	return r
}

// Init loads what the first screen shows, and asks the terminal for its background.
func (r *Root) Init() tea.Cmd {
	r.loading++
	cmds := []tea.Cmd{r.first(), r.options.After(slowAfter, slowMsg{}), r.options.After(pollEvery, pollMsg{})}
	if r.options.Light == nil && !r.options.Mono {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	return tea.Batch(cmds...)
}

// first returns the command that loads what the first screen shows; Run has begun that already.
func (r *Root) first() tea.Cmd {
	if r.early != nil {
		return r.early
	}
	return r.load(true)
}

// begin carries out a command from now on, and returns one that waits for its message.
func begin(cmd tea.Cmd) tea.Cmd {
	done := make(chan tea.Msg, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil { // said again where Bubble Tea catches it
				done <- func() tea.Msg { panic(p) }
			}
		}()
		done <- cmd()
	}()
	return func() tea.Msg {
		msg := <-done
		if again, ok := msg.(func() tea.Msg); ok {
			return again()
		}
		return msg
	}
}

// Update takes a message to where it belongs.
func (r *Root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	r.outbox = nil
	r.clock()
	r.route(msg)
	r.replay()
	cmds := r.outbox
	r.outbox = nil
	return r, tea.Batch(cmds...)
}

func (r *Root) clock() { r.now = r.options.Now().Truncate(time.Minute) }

// route is the order in which messages are offered: size and theme to everybody, keys to what is on
// top, news to all screens.
func (r *Root) route(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		r.width, r.height = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		r.background(!msg.IsDark())
	case tea.ColorProfileMsg:
		r.profile(msg.Profile)
	case tea.KeyPressMsg:
		r.key(msg)
	case tea.PasteMsg:
		r.paste(msg)
	case tea.MouseMsg:
		r.mouse(msg)
	case loadedMsg, openedMsg, pollMsg, versionMsg, reloadedMsg, drainedMsg, toastOverMsg, slowMsg:
		r.own(msg)
	case nav.Open, nav.OpenID, nav.Back, nav.Example, nav.Say, nav.Failed, nav.Named, nav.Refused:
		r.navigate(msg)
	case nav.Refreshed:
		r.refreshed(msg)
	case nav.Do:
		r.act(msg.Action)
	case nav.Perform:
		r.perform(msg)
	case nav.Edited:
		r.edited(msg)
	default:
		r.broadcast(msg, func(layer) bool { return true })
	}
}

// waiting tells whether keys are meant for a screen that is not there yet.
func (r *Root) waiting() bool {
	if r.loading > 0 {
		return true
	}
	if len(r.layers) == 0 {
		return false
	}
	w, ok := r.layers[len(r.layers)-1].screen.(nav.Waiter)
	return ok && w.Waiting()
}

// hold keeps a key for the screen that is being opened. Someone who leans on a key does not mean
// thousands of them.
func (r *Root) hold(msg tea.Msg) {
	const most = 256
	if len(r.held) < most {
		r.held = append(r.held, msg)
	}
}

// replay gives the keys that were held to the screen that is there now.
func (r *Root) replay() {
	for len(r.held) > 0 && !r.waiting() && len(r.layers) > 0 && r.crash == nil {
		next := r.held[0]
		r.held = r.held[1:]
		r.route(next)
	}
}

// deliver gives a message to the screen of a layer. What the screen sends by nav.Send is dealt with
// at once, other commands go out.
func (r *Root) deliver(i int, msg tea.Msg) {
	var cmd tea.Cmd
	var next nav.Screen
	if !r.guard(func() { next, cmd = r.layers[i].screen.Update(msg) }) {
		return
	}
	r.layers[i].screen = next
	r.send(cmd)
}

// send lets a command out, or deals with the message of nav.Send.
func (r *Root) send(cmd tea.Cmd) {
	if msg, ok := nav.Sent(cmd); ok {
		r.route(msg)
		return
	}
	if cmd != nil {
		r.outbox = append(r.outbox, cmd)
	}
}

// broadcast gives a message to all screens that it concerns, the top one first.
func (r *Root) broadcast(msg tea.Msg, concerns func(layer) bool) {
	for i, l := range slices.Backward(r.layers) {
		if i < len(r.layers) && concerns(l) {
			r.deliver(i, msg)
		}
	}
}

// refreshed spreads a newer view. Own saves are those of the screen on top; what another process
// wrote is not in the example.
func (r *Root) refreshed(msg nav.Refreshed) {
	r.spread(msg, msg.Own && len(r.layers) > 0 && r.layers[len(r.layers)-1].env.Trial)
}

// spread gives a view to the screens of the example, or to the others.
func (r *Root) spread(msg nav.Refreshed, trial bool) {
	a := msg.View.Assessment
	if msg.Own {
		r.saved = a.Changed
	}
	at := place{id: a.ID, trial: trial}
	r.newest[at] = max(r.newest[at], a.Seq)
	for i, l := range r.layers {
		if l.place.id == a.ID && l.env.Trial == trial && l.view.Assessment.Seq <= a.Seq {
			r.layers[i].view = msg.View
		}
	}
	r.broadcast(msg, func(l layer) bool { return l.env.Trial == trial })
}

// known is under which place the newest event of a system is remembered.
func known(env nav.Env, id assessment.ID) place { return place{id: id, trial: env.Trial} }

// open returns the stored system that a layer shows, if it shows one.
func (r *Root) open() (assessment.ID, bool) {
	for _, l := range slices.Backward(r.layers) {
		if l.place.id != "" && !l.env.Trial {
			return l.place.id, true
		}
	}
	return "", false
}

func (r *Root) say(text string) {
	r.toast = text
	r.toasts++
	r.send(r.options.After(toastFor, toastOverMsg{number: r.toasts}))
}

var _ tea.Model = (*Root)(nil)

// person returns who answers for a view, if nobody has said so.
func person(by string, v app.View) string {
	if by == "" && len(v.Assessment.Description.People) > 0 {
		return v.Assessment.Description.People[0]
	}
	return by
}
