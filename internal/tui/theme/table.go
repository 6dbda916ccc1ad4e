package theme

import (
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// The groups of keys in help, in its order.
const (
	groupMove   = "Moving"
	groupAnswer = "Answering"
	groupMore   = "This question"
	groupDo     = "Doing"
	groupLook   = "Looking"
	groupLeave  = "Leaving and help"
)

// Groups returns the groups of keys in the order of help.
func Groups() []string {
	return []string{groupAnswer, groupMore, groupDo, groupMove, groupLook, groupLeave}
}

// Keys returns the one table of keys: every action with its keys and words. Two actions may share
// a key if no screen has both.
func Keys() []Key {
	return slices.Concat(keysMoving(), keysAnswering(), keysDoing(), keysLooking())
}

func keysMoving() []Key {
	return []Key{
		{ID: ActEnter, Keys: []string{"enter"}, Short: "open", Long: "open or go on", Group: groupMove},
		{ID: ActUp, Keys: []string{"up", "k"}, Show: "up down", Short: "choose", Long: "one up", Group: groupMove},
		{ID: ActDown, Keys: []string{"down", "j"}, Long: "one down", Group: groupMove},
		{ID: ActPageUp, Keys: []string{"pgup", "ctrl+u"}, Long: "a page up", Group: groupMove},
		{ID: ActPageDown, Keys: []string{"pgdown", "ctrl+d"}, Long: "a page down", Group: groupMove},
		{ID: ActTop, Keys: []string{"home"}, Long: "to the top", Group: groupMove},
		{ID: ActBottom, Keys: []string{"end", "G"}, Long: "to the bottom", Group: groupMove},
		{ID: ActTab, Keys: []string{"tab"}, Short: "next field", Long: "next field", Group: groupMove},
		{ID: ActBackTab, Keys: []string{"shift+tab"}, Long: "field before", Group: groupMove},
		{ID: ActNext, Keys: []string{"enter", "right", "l", "n"}, Short: "next", Long: "next question", Group: groupMove},
		{ID: ActPrevious, Keys: []string{"left", "h", "p"}, Short: "previous", Long: "previous question", Group: groupMove},
		{ID: ActUnasked, Keys: []string{"tab"}, Short: "next unasked", Long: "next question that was not asked", Group: groupMove},
	}
}

func keysAnswering() []Key {
	return []Key{
		{ID: ActDontKnow, Keys: []string{"0"}, Show: "0-4", Short: "answer", Long: "don't know", Group: groupAnswer},
		{ID: ActNone, Keys: []string{"1"}, Long: "none", Group: groupAnswer},
		{ID: ActPartial, Keys: []string{"2"}, Long: "partial", Group: groupAnswer},
		{ID: ActInPlace, Keys: []string{"3"}, Long: "in place", Group: groupAnswer},
		{ID: ActProven, Keys: []string{"4"}, Long: "proven", Group: groupAnswer},
		{ID: ActNotApply, Keys: []string{"x"}, Short: "does not apply", Long: "does not apply: asks for the reason", Group: groupAnswer},
		{ID: ActUndo, Keys: []string{"u"}, Short: "undo", Long: "take the last change back", Group: groupAnswer},
		{ID: ActRedo, Keys: []string{"ctrl+r"}, Short: "redo", Long: "do again what was taken back", Group: groupAnswer},
		{ID: ActEvidence, Keys: []string{"e"}, Short: "show it", Long: "show it: a link, a path or a drill", Group: groupMore},
		{ID: ActCheck, Keys: []string{"c"}, Short: "explain", Long: "can explain: yes, partly, not yet", Group: groupMore},
		{ID: ActOwner, Keys: []string{"o"}, Short: "owner", Long: "owner and date", Group: groupMore},
		{ID: ActNote, Keys: []string{"t"}, Short: "note", Long: "write a note", Group: groupMore},
		{ID: ActTeach, Keys: []string{"w"}, Short: "why", Long: "teach me: why, what to look for, steps, sources", Group: groupMore},
		{ID: ActPark, Keys: []string{"f"}, Short: "park", Long: "park a remark for later", Group: groupMore},
		{ID: ActAIWritten, Keys: []string{"a"}, Short: "AI wrote it", Long: "mark as written by an AI", Group: groupMore},
		{ID: ActVotes, Keys: []string{"v"}, Short: "votes", Long: "votes: how many show which level", Group: groupMore},
		{ID: ActTopic, Keys: []string{"T"}, Short: "topic", Long: "the topic, explained from the start", Group: groupMore},
		{ID: ActPresent, Keys: []string{"P"}, Short: "present", Long: "the question alone, for the back of the room", Group: groupMore},
		{ID: ActEditor, Keys: []string{"ctrl+e"}, Short: "in your editor", Long: "go on writing in your editor", Group: groupMore},
		{ID: ActAcceptSuggestion, Keys: []string{"y"}, Short: "accept it", Long: "accept what is suggested as the answer", Group: groupAnswer},
		{ID: ActKeepTheirs, Keys: []string{"k"}, Short: "keep theirs", Long: "keep what the other window saved", Group: groupAnswer},
		{ID: ActKeepMine, Keys: []string{"m"}, Short: "keep mine", Long: "keep what was answered here", Group: groupAnswer},
		{ID: ActMask, Keys: []string{"ctrl+x"}, Short: "mask and save", Long: "save a mask in place of what looks like a secret", Group: groupMore},
		{ID: ActKeepSecret, Keys: []string{"ctrl+y"}, Short: "save as it is", Long: "save also what looks like a secret", Group: groupMore},
		{ID: ActReadyYes, Keys: []string{"y"}, Short: "yes", Long: "yes, it can be shipped", Group: groupAnswer},
		{ID: ActReadyNotYet, Keys: []string{"n"}, Short: "not yet", Long: "not yet", Group: groupAnswer},
		{ID: ActReadyUnknown, Keys: []string{"0"}, Short: "don't know", Long: "don't know", Group: groupAnswer},
	}
}

func keysDoing() []Key {
	return []Key{
		{ID: ActNew, Keys: []string{"n"}, Short: "new", Long: "describe a new system", Group: groupDo},
		{ID: ActExample, Keys: []string{"e"}, Short: "example", Long: "look around in a finished example", Group: groupDo},
		{ID: ActImport, Keys: []string{"i"}, Short: "import", Long: "open a system that someone exported", Group: groupDo},
		{ID: ActDescribe, Keys: []string{"d"}, Short: "describe", Long: "change name, people and dates", Group: groupDo},
		{ID: ActFacts, Keys: []string{"f"}, Short: "facts", Long: "change what is true about it", Group: groupDo},
		{ID: ActToggle, Keys: []string{"space", "x"}, Short: "yes/no/?", Long: "yes, no, not sure", Group: groupDo},
		{ID: ActRestNo, Keys: []string{"N"}, Short: "rest of page no", Long: "what is not sure on this page is no", Group: groupDo},
		{ID: ActShape, Keys: []string{"right", "l"}, Short: "next shape", Long: "next shape, or the column to the right", Group: groupDo},
		{ID: ActUnshape, Keys: []string{"left", "h"}, Long: "shape before, or the column to the left", Group: groupDo},
		{ID: ActQuick, Keys: []string{"1"}, Show: "1-3", Short: "choose", Long: "a quick session", Group: groupDo},
		{ID: ActStandard, Keys: []string{"2"}, Long: "a standard session", Group: groupDo},
		{ID: ActDeep, Keys: []string{"3"}, Long: "a deep session", Group: groupDo},
		{ID: ActRecheck, Keys: []string{"4"}, Long: "a re-check", Group: groupDo},
		{ID: ActUpgrade, Keys: []string{"U"}, Short: "upgrade", Long: "go over to the questions as they are installed now", Group: groupDo},
		{ID: ActFilter, Keys: []string{"f"}, Short: "filter", Long: "show fewer", Group: groupDo},
		{ID: ActNarrow, Keys: []string{"/"}, Short: "type to filter", Long: "show only what contains the words typed", Group: groupDo},
		{ID: ActShowAll, Keys: []string{"F"}, Short: "show all", Long: "show all again", Group: groupDo},
		{ID: ActMark, Keys: []string{"space"}, Short: "mark", Long: "mark it, to do something with several", Group: groupDo},
		{ID: ActSort, Keys: []string{"S"}, Short: "sort", Long: "another order", Group: groupDo},
		{ID: ActWrite, Keys: []string{"w"}, Short: "write file", Long: "write it to a file", Group: groupDo},
		{ID: ActCopy, Keys: []string{"y"}, Short: "copy", Long: "copy it to the clipboard", Group: groupDo},
		{ID: ActMilestone, Keys: []string{"m"}, Short: "milestone", Long: "give the state of today a name, for ever", Group: groupDo},
		{ID: ActShip, Keys: []string{"d"}, Short: "deployed", Long: "it was deployed, shown or used: into the ship log", Group: groupDo},
		{ID: ActDecide, Keys: []string{"D"}, Short: "go or no-go", Long: "record go or no-go: who decides, and why, into the decision log", Group: groupDo},
		{ID: ActAccept, Keys: []string{"a"}, Short: "accept", Long: "accept the risk until a date", Group: groupDo},
		{ID: ActMarkFrom, Keys: []string{"space"}, Short: "compare from here", Long: "compare from this one on", Group: groupDo},
	}
}

func keysLooking() []Key {
	return []Key{
		{ID: ActGaps, Keys: []string{"g"}, Short: "gaps", Long: "what is open", Group: groupLook},
		{ID: ActPlan, Keys: []string{"s"}, Short: "steps", Long: "the steps, first things first", Group: groupLook},
		{ID: ActReport, Keys: []string{"r"}, Short: "report", Long: "the report", Group: groupLook},
		{ID: ActWhy, Keys: []string{"w"}, Short: "why", Long: "why it has this word and this place", Group: groupLook},
		{ID: ActWhatIf, Keys: []string{"i"}, Short: "what if", Long: "what would change if it were done", Group: groupLook},
		{ID: ActAgenda, Keys: []string{"A"}, Short: "agenda", Long: "the agenda, and what to bring", Group: groupLook},
		{ID: ActSpots, Keys: []string{"b"}, Short: "blind spots", Long: "blind spots, and what works but nobody can explain", Group: groupLook},
		{ID: ActMatrix, Keys: []string{"M"}, Short: "severity by effort", Long: "severity by effort, in one picture", Group: groupLook},
		{ID: ActKnowledge, Keys: []string{"K"}, Short: "knowledge", Long: "who can explain what", Group: groupLook},
		{ID: ActHistory, Keys: []string{"H"}, Short: "history", Long: "what changed, and the milestones", Group: groupLook},
		{ID: ActCompare, Keys: []string{"c"}, Short: "compare", Long: "put two states side by side", Group: groupLook},
		{ID: ActFind, Keys: []string{"/"}, Short: "find", Long: "find a question or a system", Group: groupLook},
		{ID: ActPalette, Keys: []string{":", "ctrl+p"}, Short: "all commands", Long: "all commands, by name", Group: groupLook},
		{ID: ActWalk, Short: "questions", Long: "questions: go on with the session", Group: groupLook},
		{ID: ActHome, Short: "home", Long: "home: all your systems", Group: groupLeave},
		{ID: ActTheme, Keys: []string{"ctrl+t"}, Long: "colours for a light or a dark background", Group: groupLook},
		{ID: ActHelp, Keys: []string{"?", "f1"}, Short: "all keys", Long: "all keys", Group: groupLeave},
		{ID: ActBack, Keys: []string{"esc", "q", "backspace"}, Short: "back", Long: "back", Group: groupLeave},
		{ID: ActQuit, Keys: []string{"q"}, Short: "quit", Long: "quit; everything is saved", Group: groupLeave},
		{ID: ActSuspend, Keys: []string{"ctrl+z"}, Long: "to the shell; fg comes back", Group: groupLeave},
		{ID: ActStop, Keys: []string{"ctrl+c"}, Long: "twice: quit from anywhere; saves are finished first", Group: groupLeave},
	}
}

// Lookup returns the key of an action. An action that has none gets a Key without keys.
func Lookup(id ActionID) Key { return Find(Keys(), id) }

// Find is Lookup in a table that is at hand, for those who need many keys.
func Find(table []Key, id ActionID) Key {
	i := slices.IndexFunc(table, func(k Key) bool { return k.ID == id })
	if i < 0 {
		return Key{ID: id}
	}
	return table[i]
}

// Match returns which of the actions a key press asks for. On a keyboard without Latin letters the
// place of the key decides, if the terminal tells it.
func Match(msg tea.KeyPressMsg, among ...ActionID) (ActionID, bool) {
	table := Keys()
	for _, name := range names(msg) {
		for _, id := range among {
			if slices.Contains(Find(table, id).Keys, name) {
				return id, true
			}
		}
	}
	return "", false
}

// names returns what a key press may be called in the table.
func names(msg tea.KeyPressMsg) []string {
	all := []string{msg.String()}
	if first, _ := utf8.DecodeRuneInString(msg.Text); first < utf8.RuneSelf {
		return all
	}
	place := msg.Keystroke()
	if letter, shifted := strings.CutPrefix(place, "shift+"); shifted && len(letter) == 1 {
		place = strings.ToUpper(letter)
	}
	return append(all, place)
}

// Press returns the press of a key by its name in the table, as a keyboard would send it.
func Press(name string) tea.KeyPressMsg {
	special := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "backspace": tea.KeyBackspace, "space": tea.KeySpace,
		"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome,
		"end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "f1": tea.KeyF1,
	}
	var msg tea.KeyPressMsg
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		name, msg.Mod = rest, tea.ModCtrl
	} else if rest, ok := strings.CutPrefix(name, "shift+"); ok {
		name, msg.Mod = rest, tea.ModShift
	}
	if code, ok := special[name]; ok {
		msg.Code = code
		if name == "space" && msg.Mod == 0 {
			msg.Text = " "
		}
		return msg
	}
	msg.Code, _ = utf8.DecodeRuneInString(name)
	if msg.Mod == 0 {
		msg.Text = name
	}
	return msg
}

// KeyName returns a key as people know it: "up" is an arrow, where arrows can be drawn.
func (t Theme) KeyName(name string) string {
	switch name {
	case "up":
		return t.Glyphs.Up
	case "down":
		return t.Glyphs.Down
	case "left":
		return t.Glyphs.ArrowLeft
	case "right":
		return t.Glyphs.ArrowRight
	case "pgup":
		return "page up"
	case "pgdown":
		return "page down"
	case "f1":
		return "F1"
	}
	return name
}

// Shown returns what stands for a key in the footer: "0-4".
func (t Theme) Shown(k Key) string {
	if k.Show == "" {
		if len(k.Keys) == 0 {
			return ""
		}
		return t.KeyName(k.Keys[0])
	}
	parts := strings.Fields(k.Show)
	for i, p := range parts {
		parts[i] = t.KeyName(p)
	}
	return strings.Join(parts, " ")
}

// All returns all keys of an action for help: "→ l n enter".
func (t Theme) All(k Key) string {
	shown := make([]string, len(k.Keys))
	for i, name := range k.Keys {
		shown[i] = t.KeyName(name)
	}
	return strings.Join(shown, " ")
}
