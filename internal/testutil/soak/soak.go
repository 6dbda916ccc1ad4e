// Package soak says how often tests repeat what takes long: a few times in every run, fewer under
// the race detector, and in full in .ci/soak. It must not be imported outside tests.
package soak

import (
	"os"
	"sync"
	"testing"
	"time"
)

// Full tells whether tests are to repeat things as often as .ci/soak does: PRODFIRST_SOAK is 1.
func Full() bool { return os.Getenv("PRODFIRST_SOAK") == "1" } //nolint:forbidigo // for tests only

// Count returns how often to repeat something: full in .ci/soak, else short, a fifth of that under
// the race detector, and once at least.
func Count(short, full int) int {
	switch {
	case Full():
		return full
	case raced:
		return max(1, short/5)
	}
	return short
}

// Left returns the time that .ci/soak or .ci/faults still gives a test: until a minute before it would
// end by go test -timeout, so that it can end in order. There may be no limit.
func Left(t *testing.T) (left time.Duration, limited bool) {
	t.Helper()
	end, limited := t.Deadline()
	return time.Until(end) - time.Minute, limited //nolint:forbidigo // it is real time that runs out
}

// Share divides the time that .ci/soak gives a test among parts of which some run at once. It returns a
// function that starts the clock of one part, and returns one that tells whether its time is over. What
// a part leaves over goes to those after it. In every other run there is no limit.
func Share(t *testing.T, parts, atOnce int) (start func() (over func() bool)) {
	t.Helper()
	if _, limited := t.Deadline(); !limited || !Full() {
		return func() func() bool { return func() bool { return false } }
	}
	var mu sync.Mutex // guards parts
	return func() func() bool {
		mu.Lock()
		defer mu.Unlock()
		left, _ := Left(t)
		end := time.Now().Add(left * time.Duration(min(atOnce, parts)) / time.Duration(parts)) //nolint:forbidigo // see above
		parts--
		return func() bool { return time.Now().After(end) } //nolint:forbidigo // see above
	}
}

// Covered reports what a test has done that does all it wants.
func Covered(t testing.TB, count int, what string) {
	t.Helper()
	CoveredOf(t, count, count, what)
}

// CoveredOf reports how much a test has done of what it wants, in a line that .ci/soak collects.
func CoveredOf(t testing.TB, count, want int, what string) {
	t.Helper()
	t.Logf("covered: %s: %d of %d %s", t.Name(), count, want, what)
}

// Skip ends a test that cannot do anything here, and says so in such a line.
func Skip(t testing.TB, why string) {
	t.Helper()
	CoveredOf(t, 0, 1, "tries, SKIPPED: "+why)
	t.SkipNow()
}
