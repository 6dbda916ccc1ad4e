package questionnaire

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Lint reports where questions break the writing rules, by themselves and beside each other, file by
// file, by line. Each problem carries the id of its rule; those of level error have to be corrected,
// warnings may be acknowledged in the file. Empty fields are left to Parse.
func Lint(qs ...Questionnaire) Problems {
	rules := lintRules()
	levels := map[string]ProblemLevel{sizes: LevelWarning}
	for _, rule := range rules {
		if levels[rule.id] != LevelWarning {
			levels[rule.id] = rule.level
		}
	}
	l := linter{corpus: newCorpus(qs), levels: levels}
	var all Problems
	for _, q := range qs {
		l.file, l.problems = q, nil
		l.begin("", q.At)
		fileSizes(&l, q)
		l.acknowledge(q.Reviewed)
		for _, question := range q.Questions() {
			l.begin(fmt.Sprintf("question %q: ", question.ID), question.At)
			for _, rule := range rules {
				l.rule = rule
				rule.check(&l, question)
			}
			l.acknowledge(question.Reviewed)
		}
		l.problems.sortPlaces()
		all = append(all, l.problems...)
	}
	return all
}

// A lintRule reports what it finds in one question.
type lintRule struct {
	id    string
	level ProblemLevel
	check func(*linter, Question)
}

// lintRules is the table of all rules about a question; new ones are added here.
func lintRules() []lintRule {
	w := newLexicon()
	return []lintRule{
		{"L2", LevelError, oneQuestionMark},
		{"L3", LevelError, questionLength},
		{"L3", LevelWarning, questionLong},
		{"L4", LevelError, w.opener},
		{"L5", LevelError, noAndOr},
		{"L6", LevelWarning, oneIdea},
		{"L7", LevelError, w.noYesOrNo},
		{"L8", LevelError, w.noVague},
		{"L9", LevelError, w.noExcluding},
		{"L10", LevelError, w.noProduct},
		{"L11", LevelError, w.artefact},
		{"L13", LevelError, hasReference},
		{"L14", LevelError, laterInFile},
		{"L15", LevelWarning, pullForward},
		{"L17", LevelWarning, shortWhy},
		{"L18", LevelWarning, readable},
		{"L19", LevelError, shortLevels},
		{"L20", LevelError, differentLevels},
		{"L20", LevelError, w.provenIsDone},
		{"L20", LevelError, w.inPlaceIsNow},
		{"L21", LevelWarning, w.noneIsAbsent},
		{"L22", LevelError, stepCount},
		{"L23", LevelWarning, w.imperative},
		{"L24", LevelError, w.contrast},
		{"L25", LevelError, w.knowledgeCheck},
		{"L27", LevelError, readingTime},
		{"L28", LevelError, freshness},
		{"L32", LevelError, ownWords},
	}
}

// A linter collects what the rules find in one file.
type linter struct {
	corpus   corpus
	levels   map[string]ProblemLevel // of each rule, warning if it can be one
	file     Questionnaire
	what     string // begins messages: `question "bak-scope": `, or nothing
	at       Places
	rule     lintRule
	found    Problems // in the present question
	problems Problems // in the file
}

// begin makes a question, or the file as a whole, the one that is looked at.
func (l *linter) begin(what string, at Places) { l.what, l.at, l.found = what, at, nil }

func (l *linter) report(field, format string, args ...any) {
	l.add(l.rule.id, l.rule.level, field, format, args...)
}

func (l *linter) add(rule string, level ProblemLevel, field, format string, args ...any) {
	at := l.at.Of(field)
	l.found = append(l.found, Problem{
		File: l.file.Source, Line: at.Line, Column: at.Column, Rule: rule, Severity: level,
		Message: l.what + fmt.Sprintf(format, args...),
	})
}

// acknowledge drops the warnings that were reviewed, and reports reviews that are of no use.
func (l *linter) acknowledge(reviewed []Reviewed) {
	const rule = "L33"
	dropped := map[string]bool{} // by rule: whether it had a warning
	for _, r := range reviewed {
		dropped[r.Rule] = false
	}
	l.found = slices.DeleteFunc(l.found, func(p Problem) bool {
		_, ok := dropped[p.Rule]
		drop := ok && p.Severity == LevelWarning
		if drop {
			dropped[p.Rule] = true
		}
		return drop
	})
	for i, r := range reviewed {
		field := "reviewed." + strconv.Itoa(i)
		switch level := l.levels[r.Rule]; {
		case level == "":
			l.add(rule, LevelError, field, "reviewed names the rule %s, which there is not", quote(r.Rule))
		case level == LevelError:
			l.add(rule, LevelError, field, "%s is an error, which cannot be acknowledged: correct it", r.Rule)
		case !dropped[r.Rule]:
			l.add(rule, LevelWarning, field, "there is no warning %s here any more: remove the acknowledgement", r.Rule)
		}
	}
	l.problems = append(l.problems, l.found...)
}

