package questionnaire_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/golden"
)

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func vocabulary(t testing.TB) questionnaire.Vocabulary {
	t.Helper()
	v, problems := questionnaire.ParseVocabulary("facts.yaml", readFile(t, "testdata/facts.yaml"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return v
}

func parseGood(t testing.TB) questionnaire.Questionnaire {
	t.Helper()
	q, problems := questionnaire.Parse("good.yaml", readFile(t, "testdata/good.yaml"), vocabulary(t))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return q
}

func TestParseReadsEveryField(t *testing.T) {
	has := func(id questionnaire.FactID) questionnaire.Condition {
		return questionnaire.Condition{Op: questionnaire.Has, Fact: id}
	}
	want := questionnaire.Question{
		ID:       "bak-restore-drill",
		Title:    "Last restore drill",
		Text:     "When did you last restore a backup into an empty environment?",
		Why:      "A copy that was never read back is a hope. The first attempt should not be the emergency.",
		Severity: questionnaire.Blocker,
		Escalate: []questionnaire.Escalation{{
			If:       questionnaire.Condition{Op: questionnaire.Any, Args: []questionnaire.Condition{has("payments")}},
			Severity: questionnaire.High, Stage: questionnaire.PublicLaunch,
		}},
		Effort:  questionnaire.Middle,
		Stage:   questionnaire.FirstUser,
		Applies: has("stored-data"),
		Needs:   []questionnaire.QuestionID{"bak-automatic"},
		Quick:   true,
		Levels: questionnaire.Levels{
			None:    "Nobody has ever restored a copy.",
			Partial: "One table was restored once, by the person who wrote the script.",
			InPlace: "A written restore procedure covers every store and lies beside the code.",
			Proven:  "In the last 90 days someone else followed it into an empty place and timed it.",
		},
		Verify:     "Drill record: date, age of the copy, person, duration.",
		Explain:    "Can someone explain what is lost between the last copy and now?",
		ListenFor:  "the order of restoring, and the number of minutes",
		Freshness:  90,
		Prototype:  "The provider surely has backups.",
		Production: "On Tuesday 400 bookings came back in 35 minutes.",
		AIFailure:  "The assistant writes a backup script and never a restore.",
		Steps: []questionnaire.Step{
			{Do: "Restore the newest copy into an empty database.", By: questionnaire.ByPerson},
			{Do: "Write down each command and its duration.", By: questionnaire.AIDraft},
			{Do: "Put the next drill into the calendar.", By: questionnaire.ByPerson},
		},
		References: []string{"AWS:REL09-BP04", "800-53:CP-9(1)"},
		Topics:     []string{"backup-and-recovery"},
		Rules:      []string{"plan-for-failure"},
		Views:      []string{"night", "promise"},
	}
	got := parseGood(t)
	places := got.Questions()[0].At
	if at := places.Of("levels.partial"); at != (questionnaire.Place{Line: 28, Column: 20}) {
		t.Errorf("place of the level partial: got %v, want 28:20", at)
	}
	got.Areas[0].Questions[0].At, got.Areas[0].At, got.At = nil, nil, nil
	wantAll := questionnaire.Questionnaire{
		ID: "core", Version: "1.0.0", Title: "Production-first questions",
		Prototype: "A screen that wows", Production: "Someone depends on it", Source: "good.yaml", Digest: got.Digest,
		Areas: []questionnaire.Area{{
			ID: "bak", Title: "Backup & recovery", Ask: "operations", Questions: []questionnaire.Question{want},
		}},
	}
	if diff := cmp.Diff(wantAll, got); diff != "" {
		t.Errorf("good.yaml (-want +got):\n%s", diff)
	}
}

func TestEveryProblemOfAFileIsReportedWithItsPlace(t *testing.T) {
	v := vocabulary(t)
	files, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("broken files: %v, %v", files, err)
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		t.Run(name, func(t *testing.T) {
			var problems questionnaire.Problems
			if name == "vocabulary" {
				_, problems = questionnaire.ParseVocabulary(name+".yaml", readFile(t, path))
			} else {
				_, problems = questionnaire.Parse(name+".yaml", readFile(t, path), v)
			}
			golden.Check(t, name+".txt", problems.Error()+"\n")
		})
	}
}

func TestUnreadableFilesSayWhereAndWhy(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"empty", "", "f.yaml:1:1: the file is empty"},
		{"only a document", "---\n", "f.yaml:1:1: the file is empty"},
		{"only a comment", "# nothing\n", "f.yaml:1:1: the file is empty"},
		{"too large", "#" + strings.Repeat("x", 1<<20), "f.yaml:1:1: the file has 1048577 bytes: at most 1048576 (1 MiB) are read"},
		{"not UTF-8", "id: caf\xe9\n", "f.yaml:1:8: the file is not UTF-8 text: save it as UTF-8"},
		{"UTF-16", "\xff\xfei\x00d\x00", "f.yaml:1:1: the file is not UTF-8 text: save it as UTF-8"},
		{"escape", "id: core\ntitle: é\x1b[2J\n", "f.yaml:2:9: the control character U+001B is not allowed: remove it"},
		{"lone carriage return", "id: core\rtitle: x\n", "f.yaml:1:9: the control character U+000D is not allowed: remove it"},
		{"line separator", "id: a\u2028title: x\n", "f.yaml:1:6: the control character U+2028 is not allowed: remove it"},
		{"one a line", "\x01\x01\n\x02\n", "f.yaml:1:1: the control character U+0001 is not allowed: remove it\n" +
			"f.yaml:2:1: the control character U+0002 is not allowed: remove it"},
		{"two documents", "id: core\n---\nid: event\n", "f.yaml:2:1: a second document begins: write one file for each"},
		{"deep flow", "areas: " + strings.Repeat("[", 100_000), "f.yaml:1:40: nested deeper than 32 levels"},
		{"deep block", strings.Repeat("- ", 100_000), "f.yaml:1:65: nested deeper than 32 levels"},
		{"tab", "areas:\n\t- id: bak\n", "f.yaml:2:1: a tab cannot indent: use spaces"},
		{"bad start", "title: @home\n", "f.yaml:1:8: text cannot begin with '@': put it in quotes"},
		{"colon", "id: core\r\ntitle: Backup: all\r\n", "f.yaml:2:14: \":\" is not expected here: " +
			"put text that contains \": \" in quotes, or correct the indentation"},
		{"open quote", "id: core\ntitle: 'Backup\n", "f.yaml:2:8: the quote that opens here is never closed"},
		{"open list", "areas: [1, 2\n", "f.yaml:2:1: not readable as YAML: did not find expected ',' or ']' " +
			"(while parsing a flow sequence, from line 1, column 8)"},
		{"unknown alias", "title: *t\n", "f.yaml:1:8: aliases are not allowed: write the value out, or put the text in quotes"},
		{"a word", "hello\n", "f.yaml:1:1: want the keys id, version, title, applies, prototype, production, switch-off, reviewed, areas, found the text \"hello\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			_, problems := questionnaire.Parse("f.yaml", []byte(c.data), questionnaire.Vocabulary{})
			if problems.Err() == nil || problems.Error() != c.want {
				t.Errorf("problems of %.40q:\ngot  %v\nwant %v", c.data, problems, c.want)
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%.40q took %v", c.data, took)
			}
		})
	}
}

func TestAliasBombIsRefused(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 [x]\n")
	for _, level := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"} {
		last := string(level[0] - 1)
		bomb.WriteString("a" + level + ": &a" + level + " [" + strings.Repeat("*a"+last+", ", 9) + "*a" + last + "]\n")
	}
	_, problems := questionnaire.Parse("bomb.yaml", []byte(bomb.String()), questionnaire.Vocabulary{})
	if problems.Err() == nil || !strings.Contains(problems.Error(), "bomb.yaml:1:5: the anchor &a0 is not allowed") ||
		!strings.Contains(problems.Error(), "bomb.yaml:2:10: the alias *a0 is not allowed") {
		t.Errorf("problems of an alias bomb: got %.300s", problems.Error())
	}
}

func TestParseTimeIsLinearInHostileFiles(t *testing.T) {
	v := vocabulary(t)
	numbered := func(n int, line func(i string) string) []byte {
		var b strings.Builder
		for i := range n {
			b.WriteString(line(strings.Repeat("k", i%5) + string(rune('a'+i%26)) + strings.Repeat("z", i%7) + strconv.Itoa(i)))
		}
		return []byte(b.String())
	}
	question := func(i string) string {
		return "      - {id: q-" + i + ", applies: has:" + i + ", needs: [q-" + i + "x]}\n"
	}
	for name, data := range map[string][]byte{
		"flat keys":      numbered(40_000, func(i string) string { return i + ": x\n" }),
		"questions":      append([]byte("areas:\n  - questions:\n"), numbered(12_000, question)...),
		"one long line":  []byte("areas: [" + strings.Repeat("{questions: [{applies: has:zz}]},", 10_000) + "]\n"),
		"same key":       []byte(strings.Repeat("id: core\n", 100_000)),
		"control escape": []byte("areas: [" + strings.Repeat(`"\e",`, 50_000) + "]\n"),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			q, problems := questionnaire.Parse("f.yaml", data, v)
			_ = questionnaire.Check(q)
			if problems.Err() == nil {
				t.Errorf("%s: want problems", name)
			}
			// A quadratic step takes minutes here; the bound leaves room for the race detector.
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("%s: %d bytes took %v", name, len(data), took)
			}
		})
	}
}

