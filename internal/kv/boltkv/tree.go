package boltkv

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"sort"

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

	pages []page // those that were read, as far as there is room
	room  []byte // for the pages to come
}

const (
	branchKind  = 0x01
	leafKind    = 0x02
	elementSize = 16
	bucketFlag  = 0x01
	bucketSize  = 16 // root page and sequence, before the page of a small bucket
	maxDepth    = 32
	keptPages   = 16
)

// A page was read and parsed: its elements lie within it. It shares the memory of its tree.
type page struct {
	id    uint64
	leaf  bool
	count int
	bytes []byte
}

// word returns one of the four numbers of element i.
func (p page) word(i, n int) int {
	return int(binary.NativeEndian.Uint32(p.bytes[pageHeader+elementSize*i+4*n:]))
}

// shape returns where the key of element i starts, its size, and that of the value after it.
func (p page) shape(i int) (start, key, value int) {
	at := pageHeader + elementSize*i
	if p.leaf {
		return at + p.word(i, 1), p.word(i, 2), p.word(i, 3)
	}
	return at + p.word(i, 0), p.word(i, 1), 0
}

// key returns the key of element i.
func (p page) key(i int) []byte {
	start, key, _ := p.shape(i)
	return p.bytes[start : start+key]
}

// value returns the value of element i of a leaf.
func (p page) value(i int) []byte {
	start, key, value := p.shape(i)
	return p.bytes[start+key : start+key+value]
}

// child returns the page that element i of a branch leads to.
func (p page) child(i int) uint64 {
	return binary.NativeEndian.Uint64(p.bytes[pageHeader+elementSize*i+8:])
}

// search returns the place of the first key that is not before the one looked for, and whether it is that.
func (p page) search(key []byte) (int, bool) {
	i := sort.Search(p.count, func(i int) bool { return bytes.Compare(p.key(i), key) >= 0 })
	return i, i < p.count && bytes.Equal(p.key(i), key)
}

var errPage = errors.New("a page is not what it was")

// look returns what the file of a session looks like without bbolt. It takes the place of the one before.
func (s *session) look() (*tree, error) {
	if s.room == nil {
		s.room = make([]byte, (1+keptPages/4)*s.meta.pageSize) // most looks need no more
	}
	t := &tree{file: s.open, meta: s.meta, free: s.free, room: s.room}
	if _, err := t.read(t.meta.root); err != nil { // bbolt reads it first of all
		return nil, damaged("page %d: %v", t.meta.root, err)
	}
	return t, nil
}

