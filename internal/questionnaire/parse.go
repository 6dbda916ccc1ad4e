package questionnaire

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Parse reads a questionnaire file strictly and reports everything that is wrong with it, in the
// order of the file; v holds the facts that conditions may name. If Problems.Err is not nil the
// questionnaire must not be used: it holds what could be read, so that Check and Lint can report more.
func Parse(file string, data []byte, v Vocabulary) (Questionnaire, Problems) {
	r := newReader(file, data)
	r.learn(v)
	root := r.load()
	if root == nil {
		return Questionnaire{Digest: digest(data), Source: file}, r.done()
	}
	o, ok := r.object(root, "", headerKeys()...)
	if !ok {
		return Questionnaire{Digest: digest(data), Source: file}, r.done()
	}
	h := o.header()
	q := Questionnaire{
		ID: h.ID, Version: h.Version, Title: h.Title, Applies: h.Applies,
		Prototype: h.Prototype, Production: h.Production, Digest: digest(data), Source: file, At: o.places,
	}
	for i := 0; i+3 < len(root.Content); i += 2 {
		if root.Content[i].Value == "areas" {
			next := root.Content[i+2]
			r.problem(place(next), "", "%s comes after \"areas\": write \"areas\" last, so that the rest can be read without it", quote(next.Value))
		}
	}
	q.Off, q.Reviewed = o.switchedOff(), o.reviewed()
	var written []*yaml.Node
	if !o.onlySwitches() {
		written = o.required("areas", "list the areas with their questions")
	}
	areas, questions := map[AreaID]int{}, map[QuestionID]int{}
	for _, n := range written {
		if a, ok := r.area(n, areas, questions); ok {
			q.Areas = append(q.Areas, a)
		}
	}
	return q, r.done()
}

// learn makes the facts of v the ones that may be named.
func (r *reader) learn(v Vocabulary) {
	r.known = map[FactID]bool{}
	for _, f := range v.Facts() {
		r.facts = append(r.facts, string(f.ID))
		r.known[f.ID] = true
	}
}

// ParseHeader reads what comes before the line "areas:", and only that: offering a pack parses no
// question. The digest is that of the whole file. Facts are not checked.
func ParseHeader(file string, data []byte) (Header, Problems) {
	if i := bytes.Index(data, []byte("\nareas:")); i >= 0 && len(data) <= MaxSize {
		if h, problems := parseHeader(file, append(data[:i:i], "\nareas: unread\n"...)); len(problems) == 0 {
			h.Digest = digest(data)
			return h, nil
		}
	}
	// Something is wrong, or areas is not where it is usually written: only the whole file tells.
	return parseHeader(file, data)
}

func parseHeader(file string, data []byte) (Header, Problems) {
	r := newReader(file, data)
	h := Header{}
	if root := r.load(); root != nil {
		if o, ok := r.object(root, "", headerKeys()...); ok {
			h = o.header()
		}
	}
	h.Digest, h.Source = digest(data), file
	return h, r.done()
}

func headerKeys() []string {
	return []string{"id", "version", "title", "applies", "prototype", "production", "switch-off", "reviewed", "areas"}
}

func (o object) header() Header {
	h := Header{
		ID:         ID(o.id("id", `name the questionnaire in one word, as in "event"`, 0)),
		Version:    o.version(),
		Title:      o.text("title", "name the questionnaire as people read it"),
		Applies:    o.condition("applies", `write "always", or the facts that offer it, as in has:payments`),
		Prototype:  o.contrast("prototype", "say in one sentence what a demo shows"),
		Production: o.contrast("production", "say in one sentence what people depend on"),
	}
	return h
}

// version returns the version; 1.0 is a number to YAML, and quotes would not make it one.
func (o object) version() string {
	const want = `"version": want three numbers as in 1.0.0, found %s`
	if n, ok := o.values["version"]; ok && (n.Tag == "!!float" || n.Tag == "!!int") {
		o.r.problem(place(n), "", want, kind(n))
		return ""
	}
	v := o.text("version", `write a version such as "1.0.0"`)
	if v != "" && !isVersion(v) {
		o.r.problem(o.places["version"], "", want, quote(v))
		return ""
	}
	return v
}

