package questionnaire

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// ParseVocabulary reads facts.yaml strictly and reports everything that is wrong with it, in the
// order of the file. If Problems.Err is not nil the vocabulary must not be used.
func ParseVocabulary(file string, data []byte) (Vocabulary, Problems) {
	r := newReader(file, data)
	root := r.load()
	if root == nil {
		return Vocabulary{}, r.done()
	}
	o, ok := r.object(root, "", "prompts", "shapes")
	if !ok {
		return Vocabulary{}, r.done()
	}
	var v Vocabulary
	var later []func() // a fact may name facts that come after it
	lines := map[FactID]int{}
	for _, n := range o.required("prompts", "list the prompts with their facts") {
		p, ok := r.object(n, "prompt: ", "ask", "facts")
		if !ok {
			continue
		}
		prompt := Prompt{Ask: p.text("ask", `ask over all its facts, as in "Who can reach it?"`)}
		facts := p.required("facts", "list the facts of the prompt")
		prompt.Facts = make([]Fact, len(facts))
		for i, n := range facts {
			later = append(later, r.fact(n, &prompt.Facts[i], lines))
		}
		v.Prompts = append(v.Prompts, prompt)
	}
	r.learn(v)
	for _, check := range later {
		check()
	}
	shapes := map[string]int{}
	for _, n := range o.list("shapes") {
		if s, ok := r.shape(n, shapes); ok {
			v.Shapes = append(v.Shapes, s)
		}
	}
	return v, r.done()
}

// fact reads a fact but for what it implies, which the returned function reads.
func (r *reader) fact(n *yaml.Node, f *Fact, lines map[FactID]int) func() {
	o, ok := r.object(n, "fact: ", "id", "label", "is", "is-not", "implies")
	if !ok {
		return func() {}
	}
	f.ID = FactID(o.id("id", `name the fact, as in "payments"`, 0))
	if f.ID != "" {
		o.what = fmt.Sprintf("fact %q: ", f.ID)
		unique(o, f.ID, lines)
	}
	f.Label = o.text("label", "write what stands in the list under the prompt")
	f.Is = o.text("is", `write the sentence when it is so, as in "it takes payments"`)
	f.IsNot = o.text("is-not", `write the sentence when it is not so, as in "it takes no payments"`)
	return func() { f.Implies = words[FactID](o, "implies", r.checkFact) }
}

// checkFact accepts the facts there are.
func (r *reader) checkFact(n *yaml.Node, what, word string) bool {
	if !r.isFact(FactID(word)) {
		r.unknownFact(place(n), what, FactID(word))
		return false
	}
	return true
}

func (r *reader) shape(n *yaml.Node, lines map[string]int) (Shape, bool) {
	o, ok := r.object(n, "shape: ", "id", "title", "yes", "no")
	if !ok {
		return Shape{}, false
	}
	s := Shape{ID: o.id("id", `name the shape, as in "shop"`, 0)}
	if s.ID != "" {
		o.what = fmt.Sprintf("shape %q: ", s.ID)
		unique(o, s.ID, lines)
	}
	s.Title = o.text("title", "name the kind of system as people read it")
	s.Yes = words[FactID](o, "yes", r.checkFact)
	yes := map[FactID]bool{}
	for _, id := range s.Yes {
		yes[id] = true
	}
	s.No = words[FactID](o, "no", func(n *yaml.Node, what, word string) bool {
		if yes[FactID(word)] {
			r.problem(place(n), "", "%s: %s is under \"yes\" already", what, quote(word))
			return false
		}
		return r.checkFact(n, what, word)
	})
	return s, true
}
