package report

import (
	"strconv"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/textsafe"
)

// A CSVTable is a table that can be written for a spreadsheet.
type CSVTable string

// The tables.
const (
	GapsTable  CSVTable = "gaps"  // one row for each gap, in the order of the plan
	StepsTable CSVTable = "steps" // one row for each step, with what to do
)

// CSVTables returns all tables.
func CSVTables() []CSVTable { return []CSVTable{GapsTable, StepsTable} }

// CSV returns a table with a header as RFC 4180 has it: UTF-8, every cell quoted, lines ended by CR
// LF. A cell that a spreadsheet would calculate starts with an apostrophe, as OWASP advises.
func CSV(r analysis.Result, table CSVTable) []byte {
	var rows [][]string
	switch table {
	case GapsTable:
		rows = gapRows(r)
	case StepsTable:
		rows = stepRows(r)
	}
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(`"` + strings.ReplaceAll(cellText(cell), `"`, `""`) + `"`)
		}
		b.WriteString("\r\n")
	}
	return []byte(b.String())
}

// cellText returns foreign text as one line that a spreadsheet takes for text.
func cellText(s string) string {
	s = textsafe.Line(s)
	if rest := strings.TrimLeft(s, " '\""); rest != "" && strings.ContainsRune("=+-@＝＋－＠\t", []rune(rest)[0]) {
		return "'" + s
	}
	return s
}

func gapRows(r analysis.Result) [][]string {
	rows := [][]string{{
		"question", "title", "area", "decision", "state", "severity", "stage", "due",
		"owner", "owner due", "answered by", "answered on", "accepted by", "accepted until", "reason",
	}}
	for _, s := range r.Plan {
		f, _ := r.Finding(s.Question)
		accepted := assessment.Acceptance{}
		if f.Acceptance != nil {
			accepted = *f.Acceptance
		}
		rows = append(rows, []string{
			string(f.Question.ID), f.Question.Title, f.AreaTitle, string(f.Decision), f.State.Words(), string(f.Severity),
			analysis.StageWords(f.Stage), string(f.Due), f.Answer.Owner, string(f.Answer.Due), f.Answer.By,
			string(assessment.DateOf(f.Answer.At)), accepted.By, string(accepted.Until), s.Reason,
		})
	}
	return rows
}

func stepRows(r analysis.Result) [][]string {
	rows := [][]string{{
		"place", "now", "decision", "step", "question", "first", "begin", "done when", "owner", "owner due", "effort", "reason",
	}}
	for i, s := range r.Plan {
		f, _ := r.Finding(s.Question)
		now := ""
		if s.Now {
			now = "yes"
		}
		first := make([]string, len(s.First))
		for n, id := range s.First {
			first[n] = string(id)
		}
		verb, text := f.FirstAction(s.Kind)
		rows = append(rows, []string{
			strconv.Itoa(i + 1), now, string(f.Decision), f.Title(s.Kind), string(f.Question.ID), strings.Join(first, " "),
			verb + ": " + text, f.DoneWhen(s.Kind), f.Answer.Owner, string(f.Answer.Due), string(f.Question.Effort), s.Reason,
		})
	}
	return rows
}
