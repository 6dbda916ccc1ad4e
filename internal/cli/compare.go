package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// comparisonJSON is what compare writes as JSON.
type comparisonJSON struct {
	Schema   int                        `json:"schema"`
	System   assessment.ID              `json:"system"`
	From     pointJSON                  `json:"from"`
	To       pointJSON                  `json:"to"`
	Verdicts []verdictShiftJSON         `json:"verdicts"`
	Gained   []shiftJSON                `json:"gained"`
	Lost     []shiftJSON                `json:"lost"`
	FoundOut []shiftJSON                `json:"found_out"`
	Expired  []shiftJSON                `json:"expired"`
	Asked    []shiftJSON                `json:"asked"`
	Scope    []shiftJSON                `json:"scope"`
	Reworded []shiftJSON                `json:"reworded"`
	Added    []questionnaire.QuestionID `json:"questions_added"`
	Removed  []questionnaire.QuestionID `json:"questions_removed"`
}

type pointJSON struct {
	Label        string          `json:"label"`
	Judged       assessment.Date `json:"judged"`
	Proven       int             `json:"proven"`
	Held         int             `json:"held"`
	Due          int             `json:"due"`
	OpenBlockers int             `json:"open_blockers"`
	Unasked      int             `json:"unasked_blockers"`
	Blockers     int             `json:"blockers"`
}

type verdictShiftJSON struct {
	Stage  questionnaire.Stage `json:"stage"`
	Before analysis.Outcome    `json:"before"`
	After  analysis.Outcome    `json:"after"`
}

type shiftJSON struct {
	Question questionnaire.QuestionID `json:"question"`
	Title    string                   `json:"title"`
	Severity questionnaire.Severity   `json:"severity"`
	Before   analysis.State           `json:"before"`
	After    analysis.State           `json:"after"`
	By       string                   `json:"by,omitempty"`
	On       assessment.Date          `json:"on,omitempty"`
}

func (p *program) compareCommand() *cobra.Command {
	var as format
	cmd := &cobra.Command{
		Use:   "compare ID [FROM [TO]]",
		Short: "Say what changed between two milestones, or since one",
		Long: `Says what changed from one milestone to another, or to now: what was gained, lost and found
out, which evidence has expired, what was asked for the first time, and apart from that what changed
about the questions themselves. FROM is by default the latest milestone before TO, TO is now.`,
		Example: `  prodfirst compare ticket-shop
  prodfirst compare ticket-shop "before the restore drill"
  prodfirst compare ticket-shop "first review" "second review" --format json`,
		Args:              takes(1, 3),
		ValidArgsFunction: p.complete(p.systemIDs, p.milestoneLabels),
		RunE: func(cmd *cobra.Command, args []string) error {
			from, to := "", ""
			if len(args) > 1 {
				from = args[1]
			}
			if len(args) > 2 {
				to = args[2]
			}
			s, err := p.app()
			if err != nil {
				return err
			}
			c, err := s.Compare(cmd.Context(), assessment.ID(args[0]), from, to)
			if err != nil {
				return unmarked(err, args[0])
			}
			if err := p.noteRedacted(cmd.Context(), s, assessment.ID(args[0]), c.From.Label, c.To.Label); err != nil {
				return err
			}
			if as == asJSON {
				return p.json(compared(assessment.ID(args[0]), c))
			}
			p.printComparison(c)
			return nil
		},
	}
	formatFlag(cmd, &as)
	return cmd
}

// unmarked says how a milestone is made, if there is none to compare with.
func unmarked(err error, id string) error {
	if _, other := err.(*app.UnknownError); other { //nolint:errorlint // a milestone's error is not wrapped
		return err
	}
	return hinted(err, fmt.Sprintf(`prodfirst milestone %s "LABEL" names the present state`, id))
}

