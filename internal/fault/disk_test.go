//go:build linux && !race

package fault_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// A disk is what a power cut leaves: what was synced for sure, and any part of what was done since.
type disk struct {
	root  string
	names map[string]*file // as the process sees them
	dirs  map[string]*directory
	said  []string
}

type file struct {
	synced []byte
	size   int  // as the process sees it
	since  []op // writes and truncations that were not waited for
}

type directory struct {
	synced map[string]*file // nil for a directory
	since  []naming
}

// A naming puts a name into a directory, or takes it away.
type naming struct {
	name string
	file *file
	gone bool
}

func newDisk(root string) *disk {
	return &disk{root: root, names: map[string]*file{}, dirs: map[string]*directory{root: {synced: map[string]*file{}}}}
}

// do carries out one op.
func (d *disk) do(o op) error {
	switch o.call {
	case "said":
		d.said = append(d.said, strings.Fields(string(o.data))...)
	case "create":
		if d.names[o.path] == nil {
			d.names[o.path] = &file{}
			return d.name(o.path, naming{file: d.names[o.path]})
		}
	case "mkdir":
		d.dirs[o.path] = &directory{synced: map[string]*file{}}
		return d.name(o.path, naming{})
	case "link", "rena":
		f := d.names[o.path]
		if f == nil {
			return fmt.Errorf("%s of %s, which is not there", o.call, o.path)
		}
		d.names[o.to] = f
		if o.call == "rena" {
			delete(d.names, o.path)
			if err := d.name(o.path, naming{gone: true}); err != nil {
				return err
			}
		}
		return d.name(o.to, naming{file: f})
	case "unlink":
		delete(d.names, o.path)
		return d.name(o.path, naming{gone: true})
	case "pwrite64", "write", "ftruncate":
		f := d.names[o.path]
		if f == nil {
			return fmt.Errorf("%s of %s, which is not there", o.call, o.path)
		}
		if o.call == "write" { // only new files are written like this, from their beginning on
			o.call, o.at = "pwrite64", f.size
		}
		f.size = max(f.size, o.at+len(o.data))
		if o.call == "ftruncate" {
			f.size = o.at
		}
		f.since = append(f.since, o)
	case "sync":
		d.sync(o.path)
	}
	return nil
}

func (d *disk) name(path string, n naming) error {
	dir := d.dirs[filepath.Dir(path)]
	if dir == nil {
		return fmt.Errorf("%s is in no known directory", path)
	}
	n.name = filepath.Base(path)
	dir.since = append(dir.since, n)
	return nil
}

func (d *disk) sync(path string) {
	if dir := d.dirs[path]; dir != nil {
		for _, n := range dir.since {
			dir.apply(dir.synced, n)
		}
		dir.since = nil
		return
	}
	if f := d.names[path]; f != nil {
		for _, o := range f.since {
			f.synced = change(f.synced, o)
		}
		f.since = nil
	}
}

func (*directory) apply(names map[string]*file, n naming) {
	if n.gone {
		delete(names, n.name)
	} else {
		names[n.name] = n.file
	}
}

// change returns a file after a write or a truncation.
func change(b []byte, o op) []byte {
	size := o.at
	if o.call == "pwrite64" {
		size = max(len(b), o.at+len(o.data))
	}
	if size > len(b) {
		b = append(b, make([]byte, size-len(b))...)
	}
	b = b[:size]
	if o.call == "pwrite64" {
		copy(b[o.at:], o.data)
	}
	return b
}

// cut writes what a power cut now may leave into an empty directory.
func (d *disk) cut(chance *rand.Rand, into string) error {
	return d.cutDir(chance, d.root, into)
}

func (d *disk) cutDir(chance *rand.Rand, path, into string) error {
	dir := d.dirs[path]
	names := maps.Clone(dir.synced)
	luck := anyLuck(chance)
	for _, n := range dir.since {
		if chance.Float64() < luck {
			dir.apply(names, n)
		}
	}
	for name, f := range names {
		var err error
		if f == nil {
			if err = os.Mkdir(filepath.Join(into, name), 0o700); err == nil {
				err = d.cutDir(chance, filepath.Join(path, name), filepath.Join(into, name))
			}
		} else {
			err = writeSparse(filepath.Join(into, name), f.cut(chance))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// cut returns the file with some of the pieces that were not synced: whole writes, pages or sectors.
func (f *file) cut(chance *rand.Rand) []byte {
	b := bytes.Clone(f.synced)
	piece := []int{1 << 30, 4096, 512}[chance.IntN(3)]
	luck := anyLuck(chance)
	for _, o := range f.since {
		if o.call == "ftruncate" {
			if chance.Float64() < luck {
				b = change(b, o)
			}
			continue
		}
		if chance.Float64() < luck && o.at+len(o.data) > len(b) { // the size may be there, and the data not
			b = change(b, op{call: "ftruncate", at: o.at + len(o.data)})
		}
		for from := 0; from < len(o.data); {
			to := min(len(o.data), (o.at+from)/piece*piece+piece-o.at)
			if chance.Float64() < luck {
				b = change(b, op{call: "pwrite64", at: o.at + from, data: o.data[from:to]})
			}
			from = to
		}
	}
	return b
}

// anyLuck returns how likely it is that a piece was written.
func anyLuck(chance *rand.Rand) float64 {
	return []float64{0, 0.05, 0.5, 0.95, 1, chance.Float64()}[chance.IntN(6)]
}

// writeSparse writes a file, leaving out what is zero.
func writeSparse(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Truncate(int64(len(b))); err != nil {
		return err
	}
	const page = 4096
	zero := make([]byte, page)
	for at := 0; at < len(b); at += page {
		part := b[at:min(len(b), at+page)]
		if bytes.Equal(part, zero[:len(part)]) {
			continue
		}
		if _, err := f.WriteAt(part, int64(at)); err != nil {
			return err
		}
	}
	return nil
}
