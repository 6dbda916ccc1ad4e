//go:build linux && !race

package fault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/store"
	"prodfirst/internal/testutil/soak"
)

// upkeep is what is done to a database besides saving.
func upkeep() []string { return []string{"compact", "backup", "restore", "rewrite"} }

// look looks after the database at path in one of these ways. Every one leaves all answers in it. The copies
// that it makes have names with n in them.
func look(ctx context.Context, path, how string, n int) error {
	db := boltkv.New(path, boltkv.Options{})
	name := func(what string) string { return fmt.Sprintf("%s.%s-%d", path, what, n) }
	switch how {
	case "compact":
		_, _, err := db.Compact(ctx, nil)
		return err
	case "backup":
		return db.Backup(ctx, name("backup"), nil)
	case "restore":
		if err := db.Backup(ctx, name("backup"), nil); err != nil {
			return err
		}
		return db.Restore(ctx, name("backup"), name("old"), nil)
	case "rewrite": // as a migration does
		meta, err := db.Get(ctx, "meta")
		if err != nil {
			return err
		}
		return db.Rewrite(ctx, meta, fmt.Sprintf(".old-%d", n), func(e kv.Entry) ([]byte, error) { return e.Value, nil })
	}
	return fmt.Errorf("cannot %s", how)
}

// keepForever saves answers, and in between looks after the database in all ways in turn. It says the
// id of each answer once it is saved. Arguments: path, prefix of ids, how many answers (0: no end).
func keepForever(ctx context.Context, args []string) error {
	path, prefix := args[0], args[1]
	limit, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	for n := 0; limit == 0 || n < limit; n++ {
		s := open(path, boltkv.Options{})
		a, err := begin(ctx, s, shop)
		if err != nil {
			return err
		}
		id := fmt.Sprintf("%s-%d", prefix, n)
		if _, _, err = s.Append(ctx, shop, a.Answers[question(n)].Rev, answer(id, question(n))); err != nil {
			return err
		}
		fmt.Println(id)
		if err := look(ctx, path, upkeep()[n%len(upkeep())], os.Getpid()*1000+n); err != nil {
			return fmt.Errorf("%s: %w", upkeep()[n%len(upkeep())], err)
		}
	}
	return nil
}

func TestKillInTheMiddleOfUpkeepLosesNoAnswer(t *testing.T) {
	kills := times(t, 60, 4000)
	var answers atomic.Int64
	rounds := spread(t, (kills+killsPerRound-1)/killsPerRound, func(ctx context.Context, _, i int) error {
		n, err := killRound(ctx, t.TempDir(), "keep", uint64(i))
		answers.Add(int64(n))
		return err
	})
	covered(t, rounds*killsPerRound, kills,
		"kills while saving, compacting, backing up, restoring and rewriting as a migration does, %d answers acknowledged, all of them there", answers.Load())
}

func TestPowerCutInTheMiddleOfUpkeepLosesNoAnswer(t *testing.T) {
	images := times(t, 2000, 200_000)
	root := filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(root, 0o700); err != nil {
		t.Fatal(err)
	}
	ops := record(t, root, "keep", filepath.Join(root, "data", "p.db"), "cut", "8")
	said, _, done := cutAll(t, ops, root, images)
	covered(t, done, images, "power-cut images after each of %d calls of %d saves with %v in between", len(ops), said, upkeep())
}

func TestOutcomeOfUpkeepIsTrueWhicheverCallFails(t *testing.T) {
	times(t, 1, 1)
	if !soak.Full() {
		t.Skip("in .ci/soak only")
	}
	for _, how := range upkeep() {
		t.Run(how, func(t *testing.T) {
			runs, calls, outcomes := underFaults(t, script{"keep once", []string{how}, checkKept}, false)
			covered(t, runs, calls, "failing system calls of five saves and %s: %s", how, outcomes)
		})
	}
}

// keepOnce saves five answers, looks after the database in one way, and saves one more.
func keepOnce(ctx context.Context, args []string) error {
	path, how := args[0], args[1]
	for n := range 6 {
		if n == 5 {
			fmt.Println(how, outcome(look(ctx, path, how, 0), false))
		}
		s := open(path, boltkv.Options{})
		a, err := begin(ctx, s, shop)
		id := fmt.Sprint("save-", n)
		if err == nil {
			_, _, err = s.Append(ctx, shop, a.Answers[question(n)].Rev, answer(id, question(n)))
		}
		fmt.Println(id, outcome(err, false))
	}
	return nil
}

