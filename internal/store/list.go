package store

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
)

// Listed is an assessment in a list.
type Listed struct {
	ID      assessment.ID
	Mark    Mark            // zero if there is no summary
	Summary json.RawMessage // nil if there is none
	Fresh   bool            // nothing has happened since the summary was computed
}

// Mark says of a summary what tells whether it still holds and where it stands in a list, so that
// of thousands only those that are looked at have to be read.
type Mark struct {
	Seq     uint64 // the event after which it was computed
	Changed time.Time
	Judged  assessment.Date
	Until   assessment.Date // the last day on which time alone changes nothing; empty: for ever
	Method  string          // version of the analysis, without spaces
}

// List returns all assessments in the order of their ids. It reads no head, because there may be
// very many.
func (s *Store) List(ctx context.Context) ([]Listed, error) {
	heads, err := s.scan(ctx, headPrefix)
	if err != nil {
		return nil, err
	}
	_, err = s.meta(ctx)
	if errors.Is(err, kv.ErrNotFound) {
		if len(heads) == 0 {
			return nil, nil
		}
		err = damaged(metaKey, "missing")
	}
	if err != nil {
		return nil, err
	}
	summaries, err := s.scan(ctx, summaryPrefix)
	if err != nil {
		return nil, err
	}
	list := make([]Listed, 0, len(heads))
	for _, e := range heads {
		id, err := nameIn(e, headPrefix)
		if err != nil {
			return nil, err
		}
		one := Listed{ID: assessment.ID(id)}
		for len(summaries) > 0 && summaries[0].Key < summaryKey(one.ID) { // of no assessment
			summaries = summaries[1:]
		}
		if len(summaries) > 0 && summaries[0].Key == summaryKey(one.ID) {
			head, err := one.decode(summaries[0])
			if err != nil {
				return nil, err
			}
			one.Fresh = head == e.Revision
		}
		list = append(list, one)
	}
	return list, nil
}

// A stored summary is a line of fields, for speed no JSON, and the body. The fields are the version
// of the record, the event's number, the revision of the head after it, when the assessment changed
// in milliseconds since 1970, the day of judgement, the last day of the summary or "-", the method.
const summaryLine = "%d %d %d %d %s %s %s\n"

// decode reads the mark and the body in e, which is not looked at, and returns the revision of the
// head that they were made from.
func (l *Listed) decode(e kv.Entry) (kv.Revision, error) {
	line, body, _ := bytes.Cut(e.Value, []byte{'\n'})
	fields := strings.Split(string(line), " ")
	var numbers [3]uint64
	for i := range numbers {
		n, err := strconv.ParseUint(fields[min(i, len(fields)-1)], 10, 64)
		switch {
		case err != nil:
			return 0, damaged(e.Key, fmt.Sprintf("field %d is no number", i+1))
		case i == 0 && n > schema:
			return 0, fmt.Errorf("key %q: version %d: %w", e.Key, n, kv.ErrNewer)
		}
		numbers[i] = n
	}
	if len(fields) != 7 {
		return 0, damaged(e.Key, "not seven fields")
	}
	changed, err := strconv.ParseInt(fields[3], 10, 64)
	if err != nil {
		return 0, damaged(e.Key, "field 4 is no number")
	}
	l.Mark = Mark{
		Seq: numbers[1], Changed: time.UnixMilli(changed).UTC(), Judged: assessment.Date(fields[4]),
		Until: assessment.Date(strings.TrimPrefix(fields[5], "-")), Method: fields[6],
	}
	l.Summary = body
	return kv.Revision(numbers[2]), nil
}

// PutSummary keeps what List returns for an assessment: a JSON value with its mark. Nothing is kept
// if more has happened since the event of the mark.
func (s *Store) PutSummary(ctx context.Context, id assessment.ID, m Mark, body []byte) error {
	if err := checkName("assessment", string(id)); err != nil {
		return err
	}
	if !json.Valid(body) || strings.ContainsAny(string(m.Judged)+string(m.Until)+m.Method, " \n") {
		return named(id, fmt.Errorf("a summary that cannot be kept: %w", assessment.ErrInvalid))
	}
	if _, err := s.writable(ctx); err != nil {
		return named(id, err)
	}
	entry, _, err := s.head(ctx, id)
	if err != nil {
		return named(id, err)
	}
	head, err := decode[headRecord](entry)
	if err != nil || head.Seq != m.Seq {
		return named(id, err)
	}
	line := fmt.Appendf(nil, summaryLine, schema, m.Seq, entry.Revision, m.Changed.UnixMilli(),
		m.Judged, cmp.Or(m.Until, "-"), m.Method)
	value := slices.Concat(line, body)
	return named(id, s.put(ctx, summaryKey(id), func(stored kv.Entry) ([]byte, error) {
		var old Listed
		if stored.Revision > 0 {
			if _, err := old.decode(stored); err != nil || old.Mark.Seq > m.Seq {
				return nil, err
			}
		}
		return value, nil
	}))
}

// put writes what value makes of the stored entry (revision zero: none), until no other writer is
// in between. Nothing is written if that is nil.
func (s *Store) put(ctx context.Context, key string, value func(kv.Entry) ([]byte, error)) error {
	return s.contest(ctx, func(ctx context.Context) error {
		stored, err := s.get(ctx, key)
		if err != nil && !errors.Is(err, kv.ErrNotFound) {
			return err
		}
		v, err := value(stored)
		if v == nil || err != nil {
			return err
		}
		c := changes{list: []kv.Change{{Key: key, Value: v, Base: stored.Revision}}}
		return s.commit(ctx, c, s.nextRevision())
	})
}
