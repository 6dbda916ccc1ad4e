package report_test

import (
	"testing"

	"prodfirst/internal/analysis"
	"prodfirst/internal/report"
)

// BenchmarkMarkdown builds and writes the report on 240 answered questions, copies of the shipped ones.
func BenchmarkMarkdown(b *testing.B) {
	in := full(b)
	r := analysis.Judge(in)
	for _, extent := range report.Extents() {
		b.Run(string(extent), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				report.Markdown(report.Build(in, r, report.Options{Extent: extent}))
			}
		})
	}
}

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
