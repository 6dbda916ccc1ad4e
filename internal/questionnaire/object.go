package questionnaire

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// An object is the keys of one mapping while it is read.
type object struct {
	r      *reader
	what   string // begins messages: `levels: `, `question "bak-scope": `, or nothing
	at     Place
	values map[string]*yaml.Node
	places Places
}

// object checks that n has keys, each once and each one of keys.
func (r *reader) object(n *yaml.Node, what string, keys ...string) (object, bool) {
	o := object{r: r, what: what, at: place(n), values: map[string]*yaml.Node{}, places: Places{"": place(n)}}
	if n.Kind != yaml.MappingNode {
		if n.Kind != yaml.AliasNode {
			r.problem(o.at, "", "%swant the keys %s, found %s", what, strings.Join(keys, ", "), kind(n))
		}
		return o, false
	}
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode:
			if key.Kind != yaml.AliasNode {
				r.problem(place(key), "", "%sa key has to be a word, found %s", what, kind(key))
			}
		case key.Tag == "!!merge":
			r.problem(place(key), "", "%smerge keys are not allowed: write the values out", what)
		case first[key.Value] != 0:
			r.problem(place(key), "", "%sthe key %s is there twice: it was on line %d already", what, quote(key.Value), first[key.Value])
		case !slices.Contains(keys, key.Value):
			first[key.Value] = key.Line
			r.problem(place(key), "", "%sunknown key %s%s", what, quote(key.Value), r.hints.didYouMean(key.Value, keys))
		default:
			first[key.Value] = key.Line
			o.values[key.Value] = value
			o.places[key.Value] = place(value)
		}
	}
	return o, true
}

// value returns the value of a key that has to be there; hint says what to write.
func (o object) value(key, hint string) (*yaml.Node, bool) {
	n, ok := o.values[key]
	if !ok {
		o.r.problem(o.at, "", "%s%s is missing: %s", o.what, quote(key), hint)
		return nil, false
	}
	if n.Kind == yaml.ScalarNode && (n.Tag == "!!null" || strings.TrimSpace(n.Value) == "") {
		o.r.problem(place(n), "", "%s%s is empty: %s", o.what, quote(key), hint)
		return nil, false
	}
	return n, true
}

// text returns a required text as one line.
func (o object) text(key, hint string) string {
	n, ok := o.value(key, hint)
	if !ok {
		return ""
	}
	return o.r.text(n, o.what+quote(key))
}

// text returns the text of a node with every run of spaces and line ends as one space.
func (r *reader) text(n *yaml.Node, what string) string {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!str" {
		r.wrongKind(n, what, "text")
		return ""
	}
	return strings.Join(strings.FieldsFunc(n.Value, func(c rune) bool { return c == ' ' || c == '\n' || c == '\t' }), " ")
}

func (r *reader) wrongKind(n *yaml.Node, what, want string) {
	if n.Kind == yaml.AliasNode || n.Style&yaml.TaggedStyle != 0 || n.Tag == "!" {
		return // reported by refuse
	}
	advice := ""
	if want == "text" && n.Kind == yaml.ScalarNode && n.Tag != "!!null" {
		advice = ": put it in quotes"
	}
	if want == "a list" && n.Kind == yaml.ScalarNode && n.Value != "" {
		advice = ": put it in [ ]"
	}
	r.problem(place(n), "", "%s: want %s, found %s%s", what, want, kind(n), advice)
}

// id returns a required id with at least dashes hyphens.
func (o object) id(key, hint string, dashes int) string {
	id := o.text(key, hint)
	if id != "" && !o.r.checkID(o.values[key], o.what+quote(key), id, dashes) {
		return ""
	}
	return id
}

func (r *reader) checkID(n *yaml.Node, what, id string, dashes int) bool {
	if isID(id) && strings.Count(id, "-") >= dashes {
		return true
	}
	form := `as in "backup"`
	if dashes > 0 {
		form = `at least two of them, as in "bak-restore-drill"`
	}
	r.problem(place(n), "L1", "%s: %s is no id: want up to five words of small letters and digits with hyphens between, %s", what, quote(id), form)
	return false
}

// isID reports whether s is up to five words of small letters and digits with hyphens between.
func isID(s string) bool {
	if s == "" || len(s) > longestName || s[0] < 'a' || s[0] > 'z' || strings.Count(s, "-") > 4 {
		return false
	}
	for i := range len(s) {
		if !isIDByte(s[i]) {
			return false
		}
	}
	return !strings.Contains(s, "--") && !strings.HasSuffix(s, "-")
}

// enum returns a required word out of values.
func enum[T ~string](o object, key string, values []T) T {
	word := o.text(key, "want "+oneOf(values))
	if word != "" && !slices.Contains(values, T(word)) {
		o.r.problem(o.places[key], "L12", "%s%s: want %s, found %s", o.what, quote(key), oneOf(values), quote(word))
		return ""
	}
	return T(word)
}

