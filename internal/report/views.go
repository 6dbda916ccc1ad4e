package report

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func (b *builder) accepted() {
	var rows [][][]Span
	for _, f := range b.r.Findings {
		if x := f.Acceptance; x != nil {
			rows = append(rows, [][]Span{
				{plain("%s", f.Question.Title)},
				{plain("%s", f.Decision)},
				{plain("%s", x.By)},
				{plain("%s", x.Until)},
				{plain("%s", x.Reason)},
			})
		}
	}
	if len(rows) == 0 {
		return
	}
	b.heading("Accepted risks")
	b.add(Block{Kind: Table, Header: []string{"Question", "Decision", "Accepted by", "Until", "Reason"}, Rows: rows})
}

func (b *builder) blindSpots() {
	var items []Item
	list := func(what string, of []string) {
		if len(of) > 0 {
			items = append(items, Item{Spans: []Span{strong(what + ":")}, Sub: lines(of)})
		}
	}
	list("Don't know", b.titles(func(f analysis.Finding) bool { return f.Gap() && f.State == analysis.Unknown }))
	list("Said to be proven, counted as held", b.titles(func(f analysis.Finding) bool {
		return f.Applies != questionnaire.No && f.Answer.Level == assessment.Proven && f.State == analysis.Held
	}))
	list("Nobody was asked about", b.silent())
	var unsure []string
	for _, f := range b.r.NotSure() {
		unsure = append(unsure, f.Is)
	}
	if more := len(unsure) - factsShown; more > 1 {
		unsure = append(unsure[:factsShown], fmt.Sprintf("and %d more facts", more))
	}
	list("Nobody is sure whether", unsure)
	if len(items) == 0 {
		return
	}
	b.heading("Blind spots")
	b.add(Block{Kind: Bullets, Items: items})
}

// silent names the areas of which nothing was asked: those of a pack with its title, and all of a
// questionnaire at once.
func (b *builder) silent() []string {
	var titles []string
	for _, q := range b.in.Questionnaires {
		var unasked []string
		of := 0
		for _, area := range b.r.Areas() {
			if area.Questionnaire != q.ID {
				continue
			}
			of++
			switch {
			case area.All.Unasked < area.All.Of:
			case q.ID == questionnaire.Core:
				unasked = append(unasked, area.Title)
			default:
				unasked = append(unasked, fmt.Sprintf("%s (%s)", area.Title, q.Title))
			}
		}
		if of > 1 && len(unasked) == of {
			unasked = []string{fmt.Sprintf("%s: all %d areas", q.Title, of)}
		}
		titles = append(titles, unasked...)
	}
	return titles
}

// titles returns the titles of the findings that pass, as they stand inside a sentence.
func (b *builder) titles(pass func(analysis.Finding) bool) []string {
	var titles []string
	for _, f := range b.r.Findings {
		if pass(f) {
			titles = append(titles, analysis.LowerFirst(f.Question.Title))
		}
	}
	return titles
}

// factsShown is how many facts that are not sure are named.
const factsShown = 6

// lines returns texts as items, one each, so that one more changes one line.
func lines(texts []string) []Item {
	items := make([]Item, len(texts))
	for i, text := range texts {
		items[i] = Item{Spans: []Span{plain("%s", text)}}
	}
	return items
}

func (b *builder) knowledge() {
	var items []Item
	for _, f := range b.r.Findings {
		if f.Answer.Check != assessment.CanExplain || f.Applies == questionnaire.No {
			continue
		}
		spans := []Span{plain("%s: ", f.Question.Title), strong("can be explained")}
		if f.Answer.CheckBy != "" {
			spans = append(spans, plain(" by %s", f.Answer.CheckBy))
		}
		items = append(items, Item{Spans: spans})
	}
	works := b.titles(func(f analysis.Finding) bool {
		return f.Applies != questionnaire.No && f.Answer.Check == assessment.CannotYet &&
			(f.Answer.Level == assessment.InPlace || f.Answer.Level == assessment.Proven)
	})
	if len(works) > 0 {
		items = append(items, Item{Spans: []Span{strong("Works, but nobody can explain it yet:")}, Sub: lines(works)})
	}
	if len(items) == 0 {
		return
	}
	b.heading("Knowledge")
	b.add(Block{Kind: Bullets, Items: items})
}

// views shows the gaps from the sides from which people look at a system.
func (b *builder) views() {
	var items []Item
	for _, view := range questionnaire.Views() {
		of, unasked := 0, 0
		var gaps []string
		for _, f := range b.r.Findings {
			if f.Applies == questionnaire.No || !slices.Contains(f.Question.Views, view) {
				continue
			}
			of++
			switch {
			case f.State == analysis.Unasked:
				unasked++
			case f.Gap():
				gaps = append(gaps, analysis.LowerFirst(f.Question.Title)+": "+f.State.Words())
			}
		}
		if of > 0 {
			items = append(items, Item{Spans: []Span{
				strong(viewTitle(view) + "."), plain(" Gaps: %d of %d. Not asked: %d of %d.", len(gaps), of, unasked, of),
			}, Sub: lines(gaps)})
		}
	}
	if len(items) > 0 {
		b.heading("Where it shows")
		b.add(Block{Kind: Bullets, Items: items})
	}
}

func viewTitle(view string) string {
	switch view {
	case "leak":
		return "Ways data could leak today"
	case "night":
		return "Nights and weekends"
	case "promise":
		return "Promises to users"
	case "journey":
		return "On the way through it"
	}
	return view
}

