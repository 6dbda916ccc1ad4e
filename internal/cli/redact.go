package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

const secretHint = "--redact saves a mask in its place, --keep-secret what was given." //nolint:gosec // names flags

// secretFlags adds what becomes of a text that looks like a secret.
func (p *program) secretFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolFunc("redact", "save a mask in place of what looks like a secret", func(string) error {
		p.secrets = app.MaskSecrets
		return nil
	})
	f.BoolFunc("keep-secret", "save also what looks like a secret", func(string) error {
		p.secrets = app.KeepSecrets
		return nil
	})
	cmd.MarkFlagsMutuallyExclusive("redact", "keep-secret")
}

type redactOptions struct {
	by    string
	event uint64
	field assessment.TextField
	yes   bool
}

func (p *program) redactCommand() *cobra.Command {
	var o redactOptions
	cmd := &cobra.Command{
		Use:   "redact ID [QUESTION]",
		Short: "Take a text out of everything that is stored",
		Long: `Takes what looks like a secret out of a system's history, answers, milestones and
the unused parts of the database file: of the answers to QUESTION, of one event, or
of everything. With --field it takes out all of a field, whatever it looks like. The
same text goes everywhere it was repeated; undo does not bring it back. Levels, dates
and the chain of events stay. What will be taken out is shown, masked, before anything
is done. Change the secret itself too: its hash stays, and backups, exports and
reports are out of reach.`,
		Example: `  prodfirst redact ticket-shop
  prodfirst redact ticket-shop sec-secrets --yes --by Ana
  prodfirst redact ticket-shop --event 12 --field note --yes --by Ana`,
		Args:              takes(1, 2),
		ValidArgsFunction: p.complete(p.systemIDs, p.questionIDs),
		RunE: func(cmd *cobra.Command, args []string) error {
			where := app.Where{Event: o.event, Field: o.field}
			if len(args) > 1 {
				where.Question = questionnaire.QuestionID(args[1])
			}
			s, err := p.app()
			if err != nil {
				return err
			}
			r, err := s.FindRemoval(cmd.Context(), assessment.ID(args[0]), where)
			if errors.Is(err, app.ErrNoText) {
				return hinted(err, "prodfirst history "+args[0], "--field FIELD takes out all of a field, whatever it looks like.")
			}
			if err != nil {
				return err
			}
			p.printRemoval(r)
			return p.redact(cmd.Context(), s, r, o)
		},
	}
	byFlag(cmd, &o.by)
	cmd.Flags().Uint64Var(&o.event, "event", 0, "start from event `N` of the history, and no other")
	choose(cmd, &o.field, "field", "field", assessment.TextFields(), "take out all of a field")
	cmd.Flags().BoolVar(&o.yes, "yes", false, "do not ask whether to go on")
	p.completeFlag(cmd, "by", p.peopleNames)
	return cmd
}

// redact takes out what was shown, if a person agrees.
func (p *program) redact(ctx context.Context, s *app.Service, r app.Removal, o redactOptions) error {
	if !o.yes && !p.Terminal {
		return hinted(errUnconfirmed, "Say it again with --yes.")
	}
	by, err := p.by(o.by)
	if err != nil {
		return err
	}
	if !o.yes {
		p.print("This cannot be undone. Type yes to go on.")
		answer, err := newLines(ctx, p.In).next(ctx)
		if ctx.Err() != nil {
			return err
		}
		if word := strings.ToLower(answer); word != "yes" && word != "y" {
			return errUnconfirmed
		}
	}
	_, err = s.Remove(ctx, r, by)
	if err == nil || errors.Is(err, app.ErrUncompact) {
		p.print("Taken out by %s: %s.", by, count(len(r.Places), "place"))
		p.outOfReach(r)
	}
	return err
}

// printRemoval prints what would be taken out, and no secret.
func (p *program) printRemoval(r app.Removal) {
	p.print("%s in %s:", count(len(r.Texts), "text"), count(len(r.Places), "place"))
	var t table
	for _, x := range r.Places {
		e := x.Event
		t.add("", fmt.Sprintf("event %d", e.Seq), e.At.UTC().Format("2006-01-02 15:04"), nobody(e.By), string(e.Kind),
			string(e.Change.Question), string(x.Field), x.Kind)
	}
	p.print("%s", t.block())
	for _, label := range r.Milestones {
		p.print("Milestone %q gets the digest that it has without them.", label)
	}
}

// outOfReach says where the texts are or may be yet.
func (p *program) outOfReach(r app.Removal) {
	for _, seq := range r.Names {
		p.say("warning: the name of who made event %d holds it, and is part of the chain: it stays", seq)
	}
	for _, id := range r.Elsewhere {
		p.say("warning: it is in %s too: prodfirst redact %s", id, id)
	}
	settings, err := p.config()
	if err == nil {
		for _, path := range holding(settings.Database, r.Texts) {
			p.say("warning: %s holds it still: delete it, or keep it as you would keep the secret", path)
		}
	}
	p.say("hint: exports, reports and backups elsewhere may hold it, and its hash stays: change the secret itself")
}

// noteRedacted says which of the milestones has lost a text since.
func (p *program) noteRedacted(ctx context.Context, s *app.Service, id assessment.ID, labels ...string) error {
	v, err := s.Open(ctx, id)
	if err != nil {
		return err
	}
	for _, m := range v.Assessment.Milestones {
		if m.Redacted > 0 && slices.Contains(labels, m.Label) {
			p.say("note: milestone %q is redacted: event %d took texts out of it, and its digest is the one without them", m.Label, m.Redacted)
		}
	}
	return nil
}

// holding returns the files beside the database in which one of the texts is, and those that cannot be
// read.
func holding(database string, texts []assessment.Removal) []string {
	entries, err := os.ReadDir(filepath.Dir(database))
	if err != nil {
		return nil
	}
	stem := strings.TrimSuffix(filepath.Base(database), filepath.Ext(database))
	var found []string
	for _, e := range entries {
		path := filepath.Join(filepath.Dir(database), e.Name())
		if !e.Type().IsRegular() || e.Name() == filepath.Base(database) || !strings.HasPrefix(e.Name(), stem) {
			continue
		}
		data, err := os.ReadFile(path) //nolint:gosec // beside the database
		if err != nil || slices.ContainsFunc(texts, func(r assessment.Removal) bool { return holds(data, r.Text) }) {
			found = append(found, path)
		}
	}
	return found
}

// holds tells whether a text is in a file as it is, or as JSON has it.
func holds(data []byte, text string) bool {
	quoted, err := json.Marshal(text)
	return bytes.Contains(data, []byte(text)) || err == nil && bytes.Contains(data, quoted[1:len(quoted)-1])
}
