package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/questionnaire"
)

// maxPositions bounds how many assessments are remembered.
const maxPositions = 16

// after returns the position after e, which was or will be committed in revision.
func (p position) after(r assessment.Record, e assessment.Event, revision kv.Revision) position {
	p.head = headRecord{versioned: versioned{schema}, Seq: e.Seq, Hash: r.Hash(), At: e.At}
	p.headRev = revision
	p.state = assessment.Apply(p.state, e)
	if e.Kind != assessment.Answered || p.docRev == 0 {
		p.docRev = revision
	}
	if len(p.state.Answers) > 0 {
		p.answers = maps.Clone(p.answers)
		for q, x := range p.state.Answers {
			p.answers[q] = kept{&x, revision}
		}
		p.state.Answers = nil
	}
	return p
}

// extend commits events after p, with what they change and with c. It returns the position after
// them, which it remembers, and the last event as it will be read.
func (s *Store) extend(
	ctx context.Context, p position, c changes, events ...assessment.Event,
) (position, assessment.Event, error) {
	id, revision := p.state.ID, s.nextRevision()
	next := p
	var last assessment.Event
	touched := map[questionnaire.QuestionID]bool{}
	for _, e := range events {
		e.Seq = next.head.Seq + 1
		record, e, err := seal(e, next.head.Hash)
		if err != nil {
			return position{}, assessment.Event{}, err
		}
		c.put(eventKey(id, e.Seq), 0, eventRecord{versioned{schema}, record})
		if !c.ours {
			c.put(idemKey(e.ID), 0, idemRecord{versioned{schema}, id, e.Seq})
		}
		next, last = next.after(record, e, revision), e
		if e.Kind == assessment.Answered {
			touched[e.Change.Question] = true
		}
	}
	c.put(headKey(id), p.headRev, next.head)
	if next.docRev != p.docRev {
		c.put(docKey(id), p.docRev, docRecord{versioned{schema}, next.state})
	}
	for _, q := range slices.Sorted(maps.Keys(touched)) {
		c.put(answerKey(id, q), p.answers[q].revision, answerRecord{versioned{schema}, *next.answers[q].answer})
	}
	if err := s.commit(ctx, c, revision); err != nil {
		return position{}, assessment.Event{}, err
	}
	s.remember(next)
	return next, last, nil
}

// follow returns the position after the events that others saved after p. It takes one call for
// the head and one for the events, however many: with one for each, a process that has fallen behind
// would fall back further while it reads. It reports false if there are none, or they cannot be
// followed. An event and what it changes have the revision of their one commit, unless the head lags.
func (s *Store) follow(ctx context.Context, p position) (position, bool) {
	entry, err := s.get(ctx, headKey(p.state.ID))
	if err != nil {
		return position{}, false
	}
	head, err := decode[headRecord](entry)
	if err != nil || head.Lagging || head.Seq <= p.head.Seq {
		return position{}, false
	}
	events, err := s.between(ctx, p.state.ID, p.head.Seq, head.Seq)
	if err != nil {
		return position{}, false
	}
	for _, e := range events {
		r, err := decode[eventRecord](e)
		if err != nil || r.Body == nil || r.Kind == assessment.Redacting || r.Misfit(p.head.Seq+1, p.head.Hash, r.Seq) != "" {
			return position{}, false
		}
		event, err := r.Event()
		if err != nil {
			return position{}, false
		}
		p = p.after(r.Record, event, e.Revision)
	}
	return p, p.head.Hash == head.Hash && p.headRev == entry.Revision
}

// between returns the events after number after and up to number last, in one call: what their keys
// have in common may also be that of others, which are left out.
func (s *Store) between(ctx context.Context, id assessment.ID, after, last uint64) ([]kv.Entry, error) {
	first, end := eventKey(id, after+1), eventKey(id, last)
	common := 0
	for common < len(end) && first[common] == end[common] {
		common++
	}
	entries, err := s.scan(ctx, end[:common])
	return slices.DeleteFunc(entries, func(e kv.Entry) bool { return e.Key < first || e.Key > end }), err
}

// changes collects what one commit writes, and the first value that cannot be encoded.
type changes struct {
	list []kv.Change
	err  error
	ours bool // the ids of the events are ours: nobody can save them twice
}

func (c *changes) put(key string, base kv.Revision, record any) {
	value, err := json.Marshal(record)
	if err != nil && c.err == nil {
		c.err = fmt.Errorf("key %q: %w", key, err)
	}
	c.list = append(c.list, kv.Change{Key: key, Value: value, Base: base})
}

// nextRevision returns the revision of the next commit, unless another process, or another
// goroutine, commits first. In that case it is lower than that of the commit and of all that follow,
// so that a change based on it conflicts, and what is remembered is read again.
func (s *Store) nextRevision() kv.Revision {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revision + 1
}

// commit makes the changes; next is what nextRevision returned before.
func (s *Store) commit(ctx context.Context, c changes, next kv.Revision) error {
	if c.err != nil {
		return c.err
	}
	if err := s.db.Commit(ctx, c.list...); err != nil {
		return err
	}
	s.seen(next)
	return nil
}

func (s *Store) get(ctx context.Context, key string) (kv.Entry, error) {
	e, err := s.db.Get(ctx, key)
	s.seen(e.Revision)
	return e, err
}

func (s *Store) scan(ctx context.Context, prefix string) ([]kv.Entry, error) {
	entries, err := s.db.Scan(ctx, prefix)
	var newest kv.Revision
	for _, e := range entries {
		newest = max(newest, e.Revision)
	}
	s.seen(newest)
	return entries, err
}

func (s *Store) seen(r kv.Revision) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revision = max(s.revision, r)
}

func (s *Store) remember(p position) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.positions) >= maxPositions {
		clear(s.positions)
	}
	s.positions[p.state.ID] = p
}

func (s *Store) recall(id assessment.ID) (position, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.positions[id]
	return p, ok
}

// contest calls try until it returns something other than kv.ErrConflict, or patience is at its end. After
// the first time that is in a turn, where there are turns: whoever needs several calls, or gets little time,
// would lose to those that are faster, over and over. Who may not write gets no turn, and goes on without.
func (s *Store) contest(ctx context.Context, try func(context.Context) error) error {
	patience, cancel := context.WithTimeout(ctx, s.options.Deadline)
	defer cancel()
	err := try(ctx)
	if turner, turns := s.db.(kv.Turner); turns && errors.Is(err, kv.ErrConflict) {
		if turn := turner.Alone(ctx, try); !errors.Is(turn, kv.ErrReadOnly) && !errors.Is(turn, fs.ErrPermission) {
			err = turn
		}
	}
	for n := 0; errors.Is(err, kv.ErrConflict); n++ {
		if !pause(patience, n) {
			return late(ctx, err)
		}
		err = try(ctx)
	}
	return err
}

// pause waits before another try, except after the first, which may have spent all patience in line. It waits
// no longer after later ones, because whoever stays away longer loses more races. It reports false once
// patience is at its end.
func pause(patience context.Context, try int) bool {
	if try == 0 {
		return true
	}
	timer := time.NewTimer(rand.N(time.Millisecond)) //nolint:gosec // jitter is no secret
	defer timer.Stop()
	select {
	case <-patience.Done():
		return false
	case <-timer.C:
		return true
	}
}

// late returns why tries ended: the caller gave up, or the last one's error.
func late(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
