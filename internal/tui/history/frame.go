package history

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/report"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

const (
	indent    = widget.Indentation
	roomy     = 14  // rows from which there is space between the parts
	wide      = 100 // columns from which two parts stand side by side
	measure   = 110 // columns of a line at most
	narrow    = 52  // columns below which who stands with what
	mostName  = 16  // columns of a person's name
	leastBoth = 13  // rows from which the comparison stands below the list of states
)

// Frame draws the names of the parts and the one that is shown.
func (m model) Frame(area nav.Area) nav.Frame {
	frame := nav.Frame{
		Crumbs: []string{textsafe.Line(m.View.Assessment.Description.Name), "history"},
		Status: m.status(),
	}
	d := drawing{area: area, frame: &frame}
	if area.Height >= roomy {
		d.add("")
	}
	if area.Height >= 4 {
		d.tabs(m.part)
	}
	if area.Height >= roomy {
		d.add("")
	}
	if m.form.IsOpen() {
		m.drawForm(&d)
	}
	switch {
	case !m.ready:
		text := "Reading the history."
		if m.broken {
			text = "The history could not be read."
		}
		d.say(text)
	case m.part == comparing:
		m.drawComparing(&d)
	case m.part == trending:
		m.drawTrend(&d)
	default:
		d.say(m.head(area)...)
		if m.part == shipping && area.Height >= roomy {
			m.drawShipped(&d)
		}
		d.list(m.items, m.cursor, false, d.rest())
	}
	if c := frame.Cursor; c != nil && (c.Y >= area.Height || c.X >= area.Width) {
		frame.Cursor = nil
	}
	frame.Body = strings.Join(widget.Crop(d.lines, area.Width, area.Height), "\n")
	return frame
}

func (m model) status() string {
	n := 0
	for _, it := range m.items {
		if !it.heading {
			n++
		}
	}
	switch {
	case !m.ready:
		return ""
	case m.part == changing && n < len(m.data.entries):
		return fmt.Sprintf("%d of %d changes", n, len(m.data.entries))
	case m.part == changing:
		return fmt.Sprintf("%d changes", n)
	case m.part == comparing:
		return report.Several(max(0, len(m.data.states)-1), "milestone")
	}
	return ""
}

// head says what the rows of a part are, or why there are none.
func (m model) head(area nav.Area) []string {
	var lines []string
	switch m.part {
	case changing:
		switch {
		case m.shown.by != "":
			lines = []string{"Shown: what " + m.shown.by + " changed, newest first."}
		case m.shown.question != "":
			lines = []string{"Shown: what became of " + m.View.Title(m.shown.question) + ", newest first."}
		case area.Height >= roomy:
			lines = []string{"Every change, newest first. Nothing ever disappears from here."}
		}
	case deciding:
		if len(m.items) == 0 {
			lines = []string{
				"Nothing was decided or signed yet.",
				"At the end of a session the owner says whether it can go to production. prodfirst decide keeps a go or a no-go with its reason.",
			}
		}
	case shipping:
		lines = m.shipHead()
	case accepting:
		if len(m.items) == 0 {
			lines = []string{"Nothing is accepted: every gap is open.", "A gap can be accepted by a person until a date, with a reason. It stays a gap, and comes back on that date."}
		} else if area.Height >= roomy {
			lines = []string{"What a person said to live with, and until when. An acceptance ends by itself."}
		}
	case comparing, trending:
	}
	return lines
}

// drawing is a frame on its way.
type drawing struct {
	area  nav.Area
	frame *nav.Frame
	lines []string
}

func (d *drawing) rest() int { return max(0, d.area.Height-len(d.lines)) }

func (d *drawing) add(lines ...string) { d.lines = append(d.lines, lines...) }

// say adds plain sentences, wrapped, and room below them.
func (d *drawing) say(sentences ...string) {
	for _, s := range sentences {
		d.add(widget.Indent(widget.Wrap(s, min(d.area.Width-indent-1, measure)), indent)...)
	}
	if len(sentences) > 0 && d.area.Height >= roomy {
		d.add("")
	}
}

