package questionnaire

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// A Claim is a sentence about why demos do not become products. The questionnaires answer for it:
// by questions that ask about it, by whole packs, by something the program does.
type Claim struct {
	ID        string // "E1", "E2" and so on
	Section   string // where it was made
	Text      string
	Kind      string
	Questions []QuestionID
	Packs     []ID
	Feature   string   // what it asks of the program itself; empty if nothing
	Built     []string // the files that do it, as paths from the top of the repository
	Missing   string   // why nothing does it, or which part nothing does
	At        Places   `json:"-"`
}

// ClaimKinds returns what a claim may be.
func ClaimKinds() []string {
	return []string{
		"thesis", "observation", "principle", "list-item", "knowledge", "example", "culture", "rule", "provenance",
	}
}

// ParseTrace reads trace.yaml strictly and reports everything that is wrong with it, in the order of
// the file. If Problems.Err is not nil the claims must not be used.
func ParseTrace(file string, data []byte) ([]Claim, Problems) {
	r := newReader(file, data)
	root := r.load()
	if root == nil {
		return nil, r.done()
	}
	o, ok := r.object(root, "", "claims")
	if !ok {
		return nil, r.done()
	}
	var claims []Claim
	for i, n := range o.required("claims", "list the claims in their order") {
		if c, ok := r.claim(n, i+1); ok {
			claims = append(claims, c)
		}
	}
	return claims, r.done()
}

// claim reads the claim that is the number-th of the file.
func (r *reader) claim(n *yaml.Node, number int) (Claim, bool) {
	o, ok := r.object(n, "claim: ", "id", "section", "claim", "kind", "questions", "packs", "feature", "built", "missing")
	if !ok {
		return Claim{}, false
	}
	next := "E" + strconv.Itoa(number)
	c := Claim{ID: o.text("id", "number the claims: this one is "+next), At: o.places}
	switch c.ID {
	case next:
		o.what = fmt.Sprintf("claim %q: ", c.ID)
	case "":
	default:
		r.problem(o.places["id"], "", "claim: %s is out of order: want %s", quote(c.ID), next)
	}
	c.Section = o.text("section", "say where it was made")
	c.Text = o.text("claim", "write the claim in one line")
	c.Kind = o.text("kind", "want "+oneOf(ClaimKinds()))
	if c.Kind != "" && !slices.Contains(ClaimKinds(), c.Kind) {
		r.problem(o.places["kind"], "", "%s\"kind\": want %s, found %s", o.what, oneOf(ClaimKinds()), quote(c.Kind))
	}
	c.Questions = words[QuestionID](o, "questions", func(n *yaml.Node, what, word string) bool { return r.checkID(n, what, word, 1) })
	c.Packs = words[ID](o, "packs", func(n *yaml.Node, what, word string) bool { return r.checkID(n, what, word, 0) })
	o.feature(&c)
	if !o.names("questions") && !o.names("packs") && !o.names("feature") {
		r.problem(o.at, "", "%snothing answers for it: name a question, a pack or a feature", o.what)
	}
	return c, true
}

// feature reads what a claim asks of the program, and what became of it.
func (o object) feature(c *Claim) {
	optional := func(key, hint string) string {
		if _, there := o.values[key]; !there {
			return ""
		}
		return o.text(key, hint)
	}
	c.Feature = optional("feature", "say what the program does about it, or leave the key out")
	c.Built = words[string](o, "built", o.r.checkPath)
	c.Missing = optional("missing", "say why nothing does it, or leave the key out")
	switch asked, known := o.names("feature"), o.names("built") || o.names("missing"); {
	case asked && !known:
		o.r.problem(o.places["feature"], "", `%sthe feature has neither "built" with the files that do it nor "missing" with the reason`, o.what)
	case !asked && known:
		o.r.problem(o.at, "", `%s"built" and "missing" say what became of a feature: write "feature"`, o.what)
	}
}

// names reports whether a key is there with anything but an empty list.
func (o object) names(key string) bool {
	n, ok := o.values[key]
	return ok && (n.Kind != yaml.SequenceNode || len(n.Content) > 0)
}

// checkPath accepts paths of files of this program.
func (r *reader) checkPath(n *yaml.Node, what, word string) bool {
	top, _, _ := strings.Cut(word, "/")
	if word == path.Clean(word) && word != top && (top == "cmd" || top == "internal" || top == "questionnaires") {
		return true
	}
	r.problem(place(n), "", "%s: want a path such as internal/report/views.go, found %s", what, quote(word))
	return false
}

// CheckTrace reports claims that name questions or packs which are not among qs, and core questions
// to which no claim leads; file names the one that the claims come from.
func CheckTrace(file string, claims []Claim, qs ...Questionnaire) Problems {
	var all Problems
	report := func(at Place, format string, args ...any) {
		all = append(all, Problem{
			File: file, Line: at.Line, Column: at.Column, Severity: LevelError, Message: fmt.Sprintf(format, args...),
		})
	}
	reached := map[QuestionID]bool{}
	var hints suggester
	var packs, questions []string
	for _, q := range qs {
		packs = append(packs, string(q.ID))
		for _, question := range q.Questions() {
			questions = append(questions, string(question.ID))
			reached[question.ID] = false
		}
	}
	for _, c := range claims {
		for i, id := range c.Questions {
			if _, there := reached[id]; !there {
				report(c.At.Of("questions."+strconv.Itoa(i)), "claim %q: there is no question %s%s", c.ID, quote(string(id)), hints.didYouMean(string(id), questions))
				continue
			}
			reached[id] = true
		}
		for i, id := range c.Packs {
			if !slices.Contains(packs, string(id)) {
				report(c.At.Of("packs."+strconv.Itoa(i)), "claim %q: there is no questionnaire %s%s", c.ID, quote(string(id)), hints.didYouMean(string(id), packs))
			}
		}
	}
	all.sortPlaces()
	for _, q := range qs {
		if q.ID != Core {
			continue
		}
		for _, question := range q.Questions() {
			if !reached[question.ID] {
				report(Place{}, "no claim leads to the core question %q", question.ID)
			}
		}
	}
	return all
}
