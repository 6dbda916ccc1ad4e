package questionnaire

import (
	"strings"
	"unicode"
)

// tokens returns the words of s in small letters; hyphens and apostrophes belong to words.
func tokens(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '-' && c != '\''
	})
}

// phraseIn returns the first of phrases whose words stand in s one after the other, or "".
func phraseIn(s string, phrases []string) string {
	text := " " + strings.Join(tokens(s), " ") + " "
	for _, p := range phrases {
		if strings.Contains(text, " "+p+" ") {
			return p
		}
	}
	return ""
}

// beginsWith reports whether the first words of s are one of phrases.
func beginsWith(s string, phrases []string) bool {
	text := strings.Join(tokens(s), " ") + " "
	for _, p := range phrases {
		if strings.HasPrefix(text, p+" ") {
			return true
		}
	}
	return false
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// hasName reports whether a word inside a sentence begins with a capital letter.
func hasName(s string) bool {
	begins := true
	for word := range strings.FieldsSeq(s) {
		letters := strings.TrimLeftFunc(word, func(c rune) bool { return !unicode.IsLetter(c) })
		if !begins && letters != "" && unicode.IsUpper([]rune(letters)[0]) {
			return true
		}
		begins = strings.HasSuffix(word, ".") || strings.HasSuffix(word, "!") || strings.HasSuffix(word, "?") || strings.HasSuffix(word, ":")
	}
	return false
}

// overlap returns how much of the words of a and b is common to both, from 0 to 1.
func overlap(a, b string) float64 {
	in := map[string]int{}
	for _, w := range tokens(a) {
		in[w] |= 1
	}
	for _, w := range tokens(b) {
		in[w] |= 2
	}
	both := 0
	for _, where := range in {
		if where == 3 {
			both++
		}
	}
	return float64(both) / float64(max(1, len(in)))
}

// sentences counts the ends of sentences in s.
func sentences(s string) int {
	n := 0
	for word := range strings.FieldsSeq(s) {
		if word = strings.TrimRight(word, `"')”`); word != strings.TrimRight(word, ".!?") {
			n++
		}
	}
	return n
}

// grade returns the school grade at which a sentence is read (Flesch and Kincaid).
func grade(s string) float64 {
	words := tokens(s)
	if len(words) == 0 {
		return 0
	}
	syllables := 0
	for _, w := range words {
		syllables += countSyllables(w)
	}
	n := float64(len(words))
	return 0.39*n/float64(max(1, sentences(s))) + 11.8*float64(syllables)/n - 15.59
}

// countSyllables estimates the syllables of an English word by its groups of vowels.
func countSyllables(word string) int {
	n, inside := 0, false
	for _, c := range word {
		vowel := strings.ContainsRune("aeiouy", c)
		if vowel && !inside {
			n++
		}
		inside = vowel
	}
	if strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") && n > 1 {
		n--
	}
	return max(1, n)
}
