//go:build linux && !race

package fault_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
	"prodfirst/internal/testutil/fixture"
)

// A round of kills happens to one database, whose first creation is among what is killed.
const killsPerRound = 10

func TestKilledProcessLosesNoAnswer(t *testing.T) {
	kills := times(t, 300, 20_000)
	var answers atomic.Int64
	rounds := spread(t, (kills+killsPerRound-1)/killsPerRound, func(ctx context.Context, _, i int) error {
		n, err := killRound(ctx, t.TempDir(), "save", uint64(i))
		answers.Add(int64(n))
		return err
	})
	covered(t, rounds*killsPerRound, kills, "kills while saving, %d answers acknowledged, all of them there", answers.Load())
	if made := rounds * killsPerRound; answers.Load() < int64(made) {
		t.Errorf("%d answers were acknowledged in %d kills, want at least one each", answers.Load(), made)
	}
}

func TestAcknowledgingTooEarlyIsFound(t *testing.T) {
	times(t, 1, 1)
	for i := range 100 {
		if _, err := killRound(t.Context(), t.TempDir(), "early", uint64(i)); err != nil {
			if !strings.Contains(err.Error(), "LOST") {
				t.Errorf("got %v, want a lost answer", err)
			}
			return
		}
	}
	t.Errorf("%d kills found nothing", 100*killsPerRound)
}

// killRound kills a process that saves, ten times, and returns how many answers were acknowledged.
func killRound(ctx context.Context, dir, role string, seed uint64) (int, error) {
	chance := rand.New(rand.NewPCG(seed, 1))
	path := filepath.Join(dir, "new", "p.db")
	defer os.RemoveAll(dir)
	var said []string
	for kill := range killsPerRound {
		lines, err := killed(ctx, chance, role, path, fmt.Sprint("kill-", kill), "0")
		if err != nil {
			return 0, err
		}
		said = append(said, lines...)
		if err := saved(ctx, open(path, boltkv.Options{NoSync: true}), said, kill+1); err != nil {
			return 0, fmt.Errorf("seed %d, kill %d: %w", seed, kill, err)
		}
	}
	if err := copiesWhole(ctx, path); err != nil {
		return 0, err
	}
	return len(said), goesOn(ctx, open(path, boltkv.Options{NoSync: true}))
}

// copiesWhole returns an error unless every copy of the database that has its name is whole.
func copiesWhole(ctx context.Context, path string) error {
	copies, err := filepath.Glob(path + ".*-*")
	for _, file := range copies {
		if strings.Contains(file, ".new-") || err != nil {
			continue // was being made
		}
		s := open(file, boltkv.Options{NoSync: true})
		if err = s.Verify(ctx, shop); err != nil {
			err = fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
	}
	return err
}

// killed starts a process, kills it a moment after it has said some lines, and returns all it said.
func killed(ctx context.Context, chance *rand.Rand, role string, args ...string) ([]string, error) {
	after := chance.IntN(12)
	wait := time.Duration(chance.IntN(1000)) * time.Microsecond
	if after == 0 {
		wait *= 20 // it has to start first
	}
	c := child(ctx, role, args...)
	var stderr output
	c.Stderr = &stderr
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	kill := func() { time.AfterFunc(wait, func() { _ = c.Process.Kill() }) } // it runs until then
	if after == 0 {
		kill()
	}
	var said []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said = append(said, lines.Text())
		if len(said) == after {
			kill()
		}
	}
	err = c.Wait()
	if status, ok := c.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
		return nil, fmt.Errorf("%s ended by itself: %w: %s", role, err, stderr.String())
	}
	return said, nil
}

// An import of many events takes several commits.
func TestKilledImportIsThereAsAWholeOrNotAtAll(t *testing.T) {
	kills := times(t, 40, 2000)
	file, events := exported(t)
	var whole, none atomic.Int64
	done := spread(t, kills, func(ctx context.Context, _, i int) error {
		dir := t.TempDir()
		defer os.RemoveAll(dir)
		path := filepath.Join(dir, "p.db")
		said, err := killed(ctx, rand.New(rand.NewPCG(uint64(i), 2)), "import", path, file)
		if err != nil {
			return err
		}
		s := open(path, boltkv.Options{NoSync: true})
		for n := range len(said) + 1 { // and the one that was under way
			id := assessment.ID(fmt.Sprint("copy-", n))
			got, err := s.History(ctx, id)
			switch {
			case err == nil && len(got) == events:
				whole.Add(1)
				err = s.Verify(ctx, id)
			case errors.Is(err, store.ErrNotFound) && n == len(said):
				none.Add(1)
				err = nil
			case err == nil:
				err = fmt.Errorf("%d events of %d", len(got), events)
			}
			if err != nil {
				return fmt.Errorf("import %d, %d acknowledged: %w", n, len(said), err)
			}
		}
		return goesOn(ctx, s)
	})
	covered(t, done, kills, "kills while importing %d events, %d imports there as a whole, %d not at all", events, whole.Load(), none.Load())
}

// importForever imports a file under one name after the other, and says each when it is saved.
func importForever(ctx context.Context, args []string) error {
	data, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	s := service(args[0])
	for n := 0; ; n++ {
		if _, _, err := s.Import(ctx, data, fmt.Sprint("copy ", n)); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

func service(path string) *app.Service {
	return fixture.ServiceOn(boltkv.New(path, boltkv.Options{}), time.Now)
}

// exported returns a file with an assessment of some hundred events, and how many they are.
func exported(t *testing.T) (path string, events int) {
	t.Helper()
	from := fixture.Service(t, time.Now())
	v := fixture.TicketShop(t, from)
	var more []assessment.Event
	for n := range 230 {
		more = append(more, answer(fmt.Sprint("more-", n), questionnaire.QuestionID("own-unknowns-log")))
	}
	a, err := from.Store.AppendAll(t.Context(), v.Assessment.ID, v.Assessment.Seq, more...)
	if err != nil {
		t.Fatal(err)
	}
	data, err := from.Export(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "export.json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, int(a.Seq)
}
