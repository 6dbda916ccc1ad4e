package walk

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/gloss"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

func safe(s string) string { return textsafe.Line(s) }

// sentence is one line of the panel before it is wrapped: a mark in a style of its own, and words.
type sentence struct {
	mark    string
	words   string
	trouble bool // the mark says that something could not be done
}

// saved says in words what is known of the answer and whether it is on disk.
func (w screen) saved(f analysis.Finding, area nav.Area) sentence {
	q, dot := f.Question.ID, " "+area.Theme.Glyphs.Dot+" "
	e, failed := w.Unsaved(q)
	switch {
	case failed:
		return sentence{
			mark: "not saved: " + why(e.Err), trouble: true,
			words: dot + yours(e) + dot + retry(e),
		}
	case w.Saving(q), slices.Contains(w.Stored.Unsaved, q): // by this screen, or by the one that opened it
		return sentence{mark: "saving " + area.Theme.Glyphs.Ellipsis, words: dot + w.known(f, area)}
	case f.State == analysis.Unasked:
		if w.long {
			return sentence{words: "Don't know, with a name, is a fine answer."}
		}
		return sentence{}
	}
	if f.Answer.Suggested != "" {
		return sentence{words: suggestion(f) + " (y accepts it)"}
	}
	at, here := w.Acked(q)
	if s := w.View.Assessment.Session; !here && s != nil && !f.Answer.At.Before(s.Started) {
		at, here = f.Answer.At, true
	}
	if !here {
		return sentence{words: fmt.Sprintf("Last time, %s%s%s", when(f.Answer.At, area.Now), dot, w.known(f, area))}
	}
	return sentence{
		mark:  fmt.Sprintf("%s saved %s", area.Theme.Glyphs.Saved, when(at, area.Now)),
		words: dot + w.known(f, area),
	}
}

// suggestion says what a source has found, and that this is nobody's answer yet.
func suggestion(f analysis.Finding) string {
	return fmt.Sprintf("Suggested by %s: %s; counts as don't know until a named person accepts it",
		safe(f.Answer.Suggested), answerWords(f))
}

func retry(e edit.Edit) string {
	if e.Patch.Level != nil && *e.Patch.Level != assessment.NotApplicable {
		return fmt.Sprintf("%d tries again", rowOf(*e.Patch.Level))
	}
	return "save it again, or press a level"
}

// yours says what an own edit wanted.
func yours(e edit.Edit) string {
	p := e.Patch
	var parts []string
	add := func(there bool, words string) {
		if there {
			parts = append(parts, words)
		}
	}
	if p.Level != nil {
		parts = append(parts, analysis.LevelWords(*p.Level))
	}
	add(len(p.AddEvidence) > 0, "something to show")
	add(p.Owner != nil || p.Due != nil, "owner and date")
	add(p.Note != nil, "a note")
	add(p.Check != nil, "the knowledge check")
	add(p.AIWritten != nil, "the AI-written mark")
	add(p.Parked != nil, "a parked remark")
	add(len(p.Clear) > 0, "no votes")
	return strings.Join(parts, ", ")
}

// why says in words why nothing was saved.
func why(err error) string {
	reasons := []struct {
		is    error
		words string
	}{
		{app.ErrBusy, "another program holds the database"},
		{app.ErrReadOnly, "the database cannot be written"},
		{app.ErrFull, "the disk is full"},
		{app.ErrOutcome, "it is not known whether it was written"},
	}
	for _, r := range reasons {
		if errors.Is(err, r.is) {
			return r.words
		}
	}
	return safe(err.Error())
}

// known says who answered what and what that amounts to.
func (w screen) known(f analysis.Finding, area nav.Area) string {
	dot := " " + area.Theme.Glyphs.Dot + " "
	var parts []string
	switch {
	case f.Answer.Suggested != "":
		return suggestion(f)
	case f.State != analysis.Unasked:
		parts = append(parts, fmt.Sprintf("%s: %s", safe(f.Answer.By), answerWords(f)))
	default:
		parts = append(parts, "not answered yet")
	}
	if fingers := voted(f.Answer); fingers != "" {
		parts = append(parts, fingers)
	}
	parts = append(parts, amounts(f, w.Today())...)
	return strings.Join(parts, dot)
}

// answerWords returns the level as people read it.
func answerWords(f analysis.Finding) string { return analysis.LevelWords(f.Answer.Level) }

