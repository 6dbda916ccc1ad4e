package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/theme"
)

// Query is what a person types to find something: words in any order, each of which has to be in
// what is found. Case and marks on letters do not count.
type Query struct{ words []string }

// NewQuery returns the query of a typed text.
func NewQuery(text string) Query { return Query{words: strings.Fields(Fold(text))} }

// Empty tells whether nothing was typed.
func (q Query) Empty() bool { return len(q.words) == 0 }

// fit is how well a word fits a text; more is better.
type fit int

const (
	fitNot       fit = iota
	fitScattered     // its letters in this order, the first one at the beginning of a word
	fitInside
	fitWord  // at the beginning of a word
	fitStart // at the beginning of the text
)

// Rank tells how well an entry fits; more is better, 0 is not at all. texts are the entry's, made by
// Fold, the most telling first. Less than 0 is a guess, better the nearer it is to 0: letters of a
// word are there and in order, but not together.
func (q Query) Rank(texts ...string) int {
	if q.Empty() {
		return 1
	}
	const worst = 1 << 16
	rank, guessed := 0, false
	for _, word := range q.words {
		best, fits := 0, fitNot
		for i, text := range texts {
			if f := locate(word, text, nil); f > fitNot {
				best, fits = max(best, int(f)*len(texts)+len(texts)-i), max(fits, f)
			}
		}
		if fits == fitNot {
			return 0
		}
		rank += best
		guessed = guessed || fits == fitScattered
	}
	if guessed {
		return min(rank-worst, -1)
	}
	return rank
}

// Pen draws text in a style, and in another one what a query matches. Making one is work; drawing
// with it is little.
type Pen struct{ open, close, foundOpen, foundClose string }

// NewPen returns the pen of a style: what is found is bold and underlined.
func NewPen(style lipgloss.Style) Pen {
	const text = "x"
	var p Pen
	p.open, p.close, _ = strings.Cut(style.Render(text), text)
	// Lip Gloss would underline character by character and take composed ones apart.
	p.foundOpen, p.foundClose, _ = strings.Cut(ansi.NewStyle().Underline(true).Styled(style.Bold(true).Render(text)), text)
	return p
}

func (p Pen) draw(b *strings.Builder, text string, found bool) {
	switch {
	case text == "":
	case found:
		b.WriteString(p.foundOpen + text + p.foundClose)
	default:
		b.WriteString(p.open + text + p.close)
	}
}

// Draw draws plain text in exactly width columns, with what the query matches in it set off.
func (q Query) Draw(text string, width int, pen Pen, th theme.Theme) string {
	text = textsafe.Line(text)
	var marked []bool
	if !q.Empty() {
		marked = q.marks(text)
	}
	room, tail := max(width, 0), ""
	if Width(text) > room {
		tail = Cut(th.Glyphs.Ellipsis, room, th)
		room -= Width(tail)
	}
	ascii := isASCII(text)
	var b strings.Builder
	from, at, on := 0, 0, false
	for at < len(text) {
		n, columns := 1, 1
		if !ascii {
			var cluster string
			cluster, columns = ansi.FirstGraphemeCluster(text[at:], ansi.GraphemeWidth)
			n = len(cluster)
		}
		if columns > room || n == 0 {
			break
		}
		room -= columns
		if marked != nil && marked[at] != on {
			pen.draw(&b, text[from:at], on)
			from, on = at, !on
		}
		at += n
	}
	pen.draw(&b, text[from:at], on)
	pen.draw(&b, tail, false)
	b.WriteString(spaces(room))
	return b.String()
}

// marks tells for each byte of text whether the query matches there.
func (q Query) marks(text string) []bool {
	folded, source := unmark(text)
	marked := make([]bool, len(text))
	for _, word := range q.words {
		locate(word, folded, func(from, to int) {
			for to < len(folded) && source[to] == source[to-1] { // one letter that was made into two
				to++
			}
			for i := source[from]; i < source[to]; i++ {
				marked[i] = true
			}
		})
	}
	return marked
}

// locate tells how well a word fits a text, and calls found, if there is one, with where.
func locate(word, text string, found func(from, to int)) fit {
	best, place := fitNot, 0
	for from := 0; best < fitWord; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			break
		}
		i += from
		switch {
		case i == 0:
			best, place = fitStart, i
		case begins(text, i):
			best, place = fitWord, i
		case best == fitNot:
			best, place = fitInside, i
		}
		_, n := utf8.DecodeRuneInString(text[i:])
		from = i + n
	}
	if best > fitNot {
		if found != nil {
			found(place, place+len(word))
		}
		return best
	}
	return scattered(word, text, found)
}

// mostScattered is how long a text is at most for letters to be found scattered in it: in a long
// one, any word is.
const mostScattered = 64

// scattered finds the letters of a word in their order, the first one at the beginning of a word.
func scattered(word, text string, found func(from, to int)) fit {
	first, n := utf8.DecodeRuneInString(word)
	if n == len(word) || len(text) > mostScattered {
		return fitNot
	}
	for i, r := range text {
		if r != first || !begins(text, i) {
			continue
		}
		if !follows(word[n:], text[i+n:]) {
			continue
		}
		if found != nil {
			for _, r := range word {
				step := strings.IndexRune(text[i:], r)
				i += step
				found(i, i+utf8.RuneLen(r))
				i += utf8.RuneLen(r)
			}
		}
		return fitScattered
	}
	return fitNot
}

// follows tells whether the letters of word stand in text in their order.
func follows(word, text string) bool {
	for _, r := range word {
		i := strings.IndexRune(text, r)
		if i < 0 {
			return false
		}
		text = text[i+utf8.RuneLen(r):]
	}
	return true
}

// begins tells whether a word begins at a place of a text.
func begins(text string, at int) bool {
	if at == 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}