func (p *program) milestoneLabels(cmd *cobra.Command, args []string) []string {
	s, err := p.quiet()
	if err != nil || len(args) == 0 {
		return nil
	}
	v, err := s.Open(cmd.Context(), assessment.ID(args[0]))
	if err != nil {
		return nil
	}
	labels := []string{app.Now}
	for _, m := range v.Assessment.Milestones {
		labels = append(labels, m.Label)
	}
	return labels
}

func (p *program) printComparison(c analysis.Comparison) {
	p.print("From %q (%s) to %q (%s)", c.From.Label, c.From.On, c.To.Label, c.To.On)
	if c.ReadyChanged {
		p.print("Ready for: %s, was %s.", stageWords(c.ReadyFor[1]), stageWords(c.ReadyFor[0]))
	}
	for _, v := range c.Verdicts {
		p.print("%s: %s, was %s.", stageWords(v.Stage), v.After.Words(), v.Before.Words())
	}
	p.print("Proven: %d of %d due, was %d of %d. Open blockers: %d of %d due, was %d of %d; not asked: %d, was %d.",
		c.To.Proven, c.To.Due, c.From.Proven, c.From.Due,
		c.To.OpenBlockers, c.To.Blockers, c.From.OpenBlockers, c.From.Blockers, c.To.Unasked, c.From.Unasked)
	if c.Empty() {
		p.print("\nNothing changed.")
		return
	}
	for _, list := range []struct {
		title  string
		shifts []analysis.Shift
	}{
		{"Gained", c.Gained},
		{"Found out", c.FoundOut},
		{"Lost", c.Lost},
		{"Expired: nobody said anything, the evidence is too old now", c.Expired},
		{"Asked for the first time", c.Asked},
		{"In or out of scope", c.Scope},
		{"Claimed again, because the question changed", c.Reworded},
	} {
		if len(list.shifts) == 0 {
			continue
		}
		var t table
		for _, s := range list.shifts {
			who := ""
			if s.By != "" && s.On > c.From.On {
				who = fmt.Sprintf("%s, %s", s.By, s.On)
			}
			t.add("  "+string(s.Question), s.After.Words(), "was "+s.Before.Words(), who)
		}
		p.print("\n%s\n%s", list.title, t.block())
	}
	p.questionsChanged(c)
}

func (p *program) questionsChanged(c analysis.Comparison) {
	if len(c.Added)+len(c.Removed) == 0 {
		return
	}
	p.print("\nThe questions themselves")
	if len(c.Added) > 0 {
		p.print("%s", wrapped("  new: ", listed(c.Added)))
	}
	if len(c.Removed) > 0 {
		p.print("%s", wrapped("  not asked any more: ", listed(c.Removed)))
	}
}

func compared(id assessment.ID, c analysis.Comparison) comparisonJSON {
	point := func(x analysis.Point) pointJSON {
		return pointJSON{
			Label: x.Label, Judged: x.On, Proven: x.Proven, Held: x.Held, Due: x.Due,
			OpenBlockers: x.OpenBlockers, Unasked: x.Unasked, Blockers: x.Blockers,
		}
	}
	shifts := func(list []analysis.Shift) []shiftJSON {
		all := make([]shiftJSON, len(list))
		for i, s := range list {
			all[i] = shiftJSON(s)
		}
		return all
	}
	j := comparisonJSON{
		Schema: schemaNumber, System: id, From: point(c.From), To: point(c.To), Verdicts: []verdictShiftJSON{},
		Gained: shifts(c.Gained), Lost: shifts(c.Lost), FoundOut: shifts(c.FoundOut), Expired: shifts(c.Expired),
		Asked: shifts(c.Asked), Scope: shifts(c.Scope), Reworded: shifts(c.Reworded),
		Added: append([]questionnaire.QuestionID{}, c.Added...), Removed: append([]questionnaire.QuestionID{}, c.Removed...),
	}
	for _, v := range c.Verdicts {
		j.Verdicts = append(j.Verdicts, verdictShiftJSON(v))
	}
	return j
}
