package report

import (
	"fmt"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func (b *builder) evidence() {
	var rows [][][]Span
	chart := &Chart{Kind: EvidenceChart, Series: []string{"days old"}}
	var soon []string
	for _, f := range b.scope {
		for _, e := range f.Answer.Evidence {
			age := e.Date.Days(b.r.Today)
			rows = append(rows, [][]Span{
				{text(f.Question.Title)},
				{text(e.Kind)},
				{text(e.Reference)},
				{text(e.Date)},
				{text(ageWords(age))},
				{text(e.By)},
				{text(b.countsUntil(f, e))},
			})
			if countsNow(f) {
				chart.Points = append(chart.Points, Point{Label: f.Question.Title, On: e.Date, Parts: []Part{{N: age, Of: f.Question.Freshness}}})
			}
		}
		if endsSoon(f.Expires, b.r.Today) {
			soon = append(soon, fmt.Sprintf("%s (%s)", analysis.LowerFirst(f.Question.Title), f.Expires))
		}
	}
	if len(rows) == 0 {
		return
	}
	b.section("evidence", "Evidence")
	if len(chart.Points) == 0 {
		chart = nil
	}
	b.add(Block{
		Kind: Table, Header: []string{"Question", "Kind", "What", "Date", "Age", "Shown by", "Counts until"}, Rows: rows, Chart: chart,
	})
	b.note("Runs out within 14 days", soon)
}

// countsNow tells whether the evidence of a finding is looked at for its state.
func countsNow(f *analysis.Finding) bool {
	return f.State == analysis.Claimed || f.State == analysis.Held || f.State == analysis.Proven
}

// countsUntil says how long a piece of evidence counts.
func (b *builder) countsUntil(f *analysis.Finding, e assessment.Evidence) string {
	last := e.Date.Add(f.Question.Freshness)
	switch {
	case !countsNow(f):
		return "not counted"
	case f.Reopened():
		return "once it is answered again"
	case last < b.r.Today:
		return "ran out on " + string(last)
	}
	return string(last)
}

// ageWords returns an age in days: "today", "25 days".
func ageWords(days int) string {
	if days == 0 {
		return "today"
	}
	return Several(days, "day")
}

// postponed lists the gaps that are put off and not done now all the same, in the order of the plan, and why they may be.
func (b *builder) postponed() {
	var rows [][][]Span
	occurs := map[analysis.Decision]bool{}
	for i, f := range b.gaps {
		if f.Acceptance != nil || !waits(f) || b.r.Plan[i].Now {
			continue
		}
		why := fmt.Sprintf("%s, due %s", f.Severity, f.Due)
		if f.Due != analysis.Now {
			why = fmt.Sprintf("%s, due at %s", f.Severity, analysis.StageWords(f.Stage))
		}
		rows = append(rows, append(gapRow(f), []Span{{Text: why}}))
		occurs[f.Decision] = true
	}
	if len(rows) == 0 {
		return
	}
	b.section("put-off", "Put off")
	b.add(Block{Kind: Table, Header: []string{"Question", "Answer", "Decision", "Owner", "Because"}, Rows: rows})
	if gloss := b.gloss(occurs); gloss != "" {
		b.say(text(gloss))
	}
}

func (b *builder) excused() {
	var rows [][][]Span
	for _, f := range b.scope {
		if f.State != analysis.NotApplicable {
			continue
		}
		by := f.Answer.By
		if f.Answer.Approver != "" && f.Answer.Approver != by {
			by += ", agreed by " + f.Answer.Approver
		}
		rows = append(rows, [][]Span{{text(f.Question.Title)}, {text(f.Answer.Reason)}, {text(by)}})
	}
	if len(rows) == 0 {
		return
	}
	b.section("does-not-apply", "Does not apply")
	b.add(Block{Kind: Table, Header: []string{"Question", "Reason", "Said by"}, Rows: rows})
	for _, area := range b.r.Areas() {
		if area.Doubtful() {
			b.add(Block{Kind: Note, Spans: []Span{strong("Look again:"), plain(" %d of %d are said not to apply in %s.",
				area.All.NotApplicable, area.All.Of, area.Title)}})
		}
	}
}

// switchedOff lists every question that was switched off, whether it would be asked or not.
func (b *builder) switchedOff() {
	var rows [][][]Span
	for i := range b.r.Findings {
		if f := &b.r.Findings[i]; f.Off != nil {
			rows = append(rows, [][]Span{{text(f.Question.Title)}, {text(f.Off.Because)}, {code(string(f.Off.By))}})
		}
	}
	if len(rows) == 0 {
		return
	}
	b.section("switched-off", "Switched off")
	b.add(Block{Kind: Table, Header: []string{"Question", "Reason", "By questionnaire"}, Rows: rows})
}

// packs sets beside each other what a demo shows and what people depend on, and how far each pack is.
func (b *builder) packs() {
	var rows [][][]Span
	for _, q := range b.in.Questionnaires {
		if q.ID == questionnaire.Core || q.Prototype == "" {
			continue
		}
		of, gaps, unasked := 0, 0, 0
		for _, f := range b.scope {
			switch {
			case f.Questionnaire != q.ID:
				continue
			case f.State.Gap():
				gaps++
			case f.State == analysis.Unasked:
				unasked++
			}
			of++
		}
		rows = append(rows, [][]Span{
			{text(q.Title)},
			{text(q.Prototype)},
			{text(q.Production)},
			{plain("%d of %d", gaps, of)},
			{plain("%d of %d", unasked, of)},
		})
	}
	if len(rows) == 0 {
		return
	}
	b.section("packs", "What a demo shows, and what people depend on")
	b.add(Block{Kind: Table, Header: []string{"Pack", "Prototype", "Production", "Gaps", "Not asked"}, Rows: rows})
}

// parked lists what was put aside to be talked about later.
func (b *builder) parked() {
	var items []Item
	for i := range b.r.Findings {
		if f := &b.r.Findings[i]; strings.TrimSpace(f.Answer.Parked) != "" {
			items = append(items, Item{Spans: []Span{plain("%s: %s", f.Question.Title, f.Answer.Parked)}})
		}
	}
	if len(items) > 0 {
		b.section("parked", "Parked for later")
		b.add(Block{Kind: Bullets, Items: items})
	}
}
