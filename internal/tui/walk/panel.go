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
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

func safe(s string) string { return textsafe.Line(s) }

func changed(err error) bool { return errors.Is(err, app.ErrChanged) }

// sentence is one line of the panel before it is wrapped: a mark in a style of its own, and words.
type sentence struct {
	mark    string
	words   string
	trouble bool // the mark says that something could not be done
}

// saved says in words what is known of the answer and whether it is on disk.
func (w screen) saved(f analysis.Finding, area nav.Area) sentence {
	q, dot := f.Question.ID, " "+area.Theme.Glyphs.Dot+" "
	e, failed := w.unsaved(q)
	switch {
	case failed && changed(e.err):
		return w.conflictLine(f, e, area)
	case failed:
		return sentence{
			mark: "not saved: " + why(e.err), trouble: true,
			words: dot + yours(e) + dot + retry(e),
		}
	case w.saving(q):
		return sentence{mark: "saving " + area.Theme.Glyphs.Ellipsis, words: dot + w.known(f, area)}
	case f.State == analysis.Unasked:
		if area.Now.Sub(w.came) >= 90*time.Second {
			return sentence{words: "Don't know, with a name, is a fine answer."}
		}
		return sentence{}
	}
	at, here := w.acked[q]
	if s := w.view.Assessment.Session; !here && s != nil && !f.Answer.At.Before(s.Started) {
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

func (w screen) conflictLine(f analysis.Finding, e edit, area nav.Area) sentence {
	dot := " " + area.Theme.Glyphs.Dot + " "
	return sentence{
		mark: fmt.Sprintf("%s answered this meanwhile: %s, %s.", safe(f.Answer.By), answerWords(f), when(f.Answer.At, area.Now)),
		words: fmt.Sprintf(" Yours: %s. %s keep theirs%s%s", yours(e),
			theme.Lookup(theme.ActUp).Keys[1], dot, again(e)),
		trouble: true,
	}
}

// again says how to answer over what someone else answered.
func again(e edit) string {
	if e.patch.Level != nil && *e.patch.Level != assessment.NotApplicable {
		return fmt.Sprintf("%d press again to answer anyway", rowOf(*e.patch.Level))
	}
	return "0-4 answer anyway"
}

func retry(e edit) string {
	if e.patch.Level != nil && *e.patch.Level != assessment.NotApplicable {
		return fmt.Sprintf("%d tries again", rowOf(*e.patch.Level))
	}
	return "save it again, or press a level"
}

// yours says what an own edit wanted.
func yours(e edit) string {
	p := e.patch
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
	if f.State != analysis.Unasked {
		parts = append(parts, fmt.Sprintf("%s: %s", safe(f.Answer.By), answerWords(f)))
	} else {
		parts = append(parts, "not answered yet")
	}
	parts = append(parts, amounts(f, w.today())...)
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

// missing says what keeps an answer of proven from being so.
func missing(x assessment.Answer) string {
	drilled := slices.ContainsFunc(x.Evidence, func(e assessment.Evidence) bool { return e.Kind == assessment.Drill })
	switch {
	case !drilled:
		return "proven needs a dated drill (e)"
	case x.Check != assessment.CanExplain:
		return "proven needs someone who can explain it (c)"
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
		parts = append(parts, whose(x, "owns it", w.today()))
	}
	if x.Note != "" {
		parts = append(parts, "note: "+safe(x.Note))
	}
	if x.Parked != "" {
		parts = append(parts, "parked: "+safe(x.Parked))
	}
	for _, kind := range []formKind{reasonForm, evidenceForm, ownerForm, noteForm, parkForm} {
		if d, there := w.drafts[draftKey{f.Question.ID, kind}]; there && d.number == 0 {
			parts = append(parts, "begun: "+string(kind))
		}
	}
	return strings.Join(parts, " "+th.Glyphs.Dot+" ")
}

// check is the knowledge check's line; empty where it is not asked yet.
func (w screen) check(f analysis.Finding) (key, words string) {
	x := f.Answer
	if x.Level != assessment.InPlace && x.Level != assessment.Proven {
		return "", ""
	}
	switch x.Check {
	case assessment.Unchecked:
		return theme.Lookup(theme.ActCheck).Keys[0], f.Question.Explain
	case assessment.CanExplain:
		return "", fmt.Sprintf("Can explain: yes (%s)", safe(x.CheckBy))
	case assessment.Partly:
		return "", "Can explain: partly"
	case assessment.CannotYet:
	}
	return "", "Can explain: not yet"
}

// alone tells whether nobody else takes part; then "someone else" is a matter of written steps.
func (w screen) alone() bool { return len(w.people()) < 2 }

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
	switch n := today.Days(d); {
	case d == "":
		return ""
	case n == 0:
		return "today"
	case n > -180 && n < 300:
		return d.Time().Format("Mon 2 Jan")
	}
	return d.Time().Format("2 Jan 2006")
}