// onlySwitches reports whether a file has no questions because it only switches others off.
func (o object) onlySwitches() bool {
	areas, ok := o.values["areas"]
	_, off := o.values["switch-off"]
	return off && (!ok || areas.Kind == yaml.SequenceNode && len(areas.Content) == 0)
}

// contrast returns a sentence of the contrast, which belongs to the questions of the file.
func (o object) contrast(key, hint string) string {
	if _, ok := o.values[key]; !ok && o.onlySwitches() {
		return ""
	}
	return o.text(key, hint)
}

// isVersion reports whether s is a semantic version.
func isVersion(s string) bool {
	s, build, hasBuild := strings.Cut(s, "+")
	s, pre, hasPre := strings.Cut(s, "-")
	numbers := strings.Split(s, ".")
	return len(numbers) == 3 && every(numbers, isVersionNumber) &&
		(!hasPre || every(strings.Split(pre, "."), isPreRelease)) &&
		(!hasBuild || every(strings.Split(build, "."), isVersionWord))
}

func isVersionNumber(s string) bool {
	return s == "0" || s != "" && s[0] != '0' && len(s) < 10 && strings.Trim(s, "0123456789") == ""
}

func isPreRelease(s string) bool {
	return isVersionWord(s) && (isVersionNumber(s) || strings.Trim(s, "0123456789") != "")
}

func isVersionWord(s string) bool {
	return s != "" && every([]byte(strings.ToLower(s)), isIDByte)
}

func every[T any](all []T, ok func(T) bool) bool {
	return !slices.ContainsFunc(all, func(one T) bool { return !ok(one) })
}

// area reads an area; areas and questions hold the lines of the ids so far.
func (r *reader) area(n *yaml.Node, areas map[AreaID]int, questions map[QuestionID]int) (Area, bool) {
	o, ok := r.object(n, "area: ", "id", "title", "ask", "questions")
	if !ok {
		return Area{}, false
	}
	a := Area{ID: AreaID(o.id("id", `name the area in one word, as in "backup"`, 0)), At: o.places}
	if a.ID != "" {
		o.what = fmt.Sprintf("area %q: ", a.ID)
		unique(o, a.ID, areas)
	}
	a.Title = o.text("title", "name the area as people read it")
	a.Ask = o.text("ask", `name the role whose answer counts most, as in "operations"`)
	for _, n := range o.required("questions", "list the questions of the area") {
		if q, ok := r.question(n, questions); ok {
			a.Questions = append(a.Questions, q)
		}
	}
	return a, true
}

// unique reports an id that was there before; lines remembers where.
func unique[T ~string](o object, id T, lines map[T]int) {
	if line := lines[id]; line > 0 {
		o.r.problem(o.places["id"], "L1", "the id %s is taken by line %d", quote(string(id)), line)
		return
	}
	lines[id] = o.places["id"].Line
}

func (r *reader) question(n *yaml.Node, ids map[QuestionID]int) (Question, bool) {
	o, ok := r.object(n, "question: ", questionKeys()...)
	if !ok {
		return Question{}, false
	}
	q := Question{ID: QuestionID(o.id("id", `name the question by area and subject, as in "bak-restore-drill"`, 1)), At: o.places}
	if q.ID != "" {
		o.what = fmt.Sprintf("question %q: ", q.ID)
		unique(o, q.ID, ids)
	}
	q.Title = o.text("title", `name the thing in a few words, as in "Last restore drill"`)
	q.Text = o.text("question", "ask for one thing, a name, a number or a date")
	q.Why = o.text("why", "say what goes wrong without it")
	q.Severity = enum(o, "severity", Severities())
	q.Escalate = o.escalations()
	q.Effort = enum(o, "effort", Efforts())
	q.Stage = enum(o, "stage", Stages())
	q.Applies = o.condition("applies", `write "always", or a condition over facts, as in has:payments`)
	q.Needs = words[QuestionID](o, "needs", func(n *yaml.Node, what, word string) bool { return r.checkID(n, what, word, 1) })
	q.Mirrors = o.mirrors()
	q.Quick = o.flag("quick")
	q.Levels = o.levels()
	q.Verify = o.text("verify", "name the artefact to ask for")
	q.Explain = o.text("explain", `ask what shows understanding, as in "Can someone explain …?"`)
	q.ListenFor = o.text("listen-for", "say what a good explanation mentions")
	q.Freshness = o.number("freshness", "L28", Freshnesses()...)
	q.Prototype = o.text("prototype", "say in one sentence what is enough for a demo")
	q.Production = o.text("production", "say in one sentence what the same thing is for real users, with a number or a name")
	q.AIFailure = o.text("ai-failure", "say what an AI assistant typically gets wrong here")
	q.Steps = o.steps()
	q.References = words[string](o, "references", anyWord)
	q.Topics = words[string](o, "topics", func(n *yaml.Node, what, word string) bool { return r.checkID(n, what, word, 0) })
	q.Rules = words[string](o, "rules", func(n *yaml.Node, what, word string) bool { return r.checkWord(n, what, word, Rules()) })
	q.Reviewed = o.reviewed()
	q.Views = words[string](o, "views", func(n *yaml.Node, what, word string) bool { return r.checkWord(n, what, word, Views()) })
	return q, true
}

