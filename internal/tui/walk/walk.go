// Package walk is the screen that asks: one question large, its levels with keys, the saved line in
// words. It must not judge in public: no decision word is shown here.
package walk

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// screen is the walk. Its maps and lists are replaced, never changed.
type screen struct {
	env    nav.Env
	stored app.View // the newest that is known to be saved
	view   app.View // the same with own answers on top that are not saved yet
	list   []questionnaire.QuestionID
	at     int
	single bool      // one question that is not in the session's list
	came   time.Time // when this question came up
	row    int       // of the levels, the one to keep in sight

	ledger *ledger
	count  int                                    // of edits so far
	edits  []edit                                 // oldest first
	based  map[questionnaire.QuestionID]uint64    // revision under the first edit that is under way
	acked  map[questionnaire.QuestionID]time.Time // when the last own edit was saved
	ending bool                                   // the end of the session is being saved
	warned bool                                   // leaving was held back once

	form    form
	drafts  map[draftKey]form
	teach   bool
	scroll  int
	lessons lessons
}

// New returns the walk through the session of a view. It stands on the first question that was not
// asked yet, or on the one that open names.
func New(env nav.Env, open nav.Open) nav.Screen {
	w := screen{env: env, stored: open.View, view: open.View, ledger: newLedger()}
	w.list, w.at = open.View.Position()
	if s := open.View.Assessment.Session; s != nil && s.Kind == assessment.Recheck {
		w.at = max(0, slices.IndexFunc(w.list, func(q questionnaire.QuestionID) bool { return !w.asked(q) }))
	}
	if w.at == len(w.list) {
		w.at = 0
	}
	if _, there := open.View.Result.Finding(open.Question); there {
		if w.at = slices.Index(w.list, open.Question); w.at < 0 {
			w.list, w.at, w.single = []questionnaire.QuestionID{open.Question}, 0, true
		}
	}
	return w.arrive()
}

// Capturing tells whether a form has the keys.
func (w screen) Capturing() bool { return w.form.kind != noForm }

// Update takes what people do and what became of saves.
func (w screen) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	w, done := w.settle()
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case nav.Refreshed:
		w = w.refresh(msg.View)
	case topicsMsg:
		w, cmd = w.loaded(msg)
	case nav.Do:
		w, cmd = w.do(msg.Action)
	case tea.KeyPressMsg, tea.PasteMsg:
		if w.Capturing() {
			w, cmd = w.typed(msg)
		}
	}
	switch {
	case done == nil:
		return w, cmd
	case cmd == nil:
		return w, done
	}
	return w, tea.Batch(done, cmd)
}

// finding returns the question that is shown, and false if the list is empty.
func (w screen) finding() (analysis.Finding, bool) {
	if w.at >= len(w.list) {
		return analysis.Finding{}, false
	}
	return w.view.Result.Finding(w.list[w.at])
}

// asked tells whether a question was answered, in a re-check since it began.
func (w screen) asked(q questionnaire.QuestionID) bool {
	f, _ := w.view.Result.Finding(q)
	s := w.view.Assessment.Session
	if s != nil && s.Kind == assessment.Recheck {
		return f.State != analysis.Unasked && !f.Answer.At.Before(s.Started)
	}
	return f.State != analysis.Unasked
}

func (w screen) countAsked() int {
	n := 0
	for _, q := range w.list {
		if w.asked(q) {
			n++
		}
	}
	return n
}

// arrive makes a question's beginning: its clock, and the row to keep in sight.
func (w screen) arrive() screen {
	w.came, w.scroll, w.row = w.env.App.Now(), 0, 0
	if f, ok := w.finding(); ok {
		w.row = max(0, rowOf(f.Answer.Level))
	}
	return w
}

// standOn moves to a question, if the list has it.
func (w screen) standOn(q questionnaire.QuestionID) screen {
	if i := slices.Index(w.list, q); i >= 0 && i != w.at {
		w.at = i
		return w.arrive()
	}
	return w
}

// do carries out what a key asked for.
func (w screen) do(action theme.ActionID) (screen, tea.Cmd) {
	f, ok := w.finding()
	if !ok {
		if action == theme.ActBack || action == theme.ActNext {
			return w, nav.Send(nav.Back{})
		}
		return w, nil
	}
	if action != theme.ActBack {
		w.warned = false
	}
	if w.teach {
		return w.read(f, action)
	}
	if level, is := levelOf(action); is {
		return w.answer(f, level)
	}
	if kind, is := formOf(action); is {
		return w.open(f, kind), nil
	}
	if kind, is := lookOf(action); is {
		return w, nav.Send(nav.Open{Kind: kind, View: w.view, Question: f.Question.ID})
	}
	if action == theme.ActUndo || action == theme.ActRedo {
		return w.reverse(action == theme.ActRedo)
	}
	if action == theme.ActCheck || action == theme.ActAIWritten {
		return w.mark(f, action)
	}
	return w.move(f, action)
}

// move goes to another question, or away.
func (w screen) move(f analysis.Finding, action theme.ActionID) (screen, tea.Cmd) {
	switch action {
	case theme.ActNext, theme.ActEnter:
		return w.next()
	case theme.ActPrevious:
		if w.at > 0 {
			w.at--
			return w.arrive(), nil
		}
	case theme.ActUnasked:
		return w.nextUnasked()
	case theme.ActUp:
		if w.conflict(f.Question.ID) {
			return w.keepTheirs(f)
		}
		w.row = max(0, w.row-1)
	case theme.ActDown:
		w.row = min(len(levels())-1, w.row+1)
	case theme.ActTeach:
		return w.beginLesson(f)
	case theme.ActHelp:
		return w, nav.Send(nav.Open{Kind: nav.Help, View: w.view})
	case theme.ActBack:
		return w.leave()
	}
	return w, nil
}

