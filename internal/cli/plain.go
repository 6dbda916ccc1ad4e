package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"prodfirst/internal/analysis"
	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/textsafe"
)

// plainWidth is how many columns a line of a conversation has at most.
const plainWidth = 78

// errLeave says that a person wants to go.
var errLeave = errors.New("leave")

// talk is a conversation line by line: nothing that was printed is ever changed, and no state is
// told by position, colour or glyph alone.
type talk struct {
	*program
	in    lines
	width int // columns of a line
}

func (p *program) talk(ctx context.Context) talk {
	t := talk{program: p, in: newLines(ctx, p.In), width: plainWidth}
	if p.Width != nil {
		if width := p.Width(); width > 0 {
			t.width = max(20, min(width, plainWidth))
		}
	}
	return t
}

// tell prints text, each of its lines wrapped. No argument can steer a terminal or break the line.
func (t talk) tell(format string, args ...any) {
	for i, arg := range args {
		if _, number := arg.(int); !number {
			args[i] = textsafe.Line(fmt.Sprint(arg))
		}
	}
	for line := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		t.print("%s", wrappedTo(t.width, "", line))
	}
}

// hear returns the next line that is typed. It returns io.EOF at the end of the input.
func (t talk) hear(ctx context.Context) (string, error) {
	for {
		text, err := t.in.next(ctx)
		if !errors.Is(err, errLongLine) {
			return text, err
		}
		t.tell("%v. Type something shorter.", err)
	}
}

// gone tells whether an error only says that the person left, or that the input came to its end.
func gone(err error) bool { return errors.Is(err, errLeave) || errors.Is(err, io.EOF) }

// assessPlain asks the questions of a session line by line. Every answer is saved before the next
// question is printed, so leaving in any way loses nothing.
func (p *program) assessPlain(ctx context.Context, id assessment.ID, o assessOptions) error {
	s, v, err := p.open(ctx, string(id))
	if err != nil {
		return err
	}
	t := p.talk(ctx)
	by, err := t.introduced(ctx, o.by)
	if err != nil {
		return err
	}
	if !p.Terminal || o.session != "" || running(v) {
		v, err = t.begin(ctx, s, v, by, o.session)
	} else {
		v, err = t.choose(ctx, s, v, by)
	}
	if gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return t.session(ctx, s, v, by)
}

// begin starts a session of that kind; without one it goes on with the latest, or starts a quick one.
func (t talk) begin(ctx context.Context, s *app.Service, v app.View, by string, kind assessment.SessionKind) (app.View, error) {
	if kind == "" {
		if v.Assessment.Session != nil {
			return v, nil
		}
		kind = assessment.Quick
	}
	started, err := s.StartSession(ctx, v.Assessment.ID, by, kind)
	if err != nil {
		return v, emptySession(err, v)
	}
	return started, nil
}

// choose asks which session to begin, unless one is under way and the person goes on with it.
func (t talk) choose(ctx context.Context, s *app.Service, v app.View, by string) (app.View, error) {
	kinds := assessment.SessionKinds()
	for t.overview(v); ; t.tell("\nWhich session? 1 quick, 2 standard, 3 deep or 4 re-check.") {
		text, err := t.hear(ctx)
		if err != nil {
			return v, err
		}
		word, _, _ := strings.Cut(text, " ")
		at := strings.Index("1234", word)
		switch {
		case word == "" && running(v):
			return v, nil
		case word == "":
			return t.begin(ctx, s, v, by, assessment.Quick)
		case len(word) == 1 && at >= 0:
			started, err := s.StartSession(ctx, v.Assessment.ID, by, kinds[at])
			if errors.Is(err, app.ErrNothing) {
				t.tell("There is nothing to ask in a %s session.", kindWords(kinds[at]))
				continue
			}
			return started, err
		case word == "w":
			t.document(v.Agenda(""))
		case word == "b", word == "q":
			return v, errLeave
		case !t.look(v, word):
			t.tell("%q is nothing that can be done here.", text)
		}
	}
}

// running tells whether a session is under way that has something left to ask.
func running(v app.View) bool {
	x := v.Assessment.Session
	list, at := v.Position()
	return x != nil && x.Ended.IsZero() && at < len(list)
}

// overview prints where a system stands, and which sessions there are.
func (t talk) overview(v app.View) {
	r := v.Result
	t.tell("\n%s. %s", v.Assessment.Description.Name, verdictWords(r))
	t.tell("%s", countWords(r))
	if running(v) {
		list, at := v.Position()
		t.tell("A %s session is under way: an empty line goes on with question %d of %d.",
			kindWords(v.Assessment.Session.Kind), at+1, len(list))
		t.tell("Or begin another one:")
	} else {
		t.tell("Which session? An empty line is a quick one.")
	}
	for i, k := range assessment.SessionKinds() {
		t.tell("%d %s, about %d minutes: %s.", i+1, kindWords(k), analysis.Minutes(k), count(len(r.Select(k)), "question"))
	}
	t.tell("w reads the agenda, g the gaps, s the next steps, r the report. b goes back.")
}

// kindWords returns the kind of a session as people read it.
func kindWords(k assessment.SessionKind) string {
	if k == assessment.Recheck {
		return "re-check"
	}
	return string(k)
}

// session walks through the latest session of a view to its end.
func (t talk) session(ctx context.Context, s *app.Service, v app.View, by string) error {
	w := newWalk(t, s, v, by)
	if w.at == len(w.list) {
		w.tell("Everything in this session was asked. Another one:\nprodfirst assess %s --plain --session standard", v.Assessment.ID)
		w.summary()
		return nil
	}
	ended, err := w.run(ctx)
	if err != nil {
		return err
	}
	if !ended {
		w.summary()
		return w.failed
	}
	if err := w.end(ctx); err != nil && !gone(err) {
		return err
	}
	return w.failed
}

// introduced returns who answers. At a terminal a person who has no name yet is asked for it.
func (t talk) introduced(ctx context.Context, given string) (string, error) {
	by, err := t.by(given)
	if err == nil || !t.Terminal {
		return by, err
	}
	t.tell("Who are you?")
	name, readErr := t.hear(ctx)
	for readErr == nil && name != "" && (!named(name) || app.MaskText(name) != name) {
		if named(name) {
			t.tell("That looks like a secret. Who are you?")
		} else {
			t.tell("%v. Who are you?", notName(name))
		}
		name, readErr = t.hear(ctx)
	}
	if readErr != nil || name == "" {
		return "", err
	}
	s, configErr := t.config()
	if configErr != nil {
		return "", configErr
	}
	if err := s.KeepName(name); err != nil {
		t.say("note: the name could not be kept for the next time: %v", err)
	}
	return name, nil
}
