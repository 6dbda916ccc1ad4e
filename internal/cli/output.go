package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile writes a file beside the one at path and renames it, so that there is always a whole
// one. It keeps the rights of a file that is there; a new one is for its owner alone. It refuses
// anything that is not a regular file, and after an error leaves what was there.
func WriteFile(path string, data []byte) error {
	rights := fs.FileMode(0o600)
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("%s is a link, and only a regular file is replaced", path)
	case info.IsDir():
		return fmt.Errorf("%s is a directory, and only a regular file is replaced", path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file, and only such a one is replaced", path)
	default:
		rights = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".prodfirst-*")
	if err != nil {
		return err
	}
	if err = fill(f, data, rights); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// fill writes, syncs and closes a new file.
func fill(f *os.File, data []byte, rights fs.FileMode) error {
	_, err := f.Write(data)
	if err == nil {
		err = f.Chmod(rights)
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
