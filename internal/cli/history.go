package cli

import (
	"time"

	"github.com/spf13/cobra"

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
				t.add(e.At.UTC().Format("2006-01-02 15:04"), nobody(e.By), e.Words(app.ByID))
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
	if given := givenIn(e.Change); given != nil && a.Seq == e.Seq {
		return given
	}
	switch {
	case e.Change.Description != nil && a.Seq > 0:
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

// givenIn returns what has no before: a person said it on a day.
func givenIn(c assessment.Change) any {
	switch {
	case c.SignOff != nil:
		return c.SignOff
	case c.Acceptance != nil:
		return c.Acceptance
	case c.Call != nil:
		return c.Call
	case c.Shipment != nil:
		return c.Shipment
	case c.Milestone != nil:
		return c.Milestone
	}
	return nil
}

// nobody stands for a person who was not named.
func nobody(name string) string { return app.Somebody(name) }
