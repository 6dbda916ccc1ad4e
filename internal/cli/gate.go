package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
)

// gating is how a gate is asked for.
type gating struct {
	stage    questionnaire.Stage
	as       format
	baseline string // a milestone or a file
	maxAge   int
	verbose  bool
}

func (p *program) gateCommand() *cobra.Command {
	o := gating{as: asText}
	cmd := &cobra.Command{
		Use:   "gate ID",
		Short: "Tell whether a stage is reached: exit 0 if it is, 1 if not",
		Long: `Tells whether the system has reached a stage, and what holds it back. The exit code
is 0 if the stage is reached, with accepted risks or without, 1 if it is not yet or
nobody knows, and 2 if that could not be found out. With --no-worse-than only what is
worse than it was shuts the gate, so that it can be put before a system that is old
already. Put it before the step that lets people in, not before every deployment.`,
		Example: `  prodfirst gate ticket-shop
  prodfirst gate ticket-shop --stage public-launch --format json
  prodfirst gate --file .prodfirst/ticket-shop.json --format github --max-age 90
  prodfirst gate ticket-shop --no-worse-than "first review"`,
		Args:              p.onSystem(1, 1),
		ValidArgsFunction: p.complete(p.systemIDs),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.maxAge < 0 {
				return fmt.Errorf("--max-age %d: a number of days", o.maxAge)
			}
			v, _, err := p.look(cmd.Context(), args)
			if err != nil {
				return err
			}
			want := app.GateOptions{Stage: o.stage, MaxAge: o.maxAge}
			if o.baseline != "" {
				then, err := p.baseline(cmd.Context(), v, o)
				if err != nil {
					return err
				}
				want.Baseline = &then
			}
			return p.gate(v.Gate(want), o)
		},
	}
	choose(cmd, &o.stage, "stage", "stage", questionnaire.Stages(), "the stage, by default the one the system aims at")
	choose(cmd, &o.as, "format", "format", []format{asText, asJSON, asGitHub, asJUnit}, "how to write it")
	p.fileFlag(cmd)
	f := cmd.Flags()
	f.StringVar(&o.baseline, "no-worse-than", "", "open unless something is worse than at this `MILESTONE`, or in this exported FILE")
	f.IntVar(&o.maxAge, "max-age", 0, "shut if the last answer is older than so many `DAYS`")
	f.BoolVar(&o.verbose, "verbose", false, "name every question that was not asked")
	p.completeFlag(cmd, "no-worse-than", p.milestoneLabels)
	return cmd
}

// baseline returns what the gate compares with: an export as it was judged when it was last
// changed, or a milestone of the same system.
func (p *program) baseline(ctx context.Context, now app.View, o gating) (app.View, error) {
	then, err := p.baselineView(ctx, now, o.baseline)
	if err != nil {
		return app.View{}, err
	}
	if then.Assessment.ID != now.Assessment.ID {
		return app.View{}, hinted(fmt.Errorf("the baseline is of %q, not of %q", then.Assessment.ID, now.Assessment.ID),
			"--no-worse-than needs a milestone or an export of the same system.")
	}
	if o.stage != "" {
		then.Assessment.Description.Target = o.stage
	} else {
		then.Assessment.Description.Target = now.Result.Target
	}
	return then.AsOf(then.Result.At), nil
}

func (p *program) baselineView(ctx context.Context, now app.View, name string) (app.View, error) {
	if _, err := os.Stat(name); err == nil {
		file := p.file
		then, err := p.openFile(name)
		p.file = file
		return then.AsOf(then.Assessment.Changed), err
	}
	s, err := p.app()
	if err != nil {
		return app.View{}, err
	}
	var then app.View
	if p.file == "" {
		then, err = s.At(ctx, now.Assessment.ID, name)
	} else {
		var data []byte
		if data, err = p.readFile(p.file, app.MaxExport); err == nil {
			then, err = s.FileAt(data, name)
		}
	}
	if unknown, ok := errors.AsType[*app.UnknownError](err); ok && unknown.Kind == "milestone" {
		return then, hinted(err, "There is no file of that name either.")
	}
	return then, err
}

// gate writes what a gate says, and returns errNo if it is shut.
func (p *program) gate(g app.Gate, o gating) error {
	switch o.as {
	case asJSON:
		if err := p.json(gated(g)); err != nil {
			return err
		}
	case asGitHub:
		p.printGitHub(g)
	case asJUnit:
		p.printJUnit(g)
	case asText, asMarkdown, asHTML, asCSV: // the last three cannot be chosen
		p.printGate(g, o.verbose)
	}
	if !g.Open {
		return errNo
	}
	return nil
}

