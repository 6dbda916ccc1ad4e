package boltkv

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"

	bolt "go.etcd.io/bbolt"

	"prodfirst/internal/kv"
)

// A record is: format 1 byte, CRC-32C of key, revision and payload 4 bytes, revision 8 bytes, payload.
// Numbers are big-endian.
const (
	recordFormat = 1
	sumAt        = 1
	revisionAt   = 5
	payloadAt    = 13
)

func encode(key []byte, rev uint64, payload []byte) []byte {
	record := make([]byte, payloadAt, payloadAt+len(payload))
	record[0] = recordFormat
	binary.BigEndian.PutUint64(record[revisionAt:], rev)
	record = append(record, payload...)
	binary.BigEndian.PutUint32(record[sumAt:], checksum(key, record))
	return record
}

// decode returns a copy of what a record holds.
func decode(b *bolt.Bucket, key, record []byte) (kv.Entry, error) {
	var rev uint64
	reason := ""
	switch {
	case len(record) < payloadAt:
		reason = "too short"
	case record[0] != recordFormat:
		reason = fmt.Sprintf("format %d", record[0])
	case binary.BigEndian.Uint32(record[sumAt:]) != checksum(key, record):
		reason = "wrong checksum"
	default:
		if rev = binary.BigEndian.Uint64(record[revisionAt:]); rev == 0 || rev > b.Sequence() {
			reason = fmt.Sprintf("revision %d of %d", rev, b.Sequence())
		}
	}
	if reason != "" {
		return kv.Entry{}, damaged("key %q: %s", key, reason)
	}
	return kv.Entry{Key: string(key), Value: slices.Clone(record[payloadAt:]), Revision: kv.Revision(rev)}, nil
}

// checksum binds a payload to its key, because damage can also move whole pages.
func checksum(key, record []byte) uint32 {
	table := crc32.MakeTable(crc32.Castagnoli)
	return crc32.Update(crc32.Checksum(key, table), table, record[revisionAt:])
}
