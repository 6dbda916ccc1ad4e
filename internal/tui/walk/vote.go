package walk

import (
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/widget"
)

// votable tells whether there is somebody to vote with.
func (w screen) votable() bool { return len(w.View.Assessment.Description.People) > 1 }

// voteForm is one line for the fingers that people hold up.
func (w screen) voteForm(x assessment.Answer) widget.Form {
	people := safe(strings.Join(w.View.Assessment.Description.People, ", "))
	line := widget.Over(votesField, "fingers", typedVotes(x.Votes), "0 to 4 each: "+people, nil)
	line.Aid = understood
	return widget.Form{Entries: []widget.Entry{line}}
}

// typedVotes writes votes as they are typed.
func typedVotes(votes []assessment.Vote) string {
	parts, separator := make([]string, len(votes)), " "
	for i, v := range votes {
		parts[i] = strconv.Itoa(v.Level.Fingers())
		if v.Name != "" {
			parts[i], separator = v.Name+" "+parts[i], ", "
		}
	}
	return strings.Join(parts, separator)
}

// understood says what is made of votes while they are typed.
func understood(text string) string {
	votes, err := assessment.ParseVotes(text)
	if err != nil {
		return ""
	}
	lowest, differ := assessment.Lowest(votes)
	words := analysis.LevelWords(lowest)
	switch {
	case len(votes) == 1:
		return "1 vote: " + words
	case differ:
		return fmt.Sprintf("%d votes, they differ: %s is kept", len(votes), words)
	}
	return fmt.Sprintf("%d votes, all %s", len(votes), words)
}

// votePatch keeps votes and the lowest of them. No votes take back those there were.
func votePatch(text string) (assessment.Patch, error) {
	if text == "" {
		return assessment.Patch{Clear: []assessment.Field{assessment.FieldVotes}}, nil
	}
	votes, err := assessment.ParseVotes(text)
	if err != nil {
		return assessment.Patch{}, err
	}
	lowest, _ := assessment.Lowest(votes)
	return assessment.Patch{Level: &lowest, Votes: votes}, nil
}

// fingers lists how many were held up, and counts them if there are many. Names are left out: who
// voted what is nobody's business afterwards.
func fingers(votes []assessment.Vote) string {
	const most = 12
	if len(votes) > most {
		return counted(votes)
	}
	parts := make([]string, len(votes))
	for i, v := range votes {
		parts[i] = strconv.Itoa(v.Level.Fingers())
	}
	return strings.Join(parts, " ")
}

// counted lists how often each number was held up: "3 x 0, 12 x 2".
func counted(votes []assessment.Vote) string {
	var parts []string
	for _, l := range levels() {
		n := 0
		for _, v := range votes {
			if v.Level == l {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d x %d", n, l.Fingers()))
		}
	}
	return strings.Join(parts, ", ")
}

// voted says how people voted; empty if nobody did.
func voted(x assessment.Answer) string {
	if len(x.Votes) == 0 {
		return ""
	}
	words := "fingers " + fingers(x.Votes)
	switch lowest, differ := assessment.Lowest(x.Votes); {
	case differ && lowest == x.Level:
		return words + ": they differ, the lowest is kept"
	case differ:
		return words + ": they differed"
	}
	return words
}

// invitation asks people to talk while their votes differ.
func invitation(x assessment.Answer) string {
	if lowest, differ := assessment.Lowest(x.Votes); !differ || lowest != x.Level {
		return ""
	}
	return "Let the lowest and the highest say why, then vote again (v)."
}

// acceptSuggestion answers what was suggested. What needs a reason that nobody gave opens its form.
func (w screen) acceptSuggestion(f analysis.Finding) (screen, tea.Cmd) {
	if f.Answer.Suggested == "" {
		return w, nil
	}
	level := f.Answer.Level
	next, cmd, err := w.change(f.Question.ID, assessment.Patch{Level: &level}, app.RefuseSecrets)
	if err == nil {
		return next, cmd
	}
	if level == assessment.NotApplicable {
		w = w.open(f, reasonForm)
		w.form.Form = w.refused(err)
		return w, nil
	}
	return w, nav.Send(nav.Failed{Err: err, What: "accept the suggestion"})
}
