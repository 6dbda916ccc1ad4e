package assessment

import (
	"strings"
	"unicode"
)

const maxSlug = 60

// Slug returns the id that a system of that name gets: lower-case letters and digits of any
// script, everything else a single hyphen. It is empty if the name has neither.
func Slug(name string) ID {
	var b strings.Builder
	hyphen := false
	for _, r := range strings.ToLower(name) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if b.Len()+len(string(r))+1 > maxSlug {
				return ID(b.String())
			}
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			hyphen = false
			b.WriteRune(r)
		case r == '\'' || r == '’' || unicode.IsMark(r):
		default:
			hyphen = true
		}
	}
	return ID(b.String())
}
