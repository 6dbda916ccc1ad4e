package boltkv

import (
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// queue makes f, the lock file, the next in line for its lock; without wait it returns an error if
// another is. Who comes next is settled while the one before still works: a process that lets the lock
// go and wants it again would else be faster than those that have to wake up.
func queue(f *os.File, wait bool) error {
	command := unix.F_OFD_SETLK
	if wait {
		command = unix.F_OFD_SETLKW
	}
	return ofd(f, command, unix.F_WRLCK)
}

// leaveQueue lets another be the next.
func leaveQueue(f *os.File) { _ = ofd(f, unix.F_OFD_SETLK, unix.F_UNLCK) }

// ofd does what an open file description can do with its lock on the first byte, which flock does not see.
func ofd(f *os.File, command int, kind int16) error {
	for {
		lock := unix.Flock_t{Type: kind, Whence: io.SeekStart, Len: 1}
		if err := unix.FcntlFlock(f.Fd(), command, &lock); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