func (p *program) printGate(g app.Gate, verbose bool) {
	v, r := g.View, g.View.Result
	for _, line := range headline(g) {
		p.print("%s", line)
	}
	if off := r.OffWords(g.Verdict); off != "" {
		p.print("%s", off)
	}
	if g.TooOld != "" {
		p.print("%s", g.TooOld)
	}
	var t table
	for _, f := range g.Shut {
		t.add(string(f.Decision), string(f.Question.ID), f.State.Words(), whoWords(f.Answer))
	}
	for _, id := range g.Verdict.Accepted {
		f, _ := r.Finding(id)
		t.add("accepted", string(id), f.State.Words(), fmt.Sprintf("by %s until %s", f.Acceptance.By, f.Acceptance.Until))
	}
	if len(g.Unasked) > 0 {
		t.add("ask", unasked(g.Unasked, verbose))
	}
	if len(t.rows) > 0 {
		p.print("\n%s", gateRows(t))
	}
	p.print("\n%s", dates(g))
	if len(g.Shut) > 0 {
		p.say("hint: prodfirst why %s %s", p.again(v), g.Shut[0].Question.ID)
	} else if len(g.Unasked) > 0 {
		p.say("hint: prodfirst assess %s --session standard", v.Assessment.ID)
	}
}

// headline says what the gate is, and on how many answers that rests.
func headline(g app.Gate) []string {
	text := fmt.Sprintf("%s: %s %s%s", g.View.Assessment.Description.Name, stageWords(g.Verdict.Stage),
		strings.ToUpper(g.Verdict.Outcome.Words()), anchors(g.View.Result, g.Verdict))
	if g.Baseline == nil {
		return []string{text}
	}
	since := assessment.DateOf(g.Baseline.Result.At)
	if n := len(g.Shut) + len(g.Unasked); n > 0 {
		return []string{text, fmt.Sprintf("%s worse than on %s.", count(n, "question"), since)}
	}
	return []string{text, fmt.Sprintf("Nothing is worse than on %s.", since)}
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

// unasked names what has to be asked before the gate can open: two questions, or all.
func unasked(questions []analysis.Finding, all bool) string {
	blockers := 0
	var names []string
	for _, f := range questions {
		if f.Severity == questionnaire.Blocker {
			blockers++
		}
		names = append(names, string(f.Question.ID))
	}
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

// dates says how old the answers are, and what will end soon.
func dates(g app.Gate) string {
	v := g.View
	age := days(assessment.DateOf(v.Assessment.Changed), v.Result.Today)
	if age != "today" {
		age += " old"
	}
	text := fmt.Sprintf("nothing expires within %d days", report.Soon)
	if len(g.Ending) > 0 {
		ending := make([]string, len(g.Ending))
		for i, e := range g.Ending {
			ending[i] = fmt.Sprintf("%s (%s)", e.Question, e.On)
		}
		text = fmt.Sprintf("warning: expires within %d days: %s", report.Soon, strings.Join(ending, ", "))
	}
	return fmt.Sprintf("answers of %s UTC, %s; %s", v.Assessment.Changed.UTC().Format("2006-01-02 15:04"), age, text)
}

// gateJSON is what gate writes as JSON.
type gateJSON struct {
	Schema  int             `json:"schema"`
	System  assessment.ID   `json:"system"`
	Judged  assessment.Date `json:"judged"` // UTC
	Open    bool            `json:"open"`   // exit code 0
	Changed assessment.Date `json:"changed"`
	report.FileVerdict
	Gaps       []gapJSON                  `json:"gaps"` // the blocking and the accepted ones
	Baseline   assessment.Date            `json:"no_worse_than,omitempty"`
	Worse      []questionnaire.QuestionID `json:"worse,omitempty"`   // than at the baseline
	TooOld     string                     `json:"too_old,omitempty"` // a sentence
	Ending     []endingJSON               `json:"ending,omitempty"`  // within 14 days
	ValidUntil assessment.Date            `json:"valid_until,omitempty"`
}

type endingJSON struct {
	Question questionnaire.QuestionID `json:"question"`
	Accepted bool                     `json:"accepted,omitempty"` // an acceptance ends, and not evidence
	On       assessment.Date          `json:"on"`
}

func gated(g app.Gate) gateJSON {
	v := g.View
	j := gateJSON{
		Schema: schemaNumber, System: v.Assessment.ID, Judged: v.Result.Today, Open: g.Open,
		Changed: assessment.DateOf(v.Assessment.Changed), Gaps: []gapJSON{}, TooOld: g.TooOld, ValidUntil: v.Result.ValidUntil,
	}
	for _, file := range report.NewFile(v.Input(), v.Result).Verdicts {
		if file.Stage == g.Verdict.Stage {
			j.FileVerdict = file
		}
	}
	for _, gap := range gapList(v).Gaps {
		if slices.Contains(g.Verdict.Blocking, gap.Question) || slices.Contains(g.Verdict.Accepted, gap.Question) {
			j.Gaps = append(j.Gaps, gap)
		}
	}
	if g.Baseline != nil {
		j.Baseline = assessment.DateOf(g.Baseline.Result.At)
		for _, f := range slices.Concat(g.Shut, g.Unasked) {
			j.Worse = append(j.Worse, f.Question.ID)
		}
	}
	for _, e := range g.Ending {
		j.Ending = append(j.Ending, endingJSON(e))
	}
	return j
}
