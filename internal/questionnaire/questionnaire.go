// Package questionnaire says what may be asked: the types of a questionnaire file, its strict
// decoding with a place for every problem, conditions over facts, validation and lint.
//
// It takes bytes and returns values. It must not read files, know answers, or judge anything.
package questionnaire

// ID names a questionnaire: "core", or a pack such as "event".
type ID string

// Core is the questionnaire that every system gets.
const Core ID = "core"

// AreaID names an area inside a questionnaire.
type AreaID string

// QuestionID names a question. It is unique over all questionnaires and never reused or renamed.
type QuestionID string

// FactID names an observable property of a system, such as "payments".
type FactID string

// Severity says what can happen while a question is a gap.
type Severity string

// The severities, from worst to least.
const (
	Blocker Severity = "blocker"
	High    Severity = "high"
	Medium  Severity = "medium"
	Low     Severity = "low"
)

// Severities returns all severities, worst first.
func Severities() []Severity { return []Severity{Blocker, High, Medium, Low} }

// Effort is a rough size of the work a gap needs; only ever a tie-breaker.
type Effort string

// The efforts, smallest first.
const (
	Small  Effort = "S"
	Middle Effort = "M"
	Large  Effort = "L"
)

// Efforts returns all efforts, smallest first.
func Efforts() []Effort { return []Effort{Small, Middle, Large} }

// Stage is a point in the life of a system at which questions become due.
type Stage string

// The stages, earliest first.
const (
	FirstUser    Stage = "first-user"
	PublicLaunch Stage = "public-launch"
	Scale        Stage = "scale"
)

// Stages returns all stages, earliest first.
func Stages() []Stage { return []Stage{FirstUser, PublicLaunch, Scale} }

// Role says who may do a step: an AI may draft it, or a person has to do it.
type Role string

// The roles of a step.
const (
	AIDraft  Role = "draft"  // an AI may draft it, a person checks it
	ByPerson Role = "person" // a person decides or does it
)

// Freshnesses returns the days after which evidence may be too old.
func Freshnesses() []int { return []int{30, 90, 180, 365} }

// Rules returns the ids of the five production-first rules in their order.
func Rules() []string {
	return []string{"requirements", "shipping-tools", "validate", "plan-for-failure", "ship-early"}
}

// Views returns the ids of the views over the answers that a question may belong to.
func Views() []string { return []string{"leak", "night", "promise", "journey"} }

// A Questionnaire is one file: its areas, their questions and when it is offered.
type Questionnaire struct {
	ID         ID
	Version    string // semantic version, quoted in reports
	Title      string
	Applies    Condition  // decides whether a pack is offered
	Prototype  string     // the pack's contrast: what a demo shows
	Production string     // the pack's contrast: what someone depends on
	Off        []Off      // questions of other files that are not asked where this one is attached
	Reviewed   []Reviewed // warnings about the file as a whole that a person has looked at
	Areas      []Area
	Digest     string // "sha256:" and 64 hex digits of the file's bytes
	Source     string // where it was read from, for messages: "core.yaml"
	At         Places `json:"-"`
}

// A Header is the part of a questionnaire that is needed to offer it; reading it parses no question.
type Header struct {
	ID         ID
	Version    string
	Title      string
	Applies    Condition
	Prototype  string
	Production string
	Digest     string
	Source     string
}

// An Area is a group of questions.
type Area struct {
	ID        AreaID
	Title     string
	Ask       string // the role whose answer counts most
	Questions []Question
	At        Places `json:"-"`
}

// A Question asks for exactly one state of affairs.
type Question struct {
	ID         QuestionID
	Title      string // names the thing, for tables: "Last restore drill"
	Text       string // the question itself, as read aloud
	Why        string
	Severity   Severity
	Escalate   []Escalation // the first that matches replaces severity and stage
	Effort     Effort
	Stage      Stage
	Applies    Condition
	Needs      []QuestionID // questions that have to be held first
	Mirrors    QuestionID   // in the solo pack: the core question it stands for
	Quick      bool         // belongs to the quick session
	Levels     Levels
	Verify     string // the artefact to ask for
	Explain    string // knowledge check: "Can someone …?"
	ListenFor  string
	Freshness  int // days until evidence is too old: 30, 90, 180 or 365
	Prototype  string
	Production string
	AIFailure  string
	Steps      []Step
	References []string
	Topics     []string
	Rules      []string // which of the five production-first rules it speaks to
	Views      []string // leak, night, promise, journey
	Reviewed   []Reviewed
	At         Places `json:"-"`
}

// Off switches a question of another file off: it is not asked, not counted and not judged, and
// reports print the reason.
type Off struct {
	Question QuestionID
	Because  string
}

// Reviewed acknowledges the warnings of one lint rule, with the reason why they may stand.
type Reviewed struct {
	Rule    string // such as "L6"
	Because string
}

// Levels holds the four observable statements of a question.
type Levels struct {
	None    string
	Partial string
	InPlace string
	Proven  string
}

// A Step is one thing to do on the way to the in-place statement.
type Step struct {
	Do string
	By Role
}

// An Escalation replaces severity and stage of a question when its condition may hold.
type Escalation struct {
	If       Condition
	Severity Severity
	Stage    Stage
}

// Questions returns all questions of q in the order of the file.
func (q Questionnaire) Questions() []Question {
	var all []Question
	for _, a := range q.Areas {
		all = append(all, a.Questions...)
	}
	return all
}

// Header returns the part of q that offers it.
func (q Questionnaire) Header() Header {
	return Header{
		ID: q.ID, Version: q.Version, Title: q.Title, Applies: q.Applies,
		Prototype: q.Prototype, Production: q.Production, Digest: q.Digest, Source: q.Source,
	}
}
