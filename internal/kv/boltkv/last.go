package boltkv

import (
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"io"
	"os"
	"strconv"
)

// The lock file holds the number of the last transaction that was acknowledged, in hex, and its
// CRC-32. Nobody waits until that is on disk: it may be behind what the database holds, and if it is
// ahead, something that was acknowledged is lost.
const (
	lockSuffix = ".lock"
	lastSize   = 26
)

// acknowledge notes that transaction txid is about to be acknowledged. That it cannot be noted only
// makes a loss harder to notice.
func (h *hold) acknowledge(txid uint64) {
	h.last = txid
	if h.file != nil {
		_, _ = h.file.WriteAt(lastLine(txid), 0)
	}
}

func lastLine(txid uint64) []byte {
	sum := crc32.ChecksumIEEE(strconv.AppendUint(nil, txid, 16))
	line := hex.AppendEncode(make([]byte, 0, lastSize), binary.BigEndian.AppendUint64(nil, txid))
	line = hex.AppendEncode(append(line, ' '), binary.BigEndian.AppendUint32(nil, sum))
	return append(line, '\n')
}

// readLast returns what a lock file says, zero if it says nothing that can be trusted.
func readLast(f io.ReaderAt) uint64 {
	line := make([]byte, lastSize)
	if n, _ := f.ReadAt(line, 0); n < lastSize {
		return 0
	}
	txid, err := strconv.ParseUint(string(line[:16]), 16, 64)
	if err != nil || string(lastLine(txid)) != string(line) {
		return 0
	}
	return txid
}

// lastOf returns what the lock file of the database at path says, without locking it.
func lastOf(path string) uint64 {
	f, err := os.OpenFile(path+lockSuffix, os.O_RDONLY|carefully, 0) //nolint:gosec // beside the database, chosen by the user
	if err != nil {
		return 0
	}
	defer f.Close()
	return readLast(f)
}
