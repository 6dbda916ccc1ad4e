package cli

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/app"
	"prodfirst/internal/questionnaire"
)

func (p *program) showTrace(l *app.Library, q questionnaire.Questionnaire) error {
	claims, err := l.Trace()
	if err != nil {
		return err
	}
	p.printTrace(q, claims)
	return nil
}

func (p *program) showQuestionTrace(l *app.Library, q questionnaire.Question) error {
	claims, err := l.Trace()
	if err != nil {
		return err
	}
	p.print("%s", wrapped("", fmt.Sprintf("%s (%s)", q.Title, q.ID)))
	answered := claimsOf(q.ID, claims)
	if len(answered) == 0 {
		p.print("  No claim leads to it.")
	}
	p.printClaims("  ", answered)
	return nil
}

// printTrace prints what the questions of a questionnaire answer for, and after those of core what
// the claims ask of the program itself.
func (p *program) printTrace(q questionnaire.Questionnaire, claims []questionnaire.Claim) {
	p.print("%s %s: %s", q.ID, q.Version, q.Title)
	var whole []questionnaire.Claim
	for _, c := range claims {
		if slices.Contains(c.Packs, q.ID) {
			whole = append(whole, c)
		}
	}
	if len(whole) > 0 {
		p.print("")
		p.print("The questionnaire as a whole")
		p.printClaims("  ", whole)
	}
	var without []string
	for _, area := range q.Areas {
		headed := false
		for _, question := range area.Questions {
			answered := claimsOf(question.ID, claims)
			if len(answered) == 0 {
				without = append(without, string(question.ID))
				continue
			}
			if !headed {
				p.print("")
				p.print("%s", area.Title)
			}
			headed = true
			p.print("%s", wrapped("  ", fmt.Sprintf("%s (%s)", question.Title, question.ID)))
			p.printClaims("    ", answered)
		}
	}
	if len(without) > 0 {
		p.print("")
		p.print("%s", wrapped("No claim leads to: ", strings.Join(without, ", ")))
	}
	if q.ID == questionnaire.Core {
		p.print("")
		p.print("What the claims ask of the program itself, by where they were made")
		p.printFeatures(claims)
	}
}

func claimsOf(id questionnaire.QuestionID, claims []questionnaire.Claim) []questionnaire.Claim {
	var found []questionnaire.Claim
	for _, c := range claims {
		if slices.Contains(c.Questions, id) {
			found = append(found, c)
		}
	}
	return found
}

func (p *program) printClaims(indent string, claims []questionnaire.Claim) {
	for _, c := range claims {
		p.print("%s", wrapped(fmt.Sprintf("%s%-5s", indent, c.ID), c.Text))
	}
}

func (p *program) printFeatures(claims []questionnaire.Claim) {
	section := ""
	for _, c := range claims {
		if c.Feature == "" {
			continue
		}
		if c.Section != section {
			section = c.Section
			p.print("")
			p.print("%s", section)
		}
		p.print("")
		p.print("%s", wrapped(fmt.Sprintf("  %-5s", c.ID), c.Text))
		for _, part := range [][2]string{
			{"asks for", c.Feature},
			{"built in", strings.Join(c.Built, ", ")},
			{"not built", c.Missing},
		} {
			if part[1] != "" {
				p.print("%s", wrapped(fmt.Sprintf("       %-10s", part[0]), part[1]))
			}
		}
	}
}
