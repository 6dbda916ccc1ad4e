// Package walk is the screen that asks: one question large, its levels with keys, the saved line in
// words. It must not judge in public: no decision word is shown here.
package walk

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/tui/edit"
	"prodfirst/internal/tui/nav"
	"prodfirst/internal/tui/theme"
)

// screen is the walk. Its maps and lists are replaced, never changed.
type screen struct {
	edit.Book
	list   []questionnaire.QuestionID
	at     int
	single bool      // one question that is not in the session's list
	came   time.Time // when this question came up
	row    int       // of the levels, the one to keep in sight
	timing bool      // a clock runs that says when somebody has thought for long
	long   bool      // it has run out for this question
	bare   bool      // present mode: nothing but the question

	ending bool // the end of the session is being saved
	warned bool // leaving was held back once

	form    form
	drafts  map[draftKey]form
	teach   bool
	scroll  int
	lessons lessons
}

// New returns the walk through the session of a view. It stands on the first question that was not
// asked yet, or on the one that open names.
func New(env nav.Env, open nav.Open) nav.Screen {
	w := screen{Book: edit.New(env, open.View), lessons: lessons{drawn: &extent{}}}
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
func (w screen) Capturing() bool { return w.form.IsOpen() }

// Update takes what people do and what became of saves.
func (w screen) Update(msg tea.Msg) (nav.Screen, tea.Cmd) {
	var done []edit.Outcome
	w.Book, done = w.Take(msg)
	w, next := w.settle(done)
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case topicsMsg:
		w, cmd = w.loaded(msg)
	case thoughtMsg:
		w = w.thought(msg)
	case nav.Edited:
		w = w.edited(msg)
	case nav.Do:
		w, cmd = w.do(msg.Action)
	case tea.KeyPressMsg, tea.PasteMsg:
		if w.Capturing() {
			w, cmd = w.typed(msg)
		}
	}
	if next == nil && cmd == nil { // what nav.Send made must not be put into a batch
		w, cmd = w.watch()
	}
	return w, tea.Batch(next, cmd)
}

// settle takes in what became of the saves.
func (w screen) settle(done []edit.Outcome) (screen, tea.Cmd) {
	var cmd tea.Cmd
	for _, o := range done {
		switch {
		case o.Number > 0 && o.Err == nil:
			w.drafts = undrafted(w.drafts, o.Question, o.Number)
		case o.Number > 0:
		case o.What == endSession:
			w.ending = false
			if o.Err == nil {
				cmd = nav.Send(nav.Open{Kind: nav.End, View: w.Stored, Replace: true})
			}
		case o.Question != "" && o.Err == nil:
			w = w.standOn(o.Question)
		}
	}
	return w, cmd
}

// change shows what is answered to a question and saves it, with regard to what looks like a secret. It
// returns what is wrong with it, and changes nothing then.
func (w screen) change(q questionnaire.QuestionID, p assessment.Patch, secrets app.Secrets) (screen, tea.Cmd, error) {
	book, cmd, err := w.PatchSeen(q, w.Rev(q), p, secrets, "save the answer")
	w.Book = book
	return w, cmd, err
}

// finding returns the question that is shown, and false if the list is empty.
func (w screen) finding() (analysis.Finding, bool) {
	if w.at >= len(w.list) {
		return analysis.Finding{}, false
	}
	return w.View.Result.Finding(w.list[w.at])
}

// asked tells whether a question was answered, in a re-check since it began.
func (w screen) asked(q questionnaire.QuestionID) bool {
	f, _ := w.View.Result.Finding(q)
	s := w.View.Assessment.Session
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
	w.came, w.long, w.row = w.Env.App.Now(), false, 0
	w.scroll, w.lessons.topic = 0, 0
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
	if w.covered() {
		return w.read(f, action)
	}
	if level, is := levelOf(action); is {
		return w.answer(f, level)
	}
	if kind, is := formOf(action); is {
		return w.open(f, kind), nil
	}
	if kind, is := lookOf(action); is {
		return w, nav.Send(nav.Open{Kind: kind, View: w.View, Question: f.Question.ID})
	}
	if next, cmd, done := w.settleUp(f, action); done {
		return next, cmd
	}
	if next, cmd, done := w.look(f, action); done {
		return next, cmd
	}
	return w.move(action)
}

