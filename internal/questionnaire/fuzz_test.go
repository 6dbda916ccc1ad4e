package questionnaire_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/questionnaire"
)

// checkPlaces fails if a problem does not point into data or says nothing.
func checkPlaces(t *testing.T, data []byte, problems questionnaire.Problems) {
	t.Helper()
	lines := strings.Split(strings.TrimPrefix(string(data), "\uFEFF"), "\n")
	last := questionnaire.Place{}
	for _, p := range problems {
		if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > utf8.RuneCountInString(lines[p.Line-1])+1 {
			t.Fatalf("outside of the file: %q", p)
		}
		if p.Message == "" || strings.ContainsAny(p.Message, "\x00\x1b\n") {
			t.Fatalf("message: %q", p.Message)
		}
		if p.Line < last.Line || p.Line == last.Line && p.Column < last.Column {
			t.Fatalf("not in the order of the file: %v", problems)
		}
		last = questionnaire.Place{Line: p.Line, Column: p.Column}
	}
}

// checkUsable fails if a questionnaire without errors lacks what its users rely on.
func checkUsable(t *testing.T, q questionnaire.Questionnaire) {
	t.Helper()
	asks := len(q.Areas) > 0 && q.Prototype != "" && q.Production != ""
	if q.ID == "" || q.Version == "" || q.Title == "" || !asks && (len(q.Areas) > 0 || len(q.Off) == 0) {
		t.Fatalf("without errors, but not complete: %+v", q)
	}
	for _, off := range q.Off {
		if off.Question == "" || len(off.Because) < 15 {
			t.Fatalf("switched off without a question or a reason: %+v", off)
		}
	}
	seen := map[questionnaire.QuestionID]bool{}
	for _, a := range q.Areas {
		if a.ID == "" || a.Title == "" || a.Ask == "" || len(a.Questions) == 0 {
			t.Fatalf("without errors, but area %+v is not complete", a)
		}
		for _, x := range a.Questions {
			texts := []string{
				string(x.ID), x.Title, x.Text, x.Why, string(x.Severity), string(x.Effort), string(x.Stage), x.Verify, x.Explain,
				x.ListenFor, x.Prototype, x.Production, x.AIFailure, x.Levels.None, x.Levels.Partial, x.Levels.InPlace, x.Levels.Proven,
			}
			for i, s := range texts {
				if s == "" || strings.ContainsAny(s, "\n\x1b\x00") || strings.TrimSpace(s) == "" {
					t.Fatalf("question %q: text %d is %q", x.ID, i, s)
				}
			}
			if seen[x.ID] || x.Freshness == 0 || len(x.Steps) == 0 {
				t.Fatalf("question %q: taken twice %v, freshness %d, %d steps", x.ID, seen[x.ID], x.Freshness, len(x.Steps))
			}
			seen[x.ID] = true
			if _, err := questionnaire.ParseCondition(x.Applies.String()); err != nil {
				t.Fatalf("question %q: %v", x.ID, err)
			}
		}
	}
}

func addSeeds(f *testing.F) {
	for _, path := range []string{"good", "switches", "broken/keys", "broken/order", "broken/anchors", "broken/question", "broken/reasons"} {
		f.Add(readFile(f, "testdata/"+path+".yaml"))
	}
	for _, s := range []string{"", "\uFEFFid: core\n", "a: &a [*a]\n", "a: b\n---\nc: d\n", "title: \"a\nareas: b\"\n", "? [a]\n: |\n  x\n", "a: !%1b[2J x\n"} {
		f.Add([]byte(s))
	}
}

func FuzzParse(f *testing.F) {
	addSeeds(f)
	v := vocabulary(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		q, problems := questionnaire.Parse("f.yaml", data, v)
		checkPlaces(t, data, problems)
		_ = questionnaire.Check(q)
		_ = questionnaire.Lint(q)
		if problems.Err() == nil {
			checkUsable(t, q)
		}
		_, problems = questionnaire.ParseVocabulary("f.yaml", data)
		checkPlaces(t, data, problems)
	})
}

func FuzzParseHeader(f *testing.F) {
	addSeeds(f)
	v := vocabulary(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		h, problems := questionnaire.ParseHeader("f.yaml", data)
		checkPlaces(t, data, problems)
		q, whole := questionnaire.Parse("f.yaml", data, v)
		if whole.Err() != nil {
			return
		}
		if diff := cmp.Diff(q.Header(), h); len(problems) > 0 || diff != "" {
			t.Fatalf("the whole file is correct, its header is not: %v (-file +header):\n%s", problems, diff)
		}
	})
}

func FuzzParseCondition(f *testing.F) {
	for _, s := range []string{"always", "has:a", "any(has:a, not(all(has:b)))", "not(", "has:é", "any(has:a,)", " has:a b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := questionnaire.ParseCondition(s)
		if err != nil {
			if len(err.Error()) > 400 {
				t.Fatalf("a long message: %v", err)
			}
			return
		}
		again, err := questionnaire.ParseCondition(c.String())
		if diff := cmp.Diff(c, again); len(c.String()) <= 1000 && (err != nil || diff != "") {
			t.Fatalf("%q read back from %q: %v\n%s", s, c, err, diff)
		}
	})
}
