package questionnaire_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/questionnaire"
	"prodfirst/internal/testutil/golden"
)

// shippedQuestionnaires returns what comes with the program, core and packs.
func shippedQuestionnaires(t testing.TB) []questionnaire.Questionnaire {
	t.Helper()
	v := shippedVocabulary(t)
	var all []questionnaire.Questionnaire
	for name, data := range shippedFiles(t) {
		q, problems := questionnaire.Parse(name, data, v)
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		all = append(all, q)
	}
	return all
}

func shippedTopics(t testing.TB) []questionnaire.Topic {
	t.Helper()
	topics, problems := questionnaire.ParseTopics("topics.yaml", readFile(t, filepath.Join(shipped, "topics.yaml")))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return topics
}

func TestTopicsAreReadAsTheyAreWritten(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("word ", 80))
	data := "topics:\n  - id: backup\n    title: Backup\n    answers: >-\n      What a copy\n      is good for\n    text: |-\n      " +
		strings.ReplaceAll(long, "word word word", "word word\n      word") + "\n\n      \n      " + long + "\n"
	got, problems := questionnaire.ParseTopics("f.yaml", []byte(data))
	want := []questionnaire.Topic{{
		ID: "backup", Title: "Backup", Answers: "What a copy is good for", Paragraphs: []string{long, long},
	}}
	if diff := cmp.Diff(want, got); len(problems) > 0 || diff != "" {
		t.Errorf("problems %v, (-want +got):\n%s", problems, diff)
	}
}

func TestEveryProblemOfTopicsIsReportedWithItsPlace(t *testing.T) {
	_, problems := questionnaire.ParseTopics("topics.yaml", readFile(t, "testdata/broken-topics.yaml"))
	golden.Check(t, "topics.txt", problems.Error()+"\n")
}

func TestATextHasAHundredAndFiftyToThreeHundredWords(t *testing.T) {
	for words, want := range map[int]bool{149: false, 150: true, 300: true, 301: false} {
		data := "topics:\n  - id: a\n    title: A\n    answers: b\n    text: " + strings.Repeat("word ", words) + "\n"
		_, problems := questionnaire.ParseTopics("f.yaml", []byte(data))
		if got := len(problems) == 0; got != want {
			t.Errorf("%d words: got problems %v, want valid %v", words, problems, want)
		}
	}
}

func TestShippedTopicsAreThoseThatQuestionsName(t *testing.T) {
	topics := shippedTopics(t)
	if got, want := len(topics), 25; got != want {
		t.Errorf("%d topics, want %d", got, want)
	}
	used := map[questionnaire.TopicID]bool{}
	for _, topic := range topics {
		used[topic.ID] = false
	}
	for _, q := range shippedQuestionnaires(t) {
		for _, question := range q.Questions() {
			for _, id := range question.Topics {
				id := questionnaire.TopicID(id)
				if _, there := used[id]; !there {
					t.Errorf("question %q names the topic %q, which is not there", question.ID, id)
				}
				used[id] = true
			}
		}
	}
	for id, is := range used {
		if !is {
			t.Errorf("no question names the topic %q", id)
		}
	}
}

func FuzzParseTopics(f *testing.F) {
	f.Add(readFile(f, "testdata/broken-topics.yaml"))
	f.Add([]byte("topics:\n  - id: a\n    title: A\n    answers: b\n    text: |-\n      " + strings.Repeat("word ", 150) + "\n\n      x\n"))
	f.Add([]byte("topics:\n  - &a [*a]\n"))
	f.Add([]byte("topics: \"a\\e[2J\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		topics, problems := questionnaire.ParseTopics("f.yaml", data)
		checkPlaces(t, data, problems)
		if problems.Err() != nil {
			return
		}
		for _, topic := range topics {
			texts := append([]string{string(topic.ID), topic.Title, topic.Answers}, topic.Paragraphs...)
			if slices.ContainsFunc(texts, func(s string) bool {
				return strings.TrimSpace(s) == "" || strings.ContainsAny(s, "\n\x1b\x00")
			}) || len(topic.Paragraphs) == 0 {
				t.Fatalf("without errors, but not complete: %+v", topic)
			}
		}
	})
}
