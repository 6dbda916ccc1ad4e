package walk

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// patience is after how long a question without an answer gets a kind word.
const patience = 90 * time.Second

// thoughtMsg says that so much time has passed since somebody came to a question.
type thoughtMsg struct {
	at   int
	came time.Time
}

// watch has the clock run for the question that is shown. There is one clock at a time: keys that
// are held down do not leave a hundred behind.
func (w screen) watch() (screen, tea.Cmd) {
	if w.Env.After == nil || w.timing || w.long {
		return w, nil
	}
	w.timing = true
	rest := patience - w.Env.App.Now().Sub(w.came)
	return w, w.Env.After(max(rest, time.Second), thoughtMsg{at: w.at, came: w.came})
}

// thought takes the end of the clock. If it ran for another question, watch has it run again.
func (w screen) thought(msg thoughtMsg) screen {
	w.timing = false
	w.long = msg.at == w.at && msg.came.Equal(w.came)
	return w
}

// minutesLeft estimates what is left of the session, rounded up.
func (w screen) minutesLeft() int {
	seconds := 75
	if s := w.View.Assessment.Session; s == nil || s.Kind == assessment.Quick {
		seconds = 45
	}
	return ((len(w.list)-w.countAsked())*seconds + 59) / 60
}

func (w screen) status(th theme.Theme) string {
	parts := []string{fmt.Sprintf("%d of %d", w.at+1, len(w.list))}
	if left := w.left(); left != "" {
		parts = append(parts, left)
	}
	return strings.Join(parts, " "+th.Glyphs.Dot+" ")
}

// left says how much time the session still takes; empty if none, or if there is no session.
func (w screen) left() string {
	if n := w.minutesLeft(); n > 0 && !w.single {
		return fmt.Sprintf("about %d min left", n)
	}
	return ""
}

// spent says for how long the question has been up; empty in the first minute.
func (w screen) spent(area nav.Area) string {
	n := int(area.Now.Sub(w.came) / time.Minute)
	if n < 1 {
		return ""
	}
	return fmt.Sprintf("%d min on this question", n)
}
