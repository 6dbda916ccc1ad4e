package report

import (
	"fmt"

	"prodfirst/internal/analysis"
	"prodfirst/internal/questionnaire"
)

// Options says how much a report tells, and what it knows besides the judgement. What is missing is
// left out.
type Options struct {
	Extent Extent                // empty: Standard
	Trend  []analysis.Point      // oldest first
	Topics []questionnaire.Topic // for their titles
	Digest string                // of the assessment: "sha256:…"
}

// Build returns the report on a judgement. Views that have nothing to say are left out. It names
// who owns, can explain, signed or accepted; never who could not explain or who voted what.
func Build(in analysis.Input, r analysis.Result, o Options) Document {
	b := newBuilder(in, r, o)
	b.lead()
	b.headline()
	b.now()
	b.holdsBack()
	b.rules()
	b.ownersWords()
	if o.Extent != Summary {
		b.secondPage()
	}
	if o.Extent == Full {
		b.everything()
	}
	if o.Extent != Summary {
		b.method()
	}
	b.about()
	return Document{Title: b.title(), System: in.Assessment.ID, Judged: r.Today, Blocks: b.blocks}
}

// secondPage adds every view that is not on the first page.
func (b *builder) secondPage() {
	b.afterwards()
	b.accepted()
	b.decided()
	b.signed()
	b.blindSpots()
	b.knowledge()
	b.views()
	b.tools()
	b.evidence()
	b.postponed()
	b.excused()
	b.switchedOff()
	b.packs()
	b.parked()
	b.shipped()
	b.counts()
	b.trend()
	b.cards()
}

type builder struct {
	in     analysis.Input
	r      analysis.Result
	o      Options
	scope  []*analysis.Finding // what applies or may apply, in questionnaire order
	gaps   []*analysis.Finding // in the order of the plan
	found  map[questionnaire.QuestionID]*analysis.Finding
	blocks []Block

	glossed map[analysis.Decision]bool // the decision words that were explained already
}

func newBuilder(in analysis.Input, r analysis.Result, o Options) *builder {
	b := builder{
		in: in, r: r, o: o, glossed: map[analysis.Decision]bool{},
		found: make(map[questionnaire.QuestionID]*analysis.Finding, len(r.Findings)),
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		b.found[f.Question.ID] = f
		if f.Applies != questionnaire.No {
			b.scope = append(b.scope, f)
		}
	}
	for i := range r.Plan {
		b.gaps = append(b.gaps, b.found[r.Plan[i].Question])
	}
	return &b
}

// text, plain, strong, emph and code are spans of one style.
func text[S ~string](s S) Span              { return Span{Text: string(s)} }
func plain(format string, args ...any) Span { return Span{Text: fmt.Sprintf(format, args...)} }
func strong(text string) Span               { return Span{Text: text, Style: Strong} }
func emph(text string) Span                 { return Span{Text: text, Style: Emph} }
func code(text string) Span                 { return Span{Text: text, Style: Code} }

// newLine ends a line inside a paragraph.
func newLine() Span { return Span{Text: " ", Style: Break} }

func (b *builder) add(blocks ...Block) { b.blocks = append(b.blocks, blocks...) }

// section starts a section. Its anchor stays the same when its title changes.
func (b *builder) section(anchor, title string) {
	b.add(Block{Kind: Heading, Level: 2, Anchor: anchor, Spans: []Span{{Text: title}}})
}

// part starts a part of a section; its title may be foreign.
func (b *builder) part(anchor, title string) {
	b.add(Block{Kind: Heading, Level: 3, Anchor: anchor, Spans: []Span{{Text: title}}})
}

func (b *builder) say(spans ...Span) { b.add(Block{Kind: Paragraph, Spans: spans}) }