func TestDigestIgnoresTheKindOfLineEnds(t *testing.T) {
	unix := readFile(t, "testdata/good.yaml")
	windows := []byte(strings.ReplaceAll(string(unix), "\n", "\r\n"))
	a, problemsA := questionnaire.Parse("good.yaml", unix, vocabulary(t))
	b, problemsB := questionnaire.Parse("good.yaml", windows, vocabulary(t))
	if len(problemsA)+len(problemsB) > 0 {
		t.Fatal(problemsA, problemsB)
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("with other line ends (-unix +windows):\n%s", diff)
	}
	if want := 7 + 64; len(a.Digest) != want || !strings.HasPrefix(a.Digest, "sha256:") {
		t.Errorf("digest: got %q, want sha256: and 64 digits", a.Digest)
	}
	c, _ := questionnaire.Parse("good.yaml", append(unix, '#'), vocabulary(t))
	if c.Digest == a.Digest {
		t.Error("a changed file has the same digest")
	}
}

func TestHeaderIsThatOfTheWholeFileAndParsesNoQuestion(t *testing.T) {
	data := readFile(t, "testdata/good.yaml")
	want := parseGood(t).Header()
	got, problems := questionnaire.ParseHeader("good.yaml", data)
	if diff := cmp.Diff(want, got); len(problems) > 0 || diff != "" {
		t.Errorf("header: problems %v (-want +got):\n%s", problems, diff)
	}
	broken := append(data, "        views: [never closed\n"...)
	if _, problems := questionnaire.ParseHeader("good.yaml", broken); len(problems) > 0 {
		t.Errorf("header of a file with a broken question: %v", problems)
	}
	flow := "{id: core, version: 1.0.0, title: t, applies: always, prototype: p, production: q, areas: [}]}"
	if _, problems := questionnaire.ParseHeader("flow.yaml", []byte(flow)); problems.Err() == nil {
		t.Error("a header that is no line of its own was taken from a broken file")
	}
}

func TestHeaderReportsItsOwnProblems(t *testing.T) {
	data := "id: core\nversion: v1\napplies: any(has:)\nareas:\n  - id: bak\n"
	_, problems := questionnaire.ParseHeader("f.yaml", []byte(data))
	golden.Check(t, "header-only.txt", problems.Error()+"\n")
}

func TestVersions(t *testing.T) {
	good := string(readFile(t, "testdata/good.yaml"))
	for version, want := range map[string]bool{
		"0.0.0": true, "1.20.300": true, "1.0.0-rc.1": true, "1.0.0-rc.1+build.05": true, "1.0.0-x-y": true,
		`"1.0"`: false, "v1.0.0": false, "1.0.0.0": false, "01.0.0": false, "1.0.0-": false, "1.0.0-01": false,
		"1.0.0+": false, "1.0.0-a..b": false, "1.0.x": false, "-1.0.0": false, "1..0": false,
	} {
		data := strings.Replace(good, "version: 1.0.0", "version: "+version, 1)
		_, problems := questionnaire.Parse("good.yaml", []byte(data), vocabulary(t))
		if (len(problems) == 0) != want {
			t.Errorf("version %s: got problems %v, want valid %v", version, problems, want)
		}
	}
}
