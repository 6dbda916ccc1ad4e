package plan

import (
	"fmt"
	"strings"

	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
)

// asking tells whether there is a step that asks.
func (m model) asking() bool { return report.Asking(m.view.Result) != "" }

// markdown returns the selected step as a card that can be handed to someone.
func (m model) markdown() string {
	r := m.view.Result
	step := m.items[m.cursor].step
	f, _ := r.Finding(step.Question)
	var items []report.Item
	add := func(label, text string) {
		items = append(items, report.Item{Spans: []report.Span{
			{Text: label + ":", Style: report.Strong}, {Text: " " + text},
		}})
	}
	add("Decision", fmt.Sprintf("%s, %s", f.Decision, f.Decision.Gloss()))
	owner := f.Answer.Owner
	if owner == "" {
		owner = "no owner yet"
	}
	if f.Answer.Due != "" {
		owner += ", by " + report.ShortDay(f.Answer.Due, r.Today)
	}
	add("Owner", owner)
	for _, id := range step.First {
		first, _ := r.Finding(id)
		add("First", first.Question.Title)
	}
	add(f.FirstAction(step.Kind))
	add("Done when", f.DoneWhen(step.Kind))
	add("Why", step.Reason)
	var todo []report.Item
	for _, s := range f.Question.Steps {
		who := "by a person"
		if s.By == questionnaire.AIDraft {
			who = "an AI may draft it, a person checks it"
		}
		todo = append(todo, report.Item{Spans: []report.Span{{Text: s.Do + " "}, {Text: who, Style: report.Emph}}})
	}
	blocks := []report.Block{{Kind: report.Bullets, Items: items}}
	if len(todo) > 0 {
		blocks = append(blocks, report.Block{Kind: report.Numbers, Items: todo})
	}
	title := strings.Join([]string{m.view.Assessment.Description.Name, f.Title(step.Kind)}, ": ")
	return string(report.Markdown(report.Document{Title: title, Blocks: blocks}))
}
