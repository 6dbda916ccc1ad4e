package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
)

// shownSystems is how many systems are read out at once.
const shownSystems = 20

// plainHome is the program without a command, for a terminal that cannot redraw or a person who
// wants text in order.
func (p *program) plainHome(ctx context.Context) error {
	s, err := p.app()
	if err != nil {
		return err
	}
	t := p.talk(ctx)
	shown, err := t.systems(ctx, s)
	for err == nil {
		var text string
		if text, err = t.hear(ctx); err != nil {
			break
		}
		var again bool
		again, err = t.do(ctx, s, shown, text)
		if again && err != nil && !gone(err) && ctx.Err() == nil {
			t.complain(err)
			err = nil
		}
		if again && (err == nil || errors.Is(err, errLeave)) {
			shown, err = t.systems(ctx, s)
		}
	}
	if gone(err) {
		return nil
	}
	return err
}

// systems reads the systems, the last changed first, and what can be typed. It returns what was read.
func (t talk) systems(ctx context.Context, s *app.Service) ([]app.Summary, error) {
	listed, err := s.List(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(listed, func(a, b app.Listed) int { return b.Changed.Compare(a.Changed) })
	all := make([]app.Summary, len(listed))
	for i, l := range listed {
		all[i] = l.Summary()
	}
	t.tell("\nprodfirst. %s.", map[bool]string{true: "No system is described yet", false: count(len(all), "system")}[len(all) == 0])
	for i, system := range all[:min(len(all), shownSystems)] {
		t.tell("%d %s", i+1, t.systemWords(system))
	}
	if more := len(all) - shownSystems; more > 0 {
		t.tell("%d more, changed before: / and a part of the name finds one.", more)
	}
	if len(all) > 0 {
		t.tell("Type the number of a system to open it, n to describe a new one, e for a finished example, q to leave.")
	} else {
		t.tell("Type n to describe yours, in two minutes, e for a finished example of which nothing is kept, q to leave.")
	}
	return all, nil
}

// systemWords says what a system is ready for, what is open and when it was changed.
func (t talk) systemWords(s app.Summary) string {
	if s.Trouble != "" {
		return s.Name + " cannot be judged: " + s.Trouble + "."
	}
	words := s.Name + ": ready for " + stageWords(s.ReadyFor) + ". "
	if s.Outcome == "" {
		words += "All stages are reached."
	} else {
		words += "Next " + theStage(s.Next) + ": " + s.Outcome.Words() + "."
	}
	var open []string
	for _, part := range []struct {
		n    int
		what string
	}{{s.Stop, string(analysis.Stop)}, {s.Prove, string(analysis.Prove)}, {s.ToAsk, "to ask"}} {
		if part.n > 0 {
			open = append(open, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	if len(open) > 0 {
		words += " Open: " + strings.Join(open, ", ") + "."
	}
	changed := days(assessment.DateOf(s.Changed), t.today())
	if changed != "today" {
		changed += " ago"
	}
	return words + " Changed " + changed + "."
}

// do does what was typed at home. It tells whether the list has to be read again.
func (t talk) do(ctx context.Context, s *app.Service, shown []app.Summary, text string) (again bool, err error) {
	query, search := strings.CutPrefix(text, "/")
	n, notNumber := strconv.Atoi(text)
	switch {
	case text == "":
		return true, nil
	case text == "q":
		return false, errLeave
	case text == "n":
		return true, t.begun(ctx, s)
	case text == "e":
		return true, t.example(ctx)
	case search:
		t.matching(shown, query)
		return false, nil
	case notNumber == nil && 1 <= n && n <= len(shown):
		return true, t.visit(ctx, s, shown[n-1].ID)
	}
	for _, system := range shown {
		if string(system.ID) == text || strings.EqualFold(system.Name, text) {
			return true, t.visit(ctx, s, system.ID)
		}
	}
	t.tell("%q is no system here. Its number or name opens one, n describes a new one, e is an example, q leaves.", text)
	return false, nil
}

// matching reads the systems that have a text in their name, with their numbers.
func (t talk) matching(shown []app.Summary, query string) {
	query = strings.ToLower(strings.TrimSpace(query))
	found := false
	for i, system := range shown {
		if strings.Contains(strings.ToLower(system.Name+" "+string(system.ID)), query) {
			t.tell("%d %s", i+1, t.systemWords(system))
			found = true
		}
	}
	if !found {
		t.tell("No system has that in its name.")
	}
}

// visit opens a system and walks through a session of it.
func (t talk) visit(ctx context.Context, s *app.Service, id assessment.ID) error {
	by, err := t.introduced(ctx, "")
	if err != nil {
		return err
	}
	v, err := s.Open(ctx, id)
	if err != nil {
		return err
	}
	for _, notice := range v.Notices {
		t.tell("Note: %s", ended(notice))
	}
	v, err = t.choose(ctx, s, v, by)
	if err != nil {
		return err
	}
	return t.session(ctx, s, v, by)
}

// begun describes a new system and begins its first session.
func (t talk) begun(ctx context.Context, s *app.Service) error {
	by, err := t.introduced(ctx, "")
	if err != nil {
		return err
	}
	v, err := t.newSystem(ctx, s, by)
	if err != nil {
		return err
	}
	if v, err = t.choose(ctx, s, v, by); err != nil {
		return err
	}
	return t.session(ctx, s, v, by)
}

// example opens the finished example. Nothing of it is kept.
func (t talk) example(ctx context.Context) error {
	settings, err := t.config()
	if err != nil {
		return err
	}
	s, id, err := t.Trial(ctx, settings)
	if err != nil {
		return err
	}
	v, err := s.Open(ctx, id)
	if err != nil {
		return err
	}
	t.tell("\nA finished example, to look around in: nothing is kept.")
	if v, err = t.choose(ctx, s, v, "Ana"); err != nil {
		return err
	}
	return t.session(ctx, s, v, "Ana")
}
