package report

import (
	"encoding/json"
	"fmt"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// A Portfolio is what many systems have in common.
type Portfolio struct {
	On        assessment.Date `json:"on"` // UTC
	Systems   []System        `json:"systems"`
	Recurring []Recurring     `json:"recurring"` // gaps in three or more systems, most systems first
}

// A System is one system of a portfolio.
type System struct {
	ID       assessment.ID       `json:"id"`
	Name     string              `json:"name"`
	ReadyFor questionnaire.Stage `json:"ready_for,omitempty"`  // empty: demo
	Next     questionnaire.Stage `json:"next_stage,omitempty"` // empty: all are reached
	Outcome  analysis.Outcome    `json:"outcome,omitempty"`    // of the next stage
	Stop     int                 `json:"stop"`
	Prove    int                 `json:"prove"` // of blockers
	ToAsk    int                 `json:"to_ask"`
	Asked    int                 `json:"asked"` // of those due
	Due      int                 `json:"due"`
	Changed  assessment.Date     `json:"changed"`
	Ends     string              `json:"ends,omitempty"` // what ends within two weeks
	EndsOn   assessment.Date     `json:"ends_on,omitempty"`
	Trouble  string              `json:"trouble,omitempty"` // why it cannot be judged
}

// Recurring is a gap that several systems have.
type Recurring struct {
	Question  questionnaire.QuestionID `json:"question"`
	Title     string                   `json:"title"`
	Systems   []assessment.ID          `json:"systems"`
	Decisions map[string]int           `json:"decisions"` // how many systems have which word
}

// PortfolioJSON returns a portfolio as indented JSON that ends in a line break.
func PortfolioJSON(p Portfolio) ([]byte, error) {
	data, err := json.MarshalIndent(struct {
		Schema int `json:"schema"`
		Portfolio
	}{JSONSchema, p}, "", "  ")
	return append(data, '\n'), err
}

// BuildPortfolio returns the report on a portfolio. Like every report it has counts and no score, and
// puts no system above another: they stand in the order of their ids.
func BuildPortfolio(p Portfolio) Document {
	b := builder{}
	b.add(Block{Kind: Paragraph, Spans: []Span{
		text(Day(p.On)), newLine(), emph("Names open weaknesses. Share it as you would a security finding."),
	}})
	b.stages(p)
	b.recurring(p)
	b.endingSoon(p)
	b.troubled(p)
	return Document{Title: Several(len(p.Systems), "system") + ", and what they have in common", Judged: p.On, Blocks: b.blocks}
}

func (b *builder) stages(p Portfolio) {
	table := Block{Kind: Table, Header: []string{"System", "Ready for", "Next stage", "STOP", "PROVE", "To ask", "Asked", "Changed"}}
	for _, s := range p.Systems {
		if s.Trouble != "" {
			continue
		}
		next := "all stages reached"
		if s.Next != "" {
			next = analysis.StageWords(s.Next) + ": " + s.Outcome.Words()
		}
		table.Rows = append(table.Rows, [][]Span{
			{text(s.Name)},
			{text(analysis.StageWords(s.ReadyFor))},
			{text(next)},
			numberCell(s.Stop), numberCell(s.Prove),
			numberCell(s.ToAsk),
			{plain("%d of %d", s.Asked, s.Due)},
			{text(s.Changed)},
		})
	}
	if len(table.Rows) > 0 {
		b.section("systems", "Where they stand")
		b.add(table)
	}
}

func (b *builder) recurring(p Portfolio) {
	if len(p.Recurring) == 0 {
		return
	}
	b.section("recurring", "Gaps in three systems or more")
	table := Block{Kind: Table, Header: []string{"Question", "Systems", "Decisions", "Which"}}
	for _, r := range p.Recurring {
		var words []string
		for _, d := range analysis.Decisions() {
			if n := r.Decisions[string(d)]; n > 0 {
				words = append(words, fmt.Sprintf("%d %s", n, d))
			}
		}
		names := make([]string, 0, namesShown+1)
		for i, id := range r.Systems {
			if i == namesShown {
				names = append(names, fmt.Sprintf("%d more", len(r.Systems)-i))
				break
			}
			names = append(names, string(id))
		}
		table.Rows = append(table.Rows, [][]Span{
			{text(r.Title)},
			{plain("%d of %d", len(r.Systems), len(p.Systems))},
			{text(strings.Join(words, ", "))},
			{text(strings.Join(names, ", "))},
		})
	}
	b.add(table)
	b.say(text("What several systems lack is rarely one team's fault: one platform, one template or one habit may close it for all."))
}

// namesShown is how many systems are named at a gap that recurs.
const namesShown = 5

func (b *builder) endingSoon(p Portfolio) {
	var items []Item
	for _, s := range p.Systems {
		if s.Ends != "" {
			items = append(items, Item{Spans: []Span{strong(s.Name + ":"), plain(" %s", s.Ends)}})
		}
	}
	if len(items) > 0 {
		b.section("ending", fmt.Sprintf("What ends within %d days", Soon))
		b.add(Block{Kind: Bullets, Items: items})
	}
}

func (b *builder) troubled(p Portfolio) {
	var items []Item
	for _, s := range p.Systems {
		if s.Trouble != "" {
			items = append(items, Item{Spans: []Span{code(string(s.ID)), plain(": %s", s.Trouble)}})
		}
	}
	if len(items) > 0 {
		b.section("trouble", "Could not be judged")
		b.add(Block{Kind: Bullets, Items: items})
	}
}
