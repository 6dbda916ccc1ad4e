package questionnaire_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"prodfirst/internal/questionnaire"
)

// schema is the part of JSON Schema that questionnaire.schema.json uses.
type schema struct {
	Schema      string            `json:"$schema"`
	Title       string            `json:"title"`
	Description string            `json:"description"`
	Examples    []string          `json:"examples"`
	Definitions map[string]schema `json:"definitions"`

	Ref        string            `json:"$ref"`
	Type       string            `json:"type"`
	Properties map[string]schema `json:"properties"`
	Additional *bool             `json:"additionalProperties"`
	Required   []string          `json:"required"`
	Items      *schema           `json:"items"`
	MinItems   int               `json:"minItems"`
	MaxItems   int               `json:"maxItems"`
	Unique     bool              `json:"uniqueItems"`
	MinLength  int               `json:"minLength"`
	MaxLength  int               `json:"maxLength"`
	Pattern    string            `json:"pattern"`
	Enum       []any             `json:"enum"`
	AllOf      []schema          `json:"allOf"`
	AnyOf      []schema          `json:"anyOf"`
	OneOf      []schema          `json:"oneOf"`
}

func readSchema(t *testing.T) schema {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(string(readFile(t, filepath.Join(shipped, "questionnaire.schema.json")))))
	d.DisallowUnknownFields()
	var s schema
	if err := d.Decode(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

// resolve follows references.
func (s schema) resolve(root schema) schema {
	if len(s.AllOf) == 1 {
		return s.AllOf[0].resolve(root)
	}
	if s.Ref == "" {
		return s
	}
	return root.Definitions[strings.TrimPrefix(s.Ref, "#/definitions/")]
}

// objections returns why a value is not as s says, each with where it is.
func (s schema) objections(root schema, where string, value any) []string {
	s = s.resolve(root)
	var found []string
	object := func(ok bool, format string, args ...any) {
		if !ok {
			found = append(found, where+": "+fmt.Sprintf(format, args...))
		}
	}
	kind := map[string]string{"map[string]interface {}": "object", "[]interface {}": "array", "string": "string", "int": "integer", "bool": "boolean"}
	object(s.Type == "" || kind[fmt.Sprintf("%T", value)] == s.Type, "want %s, found %T", s.Type, value)
	object(len(s.Enum) == 0 || slices.ContainsFunc(s.Enum, func(one any) bool { return fmt.Sprint(one) == fmt.Sprint(value) }),
		"%v is none of %v", value, s.Enum)
	passing := func(all []schema) int {
		n := 0
		for _, one := range all {
			if len(one.objections(root, where, value)) == 0 {
				n++
			}
		}
		return n
	}
	object(len(s.AnyOf) == 0 || passing(s.AnyOf) > 0, "%v is none of the alternatives", value)
	object(len(s.OneOf) == 0 || passing(s.OneOf) == 1, "%v is not exactly one of the alternatives", value)
	switch value := value.(type) {
	case map[string]any:
		for _, key := range s.Required {
			object(value[key] != nil, "%s is missing", key)
		}
		for key, v := range value {
			p, ok := s.Properties[key]
			object(ok || s.Additional == nil || *s.Additional, "unknown key %s", key)
			found = append(found, p.objections(root, where+"."+key, v)...)
		}
	case []any:
		object(len(value) >= s.MinItems && (s.MaxItems == 0 || len(value) <= s.MaxItems), "%d items", len(value))
		for i, v := range value {
			object(!s.Unique || !slices.Contains(value[:i], v), "%v is there twice", v)
			if s.Items != nil {
				found = append(found, s.Items.objections(root, fmt.Sprintf("%s.%d", where, i), v)...)
			}
		}
	case string:
		n := utf8.RuneCountInString(value)
		object(n >= s.MinLength && (s.MaxLength == 0 || n <= s.MaxLength), "%d characters", n)
		object(s.Pattern == "" || regexp.MustCompile(s.Pattern).MatchString(value), "%q does not match %s", value, s.Pattern)
	}
	return found
}

func objectionsTo(t *testing.T, data []byte) []string {
	t.Helper()
	var value any
	if err := yaml.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	s := readSchema(t)
	return s.objections(s, "", value)
}

func TestSchemaAcceptsWhatIsShipped(t *testing.T) {
	files := shippedFiles(t)
	files["good.yaml"] = readFile(t, "testdata/good.yaml")
	files["switches.yaml"] = readFile(t, "testdata/switches.yaml")
	for name, data := range files {
		for _, objection := range objectionsTo(t, data) {
			t.Errorf("%s: %s", name, objection)
		}
	}
}

func TestSchemaObjectsToWhatIsBroken(t *testing.T) {
	for name, change := range map[string][2]string{
		"unknown key":       {"        why: >-", "        because: >-"},
		"wrong enum":        {"severity: blocker", "severity: severe"},
		"unknown fact":      {"applies: has:stored-data", "applies: has:stored-dta"},
		"number as text":    {"freshness: 90", `freshness: "90"`},
		"too few steps":     {"          - {do: Put the next drill into the calendar., by: person}\n", ""},
		"neither ai nor by": {", ai: draft}", "}"},
		"both ai and by":    {", ai: draft}", ", ai: draft, by: person}"},
		"twice":             {"views: [night, promise]", "views: [night, night]"},
		"id without words":  {"- id: bak-restore-drill", "- id: drill"},
		"no areas":          {"areas:", "reviewed:"},
	} {
		good := string(readFile(t, "testdata/good.yaml"))
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good || len(objectionsTo(t, []byte(bad))) == 0 {
			t.Errorf("%s: %q for %q: no objection", name, change[1], change[0])
		}
	}
}

func TestSchemaNamesEveryFact(t *testing.T) {
	want := []any{"always"}
	for _, f := range shippedVocabulary(t).Facts() {
		want = append(want, "has:"+string(f.ID))
	}
	if diff := cmp.Diff(want, readSchema(t).Definitions["condition"].AnyOf[0].Enum); diff != "" {
		t.Errorf("conditions of one fact in the schema (-want +got):\n%s", diff)
	}
}

// TestSchemaIsWhatParseReads walks the schema and has Parse read something wrong in every place of
// it: the messages say which keys, which of them necessarily, and which words belong there.
func TestSchemaIsWhatParseReads(t *testing.T) {
	s := readSchema(t)
	objects := 0
	var walk func(where, around string, one schema)
	walk = func(where, around string, one schema) {
		description := one.Description
		one = one.resolve(s)
		messages := func(value string) string {
			_, problems := questionnaire.Parse("f.yaml", []byte(fmt.Sprintf(around, "\n "+value+"\n")), questionnaire.Vocabulary{})
			var all []string
			for _, p := range problems {
				if p.Line == 2 {
					all = append(all, p.Message)
				}
			}
			return strings.Join(all, "\n")
		}
		switch one.Type {
		case "object":
			objects++
			necessary := slices.Clone(one.Required)
			if len(one.AnyOf) > 0 {
				necessary = append(necessary, one.AnyOf[0].Required...)
			}
			var keys []string
			for key, property := range one.Properties {
				keys = append(keys, key)
				if property.Description == "" {
					t.Errorf("%s.%s: no description", where, key)
				}
				walk(where+"."+key, fmt.Sprintf(around, `{"`+key+`": %s}`), property)
			}
			same(t, where+": keys", keys, listed(`want the keys (.+), found`, messages(`"?"`)))
			same(t, where+": required", necessary, listed(`"([a-z-]+)" is missing`, messages("{}")))
		case "array":
			wants(t, where, messages(`"?"`), "want a list")
			walk(where, fmt.Sprintf(around, "[%s]"), *one.Items)
		case "boolean":
			wants(t, where, messages(`"?"`), "want true or false")
		case "integer":
			wants(t, where, messages(`"?"`), "want a number")
			same(t, where+": numbers", words(one.Enum), listed(`want one of (.+), found`, messages("7")))
		case "string":
			wants(t, where, messages("[]"), "want text")
			same(t, where+": words", words(one.Enum), listed(`want one of (.+), found`, messages(`"?"`)))
		default:
			t.Errorf("%s: no type (%s)", where, description)
		}
	}
	walk("", "%s", s)
	if objects < 8 {
		t.Errorf("%d kinds of objects walked, want all 8", objects)
	}
}

// listed returns every word that the first group of pattern matches in text.
func listed(pattern, text string) []string {
	var all []string
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		all = append(all, strings.Split(match[1], ", ")...)
	}
	return all
}

