package cli

import (
	"fmt"
	"strconv"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// ask names the question, and reads it out as a whole the first time.
func (w *walk) ask() {
	f := w.finding()
	q := f.Question
	if w.heard[q.ID] {
		w.tell("\nBack at question %d of %d: %s.", w.at+1, len(w.list), q.Title)
	} else {
		w.heard[q.ID] = true
		w.tell("\nQuestion %d of %d, %s.", w.at+1, len(w.list), f.AreaTitle)
		w.tell("%s", q.Text)
		w.tell("Why: %s", q.Why)
		for i, l := range digits() {
			w.tell("%d %s: %s", i, analysis.LevelWords(l), l.Statement(q))
		}
	}
	if f.Answer.Level != assessment.Unasked {
		w.tell("Answered before: %s, by %s on %s.%s",
			analysis.LevelWords(f.Answer.Level), nobody(f.Answer.By), assessment.DateOf(f.Answer.At), countsAs(f))
	}
	w.more(f)
}

// remind names the question after something else was read out.
func (w *walk) remind() {
	w.tell("\nBack at question %d of %d: %s.", w.at+1, len(w.list), w.finding().Question.Title)
}

// more prints what is known of an answer besides its level.
func (w *walk) more(f analysis.Finding) {
	x := f.Answer
	if x.Reason != "" {
		w.tell("Reason: %s", x.Reason)
	}
	if len(x.Votes) > 0 {
		w.tell("Votes: %s.", voteWords(x.Votes))
	}
	for _, e := range x.Evidence {
		w.tell("Shown: %s.", evidenceWords(e))
	}
	if x.Owner != "" || x.Due != "" {
		w.tell("Who: %s.", whoWords(x))
	}
	if x.Check != assessment.Unchecked {
		w.tell("Knowledge check: %s.", checkWords(x))
	}
	if x.AIWritten {
		w.tell("An AI wrote it.")
	}
	if x.Note != "" {
		w.tell("Note:")
		for line := range strings.SplitSeq(x.Note, "\n") {
			w.tell("%s", line)
		}
	}
	if x.Parked != "" {
		w.tell("Parked: %s", x.Parked)
	}
}

// countsAs says in a sentence what an answer amounts to, behind a space; nothing where the level says it.
func countsAs(f analysis.Finding) string {
	if f.Applies == questionnaire.No {
		return " It is kept, and not judged: the question does not apply to this system."
	}
	switch f.State {
	case analysis.Unasked:
		return " Not answered yet."
	case analysis.None, analysis.Partial:
		return " It counts as a gap."
	case analysis.NotApplicable:
		return ""
	case analysis.Unknown:
		if f.Answer.Suggested != "" {
			return fmt.Sprintf(" It counts as don't know: it is only suggested by %s.", f.Answer.Suggested)
		}
		return ""
	case analysis.Claimed:
		switch {
		case f.Reopened():
			return fmt.Sprintf(" It counts as claimed: since the answer %s.", f.Answer.Reopened)
		case f.Expired():
			return fmt.Sprintf(" It counts as claimed: the evidence of %s is too old.", f.Answer.Newest())
		}
		return " It counts as claimed: nothing was shown yet."
	case analysis.Held:
		if f.Answer.Level == assessment.Proven {
			return fmt.Sprintf(" It counts as held until %s: proven needs a drill within %d days and someone who can explain it.",
				f.Expires, f.Question.Freshness)
		}
		return fmt.Sprintf(" It counts as held until %s.", f.Expires)
	case analysis.Proven:
		return fmt.Sprintf(" It counts as proven until %s.", f.Expires)
	}
	return ""
}

func evidenceWords(e assessment.Evidence) string {
	return strings.TrimSpace(fmt.Sprintf("%s of %s %s", e.Kind, e.Date, e.Reference))
}

// checkWords returns the outcome of the knowledge check, and who can explain it: "yes, Mei".
func checkWords(x assessment.Answer) string {
	words := strings.ReplaceAll(string(x.Check), "-", " ")
	if x.CheckBy != "" {
		words += ", " + x.CheckBy
	}
	return words
}

// voteWords counts votes from the lowest: "1 none, 2 partial". It does not say whose they are.
func voteWords(votes []assessment.Vote) string {
	var parts []string
	for _, l := range []assessment.Level{
		assessment.None, assessment.DontKnow, assessment.Partial, assessment.InPlace, assessment.Proven,
	} {
		n := 0
		for _, v := range votes {
			if v.Level == l {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, analysis.LevelWords(l)))
		}
	}
	return strings.Join(parts, ", ")
}

