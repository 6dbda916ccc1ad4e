package cli_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/app"
	"prodfirst/internal/assessment"
	"prodfirst/internal/cli"
	"prodfirst/internal/config"
)

// atTerminal runs a command in a terminal that cannot redraw, and types the lines.
func (d desk) atTerminal(t *testing.T, width int, lines string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	exit := cli.Run(t.Context(), cli.Process{
		Args: args, In: strings.NewReader(lines), Out: &out, Err: &errs, OS: "linux", Version: "test",
		Terminal: true,
		Width:    func() int { return width },
		Env: func(name string) (string, bool) {
			value, ok := map[string]string{"HOME": "/nowhere", "PRODFIRST_NAME": "Ana", "TERM": "dumb"}[name]
			return value, ok
		},
		Now:     func() time.Time { return noon },
		Service: func(config.Settings, func()) *app.Service { return d.service },
		Trial: func(ctx context.Context, _ config.Settings) (*app.Service, assessment.ID, error) {
			trial := newDesk().service
			v, err := trial.Example(ctx)
			return trial, v.Assessment.ID, err
		},
	})
	return result{exit, out.String(), errs.String()}
}

// flat returns what was printed as if lines had no end.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// wants reports the texts that are missing from what was printed, or are not in this order.
func wants(t *testing.T, r result, texts ...string) {
	t.Helper()
	rest := flat(r.out)
	for _, text := range texts {
		_, after, found := strings.Cut(rest, text)
		if !found {
			t.Fatalf("exit %d, want %q after what came before it in:\n%s%s", r.exit, text, r.out, r.errors)
		}
		rest = after
	}
}

func TestASystemIsDescribedAndAskedInAPlainTerminal(t *testing.T) {
	d := newDesk()
	lines := []string{
		"x", "n", "Ticket shop", "Mei, 7", "Mei, Ravi", "4", "2", "30.13.2026", "1 Nov 2026", "not yet", "many", "12",
		"9", "1", "7", "1 2?", "", "", "0", "", "", "", "", "5", "1", "1", "q", "q",
	}
	r := d.atTerminal(t, 80, strings.Join(lines, "\n")+"\n")
	wants(
		t, r, "No system is described yet", `"x" is no system here`, "What is it called?", `"7" is no name`,
		`"4" is not a number from 1 to 3`, `"30.13.2026" is not a date`, `"many" is no number of people`,
		`"9" is not a number from 1 to 8`, "Whose data does it hold?", `"7" is not a number`,
		"Saved: Ticket shop, with the id ticket-shop. Questionnaires: core 1.0.0, event 1.0.0.",
		"Which session?", "Question 1 of ", "Saved by Ana: none.", "1 of ", "prodfirst. 1 system.",
		"1 Ticket shop: ready for demo.",
	)
	if r.exit != 0 || r.errors != "" {
		t.Errorf("exit %d, errors %q", r.exit, r.errors)
	}
	v, err := d.service.Open(t.Context(), "ticket-shop")
	if err != nil {
		t.Fatal(err)
	}
	got := v.Assessment.Description
	if strings.Join(got.People, " ") != "Ana Mei Ravi" || got.Target != "public-launch" || got.FirstShown != "2026-11-01" ||
		got.FirstLive != assessment.NotYet || got.Outside.People != 12 {
		t.Errorf("described as %+v", got)
	}
	if facts := v.Assessment.Facts; facts["user-accounts"] != "yes" || facts["ai-assisted"] != "no" {
		t.Errorf("facts are %v", facts)
	}
}

func TestANewSystemIsAskedForAtATerminalAndSavedAtTheEndOnly(t *testing.T) {
	d := newDesk()
	wants(t, d.atTerminal(t, 80, "Shop\n\n1\n", "new"), "What is it called?", "What happens next?", "When was it first shown")
	if list := d.must(t, "list", "--format", "json"); strings.Contains(list, "Shop") {
		t.Errorf("a system that was not described to the end is there:\n%s", list)
	}
	whole := "Shop\n" + strings.Repeat("\n", 20)
	wants(t, d.atTerminal(t, 80, whole, "new"), "Saved: Shop, with the id shop.", "Go on: prodfirst assess shop --plain")
	wants(t, d.atTerminal(t, 80, "SHOP\n\n", "new"), `A system with the id "shop" exists already.`, "What is it called?")
}

func TestPlainHomeFindsAmongManyAndKeepsNothingOfTheExample(t *testing.T) {
	d := newDesk()
	for name := range strings.FieldsSeq("a b c d e f g h i j k l m n o p q r s t u v needle") {
		d.must(t, "new", name+" shop")
	}
	lines := "/needle\n/nowhere\nneedle SHOP\nb\ne\nw\ng\n1\n4\nq\nq\n"
	r := d.atTerminal(t, 80, lines)
	wants(
		t, r, "23 systems.", "3 more, changed before", "needle shop: ready for demo", "No system has that in its name.",
		"needle shop. Ready for: demo.", "Which session?", "A finished example", "Who should come.", "End of the text.",
		"gaps, most urgent first.", "Ticket shop, quick session: ", "23 systems.",
	)
	if list := d.must(t, "list"); strings.Contains(list, "Ticket shop") {
		t.Errorf("the example was kept:\n%s", list)
	}
}

