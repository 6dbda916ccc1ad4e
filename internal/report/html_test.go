package report_test

import (
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/analysis"
	"prodfirst/internal/report"
	"prodfirst/internal/testutil/golden"
)

// tags returns the elements of a page, one a line with their attributes, nested by indentation. The
// page has to be well-formed.
func tags(t testing.TB, page string) string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	var b strings.Builder
	depth := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			fmt.Fprintf(&b, "%s%s", strings.Repeat(" ", depth), x.Name.Local)
			for _, a := range x.Attr {
				value := ""
				if !slices.Contains([]string{"aria-label", "x", "y", "cx", "cy", "d", "width", "height", "viewBox"}, a.Name.Local) {
					value = "=" + a.Value
				}
				b.WriteString(" " + a.Name.Local + value)
			}
			b.WriteByte('\n')
			depth++
		case xml.EndElement:
			depth--
		case xml.Comment, xml.ProcInst:
			t.Fatalf("the page has %v", x)
		case xml.CharData, xml.Directive:
		}
	}
}

func TestPageReadsAsReviewed(t *testing.T) {
	v := example(t)
	d := report.Build(v.Input(), v.Result, report.Options{
		Extent: report.Full, Digest: "sha256:0123456789abcdef",
		Trend: []analysis.Point{
			{On: "2026-10-01", Due: 60, Blockers: 21, OpenBlockers: 9},
			{On: "2026-11-02", Label: "first review", Due: 60, Proven: 2, Blockers: 21, OpenBlockers: 7},
			v.Result.Point(),
		},
	})
	golden.Check(t, "example.html", string(report.HTML(d)))
}

func TestHostileTextChangesNoElementOfThePage(t *testing.T) {
	page := func(say string) string {
		d, _ := everything(func() string { return say })
		return string(report.HTML(d))
	}
	want := tags(t, page("Some words"))
	for _, tag := range []string{"svg", "rect", "circle", "details", "input", "blockquote", "table", "nav"} {
		if !strings.Contains(want, " "+tag) {
			t.Errorf("the page under test has no %s", tag)
		}
	}
	for _, never := range []string{"script", " on", "src=", "=http", "style=", "iframe", "object", "link "} {
		if strings.Contains(want, never) {
			t.Errorf("the page has %q", never)
		}
	}
	for _, s := range append(hostile(), `" onmouseover="alert(1)`, `'><script>`, "]]>", "</style><script>", "</title>") {
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(tags(t, page("Words, then "+s)), "\n")); diff != "" {
			t.Fatalf("with %q in every field (-want +got):\n%s", s, diff)
		}
	}
}

func TestTheOneStyleSheetIsTheOneThatThePolicyAllows(t *testing.T) {
	d, _ := everything(func() string { return "Some words" })
	page := string(report.HTML(d))
	if n := strings.Count(page, "<style>"); n != 1 || !strings.Contains(page, `content="default-src 'none'; style-src 'sha256-`) {
		t.Errorf("%d style sheets", n)
	}
}

func TestSpreadsheetCellsAreInert(t *testing.T) {
	for _, s := range append(hostile(), "=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "'=1", `"=1`, "＝1", "=cmd|' /C calc'!A0") {
		in := everywhere(func() string { return s })
		r := analysis.Judge(in)
		for _, table := range report.CSVTables() {
			data := report.CSV(r, table)
			rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
			if err != nil || len(rows) != len(r.Plan)+1 {
				t.Fatalf("%q, %s: %d rows, %v", s, table, len(rows), err)
			}
			for _, row := range rows {
				for _, cell := range row {
					first := []rune(strings.TrimLeft(cell, " \"") + "x")[0]
					if strings.ContainsRune("=+-@＝＋－＠\t\r", first) || strings.ContainsAny(cell, "\n\r\t\x1b\x00") {
						t.Fatalf("%q, %s: the cell %q", s, table, cell)
					}
				}
			}
		}
	}
}

func TestSpreadsheetsReadAsReviewed(t *testing.T) {
	v := example(t)
	for _, table := range report.CSVTables() {
		golden.Check(t, string(table)+".csv", strings.ReplaceAll(string(report.CSV(v.Result, table)), "\r\n", "\n"))
	}
}

