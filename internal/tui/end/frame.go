package end

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/widget"
)

const (
	left    = 3   // columns before text
	labels  = 9   // columns of a label and the space after it
	longest = 110 // columns that the steps are spread over

	sideFrom = 180 // columns from which what else came out of it stands beside them

	achievedShown = 3 // of what was proven and what was deployed today, each by name
)

// rank says what gives way where there are too few rows: the smallest first, stays never.
type rank int

const (
	usersRank rank = iota
	explainRank
	rulesRank
	firstRank
	actionRank
	parkedRank
	blankRank
	thenRank
	askedRank
	ownerRank
	stays
)

// part is a block of lines that stays or goes as a whole.
type part struct {
	lines []string
	rank  rank
	focus int     // 1 + the line with the cursor, 0 if there is none
	x     int     // the cursor's column in it
	at    tea.Msg // what a click on it does; nil: nothing
}

func safe(s string) string { return textsafe.Line(s) }

// Frame draws the end of the session.
func (e screen) Frame(area nav.Area) nav.Frame {
	frame := nav.Frame{
		Crumbs: []string{safe(e.View.Assessment.Description.Name), e.crumb()}, Status: e.status(area),
	}
	lines, cursor, zones := join(yield(e.parts(area), area.Height), area.Width)
	first := 0
	if over := len(lines) - area.Height; over > 0 && cursor != nil && (e.Capturing() || cursor.Y >= area.Height) {
		first = widget.Offset(len(lines), cursor.Y, cursor.Y+1, area.Height)
		lines = lines[first:]
		cursor.Y -= first
	}
	lines = lines[:min(len(lines), area.Height)]
	if area.Width >= sideFrom {
		lines = e.withSide(lines, area)
	}
	frame.Body = strings.Join(widget.Crop(lines, area.Width, len(lines)), "\n")
	if cursor != nil && cursor.X < area.Width && cursor.Y < len(lines) {
		frame.Cursor = cursor
	}
	for _, z := range zones {
		if z.Y -= first; z.Y >= 0 && z.Y < len(lines) && !e.Capturing() {
			frame.Zones = append(frame.Zones, z)
		}
	}
	return frame
}

// yield empties parts until the others fit into the height, if they can. What is typed in stays.
func yield(parts []part, height int) []part {
	for gone := range stays {
		for i, p := range slices.Backward(parts) {
			if p.rank == gone && p.focus == 0 && count(parts) > height {
				parts[i].lines = nil
			}
		}
	}
	return parts
}

// join returns the lines of all parts, without blank lines in a row, the cursor, which is where
// something is typed or else at the selected row, and where a click does something.
func join(parts []part, width int) (lines []string, cursor *tea.Cursor, zones []nav.Zone) {
	for _, p := range parts {
		if p.rank == blankRank && len(lines) > 0 && lines[len(lines)-1] == "" {
			continue
		}
		if p.focus > 0 && len(p.lines) > 0 {
			cursor = tea.NewCursor(p.x, len(lines)+p.focus-1)
		}
		if p.at != nil && len(p.lines) > 0 {
			zones = append(zones, nav.Zone{Y: len(lines), Width: width, Height: len(p.lines), Msg: p.at})
		}
		lines = append(lines, p.lines...)
	}
	return lines, cursor, zones
}

func count(parts []part) int {
	n := 0
	for _, p := range parts {
		n += len(p.lines)
	}
	return n
}

func (e screen) crumb() string {
	if s := e.View.Assessment.Session; s != nil {
		return fmt.Sprintf("end of %s session", s.Kind)
	}
	return "end of session"
}

// status says how many questions of the session were asked, and how long it took.
func (e screen) status(area nav.Area) string {
	s := e.View.Assessment.Session
	if s == nil {
		return ""
	}
	list, _ := e.View.Position()
	asked := 0
	for _, q := range list {
		if f, _ := e.View.Result.Finding(q); f.State != analysis.Unasked {
			asked++
		}
	}
	ended := s.Ended
	if ended.IsZero() {
		ended = area.Now
	}
	took := int(ended.Sub(s.Started).Round(time.Minute).Minutes())
	return fmt.Sprintf("%d of %d %s took %d min", asked, len(list), area.Theme.Glyphs.Dot, max(1, took))
}

