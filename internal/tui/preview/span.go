package preview

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/report"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// piece is a part of a word in one style.
type piece struct {
	text  string
	style report.Style
}

// word is what stands between two spaces. Its pieces touch.
type word []piece

func (w word) width() int {
	n := 0
	for _, p := range w {
		n += widget.Width(p.text)
	}
	return n
}

// split returns the words of spans, made harmless. Spans touch where neither has a space.
func split(spans []report.Span) []word {
	var words []word
	open := false // the last word goes on
	for _, s := range spans {
		text := textsafe.Line(s.Text)
		if strings.HasPrefix(text, " ") {
			open = false
		}
		for field := range strings.FieldsSeq(text) {
			if p := (piece{field, s.Style}); open {
				words[len(words)-1] = append(words[len(words)-1], p)
			} else {
				words = append(words, word{p})
			}
			open = false
		}
		if text != "" {
			open = len(words) > 0 && !strings.HasSuffix(text, " ")
		}
	}
	return words
}

// cut returns what fits into width columns of a word that is wider, and the rest.
func (w word) cut(width int) (head, tail word) {
	for i, p := range w {
		n := widget.Width(p.text)
		if n <= width {
			width -= n
			head = append(head, p)
			continue
		}
		part := ansi.Truncate(p.text, width, "")
		rest := p.text[len(part):]
		if part == "" && len(head) == 0 { // a wide character in one column: it cannot be shown
			_, size := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
			rest = rest[max(size, 1):]
		}
		if part != "" {
			head = append(head, piece{part, p.style})
		}
		if rest != "" {
			tail = append(tail, piece{rest, p.style})
		}
		return head, append(tail, w[i+1:]...)
	}
	return head, nil
}

// wrap breaks spans into lines of at most width columns. No text is no line.
func wrap(spans []report.Span, width int, base lipgloss.Style, th theme.Theme) []string {
	if width < 1 {
		return nil
	}
	var lines []string
	var line []word
	used := 0
	flush := func() {
		lines = append(lines, render(line, base, th))
		line, used = nil, 0
	}
	for _, w := range split(spans) {
		n := w.width()
		if used > 0 && used+1+n > width {
			flush()
		}
		for n > width {
			head, tail := w.cut(width)
			if line = []word{head}; len(head) > 0 {
				flush()
			}
			w, n = tail, tail.width()
			line = nil
		}
		if len(w) == 0 {
			continue
		}
		if used > 0 {
			used++
		}
		line = append(line, w)
		used += n
	}
	if len(line) > 0 {
		flush()
	}
	return lines
}

// render draws a line. What has one style is drawn in one go, the spaces inside it too.
func render(line []word, base lipgloss.Style, th theme.Theme) string {
	var b strings.Builder
	run := piece{}
	out := func() {
		if run.text != "" {
			b.WriteString(style(run.style, base, th).Render(run.text))
		}
	}
	for i, w := range line {
		for j, p := range w {
			space := ""
			if i > 0 && j == 0 {
				space = " "
			}
			if p.style == run.style {
				run.text += space + p.text
				continue
			}
			out()
			b.WriteString(space)
			run = p
		}
	}
	out()
	return b.String()
}

// style returns how a span is set off from the text around it.
func style(s report.Style, base lipgloss.Style, th theme.Theme) lipgloss.Style {
	switch s {
	case report.Strong:
		return th.Strong
	case report.Emph:
		return th.Dim
	case report.Code:
		return th.Accent
	case report.Plain, report.Break:
	}
	return base
}