func (w screen) next() (screen, tea.Cmd) {
	switch {
	case w.at < len(w.list)-1:
		w.at++
		return w.arrive(), nil
	case w.single:
		return w.leave()
	case w.ending:
		return w, nil
	}
	if q, left := w.leftBehind(); left && !w.warned {
		return w.warn(q)
	}
	return w.end()
}

func (w screen) nextUnasked() (screen, tea.Cmd) {
	for i := 1; i <= len(w.list); i++ {
		n := (w.at + i) % len(w.list)
		if !w.asked(w.list[n]) {
			w.at = n
			return w.arrive(), nil
		}
	}
	return w, nav.Send(nav.Say{Text: "Every question of this session was asked."})
}

// leave goes back, but not at once while an answer could not be saved.
func (w screen) leave() (screen, tea.Cmd) {
	if q, left := w.leftBehind(); left && !w.warned {
		return w.warn(q)
	}
	return w, nav.Send(nav.Back{})
}

func (w screen) leftBehind() (questionnaire.QuestionID, bool) {
	for _, e := range w.edits {
		if e.err != nil {
			return e.question, true
		}
	}
	return "", false
}

func (w screen) warn(q questionnaire.QuestionID) (screen, tea.Cmd) {
	w = w.standOn(q)
	w.warned = true
	return w, nav.Send(nav.Say{Text: "This answer is not saved. Answer it again, or leave once more to give it up."})
}

// answer gives a level. Giving again what was just saved changes nothing.
func (w screen) answer(f analysis.Finding, level assessment.Level) (screen, tea.Cmd) {
	q := f.Question.ID
	_, unsaved := w.unsaved(q)
	_, acked := w.acked[q]
	if f.Answer.Level == level && f.Answer.By == w.env.By && !unsaved && (acked || w.saving(q)) {
		return w, nil
	}
	w.row = max(0, rowOf(level))
	w, cmd, err := w.change(q, assessment.Patch{Level: &level})
	if err != nil {
		return w, nav.Send(nav.Failed{Err: err, What: "save the answer"})
	}
	return w, cmd
}

// mark cycles the knowledge check, or sets and takes away the mark of AI-written code.
func (w screen) mark(f analysis.Finding, action theme.ActionID) (screen, tea.Cmd) {
	var p assessment.Patch
	if action == theme.ActAIWritten {
		written := !f.Answer.AIWritten
		p.AIWritten = &written
	} else {
		checks := assessment.Checks()
		check := checks[(slices.Index(checks, f.Answer.Check)+1)%len(checks)]
		p.Check = &check
		if check == assessment.CanExplain {
			p.CheckBy = &w.env.By
		}
	}
	w, cmd, err := w.change(f.Question.ID, p)
	if err != nil {
		return w, nav.Send(nav.Failed{Err: err, What: "save the mark"})
	}
	return w, cmd
}

// conflict tells whether someone else changed what an own edit was about.
func (w screen) conflict(q questionnaire.QuestionID) bool {
	e, ok := w.unsaved(q)
	return ok && changed(e.err)
}

func (w screen) keepTheirs(f analysis.Finding) (screen, tea.Cmd) {
	w = w.drop(f.Question.ID)
	kept, _ := w.view.Result.Finding(f.Question.ID)
	return w.arrive(), nav.Send(nav.Say{
		Text: fmt.Sprintf("Kept: %s, %s.", safe(kept.Answer.By), answerWords(kept)),
	})
}

// levels returns the rows of levels from top to bottom.
func levels() []assessment.Level {
	return []assessment.Level{
		assessment.DontKnow, assessment.None, assessment.Partial, assessment.InPlace, assessment.Proven,
	}
}

func rowOf(l assessment.Level) int { return slices.Index(levels(), l) }

func levelActions() []theme.ActionID {
	return []theme.ActionID{
		theme.ActDontKnow, theme.ActNone, theme.ActPartial, theme.ActInPlace, theme.ActProven,
	}
}

func levelOf(action theme.ActionID) (assessment.Level, bool) {
	i := slices.Index(levelActions(), action)
	if i < 0 {
		return assessment.Unasked, false
	}
	return levels()[i], true
}

func lookOf(action theme.ActionID) (nav.Kind, bool) {
	kind, is := map[theme.ActionID]nav.Kind{
		theme.ActGaps: nav.Gaps, theme.ActPlan: nav.Plan, theme.ActReport: nav.Report,
	}[action]
	return kind, is
}

// with returns a copy of m in which key has the value.
func with[K comparable, V any](m map[K]V, key K, value V) map[K]V {
	m = maps.Clone(m)
	if m == nil {
		m = map[K]V{}
	}
	m[key] = value
	return m
}

// minutesLeft estimates what is left of the session, rounded up.
func (w screen) minutesLeft() int {
	seconds := 75
	if s := w.view.Assessment.Session; s == nil || s.Kind == assessment.Quick {
		seconds = 45
	}
	return ((len(w.list)-w.countAsked())*seconds + 59) / 60
}

func (w screen) status(th theme.Theme) string {
	parts := []string{fmt.Sprintf("%d of %d", w.at+1, len(w.list))}
	if left := w.minutesLeft(); left > 0 && !w.single {
		parts = append(parts, fmt.Sprintf("about %d min left", left))
	}
	return strings.Join(parts, " "+th.Glyphs.Dot+" ")
}
