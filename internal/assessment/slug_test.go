package assessment_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"prodfirst/internal/assessment"
)

func TestSlugKeepsLettersAndDigits(t *testing.T) {
	for in, want := range map[string]assessment.ID{
		"Ticket shop":            "ticket-shop",
		"  Ticket -- shop!  ":    "ticket-shop",
		"Ana's shop":             "anas-shop",
		"Ana’s shop":             "anas-shop",
		"C++ / v2.0":             "c-v2-0",
		"Büro Ärger":             "büro-ärger",
		"Bu\u0308ro":             "buro",
		"予約システム":                 "予約システム",
		"ΑΘΗΝΑ 2026":             "αθηνα-2026",
		"../../etc/passwd":       "etc-passwd",
		"a\x00b\xff\x1b[31mc":    "a-b-31mc",
		"":                       "",
		"🎟 !?":                   "",
		strings.Repeat("a", 200): assessment.ID(strings.Repeat("a", 59)),
	} {
		if got := assessment.Slug(in); got != want {
			t.Errorf("Slug(%q): got %q, want %q", in, got, want)
		}
	}
}

func TestSlugIsShortCleanAndItsOwnSlug(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name") + rapid.StringMatching(`[A-Za-z0-9 _'ß日-]{0,80}`).Draw(t, "more")
		got := string(assessment.Slug(name))
		if len(got) > 60 || !utf8.ValidString(got) {
			t.Fatalf("Slug(%q): got %q, %d bytes", name, got, len(got))
		}
		if strings.HasPrefix(got, "-") || strings.HasSuffix(got, "-") || strings.Contains(got, "--") {
			t.Fatalf("Slug(%q): got %q with a hyphen too many", name, got)
		}
		for _, r := range got {
			if r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				t.Fatalf("Slug(%q): got %q with %q in it", name, got, r)
			}
		}
		if strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) && got == "" {
			t.Fatalf("Slug(%q): got nothing", name)
		}
		if again := string(assessment.Slug(got)); again != got {
			t.Fatalf("Slug(%q): got %q, its slug %q", name, got, again)
		}
	})
}
