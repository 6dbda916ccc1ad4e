package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold returns text as it is searched: in lower case, without marks on its letters, full-width
// letters as plain ones.
func Fold(text string) string {
	if isASCII(text) {
		return strings.ToLower(text)
	}
	folded, _ := unmark(text)
	return folded
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// unmark is Fold and tells for each byte, and for the end, at which byte of text it comes from.
func unmark(text string) (folded string, source []int) {
	var b strings.Builder
	source = make([]int, 0, len(text)+1)
	for i, r := range text {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		before := b.Len()
		b.WriteString(letter(unicode.ToLower(r)))
		for range b.Len() - before {
			source = append(source, i)
		}
	}
	return b.String(), append(source, len(text))
}

// withMarks are letters with marks, in groups that begin with the letter as it is searched.
const withMarks = "aàáâãäåāăąǎạảấầẩẫậắằẳẵặ cçćĉċč dďđḍ eèéêëēĕėęěẹẻẽếềểễệ gĝğġģ hĥħḥ iìíîïĩīĭįıǐỉị " +
	"jĵ kķ lĺļľŀłḷ nñńņňŋṇ oòóôõöøōŏőǒọỏốồổỗộơớờởỡợ rŕŗřṛ sśŝşšșṣ tţťŧțṭ uùúûüũūŭůűųǔụủưứừửữự wŵẁẃẅ yýÿŷỳỵỷỹ zźżžẓ " +
	"αά εέ ηή ιίϊΐ οό σς υύϋΰ ωώ её"

// letter returns a lower-case letter as it is searched.
func letter(r rune) string {
	switch {
	case r < utf8.RuneSelf:
		return string(r)
	case '！' <= r && r <= '～': // full width
		return string(unicode.ToLower(r - '！' + '!'))
	}
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'þ':
		return "th"
	}
	at := strings.IndexRune(withMarks, r)
	if at < 0 {
		return string(r)
	}
	base, _ := utf8.DecodeRuneInString(withMarks[strings.LastIndexByte(withMarks[:at], ' ')+1:])
	return string(base)
}
