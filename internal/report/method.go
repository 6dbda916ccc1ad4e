package report

import (
	"fmt"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// cards adds a card to hand on for each step of now, in a full report for every gap.
func (b *builder) cards() {
	steps := b.r.NowSteps()
	if b.o.Extent == Full {
		steps = b.r.Plan
	}
	if len(steps) == 0 {
		return
	}
	b.section("cards", "Cards to hand on")
	for _, s := range steps {
		f := b.found[s.Question]
		b.part("card-"+string(s.Question), string(f.Decision)+" · "+f.Title(s.Kind))
		card := b.card(f, s.Kind)
		if !s.Now {
			card = []Block{{Kind: Details, Summary: "What to do, and when it is done", Blocks: card}}
		}
		b.add(card...)
	}
}

// card returns what somebody needs to close a gap: what to do, what an AI may draft of it, when it
// is done, and what a person has to check.
func (b *builder) card(f *analysis.Finding, kind analysis.StepKind) []Block {
	owner := []Span{strong("Owner:"), plain(" "), b.ownerSpan(f)}
	if kind != analysis.Fix {
		look := []Item{
			{Spans: []Span{strong("Look for:"), plain(" %s", analysis.LowerFirst(f.Question.Verify))}},
			{Spans: []Span{strong("If it is not found:"), plain(" answer none; then the next step is to fix it.")}},
		}
		return []Block{
			{Kind: Paragraph, Spans: owner},
			{Kind: Tasks, Items: look},
			{Kind: Paragraph, Spans: []Span{strong("Done when:"), plain(" %s.", f.DoneWhen(kind))}},
		}
	}
	var items []Item
	for _, step := range f.Question.Steps {
		who := "A person:"
		if step.By == questionnaire.AIDraft {
			who = "An AI may draft:"
		}
		items = append(items, Item{Spans: []Span{strong(who), plain(" %s", analysis.LowerFirst(step.Do))}})
	}
	items = append(items, Item{Spans: []Span{strong("A person checks:"), plain(" %s", analysis.LowerFirst(f.Question.Verify))}})
	return []Block{
		{Kind: Paragraph, Spans: owner},
		{Kind: Tasks, Items: items},
		{Kind: Paragraph, Spans: []Span{strong("Done when:"), plain(" %s", analysis.LowerFirst(f.DoneWhen(kind)))}},
	}
}

// ownerSpan says who owns a gap, and until when.
func (b *builder) ownerSpan(f *analysis.Finding) Span {
	switch {
	case f.Answer.Owner == "":
		return emph("nobody yet")
	case f.Answer.Due == "":
		return text(f.Answer.Owner)
	}
	return plain("%s, by %s", f.Answer.Owner, ShortDay(f.Answer.Due, b.r.Today))
}

func (b *builder) method() {
	b.section("method", "Method")
	method := lines([]string{
		"A stage is reached or not. There is no score, and nothing is averaged.",
		"Don't know is an answer: a gap whose first step is to find out.",
		"In place is claimed until evidence is shown, and again when it is too old.",
		"Proven needs a recent drill and a person who can explain it.",
		"A due blocker that is not held, or a due high that is open, holds back.",
		"A person may accept such a gap until a date, with a reason.",
		"Decisions follow from state, severity and stage, by a printed table.",
		"Order: decision, unlocks, least known, smaller effort, older gap.",
		"A fact nobody is sure of counts as possible: its questions are asked.",
	})
	why := []Span{plain("Each decision can be recomputed by hand: "), code("prodfirst why"), plain(" shows how.")}
	b.add(Block{Kind: Bullets, Items: append(method, Item{Spans: why})})
}

// about says what the report was made from, one line each, so that an answer changes one line.
func (b *builder) about() {
	a := b.in.Assessment
	items := []Item{{Spans: []Span{plain("Judged on %s (UTC) by method %s.", b.r.Today, analysis.Version)}}}
	from := []Span{plain("From %s", Several(int(min(a.Seq, 1<<31)), "change"))}
	if b.o.Digest != "" {
		from = append(from, plain(" with digest "), code(shortDigest(b.o.Digest)))
	}
	items = append(items, Item{Spans: append(from, plain("."))})
	if last := b.r.ValidUntil; last != "" {
		items = append(items, Item{Spans: []Span{plain("Nothing runs out until %s.", last)}})
	}
	for _, q := range b.in.Questionnaires {
		items = append(items, Item{Spans: []Span{plain("Questionnaire "), code(string(q.ID)), plain(" %s with digest ", q.Version), code(shortDigest(q.Digest)), plain(".")}})
	}
	b.section("about", "About this report")
	b.add(Block{Kind: Bullets, Items: items})
}

// shortDigest returns the first twelve digits of "sha256:…".
func shortDigest(d string) string {
	d = strings.TrimPrefix(d, "sha256:")
	return d[:min(12, len(d))]
}

// everything lists every question that applies, with its answer, by area.
func (b *builder) everything() {
	b.section("answers", "Every question")
	titles := b.areaTitles()
	for _, area := range b.r.Areas() {
		var items []Item
		for _, f := range b.scope {
			if f.Questionnaire == area.Questionnaire && f.Area == area.Area {
				items = append(items, answered(f))
			}
		}
		c := area.All
		b.part(fmt.Sprintf("answers-%s-%s", area.Questionnaire, area.Area), titles[string(area.Questionnaire)+"/"+string(area.Area)])
		b.add(Block{
			Kind: Details, Blocks: []Block{{Kind: Bullets, Items: items}},
			Summary: fmt.Sprintf("%s, %d not asked", Several(c.Of, "question"), c.Unasked),
		})
	}
}

// answered returns a question with what was said of it.
func answered(f *analysis.Finding) Item {
	item := Item{Spans: []Span{strong(f.Question.Title + ":"), plain(" %s", f.Words())}}
	if f.Decision != "" {
		item.Spans = append(item.Spans, plain(" · %s", f.Decision))
	}
	say := func(what, text string) {
		if strings.TrimSpace(text) != "" {
			item.Sub = append(item.Sub, Item{Spans: []Span{{Text: what + text}}})
		}
	}
	if x := f.Answer; x.Level != assessment.Unasked {
		say("", x.Level.Statement(f.Question))
		say("Reason: ", x.Reason)
		say("Note: ", x.Note)
	} else {
		say("Asks: ", f.Question.Text)
	}
	return item
}
