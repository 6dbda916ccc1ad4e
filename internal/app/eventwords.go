package app

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/textsafe"
)

// Namer returns how a question is called where an event is told: by its id, or by its title.
type Namer func(questionnaire.QuestionID) string

// ByID calls a question by its id, which a command takes.
func ByID(id questionnaire.QuestionID) string { return string(id) }

// Title calls a question of the view by its title, and one that is not there any more by its id.
func (v View) Title(id questionnaire.QuestionID) string {
	if f, ok := v.Result.Finding(id); ok {
		return f.Question.Title
	}
	return string(id)
}

// Words says in a line what the entry changed, and of an answer only what is new about it.
func (e Entry) Words(name Namer) string {
	e.Event = inert(e.Event)
	words := EventWords(e.Event, name)
	if e.Kind == assessment.Answered && e.Change.Answer != nil && e.Change.Answer.Reopened == "" {
		words = e.answered(name)
	}
	if e.Undoes != "" {
		return "took back a change: " + words
	}
	return words
}

// answered says what is new about an answer. Who cannot explain something is not told.
func (e Entry) answered(name Namer) string {
	is, was := *e.Change.Answer, assessment.Answer{}
	if e.Before != nil {
		was = *e.Before
	}
	words := []string{EventWords(e.Event, name)}
	switch {
	case is.Level == was.Level && is.Note != was.Note: // beside a new level, a note is no news
		words = append(words, or(is.Note, "a note", "no note"))
	case is.Level != was.Level && e.Before != nil:
		words[0] += ", was " + analysis.LevelWords(was.Level)
	}
	for _, news := range []struct {
		is, was, words string
	}{
		{is.Suggested, was.Suggested, "suggested by " + is.Suggested},
		{is.Owner, was.Owner, or(is.Owner, "owner "+is.Owner, "no owner")},
		{string(is.Due), string(was.Due), or(string(is.Due), "by "+string(is.Due), "no date")},
		{is.Reason, was.Reason, or(is.Reason, "because "+is.Reason, "no reason")},
		{is.Approver, was.Approver, or(is.Approver, "agreed by "+is.Approver, "nobody agreed")},
		{string(is.Check) + is.CheckBy, string(was.Check) + was.CheckBy, checkWords(is)},
		{yes(is.AIWritten), yes(was.AIWritten), or(yes(is.AIWritten), "written by an AI", "not written by an AI")},
		{is.Parked, was.Parked, or(is.Parked, "parked a remark", "no remark parked")},
	} {
		if news.is != news.was {
			words = append(words, news.words)
		}
	}
	for _, x := range is.Evidence {
		if !slices.Contains(was.Evidence, x) {
			words = append(words, fmt.Sprintf("shown: %s of %s", or(x.Reference, x.Reference, string(x.Kind)), x.Date))
		}
	}
	if len(is.Votes) > 0 && !slices.Equal(is.Votes, was.Votes) {
		words = append(words, fmt.Sprintf("%d voted", len(is.Votes)))
	}
	return strings.Join(words, "; ")
}

