package store_test

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/boltkv"
)

// One save of an answer, and what the disk needs at least for one synced page, in turn.
func BenchmarkAppend(b *testing.B) {
	s := big(b, boltkv.New(filepath.Join(b.TempDir(), "p.db"), boltkv.Options{}))
	raw, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	page := make([]byte, 4096)
	base := mustLoad(b, s).Answers["q7"].Rev
	var saves, writes []time.Duration
	for b.Loop() {
		start := time.Now()
		base = mustAppend(b, s, base, answer("", "q7", assessment.Partial, "Ann")).Seq
		saves = append(saves, time.Since(start))
		start = time.Now()
		if _, err := raw.WriteAt(page, 0); err != nil {
			b.Fatal(err)
		}
		if err := syscall.Fdatasync(int(raw.Fd())); err != nil {
			b.Fatal(err)
		}
		writes = append(writes, time.Since(start))
	}
	slices.Sort(saves)
	slices.Sort(writes)
	save, write := saves[len(saves)/2], writes[len(writes)/2]
	b.ReportMetric(float64(save.Microseconds()), "µs-p50")
	b.ReportMetric(float64(write.Microseconds()), "µs-raw-p50")
	b.ReportMetric(float64(save)/float64(write), "x-raw")
}
