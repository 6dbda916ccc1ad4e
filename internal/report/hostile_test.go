package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
)

// hostile returns texts that would format, link, or end what they stand in.
func hostile() []string {
	texts := []string{
		"[x](http://e.example)", "![x](http://e.example/p.png)", "[x][1]", "[1]: http://e.example", "[^1]", "[^1]: note",
		"<script>alert(1)</script>", "<!-- ", "-->", "<https://e.example>", "<b>", "</td></table>", "<?php", "<![CDATA[",
		"https://e.example/a_b?c=d&e", "www.e.example", "mailto:a@e.example", "a@e.example", "@team", "#1", "GH-1", "org/x#2",
		"**b**", "*i*", "__b__", "_i_", "***", "~~s~~", "`c`", "``", "```", "~~~", "$x$", "a\\", "\\", "\\*", "&lt;b&gt;", "&#60;",
		"# h", "###### h", "#", "> q", ">", "- i", "-", "+ i", "+", "* i", "*", "1. i", "1)", "10.", "---", "- - -", "===", "=",
		"-:", ":-:", "|", "| a | b |", "|---|---|", "a | b\n---|---\nc | d", "- [ ] t", "[x] t", "    code", "\tcode",
		"a  \nb", "a\\\nb", "a\n\n# h", "a\n- i", "a\n\n> q", "a\r\n\r\n---", "a\u2028# h", "a\u0085- i",
		"\x1b[31mred\x1b[m", "\x1b]8;;http://e.example\x07l", "a\u202eb", "a\u200bb", "a\x00b", "a\ufeffb", "\xff\xfea",
		strings.Repeat("w", 300), strings.Repeat("ü ", 60), "ends with *", "ends with \\", "(", ")", "\"", "'", "“q”", "…", ".", "!",
	}
	// Each mark once at every place at which a line can break.
	for _, mark := range []string{"#", ">", ">x", "-", "+", "*", "=", "---", "1.", "7)", ":-:", "```", "~~~", "|", "<b>", "***", "___"} {
		texts = append(texts, strings.Repeat(mark+" ", 50)+"end")
	}
	return texts
}

