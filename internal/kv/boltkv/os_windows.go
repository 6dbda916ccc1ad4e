package boltkv

import (
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// carefully are flags for os.OpenFile; Windows has none that are needed.
const carefully = 0

// flock locks f until it is closed. Without wait it returns an error if another holds it.
func flock(f *os.File, exclusive, wait bool) error {
	var flags uint32
	if exclusive {
		flags |= windows.LOCKFILE_EXCLUSIVE_LOCK
	}
	if !wait {
		flags |= windows.LOCKFILE_FAIL_IMMEDIATELY
	}
	return windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, new(windows.Overlapped))
}

// flockBolt does nothing: on Windows a file cannot be locked twice, and bbolt is about to do it.
func flockBolt(*os.File, bool) (busy bool, err error) { return false, nil }

// unlocked does nothing: on Windows an open file cannot be replaced, and it is soon closed.
func unlocked(*os.File) bool { return false }

// abandon closes a file of which bbolt still has a mapping.
func abandon(f *os.File) { _ = f.Close() }

// keepPrivate does nothing: rights are those of the directory, which is the user's own.
func keepPrivate(*os.File, fs.FileInfo) error { return nil }

// syncDir does nothing: Windows cannot sync a directory, its file systems journal their names.
func syncDir(string) error { return nil }

func fullErrors() []error {
	return []error{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED}
}
