package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"prodfirst/internal/textsafe"
	"prodfirst/internal/tui/theme"
)

// Field is one line of text that a person types. It is a value: Update returns the next one.
type Field struct {
	Max    int  // bytes that fit; 0: 1024
	Block  bool // line breaks are kept; enter stays with the screen
	before string
	after  string
	fresh  bool // what is typed replaces the text
}

// NewField returns a field that holds text, with the cursor at its end.
func NewField(text string) Field { return Field{before: text} }

// Prefilled returns a field that holds text which the first thing typed replaces, until a key
// moves in it or deletes from it.
func Prefilled(text string) Field { return Field{before: text, fresh: text != ""} }

// Text returns what was typed.
func (f Field) Text() string { return f.before + f.after }

// Set returns the field with another text, the cursor at its end.
func (f Field) Set(text string) Field {
	f.before, f.after, f.fresh = text, "", false
	return f
}

// Blurred returns the field as it is drawn while another one has the keys.
func (f Field) Blurred() Field {
	f.fresh = false
	return f
}

// Update takes keys and pastes. It tells whether the message was one that a text field uses.
func (f Field) Update(msg tea.Msg) (Field, bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return f.insert(msg.Content), true
	case tea.KeyPressMsg:
		return f.key(msg)
	}
	return f, false
}

func (f Field) key(msg tea.KeyPressMsg) (Field, bool) {
	switch msg.Keystroke() {
	case "left", "ctrl+b":
		n := lastCluster(f.before)
		f.before, f.after = f.before[:n], f.before[n:]+f.after
	case "right", "ctrl+f":
		n := firstCluster(f.after)
		f.before, f.after = f.before+f.after[:n], f.after[n:]
	case "home", "ctrl+a":
		f.before, f.after = "", f.before+f.after
	case "end", "ctrl+e":
		f.before, f.after = f.before+f.after, ""
	case "backspace", "shift+backspace":
		f.before = f.before[:lastCluster(f.before)]
	case "delete", "ctrl+d":
		f.after = f.after[firstCluster(f.after):]
	case "ctrl+w", "alt+backspace":
		f.before = f.before[:lastWord(f.before)]
	case "alt+left", "ctrl+left", "alt+b":
		n := lastWord(f.before)
		f.before, f.after = f.before[:n], f.before[n:]+f.after
	case "alt+right", "ctrl+right", "alt+f":
		n := firstWord(f.after)
		f.before, f.after = f.before+f.after[:n], f.after[n:]
	case "ctrl+u":
		f.before = ""
	case "ctrl+k":
		f.after = ""
	default:
		if msg.Text == "" {
			return f, false
		}
		return f.insert(msg.Text), true
	}
	f.fresh = false
	return f, true
}

// insert puts text where the cursor is, without what no person types: escape sequences and control
// characters. What does not fit is left out.
func (f Field) insert(text string) Field {
	text = strings.ToValidUTF8(ansi.Strip(text), "")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && f.Block:
			return r
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, text)
	if f.fresh && text != "" {
		f = f.Set("")
	}
	limit := f.Max
	if limit == 0 {
		limit = 1 << 10
	}
	room := limit - len(f.before) - len(f.after)
	for len(text) > max(room, 0) {
		_, n := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-n]
	}
	f.before += text
	return f
}

// View draws the field in one line of at most width columns and returns in which of them the cursor
// is. The part around the cursor is shown; an empty field shows the plain hint.
func (f Field) View(width int, hint string, th theme.Theme) (line string, cursor int) {
	if width < 1 {
		return "", 0
	}
	if f.Text() == "" {
		return th.Dim.Render(Clip(hint, width, th)), 0
	}
	before, after := textsafe.Line(f.before), textsafe.Line(f.after)
	if over := Width(before) - (width - 1); over > 0 {
		before = ansi.TruncateLeft(before, over+1, th.Glyphs.Ellipsis)
		before = ansi.Truncate(before, width-1, "")
	}
	cursor = Width(before)
	if f.fresh {
		before = th.Marked.Render(before)
	}
	return before + Cut(after, width-cursor, th), cursor
}

// lastCluster returns where the last character of s begins, as people see characters.
func lastCluster(s string) int {
	at := 0
	for rest := s; rest != ""; {
		n := firstCluster(rest)
		if n == len(rest) {
			break
		}
		at += n
		rest = rest[n:]
	}
	return at
}

func firstCluster(s string) int {
	cluster, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	if cluster == "" && s != "" {
		return 1
	}
	return len(cluster)
}

func lastWord(s string) int {
	trimmed := strings.TrimRightFunc(s, unicode.IsSpace)
	return strings.LastIndexFunc(trimmed, unicode.IsSpace) + 1
}

func firstWord(s string) int {
	trimmed := strings.TrimLeftFunc(s, unicode.IsSpace)
	lead := len(s) - len(trimmed)
	if n := strings.IndexFunc(trimmed, unicode.IsSpace); n >= 0 {
		return lead + n
	}
	return len(s)
}
