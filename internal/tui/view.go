package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// Sizes at which the frame around the screens changes.
const (
	roomyWidth, roomyHeight = 60, 15 // four rows of frame; below, two
	leastWidth, leastHeight = 40, 10 // below, hardly anything can be shown
)

// View draws the window. It is the only place that makes a tea.View.
func (r *Root) View() tea.View {
	v := tea.View{AltScreen: true, WindowTitle: "prodfirst", MouseMode: tea.MouseModeCellMotion}
	if r.options.NoMouse {
		v.MouseMode = tea.MouseModeNone
	}
	if r.width < 1 || r.height < 1 {
		return v
	}
	var lines []string
	switch {
	case r.crash != nil:
		lines = r.crashView()
	case len(r.layers) == 0:
		lines = r.openingView()
	default:
		if r.guard(func() { lines = r.screenView(&v) }); r.crash != nil {
			v.Cursor, v.ProgressBar, lines = nil, nil, r.crashView()
		}
	}
	if lines != nil {
		v.Content = strings.Join(widget.Crop(lines, r.width, r.height), "\n")
	}
	if c := v.Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.X >= r.width || c.Y >= r.height) {
		v.Cursor = nil
	}
	return v
}

// openingView is shown while the first load is under way: nothing, unless it takes long or failed.
func (r *Root) openingView() []string {
	body := []string{""}
	switch {
	case r.failure != nil:
		body = append(body, r.failureLines(r.height)...)
	case r.slow:
		body = append(body, "   "+r.theme.Dim.Render("Opening the database."))
	default:
		return nil
	}
	return r.frame(nav.Frame{Crumbs: []string{"prodfirst"}}, body, r.leaving())
}

// leaving are the keys where there is no screen to show.
func (r *Root) leaving() []widget.Hint {
	words := "try again"
	if r.crash != nil {
		words = "back to your systems"
	}
	return []widget.Hint{
		{ID: theme.ActEnter, Key: "enter", Words: words}, {ID: theme.ActQuit, Key: "q", Words: "quit", Keep: true},
	}
}

func (r *Root) crashView() []string {
	body := []string{""}
	for _, line := range widget.Wrap(r.crash.text, min(r.width-6, 72)) {
		body = append(body, "   "+line)
	}
	return r.frame(nav.Frame{Crumbs: []string{"prodfirst"}}, body, r.leaving())
}

// drawing is what the screen on top shows, and where.
type drawing struct {
	frame   nav.Frame
	area    nav.Area
	y       int      // of the body
	trouble []string // below the body, or over its last lines if it is bare
	bare    bool     // the body is all there is
}

func (r *Root) draw(top layer) drawing {
	d := drawing{area: nav.Area{Width: r.width, Height: r.height, Theme: r.theme, Now: r.now}}
	if b, ok := top.screen.(nav.Barer); ok && b.Bare() {
		d.bare, d.trouble = true, r.failureLines(r.height/2)
	} else {
		d.y, d.trouble = r.headerHeight(), r.failureLines((r.height-4)/2)
		d.area.Height = r.bodyHeight() - len(d.trouble)
	}
	d.frame = top.screen.Frame(d.area)
	return d
}

// screenView draws the screen on top.
func (r *Root) screenView(v *tea.View) []string {
	top := r.layers[len(r.layers)-1]
	if r.tiny() {
		return r.tinyView(top)
	}
	d := r.draw(top)
	body := widget.Crop(strings.Split(d.frame.Body, "\n"), d.area.Width, d.area.Height)
	if c := d.frame.Cursor; c != nil {
		moved := *c
		moved.Y += d.y
		moved.Blink = false
		v.Cursor = &moved
	}
	v.WindowTitle = r.title(top, d.frame)
	if f := d.frame; r.options.Gauge && top.place.kind == nav.Walk && f.Of > 0 {
		v.ProgressBar = tea.NewProgressBar(tea.ProgressBarDefault, 100*min(max(f.Done, 0), f.Of)/f.Of)
	}
	if d.bare {
		over := d.trouble
		if r.toast != "" {
			over = append(over, " "+widget.Clip(r.toast, r.width-1, r.theme))
		}
		return append(body[:max(len(body)-len(over), 0)], over...)
	}
	return r.frame(d.frame, append(body, d.trouble...), r.hints(top))
}

