package boltkv

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"prodfirst/internal/kv"
)

// bbolt believes what its pages say: a damaged one can hide keys, or lead it in circles. A tree is how
// the pages of the file are looked at before bbolt reads them.
//
// A page has elements of 16 bytes after its header, and then their keys and values without a gap. In a
// leaf (kind 2) an element is: flags, distance from itself to the key, size of the key, size of the
// value, four bytes each; in a branch (kind 1): distance, size of the key, page (8 bytes), and the key
// is the first one of that page.
type tree struct {
	file io.ReaderAt
	meta meta
	free []uint64 // pages not in use, in order

	pages map[uint64][]element // some that were read
}

const (
	branchKind  = 0x01
	leafKind    = 0x02
	elementSize = 16
	bucketFlag  = 0x01
	bucketSize  = 16 // root page and sequence, before the page of a small bucket
	maxDepth    = 32
	maxRead     = 256 // pages that are kept
)

type element struct {
	flags      uint32
	key, value []byte
	page       uint64 // in a branch
}

var errPage = errors.New("a page is not what it was")

// look returns what the file of a session looks like without bbolt.
func (s *session) look() (*tree, error) {
	free, err := freelist(s.open, s.meta)
	t := &tree{file: s.open, meta: s.meta, free: free, pages: map[uint64][]element{}}
	if err != nil {
		return nil, err
	}
	if _, err := t.read(t.meta.root); err != nil { // bbolt reads it first of all
		return nil, damaged("page %d: %v", t.meta.root, err)
	}
	return t, nil
}

// sound returns kv.ErrDamaged unless what bbolt will say of the keys of a span is what was written, as
// far as the order of pages and the checksums of records show: each of them, and that there are no others.
func (t *tree) sound(in span) error {
	elements, err := t.read(t.meta.root)
	if err != nil {
		return damaged("page %d: %v", t.meta.root, err)
	}
	at := slices.IndexFunc(elements, func(e element) bool { return string(e.key) == bucketName && e.flags == bucketFlag })
	if at < 0 || len(elements[at].value) < bucketSize {
		return nil // of another program
	}
	bucket := elements[at].value
	if root := binary.NativeEndian.Uint64(bucket); root != 0 {
		return t.walk(root, in, 0)
	}
	if elements, err = parse(bucket[bucketSize:], 0); err == nil {
		err = keysSound(elements, in)
	}
	if err != nil {
		return damaged("bucket: %v", err)
	}
	return in.recordsSound(elements)
}

// A span is what is looked for below a page, and what the page may hold.
type span struct {
	from, to    []byte // looked for: keys from the one on and before the other (nil: to the end)
	first, next []byte // the first key of the page, and the first after it; nil: not known
}

// only is the span of one key.
func only(key []byte) span { return span{from: key, to: append(slices.Clip(key), 0)} }

// starting is the span of all keys that start with prefix.
func starting(prefix []byte) span {
	in := span{from: prefix}
	for i, c := range slices.Backward(prefix) {
		if c < 0xff {
			in.to = append(slices.Clone(prefix[:i]), c+1)
			break
		}
	}
	return in
}

