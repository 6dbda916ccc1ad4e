// Package app holds the use cases: everything that a person or a pipeline can do with an
// assessment, each as one method of Service that the command line and the screens call.
//
// It knows the core and the store. It must not know which database or which face it serves, print
// anything, or read the clock other than through Service.Now.
package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/kv"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/store"
)

// Service carries out the use cases. Its fields are set once, before the first call; its methods
// may be called from several goroutines.
type Service struct {
	Store   *store.Store
	Library *Library
	Now     func() time.Time
	NewID   func() string

	ground atomic.Pointer[analysis.Ground] // of the last judgement

	Secrets Secrets       // what becomes of texts that look like secrets
	Masked  func(Noticed) // is told what a mask was saved for; may be nil
}

// What can go wrong with the database, whichever it is. Callers use errors.Is.
var (
	ErrBusy     = kv.ErrBusy     // another process holds it: nothing was written
	ErrReadOnly = kv.ErrReadOnly // nothing was written
	ErrFull     = kv.ErrFull     // nothing was written
	ErrDamaged  = kv.ErrDamaged  // what was read is not what was written
	ErrForeign  = kv.ErrForeign  // the file is something else
	ErrNewer    = kv.ErrNewer    // written by a newer prodfirst
	ErrOutcome  = kv.ErrUnknown  // it may or may not have been saved

	ErrNotSaved = store.ErrNotSaved // that was open for a while, and is known now
	ErrSaved    = store.ErrSaved    // all was saved, and what had to follow failed
)

// Errors of the use cases.
var (
	ErrChanged = store.ErrChanged             // the answer was changed meanwhile: see ChangedError
	ErrExists  = errors.New("exists already") // an assessment with that id
	ErrNothing = errors.New("nothing")        // to take back, or to ask in a session
)

// ChangedError says that somebody else answered a question after it was looked at.
type ChangedError = store.ChangedError

// An UnknownError names something that does not exist, and the nearest thing that does.
type UnknownError struct {
	Kind    string // "system", "question", "fact", "questionnaire", …
	Name    string
	Nearest string   // empty if nothing is near
	Known   []string // all there are, if they are few
}

func (e *UnknownError) Error() string {
	if e.Nearest != "" {
		return fmt.Sprintf("no %s %q: did you mean %q?", e.Kind, e.Name, e.Nearest)
	}
	return fmt.Sprintf("no %s %q", e.Kind, e.Name)
}

// unknown returns an UnknownError with the nearest of the names.
func unknown[T ~string](kind string, name T, known []T) *UnknownError {
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	e := &UnknownError{Kind: kind, Name: string(name), Nearest: questionnaire.Nearest(string(name), names)}
	if len(names) <= 40 {
		e.Known = names
	}
	return e
}

// A View is an assessment with all that is needed to show and to judge it.
type View struct {
	Assessment     assessment.Assessment
	Questionnaires []questionnaire.Questionnaire
	Vocabulary     questionnaire.Vocabulary
	Result         analysis.Result
	Notices        []string                      // what a person should know, in a sentence each
	Newer          []questionnaire.Questionnaire // installed in place of attached ones, and not older
	Unsaved        []questionnaire.QuestionID    // whose answers With has put in, and nobody has saved

	digest string // of the assessment as it is stored, if texts are masked here
}

// Input returns what the view's result was judged from.
func (v View) Input() analysis.Input {
	return analysis.Input{
		Assessment: v.Assessment, Questionnaires: v.Questionnaires,
		Vocabulary: v.Vocabulary, At: v.Result.At,
	}
}

// With returns the view as it would be after an answer; nothing is saved. Screens show it while
// the save is under way.
func (v View) With(id questionnaire.QuestionID, p assessment.Patch, by string, at time.Time) (View, error) {
	f, ok := v.Result.Finding(id)
	if !ok {
		return View{}, v.noQuestion(id)
	}
	at = at.UTC()
	x, err := f.Answer.With(p, f.Question, by, at)
	if err != nil {
		return View{}, err
	}
	event := assessment.Event{
		Seq: v.Assessment.Seq, At: at, By: by, Kind: assessment.Answered,
		Change: assessment.Change{Question: id, Answer: &x},
	}
	rev := f.Answer.Rev
	v.Unsaved = append(slices.Clip(v.Unsaved), id)
	v.Assessment = assessment.Apply(v.Assessment, event)
	x.Rev = rev // what is saved is still the answer before
	v.Assessment.Answers[id] = x
	v.Result = v.Result.Ground().Judge(analysis.Input{
		Assessment: v.Assessment, Questionnaires: v.Questionnaires, Vocabulary: v.Vocabulary, At: at,
	})
	return v, nil
}