// settleUp changes an answer by other keys than those of the levels.
func (w screen) settleUp(f analysis.Finding, action theme.ActionID) (next screen, cmd tea.Cmd, done bool) {
	switch action {
	case theme.ActUndo, theme.ActRedo:
		next, cmd = w.reverse(action == theme.ActRedo)
	case theme.ActCheck, theme.ActAIWritten:
		next, cmd = w.mark(f, action)
	case theme.ActKeepTheirs:
		next, cmd = w.keepTheirs(f)
	case theme.ActKeepMine:
		next, cmd = w.keepMine(f)
	case theme.ActAcceptSuggestion:
		next, cmd = w.acceptSuggestion(f)
	case theme.ActEditor:
		next, cmd = w.open(f, noteForm).editor()
	default:
		return w, nil, false
	}
	return next, cmd, true
}

// look changes what is shown beside or around the question.
func (w screen) look(f analysis.Finding, action theme.ActionID) (next screen, cmd tea.Cmd, done bool) {
	switch action {
	case theme.ActTeach:
		next, cmd = w.beginLesson(f, 0)
	case theme.ActTopic:
		next, cmd = w.beginLesson(f, w.lessons.topic+1)
	case theme.ActPresent:
		next, cmd = w.present()
	case theme.ActHelp:
		next, cmd = w, nav.Send(nav.Open{Kind: nav.Help, View: w.View})
	default:
		return w.beside(action)
	}
	return next, cmd, true
}

// move goes to another question, or away.
func (w screen) move(action theme.ActionID) (screen, tea.Cmd) {
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
		w.row = max(0, w.row-1)
	case theme.ActDown:
		w.row = min(len(levels())-1, w.row+1)
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
	if q, left := w.Left(); left && !w.warned {
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

// leave goes back, but not at once while an answer could not be saved. Present mode ends first.
func (w screen) leave() (screen, tea.Cmd) {
	if w.bare {
		w.bare = false
		return w, nil
	}
	if q, left := w.Left(); left && !w.warned {
		return w.warn(q)
	}
	return w, nav.Send(nav.Back{})
}

func (w screen) warn(q questionnaire.QuestionID) (screen, tea.Cmd) {
	w = w.standOn(q)
	w.warned = true
	return w, nav.Send(nav.Say{Text: "This answer is not saved. Answer it again, or leave once more to give it up."})
}

// answer gives a level. Giving again what was just saved changes nothing.
func (w screen) answer(f analysis.Finding, level assessment.Level) (screen, tea.Cmd) {
	q := f.Question.ID
	_, unsaved := w.Unsaved(q)
	_, acked := w.Acked(q)
	if f.Answer.Level == level && f.Answer.By == w.Env.By && f.Answer.Suggested == "" && !unsaved && (acked || w.Saving(q)) {
		return w, nil
	}
	w.row = max(0, rowOf(level))
	w, cmd, err := w.change(q, assessment.Patch{Level: &level}, app.RefuseSecrets)
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
			p.CheckBy = &w.Env.By
		}
	}
	w, cmd, err := w.change(f.Question.ID, p, app.RefuseSecrets)
	if err != nil {
		return w, nav.Send(nav.Failed{Err: err, What: "save the mark"})
	}
	return w, cmd
}

func lookOf(action theme.ActionID) (nav.Kind, bool) {
	kind, is := map[theme.ActionID]nav.Kind{
		theme.ActGaps: nav.Gaps, theme.ActPlan: nav.Plan, theme.ActReport: nav.Report,
	}[action]
	return kind, is
}