// everywhere returns an assessment with every kind of finding in which each foreign text is what
// say returns.
func everywhere(say func() string) analysis.Input {
	questions := func(prefix string, n int) []questionnaire.Question {
		qs := make([]questionnaire.Question, n)
		for i := range qs {
			qs[i] = questionnaire.Question{
				ID: questionnaire.QuestionID(fmt.Sprintf("%s-%d", prefix, i)), Title: say(), Text: say(), Why: say(),
				Severity: questionnaire.Blocker, Stage: questionnaire.FirstUser, Effort: questionnaire.Small, Freshness: 90,
				Applies: questionnaire.Condition{Op: questionnaire.Always},
				Levels:  questionnaire.Levels{None: say(), Partial: say(), InPlace: say(), Proven: say()},
				Verify:  say(), Explain: say(), ListenFor: say(), Prototype: say(), Production: say(), AIFailure: say(),
				Steps: []questionnaire.Step{{Do: say(), By: questionnaire.AIDraft}, {Do: say(), By: questionnaire.ByPerson}},
				Rules: questionnaire.Rules(), Views: questionnaire.Views(), References: []string{say()}, Topics: []string{say()},
			}
		}
		return qs
	}
	asked := questions("a", 12)
	asked[0].Severity, asked[0].Needs = questionnaire.Low, nil
	asked[1].Needs = []questionnaire.QuestionID{"a-0"}
	asked[9].Stage = questionnaire.Scale
	own := questionnaire.Questionnaire{
		ID: "own", Version: "1.0.0", Title: say(), Prototype: say(), Production: say(), Digest: "sha256:0123456789abcdef",
		Areas: []questionnaire.Area{
			{ID: "a", Title: say(), Ask: say(), Questions: asked},
			{ID: "b", Title: say(), Ask: say(), Questions: questions("b", 2)},
		},
	}
	x := func(l assessment.Level) assessment.Answer {
		return assessment.Answer{
			Level: l, By: say(), At: now(), Since: now(), Owner: say(), Due: "2026-11-30", Note: say(), Parked: say(),
			Votes: []assessment.Vote{{Name: say(), Level: l}},
		}
	}
	evidence := []assessment.Evidence{
		{Kind: assessment.Drill, Reference: say(), Date: "2026-11-20", By: say()},
		{Kind: assessment.Artefact, Reference: say(), Date: "2020-01-01", By: say()},
	}
	excused, lowered, drilled, old := x(assessment.NotApplicable), x(assessment.Proven), x(assessment.Proven), x(assessment.InPlace)
	excused.Reason, excused.Approver = say(), "approver "+say()
	lowered.Evidence, lowered.Check, lowered.CheckBy = evidence, assessment.CannotYet, say()
	drilled.Evidence, drilled.Check, drilled.CheckBy = evidence, assessment.CanExplain, say()
	old.Evidence = evidence[1:]
	suggested := x(assessment.InPlace)
	suggested.Suggested = say()
	answers := []assessment.Answer{
		x(assessment.None), x(assessment.None), x(assessment.DontKnow), x(assessment.Partial), x(assessment.InPlace), excused,
		lowered, drilled, old, x(assessment.Partial), suggested, x(assessment.None),
	}
	a := assessment.Assessment{
		ID: "x", Seq: 20, Answers: map[questionnaire.QuestionID]assessment.Answer{},
		Description: assessment.Description{
			Name: say(), Target: questionnaire.FirstUser, People: []string{say(), say()}, FirstShown: "2026-11-01",
		},
		SignOffs: []assessment.SignOff{
			{By: say(), At: now(), Ready: assessment.ReadyUnknown, Words: say()},
			{By: say(), At: now(), Ready: assessment.ReadyNotYet, Words: say()},
		},
		Acceptances: []assessment.Acceptance{
			{Questions: []questionnaire.QuestionID{"a-7", "a-9"}, By: say(), Until: "2026-11-01", Reason: say()},
			{Questions: []questionnaire.QuestionID{"a-11"}, By: say(), Until: "2026-12-01", Reason: say()},
			{Questions: []questionnaire.QuestionID{"a-6"}, By: say(), Until: "2026-12-24", Reason: say()},
		},
		Calls: []assessment.Call{{Word: assessment.Conditional, Stage: questionnaire.FirstUser, By: say(), At: now(), Reason: say()}},
		Shipments: []assessment.Shipment{
			{Kind: assessment.ShipDemo, On: "2026-11-01", By: say(), At: now(), Note: say()},
			{Kind: assessment.ShipDeploy, On: today, By: say(), At: now(), Note: "news: " + say()},
			{Kind: assessment.ShipUsers, On: today, People: 3, By: say(), At: now(), Note: say()},
		},
	}
	for i, answer := range answers {
		a.Answers[asked[i].ID] = answer
	}
	facts := []questionnaire.Fact{{ID: "f", Label: say(), Is: say(), IsNot: say()}}
	return analysis.Input{
		Assessment: a, Questionnaires: []questionnaire.Questionnaire{own}, At: now(),
		Vocabulary: questionnaire.Vocabulary{Prompts: []questionnaire.Prompt{{Ask: say(), Facts: facts}}},
	}
}

// everything returns the full report on everywhere, with all that comes from elsewhere.
func everything(say func() string) (report.Document, string) {
	in := everywhere(say)
	d := report.Build(in, analysis.Judge(in), report.Options{
		Extent: report.Full,
		Trend:  []analysis.Point{{On: "2026-11-01", Label: say()}, {On: today, Label: say()}},
		Topics: []questionnaire.Topic{{ID: questionnaire.TopicID(say()), Title: say()}},
		Digest: "sha256:0123456789abcdef",
	})
	return d, string(report.Markdown(d))
}

// elements returns the elements that a forge finds in Markdown, one a line, nested by indentation.
// Text and code spans are left out: what would be a link stands in a code span.
func elements(t testing.TB, source string) string {
	t.Helper()
	return elementsBy(t, gfm(), source)
}

func gfm() parser.Parser { return goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser() }

