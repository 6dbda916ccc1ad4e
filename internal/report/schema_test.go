package report_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
)

// schema is the part of JSON Schema that report.schema.json uses.
type schema struct {
	Schema      string            `json:"$schema"`
	Title       string            `json:"title"`
	Definitions map[string]schema `json:"definitions"`

	Ref         string            `json:"$ref"`
	AllOf       []schema          `json:"allOf"`
	Description string            `json:"description"`
	Type        string            `json:"type"`
	Required    []string          `json:"required"`
	Properties  map[string]schema `json:"properties"`
	Items       *schema           `json:"items"`
	Additional  *schema           `json:"additionalProperties"`
	Enum        []string          `json:"enum"`
	Const       *float64          `json:"const"`
	Pattern     string            `json:"pattern"`
	Format      string            `json:"format"`
	Minimum     *float64          `json:"minimum"`
}

func readSchema(t testing.TB) schema {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(string(report.Schema)))
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
		s = s.AllOf[0]
	}
	if name, ok := strings.CutPrefix(s.Ref, "#/definitions/"); ok {
		return root.Definitions[name]
	}
	return s
}

// objections returns what is wrong with a value; what the schema does not name is wrong too.
func (s schema) objections(root schema, where string, value any) []string {
	s = s.resolve(root)
	object := func(format string, args ...any) []string {
		return []string{where + ": " + fmt.Sprintf(format, args...)}
	}
	var found []string
	switch v := value.(type) {
	case map[string]any:
		if s.Type != "object" {
			return object("an object, want %s", s.Type)
		}
		for _, name := range s.Required {
			if _, ok := v[name]; !ok {
				found = append(found, object("no %s", name)...)
			}
		}
		for name, inner := range v {
			property, ok := s.Properties[name]
			if !ok && s.Additional != nil {
				property, ok = *s.Additional, true
			}
			if !ok {
				found = append(found, object("%s is not in the schema", name)...)
				continue
			}
			found = append(found, property.objections(root, where+"."+name, inner)...)
		}
		return found
	case []any:
		if s.Type != "array" || s.Items == nil {
			return object("a list, want %s", s.Type)
		}
		for i, inner := range v {
			found = append(found, s.Items.objections(root, fmt.Sprintf("%s[%d]", where, i), inner)...)
		}
		return found
	case string:
		_, err := time.Parse(time.RFC3339, v)
		switch {
		case s.Enum != nil && !slices.Contains(s.Enum, v):
			return object("%q, want one of %q", v, s.Enum)
		case s.Enum == nil && s.Type != "string":
			return object("%q, want %s", v, s.Type)
		case s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(v), s.Format == "date-time" && err != nil:
			return object("%q, want %s%s", v, s.Pattern, s.Format)
		}
	case float64:
		switch {
		case s.Const != nil && v == *s.Const:
		case s.Type != "integer" || v != float64(int64(v)) || s.Minimum != nil && v < *s.Minimum:
			return object("%v, want %s", v, s.Type)
		}
	case bool:
		if s.Type != "boolean" {
			return object("%v, want %s", v, s.Type)
		}
	case nil:
		return object("null")
	}
	return nil
}

func TestEveryReportAsJSONFollowsItsSchema(t *testing.T) {
	root := readSchema(t)
	v := example(t)
	in := everywhere(func() string { return "Some words" })
	in.Assessment.Session = &assessment.Session{Kind: assessment.Quick, Started: now(), Questions: []questionnaire.QuestionID{"a-1"}}
	in.Assessment.Milestones = []assessment.Milestone{{Label: "pilot", By: "Ana", At: now(), Seq: 3, Digest: "sha256:0"}}
	in.Assessment.Answers["gone"] = said(assessment.None)
	for name, in := range map[string]analysis.Input{
		"example": v.Input(), "everywhere": in, "small": small(t), "reached": reached(t), "full": full(t), "switched off": switchedOff(t),
		"nothing": {At: now(), Assessment: assessment.Assessment{ID: "x", Description: assessment.Description{Name: "X", Target: questionnaire.Scale}}},
	} {
		data, err := report.JSON(in, analysis.Judge(in))
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(data, &value); err != nil {
			t.Fatal(err)
		}
		for i, objection := range root.objections(root, name, value) {
			if i < 5 {
				t.Error(objection)
			}
		}
	}
	if got := root.objections(root, "x", map[string]any{"schema": 2.0, "more": "", "ready_for": "beta", "steps": nil}); len(got) < 4 {
		t.Errorf("the checks find too little: %q", got)
	}
}

