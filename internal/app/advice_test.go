package app_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"

	"prodfirst/internal/app"
)

// advised returns the exported errors, and whether a person is told more than their text.
func advised() map[string]struct {
	err    error
	advice bool
} {
	type row = struct {
		err    error
		advice bool
	}
	return map[string]row{
		"ErrBusy": {app.ErrBusy, true}, "ErrReadOnly": {app.ErrReadOnly, true}, "ErrFull": {app.ErrFull, true},
		"ErrDamaged": {app.ErrDamaged, true}, "ErrForeign": {app.ErrForeign, true}, "ErrNewer": {app.ErrNewer, true},
		"ErrOutcome": {app.ErrOutcome, true}, "ErrNotSaved": {app.ErrNotSaved, true}, "ErrSaved": {app.ErrSaved, true}, "ErrChanged": {app.ErrChanged, true},
		"ErrExists": {app.ErrExists, false}, "ErrNothing": {app.ErrNothing, false}, // they speak for themselves
		"ErrSecret": {app.ErrSecret, true}, "ErrUncompact": {app.ErrUncompact, true}, "ErrNoText": {app.ErrNoText, false},
		"ErrExport": {app.ErrExport, false}, "ErrExportNewer": {app.ErrExportNewer, false},
	}
}

func TestAdviceCoversEveryExportedError(t *testing.T) {
	for name, row := range advised() {
		what, todo, ok := app.Advice(fmt.Errorf("assessment %q: %w", "x", row.err))
		if ok != row.advice {
			t.Errorf("%s: has advice: %v, want %v", name, ok, row.advice)
		}
		if ok && (what == "" || what != strings.TrimSuffix(what, ".") || len(todo) < 2) {
			t.Errorf("%s: got %q and %q, want a sentence part, what is safe, and what to do", name, what, todo)
		}
		for _, sentence := range todo {
			if !strings.HasSuffix(sentence, ".") && !strings.HasSuffix(sentence, "PATH") && !strings.HasSuffix(sentence, "in use") {
				t.Errorf("%s: %q is no sentence", name, sentence)
			}
		}
	}
	if _, _, ok := app.Advice(context.DeadlineExceeded); !ok {
		t.Error("no advice for a call that took too long")
	}
	if _, _, ok := app.Advice(errors.New("else")); ok {
		t.Error("advice for an error that nobody knows")
	}
}

func TestListOfExportedErrorsIsComplete(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	known := advised()
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(spec.Names[0].Name, "Err") {
				if _, listed := known[spec.Names[0].Name]; !listed {
					t.Errorf("%s: %s is not in the test of Advice", file.Name(), spec.Names[0].Name)
				}
			}
			return true
		})
	}
}
