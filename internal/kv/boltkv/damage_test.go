package boltkv_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	bolt "go.etcd.io/bbolt"

	"prodfirst/internal/kv"
	"prodfirst/internal/kv/boltkv"
)

// sample makes a small database and returns its path and what it holds.
func sample(t *testing.T) (string, []kv.Entry) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "p.db")
	db := boltkv.New(path, boltkv.Options{NoSync: true})
	defer func() { _ = db.Close() }() // never fails
	put(t, db, "a", "the payload of a", 0)
	for i := range 10 {
		put(t, db, fmt.Sprintf("key%d", i), strings.Repeat("long", 200), 0)
	}
	entries, err := db.Scan(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return path, entries
}

func TestFileThatIsNoDatabaseIsLeftAlone(t *testing.T) {
	path, _ := sample(t)
	whole := read(t, path)
	page := os.Getpagesize()
	zeroed := func(from, to int) []byte {
		b := bytes.Clone(whole)
		clear(b[from:to])
		return b
	}
	for name, test := range map[string]struct {
		content []byte
		want    error
	}{
		"0 bytes":        {nil, kv.ErrDamaged},
		"1 byte":         {[]byte{0}, kv.ErrForeign},
		"text":           {[]byte(strings.Repeat("not a database\n", 1000)), kv.ErrForeign},
		"SQLite":         {append([]byte("SQLite format 3\x00"), make([]byte, 1<<15)...), kv.ErrForeign},
		"zeros":          {make([]byte, 1<<15), kv.ErrForeign},
		"meta 0 zeroed":  {zeroed(0, page), kv.ErrDamaged},
		"meta 1 zeroed":  {zeroed(page, 2*page), kv.ErrDamaged},
		"both zeroed":    {zeroed(0, 2*page), kv.ErrForeign},
		"checksums gone": {append(append(zeroed(72, 80)[:page], zeroed(page+72, page+80)[page:2*page]...), whole[2*page:]...), kv.ErrDamaged},
		"pages zeroed":   {zeroed(2*page, len(whole)), kv.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "p.db")
			write(t, path, test.content)
			wantErrors(t, boltkv.New(path, boltkv.Options{NoSync: true}), test.want)
			if !bytes.Equal(read(t, path), test.content) {
				t.Error("the file was changed")
			}
			if test.want == kv.ErrForeign { //nolint:errorlint // a constant of the table
				wantFiles(t, filepath.Dir(path), "p.db")
			}
		})
	}
}

func TestBoltFileOfAnotherProgramIsLeftAlone(t *testing.T) {
	for name, opts := range map[string]*bolt.Options{"plain": nil, "without a list of free pages": {NoFreelistSync: true}} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "p.db")
			other, err := bolt.Open(path, 0o600, opts)
			if err != nil {
				t.Fatal(err)
			}
			err = other.Update(func(tx *bolt.Tx) error {
				_, err := tx.CreateBucket([]byte("theirs"))
				return err
			})
			if err = errors.Join(err, other.Close()); err != nil {
				t.Fatal(err)
			}
			before := read(t, path)
			wantErrors(t, boltkv.New(path, boltkv.Options{NoSync: true}), kv.ErrForeign)
			if !bytes.Equal(read(t, path), before) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestFreshDatabaseHasTwoValidMetas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.db")
	fresh, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := fresh.Close(); err != nil {
		t.Fatal(err)
	}
	// With one meta it would be damaged; as it is, only the bucket is missing.
	wantErrors(t, boltkv.New(path, boltkv.Options{NoSync: true}), kv.ErrForeign)
}

func TestFileCutShortIsReportedOrWhole(t *testing.T) {
	path, want := sample(t)
	whole := read(t, path)
	reported := 0
	for size := 512; size < len(whole); size += 512 {
		write(t, path, whole[:size])
		db := boltkv.New(path, boltkv.Options{NoSync: true})
		if got, err := db.Scan(t.Context(), ""); err == nil {
			// Past the last page in use there is nothing to lose.
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("cut at %d of %d (-want +got):\n%s", size, len(whole), diff)
			}
			continue
		}
		reported++
		wantDamaged(t, db)
		if !bytes.Equal(read(t, path), whole[:size]) {
			t.Fatalf("cut at %d of %d: the file was changed", size, len(whole))
		}
	}
	if pages := os.Getpagesize() / 512 * 4; reported < pages {
		t.Errorf("%d cuts were reported, want at least the %d in the first four pages", reported, pages)
	}
}

func TestFlippedBitInARecordIsReported(t *testing.T) {
	path, _ := sample(t)
	whole := read(t, path)
	const header = 13
	payload := []byte("the payload of a")
	for i := -header; i < len(payload); i++ {
		b := bytes.Clone(whole)
		// Pages that are no longer in use may hold older copies: flip them all.
		for at := 0; ; at++ {
			n := bytes.Index(whole[at:], payload)
			if n < 0 {
				break
			}
			at += n
			b[at+i] ^= 0x04
		}
		write(t, path, b)
		wantFlipReported(t, path, i)
	}
}

