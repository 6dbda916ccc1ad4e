package questionnaire

// A Vocabulary is what may be known of a system: facts under their prompts, and shapes that
// prefill them. It is the file facts.yaml.
type Vocabulary struct {
	Prompts []Prompt
	Shapes  []Shape
}

// A Prompt is one question over several facts: "Who can reach it?".
type Prompt struct {
	Ask   string
	Facts []Fact
}

// A Fact is an observable property of a system.
type Fact struct {
	ID      FactID
	Label   string   // in the list under its prompt: "anyone on the internet"
	Is      string   // as a sentence when yes: "anyone on the internet can reach it"
	IsNot   string   // as a sentence when no: "it cannot be reached from the internet"
	Implies []FactID // facts that are yes when this one is
}

// A Shape is a kind of system one picks to prefill the facts.
type Shape struct {
	ID    string
	Title string // "shop or event"
	Yes   []FactID
	No    []FactID
}

// Fact returns the fact with that id.
func (v Vocabulary) Fact(id FactID) (Fact, bool) {
	for _, p := range v.Prompts {
		for _, f := range p.Facts {
			if f.ID == id {
				return f, true
			}
		}
	}
	return Fact{}, false
}

// Facts returns all facts in the order of the prompts.
func (v Vocabulary) Facts() []Fact {
	var all []Fact
	for _, p := range v.Prompts {
		all = append(all, p.Facts...)
	}
	return all
}

// Known is a fact's value and whether another fact implies it.
type Known struct {
	Truth   Truth
	Implied bool
}

// Resolve returns the value of every fact: what was said, with implied facts set to yes. A fact
// that is implied is yes whatever was said of it, because the safe side is to ask.
func (v Vocabulary) Resolve(said map[FactID]Truth) map[FactID]Known {
	known := make(map[FactID]Known, len(said))
	for _, f := range v.Facts() {
		t, ok := said[f.ID]
		if !ok {
			t = Unsure
		}
		known[f.ID] = Known{Truth: t}
	}
	for changed := true; changed; {
		changed = false
		for _, f := range v.Facts() {
			if known[f.ID].Truth != Yes {
				continue
			}
			for _, id := range f.Implies {
				if known[id].Truth != Yes {
					known[id] = Known{Truth: Yes, Implied: true}
					changed = true
				}
			}
		}
	}
	return known
}
