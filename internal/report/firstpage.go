package report

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

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

// lead celebrates what reached people or was proven on the day. A demo never does.
func (b *builder) lead() {
	for _, s := range b.in.Assessment.Shipments {
		if s.Kind != assessment.ShipDeploy || s.On != b.r.Today {
			continue
		}
		by := plain(" (%s)", s.By)
		if s.Note != "" {
			by = plain(" (%s): %s", s.By, s.Note)
		}
		b.add(Block{Kind: Lead, Spans: []Span{strong("Deployed today"), by}})
	}
	var proven []string
	for _, f := range b.scope {
		if f.State == analysis.Proven && provenOn(f.Answer, b.r.Today) {
			proven = append(proven, provenWords(f))
		}
	}
	if more := len(proven) - leadShown; more > 0 {
		proven = append(proven[:leadShown], fmt.Sprintf("%d more", more))
	}
	if len(proven) > 0 {
		b.add(Block{Kind: Lead, Spans: []Span{strong("Proven today:"), plain(" %s.", strings.Join(proven, ", "))}})
	}
}

// leadShown is how many of those proven today are named.
const leadShown = 3

// provenOn tells whether a proven answer was drilled, or became what it is, on that day.
func provenOn(x assessment.Answer, day assessment.Date) bool {
	return assessment.DateOf(x.Since) == day || slices.ContainsFunc(x.Evidence, func(e assessment.Evidence) bool {
		return e.Kind == assessment.Drill && e.Date == day
	})
}