func anyWord(*yaml.Node, string, string) bool { return true }

func (r *reader) checkWord(n *yaml.Node, what, word string, values []string) bool {
	if slices.Contains(values, word) {
		return true
	}
	r.problem(place(n), "L12", "%s: want %s, found %s", what, oneOf(values), quote(word))
	return false
}

func questionKeys() []string {
	return []string{
		"id", "title", "question", "why", "severity", "escalate", "effort", "stage", "applies", "needs", "mirrors",
		"quick", "levels", "verify", "explain", "listen-for", "freshness", "prototype", "production", "ai-failure",
		"steps", "references", "topics", "rules", "views", "reviewed",
	}
}

func (o object) mirrors() QuestionID {
	n, ok := o.values["mirrors"]
	if !ok || n.Kind == yaml.ScalarNode && n.Value == "" {
		return ""
	}
	return QuestionID(o.id("mirrors", "name the core question", 1))
}

func (o object) levels() Levels {
	n, ok := o.value("levels", "write none, partial, in-place and proven")
	if !ok {
		return Levels{}
	}
	l, ok := o.r.object(n, o.what+"levels: ", "none", "partial", "in-place", "proven")
	if !ok {
		return Levels{}
	}
	for key := range l.values {
		o.places["levels."+key] = l.places[key]
	}
	return Levels{
		None:    l.text("none", "write what is absent"),
		Partial: l.text("partial", "write what exists and which half is missing"),
		InPlace: l.text("in-place", "write what it covers and which artefact shows it"),
		Proven:  l.text("proven", "write what was done and how recently"),
	}
}

func (o object) steps() []Step {
	var steps []Step
	for i, n := range o.required("steps", "list what to do, each as {do: …, ai: draft} or {do: …, by: person}") {
		s, ok := o.r.object(n, o.what+"step "+strconv.Itoa(i+1)+": ", "do", "ai", "by")
		if !ok {
			continue
		}
		step := Step{Do: s.text("do", "say what to do, beginning with a verb")}
		_, ai := s.values["ai"]
		_, by := s.values["by"]
		switch {
		case ai == by:
			o.r.problem(s.at, "", `%swant either "ai: draft" or "by: person"`, s.what)
		case ai:
			step.By = enum(s, "ai", []Role{AIDraft})
		case by:
			step.By = enum(s, "by", []Role{ByPerson})
		}
		steps = append(steps, step)
	}
	return steps
}

func (o object) escalations() []Escalation {
	var all []Escalation
	for i, n := range o.list("escalate") {
		e, ok := o.r.object(n, o.what+"escalate "+strconv.Itoa(i+1)+": ", "if", "severity", "stage")
		if !ok {
			continue
		}
		all = append(all, Escalation{
			If:       e.condition("if", "write a condition over facts, as in has:payments"),
			Severity: enum(e, "severity", Severities()),
			Stage:    enum(e, "stage", Stages()),
		})
	}
	return all
}
