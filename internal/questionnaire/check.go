package questionnaire

import (
	"fmt"
	"strconv"
	"strings"
)

// Check reports what is wrong between questionnaires that are used together: ids taken twice; needs,
// mirrors and switches that lead nowhere; and cycles of needs. Problems come file by file, by line.
func Check(qs ...Questionnaire) Problems {
	c := newCrossCheck(qs)
	for i, q := range qs {
		c.ids(i, q)
		c.switches(i, q)
		for k, question := range q.Questions() {
			c.references(i, question)
			c.cycles(node{i, k})
		}
	}
	var all Problems
	for _, problems := range c.problems {
		problems.sortPlaces()
		all = append(all, problems...)
	}
	return all
}

// A node is a question: its file, and its number in that file.
type node struct{ file, question int }

type crossCheck struct {
	qs        []Questionnaire
	questions [][]Question // by file
	nodes     map[QuestionID]node
	taken     map[ID]int
	names     []string   // the ids of all questions
	problems  []Problems // by file
	hints     suggester

	path  []node
	step  map[node]int  // place on the path from 1; -1: finished
	known map[node]bool // is part of a cycle that was reported
}

func newCrossCheck(qs []Questionnaire) *crossCheck {
	c := &crossCheck{
		qs: qs, questions: make([][]Question, len(qs)), problems: make([]Problems, len(qs)),
		nodes: map[QuestionID]node{}, taken: map[ID]int{}, step: map[node]int{}, known: map[node]bool{},
	}
	for i, q := range qs {
		c.questions[i] = q.Questions()
		for k, question := range c.questions[i] {
			if _, ok := c.nodes[question.ID]; !ok && question.ID != "" {
				c.nodes[question.ID] = node{i, k}
				c.names = append(c.names, string(question.ID))
			}
		}
	}
	return c
}

func (c *crossCheck) report(file int, at Place, level ProblemLevel, rule, format string, args ...any) {
	c.problems[file] = append(c.problems[file], Problem{
		File: c.qs[file].Source, Line: at.Line, Column: at.Column, Rule: rule, Severity: level,
		Message: fmt.Sprintf(format, args...),
	})
}

// ids reports ids that an earlier file has taken; inside one file Parse does.
func (c *crossCheck) ids(i int, q Questionnaire) {
	if first, ok := c.taken[q.ID]; ok {
		c.report(i, q.At.Of("id"), LevelError, "L1", "the id %s is taken by %s", quote(string(q.ID)), c.qs[first].Source)
	} else if q.ID != "" {
		c.taken[q.ID] = i
	}
	for _, question := range c.questions[i] {
		if first, ok := c.nodes[question.ID]; ok && first.file != i {
			c.report(i, question.At.Of("id"), LevelError, "L1", "the id %s is taken by %s, line %d",
				quote(string(question.ID)), c.qs[first.file].Source, c.at(first).At.Of("id").Line)
		}
	}
}

func (c *crossCheck) at(n node) Question { return c.questions[n.file][n.question] }

// references reports needs and mirrors of questions that are in no file.
func (c *crossCheck) references(i int, q Question) {
	for k, id := range q.Needs {
		if _, ok := c.nodes[id]; !ok {
			c.report(i, q.At.Of("needs."+strconv.Itoa(k)), LevelWarning, "L14",
				"question %q: needs %s, which no questionnaire here has%s", q.ID, quote(string(id)), c.hints.didYouMean(string(id), c.names))
		}
	}
	if _, ok := c.nodes[q.Mirrors]; !ok && q.Mirrors != "" {
		c.report(i, q.At.Of("mirrors"), LevelWarning, "L14",
			"question %q: mirrors %s, which no questionnaire here has%s", q.ID, quote(string(q.Mirrors)), c.hints.didYouMean(string(q.Mirrors), c.names))
	}
}

// switches reports questions that cannot be switched off: they are in no file, or in this one.
func (c *crossCheck) switches(i int, q Questionnaire) {
	for k, off := range q.Off {
		at := q.At.Of("switch-off." + strconv.Itoa(k))
		n, ok := c.nodes[off.Question]
		switch {
		case off.Question == "": // Parse reports it
		case !ok:
			c.report(i, at, LevelWarning, "L14", "switches %s off, which no questionnaire here has%s",
				quote(string(off.Question)), c.hints.didYouMean(string(off.Question), c.names))
		case n.file == i:
			c.report(i, at, LevelError, "L14", "switches %s off, which is in this file, line %d: remove it there",
				quote(string(off.Question)), c.at(n).At.Of("id").Line)
		}
	}
}

// cycles follows needs from n and reports each cycle once, where it was entered.
func (c *crossCheck) cycles(n node) {
	if c.step[n] != 0 {
		return
	}
	c.path = append(c.path, n)
	c.step[n] = len(c.path)
	for _, id := range c.at(n).Needs {
		next, ok := c.nodes[id]
		if !ok {
			continue
		}
		if start := c.step[next]; start > 0 && !c.known[next] {
			c.cycle(c.path[start-1:])
		}
		c.cycles(next)
	}
	c.path = c.path[:len(c.path)-1]
	c.step[n] = -1
}

func (c *crossCheck) cycle(path []node) {
	first := c.at(path[0])
	names := make([]string, 0, len(path)+1)
	for _, n := range path {
		c.known[n] = true
		names = append(names, string(c.at(n).ID))
	}
	names = append(names, string(first.ID))
	c.report(path[0].file, first.At.Of("needs"), LevelError, "L14", "needs lead in a circle: %s", strings.Join(names, " → "))
}
