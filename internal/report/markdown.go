package report

import (
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"prodfirst/internal/textsafe"
)

const (
	textWidth = 80     // where lines of Markdown break, in characters; tables and headings do not
	glue      = '\x00' // a space at which no line breaks
)

// Markdown returns the document as GitHub-flavoured Markdown that reads well raw. All text in it
// is foreign and made inert: it can neither format nor link.
func Markdown(d Document) []byte {
	w := markdownWriter{out: make([]byte, 0, 64<<10)}
	w.write("# ", inert(d.Title), "\n")
	for _, b := range d.Blocks {
		w.write("\n")
		w.block(b)
	}
	for i, c := range w.out {
		if c == glue {
			w.out[i] = ' '
		}
	}
	return w.out
}

type markdownWriter struct {
	out   []byte
	spans []byte // what is being wrapped
}

func (w *markdownWriter) write(texts ...string) {
	for _, text := range texts {
		w.out = append(w.out, text...)
	}
}

func (w *markdownWriter) block(b Block) {
	switch b.Kind {
	case Heading:
		w.write(strings.TrimRight(strings.Repeat("#", b.Level)+" "+string(inline(nil, b.Spans)), " "), "\n")
	case Paragraph, Lead:
		w.wrapped("", "", b.Spans)
	case Note:
		w.wrapped("> ", "> ", b.Spans)
	case Tasks:
		w.list("- [ ] ", b.Items)
	case Details:
		w.details(b)
	case Quote:
		w.wrapped("> ", "> ", b.Spans)
	case Bullets:
		w.list("- ", b.Items)
	case Numbers:
		for i, item := range b.Items {
			mark := fmt.Sprintf("%d. ", i+1)
			indent := strings.Repeat(" ", len(mark))
			w.wrapped(mark, indent, item.Spans)
			w.bullets(indent, item.Sub)
		}
	case Table:
		w.table(b)
	}
}

// list writes items behind a mark, and bullets below them.
func (w *markdownWriter) list(mark string, items []Item) {
	for _, item := range items {
		w.wrapped(mark, "  ", item.Spans)
		w.bullets("  ", item.Sub)
	}
}

func (w *markdownWriter) bullets(indent string, items []Item) {
	if len(items) == 0 {
		return
	}
	mark, rest := indent+"- ", indent+"  "
	for _, item := range items {
		w.wrapped(mark, rest, item.Spans)
		w.bullets(rest, item.Sub)
	}
}

// details writes blocks that a forge folds away. All else of the report is free of HTML; these
// elements are our own, and so is the summary. Blank lines around the blocks make them Markdown again.
func (w *markdownWriter) details(b Block) {
	w.write("<details>\n<summary>", html.EscapeString(textsafe.Line(b.Summary)), "</summary>\n")
	for _, inner := range b.Blocks {
		w.write("\n")
		w.block(inner)
	}
	w.write("\n</details>\n")
}

func (w *markdownWriter) table(b Block) {
	w.write("| ", strings.Join(b.Header, " | "), " |\n")
	w.write("|", strings.Repeat(" --- |", len(b.Header)), "\n")
	for _, row := range b.Rows {
		w.write("|")
		for _, cell := range row {
			w.write(" ")
			w.out = bytes.TrimRight(inline(w.out, cell), " ")
			w.write(" |")
		}
		w.write("\n")
	}
}

// wrapped writes spans in lines of at most textWidth characters, the first behind first, the others
// behind rest. Without a word it writes nothing.
func (w *markdownWriter) wrapped(first, rest string, spans []Span) {
	for {
		end := slices.IndexFunc(spans, func(s Span) bool { return s.Style == Break })
		if end < 0 {
			w.line(first, rest, spans)
			return
		}
		if w.line(first, rest, spans[:end]) {
			first = rest
		}
		spans = spans[end+1:]
	}
}

