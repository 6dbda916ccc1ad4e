package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/assessment"
	"prodfirst/internal/report"
)

// assessPlain asks the questions of a session line by line. Every answer is saved before the next
// question is printed, so leaving in any way loses nothing.
func (p *program) assessPlain(ctx context.Context, id assessment.ID, o assessOptions) error {
	s, v, err := p.open(ctx, string(id))
	if err != nil {
		return err
	}
	in := newLines(ctx, p.In)
	by, err := p.introduced(ctx, in, o.by)
	if err != nil {
		return err
	}
	if kind := o.session; kind != "" || v.Assessment.Session == nil {
		if kind == "" {
			kind = assessment.Quick
		}
		started, err := s.StartSession(ctx, id, by, kind)
		if err != nil {
			return emptySession(err, v)
		}
		v = started
	}
	w := &walk{program: p, service: s, view: v, by: by, in: in}
	if w.list, w.at = v.Position(); w.at == len(w.list) {
		w.print("Everything in this session was asked. Another one: prodfirst assess %s --plain --session standard", id)
		w.summary()
		return nil
	}
	ended, err := w.run(ctx)
	if err != nil {
		return err
	}
	if ended {
		if err := w.end(ctx); err != nil {
			return err
		}
	}
	w.summary()
	if ended {
		if err := w.signOff(ctx); err != nil {
			return err
		}
	}
	return w.failed
}

// introduced returns who answers. At a terminal a person who has no name yet is asked for it.
func (p *program) introduced(ctx context.Context, in lines, given string) (string, error) {
	by, err := p.by(given)
	if err == nil || !p.Terminal {
		return by, err
	}
	p.print("Who are you?")
	name, readErr := in.next(ctx)
	if readErr != nil || name == "" {
		return "", err
	}
	s, configErr := p.config()
	if configErr != nil {
		return "", configErr
	}
	if err := s.KeepName(name); err != nil {
		p.say("note: the name could not be kept for the next time: %v", err)
	}
	return name, nil
}

// end marks the session as ended if all of it was asked.
func (w *walk) end(ctx context.Context) error {
	if _, at := w.view.Position(); at < len(w.list) {
		return nil
	}
	v, err := w.service.EndSession(ctx, w.view.Assessment.ID, w.by)
	if err != nil {
		return err
	}
	w.view = v
	return nil
}

// summary prints the verdict, the next steps and where to go on.
func (w *walk) summary() {
	r, id := w.view.Result, w.view.Assessment.ID
	asked := 0
	for _, q := range w.list {
		if f, _ := r.Finding(q); f.State != analysis.Unasked {
			asked++
		}
	}
	w.print("\n%d of %d questions of this session asked.", asked, len(w.list))
	w.print("%s", verdictWords(r))
	w.print("%s", report.Counted("blockers due", r.Verdict(r.Target).Blockers))
	for i, s := range r.NowSteps() {
		f, _ := r.Finding(s.Question)
		verb, action := f.FirstAction(s.Kind)
		w.print("%d. %s: %s. %s: %s Who: %s.", i+1, f.Decision, f.Title(s.Kind), verb, action, whoWords(f.Answer))
	}
	if rest := restWords(r); rest != "" {
		w.print("Then: %s.", rest)
	}
	if ask := report.Asking(r); ask != "" {
		w.print("Ask: %s.", ask)
	}
	if asked < len(w.list) {
		w.print("Go on: prodfirst assess %s --plain", id)
	}
	w.print("Report: prodfirst report %s", id)
}

