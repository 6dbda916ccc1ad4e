package agenda

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

const (
	page = 10 // rows that page up and page down move

	besideFrom  = 100 // columns from which the questions of an area stand beside the areas
	detailsFrom = 150 // and from which more about a question does
	areasWide   = 46  // columns of the areas, where something stands beside them
	askedWide   = 64  // and of the questions
)

// outline is every question that applies, by area.
type outline struct {
	shown  bool
	inside bool // in the questions of the area, not among the areas
	area   int
	at     int // of the questions of the area
}

// inArea returns the questions of an area.
func (s screen) inArea(a analysis.AreaCount) []analysis.Finding {
	var found []analysis.Finding
	for i := range s.view.Result.Findings {
		if f := &s.view.Result.Findings[i]; f.Questionnaire == a.Questionnaire && f.Area == a.Area && f.Applies != questionnaire.No {
			found = append(found, *f)
		}
	}
	return found
}

// selectedArea returns the area that the outline is at, and its questions.
func (s screen) selectedArea() (analysis.AreaCount, []analysis.Finding) {
	areas := s.view.Result.Areas()
	if len(areas) == 0 {
		return analysis.AreaCount{}, nil
	}
	a := areas[min(s.outline.area, len(areas)-1)]
	return a, s.inArea(a)
}

// look takes a key while the outline is shown.
func (s screen) look(action theme.ActionID) (nav.Screen, tea.Cmd) {
	o := &s.outline
	_, questions := s.selectedArea()
	switch action {
	case theme.ActEnter:
		switch {
		case len(questions) == 0:
		case !o.inside:
			o.inside, o.at = true, 0
		default:
			q := questions[min(o.at, len(questions)-1)].Question.ID
			return s, nav.Send(nav.Open{Kind: nav.Walk, View: s.view, Question: q})
		}
	case theme.ActBack:
		o.shown, o.inside = o.inside, false
	case theme.ActTab:
		o.shown = false
	default:
		if o.inside {
			o.at = widget.Move(action, o.at, max(0, len(questions)-1), page)
		} else {
			o.area = widget.Move(action, o.area, max(0, len(s.view.Result.Areas())-1), page)
		}
	}
	return s, nil
}

// pointed goes to a row of the list that is in use.
func (s screen) pointed(row int) screen {
	if s.outline.inside {
		s.outline.at = row
	} else {
		s.outline.area = row
	}
	return s
}

func (o outline) actions() []nav.Action {
	enter, back := "its questions", "agenda"
	if o.inside {
		enter, back = "open it", "areas"
	}
	return []nav.Action{
		{ID: theme.ActUp},
		{ID: theme.ActEnter, Label: enter},
		{ID: theme.ActBack, Label: back},
		{ID: theme.ActHelp, Label: "keys"},
		{ID: theme.ActDown},
		{ID: theme.ActPageUp},
		{ID: theme.ActPageDown},
		{ID: theme.ActTop},
		{ID: theme.ActBottom},
		{ID: theme.ActTab, Label: "agenda", Quiet: true},
	}
}

// outlined draws the outline: one list, or beside the areas the questions of the selected one, and
// beside these more about the selected question.
func (s screen) outlined(f nav.Frame, area nav.Area) nav.Frame {
	th, o := area.Theme, s.outline
	f.Crumbs = append(f.Crumbs[:1:1], "outline")
	a, questions := s.selectedArea()
	if o.inside {
		f.Crumbs = append(f.Crumbs, textsafe.Line(a.Title))
	}
	areas := s.areaRows(area.Width, th)
	const y = 1
	height := max(area.Height-y, 1)
	var lists []string
	switch {
	case area.Width < besideFrom && o.inside:
		rows := questionRows(questions, o.at, area.Width, th)
		lists, f.Cursor, f.Zones = s.listed(rows, o.at, 0, area.Width, height, th)
	case area.Width < besideFrom:
		lists, f.Cursor, f.Zones = s.listed(areas, o.area, 0, area.Width, height, th)
	default:
		lists, f.Cursor, f.Zones = s.beside(questions, area, height)
	}
	f.Body = strings.Join(widget.Crop(append([]string{""}, lists...), area.Width, area.Height), "\n")
	if f.Cursor.Y += y; f.Cursor.Y >= area.Height {
		f.Cursor = nil
	}
	for i := range f.Zones {
		f.Zones[i].Y += y
	}
	return f
}

// listed draws the rows of the list in use.
func (s screen) listed(rows []widget.Row, at, x, width, height int, th theme.Theme) ([]string, *tea.Cursor, []nav.Zone) {
	lines, cursor := widget.List(rows, at, width, height, th)
	zones := nav.Rows(widget.RowsAt(rows, at, height), at, 0, width)
	for i := range zones {
		zones[i].X = x
	}
	return lines, tea.NewCursor(x+1, max(cursor, 0)), zones
}

