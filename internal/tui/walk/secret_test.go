package walk_test

import (
	"strings"
	"testing"
)

// pasted is a made-up token, in parts so that scanners do not take it for real.
func pasted() string { return "gh" + "p_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8" }

func TestPastedSecretIsNeitherSavedNorLostUntoldly(t *testing.T) {
	rows := []struct {
		open, then string
		saved      string
	}{
		{"t", "", ""},
		{"t", "ctrl+x", ""}, // seen first
		{"t", "ctrl+x tab", "use «redacted GitHub token»"},
		{"t", "ctrl+y", "use " + pasted()},
		{"f", "ctrl+x enter", "use «redacted GitHub token»"},
		{"f", "ctrl+y", "use " + pasted()},
	}
	for _, row := range rows {
		u := at(t, restore)
		u.Press(row.open)
		u.Type("use " + pasted())
		send := "enter"
		if row.open == "t" {
			send = "tab"
		}
		u.Press(send)
		frame := u.Frame(120, 40)
		for _, want := range []string{"Not saved: this looks like a secret (GitHub token)", "ctrl+x masks it", "ctrl+y saves it as it is", "use " + pasted()} {
			if !strings.Contains(strings.Join(strings.Fields(frame), " "), want) {
				t.Errorf("%s: want %q in\n%s", row.open, want, frame)
			}
		}
		if row.then != "" {
			u.Press(row.then)
		}
		x := u.Stored(restore)
		if got := x.Note + x.Parked; got != row.saved {
			t.Errorf("%s %s: got %q saved, want %q", row.open, row.then, got, row.saved)
		}
	}
}

func TestSecretRefusalGoesWhenTheTextChanges(t *testing.T) {
	u := at(t, restore)
	u.Press("f")
	u.Type("use " + pasted())
	u.Press("enter ctrl+u")
	if frame := u.Frame(120, 40); strings.Contains(frame, "looks like a secret") || strings.Contains(frame, "mask it") {
		t.Errorf("want no word of a secret in\n%s", frame)
	}
	u.Type("use the vault")
	u.Press("enter")
	if got := u.Stored(restore).Parked; got != "use the vault" {
		t.Errorf("got %q", got)
	}
}
