package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/assessment"
)

// shipped shows the ship log: deployments before demos, so that it is those that are counted.
func (b *builder) shipped() {
	entries := slices.Clone(b.in.Assessment.Shipments)
	if len(entries) == 0 {
		return
	}
	order := []assessment.ShipKind{assessment.ShipDeploy, assessment.ShipUsers, assessment.ShipDemo}
	slices.SortStableFunc(entries, func(x, y assessment.Shipment) int {
		return cmp.Or(cmp.Compare(y.On, x.On), cmp.Compare(slices.Index(order, x.Kind), slices.Index(order, y.Kind)))
	})
	counts := map[assessment.ShipKind]int{}
	rows := make([][][]Span, len(entries))
	for i, s := range entries {
		counts[s.Kind]++
		rows[i] = [][]Span{{text(s.On)}, {shipWords(s)}, {text(s.By)}, {text(s.Note)}}
	}
	b.section("shipped", "Shipped")
	b.say(strong(fmt.Sprintf("Deployments: %d.", counts[assessment.ShipDeploy])), plain(" Demos: %d. %s", counts[assessment.ShipDemo], b.firstUser()))
	b.add(Block{Kind: Table, Header: []string{"Day", "What", "Said by", "Note"}, Rows: rows})
}

func shipWords(s assessment.Shipment) Span {
	switch s.Kind {
	case assessment.ShipDeploy:
		return strong("deployed")
	case assessment.ShipUsers:
		return plain("used by %s in a week", People(s.People))
	case assessment.ShipDemo:
	}
	return plain("shown")
}

// firstUser says how long it took from the first demo to the first real user. It is empty if
// nobody knows when it was first shown.
func (b *builder) firstUser() string {
	d := b.in.Assessment.Description
	shown, ok := d.FirstShown.Date()
	if !ok {
		return ""
	}
	var used assessment.Date
	for _, s := range b.in.Assessment.Shipments {
		if s.Kind == assessment.ShipUsers && s.People > 0 && (used == "" || s.On < used) {
			used = s.On
		}
	}
	if o := d.Outside; used == "" && o != nil && o.People > 0 {
		used = o.On
	}
	switch {
	case used == "":
		return fmt.Sprintf("No real user yet, %s after the first demo.", Several(shown.Days(b.r.Today), "day"))
	case used < shown:
		return "Its first real user came before its first demo."
	}
	return fmt.Sprintf("From the first demo to the first real user: %s.", Several(shown.Days(used), "day"))
}

// trend shows what held on each day on which something changed.
func (b *builder) trend() {
	if len(b.o.Trend) < 2 {
		return
	}
	chart := &Chart{Kind: TrendChart, Series: []string{"proven", "blockers open"}}
	rows := make([][][]Span, len(b.o.Trend))
	for i, p := range b.o.Trend {
		chart.Points = append(chart.Points, Point{Label: p.Label, On: p.On, Parts: []Part{
			{N: p.Proven, Of: p.Due}, {N: p.OpenBlockers, Of: p.Blockers},
		}})
		rows[i] = [][]Span{
			{text(p.On)},
			{plain("%d of %d", p.Proven, p.Due)},
			{plain("%d of %d", p.Held, p.Due)},
			{plain("%d of %d", p.OpenBlockers, p.Blockers)},
			{plain("%d of %d", p.Unasked, p.Blockers)},
			{text(p.Label)},
		}
	}
	b.section("trend", "Trend")
	b.add(Block{
		Kind: Table, Header: []string{"Day", "Proven", "Held", "Blockers open", "Blockers not asked", "Milestone"}, Rows: rows, Chart: chart,
	})
}

// title of an area, with that of its pack behind it where an area of another questionnaire has the
// same.
func (b *builder) areaTitles() map[string]string {
	titles, seen := map[string]string{}, map[string]int{}
	for _, area := range b.r.Areas() {
		seen[area.Title]++
	}
	for _, q := range b.in.Questionnaires {
		for _, area := range q.Areas {
			title := area.Title
			if seen[title] > 1 {
				title = strings.Join([]string{title, " (", q.Title, ")"}, "")
			}
			titles[string(q.ID)+"/"+string(area.ID)] = title
		}
	}
	return titles
}
