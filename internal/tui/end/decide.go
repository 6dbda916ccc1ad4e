package end

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/gloss"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/widget"
)

// The fields of a decision, besides who makes it.
const (
	callField   = "call"
	reasonField = "reason"
)

// decideForm asks for go, conditional or no-go for the stage that is aimed at, who says so, and why.
func (e screen) decideForm() form {
	by, _ := e.accountable()
	people := e.People()
	words := assessment.CallWords()
	choice := make([]string, len(words))
	for i, w := range words {
		choice[i] = string(w)
	}
	return form{key: draftKey{what: deciding}, Form: widget.Form{Entries: []widget.Entry{
		{Name: callField, Label: "it is", Choice: choice},
		widget.Over(whoField, "who decides", by, strings.Join(people, ", "), people),
		edit.ReasonEntry(reasonField, "because", "why, and on which conditions"),
	}}}
}

// submitDecision saves the decision, or says what is wrong with it.
func (e screen) submitDecision() (screen, tea.Cmd) {
	f := e.form
	c := assessment.Call{
		Word: assessment.CallWords()[f.Entry(callField).Chosen], Stage: e.View.Result.Target,
		By: f.Text(whoField), Reason: f.Text(reasonField),
	}
	switch err := c.Valid(); {
	case errors.Is(err, assessment.ErrNoPerson):
		e.form.Form = f.Refuse(whoField, "a name: a person decides")
		return e, nil
	case err != nil:
		e.form.Form = f.Refuse(reasonField, strings.TrimSuffix(err.Error(), ": "+assessment.ErrInvalid.Error()))
		return e, nil
	}
	service, id := e.useCases(), e.View.Assessment.ID
	return e.record(func(ctx context.Context) edit.Outcome {
		v, err := service.Decide(ctx, id, c.By, c.Word, c.Stage, c.Reason)
		return edit.Outcome{View: v, Err: err, Say: recorded(v, c)}
	})
}

// recorded says that a decision was saved, and what the answers say if that is something else.
func recorded(v app.View, c assessment.Call) string {
	if outcome := v.Result.Verdict(c.Stage).Outcome; c.Word != assessment.NoGo && !outcome.Open() {
		return fmt.Sprintf("Recorded. The answers say: %s.", outcome.Words())
	}
	return "Recorded. u takes it back."
}

// decided returns what was decided last since the session began.
func (e screen) decided() (assessment.Call, bool) {
	all := e.View.Assessment.Calls
	if len(all) == 0 || all[len(all)-1].At.Before(e.began()) {
		return assessment.Call{}, false
	}
	return all[len(all)-1], true
}

// decision draws what was decided.
func (e screen) decision(area nav.Area) part {
	c, ok := e.decided()
	if !ok {
		return part{}
	}
	th := area.Theme
	mark := fmt.Sprintf("%s saved %s %s ", th.Glyphs.Saved, c.At.In(area.Now.Location()).Format("15:04"), th.Glyphs.Dot)
	return e.quote(mark, fmt.Sprintf("%s: %s. %q", c.By, gloss.Call(c), c.Reason), area)
}
