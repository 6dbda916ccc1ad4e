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
	ID    theme.ActionID
	Off   bool // cannot be done now: dimmer, without emphasis on the key
}

// KeyLine draws hints in one line, most useful first. Those that do not fit are left out whole, the
// last ones first, but not those to keep.
func KeyLine(hints []Hint, width int, th theme.Theme) string {
	var shown []string
	for _, h := range fitting(hints, width, th) {
		shown = append(shown, drawHint(h, th))
	}
	return Cut(" "+strings.Join(shown, separator(th)), width, th)
}

func separator(th theme.Theme) string { return " " + th.Dim.Render(th.Glyphs.Dot) + " " }

// fitting returns the hints that there is room for.
func fitting(hints []Hint, width int, th theme.Theme) []Hint {
	between := Width(separator(th))
	room := width - 1
	for _, h := range hints {
		if h.Keep {
			room -= hintWidth(h) + between
		}
	}
	var shown []Hint
	full := false
	for _, h := range hints {
		need := hintWidth(h) + between
		if !h.Keep {
			if full = full || need > room+between; full {
				continue
			}
			room -= need
		}
		shown = append(shown, h)
	}
	return shown
}

func hintWidth(h Hint) int { return Width(h.Key) + 1 + Width(h.Words) }

func drawHint(h Hint, th theme.Theme) string {
	if h.Off {
		return th.Dim.Render(h.Key + " " + h.Words)
	}
	return th.Accent.Render(h.Key) + " " + th.Dim.Render(h.Words)
}
