package report

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

func (b *builder) blindSpots() {
	var items []Item
	list := func(what string, of []string) {
		if len(of) > 0 {
			items = append(items, Item{Spans: []Span{strong(what + ":")}, Sub: lines(of)})
		}
	}
	list("Don't know", b.titles(func(f *analysis.Finding) bool { return f.State == analysis.Unknown }))
	list("Said to be proven, counted as held", b.titles(func(f *analysis.Finding) bool {
		return f.Answer.Level == assessment.Proven && f.State == analysis.Held
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
	b.section("blind-spots", "Blind spots")
	b.add(Block{Kind: Bullets, Items: items})
}

// silent names the areas of which nothing was asked: those of core one by one, those of a pack at
// once, so that an answer changes one line.
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
			if area.All.Unasked == area.All.Of {
				unasked = append(unasked, area.Title)
			}
		}
		switch n := len(unasked); {
		case n == 0:
		case of > 1 && n == of:
			titles = append(titles, fmt.Sprintf("%s: all %d areas", q.Title, of))
		case q.ID == questionnaire.Core:
			titles = append(titles, unasked...)
		default:
			titles = append(titles, fmt.Sprintf("%s: %s", q.Title, strings.Join(unasked, ", ")))
		}
	}
	return titles
}

// titles returns the titles of what applies and passes, as they stand inside a sentence.
func (b *builder) titles(pass func(*analysis.Finding) bool) []string {
	var titles []string
	for _, f := range b.scope {
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
		items[i] = Item{Spans: []Span{{Text: text}}}
	}
	return items
}

func (b *builder) knowledge() {
	topics := b.topics()
	var items []Item
	for _, f := range b.scope {
		if f.Answer.Check != assessment.CanExplain {
			continue
		}
		spans := []Span{plain("%s: ", f.Question.Title), strong("can be explained")}
		if f.Answer.CheckBy != "" {
			spans = append(spans, plain(" by %s", f.Answer.CheckBy))
		}
		items = append(items, Item{Spans: spans})
	}
	works := b.titles(func(f *analysis.Finding) bool {
		return f.Answer.Check == assessment.CannotYet &&
			(f.Answer.Level == assessment.InPlace || f.Answer.Level == assessment.Proven)
	})
	if len(works) > 0 {
		items = append(items, Item{Spans: []Span{strong("Works, but nobody can explain it yet:")}, Sub: lines(works)})
	}
	if len(items)+len(topics) == 0 {
		return
	}
	b.section("knowledge", "Knowledge")
	if len(items) > 0 {
		b.add(Block{Kind: Bullets, Items: items})
	}
	if len(topics) > 0 {
		b.add(Block{Kind: Table, Header: []string{"Topic", "Can be explained", "By"}, Rows: topics})
	}
}

// topics returns a row for each topic of which a knowledge check was made: how many of its
// questions can be explained, and by whom.
func (b *builder) topics() [][][]Span {
	type topic struct {
		of, checked, explained int
		by                     []string
	}
	var ids []questionnaire.TopicID
	known := map[questionnaire.TopicID]*topic{}
	for _, f := range b.scope {
		for _, name := range f.Question.Topics {
			id := questionnaire.TopicID(name)
			t := known[id]
			if t == nil {
				t = &topic{}
				known[id] = t
				ids = append(ids, id)
			}
			t.of++
			if f.Answer.Check != assessment.Unchecked {
				t.checked++
			}
			if f.Answer.Check != assessment.CanExplain {
				continue
			}
			t.explained++
			if by := f.Answer.CheckBy; by != "" && !slices.Contains(t.by, by) {
				t.by = append(t.by, by)
			}
		}
	}
	var rows [][][]Span
	for _, id := range ids {
		t := known[id]
		if t.checked == 0 {
			continue
		}
		who := strings.Join(t.by, ", ")
		if t.explained == 0 {
			who = "nobody yet"
		}
		rows = append(rows, [][]Span{
			{text(b.topicTitle(id))}, {plain("%d of %s", t.explained, Several(t.of, "question"))}, {text(who)},
		})
	}
	return rows
}

func (b *builder) topicTitle(id questionnaire.TopicID) string {
	for _, t := range b.o.Topics {
		if t.ID == id {
			return t.Title
		}
	}
	return UpperFirst(strings.ReplaceAll(string(id), "-", " "))
}

// views shows the gaps from the sides from which people look at a system.
func (b *builder) views() {
	var items []Item
	for _, view := range questionnaire.Views() {
		of, unasked := 0, 0
		var gaps []string
		for _, f := range b.scope {
			if !slices.Contains(f.Question.Views, view) {
				continue
			}
			of++
			switch {
			case f.State == analysis.Unasked:
				unasked++
			case f.State.Gap():
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
		b.section("views", "Where it shows")
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

// toolRule is the rule to which a question speaks that looks at the tools.
const toolRule = "shipping-tools"

// tools shows what the tools were looked at for, area by area: security, load, upkeep, the way out.
func (b *builder) tools() {
	type side struct {
		title           string
		of, held, asked int
		gaps            []string
	}
	var sides []*side
	asked := 0
	for _, f := range b.scope {
		if !slices.Contains(f.Question.Rules, toolRule) {
			continue
		}
		i := slices.IndexFunc(sides, func(s *side) bool { return s.title == f.AreaTitle })
		if i < 0 {
			i = len(sides)
			sides = append(sides, &side{title: f.AreaTitle})
		}
		s := sides[i]
		s.of++
		switch f.State {
		case analysis.Unasked:
			continue
		case analysis.Held, analysis.Proven:
			s.held++
		case analysis.Unknown, analysis.None, analysis.Partial, analysis.Claimed:
			s.gaps = append(s.gaps, analysis.LowerFirst(f.Question.Title)+": "+f.State.Words())
		case analysis.NotApplicable:
		}
		s.asked++
		asked++
	}
	if asked == 0 {
		return
	}
	rows := make([][][]Span, len(sides))
	for i, s := range sides {
		rows[i] = [][]Span{
			{text(s.title)}, {plain("%d of %d", s.asked, s.of)}, {plain("%d of %d", s.held, s.of)}, {text(strings.Join(s.gaps, "; "))},
		}
	}
	b.section("tools", "Tools, and what they have to carry")
	b.add(Block{Kind: Table, Header: []string{"Looked at for", "Asked", "Holds", "Gaps"}, Rows: rows})
}
