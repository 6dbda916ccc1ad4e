package app

import "prodfirst/internal/report"

// Report returns the report on a view before any format.
func (v View) Report() report.Document { return report.Build(v.Input(), v.Result) }

// ReportMarkdown returns the report on a view as Markdown.
func (s *Service) ReportMarkdown(v View) []byte { return report.Markdown(v.Report()) }

// ReportJSON returns the report on a view as JSON.
func (s *Service) ReportJSON(v View) ([]byte, error) { return report.JSON(v.Input(), v.Result) }
