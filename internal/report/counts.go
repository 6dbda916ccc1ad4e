package report

import (
	"strconv"

	"prodfirst/internal/analysis"
)

// counts shows how many questions of each area have which state, and how many gaps have which
// decision word.
func (b *builder) counts() {
	areas := b.r.Areas()
	if len(areas) == 0 {
		return
	}
	b.section("counts", "In numbers")
	b.decisionCounts()
	table := Block{
		Kind: Table,
		Header: []string{
			"Area", "Of", "Proven", "Held", "Claimed", "None or partial", "Don't know", "Not asked", "Does not apply",
		},
		Chart: &Chart{Kind: AreaChart, Series: []string{
			"proven", "held", "claimed", "partial", "none", "don't know", "not asked", "does not apply",
		}},
	}
	titles := b.areaTitles()
	for _, area := range areas {
		c := area.All
		title := titles[string(area.Questionnaire)+"/"+string(area.Area)]
		row := [][]Span{{{Text: title}}, {{Text: strconv.Itoa(c.Of)}}}
		point := Point{Label: title}
		for _, n := range []int{c.Proven, c.Held, c.Claimed, c.None + c.Partial, c.Unknown, c.Unasked, c.NotApplicable} {
			row = append(row, numberCell(n))
		}
		for _, n := range []int{c.Proven, c.Held, c.Claimed, c.Partial, c.None, c.Unknown, c.Unasked, c.NotApplicable} {
			point.Parts = append(point.Parts, Part{N: n, Of: c.Of})
		}
		table.Rows = append(table.Rows, row)
		table.Chart.Points = append(table.Chart.Points, point)
	}
	b.add(table)
}

// numberCell returns a number as a cell, in which none is no number, so that the others stand out.
func numberCell(n int) []Span {
	if n == 0 {
		return nil
	}
	return []Span{{Text: strconv.Itoa(n)}}
}

func (b *builder) decisionCounts() {
	of := len(b.r.Plan)
	if of == 0 {
		return
	}
	decided := b.r.Decided()
	table := Block{Kind: Table, Header: []string{"Decision", "Gaps", "That is"}, Chart: &Chart{Kind: DecisionChart, Series: []string{"gaps"}}}
	for _, d := range analysis.Decisions() {
		n := decided[d]
		table.Rows = append(table.Rows, [][]Span{{text(d)}, {plain("%d of %d", n, of)}, {text(d.Gloss())}})
		table.Chart.Points = append(table.Chart.Points, Point{Label: string(d), Parts: []Part{{N: n, Of: of}}})
	}
	b.add(table)
}