// parts returns the screen from top to bottom.
func (e screen) parts(area nav.Area) []part {
	blank := part{lines: []string{""}, rank: blankRank}
	parts := append([]part{blank}, e.headline(area)...)
	parts = append(parts, blank)
	parts = append(parts, e.stepParts(area)...)
	parts = append(parts, e.thenPart(area), blank)
	parts = append(parts, e.parkedParts(area)...)
	if area.Width < sideFrom {
		facts := e.facts(area)
		parts = append(parts, facts...)
		if count(facts) > 0 {
			parts = append(parts, blank)
		}
	}
	return append(parts, e.question(area)...)
}

// facts are what else came out of it.
func (e screen) facts(area nav.Area) []part {
	return []part{e.rules(area), e.explain(area), e.users(area)}
}

// withSide puts beside the steps what else came out of it.
func (e screen) withSide(lines []string, area nav.Area) []string {
	wide := left + longest + left
	area.Width -= wide
	side := []string{""} // it begins where the stage is said
	for _, p := range e.facts(area) {
		if len(p.lines) > 0 {
			side = append(append(side, p.lines...), "")
		}
	}
	return widget.Columns(lines, side[:min(len(side), area.Height)], wide, 0, wide+area.Width)
}

func measure(area nav.Area) int { return max(1, min(longest, area.Width-margin(area)-1)) }

func margin(area nav.Area) int {
	if area.Width < 40 {
		return 1
	}
	return left
}

// labelled draws plain text beside a label.
func labelled(label, text string, area nav.Area, r rank) part {
	return beside(label, widget.Wrap(text, max(1, measure(area)-labels)), area, r)
}

// beside puts a label before lines.
func beside(label string, body []string, area nav.Area, r rank) part {
	mark := strings.Repeat(" ", margin(area)) + area.Theme.Dim.Render(widget.Pad(label, labels))
	return part{lines: widget.Hang(mark, body), rank: r}
}

// headline says which stage is reached and what the next one waits for.
func (e screen) headline(area nav.Area) []part {
	th, r := area.Theme, e.View.Result
	next, more := r.NextStage()
	words := func(s questionnaire.Stage) string { return capital(analysis.StageWords(s)) }
	var first []string
	switch target := r.Verdict(r.Target); {
	case target.Outcome.Open():
		first = append(first, th.Strong.Render(strings.ToUpper(words(r.Target)+" "+target.Outcome.Words()))+
			", "+r.Today.Time().Format("2 Jan 2006")+", answered by "+safe(e.Env.By))
		if more {
			first = append(first, words(next.Stage)+": "+strings.ToUpper(next.Outcome.Words()))
		}
	default:
		first = append(first, "Ready for: "+analysis.StageWords(r.ReadyFor),
			words(next.Stage)+": "+th.Strong.Render(strings.ToUpper(next.Outcome.Words())))
	}
	lines := first
	if line := strings.Join(first, strings.Repeat(" ", 8)); widget.Width(line) <= measure(area) {
		lines = []string{line}
	}
	if more {
		lines = append(lines, widget.Wrap(counts(next.Blockers), measure(area))...)
	}
	stage := part{lines: widget.Indent(lines, margin(area)), rank: stays}
	if r.Verdict(r.Target).Outcome.Open() {
		return append([]part{stage}, e.achieved(area)...)
	}
	return append(e.achieved(area), stage)
}

