package textsafe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Markdown returns s, made harmless as Block does, as GitHub-flavoured Markdown that reads as s and
// formats nothing, in a paragraph, list item, heading, link text or table cell. What a forge would
// turn into a link by itself (addresses, @mentions, #1) stands in a code span. Lines stay lines; use
// it on the result of Line where a line break would end the surrounding construct.
func Markdown(s string) string {
	lines := strings.Split(Block(s), "\n")
	for i, line := range lines {
		lines[i] = markdownLine(strings.Trim(line, " "))
	}
	return strings.Join(lines, "\n")
}

func markdownLine(line string) string {
	var b strings.Builder
	if at := blockMark(line); at >= 0 {
		b.WriteString(line[:at])
		b.WriteByte('\\')
		b.WriteByte(line[at])
		line = line[at+1:]
	}
	for line != "" {
		word, rest := cutWord(line)
		before, link, after := cutLink(word)
		inline(&b, line, len(before))
		if link != "" {
			b.WriteString("`" + link + "`")
		}
		inline(&b, line[len(before)+len(link):], len(after))
		line = rest
	}
	return b.String()
}

// blockMark returns the place of the character that would make a line a heading, quote, list item,
// rule or table, -1 if there is none.
func blockMark(line string) int {
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	if digits == len(line) {
		return -1
	}
	next := byte(' ')
	if digits+1 < len(line) {
		next = line[digits+1]
	}
	found := false
	switch c := line[digits]; {
	case digits > 0:
		found = (c == '.' || c == ')') && next == ' '
	case c == '#':
		found = next == ' ' || next == '#'
	case c == '>':
		found = true
	case c == '-', c == '+', c == '=', c == ':':
		found = strings.IndexByte(" -+=:", next) >= 0
	}
	if !found {
		return -1
	}
	return digits
}

// cutWord cuts line after its first word, which ends at a space, or before a character that no code
// span can hold in every place. Such characters and spaces are words of their own.
func cutWord(line string) (word, rest string) {
	end := strings.IndexFunc(line, func(r rune) bool { return unicode.IsSpace(r) || r == '`' || r == '|' })
	switch end {
	case -1:
		return line, ""
	case 0:
		_, end = utf8.DecodeRuneInString(line)
	}
	return line[:end], line[end:]
}

// cutLink finds the part of word that a forge would link, without the punctuation around it.
func cutLink(word string) (before, link, after string) {
	if !linked(word) {
		return word, "", ""
	}
	link = strings.TrimLeft(word, "([{<!\"'*_~")
	before = word[:len(word)-len(link)]
	core := strings.TrimRight(link, ")]}>.,;:!?\"'*_~\\")
	return before, core, link[len(core):]
}

// linked reports whether GitHub or its like would make a link of a part of word.
func linked(word string) bool {
	lower := strings.ToLower(word)
	if strings.Contains(lower, "://") || strings.Contains(lower, "www.") {
		return true
	}
	if at := strings.IndexByte(word, '@'); at >= 0 && at < len(word)-1 {
		return true
	}
	return beforeDigit(lower, "#") || beforeDigit(lower, "gh-")
}

// beforeDigit reports whether mark stands in s with a digit after it.
func beforeDigit(s, mark string) bool {
	for {
		_, after, found := strings.Cut(s, mark)
		if !found {
			return false
		}
		if after != "" && '0' <= after[0] && after[0] <= '9' {
			return true
		}
		s = after
	}
}

// inline writes the first n bytes of text with a backslash before all that could format it.
func inline(b *strings.Builder, text string, n int) {
	previous := ' '
	for i, r := range text[:n] {
		after := text[i+utf8.RuneLen(r):]
		next, _ := utf8.DecodeRuneInString(after)
		if formats(r, previous, next) || r == '&' && entity(after) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		previous = r
	}
}

// formats reports whether r can format between its neighbours; next is utf8.RuneError at the end.
func formats(r, previous, next rune) bool {
	switch r {
	case '\\', '`', '*', '[', ']', '|', '~', '$':
		return true
	case '_':
		return !alphanumeric(previous) || !alphanumeric(next)
	case '<':
		return next != ' ' && next != '=' && !unicode.IsDigit(next)
	}
	return false
}

// entity reports whether rest, which followed an ampersand, makes it a character reference.
func entity(rest string) bool {
	end := strings.IndexFunc(rest, func(r rune) bool { return r != '#' && !alphanumeric(r) })
	return end > 0 && rest[end] == ';'
}

func alphanumeric(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