func provenWords(f *analysis.Finding) string {
	title := analysis.LowerFirst(f.Question.Title)
	if f.Answer.CheckBy == "" {
		return title
	}
	return fmt.Sprintf("%s (%s)", title, f.Answer.CheckBy)
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
	b.say(
		text(strings.Join(parts, " · ")), newLine(),
		emph("Names open weaknesses. Share it as you would a security finding."),
	)
	spans := []Span{strong("Ready for"), plain(" %s. ", analysis.StageWords(r.ReadyFor))}
	for _, v := range r.Verdicts {
		if analysis.DueAt(v.Stage, r.Target) != analysis.Now {
			continue
		}
		spans = append(spans, strong(UpperFirst(analysis.StageWords(v.Stage))+": "+v.Outcome.Words()+"."), plain(" "))
	}
	v := r.Verdict(r.Target)
	b.say(append(spans, text(Counted("blockers due", v.Blockers)))...)
	for _, words := range []string{r.OffWords(v), r.SoloWords()} {
		if words != "" {
			b.say(text(words))
		}
	}
	if line := Life(a.Description, r.Today); line != "" {
		b.say(text(line))
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
	b.section("now", "Now: "+[]string{"ask", "one step", "two steps", "three steps"}[len(steps)])
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
	f := b.found[s.Question]
	spans := []Span{strong(string(f.Decision) + " · " + f.Title(s.Kind) + "."), plain(" ")}
	switch {
	case f.Answer.Owner == "":
		spans = append(spans, emph("No owner yet"))
	case f.Answer.Due == "":
		spans = append(spans, text(f.Answer.Owner))
	default:
		spans = append(spans, plain("%s, by %s", f.Answer.Owner, ShortDay(f.Answer.Due, b.r.Today)))
	}
	verb, action := f.FirstAction(s.Kind)
	var sub []Item
	for _, id := range s.First {
		p := b.found[id]
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
	var gloss string
	if len(v.Blocking) > 0 {
		b.section("holds-back", "What holds "+strings.Replace(stageAim(v.Stage), "its ", "the ", 1)+" back")
		gloss = b.gapTable(v.Blocking)
	} else {
		gloss = b.gloss(b.decisionsNow())
	}
	remaining := []Span{text(b.remaining(v))}
	if gloss != "" {
		remaining = []Span{text(gloss), newLine(), remaining[0]}
	}
	b.say(remaining...)
}

// decisionsNow returns the decision words of the steps to do now.
func (b *builder) decisionsNow() map[analysis.Decision]bool {
	occurs := map[analysis.Decision]bool{}
	for _, s := range b.r.NowSteps() {
		occurs[b.found[s.Question].Decision] = true
	}
	return occurs
}

func gapRow(f *analysis.Finding) [][]Span {
	owner := f.Answer.Owner
	if owner == "" {
		owner = "nobody"
	}
	return [][]Span{
		{text(f.Question.Title)},
		{text(f.Words())},
		{text(f.Decision)},
		{text(owner)},
	}
}

// gapTable adds a table of gaps, and returns what their decision words mean that occur for the first
// time.
func (b *builder) gapTable(ids []questionnaire.QuestionID) (gloss string) {
	rows := make([][][]Span, len(ids))
	occurs := map[analysis.Decision]bool{}
	for i, id := range ids {
		f := b.found[id]
		rows[i] = gapRow(f)
		occurs[f.Decision] = true
	}
	b.add(Block{Kind: Table, Header: []string{"Question", "Answer", "Decision", "Owner"}, Rows: rows})
	return b.gloss(occurs)
}

// gloss explains the decision words that occur for the first time.
func (b *builder) gloss(occurs map[analysis.Decision]bool) string {
	var parts []string
	for _, d := range analysis.Decisions() {
		if occurs[d] && !b.glossed[d] {
			parts = append(parts, fmt.Sprintf("%s: %s.", d, d.Gloss()))
			b.glossed[d] = true
		}
	}
	return strings.Join(parts, " ")
}

func (b *builder) remaining(v analysis.Verdict) string {
	text := fmt.Sprintf("Not asked yet: %d of %d questions due, %d of them blockers. Accepted risks: %d.",
		v.Due.Unasked, v.Due.Of, v.Blockers.Unasked, len(v.Accepted))
	if v.Due.NotApplicable > 0 {
		text += fmt.Sprintf(" Said not to apply: %d of %d.", v.Due.NotApplicable, v.Due.Of)
	}
	return text
}

// afterwards lists the gaps that hold nothing back and want something soon, in the order of the plan.
func (b *builder) afterwards() {
	v := b.r.Verdict(b.r.Target)
	var ids []questionnaire.QuestionID
	for _, f := range b.gaps {
		if f.Acceptance == nil && !waits(f) && !slices.Contains(v.Blocking, f.Question.ID) {
			ids = append(ids, f.Question.ID)
		}
	}
	if len(ids) == 0 {
		return
	}
	b.section("after-that", "After that")
	if gloss := b.gapTable(ids); gloss != "" {
		b.say(text(gloss))
	}
}

// waits tells whether a gap is one that is put off.
func waits(f *analysis.Finding) bool {
	return f.Decision == analysis.Plan || f.Decision == analysis.Watch
}

func (b *builder) rules() {
	b.section("rules", "Five rules")
	items := make([]Item, len(b.r.Rules))
	for i, rule := range b.r.Rules {
		spans := []Span{plain("%s: ", rule.Title), strong(rule.Kept.Words())}
		for n, id := range rule.Deciding[:min(3, len(rule.Deciding))] {
			sep := " ("
			if n > 0 {
				sep = ", "
			}
			spans = append(spans, text(sep), code(string(id)))
			if b.found[id].State == analysis.Unasked {
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
	b.section("owner", "In the owner's words")
	b.add(ownersQuote(signed[len(signed)-1]))
}

// ownersQuote returns what an owner said.
func ownersQuote(s assessment.SignOff) Block {
	spans := []Span{plain("Can you ship it to production, where it matters? "), strong(UpperFirst(analysis.ReadyWords(s.Ready)) + ".")}
	if s.Words != "" {
		spans = append(spans, plain(` "%s"`, s.Words))
	}
	return Block{Kind: Quote, Spans: append(spans, plain(" %s, accountable owner, %s", s.By, Day(assessment.DateOf(s.At))))}
}
