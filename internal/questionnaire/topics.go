package questionnaire

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// TopicID names a topic, such as "backup-and-recovery".
type TopicID string

// A Topic is something a team may not know it does not know, explained in two minutes. Questions
// name the topics they rest on.
type Topic struct {
	ID         TopicID
	Title      string
	Answers    string   // what the text answers, in a few words
	Paragraphs []string // the text, each paragraph as one line
}

// The words that are read aloud in about two minutes.
const (
	fewestTopicWords = 150
	mostTopicWords   = 300
)

// ParseTopics reads topics.yaml strictly and reports everything that is wrong with it, in the order
// of the file. If Problems.Err is not nil the topics must not be used.
func ParseTopics(file string, data []byte) ([]Topic, Problems) {
	r := newReader(file, data)
	root := r.load()
	if root == nil {
		return nil, r.done()
	}
	o, ok := r.object(root, "", "topics")
	if !ok {
		return nil, r.done()
	}
	var topics []Topic
	lines := map[TopicID]int{}
	for _, n := range o.required("topics", "list the topics with their texts") {
		if t, ok := r.topic(n, lines); ok {
			topics = append(topics, t)
		}
	}
	return topics, r.done()
}

func (r *reader) topic(n *yaml.Node, lines map[TopicID]int) (Topic, bool) {
	o, ok := r.object(n, "topic: ", "id", "title", "answers", "text")
	if !ok {
		return Topic{}, false
	}
	t := Topic{ID: TopicID(o.id("id", `name the topic, as in "backup-and-recovery"`, 0))}
	if t.ID != "" {
		o.what = fmt.Sprintf("topic %q: ", t.ID)
		unique(o, t.ID, lines)
	}
	t.Title = o.text("title", "name the topic as people read it")
	t.Answers = o.text("answers", "say in a few words what the text answers")
	t.Paragraphs = o.paragraphs("text", "explain it in two minutes, to somebody who has not met it")
	words := 0
	for _, p := range t.Paragraphs {
		words += strings.Count(p, " ") + 1
	}
	if words > 0 && (words < fewestTopicWords || words > mostTopicWords) {
		r.problem(o.places["text"], "", "%s\"text\": want %d to %d words, found %d", o.what, fewestTopicWords, mostTopicWords, words)
	}
	return t, true
}

// paragraphs returns a required text as its paragraphs, which blank lines part, each as one line.
func (o object) paragraphs(key, hint string) []string {
	n, ok := o.value(key, hint)
	if !ok || o.r.text(n, o.what+quote(key)) == "" {
		return nil
	}
	var all, now []string
	for line := range strings.SplitSeq(n.Value+"\n", "\n") {
		words := strings.Fields(line)
		if now = append(now, words...); len(words) == 0 && len(now) > 0 {
			all, now = append(all, strings.Join(now, " ")), nil
		}
	}
	return all
}