// tabs draws the names of the parts in one line, the present one between marks; where there is no
// room for all of them, the present one alone.
func (d *drawing) tabs(now part) {
	th, names := d.area.Theme, parts()
	x := indent - 1
	var line strings.Builder
	line.WriteString(spaces(x))
	var zones []nav.Zone
	for i, name := range names {
		text := " " + th.Dim.Render(name) + " "
		if part(i) == now {
			text = th.Accent.Render(th.Glyphs.Left) + th.Selected.Render(name) + th.Accent.Render(th.Glyphs.Right)
		}
		zones = append(zones, nav.Zone{X: x, Y: len(d.lines), Width: widget.Width(text), Height: 1, Msg: turn{to: part(i)}})
		x += widget.Width(text)
		line.WriteString(text)
	}
	if x <= d.area.Width {
		d.frame.Zones = append(d.frame.Zones, zones...)
		d.add(line.String())
		return
	}
	alone := fmt.Sprintf("%s%s%s %s", th.Accent.Render(th.Glyphs.Left), th.Selected.Render(names[now]), th.Accent.Render(th.Glyphs.Right),
		th.Dim.Render(fmt.Sprintf("%d of %d", int(now)+1, len(names))))
	d.add(widget.Cut(spaces(indent-1)+alone, d.area.Width, th))
}

// list draws rows, as many as fit into what is left.
func (d *drawing) list(items []item, cursor int, inDiff bool, height int) {
	d.add(d.pane(items, cursor, inDiff, 0, d.area.Width, height)...)
}

// pane draws rows at a column and says where clicks count. Without a cursor, of less than 0, the keys
// are elsewhere.
func (d *drawing) pane(items []item, cursor int, inDiff bool, x, width, height int) []string {
	th, y := d.area.Theme, len(d.lines)
	s := sheet{items: items, cursor: cursor, width: width - indent - 1, th: th, roomy: d.area.Height >= roomy}
	rows := s.rows(height)
	shown, at := widget.List(rows, cursor, width, height, th)
	for _, z := range nav.Rows(widget.RowsAt(rows, cursor, height), cursor, y, width) {
		z.X = x
		if p, ok := z.Msg.(nav.Point); ok {
			z.Msg = point{row: p.Row, inDiff: inDiff}
		}
		d.frame.Zones = append(d.frame.Zones, z)
	}
	if at >= 0 && d.frame.Cursor == nil && !items[cursor].heading {
		d.frame.Cursor = tea.NewCursor(x+1, y+at)
		d.frame.Cursor.Blink = false
	}
	return shown
}

// sheet draws items in columns.
type sheet struct {
	items  []item
	cursor int
	width  int // columns behind the pointer
	th     theme.Theme
	roomy  bool
}

// rows draws the items near the selected one, and of the others only their place.
func (s sheet) rows(height int) []widget.Row {
	when := widest(s.items, mostName, func(it item) int { return widget.Width(it.when) })
	who := widest(s.items, mostName, func(it item) int { return widget.Width(textsafe.Line(it.who)) })
	rows := make([]widget.Row, len(s.items))
	for i := range s.items {
		rows[i] = widget.Row{Heading: s.items[i].heading, Lines: []string{""}}
		if i >= s.cursor-height && i <= s.cursor+height {
			rows[i].Lines = s.lines(i, when, who)
		}
	}
	return rows
}

// lines draws one item: when and who in columns, what beside them and more below that.
func (s sheet) lines(i, when, who int) []string {
	it, th := s.items[i], s.th
	if it.heading {
		return s.heading(it)
	}
	lead := ""
	if when > 0 {
		lead = th.Dim.Render(widget.Pad(it.when, when)) + "  "
	}
	what := it.what
	switch {
	case who == 0:
	case s.width < narrow:
		what = strings.Trim(it.who+": "+what, ": ")
	default:
		lead += widget.Pad(widget.Clip(it.who, who, th), who) + "  "
	}
	if marked(s.items) {
		glyph := " "
		if it.on {
			glyph = th.Accent.Render(th.Glyphs.On)
		}
		lead = glyph + " " + lead
	}
	room := max(8, min(s.width, measure)-widget.Width(lead))
	var lines []string
	if i == s.cursor {
		lines = widget.Style(widget.Wrap(what, room), th.Selected)
	} else if what != "" {
		lines = []string{widget.Clip(what, room, th)}
	}
	if len(lines) == 0 {
		lines = []string{""}
	}
	if i == s.cursor || s.roomy {
		lines = append(lines, widget.Style(widget.Wrap(it.more, room), th.Dim)...)
	}
	lines = widget.Hang(lead, lines)
	for n := range lines {
		lines[n] = widget.Cut(lines[n], s.width, th)
	}
	return lines
}

func (s sheet) heading(it item) []string {
	lines := widget.Wrap(it.what, max(1, min(s.width, measure)))
	if len(lines) == 0 {
		return []string{""}
	}
	return widget.Style(lines, s.th.Strong)
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }
