package main

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// An emulator is the picture that a terminal makes of what a program writes. It knows the sequences
// that Bubble Tea writes on a screen, and says of others that it does not.
type emulator struct {
	width, height int
	cells         [][]string // "" is the right half of a wide character
	x, y          int
	top, bottom   int    // the rows that scroll, bottom not included
	last          string // the last character, for REP
	modes         map[int]bool
	parting       string // the last frame of a full screen that was left
	unknown       []string
}

func newEmulator(width, height int) *emulator {
	e := &emulator{modes: map[int]bool{}}
	e.resize(width, height)
	return e
}

// resize changes the size. What is on the screen stays as far as there is room.
func (e *emulator) resize(width, height int) {
	cells := make([][]string, height)
	for y := range cells {
		cells[y] = blank(width)
		if y < len(e.cells) {
			copy(cells[y], e.cells[y])
		}
	}
	e.cells, e.width, e.height, e.top, e.bottom = cells, width, height, 0, height
	e.x, e.y = min(e.x, width-1), min(e.y, height-1)
}

func blank(width int) []string {
	row := make([]string, width)
	for x := range row {
		row[x] = " "
	}
	return row
}

// frame returns what is seen, without space at the ends of lines.
func (e *emulator) frame() string {
	lines := make([]string, e.height)
	for y, row := range e.cells {
		lines[y] = strings.TrimRight(strings.Join(row, ""), " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// write draws output and returns what is left of a sequence that has not ended.
func (e *emulator) write(output string) string {
	parser := ansi.NewParser()
	for output != "" {
		seq, width, n, state := ansi.DecodeSequence(output, ansi.NormalState, parser)
		if state != ansi.NormalState {
			return output
		}
		output = output[n:]
		switch {
		case width > 0:
			e.put(seq, width)
		case ansi.HasCsiPrefix(seq):
			e.csi(seq, ansi.Cmd(parser.Command()), parser.Params())
		case len(seq) == 1:
			e.control(seq[0])
		case seq == "\x1bM":
			e.up()
		case !ansi.HasEscPrefix(seq) && !ansi.HasOscPrefix(seq) && !ansi.HasDcsPrefix(seq):
			e.combine(seq)
		}
	}
	return ""
}

func (e *emulator) combine(mark string) {
	if e.x > 0 {
		e.cells[e.y][e.x-1] += mark
	}
}

func (e *emulator) put(char string, width int) {
	e.last = char
	if e.x+width > e.width {
		if !e.modes[7] {
			e.x = max(0, e.width-width)
		} else {
			e.x = 0
			e.down()
		}
	}
	e.cells[e.y][e.x] = char
	for i := 1; i < width; i++ {
		e.cells[e.y][e.x+i] = ""
	}
	e.x += width
}

func (e *emulator) control(c byte) {
	switch c {
	case '\r':
		e.x = 0
	case '\n':
		e.down()
	case '\b':
		e.x = max(0, min(e.x, e.width-1)-1)
	case '\t':
		e.x = min(e.width-1, (e.x/8+1)*8)
	}
}

func (e *emulator) down() {
	if e.y == e.bottom-1 {
		e.scroll(e.top, 1)
		return
	}
	e.y = min(e.y+1, e.height-1)
}

func (e *emulator) up() {
	if e.y == e.top {
		e.scroll(e.top, -1)
		return
	}
	e.y = max(e.y-1, 0)
}

// scroll moves the rows from one up to the end of the region: n rows up, or down if n is negative.
func (e *emulator) scroll(from, n int) {
	region := e.cells[from:e.bottom]
	moved := make([][]string, len(region))
	for y := range moved {
		moved[y] = blank(e.width)
		if y+n >= 0 && y+n < len(region) {
			moved[y] = region[y+n]
		}
	}
	copy(region, moved)
}

// erase clears cells of a row.
func (e *emulator) erase(y, from, to int) {
	for x := max(0, from); x < min(to, e.width); x++ {
		e.cells[y][x] = " "
	}
}

func (e *emulator) csi(seq string, cmd ansi.Cmd, params ansi.Params) {
	n := max(1, at(params, 0, 1))
	switch {
	case cmd.Prefix() == '?' && (cmd.Final() == 'h' || cmd.Final() == 'l'):
		for i := range params {
			e.mode(at(params, i, 0), cmd.Final() == 'h')
		}
		return
	case cmd.Prefix() != 0 || cmd.Intermediate() != 0 || strings.ContainsRune("mnchltqu", rune(cmd.Final())):
		return // colours, questions, and what is not seen
	}
	switch cmd.Final() {
	case 'A':
		e.y = max(0, e.y-n)
	case 'B':
		e.y = min(e.height-1, e.y+n)
	case 'C':
		e.x = min(e.width-1, e.x+n)
	case 'D':
		e.x = max(0, min(e.x, e.width-1)-n)
	case 'G', '`':
		e.x = min(e.width, n) - 1
	case 'd':
		e.y = min(e.height, n) - 1
	case 'H', 'f':
		e.y, e.x = min(e.height, n)-1, min(e.width, max(1, at(params, 1, 1)))-1
	case 'I':
		for range n {
			e.control('\t')
		}
	case 'Z':
		for range n {
			e.x = max(0, (e.x-1)/8*8)
		}
	case 'b':
		for range n {
			e.put(e.last, max(1, ansi.StringWidth(e.last)))
		}
	case 'r':
		e.top, e.bottom = n-1, min(e.height, at(params, 1, e.height))
		e.x, e.y = 0, 0
	default:
		e.edit(seq, cmd.Final(), n, at(params, 0, 0))
	}
}

// edit carries out what changes more than the place of the cursor.
func (e *emulator) edit(seq string, final byte, n, how int) {
	e.x = min(e.x, e.width-1)
	row := e.cells[e.y]
	switch final {
	case 'J':
		e.clear(how)
	case 'K':
		e.erase(e.y, []int{e.x, 0, 0}[how], []int{e.width, e.x + 1, e.width}[how])
	case 'X':
		e.erase(e.y, e.x, e.x+n)
	case '@':
		copy(row[min(e.width, e.x+n):], append([]string(nil), row[e.x:]...))
		e.erase(e.y, e.x, e.x+n)
	case 'P':
		copy(row[e.x:], append([]string(nil), row[min(e.width, e.x+n):]...))
		e.erase(e.y, e.width-n, e.width)
	case 'L':
		e.scroll(e.y, -n)
	case 'M':
		e.scroll(e.y, n)
	case 'S':
		e.scroll(e.top, n)
	case 'T':
		e.scroll(e.top, -n)
	default:
		e.unknown = append(e.unknown, seq)
	}
}

// clear is ED: below the cursor, above it, or all.
func (e *emulator) clear(how int) {
	for y := range e.height {
		switch {
		case how >= 2, how == 0 && y > e.y, how == 1 && y < e.y:
			e.erase(y, 0, e.width)
		case y == e.y && how == 0:
			e.erase(y, e.x, e.width)
		case y == e.y:
			e.erase(y, 0, e.x+1)
		}
	}
}

const altScreen = 1049

func (e *emulator) mode(mode int, on bool) {
	if mode == altScreen {
		e.parting = e.frame()
		for y := range e.height {
			e.erase(y, 0, e.width)
		}
		e.x, e.y = 0, 0
	}
	e.modes[mode] = on
}

// at returns a parameter of a sequence, or what it is if it is left out.
func at(params ansi.Params, i, absent int) int {
	n, _, _ := params.Param(i, absent)
	return n
}

func TestTheEmulatorDrawsAsATerminalDoes(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"ab\r\ncd", "ab\ncd\n\n"},
		{"\x1b[2;3Hx\x1b[Hy", "y\n  x\n\n"},
		{"abcdef\x1b[3G\x1b[2P", "abef\n\n\n"},
		{"abcdef\x1b[3G\x1b[2@", "ab  cdef\n\n\n"},
		{"abcdef\x1b[3G\x1b[2X", "ab  ef\n\n\n"},
		{"abcdef\x1b[3G\x1b[K", "ab\n\n\n"},
		{"abcdef\x1b[3G\x1b[1K", "   def\n\n\n"},
		{"a\r\nb\r\nc\n", "b\nc\n\n"},
		{"a\r\nb\r\nc\x1b[H\x1b[L", "\na\nb\n"},
		{"a\r\nb\r\nc\x1b[H\x1b[M", "b\nc\n\n"},
		{"a\r\nb\r\nc\x1b[1;2r\x1b[S", "b\n\nc\n"},
		{"a\r\nb\r\nc\x1b[H\x1bM", "\na\nb\n"},
		{"-\x1b[3b", "----\n\n\n"},
		{"a\tb\b\bc", "a     c b\n\n\n"},
		{"漢b\x1b[1;3Hx", "漢x\n\n\n"},
		{"ab\x1b[?1049h", "\n\n\n"},
		{"a\r\nb\x1b[1;1H\x1b[J", "\n\n\n"},
		{"\x1b[31ma\x1b]0;title\x07b", "ab\n\n\n"},
	} {
		e := newEmulator(9, 3)
		e.modes[7] = true
		if rest := e.write(row.in); rest != "" || e.frame() != row.want {
			t.Errorf("%q: got %q and %q left, want %q", row.in, e.frame(), rest, row.want)
		}
	}
}
