package report

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Agenda returns what a session asks, as a text to send beforehand: how long it takes, who should
// come, and what to bring for each question of the list.
func Agenda(in analysis.Input, r analysis.Result, kind assessment.SessionKind, list []questionnaire.QuestionID) Document {
	b := newBuilder(in, r, Options{})
	due := r.Verdict(r.Target).Due
	b.say(
		strong(fmt.Sprintf("%s, about %d minutes.", Several(len(list), "question"), analysis.Minutes(kind))),
		plain(" Due before %s: %s, %d of them asked.", stageAim(r.Target), Several(due.Of, "question"), due.Of-due.Unasked),
	)
	b.say(plain("Answer what you can show. \"Don't know\" needs a name, not an excuse. We talk about the system, not about a person."))
	parts := b.byArea(list)
	b.invited(parts)
	b.contrast()
	b.areas(list)
	b.add(headed(2, "Questions, and what to bring"))
	for _, part := range parts {
		b.add(headed(3, part[0].AreaTitle))
		items := make([]Item, len(part))
		for i, f := range part {
			items[i] = Item{
				Spans: []Span{strong(f.Question.Text)},
				Sub:   []Item{{Spans: []Span{plain("Bring: %s", f.Question.Verify)}}},
			}
		}
		b.add(Block{Kind: Bullets, Items: items})
	}
	return Document{Title: fmt.Sprintf("%s: %s session", in.Assessment.Description.Name, kind), Blocks: b.blocks}
}

func headed(level int, text string) Block {
	return Block{Kind: Heading, Level: level, Spans: []Span{{Text: text}}}
}

// byArea returns the findings of a list in questionnaire order, those of one area together.
func (b *builder) byArea(list []questionnaire.QuestionID) [][]*analysis.Finding {
	var parts [][]*analysis.Finding
	for _, f := range b.scope {
		if !slices.Contains(list, f.Question.ID) {
			continue
		}
		last := len(parts) - 1
		if last < 0 || parts[last][0].Questionnaire != f.Questionnaire || parts[last][0].Area != f.Area {
			parts = append(parts, nil)
			last++
		}
		parts[last] = append(parts[last], f)
	}
	return parts
}

// invited says who should come, and for which areas: the roles whose answers count most there.
func (b *builder) invited(parts [][]*analysis.Finding) {
	var roles []string
	areas := map[string][]string{}
	for _, part := range parts {
		for role := range strings.SplitSeq(b.asked(part[0]), ", ") {
			if role == "" {
				continue
			}
			if areas[role] == nil {
				roles = append(roles, role)
			}
			areas[role] = append(areas[role], part[0].AreaTitle)
		}
	}
	if len(roles) == 0 {
		return
	}
	b.add(headed(2, "Who should come"))
	items := make([]Item, len(roles))
	for i, role := range roles {
		items[i] = Item{Spans: []Span{strong(UpperFirst(role) + ":"), plain(" %s", strings.Join(areas[role], ", "))}}
	}
	b.add(Block{Kind: Bullets, Items: items})
}

// asked returns the roles whose answers count most in the area of a finding.
func (b *builder) asked(f *analysis.Finding) string {
	for _, q := range b.in.Questionnaires {
		for _, area := range q.Areas {
			if q.ID == f.Questionnaire && area.ID == f.Area {
				return area.Ask
			}
		}
	}
	return ""
}

// contrast sets beside each other what a demo shows and what people depend on, for each pack.
func (b *builder) contrast() {
	var items []Item
	for _, q := range b.in.Questionnaires {
		if q.ID == questionnaire.Core || q.Prototype == "" {
			continue
		}
		items = append(items, Item{Spans: []Span{strong(q.Title)}, Sub: []Item{
			{Spans: []Span{plain("Prototype: %s", q.Prototype)}},
			{Spans: []Span{plain("Production: %s", q.Production)}},
		}})
	}
	if len(items) > 0 {
		b.add(headed(2, "What a demo shows, and what people depend on"))
		b.add(Block{Kind: Bullets, Items: items})
	}
}

// areas counts the questions of each area.
func (b *builder) areas(list []questionnaire.QuestionID) {
	table := Block{Kind: Table, Header: []string{"Area", "Due", "Asked", "In this session"}}
	for _, area := range b.r.Areas() {
		in := 0
		for _, id := range list {
			if f := b.found[id]; f.Questionnaire == area.Questionnaire && f.Area == area.Area {
				in++
			}
		}
		if in+area.Due.Of == 0 {
			continue
		}
		row := [][]Span{{text(area.Title)}}
		for _, n := range []int{area.Due.Of, area.Due.Of - area.Due.Unasked, in} {
			row = append(row, []Span{plain("%d", n)})
		}
		table.Rows = append(table.Rows, row)
	}
	b.add(headed(2, "Areas"))
	b.add(table)
}
