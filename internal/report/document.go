// Package report writes a judgement down: one document model, built once from what is known, and
// writers that draw it as Markdown, on a terminal, or as JSON.
//
// It must not judge or order anything that package analysis does not say, and it must not
// read a clock: the same input gives the same bytes.
package report

import "prodfirst/internal/assessment"

// A Document is a report as a list of blocks, before any format. A heading starts a section that
// goes on to the next heading of its level or above.
type Document struct {
	Title  string // plain text, foreign
	System assessment.ID
	Judged assessment.Date
	Blocks []Block
}

// BlockKind says how a block is drawn.
type BlockKind string

// The kinds of blocks.
const (
	Heading   BlockKind = "heading"   // Spans; Level 2 or 3; Anchor
	Paragraph BlockKind = "paragraph" // Spans
	Lead      BlockKind = "lead"      // Spans: what is celebrated, before everything else
	Note      BlockKind = "note"      // Spans: what to look at now
	Quote     BlockKind = "quote"     // Spans
	Bullets   BlockKind = "bullets"   // Items
	Numbers   BlockKind = "numbers"   // Items, counted from 1
	Tasks     BlockKind = "tasks"     // Items to tick off
	Table     BlockKind = "table"     // Header and Rows; Chart, if it can be drawn too
	Details   BlockKind = "details"   // Summary, in our own words, and Blocks that can be hidden
)

// A Block is one part of a document. Only the fields that its kind names are set.
type Block struct {
	Kind    BlockKind
	Level   int
	Anchor  string // of a heading: lower-case letters, digits and dashes, once in a document; may be empty
	Spans   []Span
	Items   []Item
	Header  []string // our own words
	Rows    [][][]Span
	Chart   *Chart
	Summary string
	Blocks  []Block
}

// An Item is one entry of a list: a line, and what stands below it.
type Item struct {
	Spans []Span
	Sub   []Item // bullets
}

// Style says how a span is set off.
type Style string

// The styles of a span.
const (
	Plain  Style = ""
	Strong Style = "strong"
	Emph   Style = "emphasis"
	Code   Style = "code"  // an id, a command or a path
	Break  Style = "break" // a new line inside a paragraph; the text is a space for who draws none
)

// A Span is a run of text in one style. All text may be foreign: writers make it inert.
type Span struct {
	Text  string
	Style Style
}

// A Chart is what a table shows, as numbers. The table says the same in words: a writer that draws
// nothing loses nothing, and a screen reader reads the table.
type Chart struct {
	Kind   ChartKind
	Series []string // our own words, one for each part of a point
	Points []Point
}

// ChartKind says what a chart shows.
type ChartKind string

// The charts.
const (
	// AreaChart has a point for each area; its parts are the questions by state, all of the same
	// Of, which they add up to. Drawn as one stacked bar a row.
	AreaChart ChartKind = "areas"
	// DecisionChart has a point for each decision word, strongest first, with one part: how many
	// of all gaps have it. Drawn as one bar a row.
	DecisionChart ChartKind = "decisions"
	// TrendChart has a point for each day, oldest first, with two parts: proven of the questions
	// due, and open of the blockers due. Drawn as two lines. Labels are milestones.
	TrendChart ChartKind = "trend"
	// EvidenceChart has a point for each piece of evidence that counts or counted, with one part:
	// its age in days, of the days for which it counts. N above Of has run out. Drawn as one bar a row.
	EvidenceChart ChartKind = "evidence"
)

// A Point is one row or one day of a chart.
type Point struct {
	Label string // foreign
	On    assessment.Date
	Parts []Part // one for each series
}

// A Part is a count with its denominator.
type Part struct{ N, Of int }

// Extent says how much a report tells.
type Extent string

// The extents of a report.
const (
	Summary  Extent = "summary"  // the first page
	Standard Extent = "standard" // every view
	Full     Extent = "full"     // and every question with its answer
)

// Extents returns all extents, shortest first.
func Extents() []Extent { return []Extent{Summary, Standard, Full} }
