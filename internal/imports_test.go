package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "prodfirst/"

// rule says what a package may import besides the standard library. Names are separated by spaces;
// a star stands for one path element.
type rule struct {
	ours   string // packages of this module
	theirs string // modules of others, with all their packages
}

const (
	core   = "internal/questionnaire internal/assessment internal/analysis"
	faces  = core + " internal/app internal/report internal/textsafe "
	screen = faces + "internal/tui/nav internal/tui/widget internal/tui/theme internal/tui/edit internal/tui/gloss internal/tui/risk"
	charm  = "charm.land/bubbletea/v2 charm.land/bubbles/v2 charm.land/lipgloss/v2 github.com/charmbracelet/x/ansi"

	// testOnly are the packages that only tests and each other may import.
	testOnly = "internal/kv/kvtest internal/tui/tuitest internal/testutil/*"
	// Tests may import these besides what their package may: they run the real code on memkv.
	testOurs   = testOnly + " internal/kv internal/kv/memkv internal/kv/boltkv internal/store questionnaires " + faces
	testTheirs = "github.com/google/go-cmp github.com/rogpeppe/go-internal pgregory.net/rapid " +
		"github.com/creack/pty github.com/charmbracelet/x/ansi github.com/yuin/goldmark"
)

// rules is the layout of the module. A new line is a design decision.
func rules() map[string]rule {
	return map[string]rule{
		"cmd/prodfirst":  {ours: "questionnaires internal/* internal/kv/*", theirs: "github.com/charmbracelet/colorprofile github.com/charmbracelet/x/term"},
		"questionnaires": {},
		"internal":       {},

		"internal/questionnaire": {theirs: "go.yaml.in/yaml/v4"},
		"internal/assessment":    {ours: "internal/questionnaire"},
		"internal/analysis":      {ours: "internal/questionnaire internal/assessment"},
		"internal/report":        {ours: core + " internal/textsafe"},
		"internal/exchange":      {ours: "internal/questionnaire internal/assessment internal/textsafe", theirs: "go.yaml.in/yaml/v4"},

		"internal/kv":        {},
		"internal/kv/memkv":  {ours: "internal/kv"},
		"internal/kv/boltkv": {ours: "internal/kv", theirs: "go.etcd.io/bbolt golang.org/x/sys"},
		"internal/kv/kvtest": {ours: "internal/kv"},
		"internal/fault":     {},
		"internal/store":     {ours: "internal/kv internal/assessment internal/questionnaire"},

		"internal/app":    {ours: core + " internal/secret internal/textsafe internal/report internal/exchange internal/store internal/kv"},
		"internal/config": {},
		"internal/cli":    {ours: faces + "internal/config internal/tui", theirs: "github.com/spf13/cobra github.com/spf13/pflag github.com/charmbracelet/x/ansi"},

		"internal/tui":         {ours: faces + "internal/tui/*", theirs: charm + " github.com/charmbracelet/colorprofile"},
		"internal/tui/*":       {ours: screen, theirs: charm},
		"internal/tui/nav":     {ours: core + " internal/app internal/tui/theme internal/tui/widget", theirs: charm},
		"internal/tui/widget":  {ours: "internal/tui/theme internal/textsafe internal/secret", theirs: charm},
		"internal/tui/theme":   {theirs: charm},
		"internal/tui/edit":    {ours: core + " internal/app internal/tui/nav internal/tui/widget internal/tui/theme internal/tui/gloss", theirs: charm},
		"internal/tui/risk":    {ours: faces + "internal/tui/nav internal/tui/widget internal/tui/theme internal/tui/edit internal/tui/gloss", theirs: charm},
		"internal/tui/gloss":   {ours: core + " internal/tui/theme", theirs: charm},
		"internal/tui/tuitest": {ours: "internal/tui internal/testutil/golden internal/testutil/seat", theirs: charm},

		"internal/secret":           {},
		"internal/textsafe":         {theirs: "github.com/charmbracelet/x/ansi"},
		"internal/testutil/golden":  {},
		"internal/testutil/soak":    {},
		"internal/testutil/seat":    {ours: core + " internal/app internal/kv internal/kv/memkv internal/testutil/fixture internal/testutil/golden internal/tui/nav internal/tui/theme", theirs: charm},
		"internal/testutil/fixture": {ours: core + " internal/app internal/store internal/kv internal/kv/memkv questionnaires"},

		"internal/ptybench":         {ours: core + " internal/app internal/report internal/store internal/kv internal/kv/* questionnaires", theirs: "github.com/creack/pty github.com/charmbracelet/x/ansi"},
		"internal/ptybench/minimal": {theirs: "charm.land/bubbletea/v2"},
		"internal/ptybench/hello":   {},
	}
}

