package widget

import "prodfirst/internal/tui/theme"

// Window draws those of count rows of one line each that fit into height around the selected one,
// which has a pointer. It calls draw for no others: there may be thousands. What draw returns is at
// most Indentation columns narrower than width. Window tells for each line which row it is, or MoreUp
// or MoreDown.
func Window(count, selected, width, height int, th theme.Theme, draw func(row int) string) (lines []string, rows []int) {
	w := listed(count, selected, selected+1, height)
	for i := w.first; i < w.last; i++ {
		lead := spaces(Indentation)
		if i == selected {
			lead = " " + th.Accent.Bold(true).Render(th.Glyphs.Pointer) + " "
		}
		line := lead + draw(i)
		if width <= 2*Indentation {
			line = Cut(line, width, th)
		}
		lines, rows = append(lines, line), append(rows, i)
	}
	if w.up {
		lines[0], rows[0] = more(th.Glyphs.Up, w.first+1, width, th), MoreUp
	}
	if last := len(lines) - 1; w.down {
		lines[last], rows[last] = more(th.Glyphs.Down, count-w.last+1, width, th), MoreDown
	}
	return lines, rows
}
