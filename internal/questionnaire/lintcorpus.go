package questionnaire

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	runWords   = 6 // as many words in a row are a run
	mostShared = 3 // as many questions may share a run
)

// A corpus is all that is linted together.
type corpus struct {
	questions map[QuestionID]placed
	runs      map[string]tally // runs that too many questions share
	timeLimit *regexp.Regexp
}

// A placed question knows its questionnaire.
type placed struct {
	Question

	file ID
}

func newCorpus(qs []Questionnaire) corpus {
	c := corpus{
		questions: map[QuestionID]placed{}, runs: map[string]tally{},
		timeLimit: regexp.MustCompile(`\b(in the last|at most) \d+ (days|months)( ago| old)?\b`),
	}
	var all []Question
	for _, q := range qs {
		questions := q.Questions()
		all = append(all, questions...)
		for _, question := range questions {
			c.questions[question.ID] = placed{question, q.ID}
		}
	}
	c.collect(all)
	return c
}

// collect counts in how many questions each run stands and keeps those that stand in too many.
func (c corpus) collect(all []Question) {
	for i, q := range all {
		q.eachText(func(_, text string) {
			for _, run := range c.split(text) {
				t := c.runs[run]
				if t.questions == 0 {
					t.first = q.ID
				}
				if t.number != i+1 {
					c.runs[run] = tally{t.questions + 1, i + 1, t.first, q.ID}
				}
			}
		})
	}
	maps.DeleteFunc(c.runs, func(_ string, t tally) bool { return t.questions <= mostShared })
}

// A tally counts the questions in which a run stands.
type tally struct {
	questions   int
	number      int // of the last one, from 1
	first, last QuestionID
}

// split returns every run of a text in small letters. A time limit such as "in the last 90 days" is
// the fixed vocabulary of the levels and counts as one word.
func (c corpus) split(text string) []string {
	words := tokens(c.timeLimit.ReplaceAllStringFunc(strings.ToLower(text), func(limit string) string {
		return strings.ReplaceAll(limit, " ", "-")
	}))
	if len(words) < runWords {
		return nil
	}
	runs := make([]string, 0, len(words)-runWords+1)
	line := strings.Join(words, " ")
	start, end := 0, len(strings.Join(words[:runWords], " "))
	runs = append(runs, line[start:end])
	for i, word := range words[runWords:] {
		start += len(words[i]) + 1
		end += len(word) + 1
		runs = append(runs, line[start:end])
	}
	return runs
}

// ownWords reports where a text begins to say what too many other questions say in the same words.
func ownWords(l *linter, q Question) {
	q.eachText(func(field, text string) {
		inside := false
		for _, run := range l.corpus.split(text) {
			t, shared := l.corpus.runs[run]
			if shared && !inside {
				other := t.first
				if other == q.ID {
					other = t.last
				}
				l.report(field, "%s stands in %d questions, such as %s: at most %d may share %d words in a row",
					quote(run), t.questions, other, mostShared, runWords)
			}
			inside = shared
		}
	})
}

func laterInFile(l *linter, q Question) {
	l.eachLater(q, func(field string, needed placed) {
		if needed.file == l.file.ID {
			l.report(field, "due at %s, it needs %s, which is due at %s: a question needs none that is due later", q.Stage, needed.ID, needed.Stage)
		}
	})
}

func pullForward(l *linter, q Question) {
	l.eachLater(q, func(field string, needed placed) {
		if needed.file == Core && l.file.ID != Core {
			l.report(field, "due at %s, it pulls forward %s, which is due at %s", q.Stage, needed.ID, needed.Stage)
		}
	})
}

// eachLater calls f for everything that q needs and that is due at a later stage.
func (l *linter) eachLater(q Question, f func(field string, needed placed)) {
	for i, id := range q.Needs {
		needed, ok := l.corpus.questions[id]
		if ok && q.Stage != "" && slices.Index(Stages(), needed.Stage) > slices.Index(Stages(), q.Stage) {
			f("needs."+strconv.Itoa(i), needed)
		}
	}
}

// sizes is the id of the rule about a file as a whole.
const sizes = "L16"

// fileSizes reports a questionnaire that does not fit its meetings. A team's own pack may be short.
func fileSizes(l *linter, q Questionnaire) {
	questions := q.Questions()
	report := func(level ProblemLevel, at Places, field, what string, n, least, most int) {
		if n < least || n > most {
			l.at = at
			l.add(sizes, level, field, "%s: %d, want %d to %d", what, n, least, most)
		}
	}
	if q.ID != Core {
		if len(questions) > 0 {
			report(LevelWarning, q.At, "id", "questions in a pack", len(questions), 10, 20)
		}
		return
	}
	quick, blockers := 0, 0
	for _, question := range questions {
		if question.Quick {
			quick++
		}
		if question.Severity == Blocker {
			blockers++
		}
	}
	for _, a := range q.Areas {
		report(LevelError, a.At, "questions", "questions in the area "+string(a.ID), len(a.Questions), 5, 9)
	}
	report(LevelError, q.At, "id", "quick questions", quick, 10, 12)
	report(LevelError, q.At, "id", "blockers (one question in five at most)", blockers, 0, len(questions)/5)
}
