package cli_test

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/cli"
	"prodfirst/internal/config"
	"prodfirst/internal/kv/memkv"
	"prodfirst/internal/store"
	"prodfirst/questionnaires"
)

var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

// a desk is a database in memory and the commands run on it.
type desk struct {
	db      *memkv.DB
	service *app.Service
}

func newDesk() desk {
	db := memkv.New()
	ids := 0
	newID := func() string { ids++; return "id-" + strconv.Itoa(ids) }
	now := func() time.Time { return noon }
	return desk{db, &app.Service{
		Store:   store.New(db, store.Options{Now: now, NewID: newID, WrittenBy: "test"}),
		Library: &app.Library{Shipped: questionnaires.Files},
		Now:     now, NewID: newID,
	}}
}

type result struct {
	exit        int
	out, errors string
}

func (d desk) run(ctx context.Context, in io.Reader, args ...string) result {
	var out, errs bytes.Buffer
	exit := cli.Run(ctx, cli.Process{
		Args: args, In: in, Out: &out, Err: &errs, OS: "linux", Version: "test",
		Env: func(name string) (string, bool) {
			value, ok := map[string]string{"HOME": "/nowhere", "PRODFIRST_NAME": "Ana"}[name]
			return value, ok
		},
		Now:     func() time.Time { return noon },
		Service: func(config.Settings, func()) *app.Service { return d.service },
	})
	return result{exit, out.String(), errs.String()}
}

func (d desk) must(t *testing.T, args ...string) string {
	t.Helper()
	r := d.run(t.Context(), strings.NewReader(""), args...)
	if r.exit != 0 {
		t.Fatalf("prodfirst %q: exit %d\n%s%s", args, r.exit, r.out, r.errors)
	}
	return r.out
}

func TestHostileTextSteersNoTerminal(t *testing.T) {
	const hostile = "\x1b[31mA\x1b]0;title\x07\u009b31m\u202eB\r\nerror: C\x00\x7f\u200b"
	d := newDesk()
	id := strings.TrimSpace(d.must(t, "new", "Shop "+hostile))
	d.must(t, "answer", id, "bak-restore-drill", "in-place", "--by", hostile, "--owner", hostile,
		"--evidence", hostile, "--note", hostile)
	d.must(t, "answer", id, "sec-secrets", "not-applicable", "--reason", "we have none "+hostile, "--approver", hostile)
	commands := [][]string{
		{"list"},
		{"show", id},
		{"gaps", id},
		{"next", id},
		{"why", id, "bak-restore-drill"},
		{"history", id},
		{"gate", id},
		{"report", id},
		{"facts", id},
		{"assess", id, "--agenda"},
		{"undo", id},
		{"redo", id},
		{"answer", id, hostile, "none"},
		{"answer", hostile, "x", "none"},
		{"gate", id, "--stage", hostile},
		{hostile},
		{"--" + hostile},
		{"new", "A", "--fact", hostile},
		{"__complete", "show", ""},
		{"__complete", "answer", id, "bak-restore-drill", "--owner", ""},
		{"assess", id, "--plain"},
	}
	for _, command := range slices.Clone(commands) {
		if slices.Contains([]string{"list", "show", "gaps", "next", "why", "history", "gate", "report"}, command[0]) {
			commands = append(commands, append(slices.Clone(command), "--format", "json"))
		}
	}
	for _, command := range commands {
		r := d.run(t.Context(), strings.NewReader("b\nb\nt "+hostile+"\nq\n"), command...)
		for name, text := range map[string]string{"standard output": r.out, "standard error": r.errors} {
			at := strings.IndexFunc(text, func(c rune) bool {
				return c != '\n' && c != '\t' && unicode.In(c, unicode.Cc, unicode.Cf)
			})
			if at >= 0 {
				t.Errorf("prodfirst %q wrote %q to %s", command, text[max(0, at-30):min(len(text), at+30)], name)
			}
			if strings.Contains(text, "\nerror: C") {
				t.Errorf("prodfirst %q: foreign text begins a line on %s:\n%s", command, name, text)
			}
		}
	}
}

// meanwhile hands out lines, and does something before one of them: then those before the
// previous one have been carried out.
type meanwhile struct {
	lines  []string
	before int
	do     func()
}

func (m *meanwhile) Read(p []byte) (int, error) {
	if m.before--; m.before == -1 {
		m.do()
	}
	if len(m.lines) == 0 {
		return 0, io.EOF
	}
	n := copy(p, m.lines[0]+"\n")
	m.lines = m.lines[1:]
	return n, nil
}

func TestPlainModeOverwritesNobodysAnswer(t *testing.T) {
	d := newDesk()
	d.must(t, "new", "Shop")
	in := &meanwhile{lines: []string{"n", "b", "3", "k", "q"}, before: 2, do: func() {
		d.must(t, "answer", "shop", "users-first-ten", "partial", "--by", "Mei")
	}}
	r := d.run(t.Context(), in, "assess", "shop", "--plain")
	for _, want := range []string{"Not saved: Mei changed this question", "Theirs: partial.", "Yours: in place.", "Theirs is kept."} {
		if r.exit != 0 || !strings.Contains(r.out, want) {
			t.Errorf("exit %d, want %q in:\n%s%s", r.exit, want, r.out, r.errors)
		}
	}
	if history := d.must(t, "history", "shop"); strings.Contains(history, "in place") {
		t.Errorf("Mei's answer was overwritten:\n%s", history)
	}
}

