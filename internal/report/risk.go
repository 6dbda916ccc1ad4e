package report

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Soon is how many days ahead reports and gates warn of what ends.
const Soon = 14

// endsSoon tells whether a date is near, and not over.
func endsSoon(end, today assessment.Date) bool {
	return end != "" && end >= today && today.Days(end) <= Soon
}

func (b *builder) accepted() {
	var rows [][][]Span
	var soon []string
	for _, f := range b.scope {
		x := f.Acceptance
		if x == nil {
			continue
		}
		rows = append(rows, [][]Span{
			{text(f.Question.Title)},
			{text(f.Decision)},
			{text(x.By)},
			{text(x.Until)},
			{text(x.Reason)},
		})
		if endsSoon(x.Until, b.r.Today) {
			soon = append(soon, fmt.Sprintf("%s (%s)", analysis.LowerFirst(f.Question.Title), x.Until))
		}
	}
	stale := b.staleAcceptances()
	if len(rows)+len(stale) == 0 {
		return
	}
	b.section("accepted", "Accepted risks")
	if len(rows) > 0 {
		b.add(Block{Kind: Table, Header: []string{"Question", "Decision", "Accepted by", "Until", "Reason"}, Rows: rows})
	}
	b.note("Ends within 14 days", soon)
	b.note("Accepted, but no longer in effect", stale)
}

// note adds a note that lists what it is about.
func (b *builder) note(what string, of []string) {
	if len(of) > 0 {
		b.add(Block{Kind: Note, Spans: []Span{strong(what + ":"), plain(" %s.", strings.Join(of, ", "))}})
	}
}

// staleAcceptances returns the latest acceptances that match no gap any more: the gap is closed, not
// known, or out of scope, or the date is over and the gap still there.
func (b *builder) staleAcceptances() []string {
	said := b.in.Assessment.Acceptances
	var stale []string
	for i, x := range said {
		for _, id := range x.Questions {
			again := slices.ContainsFunc(said[i+1:], func(y assessment.Acceptance) bool { return slices.Contains(y.Questions, id) })
			if again {
				continue
			}
			if why := b.staleBecause(x, id); why != "" {
				stale = append(stale, why)
			}
		}
	}
	return stale
}

func (b *builder) staleBecause(x assessment.Acceptance, id questionnaire.QuestionID) string {
	f := b.found[id]
	if f == nil {
		return fmt.Sprintf("%s (not asked any more)", id)
	}
	title := analysis.LowerFirst(f.Question.Title)
	switch {
	case f.Acceptance != nil:
		return ""
	case x.Until < b.r.Today && !f.Gap():
		return "" // it is over, and nothing is left of it
	case x.Until < b.r.Today:
		return fmt.Sprintf("%s (ended on %s)", title, x.Until)
	case f.Applies == questionnaire.No:
		return title + " (does not apply)"
	}
	return fmt.Sprintf("%s (now %s)", title, f.State.Words())
}

// decided lists the decision log, newest first.
func (b *builder) decided() {
	var rows [][][]Span
	for _, c := range slices.Backward(b.in.Assessment.Calls) {
		rows = append(rows, [][]Span{
			{text(assessment.DateOf(c.At))},
			{strong(string(c.Word))},
			{text(analysis.StageWords(c.Stage))},
			{text(c.By)},
			{text(c.Reason)},
		})
	}
	if len(rows) > 0 {
		b.section("decided", "Go or no-go")
		b.add(Block{Kind: Table, Header: []string{"Day", "Said", "About", "By", "Why"}, Rows: rows})
	}
}

// signed lists the sign-offs before the one that is quoted on the first page, newest first.
func (b *builder) signed() {
	all := b.in.Assessment.SignOffs
	if len(all) < 2 {
		return
	}
	var rows [][][]Span
	for _, s := range slices.Backward(all[:len(all)-1]) {
		rows = append(rows, [][]Span{
			{text(assessment.DateOf(s.At))}, {text(s.By)}, {strong(UpperFirst(analysis.ReadyWords(s.Ready)))}, {text(s.Words)},
		})
	}
	b.section("signed", "Said by the owner before")
	b.add(Block{Kind: Table, Header: []string{"Day", "By", "Can it ship", "In their words"}, Rows: rows})
}
