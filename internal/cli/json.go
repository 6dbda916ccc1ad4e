package cli

import (
	"encoding/json"
	"fmt"
	"unicode"
	"unicode/utf16"
)

// schemaNumber is the number of the form of all JSON that commands write. It is raised when a field
// changes its meaning or goes away; new fields do not raise it.
const schemaNumber = 1

// json writes a result as JSON.
func (p *program) json(result any) error {
	data, err := json.MarshalIndent(result, "", "  ")
	if err != nil {
		return err
	}
	_, err = p.Out.Write(append(harmless(data), '\n'))
	return err
}

// harmless returns JSON in which nothing can steer a terminal: what the encoder leaves of control
// and direction-changing characters is written as escapes.
func harmless(data []byte) []byte {
	safe := make([]byte, 0, len(data))
	for _, r := range string(data) {
		steers := r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf)
		switch {
		case !steers:
			safe = append(safe, string(r)...)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			safe = fmt.Appendf(safe, `\u%04x\u%04x`, high, low)
		default:
			safe = fmt.Appendf(safe, `\u%04x`, r)
		}
	}
	return safe
}