func checkWords(x assessment.Answer) string {
	if x.Check != assessment.CanExplain {
		return "asked who can explain it"
	}
	return or(x.CheckBy, x.CheckBy+" can explain it", "someone can explain it")
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// or returns the words for a text that is there, or those for one that is not.
func or(text, there, gone string) string {
	if text == "" {
		return gone
	}
	return there
}

// inert returns an event whose texts cannot steer a terminal. Each is made so by itself: in a sentence, a
// sequence that is not ended would take the words behind it along.
func inert(e assessment.Event) assessment.Event {
	e.By = textsafe.Line(e.By)
	texts := assessment.Texts(&e.Change)
	if !slices.ContainsFunc(texts, func(t assessment.Text) bool { return textsafe.Line(*t.Value) != *t.Value }) {
		return e
	}
	clean, err := e.Change.Clone()
	if err != nil {
		return e // it came out of a database, so it goes into one
	}
	for _, t := range assessment.Texts(&clean) {
		*t.Value = textsafe.Line(*t.Value)
	}
	e.Change = clean
	return e
}

// EventWords says in a line what an event set.
func EventWords(e assessment.Event, name Namer) string {
	e = inert(e)
	c := e.Change
	switch {
	case c.Redaction != nil:
		return redactionWords(*c.Redaction)
	case c.Shipment != nil:
		return momentWords(e, name)
	case c.Description != nil:
		return "described \"" + c.Description.Name + "\", next: " + analysis.StageWords(c.Description.Target)
	case e.Kind == assessment.FactsSaid:
		return factWords(c.Facts)
	case e.Kind == assessment.Attaching:
		var parts []string
		for _, q := range c.Questionnaires {
			parts = append(parts, string(q.ID)+" "+q.Version)
		}
		return "questionnaires: " + strings.Join(parts, ", ")
	case c.Answer != nil:
		words := name(c.Question) + ": " + analysis.LevelWords(c.Answer.Level)
		if c.Answer.Reopened != "" {
			words += " counts as claimed: " + c.Answer.Reopened
		}
		return words
	}
	return momentWords(e, name)
}

func factWords(facts map[questionnaire.FactID]questionnaire.Truth) string {
	var parts []string
	for _, t := range []questionnaire.Truth{questionnaire.Yes, questionnaire.No, questionnaire.Unsure} {
		for _, id := range slices.Sorted(maps.Keys(facts)) {
			if facts[id] == t {
				parts = append(parts, fmt.Sprintf("%s %s", id, t))
			}
		}
	}
	return "facts: " + or(strings.Join(parts, ", "), strings.Join(parts, ", "), "none said")
}

// momentWords is EventWords for what happens on a day.
func momentWords(e assessment.Event, name Namer) string {
	c := e.Change
	switch {
	case c.Session != nil && c.Session.Ended.IsZero():
		s := "s"
		if len(c.Session.Questions) == 1 {
			s = ""
		}
		return fmt.Sprintf("%s session of %d question%s", c.Session.Kind, len(c.Session.Questions), s)
	case c.Session != nil:
		return fmt.Sprintf("end of the %s session", c.Session.Kind)
	case c.SignOff != nil:
		return "signed: can it go to production? " + analysis.ReadyWords(c.SignOff.Ready) + or(c.SignOff.Words, ": "+c.SignOff.Words, "")
	case c.Acceptance != nil:
		names := make([]string, len(c.Acceptance.Questions))
		for i, id := range c.Acceptance.Questions {
			names[i] = name(id)
		}
		return fmt.Sprintf("accepted until %s: %s", c.Acceptance.Until, strings.Join(names, ", "))
	case c.Call != nil:
		return fmt.Sprintf("decided: %s for %s: %s", c.Call.Word, analysis.StageWords(c.Call.Stage), c.Call.Reason)
	case c.Shipment != nil && c.Shipment.Kind == assessment.ShipUsers:
		return fmt.Sprintf("used by %d people outside the team in the week to %s", c.Shipment.People, c.Shipment.On)
	case c.Shipment != nil && c.Shipment.Kind == assessment.ShipDemo:
		return "shown on " + string(c.Shipment.On)
	case c.Shipment != nil:
		return "deployed on " + string(c.Shipment.On)
	case c.Milestone != nil:
		return "milestone \"" + c.Milestone.Label + "\""
	}
	return string(e.Kind)
}

// redactionWords says what was taken out, and of which events.
func redactionWords(r assessment.Redaction) string {
	seqs := make([]string, len(r.Events))
	for i, x := range r.Events {
		seqs[i] = strconv.FormatUint(x.Seq, 10)
	}
	return fmt.Sprintf("took out of events %s: %s", strings.Join(seqs, ", "), strings.Join(r.Kinds, ", "))
}

// TakenBack says what an undo took back and whose it was: e is the event that Undo returned.
func TakenBack(e assessment.Event, name Namer) string {
	what := EventWords(e, name)
	if e.Kind == assessment.Attaching { // which leaves others attached
		what = "the change to " + what
	}
	return fmt.Sprintf("%s, of %s by %s", what, assessment.DateOf(e.At), Somebody(textsafe.Line(e.By)))
}

// DoneAgain says what holds again in v after Redo took back the undoing event e.
func DoneAgain(v View, e assessment.Event, name Namer) string {
	a, c := v.Assessment, &e.Change
	switch e.Kind {
	case assessment.Described:
		c.Description = &a.Description
	case assessment.FactsSaid:
		facts := map[questionnaire.FactID]questionnaire.Truth{}
		for id := range c.Facts {
			facts[id] = questionnaire.Unsure
			if truth, ok := a.Facts[id]; ok {
				facts[id] = truth
			}
		}
		c.Facts = facts
	case assessment.Attaching:
		c.Questionnaires = a.Questionnaires
	case assessment.Answered:
		x := a.Answers[c.Question]
		c.Answer = &x
	case assessment.SessionIs, assessment.Signed, assessment.Accepted, assessment.Decided, assessment.Shipped, assessment.Marked, assessment.Redacting:
	}
	return EventWords(e, name)
}

// Somebody returns a name, or the words for a person who was not named.
func Somebody(name string) string { return or(name, name, "nobody named") }
