package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary be the program when it is called prodfirst, with a clock that stands
// still, or at TEST_NOW.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"prodfirst": func() { os.Exit(run(testClock)) }})
}

func testClock() time.Time {
	now, err := time.Parse(time.RFC3339, os.Getenv("TEST_NOW"))
	if err != nil {
		return time.Date(2026, 11, 26, 14, 13, 0, 0, time.UTC)
	}
	return now
}

// exampleAnswers is the worked example: the answers of the finished example.
const exampleAnswers = `
event-last-seat none
bak-restore-drill unknown --owner Ravi --due 2026-12-01
id-record-access in-place --owner Mei
res-failure-modes none
own-unknowns-log none --ai-written --explained not-yet
data-slow-queries partial
cap-scale-out none
sec-secrets in-place --evidence docs/secret-scan.txt`

func TestScripts(t *testing.T) {
	if raced {
		t.Skip("hundreds of short processes: they run without the race detector, which the packages they use have had")
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_GOLDEN") == "1",
		Setup: func(env *testscript.Env) error {
			for name, value := range home(filepath.Join(env.WorkDir, "home")) {
				env.Setenv(name, value)
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"example": func(ts *testscript.TestScript, _ bool, _ []string) {
				ts.Check(ts.Exec("prodfirst", "new", "Ticket shop", "--stage", "first-user", "--by", "Ana",
					"--fact", "payments", "--fact", "event-capacity", "--fact", "ai-assisted"))
				for line := range strings.Lines(strings.TrimSpace(exampleAnswers)) {
					args := append([]string{"answer", "ticket-shop", "--by", "Ana"}, strings.Fields(line)...)
					ts.Check(ts.Exec("prodfirst", args...))
				}
			},
			"damage": damage,
		},
	})
}

// home returns the environment of a person whose home directory is dir, on every platform.
func home(dir string) map[string]string {
	return map[string]string{
		"HOME": dir, "LocalAppData": dir, "AppData": dir, "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": "",
		"PRODFIRST_NAME": "", "PRODFIRST_DB": "", "LANG": "C.UTF-8", "TERM": "xterm", "NO_COLOR": "", "ACCESSIBLE": "",
	}
}

// damagedByte is one of the payload: after the checksum, the revision, and the beginning of the JSON.
const damagedByte = 4 + 8 + 16

// damage changes a byte of each record with a key in a database file: damage FILE KEY. In a page of
// bbolt a record follows its key, and the first byte of a record is 1.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: damage FILE KEY")
	}
	path, record := ts.MkAbs(args[0]), args[1]+"\x01"
	file, err := os.ReadFile(path)
	ts.Check(err)
	copies := 0
	for at := 0; ; copies++ {
		next := bytes.Index(file[at:], []byte(record))
		if next < 0 {
			break
		}
		at += next + len(record)
		file[at+damagedByte] ^= 0x20
	}
	if copies == 0 {
		ts.Fatalf("%s has no record with the key %s", args[0], args[1])
	}
	ts.Check(os.WriteFile(path, file, 0o600))
}
