package assessment_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"prodfirst/internal/assessment"
)

func TestVotesAreReadAsPeopleTypeThem(t *testing.T) {
	vote := func(name string, l assessment.Level) assessment.Vote { return assessment.Vote{Name: name, Level: l} }
	for line, want := range map[string][]assessment.Vote{
		"0 2 3 3":           {vote("", assessment.DontKnow), vote("", assessment.Partial), vote("", assessment.InPlace), vote("", assessment.InPlace)},
		"014":               {vote("", assessment.DontKnow), vote("", assessment.None), vote("", assessment.Proven)},
		"Ana 3, Mei 0":      {vote("Ana", assessment.InPlace), vote("Mei", assessment.DontKnow)},
		"Ana B.: 1; 梅=2  4": {vote("Ana B.", assessment.None), vote("梅", assessment.Partial), vote("", assessment.Proven)},
	} {
		got, err := assessment.ParseVotes(line)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%q: %v (-want +got):\n%s", line, err, diff)
		}
	}
	for line, why := range map[string]string{
		"": "no vote", "  , ": "no vote", "5": "more than 4 fingers", "Ana": `after "Ana"`, "3 Mei": `after "Mei"`, "-1": `after "-1"`,
		strings.Repeat("3", 51): "more than 50",
	} {
		if _, err := assessment.ParseVotes(line); !errors.Is(err, assessment.ErrInvalid) || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: got %v, want %q", line, err, why)
		}
	}
}

func TestLowestVoteIsKeptAndNoneIsBelowDontKnow(t *testing.T) {
	for line, want := range map[string]assessment.Level{
		"3": assessment.InPlace, "0 1": assessment.None, "0 2": assessment.DontKnow, "4 2 3": assessment.Partial, "44": assessment.Proven,
	} {
		votes, err := assessment.ParseVotes(line)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := assessment.Lowest(votes); got != want {
			t.Errorf("%q: got %s, want %s", line, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching("[0-4]{1,9}").Draw(t, "digits")
		votes, err := assessment.ParseVotes(digits)
		if err != nil {
			t.Fatal(err)
		}
		_, differ := assessment.Lowest(votes)
		if same := strings.Count(digits, digits[:1]) == len(digits); differ == same {
			t.Fatalf("%q: differ is %v", digits, differ)
		}
	})
}
