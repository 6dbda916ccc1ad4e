package tui_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/tui"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/tuitest"
)

var at = time.Date(2026, 11, 26, 14, 2, 0, 0, time.UTC)

func options(s *app.Service) tui.Options {
	return tui.Options{App: s, By: "ana", DatabasePath: "~/.local/share/prodfirst/prodfirst.db"}
}

// empty starts with no system.
func empty(t *testing.T) *tuitest.User {
	t.Helper()
	return tuitest.New(t, options(fixture.Service(t, at)), 80, 24)
}

// shop starts with the worked example and another system.
func shop(t *testing.T) (*tuitest.User, *app.Service) {
	t.Helper()
	s := fixture.Service(t, at)
	shopping(t, s)
	return tuitest.New(t, options(s), 80, 24), s
}

func shopping(t *testing.T, s *app.Service) {
	t.Helper()
	fixture.TicketShop(t, s)
	begin(t, s, "Room booking")
}

func begin(t *testing.T, s *app.Service, name string) {
	t.Helper()
	_, err := s.New(t.Context(), app.Start{By: "Ana", Description: assessment.Description{
		Name: name, Target: questionnaire.PublicLaunch, People: []string{"Ana"},
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// described types a new system and stops before the facts.
func described(t *testing.T) *tuitest.User {
	t.Helper()
	return empty(t).Press("n").Type("Ticket shop").
		Press("tab").Press("ctrl+u").Type("Ana").Press("tab").Type("Mei, Ravi").
		Press("tab", "tab").Type("23 Sep 2026").Press("tab").Type("not yet").Press("tab").Type("0")
}

func TestFrames(t *testing.T) {
	home, _ := shop(t)
	for name, u := range map[string]*tuitest.User{
		"first-run":      empty(t),
		"home":           home.Press("down"),
		"describe":       described(t),
		"describe-wrong": described(t).Press("shift+tab").Type("!").Press("enter"),
		"facts":          described(t).Press("enter", "right", "down", "down"),
		"facts-2":        described(t).Press("enter", "right", "enter", "N"),
		"agenda":         described(t).Press("enter", "right", "enter", "enter"),
	} {
		for _, size := range [][2]int{{80, 24}, {60, 15}, {40, 12}, {120, 40}} {
			u.Resize(size[0], size[1]).Golden(fmt.Sprintf("%s-%dx%d", name, size[0], size[1]))
		}
	}
}

// The agenda of a system with two packs and every area is the fullest there is.
func TestFullAgendaShowsPacksAndAreas(t *testing.T) {
	s := fixture.Service(t, at)
	_, err := s.New(t.Context(), app.Start{By: "Ana", Description: assessment.Description{
		Name: "Ticket shop", Target: questionnaire.PublicLaunch, People: []string{"Ana"},
	}, Facts: map[questionnaire.FactID]questionnaire.Truth{
		"payments": questionnaire.Yes, "event-capacity": questionnaire.Yes, "ai-assisted": questionnaire.Yes,
	}})
	if err != nil {
		t.Fatal(err)
	}
	u := tuitest.New(t, options(s), 80, 24).Press("enter")
	u.Golden("agenda-full-80x24")
	u.Press("enter", "0", "esc").Sees("outline", "1 of ").Golden("outline-full-80x24")
}

func TestStyledFrames(t *testing.T) {
	for name, light := range map[string]bool{"dark": false, "light": true} {
		s := fixture.Service(t, at)
		fixture.TicketShop(t, s)
		o := options(s)
		o.Light = &light
		golden.Check(t, "home-"+name+"-styled", tuitest.New(t, o, 80, 24).Styled())
	}
	s := fixture.Service(t, at)
	fixture.TicketShop(t, s)
	o := options(s)
	o.ASCII, o.Mono = true, true
	u := tuitest.New(t, o, 80, 24)
	u.Golden("home-ascii-80x24")
	if strings.ContainsFunc(u.Frame(), func(r rune) bool { return r > 126 }) {
		t.Errorf("not ASCII:\n%s", u.Frame())
	}
	if styled := u.Styled(); strings.Contains(styled, "[38;") || strings.Contains(styled, ";38;") {
		t.Errorf("colours: %s", styled)
	}
}

func TestDescribeToFirstQuestion(t *testing.T) {
	u := described(t)
	u.Sees("First shown 64 days ago. Used last week by 0 people outside the team.")
	u.Press("enter").Sees("Ticket shop › what is true about it?", "nothing in particular")
	u.Press("right").Sees("shop or event", "Packs:")
	u.Press("enter").Sees("page 2 of 2").Press("enter").Sees("before we start", "Quick")
	u.Press("enter").Sees("1 of 12")
	u.Press("3", "esc").Sees("outline", "1 of ").Press("esc").Sees("1 system", "Ticket shop", "today")
	u.Press("q")
	if !u.Ended() {
		t.Error("q on home does not quit")
	}
}

func TestKeysTypedAheadReachTheScreenTheyAreFor(t *testing.T) {
	u := described(t).Hold()
	// Facts, second page, save, first question of the session, don't know: all before anything is saved.
	u.Press("enter", "right", "enter", "enter", "enter", "0").Release()
	u.Sees("Ticket shop", "1 of 12", "don't know")
}

func TestKeysTypedBeforeTheFirstLoadAreKept(t *testing.T) {
	s := fixture.Service(t, at)
	fixture.TicketShop(t, s)
	u := tuitest.Start(t, options(s)).Hold().Resize(80, 24)
	if got := u.View().Content; got != "" {
		t.Errorf("something is shown before it is known whether there are systems: %q", got)
	}
	u.Press("g").Release().Sees("Ticket shop")
	u.SeesNot("Your demo works")
}

func TestNoSizeIsAnEmptyFrameInFullScreen(t *testing.T) {
	u := tuitest.Start(t, options(fixture.Service(t, at)))
	if v := u.View(); v.Content != "" || !v.AltScreen {
		t.Errorf("got %+v", v)
	}
}

func TestBackKeepsWhatWasTyped(t *testing.T) {
	u := described(t).Press("enter", "right", "down", "N", "esc")
	u.Sees("What is it called?", "Ticket shop", "Mei, Ravi", "23 Sep 2026")
	u.Press("esc").Sees("Your demo works").Press("n").Sees("Ticket shop", "Mei, Ravi")
	u.Press("enter").Sees("shop or event", " no  health, beliefs, children")
}

func TestExistingNameGoesBackToTheNameWithEverythingKept(t *testing.T) {
	s := fixture.Service(t, at)
	fixture.TicketShop(t, s)
	u := tuitest.New(t, options(s), 80, 24).Press("n").Type("Ticket  Shop").Press("enter", "right", "enter", "enter")
	u.Sees("ticket-shop exists already", "What is it called?")
	u.Type(" two").Press("enter").Sees("shop or event").Press("enter", "enter").Sees("Ticket  Shop two", "before we start")
}

func TestDescriptionsAreCheckedWhereTheyAreTyped(t *testing.T) {
	u := empty(t).Press("n", "enter").Sees("a name is needed")
	u.Type("🎉").Press("enter").Sees("a letter or a digit is needed")
	u.Type("a").Press("tab", "ctrl+u", "enter").Sees("your name is needed")
	u.Type("Ana").Press("tab", "tab", "tab").Type("31 Dec 2026").Press("tab").Sees("that day is still to come", "31 Dec 2026")
	u.Press("tab").Type("-3").Press("tab").Sees("a number such as 25")
	u.Press("enter").Sees("What is it called?")
}

func TestDescriptionAndFactsOfASystemCanBeChanged(t *testing.T) {
	u, s := shop(t)
	u.Press("down", "d").Sees("Ticket shop › describe", "Mei, Ravi")
	u.Press("home").Type("Big ").Press("enter").Sees("Big Ticket shop", "2 systems")
	u.Press("f").Sees("Big Ticket shop › what is true about it?")
	u.Press("down", "down", "down", "down", "space", "enter", "enter").Sees("outline")
	v, err := s.Open(t.Context(), "ticket-shop")
	if err != nil {
		t.Fatal(err)
	}
	if got := v.Assessment.Facts["sensitive-data"]; got != questionnaire.Yes {
		t.Errorf("sensitive-data is %q, want yes", got)
	}
	if got := v.Assessment.Description.Name; got != "Big Ticket shop" {
		t.Errorf("name is %q", got)
	}
}

func TestTypingReplacesADateAndAddsToAList(t *testing.T) {
	u, s := shop(t)
	u.Press("down", "d", "tab", "tab").Type(", Zoe").Press("tab", "tab").Type("not yet").Press("enter").Sees("2 systems")
	v, err := s.Open(t.Context(), "ticket-shop")
	if err != nil {
		t.Fatal(err)
	}
	if d := v.Assessment.Description; d.FirstShown != assessment.NotYet || !slices.Contains(d.People, "Zoe") || !slices.Contains(d.People, "Mei") {
		t.Errorf("first shown %q, people %q", d.FirstShown, d.People)
	}
}

func TestChangesByAnotherProcessShowUp(t *testing.T) {
	db := memkv.New()
	s := fixture.ServiceOn(db, func() time.Time { return at })
	u := tuitest.New(t, options(s), 80, 24).Sees("Your demo works")
	other := fixture.Named("other", db, func() time.Time { return at })
	begin(t, other, "Room booking")
	u.Poll().Sees("Room booking").SeesNot("Your demo works")
	u.Press("enter").Sees("before we start")
	_, err := other.Answer(t.Context(), "room-booking", "sec-secrets", "Ravi", 0, assessment.Patch{Level: new(assessment.None)})
	if err != nil {
		t.Fatal(err)
	}
	u.Poll().Sees("outline", "1 of ")
	before := u.Styled()
	u.Poll()
	if got := u.Styled(); got != before {
		t.Errorf("the frame of a static screen changed:\n%s\n%s", before, got)
	}
}

func TestCtrlCTwiceQuitsFromAnywhere(t *testing.T) {
	for _, keys := range [][]string{nil, {"n"}, {"n", "a", "enter", "right"}} {
		u := empty(t).Press(keys...).Press("ctrl+c").Sees("Press ctrl+c again to quit")
		u.Press("left", "ctrl+c")
		if u.Ended() {
			t.Errorf("%v: another key between the two does not reset", keys)
		}
		if u.Press("ctrl+c"); !u.Ended() {
			t.Errorf("%v: did not quit", keys)
		}
	}
}

func TestQuittingFinishesTheSaveUnderWay(t *testing.T) {
	s := fixture.Service(t, at)
	u := tuitest.New(t, options(s), 80, 24).Press("n").Type("Ticket shop").Press("enter", "enter")
	u.Hold().Press("enter").Quit()
	if _, err := s.Open(t.Context(), "ticket-shop"); err != nil {
		t.Errorf("the system was not saved: %v", err)
	}
	u.Release()
	if !u.Ended() {
		t.Error("did not quit after the save")
	}
}

func TestDisabledActionSaysWhy(t *testing.T) {
	described(t).Press("enter", "right", "enter", "enter", "4", "enter").Sees("There is nothing to re-check yet.")
}

func TestToastEndsByItself(t *testing.T) {
	u := empty(t).Press("e").Sees("There is no example here.")
	u.Tick(10 * time.Second).SeesNot("There is no example here.")
}

func TestExampleIsKeptApart(t *testing.T) {
	s := fixture.Service(t, at)
	o := options(s)
	o.Trial = func(context.Context) (*app.Service, assessment.ID, error) {
		trial := fixture.Service(t, at)
		return trial, fixture.TicketShop(t, trial).Assessment.ID, nil
	}
	u := tuitest.New(t, o, 80, 24).Press("e").Sees("an example; nothing is kept", "Ticket shop")
	u.Press("enter", "enter", "0").Press("esc", "esc", "esc").Sees("Your demo works")
	if list, err := s.List(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("the database has %v, %v", list, err)
	}
}

func TestTroubleIsSaidInWords(t *testing.T) {
	s := fixture.Service(t, at)
	fixture.TicketShop(t, s)
	for _, err := range []error{
		app.ErrBusy, app.ErrReadOnly, app.ErrFull, app.ErrDamaged, app.ErrForeign, app.ErrNewer, app.ErrOutcome,
		app.ErrChanged, assessment.ErrNoPerson, errors.New("odd \x1b[31mthing"),
	} {
		u := tuitest.New(t, options(s), 80, 24).Send(nav.Failed{Err: err, What: "save the answer"})
		frame := u.Sees("Could not save the answer").Frame()
		if strings.Contains(frame, "\x1b") || strings.Contains(frame, "kv:") {
			t.Errorf("%v: %s", err, frame)
		}
		u.Press("down").SeesNot("Could not")
	}
}

func TestUnreadableDatabaseIsSaidAndCanBeTriedAgain(t *testing.T) {
	db := memkv.New()
	s := fixture.ServiceOn(db, func() time.Time { return at })
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	u := tuitest.New(t, options(s), 80, 24).Sees("Could not open the database", "enter try again")
	u.Press("enter").Sees("Could not open the database").Press("q")
	if !u.Ended() {
		t.Error("q did not quit")
	}
}

func TestSlowDatabaseIsSaid(t *testing.T) {
	u := tuitest.Start(t, options(fixture.Service(t, at))).Hold().Resize(80, 24).Tick(time.Second)
	u.Sees("Opening the database").Release().Sees("Your demo works")
}

func TestTinyWindowSaysWhatItNeedsAndRecovers(t *testing.T) {
	u := described(t).Press("enter", "right", "enter", "enter", "enter")
	question := strings.TrimSpace(strings.Split(u.Frame(), "\n")[3])
	u.Resize(32, 8).Sees("40×10 needed, now 32×8", strings.Fields(question)[0])
	u.Resize(80, 24).Sees(question)
}

func TestStartOpensASystem(t *testing.T) {
	s := fixture.Service(t, at)
	fixture.TicketShop(t, s)
	o := options(s)
	o.Start = nav.OpenID{Kind: nav.Gaps, ID: "ticket-shop"}
	u := tuitest.New(t, o, 80, 24)
	if got := u.View().WindowTitle; got != "prodfirst: Ticket shop · gaps" {
		t.Errorf("window title %q", got)
	}
	o.Start.ID = "ticket-shpo"
	tuitest.New(t, o, 80, 24).Sees("Could not open it", "did you mean \"ticket-shop\"")
}

func TestPanicIsKeptOffTheScreen(t *testing.T) {
	s := fixture.Service(t, at)
	s.Library = nil // the facts screen needs it
	o := options(s)
	o.CrashPath = filepath.Join(t.TempDir(), "crash")
	u := tuitest.New(t, o, 80, 24).Press("n").Type("a").Press("enter")
	u.Sees("Something went wrong inside prodfirst.").SeesNot("goroutine", "runtime")
	info, err := os.Stat(o.CrashPath)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("crash file: %v, %v", info, err)
	}
	u.Press("enter").Sees("Your demo works")
}

func TestSuspend(t *testing.T) {
	u := empty(t)
	if u.Press("ctrl+z"); u.Ended() {
		t.Error("ctrl+z ended the program")
	}
	if u.View().Content == "" {
		t.Error("nothing is shown after coming back")
	}
}

func TestPasteGoesToTextFieldsOnly(t *testing.T) {
	u := empty(t).Paste("n").Sees("Your demo works").Press("n").Paste("Ticket\r\nshop\x1b[31m")
	u.Sees("Ticket shop")
}

func TestBackgroundChangesTheTheme(t *testing.T) {
	u := empty(t)
	before := u.Styled()
	u.Send(tea.BackgroundColorMsg{})
	if got := u.Styled(); got == before {
		t.Error("the theme is the same after the terminal said that its background is dark")
	}
}