func (v View) noQuestion(id questionnaire.QuestionID) error {
	ids := make([]questionnaire.QuestionID, len(v.Result.Findings))
	for i, f := range v.Result.Findings {
		ids[i] = f.Question.ID
	}
	return unknown("question", id, ids)
}

// Open returns the assessment with that id, judged now.
func (s *Service) Open(ctx context.Context, id assessment.ID) (View, error) {
	a, err := s.Store.Load(ctx, id)
	if err != nil {
		return View{}, s.named(ctx, id, err)
	}
	return s.view(ctx, a)
}

// named turns "not found" into an error that names the nearest assessment.
func (s *Service) named(ctx context.Context, id assessment.ID, err error) error {
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	listed, listErr := s.Store.List(ctx)
	if listErr != nil {
		return listErr
	}
	ids := make([]assessment.ID, len(listed))
	for i, l := range listed {
		ids[i] = l.ID
	}
	return unknown("system", id, ids)
}

// view judges an assessment with the questionnaires it was answered against.
func (s *Service) view(ctx context.Context, a assessment.Assessment) (View, error) {
	return s.viewFrom(a, s.text(ctx))
}

// text returns where questionnaires are stored that the library does not have.
func (s *Service) text(ctx context.Context) texts {
	return func(digest string) ([]byte, error) { return s.Store.Questionnaire(ctx, digest) }
}

// viewFrom judges an assessment; what the library does not have in the version attached, text returns
// by its digest.
func (s *Service) viewFrom(a assessment.Assessment, text texts) (View, error) {
	v, err := s.gather(a, text)
	if err != nil {
		return View{}, err
	}
	v.Result = s.judge(v)
	for _, words := range []string{v.Result.SoloWords(), v.Result.OffWords(v.Result.Verdict(v.Result.Target))} {
		if words != "" {
			v.Notices = append(v.Notices, words)
		}
	}
	return v, nil
}

// judge judges a view now. The ground is kept: the next judgement is mostly of the same system.
func (s *Service) judge(v View) analysis.Result {
	in := v.Input()
	in.At = s.Now()
	ground := s.ground.Load().For(in)
	s.ground.Store(ground)
	return ground.Judge(in)
}

// gather brings together all that an assessment is judged from.
func (s *Service) gather(a assessment.Assessment, text texts) (View, error) {
	voc, err := s.Library.Vocabulary()
	if err != nil {
		return View{}, err
	}
	v := View{Assessment: a, Vocabulary: voc}
	for _, att := range a.Questionnaires {
		q, notice, err := s.attached(att, voc, text)
		if err != nil {
			return View{}, fmt.Errorf("assessment %q: %w", a.ID, err)
		}
		if notice != "" {
			v.Notices = append(v.Notices, notice)
			if in, err := s.Library.Load(att.ID); err == nil && questionnaire.CompareVersions(in.Version, att.Version) >= 0 {
				v.Newer = append(v.Newer, in)
			}
		}
		v.Questionnaires = append(v.Questionnaires, q)
	}
	return v, nil
}

// attached returns a questionnaire as it was when it was attached: the library's if that is the
// same, else the copy that was stored with the assessment.
func (s *Service) attached(att assessment.Attached, voc questionnaire.Vocabulary, text texts) (questionnaire.Questionnaire, string, error) {
	q, err := s.Library.Load(att.ID)
	if err == nil && q.Digest == att.Digest {
		return q, "", nil
	}
	how := fmt.Sprintf("is installed in version %s, the answers are for version %s", q.Version, att.Version)
	if q.Version == att.Version {
		how = fmt.Sprintf("was changed, and is version %s still", att.Version)
	}
	if _, gone := errors.AsType[*UnknownError](err); gone {
		how = "is not installed any more"
	} else if err != nil {
		how = "cannot be used as it is installed now"
	}
	notice := fmt.Sprintf("questionnaire %s %s: questions come from the copy stored with the answers", att.ID, how)
	data, err := text(att.Digest)
	if err != nil {
		return questionnaire.Questionnaire{}, "", fmt.Errorf("questionnaire %q: %w", att.ID, err)
	}
	stored, problems := questionnaire.Parse(string(att.ID)+".yaml", data, voc)
	if err := problems.Err(); err != nil {
		return questionnaire.Questionnaire{}, "", fmt.Errorf("questionnaire %q as stored: %w", att.ID, err)
	}
	return stored, notice, nil
}

// texts returns the file of a questionnaire by its digest.
type texts func(digest string) ([]byte, error)

// append saves one event and returns the assessment judged after it. It leaves the summary as it
// is, so that a save costs one commit: List makes it anew.
func (s *Service) append(ctx context.Context, id assessment.ID, base uint64, e assessment.Event) (View, error) {
	a, err := s.record(ctx, id, base, e)
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, a)
}