func oneQuestionMark(l *linter, q Question) {
	if n := strings.Count(q.Text, "?"); q.Text != "" && (n != 1 || !strings.HasSuffix(q.Text, "?")) {
		l.report("question", "the question has to end in its only question mark, found %d of them", n)
	}
}

func questionLength(l *linter, q Question) {
	if n := utf8.RuneCountInString(q.Text); n > 0 && (n < 20 || n > 160) {
		l.report("question", "the question has %d characters: want 20 to 160", n)
	}
}

func questionLong(l *linter, q Question) {
	if n := utf8.RuneCountInString(q.Text); n > 110 && n <= 160 {
		l.report("question", "the question has %d characters: up to 110 reads well aloud", n)
	}
}

func noAndOr(l *linter, q Question) {
	for _, bad := range []string{"and/or", ";"} {
		if strings.Contains(strings.ToLower(q.Text), bad) {
			l.report("question", "the question contains %q: ask for one thing", bad)
		}
	}
}

func oneIdea(l *linter, q Question) {
	if word := phraseIn(strings.ReplaceAll(q.Text, "/", "-"), []string{"and", "or"}); word != "" {
		l.report("question", "the question contains %q: check that it asks for one idea", word)
	}
}

func hasReference(l *linter, q Question) {
	if (q.Severity == Blocker || q.Severity == High) && len(q.References) == 0 {
		l.report("severity", "severity %s needs at least one reference", q.Severity)
	}
}

func shortWhy(l *linter, q Question) {
	if n := utf8.RuneCountInString(q.Why); n > 240 {
		l.report("why", "the why has %d characters: want at most 240", n)
	}
	if n := sentences(q.Why); n > 3 {
		l.report("why", "the why has %d sentences: want at most 3", n)
	}
}

func readable(l *linter, q Question) {
	if g := grade(q.Text); q.Text != "" && g > 11 {
		l.report("question", "the question reads at school grade %.1f: want at most 11, with shorter words", g)
	}
}

// levels returns the written statements of a question with their keys, in order.
func (l Levels) written() []statement {
	var all []statement
	for _, s := range []statement{{"none", l.None}, {"partial", l.Partial}, {"in-place", l.InPlace}, {"proven", l.Proven}} {
		if s.text != "" {
			all = append(all, s)
		}
	}
	return all
}

type statement struct{ key, text string }

func shortLevels(l *linter, q Question) {
	for _, s := range q.Levels.written() {
		if n := utf8.RuneCountInString(s.text); n > 150 {
			l.report("levels."+s.key, "the level %s has %d characters: want at most 150", s.key, n)
		}
	}
}

func differentLevels(l *linter, q Question) {
	all := q.Levels.written()
	for i, a := range all {
		for _, b := range all[i+1:] {
			if overlap(a.text, b.text) >= 0.6 {
				l.report("levels."+b.key, "the levels %s and %s share most of their words: two people would answer differently", a.key, b.key)
			}
		}
	}
}

func stepCount(l *linter, q Question) {
	if n := len(q.Steps); n > 0 && (n < 3 || n > 6) {
		l.report("steps", "%d steps: want 3 to 6", n)
	}
}

func readingTime(l *linter, q Question) {
	words := len(strings.Fields(q.Text)) + len(strings.Fields(q.Why))
	for _, s := range q.Levels.written() {
		words += len(strings.Fields(s.text))
	}
	if words > 150 {
		l.report("question", "question, why and levels have %d words: want at most 150, one minute read aloud", words)
	}
}

func freshness(l *linter, q Question) {
	for _, days := range Freshnesses() {
		if q.Freshness == days || q.Freshness == 0 {
			return
		}
	}
	l.report("freshness", "freshness is %s days: want one of 30, 90, 180, 365", strconv.Itoa(q.Freshness))
}
