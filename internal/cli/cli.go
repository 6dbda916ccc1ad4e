// Package cli is the command line: one file for each command, which parses, calls a use case and
// prints. Results go to standard output, everything else to standard error.
//
// It is also where errors become words for people, and exit codes. It must not decide anything about
// answers, and it knows neither the store nor a database.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"time"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/config"
	"prodfirst/internal/textsafe"
)

// Exit codes, as of grep.
const (
	exitDone        = 0   // yes, or done
	exitNo          = 1   // no: the gate is closed, a questionnaire has errors
	exitTrouble     = 2   // what was asked could not be done
	exitInterrupted = 130 // a person stopped it
)

// A Process is what the command line needs of the process it runs in.
type Process struct {
	Args     []string // without the program's name
	In       io.Reader
	Out      io.Writer
	Err      io.Writer
	Terminal bool // both In and Out are a terminal
	// Width returns how many columns the terminal has, 0 if there is none.
	Width   func() int
	Env     config.Lookup
	OS      string // as runtime.GOOS
	Version string
	Now     func() time.Time
	// Service returns the use cases on the database and the questionnaires of the settings. It does
	// not touch the database. They call waiting when another process keeps them waiting for it.
	Service func(_ config.Settings, waiting func()) *app.Service
	// Trial returns use cases on a database that nothing keeps, with the finished example in it.
	Trial func(context.Context, config.Settings) (*app.Service, assessment.ID, error)
	// Again returns the command that runs this program in another process.
	Again func(ctx context.Context, args ...string) *exec.Cmd
	// UI runs the terminal UI until the person leaves it.
	UI func(context.Context, UI) error
}

// UI says how to start the terminal UI.
type UI struct {
	Service  *app.Service
	Settings config.Settings
	System   assessment.ID // whose walk to start on; empty: home
}

// Run carries out one command and returns the exit code of the process.
func Run(ctx context.Context, process Process) int {
	out := &checked{w: process.Out}
	process.Out = out
	p := &program{Process: process}
	if len(p.Args) == 0 {
		return p.exit(ctx, p.home(ctx)) // the terminal UI needs no commands
	}
	root := p.root()
	root.SetArgs(append([]string{}, p.Args...))
	root.SetIn(p.In)
	root.SetOut(p.Out)
	root.SetErr(p.Err)
	err := root.ExecuteContext(ctx)
	if err == nil && out.err != nil {
		err = fmt.Errorf("the result could not be written: %w", out.err)
	}
	return p.exit(ctx, err)
}

// checked remembers that writing failed, so that a result that nobody got is no success.
type checked struct {
	w   io.Writer
	err error
}

// Write writes, or returns the error of a write before.
func (c *checked) Write(data []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.w.Write(data)
	c.err = err
	return n, err
}

// program is what the commands share during one run.
type program struct {
	Process
	flags    config.Flags
	file     string // of --file: an export that is looked at instead of the database
	settings *config.Settings
	service  *app.Service
	secrets  app.Secrets // what becomes of texts that look like secrets
	quietly  bool        // a wait for another process is not spoken of: it was, or the screen shows it
}

// config returns the settings, resolved on first need.
func (p *program) config() (config.Settings, error) {
	if p.settings != nil {
		return *p.settings, nil
	}
	s, err := config.Resolve(p.flags, p.Env, p.OS)
	if errors.Is(err, config.ErrSetting) {
		return s, err
	}
	if err != nil {
		return s, hinted(err, "Name the database with --db PATH, or in PRODFIRST_DB.")
	}
	if s.QuestionnairesAsked {
		info, err := os.Stat(s.Questionnaires)
		if err == nil && !info.IsDir() {
			err = &fs.PathError{Op: "read questionnaires in", Path: s.Questionnaires, Err: fs.ErrInvalid}
		}
		if err != nil {
			return s, hinted(err, "--questionnaires needs a directory that exists.")
		}
	}
	p.settings = &s
	return s, nil
}

// app returns the use cases, and says on standard error which of the user's questionnaires are
// broken; the others are used.
func (p *program) app() (*app.Service, error) {
	if p.service != nil {
		return p.service, nil
	}
	s, err := p.quiet()
	if err != nil {
		return nil, err
	}
	for _, notice := range s.Notices() {
		p.say("warning: %s", notice)
	}
	if s.Library.Own == nil {
		return s, nil
	}
	_, problems, err := s.Library.Installed()
	if err != nil {
		return nil, err
	}
	for _, problem := range problems {
		p.say("warning: %s", problem)
	}
	if len(problems) > 0 {
		p.say("hint: prodfirst questionnaire lint; all other questionnaires are used")
	}
	return s, nil
}

// quiet returns the use cases, and says nothing.
func (p *program) quiet() (*app.Service, error) {
	s, err := p.config()
	if err != nil {
		return nil, err
	}
	if p.service == nil {
		p.service = p.Service(s, p.waiting).With(p.secrets, func(n app.Noticed) { p.say("note: a mask was saved in place of a secret: %s", n.Words()) })
	}
	return p.service, nil
}

// waiting says once what keeps a command.
func (p *program) waiting() {
	if !p.quietly {
		p.quietly = true
		p.say("waiting for another program that is using the database")
	}
}

// open returns a system, and says on standard error what a person should know of it.
func (p *program) open(ctx context.Context, id string) (*app.Service, app.View, error) {
	s, err := p.app()
	if err != nil {
		return nil, app.View{}, err
	}
	v, err := s.Open(ctx, assessment.ID(id))
	for _, notice := range v.Notices {
		p.say("note: %s", notice)
	}
	if len(v.Newer) > 0 {
		p.say("hint: prodfirst questionnaire upgrade %s --dry-run shows what is asked otherwise now", id)
	}
	if err != nil {
		return s, v, err
	}
	return s, v.Masked(), nil
}

// by returns who does something: the name given, or the one that is known.
func (p *program) by(given string) (string, error) {
	if given != "" {
		return given, nil
	}
	s, err := p.config()
	if err != nil {
		return "", err
	}
	if name := s.Name(); name != "" {
		return name, nil
	}
	return "", hinted(assessment.ErrNoPerson, "Say who you are with --by NAME, or set PRODFIRST_NAME once.")
}

// person returns who does something, and what it is done with.
func (p *program) person(given string) (who string, s *app.Service, err error) {
	if who, err = p.by(given); err != nil {
		return "", nil, err
	}
	s, err = p.app()
	return who, s, err
}

// today returns the UTC day.
func (p *program) today() assessment.Date { return assessment.DateOf(p.Now()) }

// say writes a line to standard error. What is in it cannot steer a terminal.
func (p *program) say(format string, args ...any) {
	_, _ = fmt.Fprintln(p.Err, textsafe.Line(fmt.Sprintf(format, args...)))
}

// block is text of several lines in which every part has been made harmless.
type block string

// print writes lines of the result. An argument that is no block cannot steer a terminal or break
// the line. That it was written is checked at the end of Run.
func (p *program) print(format string, args ...any) {
	for i, arg := range args {
		switch arg.(type) {
		case block, int:
		default:
			args[i] = textsafe.Line(fmt.Sprint(arg))
		}
	}
	_, _ = fmt.Fprintf(p.Out, format+"\n", args...)
}