func words(values []any) []string {
	var all []string
	for _, v := range values {
		all = append(all, fmt.Sprint(v))
	}
	return all
}

func same(t *testing.T, what string, schema, parser []string) {
	t.Helper()
	slices.Sort(schema)
	slices.Sort(parser)
	if !slices.Equal(schema, parser) {
		t.Errorf("%s: the schema has %q, Parse has %q", what, schema, parser)
	}
}

func wants(t *testing.T, where, got, want string) {
	t.Helper()
	if !strings.Contains(got, want) {
		t.Errorf("%s: Parse says %q of something wrong, the schema %q", where, got, want)
	}
}

func TestSchemaHasTheLimitsOfLint(t *testing.T) {
	question := readSchema(t).Definitions["question"].Properties
	long := strings.Repeat("a ", 200) + "?"
	found := questionnaire.Lint(questionnaire.Questionnaire{Areas: []questionnaire.Area{{Questions: []questionnaire.Question{{
		Text: long, Prototype: long, Production: long, Steps: make([]questionnaire.Step, 9),
		Levels: questionnaire.Levels{None: long, Partial: long, InPlace: long, Proven: long},
	}}}}}).Error()
	most := func(s schema) string { return fmt.Sprintf("401 characters: want at most %d", s.MaxLength) }
	for what, want := range map[string]string{
		"the question has":   fmt.Sprintf("401 characters: want %d to %d", question["question"].MinLength, question["question"].MaxLength),
		"level none has":     most(question["levels"].Properties["none"]),
		"level partial has":  most(question["levels"].Properties["partial"]),
		"level in-place has": most(question["levels"].Properties["in-place"]),
		"level proven has":   most(question["levels"].Properties["proven"]),
		": prototype has":    most(question["prototype"]),
		": production has":   most(question["production"]),
		": 9":                fmt.Sprintf("steps: want %d to %d", question["steps"].MinItems, question["steps"].MaxItems),
	} {
		if !strings.Contains(found, what+" "+want+" (L") {
			t.Errorf("want %q of what is too long, found\n%s", what+" "+want, found)
		}
	}
}

