package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/questionnaire"
)

// A position is an assessment after its last event, with the revisions a next commit is based on.
// It is never changed, so copies may share its maps.
type position struct {
	schema  int // of the database
	head    headRecord
	headRev kv.Revision
	docRev  kv.Revision
	state   assessment.Assessment // without answers
	answers map[questionnaire.QuestionID]kept
	behind  []questionnaire.QuestionID // if the head lags: whose stored answers are not those here
}

// kept is an answer, behind a pointer because maps of answers are slow to copy.
type kept struct {
	answer   *assessment.Answer
	revision kv.Revision
}

// assessment returns all of it, for a caller to change as it likes.
func (p position) assessment() assessment.Assessment {
	a := p.state
	a.Facts, a.Questionnaires = maps.Clone(a.Facts), slices.Clone(a.Questionnaires)
	a.SignOffs, a.Acceptances = slices.Clone(a.SignOffs), slices.Clone(a.Acceptances)
	a.Answers = make(map[questionnaire.QuestionID]assessment.Answer, len(p.answers))
	for q, x := range p.answers {
		a.Answers[q] = *x.answer
	}
	return a
}

// current returns the position that is in the database now, the one remembered if its head still is
// the one stored: whatever changes an assessment writes its head in the same commit.
func (s *Store) current(ctx context.Context, id assessment.ID) (position, error) {
	if p, known := s.recall(id); known && !p.head.Lagging {
		if head, err := s.get(ctx, headKey(id)); err == nil && head.Revision == p.headRev {
			return p, nil
		}
	}
	return s.read(ctx, id)
}

// read returns the position that is in the database now, and remembers it.
func (s *Store) read(ctx context.Context, id assessment.ID) (position, error) {
	var p position
	err := s.contest(ctx, func(ctx context.Context) (err error) {
		p, err = s.readOnce(ctx, id)
		return err
	})
	if err == nil {
		s.remember(p)
	}
	return p, err
}

// readOnce returns kv.ErrConflict if the head moved meanwhile.
func (s *Store) readOnce(ctx context.Context, id assessment.ID) (position, error) {
	head, meta, err := s.head(ctx, id)
	if err != nil {
		return position{}, err
	}
	doc, docErr := s.get(ctx, docKey(id))
	if docErr != nil && !errors.Is(docErr, kv.ErrNotFound) {
		return position{}, docErr
	}
	answers, err := s.scan(ctx, answersPrefix(id))
	if err != nil {
		return position{}, err
	}
	h, err := decode[headRecord](head)
	if err != nil {
		return position{}, err
	}
	var records []assessment.Record
	if h.Lagging {
		if records, err = s.chain(ctx, id, h); err != nil {
			return position{}, err
		}
	}
	again, err := s.get(ctx, headKey(id))
	if err != nil && !errors.Is(err, kv.ErrNotFound) {
		return position{}, err
	}
	if again.Revision != head.Revision {
		return position{}, kv.ErrConflict
	}
	if docErr != nil && !h.Lagging {
		return position{}, damaged(docKey(id), "missing")
	}
	p := position{schema: meta.Schema, head: h, headRev: head.Revision, docRev: doc.Revision}
	if p, err = p.decode(id, doc, answers); err != nil || !h.Lagging {
		return p, err
	}
	return p.caughtUp(records)
}

// decode returns the position with the document, if there is one, and the answers in the entries.
func (p position) decode(id assessment.ID, doc kv.Entry, answers []kv.Entry) (position, error) {
	h := p.head
	p.state.ID, p.answers = id, make(map[questionnaire.QuestionID]kept, len(answers))
	if doc.Key != "" {
		d, err := decode[docRecord](doc)
		if err != nil {
			return position{}, err
		}
		if d.ID != id || d.Seq > h.Seq {
			return position{}, damaged(doc.Key, "does not belong to the head")
		}
		p.state = d.Assessment
	}
	p.state.Seq, p.state.Changed = h.Seq, h.At
	for _, e := range answers {
		name, err := nameIn(e, answersPrefix(id))
		if err != nil {
			return position{}, err
		}
		x, err := decode[answerRecord](e)
		if err != nil {
			return position{}, err
		}
		if x.Rev == 0 || x.Rev > h.Seq {
			return position{}, damaged(e.Key, "does not belong to the head")
		}
		p.answers[questionnaire.QuestionID(name)] = kept{&x.Answer, e.Revision}
	}
	return p, nil
}

// head returns the head of an assessment, not decoded yet, or ErrNotFound. It returns kv.ErrNewer
// if the database must not be read by this program.
func (s *Store) head(ctx context.Context, id assessment.ID) (kv.Entry, metaRecord, error) {
	head, err := s.get(ctx, headKey(id))
	if errors.Is(err, kv.ErrNotFound) {
		err = ErrNotFound
	}
	if err != nil {
		return kv.Entry{}, metaRecord{}, err
	}
	meta, err := s.meta(ctx)
	if errors.Is(err, kv.ErrNotFound) {
		err = damaged(metaKey, "missing")
	}
	return head, meta, err
}

// meta returns what the database says of itself, or kv.ErrNotFound if it is new.
func (s *Store) meta(ctx context.Context) (metaRecord, error) {
	e, err := s.get(ctx, metaKey)
	if err == nil {
		e, err = s.migrated(ctx, e)
	}
	if err != nil {
		return metaRecord{}, err
	}
	m, err := decode[metaRecord](e)
	switch {
	case err != nil:
		return metaRecord{}, err
	case m.Schema < 1:
		return metaRecord{}, damaged(metaKey, "no schema")
	case m.Schema > schema && (m.MinReader < 1 || m.MinReader > schema):
		return metaRecord{}, newer(m.Schema)
	}
	return m, nil
}

// writable returns kv.ErrNewer if this program must not write to the database, and whether that is
// new, so that what it is has to be written too.
func (s *Store) writable(ctx context.Context) (fresh bool, err error) {
	m, err := s.meta(ctx)
	if errors.Is(err, kv.ErrNotFound) {
		return true, nil
	}
	if err == nil && m.Schema > schema {
		err = newer(m.Schema)
	}
	return false, err
}

func newer(found int) error {
	return fmt.Errorf("schema %d, this program knows %d: %w", found, schema, kv.ErrNewer)
}
