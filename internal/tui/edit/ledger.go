package edit

import (
	"slices"
	"sync"

	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// ledger is what the saves of one screen share. Saves run one after the other, but not in step with
// the screen, which finds here what became of them.
type ledger struct {
	mu   sync.Mutex // guards all below
	own  map[questionnaire.QuestionID]uint64
	owed map[questionnaire.QuestionID]assessment.Patch // what earlier saves could not save
	done []Outcome
}

func newLedger() *ledger {
	return &ledger{
		own:  map[questionnaire.QuestionID]uint64{},
		owed: map[questionnaire.QuestionID]assessment.Patch{},
	}
}

// base returns the revision that a save is based on: the one the person saw, or that of the own
// save that came after it. Both are numbers of events, so the later one is the larger.
func (l *ledger) base(q questionnaire.QuestionID, seen uint64) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(seen, l.own[q])
}

// due returns p with everything that is still owed to the question under it.
func (l *ledger) due(q questionnaire.QuestionID, p assessment.Patch) assessment.Patch {
	l.mu.Lock()
	defer l.mu.Unlock()
	return over(l.owed[q], p)
}

// wrote keeps the revision of an own save, after which nothing is owed.
func (l *ledger) wrote(q questionnaire.QuestionID, rev uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.own[q] = rev
	delete(l.owed, q)
}

func (l *ledger) owe(q questionnaire.QuestionID, p assessment.Patch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.owed[q] = p
}

func (l *ledger) forget(q questionnaire.QuestionID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.owed, q)
}

func (l *ledger) add(o Outcome) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done = append(l.done, o)
}

func (l *ledger) take() []Outcome {
	l.mu.Lock()
	defer l.mu.Unlock()
	done := l.done
	l.done = nil
	return done
}

// over returns what saying below and then above says at once.
func over(below, above assessment.Patch) assessment.Patch {
	for _, f := range above.Clear {
		unsay(&below, f)
	}
	above.Clear = slices.Concat(below.Clear, above.Clear)
	keep(&above.Level, below.Level)
	keep(&above.Note, below.Note)
	keep(&above.Owner, below.Owner)
	keep(&above.Due, below.Due)
	keep(&above.Reason, below.Reason)
	keep(&above.Approver, below.Approver)
	if above.Check == nil {
		keep(&above.Check, below.Check)
		keep(&above.CheckBy, below.CheckBy)
	}
	keep(&above.AIWritten, below.AIWritten)
	keep(&above.Parked, below.Parked)
	above.AddEvidence = slices.Concat(below.AddEvidence, above.AddEvidence)
	if above.Votes == nil {
		above.Votes = below.Votes
	}
	return above
}

// unsay takes out of a patch what it says of a field.
func unsay(p *assessment.Patch, f assessment.Field) {
	switch f {
	case assessment.FieldLevel:
		p.Level = nil
	case assessment.FieldNote:
		p.Note = nil
	case assessment.FieldOwner:
		p.Owner = nil
	case assessment.FieldDue:
		p.Due = nil
	case assessment.FieldReason:
		p.Reason = nil
	case assessment.FieldApprover:
		p.Approver = nil
	case assessment.FieldEvidence:
		p.AddEvidence = nil
	case assessment.FieldCheck:
		p.Check, p.CheckBy = nil, nil
	case assessment.FieldAI:
		p.AIWritten = nil
	case assessment.FieldVotes:
		p.Votes = nil
	case assessment.FieldParked:
		p.Parked = nil
	}
}

func keep[T any](field **T, below *T) {
	if *field == nil {
		*field = below
	}
}
