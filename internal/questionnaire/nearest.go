package questionnaire

import "unicode/utf8"

// longestName bounds what Nearest compares, so that its cost does not follow hostile input.
const longestName = 64

// Nearest returns the name in have that want is most likely a slip of, or "" if none is close:
// at most one edit for every three characters, and two for a short name. The first of equals wins.
func Nearest(want string, have []string) string {
	size := utf8.RuneCountInString(want)
	if size < 2 || size > longestName {
		return ""
	}
	best, bound := "", max(2, size/3)
	if size < 4 {
		bound = 1
	}
	for _, name := range have {
		if gap := utf8.RuneCountInString(name) - size; gap > bound || -gap > bound {
			continue
		}
		if d := distance([]rune(want), []rune(name)); d <= bound {
			best, bound = name, d-1
		}
	}
	return best
}

// distance counts the insertions, deletions, replacements and swaps of neighbours between a and b.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}

// A suggester puts the nearest name into messages. After a hundred it stops: comparing names is the
// one thing here whose cost grows faster than the file.
type suggester struct{ used int }

func (s *suggester) didYouMean(word string, have []string) string {
	if s.used++; s.used > 100 {
		return ""
	}
	if near := Nearest(word, have); near != "" {
		return ": did you mean " + quote(near) + "?"
	}
	return ""
}
