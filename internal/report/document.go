// Package report writes a judgement down: one document model, built once from what is known, and
// writers that draw it as Markdown, on a terminal, or as JSON.
//
// It must not judge or order anything that package analysis does not say, and it must not
// read a clock: the same input gives the same bytes.
package report

// A Document is a report as a tree of blocks, before any format.
type Document struct {
	Title  string // plain text, foreign
	Blocks []Block
}

// BlockKind says how a block is drawn.
type BlockKind string

// The kinds of blocks.
const (
	Heading   BlockKind = "heading"   // Spans; Level 2 or 3
	Paragraph BlockKind = "paragraph" // Spans
	Quote     BlockKind = "quote"     // Spans
	Bullets   BlockKind = "bullets"   // Items
	Numbers   BlockKind = "numbers"   // Items, counted from 1
	Table     BlockKind = "table"     // Header and Rows
)

// A Block is one part of a document. Only the fields that its kind names are set.
type Block struct {
	Kind   BlockKind
	Level  int
	Spans  []Span
	Items  []Item
	Header []string // our own words
	Rows   [][][]Span
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
	Code   Style = "code" // an id, a command or a path
)

// A Span is a run of text in one style. All text may be foreign: writers make it inert.
type Span struct {
	Text  string
	Style Style
}
