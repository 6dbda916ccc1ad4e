package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxDepth is how deep lists and objects may be nested.
const maxDepth = 32

// strict returns why data is not one JSON value of a moderate size and depth, in UTF-8, without a
// key that is there twice in one object, be it in other case.
func strict(data []byte) error {
	switch {
	case len(data) > MaxSize:
		return fmt.Errorf("%d bytes, and at most %d (16 MiB) are read", len(data), MaxSize)
	case len(bytes.TrimSpace(data)) == 0:
		return errors.New("it is empty")
	}
	if i := invalid(data); i >= 0 {
		return fmt.Errorf("%s: not UTF-8", place(data, i))
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var open []scope
	for {
		token, err := d.Token()
		at := int(d.InputOffset())
		switch {
		case errors.Is(err, io.EOF) && len(open) == 0:
			return nil
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return fmt.Errorf("%s: it ends in the middle", place(data, len(data)))
		case err != nil:
			if bad, ok := errors.AsType[*json.SyntaxError](err); ok {
				at = int(bad.Offset)
			}
			return fmt.Errorf("%s: %w", place(data, at), err)
		}
		if open, err = step(open, token); err != nil {
			return fmt.Errorf("%s: %w", place(data, at), err)
		}
		if len(open) == 0 && len(bytes.TrimSpace(data[at:])) > 0 {
			return fmt.Errorf("%s: something follows after the end", place(data, at))
		}
	}
}

// A scope is an object or a list that was not closed yet.
type scope struct {
	keys  map[string]bool // of an object
	value bool            // the next token of an object is a value
}

// step returns the open scopes after a token.
func step(open []scope, token json.Token) ([]scope, error) {
	if token == json.Delim('}') || token == json.Delim(']') {
		return open[:len(open)-1], nil
	}
	if n := len(open); n > 0 && open[n-1].keys != nil {
		in := &open[n-1]
		if key, ok := token.(string); ok && !in.value {
			key = strings.ToLower(key)
			if in.keys[key] {
				return nil, fmt.Errorf("the key %.60q is there twice", key)
			}
			in.keys[key], in.value = true, true
			return open, nil
		}
		in.value = false
	}
	switch token {
	case json.Delim('{'):
		open = append(open, scope{keys: map[string]bool{}})
	case json.Delim('['):
		open = append(open, scope{})
	}
	if len(open) > maxDepth {
		return nil, fmt.Errorf("nested deeper than %d levels", maxDepth)
	}
	return open, nil
}

// invalid returns where data stops being UTF-8, or -1.
func invalid(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// place returns the line and the column, in characters, of the byte at i.
func place(data []byte, i int) string {
	before := data[:min(max(i, 0), len(data))]
	line := bytes.Count(before, []byte{'\n'}) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Sprintf("line %d, column %d", line, column)
}
