package questionnaire

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// CompareVersions returns -1, 0 or 1 as semantic version a comes before b, beside it or after it.
// Build data does not count.
func CompareVersions(a, b string) int {
	a, _, _ = strings.Cut(a, "+")
	b, _, _ = strings.Cut(b, "+")
	a, before, aPre := strings.Cut(a, "-")
	b, than, bPre := strings.Cut(b, "-")
	release := slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), compareWords)
	switch {
	case release != 0 || !aPre && !bPre:
		return release
	case !aPre: // a release comes after its previews
		return 1
	case !bPre:
		return -1
	}
	return slices.CompareFunc(strings.Split(before, "."), strings.Split(than, "."), compareWords)
}

// compareWords compares numbers as such, and puts them before other words.
func compareWords(a, b string) int {
	n, aErr := strconv.ParseUint(a, 10, 64)
	m, bErr := strconv.ParseUint(b, 10, 64)
	switch {
	case aErr == nil && bErr == nil:
		return cmp.Compare(n, m)
	case aErr == nil:
		return -1
	case bErr == nil:
		return 1
	}
	return strings.Compare(a, b)
}
