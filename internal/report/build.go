package report

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Build returns the report on a judgement. Views that have nothing to say are left out. It names
// who owns, can explain, signed or accepted; never who could not explain or who voted what.
func Build(in analysis.Input, r analysis.Result) Document {
	b := builder{in: in, r: r, glossed: map[analysis.Decision]bool{}}
	b.headline()
	b.now()
	b.holdsBack()
	b.afterwards()
	b.rules()
	b.ownersWords()
	b.accepted()
	b.blindSpots()
	b.knowledge()
	b.views()
	b.evidence()
	b.excused()
	b.switchedOff()
	b.packs()
	b.cards()
	b.method()
	return Document{Title: b.title(), Blocks: b.blocks}
}

type builder struct {
	in     analysis.Input
	r      analysis.Result
	blocks []Block

	glossed map[analysis.Decision]bool // the decision words that were explained already
}

// plain, strong, emph and code are spans of one style.
func plain(format string, args ...any) Span { return Span{Text: fmt.Sprintf(format, args...)} }
func strong(text string) Span               { return Span{Text: text, Style: Strong} }
func emph(text string) Span                 { return Span{Text: text, Style: Emph} }
func code(text string) Span                 { return Span{Text: text, Style: Code} }

func (b *builder) add(blocks ...Block) { b.blocks = append(b.blocks, blocks...) }

func (b *builder) heading(text string) {
	b.add(Block{Kind: Heading, Level: 2, Spans: []Span{plain("%s", text)}})
}

func (b *builder) say(spans ...Span) { b.add(Block{Kind: Paragraph, Spans: spans}) }

// stageAim returns a stage as the end of "ready for …".
func stageAim(s questionnaire.Stage) string {
	if s == questionnaire.FirstUser {
		return "its first user"
	}
	return analysis.StageWords(s)
}

func (b *builder) title() string {
	name := b.in.Assessment.Description.Name
	aim := stageAim(b.r.Target)
	switch b.r.Verdict(b.r.Target).Outcome {
	case analysis.Reached:
		return fmt.Sprintf("%s: ready for %s", name, aim)
	case analysis.ReachedWithRisks:
		return fmt.Sprintf("%s: ready for %s, with accepted risks", name, aim)
	case analysis.NotYet:
		return fmt.Sprintf("%s: not yet ready for %s", name, aim)
	case analysis.NotKnown:
		return fmt.Sprintf("%s: not known whether it is ready for %s", name, aim)
	}
	return name
}

func (b *builder) headline() {
	a, r := b.in.Assessment, b.r
	parts := []string{Day(r.Today)}
	if a.Session != nil {
		parts = append(parts, string(a.Session.Kind)+" session")
	}
	if people := b.answerers(); len(people) > 0 {
		parts = append(parts, "answered by "+strings.Join(people, ", "))
	}
	b.say(plain("%s", strings.Join(parts, " · ")))
	b.say(emph("Names open weaknesses. Share it as you would a security finding."))
	spans := []Span{strong("Ready for"), plain(" %s. ", analysis.StageWords(r.ReadyFor))}
	for _, v := range r.Verdicts {
		if analysis.DueAt(v.Stage, r.Target) != analysis.Now {
			continue
		}
		spans = append(spans, strong(UpperFirst(analysis.StageWords(v.Stage))+": "+v.Outcome.Words()+"."), plain(" "))
	}
	v := r.Verdict(r.Target)
	b.say(append(spans, plain("%s", Counted("blockers due", v.Blockers)))...)
	for _, words := range []string{r.OffWords(v), r.SoloWords()} {
		if words != "" {
			b.say(plain("%s", words))
		}
	}
	if line := Life(a.Description, r.Today); line != "" {
		b.say(plain("%s", line))
	}
}

// answerers returns who gave an answer, those of the description first.
func (b *builder) answerers() []string {
	gave := map[string]bool{}
	for _, x := range b.in.Assessment.Answers {
		gave[x.By] = true
	}
	return slices.DeleteFunc(b.in.Assessment.KnownPeople(), func(name string) bool { return !gave[name] })
}

func (b *builder) now() {
	steps := b.r.NowSteps()
	asks := Asking(b.r)
	if len(steps) == 0 && asks == "" {
		return
	}
	b.heading("Now: " + []string{"ask", "one step", "two steps", "three steps"}[len(steps)])
	if len(steps) > 0 {
		items := make([]Item, len(steps))
		for i, s := range steps {
			items[i] = b.step(s, i == 0)
		}
		b.add(Block{Kind: Numbers, Items: items})
	}
	switch {
	case asks == "":
	case len(steps) == 0:
		b.say(strong("Ask"), plain(" %s.", asks))
	default:
		b.say(strong("Then ask"), plain(" %s.", asks))
	}
}