// condition returns a required condition over known facts.
func (o object) condition(key, hint string) Condition {
	s := o.text(key, hint)
	if s == "" {
		return Condition{}
	}
	n := o.values[key]
	c, err := ParseCondition(s)
	if err != nil {
		column, want := conditionColumn(err)
		o.r.problem(o.r.column(n, s, column), "L12", "%s%s: %s", o.what, quote(key), want)
		return Condition{}
	}
	eachFact(s, func(id FactID, column int) {
		if !o.r.isFact(id) {
			o.r.unknownFact(o.r.column(n, s, column), o.what+quote(key), id)
		}
	})
	return c
}

func (r *reader) isFact(id FactID) bool { return r.known == nil || r.known[id] }

func (r *reader) unknownFact(at Place, what string, id FactID) {
	r.problem(at, "L12", "%s: unknown fact %s%s", what, quote(string(id)), r.hints.didYouMean(string(id), r.facts))
}

// column returns the place of a character of a text, or of the whole text if it is not written as it
// reads. Very long lines are not searched, because a hostile file may have thousands of texts on one.
func (r *reader) column(n *yaml.Node, s string, column int) Place {
	const longestLine = 4000
	at := place(n)
	if len(r.line(at.Line)) > longestLine {
		return at
	}
	line := []rune(r.line(at.Line))
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		at.Column++
	}
	if at.Column-1 <= len(line) && strings.HasPrefix(string(line[at.Column-1:]), s) {
		at.Column += column - 1
		return at
	}
	return place(n)
}

// number returns a required number out of values, or 0.
func (o object) number(key, rule string, values ...int) int {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = strconv.Itoa(v)
	}
	n, ok := o.value(key, "want "+oneOf(words))
	if !ok {
		return 0
	}
	if i := slices.Index(words, n.Value); i >= 0 && n.Tag == "!!int" {
		return values[i]
	}
	if n.Tag == "!!int" {
		o.r.problem(place(n), rule, "%s%s: want %s, found %s", o.what, quote(key), oneOf(words), clip(n.Value))
	} else {
		o.r.wrongKind(n, o.what+quote(key), "a number")
	}
	return 0
}

// flag returns an optional true or false.
func (o object) flag(key string) bool {
	n, ok := o.values[key]
	if !ok {
		return false
	}
	if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" {
		o.r.wrongKind(n, o.what+quote(key), "true or false")
		return false
	}
	return strings.EqualFold(n.Value, "true")
}

// list returns the elements of an optional list.
func (o object) list(key string) []*yaml.Node {
	n, ok := o.values[key]
	if !ok {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		o.r.wrongKind(n, o.what+quote(key), "a list")
		return nil
	}
	for i, element := range n.Content {
		o.places[key+"."+strconv.Itoa(i)] = place(element)
	}
	return n.Content
}

// required returns the elements of a list that has to have some.
func (o object) required(key, hint string) []*yaml.Node {
	n, ok := o.value(key, hint)
	if !ok {
		return nil
	}
	if n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
		o.r.problem(place(n), "", "%s%s is empty: %s", o.what, quote(key), hint)
		return nil
	}
	return o.list(key)
}

// words returns the texts of an optional list, each of which check accepts and none of which is there twice.
func words[T ~string](o object, key string, check func(n *yaml.Node, what, word string) bool) []T {
	var all []T
	seen := map[string]bool{}
	what := o.what + quote(key)
	for _, n := range o.list(key) {
		word := o.r.text(n, what)
		switch {
		case seen[word]:
			o.r.problem(place(n), "", "%s: %s is there twice", what, quote(word))
		case word == "":
			if n.Kind == yaml.ScalarNode && n.Tag == "!!str" {
				o.r.problem(place(n), "", "%s: an element is empty", what)
			}
		case check(n, what, word):
			seen[word] = true
			all = append(all, T(word))
		}
	}
	return all
}

// kind names what a node is, for people.
func kind(n *yaml.Node) string {
	if n.Kind == yaml.MappingNode {
		return "keys"
	}
	if n.Kind == yaml.SequenceNode {
		return "a list"
	}
	switch n.Tag {
	case "!!null":
		return "nothing"
	case "!!bool":
		return n.Value
	case "!!int", "!!float":
		return "the number " + clip(n.Value)
	case "!!timestamp":
		return "the date " + clip(n.Value)
	}
	return "the text " + quote(n.Value)
}

func oneOf[T ~string](values []T) string {
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = string(v)
	}
	return "one of " + strings.Join(names, ", ")
}

// quote returns foreign text for a message: short and without anything that steers a terminal.
func quote(s string) string { return fmt.Sprintf("%q", clip(s)) }

func clip(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}
