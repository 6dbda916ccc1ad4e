package widget_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"prodfirst/internal/tui/theme"
	"prodfirst/internal/tui/widget"
)

var plain = theme.New(theme.Options{Mono: true})

func texts() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringOf(rapid.SampledFrom([]rune("ab \n\t\x1b[31m漢字🎉👩‍💻é́\u200f\u202e⚠️한"))),
		rapid.Just("\x1b]0;title\x07 \x1b[2Jname"),
	)
}

func TestNoLineIsWiderThanItsWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		width := rapid.IntRange(1, 200).Draw(t, "width")
		th := theme.New(theme.Options{ASCII: rapid.Bool().Draw(t, "ascii")})
		clean := widget.Clip(text, 1000, th)
		var lines []string
		lines = append(lines, widget.Wrap(text, width)...)
		lines = append(lines, widget.Clip(text, width, th), widget.Fit(clean, width), widget.Center(clean, width),
			widget.Join(clean, "6 of 12", width, th), widget.Join("left", clean, width, th),
			widget.Rule(width, th), widget.Bar(len(text), 7, width, th))
		lines = append(lines, widget.Columns([]string{clean}, []string{clean}, width/2, 2, width)...)
		rows := []widget.Row{{Lines: []string{clean, "two"}}, {Lines: []string{"head"}, Heading: true}, {Lines: []string{clean}}}
		listed, _ := widget.List(rows, rapid.IntRange(-1, 3).Draw(t, "selected"), width, rapid.IntRange(0, 9).Draw(t, "height"), th)
		lines = append(lines, listed...)
		columns := []widget.Column{{Title: "Name", Flex: true}, {Title: "n", Right: true, Drop: 1}, {Title: "x", Drop: 2}}
		titles, table := widget.Table(columns, [][]widget.Cell{{{Text: text}, {Text: "12"}, {Text: text}}}, width, th)
		lines = append(lines, titles)
		lines = append(lines, table...)
		lines = append(lines, widget.KeyLine([]widget.Hint{{Key: "a", Words: clean}, {Key: "?", Words: "all keys", Keep: true}}, width, th))
		field, cursor := widget.NewField(text).View(width, "type here", th)
		lines = append(lines, field)
		if cursor >= width {
			t.Fatalf("cursor at column %d of %d", cursor, width)
		}
		for i, line := range lines {
			if got := ansi.StringWidth(line); got > width {
				t.Fatalf("line %d %q has %d columns, want at most %d", i, line, got, width)
			}
			if strings.ContainsAny(ansi.Strip(line), "\x1b\x07\n\r\t") {
				t.Fatalf("line %d %q has control characters", i, line)
			}
		}
	})
}

func TestWrapLosesNoWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-z漢]{1,9} ){0,20}[a-z]`).Draw(t, "text")
		width := rapid.IntRange(2, 60).Draw(t, "width")
		got := strings.Join(widget.Wrap(text, width), "")
		strip := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if strip(got) != strip(text) {
			t.Fatalf("width %d: got %q, want the characters of %q", width, got, text)
		}
	})
}

func TestWrapBreaksBetweenWords(t *testing.T) {
	got := widget.Wrap("Where does the server check\n\nthis record?", 12)
	want := []string{"Where does", "the server", "check", "", "this record?"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestListShowsSelectedRow(t *testing.T) {
	var rows []widget.Row
	for i := range 40 {
		rows = append(rows, widget.Row{Lines: []string{"row", strings.Repeat("x", i)}})
	}
	for selected := range rows {
		for height := 2; height < 30; height++ {
			lines, cursor := widget.List(rows, selected, 60, height, plain)
			if len(lines) != height || cursor < 0 {
				t.Fatalf("row %d, height %d: %d lines, cursor %d", selected, height, len(lines), cursor)
			}
			if got, want := ansi.Strip(lines[cursor]), " > row"; got != want {
				t.Fatalf("row %d, height %d: cursor line %q, want %q", selected, height, got, want)
			}
			if got := strings.TrimSpace(lines[cursor+1]); got != strings.Repeat("x", selected) && height > 4 {
				t.Fatalf("row %d, height %d: second line %q", selected, height, got)
			}
		}
	}
}

func TestListSaysThatThereIsMore(t *testing.T) {
	var rows []widget.Row
	for s := range strings.SplitSeq("abcdefghij", "") {
		rows = append(rows, widget.Row{Lines: []string{s}})
	}
	got, _ := widget.List(rows, 0, 20, 5, theme.New(theme.Options{ASCII: true, Mono: true}))
	for i := range got {
		got[i] = ansi.Strip(got[i])
	}
	want := []string{" > a", "   b", "   c", "   d", "   down 6 more lines"}
	want[4] = widget.Clip(want[4], 20, theme.New(theme.Options{ASCII: true}))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWidthLeavesOutStylesAndNothingElse(t *testing.T) {
	parts := rapid.OneOf(texts(), rapid.StringMatching(`[ -~]*`), rapid.SampledFrom([]string{
		"\x1b[m", "\x1b[0m", "\x1b[1;38;2;154;160;171m", "\x1b[4:3m", "\x1b[", "\x1b[38;", "\x1b[2K", "\x1b[?25h", "\x1b[1 q", "1", "\ufe0f\u20e3",
	}))
	rapid.Check(t, func(t *rapid.T) {
		line := strings.Join(rapid.SliceOf(parts).Draw(t, "parts"), "")
		if got, want := widget.Width(line), ansi.StringWidth(line); got != want {
			t.Fatalf("%q has %d columns, want %d", line, got, want)
		}
	})
}

func TestTableDropsColumnsBeforeItCutsNames(t *testing.T) {
	columns := []widget.Column{{Title: "System", Flex: true}, {Title: "ready for", Drop: 2}, {Title: "changed", Drop: 1}}
	rows := [][]widget.Cell{
		{{Text: "Ticket shop"}, {Text: "demo"}, {Text: "today", Style: &plain.Dim}},
		{{Text: "漢字のシステム"}, {Text: "first user"}, {Text: "3 days"}},
	}
	titles, wide := widget.Table(columns, rows, 60, plain)
	want := []string{
		"System           ready for    changed",
		"Ticket shop      demo         today",
		"漢字のシステム   first user   3 days",
	}
	if diff := cmp.Diff(want, append([]string{titles}, wide...)); diff != "" {
		t.Error(diff)
	}
	_, narrow := widget.Table(columns, rows, 28, plain)
	if diff := cmp.Diff([]string{"Ticket shop     demo", "漢字のシステム  first user"}, narrow); diff != "" {
		t.Error(diff)
	}
}

func TestKeyLineKeepsHelpAndWholeWords(t *testing.T) {
	hints := []widget.Hint{{Key: "0-4", Words: "answer"}, {Key: "enter", Words: "next"}, {Key: "e", Words: "show it"}, {Key: "?", Words: "all keys", Keep: true}}
	for width := 11; width < 60; width++ {
		got := ansi.Strip(widget.KeyLine(hints, width, plain))
		if !strings.HasSuffix(got, "? all keys") {
			t.Errorf("width %d: %q", width, got)
		}
		for part := range strings.SplitSeq(strings.TrimSpace(got), " · ") {
			if !strings.Contains("0-4 answer|enter next|e show it|? all keys", part) {
				t.Errorf("width %d: part %q of %q", width, part, got)
			}
		}
	}
	if got, want := ansi.Strip(widget.KeyLine(hints, 60, plain)), " 0-4 answer · enter next · e show it · ? all keys"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func press(s string) tea.KeyPressMsg {
	switch s {
	case "left":
		return tea.KeyPressMsg{Code: tea.KeyLeft}
	case "right":
		return tea.KeyPressMsg{Code: tea.KeyRight}
	case "home":
		return tea.KeyPressMsg{Code: tea.KeyHome}
	case "backspace":
		return tea.KeyPressMsg{Code: tea.KeyBackspace}
	case "delete":
		return tea.KeyPressMsg{Code: tea.KeyDelete}
	case "ctrl+w":
		return tea.KeyPressMsg{Code: 'w', Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(s)[0], Text: s}
}

func TestFieldEdits(t *testing.T) {
	f := widget.NewField("Ticket 漢")
	for _, key := range []string{"backspace", "s", "h", "o", "p", "left", "delete", "p", "home", "!", "right", "ctrl+w"} {
		var used bool
		if f, used = f.Update(press(key)); !used {
			t.Errorf("%s was not used", key)
		}
	}
	if got, want := f.Text(), "icket shop"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, used := f.Update(tea.KeyPressMsg{Code: tea.KeyTab}); used {
		t.Error("tab was used")
	}
}

func TestFirstTypedReplacesWhatIsPrefilled(t *testing.T) {
	for want, keys := range map[string][]string{
		"Zoe": {"Z", "o", "e"}, "aMei": {"home", "a"}, "MeiZ": {"left", "right", "Z"}, "MeZ": {"backspace", "Z"}, "Mei": {"ctrl+w", "M", "e", "i"},
	} {
		f := widget.Prefilled("Mei")
		for _, key := range keys {
			f, _ = f.Update(press(key))
		}
		if got := f.Text(); got != want {
			t.Errorf("%v: got %q, want %q", keys, got, want)
		}
	}
	f, _ := widget.Prefilled("Mei").Update(tea.PasteMsg{Content: "Ravi"})
	if got := f.Text(); got != "Ravi" {
		t.Errorf("pasted: got %q", got)
	}
	f, _ = widget.Prefilled("Mei").Update(tea.PasteMsg{Content: "\x00"})
	if got := f.Text(); got != "Mei" {
		t.Errorf("pasted nothing: got %q", got)
	}
	f, _ = widget.Prefilled("Me").Set("Mei").Update(press("s"))
	if got := f.Text(); got != "Meis" {
		t.Errorf("after completion: got %q", got)
	}
}

func TestPrefilledTextIsMarkedWhereTheKeysGo(t *testing.T) {
	f := widget.Prefilled("Mei")
	marked, _ := f.View(10, "", plain)
	blurred, _ := f.Blurred().View(10, "", plain)
	if !strings.Contains(marked, "\x1b[7m") || blurred != "Mei" {
		t.Errorf("got %q and without the keys %q", marked, blurred)
	}
	f, _ = f.Update(press("right"))
	if line, _ := f.View(10, "", plain); line != "Mei" {
		t.Errorf("marked although typing does not replace it: %q", line)
	}
}

func TestFlowBreaksBetweenParts(t *testing.T) {
	got := widget.Flow([]string{"3 more STOP", "2 PROVE", "a part longer than that"}, " - ", 22)
	want := []string{"3 more STOP - 2 PROVE", "a part longer than", "that"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFieldKeepsClustersWhole(t *testing.T) {
	f, _ := widget.NewField("Mei 👩‍💻").Update(press("backspace"))
	if got, want := f.Text(), "Mei "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFieldTakesPastesAsOneLine(t *testing.T) {
	f, _ := widget.NewField("").Update(tea.PasteMsg{Content: "a\r\nb\rc\x1b[31md\x00"})
	if got, want := f.Text(), "a b cd"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	f, _ = widget.Field{Max: 4}.Update(tea.PasteMsg{Content: "漢字字"})
	if got, want := f.Text(), "漢"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	f, _ = widget.Field{Block: true}.Update(tea.PasteMsg{Content: "a\r\nb"})
	if got, want := f.Text(), "a\nb"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFieldShowsWhatIsAroundTheCursor(t *testing.T) {
	line, cursor := widget.NewField("a long name of a system").View(10, "", plain)
	if got, want := ansi.Strip(line), "…a system"; got != want || cursor != 9 {
		t.Errorf("got %q with the cursor at %d, want %q and 9", got, cursor, want)
	}
}
