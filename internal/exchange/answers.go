package exchange

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"go.yaml.in/yaml/v4"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// MaxAnswers is how many answers a file may have.
const MaxAnswers = 2000

//go:embed answers.schema.json
var answersSchema []byte

// AnswersSchema returns the JSON Schema of a file with answers.
func AnswersSchema() []byte { return bytes.Clone(answersSchema) }

// An Entry is what a file says of one question.
type Entry struct {
	Question questionnaire.QuestionID
	Patch    assessment.Patch
	At       questionnaire.Places // where it says so: of its fields, and "" for the entry
}

// ReadAnswers returns the answers in a YAML or JSON file, and everything that is wrong with it by
// itself. Dates are counted from today, and by is who showed the evidence. An artefact without a date
// has none.
func ReadAnswers(file string, data []byte, by string, today assessment.Date) ([]Entry, questionnaire.Problems) {
	root, problems := questionnaire.LoadYAML(file, asYAML(data))
	if root == nil || len(problems) > 0 {
		return nil, problems
	}
	r := &sheet{file: file, by: by, today: today}
	var entries []Entry
	top := r.keys(root, "", "schema", "answers")
	if schema, ok := top["schema"]; !ok || schema.Value != "1" {
		r.problem(or(schema, root), `"schema" has to be 1`)
	}
	list := top["answers"]
	switch {
	case list == nil || list.Kind != yaml.SequenceNode || len(list.Content) == 0:
		r.problem(or(list, root), `"answers" has to be a list of answers`)
	case len(list.Content) > MaxAnswers:
		r.problem(list, "%d answers, and at most %d are taken at once", len(list.Content), MaxAnswers)
	default:
		for _, n := range list.Content {
			entries = append(entries, r.entry(n))
		}
	}
	r.twice(entries)
	slices.SortStableFunc(r.problems, func(a, b questionnaire.Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Message, b.Message))
	})
	return entries, r.problems
}

// asYAML makes the few things plain in which JSON is no YAML: tabs that indent, and characters
// written as two escapes.
func asYAML(data []byte) []byte {
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		return data
	}
	data = bytes.ReplaceAll(data, []byte("\t"), []byte(" ")) // no string in JSON has one
	return regexp.MustCompile(`\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\.`).ReplaceAllFunc(data, func(escape []byte) []byte {
		if len(escape) < 12 {
			return escape
		}
		high, err := strconv.ParseUint(string(escape[2:6]), 16, 16)
		low, lowErr := strconv.ParseUint(string(escape[8:12]), 16, 16)
		if err != nil || lowErr != nil {
			return escape
		}
		return fmt.Appendf(nil, `\U%08X`, utf16.DecodeRune(rune(high), rune(low)))
	})
}

func or(n, otherwise *yaml.Node) *yaml.Node {
	if n == nil {
		return otherwise
	}
	return n
}

// A sheet is a file while it is read.
type sheet struct {
	file     string
	by       string
	today    assessment.Date
	problems questionnaire.Problems
}

func (r *sheet) problem(n *yaml.Node, format string, args ...any) {
	r.problems = append(r.problems, questionnaire.Problem{
		File: r.file, Line: n.Line, Column: n.Column, Severity: questionnaire.LevelError,
		Message: fmt.Sprintf(format, args...),
	})
}

// keys returns the values of a mapping by key, and reports keys that are unknown or there twice.
func (r *sheet) keys(n *yaml.Node, what string, known ...string) map[string]*yaml.Node {
	values := map[string]*yaml.Node{}
	if n.Kind != yaml.MappingNode {
		r.problem(n, "%swant the keys %s", what, strings.Join(known, ", "))
		return values
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		switch near := questionnaire.Nearest(key.Value, known); {
		case values[key.Value] != nil:
			r.problem(key, "%sthe key %.60q is there twice", what, key.Value)
		case slices.Contains(known, key.Value):
			values[key.Value] = n.Content[i+1]
		case near != "":
			r.problem(key, "%sunknown key %.60q: did you mean %q?", what, key.Value, near)
		default:
			r.problem(key, "%sunknown key %.60q: there is %s", what, key.Value, strings.Join(known, ", "))
		}
	}
	return values
}

