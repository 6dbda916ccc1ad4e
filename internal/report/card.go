package report

import (
	"fmt"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/questionnaire"
)

// Cards returns the steps of some gaps as a document to hand on: what to do, when it is done, and
// why it stands where it does. Questions without a step are left out.
func Cards(in analysis.Input, r analysis.Result, ids ...questionnaire.QuestionID) Document {
	b := newBuilder(in, r, Options{})
	name := in.Assessment.Description.Name
	d := Document{System: in.Assessment.ID, Judged: r.Today}
	for _, id := range ids {
		s, ok := r.Step(id)
		if !ok {
			continue
		}
		f := b.found[id]
		d.Title = fmt.Sprintf("%s: %s", name, f.Title(s.Kind))
		d.Blocks = append(d.Blocks, Block{Kind: Heading, Level: 2, Spans: []Span{text(f.Title(s.Kind))}})
		d.Blocks = append(d.Blocks, b.place(f, s))
		d.Blocks = append(d.Blocks, b.card(f, s.Kind)...)
	}
	headings := 0
	for _, block := range d.Blocks {
		if block.Kind == Heading {
			headings++
		}
	}
	switch headings {
	case 0:
	case 1: // the title says it
		d.Blocks = d.Blocks[1:]
	default:
		d.Title = fmt.Sprintf("%s: %d steps", name, headings)
	}
	return d
}

// place says what a step is for and why it stands where it does.
func (b *builder) place(f *analysis.Finding, s analysis.Step) Block {
	items := []Item{{Spans: []Span{strong("Decision:"), plain(" %s, %s", f.Decision, f.Decision.Gloss())}}}
	for _, id := range s.First {
		items = append(items, Item{Spans: []Span{strong("First:"), plain(" %s", analysis.LowerFirst(b.found[id].Question.Title))}})
	}
	if x := f.Acceptance; x != nil {
		items = append(items, Item{Spans: []Span{strong("Accepted:"), plain(" until %s, by %s", ShortDay(x.Until, b.r.Today), x.By)}})
	}
	why := []Span{strong("Why:"), plain(" %s", strings.TrimSuffix(s.Reason, "."))}
	return Block{Kind: Bullets, Items: append(items, Item{Spans: why})}
}
