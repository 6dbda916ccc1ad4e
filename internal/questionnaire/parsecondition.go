package questionnaire

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	longestCondition = 1000 // bytes
	deepestCondition = 16   // levels of any, all and not
)

// conditionError is what is wrong with a condition, and at which character (from 1).
type conditionError struct {
	column int
	want   string
}

func (e *conditionError) Error() string {
	return fmt.Sprintf("condition: column %d: %s", e.column, e.want)
}

// ParseCondition reads a condition as it is written in a file: always, has:payments, any(…, …),
// all(…, …) or not(…). The error says the column and what was expected there.
func ParseCondition(s string) (Condition, error) {
	p := conditionParser{text: s}
	if len(s) > longestCondition {
		return Condition{}, &conditionError{1, fmt.Sprintf("%d bytes long: at most %d are read", len(s), longestCondition)}
	}
	c, err := p.condition(0)
	if err != nil {
		return Condition{}, err
	}
	if p.space(); p.pos < len(s) {
		return Condition{}, p.expected("the end of the condition, or any(…, …) or all(…, …) around several")
	}
	return c, nil
}

type conditionParser struct {
	text string
	pos  int
}

func (p *conditionParser) condition(depth int) (Condition, error) {
	if depth > deepestCondition {
		return Condition{}, p.fail(p.pos, fmt.Sprintf("nested deeper than %d levels", deepestCondition))
	}
	p.space()
	start := p.pos
	word := p.word()
	switch Op(word) {
	case "always":
		return Condition{}, nil
	case Has:
		return p.has()
	case Any, All, Not:
		args, err := p.arguments(depth)
		if err != nil {
			return Condition{}, err
		}
		if Op(word) == Not && len(args) != 1 {
			return Condition{}, p.fail(start, fmt.Sprintf("not(…) takes one condition, found %d", len(args)))
		}
		return Condition{Op: Op(word), Args: args}, nil
	case Always: // the empty word
	}
	p.pos = start
	return Condition{}, p.expected("always, has:fact, any(…), all(…) or not(…)")
}

func (p *conditionParser) has() (Condition, error) {
	if !p.accept(':') {
		return Condition{}, p.expected(`":" and a fact, as in has:payments`)
	}
	start := p.pos
	id := p.word()
	if !isID(id) {
		p.pos = start
		return Condition{}, p.expected(`a fact right after "has:", as in has:payments`)
	}
	return Condition{Op: Has, Fact: FactID(id)}, nil
}

func (p *conditionParser) arguments(depth int) ([]Condition, error) {
	if p.space(); !p.accept('(') {
		return nil, p.expected(`"("`)
	}
	var args []Condition
	for {
		c, err := p.condition(depth + 1)
		if err != nil {
			return nil, err
		}
		args = append(args, c)
		p.space()
		if p.accept(')') {
			return args, nil
		}
		if !p.accept(',') {
			return nil, p.expected(`"," or ")"`)
		}
	}
}

func (p *conditionParser) space() {
	for p.pos < len(p.text) && p.text[p.pos] == ' ' {
		p.pos++
	}
}

// word reads letters, digits and hyphens.
func (p *conditionParser) word() string {
	start := p.pos
	for p.pos < len(p.text) && isIDByte(p.text[p.pos]) {
		p.pos++
	}
	return p.text[start:p.pos]
}

func (p *conditionParser) accept(b byte) bool {
	if p.pos < len(p.text) && p.text[p.pos] == b {
		p.pos++
		return true
	}
	return false
}

// expected says what should have been where the parser stands, and what is there.
func (p *conditionParser) expected(want string) error {
	rest := p.text[p.pos:]
	if rest == "" {
		return p.fail(p.pos, "want "+want+", found the end")
	}
	if end := strings.IndexAny(rest, " ,()"); end > 0 {
		rest = rest[:end]
	} else if end == 0 {
		rest = rest[:1]
	}
	return p.fail(p.pos, fmt.Sprintf("want %s, found %s", want, quote(rest)))
}

func (p *conditionParser) fail(pos int, want string) error {
	return &conditionError{utf8.RuneCountInString(p.text[:pos]) + 1, want}
}

// conditionColumn returns the column an error of ParseCondition names.
func conditionColumn(err error) (column int, want string) {
	if e, ok := errors.AsType[*conditionError](err); ok {
		return e.column, e.want
	}
	return 1, err.Error()
}

// eachFact calls f for every fact that the condition text s mentions, with its column (from 1).
// It is called for texts that ParseCondition accepts.
func eachFact(s string, f func(id FactID, column int)) {
	const has = "has:"
	for pos := 0; ; {
		i := strings.Index(s[pos:], has)
		if i < 0 {
			return
		}
		p := conditionParser{text: s, pos: pos + i + len(has)}
		column := p.pos + 1
		f(FactID(p.word()), column)
		pos = p.pos
	}
}

func isIDByte(b byte) bool {
	return 'a' <= b && b <= 'z' || '0' <= b && b <= '9' || b == '-'
}