// entry returns what one element of the list says.
func (r *sheet) entry(n *yaml.Node) Entry {
	e := Entry{At: questionnaire.Places{"": questionnaire.Place{Line: n.Line, Column: n.Column}}}
	values := r.keys(n, "", "question", "level", "owner", "due", "evidence", "drill", "explained",
		"ai-written", "note", "reason", "approver")
	for key, value := range values {
		e.At[key] = questionnaire.Place{Line: value.Line, Column: value.Column}
	}
	switch question := values["question"]; {
	case question != nil:
		e.Question = questionnaire.QuestionID(r.text(question, "question"))
		if len(values) == 1 {
			r.problem(n, "nothing is said about %.60q: give a level, or what to add", e.Question)
		}
	case n.Kind == yaml.MappingNode:
		r.problem(n, `"question" is missing`)
	}
	word(r, values, "level", &e.Patch.Level, assessment.Levels())
	word(r, values, "explained", &e.Patch.Check, assessment.Checks())
	for key, field := range map[string]**string{
		"owner": &e.Patch.Owner, "note": &e.Patch.Note, "reason": &e.Patch.Reason, "approver": &e.Patch.Approver,
	} {
		if value := values[key]; value != nil {
			*field = new(r.text(value, key))
		}
	}
	if value := values["ai-written"]; value != nil {
		written := value.Value == "true"
		if value.Kind != yaml.ScalarNode || value.Tag != "!!bool" {
			r.problem(value, `"ai-written" has to be true or false`)
		}
		e.Patch.AIWritten = &written
	}
	if value := values["due"]; value != nil {
		e.Patch.Due = new(r.date(value, "due"))
	}
	r.evidence(values, &e.Patch)
	return e
}

// evidence adds what was shown and tried out.
func (r *sheet) evidence(values map[string]*yaml.Node, p *assessment.Patch) {
	if list := values["evidence"]; list != nil && list.Kind == yaml.SequenceNode {
		for _, n := range list.Content {
			p.AddEvidence = append(p.AddEvidence, r.artefact(n))
		}
	} else if list != nil {
		r.problem(list, `"evidence" has to be a list: [docs/scan.txt]`)
	}
	if n := values["drill"]; n != nil {
		p.AddEvidence = append(p.AddEvidence, assessment.Evidence{Kind: assessment.Drill, Date: r.date(n, "drill"), By: r.by})
	}
}

// artefact returns an element of the list of what was shown: a reference, or one with a date.
func (r *sheet) artefact(n *yaml.Node) assessment.Evidence {
	shown := assessment.Evidence{Kind: assessment.Artefact, By: r.by}
	reference := n
	if n.Kind == yaml.MappingNode {
		fields := r.keys(n, "evidence: ", "reference", "date")
		if date := fields["date"]; date != nil {
			shown.Date = r.date(date, "date")
		}
		reference = or(fields["reference"], &yaml.Node{Kind: yaml.ScalarNode, Line: n.Line, Column: n.Column})
	}
	if shown.Reference = r.text(reference, "evidence"); strings.TrimSpace(shown.Reference) == "" {
		r.problem(n, `"evidence" has to name a link or a path`)
	}
	return shown
}

// text returns the text of a node; what looks like a number or a date is text too.
func (r *sheet) text(n *yaml.Node, key string) string {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		r.problem(n, "%q has to be text", key)
		return ""
	}
	return n.Value
}

// date returns the date that a node has.
func (r *sheet) date(n *yaml.Node, key string) assessment.Date {
	if n.Kind != yaml.ScalarNode {
		r.problem(n, "%q has to be a date", key)
		return ""
	}
	date, err := assessment.ParseDate(n.Value, r.today)
	if err != nil {
		r.problem(n, "%q: %v", key, err)
	}
	return date
}

// word sets a field to one of the known words.
func word[T ~string](r *sheet, values map[string]*yaml.Node, key string, field **T, known []T) {
	n := values[key]
	if n == nil {
		return
	}
	value := T(n.Value)
	if n.Kind != yaml.ScalarNode || !slices.Contains(known, value) {
		r.problem(n, "%q has to be one of %s", key, listed(known))
	}
	*field = &value
}

func listed[T ~string](words []T) string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = string(w)
	}
	return strings.Join(all, ", ")
}

// twice reports questions that several entries speak of.
func (r *sheet) twice(entries []Entry) {
	first := map[questionnaire.QuestionID]int{}
	for _, e := range entries {
		at := e.At.Of("question")
		if line := first[e.Question]; line > 0 && e.Question != "" {
			r.problem(&yaml.Node{Line: at.Line, Column: at.Column}, "question %.60q is there twice: it was on line %d already", e.Question, line)
		}
		first[e.Question] = at.Line
	}
}
