//go:build linux && !race

package fault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
)

const (
	processes    = 8
	savesPerTurn = 4000 // of all processes, on one assessment
	countEvery   = 4    // save of a process is of the answer that all of them count up
)

func TestEightProcessesLoseNoUpdate(t *testing.T) {
	saves := times(t, savesPerTurn, 1_000_000)
	var longest time.Duration
	done, start := 0, time.Now()
	for turn := 0; done < saves && (turn == 0 || timeLeft(t)) && !t.Failed(); turn++ {
		n := min(savesPerTurn, saves-done)
		waited, err := crowd(t.Context(), filepath.Join(t.TempDir(), "new", "p.db"), max(1, n/processes), "")
		if err != nil {
			t.Errorf("turn %d: %v", turn, err)
		}
		longest = max(longest, waited)
		done += max(1, n/processes) * processes
	}
	perSecond := float64(done) / time.Since(start).Seconds()
	covered(t, done, saves, "saves of %d processes to one assessment, none lost, none refused, %.0f a second, the longest wait %v",
		processes, perSecond, longest.Round(time.Millisecond))
}

// A process that does not look at what others saved must be found out.
func TestLostUpdateIsFound(t *testing.T) {
	times(t, 1, 1)
	_, err := crowd(t.Context(), filepath.Join(t.TempDir(), "p.db"), 50, "careless")
	if err == nil || !strings.Contains(err.Error(), "LOST") {
		t.Errorf("got %v, want lost updates", err)
	}
}

// crowd lets eight processes save each times: own answers, and now and then one that all of them count up.
// It returns the longest time that one save took.
func crowd(ctx context.Context, path string, each int, mode string) (time.Duration, error) {
	var out, stderr [processes]bytes.Buffer
	wait := []func() error{}
	for i := range processes {
		c := child(ctx, "crowd", path, strconv.Itoa(i), strconv.Itoa(each), mode)
		c.Stdout, c.Stderr = &out[i], &stderr[i]
		if err := c.Start(); err != nil {
			return 0, err
		}
		wait = append(wait, c.Wait)
	}
	var longest time.Duration
	var errs []error
	for i := range processes {
		if err := wait[i](); err != nil {
			errs = append(errs, fmt.Errorf("process %d was refused: %w: %s", i, err, stderr[i].String()))
			continue
		}
		took, err := time.ParseDuration(strings.TrimSpace(out[i].String()))
		longest = max(longest, took)
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return longest, err
	}
	return longest, counted(ctx, open(path, boltkv.Options{NoSync: true}), each)
}

// counted returns an error unless every save of every process is there.
func counted(ctx context.Context, s *store.Store, each int) error {
	a, err := s.Load(ctx, shop)
	if err != nil {
		return err
	}
	counted := each / countEvery
	if got, want := a.Answers["counter"].Note, strconv.Itoa(processes*counted); got != want && counted > 0 {
		return fmt.Errorf("LOST: the counter is at %s, want %s", got, want)
	}
	for i := range processes {
		if got, want := a.Answers[own(i)].Note, strconv.Itoa(each-counted); got != want {
			return fmt.Errorf("LOST: the last answer of process %d is %s, want %s", i, got, want)
		}
	}
	if want := uint64(processes*each) + 1; a.Seq != want {
		return fmt.Errorf("LOST: %d events, want %d", a.Seq, want)
	}
	return s.Verify(ctx, shop)
}

func own(process int) questionnaire.QuestionID {
	return questionnaire.QuestionID(fmt.Sprint("of-process-", process))
}

// saveInACrowd saves some times, and says how long the longest took. Arguments: path, number of the
// process, how often, "careless" for not looking at what others saved.
func saveInACrowd(ctx context.Context, args []string) error {
	process, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	each, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	s := open(args[0], boltkv.Options{})
	a, err := begin(ctx, s, shop)
	if errors.Is(err, store.ErrExists) { // another process was first
		a, err = s.Load(ctx, shop)
	}
	var longest time.Duration
	for n := 1; err == nil && n <= each; n++ {
		start := time.Now()
		if n%countEvery == 0 {
			a, err = count(ctx, s, a, "counter", args[3] == "careless")
		} else {
			a, err = count(ctx, s, a, own(process), false)
		}
		longest = max(longest, time.Since(start))
	}
	fmt.Println(longest)
	return err
}

// count adds one to the number in an answer. If others did so meanwhile, it looks at theirs.
func count(
	ctx context.Context, s *store.Store, a assessment.Assessment, q questionnaire.QuestionID, careless bool,
) (assessment.Assessment, error) {
	old := a.Answers[q]
	for {
		n, _ := strconv.Atoi(old.Note) // zero if there is none
		e := answer("", q)
		e.ID, e.Change.Answer.Note = "", strconv.Itoa(n+1)
		next, _, err := s.Append(ctx, shop, old.Rev, e)
		changed, ok := errors.AsType[*store.ChangedError](err)
		if !ok {
			return next, err
		}
		if careless {
			old.Rev = changed.Stored.Rev
		} else {
			old = changed.Stored
		}
	}
}
