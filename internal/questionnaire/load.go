package questionnaire

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

const (
	// MaxSize is the size in bytes above which no file is read.
	MaxSize = 1 << 20

	deepestFile = 32 // levels of lists and keys
)

// A reader turns one file into values and collects what is wrong with it.
type reader struct {
	file     string
	data     []byte
	facts    []string        // the facts there are, in order
	known    map[FactID]bool // the same as a set; nil: facts are not checked
	lines    []string        // see line
	hints    suggester
	problems Problems
}

func newReader(file string, data []byte) *reader {
	return &reader{file: file, data: bytes.TrimPrefix(data, []byte("\uFEFF"))}
}

// digest returns the digest of a file, the same for both kinds of line ends.
func digest(data []byte) string {
	if bytes.ContainsRune(data, '\r') {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

func (r *reader) problem(at Place, rule, format string, args ...any) {
	r.problems = append(r.problems, Problem{
		File: r.file, Line: at.Line, Column: at.Column, Rule: rule, Severity: LevelError,
		Message: fmt.Sprintf(format, args...),
	})
}

// done returns all problems in the order of the file.
func (r *reader) done() Problems {
	r.problems.sortPlaces()
	return r.problems
}

// LoadYAML returns the one document of a file as nodes, or nil, and everything that is wrong with it:
// more than MaxSize, deeper than 32 levels, anything that YAML has and a questionnaire may not have.
func LoadYAML(file string, data []byte) (*yaml.Node, Problems) {
	r := newReader(file, data)
	root := r.load()
	return root, r.done()
}

// load returns the one document of the file as nodes, or nil if it cannot be read.
func (r *reader) load() *yaml.Node {
	if len(r.data) > MaxSize {
		r.problem(Place{1, 1}, "", "the file has %d bytes: at most %d (1 MiB) are read", len(r.data), MaxSize)
		return nil
	}
	if r.scan(); len(r.problems) > 0 {
		return nil
	}
	loader, err := yaml.NewLoader(bytes.NewReader(r.data), yaml.WithUniqueKeys(false),
		yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(deepestFile))))
	if err != nil {
		r.problem(Place{1, 1}, "", "not readable as YAML: %v", err)
		return nil
	}
	var doc, next yaml.Node
	if err := loader.Load(&doc); errors.Is(err, io.EOF) {
		r.problem(Place{1, 1}, "", "the file is empty")
		return nil
	} else if err != nil {
		r.syntax(err)
		return nil
	}
	if err := loader.Load(&next); err == nil {
		r.problem(r.inside(place(&next)), "", "a second document begins: write one file for each")
		return nil
	} else if !errors.Is(err, io.EOF) {
		r.syntax(err)
		return nil
	}
	root := doc.Content[0]
	if root.Tag == "!!null" && root.Value == "" {
		r.problem(Place{1, 1}, "", "the file is empty")
		return nil
	}
	r.refuse(root)
	return root
}

// scan reports what no text file contains, once a line.
func (r *reader) scan() {
	reported := 0
	at := Place{1, 1}
	for i := 0; i < len(r.data); {
		c, size := utf8.DecodeRune(r.data[i:])
		lineEnd := c == '\r' && i+1 < len(r.data) && r.data[i+1] == '\n'
		what := ""
		switch {
		case c == utf8.RuneError && size == 1:
			what = "the file is not UTF-8 text: save it as UTF-8"
		case !lineEnd && hidden(c):
			what = fmt.Sprintf("the control character %U is not allowed: remove it", c)
		}
		if what != "" && reported != at.Line {
			reported = at.Line
			r.problem(at, "", "%s", what)
		}
		at.Column++
		if c == '\n' {
			at = Place{at.Line + 1, 1}
		}
		i += size
	}
}

// hidden tells characters that steer a terminal or end a line unseen.
func hidden(c rune) bool {
	return unicode.IsControl(c) && c != '\n' && c != '\t' || c == '\u2028' || c == '\u2029' || c == '\uFEFF'
}