// elementsBy does as elements with a parser that is there already: to make one takes longer than to parse.
func elementsBy(t testing.TB, p parser.Parser, source string) string {
	t.Helper()
	var found strings.Builder
	depth := 0
	err := ast.Walk(p.Parse(text.NewReader([]byte(source))), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.Kind() {
		case ast.KindText, ast.KindString:
			return ast.WalkContinue, nil
		case ast.KindCodeSpan:
			return ast.WalkSkipChildren, nil
		}
		if !entering {
			depth--
			return ast.WalkContinue, nil
		}
		fmt.Fprintf(&found, "%s%s", strings.Repeat(" ", depth), n.Kind())
		switch n := n.(type) {
		case *ast.Heading:
			fmt.Fprintf(&found, " %d", n.Level)
		case *ast.Emphasis:
			fmt.Fprintf(&found, " %d", n.Level)
		case *ast.HTMLBlock:
			fmt.Fprintf(&found, " %q", n.Lines().Value([]byte(source)))
		}
		found.WriteByte('\n')
		depth++
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found.String()
}

// wellFormed reports characters that no report has, and lines that are too wide although they have
// a space at which they can break.
func wellFormed(t testing.TB, source string) {
	t.Helper()
	if !utf8.ValidString(source) {
		t.Error("the report is not UTF-8")
	}
	if i := strings.IndexFunc(source, func(r rune) bool {
		return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r))
	}); i >= 0 {
		t.Errorf("character %q in %q", []rune(source[i:])[0], source[max(0, i-20):i])
	}
	for line := range strings.Lines(source) {
		line = strings.TrimSuffix(line, "\n")
		if strings.TrimRight(line, " ") != line {
			t.Errorf("the line %q ends in a space", line)
		}
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "|") || utf8.RuneCountInString(line) <= 80 {
			continue
		}
		code := regexp.MustCompile("`[^`]*`")
		_, words, _ := strings.Cut(code.ReplaceAllString(strings.TrimLeft(line, " >-0123456789."), "code"), " ")
		if words != "" {
			t.Errorf("the line %q has %d characters, want at most 80", line, utf8.RuneCountInString(line))
		}
	}
}

func TestHostileTextInEveryFieldChangesNoElement(t *testing.T) {
	_, harmless := everything(func() string { return "Some words" })
	want := elements(t, harmless)
	for _, kind := range []string{
		"Heading 3", "Table", "Blockquote", "Emphasis 1", "Emphasis 2", "List", "TaskCheckBox",
		`HTMLBlock "<details>\n<summary>12 questions, 0 not asked</summary>\n"`, `HTMLBlock "</details>\n"`,
	} {
		if !strings.Contains(want, kind) {
			t.Errorf("the report under test has no %s", kind)
		}
	}
	for _, s := range hostile() {
		for _, said := range []string{s, "Words, then " + s} {
			d, got := everything(func() string { return said })
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(elements(t, got), "\n")); diff != "" {
				t.Errorf("with %q in every field other elements (-want +got):\n%s", said, diff)
			}
			wellFormed(t, got)
			if got != string(report.Markdown(d)) {
				t.Errorf("with %q in every field: two runs differ", said)
			}
			if t.Failed() {
				t.Fatalf("the report:\n%s", got)
			}
		}
	}
}

func TestInvisibleTextLeavesAWellFormedReport(t *testing.T) {
	ours := regexp.MustCompile(`HTMLBlock "(<details>\\n<summary>[A-Za-z0-9, ]+</summary>|</details>)\\n"`)
	for _, s := range []string{"", " ", "\x00", "\u200b", "\x1b[31m", "\n\n", "\u202e\u2066", "\xff"} {
		_, got := everything(func() string { return s })
		wellFormed(t, got)
		for line := range strings.Lines(elements(t, got)) {
			for _, kind := range []string{"Link", "Image", "HTML", "CodeBlock", "ThematicBreak"} {
				if strings.Contains(line, kind) && !ours.MatchString(line) {
					t.Errorf("with %q in every field: the report has a %s", s, line)
				}
			}
		}
	}
}
