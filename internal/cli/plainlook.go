package cli

import (
	"fmt"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/report"
	"prodfirst/internal/textsafe"
)

// look prints the gaps, the next steps or the report, and tells whether the word asked for one.
func (t talk) look(v app.View, word string) bool {
	switch word {
	case "g":
		t.gaps(v)
	case "s":
		t.steps(v)
	case "r":
		t.document(v.Report())
	default:
		return false
	}
	return true
}

// gaps reads the gaps, most urgent first.
func (t talk) gaps(v app.View) {
	gaps := v.Result.Gaps()
	if len(gaps) == 0 {
		t.tell("No gap among the questions that were asked.")
	} else {
		t.tell("\n%s, most urgent first.", count(len(gaps), "gap"))
	}
	glossed := glossary{}
	for i, f := range gaps {
		who := whoWords(f.Answer)
		if f.Acceptance != nil {
			who = "accepted until " + string(f.Acceptance.Until)
		}
		t.tell("%d %s: %s. Answer: %s. Who: %s.", i+1, glossed.word(f.Decision), f.Question.Title, f.State.Words(), who)
	}
	if n := len(v.Result.Ask.Due); n > 0 {
		t.tell("Not asked yet: %d of %d questions due, %d of them blockers.",
			n, v.Result.Verdict(v.Result.Target).Due.Of, len(v.Result.Ask.Blockers))
	}
}

// glossary remembers which decision words were explained.
type glossary map[analysis.Decision]bool

// word returns a decision, with what it asks for the first time.
func (g glossary) word(d analysis.Decision) string {
	if g[d] {
		return string(d)
	}
	g[d] = true
	return fmt.Sprintf("%s (%s)", d, d.Gloss())
}

// steps reads the next steps in full.
func (t talk) steps(v app.View) {
	r, glossed := v.Result, glossary{}
	for i, s := range r.NowSteps() {
		t.step(v, s, i, len(r.NowSteps()), glossed)
		f, _ := r.Finding(s.Question)
		t.tell("Who: %s.", whoWords(f.Answer))
	}
	t.afterwards(r)
}

// step reads what a step is, and when it is done.
func (t talk) step(v app.View, s analysis.Step, i, of int, glossed glossary) {
	r := v.Result
	f, _ := r.Finding(s.Question)
	t.tell("\nStep %d of %d. %s: %s.", i+1, of, glossed.word(f.Decision), f.Title(s.Kind))
	for _, id := range s.First {
		first, _ := r.Finding(id)
		t.tell("Before it: %s.", analysis.LowerFirst(first.Question.Title))
	}
	verb, action := f.FirstAction(s.Kind)
	t.tell("%s: %s", verb, action)
	t.tell("Done when: %s", ended(analysis.LowerFirst(f.DoneWhen(s.Kind))))
	t.tell("Why now: %s.", s.Reason)
	then := whatIf(v, s.Question)
	if strings.HasPrefix(then, "Then ") {
		then = "If done, " + analysis.LowerFirst(then)
	}
	t.tell("%s", then)
}

// afterwards says what comes after the next steps.
func (t talk) afterwards(r analysis.Result) {
	rest, ask := restWords(r), report.Asking(r)
	switch {
	case rest != "":
		t.tell("\nThen: %s.", rest)
	case len(r.NowSteps()) == 0 && ask == "":
		t.tell("Nothing is left to do before %s.", theStage(r.Target))
	}
	if ask != "" {
		t.tell("Ask: %s.", ask)
	}
}

// document reads a document from top to bottom, a table row by row with the names of its columns.
func (t talk) document(d report.Document) {
	t.tell("\n%s.", d.Title)
	t.blocks(d.Blocks)
	t.tell("\nEnd of the text.")
}

func (t talk) blocks(blocks []report.Block) {
	for _, b := range blocks {
		switch b.Kind {
		case report.Heading:
			t.tell("\n%s.", spanText(b.Spans))
		case report.Paragraph, report.Lead, report.Note:
			t.tell("%s", spanText(b.Spans))
		case report.Quote:
			t.tell("Quote: %s", spanText(b.Spans))
		case report.Bullets, report.Numbers, report.Tasks:
			for i, item := range b.Items {
				t.item(b.Kind, i, item)
			}
		case report.Table:
			for _, row := range b.Rows {
				t.row(b.Header, row)
			}
		case report.Details:
			t.tell("%s", b.Summary)
			t.blocks(b.Blocks)
		}
	}
}

// item reads an entry of a list with all that stands below it.
func (t talk) item(kind report.BlockKind, i int, item report.Item) {
	line := spanText(item.Spans)
	if kind == report.Numbers {
		line = fmt.Sprintf("%d. %s", i+1, line)
	}
	t.tell("%s", line)
	for n, sub := range item.Sub {
		t.item(report.Bullets, n, sub)
	}
}

// row reads a row of a table: the first cell names it.
func (t talk) row(header []string, row [][]report.Span) {
	var cells []string
	for i, cell := range row {
		switch words := spanText(cell); {
		case words == "":
		case i == 0:
			cells = append(cells, words)
		default:
			cells = append(cells, analysis.LowerFirst(header[i])+" "+words)
		}
	}
	t.tell("%s.", strings.Join(cells, "; "))
}

// spanText returns spans without their styles.
func spanText(spans []report.Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(textsafe.Line(s.Text))
	}
	return strings.TrimSpace(b.String())
}

// countWords counts the blockers due by state.
func countWords(r analysis.Result) string {
	return report.Counted("blockers due", r.Verdict(r.Target).Blockers)
}
