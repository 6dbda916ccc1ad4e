package tui_test

import (
	"fmt"
	"strings"
	"testing"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/testutil/soak"
	"prodfirst/internal/tui/tuitest"
)

// wild is what people paste: wide, combining, from right to left, hostile, in several lines.
const wild = "漢字 👩‍💻 ⚠️ e\u0301\u0301 שלום \u202e abc \x1b[31mred\x1b[0m \x1b]0;own\x07\r\nनमस्ते\ttab "

func TestAHeldArrowDoesNoHarm(t *testing.T) {
	db := stored(t, hostile)
	count, done, whole := soak.Count(15, 1200), 0, 0 // ten seconds at 120 repeats a second
	share := soak.Share(t, len(ways()), 1)
	for name, way := range ways() {
		over, before := share(), done
		if over() {
			continue
		}
		u := tuitest.New(t, options(copied(t, db)), 80, 24).Press("down").Press(way...)
		for _, key := range []string{"down", "right", "up", "left"} {
			u.Hold()
			for n := 0; n < count && !over(); n++ {
				u.Press(key)
				done++
			}
			u.Release().SeesNot("Something went wrong")
		}
		if done-before == 4*count {
			whole++
		}
		if u.Ended() {
			t.Errorf("%s: an arrow ends the program", name)
		}
	}
	soak.CoveredOf(t, done, 4*count*len(ways()), fmt.Sprintf("repeats of held arrows, to the end in %d of %d places", whole, len(ways())))
}

func TestAPasteOfAMegabyteDoesNoHarm(t *testing.T) {
	db := stored(t, hostile)
	size := soak.Count(1<<14, 1<<20)
	text, places, pasted, over := strings.Repeat(wild, size/len(wild)+1), 0, 0, soak.Share(t, 1, 1)()
	for name, way := range ways() {
		if places > 0 && over() {
			break
		}
		places++
		u := tuitest.New(t, options(copied(t, db)), 80, 24).Press("down").Press(way...)
		if u.Root().Capturing() {
			pasted++
		}
		u.Paste(text).Resize(20, 5).Resize(200, 60).Press("left", "backspace", "home", "end", "up", "enter", "tab", "enter", "esc")
		u.SeesNot("Something went wrong")
		if u.Ended() {
			t.Errorf("%s: a paste ends the program", name)
		}
	}
	if pasted == 0 && places == len(ways()) {
		t.Error("no text field was open: this test shows nothing then")
	}
	soak.CoveredOf(t, places, len(ways()), fmt.Sprintf("places where %d bytes were pasted, into text fields in %d", len(text), pasted))
}

// A meeting is driven with one hand: a digit and enter for each question, from the agenda to the end.
func TestAStandardSessionTakesTwoKeysAQuestion(t *testing.T) {
	s := fixture.Service(t, at)
	begin(t, s, "Duty rota")
	u := tuitest.New(t, options(s), 80, 24).Press("enter", "2", "enter")
	v, err := s.Open(t.Context(), "duty-rota")
	if err != nil {
		t.Fatal(err)
	}
	session := v.Assessment.Session
	if session == nil || session.Kind != assessment.Standard || len(session.Questions) != 28 {
		t.Fatalf("got the session %+v, want a standard one of 28 questions", session)
	}
	const ending = "Can you ship it to production"
	keys := 0
	for !strings.Contains(u.Frame(), ending) {
		if keys >= 2*len(session.Questions) {
			t.Fatalf("after %d keys the session has not ended:\n%s", keys, u.Frame())
		}
		u.Press([]string{"0", "1", "2", "3", "4"}[keys/2%5], "enter")
		keys += 2
	}
	if v, err = s.Open(t.Context(), "duty-rota"); err != nil {
		t.Fatal(err)
	}
	for _, q := range session.Questions {
		if f, _ := v.Result.Finding(q); f.State == analysis.Unasked {
			t.Errorf("question %s was not answered", q)
		}
	}
	t.Logf("%d keys for %d questions", keys, len(session.Questions))
}