func TestPlainModeSaysWhatWasNotSavedAndEndsInTrouble(t *testing.T) {
	d := newDesk()
	d.must(t, "new", "Shop")
	in := &meanwhile{lines: []string{"1", "?", "2", "q"}, before: 2, do: func() { _ = d.db.Close() }}
	r := d.run(t.Context(), in, "assess", "shop", "--plain")
	if r.exit != 2 || !strings.Contains(r.out, "Saved by Ana: none.") || !strings.Contains(r.out, "Not saved: ") {
		t.Errorf("exit %d, want 2, one answer saved and one not:\n%s%s", r.exit, r.out, r.errors)
	}
}

func TestInterruptingPlainModeKeepsWhatWasSaved(t *testing.T) {
	d := newDesk()
	d.must(t, "new", "Shop")
	ctx, cancel := context.WithCancel(t.Context())
	in, typed := io.Pipe()
	defer func() { _ = typed.Close() }()
	go func() {
		for _, line := range []string{"1\n", "?\n", "?\n"} { // the third is read after the first was carried out
			_, _ = io.WriteString(typed, line)
		}
		cancel()
	}()
	if r := d.run(ctx, in, "assess", "shop", "--plain"); r.exit != 130 {
		t.Errorf("exit %d, want 130:\n%s%s", r.exit, r.out, r.errors)
	}
	if history := d.must(t, "history", "shop"); !strings.Contains(history, "users-first-ten: none") {
		t.Errorf("the answer is not there:\n%s", history)
	}
}

func TestALineThatIsTooLongIsNotTaken(t *testing.T) {
	d := newDesk()
	d.must(t, "new", "Shop")
	in := strings.NewReader("t " + strings.Repeat("x", 1<<20) + "\n2\nq\n")
	r := d.run(t.Context(), in, "assess", "shop", "--plain")
	if r.exit != 0 || !strings.Contains(r.out, "was not taken") || !strings.Contains(r.out, "Saved by Ana: partial.") {
		t.Errorf("exit %d, want the line refused and the next one taken:\n%s%s", r.exit, r.out, r.errors)
	}
}

func TestWithoutEvidenceTheGateOpensForNobody(t *testing.T) {
	d := newDesk()
	if _, err := d.service.New(t.Context(), app.Start{
		By: "Ana", Description: assessment.Description{Name: "Shop", Target: "first-user"}, NoOtherFacts: true,
	}); err != nil {
		t.Fatal(err)
	}
	v, err := d.service.Open(t.Context(), "shop")
	if err != nil {
		t.Fatal(err)
	}
	due := v.Result.Ask.Due
	for _, q := range due {
		d.must(t, "answer", "shop", string(q), "in-place")
	}
	if r := d.run(t.Context(), nil, "gate", "shop"); r.exit != 1 || !strings.Contains(r.out, "NOT YET") {
		t.Errorf("everything only claimed: exit %d, want 1:\n%s", r.exit, r.out)
	}
	for _, q := range due {
		d.must(t, "answer", "shop", string(q), "--evidence", "docs/"+string(q))
	}
	r := d.run(t.Context(), nil, "gate", "shop")
	if r.exit != 0 || !strings.Contains(r.out, "Shop: first user REACHED. Of ") {
		t.Errorf("everything shown: exit %d, want 0:\n%s", r.exit, r.out)
	}
}

// A command that has to wait says so once; the screens show it themselves, and nothing is written over them.
func TestAWaitForAnotherProgramIsToldOnce(t *testing.T) {
	for _, row := range []struct {
		args []string
		want int
	}{
		{[]string{"list"}, 1},
		{nil, 0},
	} {
		var errs bytes.Buffer
		kept := func() {}
		exit := cli.Run(t.Context(), cli.Process{
			Args: row.args, In: strings.NewReader(""), Out: io.Discard, Err: &errs, Terminal: true, OS: "linux", Version: "test",
			Env: func(name string) (string, bool) {
				value, ok := map[string]string{"HOME": "/nowhere"}[name]
				return value, ok
			},
			Now: func() time.Time { return noon },
			Service: func(_ config.Settings, waiting func()) *app.Service {
				kept = waiting
				if row.args != nil {
					waiting()
					waiting()
				}
				return newDesk().service
			},
			UI: func(context.Context, cli.UI) error { kept(); return nil },
		})
		told := strings.Count(errs.String(), "waiting for another program that is using the database\n")
		if exit != 0 || told != row.want {
			t.Errorf("%q: exit %d, tells %d times, want %d:\n%s", row.args, exit, told, row.want, errs.String())
		}
	}
}
