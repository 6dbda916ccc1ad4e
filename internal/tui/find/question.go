package find

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

// question is a question as it is searched and shown.
type question struct {
	id     questionnaire.QuestionID
	title  string
	area   string
	state  string
	owner  string
	text   string
	answer assessment.Answer
	texts  []string // as they are searched, the most telling first, the id last
}

// questionsOf returns the questions of a view: those answered last first, then those that were not
// asked in their order; and those that do not apply.
func questionsOf(v app.View) (all, aside []question) {
	for _, f := range v.Result.Findings {
		q := question{
			id: f.Question.ID, title: f.Question.Title, area: f.AreaTitle, state: f.State.Words(),
			owner: f.Answer.Owner, text: f.Question.Text, answer: f.Answer,
		}
		for _, text := range []string{q.title, q.area, q.state, q.owner, q.text, string(q.id)} {
			q.texts = append(q.texts, widget.Fold(text))
		}
		switch {
		case f.Aside != "":
		case f.Applies == questionnaire.No:
			aside = append(aside, q)
		default:
			all = append(all, q)
		}
	}
	slices.SortStableFunc(all, func(a, b question) int { return b.answer.At.Compare(a.answer.At) })
	return all, aside
}

// emptyQuestions says why there is no question to show, and what to do.
func (m finder) emptyQuestions(area nav.Area) []string {
	sentences := []string{fmt.Sprintf("None of the %d questions has that in it.", len(m.questions))}
	if m.apart == 1 {
		sentences = append(sentences, "1 question that does not apply has: its facts say so, press esc and then look at the facts.")
	} else if m.apart > 1 {
		sentences = append(sentences, fmt.Sprintf("%d questions that do not apply have: see what is said in the facts.", m.apart))
	}
	return nothing(area, append(sentences, "Type less of it, a word of the area, an owner, or an answer such as don't know. Tab looks among your systems.")...)
}

// Widths from which a row has more columns.
const (
	withArea  = 64
	withOwner = 100
	withText  = 150
)

// widths are those of columns; 0: it is not shown.
type widths struct{ title, text, area, state, owner int }

// widest returns the widest texts of some questions. They do not depend on what is found, so that
// nothing jumps while one types.
func widest(questions []question) widths {
	const mostArea, mostOwner, mostTitle, mostText = 28, 16, 44, 84
	var w widths
	for _, q := range questions {
		w.title = max(w.title, min(widget.Width(q.title), mostTitle))
		w.text = max(w.text, min(widget.Width(q.text), mostText))
		w.area = max(w.area, min(widget.Width(q.area), mostArea))
		w.state = max(w.state, widget.Width(q.state))
		w.owner = max(w.owner, min(widget.Width(q.owner), mostOwner))
	}
	return w
}

// fit takes away the columns for which there is no room.
func (w widths) fit(area nav.Area) widths {
	if area.Width < withOwner {
		w.owner = 0
	}
	if area.Width < withArea {
		w.area = 0
	}
	room := area.Width - indent - 1
	for _, n := range []int{w.area, w.state, w.owner} {
		if n > 0 {
			room -= n + len(gap)
		}
	}
	w.title = max(1, min(w.title, room))
	w.text = max(0, min(room-w.title-len(gap), w.text))
	if area.Width < withText {
		w.text = 0
	}
	return w
}

// drawQuestion draws one row.
func (m finder) drawQuestion(i int, w widths, pens pens, th theme.Theme) string {
	x, pen := m.found[i], pens.text
	if i == m.pick.cursor {
		pen = pens.selected
	}
	return line(
		m.pick.query(), th, cell{width: w.title, text: x.title, pen: pen}, cell{width: w.text, text: x.text, pen: pens.dim},
		cell{width: w.area, text: x.area, pen: pens.dim}, cell{width: w.state, text: x.state, pen: pens.text},
		cell{width: w.owner, text: x.owner, pen: pens.dim},
	)
}

// aboutQuestion says more about the chosen question: how it is asked, whose it is, when it was
// answered.
func (m finder) aboutQuestion(area nav.Area, w widths, pens pens, most int) []string {
	if m.pick.count == 0 {
		return nil
	}
	const measure = 90
	th, x, q := area.Theme, m.found[m.pick.cursor], m.pick.query()
	room := min(area.Width-indent-1, measure)
	lines := widget.Wrap(x.text, room)
	if last := most - 2; last >= 0 && len(lines) > last+1 {
		lines = append(lines[:last], widget.Cut(strings.Join(lines[last:], " "), room, th))
	}
	for i := range lines {
		lines[i] = q.Draw(lines[i], room, pens.text, th)
	}
	var facts []string
	if w.area == 0 {
		facts = append(facts, x.area)
	}
	facts = append(facts, string(x.id))
	if x.owner != "" && w.owner == 0 {
		facts = append(facts, "owner "+x.owner)
	}
	if !x.answer.At.IsZero() {
		facts = append(facts, strings.TrimSuffix("answered "+ago(x.answer.At, area.Now)+" by "+x.answer.By, " by "))
	}
	return append(lines, q.Draw(strings.Join(facts, " "+th.Glyphs.Dot+" "), room, pens.dim, th))
}