// title says in the window's title which system and which part of it is shown.
func (r *Root) title(top layer, f nav.Frame) string {
	if len(f.Crumbs) == 0 {
		return "prodfirst"
	}
	parts := slices.Clone(f.Crumbs)
	if parts[0] == "prodfirst" {
		parts = parts[1:]
	}
	if count, _, _ := strings.Cut(f.Status, " "+r.theme.Glyphs.Dot+" "); top.place.kind == nav.Walk && count != "" && len(parts) > 0 {
		parts = append(parts[:1], count)
	}
	if len(parts) == 0 {
		return "prodfirst"
	}
	return "prodfirst: " + strings.Join(parts, " "+r.theme.Glyphs.Dot+" ")
}

func (r *Root) tiny() bool { return r.width < leastWidth || r.height < leastHeight }

// tinyView says that there is too little room. The question of a walk is shown all the same.
func (r *Root) tinyView(top layer) []string {
	th := r.theme
	lines := []string{widget.Cut(fmt.Sprintf("%d%s%d needed, now %d%s%d",
		leastWidth, th.Glyphs.Times, leastHeight, r.width, th.Glyphs.Times, r.height), r.width, th)}
	if top.place.kind == nav.Walk && r.height > 1 {
		f := top.screen.Frame(nav.Area{Width: r.width, Height: r.height - 1, Theme: th, Now: r.now})
		lines = append(lines, strings.Split(f.Body, "\n")...)
	}
	return lines
}

func (r *Root) roomy() bool { return r.width >= roomyWidth && r.height >= roomyHeight }

func (r *Root) headerHeight() int {
	if r.roomy() {
		return 2
	}
	return 1
}

func (r *Root) bodyHeight() int { return max(r.height-2*r.headerHeight(), 0) }

// frame puts header and footer around a body.
func (r *Root) frame(f nav.Frame, body []string, keys []widget.Hint) []string {
	lines := []string{r.header(f)}
	footer := widget.KeyLine(keys, r.width, r.theme)
	body = widget.Crop(body, r.width, r.bodyHeight())
	if !r.roomy() {
		if r.toast != "" {
			footer = " " + widget.Clip(r.toast, r.width-1, r.theme)
		}
		return append(append(lines, body...), footer)
	}
	bar := ""
	if f.Of >= 0 {
		bar = widget.Bar(f.Done, f.Of, r.width, r.theme)
	}
	lines = append(lines, bar)
	return append(append(lines, body...), r.divider(), footer)
}

// header is where we are, and how far.
func (r *Root) header(f nav.Frame) string {
	th := r.theme
	crumbs := make([]string, len(f.Crumbs))
	for i, c := range f.Crumbs {
		crumbs[i] = c
		if i == 0 {
			crumbs[i] = th.Strong.Render(c)
		}
	}
	left := " " + strings.Join(crumbs, th.Dim.Render(" "+th.Glyphs.Crumb+" "))
	return widget.Join(left, th.Dim.Render(f.Status), r.width, th)
}

// divider is the rule above the footer, with what there is to say for a moment.
func (r *Root) divider() string {
	if r.toast == "" {
		return widget.Rule(r.width, r.theme)
	}
	text := widget.Rule(2, r.theme) + " " + widget.Clip(r.toast, r.width-6, r.theme) + " "
	return text + widget.Rule(r.width-widget.Width(text), r.theme)
}

// failureLines says what could not be done, in at most most lines.
func (r *Root) failureLines(most int) []string {
	if r.failure == nil {
		return nil
	}
	width := r.width - 6
	lines := widget.Style(widget.Wrap(r.failure.happened, width), r.theme.Trouble)
	lines = append(lines, widget.Wrap(r.failure.todo, width)...)
	if len(lines) > most {
		lines = lines[:max(most, 0)]
	}
	return widget.Indent(lines, 3)
}

// hints are the keys in the footer.
func (r *Root) hints(top layer) []widget.Hint {
	var hints []widget.Hint
	table := theme.Keys()
	for _, a := range r.actions(top) {
		k := theme.Find(table, a.ID)
		words := a.Label
		if words == "" {
			words = k.Short
		}
		if words == "" || a.Quiet {
			continue
		}
		h := widget.Hint{ID: a.ID, Key: r.theme.Shown(k), Words: words, Off: a.Disabled != "", Keep: a.ID == theme.ActHelp}
		if h.Keep && top.screen.Capturing() {
			h.Key = r.theme.KeyName("f1")
		}
		hints = append(hints, h)
	}
	return hints
}