func (b *builder) evidence() {
	var rows [][][]Span
	for _, f := range b.r.Findings {
		if f.Applies == questionnaire.No {
			continue
		}
		for _, e := range f.Answer.Evidence {
			last := e.Date.Add(f.Question.Freshness)
			counts := string(last)
			switch {
			case f.State != analysis.Claimed && f.State != analysis.Held && f.State != analysis.Proven:
				counts = "not counted"
			case f.Reopened():
				counts = "once it is answered again"
			case last < b.r.Today:
				counts = "ran out on " + counts
			}
			rows = append(rows, [][]Span{
				{plain("%s", f.Question.Title)},
				{plain("%s", e.Kind)},
				{plain("%s", e.Reference)},
				{plain("%s", e.Date)},
				{plain("%s", e.By)},
				{plain("%s", counts)},
			})
		}
	}
	if len(rows) == 0 {
		return
	}
	b.heading("Evidence")
	b.add(Block{Kind: Table, Header: []string{"Question", "Kind", "What", "Date", "Shown by", "Counts until"}, Rows: rows})
}

func (b *builder) excused() {
	var rows [][][]Span
	for _, f := range b.r.Findings {
		if f.Applies == questionnaire.No || f.State != analysis.NotApplicable {
			continue
		}
		by := f.Answer.By
		if f.Answer.Approver != "" && f.Answer.Approver != by {
			by += ", agreed by " + f.Answer.Approver
		}
		rows = append(rows, [][]Span{{plain("%s", f.Question.Title)}, {plain("%s", f.Answer.Reason)}, {plain("%s", by)}})
	}
	if len(rows) == 0 {
		return
	}
	b.heading("Does not apply")
	b.add(Block{Kind: Table, Header: []string{"Question", "Reason", "Said by"}, Rows: rows})
	for _, area := range b.r.Areas() {
		if area.Doubtful() {
			b.say(plain("Look again: %d of %d are said not to apply in %s.", area.All.NotApplicable, area.All.Of, area.Title))
		}
	}
}

// switchedOff lists every question that was switched off, whether it would be asked or not.
func (b *builder) switchedOff() {
	var rows [][][]Span
	for _, f := range b.r.Findings {
		if f.Off != nil {
			rows = append(rows, [][]Span{{plain("%s", f.Question.Title)}, {plain("%s", f.Off.Because)}, {code(string(f.Off.By))}})
		}
	}
	if len(rows) == 0 {
		return
	}
	b.heading("Switched off")
	b.add(Block{Kind: Table, Header: []string{"Question", "Reason", "By questionnaire"}, Rows: rows})
}

func (b *builder) packs() {
	var rows [][][]Span
	for _, q := range b.in.Questionnaires {
		if q.ID == questionnaire.Core || q.Prototype == "" {
			continue
		}
		rows = append(rows, [][]Span{{plain("%s", q.Title)}, {plain("%s", q.Prototype)}, {plain("%s", q.Production)}})
	}
	if len(rows) == 0 {
		return
	}
	b.heading("What a demo shows, and what people depend on")
	b.add(Block{Kind: Table, Header: []string{"Pack", "Prototype", "Production"}, Rows: rows})
}

// cards adds a card to hand on for each step of now that repairs something.
func (b *builder) cards() {
	heading := false
	for _, s := range b.r.NowSteps() {
		f, _ := b.r.Finding(s.Question)
		if s.Kind != analysis.Fix || len(f.Question.Steps) == 0 {
			continue
		}
		if !heading {
			b.heading("Cards to hand on")
			heading = true
		}
		b.add(Block{Kind: Heading, Level: 3, Spans: []Span{plain("%s", f.Title(s.Kind))}})
		items := make([]Item, len(f.Question.Steps))
		for i, step := range f.Question.Steps {
			who := "A person: "
			if step.By == questionnaire.AIDraft {
				who = "An AI may draft: "
			}
			items[i] = Item{Spans: []Span{strong(who), plain("%s", analysis.LowerFirst(step.Do))}}
		}
		b.add(Block{Kind: Numbers, Items: items})
		b.say(strong("Done when:"), plain(" %s", analysis.LowerFirst(f.DoneWhen(s.Kind))))
		b.say(strong("A person checks:"), plain(" %s", analysis.LowerFirst(f.Question.Verify)))
	}
}

func (b *builder) method() {
	b.heading("Method")
	b.add(Block{Kind: Bullets, Items: lines([]string{
		"A stage is reached or not. There is no score, and nothing is averaged.",
		"Don't know is an answer: a gap whose first step is to find out.",
		"In place is claimed until evidence is shown, and again when it is too old.",
		"Proven needs a recent drill and a person who can explain it.",
		"A due blocker that is not held, or a due high that is open, holds back.",
		"A person may accept such a gap until a date, with a reason.",
		"Decisions follow from state, severity and stage, by a printed table.",
		"Order: decision, unlocks, least known, smaller effort, older gap.",
		"A fact nobody is sure of counts as possible: its questions are asked.",
		"Each decision can be recomputed by hand: prodfirst why shows how.",
	})})
	versions := make([]string, len(b.in.Questionnaires))
	for i, q := range b.in.Questionnaires {
		versions[i] = fmt.Sprintf("%s %s (%s)", q.ID, q.Version, shortDigest(q.Digest))
	}
	b.say(emph(fmt.Sprintf("Judged on %s (UTC) by method %s, from %d changes, with %s.",
		b.r.Today, analysis.Version, b.in.Assessment.Seq, strings.Join(versions, ", "))))
}

// shortDigest returns the first twelve digits of "sha256:…".
func shortDigest(d string) string {
	d = strings.TrimPrefix(d, "sha256:")
	return d[:min(12, len(d))]
}
