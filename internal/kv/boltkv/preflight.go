package boltkv

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"

	"prodfirst/internal/kv"
)

// The layout of a bbolt file, in the byte order of the machine: a page starts with its id (8 bytes),
// kind (2), count of elements (2) and number of pages that continue it (4). Pages 0 and 1 are metas,
// written in turn by each transaction.
const (
	pageHeader   = 16
	metaEnd      = 80 // header, and up to the end of the checksum
	metaKind     = 0x04
	freelistKind = 0x10
	countIsFirst = 0xffff // the count is in the first element instead
	boltMagic    = 0xED0CDAED
	boltVersion  = 2
	noFreelist   = ^uint64(0)
	minPage      = 1 << 10
	maxPage      = 1 << 24
)

// A meta is what is checked of a meta page. The zero value stands for one that is not valid.
type meta struct {
	pageSize, root, freelist, pages, txid uint64
}

// preflight returns the newest meta, or kv.ErrForeign or kv.ErrDamaged for a file that bbolt must not
// be given: it would take an empty one as new, and panic or fault on many that are cut short.
//
// bbolt keeps two metas and lives with one, which may lose the last transaction silently. A meta lies
// inside one disk sector, so that neither a kill nor a power cut leaves half of one: one bad meta is
// damage, unless the other is of the last acknowledged transaction (0: not known) or a later one.
func preflight(f *os.File, last uint64) (meta, error) {
	info, err := f.Stat()
	if err != nil {
		return meta{}, err
	}
	if info.Size() == 0 {
		return meta{}, damaged("empty file")
	}
	metas, err := readMetas(f)
	if err != nil {
		return meta{}, err
	}
	m, err := newest(metas, last)
	if err != nil {
		return meta{}, err
	}
	size := uint64(info.Size()) //nolint:gosec // a size is not negative
	switch {
	case m.pages > size/m.pageSize:
		return meta{}, damaged("cut short: %d bytes of %d", size, m.pages*m.pageSize)
	case m.root < 2 || m.root >= m.pages:
		return meta{}, damaged("root page")
	case m.freelist == noFreelist:
		return meta{}, fmt.Errorf("bbolt file of another program: %w", kv.ErrForeign)
	case !freelistFits(f, m):
		return meta{}, damaged("list of free pages")
	case m.txid < last:
		return meta{}, damaged("the last saves are not in it (%d of %d), as if replaced by an older file; prodfirst db restore takes in an older one", m.txid, last)
	}
	return m, nil
}

// newest returns the newer of the metas, or kv.ErrDamaged if the other one is bad and may have been
// that of an acknowledged transaction.
func newest(metas [2]meta, last uint64) (meta, error) {
	m := metas[0]
	if metas[1].txid > m.txid {
		m = metas[1]
	}
	for i, one := range metas {
		if bad := one.pageSize != m.pageSize; bad && (last == 0 || m.txid < last) {
			return meta{}, damaged("meta page %d", i)
		}
	}
	return m, nil
}

// freelistFits tells whether the page of the freelist is one, and lies in the file with all its elements.
func freelistFits(f *os.File, m meta) bool {
	if m.freelist < 2 || m.freelist >= m.pages {
		return false
	}
	page := make([]byte, pageHeader+8)
	if _, err := f.ReadAt(page, int64(m.freelist*m.pageSize)); err != nil { //nolint:gosec // within the size of the file
		return false
	}
	count := uint64(binary.NativeEndian.Uint16(page[10:]))
	length := uint64(binary.NativeEndian.Uint32(page[12:])) + 1
	if count == countIsFirst {
		count = binary.NativeEndian.Uint64(page[pageHeader:]) + 1
	}
	return binary.NativeEndian.Uint64(page) == m.freelist &&
		binary.NativeEndian.Uint16(page[8:]) == freelistKind &&
		length <= m.pages-m.freelist &&
		count <= (length*m.pageSize-pageHeader)/8
}

// readMetas returns both metas, at least one of which is valid.
func readMetas(f io.ReaderAt) (metas [2]meta, err error) {
	metas[0], err = readMeta(f, 0, 0)
	if err != nil {
		return metas, err
	}
	for size := uint64(minPage); size <= maxPage && metas[1].pageSize == 0; size *= 2 {
		if metas[0].pageSize == 0 || metas[0].pageSize == size {
			if metas[1], err = readMeta(f, 1, size); err != nil {
				return metas, err
			}
		}
	}
	if metas[0].pageSize == 0 && metas[1].pageSize == 0 {
		if hasMagic(f) {
			return metas, damaged("both meta pages")
		}
		return metas, kv.ErrForeign
	}
	return metas, nil
}

// readMeta reads the meta in page id; with id 1 it has to be for pages of size bytes.
func readMeta(f io.ReaderAt, id, size uint64) (meta, error) {
	b := make([]byte, metaEnd)
	if _, err := f.ReadAt(b, int64(id*size)); errors.Is(err, io.EOF) { //nolint:gosec // at most maxPage
		return meta{}, nil
	} else if err != nil {
		return meta{}, err
	}
	sum := fnv.New64a()
	_, _ = sum.Write(b[pageHeader : metaEnd-8])
	m := meta{
		pageSize: uint64(binary.NativeEndian.Uint32(b[24:])),
		root:     binary.NativeEndian.Uint64(b[32:]),
		freelist: binary.NativeEndian.Uint64(b[48:]),
		pages:    binary.NativeEndian.Uint64(b[56:]),
		txid:     binary.NativeEndian.Uint64(b[64:]),
	}
	valid := binary.NativeEndian.Uint64(b) == id &&
		binary.NativeEndian.Uint16(b[8:]) == metaKind &&
		binary.NativeEndian.Uint32(b[16:]) == boltMagic &&
		binary.NativeEndian.Uint32(b[20:]) == boltVersion &&
		binary.NativeEndian.Uint64(b[72:]) == sum.Sum64() &&
		m.pageSize >= minPage && m.pageSize <= maxPage && m.pageSize&(m.pageSize-1) == 0 &&
		(id == 0 || m.pageSize == size)
	if !valid {
		return meta{}, nil
	}
	return m, nil
}

// hasMagic tells whether the file starts like one of bbolt. No transaction changes these bytes.
func hasMagic(f io.ReaderAt) bool {
	b := make([]byte, 4)
	_, err := f.ReadAt(b, pageHeader)
	return err == nil && binary.NativeEndian.Uint32(b) == boltMagic
}

func damaged(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, kv.ErrDamaged)...)
}
