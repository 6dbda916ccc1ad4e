package assessment

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"prodfirst/internal/questionnaire"
)

// Level is what a person answered. The empty level means that the question was not asked yet.
type Level string

// The levels, and the two answers that are none.
const (
	Unasked       Level = ""
	DontKnow      Level = "unknown"
	None          Level = "none"
	Partial       Level = "partial"
	InPlace       Level = "in-place"
	Proven        Level = "proven"
	NotApplicable Level = "not-applicable"
)

// Levels returns everything that can be answered, in the order in which it is offered.
func Levels() []Level {
	return []Level{DontKnow, None, Partial, InPlace, Proven, NotApplicable}
}

// Statement returns what is observable at a level of q; nothing for what is no level.
func (l Level) Statement(q questionnaire.Question) string {
	switch l {
	case DontKnow:
		return "Nobody here can say; someone will find out."
	case None:
		return q.Levels.None
	case Partial:
		return q.Levels.Partial
	case InPlace:
		return q.Levels.InPlace
	case Proven:
		return q.Levels.Proven
	case Unasked, NotApplicable:
	}
	return ""
}

// Check is the outcome of the knowledge check; empty until it is asked.
type Check string

// The outcomes of a knowledge check.
const (
	Unchecked  Check = ""
	CanExplain Check = "yes"
	Partly     Check = "partly"
	CannotYet  Check = "not-yet"
)

// Checks returns the outcomes of a knowledge check, best first.
func Checks() []Check { return []Check{CanExplain, Partly, CannotYet} }

// EvidenceKind tells an artefact from a drill.
type EvidenceKind string

// The kinds of evidence.
const (
	Artefact EvidenceKind = "artefact" // something one can look at: a link, a path, an export
	Drill    EvidenceKind = "drill"    // something that was done on a date
)

// Evidence is what backs an answer.
type Evidence struct {
	Kind      EvidenceKind `json:"kind"`
	Reference string       `json:"reference,omitempty"`
	Date      Date         `json:"date"` // of the drill, or the day the artefact was shown
	By        string       `json:"by,omitempty"`
}

// A Vote is how many fingers a person held up.
type Vote struct {
	Name  string `json:"name,omitempty"`
	Level Level  `json:"level"`
}

// An Answer is what is known of one question: the level, who gave it when, and what backs it.
type Answer struct {
	Level     Level      `json:"level,omitempty"`
	By        string     `json:"by,omitempty"` // who gave the level
	At        time.Time  `json:"at,omitzero"`  // when the level was given
	Since     time.Time  `json:"since,omitzero"`
	Note      string     `json:"note,omitempty"`
	Owner     string     `json:"owner,omitempty"`
	Due       Date       `json:"due,omitempty"`
	Reason    string     `json:"reason,omitempty"`   // why it does not apply
	Approver  string     `json:"approver,omitempty"` // who agrees that it does not apply although it always does
	Evidence  []Evidence `json:"evidence,omitempty"`
	Check     Check      `json:"check,omitempty"`
	CheckBy   string     `json:"check_by,omitempty"` // who can explain it
	AIWritten bool       `json:"ai_written,omitempty"`
	Votes     []Vote     `json:"votes,omitempty"`
	Parked    string     `json:"parked,omitempty"`
	Suggested string     `json:"suggested,omitempty"` // who suggested the level, until a person accepts it
	Reopened  string     `json:"reopened,omitempty"`  // why the level counts as a claim until it is given again
	Rev       uint64     `json:"rev"`                 // the event that last changed it
}

// Empty tells whether nothing at all is known.
func (x Answer) Empty() bool {
	return x.Level == Unasked && x.Note == "" && x.Owner == "" && x.Due == "" && x.Reason == "" &&
		x.Approver == "" && len(x.Evidence) == 0 && x.Check == Unchecked && !x.AIWritten &&
		len(x.Votes) == 0 && x.Parked == ""
}

// Newest returns the day of the newest evidence, or no date.
func (x Answer) Newest() Date {
	var newest Date
	for _, e := range x.Evidence {
		newest = max(newest, e.Date)
	}
	return newest
}

