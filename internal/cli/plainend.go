package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
)

// summary prints where the system stands when somebody leaves in the middle.
func (w *walk) summary() {
	w.headline()
	r, glossed := w.view.Result, glossary{}
	for i, s := range r.NowSteps() {
		f, _ := r.Finding(s.Question)
		verb, action := f.FirstAction(s.Kind)
		w.tell("%d. %s: %s. %s: %s Who: %s.", i+1, glossed.word(f.Decision), f.Title(s.Kind), verb, ended(action), whoWords(f.Answer))
	}
	w.afterwards(r)
	w.whereTo()
}

// headline says how much was asked, and what the system is ready for.
func (w *walk) headline() {
	r := w.view.Result
	w.tell("\n%d of %d questions of this session asked.", len(w.list)-w.left(), len(w.list))
	w.tell("%s", verdictWords(r))
	w.tell("%s", countWords(r))
}

func (w *walk) whereTo() {
	id := w.view.Assessment.ID
	if w.left() > 0 {
		w.tell("Go on: prodfirst assess %s --plain", id)
	}
	w.tell("Report: prodfirst report %s", id)
}

// end closes the session: first what became proven or was deployed, then the next steps with who
// does them, what was parked, and the question to the person who answers for the system.
func (w *walk) end(ctx context.Context) error {
	if _, at := w.view.Position(); at == len(w.view.Assessment.Session.Questions) || w.left() == 0 {
		v, err := w.service.EndSession(ctx, w.view.Assessment.ID, w.by)
		if err != nil {
			return err
		}
		w.view = v
		w.tell("\nThat was the last question.")
	} else {
		w.tell("\nThat was the end of the list; %s left open.", count(w.left(), "question"))
	}
	w.achieved()
	w.headline()
	err := w.assign(ctx)
	w.afterwards(w.view.Result)
	w.parked()
	if err == nil {
		err = w.signOff(ctx)
	}
	w.tell("")
	w.whereTo()
	return err
}

// achieved leads with what became proven or was deployed since the session began.
func (w *walk) achieved() {
	a := w.view.Assessment
	began := a.Session.Started
	for _, f := range w.view.Result.Findings {
		lately := !f.Answer.At.Before(began) || f.Answer.Newest() >= assessment.DateOf(began)
		if f.State == analysis.Proven && lately {
			w.tell("Proven: %s, says %s; %s.", analysis.LowerFirst(f.Question.Title), nobody(f.Answer.By), newest(f.Answer))
		}
	}
	for _, s := range a.Shipments {
		if s.Kind == assessment.ShipDeploy && !s.At.Before(began) {
			w.tell("Deployed on %s, says %s.", s.On, nobody(s.By))
		}
	}
}

// newest returns the newest evidence in words.
func newest(x assessment.Answer) string {
	return evidenceWords(slices.MaxFunc(x.Evidence, func(a, b assessment.Evidence) int {
		return strings.Compare(string(a.Date), string(b.Date))
	}))
}

// assign reads the next steps one by one and asks who does them, and until when.
func (w *walk) assign(ctx context.Context) error {
	steps, glossed := w.view.Result.NowSteps(), glossary{}
	for i, s := range steps {
		f, open := w.view.Result.Finding(s.Question)
		if !open || !f.Gap() {
			continue // somebody closed it meanwhile
		}
		w.step(w.view, s, i, len(steps), glossed)
		w.list, w.at = append(slices.Clip(w.list), s.Question), len(w.list)
		err := w.assignOne(ctx, f, i == 0)
		w.list = w.list[:len(w.list)-1]
		if err != nil {
			return err
		}
	}
	return nil
}

// assignOne asks who does a step. An empty line keeps what there is.
func (w *walk) assignOne(ctx context.Context, f analysis.Finding, first bool) error {
	hint := ""
	if first {
		hint = " A name, and a date if you like, such as Mei +7; an empty line keeps it." + w.people()
	}
	w.tell("Who: %s. Who does it, and until when?%s", whoWords(f.Answer), hint)
	for {
		text, err := w.hear(ctx)
		if err != nil || text == "" {
			return err
		}
		if text == "q" {
			return errLeave
		}
		got, err := w.put(ctx, "o", text)
		if err != nil || got != refused {
			return err
		}
		w.tell("Who does it, and until when? An empty line keeps it as it is.")
	}
}

// parked collects the remarks that were put aside.
func (w *walk) parked() {
	var lines []string
	for _, f := range w.view.Result.Findings {
		if f.Answer.Parked != "" && f.Applies != questionnaire.No {
			lines = append(lines, fmt.Sprintf("%s: %s", f.Question.Title, f.Answer.Parked))
		}
	}
	if len(lines) == 0 {
		return
	}
	w.tell("\nParked, to come back to:")
	for i, line := range lines {
		w.tell("%d %s", i+1, line)
	}
}

// signOff asks whether the system can go to production, and keeps what the person says.
func (w *walk) signOff(ctx context.Context) error {
	w.tell("\n%s, can you ship it to production, where it matters?", w.by)
	w.tell("y yes, n not yet, 0 don't know, with a sentence after it if you like. An empty line leaves it open.")
	for {
		text, err := w.hear(ctx)
		if err != nil || text == "" || text == "q" {
			return err
		}
		word, sentence, _ := strings.Cut(text, " ")
		ready, ok := readyOf(strings.Trim(word, ".,:;"))
		if !ok {
			w.tell("That is not y, n or 0.")
			continue
		}
		if sentence = strings.TrimSpace(sentence); sentence == "" {
			w.tell("In a sentence, if you like: why? An empty line leaves it out.")
			if sentence, err = w.hear(ctx); err != nil && !gone(err) {
				return err
			}
		}
		var v app.View
		err = w.careful(ctx, w.service, func(s *app.Service) (err error) {
			v, err = s.SignOff(ctx, w.view.Assessment.ID, w.by, ready, sentence)
			return err
		})
		switch {
		case errors.Is(err, assessment.ErrInvalid):
			w.tell("Not saved: %v. Say it shorter: y, n or 0, and a sentence.", err)
			continue
		case errors.Is(err, app.ErrSecret):
			w.tell("y, n or 0, with another sentence. An empty line leaves it open.")
			continue
		case err != nil:
			return err
		}
		w.view = v
		w.tell("Saved by %s: %s.", w.by, analysis.ReadyWords(ready))
		return nil
	}
}

func readyOf(word string) (assessment.Ready, bool) {
	ready, ok := map[string]assessment.Ready{
		"y": assessment.ReadyYes, "yes": assessment.ReadyYes,
		"n": assessment.ReadyNotYet, "no": assessment.ReadyNotYet,
		"0": assessment.ReadyUnknown,
	}[strings.ToLower(word)]
	return ready, ok
}
