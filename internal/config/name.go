package config

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// longestName is how many bytes of the name file are read.
const longestName = 1 << 10

// Name returns who is answering: PRODFIRST_NAME, else the name that was kept, else nothing.
func (s Settings) Name() string {
	if s.name != "" || s.Directory == "" {
		return s.name
	}
	f, err := os.Open(s.nameFile())
	if err != nil {
		return "" // nobody gave a name yet, or it cannot be read: then it has to be given
	}
	defer func() { _ = f.Close() }() // only read from
	data, err := io.ReadAll(io.LimitReader(f, longestName))
	if err != nil {
		return ""
	}
	return clean(string(data))
}

// KeepName remembers who is answering, for later runs.
func (s Settings) KeepName(name string) error {
	if name = clean(name); name == "" {
		return nil
	}
	if s.Directory == "" {
		return ErrNoHome
	}
	if err := os.MkdirAll(s.Directory, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(s.Directory, ".name-*")
	if err != nil {
		return err
	}
	_, err = f.WriteString(name + "\n")
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), s.nameFile())
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

func (s Settings) nameFile() string { return filepath.Join(s.Directory, "name") }

// clean returns the first line of a text without the space around it.
func clean(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(line)
}
