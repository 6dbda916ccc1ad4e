package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"prodfirst/internal/textsafe"
)

const (
	textWidth = 80     // where lines of Markdown break, in characters; tables and headings do not
	glue      = "\x00" // a space at which no line breaks
)

// Markdown returns the document as GitHub-flavoured Markdown that reads well raw. All text in it
// is foreign and made inert: it can neither format nor link.
func Markdown(d Document) []byte {
	w := markdownWriter{}
	w.out.WriteString("# " + inert(d.Title) + "\n")
	for _, b := range d.Blocks {
		w.out.WriteByte('\n')
		w.block(b)
	}
	return []byte(strings.ReplaceAll(w.out.String(), glue, " "))
}

type markdownWriter struct{ out strings.Builder }

func (w *markdownWriter) block(b Block) {
	switch b.Kind {
	case Heading:
		w.out.WriteString(strings.TrimRight(strings.Repeat("#", b.Level)+" "+inline(b.Spans), " ") + "\n")
	case Paragraph:
		w.wrapped("", "", b.Spans)
	case Quote:
		w.wrapped("> ", "> ", b.Spans)
	case Bullets:
		w.bullets("", b.Items)
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

func (w *markdownWriter) bullets(indent string, items []Item) {
	for _, item := range items {
		w.wrapped(indent+"- ", indent+"  ", item.Spans)
		w.bullets(indent+"  ", item.Sub)
	}
}

func (w *markdownWriter) table(b Block) {
	w.out.WriteString("| " + strings.Join(b.Header, " | ") + " |\n")
	w.out.WriteString("|" + strings.Repeat("---|", len(b.Header)) + "\n")
	for _, row := range b.Rows {
		w.out.WriteByte('|')
		for _, cell := range row {
			w.out.WriteString(strings.TrimRight(" "+inline(cell), " ") + " |")
		}
		w.out.WriteByte('\n')
	}
}

// wrapped writes spans in lines of at most textWidth characters, the first behind first, the others
// behind rest. Without a word it writes nothing.
func (w *markdownWriter) wrapped(first, rest string, spans []Span) {
	lead, used := first, 0
	for word := range strings.FieldsSeq(inline(spans)) {
		if used > 0 && used+1+utf8.RuneCountInString(word) <= textWidth {
			w.out.WriteString(" " + word)
			used += 1 + utf8.RuneCountInString(word)
			continue
		}
		if used > 0 {
			w.out.WriteByte('\n')
		}
		line := lead + opening(word)
		w.out.WriteString(line)
		lead, used = rest, utf8.RuneCountInString(line)
	}
	if used > 0 {
		w.out.WriteByte('\n')
	}
}

// opening returns a word as the first of a line, where some would start a heading, a quote, a list,
// a rule or a table, or make a heading or a table of the line above.
func opening(word string) string {
	mark := strings.TrimLeft(word, "0123456789")
	switch {
	case mark == word && (word[0] == '>' || strings.Trim(word, "#-+=:") == ""):
		return "\\" + word
	case mark != word && (mark == "." || mark == ")"):
		return strings.TrimSuffix(word, mark) + "\\" + mark
	}
	return word
}

// inline returns spans as Markdown on one line.
func inline(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		switch s.Style {
		case Plain:
			b.WriteString(inertPart(s.Text))
		case Strong:
			b.WriteString(around("**", s.Text))
		case Emph:
			b.WriteString(around("*", s.Text))
		case Code:
			b.WriteString(fenced(s.Text))
		}
	}
	return b.String()
}

// around sets text off with marks, which must stand directly at a word to count.
func around(mark, text string) string {
	text = textsafe.Line(text)
	core := strings.TrimSpace(text)
	if core == "" {
		return text
	}
	at := strings.Index(text, core)
	return text[:at] + mark + inert(core) + mark + text[at+len(core):]
}

// inert returns foreign text as one line that formats nothing.
func inert(text string) string {
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

// words tells whether text has nothing but words, as most has: there is nothing to make inert.
func words(text string) bool {
	for i := range len(text) {
		c := text[i]
		if (c < 'a' || 'z' < c) && (c < 'A' || 'Z' < c) && (c < '0' || '9' < c) && c != ' ' && c != ',' {
			return false
		}
	}
	return true
}

// fenced returns text, which is an id, a command or a path, in a code span. What no code span can
// hold everywhere is replaced by what looks like it.
func fenced(text string) string {
	text = strings.Join(strings.Fields(textsafe.Line(text)), glue)
	if text == "" {
		return ""
	}
	return "`" + strings.NewReplacer("`", "'", "|", "¦").Replace(text) + "`"
}
