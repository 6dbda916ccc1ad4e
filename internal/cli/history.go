package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// historyJSON is what history writes as JSON.
type historyJSON struct {
	Schema int           `json:"schema"`
	System assessment.ID `json:"system"`
	Events []eventJSON   `json:"events"` // all there are, oldest first
}

// eventJSON is one change. Before and After hold the one thing that the kind names: an answer as a
// whole, a description, facts, questionnaires, a session; a sign-off, an acceptance or a milestone has no
// before.
type eventJSON struct {
	ID       assessment.EventID       `json:"id"`
	Seq      uint64                   `json:"seq"`
	At       time.Time                `json:"at"`
	By       string                   `json:"by"`
	Kind     assessment.Kind          `json:"kind"`
	Undoes   assessment.EventID       `json:"undoes,omitempty"`
	Question questionnaire.QuestionID `json:"question,omitempty"`
	Before   any                      `json:"before,omitempty"`
	After    any                      `json:"after,omitempty"`
}

func (p *program) historyCommand() *cobra.Command {
	var as format
	cmd := &cobra.Command{
		Use:   "history ID",
		Short: "List every change: who, when, before and after",
		Long: `Lists everything that was ever changed, oldest first, after checking that nothing
is missing from it. As JSON it is complete, with each answer before and after.`,
		Example: `  prodfirst history ticket-shop
  prodfirst history ticket-shop --format json`,
		Args:              takes(1, 1),
		ValidArgsFunction: p.complete(p.systemIDs),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := p.app()
			if err != nil {
				return err
			}
			entries, err := s.History(cmd.Context(), assessment.ID(args[0]))
			if err != nil {
				return err
			}
			if as == asJSON {
				return p.json(historyJSON{schemaNumber, assessment.ID(args[0]), events(assessment.ID(args[0]), entries)})
			}
			var t table
			for _, e := range entries {
				t.add(e.At.UTC().Format("2006-01-02 15:04"), nobody(e.By), entryWords(e))
			}
			p.print("%s", t.block())
			return nil
		},
	}
	formatFlag(cmd, &as)
	return cmd
}

// events returns the entries with what was before and after each.
func events(id assessment.ID, entries []app.Entry) []eventJSON {
	list := make([]eventJSON, len(entries))
	a := assessment.Assessment{ID: id}
	for i, e := range entries {
		j := eventJSON{
			ID: e.ID, Seq: e.Seq, At: e.At, By: e.By, Kind: e.Kind, Undoes: e.Undoes, Question: e.Change.Question,
		}
		if e.Kind == assessment.Answered {
			j.After = e.Change.Answer
			if e.Before != nil {
				j.Before = e.Before
			}
		} else {
			before := a
			a = assessment.Apply(a, e.Event)
			j.Before, j.After = part(before, e), part(a, e)
		}
		list[i] = j
	}
	return list
}

// part returns the one thing of an assessment that an entry changed, nil if it is not there.
func part(a assessment.Assessment, e app.Entry) any {
	c := e.Change
	switch {
	case c.SignOff != nil && a.Seq == e.Seq:
		return c.SignOff
	case c.Acceptance != nil && a.Seq == e.Seq:
		return c.Acceptance
	case c.Call != nil && a.Seq == e.Seq:
		return c.Call
	case c.Shipment != nil && a.Seq == e.Seq:
		return c.Shipment
	case c.Milestone != nil && a.Seq == e.Seq:
		return c.Milestone
	case c.Description != nil && a.Seq > 0:
		return a.Description
	case e.Kind == assessment.FactsSaid && a.Facts != nil:
		return a.Facts
	case e.Kind == assessment.Attaching && a.Questionnaires != nil:
		return a.Questionnaires
	case e.Kind == assessment.SessionIs && a.Session != nil:
		return a.Session
	}
	return nil
}

// entryWords says in a line what an entry changed.
func entryWords(e app.Entry) string {
	words := eventWords(e.Event)
	if e.Kind == assessment.Answered && e.Before != nil && e.Before.Level != e.Change.Answer.Level {
		words = fmt.Sprintf("%s: %s, was %s", e.Change.Question,
			analysis.LevelWords(e.Change.Answer.Level), analysis.LevelWords(e.Before.Level))
	}
	if e.Undoes != "" {
		return "took back a change: " + words
	}
	return words
}

// eventWords says in a line what an event set.
func eventWords(e assessment.Event) string {
	c := e.Change
	switch {
	case c.Shipment != nil:
		return momentWords(e)
	case c.Description != nil:
		return fmt.Sprintf("described %q, next: %s", c.Description.Name, stageWords(c.Description.Target))
	case e.Kind == assessment.FactsSaid:
		var parts []string
		for _, t := range truths() {
			for _, id := range sorted(c.Facts) {
				if c.Facts[id] == t {
					parts = append(parts, fmt.Sprintf("%s %s", id, t))
				}
			}
		}
		if len(parts) == 0 {
			return "facts: none said"
		}
		return "facts: " + strings.Join(parts, ", ")
	case e.Kind == assessment.Attaching:
		var parts []string
		for _, q := range c.Questionnaires {
			parts = append(parts, string(q.ID)+" "+q.Version)
		}
		return "questionnaires: " + strings.Join(parts, ", ")
	case c.Answer != nil:
		words := fmt.Sprintf("%s: %s", c.Question, analysis.LevelWords(c.Answer.Level))
		if c.Answer.Reopened != "" {
			words += " counts as claimed: " + c.Answer.Reopened
		}
		return words
	}
	return momentWords(e)
}

// momentWords is eventWords for what happens on a day.
func momentWords(e assessment.Event) string {
	c := e.Change
	switch {
	case c.Session != nil && c.Session.Ended.IsZero():
		return fmt.Sprintf("%s session of %s", c.Session.Kind, count(len(c.Session.Questions), "question"))
	case c.Session != nil:
		return fmt.Sprintf("end of the %s session", c.Session.Kind)
	case c.SignOff != nil:
		return fmt.Sprintf("signed: can it go to production? %s %s", c.SignOff.Ready, c.SignOff.Words)
	case c.Acceptance != nil:
		return fmt.Sprintf("accepted until %s: %s", c.Acceptance.Until, strings.Join(texts(c.Acceptance.Questions), ", "))
	case c.Call != nil:
		return fmt.Sprintf("decided: %s for %s: %s", c.Call.Word, stageWords(c.Call.Stage), c.Call.Reason)
	case c.Shipment != nil && c.Shipment.Kind == assessment.ShipUsers:
		return fmt.Sprintf("used by %d people outside the team in the week to %s", c.Shipment.People, c.Shipment.On)
	case c.Shipment != nil:
		return fmt.Sprintf("%s on %s", c.Shipment.Kind, c.Shipment.On)
	case c.Milestone != nil:
		return fmt.Sprintf("milestone %q", c.Milestone.Label)
	}
	return string(e.Kind)
}

// nobody stands for a person who was not named.
func nobody(name string) string {
	if name == "" {
		return "nobody named"
	}
	return name
}
