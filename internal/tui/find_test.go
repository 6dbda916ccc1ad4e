package tui_test

import (
	"strings"
	"testing"
	"time"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/tui/tuitest"
)

func TestPaletteOpensOverEveryScreenAndChangesNothing(t *testing.T) {
	db := stored(t, shopping)
	for name, keys := range ways() {
		if strings.HasPrefix(name, "palette") {
			continue // its key closes it
		}
		u := tuitest.New(t, options(copied(t, db)), 80, 24).Press("down").Press(keys...).Tick(10 * time.Second) // until nothing is said any more
		before := u.Frame()
		u.Press("ctrl+p").Sees("all commands").Type("re").Press("down", "esc")
		if got := u.Frame(); got != before {
			t.Errorf("%s: after the palette:\n%s\nbefore:\n%s", name, got, before)
		}
	}
}

func TestPaletteGoesToTheScreensOfTheOpenSystem(t *testing.T) {
	for name, sees := range map[string]string{
		"agenda": "outline", "gaps": "Shown:", "steps": "› ", "report": "report", "facts": "what is true about it?",
		"change name": "› describe", "all your systems": "2 systems", "describe a new": "What is it called?", "all keys": "type a word",
	} {
		u, _ := shop(t)
		u.Press("down", "enter", "enter", ":").Type(name).Press("enter").SeesNot("all commands").Sees(sees)
	}
	u, _ := shop(t)
	u.Press("down", "enter", "enter", "g", ":").Type("questions").Press("enter").SeesNot("Shown:").Sees("1 of ")
	if u.Press("g", ":").Type("everything is saved").Press("enter"); !u.Ended() {
		t.Error("quit does not quit")
	}
}

func TestPaletteDoesActionsOfTheScreenBelow(t *testing.T) {
	u, _ := shop(t)
	u.Press("down", "enter", "enter")
	before := u.Frame()
	u.Press(":").Type("don't know").Press("enter").SeesNot("all commands").Sees("saved")
	u.Press(":").Type("take the last change back").Press("enter")
	if question(u.Frame()) != question(before) {
		t.Errorf("another question:\n%s\nbefore:\n%s", u.Frame(), before)
	}
}

// question returns the first line of the body.
func question(frame string) string { return strings.Split(frame, "\n")[3] }

func TestWhatIsTypedBelowThePaletteIsKept(t *testing.T) {
	u, s := shop(t)
	u.Press("down", "enter", "enter", "o").Press("ctrl+u").Type("Zoe Zimmer")
	before := u.Frame()
	u.Press("ctrl+p").Type("report").Press("enter").SeesNot("Zoe Zimmer").Press("esc")
	if got := u.Frame(); got != before {
		t.Errorf("after the report:\n%s\nbefore:\n%s", got, before)
	}
	for _, leave := range []string{"all your systems", "describe a new", "everything is saved"} {
		u.Press("ctrl+p").Type(leave).Sees("not now: Something is being typed").Press("enter").Sees("Not now").Press("esc").Sees("Zoe Zimmer")
	}
	if u.Ended() {
		t.Fatal("quit although something was being typed")
	}
	u.Press("ctrl+p").Sees("> next field").Press("enter", "ctrl+p").Sees("> save").Press("enter")
	v, err := s.Open(t.Context(), "ticket-shop")
	if err != nil {
		t.Fatal(err)
	}
	owner := ""
	for _, x := range v.Assessment.Answers {
		if x.Owner == "Zoe Zimmer" {
			owner = x.Owner
		}
	}
	if owner == "" {
		t.Errorf("the form's own first action did not save:\n%s", u.Frame())
	}
}

func TestHomeFromAnywhereLeavesNoScreenBehind(t *testing.T) {
	u, _ := shop(t)
	u.Press("down", "enter", "enter", "w", ":").Type("all your systems").Press("enter").Sees("2 systems")
	if u.Press("q"); !u.Ended() {
		t.Errorf("q does not quit at home:\n%s", u.Frame())
	}
}

func TestKeysOfThePaletteWorkWhereItShowsThem(t *testing.T) {
	u, _ := shop(t)
	u.Press("down", "g", "A").Sees("outline").Press("esc").Sees("Shown:")
	u.Press("r", "g").Sees("Shown:").Press("esc", "esc").Sees("Shown:")
}

func TestWhatIsNotNeededYetIsNotInThePalette(t *testing.T) {
	s := fixture.Service(t, at)
	begin(t, s, "Room booking")
	u := tuitest.New(t, options(s), 120, 60).Press("enter", ":")
	u.Sees("the report").SeesNot("who can explain what", "what changed, and the milestones", "go on with the session")
	u.Type("what is open").Sees("not now: Nothing was answered yet")
}

func TestKnowledgeComesWithTheThirdCheck(t *testing.T) {
	s := fixture.Service(t, at)
	begin(t, s, "Room booking")
	v, err := s.Open(t.Context(), "room-booking")
	if err != nil {
		t.Fatal(err)
	}
	for i, q := range v.Result.Select(assessment.Quick)[:3] {
		u := tuitest.New(t, options(s), 120, 60).Press("enter", ":")
		u.SeesNot("who can explain what")
		if _, err = s.Answer(t.Context(), "room-booking", q, "Ana", app.AnyRevision, assessment.Patch{
			Level: new(assessment.InPlace), Check: new(assessment.Checks()[1]),
		}); err != nil {
			t.Fatalf("answer %d: %v", i, err)
		}
	}
	tuitest.New(t, options(s), 120, 60).Press("enter", ":").Sees("who can explain what")
}

func TestFindGoesToAQuestionAndBack(t *testing.T) {
	u, _ := shop(t)
	u.Press("down", "enter", "enter")
	before := question(u.Frame())
	u.Press("/").Sees("find a question").Type("last restore").Press("enter").Sees("When did you last restore a backup")
	u.Press("esc")
	if got := question(u.Frame()); got != before {
		t.Errorf("back leads to %q, want %q", got, before)
	}
	u.Press("/", "esc")
	if got := question(u.Frame()); got != before {
		t.Errorf("esc leads to %q, want %q", got, before)
	}
}

func TestFindShowsTheAnswerJustGiven(t *testing.T) {
	u, _ := shop(t)
	u.Press("down", "enter", "enter", "/").SeesNot("> First ten users").Press("esc", "2", "/")
	u.Sees("> First ten users                    Real users & outcomes          partial")
}

func TestFindOpensASystemFromHomeAndFromAnother(t *testing.T) {
	u, _ := shop(t)
	u.Press("/").Sees("find a system").Type("ROOM").Press("enter").Sees("Room booking", "before we start").Press("esc").Sees("2 systems")
	u.Press("/").Type("ticket").Press("enter", "s", "/", "tab").Type("room").Press("enter").Sees("Room booking")
	u.Press("esc").Sees("Ticket shop › steps")
}

func TestKeysTypedAheadIntoFindAreForIt(t *testing.T) {
	u, _ := shop(t)
	u.Hold().Press("/").Type("room").Press("enter").Release().Sees("Room booking", "before we start")
}
