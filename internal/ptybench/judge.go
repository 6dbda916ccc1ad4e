package main

import (
	"context"
	"fmt"
	"time"

	"prodfirst/internal/analysis"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/report"
)

// judged measures the analysis of one assessment to which all that is shipped applies, every question
// answered, and the report on it in Markdown, built and written. Nothing is read or stored meanwhile.
func judged(ctx context.Context, t *table, runs int) error {
	service := serviceOn(memkv.New())
	v, err := everything(ctx, service)
	if err != nil {
		return err
	}
	if v, err = answerAll(ctx, service, v); err != nil {
		return err
	}
	in := v.Input()
	n := len(v.Result.Findings)
	t.row(fmt.Sprintf("analysis, %d questions, ms", n), "≤ 1 ms", repeat(20*runs, func() { analysis.Judge(in) }), "", nil)
	bars := map[report.Extent]string{report.Standard: "≤ 5 ms"} // what is printed if nobody asks for more
	for _, extent := range []report.Extent{report.Standard, report.Full} {
		took := repeat(20*runs, func() { report.Markdown(report.Build(in, v.Result, report.Options{Extent: extent})) })
		t.row(fmt.Sprintf("%s report, %d questions, ms", extent, n), bars[extent], took, "", nil)
	}
	return nil
}

// repeat returns how long each of n calls took, in ms, after one that does not count.
func repeat(n int, call func()) []float64 {
	call()
	took := make([]float64, n)
	for i := range took {
		begin := time.Now()
		call()
		took[i] = milliseconds(time.Since(begin))
	}
	return took
}
