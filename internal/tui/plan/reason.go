package plan

import (
	"fmt"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/gloss"
)

// some is how many titles a sentence names.
const some = 3

// change says what would be different if the marked steps, or the selected one, were done today.
func (m model) change() []string {
	ids := m.targets()
	before := m.View.Result
	e := analysis.EffectOf(m.View.Input(), before, ids...)
	what := "it were"
	if len(ids) > 1 {
		what = fmt.Sprintf("these %d were", len(ids))
	}
	sentences := []string{fmt.Sprintf("If %s done today: %s", what, analysis.LowerFirst(e.Verdict))}
	if len(e.Now) > 0 {
		sentences = append(sentences, "Up among the next steps: "+m.titles(e.Now, true)+".")
	}
	if len(e.Free) > 0 {
		sentences = append(sentences, "No longer waiting for anything: "+m.titles(e.Free, false)+".")
	}
	return append(sentences, fmt.Sprintf("%d of %d steps would be left.", len(e.After.Plan), len(before.Plan)))
}

// titles names some questions, with the numbers of their steps if that is wanted.
func (m model) titles(ids []questionnaire.QuestionID, numbered bool) string {
	var parts []string
	for _, id := range ids[:min(len(ids), some)] {
		part := analysis.LowerFirst(m.View.Title(id))
		if n := m.number(id); numbered && n > 0 {
			part += fmt.Sprintf(" (now %d)", n)
		}
		parts = append(parts, part)
	}
	if n := len(ids) - some; n > 0 {
		parts = append(parts, fmt.Sprintf("%d more", n))
	}
	return strings.Join(parts, "; ")
}

// number returns the number of a step on this screen, 0 if it has none.
func (m model) number(id questionnaire.QuestionID) int {
	for _, it := range m.items {
		if !it.ask && it.step.Question == id {
			return it.number
		}
	}
	return 0
}

// reasons says why the selected step stands where it does: its own reason, and the rule of the order
// that decides between it and its neighbours.
func (m model) reasons() []string {
	r := m.View.Result
	it := m.items[m.cursor]
	f, _ := r.Finding(it.step.Question)
	if it.number == 0 {
		served, _ := r.Finding(it.step.Serves)
		return []string{fmt.Sprintf("It takes no place of its own: %q needs it, so it is done inside that step. By itself it is %s.",
			served.Question.Title, f.Decision)}
	}
	total := 0
	for _, i := range m.items {
		if i.number > 0 && !i.ask {
			total = i.number
		}
	}
	sentences := []string{fmt.Sprintf("Place %d of %d: %s.", it.number, total, it.step.Reason)}
	if it.step.Now {
		sentences[0] += " One of the three to do now."
	}
	if at := m.neighbour(-1); at >= 0 {
		sentences = append(sentences, "After "+m.against(m.items[at], it, true))
	}
	if at := m.neighbour(1); at >= 0 {
		sentences = append(sentences, "Before "+m.against(it, m.items[at], false))
	}
	return append(sentences, "The order: word, then what more questions wait for, what is known least, the smaller effort, the older gap.")
}

// neighbour returns the numbered step before or after the selected one, -1 if there is none.
func (m model) neighbour(step int) int {
	for i := m.cursor + step; i >= 0 && i < len(m.items); i += step {
		if m.items[i].number > 0 && !m.items[i].ask {
			return i
		}
	}
	return -1
}

// against names one of two steps, the first one or the other, and the rule that puts the first one
// first.
func (m model) against(first, then item, nameFirst bool) string {
	r := m.View.Result
	named := then
	if nameFirst {
		named = first
	}
	title := fmt.Sprintf("%d, %s: ", named.number, analysis.LowerFirst(m.View.Title(named.step.Question)))
	if rule := r.Before(first.step.Question, then.step.Question); rule != "" {
		return title + analysis.LowerFirst(rule)
	}
	f, _ := r.Finding(then.step.Question)
	if f.Acceptance != nil {
		return title + fmt.Sprintf("%q is accepted until %s, so it is none of the three to do now.",
			f.Question.Title, gloss.Day(f.Acceptance.Until, r.Today))
	}
	return title + "it holds its word by itself, the other only for what waits for it."
}
