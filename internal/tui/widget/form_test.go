package widget_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/tui/widget"
)

func formOfAll() widget.Form {
	note := widget.Line("note", "note", "", "what was said")
	note.Input.Block = true
	return widget.Form{Entries: []widget.Entry{
		widget.Over("owner", "owner", "", "one person", []string{"Ana", "Ravi"}),
		{Name: "kind", Label: "it is", Choice: []string{"a link", "a drill"}},
		note,
	}}
}

// into presses keys by name and pastes what is no key.
func into(f widget.Form, keys string) (widget.Form, widget.Sign) {
	sign := widget.Typed
	named := map[string]tea.Msg{
		"enter": tea.KeyPressMsg{Code: tea.KeyEnter}, "esc": tea.KeyPressMsg{Code: tea.KeyEscape},
		"tab": tea.KeyPressMsg{Code: tea.KeyTab}, "shift+tab": tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift},
		"up": tea.KeyPressMsg{Code: tea.KeyUp}, "down": tea.KeyPressMsg{Code: tea.KeyDown},
		"left": tea.KeyPressMsg{Code: tea.KeyLeft}, "home": tea.KeyPressMsg{Code: tea.KeyHome}, "end": tea.KeyPressMsg{Code: tea.KeyEnd}, "space": tea.KeyPressMsg{Code: tea.KeySpace, Text: " "},
		"ctrl+s": tea.KeyPressMsg{Code: 's', Mod: tea.ModCtrl}, "ctrl+x": tea.KeyPressMsg{Code: 'x', Mod: tea.ModCtrl}, "ctrl+y": tea.KeyPressMsg{Code: 'y', Mod: tea.ModCtrl},
	}
	for key := range strings.FieldsSeq(keys) {
		msg, ok := named[key]
		if !ok {
			msg = tea.PasteMsg{Content: key}
		}
		f, sign = f.Update(msg)
	}
	return f, sign
}

func TestKeysLeadThroughAForm(t *testing.T) {
	for _, row := range []struct {
		keys  string
		focus string
		sign  widget.Sign
		owner string
		note  string
		kind  int
	}{
		{"ra tab", "owner", widget.Typed, "Ravi", "", 0},
		{"ra tab tab", "kind", widget.Typed, "Ravi", "", 0},
		{"ra enter", "kind", widget.Typed, "ra", "", 0},
		{"up shift+tab space", "kind", widget.Typed, "", "", 1},
		{"down left left left ignored", "kind", widget.Typed, "", "", 1},
		{"tab tab one enter two", "note", widget.Typed, "", "one\ntwo", 0},
		{"tab tab one enter two up X down Y", "note", widget.Typed, "", "oneX\ntwoY", 0},
		{"tab tab one tab", "note", widget.Sent, "", "one", 0},
		{"tab tab one ctrl+s", "note", widget.Sent, "", "one", 0},
		{"tab tab one shift+tab", "kind", widget.Typed, "", "one", 0},
		{"ra esc", "owner", widget.Left, "ra", "", 0},
	} {
		f, sign := into(formOfAll(), row.keys)
		if f.Focused().Name != row.focus || sign != row.sign || f.Text("owner") != row.owner ||
			f.Text("note") != row.note || f.Entry("kind").Chosen != row.kind {
			t.Errorf("%s: in %s, sign %q, %+v", row.keys, f.Focused().Name, sign, f.Entries)
		}
	}
	eager := formOfAll()
	eager.Eager = true
	if _, sign := into(eager, "ra enter"); sign != widget.Sent {
		t.Errorf("an eager form answers enter with %q", sign)
	}
}

func TestWhatThereIsNoRoomForIsLeftOutAndSaid(t *testing.T) {
	const said = "1 KiB is all there is room for; the rest was left out"
	f, _ := formOfAll().Update(tea.PasteMsg{Content: strings.Repeat("ä", 512)})
	if f.Problem != "" || len(f.Text("owner")) != 1024 {
		t.Errorf("just full: %d bytes, problem %q", len(f.Text("owner")), f.Problem)
	}
	for _, msg := range []tea.Msg{tea.PasteMsg{Content: "x"}, tea.KeyPressMsg{Code: 'x', Text: "x"}} {
		over, _ := f.Update(msg)
		if over.Problem != said || over.Wrong != "owner" || over.Text("owner") != f.Text("owner") {
			t.Errorf("%v too many: %+v", msg, over)
		}
		again, _ := over.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
		if again.Problem != "" {
			t.Errorf("after backspace it still says %q", again.Problem)
		}
	}
	f, _ = formOfAll().Update(tea.PasteMsg{Content: strings.Repeat("word ", 200_000)})
	if f.Problem != said {
		t.Errorf("after a paste of 1 MB: %q", f.Problem)
	}
}

