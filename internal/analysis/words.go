package analysis

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// Words returns the state as people read it: "don't know".
func (s State) Words() string {
	switch s {
	case Unasked:
		return "not asked"
	case Unknown:
		return "don't know"
	case None, Partial, Claimed, Held, Proven:
		return string(s)
	case NotApplicable:
		return "does not apply"
	}
	return string(s)
}

// Words returns the state of an answer, and of a suggestion who suggested what: "don't know: in place
// is suggested by scanner, not accepted".
func (f Finding) Words() string {
	if f.State != Unknown || f.Answer.Suggested == "" {
		return f.State.Words()
	}
	return fmt.Sprintf("%s: %s is suggested by %s, not accepted", f.State.Words(), LevelWords(f.Answer.Level), f.Answer.Suggested)
}

// Gloss returns what the decision asks for, in words to print at its first sight.
func (d Decision) Gloss() string {
	switch d {
	case Stop:
		return "before anyone comes in"
	case Prove:
		return "show it, or find out it is not there"
	case ToNext:
		return "this iteration"
	case Plan:
		return "give it a date"
	case Watch:
		return "asked again at a later stage"
	}
	return ""
}

// StageWords returns a stage as people read it: "first user".
func StageWords(s questionnaire.Stage) string {
	if s == Demo {
		return "demo"
	}
	return strings.ReplaceAll(string(s), "-", " ")
}

// TheStage returns a stage as it stands inside a sentence: "the first user".
func TheStage(s questionnaire.Stage) string {
	switch s {
	case questionnaire.FirstUser, questionnaire.PublicLaunch:
		return "the " + StageWords(s)
	case questionnaire.Scale:
	}
	return StageWords(s)
}

// theStage returns a stage as it stands inside a sentence: "the first user".
func theStage(s questionnaire.Stage) string {
	switch s {
	case questionnaire.FirstUser, questionnaire.PublicLaunch:
		return "the " + StageWords(s)
	case questionnaire.Scale:
	}
	return StageWords(s)
}

// words returns when a question is due as it stands inside a sentence: "due at the next stage".
func (d Due) words() string {
	if d == Next {
		return "due at the next stage"
	}
	return "due " + string(d)
}

// Words returns the outcome as people read it: "not yet".
func (o Outcome) Words() string {
	switch o {
	case Reached:
		return "reached"
	case ReachedWithRisks:
		return "reached, with accepted risks"
	case NotYet:
		return "not yet"
	case NotKnown:
		return "not known"
	}
	return string(o)
}

// Words returns whether a rule is kept as people read it: "not kept".
func (k Kept) Words() string { return strings.ReplaceAll(string(k), "-", " ") }

// LevelWords returns a level as people read it: "in place".
func LevelWords(l assessment.Level) string {
	switch l {
	case assessment.Unasked:
		return "not asked"
	case assessment.DontKnow:
		return "don't know"
	case assessment.None, assessment.Partial, assessment.Proven:
		return string(l)
	case assessment.InPlace:
		return "in place"
	case assessment.NotApplicable:
		return "does not apply"
	}
	return string(l)
}

// ReadyWords returns what an owner said as people read it: "not yet".
func ReadyWords(r assessment.Ready) string {
	switch r {
	case assessment.ReadyYes:
		return "yes"
	case assessment.ReadyNotYet:
		return "not yet"
	case assessment.ReadyUnknown:
		return "don't know"
	}
	return string(r)
}

// Words returns the kind of a step as the first words of its title: "Find out".
func (k StepKind) Words() string {
	switch k {
	case FindOut:
		return "Find out"
	case ProveIt:
		return "Show"
	case Fix:
		return "Fix"
	}
	return string(k)
}

// Title returns what a step is called: "Find out: last restore drill".
func (f Finding) Title(k StepKind) string { return k.Words() + ": " + LowerFirst(f.Question.Title) }

// LowerFirst returns s as it stands inside a sentence; a word in capitals is left as it is.
func LowerFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	second, _ := utf8.DecodeRuneInString(s[n:])
	if unicode.IsUpper(second) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}

// FirstAction returns what to do first about a gap: "Look for: …" or the first step.
func (f Finding) FirstAction(k StepKind) (verb, text string) {
	if k == Fix && len(f.Question.Steps) > 0 {
		return "Start", f.Question.Steps[0].Do
	}
	return "Look for", f.Question.Verify
}

// DoneWhen returns when a step has come to its end.
func (f Finding) DoneWhen(k StepKind) string {
	if k == Fix {
		return f.Question.Levels.InPlace
	}
	return "it is shown, or the answer becomes none on the day it is due"
}

// reason says in one sentence why a step has its place.
func (r Result) reason(f *Finding, s Step) string {
	text := string(f.Severity) + ", " + f.State.Words()
	if s.Inherits() {
		served, _ := r.Finding(s.Serves)
		return text + fmt.Sprintf("; %q waits for it", served.Question.Title)
	}
	switch {
	case f.Reopened():
		text += "; " + f.Answer.Reopened
	case f.Expired():
		text += "; the evidence is from " + string(f.Answer.Newest())
	case f.State == Claimed:
		text += "; nothing was shown yet"
	}
	if f.Raised {
		text += "; raised, because an AI wrote it and nobody can explain it yet"
	}
	switch {
	case f.Unlocks == 1:
		text += "; one more question waits for it"
	case f.Unlocks > 1:
		text += "; " + strconv.Itoa(f.Unlocks) + " more questions wait for it"
	}
	if f.Question.Effort == questionnaire.Small {
		text += "; small effort"
	}
	return text
}
