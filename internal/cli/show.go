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

// showJSON is what show writes as JSON.
type showJSON struct {
	Schema         int                    `json:"schema"`
	System         assessment.ID          `json:"system"`
	Judged         assessment.Date        `json:"judged"` // UTC
	Description    assessment.Description `json:"description"`
	ReadyFor       questionnaire.Stage    `json:"ready_for"` // "demo" if no stage is reached
	Verdicts       []report.FileVerdict   `json:"verdicts"`
	Questionnaires []assessment.Attached  `json:"questionnaires"`
	Facts          []factJSON             `json:"facts"`
	Session        *assessment.Session    `json:"session,omitempty"` // the latest
	SignOffs       []assessment.SignOff   `json:"sign_offs,omitempty"`
	ValidUntil     assessment.Date        `json:"valid_until,omitempty"`
	Answers        []answerJSON           `json:"answers"`            // one for each question, in their order
	Archived       []archivedJSON         `json:"archived,omitempty"` // answers that no attached questionnaire asks for
	Milestones     []assessment.Milestone `json:"milestones,omitempty"`
	Notices        []string               `json:"notices,omitempty"`
}

// archivedJSON is an answer to a question that is not asked any more.
type archivedJSON struct {
	Question questionnaire.QuestionID `json:"question"`
	assessment.Answer
}

// factJSON is a fact and its value.
type factJSON struct {
	Fact    questionnaire.FactID `json:"fact"`
	Truth   questionnaire.Truth  `json:"truth"`
	Implied bool                 `json:"implied,omitempty"` // by another fact
	Is      string               `json:"is"`                // the sentence when it is true
}

// answerJSON is a question with its answer, whose fields it has too: without a level it was not asked.
type answerJSON struct {
	Question questionnaire.QuestionID `json:"question"`
	assessment.Answer
	Title         string                 `json:"title"`
	Questionnaire questionnaire.ID       `json:"questionnaire"`
	Area          questionnaire.AreaID   `json:"area"`
	Applies       questionnaire.Truth    `json:"applies"`
	Severity      questionnaire.Severity `json:"severity"`  // after escalation
	Stage         questionnaire.Stage    `json:"stage"`     // after escalation
	StageDue      analysis.Due           `json:"stage_due"` // seen from the target
	State         analysis.State         `json:"state"`
	Decision      analysis.Decision      `json:"decision,omitempty"` // of a gap
	Expires       assessment.Date        `json:"expires,omitempty"`  // last day of the state
}

func (p *program) showCommand() *cobra.Command {
	return p.looking(&cobra.Command{
		Use:   "show ID",
		Short: "Show a system with all its questions and answers",
		Long: `Shows the verdict and every question with its answer, the state that follows from
it, the decision and the owner.`,
		Example: `  prodfirst show ticket-shop
  prodfirst show ticket-shop --format json
  prodfirst show --file ticket-shop.json`,
	}, func(v app.View) any { return shown(v) }, func(v app.View) {
		p.printHead(v)
		p.printAnswers(v)
	})
}

func shown(v app.View) showJSON {
	r, a := v.Result, v.Assessment
	s := showJSON{
		Schema: schemaNumber, System: a.ID, Judged: r.Today, Description: a.Description,
		ReadyFor: demo(r.ReadyFor), Verdicts: report.NewFile(v.Input(), r).Verdicts,
		Questionnaires: a.Questionnaires, Session: a.Session, SignOffs: a.SignOffs,
		ValidUntil: r.ValidUntil, Notices: v.Notices, Milestones: a.Milestones,
	}
	for _, id := range v.Archived() {
		s.Archived = append(s.Archived, archivedJSON{id, a.Answers[id]})
	}
	for _, f := range v.Vocabulary.Facts() {
		known := r.Facts[f.ID]
		s.Facts = append(s.Facts, factJSON{f.ID, known.Truth, known.Implied, f.Is})
	}
	for _, f := range r.Findings {
		s.Answers = append(s.Answers, answerJSON{
			Question: f.Question.ID, Answer: f.Answer, Title: f.Question.Title,
			Questionnaire: f.Questionnaire, Area: f.Area, Applies: f.Applies, Severity: f.Severity,
			Stage: f.Stage, StageDue: f.Due, State: f.State, Decision: f.Decision, Expires: f.Expires,
		})
	}
	return s
}

// printHead prints what a system is, and the verdict.
func (p *program) printHead(v app.View) {
	a, r := v.Assessment, v.Result
	p.print("%s (%s), judged on %s (UTC)", a.Description.Name, a.ID, r.Today)
	p.print("%s", verdictWords(r))
	p.print("%s", report.Counted("blockers due", r.Verdict(r.Target).Blockers))
	if life := report.Life(a.Description, r.Today); life != "" {
		p.print("%s", life)
	}
	if people := a.KnownPeople(); len(people) > 0 {
		p.print("People: %s.", strings.Join(people, ", "))
	}
	p.print("Questionnaires: %s.", attached(v))
	var said []string
	for _, f := range v.Vocabulary.Facts() {
		if known := r.Facts[f.ID]; known.Truth == questionnaire.Yes {
			said = append(said, f.Is)
		}
	}
	unsure := fmt.Sprintf("%s not sure (prodfirst facts %s).", count(len(r.NotSure()), "fact"), a.ID)
	p.print("%s", wrapped("Facts: ", strings.Join(append(said, unsure), "; ")))
}

// printAnswers prints every question that applies, under its area.
func (p *program) printAnswers(v app.View) {
	var area questionnaire.AreaID
	var t table
	for _, f := range v.Result.Findings {
		if f.Applies == questionnaire.No && f.Answer.Empty() {
			continue
		}
		if f.Area != area {
			area = f.Area
			t.add("")
			t.add(f.AreaTitle)
		}
		word, who := string(f.Decision), ""
		switch {
		case f.Applies == questionnaire.No:
			word = "not judged"
		case f.Acceptance != nil:
			who = fmt.Sprintf("accepted by %s until %s", f.Acceptance.By, f.Acceptance.Until)
		case f.Gap():
			who = whoWords(f.Answer)
		}
		t.add("", string(f.Question.ID), shortState(f), word, who)
	}
	if archived := v.Archived(); len(archived) > 0 {
		t.add("")
		t.add("Archived: not asked by any attached questionnaire, not judged")
		for _, id := range archived {
			x := v.Assessment.Answers[id]
			t.add("", string(id), analysis.LevelWords(x.Level), "not judged", x.By)
		}
	}
	p.print("%s", headed(t))
}

// shortState returns a state in a word or two, for a column.
func shortState(f analysis.Finding) string {
	if f.Expires != "" {
		return fmt.Sprintf("%s until %s", f.State.Words(), f.Expires)
	}
	return f.State.Words()
}
