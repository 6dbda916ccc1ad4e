package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func (p *program) answerCommand() *cobra.Command {
	var o answerOptions
	cmd := &cobra.Command{
		Use:   "answer ID QUESTION [LEVEL]",
		Short: "Answer a question, or add to its answer",
		Long: `Answers a question. LEVEL is none, partial, in-place, proven, unknown (nobody
knows: a good answer) or not-applicable. What is not given is kept; without LEVEL
only the rest is changed. When the command succeeds, the answer is on disk.`,
		Example: `  prodfirst answer ticket-shop bak-restore-drill unknown --owner Mei --due +7
  prodfirst answer ticket-shop sec-secrets in-place --evidence docs/scan.txt
  prodfirst answer ticket-shop sec-secrets proven --drill today --explained yes`,
		Args:              takes(2, 3),
		ValidArgsFunction: p.complete(p.systemIDs, p.questionIDs, levelWords),
		RunE: func(cmd *cobra.Command, args []string) error {
			by, err := p.by(o.by)
			if err != nil {
				return err
			}
			patch, err := o.patch(cmd, args[2:], by, p.today())
			if err != nil {
				return err
			}
			s, err := p.app()
			if err != nil {
				return err
			}
			question := questionnaire.QuestionID(args[1])
			v, err := s.Answer(cmd.Context(), assessment.ID(args[0]), question, by, app.AnyRevision, patch)
			if err != nil {
				return missing(err, args[0])
			}
			f, _ := v.Result.Finding(question)
			p.print("Saved: %s.", stateWords(f))
			if f.Applies == questionnaire.No {
				p.say("note: %s does not apply to this system: the answer is kept, and not judged", question)
			}
			return nil
		},
	}
	o.flags(p, cmd)
	return cmd
}

// answerOptions are the flags of answer.
type answerOptions struct {
	by, approver, owner, due, note, reason string

	evidence  []string
	drill     string
	explained assessment.Check
	aiWritten bool
	fields    []string
}

func (o *answerOptions) flags(p *program, cmd *cobra.Command) {
	f := cmd.Flags()
	byFlag(cmd, &o.by)
	p.secretFlags(cmd)
	f.StringVar(&o.owner, "owner", "", "the `NAME` of who does something about it")
	f.StringVar(&o.due, "due", "", "the `DATE` until when: 2026-11-30, or +14 for in two weeks")
	f.StringArrayVar(&o.evidence, "evidence", nil, "the link or path `REF` of what was shown; may be repeated")
	f.StringVar(&o.drill, "drill", "", "the `DATE` on which it was tried out")
	choose(cmd, &o.explained, "explained", "check", assessment.Checks(), "whether someone can explain it")
	f.BoolVar(&o.aiWritten, "ai-written", false, "an AI wrote it")
	f.StringVar(&o.note, "note", "", "the `TEXT` of a note")
	f.StringVar(&o.reason, "reason", "", "the `TEXT` that says why it does not apply")
	f.StringVar(&o.approver, "approver", "", "the `NAME` of who agrees that a question for every system does not apply")
	f.StringArrayVar(&o.fields, "clear", nil, "empty the `FIELD`: "+listed(assessment.Fields())+"; may be repeated")
	p.completeFlag(cmd, "clear", fixed(texts(assessment.Fields())))
	for _, name := range []string{"by", "owner", "approver"} {
		p.completeFlag(cmd, name, p.peopleNames)
	}
}

// patch returns what the flags and the level change, or an error if that is nothing.
func (o *answerOptions) patch(cmd *cobra.Command, level []string, by string, today assessment.Date) (assessment.Patch, error) {
	var p assessment.Patch
	if len(level) > 0 {
		var l assessment.Level
		if err := (choice[assessment.Level]{"level", &l, assessment.Levels()}).Set(level[0]); err != nil {
			return p, err
		}
		p.Level = &l
	}
	for _, name := range o.fields {
		var field assessment.Field
		if err := (choice[assessment.Field]{"field", &field, assessment.Fields()}).Set(name); err != nil {
			return p, err
		}
		p.Clear = append(p.Clear, field)
	}
	changed := len(level) > 0 || len(p.Clear) > 0 || len(o.evidence) > 0
	for flag, set := range map[string]func(){
		"owner":      func() { p.Owner = &o.owner },
		"note":       func() { p.Note = &o.note },
		"reason":     func() { p.Reason = &o.reason },
		"approver":   func() { p.Approver = &o.approver },
		"ai-written": func() { p.AIWritten = &o.aiWritten },
		"explained":  func() { p.Check = &o.explained },
		"due":        func() { p.Due = new(assessment.Date) },
		"drill":      func() {},
	} {
		if cmd.Flags().Changed(flag) {
			changed = true
			set()
		}
	}
	if !changed {
		return p, hinted(errors.New("nothing to change: give a LEVEL, or what to add"), example(cmd))
	}
	return p, o.dated(cmd, &p, by, today)
}

// dated adds what has a date: when it is due, and the evidence.
func (o *answerOptions) dated(cmd *cobra.Command, p *assessment.Patch, by string, today assessment.Date) error {
	if p.Due != nil && o.due != "" {
		due, err := assessment.ParseDate(o.due, today)
		if err != nil {
			return err
		}
		p.Due = &due
	}
	for _, ref := range o.evidence {
		p.AddEvidence = append(p.AddEvidence, assessment.Evidence{
			Kind: assessment.Artefact, Reference: ref, Date: today, By: by,
		})
	}
	if cmd.Flags().Changed("drill") {
		date, err := assessment.ParseDate(o.drill, today)
		if err != nil {
			return err
		}
		p.AddEvidence = append(p.AddEvidence, assessment.Evidence{Kind: assessment.Drill, Date: date, By: by})
	}
	return nil
}

// missing says which flag gives what an answer lacks, and where the questions of a system are listed.
func missing(err error, id string) error {
	unknown, ok := errors.AsType[*app.UnknownError](err)
	switch {
	case ok && unknown.Kind == "question":
		return hinted(err, "prodfirst show "+id)
	case errors.Is(err, assessment.ErrNoReason):
		return hinted(err, `--reason "…"`)
	case errors.Is(err, assessment.ErrNoPerson):
		return hinted(err, "--approver NAME")
	}
	return err
}

func levelWords(*cobra.Command, []string) []string { return texts(assessment.Levels()) }
