package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"prodfirst/internal/assessment"
	"prodfirst/internal/config"
	"prodfirst/internal/tui"
)

// Editor returns what opens the program named in VISUAL or EDITOR, nil if neither is set. The text
// is in a file of its owner's alone, which is removed afterwards; only what is too much to be taken
// over stays where it is.
func Editor(env config.Lookup) tui.Editor {
	visual, _ := env("VISUAL")
	editor, _ := env("EDITOR")
	command := cmp.Or(strings.TrimSpace(visual), strings.TrimSpace(editor))
	if command == "" {
		return nil
	}
	return func(ctx context.Context, text string, terminal tui.Terminal) (string, error) {
		args, err := split(command, os.PathSeparator == '\\')
		if err != nil {
			return "", fmt.Errorf("%s: %w", command, err)
		}
		dir, err := os.MkdirTemp("", "prodfirst-")
		if err != nil {
			return "", err
		}
		path := filepath.Join(dir, "note.md")
		written, err := edited(ctx, append(args, path), text, terminal)
		if errors.Is(err, assessment.ErrInvalid) {
			return "", fmt.Errorf("%w; what was written is in %s", err, path)
		}
		return written, errors.Join(err, os.RemoveAll(dir))
	}
}

// edited writes a text to the file that is the last of the arguments, runs the command and reads the
// file. It returns an ErrInvalid for what is no note.
func edited(ctx context.Context, args []string, text string, terminal tui.Terminal) (string, error) {
	const patience = 5 * time.Second
	path := args[len(args)-1]
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...) //nolint:gosec // the person's own choice, and no shell reads it
	cmd.Stdin, cmd.Stdout, cmd.Stderr = terminal.In, terminal.Out, terminal.Err
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) } // so that it can save
	cmd.WaitDelay = patience
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %w", filepath.Base(args[0]), err)
	}
	data, err := os.ReadFile(path) //nolint:gosec // the file that was made above
	if err != nil {
		return "", err
	}
	written := strings.TrimRight(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	switch {
	case len(written) > assessment.MaxNote:
		return "", fmt.Errorf("it has %d bytes, more than %d: %w", len(written), assessment.MaxNote, assessment.ErrInvalid)
	case !utf8.ValidString(written):
		return "", fmt.Errorf("it is not in UTF-8: %w", assessment.ErrInvalid)
	}
	return written, nil
}

// split returns the words of a command. Quotes hold words together, a backslash takes the next
// character as it is, but where it separates the parts of a path; nothing else means anything.
func split(command string, windows bool) ([]string, error) {
	s := splitter{windows: windows}
	for _, r := range command {
		s.take(r)
	}
	s.end()
	switch {
	case s.quote != 0 || s.escaped:
		return nil, errors.New("a quote does not end")
	case len(s.words) == 0 || s.words[0] == "":
		return nil, errors.New("no program is named")
	}
	return s.words, nil
}

type splitter struct {
	windows bool
	words   []string
	word    strings.Builder
	begun   bool // a word is, if only by a quote
	quote   rune // the one that is open
	escaped bool
}

func (s *splitter) take(r rune) {
	blank := r == ' ' || r == '\t'
	switch {
	case s.escaped:
		s.escaped = false
		s.word.WriteRune(r)
	case r == '\\' && s.quote != '\'' && !s.windows:
		s.escaped, s.begun = true, true
	case s.quote != 0 && r == s.quote:
		s.quote = 0
	case s.quote == 0 && strings.ContainsRune(`"'`, r):
		s.quote, s.begun = r, true
	case s.quote == 0 && blank:
		s.end()
	default:
		s.begun = true
		s.word.WriteRune(r)
	}
}

// end ends the word that has begun.
func (s *splitter) end() {
	if s.begun {
		s.words = append(s.words, s.word.String())
	}
	s.word.Reset()
	s.begun = false
}
