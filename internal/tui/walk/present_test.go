package walk_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/nav"
)

// bare tells whether the screen has the whole window.
func (u *user) bare() bool {
	b, ok := u.Screen.(nav.Barer)
	return ok && b.Bare()
}

func TestPresentFramesLookAsTheyWereReviewed(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int
	}{{"80x24", 80, 24}, {"60x15", 60, 15}, {"120x40", 120, 40}, {"200x60", 200, 60}} {
		t.Run(size.name, func(t *testing.T) {
			u := at(t, record)
			u.Press("P")
			u.Now = u.Now.Add(3 * time.Minute)
			golden.Check(t, "present-"+size.name+".txt", u.Frame(size.width, size.height))
			u.Press("v")
			u.Type("0 2 3 3")
			golden.Check(t, "present-voting-"+size.name+".txt", u.Frame(size.width, size.height))
			u.Press("enter")
			golden.Check(t, "present-voted-"+size.name+".txt", u.Frame(size.width, size.height))
		})
	}
}

func TestPresentModeIsTheQuestionAloneAndStaysOn(t *testing.T) {
	u := at(t, record)
	u.Press("P")
	if !u.bare() {
		t.Fatal("P does not take the whole window")
	}
	u.SeesNot("Hiding a button")
	u.SeesNot("Ask to see")
	u.Sees("about 9 min left")
	u.SeesNot("on this question")
	u.Press("3")
	u.Sees("✓ saved 14:02")
	u.SeesNot("nothing shown yet")
	u.Press("right")
	if !u.bare() {
		t.Error("the next question is not alone any more")
	}
	for _, keys := range []string{"o esc", "t esc", "e esc", "x esc", "f esc", "w w", "w esc", "T esc esc"} {
		u.Press(strings.Fields(keys)[0])
		if u.bare() {
			t.Errorf("%s: the footer is not there", keys)
		}
		u.Press(strings.Join(strings.Fields(keys)[1:], " "))
		if !u.bare() {
			t.Errorf("%s: present mode was left", keys)
		}
	}
	for _, leave := range []string{"P", "esc", "q"} {
		was := *u
		was.Press(leave)
		if was.bare() {
			t.Errorf("%s does not leave it", leave)
		}
		if _, back := was.Said().(nav.Back); back {
			t.Errorf("%s leaves the walk too", leave)
		}
	}
}

func TestPresentModeShowsWhatCannotWait(t *testing.T) {
	u := at(t, record)
	u.Press("P")
	u.DB.Refuse = app.ErrFull
	u.Press("3")
	u.Sees("not saved: the disk is full")
	u.DB.Refuse = nil
	u.Press("3")
	u.SeesNot("not saved")
	u.Hold = true
	u.Press("2")
	u.meeting.elsewhere(record, assessment.None)
	u.Release()
	u.Sees("Mei answered this meanwhile. Which one holds?")
}

func TestPresentModeShowsQuestionAndLevelsInEverySize(t *testing.T) {
	u := at(t, record)
	u.Press("P 3")
	for width := 40; width <= 200; width += 16 {
		for height := 10; height <= 60; height += 1 + height/10 {
			got := strings.ReplaceAll(u.Frame(width, height), "W h e r e   d o e s   t h e", "Where does the")
			for _, text := range []string{"Where does the", "0  Don't know", "> 3  In place", "4  Proven", "3 of 12"} {
				if !strings.Contains(got, text) {
					t.Fatalf("%d×%d does not show %q:\n%s", width, height, text, got)
				}
			}
		}
	}
}

// click does what the root does with a click on the first cell of a text.
func (u *user) click(width, height int, text string) {
	u.T.Helper()
	f := u.Screen.Frame(seat.Area(width, height, u.Now))
	for y, line := range strings.Split(seat.Plain(f.Body), "\n") {
		before, _, found := strings.Cut(line, text)
		if !found {
			continue
		}
		x := len([]rune(before))
		for _, z := range f.Zones {
			if x >= z.X && x < z.X+z.Width && y >= z.Y && y < z.Y+z.Height {
				u.Update(z.Msg)
				return
			}
		}
		u.T.Fatalf("a click on %q does nothing:\n%s", text, f.Body)
	}
	u.T.Fatalf("there is no %q to click:\n%s", text, f.Body)
}

func TestAClickAnswersAndOpensWhatIsOffered(t *testing.T) {
	for _, size := range [][2]int{{60, 11}, {80, 20}, {120, 36}, {200, 56}} {
		for _, keys := range []string{"", "P", "w"} {
			if keys == "w" && size[0] < 120 {
				continue
			}
			u := at(t, record)
			u.Press(keys)
			width, height := size[0], size[1]
			for text, want := range map[string]assessment.Level{
				"1  None": assessment.None, "Proven ": assessment.Proven, "Every route": assessment.InPlace, "Don't": assessment.DontKnow,
			} {
				u.click(width, height, text)
				if got := u.Stored(record).Level; got != want {
					t.Errorf("%d×%d %s: a click on %q gives %s, want %s", width, height, keys, text, got, want)
				}
			}
		}
	}
	for text, opens := range map[string]string{
		"saved 14:02": "show it", "Can someone show": "Can explain: yes", "parked: later": "park",
	} {
		u := at(t, record)
		u.Press("3 f")
		u.Type("later")
		u.Press("enter")
		u.click(100, 40, text)
		u.Sees(opens)
	}
	u := at(t, record)
	u.Press("0")
	u.click(80, 20, "who finds out")
	u.Sees("owner")
}

