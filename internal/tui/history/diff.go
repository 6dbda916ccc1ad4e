package history

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/questionnaire"
)

// differences returns the rows of a comparison.
func (m model) differences(c analysis.Comparison) []item {
	var rows []item
	heading := func(text string) { rows = append(rows, item{heading: true, what: text}) }
	heading(fmt.Sprintf("%s, %s, and %s, %s", named(c.From.Label), m.date(c.From.On), named(c.To.Label), m.date(c.To.On)))
	for _, line := range summary(c) {
		heading(line)
	}
	for _, group := range []struct {
		title string
		of    []analysis.Shift
	}{
		{"Gained", c.Gained},
		{"Lost", c.Lost},
		{"Found out: it is not there", c.FoundOut},
		{"Evidence ran out, nobody said anything", c.Expired},
		{"Asked for the first time", c.Asked},
		{"Applies now, or not any more", c.Scope},
	} {
		rows = append(rows, m.shifts(group.title, group.of)...)
	}
	if len(c.Added)+len(c.Removed)+len(c.Reworded) > 0 {
		heading("")
		heading("The questions themselves changed:")
	}
	rows = append(rows, m.shifts("Changed, to be answered again", c.Reworded)...)
	rows = append(rows, m.questions("New", c.Added)...)
	rows = append(rows, m.questions("Not asked any more", c.Removed)...)
	if c.Empty() {
		heading("")
		heading("Nothing is different between the two.")
	}
	return rows
}

// named is a state as it stands in a sentence.
func named(label string) string {
	if label == app.Now {
		return label
	}
	return "\"" + label + "\""
}

// summary says in sentences what the comparison comes to.
func summary(c analysis.Comparison) []string {
	var lines []string
	if c.ReadyChanged {
		lines = append(lines, fmt.Sprintf("Ready for %s then, for %s after.",
			analysis.StageWords(c.ReadyFor[0]), analysis.StageWords(c.ReadyFor[1])))
	} else {
		lines = append(lines, fmt.Sprintf("Ready for %s, both times.", analysis.StageWords(c.ReadyFor[0])))
	}
	for _, v := range c.Verdicts {
		lines = append(lines, fmt.Sprintf("%s: %s, then %s.",
			analysis.StageWords(v.Stage), v.Before.Words(), v.After.Words()))
	}
	return append(lines,
		fmt.Sprintf("Proven: %d of %d, then %d of %d.", c.From.Proven, c.From.Due, c.To.Proven, c.To.Due),
		fmt.Sprintf("Blockers open: %d of %d, then %d of %d.",
			c.From.OpenBlockers, c.From.Blockers, c.To.OpenBlockers, c.To.Blockers))
}

// shifts returns a heading and a row for each question, none for no question.
func (m model) shifts(title string, of []analysis.Shift) []item {
	if len(of) == 0 {
		return nil
	}
	rows := []item{{heading: true}, {heading: true, what: fmt.Sprintf("%s: %d", title, len(of))}}
	for _, s := range of {
		it := item{what: s.Title, more: s.Before.Words() + ", then " + s.After.Words(), question: s.Question, key: string(s.Question)}
		if s.By != "" && s.On != "" {
			it.more += fmt.Sprintf(" (%s, %s)", s.By, m.date(s.On))
		}
		if _, there := m.View.Result.Finding(s.Question); !there {
			it.question = ""
		}
		rows = append(rows, it)
	}
	return rows
}

// questions lists questions that came or went. What is gone has no title any more.
func (m model) questions(title string, ids []questionnaire.QuestionID) []item {
	if len(ids) == 0 {
		return nil
	}
	rows := []item{{heading: true, what: fmt.Sprintf("%s: %d", title, len(ids))}}
	for _, id := range ids {
		it := item{what: m.View.Title(id), key: string(id)}
		if _, there := m.View.Result.Finding(id); there {
			it.question = id
		}
		rows = append(rows, it)
	}
	return rows
}

func lower(s string) string { return strings.ToLower(s) }

// widest returns how many columns the longest of the texts takes, up to most.
func widest(items []item, most int, text func(item) int) int {
	n := 0
	for _, it := range items {
		n = max(n, text(it))
	}
	return min(n, most)
}

// marked tells whether an item is marked.
func marked(items []item) bool {
	return slices.ContainsFunc(items, func(it item) bool { return it.on })
}
