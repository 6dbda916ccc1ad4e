package walk_test

import (
	"testing"

	"prodfirst/internal/testutil/golden"
)

const (
	record  = "id-record-access"
	restore = "bak-restore-drill"
	owner   = "own-service-owner"
)

func TestFramesLookAsTheyWereReviewed(t *testing.T) {
	rows := []struct {
		name     string
		question string
		do       func(u *user)
	}{
		{"before", record, func(*user) {}},
		{"in-place", record, func(u *user) { u.Press("3") }},
		{"dont-know", record, func(u *user) { u.Press("0") }},
		{"proven", restore, func(u *user) {
			u.Press("4 c e")
			u.Type("drill 2026-11-20 restored into an empty project")
			u.Press("enter")
		}},
		{"not-applicable", owner, func(u *user) {
			u.Press("x")
			u.Type("nobody yet")
			u.Press("enter enter")
		}},
		{"evidence", record, func(u *user) {
			u.Press("3 e")
			u.Type("https://ci.example/run/7")
		}},
		{"owner", record, func(u *user) {
			u.Press("0 o")
			u.Type("Me")
		}},
		{"note", record, func(u *user) {
			u.Press("2 t")
			u.Type("Ravi knows more of the routes.")
			u.Press("enter")
			u.Type("Ask him on Monday.")
		}},
		{"teach", record, func(u *user) { u.Press("w") }},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			u := newMeeting(t).walk("")
			u.stand(row.question)
			row.do(u)
			golden.Check(t, row.name+"-80x24.txt", u.Frame(80, 20))
		})
	}
}

func TestFramesOfOtherSizes(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int
	}{{"60x15", 60, 11}, {"120x40", 120, 36}, {"200x60", 200, 56}, {"40x12", 40, 10}} {
		t.Run(size.name, func(t *testing.T) {
			u := newMeeting(t).walk("")
			u.stand(record)
			golden.Check(t, "before-"+size.name+".txt", u.Frame(size.width, size.height))
			u.Press("3")
			golden.Check(t, "in-place-"+size.name+".txt", u.Frame(size.width, size.height))
		})
	}
}
