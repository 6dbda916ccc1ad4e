package report_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
)

// pieces returns the parts of a report that are wrapped by themselves, each as one line: headings,
// paragraphs, entries of lists and rows of tables.
func pieces(source string) []string {
	var all []string
	open := false // the next line may go on with the last piece
	for line := range strings.Lines(source) {
		line = strings.TrimSuffix(line, "\n")
		bare := strings.TrimLeft(line, " >")
		_, numbered := leading(bare)
		starts := numbered || strings.HasPrefix(bare, "- ") || strings.HasPrefix(bare, "|") || strings.HasPrefix(bare, "#")
		switch {
		case line == "":
			open = false
		case starts || !open:
			all = append(all, bare)
			open = true
		default:
			all[len(all)-1] += " " + bare
		}
	}
	return all
}

// without returns the elements of a that are not in b, each as often as it is missing there.
func without(a, b []string) []string {
	b = slices.Clone(b)
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool {
		i := slices.Index(b, s)
		if i >= 0 {
			b = slices.Delete(b, i, i+1)
		}
		return i >= 0
	})
}

// TestOneAnswerChangesOnlyWhatSpeaksOfIt gives each question of the worked example, answered or not,
// each other level, and looks at every line that comes or goes. It is allowed to name the question or
// its area, to count, to be a rule, to be a heading or a column title of a view that has something to
// say now and had not, or the other way round, or to belong to a step that enters or leaves the three
// to do now.
func TestOneAnswerChangesOnlyWhatSpeaksOfIt(t *testing.T) {
	v := example(t)
	before := markdown(v.Input())
	counts := regexp.MustCompile(`\b\d+ (of|more|questions|blockers|changes)\b|^\*\*Ready for\*\*|^(STOP|PROVE|NEXT|PLAN|WATCH): |Not asked yet: \d|^## |^\| (Question|Topic|---) |^- \*\*[A-Z][^*]*:\*\*$`)
	rules := regexp.MustCompile(`^[1-5]\. (Start with|Choose tools|Validate|Plan for|Ship early)`)
	changed, most, steps := 0, 0, 0
	titles := map[questionnaire.ID]string{}
	for _, q := range v.Questionnaires {
		titles[q.ID] = q.Title
	}
	levels := []assessment.Level{assessment.DontKnow, assessment.None, assessment.Partial, assessment.InPlace}
	for n, f := range v.Result.Findings {
		if f.Applies == questionnaire.No || f.State == analysis.Unasked && n%7 != 0 {
			continue // of the many that were not asked a few do
		}
		for _, level := range levels {
			in := v.Input()
			in.Assessment.Seq++
			in.Assessment.Answers = maps.Clone(in.Assessment.Answers)
			x := in.Assessment.Answers[f.Question.ID]
			x.Level, x.By, x.At, x.Since = level, "Ana", now(), now()
			in.Assessment.Answers[f.Question.ID] = x
			r := analysis.Judge(in)
			after := string(report.Markdown(report.Build(in, r, report.Options{})))
			gone, come := without(pieces(before), pieces(after)), without(pieces(after), pieces(before))
			stepping := append(moved(v.Result, r), moved(r, v.Result)...)
			for _, piece := range append(gone, come...) {
				low := strings.ToLower(piece)
				names := strings.Contains(low, strings.ToLower(f.Question.Title)) || strings.Contains(low, string(f.Question.ID)) ||
					strings.Contains(piece, f.AreaTitle) || strings.Contains(piece, titles[f.Questionnaire]+": ") || strings.Contains(piece, f.Question.Verify)
				if !names && !counts.MatchString(piece) && !rules.MatchString(piece) && len(stepping) == 0 {
					t.Errorf("%s became %q, which changed %q", f.Question.ID, level, piece)
				}
			}
			if len(stepping) > 0 {
				steps++
				continue
			}
			lines := len(without(strings.Split(after, "\n"), strings.Split(before, "\n")))
			changed, most = changed+1, max(most, lines)
		}
	}
	t.Logf("%d answers that left the three steps as they are changed at most %d lines each; %d moved them", changed, most, steps)
	if changed < 20 || most > 30 {
		t.Errorf("of %d answers one changed %d lines, want at most 30", changed, most)
	}
}

// moved returns the steps that are to do now in a and not the same in b.
func moved(a, b analysis.Result) []questionnaire.QuestionID {
	var ids []questionnaire.QuestionID
	now := b.NowSteps()
	for i, s := range a.NowSteps() {
		if i >= len(now) || now[i].Question != s.Question || now[i].Kind != s.Kind {
			ids = append(ids, s.Question)
		}
	}
	return ids
}

// TestAnAnswerAboutOneGapChangesFewLines counts the lines of the plainest change.
func TestAnAnswerAboutOneGapChangesFewLines(t *testing.T) {
	v := example(t)
	before := strings.Split(markdown(v.Input()), "\n")
	in := v.Input()
	in.Assessment.Seq++
	in.Assessment.Answers = maps.Clone(in.Assessment.Answers)
	x := in.Assessment.Answers["data-slow-queries"]
	x.Level = assessment.None
	in.Assessment.Answers["data-slow-queries"] = x
	after := strings.Split(markdown(in), "\n")
	got := without(after, before)
	want := []string{
		"  - queries at a hundred times the data: none",                                               // the view
		"| Data design & integrity | 1 of 1 | 0 of 1 | queries at a hundred times the data: none |",   // the tools
		"| Queries at a hundred times the data | none | PLAN | nobody | high, due at public launch |", // what is put off
		"- From 13 changes.",
	}
	if !slices.Equal(got, want) || len(after) != len(before) {
		t.Errorf("got %d changed of %d lines, %d before:\n%s", len(got), len(after), len(before), strings.Join(got, "\n"))
	}
}
