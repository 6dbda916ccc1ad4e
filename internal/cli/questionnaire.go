package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func (p *program) questionnaireCommand() *cobra.Command {
	return parent(&cobra.Command{
		Use:     "questionnaire",
		Short:   "List, show and check questionnaires, and what they rest on",
		Example: "  prodfirst questionnaire list",
	}, p.questionnaireList(), p.questionnaireShow(), p.questionnaireLint(), p.questionnaireUpgrade(),
		p.questionnaireTopics(), p.questionnaireTopic(), p.questionnaireNew())
}

func (p *program) questionnaireList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the questionnaires that can be attached",
		Long: `Lists the shipped questionnaires and your own, with the facts for which each is
offered. Your own lie in prodfirst/questionnaires under the configuration directory,
or where --questionnaires says.`,
		Example:           "  prodfirst questionnaire list",
		Args:              takes(0, 0),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(*cobra.Command, []string) error {
			s, err := p.app()
			if err != nil {
				return err
			}
			all, _, err := s.Library.Installed()
			if err != nil {
				return err
			}
			var t table
			t.add("id", "version", "questions", "applies", "from", "title")
			for _, in := range all {
				from, questions := "shipped", "broken"
				if in.Own {
					from = "own"
				}
				if q, err := s.Library.Load(in.ID); err == nil {
					questions = strconv.Itoa(len(q.Questions()))
				}
				t.add(string(in.ID), in.Version, questions, in.Applies.String(), from, in.Title)
			}
			p.print("%s", t.block())
			return nil
		},
	}
}

func (p *program) questionnaireShow() *cobra.Command {
	var trace bool
	cmd := &cobra.Command{
		Use:   "show ID [QUESTION]",
		Short: "Show the questions of a questionnaire, or all of one",
		Long: `Shows the areas of a questionnaire with their questions, or everything about one
question: why, levels, what to show, the check, what AI gets wrong, steps, topics.
With --trace it shows in their place the claims that the questions answer for, and
for core also where the program does what a claim asks of it, or why it does not.`,
		Example: `  prodfirst questionnaire show core
  prodfirst questionnaire show core bak-restore-drill
  prodfirst questionnaire show core --trace`,
		Args:              takes(1, 2),
		ValidArgsFunction: p.complete(p.questionnaireIDs, p.ownQuestionIDs),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := p.app()
			if err != nil {
				return err
			}
			q, err := s.Library.Load(questionnaire.ID(args[0]))
			if err != nil {
				return err
			}
			switch {
			case len(args) == 1 && trace:
				return p.showTrace(s.Library, q)
			case len(args) == 1:
				p.printQuestionnaire(q)
				return nil
			}
			return p.showQuestion(s.Library, q, args[1], trace)
		},
	}
	cmd.Flags().BoolVar(&trace, "trace", false, "show the claims that the questions answer for")
	return cmd
}

func (p *program) showQuestion(l *app.Library, q questionnaire.Questionnaire, id string, trace bool) error {
	var names []questionnaire.QuestionID
	for _, question := range q.Questions() {
		if string(question.ID) == id && trace {
			return p.showQuestionTrace(l, question)
		}
		if string(question.ID) == id {
			topics, err := topicWords(l, question)
			if err != nil {
				return err
			}
			p.printQuestion(question, topics)
			return nil
		}
		names = append(names, question.ID)
	}
	return hinted(unknown("question", id, names), "prodfirst questionnaire show "+string(q.ID))
}

func (p *program) ownQuestionIDs(_ *cobra.Command, args []string) []string {
	s, err := p.quiet()
	if err != nil || len(args) == 0 {
		return nil
	}
	q, err := s.Library.Load(questionnaire.ID(args[0]))
	if err != nil {
		return nil
	}
	var names []string
	for _, question := range q.Questions() {
		names = append(names, string(question.ID))
	}
	return names
}

func (p *program) printQuestionnaire(q questionnaire.Questionnaire) {
	p.print("%s %s: %s", q.ID, q.Version, q.Title)
	p.print("Applies: %s. %s.", q.Applies, count(len(q.Questions()), "question"))
	if q.Prototype != "" {
		p.print("%s", wrapped("Prototype:  ", q.Prototype))
		p.print("%s", wrapped("Production: ", q.Production))
	}
	var t table
	for _, area := range q.Areas {
		t.add("")
		t.add(fmt.Sprintf("%s (ask: %s)", area.Title, area.Ask))
		for _, question := range area.Questions {
			t.add("", string(question.ID), string(question.Severity), stageWords(question.Stage), question.Title)
		}
	}
	p.print("%s", headed(t))
}

// headed returns a table in which rows of one cell are headings that widen no column.
func headed(t table) block {
	var columns table
	for _, row := range t.rows {
		if len(row) > 1 {
			columns.rows = append(columns.rows, row)
		}
	}
	if len(columns.rows) == 0 {
		return t.block()
	}
	lines := strings.Split(string(columns.block()), "\n")
	var out []string
	for _, row := range t.rows {
		if len(row) == 1 {
			out = append(out, row[0])
			continue
		}
		out, lines = append(out, lines[0]), lines[1:]
	}
	return block(strings.Join(out, "\n"))
}

func (p *program) printQuestion(q questionnaire.Question, topics []string) {
	p.print("%s (%s)", q.Title, q.ID)
	p.print("%s", wrapped("  ", q.Text))
	line := func(label, text string) {
		if text != "" {
			p.print("%s", wrapped(fmt.Sprintf("  %-12s", label), text))
		}
	}
	line("Why", q.Why)
	line("Severity", fmt.Sprintf("%s, for %s; effort %s; evidence counts for %d days",
		q.Severity, stageWords(q.Stage), q.Effort, q.Freshness))
	for _, e := range q.Escalate {
		line("", fmt.Sprintf("%s for %s if %s", e.Severity, stageWords(e.Stage), e.If))
	}
	line("Applies", q.Applies.String())
	line("Needs", strings.Join(texts(q.Needs), ", "))
	for _, l := range []assessment.Level{assessment.None, assessment.Partial, assessment.InPlace, assessment.Proven} {
		line(analysis.LevelWords(l), l.Statement(q))
	}
	line("Show", q.Verify)
	line("Check", q.Explain)
	line("Listen for", q.ListenFor)
	line("Prototype", q.Prototype)
	line("Production", q.Production)
	line("AI failure", q.AIFailure)
	for i, step := range q.Steps {
		line(fmt.Sprintf("Step %d", i+1), step.Do+roleWords(step.By))
	}
	line("References", strings.Join(q.References, ", "))
	for i, topic := range topics {
		line([]string{"Topics", ""}[min(i, 1)], topic)
	}
}

func roleWords(r questionnaire.Role) string {
	switch r {
	case questionnaire.AIDraft:
		return " (an AI may draft it, a person checks it)"
	case questionnaire.ByPerson:
		return " (a person has to do it)"
	}
	return ""
}
