// Package widget draws the parts that screens are made of: wrapped text, lists, tables, a text
// field, bars and rules.
//
// Its functions depend on nothing but their arguments. Text that they call plain is made harmless
// here and may come from anyone; what they call styled has been drawn by us already. It must not
// know what an assessment is.
package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/theme"
)

// Width returns how many columns a styled line takes: what stands between its styles is measured,
// most of which is printable ASCII.
func Width(line string) int {
	const style = "\x1b["
	text, rest, styled := strings.Cut(line, style)
	width := plainWidth(text)
	for styled {
		codes := strings.TrimLeft(rest, "0123456789;:")
		if !strings.HasPrefix(codes, "m") {
			return width + ansi.StringWidth(style+rest)
		}
		text, rest, styled = strings.Cut(codes[1:], style)
		width += plainWidth(text)
	}
	return width
}

func plainWidth(text string) int {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return ansi.StringWidth(text)
		}
	}
	return len(text)
}

// Wrap breaks plain text into lines of at most width columns, between words where it can. Line
// breaks in the text stay. No text is no line.
func Wrap(text string, width int) []string {
	text = strings.TrimRight(textsafe.Block(text), " \n")
	if text == "" || width < 1 {
		return nil
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, wrapLine(line, width)...)
	}
	return lines
}

// wrapLine breaks one line. A word wider than the whole width is broken between its characters.
func wrapLine(line string, width int) []string {
	var lines []string
	now := ""
	for word := range strings.FieldsSeq(line) {
		switch {
		case now == "":
			now = word
		case Width(now)+1+Width(word) <= width:
			now += " " + word
			continue
		default:
			lines = append(lines, now)
			now = word
		}
		for Width(now) > width {
			head := ansi.Truncate(now, width, "")
			if head == "" { // a wide character in one column: it cannot be shown
				_, n := ansi.FirstGraphemeCluster(now, ansi.GraphemeWidth)
				now = now[max(n, 1):]
				continue
			}
			lines = append(lines, head)
			now = now[len(head):]
		}
	}
	return append(lines, now)
}

// Flow puts plain parts into lines of at most width columns, with a separator between those that
// share a line. A part is broken only if it does not fit into a line by itself.
func Flow(parts []string, separator string, width int) []string {
	var lines []string
	now := ""
	for _, p := range parts {
		switch {
		case now == "":
			now = p
		case Width(now+separator+p) <= width:
			now += separator + p
		default:
			lines = append(lines, Wrap(now, width)...)
			now = p
		}
	}
	return append(lines, Wrap(now, width)...)
}

// Fill puts styled parts into as few lines of width columns as it can, dots between those that share
// a line. A part that is wider stays whole.
func Fill(parts []string, width int, th theme.Theme) []string {
	var lines []string
	separator := " " + th.Dim.Render(th.Glyphs.Dot) + " "
	for _, p := range parts {
		last := len(lines) - 1
		if last >= 0 && Width(lines[last]+separator+p) <= width {
			lines[last] += separator + p
			continue
		}
		lines = append(lines, p)
	}
	return lines
}

// Style draws each line in a style.
func Style(lines []string, style interface{ Render(...string) string }) []string {
	drawn := make([]string, len(lines))
	for i, line := range lines {
		drawn[i] = style.Render(line)
	}
	return drawn
}

// Indent puts columns of space before each styled line.
func Indent(lines []string, columns int) []string {
	moved := make([]string, len(lines))
	for i, line := range lines {
		moved[i] = spaces(columns) + line
	}
	return moved
}

// Hang puts a styled mark before the first line and as much space before the others.
func Hang(mark string, lines []string) []string {
	moved := Indent(lines, Width(mark))
	if len(lines) > 0 {
		moved[0] = mark + lines[0]
	}
	return moved
}

// Clip makes plain text one line of at most width columns; what is cut off leaves an ellipsis.
func Clip(text string, width int, th theme.Theme) string {
	return Cut(textsafe.Line(text), width, th)
}

// Cut shortens a styled line to at most width columns; what is cut off leaves an ellipsis.
func Cut(line string, width int, th theme.Theme) string {
	if width < 1 {
		return ""
	}
	if Width(line) <= width {
		return line
	}
	return ansi.Truncate(line, width, th.Glyphs.Ellipsis)
}

// Brief returns our own text if it fits into width columns, else its part before the first
// semicolon or comma that fits, else nothing.
func Brief(text string, width int) string {
	for _, mark := range []string{"", ";", ","} {
		part := text
		if mark != "" {
			part, _, _ = strings.Cut(text, mark)
		}
		if Width(part) <= width {
			return part
		}
	}
	return ""
}

// Pad puts space after a styled line until it has width columns.
func Pad(line string, width int) string { return line + spaces(width-Width(line)) }

// PadLeft puts space before a styled line until it has width columns.
func PadLeft(line string, width int) string { return spaces(width-Width(line)) + line }

// Fit makes a styled line exactly width columns wide.
func Fit(line string, width int) string {
	return Pad(crop(line, width), width)
}

// Center puts a styled line into the middle of width columns.
func Center(line string, width int) string {
	return crop(spaces((width-Width(line))/2)+line, width)
}

// Join puts two styled texts at the ends of one line. If there is not room for both, the left one
// is cut; if there is no room for even eight columns of it, the right one goes.
func Join(left, right string, width int, th theme.Theme) string {
	const least = 8
	room := width - Width(right) - 1
	switch {
	case right == "" || room < min(least, Width(left)):
		return Cut(left, width, th)
	case left == "":
		return PadLeft(right, width)
	}
	return Pad(Cut(left, room, th), room) + " " + right
}

// Columns puts two blocks of styled lines side by side, gap columns apart.
func Columns(left, right []string, leftWidth, gap, width int) []string {
	lines := make([]string, max(len(left), len(right)))
	for i := range lines {
		if i < len(left) {
			lines[i] = left[i]
		}
		if i < len(right) && right[i] != "" {
			lines[i] = Fit(lines[i], leftWidth) + spaces(gap) + right[i]
		}
		lines[i] = crop(lines[i], width)
	}
	return lines
}

// Crop returns exactly height lines of at most width columns: more are cut off, fewer are filled up.
func Crop(lines []string, width, height int) []string {
	cropped := make([]string, max(height, 0))
	for i := range min(len(lines), len(cropped)) {
		cropped[i] = crop(lines[i], width)
	}
	return cropped
}

func crop(line string, width int) string {
	if Width(line) <= width {
		return line
	}
	return ansi.Truncate(line, max(width, 0), "")
}

// Rule draws a line of that width.
func Rule(width int, th theme.Theme) string {
	return th.Rule.Render(strings.Repeat(th.Glyphs.Light, max(width, 0)))
}

// Bar draws done of of as a line of that width. Nothing done is an empty bar, and of 0 a full one:
// the rule of a screen on which nothing is counted.
func Bar(done, of, width int, th theme.Theme) string {
	width = max(width, 0)
	heavy := width
	if of > 0 {
		heavy = min(max(done, 0), of) * width / of
	}
	if of <= 0 {
		return th.Rule.Render(strings.Repeat(th.Glyphs.Heavy, width))
	}
	return th.Accent.Render(strings.Repeat(th.Glyphs.Heavy, heavy)) +
		th.Rule.Render(strings.Repeat(th.Glyphs.Light, width-heavy))
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }
