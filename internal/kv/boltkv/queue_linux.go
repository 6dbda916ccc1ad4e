package boltkv

import (
	"encoding/binary"
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// Who has to wait for the lock takes a number, locks the byte of that number, and waits for the byte of
// the number before: that one lets it go when it has got the lock, or when it ends. So all get the lock in
// the order in which they came. Without that, a process that lets the lock go and wants it again is faster
// than those that have to wake up, and on a busy machine somebody waits for seconds.
//
// The bytes are beyond the end of the lock file, where a lock needs none; flock does not see these locks.
const (
	counterByte = 0         // locked while a number is taken
	counterAt   = afterLast // the last number that was taken, 8 bytes, big-endian
	numbersAt   = int64(1) << 32
	lastNumber  = 1 << 48 // then they begin anew
)

// nobodyWaits tells whether there is nobody in line for the lock of f.
func nobodyWaits(f *os.File) bool {
	all := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart, Start: numbersAt}
	return unix.FcntlFlock(f.Fd(), unix.F_OFD_GETLK, &all) == nil && all.Type == unix.F_UNLCK
}

// queue waits until f is the first in line for its lock. The caller leaves the line when it has got that.
func queue(f *os.File) error {
	if err := ofd(f, unix.F_OFD_SETLKW, unix.F_WRLCK, counterByte, 1); err != nil {
		return err
	}
	number := takeNumber(f)
	err := ofd(f, unix.F_OFD_SETLK, unix.F_WRLCK, numbersAt+number, 1)
	if err == nil {
		err = ofd(f, unix.F_OFD_SETLK, unix.F_UNLCK, counterByte, 1)
	}
	if err == nil {
		err = ofd(f, unix.F_OFD_SETLKW, unix.F_RDLCK, numbersAt+number-1, 1)
	}
	return err
}

// leaveQueue lets the next in line be the first.
func leaveQueue(f *os.File) { _ = ofd(f, unix.F_OFD_SETLK, unix.F_UNLCK, 0, 0) }

// takeNumber counts up. If that fails, somebody is told a number for the second time, and gets ahead of others.
func takeNumber(f *os.File) int64 {
	counter := make([]byte, 8)
	_, _ = f.ReadAt(counter, counterAt)
	number := binary.BigEndian.Uint64(counter)%lastNumber + 1
	binary.BigEndian.PutUint64(counter, number)
	_, _ = f.WriteAt(counter, counterAt)
	return int64(number)
}

// ofd does what an open file description can do with its locks on so many bytes; none are all to the end.
func ofd(f *os.File, command int, kind int16, from, bytes int64) error {
	for {
		lock := unix.Flock_t{Type: kind, Whence: io.SeekStart, Start: from, Len: bytes}
		if err := unix.FcntlFlock(f.Fd(), command, &lock); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}
