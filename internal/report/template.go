package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"text/template/parse"

	"prodfirst/internal/questionnaire"
)

// Limits of what a template may do.
const (
	maxTemplated     = 16 << 20 // bytes written
	maxTemplateSteps = 5_000_000
	maxTemplateDepth = 100
)

// ErrTemplate says that a team's own template cannot be used. The text around it names the line.
var ErrTemplate = errors.New("the template cannot be used")

// Template returns what a team's own Go template makes of a judgement: the text and actions of
// package text/template, without methods, over the same names as the JSON report. Absent values are
// empty; a name that no report has is an error. The functions besides and, or, not, eq, ne, lt, le,
// gt, ge, len, index, print and printf are markdown, html and line, which make foreign text inert,
// join and upper.
//
// Only the parser is that of the standard library: its way of running templates finds methods by
// name, for which the linker keeps two megabytes of code that nobody calls.
func Template(name, text string, f File) ([]byte, error) {
	known := map[string]any{}
	for fn := range templateFunctions() {
		known[fn] = true
	}
	for _, fn := range []string{"and", "or"} {
		known[fn] = true
	}
	trees, err := parse.Parse(name, text, "", "", known)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", ErrTemplate, strings.TrimPrefix(err.Error(), "template: "))
	}
	data, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	var root any
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	if err := d.Decode(&root); err != nil {
		return nil, err
	}
	run := &templateRun{trees: trees, names: map[string]bool{}, functions: templateFunctions()}
	fieldNames(reflect.TypeFor[File](), run.names)
	if tree := trees[name]; tree != nil && tree.Root != nil {
		run.call(tree, root, 0)
	}
	if run.err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTemplate, run.err)
	}
	return []byte(run.out.String()), nil
}

// fieldNames collects the names that a value of a type has as JSON, and those below it.
func fieldNames(t reflect.Type, names map[string]bool) {
	switch t.Kind() { //nolint:exhaustive // the others have no fields
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		fieldNames(t.Elem(), names)
	case reflect.Struct:
		for field := range t.Fields() {
			tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			switch {
			case field.Anonymous && tag == "":
				fieldNames(field.Type, names)
			case tag != "" && tag != "-" && !names[tag]:
				names[tag] = true
				fieldNames(field.Type, names)
			case tag != "" && tag != "-":
				fieldNames(field.Type, names)
			}
		}
	}
}

// templateRun is one run of a template. After the first error it does nothing more.
type templateRun struct {
	trees     map[string]*parse.Tree
	names     map[string]bool // every name of a field
	functions map[string]func([]any) (any, error)
	out       strings.Builder
	steps     int
	err       error
}

// scope is where names are looked up: a tree, its dot and its variables.
type scope struct {
	tree  *parse.Tree
	dot   any
	vars  *variable
	depth int
}

type variable struct {
	name  string
	value any
	outer *variable
}

// flow says how a list of nodes came to its end.
type flow int

const (
	through flow = iota
	broken
	continued
)

func (r *templateRun) fail(s scope, at parse.Node, format string, args ...any) {
	if r.err == nil {
		where, _ := s.tree.ErrorContext(at)
		r.err = fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...))
	}
}

// call runs a named template on a value.
func (r *templateRun) call(tree *parse.Tree, dot any, depth int) {
	r.walk(&scope{tree: tree, dot: dot, vars: &variable{name: "$", value: dot}, depth: depth}, tree.Root)
}

// walk carries out a node.
func (r *templateRun) walk(s *scope, node parse.Node) flow {
	r.steps++
	if r.steps > maxTemplateSteps {
		r.fail(*s, node, "it takes more than %d steps", maxTemplateSteps)
	}
	if r.err != nil {
		return broken
	}
	switch n := node.(type) {
	case *parse.ListNode:
		return r.list(s, n)
	case *parse.TextNode:
		r.write(s, n, string(n.Text))
	case *parse.ActionNode:
		if value := r.pipe(s, n.Pipe); len(n.Pipe.Decl) == 0 {
			r.write(s, n, printed(value))
		}
	case *parse.IfNode:
		return r.branch(*s, &n.BranchNode, false)
	case *parse.WithNode:
		return r.branch(*s, &n.BranchNode, true)
	case *parse.RangeNode:
		r.loop(*s, &n.BranchNode)
	case *parse.BreakNode:
		return broken
	case *parse.ContinueNode:
		return continued
	case *parse.TemplateNode:
		r.include(s, n)
	case *parse.CommentNode:
	default:
		r.fail(*s, node, "%s cannot stand here", node)
	}
	return through
}

func (r *templateRun) list(s *scope, n *parse.ListNode) flow {
	if n == nil {
		return through
	}
	for _, child := range n.Nodes {
		if f := r.walk(s, child); f != through || r.err != nil {
			return f
		}
	}
	return through
}