// Carry returns the answer to q when the same thing was also asked under another name and answered
// with from, and whether the level is that of from: the later level counts, a suggestion only if
// nobody gave another. What from does not know is kept, and so is the revision.
func (x Answer) Carry(from Answer, q questionnaire.Question) (Answer, bool) {
	agreed := from.Level != NotApplicable || from.Approver != "" || q.Applies.Op != questionnaire.Always
	later := x.Level == Unasked || from.Suggested == "" && from.At.After(x.At)
	if from.Level == Unasked || !agreed || !later {
		return x, false
	}
	evidence := slices.Clone(from.Evidence)
	for _, e := range x.Evidence {
		if !slices.Contains(evidence, e) && len(evidence) < MaxEvidence {
			evidence = append(evidence, e)
		}
	}
	from.Evidence, from.Rev = evidence, x.Rev
	from.Note, from.Parked = cmp.Or(x.Note, from.Note), cmp.Or(x.Parked, from.Parked)
	from.Owner, from.Due = cmp.Or(x.Owner, from.Owner), cmp.Or(x.Due, from.Due)
	from.AIWritten = x.AIWritten || from.AIWritten
	if from.Check == Unchecked {
		from.Check, from.CheckBy = x.Check, x.CheckBy
	}
	return from, true
}

// A Patch is what a person says about one question at once. Nil fields are kept as they are.
type Patch struct {
	Level       *Level
	Note        *string
	Owner       *string
	Due         *Date
	Reason      *string
	Approver    *string
	AddEvidence []Evidence
	Check       *Check
	CheckBy     *string
	AIWritten   *bool
	Votes       []Vote
	Parked      *string
	Clear       []Field // emptied before the rest is applied
}

// Field names a part of an answer that can be cleared.
type Field string

// The fields that can be cleared.
const (
	FieldLevel    Field = "level"
	FieldNote     Field = "note"
	FieldOwner    Field = "owner"
	FieldDue      Field = "due"
	FieldReason   Field = "reason"
	FieldApprover Field = "approver"
	FieldEvidence Field = "evidence"
	FieldCheck    Field = "explained"
	FieldAI       Field = "ai-written"
	FieldVotes    Field = "votes"
	FieldParked   Field = "parked"
)

// Fields returns all fields that can be cleared.
func Fields() []Field {
	return []Field{
		FieldLevel, FieldNote, FieldOwner, FieldDue, FieldReason, FieldApprover, FieldEvidence,
		FieldCheck, FieldAI, FieldVotes, FieldParked,
	}
}

// Limits on the text of one answer, in bytes or entries.
const (
	MaxAnswer   = 64 << 10 // all text of one answer
	MaxNote     = 32 << 10
	MaxLine     = 1 << 10
	MaxEvidence = 20
	MaxVotes    = 50
	MinReason   = 15 // runes in the reason of a not-applicable
)

// Errors of a change. The texts around them say what is wrong with which value.
var (
	ErrNoPerson = errors.New("no name given")
	ErrNoReason = errors.New("a reason is needed")
	ErrInvalid  = errors.New("not possible")
)

