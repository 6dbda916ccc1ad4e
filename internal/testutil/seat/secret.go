package seat

import (
	"strings"
	"testing"
)

// Token is a made-up token, in parts so that scanners do not take it for real.
func Token() string { return "gh" + "p_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8" }

// AsksAboutToken fails the test unless a form in which a Token stands asks what is to become of it. The
// form is one that begin opened, for each case anew; send are the keys that send it, and stored returns
// what is saved of its text.
func AsksAboutToken(t *testing.T, begin func() *Person, send string, stored func(m *Meeting) string) {
	t.Helper()
	const mask = "«redacted GitHub token»"
	for _, row := range []struct{ key, want, not string }{
		{"", "", Token()},
		{"ctrl+x", mask, Token()},
		{"ctrl+y", Token(), mask},
	} {
		u := begin()
		u.Press(send)
		u.Sees("Not saved: this looks like a secret (GitHub token). ctrl+x saves a mask in its place, ctrl+y saves it as it is.")
		if !strings.Contains(strings.Join(strings.Fields(u.Frame(120, 40)), ""), Token()) {
			t.Errorf("what was typed is gone:\n%s", u.Frame(120, 40))
		}
		if row.key != "" {
			u.Press(row.key)
		}
		if got := stored(u.Meeting); !strings.Contains(got, row.want) || strings.Contains(got, row.not) {
			t.Errorf("after %s %s: %q is stored, want %q in it, and not %q", send, row.key, got, row.want, row.not)
		}
	}
}
