package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"prodfirst/internal/app"
)

// ReadExport returns what reads an export at a path that a person typed, where ~ is the home
// directory. It refuses what is no regular file, and what is too large to be an export.
func ReadExport(env func(name string) (string, bool)) func(path string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		if rest, below := strings.CutPrefix(path, "~"); below && (rest == "" || os.IsPathSeparator(rest[0])) {
			if home, ok := env("HOME"); ok {
				path = filepath.Join(home, rest)
			}
		}
		switch info, err := os.Stat(path); {
		case err != nil:
			return nil, err
		case !info.Mode().IsRegular():
			return nil, fmt.Errorf("%s is no regular file", path)
		}
		f, err := os.Open(path) //nolint:gosec // the file that the person names
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }() // it was only read
		data, err := io.ReadAll(io.LimitReader(f, app.MaxExport+1))
		if err == nil && len(data) > app.MaxExport {
			err = fmt.Errorf("%s has more than %d MiB, and no more are read", path, app.MaxExport>>20)
		}
		return data, err
	}
}
