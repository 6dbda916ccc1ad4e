package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"prodfirst/internal/analysis"
	"prodfirst/internal/report"
)

// lint returns what a Markdown linter objects to: the rules of markdownlint that are about what a
// writer can get wrong, by their numbers.
func lint(source string) []string {
	var found []string
	lines := strings.Split(source, "\n")
	object := func(i int, rule, format string, args ...any) {
		found = append(found, fmt.Sprintf("%d: %s %s: %q", i+1, rule, fmt.Sprintf(format, args...), lines[i]))
	}
	if !strings.HasSuffix(source, "\n") || strings.HasSuffix(source, "\n\n") {
		object(len(lines)-1, "MD047", "the file ends in one line break")
	}
	level, number, columns := 0, 0, 0
	above := ""
	titles := map[string]bool{}
	for i, line := range lines[:len(lines)-1] {
		now, before := kindOf(line), kindOf(above)
		switch {
		case strings.TrimRight(line, " ") != line:
			object(i, "MD009", "trailing spaces")
		case strings.ContainsRune(line, '\t'):
			object(i, "MD010", "a tab")
		case line == "" && above == "" && i > 0:
			object(i, "MD012", "two blank lines")
		}
		if now != before && above != "" && line != "" && (apart(now) || apart(before)) {
			object(i, "MD022", "no blank line between %s and %s", before, now)
		}
		if tooLong(line, now) {
			object(i, "MD013", "%d characters", utf8.RuneCountInString(line))
		}
		if prose := regexp.MustCompile("`[^`]*`").ReplaceAllString(line, ""); regexp.MustCompile(`https?://|<[a-z]`).MatchString(prose) && now != "html" {
			object(i, "MD033", "a bare address or HTML")
		}
		switch now {
		case "heading":
			depth := len(line) - len(strings.TrimLeft(line, "#"))
			if depth > level+1 || depth == 1 && i > 0 {
				object(i, "MD001", "a heading of level %d after %d", depth, level)
			}
			level = depth
			if titles[line] {
				object(i, "MD024", "a heading twice")
			}
			titles[line] = true
		case "table":
			cells := len(regexp.MustCompile(`(^|[^\\])\|`).FindAllString(line, -1)) - 1
			if before == "table" && cells != columns {
				object(i, "MD056", "%d cells in a table of %d columns", cells, columns)
			}
			columns = cells
		case "list":
			n, numbered := leading(line)
			if numbered && n != number+1 {
				object(i, "MD029", "item %d after %d", n, number)
			}
			if regexp.MustCompile(`^ *[*+] `).MatchString(line) {
				object(i, "MD004", "another marker than -")
			}
			if numbered {
				number = n
			}
		case "":
			number = 0
		}
		above = line
	}
	return found
}

func leading(line string) (n int, ok bool) {
	_, err := fmt.Sscanf(line, "%d. ", &n)
	return n, err == nil
}

// kindOf returns what a line belongs to; what is moved in goes on with its list.
func kindOf(line string) string {
	_, numbered := leading(line)
	switch {
	case line == "":
		return ""
	case strings.HasPrefix(line, "#"):
		return "heading"
	case strings.HasPrefix(line, "|"):
		return "table"
	case strings.HasPrefix(line, "> "):
		return "quote"
	case strings.HasPrefix(line, "<"):
		return "html"
	case numbered, strings.HasPrefix(line, "- "), strings.HasPrefix(line, "  "):
		return "list"
	}
	return "text"
}

// apart tells the kinds that need a blank line before and behind them.
func apart(kind string) bool { return kind != "" }

// tooLong tells whether a line is longer than it has to be.
func tooLong(line, kind string) bool {
	if kind == "table" || kind == "heading" || utf8.RuneCountInString(line) <= 80 {
		return false
	}
	_, rest, _ := strings.Cut(strings.TrimLeft(line, " >-0123456789."), " ")
	return rest != ""
}

func TestLinterFindsWhatItIsFor(t *testing.T) {
	for rule, source := range map[string]string{
		"MD001": "# A\n\n### B\n", "MD004": "# A\n\n- a\n  * b\n", "MD009": "# A\n\nb \n", "MD010": "# A\n\nb\tc\n", "MD012": "# A\n\n\nb\n",
		"MD013": "# A\n\n" + strings.Repeat("word ", 20) + "end\n", "MD022": "# A\nb\n", "MD024": "# A\n\n## B\n\n## B\n",
		"MD029": "# A\n\n1. a\n3. b\n", "MD033": "# A\n\nhttps://e.example\n", "MD047": "# A", "MD056": "# A\n\n| a | b |\n|---|---|\n| c |\n",
	} {
		if got := strings.Join(lint(source), "\n"); !strings.Contains(got, rule) {
			t.Errorf("%q: got %q, want %s", source, got, rule)
		}
	}
}

func TestEveryReportPassesTheLinter(t *testing.T) {
	v := example(t)
	n := 0
	_, hostile := everything(func() string {
		n++
		return fmt.Sprintf("Some [words] | and *more* (%d) of them than fit into a line of 80 characters", n)
	})
	sources := map[string]string{"hostile": hostile}
	for _, extent := range report.Extents() {
		o := report.Options{Extent: extent, Trend: []analysis.Point{{On: "2026-11-20"}, {On: today, Label: "pilot"}}}
		sources["example "+string(extent)] = string(report.Markdown(report.Build(v.Input(), v.Result, o)))
		in := full(t)
		sources["full "+string(extent)] = string(report.Markdown(report.Build(in, analysis.Judge(in), o)))
		in = reached(t)
		sources["reached "+string(extent)] = string(report.Markdown(report.Build(in, analysis.Judge(in), o)))
		in = small(t)
		sources["empty "+string(extent)] = string(report.Markdown(report.Build(in, analysis.Judge(in), o)))
	}
	for name, source := range sources {
		for i, objection := range lint(source) {
			if i < 5 {
				t.Errorf("%s: line %s", name, objection)
			}
		}
	}
}
