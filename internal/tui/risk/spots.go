package risk

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// Spots is the list of what nobody knows, of what works but nobody can explain, and of what was not
// asked. It is a value; the zero Spots is empty.
type Spots struct {
	view   app.View
	rows   []spot
	cursor int
}

// spot is one row: a question, an area or a fact, or the heading of such rows.
type spot struct {
	heading bool
	text    string
	right   string
	leads   nav.Kind
	about   questionnaire.QuestionID
}

// Of lists the blind spots of a view. The selected row stays if it is still there.
func (s Spots) Of(v app.View) Spots {
	before := spot{}
	if len(s.rows) > 0 {
		before = s.rows[s.cursor]
	}
	s = Spots{view: v, rows: slices.Concat(questions(v), areas(v))}
	var facts []spot
	for _, f := range v.Result.NotSure() {
		facts = append(facts, spot{text: f.Is, leads: nav.Facts})
	}
	s.rows = slices.Concat(s.rows, section("Nobody is sure whether", fmt.Sprintf("%d of %d facts", len(facts), len(v.Result.Facts)), facts))
	for i, row := range s.rows {
		if !row.heading && row.text == before.text && row.about == before.about {
			s.cursor = i
			return s
		}
	}
	s.cursor = min(1, max(0, len(s.rows)-1))
	return s
}

// section returns rows below a heading, if there are any.
func section(title, count string, rows []spot) []spot {
	if len(rows) == 0 {
		return nil
	}
	return append([]spot{{heading: true, text: title, right: count}}, rows...)
}

// kind is one sort of questions that are blind spots, and what they are counted among.
type kind struct {
	title, of   string
	among, pass func(f *analysis.Finding) bool
}

func kinds() []kind {
	works := func(f *analysis.Finding) bool {
		return f.Answer.Suggested == "" && (f.Answer.Level == assessment.InPlace || f.Answer.Level == assessment.Proven)
	}
	return []kind{
		{
			"Don't know", "asked",
			func(f *analysis.Finding) bool { return f.State != analysis.Unasked },
			func(f *analysis.Finding) bool { return f.State == analysis.Unknown },
		},
		{
			"Works, but nobody can explain it", "said to work", works,
			func(f *analysis.Finding) bool { return f.Answer.Check == assessment.CannotYet },
		},
		{
			"Written by an AI, and not explained", "written by an AI",
			func(f *analysis.Finding) bool { return f.Answer.AIWritten },
			func(f *analysis.Finding) bool {
				return f.Answer.Check != assessment.CanExplain && (!works(f) || f.Answer.Check != assessment.CannotYet)
			},
		},
		{
			"Said to be proven, counted as held", "said to be proven",
			func(f *analysis.Finding) bool { return f.Answer.Level == assessment.Proven && f.Answer.Suggested == "" },
			func(f *analysis.Finding) bool { return f.State == analysis.Held },
		},
	}
}

func questions(v app.View) []spot {
	var all []spot
	r := v.Result
	for _, k := range kinds() {
		var rows []spot
		of := 0
		for i := range r.Findings {
			f := &r.Findings[i]
			if f.Applies == questionnaire.No || !k.among(f) {
				continue
			}
			of++
			if k.pass(f) {
				rows = append(rows, spot{text: f.Question.Title, right: f.AreaTitle, leads: nav.Walk, about: f.Question.ID})
			}
		}
		all = slices.Concat(all, section(k.title, fmt.Sprintf("%d of %d %s", len(rows), of, k.of), rows))
	}
	return all
}

// areas lists the areas of which nothing was asked.
func areas(v app.View) []spot {
	areas := v.Result.Areas()
	var rows []spot
	for _, a := range areas {
		if a.All.Unasked == a.All.Of {
			rows = append(rows, spot{text: a.Title, right: fmt.Sprintf("%d not asked, %d of them due", a.All.Of, a.Due.Of), leads: nav.Agenda})
		}
	}
	return section("Nothing was asked about", fmt.Sprintf("%d of %d areas", len(rows), len(areas)), rows)
}

// Count says how many there are.
func (s Spots) Count() string {
	n := 0
	for _, r := range s.rows {
		if !r.heading {
			n++
		}
	}
	return report.Several(n, "blind spot")
}

// Empty tells whether there is none.
func (s Spots) Empty() bool { return len(s.rows) == 0 }

// Actions lists what can be done with them; back names what they stand in place of.
func (s Spots) Actions(back string) []nav.Action {
	enter := "open it"
	if s.Empty() {
		enter = "choose a session"
	}
	return []nav.Action{
		{ID: theme.ActUp},
		{ID: theme.ActEnter, Label: enter},
		{ID: theme.ActKnowledge},
		{ID: theme.ActSpots, Label: back},
		{ID: theme.ActBack, Label: back},
	}
}

// Move returns the list after an action that moves; headings are skipped.
func (s Spots) Move(action theme.ActionID, page int) Spots {
	step := 1
	if action == theme.ActUp || action == theme.ActPageUp || action == theme.ActBottom {
		step = -1
	}
	return s.to(widget.Move(action, s.cursor, len(s.rows)-1, page), step)
}

// Point returns the list with another row selected.
func (s Spots) Point(row int) Spots { return s.to(row, 1) }

// to selects the first row from at on that is no heading, in the direction of step, else in the other.
func (s Spots) to(at, step int) Spots {
	for _, by := range []int{step, -step} {
		for i := at; i >= 0 && i < len(s.rows); i += by {
			if !s.rows[i].heading {
				s.cursor = i
				return s
			}
		}
	}
	return s
}

// Open returns where the selected row leads to.
func (s Spots) Open() nav.Open {
	if s.Empty() {
		return nav.Open{Kind: nav.Agenda, View: s.view}
	}
	row := s.rows[s.cursor]
	return nav.Open{Kind: row.leads, View: s.view, Question: row.about}
}

// Draw draws the list into an area, and returns where clicks count.
func (s Spots) Draw(area nav.Area) (lines []string, cursor *tea.Cursor, zones []nav.Zone) {
	const roomy, measure = 14, 110
	th := area.Theme
	room := max(1, min(area.Width-widget.Indentation-1, measure))
	if s.Empty() {
		text := "No blind spot: every area was asked about, every fact is said, and nobody had to say don't know."
		return append([]string{""}, widget.Indent(widget.Wrap(text, min(room, 72)), widget.Indentation)...), nil, nil
	}
	rows := make([]widget.Row, len(s.rows))
	for i, r := range s.rows {
		rows[i] = widget.Row{Heading: r.heading, Lines: []string{""}}
		switch near := i >= s.cursor-area.Height && i <= s.cursor+area.Height; {
		case r.heading && area.Height >= roomy:
			rows[i].Lines = []string{"", s.line(i, room, th)}
		case near:
			rows[i].Lines = []string{s.line(i, room, th)}
		}
	}
	lines, at := widget.List(rows, s.cursor, area.Width, area.Height, th)
	if at >= 0 {
		cursor = tea.NewCursor(1, at)
		cursor.Blink = false
	}
	return lines, cursor, nav.Rows(widget.RowsAt(rows, s.cursor, area.Height), s.cursor, 0, area.Width)
}

func (s Spots) line(i, room int, th theme.Theme) string {
	r := s.rows[i]
	text, right := textsafe.Line(r.text), th.Dim.Render(widget.Clip(r.right, room/2, th))
	switch {
	case r.heading:
		return widget.Cut(th.Strong.Render(text)+"  "+right, room, th)
	case i == s.cursor:
		text = th.Selected.Render(text)
	}
	return strings.TrimRight(widget.Join(text, right, room, th), " ")
}