// line writes spans up to a break, and tells whether there was a word.
func (w *markdownWriter) line(first, rest string, spans []Span) bool {
	w.spans = inline(w.spans[:0], spans)
	lead, used := first, 0
	for word := range bytes.FieldsSeq(w.spans) {
		if n := utf8.RuneCount(word); used > 0 && used+1+n <= textWidth {
			w.out = append(append(w.out, ' '), word...)
			used += 1 + n
			continue
		}
		if used > 0 {
			w.write("\n")
		}
		start := len(w.out)
		w.write(lead)
		w.out = opening(w.out, word)
		lead, used = rest, utf8.RuneCount(w.out[start:])
	}
	if used > 0 {
		w.write("\n")
	}
	return used > 0
}

// opening appends a word as the first of a line, where some would start a heading, a quote, a list,
// a rule or a table, or make a heading or a table of the line above.
func opening(out, word []byte) []byte {
	mark := bytes.TrimLeft(word, "0123456789")
	digits := len(word) - len(mark)
	switch {
	case digits == 0 && (word[0] == '>' || len(bytes.Trim(word, "#-+=:")) == 0):
		out = append(out, '\\')
	case digits > 0 && (string(mark) == "." || string(mark) == ")"):
		out = append(append(out, word[:digits]...), '\\')
		word = mark
	}
	return append(out, word...)
}

// inline appends spans as Markdown on one line.
func inline(out []byte, spans []Span) []byte {
	for _, s := range spans {
		switch s.Style {
		case Plain:
			out = append(out, inertPart(s.Text)...)
		case Strong:
			out = around(out, "**", s.Text)
		case Emph:
			out = around(out, "*", s.Text)
		case Code:
			out = append(out, fenced(s.Text)...)
		case Break:
			out = append(out, ' ')
		}
	}
	return out
}

// around appends text set off with marks, which must stand directly at a word to count.
func around(out []byte, mark, text string) []byte {
	if !words(text) {
		text = textsafe.Line(text)
	}
	core := strings.TrimSpace(text)
	if core == "" {
		return append(out, text...)
	}
	at := strings.Index(text, core)
	for _, part := range []string{text[:at], mark, inert(core), mark, text[at+len(core):]} {
		out = append(out, part...)
	}
	return out
}

// inert returns foreign text as one line that formats nothing.
func inert(text string) string {
	if text != "" && text[0] != ' ' && text[len(text)-1] != ' ' && words(text) {
		return text
	}
	return textsafe.Markdown(strings.Join(strings.Fields(textsafe.Line(text)), " "))
}

// inertPart is inert for text inside a line: spaces at its ends count.
func inertPart(text string) string {
	if words(text) {
		return text
	}
	text = textsafe.Line(text)
	core := strings.TrimSpace(text)
	if core == "" {
		return " "[:min(1, len(text))]
	}
	at := strings.Index(text, core)
	return text[:at] + inert(core) + text[at+len(core):]
}

// words tells whether text is prose in which nothing can format or link, as most is: there is
// nothing to make inert. It may be wrong about prose, but not about anything else.
func words(text string) bool {
	text = strings.TrimPrefix(text, " ")
	if text == "" {
		return true
	}
	if !letter(text[0]) {
		return false
	}
	for i := 1; i < len(text); i++ {
		if !prose(text[i-1], text[i]) {
			return false
		}
	}
	return true
}

// prose tells whether c is nothing but text behind previous. A dot or a colon inside a word could
// belong to an address, a digit behind a dash to an issue.
func prose(previous, c byte) bool {
	switch c {
	case ',', ';', '(', ')', '\'', '"', '?', '!', '/':
		return previous != ':' && previous != '.'
	case '.', ':', ' ':
		return previous != ' '
	case '-':
		return letter(previous)
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return previous != '-' && previous != ':' && previous != '.'
	}
	return letter(c) && previous != ':' && previous != '.'
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// fenced returns text, which is an id, a command or a path, in a code span. What no code span can
// hold everywhere is replaced by what looks like it.
func fenced(text string) string {
	text = strings.Join(strings.Fields(textsafe.Line(text)), string(glue))
	if text == "" {
		return ""
	}
	return "`" + strings.ReplaceAll(strings.ReplaceAll(text, "`", "'"), "|", "¦") + "`"
}
