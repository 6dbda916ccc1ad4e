package report_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
	"prodfirst/internal/testutil/fixture"
	"prodfirst/internal/textsafe"
)

// document returns a document with a block of every kind, in which a and b stand in every style.
func document(a, b string) report.Document {
	spans := []report.Span{
		{Text: "Of "},
		{Text: a, Style: report.Strong},
		{Text: " and "},
		{Text: b, Style: report.Emph},
		{Text: " in "},
		{Text: a, Style: report.Code},
		{Text: ": " + b},
	}
	items := []report.Item{{Spans: spans, Sub: []report.Item{{Spans: spans}, {Spans: []report.Span{{Text: "b" + b}}}}}}
	return report.Document{Title: "About " + a, Blocks: []report.Block{
		{Kind: report.Paragraph, Spans: spans},
		{Kind: report.Heading, Level: 2, Spans: spans},
		{Kind: report.Quote, Spans: spans},
		{Kind: report.Lead, Spans: spans},
		{Kind: report.Note, Spans: append(slices.Clone(spans), report.Span{Text: " ", Style: report.Break}, report.Span{Text: "n" + b})},
		{Kind: report.Tasks, Items: items},
		{Kind: report.Details, Summary: "More", Blocks: []report.Block{
			{Kind: report.Paragraph, Spans: spans},
			{Kind: report.Numbers, Items: items},
			{Kind: report.Table, Header: []string{"A"}, Rows: [][][]report.Span{{spans}}},
		}},
		{Kind: report.Bullets, Items: items},
		{Kind: report.Heading, Level: 3, Spans: []report.Span{{Text: "Of " + b}}},
		{Kind: report.Numbers, Items: items},
		{Kind: report.Paragraph, Spans: []report.Span{{Text: "p" + a + " " + b}}},
		{Kind: report.Table, Header: []string{"A", "B"}, Rows: [][][]report.Span{{spans, {{Text: a}}}, {{{Text: b}}, {}}}},
	}}
}

// like returns harmless text of the same shape: what has nothing to show has no element.
func like(s string) string {
	if strings.TrimSpace(textsafe.Line(s)) == "" {
		return ""
	}
	return "word"
}

// FuzzMarkdown writes two neighbouring blocks of the document at a time: more tries in the same time.
func FuzzMarkdown(f *testing.F) {
	for i, s := range hostile() {
		if len(s) < 100 {
			f.Add(s, "and "+s, uint8(i))
		}
	}
	pair := func(a, b string, which uint8) report.Document {
		d := document(a, b)
		at := int(which) % (len(d.Blocks) - 1)
		d.Blocks = d.Blocks[at : at+2]
		return d
	}
	p := gfm()
	f.Fuzz(func(t *testing.T, a, b string, which uint8) {
		d := pair(a, b, which)
		got := report.Markdown(d)
		wellFormed(t, string(got))
		want := elementsBy(t, p, string(report.Markdown(pair(like(a), like(b), which))))
		if found := elementsBy(t, p, string(got)); found != want {
			t.Errorf("a %q, b %q:\n%s\nhas the elements\n%s\nwant\n%s", a, b, got, found, want)
		}
		if !bytes.Equal(got, report.Markdown(d)) {
			t.Errorf("a %q, b %q: two runs differ", a, b)
		}
	})
}

func TestLinesBreakAndMarksStayText(t *testing.T) {
	long := strings.Repeat("word ", 15) + "last" // 79 characters
	rows := []struct {
		name string
		in   report.Block
		want string
	}{
		{
			"a mark at the start of a line",
			report.Block{Kind: report.Paragraph, Spans: []report.Span{{Text: long + " - > 12. # 5"}}},
			long + "\n\\- > 12. # 5\n",
		},
		{
			"a number at the start of a line",
			report.Block{Kind: report.Quote, Spans: []report.Span{{Text: long + " 12. 13) ---"}}},
			"> " + strings.TrimSuffix(long, " last") + "\n> last 12. 13) ---\n",
		},
		{"marks of several spans", report.Block{Kind: report.Paragraph, Spans: []report.Span{{Text: " "}, {Text: "-"}, {Text: "-"}}}, "\\-\\-\n"},
		{
			"code is not broken",
			report.Block{Kind: report.Paragraph, Spans: []report.Span{{Text: long + " "}, {Text: "a <b> `c` | d", Style: report.Code}}},
			long + "\n`a <b> 'c' ¦ d`\n",
		},
		{
			"a new line",
			report.Block{Kind: report.Quote, Spans: []report.Span{{Text: "a"}, {Text: " ", Style: report.Break}, {Text: "- b"}}},
			"> a\n> \\- b\n",
		},
		{
			"a new line before and after nothing",
			report.Block{Kind: report.Paragraph, Spans: []report.Span{{Text: " ", Style: report.Break}, {Text: "a"}, {Text: " ", Style: report.Break}}},
			"a\n",
		},
		{
			"details",
			report.Block{Kind: report.Details, Summary: "<b> &\n", Blocks: []report.Block{{Kind: report.Tasks, Items: []report.Item{{Spans: []report.Span{{Text: "do"}}}}}}},
			"<details>\n<summary>&lt;b&gt; &amp; </summary>\n\n- [ ] do\n\n</details>\n",
		},
		{"nothing", report.Block{Kind: report.Paragraph, Spans: []report.Span{{Text: " \x00"}}}, ""},
	}
	for _, row := range rows {
		got := string(report.Markdown(report.Document{Title: "T", Blocks: []report.Block{row.in}}))
		if want := "# T\n\n" + row.want; got != want {
			t.Errorf("%s:\ngot  %q\nwant %q", row.name, got, want)
		}
	}
}

// full returns an assessment of 240 questions, copies of the shipped ones, that are all answered.
func full(tb testing.TB) analysis.Input {
	tb.Helper()
	in := small(tb)
	var shipped []questionnaire.Question
	service := fixture.Service(tb, now())
	offers, err := service.Offered(nil)
	if err != nil {
		tb.Fatal(err)
	}
	for _, o := range offers {
		q, err := service.Library.Load(o.ID)
		if err != nil {
			tb.Fatal(err)
		}
		shipped = append(shipped, q.Questions()...)
	}
	area := &in.Questionnaires[0].Areas[0]
	area.Questions = nil
	levels := assessment.Levels()
	for i := range 240 {
		q := shipped[i%len(shipped)]
		q.ID = questionnaire.QuestionID(fmt.Sprintf("%s-%d", q.ID, i))
		q.Applies = questionnaire.Condition{Op: questionnaire.Always}
		area.Questions = append(area.Questions, q)
		x := assessment.Answer{
			Level: levels[i%len(levels)], By: "Ana", At: now(), Since: now(), Owner: "Mei", Due: "2026-12-01",
			Reason: "Nobody outside the team can reach it.", Approver: "Ravi", Check: assessment.CanExplain, CheckBy: "Mei",
			Evidence: []assessment.Evidence{{Kind: assessment.Drill, Reference: "docs/drills/november.md", Date: "2026-11-01", By: "Ravi"}},
		}
		in.Assessment.Answers[q.ID] = x
	}
	in.Questionnaires[0].Areas = slices.Clone(in.Questionnaires[0].Areas[:1])
	return in
}
