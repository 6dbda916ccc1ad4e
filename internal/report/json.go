package report

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// JSONSchema is the number of the form of JSON that this version writes. It is raised when a field
// changes its meaning or goes away; new fields do not raise it.
const JSONSchema = 1

// Schema is the JSON Schema of a File, for who reads one. It is printed by prodfirst report --schema.
//
//go:embed report.schema.json
var Schema []byte

// File is a report as JSON: the judgement, and the answers it was made from. Like every report it
// does not say who voted what or who could not explain; what prodfirst export writes does.
type File struct {
	Schema         int                                          `json:"schema"`
	Method         string                                       `json:"method"` // version of the analysis
	Judged         assessment.Date                              `json:"judged"` // UTC
	System         assessment.ID                                `json:"system"`
	Changes        uint64                                       `json:"changes"` // how many events it was judged from
	Digest         string                                       `json:"digest,omitempty"`
	Created        time.Time                                    `json:"created,omitzero"`
	Changed        time.Time                                    `json:"changed,omitzero"`
	Description    assessment.Description                       `json:"description"`
	Questionnaires []assessment.Attached                        `json:"questionnaires"`
	Facts          map[questionnaire.FactID]questionnaire.Truth `json:"facts"`                // implied ones included
	Said           map[questionnaire.FactID]questionnaire.Truth `json:"said_facts,omitempty"` // without implied ones
	ReadyFor       questionnaire.Stage                          `json:"ready_for"`            // "demo" if no stage is reached
	Verdicts       []FileVerdict                                `json:"verdicts"`
	Rules          []FileRule                                   `json:"rules"`
	Steps          []FileStep                                   `json:"steps"` // one for each gap, in order
	Areas          []FileArea                                   `json:"areas,omitempty"`
	Questions      []FileQuestion                               `json:"questions"`
	Kept           []FileKept                                   `json:"kept_answers,omitempty"` // to questions that do not apply
	Solo           bool                                         `json:"solo,omitempty"`         // the solo pack stands in for core
	SwitchedOff    []FileOff                                    `json:"switched_off,omitempty"`
	SignOffs       []assessment.SignOff                         `json:"sign_offs,omitempty"`
	Acceptances    []assessment.Acceptance                      `json:"acceptances,omitempty"`
	Calls          []assessment.Call                            `json:"calls,omitempty"`     // go or no-go
	Shipments      []assessment.Shipment                        `json:"shipments,omitempty"` // the ship log
	Milestones     []assessment.Milestone                       `json:"milestones,omitempty"`
	Session        *assessment.Session                          `json:"session,omitempty"` // the latest
	ValidUntil     assessment.Date                              `json:"valid_until,omitempty"`
}

// FileArea counts one area in a File.
type FileArea struct {
	Questionnaire questionnaire.ID     `json:"questionnaire"`
	Area          questionnaire.AreaID `json:"area"`
	Title         string               `json:"title"`
	Due           FileCount            `json:"due"`
	All           FileCount            `json:"all"`
}

// FileKept is an answer that is not judged, in a File.
type FileKept struct {
	Question questionnaire.QuestionID `json:"question"`
	Answer   assessment.Answer        `json:"answer"`
}

// FileVerdict is a verdict in a File.
type FileVerdict struct {
	Stage    questionnaire.Stage        `json:"stage"`
	Outcome  analysis.Outcome           `json:"outcome"`
	Blocking []questionnaire.QuestionID `json:"blocking,omitempty"`
	Unasked  []questionnaire.QuestionID `json:"unasked,omitempty"`
	Accepted []questionnaire.QuestionID `json:"accepted,omitempty"`
	Excused  []questionnaire.QuestionID `json:"excused,omitempty"`
	Off      []questionnaire.QuestionID `json:"switched_off,omitempty"` // due blockers and highs
	Blockers FileCount                  `json:"blockers"`
	Due      FileCount                  `json:"due"`
}

// FileCount is a count by state in a File.
type FileCount struct {
	Of            int `json:"of"`
	Unasked       int `json:"unasked"`
	Unknown       int `json:"unknown"`
	None          int `json:"none"`
	Partial       int `json:"partial"`
	Claimed       int `json:"claimed"`
	Held          int `json:"held"`
	Proven        int `json:"proven"`
	NotApplicable int `json:"not_applicable"`
}

// FileRule is one of the five rules in a File.
type FileRule struct {
	ID       string                     `json:"id"`
	Kept     analysis.Kept              `json:"kept"`
	Deciding []questionnaire.QuestionID `json:"deciding,omitempty"`
}

// FileStep is a step in a File.
type FileStep struct {
	Question questionnaire.QuestionID   `json:"question"`
	Kind     analysis.StepKind          `json:"kind"`
	Decision analysis.Decision          `json:"decision"`
	Title    string                     `json:"title"`
	Now      bool                       `json:"now,omitempty"`
	First    []questionnaire.QuestionID `json:"first,omitempty"`
	Owner    string                     `json:"owner,omitempty"`
	Due      assessment.Date            `json:"due,omitempty"`
	Reason   string                     `json:"reason"`
}

