//go:build unix

package cli_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/cli"
	"prodfirst/internal/tui"
)

// edit uses an editor on a text, with a folder for temporary files of its own.
func edit(ctx context.Context, t *testing.T, environment map[string]string, text string) (got string, left []string, err error) {
	t.Helper()
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	open := cli.Editor(func(name string) (string, bool) {
		value, ok := environment[name]
		return value, ok
	})
	if open == nil {
		t.Fatalf("%v: there is no editor", environment)
	}
	got, err = open(ctx, text, tui.Terminal{In: strings.NewReader(""), Out: &strings.Builder{}, Err: &strings.Builder{}})
	left, globErr := filepath.Glob(filepath.Join(temporary, "*", "*"))
	if globErr != nil {
		t.Fatal(globErr)
	}
	return got, left, err
}

// program writes a shell script that stands for an editor.
func program(t *testing.T, name, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheEditorChangesTheText(t *testing.T) {
	add := program(t, "add", `printf '%s\r\nsecond\n\n' "$(cat "$1")" > "$1.new"; mv "$1.new" "$1"`)
	for _, environment := range []map[string]string{{"EDITOR": add}, {"VISUAL": add, "EDITOR": "false"}, {"VISUAL": " ", "EDITOR": add}} {
		got, left, err := edit(t.Context(), t, environment, "first")
		if err != nil || got != "first\nsecond" || len(left) > 0 {
			t.Errorf("%v: %q, %v, left are %v", environment, got, err, left)
		}
	}
}

func TestTheFileIsItsOwnersAlone(t *testing.T) {
	look := program(t, "look", `ls -ld "$1" "$(dirname "$1")" | cut -c1-10 > "$1.new"; basename "$1" >> "$1.new"; mv "$1.new" "$1"`)
	got, _, err := edit(t.Context(), t, map[string]string{"EDITOR": look}, "")
	if want := "drwx------\n-rw-------\nnote.md"; err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

func TestNoEditor(t *testing.T) {
	if cli.Editor(func(string) (string, bool) { return "", false }) != nil {
		t.Error("there is an editor, though none is named")
	}
}

// No shell reads the words: what would be a command there is text.
func TestWordsOfTheEditor(t *testing.T) {
	dir := t.TempDir()
	words := program(t, "two words", `for x in "$@"; do printf '<%s>' "$x"; done | sed 's|<[^<]*note.md>||' > "$0.out"; cp "$0.out" "$(eval echo \$$#)"`)
	for arguments, want := range map[string]string{
		``:                       "",
		` -a  -b`:                "<-a><-b>",
		` "one two" 'x "y" z'`:   `<one two><x "y" z>`,
		` one\ two ''`:           "<one two><>",
		` $HOME;ls|cat`:          "<$HOME;ls|cat>",
		" `touch " + dir + "/x`": "<`touch><" + dir + "/x`>",
	} {
		got, _, err := edit(t.Context(), t, map[string]string{"EDITOR": `"` + words + `"` + arguments}, "")
		if err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", arguments, got, err, want)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("a shell ran: %v, %v", entries, err)
	}
}

func TestAnEditorThatFailsChangesNothing(t *testing.T) {
	half := program(t, "half", `echo half > "$1"; exit 3`)
	for command, want := range map[string]string{
		half: "half: exit status 3", "/no/such/editor -w": "/no/such/editor", `vi "x`: "a quote does not end", `""`: "no program is named",
	} {
		got, left, err := edit(t.Context(), t, map[string]string{"EDITOR": command}, "text")
		if err == nil || !strings.Contains(err.Error(), want) || got != "" || len(left) > 0 {
			t.Errorf("%s: %q, %v, left are %v, want %q", command, got, err, left, want)
		}
	}
}

func TestWhatIsNoNoteIsRefusedAndStaysWhereItIs(t *testing.T) {
	for script, want := range map[string]string{
		`head -c 40000 /dev/zero | tr '\0' x > "$1"`: "40000 bytes, more than 32768",
		`printf '\377' > "$1"`:                       "not in UTF-8",
	} {
		got, left, err := edit(t.Context(), t, map[string]string{"EDITOR": program(t, "much", script)}, "text")
		if err == nil || got != "" || len(left) != 1 || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), left[0]) {
			t.Errorf("%s: %q, %v, left are %v, want %q", script, got, err, left, want)
		}
	}
	most := strings.Repeat("x", assessment.MaxNote)
	if got, left, err := edit(t.Context(), t, map[string]string{"EDITOR": "true"}, most); err != nil || got != most || len(left) > 0 {
		t.Errorf("the longest note: %d bytes, %v, left are %v", len(got), err, left)
	}
}

func TestTheEditorIsEndedWithTheProgram(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, left, err := edit(ctx, t, map[string]string{"EDITOR": "sleep 60"}, "text"); err == nil || len(left) > 0 {
		t.Errorf("got %v, left are %v", err, left)
	}
}
