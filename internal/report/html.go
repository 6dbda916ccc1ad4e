package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"strings"

	"prodfirst/internal/textsafe"
)

// pageStyle is the one style sheet of a page.
//
//go:embed page.css
var pageStyle string

// HTML returns the document as one page that needs nothing else: no script, no address, no font. Its
// security policy allows the one style sheet in it and nothing else. All text in it is foreign and
// made inert. Charts are drawn as SVG beside the tables that say the same. The page is well-formed XML
// too, so that what is in it can be checked.
func HTML(d Document) []byte {
	w := htmlWriter{document: d}
	sum := sha256.Sum256([]byte(pageStyle))
	policy := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'"
	w.line(`<!doctype html>`)
	w.line(`<html lang="en">`)
	w.line(`<head>`)
	w.line(`<meta charset="utf-8"/>`)
	w.line(`<meta http-equiv="Content-Security-Policy" content="%s"/>`, policy)
	w.line(`<meta name="viewport" content="width=device-width, initial-scale=1"/>`)
	w.line(`<meta name="referrer" content="no-referrer"/>`)
	w.line(`<meta name="color-scheme" content="light dark"/>`)
	w.line(`<title>%s</title>`, safeHTML(d.Title))
	w.line(`<style>%s</style>`, pageStyle)
	w.line(`</head>`)
	w.line(`<body>`)
	w.line(`<a class="skip" href="#report">Go to the report</a>`)
	w.contents()
	w.line(`<main id="report">`)
	w.line(`<h1>%s</h1>`, safeHTML(d.Title))
	w.sections()
	w.line(`</main>`)
	w.line(`</body>`)
	w.line(`</html>`)
	return []byte(w.out.String())
}

type htmlWriter struct {
	document Document
	out      strings.Builder
	section  string // the title of the section under way, safe
	charts   int
}

// line writes a line; arguments have to be safe.
func (w *htmlWriter) line(format string, args ...any) {
	fmt.Fprintf(&w.out, format+"\n", args...)
}

// safeHTML returns foreign text as it can stand between tags and in a quoted attribute.
func safeHTML(text string) string { return html.EscapeString(textsafe.Line(text)) }

// contents lists the sections of a page that has several.
func (w *htmlWriter) contents() {
	var items []string
	for _, b := range w.document.Blocks {
		if b.Kind == Heading && b.Level == 2 && b.Anchor != "" {
			items = append(items, fmt.Sprintf(`<li><a href="#%s">%s</a></li>`, safeHTML(b.Anchor), spansHTML(b.Spans)))
		}
	}
	if few := 3; len(items) <= few {
		return
	}
	w.line(`<nav aria-label="Contents">`)
	w.line(`<ul>`)
	for _, item := range items {
		w.line("%s", item)
	}
	w.line(`</ul>`)
	w.line(`</nav>`)
}

// sections writes the blocks, those of each heading of level 2 in a section.
func (w *htmlWriter) sections() {
	open := false
	for _, b := range w.document.Blocks {
		if b.Kind == Heading && b.Level == 2 {
			if open {
				w.line(`</section>`)
			}
			open = true
			w.section = plainHTML(b.Spans)
			w.line(`<section>`)
		}
		w.block(b)
	}
	if open {
		w.line(`</section>`)
	}
}

func (w *htmlWriter) block(b Block) {
	switch b.Kind {
	case Heading:
		id := ""
		if b.Anchor != "" {
			id = fmt.Sprintf(` id="%s"`, safeHTML(b.Anchor))
		}
		w.line(`<h%d%s>%s</h%d>`, b.Level, id, spansHTML(b.Spans), b.Level)
	case Paragraph:
		w.line(`<p>%s</p>`, spansHTML(b.Spans))
	case Lead:
		w.line(`<p class="lead">%s</p>`, spansHTML(b.Spans))
	case Note:
		w.line(`<p class="note">%s</p>`, spansHTML(b.Spans))
	case Quote:
		w.line(`<blockquote><p>%s</p></blockquote>`, spansHTML(b.Spans))
	case Bullets:
		w.items("ul", b.Items)
	case Numbers:
		w.items("ol", b.Items)
	case Tasks:
		w.tasks(b.Items)
	case Table:
		w.charted(b)
	case Details:
		w.line(`<details>`)
		w.line(`<summary>%s</summary>`, safeHTML(b.Summary))
		for _, inner := range b.Blocks {
			w.block(inner)
		}
		w.line(`</details>`)
	}
}

