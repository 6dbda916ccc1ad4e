// Package soak says how often tests repeat what takes long: a few times in every run, fewer under
// the race detector, and in full in .ci/soak. It must not be imported outside tests.
package soak

import (
	"os"
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

// Share divides the time that .ci/soak gives a test, by go test -timeout, among parts of which some
// run at once. It returns a function that starts the clock of one part, and returns one that tells
// whether its time is over. In every other run there is no limit.
func Share(t *testing.T, parts, atOnce int) (start func() (over func() bool)) {
	t.Helper()
	end, limited := t.Deadline()
	if !limited || !Full() {
		return func() func() bool { return func() bool { return false } }
	}
	const spare = 15                              // percent, to end in order
	left := time.Until(end) * (100 - spare) / 100 //nolint:forbidigo // it is real time that runs out
	each := left * time.Duration(atOnce) / time.Duration(parts)
	return func() func() bool {
		begin := time.Now()                                    //nolint:forbidigo // see above
		return func() bool { return time.Since(begin) > each } //nolint:forbidigo // see above
	}
}

// Covered reports what a test has done, in a line that .ci/soak collects.
func Covered(t testing.TB, count int, what string) {
	t.Helper()
	t.Logf("covered: %s: %d %s", t.Name(), count, what)
}