// amounts says what an answer amounts to, and what would make more of it.
func amounts(f analysis.Finding, today assessment.Date) []string {
	x := f.Answer
	keep := func(d assessment.Date) string { return shortDate(d, today) }
	switch f.State {
	case analysis.Unasked:
	case analysis.Unknown:
		if x.Owner == "" {
			return []string{"who finds out? (o)"}
		}
		return []string{whose(x, "finds out", today)}
	case analysis.None, analysis.Partial:
		if x.Owner != "" {
			return []string{whose(x, "takes it", today)}
		}
	case analysis.Claimed:
		if f.Reopened() {
			return []string{"claimed, since " + safe(x.Reopened) + ": answer it again"}
		}
		if f.Expired() {
			return []string{fmt.Sprintf("claimed, shown %s, too long ago (e shows it anew)", keep(x.Newest()))}
		}
		return []string{"claimed, nothing shown yet (e adds a link)"}
	case analysis.Held:
		parts := []string{"held, shown " + keep(x.Newest())}
		if x.Level == assessment.Proven {
			parts = append(parts, missing(x))
		}
		return parts
	case analysis.Proven:
		return []string{fmt.Sprintf("shown %s, holds until %s", keep(x.Newest()), keep(f.Expires))}
	case analysis.NotApplicable:
		return []string{safe(x.Reason)}
	}
	return nil
}

const needsExplainer = "proven needs someone who can explain it (c)"

// missing says what keeps an answer of proven from being so.
func missing(x assessment.Answer) string {
	drilled := slices.ContainsFunc(x.Evidence, func(e assessment.Evidence) bool { return e.Kind == assessment.Drill })
	switch {
	case !drilled:
		return "proven needs a dated drill (e)"
	case x.Check != assessment.CanExplain:
		return needsExplainer
	}
	return "proven needs a newer drill (e)"
}

func whose(x assessment.Answer, does string, today assessment.Date) string {
	s := safe(x.Owner) + " " + does
	if x.Due != "" {
		s += " by " + shortDate(x.Due, today)
	}
	return s
}

// kept lists what else is kept with the answer, and what was typed and not saved.
func (w screen) kept(f analysis.Finding, th theme.Theme) string {
	x := f.Answer
	var parts []string
	if x.AIWritten {
		parts = append(parts, "AI-written")
	}
	if n := len(x.Evidence); n > 1 {
		parts = append(parts, fmt.Sprintf("shown %d times", n))
	}
	if x.Owner != "" && f.State != analysis.Unknown && f.State != analysis.None && f.State != analysis.Partial {
		parts = append(parts, whose(x, "owns it", w.Today()))
	}
	if x.Note != "" {
		parts = append(parts, "note: "+safe(x.Note))
	}
	for _, kind := range []formKind{reasonForm, evidenceForm, ownerForm, noteForm, parkForm, votesForm} {
		if d, there := w.drafts[draftKey{f.Question.ID, kind}]; there && d.number == 0 {
			parts = append(parts, "begun: "+string(kind))
		}
	}
	return strings.Join(parts, " "+th.Glyphs.Dot+" ")
}

// check is the knowledge check's line; empty where it is not asked yet.
func (w screen) check(f analysis.Finding) (key, words string) {
	switch x := f.Answer; {
	case !checkable(x):
		return "", ""
	case x.Check == assessment.Unchecked:
		return theme.Lookup(theme.ActCheck).Keys[0], f.Question.Explain
	case x.Check == assessment.CanExplain && x.CheckBy == w.Env.By && !w.alone():
		return "", explains(x) + ", or somebody else (o)"
	default:
		return "", explains(x)
	}
}

// checkable tells whether an answer is one after which somebody should be able to explain it.
func checkable(x assessment.Answer) bool {
	return x.Suggested == "" && (x.Level == assessment.InPlace || x.Level == assessment.Proven)
}

// explains says what the knowledge check came to.
func explains(x assessment.Answer) string {
	switch x.Check {
	case assessment.CanExplain:
		return fmt.Sprintf("Can explain: yes (%s)", safe(x.CheckBy))
	case assessment.Partly:
		return "Can explain: partly"
	case assessment.CannotYet:
		return "Can explain: not yet"
	case assessment.Unchecked:
	}
	return ""
}

// helps returns what makes more of an answer, where the saved line names a key for it.
func helps(f analysis.Finding) theme.ActionID {
	switch x := f.Answer; {
	case x.Suggested != "":
		return theme.ActAcceptSuggestion
	case f.State == analysis.Unknown, f.State == analysis.None, f.State == analysis.Partial:
		return theme.ActOwner
	case f.State == analysis.Held && x.Level == assessment.Proven && missing(x) == needsExplainer:
		return theme.ActCheck
	case f.State == analysis.Claimed, f.State == analysis.Held:
		return theme.ActEvidence
	case f.State == analysis.NotApplicable:
		return theme.ActNotApply
	}
	return ""
}

// alone tells whether nobody else takes part; then "someone else" is a matter of written steps.
func (w screen) alone() bool { return len(w.People()) < 2 }

// when says a moment as shortly as it can be said: the time of today, else the day.
func when(t, now time.Time) string {
	t = t.In(now.Location())
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return shortDate(assessment.DateOf(t), assessment.DateOf(now))
}

// shortDate writes a day with its weekday, and its year if that is not near.
func shortDate(d, today assessment.Date) string {
	if d == today {
		return "today"
	}
	return gloss.Day(d, today)
}
