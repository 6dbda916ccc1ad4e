package app

import (
	"context"
	"errors"
	"fmt"

	"prodfirst/internal/assessment"
	"prodfirst/internal/exchange"
	"prodfirst/internal/kv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/secret"
	"prodfirst/internal/store"
)

// Imported says what an import did.
type Imported struct {
	Events  int  // that are in the file
	Added   int  // that were saved; 0: all of them were there already
	New     bool // there was no system with that id before
	Secrets int  // texts that look like secrets in all that is stored of the system now
}

// Warning says how many texts look like secrets; empty if none does.
func (i Imported) Warning() string {
	switch i.Secrets {
	case 0:
		return ""
	case 1:
		return "1 text in it looks like a secret"
	}
	return fmt.Sprintf("%d texts in it look like secrets", i.Secrets)
}

// A DivergedError is an ErrExists: the history in the file is not that of the stored system, and
// does not go on from it.
type DivergedError struct {
	ID     assessment.ID
	Seq    uint64 // the first event that is another one
	Stored assessment.Event
	File   assessment.Event
}

// Error names the system and the event.
func (e *DivergedError) Error() string {
	if e.Seq == 1 {
		return fmt.Sprintf("another system with the id %q %v", e.ID, ErrExists)
	}
	return fmt.Sprintf("system %q %v, and the file tells another story from change %d on", e.ID, ErrExists, e.Seq)
}

// Unwrap returns ErrExists.
func (e *DivergedError) Unwrap() error { return ErrExists }

// Import saves what is in an export: a new system, or what happened since to one that is stored. With
// a name, it is imported under the id of that name. It returns ErrExport or ErrExportNewer if the file
// cannot be used, a DivergedError if the id belongs to another history; then nothing is changed. What
// looks like a secret in the file is taken in as it is, and counted.
func (s *Service) Import(ctx context.Context, data []byte, name string) (View, Imported, error) {
	f, err := exchange.Read(data)
	if err != nil {
		return View{}, Imported{}, err
	}
	if _, err := s.opened(f); err != nil {
		return View{}, Imported{}, err
	}
	id := f.System
	if name != "" {
		if id = assessment.Slug(name); id == "" {
			return View{}, Imported{}, fmt.Errorf("a name has a letter or a digit in it: %w", assessment.ErrInvalid)
		}
		if found := secret.Find(name); len(found) > 0 {
			return View{}, Imported{}, fmt.Errorf("a name that looks like a secret (%s): %w", found[0].Kind, assessment.ErrInvalid)
		}
	}
	done := Imported{Events: len(f.Events)}
	for try := 0; ; try++ {
		done.Added, done.New, err = s.bring(ctx, id, f)
		if errors.Is(err, kv.ErrConflict) && try < 20 { // somebody wrote meanwhile: look again
			continue
		}
		if err != nil {
			return View{}, Imported{}, err
		}
		v, err := s.Open(ctx, id)
		if err == nil {
			s.summarise(ctx, v)
			done.Secrets, err = s.secrets(ctx, id)
		}
		if err != nil && done.Added > 0 {
			err = fmt.Errorf("%w: %w", ErrSaved, err)
		}
		return v, done, err
	}
}

// secrets counts the texts that look like secrets in all that ever happened to a system.
func (s *Service) secrets(ctx context.Context, id assessment.ID) (int, error) {
	events, err := s.Store.History(ctx, id)
	if err != nil {
		return 0, err
	}
	texts, err := Where{}.texts(events)
	if errors.Is(err, ErrNoText) {
		return 0, nil
	}
	return len(texts), err
}

// bring saves the events of a file that are not stored yet, and returns how many they are, and
// whether there were none.
func (s *Service) bring(ctx context.Context, id assessment.ID, f exchange.File) (added int, fresh bool, err error) {
	stored, err := s.Store.Records(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return 0, false, err
	}
	common := min(len(stored), len(f.Events))
	for i := range common {
		if stored[i].Hash() == f.Events[i].Hash() {
			continue
		}
		e := &DivergedError{ID: id, Seq: stored[i].Seq}
		if e.Stored, err = stored[i].Event(); err != nil {
			return 0, false, err
		}
		if e.File, err = f.Events[i].Event(); err != nil {
			return 0, false, err
		}
		return 0, false, e
	}
	added = len(f.Events) - common
	if added == 0 {
		return 0, false, nil
	}
	files := make([][]byte, len(f.Questionnaires))
	for i, q := range f.Questionnaires {
		files[i] = []byte(q.Text)
	}
	_, err = s.Store.Extend(ctx, id, files, f.Events[common:]...)
	return added, len(stored) == 0, err
}

// readable returns why a questionnaire of an export cannot be used. One that is installed can.
func (s *Service) readable(q exchange.Questionnaire, voc questionnaire.Vocabulary) error {
	parsed, err := s.Library.Load(q.ID)
	if err != nil || parsed.Digest != q.Digest {
		var problems questionnaire.Problems
		parsed, problems = questionnaire.Parse(string(q.ID)+".yaml", []byte(q.Text), voc)
		if errs, bad := errors.AsType[questionnaire.Problems](problems.Err()); bad {
			return fmt.Errorf("questionnaire %q cannot be used by this version: %s", q.ID, errs[0])
		}
	}
	if parsed.ID != q.ID || parsed.Version != q.Version || parsed.Digest != q.Digest {
		return fmt.Errorf("questionnaire %q says of itself that it is %q in version %q", q.ID, parsed.ID, parsed.Version)
	}
	return nil
}
