package secret

import (
	"math"
	"strings"
)

// placeholder tells whether a value stands for a secret instead of being one.
func placeholder(value string) bool {
	lower := lowered(value)
	for _, hint := range []string{
		"example", "placeholder", "changeme", "change-me", "redacted", "xxxx", "****", "...", "your-", "your_", "dummy", "${", "{{", "<", "…", "«",
	} {
		if strings.Contains(lower, hint) {
			return true
		}
	}
	return strings.HasPrefix(value, "$") && strings.Trim(value, "$"+word) == "" && strings.ToUpper(value) == value
}

// random tells whether the characters look drawn by lot rather than written: no word repeats few of
// them, or has as many different ones for its length.
func random(value string) bool {
	limit := 3.0
	if len(value) < 20 {
		limit = 2.7
	}
	return entropy(value) >= limit
}

// entropy returns Shannon's, in bits for each byte.
func entropy(value string) float64 {
	var counts [256]int
	for i := range len(value) {
		counts[value[i]]++
	}
	bits := 0.0
	for _, n := range counts {
		if n > 0 {
			p := float64(n) / float64(len(value))
			bits -= p * math.Log2(p)
		}
	}
	return bits
}

// classes counts which of lower and upper case, digits and signs are in value.
func classes(value string) int {
	n := 0
	for _, of := range []string{lowerAZ, upperAZ, digits, "!@#$%^&*()+=~?{}[]|<>,;_-"} {
		if strings.ContainsAny(value, of) {
			n++
		}
	}
	return n
}

// written tells whether value is made of words, dates or numbers, as names, paths and versions are:
// each of its parts between signs is all letters or all digits.
func written(value string) bool {
	for _, part := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("-_./:,+@#&=()", r) }) {
		letters := strings.Trim(part, digits)
		humps := 0
		for i := range len(letters) {
			if i > 0 && strings.IndexByte(upperAZ, letters[i]) >= 0 && strings.IndexByte(lowerAZ, letters[i-1]) >= 0 {
				humps++
			}
		}
		if strings.ContainsAny(letters, digits+"!$%^*~?|") || humps > len(letters)/5 {
			return false
		}
	}
	return true
}

// switches counts how often value turns from a letter to a digit or back.
func switches(value string) int {
	n := 0
	for i := 1; i < len(value); i++ {
		a, b := strings.IndexByte(digits, value[i-1]) >= 0, strings.IndexByte(digits, value[i]) >= 0
		if a != b {
			n++
		}
	}
	return n
}
