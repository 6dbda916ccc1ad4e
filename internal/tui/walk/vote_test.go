package walk_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/assessment"
	"prodfirst/internal/testutil/golden"
	"prodfirst/internal/testutil/seat"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/walk"
)

func TestVotesKeepTheLowestInOneSave(t *testing.T) {
	for line, want := range map[string]struct {
		level assessment.Level
		said  string
	}{
		"0 2 3 3":         {assessment.DontKnow, "Ana: don't know · fingers 0 2 3 3: they differ, the lowest is kept · who finds out? (o)"},
		"Ana 3, Mei 1":    {assessment.None, "Ana: none · fingers 3 1: they differ, the lowest is kept"},
		"013":             {assessment.None, "Ana: none · fingers 0 1 3: they differ, the lowest is kept"},
		"333":             {assessment.InPlace, "Ana: in place · fingers 3 3 3 · claimed"},
		"01333 33333 333": {assessment.None, "fingers 1 x 0, 1 x 1, 11 x 3"},
		"2":               {assessment.Partial, "Ana: partial · fingers 2"},
	} {
		u := at(t, record)
		before := u.View().Assessment.Seq
		u.Press("v")
		u.Sees("0 to 4 each: Ana, Mei, Ravi")
		u.Type(line)
		u.Press("enter")
		u.Sees(want.said)
		votes, _ := assessment.ParseVotes(line)
		got := u.Stored(record)
		if got.Level != want.level || got.By != "Ana" {
			t.Errorf("%s: stored %s by %s, want %s", line, got.Level, got.By, want.level)
		}
		if diff := cmp.Diff(votes, got.Votes); diff != "" {
			t.Errorf("%s (-want +got):\n%s", line, diff)
		}
		if n := u.View().Assessment.Seq - before; n != 1 {
			t.Errorf("%s: %d events, want 1", line, n)
		}
	}
}

func TestADifferenceStaysVisibleUntilPeopleVoteAgain(t *testing.T) {
	const talk = "Let the lowest and the highest say why, then vote again (v)."
	u := at(t, record)
	u.Press("v")
	u.Type("Mei 1, Ravi 3")
	u.Sees("2 votes, they differ: none is kept")
	u.Press("enter")
	u.Sees(talk)
	u.SeesNot("Ravi")
	u.Press("right left")
	u.Sees("fingers 1 3: they differ, the lowest is kept")
	u.Sees(talk)
	u.Press("v")
	u.Sees("Mei 1, Ravi 3")
	u.Press("esc 3")
	u.Sees("Ana: in place · fingers 1 3: they differed")
	u.SeesNot(talk)
	u.Press("v enter")
	if got := u.Stored(record); got.Level != assessment.None {
		t.Errorf("the same votes once more: %s, want none", got.Level)
	}
	u.Press("v 2 2 enter")
	u.Sees("Ana: partial · fingers 2 2")
	u.Press("v ctrl+e ctrl+u enter")
	if got := u.Stored(record); len(got.Votes) != 0 || got.Level != assessment.Partial {
		t.Errorf("votes taken back: %+v", got)
	}
}

func TestVotesThatCannotBeReadStayWithTheReason(t *testing.T) {
	u := at(t, record)
	u.Press("v")
	u.Type("2 7")
	u.Press("enter")
	u.Sees(`"7" holds up more than 4 fingers`)
	u.Sees("2 7")
	u.Press("esc")
	u.Sees("begun: votes")
	if got := u.Stored(record); !got.Empty() {
		t.Errorf("stored %+v", got)
	}
}

func TestVotesAreHiddenUntilThereIsASecondPerson(t *testing.T) {
	u := at(t, record)
	v := u.View()
	v.Assessment.Description.People = []string{"Ana"}
	alone := walk.New(u.Env, nav.Open{View: v, Question: record})
	for _, a := range alone.Actions() {
		if a.ID == theme.ActVotes {
			t.Error("somebody who is alone can vote")
		}
	}
}

// suggested is a view in which a scanner has suggested an answer.
func suggested(u *user, level assessment.Level, reason string) nav.Screen {
	v := seat.With(u.View(), func(a *assessment.Assessment) {
		a.Answers[record] = assessment.Answer{Level: level, By: "", At: u.Now, Suggested: "a scanner", Reason: reason}
	})
	return walk.New(u.Env, nav.Open{View: v, Question: record})
}

func TestASuggestionIsNobodysAnswerUntilItIsAccepted(t *testing.T) {
	u := at(t, record)
	u.Screen = suggested(u, assessment.InPlace, "")
	u.Sees("Suggested by a scanner: in place; counts as don't know until a named person accepts it (y accepts it)")
	u.Sees("? 3 In place")
	u.SeesNot("> 3")
	u.SeesNot("c Can someone")
	golden.Check(t, "suggestion-80x24.txt", u.Frame(80, 20))
	other := *u
	other.Press("1")
	other.Sees("✓ saved 14:02 · Ana: none")
	u = at(t, record)
	u.Screen = suggested(u, assessment.InPlace, "")
	u.Press("y")
	u.Sees("✓ saved 14:02 · Ana: in place")
	if got := u.Stored(record); got.Level != assessment.InPlace || got.By != "Ana" || got.Suggested != "" {
		t.Errorf("stored %+v", got)
	}
}

func TestASuggestionWithoutAReasonAsksForOne(t *testing.T) {
	u := at(t, record)
	u.Screen = suggested(u, assessment.NotApplicable, "")
	u.Press("y")
	u.Sees("why not")
	if !u.Screen.Capturing() {
		t.Error("no form is open")
	}
}

func TestVoteFrames(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int
	}{{"80x24", 80, 20}, {"60x15", 60, 11}} {
		u := at(t, record)
		u.Press("v")
		u.Type("0 2 3 3")
		golden.Check(t, "voting-"+size.name+".txt", u.Frame(size.width, size.height))
		u.Press("enter")
		golden.Check(t, "voted-"+size.name+".txt", u.Frame(size.width, size.height))
	}
}
