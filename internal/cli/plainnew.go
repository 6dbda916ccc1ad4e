package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/questionnaire"
	"prodfirst/internal/report"
)

// describe asks for a new system line by line, and prints its id.
func (p *program) describe(ctx context.Context) error {
	s, err := p.app()
	if err != nil {
		return err
	}
	t := p.talk(ctx)
	by, err := t.introduced(ctx, "")
	if err != nil {
		return err
	}
	v, err := t.newSystem(ctx, s, by)
	if gone(err) {
		return nil
	}
	if err == nil {
		t.tell("Go on: prodfirst assess %s --plain", v.Assessment.ID)
	}
	return err
}

// newSystem asks what a system is called, where its life stands and what is true of it, and saves
// that. It returns errLeave if the person gives no name.
func (t talk) newSystem(ctx context.Context, s *app.Service, by string) (app.View, error) {
	st := app.Start{By: by, Description: assessment.Description{Target: questionnaire.FirstUser}}
	t.tell("\nA new system. Nothing is saved before the last question.")
	if err := t.name(ctx, s, &st.Description); err != nil {
		return app.View{}, err
	}
	for _, ask := range []func(context.Context, *app.Start) error{t.others, t.target, t.life} {
		if err := ask(ctx, &st); err != nil {
			return app.View{}, err
		}
	}
	voc, err := s.Library.Vocabulary()
	if err != nil {
		return app.View{}, err
	}
	if st.Facts, err = t.facts(ctx, voc); err != nil {
		return app.View{}, err
	}
	var v app.View
	err = t.careful(ctx, s, func(s *app.Service) (err error) {
		v, err = s.New(ctx, st)
		return err
	})
	if errors.Is(err, app.ErrSecret) {
		return v, errLeave
	}
	if err != nil {
		return v, err
	}
	t.tell("\nSaved: %s, with the id %s. Questionnaires: %s. %s due before %s.", v.Assessment.Description.Name, v.Assessment.ID,
		attached(v), count(len(v.Result.Ask.Due), "question"), theStage(v.Result.Target))
	return v, nil
}

// question asks and reads until take has nothing to object.
func (t talk) question(ctx context.Context, ask string, take func(text string) error) error {
	for {
		t.tell("%s", ask)
		text, err := t.hear(ctx)
		if err != nil {
			return err
		}
		if err = take(text); err == nil || errors.Is(err, errLeave) {
			return err
		}
		t.tell("%s.", report.UpperFirst(err.Error()))
	}
}

// name asks for a name that no other system has.
func (t talk) name(ctx context.Context, s *app.Service, d *assessment.Description) error {
	return t.question(ctx, "What is it called? An empty line leaves without a new system.", func(text string) error {
		if text == "" {
			return errLeave
		}
		d.Name = text
		if err := d.Valid(); err != nil {
			return err
		}
		id := assessment.Slug(text)
		if id == "" {
			return errors.New("a name needs a letter or a digit in it")
		}
		_, err := s.Open(ctx, id)
		if unknown, free := errors.AsType[*app.UnknownError](err); free && unknown.Kind == "system" {
			return nil
		}
		if err == nil {
			err = fmt.Errorf("a system with the id %q exists already", id)
		}
		return err
	})
}

func (t talk) others(ctx context.Context, st *app.Start) error {
	return t.question(ctx, "Who else is here? Names with commas between them; an empty line if you are alone.", func(text string) error {
		people := []string{st.By}
		for name := range strings.SplitSeq(text, ",") {
			name = strings.TrimSpace(name)
			if name != "" && !named(name) {
				return notName(name)
			}
			if name != "" && !slices.Contains(people, name) {
				people = append(people, name)
			}
		}
		d := st.Description
		d.People = people
		if err := d.Valid(); err != nil {
			return err
		}
		st.Description = d
		return nil
	})
}

