package app

import (
	"context"

	"prodfirst/internal/analysis"
	"prodfirst/internal/report"
)

// Report returns the report on a view before any format, without what only history and the library
// tell.
func (v View) Report() report.Document {
	v = v.Masked()
	return report.Build(v.Input(), v.Result, report.Options{})
}

// ReportJSON returns the judgement of a view as JSON.
func (v View) ReportJSON() ([]byte, error) {
	v = v.Masked()
	return report.JSON(v.Input(), v.Result)
}

// Report returns the report on the present state of a stored assessment, with its trend.
func (s *Service) Report(ctx context.Context, v View, extent report.Extent) (report.Document, error) {
	var trend []analysis.Point
	if extent != report.Summary {
		var err error
		if trend, err = s.Trend(ctx, v.Assessment.ID); err != nil {
			return report.Document{}, err
		}
	}
	return s.reported(v, report.Options{Extent: extent, Trend: trend})
}

// ReportAlone is Report for a view that is not in the database: without its trend.
func (s *Service) ReportAlone(v View, extent report.Extent) (report.Document, error) {
	return s.reported(v, report.Options{Extent: extent})
}

// Digest returns the digest of the assessment as it is stored.
func (v View) Digest() (string, error) {
	if v.digest != "" {
		return v.digest, nil
	}
	return v.Assessment.Digest()
}

func (s *Service) reported(v View, o report.Options) (report.Document, error) {
	var err error
	if o.Digest, err = v.Digest(); err != nil {
		return report.Document{}, err
	}
	if o.Extent != report.Summary {
		if o.Topics, err = s.Library.Topics(); err != nil {
			return report.Document{}, err
		}
	}
	v = v.Masked()
	return report.Build(v.Input(), v.Result, o), nil
}
