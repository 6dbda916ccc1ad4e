// Package textsafe makes text that we did not write harmless for a terminal, Markdown, HTML and a
// spreadsheet cell.
//
// It changes what is shown, never what is stored. It must not know what a text means.
package textsafe

import (
	"html"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

const maxMarks = 8

// Line returns s as one line without control or escape sequences, invisible or direction-changing
// characters, and what terminals disagree on how to measure. Line breaks and tabs become spaces. Of an
// escape sequence that is not ended only the beginning goes: s may be a sentence with our words behind it.
func Line(s string) string { return clean(s, " ", " ") }

// Block is Line for several lines: line breaks stay, as \n, and a tab becomes four spaces.
func Block(s string) string { return clean(s, "\n", "    ") }

func clean(s, newline, tab string) string {
	if plain(s) {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(strip(s), ""), "\r\n", "\n")
	var b strings.Builder
	b.Grow(len(s))
	marks := 0
	for _, r := range s {
		switch {
		case strings.ContainsRune("\n\r\u0085\u2028\u2029", r):
			b.WriteString(newline)
			marks = 0
		case r == '\t':
			b.WriteString(tab)
			marks = 0
		case !shown(r):
		case !unicode.Is(unicode.M, r):
			b.WriteRune(r)
			marks = 0
		case marks < maxMarks:
			b.WriteRune(r)
			marks++
		}
	}
	return b.String()
}

// strip removes escape sequences.
func strip(s string) string {
	const esc, introducers = '\x1b', "[]PX^_"
	for at := 0; at < len(s); {
		_, _, n, state := ansi.DecodeSequence(s[at:], ansi.NormalState, nil)
		if state == ansi.NormalState && n > 0 {
			at += n
			continue
		}
		begin := 1
		if s[at] == esc && at+1 < len(s) && strings.IndexByte(introducers, s[at+1]) >= 0 {
			begin = 2
		}
		return ansi.Strip(s[:at]) + s[at+begin:]
	}
	return ansi.Strip(s)
}

// plain reports whether s is printable ASCII only, which most text is and which needs no work.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// shown reports whether r has a glyph of its own and a width that terminals agree on.
func shown(r rune) bool {
	const firstSkinTone, lastSkinTone = 0x1F3FB, 0x1F3FF
	return unicode.IsGraphic(r) &&
		!unicode.In(r, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) &&
		(r < firstSkinTone || r > lastSkinTone)
}

// HTML returns s, made harmless as Block does, as text for an HTML element or a quoted attribute.
func HTML(s string) string { return html.EscapeString(Block(s)) }

// Cell returns s, made harmless as Block does, as text that no spreadsheet takes for a formula. It
// does not quote for CSV.
func Cell(s string) string {
	s = Block(s)
	start := strings.TrimLeft(s, " \n\"")
	if start != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(start)[0]) {
		return "'" + s
	}
	return s
}
