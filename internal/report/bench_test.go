package report_test

import (
	"testing"

	"prodfirst/internal/analysis"
	"prodfirst/internal/report"
)

func BenchmarkJSON(b *testing.B) {
	in := full(b)
	r := analysis.Judge(in)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := report.JSON(in, r); err != nil {
			b.Fatal(err)
		}
	}
}
