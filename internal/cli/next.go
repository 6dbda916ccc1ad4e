package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
)

// nextJSON is what next writes as JSON.
type nextJSON struct {
	Schema int             `json:"schema"`
	System assessment.ID   `json:"system"`
	Judged assessment.Date `json:"judged"` // UTC
	Steps  []stepJSON      `json:"steps"`  // at most three
	Ask    askJSON         `json:"ask"`
}

// stepJSON is one step to do now.
type stepJSON struct {
	report.FileStep
	FirstAction string `json:"first_action"`
	DoneWhen    string `json:"done_when"`
	Then        string `json:"then"` // what would change if it were done
}

func (p *program) nextCommand() *cobra.Command {
	return p.looking(&cobra.Command{
		Use:   "next ID",
		Short: "Say what to do next: at most three steps",
		Long: `Prints the next steps in full: what to do first, when it is done, who does it, why
it comes now, and what changes when it is done.`,
		Example: `  prodfirst next ticket-shop
  prodfirst next ticket-shop --format json
  prodfirst next --file ticket-shop.json`,
	}, func(v app.View) any { return nextSteps(v) }, p.printNext)
}

func nextSteps(v app.View) nextJSON {
	next := nextJSON{
		Schema: schemaNumber, System: v.Assessment.ID, Judged: v.Result.Today,
		Steps: []stepJSON{}, Ask: toAsk(v.Result),
	}
	for _, s := range report.NewFile(v.Input(), v.Result).Steps {
		if !s.Now {
			continue
		}
		f, _ := v.Result.Finding(s.Question)
		_, first := f.FirstAction(s.Kind)
		next.Steps = append(next.Steps, stepJSON{s, first, f.DoneWhen(s.Kind), whatIf(v, s.Question)})
	}
	return next
}

// whatIf says what changes when the step for a question is done.
func whatIf(v app.View, id questionnaire.QuestionID) string {
	return analysis.Difference(v.Result, analysis.WhatIf(v.Input(), id))
}

func (p *program) printNext(v app.View) {
	r := v.Result
	steps := r.NowSteps()
	glossed := map[analysis.Decision]bool{}
	for i, s := range steps {
		f, _ := r.Finding(s.Question)
		gloss := ""
		if !glossed[f.Decision] {
			gloss = " (" + f.Decision.Gloss() + ")"
		}
		glossed[f.Decision] = true
		p.print("%d. %s%s: %s", i+1, f.Decision, gloss, f.Title(s.Kind))
		for _, id := range s.First {
			first, _ := r.Finding(id)
			p.print("%s", wrapped("   First:     ", fmt.Sprintf("%s (%s).", analysis.LowerFirst(first.Question.Title), id)))
		}
		verb, action := f.FirstAction(s.Kind)
		p.print("%s", wrapped(fmt.Sprintf("   %-10s ", verb+":"), action))
		p.print("%s", wrapped("   Done when: ", ended(report.UpperFirst(f.DoneWhen(s.Kind)))))
		p.print("   Who:       %s", whoWords(f.Answer))
		p.print("%s", wrapped("   Why:       ", report.UpperFirst(s.Reason)+"."))
		p.print("%s", wrapped("   If done:   ", whatIf(v, s.Question)))
		p.print("   See:       prodfirst why %s %s\n", p.again(v), s.Question)
	}
	ask := report.Asking(r)
	switch rest := restWords(r); {
	case rest != "":
		p.print("Then: %s.", rest)
	case len(steps) == 0 && ask == "":
		p.print("Nothing is left to do before %s.", theStage(r.Target))
	}
	if ask != "" {
		p.print("Ask: %s.", strings.TrimSuffix(ask, "."))
	}
}
