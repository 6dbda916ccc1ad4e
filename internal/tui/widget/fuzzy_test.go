package widget_test

import (
	"slices"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"prodfirst/internal/tui/widget"
)

func TestQueryRanksBeginningsBeforeInsidesBeforeScatteredLetters(t *testing.T) {
	want := []string{"Restore drill", "Last restore drill", "Unrestored data", "Backup", "Row export stops here"}
	entries := slices.Clone(want)
	slices.Reverse(entries)
	q := widget.NewQuery("restor")
	rank := func(text string) int { return q.Rank(widget.Fold(text)) }
	slices.SortStableFunc(entries, func(a, b string) int { return rank(b) - rank(a) })
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, text := range []string{"Backup", "", "rots", "a tresor"} {
		if got := rank(text); got != 0 {
			t.Errorf("%q has rank %d, want 0", text, got)
		}
	}
	if got := rank(want[4]); got >= 0 {
		t.Errorf("%q has rank %d, want that of a guess", want[4], got)
	}
}

func TestEveryWordOfAQueryHasToBeThere(t *testing.T) {
	texts := []string{"last restore drill", "backup & recovery", "don't know"}
	for query, want := range map[string]bool{
		"drill restore": true, "know drill": true, "  BACKUP   last ": true, "drill quota": false, "lrd": true, "": true, " ": true,
	} {
		if got := widget.NewQuery(query).Rank(texts...) != 0; got != want {
			t.Errorf("%q: found is %v, want %v", query, got, want)
		}
	}
	title, state := widget.NewQuery("last").Rank(texts...), widget.NewQuery("know").Rank(texts...)
	if title <= state {
		t.Errorf("a word in the title has rank %d, in the state %d", title, state)
	}
}

func TestFoldLeavesOutCaseAndMarks(t *testing.T) {
	for text, want := range map[string]string{
		"Übergröße": "ubergrosse", "CAFÉ Cafe\u0301": "cafe cafe", "Łódź": "lodz", "Nguyễn": "nguyen", "ＡＰＩ１": "api1",
		"İstanbul ısı": "istanbul isi", "ΟΔΟΣ οδός": "οδοσ οδοσ", "漢字 한": "漢字 한", "Ærø": "aero", "plain 1": "plain 1",
	} {
		if got := widget.Fold(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// found returns what of a text is drawn as found, in brackets.
func found(query, text string, width int) string {
	line := widget.NewQuery(query).Draw(text, width, widget.NewPen(lipgloss.NewStyle()), plain)
	var b strings.Builder
	on := false
	for line != "" {
		if rest, ok := strings.CutPrefix(line, "\x1b["); ok {
			codes, after, _ := strings.Cut(rest, "m")
			if mark := codes != "" && on || codes == "4"; mark != on {
				on = mark
				b.WriteString(map[bool]string{true: "[", false: "]"}[on])
			}
			line = after
			continue
		}
		cluster, _ := ansi.FirstGraphemeCluster(line, ansi.GraphemeWidth)
		b.WriteString(cluster)
		line = line[len(cluster):]
	}
	return strings.TrimRight(b.String(), " ")
}

func TestDrawMarksWhatWasFound(t *testing.T) {
	for _, c := range []struct {
		query, text string
		width       int
		want        string
	}{
		{"drill", "Last restore drill", 40, "Last restore [drill]"},
		{"lrd", "Last restore drill", 40, "[L]ast [r]estore [d]rill"},
		{"rest last", "Last restore drill", 40, "[Last] [rest]ore drill"},
		{"uber", "Über uns", 40, "[Über] uns"},
		{"cafe", "Cafe\u0301 Mei", 40, "[Cafe\u0301] Mei"},
		{"gross", "Größe", 40, "[Größ]e"},
		{"字", "漢字のシステム", 6, "漢[字]…"},
		{"drill", "Last restore drill", 12, "Last restor…"},
		{"zzz", "Last", 40, "Last"},
		{"", "Last", 40, "Last"},
	} {
		if got := found(c.query, c.text, c.width); got != c.want {
			t.Errorf("%q in %q: got %q, want %q", c.query, c.text, got, c.want)
		}
	}
}

func TestDrawnMatchesFitAndAreTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, query := texts().Draw(t, "text"), texts().Draw(t, "query")
		width := rapid.IntRange(0, 60).Draw(t, "width")
		pen := widget.NewPen(lipgloss.NewStyle())
		line := widget.NewQuery(query).Draw(text, width, pen, plain)
		if got := widget.Width(line); got != width {
			t.Fatalf("%q has %d columns, want %d", line, got, width)
		}
		want := ansi.Strip(widget.NewQuery("").Draw(text, width, pen, plain))
		if got := ansi.Strip(line); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func TestAnyPartOfATextIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zäéßØ漢 ]{1,40}`).Draw(t, "text")
		runes := []rune(text)
		from := rapid.IntRange(0, len(runes)-1).Draw(t, "from")
		to := rapid.IntRange(from, len(runes)).Draw(t, "to")
		if widget.NewQuery(strings.ToUpper(string(runes[from:to]))).Rank(widget.Fold(text)) == 0 {
			t.Fatalf("%q is not found in %q", string(runes[from:to]), text)
		}
	})
}

func TestWindowDrawsOnlyWhatIsSeen(t *testing.T) {
	drawn := 0
	lines, rows := widget.Window(1000, 500, 20, 7, plain, func(int) string {
		drawn++
		return "row"
	})
	if drawn != 7 || len(lines) != 7 {
		t.Errorf("%d rows drawn, %d lines", drawn, len(lines))
	}
	if diff := cmp.Diff([]int{widget.MoreUp, 498, 499, 500, 501, 502, widget.MoreDown}, rows); diff != "" {
		t.Error(diff)
	}
	if got := ansi.Strip(lines[3]); got != " > row" {
		t.Errorf("the selected row is %q", got)
	}
	if lines, rows = widget.Window(0, 0, 20, 7, plain, nil); len(lines)+len(rows) > 0 {
		t.Errorf("no rows: %q", lines)
	}
}
