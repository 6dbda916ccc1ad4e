package app

import (
	"context"

	"prodfirst/internal/assessment"
	"prodfirst/internal/exchange"
)

// Notices returns what a person should know of the place where the database is, in a sentence each.
func (s *Service) Notices() []string { return s.Store.Notices() }

// Restored tells from two results of Version whether another database was put in the place of this
// one in between.
func Restored(before, after uint64) bool { return before>>32 != after>>32 }

// CheckFile reads the whole database and returns what is damaged. A damaged file may end the process, or
// keep it busy for ever: call it in a process of its own. Progress has bytes done and in all.
func (s *Service) CheckFile(ctx context.Context, progress func(done, total int64)) ([]error, error) {
	return s.Store.CheckFile(ctx, progress)
}

// IDs returns all systems of which anything can be found, by id, and an error that says what could
// not be read.
func (s *Service) IDs(ctx context.Context) ([]assessment.ID, error) { return s.Store.IDs(ctx) }

// Verify reads all of a system, and returns ErrDamaged if what is stored is not what its changes add up to.
func (s *Service) Verify(ctx context.Context, id assessment.ID) error { return s.Store.Verify(ctx, id) }

// Rescue returns a system as Export does, and the number of its changes. Only these have to be intact:
// the rest follows from them, and a questionnaire that is damaged is taken from the library if it is the
// same there. That the file can be taken in again is checked.
func (s *Service) Rescue(ctx context.Context, id assessment.ID) (data []byte, changes int, err error) {
	records, err := s.Store.Records(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	f, err := exchange.New(id, records, func(digest string) ([]byte, error) {
		text, err := s.Store.Questionnaire(ctx, digest)
		if err != nil {
			if installed, ok := s.Library.text(digest); ok {
				return installed, nil
			}
		}
		return text, err
	})
	if err == nil {
		data, err = f.Bytes()
	}
	if err == nil {
		_, err = s.OpenFile(data)
	}
	return data, len(records), err
}

// text returns the file of an installed questionnaire by its digest.
func (l *Library) text(digest string) ([]byte, bool) {
	all, _, _ := l.Installed() // what cannot be read is not what is looked for
	for _, in := range all {
		if att, data, err := l.attach(in.ID); err == nil && att.Digest == digest {
			return data, true
		}
	}
	return nil, false
}

// Backup copies the database into a new file, and reads that back.
func (s *Service) Backup(ctx context.Context, file string, progress func(done, total int64)) error {
	return s.Store.Backup(ctx, file, progress)
}

// Restore puts what is in a file in place of the database, after reading it to its end. What was there
// before is kept in the new file old.
func (s *Service) Restore(ctx context.Context, file, old string, progress func(done, total int64)) error {
	return s.Store.Restore(ctx, file, old, progress)
}

// Compact gives back to the disk what is not used, and returns the sizes in bytes.
func (s *Service) Compact(ctx context.Context, progress func(done, total int64)) (before, after int64, err error) {
	return s.Store.Compact(ctx, progress)
}
