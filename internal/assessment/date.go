package assessment

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Date is a day, written 2006-01-02, in UTC. Dates compare as strings; the zero value is no date.
type Date string

const day = 24 * time.Hour

// ErrDate says that a text is not a date.
var ErrDate = errors.New("not a date")

// DateOf returns the UTC day of t.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return ""
	}
	return Date(t.UTC().Format(time.DateOnly))
}

// ParseDate reads a date as people type it: 2026-11-30, 30.11.2026, 30 Nov 2026, 30 November 2026,
// today, yesterday, tomorrow, or a number of days such as +14 or -3, counted from today.
func ParseDate(s string, today Date) (Date, error) {
	s = strings.TrimSpace(s)
	switch strings.ToLower(s) {
	case "today":
		return today, nil
	case "yesterday":
		return today.Add(-1), nil
	case "tomorrow":
		return today.Add(1), nil
	}
	if s != "" && (s[0] == '+' || s[0] == '-') {
		var days int
		var rest string
		if n, _ := fmt.Sscanf(s, "%d%s", &days, &rest); n == 1 && days > -36500 && days < 36500 {
			return today.Add(days), nil
		}
	}
	for _, layout := range []string{time.DateOnly, "2.1.2006", "2 Jan 2006", "2 January 2006"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1970 && t.Year() < 2200 {
			return DateOf(t), nil
		}
	}
	return "", fmt.Errorf("%q is %w: write it as 2026-11-30, or +14 for in two weeks", s, ErrDate)
}

// Time returns midnight UTC at the start of the day, and the zero time for no date.
func (d Date) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Add returns the date that many days later; no date stays no date.
func (d Date) Add(days int) Date {
	t := d.Time()
	if t.IsZero() {
		return ""
	}
	return DateOf(t.AddDate(0, 0, days))
}

// Days returns the number of days from d to other, negative if other is earlier.
func (d Date) Days(other Date) int { return int(other.Time().Sub(d.Time()) / day) }

// Moment is when something happened: a Date, NotYet, or not known to anyone. The zero value has
// not been said.
type Moment string

// The moments that are no dates.
const (
	Unsaid  Moment = ""
	NotYet  Moment = "not-yet"
	Unknown Moment = "unknown"
)

// ParseMoment reads a date, "not yet", or "?" for don't know. Empty is Unsaid.
func ParseMoment(s string, today Date) (Moment, error) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "":
		return Unsaid, nil
	case "not yet", "not-yet", "never", "no":
		return NotYet, nil
	case "?", "unknown", "don't know":
		return Unknown, nil
	}
	d, err := ParseDate(s, today)
	if err != nil {
		return Unsaid, err
	}
	if d > today {
		return Unsaid, fmt.Errorf("%s is in the future: a day that has been, or \"not yet\": %w", d, ErrInvalid)
	}
	return Moment(d), nil
}

// Date returns the day, if the moment is one.
func (m Moment) Date() (Date, bool) {
	switch m {
	case Unsaid, NotYet, Unknown:
		return "", false
	}
	return Date(m), true
}
