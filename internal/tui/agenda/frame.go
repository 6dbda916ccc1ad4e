package agenda

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

const (
	indent  = 3
	measure = 84 // columns of running text
)

// Frame draws the agenda. In few rows the choice of sessions stays, the rest gives way.
func (s screen) Frame(area nav.Area) nav.Frame {
	f := nav.Frame{Crumbs: []string{textsafe.Line(s.view.Assessment.Description.Name), "before we start"}}
	if asked, due := s.asked(); asked > 0 {
		f.Crumbs[1] = "outline"
		f.Status = fmt.Sprintf("%d of %d asked", asked, due)
	}
	th, width := area.Theme, min(area.Width-2*indent, measure)
	switch {
	case s.upgrade.shown:
		return s.upgrade.frame(f, area, width)
	case s.outline.shown:
		return s.outlined(f, area)
	}
	whole := area
	if area.Width >= besideFrom+indent {
		area.Width = max(area.Width-areasWide-indent, besideFrom-areasWide)
		width = min(area.Width-2*indent, measure)
		area.Width = min(area.Width, width+2*indent)
	}
	sessions, words := s.sessions(area), advice(width, th)
	if area.Width == whole.Width {
		words = slices.Concat(s.come(width, 1, th), words[1:])
	}
	offer := s.upgrade.offer(width, th)
	if len(offer)+len(sessions) >= area.Height {
		offer = nil
	}
	sessions = append(offer, sessions...)
	rows := area.Height - len(sessions)
	contrast, outline := s.contrast(width, area.Height, th), s.areas(width, shortNames, th)
	above := first(rows-len(words), slices.Concat(contrast, s.areas(width, fullNames, th)), slices.Concat(contrast, outline))
	if above == nil {
		head := append(widget.Indent(s.headline(width, th), indent), "")
		above = first(rows, slices.Concat(s.contrast(width, rows-len(outline), th), outline), head)
	}
	below := first(rows-len(above), words, s.come(width, 3, th), s.come(width, 1, th))
	if len(above)+len(below) < rows && len(above) > 0 {
		above = append([]string{""}, above...)
	}
	lines := slices.Concat(above, sessions, below)
	if area.Width < whole.Width {
		side := append([]string{""}, s.session(min(whole.Width-area.Width-indent, measure), whole.Height-1, th)...)
		lines = widget.Columns(lines, side, area.Width, 0, whole.Width)
	}
	f.Body = strings.Join(widget.Crop(lines, whole.Width, area.Height), "\n")
	y := len(above) + len(offer)
	if y+s.at < area.Height {
		f.Cursor = tea.NewCursor(1, y+s.at)
	}
	for i := range assessment.SessionKinds() {
		f.Zones = append(f.Zones, nav.Rows([]int{i}, s.at, y+i, area.Width)...)
	}
	if len(offer) > 0 {
		f.Zones = append(f.Zones, nav.Zone{Y: len(above), Width: area.Width, Height: len(offer) - 1, Msg: nav.Do{Action: theme.ActUpgrade}})
	}
	return f
}

// first returns the first of the blocks that fits into so many rows.
func first(rows int, blocks ...[]string) []string {
	for _, b := range blocks {
		if len(b) <= rows {
			return b
		}
	}
	return nil
}

