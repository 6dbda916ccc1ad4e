package cli

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// walk is one line-by-line session.
type walk struct {
	talk
	service *app.Service
	view    app.View
	by      string
	list    []questionnaire.QuestionID
	at      int                               // in list; its length: past the last question
	heard   map[questionnaire.QuestionID]bool // questions that were read out in full
	moved   bool                              // the question has to be named before the next line is read
	hinted  map[string]bool                   // how to speak of the question before was said
	failed  error                             // of the last save that failed, until one succeeds
}

// newWalk returns the walk through the latest session, at its first question that was not asked.
func newWalk(t talk, s *app.Service, v app.View, by string) *walk {
	list, at := v.Position()
	first := append(list, "")[at]
	list = slices.DeleteFunc(list, func(id questionnaire.QuestionID) bool {
		f, _ := v.Result.Finding(id)
		return f.Applies == questionnaire.No && f.State == analysis.Unasked
	})
	if at = slices.Index(list, first); at < 0 {
		at = len(list)
	}
	return &walk{
		talk: t, service: s, view: v, by: by, list: list, at: at, moved: true,
		heard: map[questionnaire.QuestionID]bool{}, hinted: map[string]bool{},
	}
}

// run asks until the list or the input ends or the person leaves. It tells whether the list ended.
func (w *walk) run(ctx context.Context) (ended bool, err error) {
	if w.Terminal {
		w.tell("")
	}
	w.tell("%s, %s session: %s, %d to go. One line for each answer: 0 to 4, or ? for help.",
		w.view.Assessment.Description.Name, kindWords(w.view.Assessment.Session.Kind), count(len(w.list), "question"), w.left())
	for w.at < len(w.list) {
		if w.moved {
			w.ask()
			w.moved = false
		}
		text, err := w.hear(ctx)
		if err == nil {
			err = w.do(ctx, text)
		}
		if gone(err) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

func (w *walk) finding() analysis.Finding {
	f, _ := w.view.Result.Finding(w.list[w.at])
	return f
}

// asked tells whether the question at a place of the list was asked.
func (w *walk) asked(at int) bool {
	f, _ := w.view.Result.Finding(w.list[at])
	return f.State != analysis.Unasked
}

// left counts the questions that were not asked yet.
func (w *walk) left() int {
	n := 0
	for i := range w.list {
		if !w.asked(i) {
			n++
		}
	}
	return n
}

// goTo stands on another question.
func (w *walk) goTo(at int) { w.at, w.moved = at, true }

// do carries out what a line says. What cannot be done is printed; an error ends the walk.
func (w *walk) do(ctx context.Context, text string) error {
	word, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	if w.speaks(word) {
		return w.answer(ctx, word, rest)
	}
	switch word {
	case "", "n", "l":
		w.goTo(w.at + 1)
	case "b", "h", "p":
		return w.before(ctx, rest)
	case "j":
		w.jump(rest)
	case "u":
		return w.reverse(ctx, (*app.Service).Undo, "Taken back")
	case "redo":
		return w.reverse(ctx, (*app.Service).Redo, "Done again")
	case "again":
		w.heard[w.list[w.at]], w.moved = false, true
	case "?":
		w.usage()
	case "q":
		return errLeave
	default:
		if query, is := strings.CutPrefix(text, "/"); is {
			return w.find(ctx, query)
		}
		if !w.look(w.view, word) {
			w.tell("%q is nothing that can be done here. Type ? for help.", text)
			return nil
		}
		w.remind()
	}
	return nil
}

// speaks tells whether a word says something of the question that is shown.
func (w *walk) speaks(word string) bool {
	return len(word) == 1 && strings.Contains("01234xedotcafvw", word)
}

// answer carries out what a word says of the question that is shown.
func (w *walk) answer(ctx context.Context, word, rest string) error {
	switch word {
	case "0", "1", "2", "3", "4":
		return w.level(ctx, word, rest)
	case "x":
		return w.excuse(ctx, rest)
	case "w":
		w.teach(rest)
		return nil
	}
	return w.add(ctx, word, rest)
}

// before goes back to the question before, or says something of it and stays.
func (w *walk) before(ctx context.Context, what string) error {
	if w.at == 0 {
		w.tell("This is the first question.")
		return nil
	}
	if what == "" {
		w.goTo(w.at - 1)
		return nil
	}
	word, rest, _ := strings.Cut(what, " ")
	if !w.speaks(word) {
		w.tell("After b stands what can be said of a question, such as b e LINK. Type ? for help.")
		return nil
	}
	w.at--
	here := w.at
	err := w.answer(ctx, word, strings.TrimSpace(rest))
	w.at, w.moved = here+1, false
	return err
}

// jump goes to the question of that number, or to the next one that was not asked.
func (w *walk) jump(number string) {
	if number != "" {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > len(w.list) {
			w.tell("There is no question %q here: 1 to %d.", number, len(w.list))
			return
		}
		w.goTo(n - 1)
		return
	}
	for i := range w.list {
		if at := (w.at + 1 + i) % len(w.list); at != w.at && !w.asked(at) {
			w.goTo(at)
			return
		}
	}
	w.tell("No other question of this session is left to ask.")
}

// find goes to a question that has all the words in it, in this session or not.
func (w *walk) find(ctx context.Context, query string) error {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		w.tell("Type / and a few words of the question.")
		return nil
	}
	var found []analysis.Finding
	for _, f := range w.view.Result.Findings {
		text := strings.ToLower(strings.Join([]string{string(f.Question.ID), f.Question.Title, f.Question.Text, f.AreaTitle}, " "))
		missing := slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
		if f.Applies != questionnaire.No && !missing {
			found = append(found, f)
		}
	}
	at := 0
	switch {
	case len(found) == 0:
		w.tell("No question has that in it.")
		return nil
	case len(found) > 1:
		for i, f := range found {
			w.tell("%d %s: %s", i+1, f.AreaTitle, f.Question.Title)
		}
		w.tell("Which one? Its number; an empty line stays here.")
		n, err := w.number(ctx, len(found))
		if err != nil {
			return err
		}
		if n == 0 {
			w.remind()
			return nil
		}
		at = n - 1
	}
	w.visit(found[at].Question.ID)
	return nil
}

// number reads a number up to most, again until it is one, and 0 for an empty line.
func (t talk) number(ctx context.Context, most int) (int, error) {
	for {
		text, err := t.hear(ctx)
		if err != nil || text == "" {
			return 0, err
		}
		if n, err := strconv.Atoi(text); err == nil && 1 <= n && n <= most {
			return n, nil
		}
		t.tell("%q is not a number from 1 to %d. An empty line changes nothing.", text, most)
	}
}

// visit goes to a question. One that is not in the session comes next.
func (w *walk) visit(id questionnaire.QuestionID) {
	at := slices.Index(w.list, id)
	if at < 0 {
		at = w.at + 1
		w.list = slices.Insert(w.list, at, id)
	}
	w.goTo(at)
}

// level answers the question and goes on to the next one.
func (w *walk) level(ctx context.Context, digit, rest string) error {
	if rest != "" {
		w.tell("Type the digit alone. Nothing was saved.")
		return nil
	}
	level := digits()[digit[0]-'0']
	got, err := w.save(ctx, assessment.Patch{Level: &level})
	if got == saved {
		w.offer()
		w.goTo(w.at + 1)
	}
	return err
}

// offer says what would back an answer, and the first time how to say so.
func (w *walk) offer() {
	f := w.finding()
	hint := ""
	switch {
	case f.State == analysis.Unknown && f.Answer.Owner == "":
		w.tell("Who finds out?")
		hint = "To say so, type b o and a name, such as b o Mei +7"
	case f.Answer.Level == assessment.InPlace || f.Answer.Level == assessment.Proven:
		if f.State == analysis.Claimed && f.Question.AIFailure != "" &&
			(f.Answer.AIWritten || w.view.Result.Facts["ai-assisted"].Truth == questionnaire.Yes) {
			w.tell("Seen in AI-written code: %s", f.Question.AIFailure)
		}
		if f.Answer.Check == assessment.Unchecked {
			w.tell("%s", f.Question.Explain)
		}
		hint = "To say so, type b c yes, b c partly or b c not-yet; to show it, b e and a link"
	}
	if hint != "" && !w.hinted[hint] {
		w.hinted[hint] = true
		w.tell("%s. b speaks of the question before.", hint)
	}
}

// digits returns the levels by the digit that answers them.
func digits() []assessment.Level {
	return []assessment.Level{
		assessment.DontKnow, assessment.None, assessment.Partial, assessment.InPlace, assessment.Proven,
	}
}
