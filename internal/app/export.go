package app

import (
	"context"
	"fmt"

	"prodfirst/internal/assessment"
	"prodfirst/internal/exchange"
	"prodfirst/internal/store"
)

// Errors of files from elsewhere.
var (
	ErrExport      = exchange.ErrFile  // the file is no export, or was changed
	ErrExportNewer = exchange.ErrNewer // the file was written by a newer prodfirst
)

// MaxExport is the size in bytes above which no export is read.
const MaxExport = exchange.MaxSize

// Export returns an assessment as a file that Import rebuilds it from: the same bytes for the same
// history.
func (s *Service) Export(ctx context.Context, id assessment.ID) ([]byte, error) {
	records, err := s.Store.Records(ctx, id)
	if err != nil {
		return nil, s.named(ctx, id, err)
	}
	f, err := exchange.New(id, records, func(digest string) ([]byte, error) { return s.Store.Questionnaire(ctx, digest) })
	if err != nil {
		return nil, fmt.Errorf("assessment %q: %w", id, err)
	}
	return f.Bytes()
}

// ExportSchema returns the JSON Schema of what Export returns.
func (s *Service) ExportSchema() []byte { return exchange.ExportSchema() }

// OpenFile returns the assessment in an export, judged now with the questionnaires in it. No database
// is looked at. It returns ErrExport or ErrExportNewer if the file cannot be used.
func (s *Service) OpenFile(data []byte) (View, error) {
	f, err := exchange.Read(data)
	if err != nil {
		return View{}, err
	}
	return s.opened(f)
}

// FileAt returns the assessment in an export as it was at a milestone, judged on that day; Now is its
// end, judged now. It returns an UnknownError if the file has no such milestone.
func (s *Service) FileAt(data []byte, label string) (View, error) {
	f, err := exchange.Read(data)
	if err != nil {
		return View{}, err
	}
	v, err := s.opened(f)
	if err != nil || label == Now {
		return v, err
	}
	events, err := assessment.Events(f.Events)
	if err != nil {
		return View{}, err
	}
	then, at, err := past(f.Assessment(), events, label)
	if err != nil {
		return View{}, err
	}
	return s.then(at).viewFrom(then, inFile(f))
}

// opened judges what is in an export, after reading all of its questionnaires.
func (s *Service) opened(f exchange.File) (View, error) {
	voc, err := s.Library.Vocabulary()
	if err != nil {
		return View{}, err
	}
	for _, q := range f.Questionnaires {
		if err := s.readable(q, voc); err != nil {
			return View{}, fmt.Errorf("%w: %w", ErrExport, err)
		}
	}
	a := f.Assessment()
	v, err := s.viewFrom(a, inFile(f))
	if err != nil {
		return View{}, err
	}
	strange := 0
	for _, r := range f.Events {
		if !r.Kind.Known() {
			strange++
		}
	}
	if strange > 0 {
		v.Notices = append(v.Notices, fmt.Sprintf(
			"%d of %d changes are of a kind that this version does not know: they are kept, and change nothing here",
			strange, len(f.Events)))
	}
	return v, nil
}

// inFile finds questionnaires in an export.
func inFile(f exchange.File) texts {
	return func(digest string) ([]byte, error) {
		if text, ok := f.Text(digest); ok {
			return text, nil
		}
		return nil, store.ErrNotFound
	}
}
