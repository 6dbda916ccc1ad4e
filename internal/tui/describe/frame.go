package describe

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/questionnaire"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/widget"
)

const (
	indent      = 3
	peopleLabel = 28 // columns of the labels at the top
	lifeLabel   = 43 // and of those about its life
	leastInput  = 12 // columns of a text field, however narrow the window is
)

// drawing collects the lines of the form and where the cursor is in them.
type drawing struct {
	area   nav.Area
	lines  []string
	top    int // the line that has the cursor
	cursor int // its column
	zones  []nav.Zone
}

// zone makes the next line one that can be clicked.
func (d *drawing) zone(row int) {
	d.zones = append(d.zones, nav.Zone{Y: len(d.lines), Width: d.area.Width, Height: 1, Msg: nav.Point{Row: row}})
}

// Frame draws the form, as much of it as there is room for around the cursor.
func (s screen) Frame(area nav.Area) nav.Frame {
	f := nav.Frame{Crumbs: []string{"New system"}, Status: "step 1 of 2", Done: 1, Of: 2}
	if !s.isNew() {
		f.Crumbs = []string{textsafe.Line(s.view.Assessment.Description.Name), "describe"}
		f.Status, f.Done, f.Of = "", 0, 0
	}
	th := area.Theme
	d := &drawing{area: area}
	d.blank()
	s.input(d, name, "What is it called?", "", peopleLabel)
	s.input(d, who, "Who are you?", s.machine(), peopleLabel)
	s.input(d, others, "Who else is here?", "(leave empty if alone)", peopleLabel)
	d.blank()
	d.text(th.Strong.Render("What happens next?"))
	s.stages(d)
	d.blank()
	d.text(th.Strong.Render("Its life so far.") + " " + th.Dim.Render("Type ? if you don't know."))
	s.input(d, shown, "First shown to someone on", "", lifeLabel)
	s.input(d, live, "First put live for its users on", "", lifeLabel)
	s.input(d, outside, "People outside the team who used it", "last week", lifeLabel)
	d.blank()
	for _, line := range widget.Wrap(strings.TrimSpace(story(s.description(), s.today())+"\n"+shipLog(s.view.Assessment)), area.Width-2*indent) {
		d.text(th.Dim.Render(line))
	}
	first := 0
	if len(d.lines) > area.Height {
		first = widget.Offset(len(d.lines), d.top, d.top+1, area.Height)
	}
	f.Body = strings.Join(widget.Crop(d.lines[first:], area.Width, area.Height), "\n")
	f.Cursor = tea.NewCursor(d.cursor, d.top-first)
	for _, z := range d.zones {
		z.Y -= first
		f.Zones = append(f.Zones, z)
	}
	return f
}

// machine says what this computer calls the person, if that is not what is typed.
func (s screen) machine() string {
	if s.env.By == "" || s.env.By == s.by() {
		return ""
	}
	return "(so far: " + s.env.By + ")"
}

func (d *drawing) blank() { d.lines = append(d.lines, "") }

func (d *drawing) text(line string) {
	d.lines = append(d.lines, strings.Repeat(" ", indent)+line)
}

// input draws one text field with its label, what is said beside it, and below it what is wrong.
func (s screen) input(d *drawing, f field, label, beside string, column int) {
	th, width := d.area.Theme, d.area.Width
	column = max(min(column, width-2*indent-leastInput), leastInput)
	style, lead := th.Text, strings.Repeat(" ", indent)
	if s.at == f {
		style, lead = th.Selected, " "+th.Accent.Bold(true).Render(th.Glyphs.Pointer)+" "
	}
	left := lead + style.Render(widget.Pad(widget.Clip(label, column-1, th), column))
	room := width - widget.Width(left) - 1
	beside = textsafe.Line(beside)
	if own := widget.Width(beside) + 1; s.texts[f].Text() != "" && room-own >= leastInput {
		room = min(room-own, max(leastInput, widget.Width(textsafe.Line(s.texts[f].Text()))+1))
	} else if s.texts[f].Text() != "" {
		beside = ""
	}
	input := s.texts[f].Blurred()
	if s.at == f {
		input = s.texts[f]
	}
	text, at := input.View(room, "", th)
	line := left + text
	if beside != "" {
		gap := 1
		if s.texts[f].Text() == "" && s.at != f {
			gap = 0
		}
		line += strings.Repeat(" ", gap) + th.Dim.Render(beside)
	}
	if s.at == f {
		d.top, d.cursor = len(d.lines), widget.Width(left)+at
	}
	d.zone(int(f))
	d.lines = append(d.lines, widget.Cut(line, width, th))
	if wrong := s.trouble(f); wrong != "" {
		const least = 28 // columns for a reason; with fewer it begins further left
		at := max(indent, min(indent+column, width-indent-least))
		for _, line := range widget.Wrap(wrong, width-at-indent) {
			d.lines = append(d.lines, strings.Repeat(" ", at)+th.Trouble.Render(line))
		}
	}
}

// trouble says what is wrong with a field that was left, or what in it looks like a secret.
func (s screen) trouble(f field) string {
	if wrong := s.wrong(f); wrong != "" && (s.tried || s.seen[f] && s.texts[f].Text() != "") {
		return wrong
	}
	return s.suspect(f)
}

// stages draws what may happen next, as one choice of three.
func (s screen) stages(d *drawing) {
	th := d.area.Theme
	choices := map[questionnaire.Stage]string{
		questionnaire.FirstUser:    "The first people outside the team use it",
		questionnaire.PublicLaunch: "Anyone can come in uninvited, or money moves",
		questionnaire.Scale:        "Ten times the users, or a written uptime promise",
	}
	for i, st := range questionnaire.Stages() {
		lead, mark, style := strings.Repeat(" ", indent), th.Glyphs.Off, th.Text
		if i == s.target {
			mark, style = th.Accent.Render(th.Glyphs.On), th.Selected
			if s.at == stage {
				lead = " " + th.Accent.Bold(true).Render(th.Glyphs.Pointer) + " "
				d.top, d.cursor = len(d.lines), indent
			}
		}
		line := lead + mark + "  " + style.Render(widget.Pad(choices[st], 51))
		words := strings.ReplaceAll(string(st), "-", " ")
		if d.area.Width >= widget.Width(line)+len(words) {
			line += th.Dim.Render(words)
		}
		d.zone(int(fields) + i)
		d.lines = append(d.lines, widget.Cut(line, d.area.Width, th))
	}
}
