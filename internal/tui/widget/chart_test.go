package widget_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

func TestChartBeginsAtZeroAndKeepsDaysToScale(t *testing.T) {
	c := widget.Chart{
		Samples: []widget.Sample{{Day: 0, Count: 4}, {Day: 5, Count: 1, Mark: true}, {Day: 10, Count: 0}},
		First:   "1 Nov", Last: "11 Nov",
	}
	th := theme.New(theme.Options{ASCII: true, Mono: true})
	got := ansi.Strip(strings.Join(c.Draw(14, 6, th), "\n"))
	want := strings.Join([]string{
		"4 |#::::      ",
		"  |#::::      ",
		"  |#::::      ",
		"  |#::::#:::: ",
		"0 +-----^-----",
		"        11 Nov",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestChartNeverDrawsSomethingAsNothing(t *testing.T) {
	for _, ascii := range []bool{true, false} {
		th := theme.New(theme.Options{ASCII: ascii, Mono: true})
		draw := func(count int) string {
			c := widget.Chart{Samples: []widget.Sample{{Count: count}}, Top: 1000}
			return ansi.Strip(strings.Join(c.Draw(20, 4, th), "\n"))
		}
		if draw(1) == draw(0) {
			t.Errorf("ASCII %v: 1 of 1000 looks like 0", ascii)
		}
	}
}

func TestChartFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := 0
		var c widget.Chart
		for range rapid.IntRange(0, 30).Draw(t, "samples") {
			c.Samples = append(c.Samples, widget.Sample{Day: day, Count: rapid.IntRange(0, 300).Draw(t, "count")})
			day += rapid.IntRange(0, 90).Draw(t, "days")
		}
		c.Top, c.First, c.Last = rapid.IntRange(0, 300).Draw(t, "top"), "1 November\x1b[2J", "長い日付"
		width, height := rapid.IntRange(-1, 120).Draw(t, "width"), rapid.IntRange(-1, 30).Draw(t, "height")
		lines := c.Draw(width, height, theme.New(theme.Options{ASCII: rapid.Bool().Draw(t, "ascii")}))
		if len(lines) > max(height, 0) {
			t.Fatalf("%d lines in %d", len(lines), height)
		}
		for _, line := range lines {
			if w := ansi.StringWidth(line); w > width {
				t.Fatalf("%d columns in %d: %q", w, width, line)
			}
		}
	})
}
