//go:build unix

package main

import (
	"path/filepath"
	"testing"
)

func TestAnOpenScreenNoticesThatTheDatabaseWasRestored(t *testing.T) {
	p, s := shop(t)
	p.run(t, "db", "backup", "copy.db")
	s.press(t, "2")
	s.shows(t, "saved 14:13")
	p.run(t, "new", "Later")
	p.run(t, "db", "restore", filepath.Join(p.dir, "copy.db"), "--yes")
	s.shows(t, "restored from a backup")
	s.press(t, "\r") // opens the system again, as it is now
	s.shows(t, "Shop")
	s.press(t, "\x03\x03")
	s.end(t)
	s.restored(t)
	p.run(t, "db", "check")
}
