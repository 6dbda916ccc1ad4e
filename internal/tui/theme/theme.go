// Package theme holds how the terminal UI looks and which keys do what: colours, glyphs with an
// ASCII set, and the table of keys.
//
// A theme is a value made by New and passed in. It must hold no state.
package theme

import (
	"charm.land/lipgloss/v2"
)

// Options say what the terminal and the person want. The zero value is a dark background with all
// colours.
type Options struct {
	Light   bool // the background is light
	Unknown bool // the terminal has not said what its background is: colours that do on both
	Basic   bool // the terminal has 16 colours or fewer
	Mono    bool // no colours: NO_COLOR, or a terminal without
	ASCII   bool // no characters beyond ASCII in our own drawing
}

// Theme is a set of styles and glyphs. Meaning is never carried by a colour alone: every mark has a
// word or a glyph beside it.
type Theme struct {
	Options
	*Styles // of nine kilobytes, which a theme that is passed in does not copy; nobody writes to them
	Glyphs  Glyphs
}

// Styles are how text is drawn.
type Styles struct {
	Text     lipgloss.Style // plain
	Strong   lipgloss.Style // the question, the chosen answer, NOT YET
	Dim      lipgloss.Style // why, footer, what can wait
	Accent   lipgloss.Style // keys, the progress bar, where we are
	Selected lipgloss.Style // the row the cursor is on
	Marked   lipgloss.Style // text that the next key replaces
	Good     lipgloss.Style // saved, proven, held
	Stop     lipgloss.Style // STOP
	Prove    lipgloss.Style // PROVE
	Next     lipgloss.Style // NEXT
	Plan     lipgloss.Style // PLAN
	Watch    lipgloss.Style // WATCH
	Trouble  lipgloss.Style // something could not be done
	Rule     lipgloss.Style // lines between header, body and footer
}

// Glyphs are the characters of our own drawing, each one column wide but the arrows, which are
// words in ASCII.
type Glyphs struct {
	Light, Heavy          string // of rules and bars
	Pointer               string // the selected row
	On, Off               string // choices
	Saved, Crumb, Dot     string
	Up, Down              string // keys, and that there is more above or below
	ArrowLeft, ArrowRight string // keys
	Left, Right           string // around what left and right change
	Ellipsis              string
	Times                 string // 3 × 60
}

// Palette is the colours of a theme, as 24-bit values that the renderer cuts down to what the
// terminal has, or as numbers from 0 to 15 of the terminal's own palette. Each 24-bit value but
// Rule, which is no text, has a contrast of at least 4.5 to 1 with the backgrounds it is meant for,
// each number with what common terminals make of it. Empty is the terminal's own colour for text.
type Palette struct {
	Dim, Accent, Good, Stop, Prove, Next, Plan, Rule string
}

// New returns the theme for those options.
func New(o Options) Theme {
	p := PaletteOf(o)
	fg := func(c string) lipgloss.Style {
		if o.Mono || c == "" {
			return lipgloss.NewStyle()
		}
		return lipgloss.NewStyle().Foreground(lipgloss.Color(c))
	}
	t := Theme{Options: o, Glyphs: unicode(), Styles: &Styles{
		Text:     lipgloss.NewStyle(),
		Strong:   lipgloss.NewStyle().Bold(true),
		Dim:      fg(p.Dim),
		Accent:   fg(p.Accent),
		Selected: lipgloss.NewStyle().Bold(true),
		Marked:   lipgloss.NewStyle().Reverse(true),
		Good:     fg(p.Good),
		Stop:     fg(p.Stop).Bold(true),
		Prove:    fg(p.Prove).Bold(true),
		Next:     fg(p.Next).Bold(true),
		Plan:     fg(p.Plan),
		Watch:    fg(p.Dim),
		Trouble:  fg(p.Stop).Bold(true),
		Rule:     fg(p.Rule),
	}}
	if o.ASCII {
		t.Glyphs = ascii()
	}
	return t
}

// PaletteOf returns the colours for those options.
func PaletteOf(o Options) Palette {
	switch {
	case o.Basic && o.Light:
		return Palette{Accent: "4", Stop: "1", Prove: "5", Plan: "4", Rule: "7"}
	case o.Basic && o.Unknown:
		return Palette{} // none of the 16 can be read on both
	case o.Basic:
		return Palette{Dim: "7", Accent: "14", Good: "10", Stop: "9", Prove: "15", Next: "11", Plan: "14", Rule: "8"}
	case o.Light:
		return Palette{
			Dim: "#5c626d", Accent: "#0b57b0", Good: "#1d6b2a", Stop: "#a8330f",
			Prove: "#6f2fa8", Next: "#7a5600", Plan: "#0f6478", Rule: "#b3b8c2",
		}
	case o.Unknown:
		return Palette{
			Dim: "#757575", Accent: "#1f75d9", Good: "#228732", Stop: "#d53f1e",
			Prove: "#9c56c7", Next: "#986e04", Plan: "#118099", Rule: "#8a8f99",
		}
	}
	return Palette{
		Dim: "#9aa0ab", Accent: "#7cb7ff", Good: "#8fd694", Stop: "#ff9e80",
		Prove: "#d7aaff", Next: "#f2cf72", Plan: "#8fd3e8", Rule: "#4a505c",
	}
}

// Backgrounds returns what the colours for those options have to be readable on.
func Backgrounds(o Options) []string {
	switch {
	case o.Light:
		return []string{"#ffffff", "#eee8d5"}
	case o.Unknown:
		return []string{"#000000", "#ffffff"}
	}
	return []string{"#000000", "#16181d", "#2b2f38"}
}

func unicode() Glyphs {
	return Glyphs{
		Light: "─", Heavy: "━", Pointer: ">", On: "●", Off: "○", Saved: "✓", Crumb: "›", Dot: "·",
		Up: "↑", Down: "↓", ArrowLeft: "←", ArrowRight: "→", Left: "‹", Right: "›", Ellipsis: "…",
		Times: "×",
	}
}

func ascii() Glyphs {
	return Glyphs{
		Light: "-", Heavy: "=", Pointer: ">", On: "*", Off: "o", Saved: "v", Crumb: ">", Dot: "-",
		Up: "up", Down: "down", ArrowLeft: "left", ArrowRight: "right", Left: "<", Right: ">",
		Ellipsis: "~", Times: "x",
	}
}
