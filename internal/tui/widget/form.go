package widget

import (
	"math"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"prodfirst/internal/tui/theme"
)

// Entry is one field of a form: a line, a text of several lines (a Block field), or a choice.
type Entry struct {
	Name   string // by which the screen finds it
	Label  string
	Hint   string // plain: shown while it is empty
	Input  Field
	Known  []string                 // names of which tab completes the one that was begun
	Aid    func(text string) string // plain: how the text is understood, shown while it is typed
	Before string                   // the text before anything was typed
	Choice []string                 // what space goes through, in place of text
	Chosen int                      // of Choice

	read bool // the text is not saved as it is
}

// Line returns an entry whose text is gone on with.
func Line(name, label, text, hint string) Entry {
	return Entry{Name: name, Label: label, Hint: hint, Input: NewField(text), Before: text}
}

// Over returns an entry whose text is replaced by what is typed, with names that can be completed.
func Over(name, label, text, hint string, known []string) Entry {
	return Entry{Name: name, Label: label, Hint: hint, Input: Prefilled(text), Before: text, Known: known}
}

// Text returns what was typed, without space around it.
func (e Entry) Text() string { return strings.TrimSpace(e.Input.Text()) }

// Touched tells whether the text is not what it was.
func (e Entry) Touched() bool { return e.Input.Text() != e.Before }

// completion returns the known name that begins with what was typed, if that is not all of it.
func (e Entry) completion() string {
	typed := strings.ToLower(e.Text())
	for _, name := range e.Known {
		if lower := strings.ToLower(name); typed != "" && lower != typed && strings.HasPrefix(lower, typed) {
			return name
		}
	}
	return ""
}

// Form is what a person is typing: fields below each other, one of which has the keys. It is a
// value: Update returns the next one. The zero Form is closed.
type Form struct {
	Entries []Entry
	Focus   int
	Eager   bool   // enter sends from every field
	Brisk   bool   // tab completes a name and goes on
	Wrong   string // name of the field that the problem is about; empty: of none
	Problem string // plain: why it was not taken

	doubtful bool     // something in it looks like a secret, and that is the problem
	kept     []string // texts to save although something in them looks like a secret; replaced, never changed
}

// Sign is what a key did to a form.
type Sign string

// The signs.
const (
	Typed Sign = ""     // the form has changed, or nothing
	Sent  Sign = "sent" // it is to be saved
	Left  Sign = "left" // it is to be closed
)

// IsOpen tells whether there is something to type in.
func (f Form) IsOpen() bool { return len(f.Entries) > 0 }

// Entry returns a field by its name, empty if there is none.
func (f Form) Entry(name string) Entry {
	if i := f.index(name); i >= 0 {
		return f.Entries[i]
	}
	return Entry{}
}

// Text returns what was typed in a field, without space around it.
func (f Form) Text(name string) string { return f.Entry(name).Text() }

// Has tells whether there is a field of that name.
func (f Form) Has(name string) bool { return f.index(name) >= 0 }

// Touched tells whether a text is not what it was.
func (f Form) Touched() bool { return slices.ContainsFunc(f.Entries, Entry.Touched) }

// Focused returns the field that has the keys.
func (f Form) Focused() Entry { return f.Entries[f.Focus] }

// OnLast tells whether the last field has the keys.
func (f Form) OnLast() bool { return f.Focus == len(f.Entries)-1 }

// Refuse returns the form with what is wrong beside a field, which gets the keys; without a name
// it stands below all fields.
func (f Form) Refuse(name, problem string) Form {
	f.Wrong, f.Problem, f.doubtful = name, problem, false
	if i := f.index(name); i >= 0 {
		f.Focus = i
	}
	return f
}

// Change returns the form with one field changed.
func (f Form) Change(name string, change func(e *Entry)) Form {
	if i := f.index(name); i >= 0 {
		f.Entries = slices.Clone(f.Entries)
		change(&f.Entries[i])
	}
	return f
}

func (f Form) index(name string) int {
	return slices.IndexFunc(f.Entries, func(e Entry) bool { return e.Name == name })
}