func (t talk) target(ctx context.Context, st *app.Start) error {
	t.tell("What happens next?")
	stages := questionnaire.Stages()
	for i, stage := range stages {
		t.tell("%d %s: %s.", i+1, stageWords(stage), aim(stage))
	}
	return t.question(ctx, "A number; an empty line is 1.", func(text string) error {
		if text == "" {
			text = "1"
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > len(stages) {
			return fmt.Errorf("%q is not a number from 1 to %d", text, len(stages))
		}
		st.Description.Target = stages[n-1]
		return nil
	})
}

// aim says what a stage means.
func aim(s questionnaire.Stage) string {
	switch s {
	case questionnaire.FirstUser:
		return "the first people outside the team use it"
	case questionnaire.PublicLaunch:
		return "anyone can come in uninvited, or money moves"
	case questionnaire.Scale:
		return "ten times the users, or a written uptime promise"
	}
	return string(s)
}

// life asks when the system was shown, when it went live, and who uses it.
func (t talk) life(ctx context.Context, st *app.Start) error {
	d := &st.Description
	moment := func(m *assessment.Moment) func(string) error {
		return func(text string) (err error) {
			*m, err = assessment.ParseMoment(text, t.today())
			return err
		}
	}
	const ways = " A date, not yet, or ? for don't know; an empty line skips it."
	if err := t.question(ctx, "When was it first shown to someone?"+ways, moment(&d.FirstShown)); err != nil {
		return err
	}
	if err := t.question(ctx, "When was it first put live for its users?"+ways, moment(&d.FirstLive)); err != nil {
		return err
	}
	return t.question(ctx, "How many people outside the team used it last week? A number, or ? for don't know; an empty line skips it.", func(text string) error {
		switch text {
		case "":
			return nil
		case "?":
			d.Outside = &assessment.Outside{Unknown: true, On: t.today()}
			return nil
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > assessment.MaxPeople {
			return fmt.Errorf("%q is no number of people", text)
		}
		d.Outside = &assessment.Outside{People: n, On: t.today()}
		return nil
	})
}

// facts asks what is true of a system: a shape to begin with, then prompt by prompt.
func (t talk) facts(ctx context.Context, voc questionnaire.Vocabulary) (map[questionnaire.FactID]questionnaire.Truth, error) {
	said := map[questionnaire.FactID]questionnaire.Truth{}
	t.tell("\nWhat kind of thing is it? It fills in what is usual; you change what is wrong.")
	for i, shape := range voc.Shapes {
		t.tell("%d %s.", i+1, shape.Title)
	}
	t.tell("A number; an empty line is none of them.")
	n, err := t.number(ctx, len(voc.Shapes))
	if err != nil {
		return nil, err
	}
	if n > 0 {
		for _, id := range voc.Shapes[n-1].Yes {
			said[id] = questionnaire.Yes
		}
		for _, id := range voc.Shapes[n-1].No {
			said[id] = questionnaire.No
		}
	}
	t.tell("\nWhat is true about it? Type the numbers of what is: the others are not. Put ? behind a number nobody is sure of. " +
		"0 is none of them. An empty line leaves all as it is said.")
	for _, prompt := range voc.Prompts {
		known := voc.Resolve(said)
		t.tell("\n%s", prompt.Ask)
		for i, f := range prompt.Facts {
			t.tell("%d %s: %s.", i+1, f.Label, truthWords(known[f.ID]))
		}
		err := t.question(ctx, "Which?", func(text string) error { return sayNumbers(said, prompt.Facts, text) })
		if err != nil {
			return nil, err
		}
	}
	return said, nil
}

func truthWords(k questionnaire.Known) string {
	switch {
	case k.Implied:
		return "yes, because of another answer"
	case k.Truth == questionnaire.Yes, k.Truth == questionnaire.No:
		return string(k.Truth)
	}
	return "not sure"
}

// sayNumbers says yes to the facts whose numbers are in a text, unsure to those with a question mark
// behind them, and no to the others. An empty text says nothing.
func sayNumbers(said map[questionnaire.FactID]questionnaire.Truth, facts []questionnaire.Fact, text string) error {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' })
	if len(words) == 0 {
		return nil
	}
	truths := make([]questionnaire.Truth, len(facts))
	for i := range truths {
		truths[i] = questionnaire.No
	}
	for _, word := range words {
		number, unsure := strings.CutSuffix(word, "?")
		n, err := strconv.Atoi(number)
		switch {
		case err == nil && n == 0 && len(words) == 1:
		case err != nil || n < 1 || n > len(facts):
			return fmt.Errorf("%q is not a number from 1 to %d", word, len(facts))
		case unsure:
			truths[n-1] = questionnaire.Unsure
		default:
			truths[n-1] = questionnaire.Yes
		}
	}
	for i, f := range facts {
		said[f.ID] = truths[i]
	}
	return nil
}
