package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestCommandsInDocumentsRun runs every command that a document shows, in its order and in one
// directory. It has to succeed, or to exit as the comment behind it says.
func TestCommandsInDocumentsRun(t *testing.T) {
	for _, document := range []string{"README.md", "questionnaires/README.md"} {
		t.Run(document, func(t *testing.T) {
			p := newPerson(t)
			ran := 0
			for _, line := range shellLines(readDocument(t, document)) {
				command, comment, _ := strings.Cut(line, " #")
				args, ok := strings.CutPrefix(command, "prodfirst ")
				if !ok || opensTheUI(strings.Fields(args)) {
					continue
				}
				want := 0
				switch strings.TrimSpace(comment) {
				case "exits 1":
					want = 1
				case "exits 2":
					want = 2
				}
				ran++
				cmd := p.command(t, shellWords(args)...)
				out, err := cmd.CombinedOutput()
				if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok || cmd.ProcessState.ExitCode() != want {
					t.Errorf("%s\nexits %d, want %d (%v, %v)\n%s", line, cmd.ProcessState.ExitCode(), want, err, exit, out)
				}
			}
			if ran == 0 {
				t.Error("shows no command that can be run")
			}
		})
	}
}

// opensTheUI tells commands that need a terminal: they are tested with one elsewhere.
func opensTheUI(args []string) bool {
	return len(args) > 0 && args[0] == "assess" && !slices.Contains(args, "--plain") && !slices.Contains(args, "--agenda")
}

// TestPathsInDocumentsExist checks the links to files, and what stands in backticks and begins with a
// directory of the repository.
func TestPathsInDocumentsExist(t *testing.T) {
	link, quoted := regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`), regexp.MustCompile("`([A-Za-z0-9_.*-]+(?:/[A-Za-z0-9_.*-]+)*/?)`")
	for _, document := range []string{"README.md", ".github/CONTRIBUTING.md", "questionnaires/README.md"} {
		text := regexp.MustCompile("(?ms)^```.*?^```$").ReplaceAllString(readDocument(t, document), "")
		checked := 0
		check := func(path string) {
			checked++
			if found, err := filepath.Glob(filepath.Join("../..", path)); err != nil || len(found) == 0 {
				t.Errorf("%s names %s, which does not exist (%v)", document, path, err)
			}
		}
		for _, match := range link.FindAllStringSubmatch(text, -1) {
			check(filepath.Join(filepath.Dir(document), match[1]))
		}
		for _, match := range quoted.FindAllStringSubmatch(text, -1) {
			top, _, ok := strings.Cut(match[1], "/")
			if info, err := os.Stat(filepath.Join("../..", top)); ok && err == nil && info.IsDir() {
				check(strings.TrimSuffix(match[1], "..."))
			}
		}
		if checked == 0 {
			t.Errorf("%s names no file", document)
		}
	}
}

func readDocument(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../..", path))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(data), "\r\n", "\n")
}

// shellLines returns the lines of the sh blocks of a document.
func shellLines(document string) []string {
	var all []string
	for _, block := range regexp.MustCompile("(?ms)^```sh\n(.*?)^```$").FindAllStringSubmatch(document, -1) {
		all = append(all, strings.Split(strings.TrimSpace(block[1]), "\n")...)
	}
	return all
}

// shellWords splits a command at its blanks, except inside double quotes.
func shellWords(command string) []string {
	var all []string
	for _, word := range regexp.MustCompile(`(?:[^\s"]|"[^"]*")+`).FindAllString(command, -1) {
		all = append(all, strings.ReplaceAll(word, `"`, ""))
	}
	return all
}