func TestAClickKeepsOneOfTwoAnswers(t *testing.T) {
	for text, want := range map[string]string{"m  Ana": "Ana", "k  Mei": "Mei"} {
		for _, size := range [][2]int{{60, 11}, {80, 20}, {120, 36}} {
			u := at(t, record)
			u.Hold = true
			u.Press("3")
			u.meeting.elsewhere(record, assessment.Partial)
			u.Release()
			u.click(size[0], size[1], text)
			u.SeesNot("meanwhile")
			if got := u.Stored(record).By; got != want {
				t.Errorf("%v %s: it is %s's", size, text, got)
			}
		}
	}
}

func TestANoteIsGoneOnWithInTheEditor(t *testing.T) {
	u := at(t, record)
	u.Press("2 t")
	u.Type("from here")
	u.Press("ctrl+e")
	if say, ok := u.Said().(nav.Say); !ok || !strings.Contains(say.Text, "EDITOR") {
		t.Errorf("without an editor: %#v", u.Said())
	}
	u.Sees("from here")
	given := ""
	sit := u.editing(func(text string) tea.Cmd {
		given = text
		return nav.Send(nav.Edited{Text: text + "\nand there\n"})
	})
	sit.Press("2 t")
	sit.Type("from here")
	sit.Press("ctrl+e")
	if given != "from here" {
		t.Errorf("the editor got %q", given)
	}
	sit.Sees("and there")
	if got := sit.Stored(record).Note; got != "" {
		t.Errorf("saved without a word: %q", got)
	}
	sit.Press("tab")
	if got, want := sit.Stored(record).Note, "from here\nand there"; got != want {
		t.Errorf("note %q, want %q", got, want)
	}
	sit.Press("ctrl+e tab")
	if got, want := sit.Stored(record).Note, "from here\nand there\nand there"; got != want {
		t.Errorf("from the question: note %q, want %q", got, want)
	}
	sit.Press("t")
	sit.Update(nav.Edited{Err: app.ErrNothing})
	sit.Sees("and there")
	sit.Update(nav.Edited{Text: strings.Repeat("x", assessment.MaxNote+1)})
	sit.Sees("32 KiB is all there is room for; the rest was left out")
}

// editing is the same user with an editor.
func (u *user) editing(edit func(string) tea.Cmd) *user {
	u.Env.Edit = edit
	u.Screen = newWalk(u.Env, u.View())
	return u
}

func TestTeachingStandsBesideTheQuestionWhereThereIsRoom(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int
		keys          string
	}{{"120x40", 120, 36, "w"}, {"200x60", 200, 56, ""}} {
		t.Run(size.name, func(t *testing.T) {
			u := at(t, restore)
			u.Press(size.keys)
			golden.Check(t, "beside-"+size.name+".txt", u.Frame(size.width, size.height))
			u.Press("T esc 3")
			if got := u.Stored(restore).Level; got != assessment.InPlace {
				t.Errorf("3 beside the text: %s", got)
			}
			lesson := u.Frame(size.width, size.height)
			u.Press("T")
			golden.Check(t, "beside-topic-"+size.name+".txt", u.Frame(size.width, size.height))
			u.Press("esc")
			if got := u.Frame(size.width, size.height); got != lesson {
				t.Errorf("back from the topic:\n%s\nwant\n%s", got, lesson)
			}
			if size.keys != "" {
				u.Press("esc")
				if got := u.Frame(size.width, size.height); strings.Contains(got, "In a prototype") {
					t.Errorf("esc does not close the text beside:\n%s", got)
				}
			}
			u.Press("esc")
			if _, back := u.Said().(nav.Back); !back {
				t.Errorf("the last esc: %#v", u.Said())
			}
		})
	}
}

func TestATopicIsOneKeyAway(t *testing.T) {
	u := at(t, restore)
	u.Press("T")
	u.Sees("Replica versus backup, isolated copy, recovery point and time")
	u.Press("T")
	u.Sees("In a prototype")
	u.Press("w")
	u.Sees("0 Don't know")
}

func TestTextBesideScrollsToItsEnd(t *testing.T) {
	u := at(t, restore)
	u.Press("w")
	u.Frame(120, 30)
	u.Press("pgdown pgdown end")
	if got := u.Frame(120, 30); !strings.Contains(got, "Topics, two") || !strings.Contains(got, "0  Don't know") {
		t.Errorf("the end is not shown beside the levels:\n%s", got)
	}
	u.Press("home")
	if got := u.Frame(120, 30); !strings.Contains(got, "In a prototype") {
		t.Errorf("the top is not shown:\n%s", got)
	}
}
