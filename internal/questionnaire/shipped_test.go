package questionnaire_test

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"prodfirst/internal/questionnaire"
)

const shipped = "../../questionnaires"

func shippedVocabulary(t testing.TB) questionnaire.Vocabulary {
	t.Helper()
	v, problems := questionnaire.ParseVocabulary("facts.yaml", readFile(t, filepath.Join(shipped, "facts.yaml")))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return v
}

// shippedFiles returns the bytes of every questionnaire that comes with the program, by file name.
func shippedFiles(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(shipped, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, path := range paths {
		if name := filepath.Base(path); name != "facts.yaml" && name != "topics.yaml" && name != "trace.yaml" {
			files[name] = readFile(t, path)
		}
	}
	return files
}

func TestShippedQuestionnairesHaveNothingToReport(t *testing.T) {
	v := shippedVocabulary(t)
	var all []questionnaire.Questionnaire
	for name, data := range shippedFiles(t) {
		q, problems := questionnaire.Parse(name, data, v)
		if len(problems) > 0 {
			t.Error(problems)
		}
		all = append(all, q)
	}
	if problems := questionnaire.Check(all...); len(problems) > 0 {
		t.Error(problems)
	}
	if problems := questionnaire.Lint(all...); len(problems) > 0 {
		t.Error(problems)
	}
}

func TestShippedQuestionnairesHold240CompleteEntries(t *testing.T) {
	want := map[questionnaire.ID]int{
		"core": 90, "aidev": 18, "api": 12, "collab": 20, "culture": 14, "event": 20, "internal": 12, "llm": 18, "mobile": 12,
		"pipeline": 12, "solo": 12,
	}
	v := shippedVocabulary(t)
	files, entries := shippedFiles(t), 0
	if len(files) != len(want) {
		t.Errorf("%d questionnaires, want %d", len(files), len(want))
	}
	for name, data := range files {
		q, _ := questionnaire.Parse(name, data, v)
		complete := 0
		for _, question := range q.Questions() {
			if field := missing(question); field != "" {
				t.Errorf("%s: %s lacks %s", name, question.ID, field)
				continue
			}
			complete++
		}
		if complete != want[q.ID] {
			t.Errorf("%s: %d complete entries, want %d", name, complete, want[q.ID])
		}
		entries += complete
	}
	if entries != 240 {
		t.Errorf("%d complete entries, want 240", entries)
	}
}

// missing returns a field that an entry lacks, or "".
func missing(q questionnaire.Question) string {
	fields := map[string]string{
		"title": q.Title, "question": q.Text, "why": q.Why, "verify": q.Verify, "explain": q.Explain, "listen-for": q.ListenFor,
		"prototype": q.Prototype, "production": q.Production, "ai-failure": q.AIFailure, "severity": string(q.Severity),
		"effort": string(q.Effort), "stage": string(q.Stage), "none": q.Levels.None, "partial": q.Levels.Partial,
		"in-place": q.Levels.InPlace, "proven": q.Levels.Proven,
	}
	for i, step := range q.Steps {
		n := strconv.Itoa(i + 1)
		fields["what step "+n+" does"], fields["who does step "+n] = step.Do, string(step.By)
	}
	for field, text := range fields {
		if strings.TrimSpace(text) == "" {
			return field
		}
	}
	if len(q.Steps) < 3 {
		return "steps"
	}
	if q.Freshness == 0 {
		return "freshness"
	}
	return ""
}

// BenchmarkHeaders is what opening the home screen costs: the headers of all files and no question.
func BenchmarkHeaders(b *testing.B) {
	files := shippedFiles(b)
	for b.Loop() {
		for name, data := range files {
			if _, problems := questionnaire.ParseHeader(name, data); problems.Err() != nil {
				b.Fatal(problems)
			}
		}
	}
}

// BenchmarkParse/core is what walking core costs; all files together are never parsed for it.
func BenchmarkParse(b *testing.B) {
	v, files := shippedVocabulary(b), shippedFiles(b)
	parse := func(b *testing.B, name string) {
		b.Helper()
		if _, problems := questionnaire.Parse(name, files[name], v); problems.Err() != nil {
			b.Fatal(problems)
		}
	}
	b.Run("core", func(b *testing.B) {
		b.SetBytes(int64(len(files["core.yaml"])))
		for b.Loop() {
			parse(b, "core.yaml")
		}
	})
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			for name := range files {
				parse(b, name)
			}
		}
	})
}

func BenchmarkLint(b *testing.B) {
	v := shippedVocabulary(b)
	var all []questionnaire.Questionnaire
	for name, data := range shippedFiles(b) {
		q, _ := questionnaire.Parse(name, data, v)
		all = append(all, q)
	}
	for b.Loop() {
		if problems := questionnaire.Lint(all...); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
