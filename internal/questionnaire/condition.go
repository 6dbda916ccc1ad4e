package questionnaire

import (
	"fmt"
	"strings"
)

// Truth is the value of a fact or a condition. Unsaid facts are Unsure.
type Truth string

// The three truths.
const (
	Yes    Truth = "yes"
	No     Truth = "no"
	Unsure Truth = "unsure"
)

// Op is the kind of a condition.
type Op string

// The kinds of conditions; the zero value is Always.
const (
	Always Op = ""
	Has    Op = "has"
	Any    Op = "any"
	All    Op = "all"
	Not    Op = "not"
)

// A Condition is a formula over facts. The zero value always holds.
type Condition struct {
	Op   Op
	Fact FactID      // for Has
	Args []Condition // for Any, All and Not (exactly one)
}

// Eval returns whether the condition holds. Facts that are not in the map are not sure.
func (c Condition) Eval(facts map[FactID]Truth) Truth {
	switch c.Op {
	case Always:
		return Yes
	case Has:
		if v, ok := facts[c.Fact]; ok {
			return v
		}
		return Unsure
	case Not:
		return negate(c.Args[0].Eval(facts))
	case Any:
		return c.fold(facts, Yes, No)
	case All:
		return c.fold(facts, No, Yes)
	}
	panic(fmt.Sprintf("condition of unknown kind %q", c.Op))
}

// fold returns decisive as soon as one argument has it, neutral if all have that, else Unsure.
func (c Condition) fold(facts map[FactID]Truth, decisive, neutral Truth) Truth {
	result := neutral
	for _, a := range c.Args {
		switch v := a.Eval(facts); v {
		case decisive:
			return decisive
		case neutral:
		case Unsure, Yes, No:
			result = Unsure
		}
	}
	return result
}

func negate(t Truth) Truth {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	case Unsure:
		return Unsure
	}
	panic(fmt.Sprintf("unknown truth %q", t))
}

// Facts returns the facts that the condition mentions, in order of mention, each once.
func (c Condition) Facts() []FactID {
	var ids []FactID
	seen := map[FactID]bool{}
	var walk func(Condition)
	walk = func(c Condition) {
		if c.Op == Has && !seen[c.Fact] {
			seen[c.Fact] = true
			ids = append(ids, c.Fact)
		}
		for _, a := range c.Args {
			walk(a)
		}
	}
	walk(c)
	return ids
}

// String returns the condition as it is written in a file.
func (c Condition) String() string {
	switch c.Op {
	case Always:
		return "always"
	case Has:
		return "has:" + string(c.Fact)
	case Any, All, Not:
		args := make([]string, len(c.Args))
		for i, a := range c.Args {
			args[i] = a.String()
		}
		return string(c.Op) + "(" + strings.Join(args, ", ") + ")"
	}
	panic(fmt.Sprintf("condition of unknown kind %q", c.Op))
}
