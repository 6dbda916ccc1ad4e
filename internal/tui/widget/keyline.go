package widget

import (
	"strings"

	"prodfirst/internal/tui/theme"
)

// Hint is one key of the footer with its words.
type Hint struct {
	Key   string
	Words string
	Keep  bool // is shown even if others have to go
	Off   bool // cannot be done now: dimmer, without emphasis on the key
}

// KeyLine draws hints in one line, most useful first. Those that do not fit are left out whole, the
// last ones first, but not those to keep.
func KeyLine(hints []Hint, width int, th theme.Theme) string {
	separator := " " + th.Dim.Render(th.Glyphs.Dot) + " "
	room := width - 1
	for _, h := range hints {
		if h.Keep {
			room -= hintWidth(h) + Width(separator)
		}
	}
	var shown []string
	full := false
	for _, h := range hints {
		need := hintWidth(h) + Width(separator)
		if !h.Keep {
			if full = full || need > room+Width(separator); full {
				continue
			}
			room -= need
		}
		shown = append(shown, drawHint(h, th))
	}
	return Cut(" "+strings.Join(shown, separator), width, th)
}

func hintWidth(h Hint) int { return Width(h.Key) + 1 + Width(h.Words) }

func drawHint(h Hint, th theme.Theme) string {
	if h.Off {
		return th.Dim.Render(h.Key + " " + h.Words)
	}
	return th.Accent.Render(h.Key) + " " + th.Dim.Render(h.Words)
}
