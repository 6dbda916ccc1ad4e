package boltkv

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"io"

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

	list uint32 // CRC-32C of the list of free pages, if that was read
}

// preflight returns the newest meta of a file of so many bytes, and the pages that are not in use, in
// order, or kv.ErrForeign or kv.ErrDamaged for a file that bbolt must not be given: it would take an empty
// one as new, and panic or fault on many that are cut short.
//
// bbolt keeps two metas and lives with one, which may lose the last transaction silently. A meta lies
// inside one disk sector, so that neither a kill nor a power cut leaves half of one: one bad meta is
// damage, unless the other is of the last acknowledged transaction (0: not known) or a later one.
func preflight(f io.ReaderAt, bytes int64, last uint64) (m meta, free []uint64, err error) {
	if bytes == 0 {
		return meta{}, nil, damaged("empty file")
	}
	metas, err := readMetas(f)
	if err != nil {
		return meta{}, nil, err
	}
	if m, err = newest(metas, last); err != nil {
		return meta{}, nil, err
	}
	size := uint64(bytes) //nolint:gosec // a size is not negative
	switch {
	case m.pages > size/m.pageSize:
		return meta{}, nil, damaged("cut short: %d bytes of %d", size, m.pages*m.pageSize)
	case m.root < 2 || m.root >= m.pages:
		return meta{}, nil, damaged("root page")
	case m.freelist == noFreelist:
		return meta{}, nil, fmt.Errorf("bbolt file of another program: %w", kv.ErrForeign)
	}
	if free, m.list, err = freelist(f, m); err != nil {
		return meta{}, nil, err
	}
	if m.txid < last {
		return meta{}, nil, damaged("the last saves are not in it (%d of %d), as if replaced by an older file; prodfirst db restore takes in an older one", m.txid, last)
	}
	return m, free, nil
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

var errFreelist = damaged("list of free pages")

// freelist returns the pages that are not in use, in order, and the checksum of the list, or kv.ErrDamaged if
// they cannot be: bbolt would panic on them while it opens, or write over what is in use.
func freelist(f io.ReaderAt, m meta) ([]uint64, uint32, error) {
	if m.freelist < 2 || m.freelist >= m.pages {
		return nil, 0, errFreelist
	}
	page := make([]byte, m.pageSize)
	at := int64(m.freelist * m.pageSize) //nolint:gosec // within the size of the file
	if _, err := f.ReadAt(page, at); err != nil {
		return nil, 0, err
	}
	count, first := uint64(binary.NativeEndian.Uint16(page[10:])), uint64(pageHeader)
	if count == countIsFirst {
		count, first = binary.NativeEndian.Uint64(page[pageHeader:]), pageHeader+8
	}
	length := uint64(binary.NativeEndian.Uint32(page[12:])) + 1
	if binary.NativeEndian.Uint64(page) != m.freelist || binary.NativeEndian.Uint16(page[8:]) != freelistKind ||
		length > m.pages-m.freelist || count > (length*m.pageSize-first)/8 ||
		length > (first+8*(count+length))/m.pageSize+1 { // bbolt makes room for those pages too that it then takes for it
		return nil, 0, errFreelist
	}
	if length > 1 {
		page = make([]byte, first+8*count)
		if _, err := f.ReadAt(page, at); err != nil {
			return nil, 0, err
		}
	}
	ids := make([]uint64, count)
	for i := range ids {
		ids[i] = binary.NativeEndian.Uint64(page[first+8*uint64(i):])
	}
	if !m.mayBeFree(ids, length) {
		return nil, 0, errFreelist
	}
	return ids, crc32.Checksum(page[:first+8*count], crc32.MakeTable(crc32.Castagnoli)), nil
}

// mayBeFree tells whether pages are in order, none twice, and neither metas nor of a list with so many pages.
func (m meta) mayBeFree(ids []uint64, length uint64) bool {
	last := uint64(1)
	for _, id := range ids {
		if id <= last || id >= m.pages || id >= m.freelist && id < m.freelist+length {
			return false
		}
		last = id
	}
	return true
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
