//go:build linux && !race

package fault_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/store"
	"prodfirst/internal/testutil/soak"
)

// failing are the calls that are made to fail, and how.
func failing() map[string][]string {
	full := []string{"EIO", "ENOSPC"}
	return map[string][]string{
		"pwrite64": full, "fdatasync": full, "fsync": full, "ftruncate": full, "mkdirat": full, "openat": {"EIO", "ENOSPC", "EMFILE"},
		"linkat": {"EIO", "ENOSPC", "EPERM"}, "renameat": full, "renameat2": full, "unlinkat": full,
		"pread64": {"EIO"}, "flock": {"ENOLCK"}, "newfstatat": {"EIO"}, "fstat": {"EIO"},
	}
}

// An injection makes one call fail, or that and all after it.
type injection struct {
	call, how string
	when      int
	lasting   bool
}

func (i injection) String() string {
	lasting := ""
	if i.lasting {
		lasting = "+"
	}
	return fmt.Sprintf("inject=%s:error=%s:when=%d%s", i.call, i.how, i.when, lasting)
}

// A script is what a process does while calls fail. What it says has to be true afterwards.
type script struct {
	role  string
	args  []string
	check func(ctx context.Context, dir, said string) error
}

func TestOutcomeIsTrueWhicheverCallFails(t *testing.T) {
	times(t, 1, 1)
	runs, calls, outcomes := underFaults(t, script{role: "script", check: checkSaves}, true)
	t.Log(outcomes)
	covered(t, runs, calls, "failing system calls of a ten-save script, each alone, and writes and syncs with all that follow: what it reported is what is on disk: %s", outcomes)
}

func TestOutcomeOfAnImportIsTrueWhicheverCallFails(t *testing.T) {
	times(t, 1, 1)
	if !soak.Full() {
		t.Skip("in .ci/soak only")
	}
	file, events := exported(t)
	runs, calls, outcomes := underFaults(t, script{"import once", []string{file}, func(ctx context.Context, dir, said string) error {
		s := open(filepath.Join(dir, "p.db"), boltkv.Options{NoSync: true})
		got, err := s.History(ctx, "copy")
		there := err == nil && len(got) == events
		if err != nil && !errors.Is(err, store.ErrNotFound) || err == nil && !there {
			return fmt.Errorf("%d events of %d: %w", len(got), events, err)
		}
		return agree("import", said, there)
	}}, false)
	covered(t, runs, calls, "failing system calls of an import of %d events: %s", events, outcomes)
}

// A process that says saved whatever happens must be found out.
func TestFalseOutcomeIsFound(t *testing.T) {
	times(t, 1, 1)
	strace, found := needStrace(t), 0
	for when := 1; when <= 12; when++ {
		in := injection{call: "fdatasync", how: "EIO", when: when}
		dir := t.TempDir()
		said, err := injected(t.Context(), strace, in, dir, script{role: "script", args: []string{"lie"}})
		if err != nil {
			t.Fatal(err)
		}
		if checkSaves(t.Context(), dir, said) != nil {
			found++
		}
	}
	if found < 3 {
		t.Errorf("%d lies were found in 12 runs", found)
	}
}

// underFaults runs a script once for each way in which a call it makes can fail, and returns how many runs
// there were, how many there should be, and what came out.
func underFaults(t *testing.T, s script, lasting bool) (runs, calls int, outcomes string) {
	t.Helper()
	strace := needStrace(t)
	all := injections(t, strace, s, lasting)
	var counts [3]atomic.Int64
	words := []string{"saved", "refused", "unknown"}
	var nothing atomic.Int64
	runs = spread(t, len(all), func(ctx context.Context, _, i int) error {
		dir := t.TempDir()
		defer os.RemoveAll(dir)
		said, err := injected(ctx, strace, all[i], dir, s)
		if errors.Is(err, errNothingFailed) {
			nothing.Add(1)
			err = nil
		}
		for line := range strings.Lines(said) {
			fields := strings.Fields(line)
			if at := slices.Index(words, fields[min(1, len(fields)-1)]); at >= 0 {
				counts[at].Add(1)
			}
		}
		if err == nil {
			err = s.check(ctx, dir, said)
		}
		if err != nil {
			return fmt.Errorf("%v: %w\n%s", all[i], err, said)
		}
		return nil
	})
	if n := nothing.Load(); n > int64(len(all)/20) {
		t.Errorf("in %d of %d runs nothing failed", n, len(all))
	}
	return runs, len(all), fmt.Sprintf("%d saved, %d refused, %d unknown", counts[0].Load(), counts[1].Load(), counts[2].Load())
}

