package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
)

// soon is how many days ahead the gate looks for what will end.
const soon = 14

// gateJSON is what gate writes as JSON.
type gateJSON struct {
	Schema  int             `json:"schema"`
	System  assessment.ID   `json:"system"`
	Judged  assessment.Date `json:"judged"` // UTC
	Open    bool            `json:"open"`   // exit code 0
	Changed assessment.Date `json:"changed"`
	report.FileVerdict
	Gaps       []gapJSON       `json:"gaps"` // the blocking and the accepted ones
	ValidUntil assessment.Date `json:"valid_until,omitempty"`
}

func (p *program) gateCommand() *cobra.Command {
	var o struct {
		stage   questionnaire.Stage
		as      format
		verbose bool
	}
	cmd := &cobra.Command{
		Use:   "gate ID",
		Short: "Tell whether a stage is reached: exit 0 if it is, 1 if not",
		Long: `Tells whether the system has reached a stage, and what holds it back. The exit code
is 0 if the stage is reached, with accepted risks or without, 1 if it is not yet or
nobody knows, and 2 if that could not be found out.`,
		Example: `  prodfirst gate ticket-shop
  prodfirst gate ticket-shop --stage public-launch --format json`,
		Args:              takes(1, 1),
		ValidArgsFunction: p.complete(p.systemIDs),
		RunE: func(cmd *cobra.Command, args []string) error {
			_, v, err := p.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if o.stage != "" {
				v = aimedAt(v, o.stage)
			}
			verdict := v.Result.Verdict(v.Result.Target)
			if o.as == asJSON {
				if err := p.json(gated(v, verdict)); err != nil {
					return err
				}
			} else {
				p.printGate(v, verdict, o.verbose)
			}
			if !verdict.Outcome.Open() {
				return errNo
			}
			return nil
		},
	}
	choose(cmd, &o.stage, "stage", "stage", questionnaire.Stages(), "the stage, by default the one the system aims at")
	formatFlag(cmd, &o.as)
	cmd.Flags().BoolVar(&o.verbose, "verbose", false, "name every question that was not asked")
	return cmd
}

// aimedAt returns the view as if the system aimed at a stage, so that the decision words speak of it.
func aimedAt(v app.View, stage questionnaire.Stage) app.View {
	v.Assessment.Description.Target = stage
	v.Result = analysis.Judge(v.Input())
	return v
}

func gated(v app.View, verdict analysis.Verdict) gateJSON {
	g := gateJSON{
		Schema: schemaNumber, System: v.Assessment.ID, Judged: v.Result.Today, Open: verdict.Outcome.Open(),
		Changed: assessment.DateOf(v.Assessment.Changed), Gaps: []gapJSON{}, ValidUntil: v.Result.ValidUntil,
	}
	for _, file := range report.NewFile(v.Input(), v.Result).Verdicts {
		if file.Stage == verdict.Stage {
			g.FileVerdict = file
		}
	}
	for _, gap := range gapList(v).Gaps {
		if slices.Contains(verdict.Blocking, gap.Question) || slices.Contains(verdict.Accepted, gap.Question) {
			g.Gaps = append(g.Gaps, gap)
		}
	}
	return g
}

func (p *program) printGate(v app.View, verdict analysis.Verdict, verbose bool) {
	r := v.Result
	p.print("%s: %s %s%s", v.Assessment.Description.Name, stageWords(verdict.Stage),
		strings.ToUpper(verdict.Outcome.Words()), anchors(r, verdict))
	if off := r.OffWords(verdict); off != "" {
		p.print("%s", off)
	}
	var t table
	for _, id := range verdict.Blocking {
		f, _ := r.Finding(id)
		t.add(string(f.Decision), string(id), f.State.Words(), whoWords(f.Answer))
	}
	for _, id := range verdict.Accepted {
		f, _ := r.Finding(id)
		t.add("accepted", string(id), f.State.Words(), fmt.Sprintf("by %s until %s", f.Acceptance.By, f.Acceptance.Until))
	}
	if len(verdict.Unasked) > 0 {
		t.add("ask", unasked(r, verdict, verbose))
	}
	if len(t.rows) > 0 {
		p.print("\n%s", gateRows(t))
	}
	p.print("\n%s", dates(v))
	if len(verdict.Blocking) > 0 {
		p.say("hint: prodfirst why %s %s", v.Assessment.ID, verdict.Blocking[0])
	} else if len(verdict.Unasked) > 0 {
		p.say("hint: prodfirst assess %s --session standard", v.Assessment.ID)
	}
}

