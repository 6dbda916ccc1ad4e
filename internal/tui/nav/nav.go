// Package nav is what screens and the root of the terminal UI have in common: what a screen is,
// what it is given, and the messages by which it asks for another one.
//
// Screens know this package and not each other. It must not draw anything.
package nav

import (
	"context"
	"reflect"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// A Screen is one full-window view. It is a value: Update returns the next one.
type Screen interface {
	// Update takes a message meant for this screen. It changes state and does no work; work is
	// done by the command it returns. Keys arrive as a Do, unless Capturing.
	Update(msg tea.Msg) (Screen, tea.Cmd)
	// Frame draws the screen into an area. It is a function of the screen and the area alone.
	Frame(area Area) Frame
	// Actions lists what can be done here and now, most useful first: the footer shows as many
	// as fit, help shows all.
	Actions() []Action
	// Capturing tells whether a text field has the keys: then the screen gets every tea.KeyPressMsg
	// and tea.PasteMsg itself, except for ctrl+c and ctrl+z.
	Capturing() bool
}

// Area is the room for a screen's body, below the header and above the footer.
type Area struct {
	Width  int // columns
	Height int // rows
	Theme  theme.Theme
	Now    time.Time // for ages and clocks, to the minute
}

// Frame is what a screen shows. Text in it that is not ours has been through textsafe.
type Frame struct {
	Crumbs []string    // header, left: where we are; the first is the system's name or the program's
	Status string      // header, right: "6 of 12 · about 5 min left"
	Done   int         // second row: Done of Of as a bar, a plain rule if Of is 0
	Of     int         // less than 0: an empty row
	Body   string      // at most Area.Height lines of at most Area.Width columns
	Cursor *tea.Cursor // relative to the body; nil if there is none
	Zones  []Zone      // where a click does something; of two that overlap, the first counts
}

// Zone is a part of the body that can be clicked. The root delivers its message to the screen as it
// delivers keys: a Do is an action of the screen, a Point one of its rows.
type Zone struct {
	X, Y          int // of its top left cell, relative to the body
	Width, Height int // columns and rows
	Msg           tea.Msg
}

// Point tells a screen that one of its rows was clicked, to select it.
type Point struct{ Row int }

// Rows returns the zones of a list whose first line is at y and which is width columns wide, from
// what widget.RowsAt says of its lines: a Point for each row, what enter does for the selected one,
// and a page for what is beyond.
func Rows(at []int, selected, y, width int) []Zone {
	zones := make([]Zone, 0, len(at))
	for i, row := range at {
		z := Zone{Y: y + i, Width: width, Height: 1}
		switch row {
		case widget.NoRow:
			continue
		case selected:
			z.Msg = Do{Action: theme.ActEnter}
		case widget.MoreUp:
			z.Msg = Do{Action: theme.ActPageUp}
		case widget.MoreDown:
			z.Msg = Do{Action: theme.ActPageDown}
		default:
			z.Msg = Point{Row: row}
		}
		zones = append(zones, z)
	}
	return zones
}

// A Barer is a Screen that sometimes has the whole window: no header, no bar, no footer. What the
// root has to say is drawn over the last rows.
type Barer interface{ Bare() bool }

// Edited tells the screen on top what was written in the person's editor, or why nothing was.
type Edited struct {
	Text string
	Err  error // Text is empty then, and nothing is to be changed
}

// Action is one thing that can be done on a screen now.
type Action struct {
	ID       theme.ActionID
	Label    string // in place of the key table's words, where the screen knows better; else empty
	Disabled string // why it cannot be done now; else empty
	Quiet    bool   // in help only, not in the footer
}

// Do tells a screen that a person asked for an action. Sent by a screen, it is for the one on top,
// which has to be able to do it now.
type Do struct{ Action theme.ActionID }

// Env is what every screen is given when it is made. It does not change while the screen lives.
type Env struct {
	App   *app.Service
	Saves *Queue
	Run   func(work func(ctx context.Context) tea.Msg) tea.Cmd // a command that has the program's context
	By    string                                               // who answers; asked for on the first describe
	After func(d time.Duration, msg tea.Msg) tea.Cmd           // delivers msg to all screens after some time
	Dir   string                                               // where reports are written to
	Home  string                                               // the database's path as people read it
	Trial bool                                                 // the example: nothing is kept
	Read  func(path string) ([]byte, error)                    // reads an export as a whole; nil: no file can be read
	Edit  func(text string) tea.Cmd                            // opens the person's editor, answers with an Edited; nil: there is none
}

// Kind names a screen to open.
type Kind string

// The screens.
const (
	Home     Kind = "home"
	Describe Kind = "describe"
	Facts    Kind = "facts"
	Agenda   Kind = "agenda"
	Walk     Kind = "walk"
	End      Kind = "end"
	Gaps     Kind = "gaps"
	Plan     Kind = "plan"
	Report   Kind = "report"
	Help     Kind = "help"

	Palette   Kind = "palette"
	Find      Kind = "find"
	Knowledge Kind = "knowledge"
	History   Kind = "history"
)

// Open asks for a screen on top of the present one, which gets it as its first message, and again
// when it is brought back after a Back that kept it. The view is what the present screen knows,
// answers under way included; the new screen starts from it.
type Open struct {
	Kind     Kind
	View     app.View                 // zero for home, help and a new system's description
	Question questionnaire.QuestionID // the question to stand on, if any
	Replace  bool                     // the present screen does not come back
	Reset    bool                     // no screen above home comes back, and nothing kept
	Draft    *app.Start               // a new system on its way from describe to facts
	Secrets  app.Secrets              // what becomes of what looks like a secret in the draft
}

// OpenID asks for a screen of a stored system, which has to be loaded first.
type OpenID struct {
	Kind    Kind
	ID      assessment.ID
	Replace bool // as in Open
}

// Back asks for the screen below; on the lowest one it quits.
type Back struct {
	Keep bool // what was typed is there when this screen is opened again
}

// Perform asks for the screen below as Back does, and for an action there: one of that screen's, or
// one of those that can be done everywhere.
type Perform struct{ Action theme.ActionID }

// Refused asks for the screen below as Back with Keep does, and tells it why what was described
// there could not be saved.
type Refused struct{ Err error }

// Example asks for the finished example, which lives in memory only.
type Example struct{}

// Say shows a sentence for some seconds above the footer.
type Say struct{ Text string }

// Failed reports that something could not be done. The root shows what happened, what is safe and
// what to do.
type Failed struct {
	Err  error
	What string // what was to be done: "save the answer"
}

// Refreshed tells every screen that a newer view of an assessment is known, because a save came
// back or another process wrote. Screens with unsaved answers of their own keep those on top.
type Refreshed struct {
	View app.View
	Own  bool // this process wrote
}

// Listed tells home what systems there are.
type Listed struct{ Systems []app.Listed }

// Named tells the root who is answering from now on.
type Named struct{ By string }

// A Waiter is a Screen that sometimes waits for a save that opens another screen. While Waiting,
// keys are kept for that one.
type Waiter interface{ Waiting() bool }

// Send returns a command that delivers a message before the next key.
//
//go:noinline
func Send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// Sent returns the message of a command that Send made. Bubble Tea runs commands beside its event
// loop, where a key that was typed ahead can overtake them and reach the wrong screen; so the root
// delivers these messages itself.
func Sent(cmd tea.Cmd) (tea.Msg, bool) {
	if cmd == nil || reflect.ValueOf(cmd).Pointer() != reflect.ValueOf(Send(nil)).Pointer() {
		return nil, false
	}
	return cmd(), true
}
