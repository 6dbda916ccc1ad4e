// Package gloss puts decisions and days into the words and styles in which every screen shows them.
// It must not judge.
package gloss

import (
	"charm.land/lipgloss/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/tui/theme"
)

// Style is how a decision word is drawn.
func Style(d analysis.Decision, th theme.Theme) *lipgloss.Style {
	switch d {
	case analysis.Stop:
		return &th.Stop
	case analysis.Prove:
		return &th.Prove
	case analysis.ToNext:
		return &th.Next
	case analysis.Plan:
		return &th.Plan
	case analysis.Watch:
		return &th.Watch
	}
	return &th.Text
}

// Day writes a day with its weekday, or with its year if that is not near: "Mon 30 Nov".
func Day(d, today assessment.Date) string { return day("Mon 2 Jan", d, today) }

// Date writes a day without its weekday, with its year if that is not near: "30 Nov".
func Date(d, today assessment.Date) string { return day("2 Jan", d, today) }

// Meant writes a day as it was understood: "today, Thu 26 Nov", "Mon 30 Nov".
func Meant(d, today assessment.Date) string {
	if d == today {
		return "today, " + Day(d, today)
	}
	return Day(d, today)
}

func day(layout string, d, today assessment.Date) string {
	const past, coming = -180, 300
	switch n := today.Days(d); {
	case d == "":
		return ""
	case n < past || n > coming:
		layout = "2 Jan 2006"
	}
	return d.Time().Format(layout)
}