// signOff asks whether the system can go to production, and keeps what the person says.
func (w *walk) signOff(ctx context.Context) error {
	w.print("\n%s, can you ship it to production, where it matters?", w.by)
	w.print("Type y for yes, n for not yet or 0 for don't know, and a sentence after it if you like. An empty line leaves it open.")
	for {
		text, err := w.in.next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, errLongLine) {
			return err
		}
		word, sentence, _ := strings.Cut(text, " ")
		ready, ok := map[string]assessment.Ready{
			"y": assessment.ReadyYes, "yes": assessment.ReadyYes,
			"n": assessment.ReadyNotYet, "no": assessment.ReadyNotYet,
			"0": assessment.ReadyUnknown,
		}[strings.ToLower(word)]
		switch {
		case text == "" && err == nil, text == "q":
			return nil
		case err != nil:
			w.print("%v.", err)
		case !ok:
			w.print("That is not y, n or 0.")
		default:
			v, err := w.service.SignOff(ctx, w.view.Assessment.ID, w.by, ready, strings.TrimSpace(sentence))
			if err != nil {
				return err
			}
			w.view = v
			w.print("Saved: %s.", readyWords(ready))
			return nil
		}
	}
}

func readyWords(r assessment.Ready) string {
	switch r {
	case assessment.ReadyYes:
		return "yes"
	case assessment.ReadyNotYet:
		return "not yet"
	case assessment.ReadyUnknown:
		return "don't know"
	}
	return string(r)
}

// ask prints a question as a whole, in the order in which it is read aloud.
func (w *walk) ask() {
	f := w.finding()
	q := f.Question
	w.print("\nQuestion %d of %d, %s.", w.at+1, len(w.list), f.AreaTitle)
	w.print("%s", q.Text)
	w.print("Why: %s", q.Why)
	for i, l := range digits() {
		w.print("%d %s: %s", i, analysis.LevelWords(l), l.Statement(q))
	}
	if f.Answer.Level != assessment.Unasked {
		w.print("Answered before: %s, by %s on %s.", stateWords(f), f.Answer.By, assessment.DateOf(f.Answer.At))
		w.more(f)
	}
}

// more prints what is known of an answer besides its level.
func (w *walk) more(f analysis.Finding) {
	x := f.Answer
	if x.Reason != "" {
		w.print("Reason: %s", x.Reason)
	}
	for _, e := range x.Evidence {
		w.print("Shown: %s", strings.TrimSpace(fmt.Sprintf("%s of %s %s", e.Kind, e.Date, e.Reference)))
	}
	if x.Owner != "" || x.Due != "" {
		w.print("Who: %s.", whoWords(x))
	}
	if x.Check != assessment.Unchecked {
		w.print("Can someone explain it? %s", strings.ReplaceAll(string(x.Check), "-", " "))
	}
	if x.Note != "" {
		w.print("Note: %s", x.Note)
	}
}

// digits returns the levels by the digit that answers them.
func digits() []assessment.Level {
	return []assessment.Level{
		assessment.DontKnow, assessment.None, assessment.Partial, assessment.InPlace, assessment.Proven,
	}
}

// teach prints what there is to know about the question.
func (w *walk) teach() {
	q := w.finding().Question
	w.print("Prototype: %s", q.Prototype)
	w.print("Production: %s", q.Production)
	w.print("To show: %s", q.Verify)
	w.print("Seen in AI-written code: %s", q.AIFailure)
	w.print("Check: %s", q.Explain)
	for i, step := range q.Steps {
		w.print("Step %d: %s%s", i+1, step.Do, roleWords(step.By))
	}
	if len(q.References) > 0 {
		w.print("References: %s.", strings.Join(q.References, ", "))
	}
}

// usage prints the keys.
func (w *walk) usage() {
	w.print(`0 to 4 answer and go on: 0 don't know, 1 none, 2 partial, 3 in place, 4 proven.
x does not apply; the reason is asked for.
s or an empty line goes on without an answer. b goes back.
The next ones speak of the question shown, before or after its answer:
e LINK something that shows it. d DATE a drill that was done. t TEXT a note.
o NAME, or o NAME DATE, who does something about it, and until when.
c yes, c partly or c not-yet whether someone can explain it.
a written by an AI, or not. w teaches more about it.
u takes the last change back. q leaves; everything is saved already.`)
}
