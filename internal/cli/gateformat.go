package cli

import (
	"fmt"
	"html"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/textsafe"
)

const (
	asGitHub format = "github" // workflow commands: one annotation for each anchor
	asJUnit  format = "junit"  // one test case for each due blocker and high
)

// anchored returns a question that the gate speaks of in a line: "Last restore drill: don't know,
// Ravi, due 2026-12-01".
func anchored(f analysis.Finding) string {
	return fmt.Sprintf("%s: %s, %s", f.Question.Title, f.State.Words(), whoWords(f.Answer))
}

// printGitHub writes the workflow commands of GitHub Actions: an error for each thing that keeps the
// gate shut, a warning for what ends soon, a notice with the verdict.
func (p *program) printGitHub(g app.Gate) {
	note := func(kind, title, text string) {
		p.print("%s", block(fmt.Sprintf("::%s title=%s::%s", kind, workflowTitle(title), workflowText(text))))
	}
	for _, f := range g.Shut {
		note("error", fmt.Sprintf("%s %s", f.Decision, f.Question.ID), anchored(f))
	}
	if len(g.Unasked) > 0 {
		note("error", "ask", unasked(g.Unasked, true))
	}
	if g.TooOld != "" {
		note("error", "too old", g.TooOld)
	}
	for _, e := range g.Ending {
		note("warning", "ends soon", e.Words())
	}
	note("notice", "prodfirst", strings.Join(headline(g), " "))
}

// workflowText returns text as the message of a workflow command. What is in it cannot start another.
func workflowText(text string) string { return strings.ReplaceAll(textsafe.Line(text), "%", "%25") }

func workflowTitle(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(workflowText(text))
}

// printJUnit writes a test report with a case for each due blocker and high: failed if it keeps the
// gate shut, skipped if it is a gap that does not, or does not apply. GitLab, Jenkins and most others
// show it.
func (p *program) printJUnit(g app.Gate) {
	shut := map[questionnaire.QuestionID]bool{}
	for _, f := range append(append([]analysis.Finding{}, g.Shut...), g.Unasked...) {
		shut[f.Question.ID] = true
	}
	var cases []string
	failures, skipped := 0, 0
	for _, f := range g.View.Result.Pressing(g.Verdict.Stage) {
		head := fmt.Sprintf(`  <testcase classname="%s" name="%s"`,
			attribute(fmt.Sprintf("prodfirst.%s.%s", g.View.Assessment.ID, f.Area)), attribute(string(f.Question.ID)))
		kind := "skipped"
		switch {
		case shut[f.Question.ID]:
			kind = "failure"
			failures++
		case f.Gap(), f.State == analysis.Unasked, f.State == analysis.NotApplicable:
			skipped++
		default:
			cases = append(cases, head+"/>")
			continue
		}
		cases = append(cases, fmt.Sprintf(`%s><%s message="%s"/></testcase>`, head, kind, attribute(anchored(f))))
	}
	if g.TooOld != "" {
		failures++
		cases = append(cases, fmt.Sprintf(`  <testcase classname="prodfirst.%s" name="max-age"><failure message="%s"/></testcase>`,
			attribute(string(g.View.Assessment.ID)), attribute(g.TooOld)))
	}
	p.print("%s", block(fmt.Sprintf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" skipped=\"%d\">",
		attribute(fmt.Sprintf("prodfirst gate %s %s", g.View.Assessment.ID, g.Verdict.Stage)), len(cases), failures, skipped)))
	for _, c := range cases {
		p.print("%s", block(c))
	}
	p.print("</testsuite>")
}

// attribute returns foreign text as the value of an attribute.
func attribute(text string) string { return html.EscapeString(textsafe.Line(text)) }
