package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// longestLine is how many bytes of a line are taken: more than any field of an answer may have.
const longestLine = 64 << 10

// errLongLine says that a line was thrown away.
var errLongLine = fmt.Errorf("the line has more than %d bytes and was not taken", longestLine)

// lines reads what a person types, line by line, and stops waiting when the context ends.
type lines struct{ read <-chan line }

type line struct {
	text string
	err  error
}

// newLines starts to read from in. It goes on until in ends, which it may not do before the process.
func newLines(ctx context.Context, in io.Reader) lines {
	read := make(chan line)
	go func() {
		defer close(read)
		r := bufio.NewReaderSize(in, longestLine)
		for {
			text, err := readLine(r)
			select {
			case read <- line{text, err}:
			case <-ctx.Done():
				return
			}
			if err != nil && !errors.Is(err, errLongLine) {
				return
			}
		}
	}()
	return lines{read}
}

// readLine returns the next line without its end. The last one needs none.
func readLine(r *bufio.Reader) (string, error) {
	data, long, err := r.ReadLine()
	text := string(data)
	if !long {
		return text, err
	}
	for long && err == nil {
		_, long, err = r.ReadLine()
	}
	if err != nil {
		return "", err
	}
	return "", errLongLine
}

// next returns the next line without the space around it. It returns io.EOF at the end, and the
// error of the context if that ends first.
func (l lines) next(ctx context.Context) (string, error) {
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case got, ok := <-l.read:
		switch {
		case ctx.Err() != nil: // reading ended because of that
			return "", ctx.Err()
		case !ok:
			return "", io.EOF
		}
		return strings.TrimSpace(got.text), got.err
	}
}
