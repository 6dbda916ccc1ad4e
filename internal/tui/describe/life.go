package describe

import (
	"fmt"
	"strconv"
	"strings"

	"prodfirst/internal/assessment"
	"prodfirst/internal/report"
)

// momentText returns a moment as a person would type it.
func momentText(m assessment.Moment) string {
	switch m {
	case assessment.Unsaid:
		return ""
	case assessment.NotYet:
		return "not yet"
	case assessment.Unknown:
		return "?"
	}
	d, _ := m.Date()
	return d.Time().Format("2 Jan 2006")
}

func outsideText(o *assessment.Outside) string {
	switch {
	case o == nil:
		return ""
	case o.Unknown:
		return "?"
	}
	return strconv.Itoa(o.People)
}

// parseOutside reads how many people used the system last week. Empty has not been said.
func parseOutside(s string, today assessment.Date) (*assessment.Outside, bool) {
	const most = 1_000_000_000
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "last week"))
	switch s {
	case "":
		return nil, true
	case "?":
		return &assessment.Outside{Unknown: true, On: today}, true
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > most {
		return nil, false
	}
	return &assessment.Outside{People: n, On: today}, true
}

// story says in sentences what was said of the system's life.
func story(d assessment.Description, today assessment.Date) string {
	var parts []string
	if day, ok := d.FirstShown.Date(); ok {
		parts = append(parts, "First shown "+days(day.Days(today))+".")
	}
	if day, ok := d.FirstLive.Date(); ok {
		parts = append(parts, "Put live "+days(day.Days(today))+".")
	}
	switch o := d.Outside; {
	case o == nil:
	case o.Unknown:
		parts = append(parts, "Nobody knows how many people outside the team used it last week.")
	case o.People == 1:
		parts = append(parts, "Used last week by 1 person outside the team.")
	default:
		parts = append(parts, fmt.Sprintf("Used last week by %d people outside the team.", o.People))
	}
	return strings.Join(parts, " ")
}

func days(n int) string {
	switch {
	case n < 1:
		return "today"
	case n == 1:
		return "yesterday"
	}
	return fmt.Sprintf("%d days ago", n)
}

// shipLog says in a sentence what the ship log of a system counts; empty if nothing was written there.
func shipLog(a assessment.Assessment) string {
	if len(a.Shipments) == 0 {
		return ""
	}
	log := a.ShipLog()
	text := fmt.Sprintf("Ship log: deployed %s, shown %s.", report.Times(log.Deployments), report.Times(log.Demos))
	if n, ok := log.DemoToUser(); ok {
		text += fmt.Sprintf(" From the first demo to the first user: %d days.", n)
	}
	return text
}