// sound returns kv.ErrDamaged unless what bbolt will say of the keys of a span is what was written, as
// far as the order of pages and the checksums of records show: each of them, and that there are no others.
func (t *tree) sound(in span) error {
	top, err := t.read(t.meta.root)
	if err != nil {
		return damaged("page %d: %v", t.meta.root, err)
	}
	at, found := top.search([]byte(bucketName))
	if !found || !top.leaf || top.word(at, 0) != bucketFlag || len(top.value(at)) < bucketSize {
		return nil // of another program
	}
	bucket := top.value(at)
	if root := binary.NativeEndian.Uint64(bucket); root != 0 {
		_, err := t.walk(root, in, 0)
		return err
	}
	small, err := parse(bucket[bucketSize:], 0)
	if err == nil {
		err = in.keysSound(small)
	}
	if err != nil {
		return damaged("bucket: %v", err)
	}
	_, err = in.recordsSound(small)
	return err
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

// walk checks a page and, in a branch, those of its pages that the span is on. It tells whether it found
// the one key that is looked for: then it does not matter what comes after.
func (t *tree) walk(id uint64, in span, depth int) (found bool, err error) {
	p, err := t.read(id)
	switch {
	case err != nil:
	case depth > maxDepth, depth > 0 && p.count == 0:
		err = errPage
	default:
		err = in.keysSound(p)
	}
	if err != nil {
		return false, damaged("page %d: %v", id, err)
	}
	if p.leaf {
		return in.recordsSound(p)
	}
	begin, exact := p.search(in.from)
	if !exact {
		begin = max(0, begin-1)
	}
	for i := begin; i < p.count; i++ {
		key := p.key(i)
		if i > begin && in.to != nil && bytes.Compare(key, in.to) >= 0 {
			return false, t.begins(p.child(i), key) // so nothing is missing before it
		}
		below := span{from: in.from, to: in.to, first: key, next: in.next}
		if i+1 < p.count {
			below.next = p.key(i + 1)
		}
		if found, err := t.walk(p.child(i), below, depth+1); found || err != nil {
			return found, err
		}
	}
	return false, nil
}

// begins returns kv.ErrDamaged unless a page begins with the key.
func (t *tree) begins(id uint64, key []byte) error {
	p, err := t.read(id)
	if err == nil && (p.count == 0 || !bytes.Equal(p.key(0), key)) {
		err = errPage
	}
	if err != nil {
		return damaged("page %d: %v", id, err)
	}
	return nil
}

// read returns a page in use.
func (t *tree) read(id uint64) (page, error) {
	for _, p := range t.pages {
		if p.id == id {
			return p, nil
		}
	}
	if id < 2 || id >= t.meta.pages || t.anyFree(id, 0) {
		return page{}, errPage
	}
	b := t.space()
	at := int64(id * t.meta.pageSize) //nolint:gosec // within the size of the file
	if _, err := t.file.ReadAt(b, at); err != nil {
		return page{}, err
	}
	if more := uint64(binary.NativeEndian.Uint32(b[12:])); more > 0 {
		if more >= t.meta.pages-id || t.anyFree(id, more) {
			return page{}, errPage
		}
		b = make([]byte, (more+1)*t.meta.pageSize)
		if _, err := t.file.ReadAt(b, at); err != nil {
			return page{}, err
		}
	}
	p, err := parse(b, id)
	if err == nil && len(b)-len(p.bytes) >= int(t.meta.pageSize) { //nolint:gosec // at most maxPage
		err = errPage // a page that it does not need is that of another, and would be taken for free with it
	}
	if err == nil && len(t.pages) < keptPages {
		t.pages = append(t.pages, p)
	}
	return p, err
}

// anyFree tells whether a page is in the list of free ones, or one of so many after it.
func (t *tree) anyFree(id, more uint64) bool {
	next, _ := slices.BinarySearch(t.free, id)
	return next < len(t.free) && t.free[next] <= id+more
}

// space returns the memory for one more page.
func (t *tree) space() []byte {
	size := int(t.meta.pageSize) //nolint:gosec // at most maxPage
	if len(t.room) < size {
		t.room = make([]byte, size)
	}
	b := t.room[:size:size]
	t.room = t.room[size:]
	return b
}

// parse returns the page in b, if its elements fill it one after the other.
func parse(b []byte, id uint64) (page, error) {
	if len(b) < pageHeader || binary.NativeEndian.Uint64(b) != id {
		return page{}, errPage
	}
	kind, count := binary.NativeEndian.Uint16(b[8:]), int(binary.NativeEndian.Uint16(b[10:]))
	p := page{id: id, leaf: kind == leafKind, count: count, bytes: b}
	data := pageHeader + elementSize*count
	if kind != leafKind && kind != branchKind || kind == branchKind && count == 0 || data > len(b) {
		return page{}, errPage
	}
	for i := range count {
		start, key, value := p.shape(i)
		if start != data || key == 0 || key > len(b)-data || value > len(b)-data-key || !p.leaf && p.child(i) == 0 {
			return page{}, errPage
		}
		data += key + value
	}
	p.bytes = b[:data]
	return p, nil
}

// keysSound returns an error unless the keys ascend, from the first of the span to before the next.
func (in span) keysSound(p page) error {
	var before []byte
	for i := range p.count {
		key := p.key(i)
		if i == 0 && in.first != nil && !bytes.Equal(key, in.first) || i > 0 && bytes.Compare(before, key) >= 0 {
			return errPage
		}
		before = key
	}
	if in.next != nil && p.count > 0 && bytes.Compare(before, in.next) >= 0 {
		return errPage
	}
	return nil
}

// recordsSound returns kv.ErrDamaged unless each record of the span in a leaf has its checksum. So
// must the one before and the one after, unless the span is of one key that is there: they could be of
// the span, and have got another key.
func (in span) recordsSound(p page) (found bool, err error) {
	from, exact := p.search(in.from)
	to := p.count
	if in.to != nil {
		to, _ = p.search(in.to)
	}
	found = exact && bytes.Equal(in.to, only(in.from).to)
	if !found {
		from, to = max(0, from-1), min(p.count, to+1)
	}
	for i := from; i < to; i++ {
		key, record := p.key(i), p.value(i)
		if p.word(i, 0) != 0 || len(record) < payloadAt || binary.BigEndian.Uint32(record[sumAt:]) != checksum(key, record) {
			return found, damaged("key %q: wrong checksum", key[:min(len(key), kv.MaxKey)])
		}
	}
	return found, nil
}
