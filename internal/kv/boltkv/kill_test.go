//go:build unix

package boltkv_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
)

const (
	keepVariable  = "BOLTKV_TEST_KEEP"
	queueVariable = "BOLTKV_TEST_QUEUE"
)

// keepWithoutEnd replaces the file again and again, and says each time that it begins and that it has.
func keepWithoutEnd(path string) {
	ctx := context.Background()
	db := boltkv.New(path, boltkv.Options{})
	for n := 0; ; n++ {
		fmt.Println("begin")
		suffix := fmt.Sprintf(".old-%d-%d", os.Getpid(), n) // that of a killed process may be there
		e, err := db.Get(ctx, "a")
		switch {
		case err != nil:
		case n%3 == 0:
			_, _, err = db.Compact(ctx, nil)
		case n%3 == 1:
			err = db.Restore(ctx, path+".copy", path+suffix, nil)
		default:
			err = db.Rewrite(ctx, e, suffix, func(e kv.Entry) ([]byte, error) {
				return append([]byte("rewritten "), e.Value...), nil
			})
		}
		_ = os.Remove(path + suffix) // may not be there
		if err != nil {
			fmt.Println("error", err)
			return
		}
		fmt.Println("end")
	}
}

// A kill at any moment leaves the file of before or that of after, as a whole.
func TestKillWhileTheFileIsReplacedLeavesTheOldOneOrTheNew(t *testing.T) {
	kills := 60
	if testing.Short() {
		kills = 10
	}
	path, want := sample(t)
	if err := open(path).Backup(t.Context(), path+".copy", nil); err != nil {
		t.Fatal(err)
	}
	plain := values(want)
	rewritten := map[string]string{}
	for key, value := range plain {
		rewritten[key] = "rewritten " + value
	}
	found := map[string]int{}
	for kill := range kills {
		killKeeping(t, path, kill)
		got := values(scan(t, path))
		switch {
		case cmp.Equal(got, plain):
			found["plain"]++
		case cmp.Equal(got, rewritten):
			found["rewritten"]++
		default:
			t.Fatalf("kill %d: neither the old file nor the new:\n%s", kill, cmp.Diff(plain, got))
		}
		if faults, err := open(path).Check(t.Context(), nil); err != nil || len(faults) > 0 {
			t.Fatalf("kill %d: %v, %v", kill, faults, err)
		}
	}
	t.Logf("%d kills: %v", kills, found)
	if _, _, err := open(path).Compact(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(path + ".new-*"); err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

func killKeeping(t *testing.T, path string, kill int) {
	t.Helper()
	c := again(t, "none", keepVariable+"="+path)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	begun := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "error") {
			t.Error(lines.Text())
			break
		}
		if lines.Text() == "begin" {
			begun++
		}
		if begun > kill%5 {
			timer := time.NewTimer(time.Duration(kill) * 97 % 4000 * time.Microsecond) // somewhere within
			<-timer.C
			break
		}
	}
	_ = c.Process.Kill() // it may have ended with an error
	_ = c.Wait()
}

// saveInTurns saves, and prints how long the longest save took.
func saveInTurns(path string) {
	var longest time.Duration
	for n := range 100 {
		start := time.Now()
		key := fmt.Sprintf("%d-%d", os.Getpid(), n)
		if err := boltkv.New(path, boltkv.Options{}).Commit(context.Background(), kv.Change{Key: key}); err != nil {
			fmt.Println(err)
			return
		}
		longest = max(longest, time.Since(start))
	}
	fmt.Println(longest.Microseconds())
}

func TestEightProcessesWaitFairly(t *testing.T) {
	if testing.Short() {
		t.Skip("starts eight processes")
	}
	path := filepath.Join(t.TempDir(), "p.db")
	put(t, open(path), "a", "one", 0)
	outputs := make(chan string)
	for range 8 {
		c := again(t, "none", queueVariable+"="+path)
		go func() {
			out, err := c.CombinedOutput()
			outputs <- fmt.Sprint(strings.TrimSpace(string(out)), " ", err)
		}()
	}
	var longest []int
	for range 8 {
		said := <-outputs
		word, end, _ := strings.Cut(said, " ")
		micros, err := strconv.Atoi(word)
		if err != nil || end != "<nil>" {
			t.Fatalf("a process said %q", said)
		}
		longest = append(longest, micros)
	}
	wait := time.Duration(slices.Max(longest)) * time.Microsecond
	t.Logf("8 processes, 100 saves each: the longest took %v", wait)
	if wait > 2*time.Second {
		t.Errorf("the longest save took %v", wait)
	}
	if got := len(scan(t, path)); got != 801 {
		t.Errorf("%d values, want 801", got)
	}
}