// injections returns what can fail in a script, after a run in which nothing does.
func injections(t *testing.T, strace string, s script, lasting bool) []injection {
	t.Helper()
	dir, log := t.TempDir(), filepath.Join(t.TempDir(), "trace")
	var names []string
	for name := range failing() {
		names = append(names, name)
	}
	slices.Sort(names)
	c := traced(t.Context(), strace, []string{"-o", log, "-e", "trace=" + strings.Join(names, ",")}, s.role, s.arguments(dir)...)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("without a fault: %v\n%s", err, out)
	}
	b, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for line := range strings.Lines(string(b)) {
		_, call, _ := strings.Cut(line, " ")
		call, _, _ = strings.Cut(strings.TrimSpace(call), "(")
		count[call]++
	}
	var all []injection
	for _, name := range names {
		for _, how := range failing()[name] {
			for when := 1; when <= count[name]; when++ {
				all = append(all, injection{name, how, when, false})
				if lasting && how == "EIO" && (soak.Full() || strings.Contains(name, "sync") || name == "pwrite64") {
					all = append(all, injection{name, how, when, true})
				}
			}
		}
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] }) // a soak may not come to all
	return all
}

func (s script) arguments(dir string) []string {
	return append([]string{filepath.Join(dir, "p.db")}, s.args...)
}

var errNothingFailed = errors.New("nothing failed")

// injected runs a script in dir and returns what it said.
func injected(ctx context.Context, strace string, in injection, dir string, s script) (string, error) {
	log := filepath.Join(dir, "trace")
	c := traced(ctx, strace, []string{"-o", log, "-e", "trace=" + in.call, "-e", in.String()}, s.role, s.arguments(dir)...)
	var stderr output
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		return string(out), fmt.Errorf("%w: %s", err, stderr.String())
	}
	b, err := os.ReadFile(log)
	if err == nil && !strings.Contains(string(b), "(INJECTED)") {
		err = errNothingFailed
	}
	return string(out), err
}

// saveScript begins an assessment, saves ten answers, each once, and says what it was told of each.
func saveScript(ctx context.Context, args []string) error {
	s := open(args[0], boltkv.Options{})
	lie := len(args) > 1
	a, err := begin(ctx, s, shop)
	fmt.Println("begin", outcome(err, lie))
	for n := range 10 {
		id := fmt.Sprint("save-", n)
		var next assessment.Assessment
		if next, _, err = s.Append(ctx, shop, a.Answers[question(n)].Rev, answer(id, question(n))); err == nil {
			a = next
		}
		fmt.Println(id, outcome(err, lie))
	}
	return nil
}

func importOnce(ctx context.Context, args []string) error {
	data, err := os.ReadFile(args[1])
	if err == nil {
		_, _, err = service(args[0]).Import(ctx, data, "copy")
	}
	fmt.Println("import", outcome(err, false))
	return nil
}

// outcome says in one word what an error means, and then why.
func outcome(err error, lie bool) string {
	switch {
	case err == nil || lie:
		return "saved"
	case errors.Is(err, store.ErrSaved):
		return "saved, but " + err.Error()
	case errors.Is(err, kv.ErrUnknown) && !errors.Is(err, store.ErrNotSaved):
		return "unknown " + err.Error()
	}
	return "refused " + err.Error()
}

// checkSaves compares what the script said with what is on disk, and resolves what it did not know.
func checkSaves(ctx context.Context, dir, said string) error {
	s := open(filepath.Join(dir, "p.db"), boltkv.Options{NoSync: true})
	events, err := s.History(ctx, shop)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	there := map[string]bool{"begin": len(events) > 0}
	for _, e := range events {
		there[string(e.ID)] = true
	}
	lines := 0
	for line := range strings.Lines(said) {
		lines++
		id, what, _ := strings.Cut(strings.TrimSpace(line), " ")
		if err := agree(id, line, there[id]); err != nil {
			return err
		}
		if strings.HasPrefix(what, "unknown") && id != "begin" && there["begin"] {
			if err := again(ctx, s, id, there[id]); err != nil {
				return err
			}
		}
	}
	if lines != 11 {
		return fmt.Errorf("%d outcomes, want 11", lines)
	}
	return goesOn(ctx, s)
}

// again saves an answer whose outcome was not known under its id, and wants it there once.
func again(ctx context.Context, s *store.Store, id string, there bool) error {
	var n int
	if _, err := fmt.Sscanf(id, "save-%d", &n); err != nil {
		return err
	}
	before, err := s.Load(ctx, shop)
	if err != nil {
		return err
	}
	rev := before.Answers[question(n)].Rev
	if there {
		rev = 0 // as it was seen before
	}
	after, _, err := s.Append(ctx, shop, rev, answer(id, question(n)))
	if err == nil && there != (after.Seq == before.Seq) {
		err = fmt.Errorf("%d events before and %d after saving %q again, there before: %v", before.Seq, after.Seq, id, there)
	}
	return err
}

// agree returns an error if what was said of a save is not what is on disk.
func agree(id, line string, there bool) error {
	_, what, _ := strings.Cut(strings.TrimSpace(line), " ")
	if strings.HasPrefix(what, "saved") && !there || strings.HasPrefix(what, "refused") && there {
		return fmt.Errorf("FALSE: %s is on disk: %v; it was said to be %s", id, there, what)
	}
	return nil
}