func (w *htmlWriter) items(list string, items []Item) {
	w.line(`<%s>`, list)
	for _, item := range items {
		if len(item.Sub) == 0 {
			w.line(`<li>%s</li>`, spansHTML(item.Spans))
			continue
		}
		w.line(`<li>%s`, spansHTML(item.Spans))
		w.items("ul", item.Sub)
		w.line(`</li>`)
	}
	w.line(`</%s>`, list)
}

// tasks writes boxes that can be ticked; nothing is kept when the page is closed.
func (w *htmlWriter) tasks(items []Item) {
	w.line(`<ul class="tasks">`)
	for _, item := range items {
		w.line(`<li><label><input type="checkbox"/> <span>%s</span></label>`, spansHTML(item.Spans))
		if len(item.Sub) > 0 {
			w.items("ul", item.Sub)
		}
		w.line(`</li>`)
	}
	w.line(`</ul>`)
}

// charted writes a table, behind its chart if it has one.
func (w *htmlWriter) charted(b Block) {
	if b.Chart == nil || len(b.Chart.Points) == 0 {
		w.table(b)
		return
	}
	w.charts++
	w.chart(*b.Chart)
	w.line(`<details class="numbers">`)
	w.line(`<summary>The chart as a table</summary>`)
	w.table(b)
	w.line(`</details>`)
}

// table writes a table that scrolls by itself where the page is narrow, so that it can be reached by
// keyboard.
func (w *htmlWriter) table(b Block) {
	w.line(`<div class="scroll" tabindex="0" role="group" aria-label="Table: %s">`, w.section)
	w.line(`<table>`)
	w.out.WriteString(`<thead><tr>`)
	for _, head := range b.Header {
		fmt.Fprintf(&w.out, `<th scope="col">%s</th>`, safeHTML(head))
	}
	w.line(`</tr></thead>`)
	w.line(`<tbody>`)
	for _, row := range b.Rows {
		w.out.WriteString(`<tr>`)
		for i, cell := range row {
			if i == 0 {
				fmt.Fprintf(&w.out, `<th scope="row">%s</th>`, spansHTML(cell))
			} else {
				fmt.Fprintf(&w.out, `<td%s>%s</td>`, decisionClass(cell), spansHTML(cell))
			}
		}
		w.line(`</tr>`)
	}
	w.line(`</tbody>`)
	w.line(`</table>`)
	w.line(`</div>`)
}

// decisionClass sets off a cell that is a decision word; the word itself says it too.
func decisionClass(cell []Span) string {
	if len(cell) != 1 {
		return ""
	}
	switch cell[0].Text {
	case "STOP", "PROVE", "NEXT", "PLAN", "WATCH":
		return fmt.Sprintf(` class="word %s"`, strings.ToLower(cell[0].Text))
	}
	return ""
}

// spansHTML returns spans as HTML on one line.
func spansHTML(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		text := safeHTML(s.Text)
		switch s.Style {
		case Plain:
			b.WriteString(text)
		case Strong:
			b.WriteString("<strong>" + text + "</strong>")
		case Emph:
			b.WriteString("<em>" + text + "</em>")
		case Code:
			b.WriteString("<code>" + text + "</code>")
		case Break:
			b.WriteString("<br/>")
		}
	}
	return b.String()
}

// plainHTML returns the text of spans, safe in an attribute.
func plainHTML(spans []Span) string { return safeHTML(plainText(spans)) }

// plainText returns the text of spans.
func plainText(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}