func TestAConflictIsShownAndMineCanBeSaved(t *testing.T) {
	d := newDesk()
	d.must(t, "new", "Shop")
	in := &meanwhile{lines: []string{"n", "b", "3", "z", "m", "q"}, before: 2, do: func() {
		d.must(t, "answer", "shop", "users-first-ten", "partial", "--by", "Mei", "--owner", "Ravi")
	}}
	r := d.run(t.Context(), in, "assess", "shop", "--plain")
	wants(
		t, r, "Not saved: Mei changed this question meanwhile.", "Theirs: partial. It counts as a gap. Who: Ravi.",
		"Yours: in place.", `"z" is neither m nor k.`, "Saved by Ana: in place.",
	)
	if history := d.must(t, "history", "shop"); !strings.Contains(history, "users-first-ten: in place, was partial") {
		t.Errorf("the history does not tell both:\n%s", history)
	}
}

func TestWhatWasTypedOfANoteIsSavedAtTheEndOfTheInput(t *testing.T) {
	d := newDesk()
	d.must(t, "new", "Shop")
	d.run(t.Context(), strings.NewReader("t\nfirst\n\nlast"), "assess", "shop", "--plain")
	v, err := d.service.Open(t.Context(), "shop")
	if err != nil {
		t.Fatal(err)
	}
	if x := v.Assessment.Answers["users-first-ten"]; x.Note != "first\n\nlast" || x.Level != assessment.Unasked {
		t.Errorf("saved %+v", x)
	}
}

func TestPlainTextIsInertAndAsWideAsTheTerminal(t *testing.T) {
	d := newDesk()
	hostile := "Shop \x1b[2J\x1b]0;hijacked\x07 佐藤 \u202egnp"
	id := strings.TrimSpace(d.must(t, "new", hostile, "--fact", "ai-assisted"))
	in := strings.Join([]string{
		"1", "b o \x1b[31mMei\x1b[m \u202e, +3", "b t \x1b[2Jnote", "f \x1b[2Jparked", "e docs/\x1b[31mscan", "v \x1b[31mAna 3, Mei 0",
		"b", "w", "w 1", "?", "g", "s", "r", "/ restore", "1", "\x1b[2J", "q",
	}, "\n") + "\n"
	for _, width := range []int{0, 30, 60, 200} {
		r := d.atTerminal(t, width, in, "assess", id, "--plain", "--session", "quick")
		if at := strings.IndexFunc(r.out, func(c rune) bool { return c != '\n' && unicode.In(c, unicode.Cc, unicode.Cf) }); at >= 0 {
			t.Errorf("at %d columns it printed %q", width, r.out[max(0, at-30):at+10])
		}
		most := 78
		if width > 0 {
			most = min(width, most)
		}
		for line := range strings.Lines(r.out) {
			if line = strings.TrimSuffix(line, "\n"); ansi.StringWidth(line) > most && strings.Contains(line, " ") {
				t.Errorf("at %d columns: %q has %d", width, line, ansi.StringWidth(line))
			}
		}
	}
}

// brokenPipe is an output that nobody reads.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestAnOutputThatNobodyReadsIsTrouble(t *testing.T) {
	d := newDesk()
	d.must(t, "new", "Shop")
	exit := cli.Run(t.Context(), cli.Process{
		Args: []string{"assess", "shop", "--plain", "--by", "Ana"}, In: strings.NewReader("1\n"), Out: brokenPipe{}, Err: io.Discard,
		OS: "linux", Env: func(string) (string, bool) { return "/nowhere", true },
		Now: func() time.Time { return noon }, Service: func(config.Settings, func()) *app.Service { return d.service },
	})
	if exit != 2 {
		t.Errorf("exit %d, want 2", exit)
	}
}

func TestANewSystemIsNotSavedWithASecretBeforeThePersonHasSaidSo(t *testing.T) {
	const name = "Shop password=Kd83ls!pQ"
	for answer, want := range map[string]string{
		"what\nm": "Saved: Shop password=«redacted password», with the id shop-password-redacted-password.",
		"s":       "Saved: " + name + ", with the id shop-password-kd83ls-pq.",
		"":        "Nothing was saved.",
	} {
		d := newDesk()
		voc, err := d.service.Library.Vocabulary()
		if err != nil {
			t.Fatal(err)
		}
		r := d.atTerminal(t, 80, name+strings.Repeat("\n", 7+len(voc.Prompts))+answer+"\n", "new")
		wants(t, r, "Not saved: this looks like a secret (name: password).", want)
		if list := d.must(t, "list"); strings.Contains(list, "Kd83ls") || (answer == "") == strings.Contains(list, "Shop") {
			t.Errorf("%q: listed is %s", answer, list)
		}
	}
}
