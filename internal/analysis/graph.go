package analysis

import (
	"math/bits"

	"prodfirst/internal/questionnaire"
)

// graph is the needs between questions, by index: who needs whom, in one direction each.
type graph struct {
	needs    [][]int // what a question needs
	neededBy [][]int // what needs a question
	applies  []bool
}

func newGraph(fs []Finding, index map[questionnaire.QuestionID]int) graph {
	g := graph{needs: make([][]int, len(fs)), neededBy: make([][]int, len(fs)), applies: make([]bool, len(fs))}
	for i := range fs {
		f := &fs[i]
		g.applies[i] = f.Applies != questionnaire.No
		g.needs[i] = make([]int, 0, len(f.Question.Needs))
		for _, id := range f.Question.Needs {
			if j, ok := index[id]; ok {
				j = inPlaceOf(j, fs, index)
				g.needs[i] = append(g.needs[i], j)
				g.neededBy[j] = append(g.neededBy[j], i)
			}
		}
	}
	return g
}

// unlocks counts the questions that apply and need i, directly or through others.
func (g graph) unlocks(i int) int {
	n := 0
	g.dependents(i, func(int) bool { return true }).each(func(j int) {
		if g.applies[j] {
			n++
		}
	})
	return n
}

// dependents returns what needs i, directly or through questions that conduct.
func (g graph) dependents(i int, conducts func(int) bool) set {
	seen := newSet(len(g.needs))
	if len(g.neededBy[i]) == 0 {
		return seen
	}
	stack := append(make([]int, 0, 32), g.neededBy[i]...)
	for len(stack) > 0 {
		j := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if j == i || seen.has(j) {
			continue
		}
		seen.add(j)
		if conducts(j) {
			stack = append(stack, g.neededBy[j]...)
		}
	}
	return seen
}

// set is a set of small numbers.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

func (s set) add(i int) { s[i/64] |= 1 << (i % 64) }

func (s set) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

// each calls f for every member, smallest first.
func (s set) each(f func(int)) {
	for w, word := range s {
		for ; word != 0; word &= word - 1 {
			f(w*64 + bits.TrailingZeros64(word))
		}
	}
}
