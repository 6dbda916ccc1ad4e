package assessment_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"prodfirst/internal/assessment"
)

const today assessment.Date = "2026-11-26"

func TestParseDateReadsWhatPeopleType(t *testing.T) {
	for in, want := range map[string]assessment.Date{
		"2026-11-30":       "2026-11-30",
		"30.11.2026":       "2026-11-30",
		"3.1.2027":         "2027-01-03",
		"03.01.2027":       "2027-01-03",
		"30 Nov 2026":      "2026-11-30",
		"30 nov 2026":      "2026-11-30",
		"30 November 2026": "2026-11-30",
		"  2026-11-30\n":   "2026-11-30",
		"29.2.2028":        "2028-02-29",
		"1970-01-01":       "1970-01-01",
		"2199-12-31":       "2199-12-31",
		"today":            today,
		"Today":            today,
		"yesterday":        "2026-11-25",
		"TOMORROW":         "2026-11-27",
		"+14":              "2026-12-10",
		"-3":               "2026-11-23",
		"+0":               today,
		"+36499":           "2126-11-01",
	} {
		got, err := assessment.ParseDate(in, today)
		if err != nil || got != want {
			t.Errorf("ParseDate(%q): got %q, %v, want %q", in, got, err, want)
		}
	}
}

func TestParseDateRefusesWhatIsNoDate(t *testing.T) {
	for _, in := range []string{
		"", " ", "+", "-", "+x", "+1x", "+1.5", "+36500", "-36500", "+99999999999999999999", "14", "soon",
		"2026-13-01", "2026-02-29", "2026-1-1", "30.02.2027", "2026-11-30T00:00:00Z", "1969-12-31", "2200-01-01",
		"0000-00-00", "30 Novem 2026", "11/30/2026", "\x1b[31m",
	} {
		got, err := assessment.ParseDate(in, today)
		if !errors.Is(err, assessment.ErrDate) || got != "" {
			t.Errorf("ParseDate(%q): got %q, %v, want ErrDate", in, got, err)
		}
	}
}

// anyDate draws a date that can be typed.
func anyDate() *rapid.Generator[assessment.Date] {
	return rapid.Custom(func(t *rapid.T) assessment.Date {
		return assessment.Date("1970-01-01").Add(rapid.IntRange(0, 84000).Draw(t, "day"))
	})
}

func TestDatesCountAndCompareAsDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDate().Draw(t, "date"), rapid.IntRange(-30000, 30000).Draw(t, "days")
		later := d.Add(n)
		if got := d.Days(later); got != n {
			t.Fatalf("%s to %s: got %d days, want %d", d, later, got, n)
		}
		if d < later != (n > 0) {
			t.Fatalf("%s < %s: got %v with %d days between", d, later, d < later, n)
		}
		if got := later.Add(-n); got != d {
			t.Fatalf("%s and back: got %s, want %s", later, got, d)
		}
		if got := assessment.DateOf(d.Time()); got != d {
			t.Fatalf("DateOf(%s.Time()): got %s", d, got)
		}
		for _, layout := range []string{"2006-01-02", "2.1.2006", "2 Jan 2006", "2 January 2006"} {
			text := d.Time().Format(layout)
			if got, err := assessment.ParseDate(text, today); err != nil || got != d {
				t.Fatalf("ParseDate(%q): got %q, %v, want %q", text, got, err, d)
			}
		}
	})
}

func TestNoDateStaysNoDate(t *testing.T) {
	var none assessment.Date
	if got := none.Add(90); got != "" {
		t.Errorf("no date, 90 days later: got %q", got)
	}
	if got := assessment.DateOf(time.Time{}); got != "" {
		t.Errorf("day of no time: got %q", got)
	}
	if !none.Time().IsZero() || !assessment.Date("soon").Time().IsZero() {
		t.Error("time of no date: got one")
	}
}

func TestDateOfIsTheDayInUTC(t *testing.T) {
	at := time.Date(2026, 11, 27, 1, 0, 0, 0, time.FixedZone("east", 2*60*60))
	if got := assessment.DateOf(at); got != today {
		t.Errorf("01:00 two hours east of UTC: got %s, want %s", got, today)
	}
}

func TestParseMomentReadsWhatHasBeen(t *testing.T) {
	for in, want := range map[string]assessment.Moment{
		"": assessment.Unsaid, "  ": assessment.Unsaid,
		"not yet": assessment.NotYet, "Not-Yet": assessment.NotYet, "never": assessment.NotYet, "no": assessment.NotYet,
		"?": assessment.Unknown, "unknown": assessment.Unknown, "don't know": assessment.Unknown,
		"today": "2026-11-26", "23.9.2026": "2026-09-23", "-64": "2026-09-23",
	} {
		got, err := assessment.ParseMoment(in, today)
		if err != nil || got != want {
			t.Errorf("ParseMoment(%q): got %q, %v, want %q", in, got, err, want)
		}
		day, ok := got.Date()
		if isDay := len(want) == len(today) && want[0] == '2'; ok != isDay || ok && assessment.Moment(day) != want {
			t.Errorf("%q.Date(): got %q, %v", got, day, ok)
		}
	}
	if got, err := assessment.ParseMoment("tomorrow", today); !errors.Is(err, assessment.ErrInvalid) || got != "" {
		t.Errorf("a day to come: got %q, %v, want ErrInvalid", got, err)
	}
	if got, err := assessment.ParseMoment("soon", today); !errors.Is(err, assessment.ErrDate) || got != "" {
		t.Errorf("no day: got %q, %v, want ErrDate", got, err)
	}
}
