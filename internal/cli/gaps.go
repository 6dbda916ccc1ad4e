package cli

import (
	"github.com/spf13/cobra"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// gapsJSON is what gaps writes as JSON.
type gapsJSON struct {
	Schema   int             `json:"schema"`
	System   assessment.ID   `json:"system"`
	Judged   assessment.Date `json:"judged"` // UTC
	Gaps     []gapJSON       `json:"gaps"`   // in the order of the plan
	NotAsked askJSON         `json:"not_asked"`
}

// gapJSON is one gap with its decision.
type gapJSON struct {
	Question questionnaire.QuestionID `json:"question"`
	Title    string                   `json:"title"`
	Decision analysis.Decision        `json:"decision"`
	State    analysis.State           `json:"state"`
	Severity questionnaire.Severity   `json:"severity"`  // after escalation
	StageDue analysis.Due             `json:"stage_due"` // seen from the target
	Owner    string                   `json:"owner,omitempty"`
	Due      assessment.Date          `json:"due,omitempty"`
	Accepted assessment.Date          `json:"accepted_until,omitempty"`
	Reason   string                   `json:"reason"` // why it has its place
}

// askJSON is what was not asked yet: all that is due, and the blockers among it.
type askJSON struct {
	Due      []questionnaire.QuestionID `json:"due"`
	Blockers []questionnaire.QuestionID `json:"blockers"`
}

func (p *program) gapsCommand() *cobra.Command {
	return p.looking(&cobra.Command{
		Use:   "gaps ID",
		Short: "List the gaps with their decisions, most urgent first",
		Long: `Lists every question that was asked and is not held: unknown, none, partial or only
claimed. The order is that of the plan.`,
		Example: `  prodfirst gaps ticket-shop
  prodfirst gaps ticket-shop --format json
  prodfirst gaps --file ticket-shop.json`,
	}, func(v app.View) any { return gapList(v) }, func(v app.View) { p.printGaps(v.Result) })
}

func gapList(v app.View) gapsJSON {
	list := gapsJSON{
		Schema: schemaNumber, System: v.Assessment.ID, Judged: v.Result.Today,
		Gaps: []gapJSON{}, NotAsked: toAsk(v.Result),
	}
	for _, step := range v.Result.Plan {
		f, _ := v.Result.Finding(step.Question)
		gap := gapJSON{
			Question: f.Question.ID, Title: f.Question.Title, Decision: f.Decision, State: f.State,
			Severity: f.Severity, StageDue: f.Due, Owner: f.Answer.Owner, Due: f.Answer.Due, Reason: step.Reason,
		}
		if f.Acceptance != nil {
			gap.Accepted = f.Acceptance.Until
		}
		list.Gaps = append(list.Gaps, gap)
	}
	return list
}

func toAsk(r analysis.Result) askJSON {
	none := []questionnaire.QuestionID{}
	return askJSON{Due: append(none, r.Ask.Due...), Blockers: append(none, r.Ask.Blockers...)}
}

func (p *program) printGaps(r analysis.Result) {
	gaps := r.Gaps()
	var t, glosses table
	shown := map[analysis.Decision]bool{}
	for _, f := range gaps {
		who := whoWords(f.Answer)
		if f.Acceptance != nil {
			who = "accepted until " + string(f.Acceptance.Until)
		}
		t.add(string(f.Decision), string(f.Question.ID), f.State.Words(), who, f.Question.Title)
		shown[f.Decision] = true
	}
	for _, d := range analysis.Decisions() {
		if shown[d] {
			glosses.add(string(d), d.Gloss())
		}
	}
	if len(gaps) > 0 {
		p.print("%s\n\n%s", t.block(), glosses.block())
	} else {
		p.print("No gap among the questions that were asked.")
	}
	if n := len(r.Ask.Due); n > 0 {
		p.print("\nNot asked yet: %d of %d questions due, %d of them blockers.",
			n, r.Verdict(r.Target).Due.Of, len(r.Ask.Blockers))
	}
}