func TestGuideNamesEveryKeyFactAndRule(t *testing.T) {
	guide := string(readFile(t, filepath.Join(shipped, "README.md")))
	v := shippedVocabulary(t)
	var want, facts []string
	for _, p := range v.Prompts {
		want = append(want, "**"+p.Ask+"**")
		for _, f := range p.Facts {
			facts = append(facts, string(f.ID))
			want = append(want, "`"+string(f.ID)+"`")
		}
	}
	s := readSchema(t)
	objects := []schema{s, s.Definitions["question"].Properties["levels"]}
	for _, one := range s.Definitions {
		objects = append(objects, one)
	}
	for _, one := range objects {
		for key, property := range one.Properties {
			want = append(want, "`"+key+"`")
			for _, word := range words(property.Enum) {
				if key != "ai" && key != "by" {
					want = append(want, "`"+word+"`")
				}
			}
		}
	}
	for _, one := range want {
		if !strings.Contains(strings.Join(strings.Fields(guide), " "), one) {
			t.Errorf("the guide does not name %s", one)
		}
	}
	for _, fact := range listed(`has:([a-z-]+)`, guide) {
		if !slices.Contains(facts, fact) {
			t.Errorf("the guide names the fact %s, which there is not", fact)
		}
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, source := range sources {
		if !strings.HasSuffix(source, "_test.go") {
			rules = append(rules, listed(`"(L[0-9]+)"`, string(readFile(t, source)))...)
		}
	}
	table := listed(`(?m)^\| (L[0-9, L]+) \|`, guide)
	slices.Sort(rules)
	if rules = slices.Compact(rules); len(rules) < 20 {
		t.Fatalf("only the rules %q found in the source", rules)
	}
	same(t, "rules", table, rules)
}
