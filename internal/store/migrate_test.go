package store_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/store"
)

const migrateVariable = "STORE_TEST_MIGRATE"

// toSchema1 is a step from a schema that never was, which had another word for the level of an answer.
func toSchema1(e kv.Entry) ([]byte, error) {
	value := bytes.ReplaceAll(e.Value, []byte(`"grade":`), []byte(`"level":`))
	if e.Key == "meta" {
		value = bytes.Replace(value, []byte(`"schema":0`), []byte(`"schema":1`), 1)
	}
	return value, nil
}

// older writes a database in that schema, with the values that it has after the step.
func older(t *testing.T, path string) map[string]string {
	t.Helper()
	want := example(t)
	db := bolt(t, path)
	for key, value := range want {
		value = strings.ReplaceAll(value, `"level":`, `"grade":`)
		if key == "meta" {
			value = strings.Replace(value, `"schema":1`, `"schema":0`, 1)
		}
		if err := db.Commit(t.Context(), kv.Change{Key: key, Value: []byte(value)}); err != nil {
			t.Fatal(err)
		}
	}
	return want
}

func migrating(db kv.DB) *store.Store {
	s := store.New(db, options())
	s.SetStep(0, toSchema1)
	return s
}

func TestOlderSchemaIsBroughtUpAfterABackup(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	want := older(t, path)
	before := dump(t, bolt(t, path))
	running := migrating(bolt(t, path))
	for _, s := range []*store.Store{migrating(bolt(t, path)), running} {
		if err := s.Verify(t.Context(), shop); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "database", dump(t, bolt(t, path)), want)
	same(t, "backup", dump(t, bolt(t, path+".schema-0")), before)
	a := mustLoad(t, running)
	mustAppend(t, running, 0, answer("after", "new-question", assessment.None, "Ann"))
	if got := mustLoad(t, running); len(got.Answers) != len(a.Answers)+1 {
		t.Errorf("%d answers after a save, want one more than %d", len(got.Answers), len(a.Answers))
	}
}

func TestOlderSchemaThatCannotBeBroughtUpIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	older(t, path)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(bolt(t, path), options())
	s.SetStep(0, func(e kv.Entry) ([]byte, error) {
		if e.Key == "meta" {
			return nil, fmt.Errorf("no: %w", kv.ErrDamaged)
		}
		return e.Value, nil
	})
	if _, err := s.Load(t.Context(), shop); err == nil || !strings.Contains(err.Error(), "from schema 0 to 1") {
		t.Errorf("Load: got %v, want what could not be done", err)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
	if left, err := filepath.Glob(path + ".schema*"); err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

// A process that is killed while it brings a database up leaves it as it was, or as it has to be.
func TestKillWhileASchemaIsBroughtUpLeavesTheOldOneOrTheNew(t *testing.T) {
	if path := os.Getenv(migrateVariable); path != "" {
		s := migrating(boltkv.New(path, boltkv.Options{}))
		fmt.Println("begin")
		_ = s.Verify(context.Background(), shop)
		fmt.Println("end")
		return
	}
	kills := 20
	if testing.Short() {
		kills = 5
	}
	found := map[string]int{}
	for kill := range kills {
		path := filepath.Join(t.TempDir(), "p.db")
		want := older(t, path)
		before := dump(t, bolt(t, path))
		killMigrating(t, path, time.Duration(kill)*150*time.Microsecond)
		switch got := dump(t, bolt(t, path)); {
		case cmp.Equal(got, before):
			found["old"]++
		case cmp.Equal(got, want):
			found["new"]++
			same(t, "backup", dump(t, bolt(t, path+".schema-0")), before)
		default:
			t.Fatalf("kill %d: neither", kill)
		}
		if err := migrating(bolt(t, path)).Verify(t.Context(), shop); err != nil {
			t.Errorf("kill %d: %v", kill, err)
		}
	}
	t.Logf("%d kills: %v", kills, found)
}

func killMigrating(t *testing.T, path string, after time.Duration) {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKillWhileASchemaIsBroughtUpLeavesTheOldOneOrTheNew$")
	c.Env = append(os.Environ(), migrateVariable+"="+path)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if lines.Text() == "begin" {
			timer := time.NewTimer(after) // somewhere within
			<-timer.C
			break
		}
	}
	_ = c.Process.Kill() // it may have come to its end
	_ = c.Wait()
}

// The file was written by the first program that had schema 1. Every later one has to open it.
func TestDatabaseOfSchema1IsOpened(t *testing.T) {
	packed, err := os.ReadFile(filepath.Join("testdata", "schema-1.db"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "p.db")
	if err := os.WriteFile(path, packed, 0o600); err != nil {
		t.Fatal(err)
	}
	s := store.New(bolt(t, path), options())
	if err := s.Verify(t.Context(), shop); err != nil {
		t.Error(err)
	}
	a := mustLoad(t, s)
	if got := len(mustHistory(t, s)); got != 10 || len(a.Answers) != 2 {
		t.Errorf("%d events and %d answers, want 10 and 2", got, len(a.Answers))
	}
	mustAppend(t, s, 0, answer("after", "new-question", assessment.None, "Ann"))
	if got := mustLoad(t, s); len(got.Answers) != len(a.Answers)+1 {
		t.Errorf("%d answers after a save, want one more than %d", len(got.Answers), len(a.Answers))
	}
}