func TestRewriteIsAsIfItHadBeenTyped(t *testing.T) {
	f := formOfAll().Rewrite("note", "one\r\ntwo \x1b[31mred\x1b[0m")
	if got := f.Text("note"); got != "one\ntwo red" || f.Focused().Name != "note" || !f.Touched() {
		t.Errorf("%q in %s", got, f.Focused().Name)
	}
	if same := formOfAll().Rewrite("owner", ""); same.Touched() || same.Focused().Name != "owner" {
		t.Errorf("the same text again changed the form: %+v", same)
	}
}

func TestHomeAndEndStayInTheLine(t *testing.T) {
	f, _ := into(formOfAll(), "tab tab one enter two home A end B up home C end D")
	if got, want := f.Text("note"), "ConeD\nAtwoB"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestUpdateLeavesTheFormBeforeAsItWas(t *testing.T) {
	before := formOfAll()
	if after, _ := into(before, "Zoe"); before.Touched() || !after.Touched() {
		t.Errorf("before %+v, after %+v", before.Entries[0], after.Entries[0])
	}
}

func TestAFormSaysBesideTheFieldWhatIsWrongUntilItIsTypedIn(t *testing.T) {
	draw := func(f widget.Form) string {
		lines, _, _ := f.Draw(widget.FormArea{Indent: 2, Labels: 7, Width: 20, Tall: 3, Theme: plain})
		return ansi.Strip(strings.Join(lines, "\n"))
	}
	f, _ := into(formOfAll(), "tab")
	f = f.Refuse("owner", "a name")
	want := "  owner  one person\n         a name\n  it is  " + plain.Glyphs.On + " a link   " + plain.Glyphs.Off
	if got := draw(f); !strings.HasPrefix(got, want) || f.Focused().Name != "owner" {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := draw(f.Refuse("", "no more room")); !strings.HasSuffix(got, "\n  no more room") {
		t.Errorf("what is wrong with the whole form is not below it:\n%s", got)
	}
	f, _ = into(f, "ra")
	if got, want := draw(f), "  owner  ravi  tab\n"; !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAFormAsksAboutEachSecretOnce(t *testing.T) {
	const one, two = "password=Kd83ls!pQ", "password=Xx72kq!zW"
	fields := func(before string) widget.Form {
		return widget.Form{Entries: []widget.Entry{
			widget.Line("a", "a", before, ""), widget.Line("b", "b", "", ""), widget.Line("path", "path", "", "").Read(),
		}}
	}
	for _, row := range []struct {
		before, keys string
		sign         widget.Sign
		a, b         string
		keeps        bool
	}{
		{"", one + " enter x enter enter", widget.Typed, one, "x", false},
		{"", one + " enter " + two + " enter enter ctrl+x", widget.Sent, "password=«redacted password»", "password=«redacted password»", false},
		{"", one + " enter " + two + " enter enter ctrl+y", widget.Sent, one, two, true},
		{"", one + " enter enter enter ctrl+y down " + two + " enter enter", widget.Typed, one, two, true},
		{"", one + " ctrl+y ctrl+x enter enter enter", widget.Typed, one, "", false}, // not asked yet
		{"", one + " enter enter enter end y ctrl+y", widget.Typed, one + "y", "", false},
		{one, "enter x enter enter", widget.Sent, one, "x", false}, // it was there before
		{"", "enter enter " + one + " enter", widget.Sent, "", "", false},
	} {
		f, sign := into(fields(row.before), row.keys)
		if sign != row.sign || f.Text("a") != row.a || f.Text("b") != row.b || f.Keeps() != row.keeps {
			t.Errorf("%s: sign %q, %q and %q, keeps %v", row.keys, sign, f.Text("a"), f.Text("b"), f.Keeps())
		}
		if f.Doubtful() != strings.HasPrefix(f.Problem, "Not saved: this looks like a secret (password).") {
			t.Errorf("%s: doubtful %v, problem %q", row.keys, f.Doubtful(), f.Problem)
		}
	}
}

func TestAMaskThatDoesNotFitIsShownFirst(t *testing.T) {
	f := widget.Form{Entries: []widget.Entry{widget.Line("a", "a", "", "")}}
	f.Entries[0].Input.Max = 24
	if f, sign := into(f, "password=Kd83ls!pQ enter ctrl+x"); sign != widget.Typed || !strings.Contains(f.Problem, "left out") || strings.Contains(f.Text("a"), "Kd83") {
		t.Errorf("sign %q, problem %q, text %q", sign, f.Problem, f.Text("a"))
	}
}
