package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
)

// Day returns a date as people read it: "26 November 2026".
func Day(d assessment.Date) string { return d.Time().Format("2 January 2006") }

// ShortDay returns a date with its weekday, and with its year if that is not the year of today:
// "Mon 30 November".
func ShortDay(d, today assessment.Date) string { return inYear("Mon 2 January", d, today) }

// inYear returns d in a layout, with its year if that is not the year of today.
func inYear(layout string, d, today assessment.Date) string {
	if d.Time().Year() != today.Time().Year() {
		layout += " 2006"
	}
	return d.Time().Format(layout)
}

// UpperFirst returns s with its first letter in upper case.
func UpperFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

// Several returns a number with its noun: "1 question", "2 questions".
func Several(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Times says how often: "never", "once", "3 times".
func Times(n int) string {
	switch n {
	case 0:
		return "never"
	case 1:
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// Counted returns a count with its denominator: "Of 20 blockers due: 0 held, 2 claimed, …". Held
// is always named, what is zero otherwise is not.
func Counted(what string, c analysis.Count) string {
	if c.Of == 0 {
		return fmt.Sprintf("No %s.", what)
	}
	var parts []string
	add := func(n int, words string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, words))
		}
	}
	add(c.Proven, "proven")
	parts = append(parts, fmt.Sprintf("%d held", c.Held))
	add(c.Claimed, "claimed")
	add(c.None+c.Partial, "none or partial")
	add(c.Unknown, "don't know")
	add(c.Unasked, "not asked")
	add(c.NotApplicable, "said not to apply")
	return fmt.Sprintf("Of %d %s: %s.", c.Of, what, strings.Join(parts, ", "))
}

// Life returns the life of a system so far: when it was first shown and live, and who uses it. It
// is empty if nothing was said.
func Life(d assessment.Description, today assessment.Date) string {
	var parts []string
	since := func(m assessment.Moment, did, never, unknown string) {
		day, ok := m.Date()
		switch {
		case ok:
			parts = append(parts, fmt.Sprintf("%s %s (%s).", did, ago(day.Days(today)), inYear("2 January", day, today)))
		case m == assessment.NotYet:
			parts = append(parts, never)
		case m == assessment.Unknown:
			parts = append(parts, unknown)
		}
	}
	since(d.FirstShown, "First shown", "Not shown to anyone yet.", "Nobody knows when it was first shown.")
	since(d.FirstLive, "First live", "Not live yet.", "Nobody knows when it went live.")
	switch o := d.Outside; {
	case o == nil:
	case o.Unknown:
		parts = append(parts, "Nobody knows how many people outside the team use it.")
	case o.On.Days(today) <= 7:
		parts = append(parts, fmt.Sprintf("Used last week by %s outside the team.", People(o.People)))
	default:
		parts = append(parts, fmt.Sprintf("Used by %s outside the team in the week before %s.", People(o.People), Day(o.On)))
	}
	return strings.Join(parts, " ")
}

// People returns a number of them: "1 person", "2 people".
func People(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

func ago(days int) string {
	switch days {
	case 0:
		return "today"
	case 1:
		return "yesterday"
	}
	return fmt.Sprintf("%d days ago", days)
}

// Asking returns the step that asks what was not asked yet: "the 12 blockers not asked: standard
// session". It is empty if everything due was asked.
func Asking(r analysis.Result) string {
	switch b, d := len(r.Ask.Blockers), len(r.Ask.Due); {
	case b == 1:
		return "the one blocker not asked: standard session"
	case b > 1:
		return fmt.Sprintf("the %d blockers not asked: standard session", b)
	case d > 0:
		return fmt.Sprintf("the %d due questions not asked: standard session", d)
	}
	return ""
}
