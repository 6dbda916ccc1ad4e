package edit

import (
	"cmp"
	"slices"
	"sync"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// ledger is what the saves of one screen share. Saves run one after the other, but not in step with
// the screen, which finds here what became of them.
type ledger struct {
	mu   sync.Mutex // guards all below
	own  map[questionnaire.QuestionID]uint64
	owed map[questionnaire.QuestionID]debt // what earlier saves could not save
	done []Outcome
}

type debt struct {
	patch   assessment.Patch
	secrets app.Secrets
}

func newLedger() *ledger {
	return &ledger{
		own:  map[questionnaire.QuestionID]uint64{},
		owed: map[questionnaire.QuestionID]debt{},
	}
}

// base returns the revision that a save is based on: the one the person saw, or that of the own
// save that came after it. Both are numbers of events, so the later one is the larger.
func (l *ledger) base(q questionnaire.QuestionID, seen uint64) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(seen, l.own[q])
}

// due returns p with everything that is still owed to the question under it, and what becomes of what
// looks like a secret in all of it.
func (l *ledger) due(q questionnaire.QuestionID, p assessment.Patch, secrets app.Secrets) (assessment.Patch, app.Secrets) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return over(l.owed[q].patch, p), cmp.Or(secrets, l.owed[q].secrets)
}

// wrote keeps the revision of an own save, after which nothing is owed.
func (l *ledger) wrote(q questionnaire.QuestionID, rev uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.own[q] = rev
	delete(l.owed, q)
}

func (l *ledger) owe(q questionnaire.QuestionID, p assessment.Patch, secrets app.Secrets) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.owed[q] = debt{p, secrets}
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
	stays := func(f assessment.Field) bool { return !slices.Contains(above.Clear, f) }
	keep(stays(assessment.FieldLevel), &above.Level, below.Level)
	keep(stays(assessment.FieldNote), &above.Note, below.Note)
	keep(stays(assessment.FieldOwner), &above.Owner, below.Owner)
	keep(stays(assessment.FieldDue), &above.Due, below.Due)
	keep(stays(assessment.FieldReason), &above.Reason, below.Reason)
	keep(stays(assessment.FieldApprover), &above.Approver, below.Approver)
	check := stays(assessment.FieldCheck) && above.Check == nil
	keep(check, &above.Check, below.Check)
	keep(check, &above.CheckBy, below.CheckBy)
	keep(stays(assessment.FieldAI), &above.AIWritten, below.AIWritten)
	keep(stays(assessment.FieldParked), &above.Parked, below.Parked)
	if stays(assessment.FieldEvidence) {
		above.AddEvidence = slices.Concat(below.AddEvidence, above.AddEvidence)
	}
	if stays(assessment.FieldVotes) && above.Votes == nil {
		above.Votes = below.Votes
	}
	above.Clear = slices.Concat(below.Clear, above.Clear)
	return above
}

func keep[T any](stays bool, field **T, below *T) {
	if stays && *field == nil {
		*field = below
	}
}