// FileQuestion is a question that applies or may apply, with its answer, in a File.
type FileQuestion struct {
	Question questionnaire.QuestionID `json:"question"`
	Title    string                   `json:"title"`
	Area     questionnaire.AreaID     `json:"area"`
	Severity questionnaire.Severity   `json:"severity"` // after escalation
	Stage    questionnaire.Stage      `json:"stage"`    // after escalation
	Due      analysis.Due             `json:"due"`
	State    analysis.State           `json:"state"`
	Decision analysis.Decision        `json:"decision,omitempty"`
	Expires  assessment.Date          `json:"expires,omitempty"`
	Answer   *assessment.Answer       `json:"answer,omitempty"`
	Carried  questionnaire.QuestionID `json:"carried_from,omitempty"` // the question that the level was given to
}

// FileOff is a question that a questionnaire switched off, in a File.
type FileOff struct {
	Question questionnaire.QuestionID `json:"question"`
	Title    string                   `json:"title"`
	By       questionnaire.ID         `json:"by"`
	Because  string                   `json:"because"`
}

// JSON returns the judgement as indented JSON that ends in a line break.
func JSON(in analysis.Input, r analysis.Result) ([]byte, error) {
	f := NewFile(in, r)
	var err error
	if f.Digest, err = in.Assessment.Digest(); err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(f, "", "  ")
	return append(data, '\n'), err
}

// NewFile returns the judgement in the form in which it is written as JSON, without its digest.
func NewFile(in analysis.Input, r analysis.Result) File {
	a := in.Assessment
	f := File{
		Schema: JSONSchema, Method: analysis.Version, Judged: r.Today, System: a.ID, Changes: a.Seq,
		Description: a.Description, Questionnaires: a.Questionnaires,
		Facts: map[questionnaire.FactID]questionnaire.Truth{}, Steps: []FileStep{}, Questions: []FileQuestion{},
		ReadyFor: r.ReadyFor, SignOffs: a.SignOffs, Acceptances: a.Acceptances, ValidUntil: r.ValidUntil,
		Solo: r.Solo, Said: a.Facts, Created: a.Created, Changed: a.Changed,
		Calls: a.Calls, Shipments: a.Shipments, Milestones: a.Milestones, Session: a.Session,
	}
	if f.Questionnaires == nil {
		f.Questionnaires = []assessment.Attached{} // readers expect a list
	}
	if f.ReadyFor == analysis.Demo {
		f.ReadyFor = "demo"
	}
	for id, k := range r.Facts {
		f.Facts[id] = k.Truth
	}
	for _, v := range r.Verdicts {
		f.Verdicts = append(f.Verdicts, FileVerdict{
			Stage: v.Stage, Outcome: v.Outcome, Blocking: v.Blocking, Unasked: v.Unasked,
			Accepted: v.Accepted, Excused: v.Excused, Off: v.Off, Blockers: FileCount(v.Blockers), Due: FileCount(v.Due),
		})
	}
	for _, rule := range r.Rules {
		f.Rules = append(f.Rules, FileRule{ID: rule.ID, Kept: rule.Kept, Deciding: rule.Deciding})
	}
	for _, s := range r.Plan {
		q, _ := r.Finding(s.Question)
		f.Steps = append(f.Steps, FileStep{
			Question: s.Question, Kind: s.Kind, Decision: q.Decision, Title: q.Title(s.Kind), Now: s.Now,
			First: s.First, Owner: q.Answer.Owner, Due: q.Answer.Due, Reason: s.Reason,
		})
	}
	for _, area := range r.Areas() {
		f.Areas = append(f.Areas, FileArea{area.Questionnaire, area.Area, area.Title, FileCount(area.Due), FileCount(area.All)})
	}
	f.addQuestions(in, r)
	return f
}

// addQuestions adds every question that applies, and what was said of all others.
func (f *File) addQuestions(in analysis.Input, r analysis.Result) {
	judged := make(map[questionnaire.QuestionID]bool, len(r.Findings))
	for i := range r.Findings {
		q := &r.Findings[i]
		if q.Off != nil {
			f.SwitchedOff = append(f.SwitchedOff, FileOff{q.Question.ID, q.Question.Title, q.Off.By, q.Off.Because})
		}
		if q.Applies != questionnaire.No {
			f.Questions = append(f.Questions, fileQuestion(q))
			judged[q.Question.ID] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(in.Assessment.Answers)) {
		if x := in.Assessment.Answers[id]; !judged[id] && !x.Empty() {
			f.Kept = append(f.Kept, FileKept{id, discreet(x)})
		}
	}
}

func fileQuestion(f *analysis.Finding) FileQuestion {
	q := FileQuestion{
		Question: f.Question.ID, Title: f.Question.Title, Area: f.Area, Severity: f.Severity, Stage: f.Stage,
		Due: f.Due, State: f.State, Decision: f.Decision, Expires: f.Expires,
	}
	if f.Carried {
		q.Carried = f.Twin
	}
	if !f.Answer.Empty() {
		x := discreet(f.Answer)
		q.Answer = &x
	}
	return q
}

// discreet returns an answer without who voted what and who could not explain it.
func discreet(x assessment.Answer) assessment.Answer {
	if x.Check != assessment.CanExplain {
		x.CheckBy = ""
	}
	votes := make([]assessment.Vote, len(x.Votes))
	for i, v := range x.Votes {
		votes[i].Level = v.Level
	}
	slices.SortFunc(votes, func(a, b assessment.Vote) int { return cmp.Compare(a.Level, b.Level) })
	x.Votes = votes
	return x
}