// Update takes a key or a paste.
func (f Form) Update(msg tea.Msg) (Form, Sign) {
	f.Entries = slices.Clone(f.Entries)
	press, isKey := msg.(tea.KeyPressMsg)
	if isKey {
		if next, sign, done := f.decide(press); done {
			return next, sign
		}
		if next, sign, done := f.between(press); done {
			if sign == Sent {
				return next.send()
			}
			return next, sign
		}
	}
	now := &f.Entries[f.Focus]
	if n := len(now.Choice); n > 0 {
		switch {
		case !isKey:
		case press.Code == tea.KeySpace, press.Code == tea.KeyRight:
			now.Chosen = (now.Chosen + 1) % n
		case press.Code == tea.KeyLeft:
			now.Chosen = (now.Chosen + n - 1) % n
		}
		return f, Typed
	}
	return f.typed(msg), Typed
}

// typed takes what is typed or pasted into a text. What there is no room for is left out, and said.
func (f Form) typed(msg tea.Msg) Form {
	now := &f.Entries[f.Focus]
	endless := now.Input
	endless.Max = math.MaxInt
	var used bool
	if now.Input, used = now.Input.Update(msg); !used {
		return f
	}
	f.Wrong, f.Problem, f.doubtful = "", "", false
	if now.Input.full() {
		if all, _ := endless.Update(msg); len(all.Text()) > len(now.Input.Text()) {
			f.Wrong, f.Problem = now.Name, now.Input.tooLong()
		}
	}
	return f
}

// Rewrite returns the form with another text in a field, as if it had been typed.
func (f Form) Rewrite(name, text string) Form {
	if f.Entry(name).Input.Text() == text {
		return f
	}
	f = f.Change(name, func(e *Entry) { e.Input = e.Input.Set("") })
	f.Entries, f.Focus = slices.Clone(f.Entries), max(0, f.index(name))
	return f.typed(tea.PasteMsg{Content: text})
}

// between takes the keys that lead to other fields and out of the form.
func (f Form) between(press tea.KeyPressMsg) (next Form, sign Sign, done bool) {
	if press.Code == tea.KeyEscape {
		return f, Left, true
	}
	now := &f.Entries[f.Focus]
	if now.Input.Block {
		if next, sign, done = f.inBlock(press); done {
			return next, sign, true
		}
	}
	action, _ := theme.Match(press, theme.ActEnter, theme.ActTab, theme.ActBackTab)
	name := now.completion()
	switch {
	case action == theme.ActTab && name != "":
		now.Input = now.Input.Set(name)
		if f.Brisk {
			f = f.move(1)
		}
	case action == theme.ActEnter && (f.Eager || f.OnLast()):
		return f, Sent, true
	case action == theme.ActEnter, action == theme.ActTab, press.Code == tea.KeyDown:
		f = f.move(1)
	case action == theme.ActBackTab, press.Code == tea.KeyUp:
		f = f.move(-1)
	default:
		return f, Typed, false
	}
	return f, Typed, true
}

// inBlock takes the keys that mean something else in a text of several lines: enter and the arrows
// belong to the text, tab sends it from the last field.
func (f Form) inBlock(press tea.KeyPressMsg) (next Form, sign Sign, done bool) {
	input := &f.Entries[f.Focus].Input
	action, _ := theme.Match(press, theme.ActEnter, theme.ActTab)
	switch {
	case press.Code == 's' && press.Mod == tea.ModCtrl, action == theme.ActTab && f.OnLast():
		return f, Sent, true
	case action == theme.ActEnter:
		*input, _ = input.Update(tea.PasteMsg{Content: "\n"})
	case press.Code == tea.KeyUp:
		*input = input.Up()
	case press.Code == tea.KeyDown:
		*input = input.Down()
	case press.Code == tea.KeyHome && press.Mod == 0:
		*input = input.Home()
	case press.Code == tea.KeyEnd && press.Mod == 0:
		*input = input.End()
	default:
		return f, Typed, false
	}
	return f, Typed, true
}

func (f Form) move(by int) Form {
	f.Focus = (f.Focus + by + len(f.Entries)) % len(f.Entries)
	return f
}
