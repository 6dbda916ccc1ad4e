package textsafe

import (
	"fmt"
	"strconv"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON returns JSON in which nothing can steer a terminal: what Go's encoder leaves of control and
// direction-changing characters is written as escapes.
func JSON(data []byte) []byte {
	safe := make([]byte, 0, len(data))
	for _, r := range string(data) {
		switch {
		case r >= ' ' && r < utf8.RuneSelf-1 || r == '\n' || !unicode.In(r, unicode.Cc, unicode.Cf):
			safe = utf8.AppendRune(safe, r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			safe = fmt.Appendf(safe, `\u%04x\u%04x`, high, low)
		default:
			safe = fmt.Appendf(safe, `\u%04x`, r)
		}
	}
	return safe
}

// PlainJSON takes the escapes back that JSON wrote, and no other.
func PlainJSON(data []byte) []byte {
	plain := make([]byte, 0, len(data))
	for i := 0; i < len(data); {
		r, n := escaped(data[i:])
		switch {
		case r >= utf8.RuneSelf-1 && unicode.In(r, unicode.Cc, unicode.Cf):
			plain = utf8.AppendRune(plain, r)
		case data[i] == '\\' && i+1 < len(data):
			n = 2 // so that the second of two backslashes begins no escape
			plain = append(plain, data[i:i+2]...)
		default:
			n = 1
			plain = append(plain, data[i])
		}
		i += n
	}
	return plain
}

// escaped returns the character that data begins with the escape of, and its length, or -1.
func escaped(data []byte) (r rune, n int) {
	high := unit(data)
	if !utf16.IsSurrogate(high) {
		return high, len(`\u0000`)
	}
	r = utf16.DecodeRune(high, unit(data[len(`\u0000`):]))
	if r == unicode.ReplacementChar {
		return -1, 0
	}
	return r, 2 * len(`\u0000`)
}

func unit(data []byte) rune {
	if len(data) < len(`\u0000`) || data[0] != '\\' || data[1] != 'u' {
		return -1
	}
	u, err := strconv.ParseUint(string(data[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(u)
}