func TestImportsFollowTheLayout(t *testing.T) {
	top := os.DirFS("..")
	err := fs.WalkDir(top, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() && name != "." && (strings.HasPrefix(base, ".") || base == "testdata") {
			return fs.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(base, ".go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", name), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		checkFile(t, name, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkFile(t *testing.T, name string, file *ast.File) {
	t.Helper()
	pkg, test := path.Dir(name), strings.HasSuffix(name, "_test.go")
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if reason := objection(pkg, imported, test); reason != "" {
			t.Errorf("%s: imports %s: %s", name, imported, reason)
		}
	}
	if reason := objection(pkg, "unsafe", test); reason != "" { // said even without an import
		t.Errorf("%s: %s", name, reason)
	}
	if pkg != "internal/app" || test {
		return
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok && x.Name == "kv" && !strings.HasPrefix(selector.Sel.Name, "Err") {
				t.Errorf("%s: uses kv.%s: app knows only the errors of kv", name, selector.Sel.Name)
			}
		}
		return true
	})
}

// objection says why pkg may not import what it imports, "" if it may.
func objection(pkg, imported string, test bool) string {
	allowed, ok := rules()[pkg]
	if match, _ := path.Match("internal/tui/*", pkg); match && !ok {
		allowed, ok = rules()["internal/tui/*"]
	}
	if !ok {
		return "package " + pkg + " is not in the table of internal/imports_test.go"
	}
	if test {
		allowed.ours += " " + testOurs + " " + pkg
	}
	if test || listed(testOnly, pkg) {
		allowed.theirs += " " + testTheirs
	}
	first, _, _ := strings.Cut(imported, "/")
	name, isOurs := strings.CutPrefix(imported, module)
	switch {
	case isOurs && !test && listed(testOnly, name) && !listed(testOnly, pkg):
		return "only tests may"
	case isOurs && !listed(allowed.ours, name):
		return pkg + " may import of ours only: " + allowed.ours
	case !isOurs && strings.Contains(first, ".") && !listedModule(allowed.theirs, imported):
		return pkg + " may import of others only: " + allowed.theirs
	}
	return ""
}

func listed(patterns, name string) bool {
	for pattern := range strings.FieldsSeq(patterns) {
		if match, _ := path.Match(pattern, name); match {
			return true
		}
	}
	return false
}

func listedModule(modules, name string) bool {
	for allowed := range strings.FieldsSeq(modules) {
		if name == allowed || strings.HasPrefix(name, allowed+"/") {
			return true
		}
	}
	return false
}

func TestPlantedImportsAreReported(t *testing.T) {
	rows := []struct {
		pkg, imported string
		test, bad     bool
	}{
		{"internal/analysis", "prodfirst/internal/assessment", false, false},
		{"internal/analysis", "prodfirst/internal/report", false, true},
		{"internal/cli", "prodfirst/internal/store", false, true},
		{"internal/tui", "prodfirst/internal/kv/boltkv", false, true},
		{"internal/tui/walk", "prodfirst/internal/tui/nav", false, false},
		{"internal/tui/walk", "prodfirst/internal/tui/home", false, true},
		{"internal/tui/walk", "prodfirst/internal/tui/tuitest", true, false},
		{"internal/tui/walk", "prodfirst/internal/tui/tuitest", false, true},
		{"internal/store", "prodfirst/internal/kv/memkv", true, false},
		{"internal/store", "go.etcd.io/bbolt", false, true},
		{"internal/app", "github.com/google/go-cmp/cmp", false, true},
		{"internal/util", "fmt", false, true},
	}
	for _, row := range rows {
		if got := objection(row.pkg, row.imported, row.test); (got != "") != row.bad {
			t.Errorf("%s imports %s (test %v): got objection %q, want one: %v", row.pkg, row.imported, row.test, got, row.bad)
		}
	}
}