func TestTemplateGetsTheNamesOfTheJSON(t *testing.T) {
	v := example(t)
	f := report.NewFile(v.Input(), v.Result)
	for text, want := range map[string]string{
		`{{ .description.name | markdown }}: {{ range .steps }}{{ if .now }}{{ .decision }} {{ .question }}; {{ end }}{{ end }}`:                      "Ticket shop: STOP event-last-seat; STOP bak-restore-drill; PROVE id-record-access; ",
		`{{ define "v" }}{{ .stage }}={{ .outcome }}{{ end }}{{ with index .verdicts 0 }}{{ template "v" . }}{{ end }}`:                               "first-user=not-yet",
		`{{ $n := 0 }}{{ range $i, $q := .questions }}{{ if eq $q.state "unasked" }}{{ continue }}{{ end }}{{ $n = $i }}{{ end }}{{ gt $n 3 }}`:       "true",
		`{{ range .acceptances }}x{{ else }}none{{ end }} {{ len .verdicts }} {{ printf "%03d" (len .verdicts) }}`:                                    "none 3 003",
		`{{ if and .solo (not .solo) }}a{{ else if or .solo "b" }}b{{ end }}{{ index .facts "payments" }}{{ join (index .verdicts 0).blocking " " }}`: "byesevent-last-seat bak-restore-drill id-record-access res-failure-modes",
		`{{- /* words */ -}} {{ html "<b>" }} {{ line "a\nb" }} {{ upper "x" }} {{ ne 1 2 }} {{ print 1 "a" }}`:                                       "&lt;b&gt; a b X true 1a",
	} {
		if got, err := report.Template("own.tmpl", text, f); string(got) != want || err != nil {
			t.Errorf("%s\n got %q, %v\nwant %q", text, got, err, want)
		}
	}
	for text, why := range map[string]string{
		"a\n{{ .steeps }}":             "own.tmpl:2:3: no report has a field .steeps; did you mean .steps?",
		"{{ if }}":                     "own.tmpl:1:",
		"\n\n{{ nosuch . }}":           "own.tmpl:3:",
		"{{ range .system }}{{ end }}": "own.tmpl:1:9: range over the text",
		"{{ .system.stage }}":          "own.tmpl:1:10: no field .stage in the text",
		`{{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}`:                                                               "more than 100 deep",
		`{{ range .questions }}{{ range $.questions }}{{ range $.questions }}` + strings.Repeat("x", 100) + `{{ end }}{{ end }}{{ end }}`: "more than 16777216 bytes",
		`{{ range .questions }}{{ range $.questions }}{{ range $.questions }}{{ end }}{{ end }}{{ end }}{{ range .questions }}{{ range $.questions }}{{ range $.questions }}{{ range $.questions }}{{ if true }}{{ end }}{{ end }}{{ end }}{{ end }}{{ end }}`: "steps",
		`{{ printf "%9999999d" 1 }}`: "makes too much",
		`{{ index .verdicts 9 }}`:    "no place 9 in a list of 3",
		`{{ template "none" }}`:      `no template "none"`,
	} {
		if _, err := report.Template("own.tmpl", text, f); !errors.Is(err, report.ErrTemplate) || !strings.Contains(fmt.Sprint(err), why) {
			t.Errorf("%.60q: got %v, want %q", text, err, why)
		}
	}
}

func FuzzTemplate(f *testing.F) {
	for _, s := range []string{
		"{{ .system }}", "{{ range $i, $x := .steps }}{{ $i }}{{ else }}{{ break }}{{ end }}", `{{ with $y := index .verdicts 0 }}{{ $y.stage | printf "%s" | html }}{{ end }}`,
		`{{ define "a" }}{{ . }}{{ end }}{{ template "a" (len .rules) }}`, "{{ (index .verdicts 0).blocking }}", "{{ eq 1 1.0 }}{{ lt .x nil }}",
	} {
		f.Add(s)
	}
	v := small(f)
	file := report.NewFile(v, analysis.Judge(v))
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := report.Template("t", text, file); err != nil && !errors.Is(err, report.ErrTemplate) {
			t.Errorf("%q: %v", text, err)
		}
	})
}

func FuzzHTML(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s)
	}
	page := func(s string) string {
		span := []report.Span{{Text: s}}
		return string(report.HTML(report.Document{Title: s, Blocks: []report.Block{
			{Kind: report.Heading, Level: 2, Anchor: "a", Spans: span},
			{Kind: report.Tasks, Items: []report.Item{{Spans: span, Sub: []report.Item{{Spans: span}}}}},
			{Kind: report.Table, Header: []string{"A", "B"}, Rows: [][][]report.Span{{span, span}}, Chart: &report.Chart{
				Kind: report.DecisionChart, Series: []string{"n"}, Points: []report.Point{{Label: s, Parts: []report.Part{{N: 1, Of: 2}}}},
			}},
		}}))
	}
	harmless := page("some words")
	_, style, _ := strings.Cut(harmless, "<style>") // no text gets into it, and it is most of the page
	style, _, _ = strings.Cut(style, "</style>")
	want := tags(f, strings.Replace(harmless, style, "", 1))
	f.Fuzz(func(t *testing.T, s string) {
		if diff := cmp.Diff(want, tags(t, strings.Replace(page("some words "+s), style, "", 1))); diff != "" {
			t.Errorf("with %q (-want +got):\n%s", s, diff)
		}
	})
}