// TestSchemaNamesTheFieldsOfTheFile compares the schema with the Go types: a field that is always
// written is required, and no other.
func TestSchemaNamesTheFieldsOfTheFile(t *testing.T) {
	root := readSchema(t)
	seen := map[reflect.Type]bool{}
	var walk func(where string, of reflect.Type, s schema)
	walk = func(where string, of reflect.Type, s schema) {
		s = s.resolve(root)
		switch {
		case of == reflect.TypeFor[time.Time]():
			if s.Format != "date-time" {
				t.Errorf("%s: a time is no date-time in the schema", where)
			}
		case of.Kind() == reflect.Pointer:
			walk(where, of.Elem(), s)
		case of.Kind() == reflect.Slice && s.Items != nil:
			walk(where+"[]", of.Elem(), *s.Items)
		case of.Kind() == reflect.Map && s.Additional != nil:
			walk(where+"{}", of.Elem(), *s.Additional)
		case of.Kind() == reflect.Slice || of.Kind() == reflect.Map:
			t.Errorf("%s: the schema has no items", where)
		case of.Kind() == reflect.Struct && !seen[of]:
			seen[of] = true
			var names, required []string
			for field := range of.Fields() {
				name, option, _ := strings.Cut(field.Tag.Get("json"), ",")
				if name == "-" {
					continue
				}
				names = append(names, name)
				if option == "" {
					required = append(required, name)
				}
				walk(where+"."+name, field.Type, s.Properties[name])
			}
			var listed []string
			for name := range s.Properties {
				listed = append(listed, name)
			}
			slices.Sort(names)
			slices.Sort(listed)
			if diff := cmp.Diff(names, listed); diff != "" {
				t.Errorf("%s: fields (-Go +schema):\n%s", where, diff)
			}
			if diff := cmp.Diff(required, s.Required); diff != "" {
				t.Errorf("%s: required (-Go +schema):\n%s", where, diff)
			}
		}
	}
	walk("file", reflect.TypeFor[report.File](), root)
	if root.Properties["schema"].Const == nil || *root.Properties["schema"].Const != report.JSONSchema {
		t.Error("the schema is of another number than the file")
	}
	for name := range root.Definitions {
		if !strings.Contains(string(report.Schema), `"#/definitions/`+name+`"`) {
			t.Errorf("definition %s is not used", name)
		}
	}
}

// TestSchemaKnowsEveryWord compares enumerations with the words of the core.
func TestSchemaKnowsEveryWord(t *testing.T) {
	root := readSchema(t)
	at := func(definition, property string) []string {
		s := root
		if definition != "" {
			s = root.Definitions[definition]
		}
		s = s.Properties[property]
		if s.Items != nil {
			s = *s.Items
		}
		return s.resolve(root).Enum
	}
	check := func(what string, got, want []string) {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-core +schema):\n%s", what, diff)
		}
	}
	check("stages", at("description", "target"), words(questionnaire.Stages()))
	check("ready for", at("", "ready_for"), append([]string{"demo"}, words(questionnaire.Stages())...))
	check("severities", at("question", "severity"), words(questionnaire.Severities()))
	check("decisions", at("question", "decision"), words(analysis.Decisions()))
	check("rules", at("rule", "id"), questionnaire.Rules())
	check("checks", at("answer", "check"), words(assessment.Checks()))
	check("sessions", at("session", "kind"), words(assessment.SessionKinds()))
	check("calls", at("call", "call"), words(assessment.CallWords()))
	check("shipments", at("shipment", "kind"), words(assessment.ShipKinds()))
	for _, s := range analysis.States() {
		if !slices.Contains(at("question", "state"), string(s)) {
			t.Errorf("state %s is not in the schema", s)
		}
	}
	for _, l := range assessment.Levels() {
		if !slices.Contains(at("answer", "level"), string(l)) {
			t.Errorf("level %s is not in the schema", l)
		}
	}
}

func words[S ~string](of []S) []string {
	all := make([]string, len(of))
	for i, w := range of {
		all[i] = string(w)
	}
	return all
}
