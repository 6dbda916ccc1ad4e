package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

const patience = 3 * time.Second

// chunk is what one read of the program's output gave, and when.
type chunk struct {
	at   time.Time
	text string // without escape sequences
}

// terminal is a program running in a pseudo-terminal of 80×24 that answers like an xterm, or not at all.
type terminal struct {
	answers bool
	cmd     *exec.Cmd
	pty     *os.File
	started time.Time
	output  chan chunk // closed when the program has ended
	seen    strings.Builder
}

func start(ctx context.Context, env []string, answers bool, command []string) (*terminal, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env = env
	started := time.Now()
	file, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", command, err)
	}
	t := &terminal{answers: answers, cmd: cmd, pty: file, started: started, output: make(chan chunk, 4096)}
	go t.read()
	return t, nil
}

func (t *terminal) read() {
	defer close(t.output)
	buffer := make([]byte, 64<<10)
	var tail []byte
	for {
		n, err := t.pty.Read(buffer)
		at := time.Now()
		if n > 0 {
			if t.answers {
				tail = t.answer(tail, buffer[:n])
			}
			t.output <- chunk{at, ansi.Strip(string(buffer[:n]))}
		}
		if err != nil {
			return
		}
	}
}

// queries are what programs ask a terminal, and what an xterm answers.
func queries() map[string]string {
	return map[string]string{
		"\x1b[c":        "\x1b[?64;1;2;6;9;15;18;21;22c",
		"\x1b[0c":       "\x1b[?64;1;2;6;9;15;18;21;22c",
		"\x1b[>c":       "\x1b[>41;388;0c",
		"\x1b[>q":       "\x1bP>|XTerm(388)\x1b\\",
		"\x1b[>0q":      "\x1bP>|XTerm(388)\x1b\\",
		"\x1b[6n":       "\x1b[1;1R",
		"\x1b[?2026$p":  "\x1b[?2026;2$y",
		"\x1b[?2027$p":  "\x1b[?2027;0$y",
		"\x1b]10;?\x07": "\x1b]10;rgb:e5e5/e5e5/e5e5\x07",
		"\x1b]11;?\x07": "\x1b]11;rgb:0000/0000/0000\x07",
	}
}

// answer writes the answers to the queries that end in data, which followed tail, and returns the new
// tail: what the beginning of a query may be in.
func (t *terminal) answer(tail, data []byte) []byte {
	const longest = 12
	all := append(tail, data...)
	for query, reply := range queries() {
		for from := 0; ; {
			at := bytes.Index(all[from:], []byte(query))
			if at < 0 {
				break
			}
			from += at + len(query)
			if from > len(tail) {
				// A program that has ended cannot be answered; the reader learns it from Read.
				_, _ = t.pty.WriteString(reply)
			}
		}
	}
	return bytes.Clone(all[max(0, len(all)-longest):])
}

// firstFrame returns the time from the start until word has been shown.
func (t *terminal) firstFrame(word string) (time.Duration, error) {
	at, err := t.until(func(chunk) bool { return strings.Contains(t.seen.String(), word) })
	if err != nil {
		return 0, fmt.Errorf("%s: waiting for %q: %w", t.cmd.Path, word, err)
	}
	return at.Sub(t.started), nil
}

// press writes a key and returns the time until something visible was written.
func (t *terminal) press(key string) (time.Duration, error) {
	begin := time.Now()
	if _, err := t.pty.WriteString(key); err != nil {
		return 0, fmt.Errorf("%s: key %q: %w", t.cmd.Path, key, err)
	}
	at, err := t.until(func(c chunk) bool {
		return strings.ContainsFunc(c.text, func(r rune) bool { return unicode.IsGraphic(r) && r != ' ' })
	})
	if err != nil {
		return 0, fmt.Errorf("%s: key %q: %w", t.cmd.Path, key, err)
	}
	return at.Sub(begin), nil
}

// keysMeasured is how many keys are measured in a run.
const keysMeasured = 24

// keys presses keys in turn, each after quiet, and adds how long each took, in ms.
func (t *terminal) keys(took []float64, keys string, i int) ([]float64, error) {
	for n := range keysMeasured {
		t.settle(i + n)
		one, err := t.press(keys[n%len(keys) : n%len(keys)+1])
		if err != nil {
			return nil, err
		}
		took = append(took, milliseconds(one))
	}
	return took, nil
}

func (t *terminal) until(done func(chunk) bool) (time.Time, error) {
	timeout := time.After(patience)
	for {
		select {
		case c, ok := <-t.output:
			if !ok {
				return time.Time{}, errors.New("the program ended")
			}
			t.seen.WriteString(c.text)
			if done(c) {
				return c.at, nil
			}
		case <-timeout:
			return time.Time{}, fmt.Errorf("nothing visible within %v", patience)
		}
	}
}

// settle reads until the program has been quiet for 40 ms and a little more, different for each i:
// frames are drawn in a beat, and keys must not keep time with it.
func (t *terminal) settle(i int) {
	quiet := 40*time.Millisecond + time.Duration(i*7%17)*time.Millisecond
	for {
		select {
		case c, ok := <-t.output:
			if !ok {
				return
			}
			t.seen.WriteString(c.text)
		case <-time.After(quiet):
			return
		}
	}
}

// resident returns the memory of the program that is resident, in MiB.
func (t *terminal) resident() (float64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", t.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0, errors.New("no VmRSS in /proc")
	}
	kib, err := strconv.ParseFloat(fields[0], 64)
	return kib / 1024, err
}

// stop ends the program as a person would, and by force if that does not help.
func (t *terminal) stop() {
	_, _ = t.pty.WriteString("\x03\x03")
	_, err := t.until(func(chunk) bool { return false })
	if err != nil {
		_ = t.cmd.Process.Kill()
	}
	_ = t.cmd.Wait()
	_ = t.pty.Close()
}
