//go:build unix

package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/textsafe"
)

// hostile is what an answer may hold: sequences that set titles and the clipboard, ask the terminal for
// answers, hide and move text, in seven and eight bits, and at last one that is not ended.
const hostile = "a\x1b[8mb\x1b[0m\x1b[2J\x1b[1;1Hc\x1b]0;owned\x07d\x1b]8;;http://evil\x1b\\e\x1b]8;;\x1b\\f\x1b]52;c;cm0gLXJm\x1b\\g" +
	"\u009d0;owned\u009ch\u009b31mi\x1bPq#0;2;0;0;0\x1b\\j\x1bP$qm\x1b\\k\x1b_Gi=1\x1b\\l\x1b^private\x1b\\m\x1bXsos\x1b\\n\x1bco\x0ep\x0fq" +
	"\a\b\x7fr\u202es\u2066t\u200bu\U000e0041vwx\x1b[6ny\x1b[?1049hz\x1b]0;the rest"

// answered returns a person whose system holds a text wherever somebody says something.
func answered(t *testing.T, text string) person {
	t.Helper()
	p := newPerson(t)
	const id = "shop" // made of the name, which has to be the same for both
	p.run(t, "new", "Shop")
	p.name = text
	p.run(t, "answer", id, "sec-secrets", "none", "--note", text, "--owner", text, "--evidence", text)
	p.run(t, "answer", id, "bak-restore-drill", "not-applicable", "--reason", "because of that: "+text, "--approver", text)
	p.run(t, "milestone", id, text)
	p.run(t, "decide", id, "no-go", "--reason", "not with this yet: "+text)
	p.run(t, "sign", id, "not-yet", "--words", text)
	return p
}

// inColour runs a command in a terminal with all colours.
func (p person) inColour(t *testing.T, args ...string) *screen {
	t.Helper()
	cmd := p.command(t, args...)
	cmd.Env = append(cmd.Env, "TERM=xterm-256color", "COLORTERM=truecolor", "PRODFIRST_NAME=Ana")
	return inTerminal(t, cmd, 100, 40)
}

func (s *screen) raw() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.written.String()
}

func TestHostileAnswerWritesTheBytesOfItsCleanedTwin(t *testing.T) {
	clean := textsafe.Line(hostile)
	if strings.ContainsAny(clean, "\x1b\a\b") || len(clean) < 20 {
		t.Fatalf("got the twin %q", clean)
	}
	evil, good := answered(t, hostile), answered(t, clean)
	const id = "shop"
	for _, args := range [][]string{
		{"list"},
		{"show", id},
		{"show", id, "--format", "json"},
		{"gaps", id},
		{"next", id},
		{"why", id, "sec-secrets"},
		{"history", id},
		{"report", id},
		{"report", id, "--format", "html"},
		{"report", id, "--format", "csv"},
		{"gate", id},
		{"compare", id},
		{"assess", id, "--agenda"},
		{"undo", id, "--by", "Ana"},
		{"answer", id, "sec-secrets", "--by", "Ana", "--due", "2020"},
	} {
		var got [2]string
		for i, p := range []person{evil, good} {
			s := p.inColour(t, args...)
			s.ended(t)
			got[i] = strings.ReplaceAll(s.raw(), p.dir, "HOME")
		}
		// What is complete tells the text as it is, in escapes; digests and hashes are of what is stored.
		if complete := slices.Contains(args, "json") || args[0] == "report"; complete {
			if found := steering(got[0]); len(found) > 0 {
				t.Errorf("%v: writes %q", args, found)
			}
			continue
		}
		if diff := cmp.Diff(got[1], got[0]); diff != "" {
			t.Errorf("%v (-cleaned +hostile):\n%s", args, diff)
		}
	}
	for _, bad := range [][]string{{"show"}, {"answer", id, "sec-secrets"}, {"nothing"}, {"report", id, "--format"}, {"import"}, {"--db", "x", "show"}} {
		var got [2]string
		for i, text := range []string{hostile, clean} {
			s := good.inColour(t, append(slices.Clone(bad), text)...)
			if code := s.ended(t); code != 2 {
				t.Errorf("%v: got exit code %d, want 2", bad, code)
			}
			got[i] = s.raw()
		}
		if found := steering(got[0]); len(found) > 0 {
			t.Errorf("error of %v: writes %q", bad, found)
		}
	}
}

// steering returns the control characters and sequences in what was written, apart from line ends and
// colours.
func steering(written string) []string {
	var found []string
	state := byte(0)
	for written != "" {
		seq, width, n, next := ansi.DecodeSequence(written, state, nil)
		colour := strings.HasPrefix(seq, "\x1b[") && strings.HasSuffix(seq, "m")
		if width == 0 && !colour && strings.Trim(seq, "\r\n\t") != "" && (seq[0] < ' ' || seq[0] == 0x7f || seq[0] == 0xc2 && len(seq) > 1 && seq[1] < 0xa0) {
			found = append(found, seq)
		}
		state, written = next, written[n:]
	}
	return found
}

// kinds returns which sequences were written that are strings or single escapes, with what they say.
// Where the cursor goes depends on what was drawn before.
func kinds(written string) []string {
	set := map[string]bool{}
	for _, seq := range steering(written) {
		if !strings.HasPrefix(seq, "\x1b[") && seq != "\b" && seq != "\x1bM" { // these move the cursor
			set[seq] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

func TestHostileAnswerDrawsTheScreensOfItsCleanedTwin(t *testing.T) {
	type step struct{ keys, want string }
	type shown struct {
		Frame          string
		Kinds, Unknown []string
		Modes          map[int]bool
	}
	people := []person{answered(t, hostile), answered(t, textsafe.Line(hostile))}
	walk := []step{{"", "Shop"}, {"\r", " of 28"}}
	for _, p := range people {
		s := p.inColour(t)
		for _, x := range []step{{"", "Shop"}, {"\r", "Standard"}, {"2\r", " of 28"}, {"\x03\x03", ""}} {
			s.press(t, x.keys)
			s.shows(t, x.want)
		}
		s.ended(t)
	}
	for name, steps := range map[string][]step{
		"home":   {{"", "Shop"}},
		"gaps":   append(slices.Clone(walk), step{"g", "STOP"}),
		"plan":   append(slices.Clone(walk), step{"s", "Now"}),
		"report": append(slices.Clone(walk), step{"r", "Ready for"}),
		"answer": append(slices.Clone(walk), step{"g", "STOP"}, step{"\r", "abcdefg0;owned"}),
	} {
		var got [2]shown
		for i, p := range people {
			s := p.inColour(t)
			for _, x := range steps {
				s.press(t, x.keys)
				s.shows(t, x.want)
			}
			s.press(t, "\x03\x03")
			s.ended(t)
			e := s.look()
			got[i] = shown{e.parting, kinds(s.raw()), e.unknown, e.modes}
		}
		if diff := cmp.Diff(got[1], got[0]); diff != "" {
			t.Errorf("%s (-cleaned +hostile):\n%s", name, diff)
		}
		if got[0].Frame == "" || strings.Contains(strings.Join(got[0].Kinds, ""), "owned") {
			t.Errorf("%s: wrote %q and the frame %q", name, got[0].Kinds, got[0].Frame)
		}
	}
}