// refuse reports everywhere what the format leaves out of YAML, and control characters written as escapes.
func (r *reader) refuse(n *yaml.Node) {
	at := place(n)
	switch {
	case n.Kind == yaml.AliasNode:
		r.problem(at, "", "the alias *%s is not allowed: write the value out", clip(n.Value))
		return
	case n.Anchor != "":
		r.problem(at, "", "the anchor &%s is not allowed: write the value out where it is needed", clip(n.Anchor))
	case n.Style&yaml.TaggedStyle != 0 || n.Tag == "!":
		r.problem(at, "", "the tag %s is not allowed: remove it", quote(n.Tag))
	}
	if i := strings.IndexFunc(n.Value, hidden); i >= 0 {
		c, _ := utf8.DecodeRuneInString(n.Value[i:])
		r.problem(at, "", "the control character %U is not allowed: remove it", c)
	}
	for _, child := range n.Content {
		r.refuse(child)
	}
}

// syntax reports an error of the YAML library in our words.
func (r *reader) syntax(err error) {
	bad, ok := errors.AsType[*yaml.LoadError](err)
	if !ok {
		r.problem(Place{1, 1}, "", "not readable as YAML: %v", err)
		return
	}
	at := r.inside(Place{bad.Mark.Line, bad.Mark.Column})
	from := r.inside(Place{bad.ContextMark.Line, bad.ContextMark.Column})
	switch {
	case strings.Contains(bad.Message, "exceeded max depth"):
		r.problem(at, "", "nested deeper than %d levels", deepestFile)
	case strings.Contains(bad.Message, "unknown anchor"):
		r.problem(at, "", "aliases are not allowed: write the value out, or put the text in quotes")
	case strings.Contains(bad.Message, "mapping values are not allowed"):
		r.problem(at, "", `":" is not expected here: put text that contains ": " in quotes, or correct the indentation`)
	case strings.Contains(bad.Message, "cannot start any token"):
		r.problem(at, "", "%s", r.badStart(at))
	case strings.Contains(bad.Message, "unexpected end of stream") && strings.Contains(bad.ContextMsg, "quoted"):
		r.problem(from, "", "the quote that opens here is never closed")
	case strings.Contains(bad.Message, "did not find expected") && strings.Contains(bad.ContextMsg, "block"):
		r.problem(at, "", "this does not fit in here: begin the line in the column of its neighbours, "+
			"and put text that contains one kind of quotes in the other kind")
	case bad.ContextMark.Line > 0:
		r.problem(at, "", "not readable as YAML: %s (%s, from line %d, column %d)", bad.Message, bad.ContextMsg, from.Line, from.Column)
	default:
		r.problem(at, "", "not readable as YAML: %s", bad.Message)
	}
}

// badStart says why no value can begin at a place.
func (r *reader) badStart(at Place) string {
	rest := []rune(r.line(at.Line))[at.Column-1:]
	switch {
	case len(rest) == 0:
		return "a value is missing"
	case rest[0] == '\t':
		return "a tab cannot indent: use spaces"
	}
	return fmt.Sprintf("text cannot begin with %q: put it in quotes", rest[0])
}

// line returns a line of the file without its end; n counts from 1.
func (r *reader) line(n int) string {
	if r.lines == nil {
		r.lines = strings.Split(string(r.data), "\n")
	}
	if n < 1 || n > len(r.lines) {
		return ""
	}
	return strings.TrimSuffix(r.lines[n-1], "\r")
}

// inside returns the place of the file that is nearest to at: the YAML library may point past the end.
func (r *reader) inside(at Place) Place {
	r.line(1)
	line := min(max(at.Line, 1), len(r.lines))
	return Place{line, min(max(at.Column, 1), utf8.RuneCountInString(r.line(line))+1)}
}

func place(n *yaml.Node) Place { return Place{n.Line, n.Column} }