// achieved says what was proven and what was put live today. A demo is neither.
func (e screen) achieved(area nav.Area) []part {
	var sentences []string
	if proven := e.proven(); len(proven) > 0 {
		var done []string
		for _, f := range proven[:min(len(proven), achievedShown)] {
			text := analysis.LowerFirst(f.Question.Title)
			if by := f.Answer.Evidence[len(f.Answer.Evidence)-1].By; by != "" {
				text += ", " + by
			}
			done = append(done, text)
		}
		if n := len(proven) - achievedShown; n > 0 {
			done = append(done, fmt.Sprintf("%d more", n))
		}
		sentences = append(sentences, "Proven today: "+strings.Join(done, "; ")+".")
	}
	if deployed := e.deployed(); len(deployed) > 0 {
		var done []string
		for _, s := range deployed[:min(len(deployed), achievedShown)] {
			text := s.By
			if s.Note != "" {
				text = s.Note + ", " + s.By
			}
			done = append(done, text)
		}
		if n := len(deployed) - achievedShown; n > 0 {
			done = append(done, fmt.Sprintf("%d more", n))
		}
		sentences = append(sentences, "Deployed today: "+strings.Join(done, "; ")+".")
	}
	var parts []part
	for _, text := range sentences {
		lines := widget.Style(widget.Wrap(text, measure(area)), area.Theme.Good)
		parts = append(parts, part{lines: widget.Indent(lines, margin(area)), rank: ownerRank})
	}
	return parts
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// counts says how the due blockers stand.
func counts(c analysis.Count) string {
	var parts []string
	add := func(n int, words string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, words))
		}
	}
	add(c.Open(), "open")
	add(c.Claimed, "claimed")
	add(c.Held+c.Proven, "held")
	add(c.NotApplicable, "said not to apply")
	add(c.Unasked, "not asked yet")
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("Of %s due: %s.", report.Several(c.Of, "blocker"), strings.Join(parts, ", "))
}

// rules says which of the five rules are not kept, and which are not known to be.
func (e screen) rules(area nav.Area) part {
	var broken, unknown []string
	for _, r := range e.View.Result.Rules {
		name := strings.ReplaceAll(r.ID, "-", " ")
		switch r.Kept {
		case analysis.IsNotKept:
			broken = append(broken, name)
		case analysis.KeptNotKnown:
			unknown = append(unknown, name)
		case analysis.IsKept:
		}
	}
	var parts []string
	if len(broken) > 0 {
		parts = append(parts, "not kept: "+strings.Join(broken, ", "))
	}
	if len(unknown) > 0 {
		parts = append(parts, "not known yet: "+strings.Join(unknown, ", "))
	}
	if len(parts) == 0 {
		parts = []string{"all five kept"}
	}
	return labelled("Rules", strings.Join(parts, " "+area.Theme.Glyphs.Dot+" "), area, rulesRank)
}

// explain names what is said to work although nobody was found who can explain it.
func (e screen) explain(area nav.Area) part {
	var open []string
	for _, f := range e.View.Result.Findings {
		good := f.Answer.Level == assessment.InPlace || f.Answer.Level == assessment.Proven
		if good && f.Applies != questionnaire.No && (f.Answer.Check == assessment.Unchecked || f.Answer.Check == assessment.CannotYet) {
			open = append(open, analysis.LowerFirst(f.Question.Title))
		}
	}
	if len(open) == 0 {
		return part{}
	}
	p := labelled("Explain", "nobody yet: "+strings.Join(open, ", "), area, explainRank)
	if most := 2; len(p.lines) > most {
		p.lines = []string{p.lines[0], widget.Cut(p.lines[1]+" "+strings.TrimSpace(p.lines[2]), widget.Width(p.lines[1]), area.Theme)}
	}
	return p
}

// users says what the description knows of people outside the team.
func (e screen) users(area nav.Area) part {
	d, today := e.View.Assessment.Description, e.View.Result.Today
	var parts []string
	switch o := d.Outside; {
	case o == nil:
	case o.Unknown:
		parts = append(parts, "Not known how many last week.")
	default:
		parts = append(parts, fmt.Sprintf("%d last week.", o.People))
	}
	if on, is := d.FirstShown.Date(); is {
		parts = append(parts, fmt.Sprintf("First shown %d days ago.", on.Days(today)))
	}
	if on, is := d.FirstLive.Date(); is {
		parts = append(parts, fmt.Sprintf("Live for %d days.", on.Days(today)))
	} else if d.FirstLive == assessment.NotYet && d.FirstShown != assessment.Unsaid {
		parts = append(parts, "Not live yet.")
	}
	if log := e.View.Assessment.ShipLog(); log.Deployments > 0 {
		parts = append(parts, fmt.Sprintf("Deployed %s, shown %s.", report.Times(log.Deployments), report.Times(log.Demos)))
	}
	if len(parts) == 0 {
		return part{}
	}
	return labelled("Users", strings.Join(parts, " "), area, usersRank)
}
