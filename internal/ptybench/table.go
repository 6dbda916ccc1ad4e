package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// table is what was measured, in rows of Markdown.
type table struct{ rows []string }

// row adds what was measured of the product, beside what was measured of the least that does the same, if
// there is such a thing, with the ratio of the medians and the bar: for the ratio, or with a unit.
func (t *table) row(measure, bar string, product []float64, name string, least []float64) {
	beside, ratio := "–", "–"
	if len(least) > 0 {
		beside = name + " " + summary(least)
		ratio = fmt.Sprintf("%.2f", quantile(product, 0.5)/quantile(least, 0.5))
	}
	if bar == "" {
		bar = "–"
	}
	t.rows = append(t.rows, fmt.Sprintf("| %s | %s | %s | %s | %s |\n", measure, summary(product), beside, ratio, bar))
}

// String returns the table.
func (t *table) String() string {
	return "| Measure | prodfirst | beside | Ratio | Bar |\n|---|---|---|---|---|\n" + strings.Join(t.rows, "")
}

func summary(values []float64) string {
	if len(values) == 1 {
		return figure(values[0])
	}
	return fmt.Sprintf("%s (%s–%s)", figure(quantile(values, 0.5)), figure(quantile(values, 0.1)), figure(quantile(values, 0.9)))
}

// figure writes what is small with two decimals and what is large with none.
func figure(x float64) string {
	switch {
	case x < 2:
		return fmt.Sprintf("%.2f", x)
	case x < 100:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.0f", x)
}

func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[int(math.Round(q*float64(len(sorted)-1)))]
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
