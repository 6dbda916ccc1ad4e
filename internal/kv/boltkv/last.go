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
	lastSize   = 26         // and after it:
	listAt     = lastSize   // CRC-32C of the list of free pages then, 4 bytes, big-endian
	listSumAt  = listAt + 4 // CRC-32 of all before
	afterLast  = listSumAt + 4
)

// acknowledge notes that a transaction is about to be acknowledged, and the list of free pages after it. That
// it cannot be noted only makes a loss harder to notice.
func (h *hold) acknowledge(now meta) {
	h.last, h.list = now.txid, now.list
	if h.file != nil {
		note := binary.BigEndian.AppendUint32(lastLine(now.txid), now.list)
		_, _ = h.file.WriteAt(binary.BigEndian.AppendUint32(note, crc32.ChecksumIEEE(note)), 0)
	}
}

// vouches tells whether the list of free pages is the one that was acknowledged. If that is not known, it may
// lead bbolt to write over pages in use.
func (h *hold) vouches(now meta) bool { return h.last == now.txid && h.list == now.list && h.list != 0 }

func lastLine(txid uint64) []byte {
	sum := crc32.ChecksumIEEE(strconv.AppendUint(nil, txid, 16))
	line := hex.AppendEncode(make([]byte, 0, lastSize), binary.BigEndian.AppendUint64(nil, txid))
	line = hex.AppendEncode(append(line, ' '), binary.BigEndian.AppendUint32(nil, sum))
	return append(line, '\n')
}

// readLast returns what a lock file says of a transaction and of the list of free pages after it, zero for
// what cannot be trusted.
func readLast(f io.ReaderAt) (txid uint64, list uint32) {
	note := make([]byte, afterLast)
	n, _ := f.ReadAt(note, 0)
	if n < lastSize {
		return 0, 0
	}
	txid, err := strconv.ParseUint(string(note[:16]), 16, 64)
	if err != nil || string(lastLine(txid)) != string(note[:lastSize]) {
		return 0, 0
	}
	if n == afterLast && binary.BigEndian.Uint32(note[listSumAt:]) == crc32.ChecksumIEEE(note[:listSumAt]) {
		list = binary.BigEndian.Uint32(note[listAt:])
	}
	return txid, list
}

// lastOf returns what the lock file of the database at path says, without locking it.
func lastOf(path string) uint64 {
	f, err := os.OpenFile(path+lockSuffix, os.O_RDONLY|carefully, 0) //nolint:gosec // beside the database, chosen by the user
	if err != nil {
		return 0
	}
	defer f.Close()
	txid, _ := readLast(f)
	return txid
}
