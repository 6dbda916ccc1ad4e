package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv/boltkv"
	"prodfirst/internal/testutil/fixture"
)

// One answer saved as a screen does it, and what the disk needs at least for one synced page, in turn.
func BenchmarkAnswer(b *testing.B) {
	s := fixture.ServiceOn(boltkv.New(filepath.Join(b.TempDir(), "p.db"), boltkv.Options{}), time.Now)
	v := fixture.TicketShop(b, s)
	for _, f := range v.Result.Findings {
		if f.Answer.Rev == 0 {
			v = must(b)(s.Answer(b.Context(), v.Assessment.ID, f.Question.ID, "Ana", 0, level(assessment.Partial)))
		}
	}
	raw, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	page := make([]byte, 4096)
	var saves, writes []time.Duration
	for i := 0; b.Loop(); i++ {
		f := v.Result.Findings[i%len(v.Result.Findings)]
		start := time.Now()
		v = must(b)(s.Answer(b.Context(), v.Assessment.ID, f.Question.ID, "Ana", f.Answer.Rev, level(assessment.Levels()[i%4])))
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
	b.ReportMetric(float64(len(v.Assessment.Answers)), "answers")
	b.ReportMetric(float64(save.Microseconds()), "µs-p50")
	b.ReportMetric(float64(write.Microseconds()), "µs-raw-p50")
	b.ReportMetric(float64(save)/float64(write), "x-raw")
}