// walk checks a page and, in a branch, those of its pages that the span is on.
func (t *tree) walk(id uint64, in span, depth int) error {
	elements, err := t.read(id)
	switch {
	case err != nil:
	case depth > maxDepth, depth > 0 && len(elements) == 0:
		err = errPage
	default:
		err = keysSound(elements, in)
	}
	if err != nil {
		return damaged("page %d: %v", id, err)
	}
	if len(elements) == 0 || elements[0].page == 0 {
		return in.recordsSound(elements)
	}
	begin, exact := slices.BinarySearchFunc(elements, in.from, place)
	if !exact {
		begin = max(0, begin-1)
	}
	for i := begin; i < len(elements); i++ {
		e := elements[i]
		if i > begin && in.to != nil && bytes.Compare(e.key, in.to) >= 0 {
			return t.begins(e.page, e.key) // so nothing is missing before it
		}
		below := span{from: in.from, to: in.to, first: e.key, next: in.next}
		if i+1 < len(elements) {
			below.next = elements[i+1].key
		}
		if err := t.walk(e.page, below, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// place compares an element with a key.
func place(e element, key []byte) int { return bytes.Compare(e.key, key) }

// begins returns kv.ErrDamaged unless a page begins with the key.
func (t *tree) begins(id uint64, key []byte) error {
	elements, err := t.read(id)
	if err == nil && (len(elements) == 0 || !bytes.Equal(elements[0].key, key)) {
		err = errPage
	}
	if err != nil {
		return damaged("page %d: %v", id, err)
	}
	return nil
}

// read returns the elements of a page in use.
func (t *tree) read(id uint64) ([]element, error) {
	if elements, ok := t.pages[id]; ok {
		return elements, nil
	}
	if _, free := slices.BinarySearch(t.free, id); free || id < 2 || id >= t.meta.pages {
		return nil, errPage
	}
	b := make([]byte, t.meta.pageSize)
	at := int64(id * t.meta.pageSize) //nolint:gosec // within the size of the file
	if _, err := t.file.ReadAt(b, at); err != nil {
		return nil, err
	}
	if more := uint64(binary.NativeEndian.Uint32(b[12:])); more > 0 {
		if more >= t.meta.pages-id {
			return nil, errPage
		}
		b = make([]byte, (more+1)*t.meta.pageSize)
		if _, err := t.file.ReadAt(b, at); err != nil {
			return nil, err
		}
	}
	elements, err := parse(b, id)
	if err == nil && len(t.pages) < maxRead {
		t.pages[id] = elements
	}
	return elements, err
}

// parse returns the elements of a page, which share its memory.
func parse(b []byte, id uint64) ([]element, error) {
	if len(b) < pageHeader || binary.NativeEndian.Uint64(b) != id {
		return nil, errPage
	}
	kind, count := binary.NativeEndian.Uint16(b[8:]), int(binary.NativeEndian.Uint16(b[10:]))
	data := pageHeader + elementSize*count
	if kind != leafKind && kind != branchKind || data > len(b) {
		return nil, errPage
	}
	elements := make([]element, count)
	for i := range elements {
		at := pageHeader + elementSize*i
		word := func(n int) int { return int(binary.NativeEndian.Uint32(b[at+4*n:])) }
		e := &elements[i]
		start, keySize, valueSize := word(1), word(2), word(3)
		if kind == leafKind {
			e.flags = binary.NativeEndian.Uint32(b[at:])
		} else {
			start, keySize, valueSize = word(0), word(1), 0
			e.page = binary.NativeEndian.Uint64(b[at+8:])
		}
		if at+start != data || keySize == 0 || keySize > len(b)-data || valueSize > len(b)-data-keySize ||
			kind == branchKind && e.page == 0 {
			return nil, errPage
		}
		e.key = b[data : data+keySize]
		e.value = b[data+keySize : data+keySize+valueSize]
		data += keySize + valueSize
	}
	return elements, nil
}

// keysSound returns an error unless the keys ascend, from the first of the span to before the next.
func keysSound(elements []element, in span) error {
	for i, e := range elements {
		if i == 0 && in.first != nil && !bytes.Equal(e.key, in.first) ||
			i > 0 && bytes.Compare(elements[i-1].key, e.key) >= 0 ||
			in.next != nil && bytes.Compare(e.key, in.next) >= 0 {
			return errPage
		}
	}
	return nil
}

// recordsSound returns kv.ErrDamaged unless each record of the span in a leaf has its checksum. So
// must the one before and the one after: they could be of the span, and have got another key.
func (in span) recordsSound(elements []element) error {
	from, found := slices.BinarySearchFunc(elements, in.from, place)
	to := len(elements)
	if in.to != nil {
		to, _ = slices.BinarySearchFunc(elements, in.to, place)
	}
	if one := only(in.from); !found || !bytes.Equal(in.to, one.to) {
		from, to = max(0, from-1), min(len(elements), to+1)
	}
	for _, e := range elements[from:to] {
		if e.flags != 0 || len(e.value) < payloadAt || binary.BigEndian.Uint32(e.value[sumAt:]) != checksum(e.key, e.value) {
			return damaged("key %q: wrong checksum", e.key[:min(len(e.key), kv.MaxKey)])
		}
	}
	return nil
}

// freelist returns the pages that are not in use, in order, or kv.ErrDamaged if they cannot be: bbolt
// would panic on them while it opens, or write over what is in use. The page of the list was checked.
func freelist(f io.ReaderAt, m meta) ([]uint64, error) {
	head := make([]byte, pageHeader+8)
	at := int64(m.freelist * m.pageSize) //nolint:gosec // within the size of the file
	if _, err := f.ReadAt(head, at); err != nil {
		return nil, err
	}
	at += pageHeader
	count := uint64(binary.NativeEndian.Uint16(head[10:]))
	if count == countIsFirst {
		count = binary.NativeEndian.Uint64(head[pageHeader:])
		at += 8
	}
	b := make([]byte, 8*count)
	if _, err := f.ReadAt(b, at); err != nil {
		return nil, err
	}
	ids := make([]uint64, count)
	last := uint64(1)
	for i := range ids {
		ids[i] = binary.NativeEndian.Uint64(b[8*i:])
		if ids[i] <= last || ids[i] >= m.pages {
			return nil, damaged("list of free pages")
		}
		last = ids[i]
	}
	return ids, nil
}
