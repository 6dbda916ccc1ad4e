package analysis

import (
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Explain returns, in sentences, why a question has its state, decision and place: the answers and
// the rules that led there. It returns nothing for a question that does not exist.
func Explain(r Result, id questionnaire.QuestionID) []string {
	f, ok := r.Finding(id)
	if !ok {
		return nil
	}
	lines := []string{r.whyAsked(f)}
	if f.Applies == questionnaire.No {
		twin, _ := r.Finding(f.Twin)
		switch {
		case f.State == Unasked:
		case twin.Carried:
			lines = append(lines, "The answer is kept, and counts there.")
		default:
			lines = append(lines, "The answer is kept, but not judged.")
		}
		return lines
	}
	if f.Carried {
		lines = append(lines, fmt.Sprintf("The answer was given to %s and is carried over.", r.named(f.Twin)))
	}
	lines = append(lines, r.whyState(f), r.whyDue(f))
	if !f.Gap() {
		return append(lines, whyNoGap(f))
	}
	lines = append(lines, r.whyDecision(f))
	if x := f.Acceptance; x != nil {
		lines = append(lines, fmt.Sprintf("%s accepted it until %s: %s It keeps its decision, and holds nothing back until then.",
			x.By, x.Until, sentence(x.Reason)))
	}
	return append(lines, r.whyPlace(f)...)
}

// whyAsked says which facts make the question apply.
func (r Result) whyAsked(f Finding) string {
	q := f.Question
	if f.Aside != "" {
		return r.whyAside(f)
	}
	if q.Applies.Op == questionnaire.Always {
		return "It is asked of every system."
	}
	switch facts := r.because(q.Applies); f.Applies {
	case questionnaire.Yes:
		return fmt.Sprintf("It applies, because %s.", facts)
	case questionnaire.Unsure:
		return fmt.Sprintf("It may apply, so it is asked: %s.", facts)
	case questionnaire.No:
		return fmt.Sprintf("It does not apply, because %s.", facts)
	}
	return ""
}

// because returns the facts that decide a condition, as people say them: "it takes payments".
func (r Result) because(c questionnaire.Condition) string {
	facts := map[questionnaire.FactID]questionnaire.Truth{}
	for _, id := range c.Facts() {
		facts[id] = questionnaire.Unsure
		if k, ok := r.Facts[id]; ok {
			facts[id] = k.Truth
		}
	}
	truth := c.Eval(facts)
	var known, unsure []string
	for _, id := range c.Facts() {
		fact, _ := r.ground.vocabulary.Fact(id)
		said := facts[id]
		facts[id] = questionnaire.Unsure
		switch {
		case said == questionnaire.Unsure:
			unsure = append(unsure, fact.Is)
		case c.Eval(facts) == truth: // it does not matter
		case said == questionnaire.Yes:
			known = append(known, fact.Is)
			facts[id] = said
		case said == questionnaire.No:
			known = append(known, fact.IsNot)
			facts[id] = said
		}
	}
	switch {
	case truth == questionnaire.Unsure:
		return "nobody is sure whether " + strings.Join(unsure, " or whether ")
	case len(known) == 0:
		return "that holds whatever the facts are"
	}
	return strings.Join(known, " and ")
}

// whyState says how the answer became the state.
func (r Result) whyState(f Finding) string {
	x := f.Answer
	given := fmt.Sprintf("%s answered %q on %s", x.By, LevelWords(x.Level), assessment.DateOf(x.At))
	switch f.State {
	case Unasked:
		return "It was not asked yet."
	case Unknown:
		switch {
		case x.Suggested != "":
			return fmt.Sprintf("%s suggested %q; that counts as don't know until a person accepts it.", x.Suggested, LevelWords(x.Level))
		case x.Level == assessment.NotApplicable:
			return given + ", without a reason; that counts as don't know."
		}
		return given + "; nobody present could say."
	case None, Partial:
		return given + "."
	case Claimed:
		if f.Reopened() {
			return fmt.Sprintf("%s, but since then %s; until it is answered again, it is a claim.", given, x.Reopened)
		}
		if f.Expired() {
			return fmt.Sprintf("%s, but the newest evidence is of %s and counted for %d days; now it is a claim.",
				given, x.Newest(), f.Question.Freshness)
		}
		return given + ", but nothing was shown, neither an artefact nor a drill; so it is a claim."
	case Held:
		if x.Level == assessment.Proven {
			return fmt.Sprintf("%s, with evidence of %s. It counts as held, until %s; to count as proven it also needs %s.",
				given, x.Newest(), f.Expires, r.missing(f))
		}
		return fmt.Sprintf("%s, with evidence of %s, which counts until %s.", given, x.Newest(), f.Expires)
	case Proven:
		return fmt.Sprintf("%s, it was drilled on %s, and someone can explain it; that counts until %s.", given, newestDrill(x), f.Expires)
	case NotApplicable:
		text := fmt.Sprintf("%s said on %s that it does not apply: %s", x.By, assessment.DateOf(x.At), sentence(x.Reason))
		if x.Approver != "" {
			text += fmt.Sprintf(" %s agreed.", x.Approver)
		}
		return text
	}
	return ""
}

// missing returns what a held answer lacks to be proven.
func (r Result) missing(f Finding) string {
	var parts []string
	if !fresh(newestDrill(f.Answer), f.Question.Freshness, r.Today) {
		parts = append(parts, fmt.Sprintf("a drill of the last %d days", f.Question.Freshness))
	}
	if f.Answer.Check != assessment.CanExplain {
		parts = append(parts, "someone who can explain it")
	}
	return strings.Join(parts, " and ")
}

func (r Result) whyDue(f Finding) string {
	text := "It is a blocker"
	if f.Severity != questionnaire.Blocker {
		text = fmt.Sprintf("It is of %s severity", f.Severity)
	}
	text += fmt.Sprintf(" from %s on; the target is %s, so it is %s.", theStage(f.Stage), theStage(r.Target), f.Due.words())
	if e := f.Escalation; e != nil {
		text += fmt.Sprintf(" That is raised from %s at %s, because %s.",
			f.Question.Severity, theStage(f.Question.Stage), r.because(e.If))
	}
	return text
}

func whyNoGap(f Finding) string {
	switch f.State {
	case Unasked:
		text := "What was not asked has no decision; it waits in the queue."
		if f.Due == Now && pressing(f.Severity) {
			text += " No stage is reached while a due blocker or high was not asked."
		}
		return text
	case NotApplicable:
		return "It is left out of the verdict, and listed with its reason."
	case Held, Proven:
		return "It is no gap."
	case Unknown, None, Partial, Claimed:
	}
	return ""
}

func (r Result) whyDecision(f Finding) string {
	plain := Decide(f.State, f.Due, f.Severity, false)
	text := fmt.Sprintf("By the table, %q on a %s question %s is %s", f.State.Words(), f.Severity, f.Due.words(), plain)
	if f.Raised {
		text += fmt.Sprintf("; an AI wrote it and nobody can explain it yet, which makes it %s", f.Decision)
	}
	text += ": " + f.Decision.Gloss() + "."
	for _, v := range r.Verdicts {
		if slices.Contains(v.Blocking, f.Question.ID) {
			return text + fmt.Sprintf(" It holds %s back.", theStage(v.Stage))
		}
	}
	return text
}

// whyPlace says why the step stands where it does.
func (r Result) whyPlace(f Finding) []string {
	place := slices.IndexFunc(r.Plan, func(s Step) bool { return s.Question == f.Question.ID }) + 1
	s := r.Plan[place-1]
	now := ""
	if s.Now {
		now = ", one of the next steps"
	}
	lines := []string{fmt.Sprintf("Place %d of %d in the plan%s: %s.", place, len(r.Plan), now, s.Reason)}
	for _, id := range s.First {
		first, _ := r.Finding(id)
		lines = append(lines, fmt.Sprintf("First: %s, because this needs it.", LowerFirst(first.Question.Title)))
	}
	return lines
}

// sentence returns s with a full stop at its end.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}
