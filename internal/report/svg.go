package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"prodfirst/internal/assessment"
)

// Measures of a chart, in the units of its drawing.
const (
	chartWidth = 880
	labelWidth = 270
	barWidth   = 480
	rowHeight  = 26
	barHeight  = 18
)

// chart draws a chart. Its axes start at nothing, and every bar has its number beside it.
func (w *htmlWriter) chart(c Chart) {
	w.line(`<figure>`)
	switch c.Kind {
	case AreaChart:
		w.stacked(c)
	case DecisionChart:
		w.bars(c, func(p Part) string { return fmt.Sprintf("%d of %d", p.N, p.Of) }, mostOf(c))
	case EvidenceChart:
		w.ages(c)
	case TrendChart:
		w.trend(c)
	}
	w.line(`</figure>`)
}

// svg starts a drawing with what it says to who cannot see it.
func (w *htmlWriter) svg(height int, says string) {
	w.line(`<svg viewBox="0 0 %d %d" role="img" aria-label="%s">`, chartWidth, height, safeHTML(says))
}

// row writes the label of a row of bars and returns where the row begins.
func (w *htmlWriter) row(i int, label string) (y int) {
	y = i * rowHeight
	w.line(`<text x="%d" y="%d" text-anchor="end">%s</text>`, labelWidth-10, y+14, safeHTML(short(label, 40)))
	return y
}

// short cuts a label that is too long for its place.
func short(label string, most int) string {
	if utf8.RuneCountInString(label) <= most {
		return label
	}
	return string([]rune(label)[:most-1]) + "…"
}

// scaled returns how long n of all is on a scale of that length.
func scaled(n, of, length int) int {
	if of < 1 {
		return 0
	}
	return n * length / of
}

// stateClass returns the class of a part of a stacked bar, by the name of its series.
func stateClass(series string) string {
	switch series {
	case "proven", "held", "claimed", "partial", "none":
		return series
	case "don't know":
		return "unknown"
	case "not asked":
		return "unasked"
	}
	return "apart"
}

// numberClass returns the class of a number that is written on a part of a bar.
func numberClass(part string) string {
	switch part {
	case "proven", "none", "unknown":
		return "on"
	case "claimed", "partial":
		return "onbright"
	}
	return "onlight"
}

// stacked draws one bar for each point, as long as it has questions, with its parts by state.
func (w *htmlWriter) stacked(c Chart) {
	most := mostOf(c)
	w.svg(len(c.Points)*rowHeight, "Questions of each area by state; the table below says the same.")
	for i, p := range c.Points {
		y := w.row(i, p.Label)
		x, of := labelWidth, 0
		for n, part := range p.Parts {
			of = part.Of
			width := scaled(part.N, most, barWidth)
			if part.N == 0 {
				continue
			}
			class := stateClass(c.Series[n])
			w.line(`<rect class="edge %s" x="%d" y="%d" width="%d" height="%d"><title>%s: %d of %d</title></rect>`,
				class, x, y, width, barHeight, safeHTML(c.Series[n]), part.N, part.Of)
			if least := 16; width >= least {
				w.line(`<text class="%s" x="%d" y="%d" text-anchor="middle">%d</text>`, numberClass(class), x+width/2, y+14, part.N)
			}
			x += width
		}
		w.line(`<text class="soft" x="%d" y="%d">%d</text>`, labelWidth+scaled(of, most, barWidth)+8, y+14, of)
	}
	w.line(`</svg>`)
	w.legend(c.Series)
}

// legend names the parts of stacked bars.
func (w *htmlWriter) legend(series []string) {
	w.line(`<ul class="legend">`)
	for _, s := range series {
		w.line(`<li><svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true"><rect class="%s" width="14" height="14"/></svg>%s</li>`,
			stateClass(s), safeHTML(s))
	}
	w.line(`</ul>`)
}

// mostOf returns the largest denominator of a chart.
func mostOf(c Chart) int {
	most := 0
	for _, p := range c.Points {
		for _, part := range p.Parts {
			most = max(most, part.Of)
		}
	}
	return most
}

// bars draws one bar for each point, on a scale from nothing to all.
func (w *htmlWriter) bars(c Chart, says func(Part) string, all int) {
	w.svg(len(c.Points)*rowHeight, "Gaps by decision word; the table below says the same.")
	for i, p := range c.Points {
		y := w.row(i, p.Label)
		w.line(`<rect class="rest" x="%d" y="%d" width="%d" height="%d"/>`, labelWidth, y, barWidth, barHeight)
		w.line(`<rect class="bar" x="%d" y="%d" width="%d" height="%d"/>`, labelWidth, y, scaled(p.Parts[0].N, all, barWidth), barHeight)
		w.line(`<text class="soft" x="%d" y="%d">%s</text>`, labelWidth+barWidth+8, y+14, safeHTML(says(p.Parts[0])))
	}
	w.line(`</svg>`)
}

