package textsafe_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/textsafe"
)

// hostile holds what an answer, a questionnaire or an import may contain, and what is shown of it.
func hostile() []struct{ name, in, want string } {
	return []struct{ name, in, want string }{
		{"SGR conceal", "a\x1b[8mb\x1b[0mc", "abc"},
		{"cursor and erase", "a\x1b[2J\x1b[1;1Hb", "ab"},
		{"OSC 0 title", "a\x1b]0;owned\x07b", "ab"},
		{"OSC 8 link", "a\x1b]8;;http://evil\x1b\\b\x1b]8;;\x1b\\c", "abc"},
		{"OSC 52 clipboard", "a\x1b]52;c;cm0gLXJm\x1b\\b", "ab"},
		{"OSC without an end", "a\x1b]0;the rest is kept", "a0;the rest is kept"},
		{"DCS without an end", "a\x1bPthe rest is kept", "athe rest is kept"},
		{"CSI without an end", "a\x1b[12", "a12"},
		{"escape at the end", "a\x1b", "a"},
		{"OSC as UTF-8 C1", "a\u009d0;owned\u009cb", "a0;ownedb"},
		{"OSC as a raw byte", "a\x9d0;owned\x9cb", "ab"},
		{"CSI as UTF-8 C1", "a\u009b31mb", "a31mb"},
		{"DCS", "a\x1bPq#0;2;0;0;0\x1b\\b", "ab"},
		{"DECRQSS", "a\x1bP$qm\x1b\\b", "ab"},
		{"APC", "a\x1b_Gi=1\x1b\\b", "ab"},
		{"PM", "a\x1b^private\x1b\\b", "ab"},
		{"SOS", "a\x1bXstring\x1b\\b", "ab"},
		{"RIS", "a\x1bcb", "ab"},
		{"SO and SI", "a\x0eb\x0fc", "abc"},
		{"BEL, BS, DEL, NUL", "a\a\b\x7f\x00b", "ab"},
		{"escape behind a broken rune", "a\xc3\x1b[31mb", "a[31mb"},
		{"bidi override and isolates", "a\u202eb\u2066c\u2069d", "abcd"},
		{"ZWJ family and skin tone", "👩\u200d👩🏽 ok", "👩👩 ok"},
		{"VS16 and keycap", "⚠\ufe0f 1\ufe0f\u20e3", "⚠ 1\u20e3"},
		{"zero width and fillers", "a\u200bb\u2060c\ufeffd\u3164e\u034ff", "abcdef"},
		{"tags", "a\U000e0041\U000e007fb", "ab"},
		{"private use", "a\ue0a0\U000f0001b", "ab"},
		{"Zalgo", "a" + strings.Repeat("\u0301", 50) + "b", "a" + strings.Repeat("\u0301", 8) + "b"},
		{"Zalgo with joiners", "a" + strings.Repeat("\u0301\u200d", 50), "a" + strings.Repeat("\u0301", 8)},
	}
}

func TestNothingHostileIsShown(t *testing.T) {
	for _, row := range hostile() {
		if got := textsafe.Line(row.in); got != row.want {
			t.Errorf("%s: Line(%q): got %q, want %q", row.name, row.in, got, row.want)
		}
		if got := textsafe.Block(row.in); got != row.want {
			t.Errorf("%s: Block(%q): got %q, want %q", row.name, row.in, got, row.want)
		}
	}
}

func TestPlainWritingIsKept(t *testing.T) {
	for _, s := range []string{"", "it's 50 % (about)", "naïve café, 北京, 日本語 😀 ✓ ●", "नमस्ते", "e\u0301", "\ufffd"} {
		if got := textsafe.Line(s); got != s {
			t.Errorf("Line(%q): got %q, want it unchanged", s, got)
		}
	}
}

func TestLineBreaksAndTabs(t *testing.T) {
	const in = "a\r\nb\rc\nd\u0085e\u2028f\tg"
	if got, want := textsafe.Line(in), "a b c d e f g"; got != want {
		t.Errorf("Line(%q): got %q, want %q", in, got, want)
	}
	if got, want := textsafe.Block(in), "a\nb\nc\nd\ne\nf    g"; got != want {
		t.Errorf("Block(%q): got %q, want %q", in, got, want)
	}
}

func TestTerminalsAgreeOnTheWidthOfEmoji(t *testing.T) {
	for _, s := range []string{"👩\u200d👩\u200d👧\u200d👦", "👍🏽", "⚠\ufe0f", "❤\ufe0f\u200d🔥"} {
		line := textsafe.Line(s)
		if a, b := ansi.StringWidth(line), ansi.StringWidthWc(line); a != b {
			t.Errorf("Line(%q) = %q: got widths %d and %d, want them equal", s, line, a, b)
		}
	}
}

func TestHTMLIsText(t *testing.T) {
	const in = "<img src=x onerror='a'>\x1b[31m\"&amp;"
	if got, want := textsafe.HTML(in), "&lt;img src=x onerror=&#39;a&#39;&gt;&#34;&amp;amp;"; got != want {
		t.Errorf("HTML(%q): got %q, want %q", in, got, want)
	}
}

func TestCellIsNeverAFormula(t *testing.T) {
	rows := map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@sum": "'@sum",
		"＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠a": "'＠a",
		"\t=1": "'    =1", "\r=1": "'\n=1", "\n=1": "'\n=1", " =1": "' =1", "\"=1": "'\"=1", "\x1b[m=1": "'=1",
		"a=1": "a=1", "it's -1": "it's -1", "": "", "'=1": "'=1", "a\n=1": "a\n=1",
	}
	for in, want := range rows {
		if diff := cmp.Diff(want, textsafe.Cell(in)); diff != "" {
			t.Errorf("Cell(%q) (-want +got):\n%s", in, diff)
		}
	}
}

func FuzzShown(f *testing.F) {
	for _, row := range hostile() {
		f.Add(row.in)
	}
	f.Add("a\r\nb\tc\u0301\u0085")
	f.Fuzz(func(t *testing.T, s string) {
		line := textsafe.Line(s)
		inert(t, line, "")
		if again := textsafe.Line(line); again != line {
			t.Errorf("Line(%q): got %q, then %q", s, line, again)
		}
		block := textsafe.Block(s)
		inert(t, block, "\n")
		if again := textsafe.Block(block); again != block {
			t.Errorf("Block(%q): got %q, then %q", s, block, again)
		}
		cell := textsafe.Cell(s)
		if again := textsafe.Cell(cell); again != cell {
			t.Errorf("Cell(%q): got %q, then %q", s, cell, again)
		}
		if html := textsafe.HTML(s); strings.ContainsAny(html, "<>\"'") {
			t.Errorf("HTML(%q): got %q, which is not inert", s, html)
		}
	})
}

// inert fails if s is not valid UTF-8 or holds an invisible character that is not allowed.
func inert(t *testing.T, s, allowed string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%q is not UTF-8", s)
	}
	for _, r := range s {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) && !strings.ContainsRune(allowed, r) {
			t.Errorf("%q holds %U", s, r)
		}
	}
}
