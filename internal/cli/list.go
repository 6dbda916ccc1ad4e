package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// errUnjudged says that a system in a list could not be judged. Which, and why, has been said.
var errUnjudged = errors.New("not every system could be judged")

// listJSON is what list writes as JSON.
type listJSON struct {
	Schema  int          `json:"schema"`
	Systems []systemJSON `json:"systems"` // by id
}

// systemJSON is the summary of a system. Of one that cannot be judged, only id, name, changed and
// trouble mean something.
type systemJSON struct {
	app.Summary
	ReadyFor questionnaire.Stage `json:"ready_for"` // "demo" if no stage is reached
	Trouble  string              `json:"trouble,omitempty"`
}

func (p *program) listCommand() *cobra.Command {
	var as format
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the systems and what each is ready for",
		Long: `Lists all systems with what they are ready for, the next stage, what is open before
it, and when something was last changed.`,
		Example: `  prodfirst list
  prodfirst list --format json`,
		Args:              takes(0, 0),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(cmd *cobra.Command, _ []string) error { return p.list(cmd.Context(), as) },
	}
	formatFlag(cmd, &as)
	return cmd
}

func (p *program) list(ctx context.Context, as format) error {
	s, err := p.app()
	if err != nil {
		return err
	}
	listed, err := s.List(ctx)
	if err != nil {
		return err
	}
	systems := make([]app.Summary, len(listed))
	for i, l := range listed {
		systems[i] = l.Summary()
	}
	if as == asJSON {
		err = p.json(summaries(systems))
	} else {
		p.printSystems(systems)
	}
	for _, system := range systems {
		if system.Trouble != "" {
			p.say("error: %s: %s", system.ID, system.Trouble)
			err = errors.Join(err, errUnjudged)
		}
	}
	return err
}

func (p *program) printSystems(systems []app.Summary) {
	if len(systems) == 0 {
		p.say("No system is described yet.")
		p.say(`hint: prodfirst new "Ticket shop" --fact payments`)
		return
	}
	var t table
	t.add("id", "system", "ready for", "next stage", "open", "changed")
	for _, system := range systems {
		if system.Trouble != "" {
			t.add(string(system.ID), system.Name, "cannot be judged")
			continue
		}
		next := "all stages reached"
		if system.Outcome != "" {
			next = stageWords(system.Next) + " " + strings.ToUpper(system.Outcome.Words())
		}
		t.add(string(system.ID), system.Name, stageWords(system.ReadyFor), next, openWords(system),
			days(assessment.DateOf(system.Changed), p.today()))
	}
	p.print("%s", t.block())
}

// openWords counts what keeps the next stage away.
func openWords(s app.Summary) string {
	var parts []string
	if s.Stop > 0 {
		parts = append(parts, fmt.Sprintf("%d %s", s.Stop, analysis.Stop))
	}
	if s.Prove > 0 {
		parts = append(parts, fmt.Sprintf("%d %s", s.Prove, analysis.Prove))
	}
	if s.ToAsk > 0 {
		parts = append(parts, fmt.Sprintf("%d to ask", s.ToAsk))
	}
	return strings.Join(parts, " ")
}

func summaries(systems []app.Summary) listJSON {
	list := listJSON{Schema: schemaNumber, Systems: []systemJSON{}}
	for _, s := range systems {
		list.Systems = append(list.Systems, systemJSON{Summary: s, ReadyFor: demo(s.ReadyFor), Trouble: s.Trouble})
	}
	return list
}

// demo returns the stage a system is ready for, by its name also if it is none.
func demo(s questionnaire.Stage) questionnaire.Stage {
	if s == analysis.Demo {
		return "demo"
	}
	return s
}