// ages draws how old each piece of evidence is, of the days for which it counts; what has run out
// is longer than its place and says so.
func (w *htmlWriter) ages(c Chart) {
	w.svg(len(c.Points)*rowHeight, "Age of the evidence, of the days for which it counts; the table below says the same.")
	for i, p := range c.Points {
		y := w.row(i, p.Label)
		part := p.Parts[0]
		class, says := "bar", fmt.Sprintf("%d of %d days", part.N, part.Of)
		if part.N > part.Of {
			class, says = "none", fmt.Sprintf("%d days, ran out after %d", part.N, part.Of)
		}
		w.line(`<rect class="rest" x="%d" y="%d" width="%d" height="%d"/>`, labelWidth, y, barWidth-60, barHeight)
		w.line(`<rect class="%s" x="%d" y="%d" width="%d" height="%d"/>`,
			class, labelWidth, y, min(max(scaled(part.N, part.Of, barWidth-60), 2), barWidth-40), barHeight)
		w.line(`<text class="soft" x="%d" y="%d">%s</text>`, labelWidth+barWidth-30, y+14, safeHTML(says))
	}
	w.line(`</svg>`)
}

// Measures of the drawing of a trend.
const (
	trendHeight = 240
	trendTop    = 24
	trendBottom = trendHeight - 40
	trendLeft   = 44
	trendRight  = chartWidth - 200
)

// trend draws two counts over the days, which are to scale, and names them where they end.
func (w *htmlWriter) trend(c Chart) {
	most := 1
	for _, p := range c.Points {
		for _, part := range p.Parts {
			most = max(most, part.N)
		}
	}
	first, last := c.Points[0].On, c.Points[len(c.Points)-1].On
	w.svg(trendHeight, fmt.Sprintf("%s from %s to %s; the table below says the same.",
		strings.Join(c.Series, " and "), first, last))
	for _, n := range []int{0, most} {
		y := height(n, most)
		w.line(`<path class="axis" d="M%d %dH%d"/>`, trendLeft, y, trendRight)
		w.line(`<text class="soft" x="%d" y="%d" text-anchor="end">%d</text>`, trendLeft-8, y+4, n)
	}
	w.line(`<text class="soft" x="%d" y="%d">%s</text>`, trendLeft, trendBottom+20, first)
	if last != first {
		w.line(`<text class="soft" x="%d" y="%d" text-anchor="end">%s</text>`, trendRight, trendBottom+20, last)
	}
	for _, p := range c.Points {
		if p.Label != "" {
			x := place(p.On, first, last)
			w.line(`<path class="mark" d="M%d %dV%d"><title>%s</title></path>`, x, trendTop-8, trendBottom, safeHTML(p.Label))
			w.line(`<text class="soft" x="%d" y="%d" text-anchor="middle">%s</text>`,
				min(max(x, trendLeft+50), trendRight), trendTop-12, safeHTML(short(p.Label, 18)))
		}
	}
	ends := make([]int, len(c.Series))
	for s := range c.Series {
		ends[s] = height(c.Points[len(c.Points)-1].Parts[s].N, most) + 4
		w.counted(c, s, most)
	}
	if gap := 16; len(ends) == 2 && abs(ends[0]-ends[1]) < gap { // so that the names do not cover each other
		ends[1] = ends[0] + gap
	}
	for s, name := range c.Series {
		part := c.Points[len(c.Points)-1].Parts[s]
		w.line(`<text x="%d" y="%d">%s</text>`, trendRight+12, ends[s], safeHTML(fmt.Sprintf("%s: %d of %d", name, part.N, part.Of)))
	}
	w.line(`</svg>`)
}

// counted draws one count of a trend: a full line with discs, or a broken one with squares.
func (w *htmlWriter) counted(c Chart, s, most int) {
	class := []string{"good", "bad"}[s%2]
	first, last := c.Points[0].On, c.Points[len(c.Points)-1].On
	var path strings.Builder
	for i, p := range c.Points {
		x, y := place(p.On, first, last), height(p.Parts[s].N, most)
		if i == 0 {
			fmt.Fprintf(&path, "M%d %d", x, y)
		} else {
			fmt.Fprintf(&path, "H%dV%d", x, y) // between two days nothing was known to change
		}
	}
	w.line(`<path class="line %s" d="%s"/>`, class, path.String())
	for _, p := range c.Points {
		x, y := place(p.On, first, last), height(p.Parts[s].N, most)
		says := safeHTML(fmt.Sprintf("%s: %s %d of %d", p.On, c.Series[s], p.Parts[s].N, p.Parts[s].Of))
		if class == "good" {
			w.line(`<circle class="dot good" cx="%d" cy="%d" r="4"><title>%s</title></circle>`, x, y, says)
		} else {
			w.line(`<rect class="dot bad" x="%d" y="%d" width="7" height="7"><title>%s</title></rect>`, x-3, y-3, says)
		}
	}
}

// place returns where a day lies between the first and the last.
func place(on, first, last assessment.Date) int {
	all := first.Days(last)
	if all < 1 {
		return trendLeft
	}
	return trendLeft + first.Days(on)*(trendRight-trendLeft)/all
}

// height returns where a count lies; nothing is at the bottom.
func height(n, most int) int { return trendBottom - n*(trendBottom-trendTop)/most }

func abs(n int) int { return max(n, -n) }