// teach prints what there is to know about the question, or the topic that was named.
func (w *walk) teach(topic string) {
	q := w.finding().Question
	var topics []questionnaire.Topic
	if topic != "" || len(q.Topics) > 0 {
		all, err := w.service.Library.Topics()
		if err != nil {
			w.tell("The topics cannot be read: %v.", err)
			return
		}
		topics = all
	}
	if topic != "" {
		w.explain(q, topics, topic)
		return
	}
	for _, part := range []struct{ label, text string }{
		{"In a prototype", q.Prototype},
		{"In production", q.Production},
		{"Ask to see", q.Verify},
		{"Listen for", q.ListenFor},
		{"Seen in AI-written code", q.AIFailure},
		{"Knowledge check", q.Explain},
	} {
		if part.text != "" {
			w.tell("%s: %s", part.label, part.text)
		}
	}
	for i, step := range q.Steps {
		w.tell("Step %d: %s%s", i+1, step.Do, roleWords(step.By))
	}
	if len(q.References) > 0 {
		w.tell("References: %s.", strings.Join(q.References, ", "))
	}
	own := topicsOf(q, topics)
	for i, t := range own {
		w.tell("Topic %d, %s: %s", i+1, t.Title, t.Answers)
	}
	if len(own) > 0 {
		w.tell("w and the number of a topic, or its name, reads it; each takes two minutes.")
	}
	w.remind()
}

// topicsOf returns the topics that a question names, in its order.
func topicsOf(q questionnaire.Question, all []questionnaire.Topic) []questionnaire.Topic {
	var found []questionnaire.Topic
	for _, id := range q.Topics {
		for _, t := range all {
			if string(t.ID) == id {
				found = append(found, t)
			}
		}
	}
	return found
}

// explain reads one topic: the question's of that number, or any that has the words in its name.
func (w *walk) explain(q questionnaire.Question, all []questionnaire.Topic, name string) {
	if n, err := strconv.Atoi(name); err == nil {
		if own := topicsOf(q, all); 1 <= n && n <= len(own) {
			w.read(own[n-1])
			return
		}
		w.tell("This question has %s.", count(len(topicsOf(q, all)), "topic"))
		return
	}
	var found []questionnaire.Topic
	for _, t := range all {
		switch title := strings.ToLower(t.Title); {
		case string(t.ID) == name, title == strings.ToLower(name):
			w.read(t)
			return
		case strings.Contains(title+" "+string(t.ID), strings.ToLower(name)):
			found = append(found, t)
		}
	}
	switch len(found) {
	case 0:
		w.tell("No topic is called %q.", name)
	case 1:
		w.read(found[0])
	default:
		for _, t := range found {
			w.tell("%s: %s", t.ID, t.Title)
		}
		w.tell("Which one? Type w and its name.")
	}
}

// read prints a topic.
func (w *walk) read(t questionnaire.Topic) {
	w.tell("\n%s: %s", t.Title, t.Answers)
	for _, paragraph := range t.Paragraphs {
		w.tell("%s", paragraph)
	}
	w.remind()
}

// usage prints what can be typed.
func (w *walk) usage() {
	w.tell(`0 to 4 answer and go on: 0 don't know, 1 none, 2 partial, 3 in place, 4 proven.
v, and then one line of fingers, such as 0 2 3 3, or Ana 3, Mei 0: the lowest is kept.
x does not apply; the reason is asked for.
These say more of the question, before or after its answer; alone they ask:
e and a link or path: something that shows it. d and a date: a drill that was done.
o and a name, with a date if you like: who does something about it, and until when.
c yes, c partly or c not-yet, and a name if you like: whether someone can explain it.
t and a note; t alone takes several lines. f and a remark to come back to at the end.
a written by an AI, or not. A lone - after e, o, c, t, f or v empties it.
b before any of these, such as b e LINK, speaks of the question before.
An empty line goes on. b goes back. j goes to the next one not asked, j 5 to question 5.
/ and some words finds a question. again reads this one out once more.
w teaches more about it: contrast, what to ask to see, steps, references, topics.
u takes the last change back, whoever made it; redo does it again.
g reads the gaps, s the next steps, r the report.
q leaves; everything is saved already.`)
	w.remind()
}