func (b *builder) step(s analysis.Step, first bool) Item {
	f, _ := b.r.Finding(s.Question)
	spans := []Span{strong(string(f.Decision) + " · " + f.Title(s.Kind) + "."), plain(" ")}
	switch {
	case f.Answer.Owner == "":
		spans = append(spans, emph("No owner yet"))
	case f.Answer.Due == "":
		spans = append(spans, plain("%s", f.Answer.Owner))
	default:
		spans = append(spans, plain("%s, by %s", f.Answer.Owner, ShortDay(f.Answer.Due, b.r.Today)))
	}
	verb, action := f.FirstAction(s.Kind)
	var sub []Item
	for _, id := range s.First {
		p, _ := b.r.Finding(id)
		sub = append(sub, Item{Spans: []Span{plain("First: %s.", analysis.LowerFirst(p.Question.Title))}})
	}
	sub = append(sub, Item{Spans: []Span{plain("%s: %s", verb, analysis.LowerFirst(action))}})
	if s.Kind == analysis.Fix {
		sub = append(sub, Item{Spans: []Span{plain("Done when: %s", analysis.LowerFirst(f.DoneWhen(s.Kind)))}})
	}
	why := "Why: "
	if first {
		why = "Why first: "
	}
	severity, reason, _ := strings.Cut(s.Reason, f.State.Words())
	sub = append(sub, Item{Spans: []Span{plain("%s%s", why, severity), emph(f.State.Words()), plain("%s.", reason)}})
	return Item{Spans: spans, Sub: sub}
}

func (b *builder) holdsBack() {
	v := b.r.Verdict(b.r.Target)
	if len(v.Blocking) > 0 {
		b.heading("What holds " + strings.Replace(stageAim(v.Stage), "its ", "the ", 1) + " back")
		rows := make([][][]Span, len(v.Blocking))
		for i, id := range v.Blocking {
			f, _ := b.r.Finding(id)
			rows[i] = gapRow(f)
		}
		b.gaps(rows, v.Blocking)
	}
	b.say(plain("%s", b.remaining(v)))
}

func gapRow(f analysis.Finding) [][]Span {
	owner := f.Answer.Owner
	if owner == "" {
		owner = "nobody"
	}
	return [][]Span{
		{plain("%s", f.Question.Title)},
		{plain("%s", f.State.Words())},
		{plain("%s", f.Decision)},
		{plain("%s", owner)},
	}
}

// gaps adds a table of gaps, and explains the decision words that occur for the first time.
func (b *builder) gaps(rows [][][]Span, ids []questionnaire.QuestionID) {
	b.add(Block{Kind: Table, Header: []string{"Question", "Answer", "Decision", "Owner"}, Rows: rows})
	var parts []string
	for _, d := range analysis.Decisions() {
		occurs := slices.ContainsFunc(ids, func(id questionnaire.QuestionID) bool {
			f, _ := b.r.Finding(id)
			return f.Decision == d
		})
		if occurs && !b.glossed[d] {
			parts = append(parts, fmt.Sprintf("%s: %s.", d, d.Gloss()))
			b.glossed[d] = true
		}
	}
	if len(parts) > 0 {
		b.say(plain("%s", strings.Join(parts, " ")))
	}
}

func (b *builder) remaining(v analysis.Verdict) string {
	text := fmt.Sprintf("Not asked yet: %d of %d questions due, %d of them blockers. Accepted risks: %d.",
		v.Due.Unasked, v.Due.Of, v.Blockers.Unasked, len(v.Accepted))
	if v.Due.NotApplicable > 0 {
		text += fmt.Sprintf(" Said not to apply: %d of %d.", v.Due.NotApplicable, v.Due.Of)
	}
	return text
}

// afterwards lists the gaps that hold nothing back, in the order of the plan.
func (b *builder) afterwards() {
	v := b.r.Verdict(b.r.Target)
	var rows [][][]Span
	var ids []questionnaire.QuestionID
	for _, f := range b.r.Gaps() {
		if f.Acceptance == nil && !slices.Contains(v.Blocking, f.Question.ID) {
			rows = append(rows, gapRow(f))
			ids = append(ids, f.Question.ID)
		}
	}
	if len(rows) == 0 {
		return
	}
	b.heading("After that")
	b.gaps(rows, ids)
}

func (b *builder) rules() {
	b.heading("Five rules")
	items := make([]Item, len(b.r.Rules))
	for i, rule := range b.r.Rules {
		spans := []Span{plain("%s: ", rule.Title), strong(rule.Kept.Words())}
		for n, id := range rule.Deciding[:min(3, len(rule.Deciding))] {
			sep := " ("
			if n > 0 {
				sep = ", "
			}
			spans = append(spans, plain("%s", sep), code(string(id)))
			if f, _ := b.r.Finding(id); f.State == analysis.Unasked {
				spans = append(spans, plain(" not asked"))
			}
		}
		switch more := len(rule.Deciding) - 3; {
		case more > 0:
			spans = append(spans, plain(", %d more)", more))
		case len(rule.Deciding) > 0:
			spans = append(spans, plain(")"))
		}
		items[i] = Item{Spans: spans}
	}
	b.add(Block{Kind: Numbers, Items: items})
}

func (b *builder) ownersWords() {
	signed := b.in.Assessment.SignOffs
	if len(signed) == 0 {
		return
	}
	s := signed[len(signed)-1]
	b.heading("In the owner's words")
	ready := map[assessment.Ready]string{
		assessment.ReadyYes: "Yes.", assessment.ReadyNotYet: "Not yet.", assessment.ReadyUnknown: "Don't know.",
	}[s.Ready]
	spans := []Span{plain("Can you ship it to production, where it matters? "), strong(ready)}
	if s.Words != "" {
		spans = append(spans, plain(` "%s"`, s.Words))
	}
	b.add(Block{Kind: Quote, Spans: append(spans, plain(" %s, %s", s.By, Day(assessment.DateOf(s.At))))})
}
