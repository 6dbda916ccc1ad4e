//go:build !windows

package boltkv

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"prodfirst/internal/kv"
)

const othersMay = 0o077

// carefully are flags for os.OpenFile: follow no link, wait for no pipe.
const carefully = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// flock locks f until it is closed. Without wait it returns syscall.EWOULDBLOCK if another holds it.
func flock(f *os.File, exclusive, wait bool) error {
	how := syscall.LOCK_SH
	if exclusive {
		how = syscall.LOCK_EX
	}
	if !wait {
		how |= syscall.LOCK_NB
	}
	for {
		if err := syscall.Flock(int(f.Fd()), how); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// flockBolt takes bbolt's own lock earlier than bbolt does, which then finds it taken by itself.
func flockBolt(f *os.File, exclusive bool) (busy bool, err error) {
	err = flock(f, exclusive, false)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return true, nil
	}
	return false, err
}

// unlocked gives up bbolt's lock before bbolt closes the file.
func unlocked(f *os.File) bool { return syscall.Flock(int(f.Fd()), syscall.LOCK_UN) == nil }

// abandon closes a file of which bbolt still has a mapping, which would keep it locked.
func abandon(f *os.File) {
	unlocked(f)
	_ = f.Close()
}

// keepPrivate takes the rights of others away from the file. It returns kv.ErrReadOnly if it belongs to
// someone else, whom root may write for.
func keepPrivate(f *os.File, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	me := os.Geteuid()
	switch {
	case !ok:
		return nil
	case int(stat.Uid) != me && me != 0:
		return fmt.Errorf("it belongs to another user, and only they write to it: %w", kv.ErrReadOnly)
	case info.Mode()&othersMay != 0:
		return f.Chmod(info.Mode().Perm() &^ othersMay)
	}
	return nil
}

// syncDir waits until the names in a directory are on disk.
func syncDir(dir string) error {
	f, err := os.Open(dir) //nolint:gosec // the directory of the database
	if err != nil {
		return err
	}
	defer f.Close()
	// Some filesystems cannot sync a directory, and say so.
	if err := f.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return err
	}
	return nil
}

func fullErrors() []error {
	return []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}
}
