package textsafe_test

import (
	"strings"
	"testing"

	"prodfirst/internal/textsafe"
)

func TestMarkdownFormatsNothingAndStaysReadable(t *testing.T) {
	rows := []struct{ in, want string }{
		{"it's 50 % (about)", "it's 50 % (about)"},
		{"p99 < 200 ms, <3, a <= b -> c; R&D!", "p99 < 200 ms, <3, a <= b -> c; R&D!"},
		{"snake_case, -5 and +1: C# 12", "snake_case, -5 and +1: C# 12"},
		{"*bold* _em_ ~gone~ `code`", "\\*bold\\* \\_em\\_ \\~gone\\~ \\`code\\`"},
		{"$x$ a\\b a|b", "\\$x\\$ a\\\\b a\\|b"},
		{"<script>alert(1)</script>", "\\<script>alert(1)\\</script>"},
		{"&lt;b&gt; &#x202e;", "\\&lt;b\\&gt; \\&#x202e;"},
		{"&#8238;", "`&#8238`;"},
		{"[click](javascript:a)", "\\[click\\](javascript:a)"},
		{"![x](https://evil/p.png)", "!\\[`x](https://evil/p.png`)"},
		{"see http://evil/a_b_c, or www.evil.example.", "see `http://evil/a_b_c`, or `www.evil.example`."},
		{"<https://evil>", "\\<`https://evil`>"},
		{"ask @team, a@b.example; #12 or GH-7 (org/x#3)", "ask `@team`, `a@b.example`; `#12` or `GH-7` (`org/x#3`)"},
		{"a`@x`|http://y|", "a\\``@x`\\`\\|`http://y`\\|"},
		{"# head", "\\# head"},
		{"## head", "\\## head"},
		{"> quote", "\\> quote"},
		{"- item", "\\- item"},
		{"+ item", "\\+ item"},
		{"1. item", "1\\. item"},
		{"2026) item", "2026\\) item"},
		{"1.5 times, 2026", "1.5 times, 2026"},
		{"---", "\\---"},
		{":-: ", "\\:-:"},
		{"text\n===\n    code\n~~~", "text\n\\===\ncode\n\\~\\~\\~"},
		{"hard  \nbreak\\", "hard\nbreak\\\\"},
		{"a\x1b]8;;http://evil\x07b", "ab"},
	}
	for _, row := range rows {
		if got := textsafe.Markdown(row.in); got != row.want {
			t.Errorf("Markdown(%q):\ngot  %s\nwant %s", row.in, got, row.want)
		}
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{"# a", "1. b", "[x](http://y) `@z` |", "&#8238; &lt;", "a_b __c__ \\", "-:\n==="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := textsafe.Markdown(s)
		inert(t, got, "\n")
		// Escapes and code spans are all that may be added: without them the text is the same.
		bare := strings.NewReplacer("\\", "", "`", "")
		lines := strings.Split(textsafe.Block(s), "\n")
		for i := range lines {
			lines[i] = strings.Trim(lines[i], " ")
		}
		if a, b := bare.Replace(got), bare.Replace(strings.Join(lines, "\n")); a != b {
			t.Errorf("Markdown(%q): got %q, which reads %q, want %q", s, got, a, b)
		}
	})
}