// checkKept wants what was saved to be there, whatever became of the rest, and in a backup that was
// said to be made too.
func checkKept(ctx context.Context, dir, said string) error {
	path := filepath.Join(dir, "p.db")
	stores := map[string]*store.Store{"database": open(path, boltkv.Options{NoSync: true})}
	if strings.Contains(said, "backup saved") {
		stores["backup"] = open(path+".backup-0", boltkv.Options{NoSync: true})
	}
	for name, s := range stores {
		events, err := s.History(ctx, shop)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("%s: %w", name, err)
		}
		there := map[string]bool{}
		for _, e := range events {
			there[string(e.ID)] = true
		}
		for line := range strings.Lines(said) {
			id, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			if !strings.HasPrefix(id, "save-") || name == "backup" && id == "save-5" {
				continue
			}
			if err := agree(id, line, there[id]); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return goesOn(ctx, stores["database"])
}

// A database that grows for hours takes longer and longer to back up.
const backupsPerDatabase = 50

func TestBackupsUnderLoadAreWhole(t *testing.T) {
	backups := times(t, 20, 2000)
	var slowest time.Duration
	done, during := 0, 0
	for more := true; more; more = done < backups && timeLeft(t) && !t.Failed() {
		made, saves, took := backUpUnderLoad(t, min(backups-done, backupsPerDatabase))
		done, during, slowest = done+made, during+saves, max(slowest, took)
	}
	covered(t, done, backups, "backups while %d answers were saved, each restored and whole, the slowest %v", during, slowest.Round(time.Millisecond))
	if during < done {
		t.Errorf("%d answers were saved during %d backups: too little load", during, done)
	}
}

// backUpUnderLoad makes backups of one database. It returns how many, how many answers were saved meanwhile,
// and how long the slowest took.
func backUpUnderLoad(t *testing.T, backups int) (done, during int, slowest time.Duration) {
	t.Helper()
	dir := t.TempDir()
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "p.db")
	if _, err := begin(t.Context(), open(path, boltkv.Options{}), shop); err != nil {
		t.Fatal(err)
	}
	load := startLoad(t, path)
	defer load.stop()
	for ; done < backups && (done == 0 || timeLeft(t)) && !t.Failed(); done++ {
		took, err := backUp(t.Context(), path, filepath.Join(dir, fmt.Sprint("copy-", done)), load)
		if err != nil {
			t.Errorf("backup %d: %v", done, err)
		}
		slowest = max(slowest, took)
	}
	return done, len(load.said()), slowest
}

// backUp makes a backup, restores it elsewhere, and wants all in it that was saved before it began.
func backUp(ctx context.Context, path, dir string, l *load) (time.Duration, error) {
	said := l.said()
	if err := os.Mkdir(dir, 0o700); err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "backup")
	start := time.Now()
	err := boltkv.New(path, boltkv.Options{}).Backup(ctx, file, nil)
	took := time.Since(start)
	restored := filepath.Join(dir, "restored.db")
	if err == nil {
		err = boltkv.New(restored, boltkv.Options{}).Restore(ctx, file, restored+".old", nil)
	}
	if err == nil {
		err = saved(ctx, open(restored, boltkv.Options{}), said, len(l.said())-len(said)+1)
	}
	if err == nil {
		err = goesOn(ctx, open(restored, boltkv.Options{}))
	}
	return took, err
}

// A load is a process that saves without pause.
type load struct {
	cmd *exec.Cmd
	out string // a file: what comes through a pipe is seen later than it is said
}

func startLoad(t *testing.T, path string) *load {
	t.Helper()
	l := &load{out: filepath.Join(t.TempDir(), "said")}
	out, err := os.Create(l.out)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	l.cmd = child(t.Context(), "save", path, fmt.Sprint("load-", rand.Uint32()), "0")
	l.cmd.Stdout = out
	l.cmd.Stderr = os.Stderr
	if err := l.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return l
}

func (l *load) stop() {
	_ = l.cmd.Process.Kill()
	_ = l.cmd.Wait() // killed
}

// said returns what was acknowledged so far.
func (l *load) said() []string {
	text, _ := os.ReadFile(l.out) // if it cannot be read, too little was said
	return strings.Fields(string(text[:bytes.LastIndexByte(text, '\n')+1]))
}
