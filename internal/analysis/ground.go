package analysis

import (
	"maps"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Ground is what a judgement rests on besides answers, acceptances, the target and the day: which
// questions there are, which of them are asked, and what needs what. It is never changed, so that
// judgements share it.
type Ground struct {
	questionnaires []questionnaire.Questionnaire
	vocabulary     questionnaire.Vocabulary
	said           map[questionnaire.FactID]questionnaire.Truth

	known    map[questionnaire.FactID]questionnaire.Known
	solo     bool
	findings []Finding // as they are before any answer
	index    map[questionnaire.QuestionID]int
	needs    graph
}

// newGround returns the ground for an input.
func newGround(in Input) *Ground {
	g := &Ground{
		questionnaires: in.Questionnaires, vocabulary: in.Vocabulary, said: maps.Clone(in.Assessment.Facts),
		known: in.Vocabulary.Resolve(in.Assessment.Facts),
		index: make(map[questionnaire.QuestionID]int, count(in.Questionnaires)),
	}
	facts := make(map[questionnaire.FactID]questionnaire.Truth, len(g.known))
	for id, k := range g.known {
		facts[id] = k.Truth
	}
	g.solo = standsIn(in.Questionnaires, facts)
	g.find(facts)
	g.setAside()
	for i := range g.findings {
		weighIn(&g.findings[i], facts)
	}
	g.needs = newGraph(g.findings, g.index)
	for i := range g.findings {
		g.findings[i].Unlocks = g.needs.unlocks(i)
	}
	return g
}

// Judge returns what the function Judge does, and makes no new ground if this one is that of the
// input. It may be called on nil.
func (g *Ground) Judge(in Input) Result { return g.For(in).judge(in) }

// For returns the ground of an input: this one, if nothing that it is made of differs.
func (g *Ground) For(in Input) *Ground {
	if g.of(in) {
		return g
	}
	return newGround(in)
}

// Asked returns a question with the answer that counts for it, which is not judged.
func (g *Ground) Asked(a assessment.Assessment, id questionnaire.QuestionID) (Finding, bool) {
	i, ok := g.index[id]
	if !ok {
		return Finding{}, false
	}
	f := g.findings[i]
	f.Answer, f.Carried = answerTo(&f, a.Answers)
	return f, true
}

// of tells whether the input has this ground. Questionnaires and vocabularies are compared by where
// they are, because those that were read are never changed.
func (g *Ground) of(in Input) bool {
	if g == nil || len(g.questionnaires) != len(in.Questionnaires) || !maps.Equal(g.said, in.Assessment.Facts) ||
		!sameList(g.vocabulary.Prompts, in.Vocabulary.Prompts) {
		return false
	}
	for i := range g.questionnaires {
		a, b := &g.questionnaires[i], &in.Questionnaires[i]
		if a.ID != b.ID || !sameList(a.Areas, b.Areas) || !sameList(a.Off, b.Off) {
			return false
		}
	}
	return true
}

// sameList tells whether two lists are one.
func sameList[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// find lists every question of the questionnaires, each once, and indexes it.
func (g *Ground) find(facts map[questionnaire.FactID]questionnaire.Truth) {
	g.findings = make([]Finding, 0, count(g.questionnaires))
	for i := range g.questionnaires {
		qn := &g.questionnaires[i]
		for j := range qn.Areas {
			area := &qn.Areas[j]
			for k := range area.Questions {
				q := &area.Questions[k]
				if _, twice := g.index[q.ID]; twice {
					continue
				}
				g.index[q.ID] = len(g.findings)
				g.findings = append(g.findings, Finding{
					Questionnaire: qn.ID, Area: area.ID, AreaTitle: area.Title,
					Question: *q, Applies: q.Applies.Eval(facts),
				})
			}
		}
	}
}

func count(qs []questionnaire.Questionnaire) int {
	n := 0
	for _, qn := range qs {
		for _, area := range qn.Areas {
			n += len(area.Questions)
		}
	}
	return n
}

// weighIn says how much a question weighs and from which stage on, as the facts raise it.
func weighIn(f *Finding, facts map[questionnaire.FactID]questionnaire.Truth) {
	q := &f.Question
	f.Severity, f.Stage = q.Severity, q.Stage
	for i := range q.Escalate {
		if e := &q.Escalate[i]; e.If.Eval(facts) != questionnaire.No {
			f.Severity, f.Stage, f.Escalation = e.Severity, e.Stage, e
			return
		}
	}
}
