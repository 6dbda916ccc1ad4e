package questionnaire

import (
	"strconv"
	"unicode/utf8"
)

// shortestReason is the number of characters that a reason has at least.
const shortestReason = 15

// switchedOff returns the questions of other files that this one switches off.
func (o object) switchedOff() []Off {
	if _, ok := o.values["switch-off"]; !ok {
		return nil
	}
	var all []Off
	lines := map[QuestionID]int{}
	for i, n := range o.required("switch-off", "list the questions, each as {question: …, because: …}") {
		s, ok := o.r.object(n, "switch-off "+strconv.Itoa(i+1)+": ", "question", "because")
		if !ok {
			continue
		}
		off := Off{
			Question: QuestionID(s.id("question", `name the question, as in "bak-restore-drill"`, 1)),
			Because:  s.reason("say for the reports why it is not asked"),
		}
		if line := lines[off.Question]; line > 0 {
			o.r.problem(s.places["question"], "", "%sthe question %s is switched off by line %d", s.what, quote(string(off.Question)), line)
		} else if off.Question != "" {
			lines[off.Question] = s.places["question"].Line
		}
		all = append(all, off)
	}
	return all
}

// reviewed returns the warnings that a person has looked at.
func (o object) reviewed() []Reviewed {
	var all []Reviewed
	lines := map[string]int{}
	for i, n := range o.list("reviewed") {
		r, ok := o.r.object(n, o.what+"reviewed "+strconv.Itoa(i+1)+": ", "rule", "because")
		if !ok {
			continue
		}
		one := Reviewed{
			Rule:    r.text("rule", `name the rule of the warning, as in "L6"`),
			Because: r.reason("say why the warning may stand"),
		}
		if line := lines[one.Rule]; line > 0 {
			o.r.problem(r.places["rule"], "", "%sthe rule %s is acknowledged by line %d", r.what, quote(one.Rule), line)
		} else if one.Rule != "" {
			lines[one.Rule] = r.places["rule"].Line
		}
		all = append(all, one)
	}
	return all
}

// reason returns the text that says why.
func (o object) reason(hint string) string {
	text := o.text("because", hint)
	if n := utf8.RuneCountInString(text); n > 0 && n < shortestReason {
		o.r.problem(o.places["because"], "", "%s\"because\" has %d characters, want at least %d: %s", o.what, n, shortestReason, hint)
	}
	return text
}