// With returns the answer to q after by said p at that time. A level takes the place of a suggested
// one, with what was shown for that. It returns an error, and changes nothing, if something in p is
// missing, too long or not possible.
func (x Answer) With(p Patch, q questionnaire.Question, by string, at time.Time) (Answer, error) {
	if strings.TrimSpace(by) == "" {
		return Answer{}, ErrNoPerson
	}
	x.Evidence, x.Votes = slices.Clone(x.Evidence), slices.Clone(x.Votes)
	if p.Level != nil || slices.Contains(p.Clear, FieldLevel) {
		x = x.withdrawn()
	}
	for _, f := range p.Clear {
		if err := clearField(&x, f); err != nil {
			return Answer{}, err
		}
	}
	set(&x.Note, p.Note)
	set(&x.Owner, p.Owner)
	set(&x.Due, p.Due)
	set(&x.Reason, p.Reason)
	set(&x.Approver, p.Approver)
	set(&x.AIWritten, p.AIWritten)
	set(&x.Parked, p.Parked)
	if p.Check != nil && *p.Check != x.Check {
		x.Check, x.CheckBy = *p.Check, "" // the name belongs to the other outcome
	}
	set(&x.CheckBy, p.CheckBy)
	for _, e := range p.AddEvidence {
		if !slices.Contains(x.Evidence, e) {
			x.Evidence = append(x.Evidence, e)
		}
	}
	if p.Votes != nil {
		x.Votes = slices.Clone(p.Votes)
	}
	if p.Level != nil {
		if *p.Level != x.Level || x.Since.IsZero() {
			x.Since = at
		}
		x.Level, x.By, x.At, x.Suggested, x.Reopened = *p.Level, by, at, "", ""
	}
	if err := x.valid(q, DateOf(at)); err != nil {
		return Answer{}, err
	}
	return x, nil
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

func clearField(x *Answer, f Field) error {
	switch f {
	case FieldLevel:
		x.Level, x.By, x.At, x.Since, x.Suggested, x.Reopened = Unasked, "", time.Time{}, time.Time{}, "", ""
	case FieldNote:
		x.Note = ""
	case FieldOwner:
		x.Owner = ""
	case FieldDue:
		x.Due = ""
	case FieldReason:
		x.Reason = ""
	case FieldApprover:
		x.Approver = ""
	case FieldEvidence:
		x.Evidence = nil
	case FieldCheck:
		x.Check, x.CheckBy = Unchecked, ""
	case FieldAI:
		x.AIWritten = false
	case FieldVotes:
		x.Votes = nil
	case FieldParked:
		x.Parked = ""
	default:
		return fmt.Errorf("no field %q to clear: %w", f, ErrInvalid)
	}
	return nil
}

// valid returns what is wrong with the answer to q on that day.
func (x Answer) valid(q questionnaire.Question, today Date) error {
	if !slices.Contains(append(Levels(), Unasked), x.Level) {
		return fmt.Errorf("level %q: %w", x.Level, ErrInvalid)
	}
	if !slices.Contains(append(Checks(), Unchecked), x.Check) {
		return fmt.Errorf("knowledge check %q: %w", x.Check, ErrInvalid)
	}
	if x.Level == NotApplicable {
		if err := x.excused(q); err != nil {
			return err
		}
	}
	if x.Due != "" && x.Due.Time().IsZero() {
		return fmt.Errorf("due %q: %w", x.Due, ErrDate)
	}
	for _, e := range x.Evidence {
		if err := e.valid(today); err != nil {
			return err
		}
	}
	for _, v := range x.Votes {
		if v.Level == NotApplicable || !slices.Contains(Levels(), v.Level) {
			return fmt.Errorf("a vote of %q: %w", v.Level, ErrInvalid)
		}
	}
	return x.small()
}

// valid returns what is wrong with the evidence on that day.
func (e Evidence) valid(today Date) error {
	switch {
	case e.Kind != Artefact && e.Kind != Drill:
		return fmt.Errorf("evidence of kind %q: %w", e.Kind, ErrInvalid)
	case e.Date.Time().IsZero():
		return fmt.Errorf("evidence without a date: %w", ErrInvalid)
	case e.Date > today:
		return fmt.Errorf("evidence of %s is in the future: %w", e.Date, ErrInvalid)
	case e.Kind == Artefact && strings.TrimSpace(e.Reference) == "":
		return fmt.Errorf("an artefact needs a link or a path: %w", ErrInvalid)
	}
	return nil
}

// excused returns what is missing from a not-applicable.
func (x Answer) excused(q questionnaire.Question) error {
	if utf8.RuneCountInString(strings.TrimSpace(x.Reason)) < MinReason {
		return fmt.Errorf("%w: say in a sentence (%d characters or more) why %s does not apply",
			ErrNoReason, MinReason, q.ID)
	}
	if q.Applies.Op == questionnaire.Always && strings.TrimSpace(x.Approver) == "" {
		return fmt.Errorf("%w: %s applies to every system, so someone has to agree that it does not apply here",
			ErrNoPerson, q.ID)
	}
	return nil
}

// small returns which part of the answer is too long.
func (x Answer) small() error {
	if len(x.Note) > MaxNote {
		return fmt.Errorf("the note has %d bytes, more than %d: %w", len(x.Note), MaxNote, ErrInvalid)
	}
	if len(x.Evidence) > MaxEvidence || len(x.Votes) > MaxVotes {
		return fmt.Errorf("more than %d pieces of evidence or %d votes: %w", MaxEvidence, MaxVotes, ErrInvalid)
	}
	lines := []string{x.Owner, x.Reason, x.Approver, x.CheckBy, x.Parked, x.By, x.Suggested}
	for _, e := range x.Evidence {
		lines = append(lines, e.Reference, e.By)
	}
	for _, v := range x.Votes {
		lines = append(lines, v.Name)
	}
	total := len(x.Note)
	for _, s := range lines {
		if len(s) > MaxLine {
			return fmt.Errorf("%q… has more than %d bytes: %w", s[:20], MaxLine, ErrInvalid)
		}
		total += len(s)
	}
	if total > MaxAnswer {
		return fmt.Errorf("the answer has %d bytes, more than %d: %w", total, MaxAnswer, ErrInvalid)
	}
	return nil
}