func wantFlipReported(t *testing.T, path string, offset int) {
	t.Helper()
	db := boltkv.New(path, boltkv.Options{NoSync: true})
	_, get := db.Get(t.Context(), "a")
	_, scan := db.Scan(t.Context(), "")
	commit := db.Commit(t.Context(), kv.Change{Key: "a", Base: 1})
	for call, err := range map[string]error{"Get": get, "Scan": scan, "Commit": commit} {
		if !errors.Is(err, kv.ErrDamaged) || !strings.Contains(err.Error(), `"a"`) {
			t.Errorf("%s with a flipped bit at %d of the payload: got %v, want %v with the key", call, offset, err, kv.ErrDamaged)
		}
	}
	if e, err := db.Get(t.Context(), "key0"); err != nil || len(e.Value) == 0 {
		t.Errorf("Get of another key with a flipped bit at %d of the payload: %v", offset, err)
	}
}

// A flipped bit anywhere must never show a value that was not written, nor end the process.
func TestFlippedBitNeverShowsAnotherValue(t *testing.T) {
	path, entries := sample(t)
	whole := read(t, path)
	want := map[string]kv.Entry{}
	for _, e := range entries {
		want[e.Key] = e
	}
	for i := 0; i < len(whole); i += 31 {
		b := bytes.Clone(whole)
		b[i] ^= 1 << (i % 8)
		write(t, path, b)
		got, err := boltkv.New(path, boltkv.Options{NoSync: true}).Scan(t.Context(), "")
		if err != nil && !errors.Is(err, kv.ErrDamaged) && !errors.Is(err, kv.ErrForeign) {
			t.Errorf("flipped bit in byte %d: got %v, want %v", i, err, kv.ErrDamaged)
		}
		for _, e := range got {
			if w := want[e.Key]; e.Revision != w.Revision || !bytes.Equal(e.Value, w.Value) {
				t.Errorf("flipped bit in byte %d: got %.100q, want %.100q", i, e.Value, w.Value)
			}
		}
		if err == nil && len(got) != len(want) {
			t.Errorf("flipped bit in byte %d: got %d entries, want %d or an error", i, len(got), len(want))
		}
	}
}

// bbolt believes the list of free pages, and how many pages one continues on: with a wrong one, a commit
// would write over pages in use.
func TestCommitDoesNotMakeDamageWorse(t *testing.T) {
	path, entries := sample(t)
	whole, lock := read(t, path), read(t, path+".lock")
	whole = whole[:len(bytes.TrimRight(whole, "\x00"))/os.Getpagesize()*os.Getpagesize()+os.Getpagesize()]
	var many []kv.Change // that take all pages that are free
	for i := range 20 {
		many = append(many, kv.Change{Key: fmt.Sprint("new", i), Value: make([]byte, 3000)})
	}
	for name, lock := range map[string][]byte{"acknowledged": lock, "not known to be acknowledged": nil} {
		t.Run(name, func(t *testing.T) {
			tries, refused := 0, 0
			for i, b := range misleading(whole) {
				write(t, path, b)
				write(t, path+".lock", lock)
				before := readable(t, path, entries)
				db := boltkv.New(path, boltkv.Options{NoSync: true})
				err := db.Commit(t.Context(), many...)
				if err != nil && !errors.Is(err, kv.ErrDamaged) {
					t.Fatalf("image %d: got %v, want %v", i, err, kv.ErrDamaged)
				}
				if err != nil {
					refused++
				}
				if diff := cmp.Diff(before, readable(t, path, entries)); diff != "" {
					t.Fatalf("image %d: after a commit that returned %v (-before +after):\n%s", i, err, diff)
				}
				_ = db.Close() // never fails
				tries++
			}
			if refused == 0 || refused < tries && lock == nil {
				t.Errorf("%d of %d commits were refused, want some, and all if the list may be any", refused, tries)
			}
		})
	}
}

// misleading returns the file with one bit wrong of the number of pages that one continues on, and with each
// page in use in its list of free pages.
func misleading(whole []byte) (images [][]byte) {
	size, list, newest := os.Getpagesize(), 0, uint64(0)
	for at := 0; at < 2*size; at += size { // the metas
		if txid := binary.NativeEndian.Uint64(whole[at+64:]); txid > newest {
			list, newest = int(binary.NativeEndian.Uint64(whole[at+48:])), txid
		}
	}
	head := whole[list*size:]
	ids := make([]uint64, binary.NativeEndian.Uint16(head[10:]))
	for i := range ids {
		ids[i] = binary.NativeEndian.Uint64(head[16+8*i:])
	}
	for page := 2; page < len(whole)/size; page++ {
		at, free := slices.BinarySearch(ids, uint64(page))
		if free {
			continue
		}
		for bit := range 8 { // with a higher one it ends outside of the file
			b := bytes.Clone(whole)
			b[page*size+12+bit/8] ^= 1 << (bit % 8)
			images = append(images, b)
		}
		b := bytes.Clone(whole)
		binary.NativeEndian.PutUint64(b[list*size+16+8*min(at, len(ids)-1):], uint64(page)) // still in order
		images = append(images, b)
	}
	return images
}

// readable returns which entries can be read as they were.
func readable(t *testing.T, path string, entries []kv.Entry) map[string]bool {
	t.Helper()
	db, whole := boltkv.New(path, boltkv.Options{NoSync: true}), map[string]bool{}
	for _, e := range entries {
		got, err := db.Get(t.Context(), e.Key)
		if err == nil && !cmp.Equal(got, e) {
			t.Fatalf("got %v, want %v", got, e)
		}
		whole[e.Key] = err == nil
	}
	return whole
}