func (r *templateRun) write(s *scope, at parse.Node, text string) {
	if r.out.Len()+len(text) > maxTemplated {
		r.fail(*s, at, "it writes more than %d bytes", maxTemplated)
		return
	}
	r.out.WriteString(text)
}

// branch carries out if and with.
func (r *templateRun) branch(s scope, n *parse.BranchNode, with bool) flow {
	value := r.pipe(&s, n.Pipe)
	switch {
	case r.err != nil:
		return broken
	case !truth(value):
		return r.list(&s, n.ElseList)
	case with:
		s.dot = value
	}
	return r.list(&s, n.List)
}

// loop carries out range.
func (r *templateRun) loop(s scope, n *parse.BranchNode) {
	value := r.value(&s, n.Pipe)
	keys, values, ok := elements(value)
	if !ok {
		r.fail(s, n.Pipe, "range over %s, which is no list", described(value))
	}
	if r.err != nil {
		return
	}
	if len(values) == 0 {
		r.list(&s, n.ElseList)
		return
	}
	for i, element := range values {
		inner := s
		inner.dot = element
		switch decl := n.Pipe.Decl; len(decl) {
		case 1:
			inner.vars = &variable{decl[0].Ident[0], element, s.vars}
		case 2:
			inner.vars = &variable{decl[1].Ident[0], element, &variable{decl[0].Ident[0], keys[i], s.vars}}
		}
		if f := r.list(&inner, n.List); f == broken || r.err != nil {
			return
		}
	}
}

// include carries out template.
func (r *templateRun) include(s *scope, n *parse.TemplateNode) {
	tree := r.trees[n.Name]
	var dot any
	if n.Pipe != nil {
		dot = r.pipe(s, n.Pipe)
	}
	switch {
	case tree == nil:
		r.fail(*s, n, "no template %q", n.Name)
	case s.depth >= maxTemplateDepth:
		r.fail(*s, n, "templates that use each other more than %d deep", maxTemplateDepth)
	default:
		r.call(tree, dot, s.depth+1)
	}
}

// pipe returns the value of a pipeline, and declares or sets its variables.
func (r *templateRun) pipe(s *scope, p *parse.PipeNode) any {
	value := r.value(s, p)
	for _, decl := range p.Decl {
		name := decl.Ident[0]
		if !p.IsAssign {
			s.vars = &variable{name, value, s.vars}
			continue
		}
		for v := s.vars; v != nil; v = v.outer {
			if v.name == name {
				v.value = value
				break
			}
		}
	}
	return value
}

func (r *templateRun) value(s *scope, p *parse.PipeNode) any {
	var value any
	for i, cmd := range p.Cmds {
		if r.err != nil {
			return nil
		}
		var last []any
		if i > 0 {
			last = []any{value}
		}
		value = r.command(s, cmd, last)
	}
	return value
}

// command returns the value of one part of a pipeline; last is that of the part before, if any.
func (r *templateRun) command(s *scope, cmd *parse.CommandNode, last []any) any {
	if fn, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		return r.function(s, fn, cmd.Args[1:], last)
	}
	if len(cmd.Args) > 1 || len(last) > 0 {
		r.fail(*s, cmd.Args[0], "%s is no function", cmd.Args[0])
		return nil
	}
	return r.argument(s, cmd.Args[0])
}

// argument returns the value of an operand.
func (r *templateRun) argument(s *scope, node parse.Node) any {
	switch n := node.(type) {
	case *parse.DotNode:
		return s.dot
	case *parse.NilNode:
		return nil
	case *parse.BoolNode:
		return n.True
	case *parse.NumberNode:
		return json.Number(n.Text)
	case *parse.StringNode:
		return n.Text
	case *parse.FieldNode:
		return r.field(s, n, s.dot, n.Ident)
	case *parse.VariableNode:
		for v := s.vars; v != nil; v = v.outer {
			if v.name == n.Ident[0] {
				return r.field(s, n, v.value, n.Ident[1:])
			}
		}
	case *parse.ChainNode:
		return r.field(s, n, r.argument(s, n.Node), n.Field)
	case *parse.PipeNode:
		return r.pipe(s, n)
	case *parse.IdentifierNode:
		return r.function(s, n, nil, nil)
	}
	r.fail(*s, node, "%s has no value", node)
	return nil
}

// field follows names from a value. What is absent is empty, but a name that no report has is not.
func (r *templateRun) field(s *scope, at parse.Node, value any, names []string) any {
	for _, name := range names {
		object, ok := value.(map[string]any)
		switch {
		case !r.names[name]:
			near := ""
			if n := questionnaire.Nearest(name, keysOf(r.names)); n != "" {
				near = fmt.Sprintf("; did you mean .%s?", n)
			}
			r.fail(*s, at, "no report has a field .%s%s", name, near)
			return nil
		case value == nil:
			return nil
		case !ok:
			r.fail(*s, at, "no field .%s in %s", name, described(value))
			return nil
		}
		value = object[name]
	}
	return value
}