// gateRows aligns the rows; what is to be asked is a sentence and must not widen the columns.
func gateRows(t table) block {
	last := len(t.rows) - 1
	if t.rows[last][0] != "ask" {
		return t.block()
	}
	ask := t.rows[last][1]
	t.rows[last] = []string{"ask", ""}
	return t.block() + block(strings.Repeat(" ", max(2, column(t)-len("ask")))+ask)
}

// column returns where the second column of a table starts.
func column(t table) int {
	width := 0
	for _, row := range t.rows {
		width = max(width, len(row[0])+2)
	}
	return width
}

// anchors counts the answers that the verdict rests on.
func anchors(r analysis.Result, v analysis.Verdict) string {
	if v.Outcome.Open() {
		return ". " + report.Counted("blockers due", v.Blockers)
	}
	open, claimed := 0, 0
	for _, id := range v.Blocking {
		if f, _ := r.Finding(id); f.State == analysis.Claimed {
			claimed++
		} else {
			open++
		}
	}
	return fmt.Sprintf(" (%d open, %d claimed, %d not asked)", open, claimed, len(v.Unasked))
}

// unasked names what has to be asked before the stage can be judged: two of them, or all.
func unasked(r analysis.Result, v analysis.Verdict, all bool) string {
	blockers := 0
	var names []string
	for _, id := range v.Unasked {
		if f, _ := r.Finding(id); f.Severity == questionnaire.Blocker {
			blockers++
		}
		names = append(names, string(id))
	}
	slices.SortStableFunc(names, func(a, b string) int { return rank(r, a) - rank(r, b) })
	var parts []string
	if blockers > 0 {
		parts = append(parts, count(blockers, "blocker"))
	}
	if highs := len(names) - blockers; highs > 0 {
		parts = append(parts, count(highs, "high"))
	}
	if few := 2; !all && len(names) > few+1 {
		names = append(names[:few], fmt.Sprintf("%d more (--verbose)", len(names)-few))
	}
	return strings.Join(parts, ", ") + ": " + strings.Join(names, ", ")
}

// rank puts blockers first.
func rank(r analysis.Result, id string) int {
	f, _ := r.Finding(questionnaire.QuestionID(id))
	return slices.Index(questionnaire.Severities(), f.Severity)
}

// dates says how old the answers are, and what will end soon.
func dates(v app.View) string {
	r := v.Result
	age := days(assessment.DateOf(v.Assessment.Changed), r.Today)
	if age != "today" {
		age += " old"
	}
	var ending []string
	for _, f := range r.Findings {
		until := f.Expires
		if f.Acceptance != nil {
			until = f.Acceptance.Until
		}
		if f.Applies != questionnaire.No && until != "" && until <= r.Today.Add(soon) {
			ending = append(ending, fmt.Sprintf("%s (%s)", f.Question.ID, until))
		}
	}
	text := fmt.Sprintf("nothing expires within %d days", soon)
	if len(ending) > 0 {
		text = fmt.Sprintf("expires within %d days: %s", soon, strings.Join(ending, ", "))
	}
	return fmt.Sprintf("answers of %s UTC, %s; %s", v.Assessment.Changed.UTC().Format("2006-01-02 15:04"), age, text)
}