// contrast sets beside each other what a demo shows and what people depend on, for the packs that
// have room in so many rows.
func (s screen) contrast(width, rows int, th theme.Theme) []string {
	const label, longest = 13, 18
	packs := slices.DeleteFunc(slices.Clone(s.view.Questionnaires), func(q questionnaire.Questionnaire) bool {
		return q.ID == questionnaire.Core || q.Prototype == ""
	})
	titles := 0
	for _, q := range packs {
		for word := range strings.FieldsSeq(textsafe.Line(short(q.Title))) {
			titles = max(titles, widget.Width(word))
		}
	}
	titles = min(titles, longest, width/3)
	var lines []string
	for _, q := range packs {
		room := max(width-titles-indent-label, 10)
		before := widget.Hang(th.Dim.Render("prototype    "), widget.Style(widget.Wrap(q.Prototype, room), th.Dim))
		after := widget.Hang("production   ", widget.Wrap(q.Production, room))
		title := widget.Style(widget.Wrap(short(q.Title), titles), th.Strong)
		pack := widget.Columns(title, append(before, after...), titles, indent, width)
		if len(lines)+len(pack) < rows {
			lines = append(lines, pack...)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return append(widget.Indent(lines, indent), "")
}

func (s screen) headline(width int, th theme.Theme) []string {
	asked, of := s.asked()
	text := fmt.Sprintf("The part nobody sees: %s before %s, %d asked", report.Several(of, "question"), analysis.TheStage(s.view.Result.Target), asked)
	return widget.Style(widget.Wrap(text, width), th.Strong)
}

// areas counts the questions of each area.
func (s screen) areas(width int, names func([]analysis.AreaCount) []string, th theme.Theme) []string {
	asked, _ := s.asked()
	areas := s.view.Result.Areas()
	var due, later []string
	for i, name := range names(areas) {
		name, a := textsafe.Line(name), areas[i]
		switch {
		case a.Due.Of == 0:
			later = append(later, name)
		case asked > 0:
			due = append(due, fmt.Sprintf("%s %d of %d", name, a.Due.Of-a.Due.Unasked, a.Due.Of))
		default:
			due = append(due, fmt.Sprintf("%s %d", name, a.Due.Of))
		}
	}
	lines := append(s.headline(width, th), widget.Flow(due, " "+th.Glyphs.Dot+" ", width)...)
	if len(later) > 0 {
		text := strings.Join(later, ", ") + ": nothing due before " + analysis.TheStage(s.view.Result.Target)
		lines = append(lines, widget.Style(widget.Wrap(text, width), th.Dim)...)
	}
	return append(widget.Indent(lines, indent), "")
}

func fullNames(areas []analysis.AreaCount) []string {
	names := make([]string, len(areas))
	for i, a := range areas {
		names[i] = a.Title
	}
	return names
}

// shortNames returns the short titles of areas, but the full one where two would read the same.
func shortNames(areas []analysis.AreaCount) []string {
	seen := map[string]int{}
	for _, a := range areas {
		seen[short(a.Title)]++
	}
	names := fullNames(areas)
	for i, a := range areas {
		if name := short(a.Title); seen[name] == 1 {
			names[i] = name
		}
	}
	return names
}

// short returns the first thing that a title names: "Backup" of "Backup & recovery".
func short(title string) string {
	end := len(title)
	for _, mark := range []string{" & ", ", ", " and ", " in "} {
		if i := strings.Index(title, mark); i > 0 {
			end = min(end, i)
		}
	}
	return title[:end]
}

// sessions draws the choice.
func (s screen) sessions(area nav.Area) []string {
	th := area.Theme
	var rows []widget.Row
	for i, k := range assessment.SessionKinds() {
		number, style := strconv.Itoa(i+1), th.Text
		if i == s.at {
			style = th.Selected
		}
		about := th.Dim.Render(s.about(k, area.Width-widget.Indentation-23))
		if len(s.asks[k]) == 0 && !s.under(k) {
			number, style = " ", th.Dim
		}
		line := th.Accent.Render(number) + "  " + style.Render(widget.Pad(title(k), 11)) + widget.Pad(duration(k, th), 9) + about
		rows = append(rows, widget.Row{Lines: []string{line}})
	}
	lines, _ := widget.List(rows, s.at, area.Width, len(rows), th)
	return lines
}

func title(k assessment.SessionKind) string {
	switch k {
	case assessment.Quick:
		return "Quick"
	case assessment.Standard:
		return "Standard"
	case assessment.Deep:
		return "Deep"
	case assessment.Recheck:
		return "Re-check"
	}
	return string(k)
}

func duration(k assessment.SessionKind, th theme.Theme) string {
	if k == assessment.Deep {
		return fmt.Sprintf("%d %s 60", analysis.Minutes(k)/60, th.Glyphs.Times)
	}
	return fmt.Sprintf("%d min", analysis.Minutes(k))
}

// about says in so many columns what a session asks, or how far the one under way is.
func (s screen) about(k assessment.SessionKind, width int) string {
	if s.under(k) {
		list, at := s.view.Position()
		return widget.Brief(fmt.Sprintf("under way: go on with question %d of %d", min(at+1, len(list)), len(list)), width)
	}
	n := len(s.asks[k])
	switch k {
	case assessment.Quick:
		return widget.Brief(report.Several(n, "question")+"; enough for three steps", width)
	case assessment.Standard:
		return widget.Brief(report.Several(n, "question")+"; every blocker, then the rest by area", width)
	case assessment.Deep:
		return widget.Brief(report.Several(n, "question")+"; everything that applies, with evidence", width)
	case assessment.Recheck:
		return s.recheck(n, width)
	}
	return ""
}

// recheck says what there is to re-check: by name what ran out, if there is room.
func (s screen) recheck(n, width int) string {
	if n == 0 {
		return widget.Brief("when there is something to re-check", width)
	}
	out := s.ranOut()
	if len(out) == 0 {
		return widget.Brief(report.Several(n, "question")+"; what is open, and the last steps", width)
	}
	for shown := len(out); shown > 0; shown-- {
		text := report.Several(n, "question") + "; ran out: " + strings.Join(out[:shown], ", ")
		if more := len(out) - shown; more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
		if widget.Width(text) <= width {
			return text
		}
	}
	return widget.Brief(fmt.Sprintf("%s; %d ran out", report.Several(n, "question"), len(out)), width)
}

// ranOut returns the titles of the questions whose evidence is too old.
func (s screen) ranOut() []string {
	var titles []string
	for i := range s.view.Result.Findings {
		if f := &s.view.Result.Findings[i]; f.Expired() && f.Applies != questionnaire.No {
			titles = append(titles, analysis.LowerFirst(textsafe.Line(f.Question.Title)))
		}
	}
	return titles
}

// session says of the chosen session who should come and what it asks, area by area.
func (s screen) session(width, rows int, th theme.Theme) []string {
	k := s.kind()
	list := s.asks[k]
	lines := widget.Style(widget.Wrap(title(k)+" session: "+report.Several(len(list), "question"), width), th.Strong)
	if roles := s.invites[k]; len(roles) > 0 {
		lines = append(append(lines, "", th.Accent.Render("Who should come")), widget.Flow(roles, ", ", width)...)
	}
	if out := s.ranOut(); k == assessment.Recheck && len(out) > 0 {
		lines = append(append(lines, "", th.Accent.Render("What ran out")), widget.Flow(out, ", ", width)...)
	}
	lines = append(lines, "", th.Accent.Render("What it asks")+th.Dim.Render("  w writes what to bring for each"))
	var counted, named []string
	n, all, room := 0, s.view.Result.Findings, len(lines)+len(list) <= rows
	for i := range all {
		f := &all[i]
		if slices.Contains(list, f.Question.ID) {
			if n++; n == 1 {
				named = append(named, widget.Clip(f.AreaTitle, width, th))
			}
			if room {
				named = append(named, th.Dim.Render(widget.Clip("  "+f.Question.Title, width, th)))
			}
		}
		last := i+1 == len(all) || all[i+1].Questionnaire != f.Questionnaire || all[i+1].Area != f.Area
		if last && n > 0 {
			counted = append(counted, widget.Join(textsafe.Line(f.AreaTitle), strconv.Itoa(n), min(width, 40), th))
		}
		if last {
			n = 0
		}
	}
	if room && len(lines)+len(named) <= rows {
		counted = named
	}
	lines = append(lines, counted...)
	return lines[:min(len(lines), max(rows, 0))]
}

// come says in at most so many lines who should come.
func (s screen) come(width, most int, th theme.Theme) []string {
	lines := []string{""}
	if roles := s.invites[s.kind()]; len(roles) > 0 {
		text := "Who should come: " + strings.Join(roles, ", ") + "."
		said := widget.Wrap(text, width)
		if len(said) > most {
			said = []string{widget.Clip(text, width, th)}
		}
		lines = append(lines, widget.Indent(said, indent)...)
	}
	return lines
}

func advice(width int, th theme.Theme) []string {
	lines := []string{""}
	for _, text := range []string{
		"Answer what you can show. \"Don't know\" needs a name, not an excuse.",
		"We talk about the system, not about a person.",
		"Together: fingers up, 0 to 4, all at once; the lowest is kept.",
	} {
		lines = append(lines, widget.Indent(widget.Style(widget.Wrap(text, width), th.Dim), indent)...)
	}
	return lines
}