// beside draws the areas, their questions beside them, and where there is room the question itself.
func (s screen) beside(questions []analysis.Finding, area nav.Area, height int) ([]string, *tea.Cursor, []nav.Zone) {
	th, o := area.Theme, s.outline
	wide := area.Width - areasWide
	if area.Width >= detailsFrom {
		wide = askedWide
	}
	at, inside := o.area, -1
	if o.inside {
		inside = min(o.at, len(questions)-1)
	}
	areas, asked := s.areaRows(areasWide, th), questionRows(questions, inside, wide, th)
	left, cursor, zones := s.listed(areas, at, 0, areasWide, height, th)
	right, _ := widget.List(asked, inside, wide, height, th)
	if o.inside {
		right, cursor, zones = s.listed(asked, inside, areasWide, wide, height, th)
	}
	lines := widget.Columns(left, right, areasWide, 0, min(area.Width, areasWide+wide))
	if area.Width >= detailsFrom && len(questions) > 0 {
		width := min(area.Width-areasWide-wide-2*indent, measure)
		about := s.details(questions[max(inside, 0)], width, th)
		lines = widget.Columns(lines, about[:min(len(about), height)], areasWide+wide, indent, area.Width)
	}
	return lines, cursor, zones
}

// areaRows draws each area with how many of its due questions were asked and are open.
func (s screen) areaRows(width int, th theme.Theme) []widget.Row {
	areas := s.view.Result.Areas()
	most := 0
	for _, a := range areas {
		most = max(most, widget.Width(textsafe.Line(a.Title)))
	}
	room := max(width-widget.Indentation-1, 1)
	rows := make([]widget.Row, len(areas))
	for i, a := range areas {
		style := th.Text
		if i == s.outline.area {
			style = th.Selected
		}
		counts := fmt.Sprintf("%d of %d asked", a.Due.Of-a.Due.Unasked, a.Due.Of)
		if n := a.Due.Open() + a.Due.Claimed; n > 0 {
			counts += fmt.Sprintf(", %d open", n)
		}
		if a.Due.Of == 0 {
			counts = "nothing due"
		}
		if width <= areasWide {
			counts = fmt.Sprintf("%d of %d", a.Due.Of-a.Due.Unasked, a.Due.Of)
		}
		name := style.Render(textsafe.Line(a.Title))
		rows[i].Lines = []string{widget.Join(name, th.Dim.Render(counts), min(room, most+24), th)}
	}
	return rows
}

// questionRows draws questions with their states in words.
func questionRows(questions []analysis.Finding, selected, width int, th theme.Theme) []widget.Row {
	const state = 20
	rows := make([]widget.Row, len(questions))
	for i, f := range questions {
		words := f.State.Words()
		if f.Severity == questionnaire.Blocker && f.Due == analysis.Now && f.State == analysis.Unasked {
			words += ", blocker"
		}
		room, style := min(max(width-widget.Indentation-1, 1), measure), th.Text
		if i == selected {
			style = th.Selected
		}
		rows[i].Lines = []string{widget.Join(style.Render(textsafe.Line(f.Question.Title)), th.Dim.Render(widget.Pad(words, min(state, room/2))), room, th)}
	}
	return rows
}

// details says what a question asks, what to bring, and what is known.
func (s screen) details(f analysis.Finding, width int, th theme.Theme) []string {
	lines := widget.Style(widget.Wrap(f.Question.Text, width), th.Strong)
	lines = append(lines, widget.Style(widget.Wrap(f.Question.Why, width), th.Dim)...)
	known := f.State.Words()
	if x := f.Answer; f.State != analysis.Unasked {
		known += ", " + x.By
		if x.Owner != "" {
			known += "; owner " + x.Owner
		}
	}
	for _, part := range []struct{ label, text string }{
		{"Known", known},
		{"Bring", f.Question.Verify},
		{"Ask", s.role(f)},
	} {
		if part.text != "" {
			mark := th.Accent.Render(widget.Pad(part.label, 7))
			lines = append(append(lines, ""), widget.Hang(mark, widget.Wrap(part.text, width-7))...)
		}
	}
	return lines
}

// role returns whose answers count most in the area of a question.
func (s screen) role(f analysis.Finding) string {
	for _, q := range s.view.Questionnaires {
		for _, a := range q.Areas {
			if q.ID == f.Questionnaire && a.ID == f.Area {
				return a.Ask
			}
		}
	}
	return ""
}

// list returns the questions of a session of that kind: those of the one under way, or those that it
// would have.
func (s screen) list(k assessment.SessionKind) []questionnaire.QuestionID {
	if s.under(k) {
		list, _ := s.view.Position()
		return list
	}
	return s.view.Result.Select(k)
}

// invited returns the roles whose answers questions need, in the order of their areas.
func (s screen) invited(asked []questionnaire.QuestionID) []string {
	var roles []string
	for _, q := range asked {
		f, _ := s.view.Result.Finding(q)
		for role := range strings.SplitSeq(s.role(f), ", ") {
			if role != "" && !slices.Contains(roles, role) {
				roles = append(roles, role)
			}
		}
	}
	return roles
}
